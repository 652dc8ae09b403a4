//! Which error to use where: [`StoreError`] for what the database or its operator did wrong, [`VerbError`] for what comes back
//! from a verb, with [`Refusal`](crate::Refusal) inside for what the person who asked can mend.

use domain::access::{Decision, Reason};
use domain::words::Locale;
use sea_orm::{DbErr, SqlErr};

use crate::refusal::Refusal;

/// The database could not do what was asked, or holds what the program cannot read.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or failed; the cause says why.
    #[error("the database failed")]
    Database(#[source] DbErr),
    /// A unique value is there already, or the row it points at is not. Verbs refuse by name before it comes to this.
    #[error("the database keeps its rows whole and refused: {0}")]
    Constraint(String),
    /// The SQLite library linked into the program is too old to be trusted.
    #[error(
        "the SQLite library is {found}, and before {least} its write-ahead log can corrupt a database; it is not used"
    )]
    OldSqlite {
        /// The version found.
        found: String,
        /// The least version accepted.
        least: &'static str,
    },
    /// The address is neither `sqlite:` nor `postgres:`.
    #[error("{0} is not the address of a database: it begins with sqlite: or postgres:")]
    Address(String),
    /// The folder or the file of a SQLite database could not be made.
    #[error("the database file {path} cannot be made")]
    File {
        /// Which file.
        path: String,
        /// Why not.
        #[source]
        cause: std::io::Error,
    },
    /// A stored row does not read as what it should be.
    #[error("a row of {table} cannot be read: {detail}")]
    Unreadable {
        /// Where it lies.
        table: &'static str,
        /// What is wrong with it.
        detail: String,
    },
    /// A fact or a startup that claims to have been recorded after the present.
    #[error("a row says it was recorded at {at}, which is yet to come")]
    RecordedInFuture {
        /// The instant it claims.
        at: domain::time::Instant,
    },
    /// A computation was cut off.
    #[error("a computation was cut off")]
    CutOff(#[source] tokio::task::JoinError),
    /// The demo house, or a restored copy, may only go into an empty database.
    #[error("the database is not empty")]
    NotEmpty,
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(detail) | SqlErr::ForeignKeyConstraintViolation(detail)) => {
                Self::Constraint(detail)
            }
            _ => Self::Database(error),
        }
    }
}

impl From<tokio::task::JoinError> for StoreError {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::CutOff(error)
    }
}

/// What a verb names that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// No such startup, or the import that brought it was undone.
    Startup,
    /// No such stay.
    Enrolment,
    /// No such programme.
    Programme,
    /// No such cohort, or it belongs to another programme.
    Cohort,
    /// No such fact of that kind.
    Fact,
    /// No such person.
    Person,
    /// No such import.
    Import,
    /// No such role of anybody's, or it was taken back.
    Membership,
    /// No such invitation, or it was used, taken back, or its time is over.
    Invitation,
    /// No such message in the outbox.
    Mail,
    /// No such call for applications.
    Call,
    /// No such question, or its call is another.
    Question,
    /// No such application, or it was forgotten.
    Application,
    /// No such round of judging, or no such criterion in it.
    Review,
    /// No such saved view, or not one of the actor's.
    View,
    /// No such note, or it is somebody else's private one.
    Note,
    /// No such milestone, or it was removed.
    Milestone,
    /// No such task.
    Task,
    /// No such planned meeting, or it was cancelled.
    PlannedMeeting,
    /// No such document, or it is the staff's only, or its bytes are gone.
    Document,
    /// No such request for an update.
    UpdateRequest,
    /// No such objection.
    Objection,
    /// No such scheme of the house's own.
    Scheme,
    /// No such publication, or this house has not published it.
    Publication,
    /// No such contract, or it is still a draft of somebody else's.
    Contract,
    /// No such report, or it was not handed in to the actor.
    Report,
}

