//! The fewest facts that give a startup the same row of a figure.
//!
//! A published file is open to everybody for ever, so it holds nothing that the figure does not need. The engine itself says what
//! that is: a fact may go when the row stays the same without it. The way of searching is fixed, so that the same facts always
//! leave the same ones.

use std::sync::Arc;

use super::kinds::every_kind;
use crate::facts::{Fact, Headcount, Source, Verification, in_force};
use crate::figures::{Definition, Figure, Query, RowIn, RowOut, compute_by};
use crate::ledger::{Ledger, StartupLedger};
use crate::pipeline::Programme;
use crate::time::Instant;

/// A startup's row, in or out.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row(pub Vec<RowIn>, pub Vec<RowOut>);

/// Asks the engine for one startup's row.
pub(super) struct Engine<'a> {
    definition: &'a dyn Definition,
    query: &'a Query,
    ledger: Ledger,
}

impl<'a> Engine<'a> {
    pub(super) fn new(definition: &'a dyn Definition, query: &'a Query, programmes: Vec<Programme>) -> Self {
        Self { definition, query, ledger: Ledger { programmes, ..Ledger::default() } }
    }

    pub(super) fn row(&mut self, startup: &StartupLedger) -> Row {
        self.ledger.startups.clear();
        self.ledger.startups.push(Arc::new(startup.clone()));
        let Figure { rows_in, rows_out, .. } = compute_by(&self.ledger, self.definition, self.query);
        Row(rows_in, rows_out)
    }
}

/// The facts in force at an instant, in their order.
fn standing<T: Clone>(facts: &[Fact<T>], known_at: Instant) -> Vec<Fact<T>> {
    in_force(facts, known_at).into_iter().map(|fact| Fact { supersedes: None, ..fact.clone() }).collect()
}

/// The startup with the facts in force that its row needs.
pub(super) fn least(engine: &mut Engine<'_>, startup: &StartupLedger) -> StartupLedger {
    let row = engine.row(startup);
    let known_at = engine.query.known_at;
    let mut least = StartupLedger::new(startup.profile.clone());
    least.enrolments.clone_from(&startup.enrolments);
    least.stage_changes = standing(&startup.stage_changes, known_at);
    macro_rules! take {
        ($list:ident, $kind:expr) => {
            least.$list = standing(&startup.$list, known_at);
        };
    }
    every_kind!(take);
    let mut same = |candidate: &StartupLedger| engine.row(candidate) == row;
    // What one kind makes necessary another may make idle once it has gone, so it goes on until nothing more can go.
    loop {
        let before = least.clone();
        pass(&mut least, &mut same);
        if least == before {
            return least;
        }
    }
}

/// Drops and simplifies once through all kinds.
fn pass(least: &mut StartupLedger, same: &mut impl FnMut(&StartupLedger) -> bool) {
    macro_rules! shrink {
        ($list:ident, $kind:expr) => {
            let end = least.$list.len();
            drop_range(least, 0, end, &|startup| &mut startup.$list, same);
        };
    }
    every_kind!(shrink);
    let end = least.stage_changes.len();
    drop_range(least, 0, end, &|startup| &mut startup.stage_changes, same);
    for index in 0..least.stage_changes.len() {
        let before = least.stage_changes[index].source;
        least.stage_changes[index].source = Source::Mentor;
        if before != Source::Mentor && !same(least) {
            least.stage_changes[index].source = before;
        }
    }
    simplify_headcounts(least, same);
    only_life(least, same);
}

/// Drops what can go of the facts from `from` to `to`: all at once, or half by half. Gives how many went.
fn drop_range<T: Clone>(
    startup: &mut StartupLedger,
    from: usize,
    to: usize,
    list: &impl Fn(&mut StartupLedger) -> &mut Vec<Fact<T>>,
    same: &mut impl FnMut(&StartupLedger) -> bool,
) -> usize {
    if from >= to {
        return 0;
    }
    let before = list(startup).clone();
    list(startup).drain(from..to);
    if same(startup) {
        return to - from;
    }
    *list(startup) = before;
    if to - from == 1 {
        return 0;
    }
    let middle = usize::midpoint(from, to);
    let gone = drop_range(startup, from, middle, list, same);
    gone + drop_range(startup, middle - gone, to - gone, list, same)
}

/// Takes out of each headcount the parts that are not needed: full-time equivalents, working founders, places.
fn simplify_headcounts(startup: &mut StartupLedger, same: &mut impl FnMut(&StartupLedger) -> bool) {
    let parts: [fn(&mut Headcount); 3] = [
        |headcount| headcount.split = None,
        |headcount| headcount.fte_hundredths = None,
        |headcount| headcount.working_founders = None,
    ];
    for index in 0..startup.headcounts.len() {
        for part in parts {
            let before = startup.headcounts[index].body.clone();
            if let Some(body) = &mut startup.headcounts[index].body {
                part(body);
            }
            if startup.headcounts[index].body != before && !same(startup) {
                startup.headcounts[index].body = before;
            }
        }
    }
}

/// Writes facts that are needed only because they show a living startup as verifications of their day.
fn only_life(startup: &mut StartupLedger, same: &mut impl FnMut(&StartupLedger) -> bool) {
    macro_rules! turn {
        ($list:ident) => {
            for index in (0..startup.$list.len()).rev() {
                let before = (startup.$list.clone(), startup.verifications.clone());
                let fact = startup.$list.remove(index);
                add_sign_of_life(startup, &fact);
                if !same(startup) {
                    (startup.$list, startup.verifications) = before;
                }
            }
        };
    }
    turn!(headcounts);
    turn!(revenues);
    turn!(capital);
    turn!(life_events);
    // Who saw it alive makes no difference to any figure, nor whether that was documented.
    for fact in &mut startup.verifications {
        (fact.source, fact.documented) = (Source::Mentor, false);
    }
}

fn add_sign_of_life<T>(startup: &mut StartupLedger, fact: &Fact<T>) {
    let sign = Fact {
        id: fact.id,
        valid_on: fact.valid_on,
        recorded_at: fact.recorded_at,
        supersedes: None,
        source: Source::Mentor,
        documented: false,
        body: Some(Verification),
    };
    let place = startup.verifications.partition_point(|one| one.order() < sign.order());
    startup.verifications.insert(place, sign);
}

/// The programmes without the names of their stages, which hardly any definition asks for.
pub(super) fn nameless(programmes: &[Programme]) -> Vec<Programme> {
    let mut programmes = programmes.to_vec();
    for programme in &mut programmes {
        programme.slug.clear();
        programme.name.clear();
        for stage in &mut programme.stages {
            stage.key.clear();
        }
    }
    programmes
}
