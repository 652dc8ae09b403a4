//! What asks for attention: one item for each rule that a startup has run into, with its reason in words and the one thing to do about it.
//!
//! - [`rules`] the rules as data, with what ships and what a programme sets otherwise
//! - [`usual`] how long one usually stays in a stage
//! - [`reason`] the sentences
//! - [`items`] the engine: from a ledger, its rules and a day to the list
//!
//! - [`contracts`] what asks for attention about contracts, which are of no startup
//!
//! Pure, and cut to what a reader sees by the ledger it is given.

pub mod contracts;
mod reason;
mod rules;
mod usual;

use chrono::{Days, NaiveDate};

pub use self::contracts::{ContractItem, ContractWhy, contract_items};
pub use self::reason::Act;
pub use self::rules::{AttentionRules, HouseRules, Rule, Setting, Severity};
pub use self::usual::{FEWEST, From, UsualTimes};
use crate::access::tie::mentor_on;
use crate::facts::{Span, UpdateEvent};
use crate::figures::STALENESS_MONTHS;
use crate::figures::history::History;
use crate::figures::status::{self, Status};
use crate::ids::{EnrolmentId, ProgrammeId, StageId, StartupId};
use crate::ledger::{Ledger, StartupLedger};
use crate::pipeline::{Course, Phase, Programme};
use crate::time::{Instant, days_between, sub_months};

/// How many days past its due date a request for an update can still be answered; as long as its link is good.
const ANSWERABLE: i64 = 60;

/// A fall by fewer heads than this is somebody who moved on, not a sign.
const FEWEST_HEADS: u32 = 2;

/// Why a startup asks for attention, with the numbers and days that say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It has stood in a stage for `days`; usual are `usual`.
    Stuck {
        /// The stage.
        stage: StageId,
        /// Since when.
        since: NaiveDate,
        /// For how many days.
        days: i64,
        /// How many are usual.
        usual: i64,
        /// Who says so.
        from: From,
    },
    /// Last met on that day, `weeks` ago; `None` when never since the admission on `admitted_on`.
    NotMet {
        /// When last.
        last: Option<NaiveDate>,
        /// Since when it could have been met.
        admitted_on: NaiveDate,
        /// Whole weeks since the later of the two.
        weeks: i64,
    },
    /// Asked for an update until `due_on`, and no answer for `days` after that.
    Unanswered {
        /// Until when.
        due_on: NaiveDate,
        /// Days past it.
        days: i64,
    },
    /// The mail that asked for an update came back on that day.
    Bounced {
        /// When.
        on: NaiveDate,
    },
    /// From so many employees a year ago to so many.
    Fallen {
        /// Then.
        before: Span,
        /// When that was observed.
        before_on: NaiveDate,
        /// Now.
        after: Span,
        /// When that was observed.
        after_on: NaiveDate,
    },
    /// Last shown alive on that day; `None` when nothing ever did.
    Unverified {
        /// When last.
        last: Option<NaiveDate>,
        /// When the startup begins to count as unknown, if that is still to come.
        unknown_from: Option<NaiveDate>,
    },
    /// Admitted on that day without a headcount.
    NoBaseline {
        /// When.
        admitted_on: NaiveDate,
    },
    /// Admitted on that day, and without a mentor for `days`.
    NoMentor {
        /// When.
        admitted_on: NaiveDate,
        /// Days since then, or since the last mentor left.
        days: i64,
    },
    /// Applied on that day, `days` ago, and not answered.
    Waiting {
        /// When.
        applied_on: NaiveDate,
        /// How long ago.
        days: i64,
    },
}

/// One thing that asks for attention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Which startup.
    pub startup: StartupId,
    /// Its name, by which equal items are ordered.
    pub name: String,
    /// Which stay.
    pub stay: EnrolmentId,
    /// Of which programme, whose rule it is.
    pub programme: ProgrammeId,
    /// Which rule.
    pub rule: Rule,
    /// How much it matters.
    pub severity: Severity,
    /// On which day the rule's limit was passed.
    pub since: NaiveDate,
    /// Why.
    pub why: Why,
}

