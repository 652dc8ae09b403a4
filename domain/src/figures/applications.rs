//! `applications.admitted`, `applications.declined`, `applications.withdrawn`: what became of the applications that were decided.
//!
//! Every startup counts once, by its latest decision in the period, so that the three add up to one. As in the funnel, a period of
//! admission is the day of application here, and region does not apply: an applicant has no workplace yet.

use chrono::NaiveDate;

use super::definition::{Case, Counted, Definition, LeftOut, Totals};
use super::example::{Example, Expected, Says, Told};
use super::parameter::{Parameter, Period, Places};
use super::scope::{Applied, Question};
use super::share::{Open, add_up_open, exactly, sentence_open};
use super::{Basis, Figure, FigureId, OutReason, RowIn, RowOut, Unit, Work, period};
use crate::facts::Source;
use crate::pipeline::StageKind;
use crate::words::Locale;

/// The share of one verdict: what the three definitions differ in.
pub(super) struct ApplicationsRule {
    /// Its name: `applications.admitted`.
    pub id: &'static str,
    /// The verdict it counts.
    verdict: Verdict,
    /// The rule in symbols, as plain text.
    formula: &'static str,
    title: fn(Locale) -> &'static str,
    /// What this verdict is, in a sentence.
    meaning: fn(Locale) -> &'static str,
    clause: fn(Locale, &str) -> String,
    /// How many of the six decided it is in the worked example.
    worked: f64,
}

/// E is declined, F takes its application back, G waits; the four of the toy portfolio are admitted.
const APPLIED: &[Told] = &[
    ("E", "2023-02-01", Says::Stage("applied")),
    ("E", "2023-03-01", Says::Stage("declined")),
    ("F", "2023-02-15", Says::Stage("applied")),
    ("F", "2023-02-20", Says::Withdrew),
    ("G", "2023-12-10", Says::Stage("applied")),
];

/// Admitted of those decided.
pub(super) const ADMITTED: ApplicationsRule = ApplicationsRule {
    id: "applications.admitted",
    verdict: Verdict::Admitted,
    formula: "#{ i decided in [S, D], latest decision: admitted } / #{ i decided in [S, D] }",
    title: words::admitted,
    meaning: words::admitted_means,
    clause: words::admitted_clause,
    worked: 4.0,
};

/// Declined of those decided.
pub(super) const DECLINED: ApplicationsRule = ApplicationsRule {
    id: "applications.declined",
    verdict: Verdict::Declined,
    formula: "#{ i decided in [S, D], latest decision: declined } / #{ i decided in [S, D] }",
    title: words::declined,
    meaning: words::declined_means,
    clause: words::declined_clause,
    worked: 1.0,
};

/// Withdrawn of those decided.
pub(super) const WITHDRAWN: ApplicationsRule = ApplicationsRule {
    id: "applications.withdrawn",
    verdict: Verdict::Withdrawn,
    formula: "#{ i decided in [S, D], latest decision: withdrawn } / #{ i decided in [S, D] }",
    title: words::withdrawn,
    meaning: words::withdrawn_means,
    clause: words::withdrawn_clause,
    worked: 1.0,
};

/// What became of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Admitted,
    Declined,
    /// Declined by the word of the founder: taken back.
    Withdrawn,
}

/// Applications that wait may yet become any of the three.
const OPEN: Open =
    Open { is: |reason| matches!(reason, OutReason::Undecided), band: words::open, nothing: words::nothing };

/// One application: when it was made, and what became of it when.
#[derive(Debug, Clone, Copy)]
struct Application {
    applied_on: NaiveDate,
    decided: Option<(NaiveDate, Verdict)>,
}

impl Application {
    /// Of a stay, by its moves up to the date.
    fn of(case: &Case<'_, '_>, stay: &Applied<'_>) -> Self {
        let mut application = Self { applied_on: stay.course.applied_on, decided: None };
        let moves = case.history.stage_changes.iter().filter(|fact| fact.valid_on <= case.question.as_of());
        for fact in moves {
            let Some(change) = fact.body.filter(|change| change.enrolment == stay.enrolment.id) else { continue };
            let Some(stage) = stay.programme.stage(change.to) else { continue };
            let on = fact.valid_on;
            // An admission stands whatever comes after it. What was declined may be taken up again.
            if matches!(application.decided, Some((_, Verdict::Admitted))) {
                break;
            }
            application.decided = if stage.admits() {
                Some((on, Verdict::Admitted))
            } else if stage.kind == StageKind::Declined {
                let by_founder = fact.source == Source::Founder;
                Some((on, if by_founder { Verdict::Withdrawn } else { Verdict::Declined }))
            } else {
                None
            };
        }
        application
    }
}

impl Definition for ApplicationsRule {
    fn id(&self) -> FigureId {
        FigureId(self.id.to_owned())
    }

    fn unit(&self) -> Unit {
        Unit::Share
    }

    fn title(&self, locale: Locale) -> String {
        (self.title)(locale).to_owned()
    }

    fn rule(&self, locale: Locale) -> String {
        format!("{} {}", (self.meaning)(locale), words::rule(locale))
    }

    fn parameters(&self) -> Vec<Parameter> {
        vec![Parameter::Places(Places::None), Parameter::Period(Period::Happened), Parameter::Exact]
    }

