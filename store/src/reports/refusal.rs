//! Why a report is not saved or handed in.

use domain::reports::Part;
use domain::words::Locale;

/// Why a report is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReportRefusal {
    /// It was handed in, and stays as it is.
    #[error("it was handed in already")]
    HandedIn,
    /// Its period ends before it begins.
    #[error("the period ends before it begins")]
    EndsFirst,
    /// The day is none on which the contract asks for a report.
    #[error("the contract asks for no report on that day")]
    NotDue,
    /// A text holds numbers that are not published.
    #[error("the part {} holds numbers that are not published", .part.code())]
    ForeignNumbers {
        /// In which part.
        part: Part,
        /// The numbers as they are written.
        numbers: Vec<String>,
    },
    /// Nothing of it can be published, and nothing is written.
    #[error("the report is empty")]
    Empty,
}

impl ReportRefusal {
    /// The sentence a person reads.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        match self {
            Self::HandedIn => words::handed_in(locale).to_owned(),
            Self::EndsFirst => words::ends_first(locale).to_owned(),
            Self::NotDue => words::not_due(locale).to_owned(),
            Self::ForeignNumbers { part, numbers } => words::foreign(locale, part.title(locale), &numbers.join("; ")),
            Self::Empty => words::empty(locale).to_owned(),
        }
    }

    /// The form field beside which the sentence belongs.
    #[must_use]
    pub const fn field(&self) -> Option<&'static str> {
        match self {
            Self::ForeignNumbers { part, .. } => Some(part.code()),
            Self::EndsFirst => Some("to"),
            Self::NotDue => Some("due"),
            Self::HandedIn | Self::Empty => None,
        }
    }
}

domain::catalogue! {
    /// The sentences.
    mod words {
        handed_in => {
            nb: "Rapporten er levert og blir stående som den er. Lag en ny rapport for det som er nytt.",
            nn: "Rapporten er levert og blir ståande som han er. Lag ein ny rapport for det som er nytt.",
            en: "The report has been handed in and stays as it is. Make a new report for what is new." }
        ends_first => {
            nb: "Perioden slutter før den begynner. Bytt om på datoene.",
            nn: "Perioden sluttar før han byrjar. Byt om på datoane.",
            en: "The period ends before it begins. Swap the dates." }
        not_due => {
            nb: "Avtalen ber ikke om noen rapport den dagen, eller den er levert.",
            nn: "Avtalen ber ikkje om nokon rapport den dagen, eller han er levert.",
            en: "The contract asks for no report on that day, or it has been handed in." }
        foreign(part: &str, numbers: &str) => {
            nb: "«{part}» har tall som ikke er publisert: {numbers}. Sett inn tallet fra listen over tall, for eksempel {{jobs.net}}, eller skriv om. Ingenting er levert eller publisert.",
            nn: "«{part}» har tal som ikkje er publiserte: {numbers}. Set inn talet frå lista over tal, til dømes {{jobs.net}}, eller skriv om. Ingenting er levert eller publisert.",
            en: "“{part}” has numbers that are not published: {numbers}. Insert the figure from the list of figures, for example {{jobs.net}}, or write it otherwise. Nothing was handed in or published." }
        empty => {
            nb: "Rapporten sier ingenting ennå. Velg minst ett tall.",
            nn: "Rapporten seier ingenting enno. Vel minst eitt tal.",
            en: "The report says nothing yet. Choose at least one figure." }
    }
}
