//! The claim guard: which figures carry a sentence, and what the sentence leaves open.
//!
//! [`guard`] takes what somebody wants to print, in bokmål, nynorsk or English, finds the claims in it by rules (no model), holds each
//! against the figures it is given, and says of each: supported, supported on another definition, not supported, or not to be
//! said. It names what the sentence leaves open, and offers one that can stand with its footnotes.
//!
//! The rules read what is written and know nothing else. A claim whose words they do not know is named as one that no figure
//! carries, rather than passed over: every number in the text gets an answer. Text is only ever data here; what it says about
//! itself ("mark as supported") is read like anything else.
//!
//! Where to look: `token` words and numbers, `number` number words and fractions, `lexicon` the words that mean something, `read`
//! claims from tokens, `judge` claims against figures, `offer` the sentence that can stand, `words` all that is said in return.

mod judge;
mod lexicon;
mod number;
mod offer;
mod read;
mod token;
mod words;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::figures::{Figure, definition};
use crate::geography::RegionSetId;
use crate::publication::Words;
use crate::words::Locale;

/// A figure that may carry a claim, with the address where it can be opened.
#[derive(Debug, Clone, Copy)]
pub struct Cited<'a> {
    /// The figure.
    pub figure: &'a Figure,
    /// Its permalink, once it is published.
    pub link: Option<&'a str>,
    /// The year of the first admission in it, for a figure whose rows are not at hand.
    pub since: Option<i32>,
    /// Title, rule and sentence by language tag as they were published. What is published is told in its own words: they leave out
    /// what would reveal a small group, and are those of the version it was counted by.
    pub words: Option<&'a BTreeMap<String, Words>>,
}

impl<'a> Cited<'a> {
    /// A figure as it is now.
    #[must_use]
    pub const fn now(figure: &'a Figure) -> Self {
        Self { figure, link: None, since: None, words: None }
    }

    /// Its title, rule and sentence in a language.
    fn told(&self, locale: Locale) -> Option<Words> {
        if let Some(words) = self.words.and_then(|words| words.get(locale.tag())) {
            return Some(words.clone());
        }
        let definition = definition(&self.figure.id)?;
        Some(Words {
            title: definition.title(locale),
            rule: definition.rule(locale),
            sentence: definition.sentence(locale, self.figure),
        })
    }
}

/// A national series that survival may be compared with: one age, from one start.
#[derive(Debug, Clone, PartialEq)]
pub struct Benchmark {
    /// What it is, as a footnote names it: `SSB, aksjeselskap født 2018, 5 år`.
    pub name: String,
    /// The age in whole years.
    pub years: u32,
    /// The share alive at that age.
    pub share: f64,
}

/// How an amount is bounded by the words before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bound {
    /// Just the number.
    Exactly,
    /// `rundt`, `ca.`, `about`.
    About,
    /// `over`, `mer enn`, `more than`.
    Over,
    /// `minst`, `at least`.
    AtLeast,
    /// `under`, `fewer than`.
    Under,
    /// `opptil`, `up to`.
    AtMost,
}

/// How the house's part in jobs is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// The jobs are there; nothing is said of whose doing it is.
    Is,
    /// The house contributed.
    Contributed,
    /// The house created them, or they would not be there without it.
    Created,
    /// They shall come.
    Promised,
}

/// Which way of counting jobs the words ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// They do not say: the headline, `jobs.net`.
    Open,
    /// Today, in living startups.
    Stock,
    /// On leaving the house.
    AtExit,
    /// At the most.
    Peak,
    /// Gross.
    Gross,
    /// Net.
    Net,
}

/// Whose survival is claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Who {
    /// The words do not say.
    Open,
    /// Those that have left the house.
    Exits,
    /// All ever admitted.
    Admitted,
}

/// What is counted beside jobs and survival.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Work {
    /// Kroner of external capital.
    Capital,
    /// Kroner of public money awarded to startups.
    Awarded,
    /// Kroner of public money paid to them.
    Paid,
    /// External capital for each public krone.
    Leverage,
    /// Hours of mentoring.
    Hours,
    /// Meetings.
    Meetings,
    /// The share of women among founders.
    Women,
    /// The share of startups that answer when they are asked.
    Response,
}

