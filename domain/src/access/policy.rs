//! The policy: who may do what to which record. One pure function, asked by every page and by every verb inside its transaction.
//!
//! Rights follow from the membership that is worn, and from how it is tied to the record: see [`tie`](super::tie). What is not
//! allowed here by name is not allowed.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::reason::{Decision, Reason};
use super::tie::{Tie, is_house_wide, runs_every_programme, runs_programme, shows_stay, tie};
use super::{Actor, Role, Scope};
use crate::ids::{ContractId, EnrolmentId, PersonId, ProgrammeId};
use crate::ledger::{Ledger, StartupLedger};

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)+) => {
        /// Everything that can be asked of the house.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Action {
            $($(#[$doc])* $name,)+
        }

        impl Action {
            /// All actions.
            pub const ALL: &'static [Action] = &[$(Action::$name),+];

            /// The stable name in logs and tables.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Action::$name => $code,)+
                }
            }
        }
    };
}

actions! {
    /// See a startup: its profile, companies, founders, stages and life. On a startup or one of its stays.
    SeeStartup = "see_startup",
    /// Change what a startup is called, how others know it, and which companies it holds. On a startup.
    ChangeProfile = "change_profile",
    /// Add a founder, who is a person, to a startup. On a startup.
    AddFounder = "add_founder",
    /// See headcount, revenue, capital, and what figures make of them. On a startup.
    SeeObservations = "see_observations",
    /// Report headcount or revenue as the founder's own word. On a startup.
    ReportObservation = "report_observation",
    /// Record anything else that was observed, or the same from another source. On a startup.
    RecordFact = "record_fact",
    /// Correct or take back what was recorded. On a startup.
    CorrectFact = "correct_fact",
    /// See why moves and corrections were made, in the words of whoever made them. On a startup.
    SeeReasons = "see_reasons",
    /// Say who follows a startup up. On a startup.
    AssignMentor = "assign_mentor",
    /// See public money: applied for, awarded, paid. On a startup.
    SeeFunding = "see_funding",
    /// Record or correct public money. On a startup.
    RecordFunding = "record_funding",
    /// See notes and milestones that are shared with the founders. On a startup.
    SeeSharedNotes = "see_shared_notes",
    /// Write such notes and milestones. On a startup.
    WriteSharedNote = "write_shared_note",
    /// Tick a milestone. On a startup.
    TickMilestone = "tick_milestone",
    /// Read a private note. On a note.
    SeePrivateNote = "see_private_note",
    /// Write a private note, or change one. On a startup or a note.
    WritePrivateNote = "write_private_note",
    /// Log a meeting with a startup. On a startup.
    LogMeeting = "log_meeting",
    /// See the documents kept about a startup. On a startup.
    SeeDocuments = "see_documents",
    /// Add a document to a startup, or remove one. On a startup.
    AddDocument = "add_document",
    /// Object to what was recorded about one's own startup. On a startup.
    ContestFact = "contest_fact",
    /// Answer such an objection. On a startup.
    AnswerObjection = "answer_objection",
    /// See an application: what was told in it. On a startup, a stay or an application.
    SeeApplication = "see_application",
    /// Judge an application. On an application.
    JudgeApplication = "judge_application",
    /// See how an application was judged, by whomever. On a startup, a stay or an application.
    SeeScores = "see_scores",
    /// Take an application up, admit it or decline it, and correct such moves. On a stay or an application.
    DecideApplication = "decide_application",
    /// Move an admitted stay from stage to stage and out, and correct such moves. On a stay.
    MoveStay = "move_stay",
    /// Begin another stay of a known startup. On a startup; entering the programme is [`Action::Apply`].
    Enrol = "enrol",
    /// See a startup's entries in the audit log, or those of the whole house. On a startup or the house.
    SeeAudit = "see_audit",
    /// Enter an application into a programme. On a programme.
    Apply = "apply",
    /// See a programme: its name, stages and cohorts. On a programme.
    SeeProgramme = "see_programme",
    /// Set up a cohort. On a programme.
    CreateCohort = "create_cohort",
    /// Set up a call for applications, its questions and who judges them. On a programme.
    ManageCalls = "manage_calls",
    /// Change a programme's stages. On a programme.
    EditStages = "edit_stages",
    /// Set how often startups are asked for an update, and ask them. On a programme.
    AskForUpdates = "ask_for_updates",
    /// Set budgets of hours, templates of milestones, and what calls for attention. On a programme.
    ManageMentoring = "manage_mentoring",
    /// See what a programme promised to those who pay it. On a contract, or a programme for all of them.
    SeeContract = "see_contract",
    /// Draft, sign and amend that, and record what was paid and handed in. On a contract or a programme.
    ChangeContract = "change_contract",
    /// See figures. On figures.
    SeeFigures = "see_figures",
    /// See published figures. On the house.
    SeePublications = "see_publications",
    /// Publish a figure. On a programme or the house.
    Publish = "publish",
    /// Set up a programme. On the house.
    CreateProgramme = "create_programme",
    /// Bring a file in, see what was brought, and take it back. On the house.
    Import = "import",
    /// Take what one sees out as a workbook. On the house.
    Export = "export",
    /// Add a person who is no founder, such as a mentor. On the house.
    AddPerson = "add_person",
    /// See awards across startups, and keep the list of schemes. On the house.
    ManageFunding = "manage_funding",
    /// See people and their roles: those of what one runs. On the house.
    SeePeople = "see_people",
    /// Invite, grant, change and revoke a role. On a membership.
    ManageRoles = "manage_roles",
    /// See everything held about a person. On a person.
    SeePersonalData = "see_personal_data",
    /// Erase a person. On a person.
    ErasePerson = "erase_person",
    /// Look after the instance: mail on its way, retention, health. On the house.
    KeepHouse = "keep_house",
}

