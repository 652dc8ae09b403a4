//! `updates.response`: how many of the startups that were asked for an update answered.

use chrono::NaiveDate;

use super::definition::{Case, Counted, Definition, LeftOut, STALENESS_MONTHS, Totals};
use super::example::{Example, Expected, Says, Told};
use super::history::{Seen, up_to};
use super::parameter::{Parameter, Period, Places};
use super::scope::Question;
use super::share::{Open, add_up_open, exactly, sentence_open};
use super::{Basis, Figure, FigureId, OutReason, RowIn, RowOut, Unit, Work, period};
use crate::facts::{UpdateEvent, UpdateStep};
use crate::format;
use crate::ids::UpdateRoundId;
use crate::time::sub_months;
use crate::words::Locale;

/// Share answered, of the startups asked, each by its latest request that is over.
pub(super) struct UpdatesResponse;

/// Who still has time, or works nobody knows where, may yet be one who answered.
const OPEN: Open = Open {
    is: |reason| matches!(reason, OutReason::NotYetDue | OutReason::PlaceUnknown | OutReason::PlaceAmbiguous),
    band: words::open,
    nothing: words::nothing,
};

/// One startup's part in one round.
#[derive(Debug, Clone, Copy)]
struct Request {
    round: UpdateRoundId,
    asked_on: NaiveDate,
    due_on: NaiveDate,
    answered_on: Option<NaiveDate>,
    closed_on: Option<NaiveDate>,
    bounced_on: Option<NaiveDate>,
    revoked: bool,
}

impl Request {
    const fn is_answered(&self) -> bool {
        self.answered_on.is_some() || self.closed_on.is_some()
    }

    /// Whether it is known what became of it: answered, or due and not answered. The day it is due is the last one to answer on.
    fn is_over(&self, as_of: NaiveDate) -> bool {
        self.is_answered() || self.due_on < as_of
    }
}

/// The requests that stand at a date, in the order in which they were first made. What was taken back unanswered is none.
fn requests(steps: &[Seen<'_, UpdateStep>]) -> Vec<Request> {
    let mut requests: Vec<Request> = Vec::new();
    for seen in steps {
        let (on, step) = (seen.on(), seen.body);
        // Most steps are about one of the latest rounds.
        let known = requests.iter().rposition(|request| request.round == step.round);
        let Some(index) = known else {
            // What happened to a request that nobody made is not counted.
            if step.event == UpdateEvent::Asked {
                requests.push(Request {
                    round: step.round,
                    asked_on: on,
                    due_on: step.due_on.unwrap_or(on),
                    answered_on: None,
                    closed_on: None,
                    bounced_on: None,
                    revoked: false,
                });
            }
            continue;
        };
        let request = &mut requests[index];
        match step.event {
            // Asked once more it has the new day to answer until, and what did not arrive before may arrive now.
            UpdateEvent::Asked => {
                request.due_on = step.due_on.unwrap_or(request.due_on);
                request.revoked = false;
                request.bounced_on = None;
            }
            UpdateEvent::Answered => request.answered_on = Some(request.answered_on.unwrap_or(on)),
            UpdateEvent::Closed => request.closed_on = Some(request.closed_on.unwrap_or(on)),
            UpdateEvent::Bounced => request.bounced_on = Some(on),
            UpdateEvent::Revoked => request.revoked = true,
        }
    }
    requests.retain(|request| !request.revoked || request.is_answered());
    requests
}

impl Definition for UpdatesResponse {
    fn id(&self) -> FigureId {
        FigureId("updates.response".to_owned())
    }

    fn unit(&self) -> Unit {
        Unit::Share
    }

    fn title(&self, locale: Locale) -> String {
        words::title(locale).to_owned()
    }

    fn rule(&self, locale: Locale) -> String {
        words::rule(locale).to_owned()
    }

    fn parameters(&self) -> Vec<Parameter> {
        vec![Parameter::Places(Places::Startups), Parameter::Period(Period::Due(STALENESS_MONTHS)), Parameter::Exact]
    }

    fn apart(&self, locale: Locale) -> &'static str {
        words::apart(locale)
    }

    /// A answered, C did not, D still has time, B was not asked.
    fn example(&self) -> Example {
        const ASKED: &[Told] = &[
            ("A", "2023-11-01", Says::Asked("2023-11-15")),
            ("A", "2023-11-10", Says::Answered),
            ("C", "2023-11-01", Says::Asked("2023-11-15")),
            ("D", "2023-12-20", Says::Asked("2024-01-15")),
        ];
        let expected = Expected { value: 0.5, floor: 1.0 / 3.0, ceiling: 2.0 / 3.0, numerator: 1.0, n: 2 };
        Example { id: "updates.response", more: ASKED, expected }
    }

    fn formula(&self) -> String {
        "#{ i asked, latest request over by D : answered } / #{ i asked, latest request over by D }".to_owned()
    }

    fn counts_parts(&self) -> bool {
        true
    }

    fn sentence(&self, locale: Locale, figure: &Figure) -> String {
        let clause = words::clause(locale, &period::text(locale, figure));
        let text = sentence_open(&OPEN, locale, figure, &clause);
        let bounced = |row: &&RowIn| row.contribution == 0.0 && work(row).is_some_and(|work| work.bounced_on.is_some());
        let closed = |row: &&RowIn| work(row).is_some_and(|work| work.closed_on.is_some());
        let bounced = figure.rows_in.iter().filter(bounced).count();
        let closed = figure.rows_in.iter().filter(closed).count();
        let mut parts = vec![text];
        if closed > 0 {
            parts.push(words::closed(locale, &format::count(locale, closed)));
        }
        if bounced > 0 {
            parts.push(words::bounced(locale, &format::count(locale, bounced)));
        }
        parts.join(" ")
    }

    fn row(&self, case: &Case<'_, '_>) -> Result<Counted, LeftOut> {
        let stay = case.stay()?;
        let as_of = case.question.as_of();
        // Without a period a request counts as long as anything else does before it is old news.
        let from = case.question.query.scope.since.unwrap_or_else(|| sub_months(as_of, STALENESS_MONTHS));
        let mut requests = requests(up_to(&case.history.updates, as_of));
        requests.retain(|request| request.due_on >= from);
        if requests.is_empty() {
            return Err(OutReason::NotAsked.into());
        }
        case.in_region(1.0)?;
        let latest = requests.iter().filter(|request| request.is_over(as_of)).max_by_key(|request| request.due_on);
        let request = latest.ok_or(LeftOut::up_to(OutReason::NotYetDue, 1.0))?;
        let work = Work {
            asked_on: Some(request.asked_on),
            due_on: Some(request.due_on),
            answered_on: request.answered_on,
            closed_on: request.closed_on,
            bounced_on: request.bounced_on,
            ..Work::default()
        };
        let basis = Basis { work: Some(Box::new(work)), ..case.basis(stay) };
        Ok(exactly(if request.is_answered() { 1.0 } else { 0.0 }, basis))
    }

    fn add_up(&self, rows_in: &[RowIn], rows_out: &[RowOut], _question: &Question<'_>) -> Totals {
        add_up_open(&OPEN, rows_in, rows_out)
    }
}