impl Item {
    /// What the item rests on, as a text that changes when any of it does: an item that was put off comes back then.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let facts = match self.why {
            Why::Stuck { stage, since, .. } => format!("{stage} {since}"),
            Why::NotMet { last, admitted_on, .. } => format!("{last:?} {admitted_on}"),
            Why::Unanswered { due_on, .. } => format!("due {due_on}"),
            Why::Bounced { on } => format!("bounced {on}"),
            // Not when the earlier number was observed: as the year moves on, that may become another day.
            Why::Fallen { before, after, after_on, .. } => format!("{} {} {after_on}", before.low, after.high),
            Why::Unverified { last, .. } => format!("{last:?}"),
            Why::NoBaseline { admitted_on } | Why::NoMentor { admitted_on, .. } => admitted_on.to_string(),
            Why::Waiting { applied_on, .. } => applied_on.to_string(),
        };
        format!("{} {facts}", self.stay)
    }

    /// What to do about it.
    #[must_use]
    pub const fn act(&self) -> Act {
        match self.rule {
            Rule::StuckInStage => Act::Move,
            Rule::ApplicationWaiting => Act::Decide,
            Rule::NoMeeting | Rule::FiguresFallen => Act::LogMeeting,
            Rule::UpdateOverdue => Act::AskForUpdate,
            Rule::NotVerified => Act::RecordAlive,
            Rule::NoBaseline => Act::RecordHeadcount,
            Rule::NoMentor => Act::AssignMentor,
        }
    }
}

/// Everything in a ledger that asks for attention on a day, what matters most first, then what has waited longest.
///
/// `usual` is of the whole house, the ledger only of what the reader sees.
#[must_use]
pub fn items(
    ledger: &Ledger,
    rules: &HouseRules,
    usual: &UsualTimes,
    known_at: Instant,
    today: NaiveDate,
) -> Vec<Item> {
    let mut items = Vec::new();
    for startup in ledger.startups.iter().filter(|startup| startup.is_known_at(known_at)) {
        About::of(ledger, startup, usual, known_at, today).look(rules, &mut items);
    }
    items.sort_by(|a, b| {
        (a.severity, a.since, &a.name, a.startup, a.rule, a.stay)
            .cmp(&(b.severity, b.since, &b.name, b.startup, b.rule, b.stay))
    });
    items
}

/// The items of one startup, in the same order.
#[must_use]
pub fn items_of(
    ledger: &Ledger,
    startup: &StartupLedger,
    rules: &HouseRules,
    usual: &UsualTimes,
    known_at: Instant,
    today: NaiveDate,
) -> Vec<Item> {
    let mut items = Vec::new();
    About::of(ledger, startup, usual, known_at, today).look(rules, &mut items);
    items.sort_by_key(|item| (item.severity, item.since, item.rule));
    items
}

/// A stay and where it stands.
struct Stands<'a> {
    id: EnrolmentId,
    programme: &'a Programme,
    course: Course,
}

/// What is asked of one startup.
struct About<'a> {
    history: History<'a>,
    usual: &'a UsualTimes,
    known_at: Instant,
    today: NaiveDate,
    stays: Vec<Stands<'a>>,
}

impl<'a> About<'a> {
    fn of(
        ledger: &'a Ledger,
        startup: &'a StartupLedger,
        usual: &'a UsualTimes,
        known_at: Instant,
        today: NaiveDate,
    ) -> Self {
        let history = History::of(ledger, startup, known_at);
        let stays = startup
            .enrolments
            .iter()
            .filter_map(|stay| {
                let programme = ledger.programme(stay.programme)?;
                let course = Course::at(programme, stay.id, &history.stage_changes, today)?;
                Some(Stands { id: stay.id, programme, course })
            })
            .collect();
        Self { history, usual, known_at, today, stays }
    }

