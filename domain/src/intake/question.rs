//! The questions of a call, and what counts as an answer.
//!
//! An answer is kept as it was typed. Whether it is one is asked when the application is sent in, so that saving never refuses anything.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Texts;
use crate::format;
use crate::ids::QuestionId;
use crate::organisation::{OrganisationNumber, OrganisationNumberError};
use crate::words::Locale;

/// The most characters any answer may have, whatever its question says.
pub const LONGEST_ANSWER: u32 = 10_000;

/// What kind of answer a question asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// A line.
    Text,
    /// Several lines.
    LongText,
    /// One of the options.
    One,
    /// Any of the options, at least one when an answer is required.
    Several,
    /// A number.
    Number,
    /// A day.
    Date,
    /// A file. The answer is the id of a document.
    File,
    /// A Norwegian organisation number.
    OrganisationNumber,
}

impl QuestionKind {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::Text,
        Self::LongText,
        Self::One,
        Self::Several,
        Self::Number,
        Self::Date,
        Self::File,
        Self::OrganisationNumber,
    ];

    /// The stable name in databases and forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::LongText => "long_text",
            Self::One => "one",
            Self::Several => "several",
            Self::Number => "number",
            Self::Date => "date",
            Self::File => "file",
            Self::OrganisationNumber => "organisation_number",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The name a reader sees.
    #[must_use]
    pub const fn name(self, locale: Locale) -> &'static str {
        match self {
            Self::Text => kinds::text(locale),
            Self::LongText => kinds::long_text(locale),
            Self::One => kinds::one(locale),
            Self::Several => kinds::several(locale),
            Self::Number => kinds::number(locale),
            Self::Date => kinds::date(locale),
            Self::File => kinds::file(locale),
            Self::OrganisationNumber => kinds::organisation_number(locale),
        }
    }

    /// Whether it offers options.
    #[must_use]
    pub const fn has_options(self) -> bool {
        matches!(self, Self::One | Self::Several)
    }

    /// The most characters of an answer when the question says nothing of it.
    const fn usual_length(self) -> u32 {
        match self {
            Self::Text => 200,
            Self::LongText => 4_000,
            _ => LONGEST_ANSWER,
        }
    }
}

/// A question of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Its id.
    pub id: QuestionId,
    /// What kind of answer it asks for.
    pub kind: QuestionKind,
    /// What is asked.
    pub label: Texts,
    /// How to answer; empty when nothing is said.
    pub help: Texts,
    /// What may be chosen. An option is known by its text in bokmål.
    pub options: Vec<Texts>,
    /// Whether an application without an answer is not taken.
    pub required: bool,
    /// The most characters of an answer; `None` for what is usual.
    pub max_length: Option<u32>,
    /// Whether it is asked no longer. What was answered stays readable.
    pub retired: bool,
}

impl Question {
    /// The most characters an answer may have.
    #[must_use]
    pub fn most(&self) -> u32 {
        self.max_length.unwrap_or_else(|| self.kind.usual_length()).min(LONGEST_ANSWER)
    }
}

/// What somebody answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// A text or a number, as it was typed.
    Text(String),
    /// Options, by their texts in bokmål.
    Chosen(Vec<String>),
    /// A day.
    Day(NaiveDate),
    /// A number whose check digit fits.
    Organisation(OrganisationNumber),
}

/// Why an answer is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// One is needed.
    #[error("an answer is needed")]
    Missing,
    /// It is too long.
    #[error("the answer is {by} characters too long: at most {most}")]
    TooLong {
        /// The most it may have.
        most: u32,
        /// How many too many there are.
        by: u32,
    },
    /// It is none of the options.
    #[error("this cannot be chosen")]
    NoOption,
    /// It is no number.
    #[error("this is no number")]
    NoNumber,
    /// It is no day.
    #[error("this is no date")]
    NoDate,
    /// It is no organisation number.
    #[error(transparent)]
    Organisation(#[from] OrganisationNumberError),
}

crate::catalogue! {
    /// The kinds of questions.
    mod kinds {
        text => { nb: "kort tekst", nn: "kort tekst", en: "short text" }
        long_text => { nb: "lang tekst", nn: "lang tekst", en: "long text" }
        one => { nb: "velg én", nn: "vel éin", en: "choose one" }
        several => { nb: "velg flere", nn: "vel fleire", en: "choose several" }
        number => { nb: "tall", nn: "tal", en: "number" }
        date => { nb: "dato", nn: "dato", en: "date" }
        file => { nb: "fil", nn: "fil", en: "file" }
        organisation_number => { nb: "organisasjonsnummer", nn: "organisasjonsnummer", en: "organisation number" }
    }
}

