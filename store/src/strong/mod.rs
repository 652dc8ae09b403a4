//! What proves more than a mailbox: passkeys, recovery codes, and accounts at a provider elsewhere.
//!
//! The cryptography lives in the server; here is what is kept of it, and the rules: who has to have a passkey ([`Duty`]), what may be
//! changed only by somebody who has just proved who they are ([`Store::is_fresh`]), and that an exchange with a browser
//! ([`Ceremony`]) is finished once, in time, and by the browser that began it.

mod ceremony;
mod oidc;
mod passkeys;
mod recovery;

use std::collections::BTreeSet;

use domain::access::Role;
use domain::ids::PersonId;
use domain::mail::{Message, SecurityChange};
use domain::words::Locale;
use sea_orm::DbErr;
use sha2::{Digest as _, Sha256};

use crate::connect::Store;
use crate::error::StoreError;
use crate::identity::{IdentityError, Strength, Viewer};
use crate::outbox::NewMail;
use crate::write::Write;

pub use ceremony::{Begun, CEREMONY_LIFE, Ceremony};
pub use oidc::Linked;
pub use passkeys::{KeptPasskey, MOST_PASSKEYS, NewPasskey};
pub use recovery::{RECOVERY_CODES, RecoveryCodes};

/// Which roles have to have a passkey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty(BTreeSet<Role>);

impl Default for Duty {
    /// Those who see other people's data: admin, manager, mentor and funder.
    fn default() -> Self {
        Self::of([Role::Admin, Role::Manager, Role::Mentor, Role::Funder])
    }
}

impl Duty {
    /// The duty of these roles.
    #[must_use]
    pub fn of(roles: impl IntoIterator<Item = Role>) -> Self {
        Self(roles.into_iter().collect())
    }

    /// Nobody's duty: the demo house.
    #[must_use]
    pub fn none() -> Self {
        Self::of([])
    }

    /// Whether a role has to have one.
    #[must_use]
    pub fn asks(&self, role: Role) -> bool {
        self.0.contains(&role)
    }

    /// Whether somebody has to have one for any of the roles they hold, worn or not.
    #[must_use]
    pub fn binds(&self, viewer: &Viewer) -> bool {
        viewer.hats.iter().any(|hat| self.asks(hat.role))
    }

    /// Whether this session has still to prove more than its mailbox before it may act in the role it wears.
    #[must_use]
    pub fn is_due(&self, viewer: &Viewer) -> bool {
        viewer.strength == Strength::Mail && self.asks(viewer.actor.role)
    }
}

/// Why nothing was changed about how somebody signs in.
#[derive(Debug, thiserror::Error)]
pub enum StrongError {
    /// They have not lately proved who they are.
    #[error("a fresh confirmation is needed")]
    NotFresh,
    /// Whoever asks is no person of this house: the command line, the demo's visitor.
    #[error("not a person")]
    NoPerson,
    /// The passkey is not theirs, or is gone.
    #[error("no such passkey")]
    NoPasskey,
    /// Their role demands one, and this is the last.
    #[error("the last passkey of somebody whose role demands one")]
    LastPasskey,
    /// Somebody has it already.
    #[error("the passkey is known already")]
    KnownPasskey,
    /// They have [`MOST_PASSKEYS`] already.
    #[error("too many passkeys")]
    TooMany,
    /// The name is empty or too long.
    #[error("not a name")]
    BadName,
    /// Not one of their recovery codes, or used already.
    #[error("not a recovery code")]
    WrongCode,
    /// Asked too often.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<DbErr> for StrongError {
    fn from(error: DbErr) -> Self {
        Self::Store(error.into())
    }
}

