//! Updates: how often a programme asks its startups how they are, whom it asks, when it reminds, and what an answer says.
//!
//! Pure planning. A job asks [`plan::due_rounds`] what is to be opened and [`follow::follow_up`] what is to be done about who has not
//! answered; a form fills an [`answer::Answer`] from what is [`answer::Known`].

pub mod answer;
pub mod follow;
pub mod plan;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

pub use answer::{Answer, Known, Last};
pub use follow::{FollowUp, LINK_DAYS, TELL_AFTER_DAYS, closes_on, follow_up};
pub use plan::{ALUMNI_YEARS, Calendar, Opened, Planned, due_rounds, next_slot, round_now};

use crate::words::Locale;

/// How often a programme asks the startups in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rhythm {
    /// Only when somebody starts a round by hand.
    Off,
    /// Every month.
    Monthly,
    /// In January, April, July and October.
    Quarterly,
    /// In January and July.
    HalfYearly,
    /// In January.
    Yearly,
}

impl Rhythm {
    /// All rhythms, in the order in which a form offers them.
    pub const ALL: [Rhythm; 5] = [Rhythm::Quarterly, Rhythm::Monthly, Rhythm::HalfYearly, Rhythm::Yearly, Rhythm::Off];

    /// The stable name in databases and forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Rhythm::Off => "off",
            Rhythm::Monthly => "monthly",
            Rhythm::Quarterly => "quarterly",
            Rhythm::HalfYearly => "half_yearly",
            Rhythm::Yearly => "yearly",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rhythm| rhythm.code() == code)
    }

    /// Months from one round to the next; `None` when there is no next one.
    #[must_use]
    pub const fn months(self) -> Option<u32> {
        match self {
            Rhythm::Off => None,
            Rhythm::Monthly => Some(1),
            Rhythm::Quarterly => Some(3),
            Rhythm::HalfYearly => Some(6),
            Rhythm::Yearly => Some(12),
        }
    }

    /// The name a reader sees.
    #[must_use]
    pub const fn name(self, locale: Locale) -> &'static str {
        match self {
            Rhythm::Off => words::off(locale),
            Rhythm::Monthly => words::monthly(locale),
            Rhythm::Quarterly => words::quarterly(locale),
            Rhythm::HalfYearly => words::half_yearly(locale),
            Rhythm::Yearly => words::yearly(locale),
        }
    }
}

/// What a programme can ask about, beside whether the startup is still active.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// How many work there, and where.
    Headcount,
    /// Full-time equivalents.
    Fte,
    /// Working founders without a salary.
    WorkingFounders,
    /// Revenue of the last twelve months.
    Revenue,
    /// Capital raised since the last answer.
    Capital,
    /// Founders and leaders in numbers, and how many of them are women. Voluntary.
    Team,
    /// One line in the founder's own words.
    Words,
}

impl Question {
    /// All questions, in the order of the form.
    pub const ALL: [Question; 7] = [
        Question::Headcount,
        Question::Fte,
        Question::WorkingFounders,
        Question::Revenue,
        Question::Capital,
        Question::Team,
        Question::Words,
    ];

    /// The stable name in databases and forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Question::Headcount => "headcount",
            Question::Fte => "fte",
            Question::WorkingFounders => "working_founders",
            Question::Revenue => "revenue",
            Question::Capital => "capital",
            Question::Team => "team",
            Question::Words => "words",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|question| question.code() == code)
    }

    /// The name a reader sees.
    #[must_use]
    pub const fn name(self, locale: Locale) -> &'static str {
        match self {
            Question::Headcount => words::headcount(locale),
            Question::Fte => words::fte(locale),
            Question::WorkingFounders => words::working_founders(locale),
            Question::Revenue => words::revenue(locale),
            Question::Capital => words::capital(locale),
            Question::Team => words::team(locale),
            Question::Words => words::words(locale),
        }
    }
}