crate::catalogue! {
    /// Why an answer is none.
    mod sentences {
        missing => { nb: "Svar på dette.", nn: "Svar på dette.", en: "Answer this." }
        missing_file => { nb: "Last opp en fil.", nn: "Last opp ei fil.", en: "Upload a file." }
        missing_choice => { nb: "Velg et svar.", nn: "Vel eit svar.", en: "Choose an answer." }
        too_long(by: &str, most: &str) => {
            nb: "Svaret er {by} tegn for langt. Det kan ha {most} tegn.",
            nn: "Svaret er {by} teikn for langt. Det kan ha {most} teikn.",
            en: "The answer is {by} characters too long. It can have {most}." }
        no_option => {
            nb: "Det du valgte, kan ikke velges lenger. Velg på nytt.",
            nn: "Det du valde, kan ikkje veljast lenger. Vel på nytt.",
            en: "What you chose can no longer be chosen. Choose again." }
        no_number => {
            nb: "Skriv et tall, for eksempel 12 eller 2,5.",
            nn: "Skriv eit tal, til dømes 12 eller 2,5.",
            en: "Write a number, such as 12 or 2.5." }
        no_date => {
            nb: "Skriv en dato, for eksempel 31.12.2026.",
            nn: "Skriv ein dato, til dømes 31.12.2026.",
            en: "Write a date, such as 31.12.2026." }
        not_nine => {
            nb: "Et organisasjonsnummer har ni sifre. La feltet stå tomt hvis bedriften ikke er registrert.",
            nn: "Eit organisasjonsnummer har ni siffer. Lat feltet stå tomt om bedrifta ikkje er registrert.",
            en: "An organisation number has nine digits. Leave the field empty if no company is registered." }
        check_digit => {
            nb: "Organisasjonsnummeret stemmer ikke: et siffer er feil. Sjekk det én gang til.",
            nn: "Organisasjonsnummeret stemmer ikkje: eit siffer er feil. Sjekk det éin gong til.",
            en: "The organisation number does not fit: a digit is wrong. Check it once more." }
    }
}

impl AnswerError {
    /// The sentence beside the field.
    #[must_use]
    pub fn text(self, locale: Locale, kind: QuestionKind) -> String {
        let count = |many: u32| format::count(locale, usize::try_from(many).unwrap_or(usize::MAX));
        match self {
            Self::Missing if kind == QuestionKind::File => sentences::missing_file(locale).to_owned(),
            Self::Missing if kind.has_options() => sentences::missing_choice(locale).to_owned(),
            Self::Missing => sentences::missing(locale).to_owned(),
            Self::TooLong { most, by } => sentences::too_long(locale, &count(by), &count(most)),
            Self::NoOption => sentences::no_option(locale).to_owned(),
            Self::NoNumber => sentences::no_number(locale).to_owned(),
            Self::NoDate => sentences::no_date(locale).to_owned(),
            Self::Organisation(OrganisationNumberError::NotNineDigits) => sentences::not_nine(locale).to_owned(),
            Self::Organisation(OrganisationNumberError::WrongCheckDigit) => sentences::check_digit(locale).to_owned(),
        }
    }
}

/// Reads what was typed as an answer; `None` when nothing was.
///
/// # Errors
/// [`AnswerError`] for what is none. [`AnswerError::Missing`] is not among them: see [`check`].
pub fn read_answer(question: &Question, typed: &str) -> Result<Option<Answer>, AnswerError> {
    let text = typed.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let most = question.most();
    // Browsers count a line break as one letter and send two.
    let long = u32::try_from(text.chars().filter(|letter| *letter != '\r').count()).unwrap_or(u32::MAX);
    if long > most {
        return Err(AnswerError::TooLong { most, by: long - most });
    }
    let answer = match question.kind {
        QuestionKind::Text | QuestionKind::LongText | QuestionKind::File => Answer::Text(text.to_owned()),
        QuestionKind::Number => {
            if !is_number(text) {
                return Err(AnswerError::NoNumber);
            }
            Answer::Text(text.to_owned())
        }
        QuestionKind::Date => Answer::Day(read_day(text).ok_or(AnswerError::NoDate)?),
        QuestionKind::OrganisationNumber => Answer::Organisation(OrganisationNumber::parse(text)?),
        QuestionKind::One | QuestionKind::Several => {
            let chosen: Vec<String> =
                text.lines().map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned).collect();
            let known = |one: &String| question.options.iter().any(|option| option.nb == *one);
            if !chosen.iter().all(known) || (question.kind == QuestionKind::One && chosen.len() > 1) {
                return Err(AnswerError::NoOption);
            }
            Answer::Chosen(chosen)
        }
    };
    Ok(Some(answer))
}

