//! `jobs.stock`: jobs today in the startups that are alive.

use super::definition::{Case, Counted, Definition, LeftOut, Totals};
use super::jobs::{self, Standing};
use super::scope::Question;
use super::status::Status;
use super::{Figure, FigureId, OutReason, RowIn, RowOut, Unit};
use crate::words::Locale;

/// The value at the date in living startups.
pub(super) struct JobsStock;

impl Definition for JobsStock {
    fn id(&self) -> FigureId {
        FigureId("jobs.stock".to_owned())
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
        "Σ_i v_i(D) over i alive at D".to_owned()
    }

    fn sentence(&self, locale: Locale, figure: &Figure) -> String {
        jobs::sentence(locale, figure, words::lead)
    }

    fn row(&self, case: &Case<'_>) -> Result<Counted, LeftOut> {
        let stay = case.stay()?;
        let as_of = case.question.as_of();
        let (reading, stale) = match case.standing(as_of) {
            Standing::Dead => return Err(OutReason::NotAlive.into()),
            Standing::Nothing => return Err(OutReason::NoHeadcount.into()),
            Standing::Stale(reading) => (reading, true),
            Standing::Fresh(reading) => (reading, false),
        };
        if matches!(case.status, Status::Absorbed { .. }) {
            return Err(LeftOut::up_to(OutReason::Absorbed, reading.most()));
        }
        if stale && reading.part.touches() {
            return Err(LeftOut::up_to(OutReason::StaleHeadcount, reading.most()));
        }
        jobs::counted(case, stay, as_of, &reading)
    }

    fn add_up(&self, rows_in: &[RowIn], rows_out: &[RowOut], _question: &Question<'_>) -> Totals {
        jobs::add_up(rows_in, rows_out)
    }
}

crate::catalogue! {
    /// The words of `jobs.stock`.
    mod words {
        title => { nb: "I dag", nn: "I dag", en: "Stock today" }
        rule => {
            nb: "Arbeidsplassene på datoen i alle bedrifter som er tatt opp og er i live, også de som har gått ut. Siste observasjon teller når den ikke er eldre enn 15 måneder. Hva bedriften hadde ved opptaket, trekkes ikke fra.",
            nn: "Arbeidsplassane på datoen i alle bedrifter som er tekne opp og er i live, òg dei som har gått ut. Siste observasjon tel når han ikkje er eldre enn 15 månader. Det bedrifta hadde ved opptaket, blir ikkje trekt frå.",
            en: "The jobs at the date in every admitted startup that is alive, those that have left included. The latest observation counts if it is no older than 15 months. What the startup had at admission is not deducted." }
        lead(amount: &str, date: &str) => {
            nb: "Bedriftene som er i live, har til sammen {amount} per {date}.",
            nn: "Bedriftene som er i live, har til saman {amount} per {date}.",
            en: "The startups that are alive have {amount} in all as at {date}." }
    }
}
