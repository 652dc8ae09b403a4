//! Calls for applications: when one can be applied to, what it asks, and what becomes of an application.
//!
//! An application is no fact: it names people and is forgotten by rule. Once it is sent in, a startup and a stay come of it, and they are.

mod question;
mod time;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use question::{
    Answer, AnswerError, LONGEST_ANSWER, Question, QuestionKind, check, options_from, options_text, read_answer, shown,
};
pub use time::{oslo_at, oslo_civil, read_time};

use crate::ids::{CallId, CohortId, ProgrammeId, QuestionId};
use crate::pipeline::{Course, StageKind};
use crate::time::Instant;
use crate::words::Locale;

/// A text in bokmål, and in the other languages where somebody wrote it in them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Texts {
    /// Bokmål; empty for a text that is not there.
    pub nb: String,
    /// Nynorsk.
    #[serde(default)]
    pub nn: Option<String>,
    /// English.
    #[serde(default)]
    pub en: Option<String>,
}

impl Texts {
    /// A text in bokmål alone.
    #[must_use]
    pub fn of(nb: impl Into<String>) -> Self {
        Self { nb: nb.into(), nn: None, en: None }
    }

    /// A text in all three languages.
    #[must_use]
    pub fn all(nb: impl Into<String>, nn: impl Into<String>, en: impl Into<String>) -> Self {
        Self { nb: nb.into(), nn: Some(nn.into()), en: Some(en.into()) }
    }

    /// The text in a language, or in bokmål when nobody wrote it in that one.
    #[must_use]
    pub fn get(&self, locale: Locale) -> &str {
        let own = match locale {
            Locale::Nb => None,
            Locale::Nn => self.nn.as_deref(),
            Locale::En => self.en.as_deref(),
        };
        own.unwrap_or(&self.nb)
    }

    /// Whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nb.is_empty()
    }

    /// Without blanks around it; a language with nothing in it is none.
    #[must_use]
    pub fn tidied(self) -> Self {
        let tidy = |text: String| text.trim().replace("\r\n", "\n");
        let some = |text: Option<String>| text.map(tidy).filter(|text| !text.is_empty());
        Self { nb: tidy(self.nb), nn: some(self.nn), en: some(self.en) }
    }

    /// The length of the longest of them, in characters.
    #[must_use]
    pub fn longest(&self) -> usize {
        let long = |text: &str| text.chars().count();
        let others = [self.nn.as_deref(), self.en.as_deref()].into_iter().flatten().map(long);
        others.fold(long(&self.nb), usize::max)
    }
}

/// What applicants agree to, in the wording of one version. A version that somebody has agreed to is never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// From 1.
    pub version: u32,
    /// What the box says that is ticked.
    pub consent: Texts,
    /// What is done with what is told, and for how long.
    pub privacy: Texts,
}

/// An invitation to apply to a programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Its id.
    pub id: CallId,
    /// What is applied to.
    pub programme: ProgrammeId,
    /// The cohort that those who apply come into.
    pub cohort: Option<CohortId>,
    /// Its name in addresses, unique in the house.
    pub slug: String,
    /// Its name.
    pub title: Texts,
    /// What applicants read first.
    pub intro: Texts,
    /// Whom to ask.
    pub contact: String,
    /// From when on one can apply.
    pub opens_at: Instant,
    /// From when on one cannot any more.
    pub closes_at: Instant,
    /// What applicants agree to now.
    pub notice: Notice,
}

/// Whether a call can be applied to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CallState {
    /// Its time has not come.
    NotOpen,
    /// It can.
    Open,
    /// Its time is over.
    Closed,
}

impl Call {
    /// Whether it can be applied to at an instant: from its opening on and before its closing.
    #[must_use]
    pub fn state(&self, now: Instant) -> CallState {
        if now >= self.closes_at {
            CallState::Closed
        } else if now >= self.opens_at {
            CallState::Open
        } else {
            CallState::NotOpen
        }
    }
}

/// How far an application has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationStatus {
    /// It is being written.
    Draft,
    /// It was sent in.
    Submitted,
    /// Whoever sent it in took it back.
    Withdrawn,
    /// The startup was admitted.
    Admitted,
    /// It was declined.
    Declined,
}

impl ApplicationStatus {
    /// All of them, in the order in which an application passes through them.
    pub const ALL: [Self; 5] = [Self::Draft, Self::Submitted, Self::Withdrawn, Self::Admitted, Self::Declined];

    /// The stable name in databases and addresses.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Withdrawn => "withdrawn",
            Self::Admitted => "admitted",
            Self::Declined => "declined",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    /// Whether nobody has decided about it yet, the applicant included.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Submitted)
    }
}

/// Where an application stands, as its applicant is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It is being written.
    Writing,
    /// It has arrived.
    Received,
    /// Somebody has taken it up.
    BeingAssessed,
    /// The startup was admitted.
    Admitted,
    /// It was declined.
    Declined,
    /// It was taken back.
    Withdrawn,
}

