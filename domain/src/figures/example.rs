//! Worked examples: a few startups, told fact by fact, on which a definition is computed by the engine itself.
//!
//! All definitions share the toy portfolio of the design, so that they can be compared; a definition that needs more than that adds
//! its own facts in its own file. What the example comes to stands beside it as data and is held against the engine by a test.

use std::sync::Arc;

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Figure, Query, Scope, definition_version, engine};
use crate::facts::{
    AwardStatus, CapitalRaised, Currency, Fact, FundingAward, Headcount, LifeEvent, LifeEventKind, Meeting,
    MeetingKind, Money, Source, StageChange, Team, UpdateEvent, UpdateStep, Verification, Workplace,
};
use crate::figures::{Definition, FigureId};
use crate::geography::Municipality;
use crate::ids::{AwardId, EnrolmentId, FactId, ProgrammeId, StageId, StartupId, UpdateRoundId};
use crate::ledger::{Ledger, Profile, StartupLedger};
use crate::pipeline::{DEFAULT_STAGES, Enrolment, Programme, Stage};
use crate::time::{Instant, end_of_oslo_day};
use crate::words::Locale;

/// A fact of a worked example: of which startup, on which day, and what.
pub type Told = (&'static str, &'static str, Says);

/// What a fact of a worked example says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// It began.
    Founded,
    /// It went bankrupt.
    Bankrupt,
    /// It was seen alive.
    Seen,
    /// It came to this stage: by the short name of a usual one.
    Stage(&'static str),
    /// Its founder took the application back.
    Withdrew,
    /// It works in this municipality.
    Works(&'static str),
    /// It has so many employees.
    Heads(u32),
    /// A meeting of so many minutes.
    Met(u32),
    /// So many founders and leaders, and how many of each are women.
    Team {
        /// Founders.
        founders: u32,
        /// Women among them.
        women: u32,
        /// Leaders.
        leaders: u32,
        /// Women among those.
        women_leading: u32,
    },
    /// It was asked for an update due on this day.
    Asked(&'static str),
    /// It answered.
    Answered,
    /// It was granted so many kroner of public money. All that is told of a startup's money is of one award.
    Granted(i64),
    /// So many kroner of it were paid.
    Paid(i64),
    /// It paid so many kroner back.
    Repaid(i64),
    /// It raised so many kroner from outside.
    Raised(i64),
}

/// What an example comes to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// The value.
    pub value: f64,
    /// The documented floor.
    pub floor: f64,
    /// The ceiling.
    pub ceiling: f64,
    /// The sum of the contributions.
    pub numerator: f64,
    /// How many startups are in.
    pub n: usize,
}

/// A worked example of a definition: facts and what they come to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Example {
    /// The figure it works out. Of a family it is one member: `survival.fixed(3)`.
    pub id: &'static str,
    /// Facts beside those of the toy portfolio.
    pub more: &'static [Told],
    /// What the engine must make of them.
    pub expected: Expected,
}

/// The day on which every example is asked.
pub const TODAY: &str = "2023-12-31";

/// The toy portfolio of the design: four startups, of which one is dead and one has moved to Oslo.
pub const TOY: &[Told] = &[
    ("A", "2017-01-01", Says::Founded),
    ("A", "2018-03-01", Says::Stage("admitted")),
    ("A", "2018-03-01", Says::Works("0231")),
    ("A", "2018-03-01", Says::Heads(2)),
    ("A", "2020-06-01", Says::Stage("graduated")),
    ("A", "2020-06-01", Says::Heads(8)),
    ("A", "2023-10-01", Says::Heads(12)),
    ("B", "2018-05-01", Says::Stage("admitted")),
    ("B", "2018-05-01", Says::Works("0231")),
    ("B", "2018-05-01", Says::Heads(0)),
    ("B", "2020-01-15", Says::Heads(5)),
    ("B", "2020-02-01", Says::Stage("graduated")),
    ("B", "2021-09-01", Says::Bankrupt),
    ("C", "2018-12-01", Says::Heads(10)),
    ("C", "2019-01-01", Says::Stage("admitted")),
    ("C", "2019-01-01", Says::Works("0227")),
    ("C", "2021-01-01", Says::Heads(12)),
    ("C", "2021-01-02", Says::Stage("left")),
    ("C", "2022-05-01", Says::Works("0301")),
    ("C", "2023-11-01", Says::Heads(9)),
    ("D", "2022-01-01", Says::Stage("admitted")),
    ("D", "2022-01-01", Says::Works("3030")),
    ("D", "2022-01-01", Says::Heads(1)),
    ("D", "2023-12-01", Says::Heads(4)),
];

