//! Builds houses for tests: a ledger with programmes, and startups fact by fact.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::facts::{
    AwardStatus, CapitalRaised, Currency, Fact, FundingAward, Headcount, LifeEvent, LifeEventKind, Meeting,
    MeetingKind, Money, OtherSupport, Outcome, Source, Span, StageChange, Team, UpdateEvent, UpdateStep, Verification,
    Workplace,
};
use domain::figures::{self, Figure, FigureId, OutReason, Query, Scope};
use domain::geography::Municipality;
use domain::ids::{AwardId, CohortId, EnrolmentId, FactId, ProgrammeId, StageId, StartupId, UpdateRoundId};
use domain::ledger::{Ledger, Profile, StartupLedger};
use domain::pipeline::{DEFAULT_STAGES, Enrolment, Programme, Stage};
use domain::time::{Instant, end_of_oslo_day};
use uuid::Uuid;

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn noon(date: NaiveDate) -> Instant {
    date.and_hms_opt(12, 0, 0).unwrap().and_utc()
}

pub fn id(number: u64) -> Uuid {
    Uuid::from_u64_pair(0, number)
}

/// A programme with the default stages; stage ids are the programme's number times 100 plus the position.
pub fn programme(number: u64) -> Programme {
    let stage = |(position, (key, phase, kind, names)): (usize, &domain::pipeline::StageTemplate)| Stage {
        id: StageId(id(number * 100 + position as u64)),
        key: (*key).to_owned(),
        phase: *phase,
        kind: *kind,
        names: names.map(str::to_owned),
        position: position as u16,
        retired: false,
        usual_days: None,
    };
    Programme {
        id: ProgrammeId(id(number)),
        slug: format!("programme-{number}"),
        name: format!("Programme {number}"),
        stages: DEFAULT_STAGES.iter().enumerate().map(stage).collect(),
    }
}

/// A house under construction.
pub struct House {
    pub ledger: Ledger,
    next: u64,
}

impl House {
    pub fn new(programmes: u64) -> Self {
        let programmes = (1..=programmes).map(programme).collect();
        Self { ledger: Ledger { programmes, ..Ledger::default() }, next: 1_000 }
    }

    /// A startup that is entered in 2000; its facts are recorded at noon of the day they are about, unless said otherwise.
    pub fn startup(&mut self, name: &str) -> Builder<'_> {
        self.next += 1_000;
        let startup = StartupLedger::new(Profile {
            id: StartupId(id(self.next)),
            external_id: Some(name.to_owned()),
            name: name.to_owned(),
            sector: None,
            website: None,
            created_at: noon(day("2000-01-01")),
            withdrawn_at: None,
        });
        Builder { next: self.next, house: self, startup, recorded: None, source: Source::Mentor }
    }

    pub fn named(&self, name: &str) -> StartupId {
        self.ledger.startups.iter().find(|startup| startup.profile.name == name).unwrap().profile.id
    }

    pub fn figure(&self, id: &str, query: &Query) -> Figure {
        figures::compute(&self.ledger, &FigureId(id.to_owned()), query).unwrap()
    }

    /// The figure as of a date, as known at its end.
    pub fn at(&self, id: &str, as_of: &str) -> Figure {
        self.figure(id, &query(as_of))
    }
}

pub fn query(as_of: &str) -> Query {
    Query { as_of: day(as_of), known_at: end_of_oslo_day(day(as_of)), scope: Scope::default() }
}

/// A startup under construction.
pub struct Builder<'h> {
    house: &'h mut House,
    next: u64,
    pub startup: StartupLedger,
    recorded: Option<DateTime<Utc>>,
    source: Source,
}

