//! The kinds of fact as rows: which columns a body has, how it is written and how it is read back.
//!
//! A new kind of fact is one `impl FactRow` here, a name in [`each_kind!`], a field of [`crate::bulk::Batch`], a table in
//! `migrations` and a type in `domain`.

use std::borrow::Cow;
use std::fmt::Debug;

use chrono::NaiveDate;
use domain::facts::{
    AidBasis, AwardStatus, CapitalRaised, Currency, Fact, FactKind, FundingAward, Headcount, Instrument, LifeEvent,
    LifeEventKind, Meeting, MeetingKind, MentorAssignment, Money, OtherSupport, Outcome, Rate, Revenue, Span,
    StageChange, Team, Terms, UpdateEvent, UpdateStep, Verification, Workplace,
};
use domain::geography::Municipality;
use domain::ids::{AwardId, EnrolmentId, PersonId, ProgrammeId, StageId, UpdateRoundId};
use domain::ledger::StartupLedger;
use sea_orm::Value;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::wire::{Flag, Id};

/// Runs a macro with every kind: `name: Body` pairs, where `name` is both the field of `StartupLedger` and of `Batch`.
macro_rules! each_kind {
    ($run:ident) => {
        $run! {
            stage_changes: domain::facts::StageChange,
            headcounts: domain::facts::Headcount,
            life_events: domain::facts::LifeEvent,
            verifications: domain::facts::Verification,
            workplaces: domain::facts::Workplace,
            revenues: domain::facts::Revenue,
            capital: domain::facts::CapitalRaised,
            awards: domain::facts::FundingAward,
            mentors: domain::facts::MentorAssignment,
            other_support: domain::facts::OtherSupport,
            meetings: domain::facts::Meeting,
            teams: domain::facts::Team,
            updates: domain::facts::UpdateStep,
        }
    };
}
pub(crate) use each_kind;

/// How a column is fetched as JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cell {
    /// As the database writes it.
    Plain,
    /// A UUID: SQLite keeps it as bytes and JSON has none.
    Id,
}

/// The body of a fact as columns of its table.
pub(crate) trait FactRow: Clone + PartialEq + Debug + Serialize + Send + Sync + 'static {
    /// Which kind; its code is the table's name.
    const KIND: FactKind;
    /// The columns after the header.
    const COLUMNS: &'static [(&'static str, Cell)];
    /// The columns as JSON hands them over, in the order of [`Self::COLUMNS`].
    type Wire<'a>: Deserialize<'a>;

    /// The values to write, in the order of [`Self::COLUMNS`]; all null for a withdrawal.
    fn values(body: Option<&Self>) -> Vec<Value>;
    /// Reads the columns of a row that does not withdraw.
    fn read(wire: Self::Wire<'_>) -> Result<Self, String>;
    /// This kind's facts of a startup.
    fn facts(startup: &StartupLedger) -> &Vec<Fact<Self>>;
    /// This kind's facts of a startup, to add to.
    fn facts_mut(startup: &mut StartupLedger) -> &mut Vec<Fact<Self>>;
}

/// The two accessors of a kind's facts in a startup's ledger.
macro_rules! kept_in {
    ($field:ident) => {
        fn facts(startup: &StartupLedger) -> &Vec<Fact<Self>> {
            &startup.$field
        }
        fn facts_mut(startup: &mut StartupLedger) -> &mut Vec<Fact<Self>> {
            &mut startup.$field
        }
    };
}

fn need<T>(value: Option<T>, column: &str) -> Result<T, String> {
    value.ok_or_else(|| format!("{column} is empty"))
}

fn code<T>(value: Option<&str>, column: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, String> {
    let code = need(value, column)?;
    read(code).ok_or_else(|| format!("{column} {code:?} is unknown"))
}

impl FactRow for StageChange {
    const KIND: FactKind = FactKind::StageChange;
    const COLUMNS: &'static [(&'static str, Cell)] =
        &[("enrolment_id", Cell::Id), ("from_stage", Cell::Id), ("to_stage", Cell::Id), ("outcome", Cell::Plain)];
    type Wire<'a> = (Id, Id, Id, Option<&'a str>);

    fn values(body: Option<&Self>) -> Vec<Value> {
        vec![
            body.map(|body| body.enrolment.0).into(),
            body.and_then(|body| body.from).map(|stage| stage.0).into(),
            body.map(|body| body.to.0).into(),
            body.and_then(|body| body.outcome).map(Outcome::code).into(),
        ]
    }

    fn read((enrolment, from, to, outcome): Self::Wire<'_>) -> Result<Self, String> {
        Ok(Self {
            enrolment: EnrolmentId(need(enrolment.0, "enrolment_id")?),
            from: from.0.map(StageId),
            to: StageId(need(to.0, "to_stage")?),
            outcome: outcome.map(|text| code(Some(text), "outcome", Outcome::from_code)).transpose()?,
        })
    }

    kept_in!(stage_changes);
}

