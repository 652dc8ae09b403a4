//! The question a page of figures is asked, read from the address: date, knowledge, scope.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use domain::access::policy::withheld;
use domain::access::sight::sees_all;
use domain::access::{Action, Reason, Resource, Role, Scope as AccessScope};
use domain::figures::{self, Figure, Measure, Scope, Unit};
use domain::format;
use domain::geography::{self, RegionSetId};
use domain::ids::StartupId;
use domain::ledger::Ledger;
use domain::pipeline::Programme;
use domain::time::end_of_oslo_day;
use domain::words::Locale;
use leptos::prelude::*;
use store::StoreError;

use crate::components::{CheckField, DateField, Input, Levels, SelectField, SelectOption, SubmitButton};
use crate::cx::{Cx, allowed};
use crate::frame::PageError;
use crate::paths::{self, Query};
use crate::words as w;

/// The keys a question uses in an address; links between pages of figures carry these and no others.
pub const KEYS: [&str; 12] = [
    "as_of",
    "since",
    "known_at",
    "programme",
    "cohort",
    "sector",
    "region",
    "from",
    "to",
    "measure",
    "founders",
    "fractional",
];

/// The question in the address, with what it leaves open filled in.
#[derive(Debug, Clone)]
pub struct Question {
    /// For the engine.
    pub query: figures::Query,
    /// The day as known on, when the address asks for one.
    pub known_on: Option<NaiveDate>,
    /// The part of the address that says it.
    pub address: Query,
}

impl Question {
    /// Reads the question; what cannot be read (an unknown programme, a date that is none) is as if not asked.
    #[must_use]
    pub fn of(cx: &Cx, ledger: &Ledger) -> Self {
        let address = cx.query.only(&KEYS);
        let known_on = address.date("known_at");
        let programme = address.get("programme").and_then(|slug| {
            ledger.programmes.iter().find(|programme| programme.slug == slug).map(|programme| programme.id)
        });
        let scope = Scope {
            programme,
            cohort: address.get("cohort").and_then(|id| id.parse().ok()),
            sector: address.get("sector").map(str::to_owned),
            region: address
                .get("region")
                .and_then(|id| geography::region_set(&RegionSetId(id.to_owned())))
                .map(|set| set.id.clone()),
            admitted_from: address.date("from"),
            admitted_to: address.date("to"),
            measure: if address.get("measure") == Some("fte") { Measure::Fte } else { Measure::Heads },
            with_founders: address.get("founders") == Some("true"),
            fractional: address.get("fractional") == Some("true"),
            since: address.date("since"),
        };
        let query = figures::Query {
            as_of: address.date("as_of").unwrap_or_else(|| cx.today()),
            known_at: known_on.map_or_else(|| cx.now(), end_of_oslo_day),
            scope,
        };
        Self { query, known_on, address }
    }

    /// The same question about one programme.
    #[must_use]
    pub fn about(mut self, programme: &Programme) -> Self {
        self.query.scope.programme = Some(programme.id);
        self.address = self.address.with("programme", &programme.slug);
        self
    }

    /// Whether it is about a part of a programme or of the house, by which a single startup could be told.
    #[must_use]
    pub const fn is_narrowed(&self) -> bool {
        let scope = &self.query.scope;
        scope.cohort.is_some()
            || scope.sector.is_some()
            || scope.region.is_some()
            || scope.admitted_from.is_some()
            || scope.admitted_to.is_some()
            || scope.since.is_some()
    }

    /// Goes on when the reader may ask this. Whoever may ask it of their own programme only is sent to that.
    ///
    /// # Errors
    /// [`PageError::Denied`], [`PageError::NotFound`] for a programme that is not theirs, [`PageError::Elsewhere`].
    pub fn require(&self, cx: &Cx, house: &Ledger) -> Result<(), PageError> {
        let asked = |programme| Resource::Figures { programme, narrowed: self.is_narrowed() };
        let programme = self.query.scope.programme;
        let decision = cx.decide(Action::SeeFigures, &asked(programme));
        if decision.is_allowed() || programme.is_some() {
            return allowed(decision);
        }
        match cx.actor().scope {
            AccessScope::Programme(own) | AccessScope::Contract(_, own)
                if cx.may(Action::SeeFigures, &asked(Some(own))) =>
            {
                let slug = house.programme(own).map(|own| own.slug.clone()).ok_or(PageError::NotFound)?;
                let address = cx.query.clone().with("programme", slug);
                Err(PageError::Elsewhere(paths::with_query(&cx.path, &address)))
            }
            _ => allowed(decision),
        }
    }

