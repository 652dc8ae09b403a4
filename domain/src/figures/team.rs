//! `team.women_founders` and `team.women_leaders`: the share of women among those who found and lead the startups that said so.
//!
//! People are counted and no person is known: a team states numbers. To say so is voluntary, so the sentence always gives the coverage.

use super::definition::{Case, Counted, Definition, LeftOut, STALENESS_MONTHS, Totals};
use super::example::{Example, Expected, Says, Told};
use super::history::{Seen, up_to};
use super::parameter::{ALIVE, Parameter, Period, Places};
use super::scope::{Question, Stay};
use super::status::Status;
use super::{Basis, Figure, FigureId, OutReason, RowIn, RowOut, Unit, Work, interval, share};
use crate::facts::Team;
use crate::format;
use crate::words::Locale;

/// A share of women: what the two definitions differ in.
pub(super) struct TeamRule {
    /// Its name: `team.women_founders`.
    pub id: &'static str,
    formula: &'static str,
    title: fn(Locale) -> &'static str,
    rule: fn(Locale) -> &'static str,
    clause: fn(Locale, &str) -> String,
    /// How many people a statement tells of, when it does.
    people: fn(&Team) -> Option<u32>,
    /// How many of them are women, when it says so.
    women: fn(&Team) -> Option<u32>,
    /// Whether only startups that are alive count, by what they said lately: who leads changes, who founded does not.
    today: bool,
    /// What it comes to in the worked example: women, people, startups.
    worked: (f64, f64, usize),
}

/// A, B and D said so; B is gone, so nobody leads it.
const SAID: &[Told] = &[
    ("A", "2023-06-01", Says::Team { founders: 3, women: 1, leaders: 1, women_leading: 0 }),
    ("B", "2019-01-01", Says::Team { founders: 1, women: 0, leaders: 1, women_leading: 0 }),
    ("D", "2023-03-01", Says::Team { founders: 2, women: 2, leaders: 2, women_leading: 1 }),
];

/// Women among founders.
pub(super) const FOUNDERS: TeamRule = TeamRule {
    id: "team.women_founders",
    formula: "Σ_i women_i / Σ_i founders_i over i that said both",
    title: words::founders,
    rule: words::founders_rule,
    clause: words::founders_clause,
    people: |team| Some(team.founders),
    women: |team| team.women_founders,
    today: false,
    worked: (3.0, 6.0, 3),
};

/// Women among leaders.
pub(super) const LEADERS: TeamRule = TeamRule {
    id: "team.women_leaders",
    formula: "Σ_i women_i / Σ_i leaders_i over i not gone at D that said both",
    title: words::leaders,
    rule: words::leaders_rule,
    clause: words::leaders_clause,
    people: |team| team.leaders,
    women: |team| team.women_leaders,
    today: true,
    worked: (1.0, 3.0, 2),
};

/// People in the rows of a share of people.
pub(super) fn people(rows_in: &[RowIn]) -> f64 {
    rows_in.iter().filter_map(|row| row.basis.work.as_ref()?.people).map(f64::from).sum::<f64>() + 0.0
}

impl TeamRule {
    /// A startup's row, by the latest statement that says how many of them are women.
    fn said(&self, case: &Case<'_, '_>, stay: Stay) -> Result<Counted, LeftOut> {
        let known = up_to(&case.history.teams, case.question.as_of());
        // A statement about nobody says nothing about a share.
        let says = |seen: &&Seen<'_, Team>| {
            (self.women)(seen.body).is_some() && (self.people)(seen.body).is_some_and(|people| people > 0)
        };
        let at_most = known.iter().rev().find_map(|seen| (self.people)(seen.body)).map_or(0.0, f64::from);
        let Some(seen) = known.iter().rev().find(says) else {
            case.in_region(at_most)?;
            return Err(LeftOut::up_to(OutReason::NotSaid, at_most));
        };
        let (women, people) = ((self.women)(seen.body).unwrap_or(0), (self.people)(seen.body).unwrap_or(0));
        case.in_region(f64::from(people))?;
        if self.today && seen.on() < case.question.fresh_from(case.question.as_of()) {
            return Err(LeftOut::up_to(OutReason::StaleTeam, f64::from(people)));
        }
        let work = Work { women: Some(women), people: Some(people), said_on: Some(seen.on()), ..Work::default() };
        Ok(share::exactly(f64::from(women), Basis { work: Some(Box::new(work)), ..case.basis(stay) }))
    }
}

