//! What a file tells, before anybody asked what the house knows already.

use chrono::NaiveDate;

use super::error::{CellError, Place, Warning};
use crate::facts::{
    CapitalRaised, FactKind, FundingAward, Headcount, LifeEvent, LifeEventKind, Meeting, MeetingKind, OtherSupport,
    Outcome, Revenue, Source, StageChange, Team, UpdateStep, Verification, Workplace,
};
use crate::ids::{EnrolmentId, FactId, StartupId};
use crate::organisation::OrganisationNumber;
use crate::pipeline::{Phase, StageKind};
use crate::time::Instant;
use crate::words::fold;

/// Everything a file tells.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Told {
    /// Programmes with stages of their own.
    pub programmes: Vec<ToldProgramme>,
    /// Cohorts with days of their own.
    pub cohorts: Vec<ToldCohort>,
    /// The startups, in the order of the file.
    pub startups: Vec<ToldStartup>,
    /// How many rows were read.
    pub rows: usize,
    /// Every cell that could not be understood.
    pub errors: Vec<CellError>,
    /// What a reader should know besides.
    pub warnings: Vec<Warning>,
}

/// A programme with its stages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldProgramme {
    /// Where it is told first.
    pub place: Place,
    /// Its short name.
    pub slug: String,
    /// Its name.
    pub name: Option<String>,
    /// Its stages in order: key, phase, kind and names in bokmål, nynorsk and English.
    pub stages: Vec<(String, Phase, StageKind, [String; 3])>,
}

/// A cohort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldCohort {
    /// The programme's short name or name.
    pub programme: String,
    /// Its own name.
    pub name: String,
    /// Its first day.
    pub starts_on: Option<NaiveDate>,
    /// Its last day.
    pub ends_on: Option<NaiveDate>,
}

/// A startup and what is told about it.
#[derive(Debug, Clone, PartialEq)]
pub struct ToldStartup {
    /// The row that tells of it first.
    pub place: Place,
    /// The key by which other sheets speak of it, when no row of its own tells of it: then the house must know it.
    pub reference: Option<String>,
    /// Our id, in our own workbook.
    pub id: Option<StartupId>,
    /// Its id where the file comes from.
    pub external_id: Option<String>,
    /// Its name; empty when no row of its own tells of it.
    pub name: String,
    /// Its sector.
    pub sector: Option<String>,
    /// Its site.
    pub website: Option<String>,
    /// When it was entered, in our own workbook.
    pub created_at: Option<Instant>,
    /// When the import that brought it was undone, in our own workbook.
    pub withdrawn_at: Option<Instant>,
    /// Its companies.
    pub companies: Vec<ToldCompany>,
    /// Its stays.
    pub stays: Vec<ToldStay>,
    /// Headcounts.
    pub headcounts: Vec<ToldFact<Headcount>>,
    /// Life events whose day the file states.
    pub life_events: Vec<ToldFact<LifeEvent>>,
    /// Verifications.
    pub verifications: Vec<ToldFact<Verification>>,
    /// Workplaces.
    pub workplaces: Vec<ToldFact<Workplace>>,
    /// Revenue.
    pub revenues: Vec<ToldFact<Revenue>>,
    /// Capital raised.
    pub capital: Vec<ToldFact<CapitalRaised>>,
    /// Awards.
    pub awards: Vec<ToldFact<FundingAward>>,
    /// Who else supported it.
    pub other_support: Vec<ToldFact<OtherSupport>>,
    /// Meetings.
    pub meetings: Vec<ToldFact<ToldMeeting>>,
    /// Founders and leaders in numbers.
    pub teams: Vec<ToldFact<Team>>,
    /// What became of requests for updates.
    pub updates: Vec<ToldFact<UpdateStep>>,
    /// What it is today.
    pub status: Option<ToldStatus>,
}