    /// The same question with another region.
    #[must_use]
    pub fn in_region(&self, region: &RegionSetId) -> figures::Query {
        let mut query = self.query.clone();
        query.scope.region = Some(region.clone());
        query
    }

    /// The date line under a figure: `per 31.12.2024, slik vi visste det 15.1.2025`.
    #[must_use]
    pub fn date_line(&self, locale: Locale) -> String {
        let mut line = w::as_at(locale, &format::date(locale, self.query.as_of));
        if let Some(on) = self.known_on {
            line.push_str(", ");
            line.push_str(&w::as_known_on(locale, &format::date(locale, on)));
        }
        line
    }
}

/// What a reader sees of the startups under a figure.
#[derive(Debug, Clone)]
pub struct Sight {
    all: bool,
    seen: Arc<Ledger>,
}

impl Sight {
    /// Of this reader.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn of(cx: &Cx) -> Result<Self, StoreError> {
        Ok(Self { all: sees_all(&cx.actor()), seen: cx.ledger().await? })
    }

    /// The part of the ledger that the reader sees.
    #[must_use]
    pub const fn ledger(&self) -> &Arc<Ledger> {
        &self.seen
    }

    /// Whether the reader sees a startup.
    #[must_use]
    pub fn sees(&self, startup: StartupId) -> bool {
        self.all || self.seen.startup(startup).is_some()
    }

    /// Why a figure is not shown to the reader: it rests on so few startups that they do not see that it would tell of them.
    #[must_use]
    pub fn withheld(&self, figure: &Figure) -> Option<Reason> {
        if self.all {
            return None;
        }
        // Rows and startups are both in the order of their ids, so one walk along both finds who is not seen.
        let mut seen = self.seen.startups.iter().map(|startup| startup.profile.id).peekable();
        let unseen = figure.rows_in.iter().filter(|row| {
            while seen.next_if(|id| *id < row.startup).is_some() {}
            seen.peek() != Some(&row.startup)
        });
        withheld(unseen.count())
    }

    /// Whether the reader sees everything that a question is about: the whole house, or a programme of their own. Only then are charts
    /// shown that rest on more than one figure.
    #[must_use]
    pub fn covers(&self, cx: &Cx, question: &Question) -> bool {
        let actor = cx.actor();
        let own = matches!(actor.scope, AccessScope::Programme(own) if question.query.scope.programme == Some(own));
        self.all || (actor.role != Role::Funder && (own || actor.scope == AccessScope::House))
    }
}

/// The form that asks another question of the same page: a GET, so that the answer has an address. The ledger is what the reader sees.
pub fn question_form(cx: &Cx, ledger: &Ledger, question: &Question) -> impl IntoView + use<> {
    let locale = cx.locale;
    let actor = cx.actor();
    // Whoever may not ask of a part is not offered to.
    let narrows = actor.role != Role::Funder;
    let whole = narrows || actor.scope == AccessScope::House;
    let address = question.address.clone();
    let value = |key: &str| address.get(key).unwrap_or_default().to_owned();
    let all = || SelectOption::new("", w::all(locale));
    let programmes = whole
        .then(all)
        .into_iter()
        .chain(ledger.programmes.iter().map(|programme| SelectOption::new(&programme.slug, &programme.name)))
        .collect::<Vec<_>>();
    let cohorts = std::iter::once(all()).chain(cohort_options(ledger)).collect::<Vec<_>>();
    let sectors = std::iter::once(all())
        .chain(sectors(ledger).into_iter().map(|sector| SelectOption::new(sector.clone(), sector)))
        .collect::<Vec<_>>();
    let regions = std::iter::once(all())
        .chain(geography::region_sets().iter().map(|set| SelectOption::new(set.id.0.clone(), set.name(locale))))
        .collect::<Vec<_>>();
    let measures =
        vec![SelectOption::new("", w::measure_heads(locale)), SelectOption::new("fte", w::measure_fte(locale))];
    let today = cx.today().to_string();
    // The address may name a set without its version; the form knows it by its whole name.
    let region = question.query.scope.region.as_ref().map(|id| id.0.clone()).unwrap_or_default();
    let said = asked_text(locale, ledger, question);
    let clear = if whole { Query::default() } else { address.only(&["programme"]) };
    let clear = paths::with_query(&cx.path, &clear);
    let narrowed = address.0.keys().any(|key| !matches!(key.as_str(), "as_of"));
    view! {
        <details class="filter" open=narrowed>
            <summary>
                {w::ask_otherwise(locale)}
                {(!said.is_empty()).then(|| view! { <span class="filter__asked">{said}</span> })}
            </summary>
            <form class="filter__form" method="get" action=cx.path.clone()>
                <DateField input=Input::new("as_of", w::as_of(locale)).value(question.query.as_of.to_string()) max=Some("2100-12-31".to_owned())/>
                <DateField input=Input::new("known_at", w::known_at(locale)).value(value("known_at")).hint(w::known_at_hint(locale)) max=Some(today)/>
                <SelectField input=Input::new("programme", w::programme(locale)).value(value("programme")) options=programmes/>
                {narrows.then(|| view! {
                    <SelectField input=Input::new("cohort", w::cohort(locale)).value(value("cohort")) options=cohorts/>
                    <SelectField input=Input::new("sector", w::sector(locale)).value(value("sector")) options=sectors/>
                    <SelectField input=Input::new("region", w::region(locale)).value(region) options=regions/>
                    <DateField input=Input::new("from", w::admitted_from(locale)).value(value("from"))/>
                    <DateField input=Input::new("to", w::admitted_to(locale)).value(value("to"))/>
                    <DateField input=Input::new("since", w::since(locale)).value(value("since")).hint(w::since_hint(locale))/>
                })}
                <SelectField input=Input::new("measure", w::measure(locale)).value(value("measure")) options=measures/>
                <CheckField name="founders" label=w::with_founders(locale) checked={value("founders") == "true"}/>
                <CheckField name="fractional" label=w::fractional(locale) checked={value("fractional") == "true"}/>
                <div class="actions">
                    <SubmitButton label=w::show(locale)/>
                    <a class="ds-link" href=clear>{w::clear(locale)}</a>
                </div>
            </form>
        </details>
    }
}