impl Work {
    /// The definition that counts it.
    #[must_use]
    pub const fn definition(self) -> &'static str {
        match self {
            Self::Capital => "funding.private_capital",
            Self::Awarded => "funding.awarded",
            Self::Paid => "funding.paid",
            Self::Leverage => "funding.leverage",
            Self::Hours => "mentoring.hours",
            Self::Meetings => "mentoring.meetings",
            Self::Women => "team.women_founders",
            Self::Response => "updates.response",
        }
    }
}

/// What a claim says.
#[derive(Debug, Clone, PartialEq)]
pub enum Says {
    /// So many jobs.
    Jobs {
        /// How many.
        amount: f64,
        /// How bounded.
        bound: Bound,
        /// The house's part.
        part: Part,
        /// The way of counting.
        way: Way,
        /// Whether in full-time equivalents.
        fte: bool,
    },
    /// Such a share of the jobs lies in a place.
    PlaceShare {
        /// Between 0 and 1.
        share: f64,
        /// How bounded.
        bound: Bound,
        /// Where; `None` for a place without a region set.
        region: Option<RegionSetId>,
    },
    /// Such a share survives.
    Survival {
        /// Between 0 and 1.
        share: f64,
        /// How bounded.
        bound: Bound,
        /// Whose.
        who: Who,
        /// At which age in years, if one is said.
        years: Option<u32>,
        /// Whether the words say that it is about being alive today, and not a rate.
        today: bool,
    },
    /// So many jobs lie in a place.
    PlaceJobs {
        /// How many.
        amount: f64,
        /// How bounded.
        bound: Bound,
        /// Where; `None` for a place without a region set.
        region: Option<RegionSetId>,
    },
    /// So many survive elsewhere: the average of the country, of a trade.
    Average {
        /// Between 0 and 1.
        share: f64,
        /// At which age in years, if the sentence says one.
        years: Option<u32>,
    },
    /// So many startups are alive.
    Survivors {
        /// How many.
        amount: f64,
        /// How bounded.
        bound: Bound,
        /// Of whom.
        who: Who,
    },
    /// So many startups have been in the house.
    Startups {
        /// How many.
        amount: f64,
        /// How bounded.
        bound: Bound,
        /// Which: all admitted unless the words say those that left.
        who: Who,
    },
    /// So much of what the house does, or of money that came to its startups.
    Work {
        /// Of what.
        of: Work,
        /// How much: kroner, hours, meetings, or a share between 0 and 1.
        amount: f64,
        /// How bounded.
        bound: Bound,
    },
    /// Better than others.
    Comparison {
        /// At which age the sentence speaks of survival, if it does.
        years: Option<u32>,
    },
    /// Praise that no number carries: best, leading, unique.
    Praise,
    /// A number of something that no figure counts.
    Unknown,
}

/// One claim of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Where it stands, in bytes of the text.
    pub span: Range<usize>,
    /// The words that make it.
    pub text: String,
    /// What it says.
    pub says: Says,
    /// The year since when, if the sentence says one.
    pub since: Option<i32>,
    /// Whether the sentence is about one year and not about all the time since the doors opened: `i 2023`, `i fjor`.
    pub during: bool,
    /// What the figures say to it.
    pub verdict: Verdict,
    /// What it leaves open.
    pub open: Vec<Open>,
}

/// What the figures say to a claim. Figures are named by their place in the list given to [`guard`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// A figure carries it as it is worded.
    Supported {
        /// Which figure.
        by: usize,
    },
    /// Another way of counting than the one it is worded for carries it: that has to be said with it.
    OtherDefinition {
        /// Which figure.
        by: usize,
    },
    /// The figures say otherwise.
    NotSupported {
        /// The figure that would have to carry it, if there is one.
        instead: Option<usize>,
    },
    /// It cannot be said as it is worded, whatever the number.
    CannotBeSaid {
        /// Why.
        why: Vec<Why>,
        /// The figure nearest to what is meant, if there is one.
        instead: Option<usize>,
    },
}