fn work(row: &RowIn) -> Option<&Work> {
    row.basis.work.as_deref()
}

crate::catalogue! {
    /// The words of `updates.response`.
    mod words {
        title => { nb: "Svar på oppdateringer", nn: "Svar på oppdateringar", en: "Answers to updates" }
        rule => {
            nb: "Av bedriftene som er bedt om en oppdatering: andelen som har svart. Hver bedrift teller én gang, med den siste forespørselen i perioden som er besvart eller har fristen bak seg. Uten valgt periode gjelder frister de siste 15 månedene. «Vi har lagt ned» er et svar. Når e-posten ikke nådde fram, er det ikke svart. En forespørsel som er trukket tilbake, teller ikke. De som ikke har svart og fortsatt har tid, er utelatt.",
            nn: "Av bedriftene som er bedne om ei oppdatering: delen som har svara. Kvar bedrift tel éin gong, med den siste førespurnaden i perioden som er svara på eller har fristen bak seg. Utan vald periode gjeld fristar dei siste 15 månadene. «Vi har lagt ned» er eit svar. Når e-posten ikkje nådde fram, er det ikkje svara. Ein førespurnad som er trekt tilbake, tel ikkje. Dei som ikkje har svara og framleis har tid, er utelatne.",
            en: "Of the startups asked for an update: the share that answered. Each counts once, by its latest request in the period that is answered or past its due day. Without a period, due days of the last 15 months count. \"We have closed\" is an answer. Where the mail did not arrive, there is no answer. A request that was taken back does not count. Those that have not answered and still have time are left out." }
        apart => {
            nb: "Ikke med svarprosenten i en spørreundersøkelse: her teller hver bedrift én gang, med siste forespørsel, og «vi har lagt ned» er et svar.",
            nn: "Ikkje med svarprosenten i ei spørjeundersøking: her tel kvar bedrift éin gong, med siste førespurnad, og «vi har lagt ned» er eit svar.",
            en: "Not with the response rate of a survey: here each startup counts once, by its latest request, and “we have closed” is an answer." }
        clause(period: &str) => {
            nb: "av bedriftene har svart på siste oppdatering de er bedt om, {period}",
            nn: "av bedriftene har svara på siste oppdateringa dei er bedne om, {period}",
            en: "of the startups answered the latest update they were asked for, {period}" }
        open(count: &str, floor: &str, ceiling: &str) => {
            nb: "Åpent for {count} til (tid på seg eller ukjent sted): svarer ingen, blir andelen {floor}; svarer alle, blir den {ceiling}.",
            nn: "Ope for {count} til (tid på seg eller ukjend stad): svarar ingen, blir delen {floor}; svarar alle, blir han {ceiling}.",
            en: "Open for {count} more (time left, or place unknown): if none answers, the share will be {floor}; if all do, {ceiling}." }
        nothing(clause: &str, open: &str) => {
            nb: "Hvor stor andel {clause}? Det kan ikke regnes ut ennå: {open} er spurt, men har tid på seg eller ukjent sted.",
            nn: "Kor stor del {clause}? Det kan ikkje reknast ut enno: {open} er spurde, men har tid på seg eller ukjend stad.",
            en: "What share {clause}? It cannot be computed yet: {open} were asked, but still have time or an unknown place." }
        closed(count: &str) => {
            nb: "{count} av svarene er at bedriften har lagt ned.",
            nn: "{count} av svara er at bedrifta har lagt ned.",
            en: "{count} of the answers say that the startup has closed." }
        bounced(count: &str) => {
            nb: "E-posten kom i retur fra {count}; det teller som ikke besvart.",
            nn: "E-posten kom i retur frå {count}; det tel som ikkje svara på.",
            en: "The mail came back from {count}, which counts as not answered." }
    }
}