    fn look(&self, rules: &HouseRules, items: &mut Vec<Item>) {
        if matches!(status::at(&self.history, self.today), Status::Dead { .. } | Status::Absorbed { .. }) {
            return;
        }
        for stay in self.stays.iter().filter(|stay| stay.course.is_open()) {
            let rules = rules.of(stay.programme.id);
            if stay.course.admitted_on.is_none() {
                self.add(items, stay, rules, Rule::ApplicationWaiting, |setting| self.waiting(stay, setting));
            } else {
                self.add(items, stay, rules, Rule::StuckInStage, |setting| self.stuck(stay, setting));
            }
        }
        // What is about the startup and not about a stay is asked once, by the rules of the programme it came to last.
        let admitted = |stay: &&Stands<'_>| stay.course.admitted_on.is_some();
        let open = self.stays.iter().filter(admitted).filter(|stay| stay.course.is_open());
        if let Some(stay) = open.max_by_key(|stay| (stay.course.admitted_on, stay.id)) {
            let rules = rules.of(stay.programme.id);
            self.add(items, stay, rules, Rule::NoMeeting, |setting| self.not_met(stay, setting));
            self.add(items, stay, rules, Rule::FiguresFallen, |setting| self.fallen(setting));
            self.add(items, stay, rules, Rule::NotVerified, |setting| self.unverified(stay, setting));
            self.add(items, stay, rules, Rule::NoBaseline, |setting| self.no_baseline(stay, setting));
            self.add(items, stay, rules, Rule::NoMentor, |setting| self.no_mentor(stay, setting));
        }
        // Alumni are asked too, and are the only ones out of the house who can owe an answer.
        if let Some(stay) = self.stays.iter().filter(admitted).max_by_key(|stay| (stay.course.admitted_on, stay.id)) {
            self.add(items, stay, rules.of(stay.programme.id), Rule::UpdateOverdue, |setting| self.overdue(setting));
        }
    }

    /// Adds what a rule finds: since when, and why.
    fn add(
        &self,
        items: &mut Vec<Item>,
        stay: &Stands<'_>,
        rules: &AttentionRules,
        rule: Rule,
        find: impl FnOnce(Setting) -> Option<(NaiveDate, Why)>,
    ) {
        let setting = rules.get(rule);
        if !setting.on {
            return;
        }
        let profile = &self.history.startup.profile;
        items.extend(find(setting).map(|(since, why)| Item {
            startup: profile.id,
            name: profile.name.clone(),
            stay: stay.id,
            programme: stay.programme.id,
            rule,
            severity: setting.severity,
            since,
            why,
        }));
    }

    fn waiting(&self, stay: &Stands<'_>, setting: Setting) -> Option<(NaiveDate, Why)> {
        let applied_on = stay.course.applied_on;
        let days = days_between(applied_on, self.today);
        let limit = i64::from(setting.limit);
        (days > limit).then(|| (after(applied_on, limit), Why::Waiting { applied_on, days }))
    }

    fn stuck(&self, stay: &Stands<'_>, setting: Setting) -> Option<(NaiveDate, Why)> {
        let stage = stay.programme.stage(stay.course.stage)?;
        let (usual, from) = self.usual.of_stage(stage, setting.limit);
        let since = stay.course.since;
        let days = days_between(since, self.today);
        (days > usual).then(|| (after(since, usual), Why::Stuck { stage: stage.id, since, days, usual, from }))
    }

    fn not_met(&self, stay: &Stands<'_>, setting: Setting) -> Option<(NaiveDate, Why)> {
        let admitted_on = stay.course.admitted_on?;
        let phase = stay.programme.stage(stay.course.stage)?.phase;
        if phase != Phase::Mentoring {
            return None;
        }
        let last = self.history.meetings.iter().rfind(|met| met.on() <= self.today).map(|met| met.on());
        let from = last.unwrap_or(admitted_on).max(admitted_on);
        let days = days_between(from, self.today);
        let limit = i64::from(setting.limit) * 7;
        (days > limit).then(|| (after(from, limit), Why::NotMet { last, admitted_on, weeks: days / 7 }))
    }

