//! Finds the claims of a text, sentence by sentence.

mod work;

use std::ops::Range;

use super::lexicon::{Topic, find, is, place};
use super::number::{Amount, Sort, amounts, spelt};
use super::token::{Kind, Token};
use super::{Bound, Claim, Open, Part, Says, Verdict, Way, Who, Why};
use crate::geography::RegionSetId;
use crate::words::Locale;

/// The claims of a text, and the numbers in it that are none: years, dates, ages, and small numbers in words.
pub(super) fn claims(text: &str, tokens: &[Token], language: Locale) -> (Vec<Claim>, Vec<Range<usize>>) {
    let amounts = amounts(tokens, language);
    let mut claims: Vec<Claim> = Vec::new();
    let mut numbers: Vec<Range<usize>> = Vec::new();
    let (mut from, mut spoke_of_jobs) = (0, false);
    while from < tokens.len() {
        let to = tokens[from..].iter().position(|token| token.ends).map_or(tokens.len(), |end| from + end + 1);
        let mut sentence = Sentence::new(text, tokens, from..to, language);
        let within: Vec<Amount> = amounts.iter().filter(|amount| (from..to).contains(&amount.from)).copied().collect();
        sentence.times(&within);
        for amount in &within {
            match sentence.claim(amount, spoke_of_jobs) {
                Some(claim) => claims.push(claim),
                None if amount.sort == Sort::Whole => {}
                None => numbers.push(tokens[amount.from].span.start..tokens[amount.to - 1].span.end),
            }
        }
        claims.extend(sentence.comparison());
        claims.extend(sentence.praise());
        spoke_of_jobs |= find(tokens, from..to, Topic::Job).is_some();
        from = to;
    }
    claims.sort_by_key(|claim| claim.span.start);
    // Whatever became of it on the way: a number in digits is in a claim, or it is told that it is in none.
    let digits = tokens.iter().filter(|token| matches!(token.kind, Kind::Number { .. } | Kind::Date));
    numbers.extend(digits.map(|token| token.span.clone()));
    let claimed =
        |span: &Range<usize>| claims.iter().any(|claim| claim.span.start <= span.start && span.end <= claim.span.end);
    numbers.retain(|span| !claimed(span));
    numbers.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    numbers.dedup_by(|next, before| next.start < before.end);
    (claims, numbers)
}

/// A sentence, with what it says of time.
struct Sentence<'t> {
    text: &'t str,
    tokens: &'t [Token],
    range: Range<usize>,
    language: Locale,
    since: Option<i32>,
    /// Whether it is about one year.
    during: bool,
    dated: bool,
    years: Option<u32>,
    /// Amounts that are times and not claims, by their first token.
    times: Vec<usize>,
    /// Where amounts begin: what an amount counts stands before the next.
    starts: Vec<usize>,
    /// Where amounts begin and end.
    ends: Vec<(usize, usize)>,
}

impl<'t> Sentence<'t> {
    const fn new(text: &'t str, tokens: &'t [Token], range: Range<usize>, language: Locale) -> Self {
        Self {
            text,
            tokens,
            range,
            language,
            since: None,
            during: false,
            dated: false,
            years: None,
            times: Vec::new(),
            starts: Vec::new(),
            ends: Vec::new(),
        }
    }

