//! The figures that the guard may answer from.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use chrono::NaiveDate;
use domain::claims::Cited;
use domain::figures::{Figure, FigureId, Measure, Unit, definition};
use domain::geography::region_sets;
use domain::publication::Words;
use domain::words::Locale;
use store::publications::PublicationFilter;

use crate::cx::{Cx, House};
use crate::frame::{PageError, lists_startups};
use crate::paths::{self, Query};
use crate::question::{Question, Sight};

/// A figure with where it can be opened.
#[derive(Debug, Clone)]
pub struct Source {
    /// The figure.
    pub figure: Arc<Figure>,
    /// Its address within the site: the publication, or the page of the figure as it is now.
    pub href: String,
    /// The same with the house before it, for a footnote in print; only of what is published.
    pub permalink: Option<String>,
    /// The year of the first admission in what is published; a figure as it is now has its rows.
    pub since: Option<i32>,
    /// In which publication it is used and on which day it was published.
    pub used: Option<(String, NaiveDate)>,
    /// What it says in each language, as it was published.
    words: BTreeMap<String, Words>,
}

/// All that the guard may answer from, the published first.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The figures.
    pub list: Vec<Source>,
    /// Whether figures as they are now are among them.
    pub live: bool,
}

/// How many publications are looked at, the newest.
const MOST: usize = 300;

impl Sources {
    /// As the guard takes them.
    #[must_use]
    pub fn cited(&self) -> Vec<Cited<'_>> {
        self.list.iter().map(Source::cited).collect()
    }

    /// Whether there is nothing to answer from.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

impl Source {
    fn cited(&self) -> Cited<'_> {
        Cited {
            figure: &self.figure,
            link: self.permalink.as_deref(),
            since: self.since,
            words: self.is_published().then_some(&self.words),
        }
    }

    /// What it says: as it was published, else as its definition words it now.
    #[must_use]
    pub fn sentence(&self, locale: Locale) -> String {
        let published = self.words.get(locale.tag()).map(|words| words.sentence.clone());
        let now = || definition(&self.figure.id).map(|definition| definition.sentence(locale, &self.figure));
        published.or_else(now).unwrap_or_default()
    }

    /// Whether it is published.
    #[must_use]
    pub const fn is_published(&self) -> bool {
        self.permalink.is_some()
    }
}

/// The figures for a reader: the newest publication of each figure and scope, and for whoever works in the house those as they are now
/// unless they are published as at the same day.
///
/// # Errors
/// When the database does not answer.
pub async fn of(cx: &Cx) -> Result<Sources, PageError> {
    let mut list = published(&cx.house).await?;
    let live = cx.has_role() && lists_startups(cx.actor().role);
    if live {
        let mut fresh = as_they_are_now(cx).await?;
        let same = |one: &Figure, other: &Figure| {
            one.id == other.id && one.query.scope == other.query.scope && one.query.as_of == other.query.as_of
        };
        fresh.retain(|source| !list.iter().any(|known| same(&known.figure, &source.figure)));
        list.extend(fresh);
    }
    Ok(Sources { list, live })
}

/// The newest publication of each figure and scope.
///
/// # Errors
/// When the database does not answer.
pub async fn published(house: &House) -> Result<Vec<Source>, PageError> {
    let page = house.store.publications(PublicationFilter::default(), 0, MOST).await?;
    let mut list: Vec<Source> = Vec::new();
    for one in page.publications {
        let same = |source: &Source| source.figure.id == one.figure && source.figure.query.scope == one.query.scope;
        if list.iter().any(same) {
            continue;
        }
        let since = first_year(house, &one.address).await?;
        let href = paths::publication(&one.address);
        list.push(Source {
            permalink: Some(format!("{}{href}", house.base_url)),
            href,
            since,
            used: Some((one.used.name.clone(), one.issued_on())),
            words: one.face.words,
            figure: Arc::new(one.face.figure),
        });
    }
    Ok(list)
}

/// The years since when publications are, by their addresses. They never change, so what was read once is kept.
#[derive(Debug, Clone, Default)]
pub struct FirstYears(Arc<Mutex<HashMap<String, Option<i32>>>>);

/// How many are kept. A house that publishes more begins anew.
const MOST_KEPT: usize = 5_000;

/// The year of the first admission in a publication, by its file, which tells it to anybody.
async fn first_year(house: &House, address: &str) -> Result<Option<i32>, PageError> {
    if let Some(known) = house.first_years.0.lock().ok().and_then(|kept| kept.get(address).copied()) {
        return Ok(known);
    }
    let file = house.store.publication_file(address).await?;
    let year = file.and_then(|(_, bytes)| first_year_of(&bytes));
    if let Ok(mut kept) = house.first_years.0.lock() {
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(address.to_owned(), year);
    }
    Ok(year)
}

/// The same of a file's bytes. It was verified when it was made; here its rows are only read.
fn first_year_of(bytes: &[u8]) -> Option<i32> {
    let file: serde_json::Value = serde_json::from_slice(bytes).ok()?;
    let rows = file.pointer("/body/outputs/rows_in")?.as_array()?;
    let days = rows.iter().filter_map(|row| row.pointer("/basis/admitted_on")?.as_str());
    days.min()?.get(..4)?.parse().ok()
}

/// Where a figure is published from, with the question it answers.
fn preview(address: &Query, figure: &Figure) -> String {
    let scope = &figure.query.scope;
    let mut address = address.clone();
    if let Some(region) = &scope.region {
        address = address.with("region", &region.0);
    }
    if scope.measure == Measure::Fte {
        address = address.with("measure", "fte");
    }
    paths::with_query(&paths::publish(&figure.id), &address)
}

/// The figures of the house as they are now, as far as the reader may see them: the whole house, and jobs in each region.
async fn as_they_are_now(cx: &Cx) -> Result<Vec<Source>, PageError> {
    let house = cx.house_ledger().await?;
    let question = Question::of(cx, &house);
    if question.require(cx, &house).is_err() {
        return Ok(Vec::new());
    }
    let sight = Sight::of(cx).await?;
    let mut figures: Vec<Arc<Figure>> = cx.house.store.figures(&question.query).await?.to_vec();
    let mut asked: Vec<(FigureId, domain::figures::Query)> = Vec::new();
    for id in figures.iter().filter(|figure| figure.unit == Unit::Jobs).map(|figure| &figure.id) {
        for set in region_sets() {
            asked.push((id.clone(), question.in_region(&set.id)));
        }
        let mut fte = question.query.clone();
        fte.scope.measure = Measure::Fte;
        asked.push((id.clone(), fte));
    }
    for (id, query) in asked {
        figures.extend(cx.house.store.figure(&id, &query).await?);
    }
    let open = figures.into_iter().filter(|figure| figure.value.is_some() && sight.withheld(figure).is_none());
    Ok(open
        .map(|figure| Source {
            href: preview(&question.address, &figure),
            permalink: None,
            since: None,
            used: None,
            words: BTreeMap::new(),
            figure,
        })
        .collect())
}
