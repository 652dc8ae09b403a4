//! When a contract asks for attention.

use domain::attention::{ContractWhy, Severity, contract_items};
use domain::contracts::{Band, BandPoint, Closed, Contract};

use crate::house::{day, noon};
use crate::{signed, target, terms};

fn contract() -> Contract {
    let (from, to) = (day("2023-01-01"), day("2025-12-31"));
    let mut terms = terms(1, from, to, vec![target(1, from, to, 50.0)]);
    terms.reports = vec![day("2024-01-31"), day("2024-07-31")];
    signed(1, terms, day("2022-12-15"))
}

fn band(high: f64) -> Band {
    Band { quarters: 12, points: vec![BandPoint { on: day("2025-12-31"), low: 1.0, high }] }
}

fn whys(contract: &Contract, band: Option<&Band>, on: &str) -> Vec<ContractWhy> {
    let terms = contract.in_force(day(on));
    contract_items(contract, &[(&terms.targets[0], band)], day(on)).into_iter().map(|item| item.why).collect()
}

#[test]
fn a_target_is_at_risk_when_even_the_upper_end_is_below_it() {
    let contract = contract();
    let on = "2023-06-01";
    assert_eq!(whys(&contract, None, on), [], "what cannot be forecast is not at risk");
    assert_eq!(whys(&contract, Some(&band(50.0)), on), []);
    let due_on = day("2025-12-31");
    let at_risk = ContractWhy::TargetAtRisk { target: 0, high: 49.0, promised: 50.0, due_on };
    assert_eq!(whys(&contract, Some(&band(49.0)), on), [at_risk]);
    let mut over = contract.clone();
    over.closed =
        Some(Closed { on: day("2023-05-01"), reason: "x".into(), at: noon(day("2023-05-01")), by: "x".into() });
    assert_eq!(whys(&over, Some(&band(49.0)), on), [], "nothing is to be saved any more");
    assert_eq!(whys(&Contract::draft(contract.id, contract.terms), Some(&band(1.0)), on), []);
}

#[test]
fn a_report_is_asked_for_a_month_ahead_and_louder_once_it_is_late() {
    let contract = contract();
    let (first, second) = (day("2024-01-31"), day("2024-07-31"));
    assert_eq!(whys(&contract, None, "2023-12-31"), []);
    assert_eq!(whys(&contract, None, "2024-01-01"), [ContractWhy::ReportDue { due_on: first }]);
    assert_eq!(whys(&contract, None, "2024-01-31"), [ContractWhy::ReportDue { due_on: first }], "due is not late");
    assert_eq!(whys(&contract, None, "2024-02-01"), [ContractWhy::ReportLate { due_on: first }]);
    let items = contract_items(&contract, &[], day("2024-07-15"));
    assert_eq!(items.iter().map(|item| item.severity).collect::<Vec<_>>(), [Severity::High, Severity::Medium]);
    assert_eq!(items[1].why, ContractWhy::ReportDue { due_on: second });
}
