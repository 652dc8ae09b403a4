//! What the demo house has published: its two press figures of an earlier year, and a note to one of them.

use chrono::{Datelike, NaiveDate};
use domain::access::Actor;
use domain::figures::{FigureId, Query, Scope, compute};
use domain::ledger::Ledger;
use domain::publication::face;
use domain::suppress::Table;
use domain::time::{Instant, end_of_oslo_day};
use domain::words::Locale;

use super::{NewPublication, NewRevision, PublicationFilter};
use crate::connect::Store;
use crate::error::{StoreError, VerbError};
use crate::write::Write;

/// The figures that a house is asked about.
const PRESS: [&str; 2] = ["survival.exits", "jobs.net"];
/// How far back a year is looked for.
const YEARS: i32 = 8;

const NOTE: &str = "Etter at tallet ble publisert, har flere bedrifter svart. Tallet står som det er. Neste årsmelding bygger på \
                    det vi vet nå.";

/// The middle of February after a year: when its figures went to print.
fn printed(year: i32) -> Option<Instant> {
    Some(end_of_oslo_day(NaiveDate::from_ymd_opt(year + 1, 2, 14)?))
}

/// The counts that a figure shows beside others; `None` when it may not stand there.
pub(crate) fn beside(ledger: &Ledger, tables: &[Table], figure: &str, query: &Query) -> Option<Table> {
    let figure = compute(ledger, &FigureId(figure.to_owned()), query)?;
    figure.value?;
    Some(face(tables, "", &figure).ok()?.table)
}

/// Whether the press figures may be published today beside these: of the house, or of its largest programme.
pub(crate) fn leaves_room(ledger: &Ledger, tables: &[Table], today: NaiveDate, now: Instant) -> bool {
    let stays = |id| ledger.startups.iter().flat_map(|one| &one.enrolments).filter(|stay| stay.programme == id).count();
    let largest = ledger.programmes.iter().map(|programme| programme.id).max_by_key(|id| stays(*id));
    [None, largest].into_iter().all(|programme| {
        let mut tables = tables.to_vec();
        PRESS.into_iter().all(|figure| {
            let scope = Scope { programme, ..Scope::default() };
            let query = Query { as_of: today, known_at: now, scope };
            beside(ledger, &tables, figure, &query).is_some_and(|table| {
                tables.push(table);
                true
            })
        })
    })
}

/// Whether the press figures of today may be published beside all that is published within a write.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn leaves_room_in(write: &Write) -> Result<bool, StoreError> {
    let (ledger, tables) = (write.ledger(), super::read::tables(&write.transaction).await?);
    let (today, now) = (write.today(), write.at());
    Ok(tokio::task::spawn_blocking(move || leaves_room(&ledger, &tables, today, now)).await?)
}

/// For each press figure the latest year in which it may have been published, beside which those of today still may.
fn years(ledger: &Ledger, existing: &[Table], today: NaiveDate, now: Instant) -> Vec<(&'static str, i32)> {
    let (mut tables, mut found) = (existing.to_vec(), Vec::new());
    for figure in PRESS {
        for year in (today.year() - YEARS..today.year()).rev() {
            let (Some(as_of), Some(known_at)) = (NaiveDate::from_ymd_opt(year, 12, 31), printed(year)) else {
                continue;
            };
            if known_at >= now {
                continue;
            }
            let query = Query { as_of, known_at, scope: Scope::default() };
            let Some(table) = beside(ledger, &tables, figure, &query) else { continue };
            tables.push(table);
            if leaves_room(ledger, &tables, today, now) {
                found.push((figure, year));
                break;
            }
            tables.pop();
        }
    }
    found
}

impl Store {
    /// Publishes what the demo house published in earlier years, and writes a note to the last of it. What may not stand beside today's
    /// figures is left out.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn load_demo_publications(&self) -> Result<(), StoreError> {
        let ledger = self.ledger().await?;
        let (today, now) = (self.world().today(), self.world().now());
        let existing = self.published_tables().await?;
        let years = tokio::task::spawn_blocking(move || years(&ledger, &existing, today, now)).await?;
        for (figure, year) in years {
            match self.publish_demo(figure, year).await {
                // The demo is loaded without it rather than not at all.
                Ok(()) | Err(VerbError::Refused(_)) => {}
                Err(VerbError::Store(error)) => return Err(error),
                Err(error) => tracing::warn!(%error, "demo.publications"),
            }
        }
        let newest = self.publications(PublicationFilter::default(), 0, 1).await?.publications.pop();
        let noted = end_of_oslo_day(today) - chrono::Days::new(40);
        if let Some(published) = newest.filter(|published| published.issued_at < noted) {
            let note = NewRevision { note: NOTE.to_owned(), locale: Locale::Nb };
            match self.note_revision_at(&Actor::system(), published.id, &note, Some(noted)).await {
                Err(VerbError::Store(error)) => return Err(error),
                Err(error) => tracing::warn!(%error, "demo.publications"),
                Ok(_) => {}
            }
        }
        Ok(())
    }

    async fn publish_demo(&self, figure: &str, year: i32) -> Result<(), VerbError> {
        let (Some(as_of), Some(at)) = (NaiveDate::from_ymd_opt(year, 12, 31), printed(year)) else { return Ok(()) };
        let new = NewPublication {
            figure: FigureId(figure.to_owned()),
            query: Query { as_of, known_at: at, scope: Scope::default() },
            name: format!("Årsmelding {year}"),
            place: "side 3".to_owned(),
            contract: None,
        };
        self.publish_at(&Actor::system(), &new, Some(at)).await.map(|_| ())
    }
}