/// Reads what was typed as the answer of an application that is sent in.
///
/// # Errors
/// [`AnswerError`] for what is none; [`AnswerError::Missing`] where one is needed.
pub fn check(question: &Question, typed: &str) -> Result<Option<Answer>, AnswerError> {
    match read_answer(question, typed)? {
        None if question.required && !question.retired => Err(AnswerError::Missing),
        answer => Ok(answer),
    }
}

/// What was answered, as a reader sees it. What is no answer is shown as it was typed. The name of a file is not known here.
#[must_use]
pub fn shown(question: &Question, locale: Locale, typed: &str) -> String {
    match read_answer(question, typed) {
        Ok(Some(Answer::Chosen(chosen))) => {
            let named = |one: &String| {
                let option = question.options.iter().find(|option| option.nb == *one);
                option.map_or_else(|| one.clone(), |option| option.get(locale).to_owned())
            };
            chosen.iter().map(named).collect::<Vec<_>>().join(", ")
        }
        Ok(Some(Answer::Day(day))) => format::date(locale, day),
        Ok(Some(Answer::Organisation(number))) => number.grouped(),
        Ok(Some(Answer::Text(text))) => text,
        Ok(None) => String::new(),
        Err(_) if question.kind.has_options() => typed.trim().replace('\n', ", "),
        Err(_) => typed.trim().to_owned(),
    }
}

/// Whether a text is a number as people write one: `12`, `1 200`, `-3`, `2,5`.
fn is_number(text: &str) -> bool {
    let bare: String = text.chars().filter(|letter| !letter.is_whitespace() && *letter != '\u{a0}').collect();
    let bare = bare.strip_prefix(['-', '−']).unwrap_or(&bare).replace(',', ".");
    let (whole, fraction) = bare.split_once('.').unwrap_or((&bare, "0"));
    let digits = |part: &str| !part.is_empty() && part.len() <= 15 && part.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && digits(fraction)
}

/// A day as a browser sends it or as people type it.
fn read_day(text: &str) -> Option<NaiveDate> {
    let day =
        NaiveDate::parse_from_str(text, "%Y-%m-%d").or_else(|_| NaiveDate::parse_from_str(text, "%d.%m.%Y")).ok()?;
    // A year of two or five digits is a slip of the hand.
    (NaiveDate::from_ymd_opt(1900, 1, 1)? <= day && day <= NaiveDate::from_ymd_opt(2200, 1, 1)?).then_some(day)
}

/// Options as they are typed: one to a line; in other languages after bars, `Helse | Helse | Health`. A line that is there twice counts
/// once.
#[must_use]
pub fn options_from(typed: &str) -> Vec<Texts> {
    let mut options: Vec<Texts> = Vec::new();
    for line in typed.lines() {
        let mut parts = line.split('|').map(str::trim);
        let nb = parts.next().unwrap_or_default().to_owned();
        let option = Texts { nb, nn: parts.next().map(str::to_owned), en: parts.next().map(str::to_owned) }.tidied();
        if !option.is_empty() && options.iter().all(|known| known.nb != option.nb) {
            options.push(option);
        }
    }
    options
}