    fn overdue(&self, setting: Setting) -> Option<(NaiveDate, Why)> {
        let steps = || self.history.updates.iter().filter(|step| step.on() <= self.today);
        // Of several rounds the last one counts: whoever answers that one has answered.
        let asked = steps().rfind(|step| step.body.event == UpdateEvent::Asked)?;
        let later = steps().filter(|step| step.body.round == asked.body.round).map(|step| (step.on(), step.body.event));
        let due_on = asked.body.due_on.unwrap_or_else(|| asked.on());
        // Nobody can answer a round that is over; the next one asks again.
        if days_between(due_on, self.today) > ANSWERABLE {
            return None;
        }
        let mut bounced = None;
        for (on, event) in later {
            match event {
                UpdateEvent::Answered | UpdateEvent::Closed | UpdateEvent::Revoked => return None,
                UpdateEvent::Bounced => bounced = Some(on),
                UpdateEvent::Asked => {}
            }
        }
        if let Some(on) = bounced {
            return Some((on, Why::Bounced { on }));
        }
        let days = days_between(due_on, self.today);
        let limit = i64::from(setting.limit);
        (days > limit).then(|| (after(due_on, limit), Why::Unanswered { due_on, days }))
    }

    fn fallen(&self, setting: Setting) -> Option<(NaiveDate, Why)> {
        let year_ago = sub_months(self.today, 12);
        let before = self.history.headcount_at(year_ago)?;
        let after = self.history.headcount_at(self.today).filter(|seen| seen.on() > year_ago)?;
        // Of numbers that are only known to lie between two, the ones that fell least.
        let (was, is) = (before.body.employees.low, after.body.employees.high);
        let fell = was.saturating_sub(is);
        let enough = fell >= FEWEST_HEADS && u64::from(fell) * 100 >= u64::from(was) * u64::from(setting.limit);
        let why = Why::Fallen {
            before: before.body.employees,
            before_on: before.on(),
            after: after.body.employees,
            after_on: after.on(),
        };
        enough.then(|| (after.on(), why))
    }

    fn unverified(&self, stay: &Stands<'_>, setting: Setting) -> Option<(NaiveDate, Why)> {
        let last = self.history.last_verified(self.today);
        let from = last.or(stay.course.admitted_on)?;
        let passed = |months: u32| from.checked_add_months(chrono::Months::new(months)).unwrap_or(NaiveDate::MAX);
        let limit = passed(setting.limit);
        let unknown_from = Some(passed(STALENESS_MONTHS)).filter(|on| last.is_some() && *on >= self.today);
        (limit < self.today).then(|| (after(limit, 0), Why::Unverified { last, unknown_from }))
    }

    fn no_baseline(&self, stay: &Stands<'_>, setting: Setting) -> Option<(NaiveDate, Why)> {
        let admitted_on = stay.course.admitted_on?;
        let oldest = sub_months(admitted_on, STALENESS_MONTHS);
        if self.history.headcount_at(admitted_on).is_some_and(|seen| seen.on() >= oldest) {
            return None;
        }
        let limit = i64::from(setting.limit);
        let late = days_between(admitted_on, self.today) > limit;
        late.then(|| (after(admitted_on, limit), Why::NoBaseline { admitted_on }))
    }

    fn no_mentor(&self, stay: &Stands<'_>, setting: Setting) -> Option<(NaiveDate, Why)> {
        let admitted_on = stay.course.admitted_on?;
        let startup = self.history.startup;
        if mentor_on(startup, self.today).is_some() {
            return None;
        }
        let assignments = crate::facts::in_force(&startup.mentors, self.known_at);
        let left_on = assignments.into_iter().rfind(|fact| fact.valid_on <= self.today).map(|fact| fact.valid_on);
        let from = left_on.unwrap_or(admitted_on).max(admitted_on);
        let days = days_between(from, self.today);
        let limit = i64::from(setting.limit);
        (days > limit).then(|| (after(from, limit), Why::NoMentor { admitted_on, days }))
    }
}

/// The day after so many days: the first on which a limit is passed.
fn after(from: NaiveDate, days: i64) -> NaiveDate {
    let days = u64::try_from(days).unwrap_or_default().saturating_add(1);
    from.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}