impl Example {
    /// Its facts in the order of their startups and days.
    #[must_use]
    pub fn told(&self) -> Vec<Told> {
        let mut told: Vec<Told> = TOY.iter().chain(self.more).copied().collect();
        told.sort_by_key(|(who, on, _)| (*who, *on));
        told
    }

    /// The house they make.
    #[must_use]
    pub fn ledger(&self) -> Ledger {
        let mut making = Making { next: 1_000, programme: programme(), startups: Vec::new() };
        for (who, on, says) in self.told() {
            if let Ok(on) = on.parse() {
                making.tell(who, on, says);
            }
        }
        Ledger {
            version: 0,
            programmes: vec![making.programme],
            cohorts: Vec::new(),
            startups: making.startups.into_iter().map(Arc::new).collect(),
        }
    }

    /// The question: the whole house on the day, as known at its end.
    #[must_use]
    pub fn query(&self) -> Query {
        let as_of: NaiveDate = TODAY.parse().unwrap_or_default();
        Query { as_of, known_at: end_of_oslo_day(as_of), scope: Scope::default() }
    }

    /// What a version of its definition makes of the facts; `None` for a version that does not exist.
    #[must_use]
    pub fn figure(&self, version: u32) -> Option<Figure> {
        let definition = definition_version(&FigureId(self.id.to_owned()), version)?;
        Some(self.figure_by(definition.as_ref()))
    }

    /// What a definition makes of the facts.
    #[must_use]
    pub fn figure_by(&self, definition: &dyn Definition) -> Figure {
        engine::compute_by(&self.ledger(), definition, &self.query())
    }
}

/// The name of a startup of an example by its id: `A`.
#[must_use]
pub fn name_of(ledger: &Ledger, startup: StartupId) -> String {
    ledger
        .startups
        .iter()
        .find(|known| known.profile.id == startup)
        .map_or_else(String::new, |known| known.profile.name.clone())
}

/// The one programme of the examples, with the usual stages.
fn programme() -> Programme {
    let stage = |(position, (key, phase, kind, names)): (u16, &crate::pipeline::StageTemplate)| Stage {
        id: StageId(Uuid::from_u64_pair(3, u64::from(position))),
        key: (*key).to_owned(),
        phase: *phase,
        kind: *kind,
        names: names.map(str::to_owned),
        position,
        retired: false,
        usual_days: None,
    };
    Programme {
        id: ProgrammeId(Uuid::from_u64_pair(2, 1)),
        slug: "example".to_owned(),
        name: String::new(),
        stages: (0..).zip(&DEFAULT_STAGES).map(stage).collect(),
    }
}

/// An example's house while it is made.
struct Making {
    next: u64,
    programme: Programme,
    startups: Vec<StartupLedger>,
}

impl Making {
    fn id(&mut self) -> Uuid {
        self.next += 1;
        Uuid::from_u64_pair(1, self.next)
    }

    fn fact<T>(&mut self, on: NaiveDate, source: Source, body: T) -> Fact<T> {
        Fact {
            id: FactId(self.id()),
            valid_on: on,
            recorded_at: noon(on),
            supersedes: None,
            source,
            documented: false,
            body: Some(body),
        }
    }

