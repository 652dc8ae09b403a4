//! `grobunn figures` and `grobunn figure ID`.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use clap::Args;
use domain::figures::{self, Figure, FigureId, Interval, Measure, Query, Scope, Unit};
use domain::format;
use domain::geography;
use domain::ledger::Ledger;
use domain::time::Instant;
use domain::words::{Locale, fold};
use serde::Serialize;
use store::Store;

use super::{parse_date, parse_instant, print, print_json};
use crate::config::Config;
use crate::failure::Failure;

/// The question a figure is asked.
#[derive(Debug, Args)]
pub struct Question {
    /// The civil date the figures are about [default: today in Oslo]
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    as_of: Option<NaiveDate>,
    /// Only facts recorded by then: a date (its end) or an RFC 3339 time [default: now]
    #[arg(long, value_name = "TIME", value_parser = parse_instant)]
    known_at: Option<Instant>,
    /// Only stays in this programme, by its short name
    #[arg(long, value_name = "P")]
    programme: Option<String>,
    /// Only startups of this cohort, by its name
    #[arg(long, value_name = "NAME")]
    cohort: Option<String>,
    /// Only startups of this sector
    #[arg(long, value_name = "NAME")]
    sector: Option<String>,
    /// Only jobs (or startups) in this region set: lillestrom, nedre-romerike, ovre-romerike, romerike
    #[arg(long, value_name = "SET")]
    region: Option<String>,
    /// Only startups admitted on or after this day
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    from: Option<NaiveDate>,
    /// Only startups admitted on or before this day
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    to: Option<NaiveDate>,
    /// Count full-time equivalents instead of heads
    #[arg(long)]
    fte: bool,
    /// Count working founders as jobs too
    #[arg(long)]
    founders: bool,
    /// Divide each startup's jobs by all the programmes that supported it (jobs figures only)
    #[arg(long)]
    fractional: bool,
    /// Only what happened on or after this day: meetings, answers, decisions
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    since: Option<NaiveDate>,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// Every figure.
#[derive(Debug, Args)]
pub struct Figures {
    #[command(flatten)]
    question: Question,
}

/// One figure, with the rows in it and the rows left out.
#[derive(Debug, Args)]
pub struct OneFigure {
    /// Which figure, such as jobs.net, survival.exits, survival.fixed(5) or survival.km(admission)
    id: String,
    #[command(flatten)]
    question: Question,
}

impl Question {
    /// Turns what was typed into a query on this house.
    pub(super) fn query(&self, store: &Store, ledger: &Ledger) -> Result<Query, Failure> {
        let world = store.world();
        let programme = match &self.programme {
            None => None,
            Some(slug) => Some(
                ledger
                    .programmes
                    .iter()
                    .find(|programme| fold(&programme.slug) == fold(slug) || fold(&programme.name) == fold(slug))
                    .map(|programme| programme.id)
                    .ok_or_else(|| unknown("programme", slug, ledger.programmes.iter().map(|p| p.slug.as_str())))?,
            ),
        };
        let cohort = match &self.cohort {
            None => None,
            Some(name) => {
                let of_programme = || ledger.cohorts.iter().filter(|c| programme.is_none_or(|id| id == c.programme));
                let mut found = of_programme().filter(|cohort| fold(&cohort.name) == fold(name));
                let cohort =
                    found.next().ok_or_else(|| unknown("cohort", name, of_programme().map(|c| c.name.as_str())))?;
                if found.next().is_some() {
                    return Err(Failure::input(format!(
                        "several programmes have a cohort '{name}'; say which with --programme"
                    )));
                }
                Some(cohort.id)
            }
        };
        if let Some(name) = &self.sector {
            let known = || ledger.startups.iter().filter_map(|startup| startup.profile.sector.as_deref());
            if !known().any(|sector| fold(sector) == fold(name)) {
                return Err(unknown("sector", name, known()));
            }
        }
        let region = match &self.region {
            None => None,
            Some(name) => {
                let sets = geography::region_sets();
                let named = |set: &&geography::RegionSet| Locale::ALL.iter().any(|l| fold(set.name(*l)) == fold(name));
                let set = geography::region_set(&geography::RegionSetId(fold(name)))
                    .or_else(|| sets.iter().find(named))
                    .ok_or_else(|| unknown("region set", name, sets.iter().map(|set| set.id.0.as_str())))?;
                Some(set.id.clone())
            }
        };
        let as_of = self.as_of.unwrap_or_else(|| world.today());
        if let (Some(from), Some(to)) = (self.from, self.to)
            && from > to
        {
            return Err(Failure::input(format!("--from {from} is after --to {to}")));
        }
        Ok(Query {
            as_of,
            known_at: self.known_at.unwrap_or_else(|| world.now()),
            scope: Scope {
                programme,
                cohort,
                sector: self.sector.clone(),
                region,
                admitted_from: self.from,
                admitted_to: self.to,
                measure: if self.fte { Measure::Fte } else { Measure::Heads },
                with_founders: self.founders,
                fractional: self.fractional,
                since: self.since,
            },
        })
    }
}

fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> Failure {
    let mut seen: Vec<&str> = Vec::new();
    // In the order of the house, each name once.
    known.for_each(|name| {
        if !seen.contains(&name) {
            seen.push(name);
        }
    });
    let known = seen;
    let known = if known.is_empty() { "there is none".to_owned() } else { format!("known: {}", known.join(", ")) };
    Failure::input(format!("no {what} is called '{name}' ({known})"))
}

impl Figures {
    /// Prints every figure.
    pub async fn run(self, config: &Config) -> Result<(), Failure> {
        let store = crate::open_to_read(config).await?;
        let ledger = store.ledger().await?;
        let query = self.question.query(&store, &ledger)?;
        store.close().await?;
        crate::note_missing(config);
        let ids = figures::house_ids(&ledger, query.scope.programme);
        let figures = figures::compute_all(&ledger, &ids, &query);
        if self.question.json {
            return print_json(&Document {
                as_of: query.as_of,
                known_at: query.known_at,
                figures: figures.iter().map(Summary::of).collect(),
            });
        }
        print(&figures.iter().map(|figure| sentence(figure) + "\n").collect::<String>())
    }
}

impl OneFigure {
    /// Prints one figure, opened down to its rows.
    pub async fn run(self, config: &Config) -> Result<(), Failure> {
        let id = figures::parse_id(&self.id).ok_or_else(|| {
            let known = figures::default_ids();
            unknown("figure", &self.id, known.iter().map(|id| id.0.as_str()))
        })?;
        let store = crate::open_to_read(config).await?;
        let ledger = store.ledger().await?;
        let query = self.question.query(&store, &ledger)?;
        store.close().await?;
        crate::note_missing(config);
        let figure =
            figures::compute(&ledger, &id, &query).ok_or_else(|| Failure::input(format!("no figure {}", id.0)))?;
        if self.question.json {
            return print_json(&Opened::of(&figure, &ledger));
        }
        print(&opened(&id, &figure, &ledger))
    }
}

fn sentence(figure: &Figure) -> String {
    let text = figures::definition(&figure.id).map(|definition| definition.sentence(Locale::En, figure));
    format!("{:<34} {}", figure.id.0, text.unwrap_or_default())
}

/// A figure with its rule and its rows, to be read.
fn opened(id: &FigureId, figure: &Figure, ledger: &Ledger) -> String {
    let mut text = sentence(figure) + "\n";
    if let Some(definition) = figures::definition(id) {
        text.push_str(&(definition.rule(Locale::En) + "\n"));
    }
    text.push_str(&format!("\nIn ({}):\n", figure.rows_in.len()));
    for row in &figure.rows_in {
        let name = ledger.startup(row.startup).map_or("?", |startup| startup.profile.name.as_str());
        text.push_str(&format!("  {:>8}  {name}\n", format::number(Locale::En, row.contribution, 2)));
    }
    text.push_str(&format!("\nLeft out ({}):\n", figure.rows_out.len()));
    for row in &figure.rows_out {
        let name = ledger.startup(row.startup).map_or("?", |startup| startup.profile.name.as_str());
        text.push_str(&format!("  {:<40}  {}\n", name, row.reason.text(Locale::En)));
    }
    text
}

/// `grobunn figures --json`. Others read it: fields are added, never renamed.
#[derive(Debug, Serialize)]
struct Document {
    as_of: NaiveDate,
    known_at: Instant,
    figures: Vec<Summary>,
}

/// One figure of the document.
#[derive(Debug, Serialize)]
struct Summary {
    id: String,
    definition: String,
    unit: Unit,
    value: Option<f64>,
    numerator: f64,
    n: usize,
    interval: Option<Interval>,
    floor: Option<f64>,
    ceiling: Option<f64>,
    #[serde(rename = "in")]
    rows_in: usize,
    out: Vec<OutCount>,
}

#[derive(Debug, Serialize)]
struct OutCount {
    reason: &'static str,
    count: usize,
}

impl Summary {
    fn of(figure: &Figure) -> Self {
        let mut out: BTreeMap<&'static str, usize> = BTreeMap::new();
        for row in &figure.rows_out {
            *out.entry(row.reason.code()).or_default() += 1;
        }
        Self {
            id: figure.id.0.clone(),
            definition: figure.definition.clone(),
            unit: figure.unit,
            value: figure.value,
            numerator: figure.numerator,
            n: figure.n,
            interval: figure.interval,
            floor: figure.floor,
            ceiling: figure.ceiling,
            rows_in: figure.rows_in.len(),
            out: out.into_iter().map(|(reason, count)| OutCount { reason, count }).collect(),
        }
    }
}

/// `grobunn figure ID --json`: the summary with its rows.
#[derive(Debug, Serialize)]
struct Opened {
    as_of: NaiveDate,
    known_at: Instant,
    #[serde(flatten)]
    summary: Summary,
    rows_in: Vec<InRow>,
    rows_out: Vec<OutRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    curve: Option<figures::Curve>,
}

#[derive(Debug, Serialize)]
struct InRow {
    startup: String,
    external_id: Option<String>,
    name: String,
    contribution: f64,
    floor: f64,
    ceiling: f64,
    /// With `--fractional`: how many other programmes it is shared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    shared_with: Option<u32>,
    /// Figures of the house's work: what the row rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    work: Option<figures::Work>,
}

#[derive(Debug, Serialize)]
struct OutRow {
    startup: String,
    external_id: Option<String>,
    name: String,
    reason: &'static str,
    ceiling: f64,
}

impl Opened {
    fn of(figure: &Figure, ledger: &Ledger) -> Self {
        let profile = |id| {
            let profile = ledger.startup(id).map(|startup| &startup.profile);
            (profile.and_then(|p| p.external_id.clone()), profile.map(|p| p.name.clone()).unwrap_or_default())
        };
        Self {
            as_of: figure.query.as_of,
            known_at: figure.query.known_at,
            summary: Summary::of(figure),
            rows_in: figure
                .rows_in
                .iter()
                .map(|row| {
                    let (external_id, name) = profile(row.startup);
                    InRow {
                        startup: row.startup.to_string(),
                        external_id,
                        name,
                        contribution: row.contribution,
                        floor: row.floor,
                        ceiling: row.ceiling,
                        shared_with: row.basis.shared_with,
                        work: row.basis.work.as_deref().cloned(),
                    }
                })
                .collect(),
            rows_out: figure
                .rows_out
                .iter()
                .map(|row| {
                    let (external_id, name) = profile(row.startup);
                    OutRow {
                        startup: row.startup.to_string(),
                        external_id,
                        name,
                        reason: row.reason.code(),
                        ceiling: row.ceiling,
                    }
                })
                .collect(),
            curve: figure.curve.clone(),
        }
    }
}