impl Builder<'_> {
    pub fn fact<T>(&mut self, on: NaiveDate, body: Option<T>) -> Fact<T> {
        self.next += 1;
        Fact {
            id: FactId(id(self.next)),
            valid_on: on,
            recorded_at: self.recorded.unwrap_or_else(|| noon(on)),
            supersedes: None,
            source: self.source,
            documented: false,
            body,
        }
    }

    /// Facts from here on are recorded at noon of this day.
    pub fn recorded(mut self, on: &str) -> Self {
        self.recorded = Some(noon(day(on)));
        self
    }

    /// Facts from here on come from this source.
    pub fn by(mut self, source: Source) -> Self {
        self.source = source;
        self
    }

    pub fn sector(mut self, sector: &str) -> Self {
        self.startup.profile.sector = Some(sector.to_owned());
        self
    }

    /// A new stay that is admitted at once.
    pub fn admitted(self, on: &str) -> Self {
        self.enrolled(1, None, on, "admitted")
    }

    /// A new stay in a programme that begins in the given stage.
    pub fn enrolled(mut self, programme: u64, cohort: Option<CohortId>, on: &str, stage: &str) -> Self {
        self.next += 1;
        let enrolment = EnrolmentId(id(self.next));
        self.startup.enrolments.push(Enrolment { id: enrolment, programme: ProgrammeId(id(programme)), cohort });
        self.moved(on, stage)
    }

    /// A move of the latest stay.
    pub fn moved(mut self, on: &str, stage: &str) -> Self {
        let enrolment = self.startup.enrolments.last().unwrap();
        let programme = self.house.ledger.programme(enrolment.programme).unwrap();
        let to = programme.stage_by_key(stage).unwrap().id;
        let change = StageChange { enrolment: enrolment.id, from: None, to, outcome: None };
        let fact = self.fact(day(on), Some(change));
        self.startup.stage_changes.push(fact);
        self
    }

    pub fn exited(self, on: &str, outcome: Outcome) -> Self {
        self.moved(on, outcome.code())
    }

    pub fn heads(self, on: &str, heads: u32) -> Self {
        self.counted(on, Headcount::of(heads))
    }

    pub fn span(self, on: &str, low: u32, high: u32) -> Self {
        self.counted(on, Headcount { employees: Span { low, high }, ..Headcount::of(0) })
    }

    pub fn counted(mut self, on: &str, headcount: Headcount) -> Self {
        let fact = self.fact(day(on), Some(headcount));
        self.startup.headcounts.push(fact);
        self
    }

    pub fn life(mut self, on: &str, kind: LifeEventKind) -> Self {
        let fact = self.fact(day(on), Some(LifeEvent::dated(kind)));
        self.startup.life_events.push(fact);
        self
    }

    /// Seen on this day to have ended already, nobody knows when.
    pub fn seen_dead(mut self, on: &str, kind: LifeEventKind) -> Self {
        let fact = self.fact(day(on), Some(LifeEvent { kind, date_known: false }));
        self.startup.life_events.push(fact);
        self
    }

    pub fn verified(mut self, on: &str) -> Self {
        let fact = self.fact(day(on), Some(Verification));
        self.startup.verifications.push(fact);
        self
    }

    pub fn works(mut self, on: &str, municipality: &str) -> Self {
        let municipality = Some(Municipality::parse(municipality).unwrap());
        let fact = self.fact(day(on), Some(Workplace { municipality }));
        self.startup.workplaces.push(fact);
        self
    }

    pub fn supported(mut self, on: &str, supporter: &str) -> Self {
        let fact = self.fact(day(on), Some(OtherSupport { supporter: supporter.into() }));
        self.startup.other_support.push(fact);
        self
    }

    /// A meeting of so many minutes as part of the first programme.
    pub fn met(self, on: &str, minutes: u32) -> Self {
        self.met_in(1, on, minutes)
    }

    pub fn met_in(mut self, programme: u64, on: &str, minutes: u32) -> Self {
        let programme = ProgrammeId(id(programme));
        let fact = self.fact(day(on), Some(Meeting { programme, mentor: None, minutes, kind: MeetingKind::Video }));
        self.startup.meetings.push(fact);
        self
    }

    pub fn team(mut self, on: &str, founders: (u32, Option<u32>), leaders: (Option<u32>, Option<u32>)) -> Self {
        let team =
            Team { founders: founders.0, women_founders: founders.1, leaders: leaders.0, women_leaders: leaders.1 };
        let fact = self.fact(day(on), Some(team));
        self.startup.teams.push(fact);
        self
    }

    /// Asked in a round for an update due on a day.
    pub fn asked(self, round: u64, on: &str, due: &str) -> Self {
        self.step(round, on, UpdateEvent::Asked, Some(day(due)))
    }

    /// What became of that.
    pub fn update(self, round: u64, on: &str, event: UpdateEvent) -> Self {
        self.step(round, on, event, None)
    }

    fn step(mut self, round: u64, on: &str, event: UpdateEvent, due_on: Option<NaiveDate>) -> Self {
        let fact = self.fact(day(on), Some(UpdateStep { round: UpdateRoundId(id(round)), event, due_on }));
        self.startup.updates.push(fact);
        self
    }

    /// A step of an award in kroner; `None` for the number is a step of no award in particular.
    pub fn award(self, on: &str, number: Option<u64>, status: AwardStatus, kroner: i64) -> Self {
        let amount = Money { minor: kroner * 100, currency: Currency::Nok };
        let award = number.map(|number| AwardId(id(number)));
        let step = FundingAward { award, ..FundingAward::plain("Oppstartstilskudd 1", status, amount) };
        self.step_of_award(on, step)
    }

    pub fn step_of_award(mut self, on: &str, step: FundingAward) -> Self {
        let fact = self.fact(day(on), Some(step));
        self.startup.awards.push(fact);
        self
    }

    pub fn raised(mut self, on: &str, amount: Money) -> Self {
        let fact = self.fact(day(on), Some(CapitalRaised { amount }));
        self.startup.capital.push(fact);
        self
    }

    pub fn build(self) -> StartupId {
        let Self { house, next, startup, .. } = self;
        let id = startup.profile.id;
        house.next = next;
        house.ledger.startups.push(Arc::new(startup));
        house.ledger.startups.sort_by_key(|startup| startup.profile.id);
        id
    }
}