impl ToldStartup {
    /// A startup of which nothing but its row is known yet.
    #[must_use]
    pub const fn at(place: Place) -> Self {
        Self {
            place,
            reference: None,
            id: None,
            external_id: None,
            name: String::new(),
            sector: None,
            website: None,
            created_at: None,
            withdrawn_at: None,
            companies: Vec::new(),
            stays: Vec::new(),
            headcounts: Vec::new(),
            life_events: Vec::new(),
            verifications: Vec::new(),
            workplaces: Vec::new(),
            revenues: Vec::new(),
            capital: Vec::new(),
            awards: Vec::new(),
            other_support: Vec::new(),
            meetings: Vec::new(),
            teams: Vec::new(),
            updates: Vec::new(),
            status: None,
        }
    }
}

/// A company of a startup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldCompany {
    /// Where its number stands.
    pub place: Place,
    /// Its number.
    pub number: OrganisationNumber,
    /// Its registered name.
    pub name: Option<String>,
}

/// A stay of a startup in a programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldStay {
    /// Where it is told.
    pub place: Place,
    /// Our id, in our own workbook.
    pub id: Option<EnrolmentId>,
    /// The programme's short name or name.
    pub programme: String,
    /// The programme's name, for when it must be made.
    pub programme_name: Option<String>,
    /// The cohort's name.
    pub cohort: Option<String>,
    /// The cohort's days, where a batch code tells them.
    pub cohort_days: Option<(NaiveDate, NaiveDate)>,
    /// Its moves.
    pub changes: Vec<ToldChange>,
}

/// A move of a stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldChange {
    /// Where and when.
    pub head: Head,
    /// Into which stage; `None` only withdraws.
    pub to: Option<StageGoal>,
    /// Where the stage stands.
    pub stage_at: Place,
    /// From which stage, by its key, in our own workbook.
    pub from: Option<String>,
    /// How the stay ended, when the file says.
    pub outcome: Option<Outcome>,
}

/// Into which stage a move goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StageGoal {
    /// The stage in which an application starts. A stay has one.
    Application,
    /// The stage that admits. A stay has one.
    Admission,
    /// The stage of the programme that declines. A stay has one end.
    Declined,
    /// The exit stage of an outcome. A stay has one end.
    Exit(Outcome),
    /// The stage of this key, in a sheet of moves; a stay may enter it more than once.
    Key(String),
}

/// The part that all told facts share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Where it stands.
    pub place: Place,
    /// The day it was true.
    pub valid_on: NaiveDate,
    /// Its id, in our own workbook.
    pub id: Option<FactId>,
    /// When it was recorded, in our own workbook.
    pub recorded_at: Option<Instant>,
    /// Who recorded it, in our own workbook.
    pub recorded_by: Option<String>,
    /// Where it comes from; the profile's source when it does not say.
    pub source: Source,
    /// What shows it.
    pub evidence: Option<String>,
    /// The fact whose place it takes, in our own workbook.
    pub supersedes: Option<FactId>,
    /// Why it supersedes or withdraws, or why a stay ended.
    pub reason: Option<String>,
    /// Whether the file has one place for this fact of a startup, so that another day in it is a correction and no second fact.
    pub single: bool,
}

impl Head {
    /// A fact of a sheet that knows nothing of ours.
    #[must_use]
    pub const fn plain(place: Place, valid_on: NaiveDate, source: Source) -> Self {
        Self {
            place,
            valid_on,
            id: None,
            recorded_at: None,
            recorded_by: None,
            source,
            evidence: None,
            supersedes: None,
            reason: None,
            single: false,
        }
    }
}

/// A told fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldFact<T> {
    /// Where, when, from whom.
    pub head: Head,
    /// What was observed; `None` only withdraws.
    pub body: Option<T>,
}

/// A meeting, before anybody asked which programme is meant. Who held it no file tells: people are not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldMeeting {
    /// The programme's short name or name; the one the startup's stays decide when the file does not say.
    pub programme: Option<String>,
    /// Where that stands.
    pub programme_at: Place,
    /// How long, in minutes.
    pub minutes: u32,
    /// How.
    pub kind: MeetingKind,
}

