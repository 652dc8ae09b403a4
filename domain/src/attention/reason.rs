//! The sentences: why an item asks for attention, and what to do about it.

use super::{From, Item, Why};
use crate::facts::Span;
use crate::format;
use crate::ledger::Ledger;
use crate::words::Locale;

/// The one thing to do about an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// Meet, and write it down.
    LogMeeting,
    /// Move it on, or out.
    Move,
    /// Answer the application.
    Decide,
    /// Ask for an update once more.
    AskForUpdate,
    /// Say who follows it up.
    AssignMentor,
    /// Record the headcount at admission.
    RecordHeadcount,
    /// Record anything that shows it alive.
    RecordAlive,
}

impl Act {
    /// What the link says.
    #[must_use]
    pub const fn text(self, locale: Locale) -> &'static str {
        match self {
            Self::LogMeeting => w::log_meeting(locale),
            Self::Move => w::move_on(locale),
            Self::Decide => w::decide(locale),
            Self::AskForUpdate => w::ask(locale),
            Self::AssignMentor => w::assign(locale),
            Self::RecordHeadcount => w::record_headcount(locale),
            Self::RecordAlive => w::record_alive(locale),
        }
    }
}

impl Item {
    /// Why it asks for attention, as a sentence with its numbers and days. The ledger gives the stage its name.
    #[must_use]
    pub fn reason(&self, locale: Locale, ledger: &Ledger) -> String {
        let date = |on| format::date(locale, on);
        let number = |many: i64| format::count(locale, usize::try_from(many).unwrap_or_default());
        match self.why {
            Why::Stuck { stage, since, days, usual, from } => {
                let programme = ledger.programme(self.programme);
                let stage = programme.and_then(|programme| programme.stage(stage));
                let stage = stage.map(|stage| stage.name(locale).to_owned()).unwrap_or_default();
                let usual = match from {
                    From::Stage => w::usual_stage(locale, &number(usual)),
                    From::House(of) => w::usual_house(locale, &number(usual), &format::count(locale, of)),
                    From::Rule => w::usual_rule(locale, &number(usual)),
                };
                w::stuck(locale, &stage, &date(since), &number(days), &usual)
            }
            Why::NotMet { last: Some(last), weeks, .. } => w::not_met(locale, &date(last), &number(weeks)),
            Why::NotMet { last: None, admitted_on, weeks } => w::never_met(locale, &date(admitted_on), &number(weeks)),
            Why::Unanswered { due_on, days: 1 } => w::unanswered_one(locale, &date(due_on)),
            Why::Unanswered { due_on, days } => w::unanswered(locale, &date(due_on), &number(days)),
            Why::Bounced { on } => w::bounced(locale, &date(on)),
            Why::Fallen { before, before_on, after, after_on } => {
                w::fallen(locale, &span(locale, before), &date(before_on), &span(locale, after), &date(after_on))
            }
            Why::Unverified { last: Some(last), unknown_from: Some(from) } => {
                w::unverified(locale, &date(last), &date(from))
            }
            Why::Unverified { last: Some(last), unknown_from: None } => w::unknown(locale, &date(last)),
            Why::Unverified { last: None, .. } => w::never_verified(locale).to_owned(),
            Why::NoBaseline { admitted_on } => w::no_baseline(locale, &date(admitted_on)),
            Why::NoMentor { admitted_on, days } => w::no_mentor(locale, &date(admitted_on), &number(days)),
            Why::Waiting { applied_on, days } => w::waiting(locale, &date(applied_on), &number(days)),
        }
    }
}

fn span(locale: Locale, span: Span) -> String {
    let number = |many: u32| format::number(locale, f64::from(many), 0);
    if span.is_exact() { number(span.low) } else { format!("{}–{}", number(span.low), number(span.high)) }
}