/// A startup and the ledger that tells what its stays are.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The ledger it is in.
    pub ledger: &'a Ledger,
    /// The startup.
    pub startup: &'a StartupLedger,
}

/// What an action is done to.
#[derive(Debug, Clone, Copy)]
pub enum Resource<'a> {
    /// The house. The ledger is the whole one: a scoped one would make a manager of one programme look like the manager of all.
    House(&'a Ledger),
    /// A programme.
    Programme(ProgrammeId),
    /// A startup.
    Startup(Subject<'a>),
    /// One stay of a startup.
    Stay(Subject<'a>, EnrolmentId),
    /// A private note about a startup, and who wrote it.
    Note(Subject<'a>, PersonId),
    /// Figures.
    Figures {
        /// Of one programme; `None` for the whole house.
        programme: Option<ProgrammeId>,
        /// Whether they are of a part of it: a cohort, a sector, a region.
        narrowed: bool,
    },
    /// A role to be held within a scope.
    Membership {
        /// The ledger that tells which programmes a startup is in.
        ledger: &'a Ledger,
        /// The role.
        role: Role,
        /// Where it holds.
        scope: Scope,
    },
    /// A person.
    Person(PersonId),
    /// An application to a call.
    Application(ApplicationTie<'a>),
    /// A contract with a funder.
    Contract(ContractTie),
}

/// What ties people to a contract: which it is, its programme, and whether it was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContractTie {
    /// Which contract.
    pub contract: ContractId,
    /// The programme it pays for.
    pub programme: ProgrammeId,
    /// Whether it was signed. A draft is nobody's but those who write it.
    pub signed: bool,
}

/// What ties people to an application: its programme, and who is set on judging it.
#[derive(Debug, Clone, Copy)]
pub struct ApplicationTie<'a> {
    /// The programme of its call.
    pub programme: ProgrammeId,
    /// Who judges the applications of its call.
    pub evaluators: &'a [PersonId],
}

impl<'a> Resource<'a> {
    /// A startup in its ledger.
    #[must_use]
    pub const fn startup(ledger: &'a Ledger, startup: &'a StartupLedger) -> Self {
        Self::Startup(Subject { ledger, startup })
    }

    /// A stay of a startup in its ledger.
    #[must_use]
    pub const fn stay(ledger: &'a Ledger, startup: &'a StartupLedger, stay: EnrolmentId) -> Self {
        Self::Stay(Subject { ledger, startup }, stay)
    }
}

/// Decides whether an actor may do something on a day. The answer for a startup is the same whether the resource comes from the whole
/// ledger or from the part of it that the actor sees.
#[must_use]
pub fn may(actor: &Actor, action: Action, resource: &Resource<'_>, today: NaiveDate) -> Decision {
    match resource {
        Resource::House(ledger) => on_house(actor, action, ledger),
        Resource::Programme(programme) => on_programme(actor, action, *programme),
        Resource::Startup(subject) => on_startup(actor, action, *subject, today),
        Resource::Stay(subject, stay) => on_stay(actor, action, *subject, *stay, today),
        Resource::Note(subject, author) => on_note(actor, action, *subject, *author, today),
        Resource::Figures { programme, narrowed } => on_figures(actor, action, *programme, *narrowed),
        Resource::Membership { ledger, role, scope } => on_membership(actor, action, ledger, *role, *scope, today),
        Resource::Person(person) => on_person(actor, action, *person),
        Resource::Application(application) => on_application(actor, action, application),
        Resource::Contract(tie) => on_contract(actor, action, *tie),
    }
}

/// Why a figure is not shown to somebody who does not see `unseen` of the startups it rests on; `None` when it may be shown. A figure's
/// value is the same for everybody, so one to four startups that are not seen could be told from it and from those that are.
#[must_use]
pub const fn withheld(unseen: usize) -> Option<Reason> {
    if unseen >= 1 && unseen <= 4 { Some(Reason::TooFew) } else { None }
}

/// Whether a role makes sense within a scope; one that does not gives no rights.
#[must_use]
pub const fn fits(role: Role, scope: Scope) -> bool {
    match role {
        Role::Admin | Role::System => matches!(scope, Scope::House),
        Role::Manager | Role::Mentor | Role::Evaluator => matches!(scope, Scope::House | Scope::Programme(_)),
        Role::Funder => matches!(scope, Scope::House | Scope::Programme(_) | Scope::Contract(..)),
        Role::Founder => matches!(scope, Scope::Startup(_)),
    }
}

/// Why a role is refused what its holders never do.
const fn refusal(role: Role) -> Reason {
    match role {
        Role::Admin | Role::System | Role::Manager => Reason::AdministratorsDo,
        Role::Mentor => Reason::ManagersDo,
        Role::Evaluator => Reason::EvaluatorsRead,
        Role::Founder => Reason::FoundersReport,
        Role::Funder => Reason::FiguresOnly,
    }
}

fn on_house(actor: &Actor, action: Action, ledger: &Ledger) -> Decision {
    if !fits(actor.role, actor.scope) {
        return Decision::Hidden;
    }
    let keeps = matches!(actor.role, Role::Admin | Role::System);
    let runs = actor.role == Role::Manager;
    match action {
        Action::SeePublications => Decision::Allowed,
        Action::KeepHouse => allow_if(keeps, Reason::AdministratorsDo),
        Action::Export | Action::AddPerson | Action::ManageFunding | Action::SeePeople | Action::SeeAudit => {
            allow_if(keeps || runs, refusal(actor.role))
        }
        Action::CreateProgramme => allow_if(keeps || (runs && is_house_wide(actor)), Reason::AdministratorsDo),
        Action::Import | Action::Publish => {
            allow_if(keeps || (runs && runs_every_programme(actor, ledger)), Reason::EveryProgramme)
        }
        _ => Decision::Hidden,
    }
}

fn on_programme(actor: &Actor, action: Action, programme: ProgrammeId) -> Decision {
    // A founder sees a programme through the startup's stay in it, and there is nothing to do to it.
    if !fits(actor.role, actor.scope) || !runs_programme(actor, programme) {
        return Decision::Hidden;
    }
    let changes = matches!(actor.role, Role::Admin | Role::System | Role::Manager);
    match action {
        Action::SeeProgramme => Decision::Allowed,
        Action::SeeContract => {
            // Whoever pays by one contract sees that one, not what others agreed.
            let funds = actor.role == Role::Funder && !matches!(actor.scope, Scope::Contract(..));
            allow_if(changes || funds || actor.role == Role::Mentor, refusal(actor.role))
        }
        Action::Apply
        | Action::CreateCohort
        | Action::ManageCalls
        | Action::EditStages
        | Action::AskForUpdates
        | Action::ManageMentoring
        | Action::ChangeContract
        | Action::Publish => allow_if(changes, refusal(actor.role)),
        _ => Decision::Hidden,
    }
}

fn on_startup(actor: &Actor, action: Action, subject: Subject<'_>, today: NaiveDate) -> Decision {
    let Some(tie) = tie(actor, subject, today) else { return Decision::Hidden };
    // Which stay is moved decides who may.
    if matches!(action, Action::DecideApplication | Action::MoveStay) {
        return Decision::Hidden;
    }
    by_tie(action, tie)
}

fn on_stay(actor: &Actor, action: Action, subject: Subject<'_>, stay: EnrolmentId, today: NaiveDate) -> Decision {
    let Some(tie) = tie(actor, subject, today) else { return Decision::Hidden };
    if !shows_stay(actor, tie, subject, stay, today) {
        return Decision::Hidden;
    }
    match action {
        Action::SeeStartup
        | Action::SeeApplication
        | Action::SeeScores
        | Action::DecideApplication
        | Action::MoveStay => by_tie(action, tie),
        _ => Decision::Hidden,
    }
}

/// What a tie to a startup gives. The rows of the design's table, read from the side of the actor.
fn by_tie(action: Action, tie: Tie) -> Decision {
    use Action as A;
    use Decision::{Allowed, Denied, Hidden};
    match action {
        A::SeeStartup => Allowed,
        A::SeeObservations | A::SeeFunding | A::SeeSharedNotes | A::SeeDocuments => match tie {
            Tie::Keeps | Tie::Runs | Tie::Assigned | Tie::SameProgramme | Tie::Founds => Allowed,
        },
        A::SeeReasons => match tie {
            Tie::Keeps | Tie::Runs | Tie::Assigned | Tie::SameProgramme => Allowed,
            Tie::Founds => Denied(Reason::FoundersReport),
        },
        A::ChangeProfile | A::RecordFact | A::CorrectFact | A::MoveStay | A::LogMeeting => match tie {
            Tie::Keeps | Tie::Runs | Tie::Assigned => Allowed,
            Tie::SameProgramme => Denied(Reason::NotAssigned),
            Tie::Founds => Denied(Reason::FoundersReport),
        },
        A::ReportObservation | A::AddDocument => match tie {
            Tie::Keeps | Tie::Runs | Tie::Assigned | Tie::Founds => Allowed,
            Tie::SameProgramme => Denied(Reason::NotAssigned),
        },
        A::WriteSharedNote => match tie {
            Tie::Runs | Tie::Assigned => Allowed,
            Tie::Keeps => Denied(Reason::StaffWrite),
            Tie::SameProgramme => Denied(Reason::NotAssigned),
            Tie::Founds => Denied(Reason::FoundersReport),
        },
        A::ContestFact => match tie {
            Tie::Founds => Allowed,
            Tie::Keeps | Tie::Runs | Tie::Assigned | Tie::SameProgramme => Denied(Reason::FoundersContest),
        },
        A::TickMilestone => match tie {
            Tie::Runs | Tie::Assigned | Tie::Founds => Allowed,
            Tie::Keeps => Denied(Reason::StaffWrite),
            Tie::SameProgramme => Denied(Reason::NotAssigned),
        },
        A::WritePrivateNote => match tie {
            Tie::Assigned => Allowed,
            Tie::SameProgramme => Denied(Reason::NotAssigned),
            Tie::Keeps | Tie::Runs | Tie::Founds => Denied(Reason::MentorsNote),
        },
        A::SeeApplication => match tie {
            Tie::Keeps | Tie::Runs | Tie::Founds => Allowed,
            Tie::Assigned | Tie::SameProgramme => Denied(Reason::ManagersDo),
        },
        A::SeeScores => match tie {
            Tie::Keeps | Tie::Runs => Allowed,
            Tie::Assigned | Tie::SameProgramme => Denied(Reason::ManagersDo),
            Tie::Founds => Denied(Reason::FoundersReport),
        },
        A::DecideApplication
        | A::Enrol
        | A::AssignMentor
        | A::RecordFunding
        | A::AddFounder
        | A::AnswerObjection
        | A::SeeAudit => match tie {
            Tie::Keeps | Tie::Runs => Allowed,
            Tie::Assigned | Tie::SameProgramme => Denied(Reason::ManagersDo),
            Tie::Founds => Denied(Reason::FoundersReport),
        },
        _ => Hidden,
    }
}

fn on_note(actor: &Actor, action: Action, subject: Subject<'_>, author: PersonId, today: NaiveDate) -> Decision {
    // The author loses a note with the startup; nobody else ever has it.
    let theirs = actor.role == Role::Mentor && actor.person == Some(author) && tie(actor, subject, today).is_some();
    match action {
        Action::SeePrivateNote if theirs => Decision::Allowed,
        Action::WritePrivateNote if theirs => on_startup(actor, action, subject, today),
        _ => Decision::Hidden,
    }
}

fn on_figures(actor: &Actor, action: Action, programme: Option<ProgrammeId>, narrowed: bool) -> Decision {
    if action != Action::SeeFigures || !fits(actor.role, actor.scope) {
        return Decision::Hidden;
    }
    let own = programme.map(|programme| runs_programme(actor, programme));
    match actor.role {
        Role::Founder => Decision::Denied(Reason::FoundersReport),
        Role::Evaluator => Decision::Denied(Reason::EvaluatorsRead),
        _ if own == Some(false) => Decision::Hidden,
        Role::Admin | Role::System => Decision::Allowed,
        // Of the whole house, what is narrowed could be told apart from what they see of it.
        Role::Manager | Role::Mentor => {
            allow_if(!narrowed || own == Some(true) || is_house_wide(actor), Reason::NotNarrowed)
        }
        Role::Funder if narrowed => Decision::Denied(Reason::NotNarrowed),
        Role::Funder => allow_if(own == Some(true) || is_house_wide(actor), Reason::FiguresOnly),
    }
}

fn on_membership(
    actor: &Actor,
    action: Action,
    ledger: &Ledger,
    role: Role,
    scope: Scope,
    today: NaiveDate,
) -> Decision {
    if action != Action::ManageRoles || !fits(actor.role, actor.scope) {
        return Decision::Hidden;
    }
    match actor.role {
        Role::Admin | Role::System | Role::Manager => {}
        other => return Decision::Denied(refusal(other)),
    }
    let keeps = actor.role != Role::Manager;
    match scope {
        Scope::House => {}
        // Whether there is such a contract, and of that programme, the store knows.
        Scope::Programme(programme) | Scope::Contract(_, programme) => {
            if ledger.programme(programme).is_none() || !runs_programme(actor, programme) {
                return Decision::Hidden;
            }
        }
        Scope::Startup(startup) => {
            let subject = ledger.startup(startup).map(|startup| Subject { ledger, startup });
            if subject.and_then(|subject| tie(actor, subject, today)).is_none() {
                return Decision::Hidden;
            }
        }
    }
    if role == Role::System || !fits(role, scope) {
        return Decision::Denied(Reason::RoleDoesNotFit);
    }
    allow_if(keeps || (role != Role::Admin && scope != Scope::House), Reason::RoleBeyondYours)
}

/// Who judges an application sees it, and it alone; those who run its programme decide.
fn on_application(actor: &Actor, action: Action, application: &ApplicationTie<'_>) -> Decision {
    if !fits(actor.role, actor.scope) || !runs_programme(actor, application.programme) {
        return Decision::Hidden;
    }
    let judges = actor.person.is_some_and(|person| application.evaluators.contains(&person));
    let decides = matches!(actor.role, Role::Admin | Role::System | Role::Manager);
    let judging = judges && matches!(actor.role, Role::Evaluator | Role::Manager);
    match action {
        _ if !decides && !judging => Decision::Hidden,
        Action::SeeApplication => Decision::Allowed,
        Action::JudgeApplication => allow_if(judging, Reason::EvaluatorsJudge),
        Action::SeeScores | Action::DecideApplication => allow_if(decides, refusal(actor.role)),
        _ => Decision::Hidden,
    }
}

/// Those who run the programme write its contracts, its mentors read them, and who pays reads what they signed.
///
/// A funder of a whole programme or house, as roles were given before there were contracts, reads every signed contract of it.
fn on_contract(actor: &Actor, action: Action, contract: ContractTie) -> Decision {
    if !fits(actor.role, actor.scope) || !runs_programme(actor, contract.programme) {
        return Decision::Hidden;
    }
    let changes = matches!(actor.role, Role::Admin | Role::System | Role::Manager);
    let reads = match (actor.role, actor.scope) {
        (Role::Funder, Scope::Contract(own, _)) => own == contract.contract,
        (Role::Funder | Role::Mentor, _) => true,
        _ => false,
    };
    match action {
        _ if changes => match action {
            Action::SeeContract | Action::ChangeContract => Decision::Allowed,
            _ => Decision::Hidden,
        },
        _ if !(reads && contract.signed) => Decision::Hidden,
        Action::SeeContract => Decision::Allowed,
        Action::ChangeContract => Decision::Denied(refusal(actor.role)),
        _ => Decision::Hidden,
    }
}

fn on_person(actor: &Actor, action: Action, person: PersonId) -> Decision {
    let own = actor.person == Some(person);
    let keeps = matches!(actor.role, Role::Admin | Role::System) && fits(actor.role, actor.scope);
    match action {
        Action::SeePersonalData | Action::ErasePerson => allow_if(own || keeps, Reason::OwnDataOnly),
        _ => Decision::Hidden,
    }
}

const fn allow_if(yes: bool, otherwise: Reason) -> Decision {
    if yes { Decision::Allowed } else { Decision::Denied(otherwise) }
}
