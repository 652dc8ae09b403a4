//! Why a call, a question or an application is not taken.

use domain::words::Locale;

use crate::error::{Missing, StoreError, VerbError};
use crate::identity::IdentityError;
use crate::refusal::Refusal;

/// Why a call or a question cannot be as it was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CallRefusal {
    /// A call needs a title in bokmål.
    #[error("a title is missing")]
    TitleMissing,
    /// Its name in addresses holds what cannot stand there.
    #[error("the name in the address holds what cannot stand there")]
    SlugBad,
    /// Another call has that name.
    #[error("another call has that name in its address")]
    SlugTaken,
    /// It closes before it opens.
    #[error("it closes before it opens")]
    ClosesFirst,
    /// Nothing is said of what applicants agree to.
    #[error("the sentence that applicants agree to is missing")]
    ConsentMissing,
    /// Nothing is said of what is done with what they tell.
    #[error("the privacy notice is missing")]
    PrivacyMissing,
    /// A call is kept open until an instant that is yet to come.
    #[error("that instant has passed")]
    UntilPassed,
    /// A question needs words in bokmål.
    #[error("the question is missing")]
    LabelMissing,
    /// A choice needs at least two options.
    #[error("a choice needs at least two options")]
    OptionsMissing,
    /// The longest answer is a number from 1 to the longest there is.
    #[error("the longest answer is out of bounds")]
    LengthBad,
    /// Applications were sent in: what they answered stays as it was asked.
    #[error("applications have been sent in, so the question stays as it is")]
    QuestionsFixed,
}

domain::catalogue! {
    /// The sentences of refused calls and questions.
    mod sentences {
        title_missing => { nb: "Skriv en tittel.", nn: "Skriv ein tittel.", en: "Write a title." }
        slug_bad => {
            nb: "Bruk små bokstaver a–z, tall og bindestrek, for eksempel var-2027.",
            nn: "Bruk små bokstavar a–z, tal og bindestrek, til dømes var-2027.",
            en: "Use small letters a–z, digits and hyphens, such as spring-2027." }
        slug_taken => {
            nb: "En annen utlysning har denne adressen. Velg en annen.",
            nn: "Ei anna utlysing har denne adressa. Vel ei anna.",
            en: "Another call has this address. Choose another." }
        closes_first => {
            nb: "Utlysningen stenger før den åpner. Se over tidene.",
            nn: "Utlysinga stenger før ho opnar. Sjå over tidene.",
            en: "The call closes before it opens. Check the times." }
        consent_missing => {
            nb: "Skriv setningen søkeren krysser av for.",
            nn: "Skriv setninga søkjaren kryssar av for.",
            en: "Write the sentence that applicants tick." }
        privacy_missing => {
            nb: "Skriv hva dere gjør med opplysningene, hvem som ser dem, og hvor lenge dere har dem.",
            nn: "Skriv kva de gjer med opplysningane, kven som ser dei, og kor lenge de har dei.",
            en: "Write what you do with the information, who sees it, and how long you keep it." }
        until_passed => {
            nb: "Velg et tidspunkt som ikke har vært.",
            nn: "Vel eit tidspunkt som ikkje har vore.",
            en: "Choose a time that has not passed." }
        label_missing => { nb: "Skriv spørsmålet.", nn: "Skriv spørsmålet.", en: "Write the question." }
        options_missing => {
            nb: "Skriv minst to svar å velge mellom, ett på hver linje.",
            nn: "Skriv minst to svar å velje mellom, eitt på kvar linje.",
            en: "Write at least two answers to choose from, one to a line." }
        length_bad => {
            nb: "Skriv et tall fra 1 til 10 000, eller la feltet stå tomt.",
            nn: "Skriv eit tal frå 1 til 10 000, eller lat feltet stå tomt.",
            en: "Write a number from 1 to 10,000, or leave the field empty." }
        questions_fixed => {
            nb: "Noen har sendt inn søknad, så spørsmålet kan ikke endres. Du kan legge til et nytt, eller slutte å stille dette.",
            nn: "Nokon har sendt inn søknad, så spørsmålet kan ikkje endrast. Du kan leggje til eit nytt, eller slutte å stille dette.",
            en: "Somebody has sent in an application, so the question cannot be changed. You can add a new one, or stop asking this one." }

        not_open => {
            nb: "Utlysningen er ikke åpnet ennå.",
            nn: "Utlysinga er ikkje opna enno.",
            en: "The call is not open yet." }
        closed => {
            nb: "Utlysningen er stengt, så søknaden kan ikke endres eller sendes inn lenger. Det du har skrevet, er lagret.",
            nn: "Utlysinga er stengd, så søknaden kan ikkje endrast eller sendast inn lenger. Det du har skrive, er lagra.",
            en: "The call has closed, so the application can no longer be changed or sent in. What you wrote is kept." }
        sent_already => {
            nb: "Søknaden er allerede sendt inn.",
            nn: "Søknaden er alt sendt inn.",
            en: "The application has been sent in already." }
        incomplete => {
            nb: "Noe mangler. Det du har skrevet, er lagret.",
            nn: "Noko manglar. Det du har skrive, er lagra.",
            en: "Something is missing. What you wrote is kept." }
        notice_changed => {
            nb: "Personvernteksten er endret siden du åpnet siden. Les den på nytt og kryss av igjen.",
            nn: "Personvernteksten er endra sidan du opna sida. Les han på nytt og kryss av att.",
            en: "The privacy notice has changed since you opened the page. Read it again and tick the box once more." }
        decided => {
            nb: "Søknaden er avgjort, så den kan ikke trekkes lenger. Ta kontakt med oss.",
            nn: "Søknaden er avgjord, så han kan ikkje trekkjast lenger. Ta kontakt med oss.",
            en: "The application has been decided, so it can no longer be withdrawn. Get in touch with us." }
    }
}

