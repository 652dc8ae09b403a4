//! Programmes, their stages, and which moves are legal.
//!
//! Phases are fixed: intake, mentoring, exit. Stages inside a phase belong to the programme and are data. A move is a
//! [`StageChange`]; where an enrolment stands on a date is *computed* from the changes in force, never stored.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::facts::{Fact, Outcome, StageChange};
use crate::ids::{CohortId, EnrolmentId, ProgrammeId, StageId};
use crate::words::Locale;

/// One of the three fixed phases of a stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// From application to admission.
    Intake,
    /// In the house.
    Mentoring,
    /// Out of the house.
    Exit,
}

impl Phase {
    /// The phases in order.
    pub const ALL: [Phase; 3] = [Phase::Intake, Phase::Mentoring, Phase::Exit];

    /// The stable name in databases, files and URLs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Phase::Intake => "intake",
            Phase::Mentoring => "mentoring",
            Phase::Exit => "exit",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| phase.code() == code)
    }

    /// The name a reader sees.
    #[must_use]
    pub const fn name(self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Phase::Intake, Locale::Nb | Locale::Nn) => "Inntak",
            (Phase::Intake, Locale::En) => "Intake",
            (Phase::Mentoring, Locale::Nb) => "Oppfølging",
            (Phase::Mentoring, Locale::Nn) => "Oppfølging",
            (Phase::Mentoring, Locale::En) => "Mentoring",
            (Phase::Exit, Locale::Nb | Locale::Nn) => "Ute",
            (Phase::Exit, Locale::En) => "Exit",
        }
    }
}

/// What a stage does to a stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StageKind {
    /// A step on the way.
    Step,
    /// The startup is admitted here (the last stage of intake); entering any mentoring stage admits as well.
    Admission,
    /// The application was declined or withdrawn: the stay is closed without an admission.
    Declined,
    /// The stay ended, with this outcome.
    Exit(Outcome),
}

/// A stage of a programme.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stage {
    /// The stage's id.
    pub id: StageId,
    /// The stable name within its programme, used in sheets and URLs: `idea`.
    pub key: String,
    /// Its phase.
    pub phase: Phase,
    /// What it does to a stay.
    pub kind: StageKind,
    /// Its names in bokmål, nynorsk and English.
    pub names: [String; 3],
    /// Its place in the programme, counted over all phases from 0.
    pub position: u16,
    /// Whether it is kept for its history only: nothing new moves into it.
    #[serde(default)]
    pub retired: bool,
    /// How many days one usually stays in it, when the programme has said so.
    #[serde(default)]
    pub usual_days: Option<u16>,
}

impl Stage {
    /// The name a reader sees.
    #[must_use]
    pub fn name(&self, locale: Locale) -> &str {
        match locale {
            Locale::Nb => &self.names[0],
            Locale::Nn => &self.names[1],
            Locale::En => &self.names[2],
        }
    }

    /// Whether a stay that enters this stage is, or has been, admitted.
    #[must_use]
    pub fn admits(&self) -> bool {
        self.kind == StageKind::Admission || self.phase == Phase::Mentoring
    }

    /// Whether a stay in this stage is over: exited, or declined.
    #[must_use]
    pub fn closes(&self) -> bool {
        matches!(self.kind, StageKind::Declined | StageKind::Exit(_))
    }
}

/// One row of [`DEFAULT_STAGES`]: key, phase, kind, and the names in bokmål, nynorsk and English.
pub type StageTemplate = (&'static str, Phase, StageKind, [&'static str; 3]);