    fn word(&self, at: usize) -> &'t str {
        if self.range.contains(&at) { self.tokens.get(at).map_or("", Token::word) } else { "" }
    }

    /// The word so many tokens before another.
    fn before(&self, at: usize, many: usize) -> &'t str {
        at.checked_sub(many).map_or("", |at| self.word(at))
    }

    fn has(&self, topic: Topic) -> bool {
        find(self.tokens, self.range.clone(), topic).is_some()
    }

    /// Reads years, ages and dates.
    fn times(&mut self, amounts: &[Amount]) {
        self.starts = amounts.iter().map(|amount| amount.from).collect();
        self.ends = amounts.iter().map(|amount| (amount.from, amount.to)).collect();
        self.dated = self.tokens[self.range.clone()].iter().any(|token| token.kind == Kind::Date);
        for amount in amounts.iter().filter(|amount| amount.sort == Sort::Count && amount.value.fract() == 0.0) {
            let (from, to) = (amount.from, amount.to);
            let hyphen = matches!(self.tokens.get(to).map(|token| &token.kind), Some(Kind::Mark('-' | '–')));
            let after = if hyphen { self.word(to + 1) } else { self.word(to) };
            let counts = is(self.tokens, to, Topic::Job) + is(self.tokens, to, Topic::Company) > 0;
            // From one year to another is a time as well.
            let between = amount.bound == Bound::AtLeast
                && matches!(
                    self.tokens.get(to - 1).map(|token| &token.kind),
                    Some(Kind::Number { value, .. }) if (1_990.0..=2_100.0).contains(value)
                );
            if amount.digits
                && (1_990.0..=2_100.0).contains(&amount.value)
                && !counts
                && (amount.bound == Bound::Exactly || between)
            {
                self.times.push(from);
                self.during |= between || matches!(self.before(from, 1), "i" | "in" | "during");
                let since = (1..=3).any(|back| {
                    matches!(self.before(from, back), "siden" | "sidan" | "since" | "fra" | "frå" | "from")
                });
                if since {
                    #[expect(clippy::cast_possible_truncation, reason = "a year between 1990 and 2100")]
                    let year = amount.value as i32;
                    self.since = Some(year);
                } else {
                    self.dated = true;
                }
            } else if after.starts_with("år") && !after.starts_with("årsverk")
                || after.starts_with("year")
                || after.starts_with("måned")
                || after.starts_with("month")
            {
                self.times.push(from);
                let aged = hyphen
                    || after.starts_with("års")
                    || after.starts_with("årig")
                    || ["etter", "after", "first", "første", "fyrste"].contains(&self.before(from, 1))
                    || from.checked_sub(1).is_some_and(|at| is(self.tokens, at, Topic::Survival) > 0)
                    || ["etter", "after", "senere", "seinare", "later", "on", "gamle", "old"]
                        .contains(&self.word(to + 1));
                if aged && (1.0..=50.0).contains(&amount.value) && !after.starts_with('m') {
                    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 50")]
                    let years = amount.value as u32;
                    self.years = Some(years);
                }
            } else if is_month(self.word(to))
                || (self.tokens.get(to).map(|token| &token.kind) == Some(&Kind::Mark('.'))
                    && is_month(self.word(to + 1)))
            {
                self.times.push(from);
                self.dated = true;
            }
        }
        // Put together: femårsoverlevelse, five-year. One year is written with what is else an article.
        for at in self.range.clone() {
            let word = self.word(at);
            let one = matches!(word, "ett" | "eitt" | "et" | "eit" | "one" | "a")
                && self.is_year(at + 1)
                && matches!(self.before(at, 1), "etter" | "after");
            let first = matches!(word, "første" | "fyrste" | "first")
                && self.is_year(at + 1)
                && !self.word(at + 1).starts_with("årene")
                && !self.word(at + 1).starts_with("åra")
                && !self.word(at + 1).starts_with("years");
            if one || first {
                self.years = Some(1);
            }
            // The first five years, the five first years.
            if matches!(word, "første" | "fyrste" | "first")
                && let Some(years) =
                    spelt(self.before(at, 1), self.language).filter(|years| (2.0..=50.0).contains(years))
                && self.is_year(at + 1)
            {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 2 and 50")]
                let years = years as u32;
                self.years = Some(years);
            }
            let last = word == "fjor" || (word == "year" && matches!(self.before(at, 1), "last" | "this"));
            self.during |= last || (word == "år" && matches!(self.before(at, 1), "i"));
            let number =
                word.find("år").map(|end| &word[..end]).or_else(|| word.split_once("-year").map(|(number, _)| number));
            if let Some(years) =
                number.and_then(|number| spelt(number, self.language)).filter(|years| (1.0..=50.0).contains(years))
            {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 50")]
                let years = years as u32;
                self.years = Some(years);
            }
        }
    }

    fn is_year(&self, at: usize) -> bool {
        self.word(at).starts_with("år") || self.word(at).starts_with("year")
    }

    fn claim(&self, amount: &Amount, spoke_of_jobs: bool) -> Option<Claim> {
        if self.times.contains(&amount.from) {
            return None;
        }
        match amount.sort {
            Sort::Share => Some(self.share(amount, spoke_of_jobs)),
            Sort::Whole => {
                let near = amount.to..self.range.end.min(amount.to + 7);
                let about = |topic| find(self.tokens, near.clone(), topic).is_some();
                ((about(Topic::Survival) || about(Topic::Death)) && !about(Topic::Job)).then(|| self.survival(amount))
            }
            Sort::Count => self.count(amount),
            Sort::Other => Some(self.made(amount, amount.to, Says::Unknown, Vec::new())),
        }
    }

    fn share(&self, amount: &Amount, spoke_of_jobs: bool) -> Claim {
        let survives = self.has(Topic::Survival) || self.has(Topic::Death);
        if self.of_others(amount) {
            let says = Says::Average { share: amount.value, years: self.years };
            return self.made(amount, amount.to, says, vec![Open::WhichAverage]);
        }
        if let Some((region, end)) = self.place_near(amount)
            && (spoke_of_jobs || self.has(Topic::Job))
        {
            let says = Says::PlaceShare { share: amount.value, bound: amount.bound, region };
            return self.made(amount, end, says, vec![Open::PlaceOfWhat]);
        }
        let of_jobs = is(self.tokens, amount.to, Topic::Job) > 0 || is(self.tokens, amount.to + 1, Topic::Job) > 0;
        if survives && !of_jobs {
            return self.survival(amount);
        }
        self.work_share(amount).unwrap_or_else(|| self.made(amount, amount.to, Says::Unknown, Vec::new()))
    }

    /// The place an amount is said to be in: after a preposition close by, with no word on survival between.
    fn place_near(&self, amount: &Amount) -> Option<(Option<RegionSetId>, usize)> {
        let stands_in =
            |at: usize| matches!(self.before(at, 1), "på" | "i" | "in" | "innen" | "within" | "frå" | "fra");
        let next = self.starts.iter().copied().find(|start| *start >= amount.to).unwrap_or(self.range.end);
        let ahead = amount.to..next.min(amount.to + 10);
        let behind = amount.from.saturating_sub(6).max(self.range.start)..amount.from;
        for range in [ahead, behind] {
            for at in range.clone() {
                if let Some((many, region)) = place(self.tokens, at)
                    && (stands_in(at) || region.is_none())
                {
                    let between = if at > amount.from { amount.to..at } else { at..amount.from };
                    let lives = find(self.tokens, between.clone(), Topic::Survival).is_some()
                        || find(self.tokens, between, Topic::Company).is_some();
                    return (!lives).then_some((region, (at + many).max(amount.to)));
                }
            }
        }
        None
    }

    /// Whether an amount is about others than the house: an average stands right beside it, or it is what something is compared with.
    fn of_others(&self, amount: &Amount) -> bool {
        let elsewhere = |at: usize| {
            ["landsbasis", "nationally", "nasjonalt", "norgesbasis"].iter().any(|word| self.word(at).starts_with(word))
        };
        let last = self.starts.iter().copied().rfind(|start| *start < amount.from).unwrap_or(self.range.start);
        let mut before = amount.from.saturating_sub(4).max(last).max(self.range.start)..amount.from;
        let against = matches!(self.before(amount.from, 1), "mot" | "against" | "versus")
            || (self.before(amount.from, 1) == "with" && self.before(amount.from, 2) == "compared");
        // `høyere enn snittet: 58 prosent` is the house's own; an average that is something is the other's.
        let is_average = before.any(|at| is(self.tokens, at, Topic::Comparison) > 0 && self.compares(at))
            && matches!(self.before(amount.from, 1), "på" | "er" | "of" | "is" | "var" | "was" | "at");
        against || is_average || elsewhere(amount.to) || elsewhere(amount.to + 1)
    }

    fn survival(&self, amount: &Amount) -> Claim {
        let nearest = |topic| self.nearest(amount, topic);
        let (lives, dies) = (nearest(Topic::Survival), nearest(Topic::Death));
        let distance = |found: Option<usize>| found.map_or(usize::MAX, |at| at.abs_diff(amount.from));
        let not = lives.is_some_and(|at| {
            (1..=2).any(|step| matches!(self.word(at + step), "ikke" | "ikkje" | "not"))
                || matches!(self.before(at, 1), "ikke" | "ikkje" | "not")
        });
        let dead = distance(dies) < distance(lives) || (not && dies.is_none());
        let (share, bound) =
            if dead { (1.0 - amount.value, turned(amount.bound)) } else { (amount.value, amount.bound) };
        let rate = self.range.clone().any(|at| {
            let word = self.word(at);
            word.contains("rate")
                || word.contains("overlevels")
                || word.contains("overleving")
                || word.contains("survival")
        });
        let who = self.who();
        let says = Says::Survival {
            share,
            bound,
            who,
            years: self.years,
            today: !rate && (self.has(Topic::Today) || self.says_alive()),
        };
        let mut open = Vec::new();
        if !amount.of {
            open.push(Open::WhoIsCounted);
        }
        if self.years.is_none() {
            open.push(Open::AtWhatAge);
        }
        open.push(Open::AliveByWhatTest);
        open.extend((!self.dated).then_some(Open::AsOfWhen));
        let near = |at: &usize| *at >= amount.to && at - amount.to <= 9;
        let said = if dead { dies.or(lives) } else { lives.or(dies) };
        let length = |at: usize| is(self.tokens, at, Topic::Survival).max(is(self.tokens, at, Topic::Death));
        let end = said.filter(near).map_or(amount.to, |at| at + length(at));
        self.made(amount, end, says, open)
    }

    fn says_alive(&self) -> bool {
        self.range.clone().any(|at| {
            matches!(
                (self.word(at), self.word(at + 1)),
                ("i", "live" | "drift" | "virksomhet" | "verksemd")
                    | ("in", "business")
                    | ("alive" | "lever" | "operating" | "levde", _)
            )
        }) || self.has(Topic::Death)
    }

    fn who(&self) -> Who {
        if self.has(Topic::Exits) {
            Who::Exits
        } else if self.has(Topic::Admitted) {
            Who::Admitted
        } else {
            Who::Open
        }
    }

    fn nearest(&self, amount: &Amount, topic: Topic) -> Option<usize> {
        self.range.clone().filter(|at| is(self.tokens, *at, topic) > 0).min_by_key(|at| at.abs_diff(amount.from))
    }

    fn count(&self, amount: &Amount) -> Option<Claim> {
        let next = self.starts.iter().copied().find(|start| *start >= amount.to).unwrap_or(self.range.end);
        let ahead = |topic, reach: usize| find(self.tokens, amount.to..next.min(amount.to + reach), topic);
        let behind = |topic| find(self.tokens, amount.from.saturating_sub(4).max(self.range.start)..amount.from, topic);
        // Millions are money unless jobs stand right after them.
        let millions = amount.value >= 1e6 && ahead(Topic::Job, 2).is_none();
        let sign = amount.from.checked_sub(1).and_then(|at| self.tokens.get(at)).map(|token| &token.kind);
        let money = matches!(sign, Some(Kind::Mark('€' | '$' | '£')))
            || matches!(self.before(amount.from, 1), "kr" | "nok" | "eur")
            || matches!(
                self.word(amount.to),
                "m" | "mn" | "bn" | "mrd" | "milliard" | "milliarder" | "milliardar" | "billion"
            )
            || ahead(Topic::Money, 2).is_some();
        if let Some(work) = self.work_count(amount, millions || money) {
            return Some(work);
        }
        if millions || money || self.is_change(amount) || self.is_mean() {
            return Some(self.made(amount, amount.to, Says::Unknown, Vec::new()));
        }
        if (ahead(Topic::Job, 5).is_some() || self.has(Topic::Job))
            && let Some((region, end)) = self.place_near(amount)
            && !self.range.clone().any(|at| is(self.tokens, at, Topic::Promised) > 0 && at < amount.to + 3)
        {
            let says = Says::PlaceJobs { amount: amount.value, bound: amount.bound, region };
            return Some(self.made(amount, end, says, vec![Open::PlaceOfWhat]));
        }
        let (job, company) = (ahead(Topic::Job, 5), ahead(Topic::Company, 4));
        if let Some(at) = job
            .filter(|job| company.is_none_or(|company| *job <= company))
            .or_else(|| if company.is_none() { behind(Topic::Job) } else { None })
        {
            return Some(self.jobs(amount, at));
        }
        let them = matches!(self.word(amount.to), "av" | "of")
            && matches!(self.word(amount.to + 1), "dem" | "dei" | "desse" | "disse" | "them" | "these");
        let company = company.or_else(|| (them && self.has(Topic::Company)).then_some(amount.to + 1));
        if let Some(at) = company {
            let who = self.who();
            // Of several numbers the one survives that the word stands behind.
            let alone = self.starts.iter().filter(|start| !self.times.contains(start)).count() < 2;
            let survives = ahead(Topic::Survival, 12).is_some() || (alone && self.has(Topic::Survival));
            let says = if survives {
                Says::Survivors { amount: amount.value, bound: amount.bound, who }
            } else if self.has(Topic::Death) || self.has(Topic::Promised) {
                Says::Unknown
            } else {
                Says::Startups { amount: amount.value, bound: amount.bound, who }
            };
            let open = if survives { vec![Open::WhoIsCounted, Open::AliveByWhatTest] } else { Vec::new() };
            return Some(self.made(amount, at + 1, says, open));
        }
        // A small number in words may count anything; one in digits is meant to be read as a number.
        amount.digits.then(|| self.made(amount, amount.to, Says::Unknown, Vec::new()))
    }

    /// Whether an amount says by how much something changed: `økte med 40`.
    fn is_change(&self, amount: &Amount) -> bool {
        matches!(self.before(amount.from, 1), "med" | "by") && self.has(Topic::Growth)
    }

    /// Whether the sentence is about the mean of a startup: `i snitt har hver bedrift`.
    fn is_mean(&self) -> bool {
        self.range.clone().any(|at| {
            let of_each = matches!(self.word(at), "hver" | "kvar" | "each" | "per" | "pr")
                && is(self.tokens, at + 1, Topic::Company) > 0;
            let mean =
                matches!((self.word(at), self.word(at + 1)), ("i", "snitt" | "gjennomsnitt") | ("on", "average"));
            of_each || mean || self.word(at).starts_with("gjennomsnittl")
        })
    }

    fn jobs(&self, amount: &Amount, at: usize) -> Claim {
        let promised = self.range.clone().any(|at| is(self.tokens, at, Topic::Promised) > 0 && at < amount.to + 3);
        let part = if promised {
            Part::Promised
        } else if self.has(Topic::Contributed) {
            Part::Contributed
        } else if self.has(Topic::Created) {
            Part::Created
        } else {
            Part::Is
        };
        let way = [
            (Topic::AtExit, Way::AtExit),
            (Topic::Peak, Way::Peak),
            (Topic::Gross, Way::Gross),
            (Topic::Net, Way::Net),
            (Topic::Stock, Way::Stock),
        ]
        .into_iter()
        .find(|(topic, _)| self.has(*topic))
        .map_or(Way::Open, |(_, way)| way);
        let fte = is(self.tokens, at, Topic::Fte) > 0;
        let mut open = Vec::new();
        if way == Way::Open {
            open.extend([Open::JobsWhen, Open::NetOrGross]);
        }
        if !fte {
            open.push(Open::HeadsOrFte);
        }
        open.extend((!self.dated && way != Way::Stock).then_some(Open::AsOfWhen));
        open.extend(matches!(part, Part::Contributed | Part::Created).then_some(Open::WhoElse));
        let says = Says::Jobs { amount: amount.value, bound: amount.bound, part, way, fte };
        self.made(amount, (at + 1).max(amount.to), says, open)
    }

    fn comparison(&self) -> Option<Claim> {
        let at = self.range.clone().find(|at| is(self.tokens, *at, Topic::Comparison) > 0 && self.compares(*at))?;
        // The words just before say which way: skyhøyt over.
        let in_amount = |at: usize| self.ends.iter().any(|(from, to)| (*from..*to).contains(&at));
        let from = (1..=2)
            .take_while(|back| !self.before(at, *back).is_empty() && !in_amount(at - back))
            .last()
            .map_or(at, |back| at - back);
        let mut to = at + is(self.tokens, at, Topic::Comparison);
        while self.range.contains(&to) && is(self.tokens, to, Topic::Comparison) > 0 {
            to += is(self.tokens, to, Topic::Comparison);
        }
        Some(self.at(from, to, Says::Comparison { years: self.years }, vec![Open::WhichAverage]))
    }

    /// Whether a word of comparison compares: `gjennomsnittlig` counts, and what is national is only compared with as an average.
    fn compares(&self, at: usize) -> bool {
        let (word, next) = (self.word(at), self.word(at + 1));
        let average = ["average", "snitt", "gjennomsnitt"].iter().any(|average| next.starts_with(average));
        let national = word.starts_with("national") || word.starts_with("nasjonal");
        !word.starts_with("gjennomsnittl") && (average || !national)
    }

    fn praise(&self) -> Option<Claim> {
        let at = find(self.tokens, self.range.clone(), Topic::Praise)?;
        Some(self.at(at, at + is(self.tokens, at, Topic::Praise), Says::Praise, Vec::new()))
    }

    /// A claim from the words that bound its amount to what it counts.
    fn made(&self, amount: &Amount, to: usize, says: Says, open: Vec<Open>) -> Claim {
        let back = match (self.before(amount.from, 2), self.before(amount.from, 1)) {
            (_, "enn" | "than" | "least" | "most" | "mot" | "lag") => 2,
            ("opp" | "up", "til" | "to") => 2,
            (_, word) if amount.bound != Bound::Exactly && is_bound(word) => 1,
            _ => 0,
        };
        let back = if amount.bound == Bound::Exactly { 0 } else { back };
        self.at(amount.from.saturating_sub(back).max(self.range.start), to, says, open)
    }

    fn at(&self, from: usize, to: usize, says: Says, open: Vec<Open>) -> Claim {
        let to = to.clamp(from + 1, self.range.end.max(from + 1));
        let end = self.tokens.get(to - 1).map_or(self.text.len(), |token| token.span.end);
        let span = self.tokens[from].span.start..end;
        let text = self.text.get(span.clone()).unwrap_or_default().to_owned();
        // Until the figures are asked, nothing carries it.
        let verdict = Verdict::CannotBeSaid { why: vec![Why::NoFigure], instead: None };
        Claim { span, text, says, since: self.since, during: self.during && self.since.is_none(), verdict, open }
    }
}