impl CallRefusal {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::TitleMissing,
        Self::SlugBad,
        Self::SlugTaken,
        Self::ClosesFirst,
        Self::ConsentMissing,
        Self::PrivacyMissing,
        Self::UntilPassed,
        Self::LabelMissing,
        Self::OptionsMissing,
        Self::LengthBad,
        Self::QuestionsFixed,
    ];

    /// The sentence a person reads.
    #[must_use]
    pub fn text(self, locale: Locale) -> String {
        match self {
            Self::TitleMissing => sentences::title_missing(locale),
            Self::SlugBad => sentences::slug_bad(locale),
            Self::SlugTaken => sentences::slug_taken(locale),
            Self::ClosesFirst => sentences::closes_first(locale),
            Self::ConsentMissing => sentences::consent_missing(locale),
            Self::PrivacyMissing => sentences::privacy_missing(locale),
            Self::UntilPassed => sentences::until_passed(locale),
            Self::LabelMissing => sentences::label_missing(locale),
            Self::OptionsMissing => sentences::options_missing(locale),
            Self::LengthBad => sentences::length_bad(locale),
            Self::QuestionsFixed => sentences::questions_fixed(locale),
        }
        .to_owned()
    }

    /// The form field beside which the sentence belongs; `None` for the whole form.
    #[must_use]
    pub const fn field(self) -> Option<&'static str> {
        match self {
            Self::TitleMissing => Some("title_nb"),
            Self::SlugBad | Self::SlugTaken => Some("slug"),
            Self::ClosesFirst | Self::UntilPassed => Some("closes_on"),
            Self::ConsentMissing => Some("consent_nb"),
            Self::PrivacyMissing => Some("privacy_nb"),
            Self::LabelMissing => Some("label_nb"),
            Self::OptionsMissing => Some("options"),
            Self::LengthBad => Some("max_length"),
            Self::QuestionsFixed => None,
        }
    }
}

/// Why an applicant's wish was not granted.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// No link leads here, or what it led to is gone.
    #[error("there is no such application")]
    Gone,
    /// The call is not open yet.
    #[error("the call is not open yet")]
    NotOpen,
    /// The call has closed. What was saved stays readable.
    #[error("the call has closed")]
    Closed,
    /// It was sent in already.
    #[error("it was sent in already")]
    SentAlready,
    /// Something is missing or is no answer; what was saved tells what: see [`domain::intake::problems`].
    #[error("something is missing or is no answer")]
    Incomplete,
    /// The notice has another version than the one that was read.
    #[error("the notice has changed")]
    NoticeChanged,
    /// Somebody has decided about it, so it cannot be withdrawn.
    #[error("it has been decided")]
    Decided,
    /// What was typed breaks a rule, or it was too often.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// What follows from it could not be written.
    #[error(transparent)]
    Verb(#[from] VerbError),
}

impl IntakeError {
    /// The sentence an applicant reads.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        match self {
            Self::Gone => Missing::Application.text(locale).to_owned(),
            Self::NotOpen => sentences::not_open(locale).to_owned(),
            Self::Closed => sentences::closed(locale).to_owned(),
            Self::SentAlready => sentences::sent_already(locale).to_owned(),
            Self::Incomplete => sentences::incomplete(locale).to_owned(),
            Self::NoticeChanged => sentences::notice_changed(locale).to_owned(),
            Self::Decided => sentences::decided(locale).to_owned(),
            Self::Identity(error) => error.text(locale),
            Self::Verb(error) => error.text(locale),
        }
    }

    /// The database's failure, when it is one.
    #[must_use]
    pub const fn store(&self) -> Option<&StoreError> {
        match self {
            Self::Identity(IdentityError::Store(error)) | Self::Verb(VerbError::Store(error)) => Some(error),
            _ => None,
        }
    }
}

impl From<StoreError> for IntakeError {
    fn from(error: StoreError) -> Self {
        Self::Verb(VerbError::Store(error))
    }
}

impl From<sea_orm::DbErr> for IntakeError {
    fn from(error: sea_orm::DbErr) -> Self {
        StoreError::from(error).into()
    }
}

impl From<Refusal> for IntakeError {
    fn from(refusal: Refusal) -> Self {
        Self::Verb(VerbError::Refused(refusal))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_refusal_has_a_sentence_of_its_own_in_each_language() {
        for locale in Locale::ALL {
            let told: std::collections::BTreeSet<String> =
                CallRefusal::ALL.iter().map(|refusal| refusal.text(locale)).collect();
            assert_eq!(told.len(), CallRefusal::ALL.len(), "{locale:?}");
        }
    }
}