    fn apart(&self, locale: Locale) -> &'static str {
        words::apart(locale)
    }

    fn example(&self) -> Example {
        let (x, of) = (self.worked, 6.0);
        let (floor, ceiling) = (x / (of + 1.0), (x + 1.0) / (of + 1.0));
        Example { id: self.id, more: APPLIED, expected: Expected { value: x / of, floor, ceiling, numerator: x, n: 6 } }
    }

    fn formula(&self) -> String {
        self.formula.to_owned()
    }

    fn sentence(&self, locale: Locale, figure: &Figure) -> String {
        sentence_open(&OPEN, locale, figure, &(self.clause)(locale, &period::text(locale, figure)))
    }

    fn row(&self, case: &Case<'_, '_>) -> Result<Counted, LeftOut> {
        let applications: Vec<_> = case.applied()?.iter().map(|stay| Application::of(case, stay)).collect();
        let decided = applications.iter().filter_map(|application| {
            let (on, verdict) = application.decided.filter(|(on, _)| case.question.in_period(*on))?;
            Some((on, application.applied_on, verdict))
        });
        let Some((decided_on, applied_on, verdict)) = decided.max_by_key(|(on, applied_on, _)| (*on, *applied_on))
        else {
            return Err(if applications.iter().any(|application| application.decided.is_none()) {
                LeftOut::up_to(OutReason::Undecided, 1.0)
            } else {
                OutReason::BeforePeriod.into()
            });
        };
        let work = Work { applied_on: Some(applied_on), decided_on: Some(decided_on), ..Work::default() };
        let basis = Basis { work: Some(Box::new(work)), ..Basis::default() };
        Ok(exactly(if verdict == self.verdict { 1.0 } else { 0.0 }, basis))
    }

    fn add_up(&self, rows_in: &[RowIn], rows_out: &[RowOut], _question: &Question<'_>) -> Totals {
        add_up_open(&OPEN, rows_in, rows_out)
    }
}

crate::catalogue! {
    /// The words of applications.
    mod words {
        apart => {
            nb: "Ikke mellom hus eller programmer med ulike krav til søkerne: andelen sier like mye om hvem som søker, som om hvem som velger.",
            nn: "Ikkje mellom hus eller program med ulike krav til søkjarane: delen seier like mykje om kven som søkjer, som om kven som vel.",
            en: "Not between houses or programmes that ask different things of applicants: the share says as much of who applies as of who chooses." }
        admitted => { nb: "Søkere som ble tatt opp", nn: "Søkjarar som vart tekne opp", en: "Applicants admitted" }
        declined => { nb: "Søkere som fikk avslag", nn: "Søkjarar som fekk avslag", en: "Applicants declined" }
        withdrawn => { nb: "Søkere som trakk seg", nn: "Søkjarar som trekte seg", en: "Applicants withdrawn" }
        admitted_means => {
            nb: "Av bedriftene som har fått søknaden avgjort: andelen som ble tatt opp.",
            nn: "Av bedriftene som har fått søknaden avgjord: delen som vart teken opp.",
            en: "Of the startups whose application was decided: the share that was admitted." }
        declined_means => {
            nb: "Av bedriftene som har fått søknaden avgjort: andelen som fikk avslag av huset.",
            nn: "Av bedriftene som har fått søknaden avgjord: delen som fekk avslag av huset.",
            en: "Of the startups whose application was decided: the share that the house declined." }
        withdrawn_means => {
            nb: "Av bedriftene som har fått søknaden avgjort: andelen som selv trakk søknaden.",
            nn: "Av bedriftene som har fått søknaden avgjord: delen som sjølv trekte søknaden.",
            en: "Of the startups whose application was decided: the share that took it back themselves." }
        rule => {
            nb: "Hver bedrift teller én gang, med den siste avgjørelsen i perioden; tatt opp, avslått og trukket utgjør til sammen alle. Trukket betyr at gründeren selv sa fra. Søknader som ikke er avgjort, er utelatt. Er det spurt om en opptaksperiode, gjelder den dagen bedriften søkte. Region gjelder ikke: en søker har ikke noe arbeidssted ennå.",
            nn: "Kvar bedrift tel éin gong, med den siste avgjerda i perioden; teken opp, avslått og trekt utgjer til saman alle. Trekt tyder at gründeren sjølv sa frå. Søknader som ikkje er avgjorde, er utelatne. Er det spurt om ein opptaksperiode, gjeld den dagen bedrifta søkte. Region gjeld ikkje: ein søkjar har ikkje nokon arbeidsstad enno.",
            en: "Each startup counts once, by its latest decision in the period; admitted, declined and withdrawn make up all. Withdrawn means that the founder said so. Applications that are not decided are left out. A period of admission asked about is the day of application here. Region does not apply: an applicant has no workplace yet." }
        admitted_clause(period: &str) => {
            nb: "av søkerne som har fått svar {period}, ble tatt opp",
            nn: "av søkjarane som har fått svar {period}, vart tekne opp",
            en: "of the applicants decided {period} were admitted" }
        declined_clause(period: &str) => {
            nb: "av søkerne som har fått svar {period}, fikk avslag",
            nn: "av søkjarane som har fått svar {period}, fekk avslag",
            en: "of the applicants decided {period} were declined" }
        withdrawn_clause(period: &str) => {
            nb: "av søkerne som har fått søknaden avgjort {period}, trakk den selv",
            nn: "av søkjarane som har fått søknaden avgjord {period}, trekte han sjølve",
            en: "of the applicants decided {period} withdrew themselves" }
        open(count: &str, floor: &str, ceiling: &str) => {
            nb: "{count} til venter på svar: andelen kan ende mellom {floor} og {ceiling}.",
            nn: "{count} til ventar på svar: delen kan ende mellom {floor} og {ceiling}.",
            en: "Waiting for an answer: {count} more. The share may end between {floor} and {ceiling}." }
        nothing(clause: &str, open: &str) => {
            nb: "Hvor stor andel {clause}? Det kan ikke regnes ut ennå: {open} venter på svar.",
            nn: "Kor stor del {clause}? Det kan ikkje reknast ut enno: {open} ventar på svar.",
            en: "What share {clause}? It cannot be computed yet: {open} wait for an answer." }
    }
}