/// The stages a new programme starts with.
pub const DEFAULT_STAGES: [StageTemplate; 11] = [
    ("applied", Phase::Intake, StageKind::Step, ["Søkt", "Søkt", "Applied"]),
    ("screening", Phase::Intake, StageKind::Step, ["Vurdering", "Vurdering", "Screening"]),
    ("declined", Phase::Intake, StageKind::Declined, ["Avslått", "Avslått", "Declined"]),
    ("admitted", Phase::Intake, StageKind::Admission, ["Tatt opp", "Teken opp", "Admitted"]),
    ("idea", Phase::Mentoring, StageKind::Step, ["Idé", "Idé", "Idea"]),
    ("validation", Phase::Mentoring, StageKind::Step, ["Validering", "Validering", "Validation"]),
    ("growth", Phase::Mentoring, StageKind::Step, ["Vekst", "Vekst", "Growth"]),
    ("graduated", Phase::Exit, StageKind::Exit(Outcome::Graduated), ["Uteksaminert", "Uteksaminert", "Graduated"]),
    ("left", Phase::Exit, StageKind::Exit(Outcome::Left), ["Sluttet", "Slutta", "Left"]),
    ("acquired", Phase::Exit, StageKind::Exit(Outcome::Acquired), ["Kjøpt opp", "Kjøpt opp", "Acquired"]),
    ("discontinued", Phase::Exit, StageKind::Exit(Outcome::Discontinued), ["Lagt ned", "Lagt ned", "Discontinued"]),
];

/// A programme: an incubator's offer with its own stages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programme {
    /// The programme's id.
    pub id: ProgrammeId,
    /// The stable name in URLs, files and on the command line: `inkubator`.
    pub slug: String,
    /// The name a reader sees.
    pub name: String,
    /// Its stages in order of position.
    pub stages: Vec<Stage>,
}

impl Programme {
    /// The stage with this id.
    #[must_use]
    pub fn stage(&self, id: StageId) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.id == id)
    }

    /// The stage with this stable name.
    #[must_use]
    pub fn stage_by_key(&self, key: &str) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.key == key)
    }

    /// The stage in which an application starts: the first of intake.
    #[must_use]
    pub fn first_stage(&self) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.phase == Phase::Intake && stage.kind == StageKind::Step && !stage.retired)
    }

    /// The stage that admits.
    #[must_use]
    pub fn admission_stage(&self) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.kind == StageKind::Admission && !stage.retired)
    }

    /// The exit stage for an outcome.
    #[must_use]
    pub fn exit_stage(&self, outcome: Outcome) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.kind == StageKind::Exit(outcome) && !stage.retired)
    }
}

/// The startups admitted to a programme together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cohort {
    /// The cohort's id.
    pub id: CohortId,
    /// Of which programme.
    pub programme: ProgrammeId,
    /// Its name, unique in the programme: `2019 vår`.
    pub name: String,
    /// When it starts, if that is known.
    pub starts_on: Option<NaiveDate>,
    /// When it ends, if that is known.
    pub ends_on: Option<NaiveDate>,
}

/// One stay of a startup in a programme. Where it stands is computed from its stage changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// The stay's id.
    pub id: EnrolmentId,
    /// In which programme.
    pub programme: ProgrammeId,
    /// In which cohort, if any.
    pub cohort: Option<CohortId>,
}

/// The dated course of one stay, computed from the stage changes in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Course {
    /// First change of the stay: the application.
    pub applied_on: NaiveDate,
    /// When it was admitted, if it was.
    pub admitted_on: Option<NaiveDate>,
    /// When it closed (exit or decline), if it is closed.
    pub closed_on: Option<NaiveDate>,
    /// How it closed; `None` while open and when declined.
    pub outcome: Option<Outcome>,
    /// The stage it stands in.
    pub stage: StageId,
    /// Since when it has stood there.
    pub since: NaiveDate,
}