impl FactRow for Headcount {
    const KIND: FactKind = FactKind::Headcount;
    const COLUMNS: &'static [(&'static str, Cell)] = &[
        ("employees_low", Cell::Plain),
        ("employees_high", Cell::Plain),
        ("fte_hundredths", Cell::Plain),
        ("working_founders", Cell::Plain),
        ("split", Cell::Plain),
    ];
    type Wire<'a> = (Option<u32>, Option<u32>, Option<u32>, Option<u32>, Option<Cow<'a, str>>);

    fn values(body: Option<&Self>) -> Vec<Value> {
        // Counts are checked against Headcount::MOST before they come here, and the column holds twice a billion.
        let number = |value: Option<u32>| value.map(|value| i32::try_from(value).unwrap_or(i32::MAX)).into();
        vec![
            number(body.map(|body| body.employees.low)),
            number(body.map(|body| body.employees.high)),
            number(body.and_then(|body| body.fte_hundredths)),
            number(body.and_then(|body| body.working_founders)),
            body.and_then(|body| body.split.as_ref()).map(|split| split_text(split)).into(),
        ]
    }

    fn read((low, high, fte_hundredths, working_founders, split): Self::Wire<'_>) -> Result<Self, String> {
        let split = split
            .map(|text| {
                serde_json::from_str::<Box<[(Municipality, u32)]>>(&text).map_err(|error| format!("split: {error}"))
            })
            .transpose()?;
        Ok(Self {
            employees: Span { low: need(low, "employees_low")?, high: need(high, "employees_high")? },
            fte_hundredths,
            working_founders,
            split,
        })
    }

    kept_in!(headcounts);
}

/// A split as JSON: `[["3205",4],["0301",1]]`. Written by hand because a list of texts and numbers cannot fail to serialise.
fn split_text(split: &[(Municipality, u32)]) -> String {
    let parts: Vec<String> = split.iter().map(|(place, heads)| format!("[\"{place}\",{heads}]")).collect();
    format!("[{}]", parts.join(","))
}

impl FactRow for LifeEvent {
    const KIND: FactKind = FactKind::LifeEvent;
    const COLUMNS: &'static [(&'static str, Cell)] = &[("kind", Cell::Plain), ("date_known", Cell::Plain)];
    type Wire<'a> = (Option<&'a str>, Option<Flag>);

    fn values(body: Option<&Self>) -> Vec<Value> {
        vec![body.map(|body| body.kind.code()).into(), body.map(|body| body.date_known).into()]
    }

    fn read((kind, date_known): Self::Wire<'_>) -> Result<Self, String> {
        Ok(Self { kind: code(kind, "kind", LifeEventKind::from_code)?, date_known: need(date_known, "date_known")?.0 })
    }

    kept_in!(life_events);
}

impl FactRow for Verification {
    const KIND: FactKind = FactKind::Verification;
    const COLUMNS: &'static [(&'static str, Cell)] = &[];
    type Wire<'a> = [u8; 0];

    fn values(_: Option<&Self>) -> Vec<Value> {
        Vec::new()
    }

    fn read(_: Self::Wire<'_>) -> Result<Self, String> {
        Ok(Self)
    }

    kept_in!(verifications);
}

impl FactRow for Workplace {
    const KIND: FactKind = FactKind::Workplace;
    const COLUMNS: &'static [(&'static str, Cell)] = &[("municipality", Cell::Plain)];
    type Wire<'a> = (Option<&'a str>,);

    fn values(body: Option<&Self>) -> Vec<Value> {
        vec![body.and_then(|body| body.municipality).map(|place| place.to_string()).into()]
    }

    fn read((municipality,): Self::Wire<'_>) -> Result<Self, String> {
        let municipality = municipality
            .map(|text| code(Some(text), "municipality", |text| Municipality::parse(text).ok()))
            .transpose()?;
        Ok(Self { municipality })
    }

    kept_in!(workplaces);
}

type MoneyWire<'a> = (Option<i64>, Option<&'a str>);

fn money_values(money: Option<Money>) -> Vec<Value> {
    vec![money.map(|money| money.minor).into(), money.map(|money| money.currency.code()).into()]
}

fn read_money((minor, currency): MoneyWire<'_>) -> Result<Money, String> {
    Ok(Money { minor: need(minor, "minor")?, currency: code(currency, "currency", Currency::from_code)? })
}