/// What a file says a startup is today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldStatus {
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub word: StatusWord,
    /// Since when, if the file says.
    pub on: Option<NaiveDate>,
}

/// The words for what a startup is today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusWord {
    /// Somebody saw it alive.
    Alive,
    /// Nobody knows.
    Unknown,
    /// What happened to it last.
    Event(LifeEventKind),
}

/// A fact's body of any kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// A move of a stay.
    StageChange(StageChange),
    /// A headcount observation.
    Headcount(Headcount),
    /// A life event.
    LifeEvent(LifeEvent),
    /// Verified alive.
    Verification(Verification),
    /// A workplace.
    Workplace(Workplace),
    /// A year's revenue.
    Revenue(Revenue),
    /// Capital raised.
    Capital(CapitalRaised),
    /// A step of an award.
    Award(FundingAward),
    /// Another programme that supported it.
    OtherSupport(OtherSupport),
    /// A meeting.
    Meeting(Meeting),
    /// Founders and leaders in numbers.
    Team(Team),
    /// What became of a request for an update.
    Update(UpdateStep),
}

/// A body whose kind the compiler knows.
pub trait Observed: Clone + PartialEq {
    /// Its kind.
    const KIND: FactKind;
    /// The same among all kinds.
    fn wrap(self) -> Body;
    /// What tells two facts of one startup, day and source apart: two with the same are the same observation, told twice.
    fn subject(&self) -> String {
        String::new()
    }
    /// Whether a known one says the same, as far as a file can tell.
    fn same(&self, known: &Self) -> bool {
        self == known
    }
    /// The same with what no file tells kept from the one whose place it takes.
    fn keeping(self, _former: &Self) -> Self {
        self
    }
}

impl Observed for Meeting {
    const KIND: FactKind = FactKind::Meeting;
    fn wrap(self) -> Body {
        Body::Meeting(self)
    }
    // Two meetings of one day that differ in nothing are one, told twice.
    fn subject(&self) -> String {
        format!("{} {} {}", self.programme, self.kind.code(), self.minutes)
    }
    fn same(&self, known: &Self) -> bool {
        *self == Self { mentor: self.mentor, ..*known }
    }
    fn keeping(self, former: &Self) -> Self {
        Self { mentor: former.mentor, ..self }
    }
}

impl Observed for FundingAward {
    const KIND: FactKind = FactKind::Award;
    fn wrap(self) -> Body {
        Body::Award(self)
    }
    fn subject(&self) -> String {
        format!("{} {}", self.scheme, self.status.code())
    }
    // A sheet that knows neither awards nor terms says the same as a fact that does.
    fn same(&self, known: &Self) -> bool {
        *self == *known || *self == Self::plain(&known.scheme, known.status, known.amount)
    }
    fn keeping(self, former: &Self) -> Self {
        let award = self.award.or(former.award);
        let terms = if self.terms.is_unstated() { former.terms.clone() } else { self.terms };
        Self { award, terms, ..self }
    }
}

macro_rules! observed {
    ($($type:ty => $kind:ident $(, $subject:expr)?;)+) => {$(
        impl Observed for $type {
            const KIND: FactKind = FactKind::$kind;
            fn wrap(self) -> Body {
                Body::$kind(self)
            }
            $(fn subject(&self) -> String {
                let subject: fn(&$type) -> String = $subject;
                subject(self)
            })?
        }
    )+};
}

observed! {
    StageChange => StageChange, |change| format!("{} {}", change.enrolment, change.to);
    Headcount => Headcount;
    LifeEvent => LifeEvent, |event| event.kind.code().to_owned();
    Verification => Verification;
    Workplace => Workplace;
    Revenue => Revenue;
    CapitalRaised => Capital, |raised| format!("{} {}", raised.amount.minor, raised.amount.currency.code());
    OtherSupport => OtherSupport, |support| fold(&support.supporter);
    Team => Team;
    UpdateStep => Update, |step| format!("{} {}", step.round, step.event.code());
}
