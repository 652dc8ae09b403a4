//! `pipeline.reached(gate)`: how many startups came as far as a gate of the house: applied, admitted, exited, graduated.
//!
//! The steps of the funnel, each with its rows. Startups are counted, not stays: one that came twice is counted once.

use chrono::NaiveDate;

use super::definition::{Case, Counted, Definition, LeftOut, Totals};
use super::example::{Example, Expected, Says, Told};
use super::parameter::{Parameter, Period, Places};
use super::scope::{Applied, Question};
use super::share::exactly;
use super::{Basis, Figure, FigureId, OutReason, RowIn, RowOut, Unit, Work, period, sums};
use crate::facts::Outcome;
use crate::words::Locale;

/// How far a startup came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gate {
    Applied,
    Admitted,
    Exited,
    Graduated,
}

/// How many came as far as one gate.
pub(super) struct PipelineReached {
    gate: Gate,
}

/// The definition for a gate: `applied`, `admitted`, `exited` or `graduated`.
pub(super) fn with_gate(parameter: &str) -> Option<Box<dyn Definition>> {
    let gate = Gate::ALL.into_iter().find(|gate| gate.code() == parameter)?;
    Some(Box::new(PipelineReached { gate }))
}

impl Gate {
    const ALL: [Gate; 4] = [Gate::Applied, Gate::Admitted, Gate::Exited, Gate::Graduated];

    const fn code(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Admitted => "admitted",
            Self::Exited => "exited",
            Self::Graduated => "graduated",
        }
    }

    /// The day a stay came through, if it did.
    fn day(self, stay: &Applied<'_>) -> Option<NaiveDate> {
        match self {
            Self::Applied => Some(stay.course.applied_on),
            Self::Admitted => stay.course.admitted_on,
            Self::Exited => stay.course.exited_on(),
            Self::Graduated => stay.course.exited_on().filter(|_| stay.course.outcome == Some(Outcome::Graduated)),
        }
    }

    /// Why a startup none of whose stays came through is left out.
    fn missed(self, stays: &[Applied<'_>]) -> OutReason {
        let admitted = stays.iter().any(|stay| stay.course.admitted_on.is_some());
        let exited = stays.iter().any(|stay| stay.course.exited_on().is_some());
        match self {
            Self::Applied => OutReason::NoApplication,
            Self::Graduated if exited => OutReason::OtherOutcome,
            Self::Exited | Self::Graduated if admitted => OutReason::NotExited,
            Self::Admitted | Self::Exited | Self::Graduated => OutReason::NotAdmitted,
        }
    }

    const fn title(self, locale: Locale) -> &'static str {
        match self {
            Self::Applied => words::applied(locale),
            Self::Admitted => words::admitted(locale),
            Self::Exited => words::exited(locale),
            Self::Graduated => words::graduated(locale),
        }
    }

    fn did(self, locale: Locale, startups: &str, period: &str) -> String {
        match self {
            Self::Applied => words::did_apply(locale, startups, period),
            Self::Admitted => words::was_admitted(locale, startups, period),
            Self::Exited => words::did_exit(locale, startups, period),
            Self::Graduated => words::did_graduate(locale, startups, period),
        }
    }
}

impl Definition for PipelineReached {
    fn id(&self) -> FigureId {
        FigureId(format!("pipeline.reached({})", self.gate.code()))
    }

    fn unit(&self) -> Unit {
        Unit::Startups
    }

    fn title(&self, locale: Locale) -> String {
        self.gate.title(locale).to_owned()
    }

    fn rule(&self, locale: Locale) -> String {
        words::rule(locale).to_owned()
    }

    fn parameters(&self) -> Vec<Parameter> {
        vec![Parameter::Places(Places::None), Parameter::Period(Period::Happened)]
    }