domain::catalogue! {
    /// The sentences of what was refused.
    mod refused {
        not_fresh => {
            nb: "Bekreft først at det er deg. Ingenting er endret.",
            nn: "Stadfest først at det er deg. Ingenting er endra.",
            en: "First confirm that it is you. Nothing was changed." }
        no_person => {
            nb: "Dette gjelder bare dem som har logget inn som seg selv.",
            nn: "Dette gjeld berre dei som har logga inn som seg sjølve.",
            en: "This is only for those who signed in as themselves." }
        no_passkey => {
            nb: "Passnøkkelen finnes ikke her lenger.",
            nn: "Passnøkkelen finst ikkje her lenger.",
            en: "That passkey is not here any more." }
        last_passkey => {
            nb: "Rollen din krever en passnøkkel, og dette er den siste. Legg til en ny før du fjerner denne.",
            nn: "Rolla di krev ein passnøkkel, og dette er den siste. Legg til ein ny før du fjernar denne.",
            en: "Your role demands a passkey, and this is the last one. Add another before you remove this one." }
        known_passkey => {
            nb: "Denne passnøkkelen er registrert fra før.",
            nn: "Denne passnøkkelen er registrert frå før.",
            en: "This passkey is registered already." }
        too_many(most: &str) => {
            nb: "Du har {most} passnøkler, og flere er det ikke plass til. Fjern en du ikke bruker.",
            nn: "Du har {most} passnøklar, og fleire er det ikkje plass til. Fjern ein du ikkje bruker.",
            en: "You have {most} passkeys, and there is no room for more. Remove one you do not use." }
        bad_name => {
            nb: "Gi passnøkkelen et navn på høyst 60 tegn, for eksempel «Jobbtelefonen».",
            nn: "Gi passnøkkelen eit namn på høgst 60 teikn, til dømes «Jobbtelefonen».",
            en: "Give the passkey a name of at most 60 characters, such as “Work phone”." }
        wrong_code => {
            nb: "Dette er ikke en av gjenopprettingskodene dine, eller den er brukt. Hver kode virker én gang.",
            nn: "Dette er ikkje ein av attopprettingskodane dine, eller han er brukt. Kvar kode verkar éin gong.",
            en: "This is not one of your recovery codes, or it has been used. Each code works once." }
        store => {
            nb: "Noe gikk galt i databasen, og ingenting ble lagret. Prøv igjen om litt.",
            nn: "Noko gjekk gale i databasen, og ingenting vart lagra. Prøv igjen om litt.",
            en: "Something went wrong in the database and nothing was saved. Try again in a moment." }
    }
}

impl StrongError {
    /// The sentence a person reads: what happened and what to do.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        match self {
            Self::NotFresh => refused::not_fresh(locale).to_owned(),
            Self::NoPerson => refused::no_person(locale).to_owned(),
            Self::NoPasskey => refused::no_passkey(locale).to_owned(),
            Self::LastPasskey => refused::last_passkey(locale).to_owned(),
            Self::KnownPasskey => refused::known_passkey(locale).to_owned(),
            Self::TooMany => refused::too_many(locale, &MOST_PASSKEYS.to_string()),
            Self::BadName => refused::bad_name(locale).to_owned(),
            Self::WrongCode => refused::wrong_code(locale).to_owned(),
            Self::Identity(error) => error.text(locale),
            Self::Store(_) => refused::store(locale).to_owned(),
        }
    }
}

impl Store {
    /// Whether somebody has proved who they are lately enough, and strongly enough, to change how they sign in, their address or
    /// anybody's role: within [`CONFIRMATION_LIFE`](crate::identity::CONFIRMATION_LIFE), and by a passkey when they have one. A mailbox alone must not replace a passkey.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_fresh(&self, viewer: &Viewer) -> Result<bool, StoreError> {
        // The people of the demo are invented, and there is nobody to prove to be.
        if viewer.strength == Strength::Demo {
            return Ok(true);
        }
        if !viewer.is_fresh(self.world().now()) {
            return Ok(false);
        }
        let Some(person) = viewer.actor.person else { return Ok(false) };
        Ok(viewer.strength != Strength::Mail || !self.has_passkey(person).await?)
    }

    /// The person who may change how they sign in: a person, freshly confirmed.
    async fn may_change(&self, viewer: &Viewer) -> Result<PersonId, StrongError> {
        let person = viewer.actor.person.ok_or(StrongError::NoPerson)?;
        if self.is_fresh(viewer).await? { Ok(person) } else { Err(StrongError::NotFresh) }
    }
}

/// What is kept of a secret with so much chance in it that it cannot be guessed from its hash.
fn hashed(secret: &str) -> String {
    Sha256::digest(secret.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Tells somebody's mailbox what was done, if and only if it is.
async fn tell(write: &mut Write, viewer: &Viewer, what: SecurityChange) -> Result<(), StoreError> {
    let Some(to) = viewer.email.clone() else { return Ok(()) };
    let message = Message::SecurityChanged { what, at: write.at() };
    let caused_by = viewer.actor.person;
    write
        .queue(NewMail { to, locale: viewer.locale.unwrap_or_default(), message, expires_at: None, caused_by })
        .await?;
    Ok(())
}