/// The toy portfolio of the design, 2023-12-31 being today.
pub fn toy() -> House {
    use LifeEventKind::{Bankrupt, Founded};
    let mut house = House::new(1);
    let a = house.startup("A").life("2017-01-01", Founded).admitted("2018-03-01").works("2018-03-01", "0231");
    a.heads("2018-03-01", 2)
        .exited("2020-06-01", Outcome::Graduated)
        .heads("2020-06-01", 8)
        .heads("2023-10-01", 12)
        .build();
    let b = house.startup("B").admitted("2018-05-01").works("2018-05-01", "0231").heads("2018-05-01", 0);
    b.heads("2020-01-15", 5).exited("2020-02-01", Outcome::Graduated).life("2021-09-01", Bankrupt).build();
    let c = house.startup("C").admitted("2019-01-01").works("2019-01-01", "0227").heads("2018-12-01", 10);
    let c = c.heads("2021-01-01", 12).exited("2021-01-02", Outcome::Left).works("2022-05-01", "0301");
    c.heads("2023-11-01", 9).build();
    let d = house.startup("D").admitted("2022-01-01").works("2022-01-01", "3030").heads("2022-01-01", 1);
    d.heads("2023-12-01", 4).build();
    house
}

/// The contribution of a startup, or why it has none.
pub fn row(figure: &Figure, startup: StartupId) -> Result<f64, OutReason> {
    match figure.rows_in.iter().find(|row| row.startup == startup) {
        Some(row) => Ok(row.contribution),
        None => Err(figure.rows_out.iter().find(|row| row.startup == startup).unwrap().reason),
    }
}