/// Whom a round asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundKind {
    /// The startups with an open stay in the programme.
    Stays,
    /// Those that left it.
    Alumni,
}

impl RoundKind {
    /// Both kinds.
    pub const ALL: [RoundKind; 2] = [RoundKind::Stays, RoundKind::Alumni];

    /// The stable name in databases.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            RoundKind::Stays => "stays",
            RoundKind::Alumni => "alumni",
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
            RoundKind::Stays => words::stays(locale),
            RoundKind::Alumni => words::alumni(locale),
        }
    }
}

/// How a programme asks for updates. What nobody has set asks nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// How often.
    pub rhythm: Rhythm,
    /// On which day of the month mail goes out, 1 to 28.
    pub day: u8,
    /// Days until an answer is due, 1 to 60.
    pub due_days: u16,
    /// How many days after that day who has not answered is reminded, ascending; each 0 to 45, at most five.
    pub reminders: Vec<u16>,
    /// What is asked about.
    pub questions: BTreeSet<Question>,
    /// Whether those that left are asked, once a year for [`ALUMNI_YEARS`] years.
    pub alumni: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            rhythm: Rhythm::Quarterly,
            day: 1,
            due_days: 14,
            reminders: vec![7, 14],
            questions: Question::ALL.into(),
            alumni: true,
        }
    }
}

impl Settings {
    /// The most reminders of one request.
    pub const MOST_REMINDERS: usize = 5;
    /// The latest reminder, in days after an answer was due.
    pub const LATEST_REMINDER: u16 = 45;

    /// The same settings with reminders in order and none twice.
    ///
    /// # Errors
    /// The first of [`SettingsError`] that applies.
    pub fn checked(mut self) -> Result<Self, SettingsError> {
        if !(1..=28).contains(&self.day) {
            return Err(SettingsError::Day);
        }
        if !(1..=60).contains(&self.due_days) {
            return Err(SettingsError::DueDays);
        }
        self.reminders.sort_unstable();
        self.reminders.dedup();
        if self.reminders.len() > Self::MOST_REMINDERS
            || self.reminders.iter().any(|days| *days > Self::LATEST_REMINDER)
        {
            return Err(SettingsError::Reminders);
        }
        if self.questions.is_empty() {
            return Err(SettingsError::Questions);
        }
        Ok(self)
    }
}

/// Why a programme cannot ask like that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// Not a day that every month has.
    #[error("mail goes out on a day from 1 to 28")]
    Day,
    /// Too soon or too late.
    #[error("an answer is due within 1 to 60 days")]
    DueDays,
    /// Too many, or too late.
    #[error("at most five reminders, none later than 45 days after an answer was due")]
    Reminders,
    /// Nothing is asked.
    #[error("at least one question is needed")]
    Questions,
}

impl SettingsError {
    /// The sentence a person reads: what is wrong and what to do.
    #[must_use]
    pub const fn text(self, locale: Locale) -> &'static str {
        match self {
            Self::Day => words::bad_day(locale),
            Self::DueDays => words::bad_due_days(locale),
            Self::Reminders => words::bad_reminders(locale),
            Self::Questions => words::no_questions(locale),
        }
    }

    /// The field it is about.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::DueDays => "due_days",
            Self::Reminders => "reminders",
            Self::Questions => "question_headcount",
        }
    }
}