/// How the question differs from "all, today, in heads", in a few words: what every figure of the page is about.
fn asked_text(locale: Locale, ledger: &Ledger, question: &Question) -> String {
    let date = |on| format::date(locale, on);
    let scope = Some(scope_text(locale, ledger, &question.query.scope)).filter(|text| !text.is_empty());
    let as_of = question.address.date("as_of").map(|on| w::as_at(locale, &date(on)));
    let known_on = question.known_on.map(|on| w::as_known_on(locale, &date(on)));
    [scope, as_of, known_on].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// How a scope differs from the whole house in heads, in a few words; empty when it does not.
#[must_use]
pub fn scope_text(locale: Locale, ledger: &Ledger, scope: &Scope) -> String {
    let date = |on| format::date(locale, on);
    let parts = [
        scope.region.as_ref().and_then(geography::region_set).map(|set| set.name(locale).to_owned()),
        scope.programme.and_then(|id| ledger.programme(id)).map(|programme| programme.name.clone()),
        scope
            .cohort
            .and_then(|id| ledger.cohorts.iter().find(|cohort| cohort.id == id))
            .map(|cohort| cohort.name.clone()),
        scope.sector.clone(),
        scope.admitted_from.map(|on| format!("{} {}", w::admitted_from(locale).to_lowercase(), date(on))),
        scope.admitted_to.map(|on| format!("{} {}", w::admitted_to(locale).to_lowercase(), date(on))),
        scope.since.map(|on| format!("{} {}", w::since(locale).to_lowercase(), date(on))),
        (scope.measure == Measure::Fte).then(|| w::measure_fte(locale).to_owned()),
        scope.with_founders.then(|| w::with_founders(locale).to_lowercase()),
        scope.fractional.then(|| w::fractional(locale).to_lowercase()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The cohorts as answers of a select, newest first, under their programmes.
#[must_use]
pub fn cohort_options(ledger: &Ledger) -> Vec<SelectOption> {
    let mut options = Vec::with_capacity(ledger.cohorts.len());
    for programme in &ledger.programmes {
        let mut cohorts: Vec<_> = ledger.cohorts.iter().filter(|cohort| cohort.programme == programme.id).collect();
        cohorts.sort_by(|a, b| b.starts_on.cmp(&a.starts_on).then_with(|| a.name.cmp(&b.name)));
        options.extend(cohorts.into_iter().map(|cohort| SelectOption {
            value: cohort.id.to_string(),
            label: cohort.name.clone(),
            group: Some(programme.name.clone()),
        }));
    }
    options
}

/// The sectors in use, in the order of their folded names.
#[must_use]
pub fn sectors(ledger: &Ledger) -> Vec<String> {
    // Distinct first: folding the sector of every startup was most of the time of the pipeline's table.
    let distinct: BTreeSet<&str> =
        ledger.startups.iter().filter_map(|startup| startup.profile.sector.as_deref()).collect();
    let mut sectors: Vec<(String, &str)> =
        distinct.into_iter().map(|sector| (domain::words::fold(sector), sector)).collect();
    sectors.sort_unstable();
    sectors.dedup_by(|a, b| a.0 == b.0);
    sectors.into_iter().map(|(_, sector)| sector.to_owned()).collect()
}

/// A figure's value as a reader sees it: `512`, `73 %`; a dash when there is none.
#[must_use]
pub fn value_text(locale: Locale, figure: &Figure) -> String {
    level_text(locale, figure.unit, figure.value)
}

/// One level of a figure as a reader sees it.
#[must_use]
pub fn level_text(locale: Locale, unit: Unit, value: Option<f64>) -> String {
    match (unit, value) {
        (_, None) => "–".to_owned(),
        (Unit::Jobs | Unit::Meetings | Unit::Hours | Unit::Startups | Unit::Days, Some(value)) => {
            format::number(locale, value, 1)
        }
        (Unit::Kroner, Some(value)) => format::kroner(locale, value),
        (Unit::Ratio, Some(value)) => format::number(locale, value, 2),
        (Unit::Share | Unit::PeopleShare | Unit::Curve, Some(value)) => format::percent(locale, value, 0),
    }
}

/// `46 av 63`, for shares; for jobs the number of startups; for curves deaths of startups.
#[must_use]
pub fn basis_text(locale: Locale, figure: &Figure) -> String {
    let n = format::count(locale, figure.n);
    match figure.unit {
        Unit::Jobs | Unit::Meetings | Unit::Hours | Unit::Startups | Unit::Days | Unit::Kroner | Unit::Ratio => {
            w::in_startups(locale, &w::startups(locale, &n))
        }
        // Saying it is voluntary: how many did is always told.
        Unit::PeopleShare => {
            let number = |value| format::number(locale, value, 0);
            let share = w::x_of_n(locale, &number(figure.numerator), &number(figure.denominator()));
            let unsaid = figure.rows_out.iter().filter(|row| row.reason.is_missing()).count();
            format!("{share} · {}", w::said_by(locale, &n, &format::count(locale, figure.n + unsaid)))
        }
        Unit::Share => w::x_of_n(locale, &format::number(locale, figure.numerator, 0), &n),
        Unit::Curve => w::deaths_of(locale, &format::number(locale, figure.numerator, 0), &n),
    }
}

/// What a value is in, where the number alone does not say: `arbeidsplasser`, `timer`.
#[must_use]
pub fn unit_text(locale: Locale, unit: Unit) -> Option<&'static str> {
    match unit {
        Unit::Jobs => Some(w::jobs(locale)),
        Unit::Meetings => Some(w::meetings(locale)),
        Unit::Hours => Some(w::hours(locale)),
        Unit::Startups => Some(w::startups_unit(locale)),
        Unit::Days => Some(w::days_unit(locale)),
        Unit::Ratio => Some(w::per_krone(locale)),
        // An amount says that it is in kroner.
        Unit::Share | Unit::PeopleShare | Unit::Curve | Unit::Kroner => None,
    }
}

/// `95 % intervall: 60–83 %`, when the figure has one.
#[must_use]
pub fn interval_text(locale: Locale, figure: &Figure) -> Option<String> {
    figure.interval.map(|interval| {
        w::interval(
            locale,
            &format::number(locale, interval.low * 100.0, 0),
            &format::percent(locale, interval.high, 0),
        )
    })
}

/// Whether a share rests on too little to be quoted: fewer than 10 startups (or people), or an interval wider than 0.30.
#[must_use]
pub fn too_uncertain(figure: &Figure) -> bool {
    figure.unit.is_share()
        && figure.value.is_some()
        && (figure.n < 10
            || figure.denominator() < 10.0
            || figure.interval.is_none_or(|interval| interval.high - interval.low > 0.30))
}

/// The three levels for a card's bar.
#[must_use]
pub fn levels(locale: Locale, figure: &Figure, scale: Option<f64>) -> Option<Levels> {
    // Startups are counted and days measured: their levels are one.
    if matches!(figure.unit, Unit::Startups | Unit::Days) {
        return None;
    }
    let (floor, point, ceiling) = (figure.floor?, figure.value?, figure.ceiling?);
    let text = |value: f64| level_text(locale, figure.unit, Some(value));
    Some(Levels {
        floor,
        point,
        ceiling,
        scale,
        floor_text: (w::floor(locale).to_owned(), text(floor)),
        point_text: (w::point(locale).to_owned(), text(point)),
        ceiling_text: (w::ceiling(locale).to_owned(), text(ceiling)),
    })
}

/// The address of a figure's page with the same question.
#[must_use]
pub fn figure_href(question: &Question, figure: &figures::FigureId) -> String {
    paths::with_query(&paths::figure(figure), &question.address)
}