impl Standing {
    /// Where an application stands, by its own status and by where its stay is: a stay can also be moved from the pipeline.
    #[must_use]
    pub fn of(status: ApplicationStatus, course: Option<&Course>, stage: Option<StageKind>, is_first: bool) -> Self {
        match status {
            ApplicationStatus::Draft => Self::Writing,
            ApplicationStatus::Withdrawn => Self::Withdrawn,
            ApplicationStatus::Admitted => Self::Admitted,
            ApplicationStatus::Declined => Self::Declined,
            ApplicationStatus::Submitted => match course {
                Some(course) if course.admitted_on.is_some() => Self::Admitted,
                _ if stage == Some(StageKind::Declined) => Self::Declined,
                Some(_) if !is_first => Self::BeingAssessed,
                _ => Self::Received,
            },
        }
    }

    /// The name a reader sees.
    #[must_use]
    pub const fn name(self, locale: Locale) -> &'static str {
        match self {
            Self::Writing => standings::writing(locale),
            Self::Received => standings::received(locale),
            Self::BeingAssessed => standings::assessed(locale),
            Self::Admitted => standings::admitted(locale),
            Self::Declined => standings::declined(locale),
            Self::Withdrawn => standings::withdrawn(locale),
        }
    }
}

impl CallState {
    /// The name a reader sees.
    #[must_use]
    pub const fn name(self, locale: Locale) -> &'static str {
        match self {
            Self::NotOpen => standings::not_open(locale),
            Self::Open => standings::open(locale),
            Self::Closed => standings::closed(locale),
        }
    }
}

crate::catalogue! {
    /// Where calls and applications stand.
    mod standings {
        not_open => { nb: "ikke åpnet", nn: "ikkje opna", en: "not open yet" }
        open => { nb: "åpen", nn: "open", en: "open" }
        closed => { nb: "stengt", nn: "stengd", en: "closed" }
        writing => { nb: "påbegynt", nn: "påbyrja", en: "being written" }
        received => { nb: "mottatt", nn: "motteken", en: "received" }
        assessed => { nb: "til vurdering", nn: "til vurdering", en: "being assessed" }
        admitted => { nb: "tatt opp", nn: "teken opp", en: "admitted" }
        declined => { nb: "ikke tatt opp", nn: "ikkje teken opp", en: "not admitted" }
        withdrawn => { nb: "trukket", nn: "trekt", en: "withdrawn" }
    }
}

/// A part of an application that is sent in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// What the applicant is called.
    Name,
    /// What the startup is called.
    Startup,
    /// The answer to a question.
    Answer(QuestionId),
    /// What the applicant agrees to.
    Consent,
}

/// The most characters of a name.
const LONGEST_NAME: u32 = 200;

/// Everything that keeps an application from being sent in, in the order of the form; nothing when it may go.
#[must_use]
pub fn problems(
    questions: &[Question],
    name: &str,
    startup: &str,
    answers: &BTreeMap<QuestionId, String>,
    consents: bool,
) -> Vec<(Part, AnswerError)> {
    let named = |part, text: &str| {
        let long = u32::try_from(text.trim().chars().count()).unwrap_or(u32::MAX);
        match long {
            0 => Some((part, AnswerError::Missing)),
            long if long > LONGEST_NAME => {
                Some((part, AnswerError::TooLong { most: LONGEST_NAME, by: long - LONGEST_NAME }))
            }
            _ => None,
        }
    };
    let mut found: Vec<(Part, AnswerError)> =
        [named(Part::Name, name), named(Part::Startup, startup)].into_iter().flatten().collect();
    for question in questions.iter().filter(|question| !question.retired) {
        let typed = answers.get(&question.id).map_or("", String::as_str);
        if let Err(error) = check(question, typed) {
            found.push((Part::Answer(question.id), error));
        }
    }
    if !consents {
        found.push((Part::Consent, AnswerError::Missing));
    }
    found
}

/// The longest name of a call in addresses.
const LONGEST_SLUG: usize = 60;

/// Whether a text can be a call's name in addresses: small letters a to z, digits, and single hyphens between them.
#[must_use]
pub fn is_slug(text: &str) -> bool {
    let plain = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    text.len() <= LONGEST_SLUG
        && !text.is_empty()
        && text.split('-').all(|part| !part.is_empty() && part.bytes().all(plain))
}

