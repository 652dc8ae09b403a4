//! The kinds of facts that a figure can rest on, named once for all who handle every list of a startup alike.

use super::inputs::Noted;
use crate::facts::{Currency, Fact, Instrument, Rate, Terms};
use crate::ids::{AwardId, ProgrammeId, UpdateRoundId};
use crate::ledger::StartupLedger;
use crate::words::fold;
use uuid::Uuid;

/// Calls a macro once for each list of facts but the moves between stages, which belong to a stay.
///
/// A new kind of fact is a line here. Lists that no figure reads need none.
macro_rules! every_kind {
    ($call:ident) => {
        $call!(headcounts, FactKind::Headcount);
        $call!(life_events, FactKind::LifeEvent);
        $call!(verifications, FactKind::Verification);
        $call!(workplaces, FactKind::Workplace);
        $call!(revenues, FactKind::Revenue);
        $call!(capital, FactKind::Capital);
        $call!(awards, FactKind::Award);
        $call!(other_support, FactKind::OtherSupport);
        $call!(meetings, FactKind::Meeting);
        $call!(teams, FactKind::Team);
        $call!(updates, FactKind::Update);
    };
}
pub(super) use every_kind;

/// Takes out of facts who is behind them, before they leave the house. A figure asks how many supported a startup and never who, so
/// they are numbered: two spellings that fold to the same get the same number, and in every file the first is 1.
pub(super) fn without_names(startup: &mut StartupLedger, programmes: bool) {
    let mut known: Vec<String> = Vec::new();
    for body in startup.other_support.iter_mut().filter_map(|fact| fact.body.as_mut()) {
        let name = fold(&body.supporter);
        let number = known.iter().position(|one| *one == name).unwrap_or_else(|| {
            known.push(name);
            known.len() - 1
        });
        body.supporter = (number + 1).to_string().into();
    }
    for body in startup.meetings.iter_mut().filter_map(|fact| fact.body.as_mut()) {
        body.mentor = None;
        if !programmes {
            body.programme = ProgrammeId(Uuid::nil());
        }
    }
    let mut awards: Vec<AwardId> = Vec::new();
    for body in startup.awards.iter_mut().filter_map(|fact| fact.body.as_mut()) {
        // Which steps are of one award counts; which award it is in the house's books does not, nor who gave it by what scheme.
        body.award = body.award.map(|award| AwardId(Uuid::from_u64_pair(5, number_of(&mut awards, award))));
        body.scheme = "".into();
        let terms = &mut body.terms;
        let instrument = if terms.instrument.is_money() { Instrument::default() } else { terms.instrument };
        let rate = terms.rate.take().filter(|_| body.amount.currency != Currency::Nok);
        *terms = Terms {
            private: terms.private,
            instrument,
            rate: rate.map(|rate| Rate { source: "".into(), ..rate }),
            ..Terms::default()
        };
    }
    let mut rounds: Vec<UpdateRoundId> = Vec::new();
    for body in startup.updates.iter_mut().filter_map(|fact| fact.body.as_mut()) {
        body.round = UpdateRoundId(Uuid::from_u64_pair(4, number_of(&mut rounds, body.round)));
    }
}

/// The place of a thing among those met so far, itself included.
fn number_of<T: PartialEq>(known: &mut Vec<T>, one: T) -> u64 {
    let number = known.iter().position(|other| *other == one).unwrap_or_else(|| {
        known.push(one);
        known.len() - 1
    });
    number as u64
}

/// One kind's facts as the file notes them. A fact without a body is in force for nobody and is passed over.
pub(super) fn noted<T: serde::Serialize>(facts: &[Fact<T>]) -> Result<Vec<Noted>, serde_json::Error> {
    let with_body = facts.iter().filter_map(|fact| Some((fact, fact.body.as_ref()?)));
    with_body
        .map(|(fact, body)| {
            Ok(Noted {
                on: fact.valid_on,
                source: fact.source,
                documented: fact.documented,
                says: super::without_nulls(serde_json::to_value(body)?),
            })
        })
        .collect()
}