crate::catalogue! {
    mod w {
        log_meeting => { nb: "Logg møte", nn: "Logg møte", en: "Log a meeting" }
        move_on => { nb: "Flytt", nn: "Flytt", en: "Move" }
        decide => { nb: "Svar på søknaden", nn: "Svar på søknaden", en: "Answer the application" }
        ask => { nb: "Spør igjen", nn: "Spør igjen", en: "Ask again" }
        assign => { nb: "Velg mentor", nn: "Vel mentor", en: "Assign a mentor" }
        record_headcount => { nb: "Registrer ansatte", nn: "Registrer tilsette", en: "Record headcount" }
        record_alive => { nb: "Registrer noe nytt", nn: "Registrer noko nytt", en: "Record something new" }
        stuck(stage: &str, since: &str, days: &str, usual: &str) => {
            nb: "I steget {stage} siden {since}: {days} dager. {usual}",
            nn: "I steget {stage} sidan {since}: {days} dagar. {usual}",
            en: "In the stage {stage} since {since}: {days} days. {usual}" }
        usual_stage(usual: &str) => {
            nb: "Vanlig er høyst {usual}.",
            nn: "Vanleg er høgst {usual}.",
            en: "Usual are at most {usual}." }
        usual_house(usual: &str, of: &str) => {
            nb: "Tre av fire kom videre innen {usual} (av {of}).",
            nn: "Tre av fire kom vidare innan {usual} (av {of}).",
            en: "Three of four moved on within {usual} (of {of})." }
        usual_rule(usual: &str) => {
            nb: "Huset regner {usual} som lenge.",
            nn: "Huset reknar {usual} som lenge.",
            en: "The house calls {usual} long." }
        not_met(last: &str, weeks: &str) => {
            nb: "Siste møte var {last}, for {weeks} uker siden.",
            nn: "Siste møte var {last}, for {weeks} veker sidan.",
            en: "The last meeting was on {last}, {weeks} weeks ago." }
        never_met(admitted: &str, weeks: &str) => {
            nb: "Ingen møter er registrert siden opptaket {admitted}, for {weeks} uker siden.",
            nn: "Ingen møte er registrerte sidan opptaket {admitted}, for {weeks} veker sidan.",
            en: "No meeting is recorded since the admission on {admitted}, {weeks} weeks ago." }
        unanswered(due: &str, days: &str) => {
            nb: "Spurt om oppdatering med frist {due}. Ikke svar, {days} dager over fristen.",
            nn: "Spurd om oppdatering med frist {due}. Ikkje svar, {days} dagar over fristen.",
            en: "Asked for an update by {due}. No answer, {days} days past due." }
        unanswered_one(due: &str) => {
            nb: "Spurt om oppdatering med frist {due}. Ikke svar, én dag over fristen.",
            nn: "Spurd om oppdatering med frist {due}. Ikkje svar, éin dag over fristen.",
            en: "Asked for an update by {due}. No answer, one day past due." }
        bounced(on: &str) => {
            nb: "E-posten med spørsmål om oppdatering kom i retur {on}. Sjekk adressen.",
            nn: "E-posten med spørsmål om oppdatering kom i retur {on}. Sjekk adressa.",
            en: "The mail asking for an update came back on {on}. Check the address." }
        fallen(before: &str, before_on: &str, after: &str, after_on: &str) => {
            nb: "Fra {before} ansatte ({before_on}) til {after} ({after_on}).",
            nn: "Frå {before} tilsette ({before_on}) til {after} ({after_on}).",
            en: "From {before} employees ({before_on}) to {after} ({after_on})." }
        unverified(last: &str, from: &str) => {
            nb: "Sist bekreftet i live {last}. Fra {from} teller den som ukjent.",
            nn: "Sist stadfesta i live {last}. Frå {from} tel ho som ukjend.",
            en: "Last verified alive on {last}. From {from} it counts as unknown." }
        unknown(last: &str) => {
            nb: "Sist bekreftet i live {last}. Den teller nå som ukjent.",
            nn: "Sist stadfesta i live {last}. Ho tel no som ukjend.",
            en: "Last verified alive on {last}. It now counts as unknown." }
        never_verified => {
            nb: "Aldri bekreftet i live. Den teller som ukjent.",
            nn: "Aldri stadfesta i live. Ho tel som ukjend.",
            en: "Never verified alive. It counts as unknown." }
        no_baseline(on: &str) => {
            nb: "Tatt opp {on} uten antall ansatte. Tall som sammenligner før og etter, holder den utenfor.",
            nn: "Teken opp {on} utan tal på tilsette. Tal som samanliknar før og etter, held ho utanfor.",
            en: "Admitted on {on} without a headcount. Figures that compare before and after leave it out." }
        no_mentor(on: &str, days: &str) => {
            nb: "Tatt opp {on}, og uten mentor i {days} dager.",
            nn: "Teken opp {on}, og utan mentor i {days} dagar.",
            en: "Admitted on {on}, and without a mentor for {days} days." }
        waiting(on: &str, days: &str) => {
            nb: "Søkte {on} og har ventet på svar i {days} dager.",
            nn: "Søkte {on} og har venta på svar i {days} dagar.",
            en: "Applied on {on} and has waited for an answer for {days} days." }
    }
}