domain::catalogue! {
    /// The sentences of what is not there.
    mod missing {
        startup => { nb: "Bedriften finnes ikke her.", nn: "Bedrifta finst ikkje her.", en: "That startup is not here." }
        enrolment => { nb: "Oppholdet finnes ikke her.", nn: "Opphaldet finst ikkje her.", en: "That enrolment is not here." }
        programme => { nb: "Programmet finnes ikke her.", nn: "Programmet finst ikkje her.", en: "That programme is not here." }
        cohort => {
            nb: "Kullet finnes ikke i dette programmet.",
            nn: "Kullet finst ikkje i dette programmet.",
            en: "That cohort is not one of this programme's." }
        fact => { nb: "Opplysningen finnes ikke her.", nn: "Opplysninga finst ikkje her.", en: "That fact is not here." }
        person => { nb: "Personen finnes ikke her.", nn: "Personen finst ikkje her.", en: "That person is not here." }
        import => { nb: "Importen finnes ikke her.", nn: "Importen finst ikkje her.", en: "That import is not here." }
        membership => { nb: "Rollen finnes ikke her lenger.", nn: "Rolla finst ikkje her lenger.", en: "That role is no longer here." }
        invitation => {
            nb: "Invitasjonen finnes ikke lenger: den er brukt, trukket tilbake eller utløpt.",
            nn: "Invitasjonen finst ikkje lenger: han er brukt, trekt tilbake eller utgått.",
            en: "That invitation is no longer here: it was used, taken back or has run out." }
        document => { nb: "Dokumentet finnes ikke her.", nn: "Dokumentet finst ikkje her.", en: "That document is not here." }
        note => { nb: "Notatet finnes ikke her.", nn: "Notatet finst ikkje her.", en: "That note is not here." }
        milestone => { nb: "Milepælen finnes ikke her.", nn: "Milepælen finst ikkje her.", en: "That milestone is not here." }
        task => { nb: "Oppgaven finnes ikke her.", nn: "Oppgåva finst ikkje her.", en: "That task is not here." }
        planned_meeting => {
            nb: "Det planlagte møtet finnes ikke lenger: det er avlyst eller logget.",
            nn: "Det planlagde møtet finst ikkje lenger: det er avlyst eller logga.",
            en: "That planned meeting is no longer here: it was cancelled or logged." }
        view => {
            nb: "Visningen finnes ikke lenger, eller deles ikke med deg.",
            nn: "Visinga finst ikkje lenger, eller blir ikkje delt med deg.",
            en: "That view is no longer here, or is not shared with you." }
        call => { nb: "Utlysningen finnes ikke her.", nn: "Utlysinga finst ikkje her.", en: "That call is not here." }
        question => { nb: "Spørsmålet finnes ikke her.", nn: "Spørsmålet finst ikkje her.", en: "That question is not here." }
        application => { nb: "Søknaden finnes ikke her.", nn: "Søknaden finst ikkje her.", en: "That application is not here." }
        review => { nb: "Vurderingsrunden finnes ikke her.", nn: "Vurderingsrunden finst ikkje her.", en: "That round is not here." }
        update_request => { nb: "Forespørselen finnes ikke her.", nn: "Førespurnaden finst ikkje her.", en: "That request is not here." }
        scheme => { nb: "Ordningen finnes ikke her.", nn: "Ordninga finst ikkje her.", en: "That scheme is not here." }
        report => { nb: "Rapporten finnes ikke her.", nn: "Rapporten finst ikkje her.", en: "That report is not here." }
        publication => {
            nb: "Dette huset har ikke publisert noe slikt tall.",
            nn: "Dette huset har ikkje publisert noko slikt tal.",
            en: "This house has not published such a figure." }
        objection => { nb: "Innvendingen finnes ikke her.", nn: "Innvendinga finst ikkje her.", en: "That objection is not here." }
        contract => { nb: "Avtalen finnes ikke her.", nn: "Avtalen finst ikkje her.", en: "That contract is not here." }
        mail => { nb: "Meldingen finnes ikke her.", nn: "Meldinga finst ikkje her.", en: "That message is not here." }
        store => {
            nb: "Noe gikk galt i databasen, og ingenting ble lagret. Prøv igjen; si fra til den som drifter systemet hvis det fortsetter.",
            nn: "Noko gjekk gale i databasen, og ingenting vart lagra. Prøv igjen; sei frå til den som driftar systemet om det held fram.",
            en: "Something went wrong in the database and nothing was saved. Try again; tell whoever runs the system if it goes on." }
    }
}