impl Definition for TeamRule {
    fn id(&self) -> FigureId {
        FigureId(self.id.to_owned())
    }

    fn unit(&self) -> Unit {
        Unit::PeopleShare
    }

    fn title(&self, locale: Locale) -> String {
        (self.title)(locale).to_owned()
    }

    fn rule(&self, locale: Locale) -> String {
        (self.rule)(locale).to_owned()
    }

    fn parameters(&self) -> Vec<Parameter> {
        let lately = [Parameter::Staleness(STALENESS_MONTHS), Parameter::Alive(ALIVE)];
        let both = [Parameter::Places(Places::Startups), Parameter::Period(Period::State), Parameter::Exact];
        lately.into_iter().filter(|_| self.today).chain(both).collect()
    }

    fn apart(&self, locale: Locale) -> &'static str {
        words::apart(locale)
    }

    fn example(&self) -> Example {
        let (women, people, n) = self.worked;
        let value = women / people;
        let expected = Expected { value, floor: value, ceiling: value, numerator: women, n };
        Example { id: self.id, more: SAID, expected }
    }

    fn formula(&self) -> String {
        self.formula.to_owned()
    }

    fn sentence(&self, locale: Locale, figure: &Figure) -> String {
        let clause = (self.clause)(locale, &format::date(locale, figure.query.as_of));
        let unsaid = figure.rows_out.iter().filter(|row| row.reason.is_missing()).count();
        let (n, all) = (format::count(locale, figure.n), format::count(locale, figure.n + unsaid));
        let (Some(value), Some(interval)) = (figure.value, figure.interval) else {
            return words::nothing(locale, &clause, &all);
        };
        let number = |value: f64| format::number(locale, value, 0);
        let percent = |share: f64| format::percent(locale, share, 0);
        let between = share::span(locale, interval.low, interval.high);
        let of = number(figure.denominator());
        let mut text = words::share(locale, &percent(value), &number(figure.numerator), &of, &clause, &between);
        text.push(' ');
        text.push_str(&words::coverage(locale, &n, &all));
        text
    }

    fn row(&self, case: &Case<'_, '_>) -> Result<Counted, LeftOut> {
        let stay = case.stay()?;
        if self.today {
            match case.status {
                Status::Dead { .. } => return Err(OutReason::NotAlive.into()),
                Status::Absorbed { .. } => return Err(OutReason::Absorbed.into()),
                Status::Alive { .. } | Status::Unknown { .. } => {}
            }
        }
        self.said(case, stay)
    }

    fn add_up(&self, rows_in: &[RowIn], rows_out: &[RowOut], _question: &Question<'_>) -> Totals {
        let women = rows_in.iter().map(|row| row.contribution).sum::<f64>() + 0.0;
        let people = people(rows_in);
        // People of whom it was not said what they are: all men for the floor, all women for the ceiling.
        let unsaid = rows_out.iter().map(|row| row.ceiling).sum::<f64>() + 0.0;
        let share = |part: f64, of: f64| (people > 0.0).then(|| part / of);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "sums of whole numbers of people are small whole numbers"
        )]
        let interval = (people > 0.0).then(|| interval::clopper_pearson(women as u64, people as u64));
        Totals {
            value: share(women, people),
            floor: share(women, people + unsaid),
            ceiling: share(women + unsaid, people + unsaid),
            numerator: women,
            interval,
            curve: None,
        }
    }
}