    /// Where a startup stands in the list; a new name begins a new one.
    fn startup(&mut self, name: &str) -> usize {
        if let Some(index) = self.startups.iter().position(|known| known.profile.name == name) {
            return index;
        }
        let number = self.startups.len() as u64 + 1;
        self.startups.push(StartupLedger::new(Profile {
            id: StartupId(Uuid::from_u64_pair(0, number)),
            external_id: Some(name.to_owned()),
            name: name.to_owned(),
            sector: None,
            website: None,
            created_at: noon(NaiveDate::default()),
            withdrawn_at: None,
        }));
        self.startups.len() - 1
    }

    fn tell(&mut self, who: &str, on: NaiveDate, says: Says) {
        let index = self.startup(who);
        macro_rules! add {
            ($list:ident, $body:expr) => {{
                let fact = self.fact(on, Source::Mentor, $body);
                self.startups[index].$list.push(fact);
            }};
        }
        match says {
            Says::Founded => add!(life_events, LifeEvent::dated(LifeEventKind::Founded)),
            Says::Bankrupt => add!(life_events, LifeEvent::dated(LifeEventKind::Bankrupt)),
            Says::Seen => add!(verifications, Verification),
            Says::Stage(key) => self.moved(index, on, key, Source::Mentor),
            Says::Withdrew => self.moved(index, on, "declined", Source::Founder),
            Says::Works(code) => add!(workplaces, Workplace { municipality: Municipality::parse(code).ok() }),
            Says::Heads(heads) => add!(headcounts, Headcount::of(heads)),
            Says::Met(minutes) => {
                let programme = self.programme.id;
                add!(meetings, Meeting { programme, mentor: None, minutes, kind: MeetingKind::Video });
            }
            Says::Team { founders, women, leaders, women_leading } => add!(
                teams,
                Team {
                    founders,
                    women_founders: Some(women),
                    leaders: Some(leaders),
                    women_leaders: Some(women_leading)
                }
            ),
            Says::Asked(due) => self.step(index, on, UpdateEvent::Asked, due.parse().ok()),
            Says::Answered => self.step(index, on, UpdateEvent::Answered, None),
            Says::Granted(kroner) => self.money(index, on, AwardStatus::Awarded, kroner),
            Says::Paid(kroner) => self.money(index, on, AwardStatus::Paid, kroner),
            Says::Repaid(kroner) => self.money(index, on, AwardStatus::Repaid, kroner),
            Says::Raised(kroner) => add!(capital, CapitalRaised { amount: nok(kroner) }),
        }
    }

    fn money(&mut self, index: usize, on: NaiveDate, status: AwardStatus, kroner: i64) {
        let award = AwardId(Uuid::from_u64_pair(5, index as u64));
        let step =
            FundingAward { award: Some(award), ..FundingAward::plain("Oppstartstilskudd 1", status, nok(kroner)) };
        let fact = self.fact(on, Source::Mentor, step);
        self.startups[index].awards.push(fact);
    }

    fn step(&mut self, index: usize, on: NaiveDate, event: UpdateEvent, due_on: Option<NaiveDate>) {
        let round = UpdateRoundId(Uuid::from_u64_pair(4, 1));
        let fact = self.fact(on, Source::Mentor, UpdateStep { round, event, due_on });
        self.startups[index].updates.push(fact);
    }

    fn moved(&mut self, index: usize, on: NaiveDate, key: &str, source: Source) {
        let Some(to) = self.programme.stage_by_key(key).map(|stage| stage.id) else { return };
        let enrolment = match self.startups[index].enrolments.last() {
            Some(stay) => stay.id,
            None => {
                let id = EnrolmentId(self.id());
                self.startups[index].enrolments.push(Enrolment { id, programme: self.programme.id, cohort: None });
                id
            }
        };
        let fact = self.fact(on, source, StageChange { enrolment, from: None, to, outcome: None });
        self.startups[index].stage_changes.push(fact);
    }
}

fn kroner_text(locale: Locale, kroner: i64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "the examples tell of small sums")]
    crate::format::kroner(locale, kroner as f64)
}

const fn nok(kroner: i64) -> Money {
    Money { minor: kroner * 100, currency: Currency::Nok }
}

fn noon(date: NaiveDate) -> Instant {
    date.and_hms_opt(12, 0, 0).unwrap_or_default().and_utc()
}