impl Missing {
    /// The sentence a person reads.
    #[must_use]
    pub const fn text(self, locale: Locale) -> &'static str {
        match self {
            Self::Startup => missing::startup(locale),
            Self::Enrolment => missing::enrolment(locale),
            Self::Programme => missing::programme(locale),
            Self::Cohort => missing::cohort(locale),
            Self::Fact => missing::fact(locale),
            Self::Person => missing::person(locale),
            Self::Import => missing::import(locale),
            Self::Membership => missing::membership(locale),
            Self::Invitation => missing::invitation(locale),
            Self::Mail => missing::mail(locale),
            Self::UpdateRequest => missing::update_request(locale),
            Self::Objection => missing::objection(locale),
            Self::Scheme => missing::scheme(locale),
            Self::Publication => missing::publication(locale),
            Self::Contract => missing::contract(locale),
            Self::Report => missing::report(locale),
            Self::Call => missing::call(locale),
            Self::Question => missing::question(locale),
            Self::Application => missing::application(locale),
            Self::Review => missing::review(locale),
            Self::View => missing::view(locale),
            Self::Note => missing::note(locale),
            Self::Milestone => missing::milestone(locale),
            Self::Task => missing::task(locale),
            Self::PlannedMeeting => missing::planned_meeting(locale),
            Self::Document => missing::document(locale),
        }
    }
}

impl std::fmt::Display for Missing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.text(Locale::En))
    }
}

/// Why a verb did nothing. Nothing was written: neither fact nor audit entry, and the ledger's version stands.
#[derive(Debug, thiserror::Error)]
pub enum VerbError {
    /// A rule says no; the person can mend it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// What it names is not there.
    #[error("{0}")]
    NotFound(Missing),
    /// The policy says no: the person sees what it names, and may not do this to it.
    #[error("{0}")]
    Denied(Reason),
    /// The database failed; the person cannot mend it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl VerbError {
    /// What a decision of the policy means for whoever asked: what is hidden is missing, in the same words as what was never there.
    ///
    /// # Errors
    /// [`VerbError::NotFound`] with `hidden`, or [`VerbError::Denied`].
    pub(crate) const fn unless_allowed(decision: Decision, hidden: Missing) -> Result<(), Self> {
        match decision {
            Decision::Allowed => Ok(()),
            Decision::Hidden => Err(Self::NotFound(hidden)),
            Decision::Denied(reason) => Err(Self::Denied(reason)),
        }
    }

    /// The sentence a person reads: what happened and what to do.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        match self {
            Self::Refused(refusal) => refusal.text(locale),
            Self::NotFound(what) => what.text(locale).to_owned(),
            Self::Denied(reason) => reason.text(locale).to_owned(),
            Self::Store(_) => missing::store(locale).to_owned(),
        }
    }

    /// The form field beside which the sentence belongs; `None` when it belongs to the whole form.
    #[must_use]
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::Refused(refusal) => refusal.field(),
            Self::NotFound(_) | Self::Denied(_) | Self::Store(_) => None,
        }
    }
}

impl From<DbErr> for VerbError {
    fn from(error: DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl From<Missing> for VerbError {
    fn from(what: Missing) -> Self {
        Self::NotFound(what)
    }
}

impl From<domain::pipeline::MoveError> for VerbError {
    fn from(error: domain::pipeline::MoveError) -> Self {
        Self::Refused(Refusal::Move(error))
    }
}

impl From<domain::stages::StageError> for VerbError {
    fn from(error: domain::stages::StageError) -> Self {
        Self::Refused(Refusal::Stage(error))
    }
}

impl From<domain::evaluation::EvaluationError> for VerbError {
    fn from(error: domain::evaluation::EvaluationError) -> Self {
        Self::Refused(Refusal::Evaluation(error))
    }
}

impl From<domain::facts::HeadcountError> for VerbError {
    fn from(error: domain::facts::HeadcountError) -> Self {
        Self::Refused(Refusal::Headcount(error))
    }
}
