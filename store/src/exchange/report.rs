//! What an import changed, or would change, in numbers, and what is kept of it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::exchange::{Action, Counts, Plan, Tells, WarningKind};
use domain::facts::FactKind;
use domain::format;
use domain::ids::{ImportId, StartupId};
use domain::ledger::Profile as StartupProfile;
use domain::words::Locale;
use serde::{Deserialize, Serialize};

use super::import::Job;

/// How many facts of a kind an import brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Brings {
    /// New observations.
    pub new: usize,
    /// Facts that take the place of another.
    pub corrected: usize,
    /// Told, and known already.
    pub unchanged: usize,
}

/// What an import changed, or would change, in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Which import; `None` for a dry run, and when nothing was new, since then nothing was written.
    pub import: Option<ImportId>,
    /// The file's name.
    pub file_name: String,
    /// The profile's name.
    pub profile: String,
    /// The day on which the file was right.
    pub as_of: NaiveDate,
    /// Rows below the headers.
    pub rows: usize,
    /// Startups entered.
    pub startups_new: usize,
    /// Startups about which something is new.
    pub startups_updated: usize,
    /// Startups about which nothing is new.
    pub startups_unchanged: usize,
    /// Companies added.
    pub companies: usize,
    /// Programmes made, by their short names.
    pub programmes: Vec<String>,
    /// Cohorts made.
    pub cohorts: usize,
    /// Facts by kind.
    pub facts: BTreeMap<FactKind, Brings>,
    /// What a reader should know besides: how many remarks.
    pub warnings: usize,
    /// The same by what they are about, the most frequent first.
    #[serde(default)]
    pub remarks: Vec<(WarningKind, usize)>,
}

impl Report {
    pub(super) fn of(plan: &Plan, import: Option<ImportId>, job: &Job) -> Self {
        let facts = plan.counts.iter().map(|(kind, counts)| {
            let Counts { new, corrected, unchanged } = *counts;
            (*kind, Brings { new, corrected, unchanged })
        });
        Self {
            import,
            file_name: job.file_name.clone(),
            profile: job.profile.name.clone(),
            as_of: job.as_of,
            rows: plan.rows,
            startups_new: plan.startups_with(Action::New),
            startups_updated: plan.startups_with(Action::Updated),
            startups_unchanged: plan.startups_with(Action::Unchanged),
            companies: plan.startups.iter().map(|startup| startup.companies.len()).sum(),
            programmes: plan.programmes.iter().map(|programme| programme.slug.clone()).collect(),
            cohorts: plan.cohorts.len(),
            facts: facts.collect(),
            warnings: plan.warnings.len(),
            remarks: remarks(plan),
        }
    }

    /// How many facts were written.
    #[must_use]
    pub fn facts_written(&self) -> usize {
        self.facts.values().map(|brings| brings.new + brings.corrected).sum()
    }

    /// Some lines that say what happened: the file, the startups, the facts by kind.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        let n = |number: usize| format::count(locale, number);
        let rows = match self.rows {
            1 => words::row(locale).to_owned(),
            many => words::rows(locale, &n(many)),
        };
        let mut lines = vec![words::head(locale, &self.file_name, &rows, &format::date(locale, self.as_of))];
        let changed = |new, changed, same, one: fn(Locale, &str) -> String, many: fn(Locale, &str) -> String| {
            [
                if new == 1 { words::one_new(locale).to_owned() } else { words::new(locale, &n(new)) },
                if changed == 1 { one(locale, "1") } else { many(locale, &n(changed)) },
                words::unchanged(locale, &n(same)),
            ]
            .join(", ")
        };
        let numbers = changed(
            self.startups_new,
            self.startups_updated,
            self.startups_unchanged,
            words::one_updated,
            words::updated,
        );
        lines.push(words::startups(locale, &numbers));
        for (kind, brings) in &self.facts {
            let numbers = changed(brings.new, brings.corrected, brings.unchanged, words::corrected, words::corrected);
            lines.push(format!("  {}: {numbers}", kind.name(locale)));
        }
        if !self.programmes.is_empty() {
            lines.push(words::programmes(locale, &self.programmes.join(", ")));
        }
        for (kind, count) in &self.remarks {
            lines.push(words::remark(locale, &n(*count), &kind.text(locale)));
        }
        if let Some(import) = self.import {
            lines.push(words::undo(locale, &import.to_string()));
        }
        lines.join("\n")
    }
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text(Locale::En))
    }
}

