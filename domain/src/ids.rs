//! Typed ids: a startup's id cannot be passed where a programme's is asked for.
//!
//! Every id is a UUID of version 7, made from the injected clock and chance, so ids sort by the time they were made.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )+};
}

ids! {
    /// A startup: the venture, from first application, company or not.
    StartupId,
    /// A registered company with an organisation number, held by a startup for a while.
    LegalEntityId,
    /// An incubator's offer, with stages of its own.
    ProgrammeId,
    /// A step of a programme.
    StageId,
    /// The startups admitted to a programme together.
    CohortId,
    /// One stay of a startup in a programme.
    EnrolmentId,
    /// Any fact, whatever its kind.
    FactId,
    /// A human being: founder, mentor or staff.
    PersonId,
    /// One import of a file.
    ImportId,
    /// An entry of the audit log.
    AuditId,
    /// What a refused form keeps of what was typed.
    DraftId,
    /// A person's role within a scope.
    MembershipId,
    /// An invitation to hold one.
    InvitationId,
    /// One browser that is signed in.
    SessionId,
    /// One attempt to sign in by mail.
    SignInId,
    /// A passkey.
    PasskeyId,
    /// A message on its way out.
    MailId,
    /// A call for applications.
    CallId,
    /// A question of a call.
    QuestionId,
    /// An application to a call.
    ApplicationId,
    /// A round in which a call's applications are judged.
    ReviewId,
    /// What they are judged by.
    CriterionId,
    /// A note about a startup.
    NoteId,
    /// A milestone of a startup.
    MilestoneId,
    /// Something to do.
    TaskId,
    /// A milestone that a programme gives to everybody who enters a stage.
    MilestoneTemplateId,
    /// A meeting that is to be held.
    PlannedMeetingId,
    /// A document.
    DocumentId,
    /// A round in which startups are asked for an update.
    UpdateRoundId,
    /// One startup's request in such a round.
    UpdateRequestId,
    /// A founder's objection to a fact.
    ObjectionId,
    /// A saved view of the pipeline.
    SavedViewId,
    /// A published figure.
    PublicationId,
    /// A dated note to a published figure.
    RevisionId,
    /// What a funder and the house agreed.
    ContractId,
    /// One award of public money to a startup, from application to last payment.
    AwardId,
    /// A scheme that money is awarded by.
    SchemeId,
    /// A report to a funder.
    ReportId,
    /// What a program shows to read on somebody's behalf.
    TokenId,
}