impl Course {
    /// Whether the stay is open.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.closed_on.is_none()
    }

    /// When the startup exited; `None` while it is in, and for a declined application.
    #[must_use]
    pub const fn exited_on(&self) -> Option<NaiveDate> {
        match (self.admitted_on, self.closed_on) {
            (Some(_), Some(on)) => Some(on),
            _ => None,
        }
    }

    /// The course of an enrolment at `as_of`, from its startup's changes in force (in order); `None` before it applied.
    #[must_use]
    pub fn at(
        programme: &Programme,
        enrolment: EnrolmentId,
        changes: &[&Fact<StageChange>],
        as_of: NaiveDate,
    ) -> Option<Self> {
        let mut course: Option<Self> = None;
        for fact in changes.iter().filter(|fact| fact.valid_on <= as_of) {
            let Some(change) = fact.body.filter(|change| change.enrolment == enrolment) else { continue };
            let Some(stage) = programme.stage(change.to) else { continue };
            let on = fact.valid_on;
            let state = course.get_or_insert(Self {
                applied_on: on,
                admitted_on: None,
                closed_on: None,
                outcome: None,
                stage: change.to,
                since: on,
            });
            state.stage = change.to;
            state.since = on;
            if stage.admits() && state.admitted_on.is_none() {
                state.admitted_on = Some(on);
            }
            if stage.closes() {
                state.closed_on = Some(on);
                state.outcome = match stage.kind {
                    StageKind::Exit(outcome) => change.outcome.or(Some(outcome)),
                    StageKind::Step | StageKind::Admission | StageKind::Declined => None,
                };
            } else {
                state.closed_on = None;
                state.outcome = None;
            }
        }
        course
    }
}

/// A move a person asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move<'a> {
    /// Into which stage.
    pub to: StageId,
    /// From which day.
    pub on: NaiveDate,
    /// How the stay ended, when it does; `None` takes the exit stage's own outcome.
    pub outcome: Option<Outcome>,
    /// Why; asked for when the move goes backwards or out.
    pub reason: Option<&'a str>,
}

/// Decides whether an enrolment may make a move, and says what will be recorded.
///
/// `changes` are the startup's stage changes in force, in order; `today` is the injected clock's civil date.
///
/// # Errors
/// The [`MoveError`] that names what is illegal about the move.
pub fn plan_move(
    programme: &Programme,
    enrolment: EnrolmentId,
    changes: &[&Fact<StageChange>],
    asked: &Move<'_>,
    today: NaiveDate,
) -> Result<StageChange, MoveError> {
    let to = programme.stage(asked.to).ok_or(MoveError::UnknownStage)?;
    if asked.on > today {
        return Err(MoveError::InFuture { on: asked.on });
    }
    let Some(course) = Course::at(programme, enrolment, changes, NaiveDate::MAX) else {
        // The first change of a stay: any intake step may be the first, and a direct admission is an ordinary thing in a sheet.
        if to.closes() {
            return Err(MoveError::ExitBeforeAdmission);
        }
        return Ok(StageChange { enrolment, from: None, to: to.id, outcome: None });
    };
    let from = programme.stage(course.stage).ok_or(MoveError::UnknownStage)?;
    if asked.on < course.since {
        return Err(MoveError::BeforePreviousChange { previous: course.since });
    }
    if !course.is_open() {
        return Err(MoveError::AlreadyClosed { on: course.since });
    }
    if to.id == from.id {
        return Err(MoveError::AlreadyThere);
    }
    match to.kind {
        StageKind::Exit(_) if course.admitted_on.is_none() => return Err(MoveError::ExitBeforeAdmission),
        StageKind::Declined if course.admitted_on.is_some() => return Err(MoveError::DeclineAfterAdmission),
        StageKind::Step if to.phase == Phase::Intake && course.admitted_on.is_some() => {
            return Err(MoveError::BackBeforeAdmission);
        }
        StageKind::Step | StageKind::Admission | StageKind::Declined | StageKind::Exit(_) => {}
    }
    if to.phase == Phase::Mentoring && course.admitted_on.is_none() {
        return Err(MoveError::MentoringBeforeAdmission);
    }
    let backwards = to.position < from.position && !to.closes();
    if (backwards || to.closes()) && asked.reason.is_none_or(|reason| reason.trim().is_empty()) {
        return Err(if backwards { MoveError::ReasonMissingBack } else { MoveError::ReasonMissingOut });
    }
    let outcome = match to.kind {
        StageKind::Exit(outcome) => Some(asked.outcome.unwrap_or(outcome)),
        StageKind::Step | StageKind::Admission | StageKind::Declined => None,
    };
    Ok(StageChange { enrolment, from: Some(from.id), to: to.id, outcome })
}