domain::catalogue! {
    /// The words of [`Report`].
    mod words {
        head(file: &str, rows: &str, as_of: &str) => {
            nb: "{file}: {rows} per {as_of}",
            nn: "{file}: {rows} per {as_of}",
            en: "{file}: {rows} as of {as_of}" }
        row => { nb: "1 rad, riktig", nn: "1 rad, rett", en: "1 row, right" }
        rows(n: &str) => { nb: "{n} rader, riktige", nn: "{n} rader, rette", en: "{n} rows, right" }
        startups(numbers: &str) => { nb: "Bedrifter: {numbers}", nn: "Bedrifter: {numbers}", en: "Startups: {numbers}" }
        one_new => { nb: "1 ny", nn: "1 ny", en: "1 new" }
        new(n: &str) => { nb: "{n} nye", nn: "{n} nye", en: "{n} new" }
        one_updated(n: &str) => { nb: "{n} oppdatert", nn: "{n} oppdatert", en: "{n} updated" }
        updated(n: &str) => { nb: "{n} oppdatert", nn: "{n} oppdaterte", en: "{n} updated" }
        corrected(n: &str) => { nb: "{n} rettet", nn: "{n} retta", en: "{n} corrected" }
        unchanged(n: &str) => { nb: "{n} uendret", nn: "{n} uendra", en: "{n} unchanged" }
        programmes(names: &str) => { nb: "Nye programmer: {names}", nn: "Nye program: {names}", en: "New programmes: {names}" }
        remark(count: &str, what: &str) => { nb: "Merknad ({count}): {what}", nn: "Merknad ({count}): {what}", en: "Note ({count}): {what}" }
        undo(id: &str) => { nb: "Angres med: grobunn undo {id}", nn: "Blir angra med: grobunn undo {id}", en: "Taken back by: grobunn undo {id}" }
    }
}

/// The remarks of a plan by what they are about.
fn remarks(plan: &Plan) -> Vec<(WarningKind, usize)> {
    let mut counted: BTreeMap<WarningKind, usize> = BTreeMap::new();
    for warning in &plan.warnings {
        let kind = match &warning.kind {
            // Each has a name of its own; together they are one remark.
            WarningKind::Renamed { .. } => WarningKind::Renamed { from: "…".to_owned() },
            kind => kind.clone(),
        };
        *counted.entry(kind).or_default() += 1;
    }
    let mut remarks: Vec<_> = counted.into_iter().collect();
    remarks.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    remarks
}

/// What is kept of an applied import: its report, and what undoing it needs.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Kept {
    pub report: Report,
    /// Profiles it changed: as they were, and as it left them.
    #[serde(default)]
    pub profiles: Vec<(StartupProfile, StartupProfile)>,
    #[serde(flatten)]
    pub learned: Learned,
}

/// What the next plan must know of an import besides its facts. Kept small: an id for every startup the file told of.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Learned {
    /// The startups the file told of, by what of their profiles it told.
    #[serde(default)]
    pub told: Vec<(Tells, Vec<StartupId>)>,
    /// Startups that rows were found to be by their name alone, with the external id the row had.
    #[serde(default)]
    pub named: Vec<(StartupId, Option<String>)>,
}

impl Learned {
    pub fn of(plan: &Plan) -> Self {
        let mut told: BTreeMap<Tells, Vec<StartupId>> = BTreeMap::new();
        let mut named = Vec::new();
        for startup in &plan.startups {
            told.entry(startup.tells).or_default().push(startup.profile.id);
            named.extend(startup.named.as_ref().map(|named| (startup.profile.id, named.external_id.clone())));
        }
        told.remove(&Tells::default());
        Self { told: told.into_iter().collect(), named }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_row_is_no_plural() {
        let brings = Brings { new: 1, corrected: 0, unchanged: 2 };
        let mut report = Report {
            import: None,
            file_name: "ark.csv".to_owned(),
            profile: "sheet".to_owned(),
            as_of: NaiveDate::from_ymd_opt(2024, 6, 30).unwrap(),
            rows: 1,
            startups_new: 1,
            startups_updated: 0,
            startups_unchanged: 0,
            companies: 0,
            programmes: Vec::new(),
            cohorts: 0,
            facts: [(FactKind::Headcount, brings)].into(),
            warnings: 0,
            remarks: Vec::new(),
        };
        let says = |report: &Report, locale| report.text(locale).lines().take(2).collect::<Vec<_>>().join("\n");
        assert_eq!(
            says(&report, Locale::En),
            "ark.csv: 1 row, right as of 30 June 2024\nStartups: 1 new, 0 updated, 0 unchanged"
        );
        assert_eq!(
            says(&report, Locale::Nb),
            "ark.csv: 1 rad, riktig per 30.6.2024\nBedrifter: 1 ny, 0 oppdatert, 0 uendret"
        );
        (report.rows, report.startups_new, report.startups_updated) = (2, 0, 2);
        assert_eq!(
            says(&report, Locale::Nn),
            "ark.csv: 2 rader, rette per 30.6.2024\nBedrifter: 0 nye, 2 oppdaterte, 0 uendra"
        );
    }
}