    fn apart(&self, locale: Locale) -> &'static str {
        words::apart(locale)
    }

    /// The toy portfolio, and one that was declined.
    fn example(&self) -> Example {
        const DECLINED: &[Told] =
            &[("E", "2023-02-01", Says::Stage("applied")), ("E", "2023-03-01", Says::Stage("declined"))];
        let (id, value, n) = match self.gate {
            Gate::Applied => ("pipeline.reached(applied)", 5.0, 5),
            Gate::Admitted => ("pipeline.reached(admitted)", 4.0, 4),
            Gate::Exited => ("pipeline.reached(exited)", 3.0, 3),
            Gate::Graduated => ("pipeline.reached(graduated)", 2.0, 2),
        };
        Example { id, more: DECLINED, expected: Expected { value, floor: value, ceiling: value, numerator: value, n } }
    }

    fn formula(&self) -> String {
        format!("#{{ i : a stay of i {} in [S, D] }}", self.gate.code())
    }

    fn sentence(&self, locale: Locale, figure: &Figure) -> String {
        self.gate.did(locale, &period::startups(locale, figure.n), &period::text(locale, figure))
    }

    fn row(&self, case: &Case<'_, '_>) -> Result<Counted, LeftOut> {
        let stays = case.applied()?;
        let days = || stays.iter().filter_map(|stay| self.gate.day(stay));
        let Some(on) = days().filter(|on| case.question.in_period(*on)).min() else {
            let before = days().next().is_some();
            return Err(if before { OutReason::BeforePeriod } else { self.gate.missed(&stays) }.into());
        };
        let mut basis = Basis::default();
        match self.gate {
            Gate::Applied => basis.work = Some(Box::new(Work { applied_on: Some(on), ..Work::default() })),
            Gate::Admitted => basis.admitted_on = Some(on),
            Gate::Exited | Gate::Graduated => basis.exited_on = Some(on),
        }
        Ok(exactly(1.0, basis))
    }

    fn add_up(&self, rows_in: &[RowIn], rows_out: &[RowOut], _question: &Question<'_>) -> Totals {
        sums::add_up(rows_in, rows_out)
    }
}

crate::catalogue! {
    /// The words of `pipeline.reached`.
    mod words {
        applied => { nb: "Søkt", nn: "Søkt", en: "Applied" }
        admitted => { nb: "Tatt opp", nn: "Tekne opp", en: "Admitted" }
        exited => { nb: "Gått ut", nn: "Gått ut", en: "Exited" }
        graduated => { nb: "Uteksaminert", nn: "Uteksaminert", en: "Graduated" }
        apart => {
            nb: "Trinnene kan ikke legges sammen: de ligger i hverandre. Ikke med antall opphold eller søknader: en bedrift som kom to ganger, teller én gang.",
            nn: "Stega kan ikkje leggjast saman: dei ligg i kvarandre. Ikkje med talet på opphald eller søknader: ei bedrift som kom to gonger, tel éin gong.",
            en: "The steps cannot be added up: they lie in each other. Not with the number of stays or applications: a startup that came twice counts once." }
        rule => {
            nb: "Antall bedrifter som er kommet så langt på datoen, uansett hva som ble av dem siden. Hver bedrift teller én gang, også når den har vært her flere ganger. Er det valgt en periode, teller bare det som skjedde i den. Er det spurt om en opptaksperiode, gjelder den dagen bedriften søkte. Region gjelder ikke: en søker har ikke noe arbeidssted ennå.",
            nn: "Talet på bedrifter som er komne så langt på datoen, same kva som vart av dei sidan. Kvar bedrift tel éin gong, òg når ho har vore her fleire gonger. Er det vald ein periode, tel berre det som hende i han. Er det spurt om ein opptaksperiode, gjeld den dagen bedrifta søkte. Region gjeld ikkje: ein søkjar har ikkje nokon arbeidsstad enno.",
            en: "The number of startups that had come this far at the date, whatever became of them since. Each counts once, also one that came several times. Where a period is chosen, only what happened in it counts. A period of admission asked about is the day of application here. Region does not apply: an applicant has no workplace yet." }
        did_apply(startups: &str, period: &str) => {
            nb: "{startups} har søkt {period}.", nn: "{startups} har søkt {period}.", en: "Applied {period}: {startups}." }
        was_admitted(startups: &str, period: &str) => {
            nb: "{startups} er tatt opp {period}.", nn: "Tekne opp {period}: {startups}.", en: "Admitted {period}: {startups}." }
        did_exit(startups: &str, period: &str) => {
            nb: "{startups} har gått ut {period}.", nn: "{startups} har gått ut {period}.", en: "Exited {period}: {startups}." }
        did_graduate(startups: &str, period: &str) => {
            nb: "{startups} er uteksaminert {period}.", nn: "Uteksaminerte {period}: {startups}.", en: "Graduated {period}: {startups}." }
    }
}
