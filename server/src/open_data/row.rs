//! One publication as a row: the same in the API, in CSV and in JSON.

use std::collections::BTreeMap;

use app::paths;
use chrono::{DateTime, NaiveDate, Utc};
use domain::figures::{Measure, Scope};
use domain::ledger::Ledger;
use domain::publication::{Face, Words};
use domain::suppress::{FEWEST_TO_QUOTE, too_uncertain};
use domain::words::Locale;
use serde::Serialize;
use store::publications::{Published, Revision};
use utoipa::ToSchema;

use crate::api::figures::{IntervalTold, UnitName};

/// A published figure. It never changes; what the house came to know later is told by its notes.
#[derive(Debug, Serialize, ToSchema)]
pub struct Row {
    /// What stands in its address: ten lower-case letters and digits.
    #[schema(pattern = "^[a-z0-9]{10}$")]
    pub id: String,
    /// Which figure.
    #[schema(example = "survival.exits")]
    pub figure: String,
    /// The definition and its version.
    #[schema(example = "survival.exits@1")]
    pub definition: String,
    /// What its value counts.
    pub unit: UnitName,
    /// What it is used in.
    pub name: String,
    /// Where it stands there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The civil date it is about.
    pub as_of: NaiveDate,
    /// Only facts recorded by then count.
    pub known_at: DateTime<Utc>,
    /// When it was published.
    pub issued_at: DateTime<Utc>,
    /// When the latest note was written to it, or it was published.
    pub updated_at: DateTime<Utc>,
    /// Of what part of the house it is, where it is not of the whole.
    pub scope: ScopeTold,
    /// What it comes to.
    pub result: PublishedResult,
    /// How many startups: in it (`n`), for a share those that count (`x`) and do not (`n-x`), and left out by reason.
    pub counts: Vec<CountTold>,
    /// Title, rule and sentence by language, as they read on the day.
    pub words: BTreeMap<String, WordsTold>,
    /// The digest of the body of its signed file: SHA-256, hexadecimal.
    pub digest: String,
    /// The id of the key that signed it.
    pub key: String,
    /// Notes written to it since, the first one first.
    pub revisions: Vec<RevisionTold>,
    /// Where more of it is.
    pub links: Links,
}

/// Of what part of the house a figure is; what is absent does not narrow it.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct ScopeTold {
    /// Of this programme.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub programme: Option<String>,
    /// Of this cohort.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cohort: Option<String>,
    /// Of this sector.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sector: Option<String>,
    /// In this region set, with its version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Admitted on or after this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Admitted on or before this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// Of what happened on or after this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
    /// Counted in full-time equivalents instead of heads.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub fte: bool,
    /// Working founders counted as jobs.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub founders: bool,
    /// Divided by all who supported a startup.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub fractional: bool,
}

/// What a published figure comes to. A level is `null` where it would tell of few startups.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PublishedResult {
    /// The value.
    #[schema(required = true)]
    pub value: Option<f64>,
    /// The documented floor.
    #[schema(required = true)]
    pub floor: Option<f64>,
    /// The ceiling.
    #[schema(required = true)]
    pub ceiling: Option<f64>,
    /// The sum of the contributions: for a share, so many of the denominator.
    pub numerator: f64,
    /// What a share is of.
    pub denominator: f64,
    /// How many startups are in it.
    #[schema(minimum = 0)]
    pub n: usize,
    /// The interval of a share or a curve.
    #[schema(required = true)]
    pub interval: Option<IntervalTold>,
    /// Whether a share rests on too little to be quoted.
    pub too_uncertain: bool,
}

/// How many startups.
#[derive(Debug, Serialize, ToSchema)]
pub struct CountTold {
    /// Which: `n`, `x`, `n-x`, `open`, or why they are left out.
    pub name: String,
    /// How many; `null` where they are fewer than five, or hidden to protect others.
    #[schema(required = true)]
    pub startups: Option<usize>,
}

/// What a figure says in one language.
#[derive(Debug, Serialize, ToSchema)]
pub struct WordsTold {
    /// The heading.
    pub title: String,
    /// The rule.
    pub rule: String,
    /// The figure as a sentence.
    pub sentence: String,
}

