//! The working day: notes, milestones, tasks, planned meetings, hours, and who could follow a startup up.
//!
//! What a meeting was is a fact ([`crate::facts::Meeting`]). What was said at it, what is to be done and by whom is kept apart, because
//! it is about people and goes when its time is over.

pub mod hours;
pub mod suggest;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use hours::{Budget, Hours, Per, Period, Spent, Used};

use crate::facts::MeetingKind;
use crate::ids::{
    EnrolmentId, FactId, MilestoneId, MilestoneTemplateId, NoteId, PersonId, PlannedMeetingId, ProgrammeId, StageId,
    StartupId, TaskId,
};
use crate::time::Instant;

/// Who a note is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// The founders, the mentors and the managers.
    Shared,
    /// Its author, and never anybody else.
    Private,
}

impl NoteKind {
    /// Both.
    pub const ALL: [NoteKind; 2] = [NoteKind::Shared, NoteKind::Private];

    /// The stable name in databases and forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            NoteKind::Shared => "shared",
            NoteKind::Private => "private",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A note about a startup, as it reads now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// This version.
    pub id: NoteId,
    /// The first version.
    pub root: NoteId,
    /// About which startup.
    pub startup: StartupId,
    /// At which meeting it was written, when it was.
    pub meeting: Option<FactId>,
    /// Who wrote it; `None` for the machine's command line. Only the author changes it.
    pub author: Option<PersonId>,
    /// Who it is for.
    pub kind: NoteKind,
    /// What it says, as Markdown.
    pub text: String,
    /// When this version was written.
    pub written_at: Instant,
    /// When the first one was.
    pub created_at: Instant,
}

impl Note {
    /// Whether it reads otherwise than it first did.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.id != self.root
    }
}

/// Something a startup is to reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Milestone {
    /// Its id.
    pub id: MilestoneId,
    /// Of which startup.
    pub startup: StartupId,
    /// What is to be reached.
    pub title: String,
    /// Who sees to it: a founder or a mentor.
    pub owner: Option<PersonId>,
    /// By which day.
    pub due_on: Option<NaiveDate>,
    /// On which day it was reached.
    pub done_on: Option<NaiveDate>,
    /// Who ticked it.
    pub done_by: Option<PersonId>,
}

/// Something somebody has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// What is to be done.
    pub title: String,
    /// By whom.
    pub owner: PersonId,
    /// About which startup, if about one.
    pub startup: Option<StartupId>,
    /// By which day.
    pub due_on: Option<NaiveDate>,
    /// On which day it was done.
    pub done_on: Option<NaiveDate>,
    /// Who ticked it.
    pub done_by: Option<PersonId>,
    /// Who wrote it down.
    pub created_by: Option<PersonId>,
}

/// How a day by which something is to be done lies to today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Due {
    /// It has passed.
    Overdue,
    /// It is today.
    Today,
    /// It is to come, or there is none.
    Later,
}

/// Where a day by which something is to be done lies.
#[must_use]
pub fn due(on: Option<NaiveDate>, today: NaiveDate) -> Due {
    match on {
        Some(on) if on < today => Due::Overdue,
        Some(on) if on == today => Due::Today,
        Some(_) | None => Due::Later,
    }
}

/// A milestone that a programme gives to every startup that enters a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Its id.
    pub id: MilestoneTemplateId,
    /// Of which programme.
    pub programme: ProgrammeId,
    /// Of which stage.
    pub stage: StageId,
    /// What is to be reached.
    pub title: String,
    /// Days until it is due, counted from the day it is taken up.
    pub days: Option<u32>,
}

/// A stage's templates that a stay has not taken up yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The stay.
    pub enrolment: EnrolmentId,
    /// Its programme.
    pub programme: ProgrammeId,
    /// The stage it stands in.
    pub stage: StageId,
    /// What is still to be taken up.
    pub templates: Vec<Template>,
}

/// A meeting that is to be held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Its id.
    pub id: PlannedMeetingId,
    /// With which startup.
    pub startup: StartupId,
    /// By whom.
    pub mentor: PersonId,
    /// When it begins.
    pub starts_at: Instant,
    /// How long it is to last, in minutes.
    pub minutes: u32,
    /// How.
    pub kind: MeetingKind,
    /// The meeting that it became, once it is logged.
    pub meeting: Option<FactId>,
    /// Until when a mailed link logs it; `None` when none is out.
    pub link_until: Option<Instant>,
}

impl Planned {
    /// When it is to end.
    #[must_use]
    pub fn ends_at(&self) -> Instant {
        self.starts_at + chrono::TimeDelta::minutes(self.minutes.into())
    }

    /// On which civil day.
    #[must_use]
    pub fn on(&self) -> NaiveDate {
        crate::time::oslo_date(self.starts_at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_of_note_reads_back_from_its_code() {
        for kind in NoteKind::ALL {
            assert_eq!(NoteKind::from_code(kind.code()), Some(kind));
        }
        assert_eq!(NoteKind::from_code("secret"), None);
    }

    #[test]
    fn what_is_due_today_is_not_overdue_and_what_has_no_day_never_is() {
        let day = |day| NaiveDate::from_ymd_opt(2024, 6, day).unwrap();
        assert_eq!(due(Some(day(4)), day(5)), Due::Overdue);
        assert_eq!(due(Some(day(5)), day(5)), Due::Today);
        assert_eq!(due(Some(day(6)), day(5)), Due::Later);
        assert_eq!(due(None, day(5)), Due::Later);
    }
}