/// Options as they are typed; see [`options_from`].
#[must_use]
pub fn options_text(options: &[Texts]) -> String {
    let line = |option: &Texts| match (&option.nn, &option.en) {
        (None, None) => option.nb.clone(),
        (nn, None) => format!("{} | {}", option.nb, nn.as_deref().unwrap_or_default()),
        (nn, Some(en)) => format!("{} | {} | {en}", option.nb, nn.as_deref().unwrap_or_default()),
    };
    options.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn question(kind: QuestionKind, required: bool) -> Question {
        Question {
            id: QuestionId(Uuid::nil()),
            kind,
            label: Texts::of("Hva?"),
            help: Texts::default(),
            options: options_from("Helse | Helse | Health\nHav\n\n Hav \nMat||Food"),
            required,
            max_length: None,
            retired: false,
        }
    }

    #[test]
    fn each_kind_takes_its_answers_and_says_what_is_none() {
        use AnswerError as E;
        use QuestionKind as K;
        let long = "å".repeat(201);
        for (kind, typed, told) in [
            (K::Text, "  Åse  ", Ok(Some(Answer::Text("Åse".to_owned())))),
            (K::Text, " \n", Ok(None)),
            (K::Text, long.as_str(), Err(E::TooLong { most: 200, by: 1 })),
            (K::LongText, long.as_str(), Ok(Some(Answer::Text(long.clone())))),
            (K::One, "Hav", Ok(Some(Answer::Chosen(vec!["Hav".to_owned()])))),
            (K::One, "Health", Err(E::NoOption)),
            (K::One, "Hav\nMat", Err(E::NoOption)),
            (K::Several, "Hav\nMat\n", Ok(Some(Answer::Chosen(vec!["Hav".to_owned(), "Mat".to_owned()])))),
            (K::Several, "Hav\nLuft", Err(E::NoOption)),
            (K::Number, "1 200", Ok(Some(Answer::Text("1 200".to_owned())))),
            (K::Number, "−2,5", Ok(Some(Answer::Text("−2,5".to_owned())))),
            (K::Number, "tolv", Err(E::NoNumber)),
            (K::Number, "1.2.3", Err(E::NoNumber)),
            (K::Number, "1e9", Err(E::NoNumber)),
            (K::Number, ",5", Err(E::NoNumber)),
            (K::Date, "2026-02-28", Ok(NaiveDate::from_ymd_opt(2026, 2, 28).map(Answer::Day))),
            (K::Date, "28.2.2026", Ok(NaiveDate::from_ymd_opt(2026, 2, 28).map(Answer::Day))),
            (K::Date, "29.2.2026", Err(E::NoDate)),
            (K::Date, "1.1.26", Err(E::NoDate)),
            (K::OrganisationNumber, "923609017", Err(E::Organisation(OrganisationNumberError::WrongCheckDigit))),
            (K::OrganisationNumber, "92360901", Err(E::Organisation(OrganisationNumberError::NotNineDigits))),
            (
                K::OrganisationNumber,
                "923 609 016",
                Ok(Some(Answer::Organisation(OrganisationNumber::parse("923609016").unwrap()))),
            ),
        ] {
            assert_eq!(read_answer(&question(kind, false), typed), told, "{kind:?} {typed:?}");
        }
    }

    #[test]
    fn a_line_break_counts_once() {
        let question = Question { max_length: Some(3), ..question(QuestionKind::LongText, false) };
        assert!(read_answer(&question, "a\r\nb").is_ok());
        assert_eq!(read_answer(&question, "a\r\nbc"), Err(AnswerError::TooLong { most: 3, by: 1 }));
    }

    #[test]
    fn an_answer_is_needed_only_where_it_is_asked_for() {
        for kind in QuestionKind::ALL {
            assert_eq!(check(&question(kind, true), " "), Err(AnswerError::Missing), "{kind:?}");
            assert_eq!(check(&question(kind, false), " "), Ok(None), "{kind:?}");
            let retired = Question { retired: true, ..question(kind, true) };
            assert_eq!(check(&retired, ""), Ok(None), "{kind:?}");
            assert_eq!(QuestionKind::from_code(kind.code()), Some(kind));
            for locale in Locale::ALL {
                assert!(!kind.name(locale).is_empty() && !AnswerError::Missing.text(locale, kind).is_empty());
            }
        }
    }

    #[test]
    fn answers_are_shown_in_the_readers_language_and_nonsense_as_it_is() {
        use QuestionKind as K;
        let shown = |kind, typed| shown(&question(kind, false), Locale::En, typed);
        assert_eq!(shown(K::Several, "Helse\nHav\nMat"), "Health, Hav, Food");
        assert_eq!(shown(K::Several, "Helse\nBorte"), "Helse, Borte");
        assert_eq!(shown(K::Date, "2026-02-28"), "28 February 2026");
        assert_eq!(shown(K::Date, "snart"), "snart");
        assert_eq!(shown(K::OrganisationNumber, "923609016"), "923\u{a0}609\u{a0}016");
    }

    #[test]
    fn options_are_typed_and_read_back() {
        let options = options_from("Helse | Helse | Health\nHav\n\n Hav \nMat||Food\nJord | Jord");
        assert_eq!(options.len(), 4);
        assert_eq!(options[2], Texts { nb: "Mat".to_owned(), nn: None, en: Some("Food".to_owned()) });
        assert_eq!(options_from(&options_text(&options)), options);
    }
}