/// Whether a word bounds the amount after it.
fn is_bound(word: &str) -> bool {
    const BOUNDS: &[&str] = &[
        "over",
        "minst",
        "drøyt",
        "above",
        "exceeding",
        "under",
        "below",
        "opptil",
        "inntil",
        "maks",
        "høyst",
        "høgst",
        "maksimalt",
        "rundt",
        "omtrent",
        "omlag",
        "cirka",
        "ca",
        "circa",
        "about",
        "around",
        "nesten",
        "nærmere",
        "nærare",
        "nær",
        "nearly",
        "almost",
        "roughly",
        "approximately",
        "approx",
        "some",
    ];
    BOUNDS.contains(&word)
}

/// The bound of what is left when so much is gone.
const fn turned(bound: Bound) -> Bound {
    match bound {
        Bound::Exactly => Bound::Exactly,
        Bound::About => Bound::About,
        Bound::Over => Bound::Under,
        Bound::AtLeast => Bound::AtMost,
        Bound::Under => Bound::Over,
        Bound::AtMost => Bound::AtLeast,
    }
}

fn is_month(word: &str) -> bool {
    [
        "januar",
        "februar",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "desember",
        "january",
        "february",
        "march",
        "may",
        "june",
        "july",
        "october",
        "december",
    ]
    .contains(&word)
}