crate::catalogue! {
    /// The words of asking for updates.
    mod words {
        off => { nb: "av: bare når noen starter en runde", nn: "av: berre når nokon startar ein runde", en: "off: only when somebody starts a round" }
        monthly => { nb: "hver måned", nn: "kvar månad", en: "every month" }
        quarterly => { nb: "hvert kvartal", nn: "kvart kvartal", en: "every quarter" }
        half_yearly => { nb: "hvert halvår", nn: "kvart halvår", en: "every half-year" }
        yearly => { nb: "hvert år", nn: "kvart år", en: "every year" }
        headcount => { nb: "Antall ansatte og hvor de arbeider", nn: "Talet på tilsette og kvar dei arbeider", en: "Employees and where they work" }
        fte => { nb: "Årsverk", nn: "Årsverk", en: "Full-time equivalents" }
        working_founders => { nb: "Arbeidende gründere uten lønn", nn: "Arbeidande gründarar utan løn", en: "Working founders without a salary" }
        revenue => { nb: "Omsetning siste tolv måneder", nn: "Omsetning siste tolv månader", en: "Revenue of the last twelve months" }
        capital => { nb: "Kapital hentet siden sist", nn: "Kapital henta sidan sist", en: "Capital raised since last time" }
        team => { nb: "Gründere og ledere, og hvor mange som er kvinner (frivillig)", nn: "Gründarar og leiarar, og kor mange som er kvinner (frivillig)", en: "Founders and leaders, and how many are women (voluntary)" }
        words => { nb: "En linje med egne ord", nn: "Ei linje med eigne ord", en: "A line in their own words" }
        stays => { nb: "bedriftene i programmet", nn: "bedriftene i programmet", en: "the startups in the programme" }
        alumni => { nb: "tidligere bedrifter", nn: "tidlegare bedrifter", en: "former startups" }
        bad_day => { nb: "Velg en dag fra 1 til 28, så hver måned har den.", nn: "Vel ein dag frå 1 til 28, så kvar månad har han.", en: "Choose a day from 1 to 28, so that every month has it." }
        bad_due_days => { nb: "Velg en frist fra 1 til 60 dager.", nn: "Vel ein frist frå 1 til 60 dagar.", en: "Choose 1 to 60 days." }
        bad_reminders => {
            nb: "Skriv høyst fem dager, for eksempel 7, 14. Ingen kan være senere enn 45 dager etter fristen.",
            nn: "Skriv høgst fem dagar, til dømes 7, 14. Ingen kan vere seinare enn 45 dagar etter fristen.",
            en: "Write at most five days, such as 7, 14. None can be later than 45 days after the answer was due." }
        no_questions => { nb: "Velg minst ett spørsmål.", nn: "Vel minst eitt spørsmål.", en: "Choose at least one question." }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back_and_everything_has_a_name() {
        for locale in Locale::ALL {
            for rhythm in Rhythm::ALL {
                assert_eq!(Rhythm::from_code(rhythm.code()), Some(rhythm));
                assert!(!rhythm.name(locale).is_empty());
            }
            for question in Question::ALL {
                assert_eq!(Question::from_code(question.code()), Some(question));
                assert!(!question.name(locale).is_empty());
            }
            for kind in RoundKind::ALL {
                assert_eq!(RoundKind::from_code(kind.code()), Some(kind));
                assert!(!kind.name(locale).is_empty());
            }
        }
        assert_eq!((Rhythm::from_code("daily"), Question::from_code("")), (None, None));
    }

    #[test]
    fn settings_that_make_no_sense_are_refused_with_their_field() {
        let with = |change: fn(&mut Settings)| {
            let mut settings = Settings::default();
            change(&mut settings);
            settings.checked().map(|settings| settings.reminders)
        };
        assert_eq!(with(|settings| settings.reminders = vec![14, 7, 7]), Ok(vec![7, 14]));
        assert_eq!(with(|settings| settings.reminders.clear()), Ok(vec![]));
        assert_eq!(with(|settings| settings.day = 29), Err(SettingsError::Day));
        assert_eq!(with(|settings| settings.day = 0), Err(SettingsError::Day));
        assert_eq!(with(|settings| settings.due_days = 61), Err(SettingsError::DueDays));
        assert_eq!(with(|settings| settings.reminders = vec![46]), Err(SettingsError::Reminders));
        assert_eq!(with(|settings| settings.reminders = (1..7).collect()), Err(SettingsError::Reminders));
        assert_eq!(with(|settings| settings.questions.clear()), Err(SettingsError::Questions));
    }
}