crate::catalogue! {
    /// The words of teams.
    mod words {
        founders => { nb: "Kvinner blant gründerne", nn: "Kvinner blant gründerane", en: "Women among founders" }
        leaders => { nb: "Kvinner blant lederne", nn: "Kvinner blant leiarane", en: "Women among leaders" }
        founders_rule => {
            nb: "Av gründerne i bedriftene som er tatt opp og har oppgitt det: andelen som er kvinner. Det siste bedriften har oppgitt, teller, uansett alder. Det er frivillig å oppgi, så dekningen står alltid ved siden av: hvor mange av bedriftene som har svart. Bare antall er lagret, aldri hvem.",
            nn: "Av gründerane i bedriftene som er tekne opp og har oppgitt det: delen som er kvinner. Det siste bedrifta har oppgitt, tel, same kor gammalt. Det er frivillig å oppgi, så dekninga står alltid ved sida av: kor mange av bedriftene som har svara. Berre tal er lagra, aldri kven.",
            en: "Of the founders of the admitted startups that said so: the share who are women. The latest a startup said counts, however old. To say so is voluntary, so the coverage is always given: how many of the startups answered. Only numbers are kept, never who." }
        leaders_rule => {
            nb: "Av dem som leder bedriftene fra dag til dag, i bedriftene som er tatt opp, ikke er nedlagt og har oppgitt det de siste 15 månedene: andelen som er kvinner. Det er frivillig å oppgi, så dekningen står alltid ved siden av: hvor mange av bedriftene som har svart. Bare antall er lagret, aldri hvem.",
            nn: "Av dei som leier bedriftene frå dag til dag, i bedriftene som er tekne opp, ikkje er nedlagde og har oppgitt det dei siste 15 månadene: delen som er kvinner. Det er frivillig å oppgi, så dekninga står alltid ved sida av: kor mange av bedriftene som har svara. Berre tal er lagra, aldri kven.",
            en: "Of those who lead the startups from day to day, in admitted startups that are not gone and said so in the last 15 months: the share who are women. To say so is voluntary, so the coverage is always given: how many of the startups answered. Only numbers are kept, never who." }
        apart => {
            nb: "Ikke med andelen kvinner blant alle gründere i landet: bare bedrifter som har svart, er med, og hvem som svarer, er ikke tilfeldig. Ikke mellom to hus med ulik dekning.",
            nn: "Ikkje med delen kvinner blant alle gründerar i landet: berre bedrifter som har svara, er med, og kven som svarar, er ikkje tilfeldig. Ikkje mellom to hus med ulik dekning.",
            en: "Not with the share of women among all founders of the country: only startups that answered are in it, and who answers is not by chance. Not between two houses of different coverage." }
        founders_clause(date: &str) => {
            nb: "av gründerne er kvinner per {date}", nn: "av gründerane er kvinner per {date}", en: "of the founders are women as at {date}" }
        leaders_clause(date: &str) => {
            nb: "av lederne er kvinner per {date}", nn: "av leiarane er kvinner per {date}", en: "of the leaders are women as at {date}" }
        share(percent: &str, x: &str, n: &str, clause: &str, between: &str) => {
            nb: "{percent} ({x} av {n}) {clause} (95 % intervall {between}).",
            nn: "{percent} ({x} av {n}) {clause} (95 % intervall {between}).",
            en: "{percent} ({x} of {n}) {clause} (95% interval {between})." }
        coverage(n: &str, all: &str) => {
            nb: "{n} av {all} bedrifter har oppgitt det.",
            nn: "{n} av {all} bedrifter har oppgitt det.",
            en: "{n} of {all} startups said so." }
        nothing(clause: &str, all: &str) => {
            nb: "Hvor stor andel {clause}? Det kan ikke regnes ut: 0 av {all} bedrifter har oppgitt det.",
            nn: "Kor stor del {clause}? Det kan ikkje reknast ut: 0 av {all} bedrifter har oppgitt det.",
            en: "What share {clause}? It cannot be computed: 0 of {all} startups said so." }
    }
}