impl FactRow for Revenue {
    const KIND: FactKind = FactKind::Revenue;
    const COLUMNS: &'static [(&'static str, Cell)] = &[("minor", Cell::Plain), ("currency", Cell::Plain)];
    type Wire<'a> = MoneyWire<'a>;

    fn values(body: Option<&Self>) -> Vec<Value> {
        money_values(body.map(|body| body.amount))
    }

    fn read(wire: Self::Wire<'_>) -> Result<Self, String> {
        Ok(Self { amount: read_money(wire)? })
    }

    kept_in!(revenues);
}

impl FactRow for CapitalRaised {
    const KIND: FactKind = FactKind::Capital;
    const COLUMNS: &'static [(&'static str, Cell)] = &[("minor", Cell::Plain), ("currency", Cell::Plain)];
    type Wire<'a> = MoneyWire<'a>;

    fn values(body: Option<&Self>) -> Vec<Value> {
        money_values(body.map(|body| body.amount))
    }

    fn read(wire: Self::Wire<'_>) -> Result<Self, String> {
        Ok(Self { amount: read_money(wire)? })
    }

    kept_in!(capital);
}

impl FactRow for FundingAward {
    const KIND: FactKind = FactKind::Award;
    const COLUMNS: &'static [(&'static str, Cell)] = &[
        ("scheme", Cell::Plain),
        ("status", Cell::Plain),
        ("minor", Cell::Plain),
        ("currency", Cell::Plain),
        ("award_id", Cell::Id),
        ("giver", Cell::Plain),
        ("private", Cell::Plain),
        ("instrument", Cell::Plain),
        ("basis", Cell::Plain),
        ("gross_minor", Cell::Plain),
        ("rate_e4", Cell::Plain),
        ("rate_on", Cell::Plain),
        ("rate_source", Cell::Plain),
    ];
    type Wire<'a> = (
        Option<Cow<'a, str>>,
        Option<&'a str>,
        Option<i64>,
        Option<&'a str>,
        Id,
        Option<Cow<'a, str>>,
        Option<Flag>,
        Option<&'a str>,
        Option<&'a str>,
        Option<i64>,
        Option<u32>,
        Option<NaiveDate>,
        Option<Cow<'a, str>>,
    );

    fn values(body: Option<&Self>) -> Vec<Value> {
        let terms = body.map(|body| &body.terms);
        let rate = terms.and_then(|terms| terms.rate.as_ref());
        let mut values =
            vec![body.map(|body| body.scheme.to_string()).into(), body.map(|body| body.status.code()).into()];
        values.extend(money_values(body.map(|body| body.amount)));
        values.extend([
            body.and_then(|body| body.award).map(|award| award.0).into(),
            terms.and_then(|terms| terms.giver.as_deref()).map(str::to_owned).into(),
            // A row from before there were terms has none of these, and neither has one that states nothing.
            terms.map(|terms| terms.private).filter(|private| *private).into(),
            terms
                .map(|terms| terms.instrument)
                .filter(|one| *one != Instrument::default())
                .map(Instrument::code)
                .into(),
            terms.map(|terms| terms.basis).filter(|one| *one != AidBasis::default()).map(AidBasis::code).into(),
            terms.and_then(|terms| terms.gross_minor).into(),
            count(rate.map(|rate| rate.e4)),
            rate.map(|rate| rate.on).into(),
            rate.map(|rate| rate.source.to_string()).into(),
        ]);
        values
    }

    fn read(wire: Self::Wire<'_>) -> Result<Self, String> {
        let (scheme, status, minor, currency, award, giver, private, instrument, basis, gross_minor, e4, on, source) =
            wire;
        let instrument = instrument.map(|text| code(Some(text), "instrument", Instrument::from_code)).transpose()?;
        let basis = basis.map(|text| code(Some(text), "basis", AidBasis::from_code)).transpose()?;
        let rate = match e4 {
            Some(e4) => Some(Rate {
                e4,
                on: need(on, "rate_on")?,
                source: source.map(Cow::into_owned).unwrap_or_default().into(),
            }),
            None => None,
        };
        Ok(Self {
            scheme: need(scheme, "scheme")?.into(),
            status: code(status, "status", AwardStatus::from_code)?,
            amount: read_money((minor, currency))?,
            award: award.0.map(AwardId),
            terms: Terms {
                giver: giver.map(Into::into),
                private: private.is_some_and(|flag| flag.0),
                instrument: instrument.unwrap_or_default(),
                basis: basis.unwrap_or_default(),
                gross_minor,
                rate,
            },
        })
    }

    kept_in!(awards);
}