/// Why a move is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoveError {
    /// The stage belongs to another programme or does not exist.
    #[error("the stage is not one of the programme's")]
    UnknownStage,
    /// The date lies after today.
    #[error("a move on {on} lies in the future")]
    InFuture {
        /// The date asked for.
        on: NaiveDate,
    },
    /// The date lies before the change it would follow.
    #[error("the date is before the previous change on {previous}")]
    BeforePreviousChange {
        /// Date of the previous change.
        previous: NaiveDate,
    },
    /// Exit of a stay that was never admitted.
    #[error("exit before admission")]
    ExitBeforeAdmission,
    /// Mentoring of a stay that was never admitted.
    #[error("mentoring before admission")]
    MentoringBeforeAdmission,
    /// Declining what was already admitted.
    #[error("an admitted startup cannot be declined")]
    DeclineAfterAdmission,
    /// Back to a stage before admission.
    #[error("an admitted startup cannot go back to before its admission")]
    BackBeforeAdmission,
    /// The stay is over.
    #[error("the stay closed on {on}")]
    AlreadyClosed {
        /// When it closed.
        on: NaiveDate,
    },
    /// The startup stands in that stage already.
    #[error("already in that stage")]
    AlreadyThere,
    /// A second open stay in one programme.
    #[error("an open enrolment in this programme exists since {since}")]
    SecondOpenEnrolment {
        /// Since when the open one stands.
        since: NaiveDate,
    },
    /// A new stay that would begin before an earlier one ended.
    #[error("an earlier stay in this programme ended on {ended}")]
    OverlapsEarlierStay {
        /// When the earlier stay ended.
        ended: NaiveDate,
    },
    /// A move backwards without a reason.
    #[error("a move backwards needs a reason")]
    ReasonMissingBack,
    /// A move out without a reason.
    #[error("a move out needs a reason")]
    ReasonMissingOut,
}

