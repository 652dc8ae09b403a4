//! Contracts with funders, tested from outside: addenda and digests, a job counted once, progress against the engine's own rows, the
//! forecast's back-test, and what things cost.

#![expect(clippy::unwrap_used, reason = "what is missing in a test has failed it")]

mod addenda;
mod attention;
mod costs;
mod forecast;
#[path = "../figures/house.rs"]
#[expect(dead_code, reason = "shared with the tests of the figures, which need more of it")]
mod house;
mod once;
#[path = "../figures/portfolio.rs"]
#[expect(dead_code, reason = "shared with the tests of the figures, which need more of it")]
mod portfolio;
mod progress;

use chrono::NaiveDate;
use domain::contracts::{Contract, Funder, Instalment, Signed, Target, Terms, digest_of};
use domain::figures::{FigureId, Scope};
use domain::geography::RegionSetId;
use domain::ids::{ContractId, ProgrammeId};
use domain::publication::DefinitionVersion;

use crate::house::{day, id, noon};

/// A target in `jobs.net` of a programme.
pub(crate) fn target(programme: u64, from: NaiveDate, due: NaiveDate, amount: f64) -> Target {
    Target {
        definition: DefinitionVersion { id: FigureId("jobs.net".to_owned()), version: 1 },
        scope: Scope { programme: Some(ProgrammeId(id(programme))), ..Scope::default() },
        baseline_on: from,
        amount,
        due_on: due,
        path: Vec::new(),
    }
}

/// The same, of jobs in a region.
pub(crate) fn within(mut target: Target, region: &str) -> Target {
    target.scope.region = Some(RegionSetId(region.to_owned()));
    target
}

pub(crate) fn terms(programme: u64, from: NaiveDate, to: NaiveDate, targets: Vec<Target>) -> Terms {
    Terms {
        funder: Funder { name: "Lillestrøm kommune".to_owned(), number: None },
        programme: ProgrammeId(id(programme)),
        title: "150 arbeidsplasser".to_owned(),
        case_number: "2023/1234".to_owned(),
        minor: 300_000_000,
        instalments: vec![
            Instalment { due_on: from, minor: 200_000_000, condition: String::new() },
            Instalment { due_on: to, minor: 100_000_000, condition: "Etter sluttrapport".to_owned() },
        ],
        from_on: from,
        to_on: to,
        targets,
        conditions: String::new(),
        reports: vec![to],
        lists: std::collections::BTreeSet::new(),
    }
}

/// A signed contract by its number.
pub(crate) fn signed(number: u64, terms: Terms, on: NaiveDate) -> Contract {
    let mut contract = Contract::draft(ContractId(id(number)), terms);
    let digest = digest_of(contract.id, &contract.terms, on).unwrap();
    contract.signed = Some(Signed { on, at: noon(on), by: "x".to_owned(), digest });
    contract
}

/// The last instant there is.
pub(crate) fn always() -> domain::time::Instant {
    noon(day("2040-01-01"))
}
