//! The letter to an applicant who is not admitted: a template of the programme's, filled in, and edited before it goes.

use super::{EvaluationError, LONGEST_TEXT};
use crate::words::Locale;

/// What can be put into a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filling<'a> {
    /// What the applicant is called.
    pub applicant: &'a str,
    /// What the startup is called.
    pub startup: &'a str,
    /// What the programme is called.
    pub programme: &'a str,
    /// What the call is called.
    pub call: &'a str,
}

/// The places of a template, as they are written in every language.
pub const PLACES: [&str; 4] = ["{applicant}", "{startup}", "{programme}", "{call}"];

/// A template with its places filled in. What is put in is never read as a place itself.
#[must_use]
pub fn fill(template: &str, with: &Filling<'_>) -> String {
    let values = [with.applicant, with.startup, with.programme, with.call];
    let mut out = String::with_capacity(template.len() + 100);
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let place = PLACES.iter().zip(values).find(|(place, _)| from.starts_with(**place));
        if let Some((place, value)) = place {
            out.push_str(value);
            rest = &from[place.len()..];
        } else {
            out.push('{');
            rest = &from[1..];
        }
    }
    out.push_str(rest);
    out
}

/// A letter as it can go: without blanks around it, neither empty nor too long, and with no known place left to fill in.
///
/// # Errors
/// [`EvaluationError::LetterEmpty`], [`EvaluationError::TooLong`], [`EvaluationError::LetterUnfilled`].
pub fn check(letter: &str) -> Result<String, EvaluationError> {
    let letter = template(letter)?;
    if PLACES.iter().any(|place| letter.contains(place)) {
        return Err(EvaluationError::LetterUnfilled);
    }
    Ok(letter)
}

/// A template as it can be kept: its line ends made plain, without blanks around it, neither empty nor too long.
///
/// # Errors
/// [`EvaluationError::LetterEmpty`], [`EvaluationError::TooLong`].
pub fn template(text: &str) -> Result<String, EvaluationError> {
    let text = text.replace("\r\n", "\n");
    let text = text.trim();
    if text.is_empty() {
        return Err(EvaluationError::LetterEmpty);
    }
    if text.chars().count() > LONGEST_TEXT {
        return Err(EvaluationError::TooLong);
    }
    Ok(text.to_owned())
}

/// The letter that a programme begins with.
#[must_use]
pub const fn default(locale: Locale) -> &'static str {
    match locale {
        Locale::Nb => {
            "Hei {applicant},\n\n\
             Takk for at dere søkte om plass i {programme} med {startup}. Vi har lest søknaden nøye, og flere har vurdert den.\n\n\
             Denne gangen kan vi dessverre ikke tilby dere plass. Vi fikk flere gode søknader enn vi har plasser, og det var ikke et lett valg.\n\n\
             Svaret gjelder denne utlysningen. Dere er hjertelig velkomne til å søke igjen når dere har kommet lenger, og vil dere ha en samtale om hva som kan gjøre søknaden sterkere, så ta kontakt med oss.\n\n\
             Lykke til videre med {startup}!\n\n\
             Vennlig hilsen\n{programme}"
        }
        Locale::Nn => {
            "Hei {applicant},\n\n\
             Takk for at de søkte om plass i {programme} med {startup}. Vi har lese søknaden nøye, og fleire har vurdert han.\n\n\
             Denne gongen kan vi diverre ikkje tilby dykk plass. Vi fekk fleire gode søknader enn vi har plassar, og det var ikkje eit lett val.\n\n\
             Svaret gjeld denne utlysinga. De er hjarteleg velkomne til å søkje att når de har kome lenger, og vil de ha ein samtale om kva som kan gjere søknaden sterkare, så ta kontakt med oss.\n\n\
             Lykke til vidare med {startup}!\n\n\
             Venleg helsing\n{programme}"
        }
        Locale::En => {
            "Dear {applicant},\n\n\
             Thank you for applying to {programme} with {startup}. We have read the application carefully, and several people have judged it.\n\n\
             This time we are sorry that we cannot offer you a place. We received more good applications than we have places, and the choice was not an easy one.\n\n\
             The answer is about this call. You are warmly welcome to apply again when you have come further, and if you would like to talk about what could make the application stronger, please get in touch.\n\n\
             We wish you and {startup} all the best!\n\n\
             Kind regards\n{programme}"
        }
    }
}