impl Says {
    /// The fact in a few words: `8 ansatte`.
    #[must_use]
    pub fn text(self, locale: Locale) -> String {
        match self {
            Self::Founded => words::founded(locale).to_owned(),
            Self::Bankrupt => words::bankrupt(locale).to_owned(),
            Self::Seen => words::seen(locale).to_owned(),
            Self::Stage(key) => {
                let usual = DEFAULT_STAGES.iter().find(|(known, ..)| *known == key);
                let name = usual.map_or(key, |(.., [nb, nn, en])| match locale {
                    Locale::Nb => nb,
                    Locale::Nn => nn,
                    Locale::En => en,
                });
                name.to_owned()
            }
            Self::Withdrew => words::withdrew(locale).to_owned(),
            Self::Works(code) => {
                let name = Municipality::parse(code).ok().and_then(|municipality| municipality.name());
                words::works(locale, name.unwrap_or(code), code)
            }
            Self::Heads(heads) => words::heads(locale, &heads.to_string()),
            Self::Met(minutes) => words::met(locale, &minutes.to_string()),
            Self::Team { founders, women, leaders, women_leading } => words::team(
                locale,
                &women.to_string(),
                &founders.to_string(),
                &women_leading.to_string(),
                &leaders.to_string(),
            ),
            Self::Asked(due) => {
                let due = due.parse().map_or_else(|_| due.to_owned(), |due| crate::format::date(locale, due));
                words::asked(locale, &due)
            }
            Self::Answered => words::answered(locale).to_owned(),
            Self::Granted(kroner) => words::granted(locale, &kroner_text(locale, kroner)),
            Self::Paid(kroner) => words::paid(locale, &kroner_text(locale, kroner)),
            Self::Repaid(kroner) => words::repaid(locale, &kroner_text(locale, kroner)),
            Self::Raised(kroner) => words::raised(locale, &kroner_text(locale, kroner)),
        }
    }
}

crate::catalogue! {
    /// The words of the facts.
    mod words {
        founded => { nb: "Startet", nn: "Starta", en: "Founded" }
        bankrupt => { nb: "Konkurs", nn: "Konkurs", en: "Bankrupt" }
        seen => { nb: "Sett i virksomhet", nn: "Sett i verksemd", en: "Seen active" }
        withdrew => { nb: "Trakk søknaden", nn: "Trekte søknaden", en: "Withdrew the application" }
        works(name: &str, code: &str) => {
            nb: "Arbeidssted {name} ({code})", nn: "Arbeidsstad {name} ({code})", en: "Workplace {name} ({code})" }
        heads(heads: &str) => { nb: "Ansatte: {heads}", nn: "Tilsette: {heads}", en: "Employees: {heads}" }
        met(minutes: &str) => { nb: "Møte, {minutes} minutter", nn: "Møte, {minutes} minutt", en: "Meeting, {minutes} minutes" }
        team(women: &str, founders: &str, leading: &str, leaders: &str) => {
            nb: "{women} av {founders} gründere og {leading} av {leaders} ledere er kvinner",
            nn: "{women} av {founders} gründerar og {leading} av {leaders} leiarar er kvinner",
            en: "{women} of {founders} founders and {leading} of {leaders} leaders are women" }
        asked(due: &str) => { nb: "Bedt om oppdatering innen {due}", nn: "Bede om oppdatering innan {due}", en: "Asked for an update by {due}" }
        answered => { nb: "Svarte", nn: "Svara", en: "Answered" }
        granted(amount: &str) => { nb: "Tilsagn om {amount}", nn: "Tilsegn om {amount}", en: "Granted {amount}" }
        paid(amount: &str) => { nb: "Utbetalt {amount}", nn: "Utbetalt {amount}", en: "Paid {amount}" }
        repaid(amount: &str) => { nb: "Betalt tilbake {amount}", nn: "Betalt tilbake {amount}", en: "Paid back {amount}" }
        raised(amount: &str) => { nb: "Hentet {amount} utenfra", nn: "Henta {amount} utanfrå", en: "Raised {amount} from outside" }
    }
}