crate::catalogue! {
    /// The sentences of refused moves.
    mod sentences {
        unknown_stage => {
            nb: "Steget finnes ikke i dette programmet. Velg et av programmets egne steg.",
            nn: "Steget finst ikkje i dette programmet. Vel eit av programmet sine eigne steg.",
            en: "That stage is not one of this programme's. Choose one of its own stages." }
        in_future(on: &str) => {
            nb: "{on} ligger fram i tid. En flytting kan gjelde fra i dag eller tidligere.",
            nn: "{on} ligg fram i tid. Ei flytting kan gjelde frå i dag eller tidlegare.",
            en: "{on} lies in the future. A move can take effect today or earlier." }
        before_previous(on: &str) => {
            nb: "Datoen er før forrige flytting ({on}). Velg den dagen eller senere, eller rett den forrige flyttingen først.",
            nn: "Datoen er før førre flytting ({on}). Vel den dagen eller seinare, eller rett den førre flyttinga først.",
            en: "The date is before the previous move ({on}). Choose that day or later, or correct the previous move first." }
        exit_before_admission => {
            nb: "Bedriften er ikke tatt opp ennå, så den kan ikke gå ut. Ta den opp først, eller avslå søknaden.",
            nn: "Bedrifta er ikkje teken opp enno, så ho kan ikkje gå ut. Ta ho opp først, eller avslå søknaden.",
            en: "The startup has not been admitted, so it cannot exit. Admit it first, or decline the application." }
        mentoring_before_admission => {
            nb: "Bedriften er ikke tatt opp ennå. Ta den opp før oppfølgingen begynner.",
            nn: "Bedrifta er ikkje teken opp enno. Ta ho opp før oppfølginga byrjar.",
            en: "The startup has not been admitted. Admit it before mentoring begins." }
        decline_after_admission => {
            nb: "Bedriften er allerede tatt opp og kan ikke avslås. Registrer en avslutning i stedet.",
            nn: "Bedrifta er alt teken opp og kan ikkje avslåast. Registrer ei avslutning i staden.",
            en: "The startup is already admitted and cannot be declined. Record an exit instead." }
        back_before_admission => {
            nb: "En bedrift som er tatt opp, kan ikke settes tilbake til før opptaket. Rett opptaket hvis det var feil.",
            nn: "Ei bedrift som er teken opp, kan ikkje setjast tilbake til før opptaket. Rett opptaket om det var feil.",
            en: "An admitted startup cannot go back to before its admission. Correct the admission if it was wrong." }
        already_closed(on: &str) => {
            nb: "Oppholdet ble avsluttet {on}. Registrer et nytt opptak hvis bedriften er tilbake.",
            nn: "Opphaldet vart avslutta {on}. Registrer eit nytt opptak om bedrifta er tilbake.",
            en: "The stay closed on {on}. Record a new enrolment if the startup is back." }
        already_there => {
            nb: "Bedriften står allerede i dette steget. Ingenting ble endret.",
            nn: "Bedrifta står alt i dette steget. Ingenting vart endra.",
            en: "The startup already stands in this stage. Nothing was changed." }
        second_open(on: &str) => {
            nb: "Bedriften har allerede et åpent opphold i dette programmet (siden {on}). Avslutt det før et nytt begynner.",
            nn: "Bedrifta har alt eit ope opphald i dette programmet (sidan {on}). Avslutt det før eit nytt byrjar.",
            en: "The startup already has an open enrolment in this programme (since {on}). Close it before a new one begins." }
        overlaps(on: &str) => {
            nb: "Et tidligere opphold i dette programmet varte til {on}. Det nye må begynne den dagen eller senere.",
            nn: "Eit tidlegare opphald i dette programmet varte til {on}. Det nye må byrje den dagen eller seinare.",
            en: "An earlier stay in this programme lasted until {on}. The new one must begin that day or later." }
        reason_back => {
            nb: "Skriv hvorfor bedriften flyttes tilbake. Grunnen blir stående i historikken.",
            nn: "Skriv kvifor bedrifta blir flytta tilbake. Grunnen blir ståande i historikken.",
            en: "Say why the startup goes back. The reason stays in its history." }
        reason_out => {
            nb: "Skriv hvorfor oppholdet avsluttes. Grunnen blir stående i historikken.",
            nn: "Skriv kvifor opphaldet blir avslutta. Grunnen blir ståande i historikken.",
            en: "Say why the stay ends. The reason stays in its history." }
    }
}

impl MoveError {
    /// The sentence a person reads: what happened and what to do.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        let date = |on: &NaiveDate| crate::format::date(locale, *on);
        match self {
            Self::UnknownStage => sentences::unknown_stage(locale).to_owned(),
            Self::InFuture { on } => sentences::in_future(locale, &date(on)),
            Self::BeforePreviousChange { previous } => sentences::before_previous(locale, &date(previous)),
            Self::ExitBeforeAdmission => sentences::exit_before_admission(locale).to_owned(),
            Self::MentoringBeforeAdmission => sentences::mentoring_before_admission(locale).to_owned(),
            Self::DeclineAfterAdmission => sentences::decline_after_admission(locale).to_owned(),
            Self::BackBeforeAdmission => sentences::back_before_admission(locale).to_owned(),
            Self::AlreadyClosed { on } => sentences::already_closed(locale, &date(on)),
            Self::AlreadyThere => sentences::already_there(locale).to_owned(),
            Self::SecondOpenEnrolment { since } => sentences::second_open(locale, &date(since)),
            Self::OverlapsEarlierStay { ended } => sentences::overlaps(locale, &date(ended)),
            Self::ReasonMissingBack => sentences::reason_back(locale).to_owned(),
            Self::ReasonMissingOut => sentences::reason_out(locale).to_owned(),
        }
    }
}
