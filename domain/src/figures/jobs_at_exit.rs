//! `jobs.at_exit`: jobs on the day each startup left the house, or at the date for those still in.

use super::definition::{Case, Counted, Definition, LeftOut, Totals};
use super::jobs::{self, Standing};
use super::scope::Question;
use super::{Basis, Figure, FigureId, OutReason, RowIn, RowOut, Unit};
use crate::words::Locale;

/// The value at exit, or at the date if the startup is still in. Dead in the house counts as zero.
pub(super) struct JobsAtExit;

impl Definition for JobsAtExit {
    fn id(&self) -> FigureId {
        FigureId("jobs.at_exit".to_owned())
    }

    fn unit(&self) -> Unit {
        Unit::Jobs
    }

    fn title(&self, locale: Locale) -> String {
        words::title(locale).to_owned()
    }

    fn rule(&self, locale: Locale) -> String {
        words::rule(locale).to_owned()
    }

    fn formula(&self) -> String {
        "Σ_i v_i(exit_i), or v_i(D) while i is in".to_owned()
    }

    fn sentence(&self, locale: Locale, figure: &Figure) -> String {
        jobs::sentence(locale, figure, words::lead)
    }

    fn row(&self, case: &Case<'_>) -> Result<Counted, LeftOut> {
        let stay = case.stay()?;
        let date = stay.exited_on.unwrap_or_else(|| case.question.as_of());
        let reading = match case.standing(date) {
            Standing::Dead => {
                case.in_region(0.0)?;
                let basis = Basis { value: Some(0.0), ..case.basis(stay) };
                return Ok(Counted { contribution: 0.0, floor: 0.0, ceiling: 0.0, basis });
            }
            Standing::Nothing => return Err(OutReason::NoHeadcount.into()),
            Standing::Stale(reading) if reading.part.touches() => {
                return Err(LeftOut::up_to(OutReason::StaleHeadcount, reading.most()));
            }
            Standing::Stale(reading) | Standing::Fresh(reading) => reading,
        };
        jobs::counted(case, stay, date, &reading)
    }

    fn add_up(&self, rows_in: &[RowIn], rows_out: &[RowOut], _question: &Question<'_>) -> Totals {
        jobs::add_up(rows_in, rows_out)
    }
}

crate::catalogue! {
    /// The words of `jobs.at_exit`.
    mod words {
        title => { nb: "Ved uttak", nn: "Ved uttak", en: "At exit" }
        rule => {
            nb: "Arbeidsplassene den dagen bedriften gikk ut, eller på datoen for dem som fortsatt er inne. Siste observasjon teller når den ikke er eldre enn 15 måneder den dagen. En bedrift som var død da, teller null.",
            nn: "Arbeidsplassane den dagen bedrifta gjekk ut, eller på datoen for dei som framleis er inne. Siste observasjon tel når han ikkje er eldre enn 15 månader den dagen. Ei bedrift som var død då, tel null.",
            en: "The jobs on the day the startup left, or at the date for those still in. The latest observation counts if it is no older than 15 months on that day. A startup that was dead by then counts as zero." }
        lead(amount: &str, date: &str) => {
            nb: "Bedriftene hadde til sammen {amount} da de gikk ut, eller per {date} hvis de fortsatt er inne.",
            nn: "Bedriftene hadde til saman {amount} då dei gjekk ut, eller per {date} om dei framleis er inne.",
            en: "The startups had {amount} in all when they left, or as at {date} if they are still in." }
    }
}
