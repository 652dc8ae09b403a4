//! A made-up portfolio: the same rows each time, for the sheet that is imported and for the bare server's tables.

use std::fmt::Write as _;

/// The first year of the twelve.
const FIRST_YEAR: i32 = 2014;
/// Headcounts each.
pub const YEARS: usize = 12;
/// The day the sheet speaks of: after the last year's end, and in the past of any machine that runs this.
pub const AS_OF: &str = "2026-01-31";

const SECTORS: [&str; 6] = ["Energi", "Helse", "Mat", "Bygg", "Programvare", "Reiseliv"];

/// One startup of the portfolio.
#[derive(Debug, Clone)]
pub struct Startup {
    /// From 1.
    pub number: usize,
    /// Unlike every other's.
    pub name: String,
    /// One of six.
    pub sector: &'static str,
    /// The year of admission.
    pub cohort: i32,
    /// Day of admission, `YYYY-MM-DD`.
    pub admitted: String,
    /// Day of exit; `None` while in the house.
    pub exited: Option<String>,
    /// The word in the sheet's column "Status".
    pub status: &'static str,
    /// The day of that status, for the dead.
    pub status_on: Option<String>,
    /// Employees at the end of each year.
    pub employees: [u32; YEARS],
}

impl Startup {
    /// Year's end and employees of each observation.
    pub fn observations(&self) -> impl Iterator<Item = (String, u32)> {
        (FIRST_YEAR..).zip(self.employees).map(|(year, employees)| (format!("{year}-12-31"), employees))
    }
}

/// Numbers that look thrown and are the same each time (`SplitMix64`, Steele and others 2014).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 to below `sides`.
    fn throw(&mut self, sides: u32) -> u32 {
        u32::try_from(self.next() % u64::from(sides)).unwrap_or_default()
    }
}

/// So many startups: two in five still in the house, the rest out of it, one in six dead.
pub fn portfolio(startups: usize) -> Vec<Startup> {
    let mut dice = Dice(2014);
    (1..=startups).map(|number| startup(number, &mut dice)).collect()
}

fn startup(number: usize, dice: &mut Dice) -> Startup {
    let cohort = FIRST_YEAR + i32::try_from(dice.throw(9)).unwrap_or_default();
    let day = |dice: &mut Dice, year: i32| format!("{year}-{:02}-{:02}", 1 + dice.throw(12), 1 + dice.throw(28));
    let admitted = day(dice, cohort);
    let years_in = 1 + i32::try_from(dice.throw(3)).unwrap_or_default();
    let exited = (dice.throw(5) >= 2).then(|| day(dice, cohort + years_in));
    // Who died did so after the last headcount: the sheet would otherwise count people in dead companies.
    let dead = exited.is_some() && dice.throw(7) < 2;
    let mut employees = [0; YEARS];
    let mut now = dice.throw(6);
    for slot in &mut employees {
        *slot = now;
        now = (now + dice.throw(4)).saturating_sub(dice.throw(3));
    }
    Startup {
        number,
        name: format!("Grunn {number:05} AS"),
        sector: SECTORS[number % SECTORS.len()],
        cohort,
        admitted,
        exited,
        status: if dead { "Konkurs" } else { "Aktiv" },
        status_on: dead.then(|| format!("2026-01-{:02}", 1 + dice.throw(28))),
        employees,
    }
}

/// The portfolio as the sheet an incubator keeps (import profile `sheet`).
pub fn csv(portfolio: &[Startup]) -> String {
    let mut text = "ID;Navn;Bransje;Kull;Opptak;Uttak;Status;Status dato".to_owned();
    for year in (FIRST_YEAR..).take(YEARS) {
        let _ = write!(text, ";Ansatte {year}");
    }
    text.push('\n');
    for startup in portfolio {
        let [exited, status_on] = [&startup.exited, &startup.status_on].map(|day| day.as_deref().unwrap_or_default());
        let Startup { number, name, sector, cohort, admitted, status, .. } = startup;
        let _ = write!(text, "{number};{name};{sector};{cohort};{admitted};{exited};{status};{status_on}");
        for employees in startup.employees {
            let _ = write!(text, ";{employees}");
        }
        text.push('\n');
    }
    text
}