/// A name for addresses made from a title; empty when nothing of it can stand in one.
#[must_use]
pub fn slug_of(title: &str) -> String {
    let mut slug = String::new();
    for letter in crate::words::fold(title).chars() {
        match letter {
            'a'..='z' | '0'..='9' => slug.push(letter),
            'å' | 'ä' => slug.push('a'),
            'æ' => slug.push_str("ae"),
            'ø' | 'ö' => slug.push('o'),
            'é' | 'è' | 'ê' => slug.push('e'),
            _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    slug.truncate(LONGEST_SLUG);
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use uuid::Uuid;

    use super::*;
    use crate::ids::StageId;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn a_call_is_open_from_its_first_instant_to_before_its_last() {
        let call = Call {
            id: CallId(Uuid::nil()),
            programme: ProgrammeId(Uuid::nil()),
            cohort: None,
            slug: "var".to_owned(),
            title: Texts::of("Vår"),
            intro: Texts::default(),
            contact: String::new(),
            opens_at: at("2026-03-01T08:00:00Z"),
            closes_at: at("2026-04-01T10:00:00Z"),
            notice: Notice { version: 1, consent: Texts::of("Ja"), privacy: Texts::of("Slik") },
        };
        for (now, state) in [
            ("2026-03-01T07:59:59Z", CallState::NotOpen),
            ("2026-03-01T08:00:00Z", CallState::Open),
            ("2026-04-01T09:59:59Z", CallState::Open),
            ("2026-04-01T10:00:00Z", CallState::Closed),
        ] {
            assert_eq!(call.state(at(now)), state, "{now}");
        }
        let shut = Call { closes_at: at("2026-02-01T08:00:00Z"), ..call };
        assert_eq!(
            shut.state(at("2026-02-01T08:00:00Z")),
            CallState::Closed,
            "one that closes before it opens never is"
        );
    }

    #[test]
    fn a_text_falls_back_to_bokmal() {
        let text =
            Texts { nb: " Hei\r\ndu ".to_owned(), nn: Some("  ".to_owned()), en: Some("Hello".to_owned()) }.tidied();
        assert_eq!(Locale::ALL.map(|locale| text.get(locale)), ["Hei\ndu", "Hei\ndu", "Hello"]);
        assert_eq!(text.longest(), 6);
    }

    #[test]
    fn a_slug_is_made_and_known() {
        for (title, slug) in [
            ("Vårkull 2027", "varkull-2027"),
            ("  Blå – Økonomi & Ære!  ", "bla-okonomi-aere"),
            ("日本", ""),
            ("a--b", "a-b"),
        ] {
            assert_eq!(slug_of(title), slug);
            assert!(slug.is_empty() || is_slug(slug), "{slug}");
        }
        for bad in ["", "-a", "a-", "a--b", "A", "å", "a b", "a/b", "../x", &"a".repeat(61)] {
            assert!(!is_slug(bad), "{bad}");
        }
        assert!(is_slug(&slug_of(&"ab ".repeat(60))));
    }

    #[test]
    fn an_application_may_go_when_nothing_is_missing() {
        let question = |number, required, retired| Question {
            id: QuestionId(Uuid::from_u128(number)),
            kind: QuestionKind::Number,
            label: Texts::of("Hvor mange?"),
            help: Texts::default(),
            options: Vec::new(),
            required,
            max_length: None,
            retired,
        };
        let questions = [question(1, true, false), question(2, false, false), question(3, true, true)];
        let id = |number| QuestionId(Uuid::from_u128(number));
        let mut answers = BTreeMap::from([(id(2), "mange".to_owned())]);
        assert_eq!(
            problems(&questions, " ", &"å".repeat(201), &answers, false),
            [
                (Part::Name, AnswerError::Missing),
                (Part::Startup, AnswerError::TooLong { most: 200, by: 1 }),
                (Part::Answer(id(1)), AnswerError::Missing),
                (Part::Answer(id(2)), AnswerError::NoNumber),
                (Part::Consent, AnswerError::Missing),
            ]
        );
        answers.extend([(id(1), "3".to_owned()), (id(2), String::new())]);
        assert_eq!(problems(&questions, "Åse", "Solvind", &answers, true), []);
    }

    #[test]
    fn an_applicant_is_told_what_the_pipeline_says() {
        let day = NaiveDate::from_ymd_opt(2026, 5, 1).unwrap();
        let course = |admitted_on, closed_on| Course {
            applied_on: day,
            admitted_on,
            closed_on,
            outcome: None,
            stage: StageId(Uuid::nil()),
            since: day,
        };
        use ApplicationStatus as S;
        for (status, course, stage, first, told) in [
            (S::Draft, None, None, true, Standing::Writing),
            (S::Submitted, Some(course(None, None)), Some(StageKind::Step), true, Standing::Received),
            (S::Submitted, Some(course(None, None)), Some(StageKind::Step), false, Standing::BeingAssessed),
            (S::Submitted, Some(course(Some(day), None)), Some(StageKind::Step), false, Standing::Admitted),
            (S::Submitted, Some(course(None, Some(day))), Some(StageKind::Declined), false, Standing::Declined),
            (S::Submitted, None, None, true, Standing::Received),
            (S::Withdrawn, Some(course(None, Some(day))), Some(StageKind::Declined), false, Standing::Withdrawn),
            (S::Admitted, Some(course(None, None)), Some(StageKind::Step), true, Standing::Admitted),
            (S::Declined, None, None, false, Standing::Declined),
        ] {
            assert_eq!(Standing::of(status, course.as_ref(), stage, first), told, "{status:?}");
        }
        for status in S::ALL {
            assert_eq!(S::from_code(status.code()), Some(status));
        }
    }
}
