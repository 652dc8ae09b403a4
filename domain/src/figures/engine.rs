//! Asking definitions of all startups at once.

use super::definition::{self, Case, Counted, Definition};
use super::history::{History, population};
use super::scope::Question;
use super::{Figure, FigureId, Query, RowIn, RowOut, parallel, registry};
use crate::ledger::{Ledger, StartupLedger};

/// One figure by the newest version of its definition; `None` for an unknown id.
#[must_use]
pub fn compute(ledger: &Ledger, id: &FigureId, query: &Query) -> Option<Figure> {
    compute_all(ledger, std::slice::from_ref(id), query).pop()
}

/// One figure by a definition at hand: a former version of it, or the newest.
#[must_use]
pub fn compute_by(ledger: &Ledger, definition: &dyn Definition, query: &Query) -> Figure {
    let question = Question::new(query);
    let startups = population(ledger, query.known_at);
    let parts = parallel::map_chunks(&startups, CHUNK, |_, part| rows(ledger, part, &[definition], &question));
    figure(definition, parts.into_iter().flatten().collect(), &question)
}

/// A startup costs some microseconds, so that a few hundred are worth a thread.
const CHUNK: usize = 512;

/// Several figures of one question, in the order asked for; an unknown id is passed over.
///
/// The facts of each startup are prepared once for all figures. The result does not depend on the order in which the ledger
/// holds startups or facts.
#[must_use]
pub fn compute_all(ledger: &Ledger, ids: &[FigureId], query: &Query) -> Vec<Figure> {
    let definitions: Vec<Box<dyn Definition>> = ids.iter().filter_map(registry::definition).collect();
    let definitions: Vec<&dyn Definition> = definitions.iter().map(AsRef::as_ref).collect();
    let question = Question::new(query);
    let startups = population(ledger, query.known_at);
    let parts = parallel::map_chunks(&startups, CHUNK, |_, part| rows(ledger, part, &definitions, &question));
    let mut columns: Vec<(&dyn Definition, Vec<Rows>)> =
        definitions.iter().map(|definition| (*definition, Vec::with_capacity(parts.len()))).collect();
    for part in parts {
        for (column, rows) in columns.iter_mut().zip(part) {
            column.1.push(rows);
        }
    }
    // Adding up copies every row once: worth sharing in a large house.
    parallel::map_each(columns, startups.len(), |(definition, parts)| figure(definition, parts, &question))
}

/// The rows of one figure over some startups, in their order.
#[derive(Default)]
struct Rows {
    within: Vec<RowIn>,
    out: Vec<RowOut>,
}

/// The rows of every figure over some startups. One startup after the other through all definitions, while its facts are at hand.
fn rows(
    ledger: &Ledger,
    startups: &[&StartupLedger],
    definitions: &[&dyn Definition],
    question: &Question<'_>,
) -> Vec<Rows> {
    let mut columns: Vec<Rows> = definitions.iter().map(|_| Rows::default()).collect();
    for startup in startups {
        let history = History::of(ledger, startup, question.query.known_at);
        let case = Case::new(&history, question);
        for (definition, rows) in definitions.iter().zip(&mut columns) {
            let startup = startup.profile.id;
            match definition::row(*definition, &case) {
                Ok(Counted { contribution, floor, ceiling, basis }) => {
                    rows.within.push(RowIn { startup, contribution, floor, ceiling, basis });
                }
                Err(left) => rows.out.push(RowOut { startup, reason: left.reason, ceiling: left.ceiling }),
            }
        }
    }
    columns
}

fn figure(definition: &dyn Definition, parts: Vec<Rows>, question: &Question<'_>) -> Figure {
    let (within, out) =
        parts.iter().fold((0, 0), |(within, out), part| (within + part.within.len(), out + part.out.len()));
    let mut parts = parts.into_iter();
    let Rows { within: mut rows_in, out: mut rows_out } = parts.next().unwrap_or_default();
    rows_in.reserve_exact(within - rows_in.len());
    rows_out.reserve_exact(out - rows_out.len());
    for part in parts {
        rows_in.extend(part.within);
        rows_out.extend(part.out);
    }
    let totals = definition.add_up(&rows_in, &rows_out, question);
    Figure {
        id: definition.id(),
        definition: definition.versioned(),
        unit: definition.unit(),
        query: question.query.clone(),
        value: totals.value,
        floor: totals.floor,
        ceiling: totals.ceiling,
        numerator: totals.numerator,
        n: rows_in.len(),
        interval: totals.interval,
        rows_in,
        rows_out,
        curve: totals.curve,
    }
}