/// Why a claim cannot be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// A survival rate without an age.
    NoAge,
    /// A share without saying of whom.
    NoDenominator,
    /// Compared with an average of another age, form or start.
    WrongComparator,
    /// Fewer than ten, or an interval wider than 30 points.
    TooFew,
    /// "Created", where the evidence is "contributed".
    CreatedNotContributed,
    /// A promise is not a figure.
    Promise,
    /// The figures do not reach back so far.
    NoPeriod,
    /// No figure counts this.
    NoFigure,
    /// Nothing can be measured about it.
    NoMeasure,
    /// No national figure known here has that value at that age.
    NoAverage,
    /// The place has no region set, so that nobody has said what is in it.
    NoPlace,
}

/// What a claim leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Open {
    /// Who is counted: those that came out, all admitted, also those that died in the house?
    WhoIsCounted,
    /// At what age.
    AtWhatAge,
    /// Alive by what test: registered, active, or known to somebody?
    AliveByWhatTest,
    /// Compared with which average: of which legal form, age and birth year?
    WhichAverage,
    /// Jobs when: at the most, on leaving, or today?
    JobsWhen,
    /// With or without what was there at admission, and what was lost since?
    NetOrGross,
    /// Heads or full-time equivalents, with or without the founders?
    HeadsOrFte,
    /// In the place by workplace, by registered office, or by address at admission?
    PlaceOfWhat,
    /// As at which date.
    AsOfWhen,
    /// Who else supported the same startups.
    WhoElse,
}

/// A text read.
#[derive(Debug, Clone, PartialEq)]
pub struct Guarded {
    /// The language it is read as.
    pub language: Locale,
    /// Its claims in their order.
    pub claims: Vec<Claim>,
    /// The numbers that were read and are no claim, by their place in bytes: years, dates, ages, small numbers in words. Every
    /// number in digits is in a claim or here.
    pub numbers: Vec<Range<usize>>,
    /// The same as they are written.
    pub passed: Vec<String>,
    /// What can be said instead; `None` when no figure bears on any claim.
    pub offer: Option<Offer>,
}

impl Claim {
    /// The other figures that would carry the number, by their places in the list: on another definition than the verdict names.
    #[must_use]
    pub fn others(&self, figures: &[Cited<'_>]) -> Vec<usize> {
        judge::others(self, figures)
    }

    /// The figure that the verdict names, by its place in the list.
    #[must_use]
    pub const fn figure(&self) -> Option<usize> {
        judge::figure_of(&self.verdict)
    }
}

/// A text that can stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The text, each figure with the number of its footnote: `… [1]`.
    pub text: String,
    /// The footnotes, from 1.
    pub footnotes: Vec<Footnote>,
}

/// A footnote: rule, definition, dates, address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Footnote {
    /// Its number.
    pub number: usize,
    /// Which figure.
    pub figure: usize,
    /// What it says.
    pub text: String,
}

/// More letters than this are not a sentence to print; the rest is not read.
pub const LONGEST: usize = 20_000;

/// What whoever publishes or prints a figure should think of first: why its percentage is not to be quoted, that a pooled share has no
/// age, that jobs are contributed to and not created, and what it may not be set beside.
#[must_use]
pub fn cautions(locale: Locale, figure: &Figure) -> Vec<String> {
    use crate::figures::Unit;
    let mut cautions: Vec<String> = Vec::new();
    cautions.extend(crate::suppress::too_uncertain(figure).map(|why| why.text(locale)));
    if matches!(figure.id.0.as_str(), "survival.exits" | "survival.admitted") {
        cautions.push(Why::NoAge.text(locale).to_owned());
    }
    if figure.unit == Unit::Jobs {
        cautions.push(Why::CreatedNotContributed.text(locale).to_owned());
    }
    cautions.extend(definition(&figure.id).map(|definition| definition.apart(locale).to_owned()));
    cautions
}

/// Reads a text and holds its claims against figures and national series.
#[must_use]
pub fn guard(text: &str, figures: &[Cited<'_>], benchmarks: &[Benchmark]) -> Guarded {
    let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
    let text = text.get(..end).unwrap_or_default();
    let tokens = token::tokens(text);
    let language = lexicon::language(&tokens);
    let (mut claims, numbers) = read::claims(text, &tokens, language);
    judge::judge(&mut claims, figures, benchmarks);
    let offer = offer::offer(language, &claims, figures);
    let passed = numbers.iter().filter_map(|span| text.get(span.clone())).map(str::to_owned).collect();
    Guarded { language, claims, numbers, passed, offer }
}
