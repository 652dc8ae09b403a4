//! What the demo house has published: its two press figures of an earlier year, and a note to one of them.

use chrono::{Datelike, NaiveDate};
use domain::access::Actor;
use domain::figures::{FigureId, Query, Scope, compute};
use domain::ledger::Ledger;
use domain::publication::face;
use domain::suppress::Table;
use domain::time::{Instant, end_of_oslo_day};
use domain::words::Locale;

use super::{NewPublication, NewRevision};
use crate::connect::Store;
use crate::error::{StoreError, VerbError};

/// The figures that a house is asked about.
const PRESS: [&str; 2] = ["survival.exits", "jobs.net"];
/// How far back a year is looked for.
const YEARS: i32 = 8;

const NOTE: &str = "Etter at årsmeldingen gikk i trykken, har flere bedrifter sendt inn ansattetall. Tallet i årsmeldingen står \
                    som det er. Neste årsmelding bygger på det vi vet nå.";

fn question(figure: &str, as_of: NaiveDate, known_at: Instant) -> (FigureId, Query) {
    (FigureId(figure.to_owned()), Query { as_of, known_at, scope: Scope::default() })
}

/// The middle of February after a year: when its figures went to print.
fn printed(year: i32) -> Option<Instant> {
    Some(end_of_oslo_day(NaiveDate::from_ymd_opt(year + 1, 2, 14)?))
}

/// The counts that the press figures of a day show beside others; `None` when they may not stand there.
fn shown(ledger: &Ledger, before: &[Table], as_of: NaiveDate, known_at: Instant) -> Option<Vec<Table>> {
    let mut tables = before.to_vec();
    for figure in PRESS {
        let (id, query) = question(figure, as_of, known_at);
        let figure = compute(ledger, &id, &query)?;
        figure.value?;
        tables.push(face(&tables, figure.id.0.as_str(), &figure).ok()?.table);
    }
    Some(tables)
}

/// The latest year whose press figures may stand, and beside which those of today may too.
fn year(ledger: &Ledger, existing: &[Table], today: NaiveDate, now: Instant) -> Option<i32> {
    (today.year() - YEARS..today.year()).rev().find(|year| {
        let (Some(as_of), Some(known_at)) = (NaiveDate::from_ymd_opt(*year, 12, 31), printed(*year)) else {
            return false;
        };
        known_at < now
            && shown(ledger, existing, as_of, known_at)
                .is_some_and(|tables| shown(ledger, &tables, today, now).is_some())
    })
}

impl Store {
    /// Publishes what the demo house published in an earlier year. Writes nothing when no year may stand beside today's figures.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn load_demo_publications(&self) -> Result<(), StoreError> {
        let ledger = self.ledger().await?;
        let (today, now) = (self.world().today(), self.world().now());
        let existing = self.published_tables().await?;
        let year = tokio::task::spawn_blocking(move || year(&ledger, &existing, today, now)).await?;
        let Some(year) = year else { return Ok(()) };
        match self.publish_demo(year).await {
            Ok(()) => Ok(()),
            Err(VerbError::Store(error)) => Err(error),
            // The demo is loaded without them rather than not at all.
            Err(error) => {
                tracing::warn!(%error, "demo.publications");
                Ok(())
            }
        }
    }

    async fn publish_demo(&self, year: i32) -> Result<(), VerbError> {
        let actor = Actor::system();
        let (Some(as_of), Some(at)) = (NaiveDate::from_ymd_opt(year, 12, 31), printed(year)) else { return Ok(()) };
        for (figure, place) in PRESS.into_iter().zip(["side 3", "side 5"]) {
            let (figure, query) = question(figure, as_of, at);
            let new = NewPublication {
                figure,
                query,
                name: format!("Årsmelding {year}"),
                place: place.to_owned(),
                contract: None,
            };
            let published = self.publish_at(&actor, &new, Some(at)).await?;
            let noted = end_of_oslo_day(self.world().today()) - chrono::Days::new(40);
            if new.figure.0 == "jobs.net" && noted > at {
                let note = NewRevision { note: NOTE.to_owned(), locale: Locale::Nb };
                self.note_revision_at(&actor, published.id, &note, Some(noted)).await?;
            }
        }
        Ok(())
    }
}