impl FactRow for MentorAssignment {
    const KIND: FactKind = FactKind::Mentor;
    const COLUMNS: &'static [(&'static str, Cell)] = &[("mentor_id", Cell::Id)];
    type Wire<'a> = (Id,);

    fn values(body: Option<&Self>) -> Vec<Value> {
        vec![body.and_then(|body| body.mentor).map(|person| person.0).into()]
    }

    fn read((mentor,): Self::Wire<'_>) -> Result<Self, String> {
        Ok(Self { mentor: mentor.0.map(PersonId) })
    }

    kept_in!(mentors);
}

impl FactRow for OtherSupport {
    const KIND: FactKind = FactKind::OtherSupport;
    const COLUMNS: &'static [(&'static str, Cell)] = &[("supporter", Cell::Plain)];
    type Wire<'a> = (Option<Cow<'a, str>>,);

    fn values(body: Option<&Self>) -> Vec<Value> {
        vec![body.map(|body| body.supporter.to_string()).into()]
    }

    fn read((supporter,): Self::Wire<'_>) -> Result<Self, String> {
        Ok(Self { supporter: need(supporter, "supporter")?.into() })
    }

    kept_in!(other_support);
}

/// A count as a column holds it. Counts are checked before they come here, and the column holds twice a billion.
fn count(value: Option<u32>) -> Value {
    value.map(|value| i32::try_from(value).unwrap_or(i32::MAX)).into()
}

impl FactRow for Meeting {
    const KIND: FactKind = FactKind::Meeting;
    const COLUMNS: &'static [(&'static str, Cell)] =
        &[("programme_id", Cell::Id), ("mentor_id", Cell::Id), ("minutes", Cell::Plain), ("kind", Cell::Plain)];
    type Wire<'a> = (Id, Id, Option<u32>, Option<&'a str>);

    fn values(body: Option<&Self>) -> Vec<Value> {
        vec![
            body.map(|body| body.programme.0).into(),
            body.and_then(|body| body.mentor).map(|person| person.0).into(),
            count(body.map(|body| body.minutes)),
            body.map(|body| body.kind.code()).into(),
        ]
    }

    fn read((programme, mentor, minutes, kind): Self::Wire<'_>) -> Result<Self, String> {
        Ok(Self {
            programme: ProgrammeId(need(programme.0, "programme_id")?),
            mentor: mentor.0.map(PersonId),
            minutes: need(minutes, "minutes")?,
            kind: code(kind, "kind", MeetingKind::from_code)?,
        })
    }

    kept_in!(meetings);
}

impl FactRow for Team {
    const KIND: FactKind = FactKind::Team;
    const COLUMNS: &'static [(&'static str, Cell)] = &[
        ("founders", Cell::Plain),
        ("women_founders", Cell::Plain),
        ("leaders", Cell::Plain),
        ("women_leaders", Cell::Plain),
    ];
    type Wire<'a> = (Option<u32>, Option<u32>, Option<u32>, Option<u32>);

    fn values(body: Option<&Self>) -> Vec<Value> {
        vec![
            count(body.map(|body| body.founders)),
            count(body.and_then(|body| body.women_founders)),
            count(body.and_then(|body| body.leaders)),
            count(body.and_then(|body| body.women_leaders)),
        ]
    }

    fn read((founders, women_founders, leaders, women_leaders): Self::Wire<'_>) -> Result<Self, String> {
        Ok(Self { founders: need(founders, "founders")?, women_founders, leaders, women_leaders })
    }

    kept_in!(teams);
}

impl FactRow for UpdateStep {
    const KIND: FactKind = FactKind::Update;
    const COLUMNS: &'static [(&'static str, Cell)] =
        &[("round_id", Cell::Id), ("event", Cell::Plain), ("due_on", Cell::Plain)];
    type Wire<'a> = (Id, Option<&'a str>, Option<NaiveDate>);

    fn values(body: Option<&Self>) -> Vec<Value> {
        vec![
            body.map(|body| body.round.0).into(),
            body.map(|body| body.event.code()).into(),
            body.and_then(|body| body.due_on).into(),
        ]
    }

    fn read((round, event, due_on): Self::Wire<'_>) -> Result<Self, String> {
        Ok(Self {
            round: UpdateRoundId(need(round.0, "round_id")?),
            event: code(event, "event", UpdateEvent::from_code)?,
            due_on,
        })
    }

    kept_in!(updates);
}

/// A UUID as a value to bind.
pub(crate) fn id_value(id: impl Into<Option<Uuid>>) -> Value {
    id.into().into()
}