/// A dated public note to a publication.
#[derive(Debug, Serialize, ToSchema)]
pub struct RevisionTold {
    /// The note's id.
    #[schema(format = "uuid")]
    pub id: String,
    /// When it was written.
    pub noted_at: DateTime<Utc>,
    /// The language it is written in.
    pub language: &'static str,
    /// What it says.
    pub note: String,
    /// What the figure would be by what was known then; absent where that would tell of few startups.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub would_be: Option<PublishedResult>,
}

/// Where more of a publication is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Links {
    /// Its page.
    pub page: String,
    /// The signed file: from it alone the digits can be computed again.
    pub file: String,
    /// Its table.
    pub table: String,
}

impl PublishedResult {
    /// Of a face.
    pub fn of(face: &Face) -> Self {
        let figure = &face.figure;
        #[expect(clippy::cast_precision_loss, reason = "ten")]
        let few = figure.unit.is_share() && face.denominator < FEWEST_TO_QUOTE as f64;
        Self {
            value: figure.value,
            floor: figure.floor,
            ceiling: figure.ceiling,
            numerator: figure.numerator,
            denominator: face.denominator,
            n: figure.n,
            interval: figure.interval.map(Into::into),
            too_uncertain: few || too_uncertain(figure).is_some(),
        }
    }
}

impl From<&Words> for WordsTold {
    fn from(words: &Words) -> Self {
        Self { title: words.title.clone(), rule: words.rule.clone(), sentence: words.sentence.clone() }
    }
}

impl From<&Revision> for RevisionTold {
    fn from(revision: &Revision) -> Self {
        Self {
            id: revision.id.to_string(),
            noted_at: revision.noted_at,
            language: revision.locale.tag(),
            note: revision.note.clone(),
            would_be: revision.standing.as_ref().map(|standing| PublishedResult::of(&standing.face)),
        }
    }
}

impl ScopeTold {
    fn of(ledger: &Ledger, scope: &Scope) -> Self {
        let cohort = scope.cohort.and_then(|id| ledger.cohorts.iter().find(|cohort| cohort.id == id));
        Self {
            programme: scope.programme.and_then(|id| ledger.programme(id)).map(|programme| programme.slug.clone()),
            cohort: cohort.map(|cohort| cohort.name.clone()),
            sector: scope.sector.clone(),
            region: scope.region.as_ref().map(|region| region.0.clone()),
            from: scope.admitted_from,
            to: scope.admitted_to,
            since: scope.since,
            fte: scope.measure == Measure::Fte,
            founders: scope.with_founders,
            fractional: scope.fractional,
        }
    }
}

impl Row {
    /// A publication. The ledger is the whole one: it tells what a programme and a cohort are called, and nothing else.
    pub fn of(ledger: &Ledger, base: &str, published: &Published) -> Self {
        let face = &published.face;
        Self {
            id: published.address.clone(),
            figure: published.figure.0.clone(),
            definition: format!("{}@{}", published.figure.0, published.version),
            unit: face.figure.unit.into(),
            name: published.used.name.clone(),
            place: Some(published.used.place.clone()).filter(|place| !place.is_empty()),
            as_of: published.query.as_of,
            known_at: published.query.known_at,
            issued_at: published.issued_at,
            updated_at: published.updated_at(),
            scope: ScopeTold::of(ledger, &published.query.scope),
            result: PublishedResult::of(face),
            counts: face
                .counts
                .iter()
                .map(|count| CountTold { name: count.name.clone(), startups: count.startups })
                .collect(),
            words: face.words.iter().map(|(tag, words)| (tag.clone(), words.into())).collect(),
            digest: published.digest.clone(),
            key: published.key.0.clone(),
            revisions: published.revisions.iter().map(Into::into).collect(),
            links: Links {
                page: format!("{base}{}", paths::publication(&published.address)),
                file: format!("{base}{}", paths::publication_json(&published.address)),
                table: format!("{base}{}", paths::publication_csv(&published.address)),
            },
        }
    }

    /// What it says in a language.
    pub fn words(&self, locale: Locale) -> Option<&WordsTold> {
        self.words.get(locale.tag())
    }

    /// How many startups count in a share, where that may be told.
    pub fn count(&self, name: &str) -> Option<usize> {
        self.counts.iter().find(|count| count.name == name)?.startups
    }
}
