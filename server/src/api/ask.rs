//! The question in an address. Nothing in it is passed over: a name that is mistyped would otherwise give another number than was meant.

use app::cx::Cx;
use app::question::Question;
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::Uri;
use axum::http::request::Parts;
use chrono::NaiveDate;
use domain::access::{Action, Resource};
use domain::figures::{self, Measure, Scope};
use domain::geography::{self, RegionSetId};
use domain::ids::ProgrammeId;
use domain::ledger::Ledger;
use domain::pipeline::Cohort;
use domain::time::{Instant, end_of_oslo_day};
use domain::words::fold;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use utoipa::openapi::schema::{AnyOfBuilder, KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{IntoParams, ToSchema};

use super::page::Part;
use super::problem::Refused;

/// Reads the question of an address.
///
/// # Errors
/// [`Refused::Question`] for a name that is not known or stands twice, and for a value that is not what its name asks for.
pub fn read<T: DeserializeOwned>(uri: &Uri) -> Result<T, Refused> {
    match Query::<T>::try_from_uri(uri) {
        Ok(Query(asked)) => Ok(asked),
        Err(rejection) => Err(Refused::Question(rejection.body_text())),
    }
}

/// Which part of a list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListAsk {
    /// How many at most.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u16>,
    /// Where the page before it ended: its `next`.
    #[param(min_length = 1)]
    cursor: Option<String>,
}

impl ListAsk {
    /// The part of the list.
    pub fn part(&self) -> Part<'_> {
        Part { limit: self.limit, cursor: self.cursor.as_deref() }
    }
}

/// No question at all.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoAsk {}

/// In what jobs are counted.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MeasureName {
    /// Employees, each one.
    Heads,
    /// Full-time equivalents.
    Fte,
}

/// The questions to figures: of one, and of a list of them. Two types, because each refuses what it does not know.
macro_rules! figure_asks {
    ($($(#[$doc:meta])* $name:ident { $($(#[$more:meta])* $field:ident: $type:ty,)* })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Default, Deserialize, IntoParams)]
        #[into_params(parameter_in = Query)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// The civil date the figure is about. Default: today in Oslo.
            as_of: Option<NaiveDate>,
            /// Only facts recorded by then: a date (its end in Oslo) or an instant (RFC 3339). Default: now.
            #[param(schema_with = date_or_instant)]
            #[serde(default, deserialize_with = "known_at")]
            known_at: Option<Instant>,
            /// Only stays in this programme, by its slug.
            #[param(min_length = 1)]
            programme: Option<String>,
            /// Only startups of this cohort, by its id.
            cohort: Option<uuid::Uuid>,
            /// Only startups of this sector.
            #[param(min_length = 1)]
            sector: Option<String>,
            /// Only jobs, or startups, in this region set, by its id.
            #[param(min_length = 1)]
            region: Option<String>,
            /// Only startups admitted on or after this day.
            from: Option<NaiveDate>,
            /// Only startups admitted on or before this day.
            to: Option<NaiveDate>,
            /// Only what happened on or after this day: meetings, answers, decisions.
            since: Option<NaiveDate>,
            /// In what jobs are counted. Default: heads.
            #[param(inline)]
            measure: Option<MeasureName>,
            /// Whether working founders are counted as jobs. Default: no.
            founders: Option<bool>,
            /// Whether the jobs of a startup are divided by all who supported it. Default: no.
            fractional: Option<bool>,
            $($(#[$more])* $field: $type,)*
        }

        impl $name {
            /// What is asked for, as the address says it.
            fn asked(&self) -> Asked<'_> {
                Asked {
                    as_of: self.as_of,
                    known_at: self.known_at,
                    programme: self.programme.as_deref(),
                    cohort: self.cohort,
                    sector: self.sector.as_deref(),
                    region: self.region.as_deref(),
                    admitted: [self.from, self.to],
                    since: self.since,
                    measure: self.measure,
                    founders: self.founders.unwrap_or_default(),
                    fractional: self.fractional.unwrap_or_default(),
                }
            }

            /// The question to the engine, when the reader may ask it. `house` is the whole ledger, `seen` the reader's part.
            ///
            /// # Errors
            /// [`Refused::NotFound`] for a programme, cohort, sector or region that is not there or not theirs to know of,
            /// [`Refused::Denied`] for what is not theirs to ask.
            pub fn question(&self, cx: &Cx, house: &Ledger, seen: &Ledger) -> Result<figures::Query, Refused> {
                self.asked().question(cx, house, seen)
            }
        }
    )+};
}

figure_asks! {
    /// What is asked of a figure; what is absent is as in the whole house, today, in heads.
    FigureAsk {}

    /// The same of a list.
    FigureListAsk {
        /// How many at most.
        #[param(minimum = 1, maximum = 200, default = 50)]
        limit: Option<u16>,
        /// Where the page before it ended: its `next`.
        #[param(min_length = 1)]
        cursor: Option<String>,
    }
}

impl FigureListAsk {
    /// The part of the list.
    pub fn part(&self) -> Part<'_> {
        Part { limit: self.limit, cursor: self.cursor.as_deref() }
    }
}

