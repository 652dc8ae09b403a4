//! Why signing in, or something about one's own sessions, did not happen.

use domain::format;
use domain::time::Instant;
use domain::words::Locale;
use sea_orm::DbErr;

use crate::error::StoreError;
use crate::refusal::Refusal;

/// Why it did not happen.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// Too often within a short time.
    #[error("too often; try again at {at}")]
    TryAgain {
        /// From when on it is let through again.
        at: Instant,
    },
    /// The text is no e-mail address.
    #[error("this is no e-mail address")]
    BadEmail,
    /// The code is another one.
    #[error("the code is wrong; {left} tries are left")]
    WrongCode {
        /// How many tries the attempt has left.
        left: u32,
    },
    /// There is no such attempt, link or invitation for this browser, or it was used, taken back, or its time is over.
    #[error("the code or link is used up, or its time is over")]
    Expired,
    /// There is no such person to sign in, or the account is closed.
    #[error("there is no open account")]
    NoAccount,
    /// The session or the role is not one of the viewer's, or holds no longer.
    #[error("there is no such thing of yours")]
    NotYours,
    /// The viewer must show anew who sits there.
    #[error("who sits there must be confirmed first")]
    ConfirmFirst,
    /// The database is no demo house.
    #[error("this is not the demo house")]
    NotDemo,
    /// What was typed breaks a rule.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

domain::catalogue! {
    /// The sentences of what did not happen.
    mod sentences {
        try_again(at: &str) => {
            nb: "Det ble for mange forsøk på kort tid. Prøv igjen {at}.",
            nn: "Det vart for mange forsøk på kort tid. Prøv igjen {at}.",
            en: "Too many tries within a short time. Try again {at}." }
        bad_email => {
            nb: "Dette ser ikke ut som en e-postadresse. Skriv den slik: navn@eksempel.no",
            nn: "Dette ser ikkje ut som ei e-postadresse. Skriv ho slik: namn@eksempel.no",
            en: "This does not look like an e-mail address. Write it like this: name@example.com" }
        wrong_code(left: &str) => {
            nb: "Koden stemmer ikke. Du kan prøve {left} ganger til.",
            nn: "Koden stemmer ikkje. Du kan prøve {left} gonger til.",
            en: "That is not the code. You can try {left} more times." }
        wrong_code_once => {
            nb: "Koden stemmer ikke. Du kan prøve én gang til.",
            nn: "Koden stemmer ikkje. Du kan prøve éin gong til.",
            en: "That is not the code. You can try once more." }
        wrong_code_last => {
            nb: "Koden stemmer ikke, og den kan ikke prøves flere ganger. Be om en ny.",
            nn: "Koden stemmer ikkje, og han kan ikkje prøvast fleire gonger. Be om ein ny.",
            en: "That is not the code, and it cannot be tried again. Ask for a new one." }
        expired => {
            nb: "Koden eller lenken er brukt, trukket tilbake eller gått ut på tid. Be om en ny.",
            nn: "Koden eller lenkja er brukt, trekt tilbake eller gått ut på tid. Be om ei ny.",
            en: "The code or link was used, taken back, or its time is over. Ask for a new one." }
        no_account => {
            nb: "Kontoen er stengt. Spør den som inviterte deg.",
            nn: "Kontoen er stengd. Spør den som inviterte deg.",
            en: "The account is closed. Ask whoever invited you." }
        not_yours => {
            nb: "Dette finnes ikke lenger hos deg. Last siden på nytt.",
            nn: "Dette finst ikkje lenger hos deg. Last sida på nytt.",
            en: "This is no longer yours. Load the page again." }
        confirm_first => {
            nb: "Bekreft at det er deg, og prøv igjen.",
            nn: "Stadfest at det er deg, og prøv igjen.",
            en: "Confirm that it is you, and try again." }
        not_demo => {
            nb: "Dette er ikke demohuset.",
            nn: "Dette er ikkje demohuset.",
            en: "This is not the demo house." }
        store => {
            nb: "Noe gikk galt i databasen, og ingenting ble lagret. Prøv igjen; si fra til den som drifter systemet hvis det fortsetter.",
            nn: "Noko gjekk gale i databasen, og ingenting vart lagra. Prøv igjen; sei frå til den som driftar systemet om det held fram.",
            en: "Something went wrong in the database and nothing was saved. Try again; tell whoever runs the system if it goes on." }
    }
}

impl IdentityError {
    /// The sentence a person reads: what happened and what to do.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        match self {
            Self::TryAgain { at } => sentences::try_again(locale, &format::instant(locale, *at)),
            Self::BadEmail => sentences::bad_email(locale).to_owned(),
            Self::WrongCode { left: 0 } => sentences::wrong_code_last(locale).to_owned(),
            Self::WrongCode { left: 1 } => sentences::wrong_code_once(locale).to_owned(),
            Self::WrongCode { left } => sentences::wrong_code(locale, &left.to_string()),
            Self::Expired => sentences::expired(locale).to_owned(),
            Self::NoAccount => sentences::no_account(locale).to_owned(),
            Self::NotYours => sentences::not_yours(locale).to_owned(),
            Self::ConfirmFirst => sentences::confirm_first(locale).to_owned(),
            Self::NotDemo => sentences::not_demo(locale).to_owned(),
            Self::Refused(refusal) => refusal.text(locale),
            Self::Store(_) => sentences::store(locale).to_owned(),
        }
    }

    /// The form field beside which the sentence belongs; `None` when it belongs to the whole form.
    #[must_use]
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::BadEmail => Some("email"),
            Self::WrongCode { .. } => Some("code"),
            Self::Refused(refusal) => refusal.field(),
            _ => None,
        }
    }
}

impl From<DbErr> for IdentityError {
    fn from(error: DbErr) -> Self {
        Self::Store(error.into())
    }
}