/// What either of them asks.
struct Asked<'a> {
    as_of: Option<NaiveDate>,
    known_at: Option<Instant>,
    programme: Option<&'a str>,
    cohort: Option<uuid::Uuid>,
    sector: Option<&'a str>,
    region: Option<&'a str>,
    admitted: [Option<NaiveDate>; 2],
    since: Option<NaiveDate>,
    measure: Option<MeasureName>,
    founders: bool,
    fractional: bool,
}

/// What is asked of where startups stand.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct StandingAsk {
    /// The civil date. Default: today in Oslo.
    pub as_of: Option<NaiveDate>,
    /// Only facts recorded by then: a date (its end in Oslo) or an instant (RFC 3339). Default: now.
    #[param(schema_with = date_or_instant)]
    #[serde(default, deserialize_with = "known_at")]
    pub known_at: Option<Instant>,
    /// Only stays in this programme, by its slug.
    #[param(min_length = 1)]
    pub programme: Option<String>,
    /// How many at most.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u16>,
    /// Where the page before it ended: its `next`.
    #[param(min_length = 1)]
    cursor: Option<String>,
}

impl StandingAsk {
    /// The part of the list.
    pub fn part(&self) -> Part<'_> {
        Part { limit: self.limit, cursor: self.cursor.as_deref() }
    }
}

/// What is asked of startups.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct StartupsAsk {
    /// Only startups with a stay in this programme, by its slug.
    #[param(min_length = 1)]
    pub programme: Option<String>,
    /// Only the startup with this id at its source.
    #[param(min_length = 1)]
    pub external_id: Option<String>,
    /// How many at most.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u16>,
    /// Where the page before it ended: its `next`.
    #[param(min_length = 1)]
    cursor: Option<String>,
}

impl StartupsAsk {
    /// The part of the list.
    pub fn part(&self) -> Part<'_> {
        Part { limit: self.limit, cursor: self.cursor.as_deref() }
    }
}

fn date_or_instant() -> Schema {
    let one = |format| ObjectBuilder::new().schema_type(Type::String).format(Some(SchemaFormat::KnownFormat(format)));
    AnyOfBuilder::new().item(one(KnownFormat::Date)).item(one(KnownFormat::DateTime)).build().into()
}

fn known_at<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Instant>, D::Error> {
    let text = String::deserialize(deserializer)?;
    if let Ok(on) = text.parse::<NaiveDate>() {
        return Ok(Some(end_of_oslo_day(on)));
    }
    let at = chrono::DateTime::parse_from_rfc3339(&text);
    at.map(|at| Some(at.to_utc())).map_err(|_| serde::de::Error::custom("neither a date nor an instant (RFC 3339)"))
}

/// The programme of this slug that the house has.
///
/// # Errors
/// [`Refused::NotFound`] when there is none.
pub fn programme(house: &Ledger, slug: Option<&str>) -> Result<Option<ProgrammeId>, Refused> {
    let Some(slug) = slug else { return Ok(None) };
    let found = house.programmes.iter().find(|programme| programme.slug == slug);
    found.map(|programme| Some(programme.id)).ok_or(Refused::NotFound)
}

impl Asked<'_> {
    fn question(&self, cx: &Cx, house: &Ledger, seen: &Ledger) -> Result<figures::Query, Refused> {
        let programme = programme(house, self.programme)?;
        let cohort = match self.cohort {
            None => None,
            Some(id) => {
                let of_it = |cohort: &&Cohort| programme.is_none_or(|of| of == cohort.programme);
                let found = seen.cohorts.iter().filter(of_it).find(|cohort| cohort.id.0 == id);
                Some(found.map(|cohort| cohort.id).ok_or(Refused::NotFound)?)
            }
        };
        let sector = match self.sector {
            None => None,
            Some(sector) => {
                let asked = fold(sector);
                let mut known = seen.startups.iter().filter_map(|startup| startup.profile.sector.as_deref());
                Some(known.find(|known| fold(known) == asked).ok_or(Refused::NotFound)?.to_owned())
            }
        };
        let region = match self.region {
            None => None,
            Some(id) => {
                let set = geography::region_set(&RegionSetId(id.to_owned())).ok_or(Refused::NotFound)?;
                Some(set.id.clone())
            }
        };
        let [admitted_from, admitted_to] = self.admitted;
        let query = figures::Query {
            as_of: self.as_of.unwrap_or_else(|| cx.today()),
            known_at: self.known_at.unwrap_or_else(|| cx.now()),
            scope: Scope {
                programme,
                cohort,
                sector,
                region,
                admitted_from,
                admitted_to,
                measure: match self.measure {
                    Some(MeasureName::Fte) => Measure::Fte,
                    Some(MeasureName::Heads) | None => Measure::Heads,
                },
                with_founders: self.founders,
                fractional: self.fractional,
                since: self.since,
            },
        };
        let question = Question { query, known_on: None, address: app::paths::Query::default() };
        let asked = Resource::Figures { programme, narrowed: question.is_narrowed() };
        Refused::unless(cx.decide(Action::SeeFigures, &asked))?;
        Ok(question.query)
    }
}

/// The name that an address ends in; one that is no text names nothing.
pub struct Name(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Name {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let named = Path::<String>::from_request_parts(parts, state).await;
        named.map(|Path(name)| Self(name)).map_err(|_| Refused::NotFound)
    }
}
