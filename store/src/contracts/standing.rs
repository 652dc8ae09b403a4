//! How far contracts have come, computed once for each state of the ledger.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;
use domain::access::Actor;
use domain::contracts::{
    Band, Contract, Cost, Engine, Progress, Short, Unmeasured, claims, cost, forecast, progress, terms::Kind,
};
use domain::figures::{Figure, FigureId, Scope};
use domain::ids::ContractId;
use domain::ledger::Ledger;
use domain::time::{Instant, end_of_oslo_day};

use super::read::all;
use crate::connect::Store;
use crate::error::StoreError;

/// A target and where it stands.
#[derive(Debug, Clone)]
pub struct TargetStanding {
    /// How far it has come; or why that cannot be told.
    pub progress: Result<Progress, Unmeasured>,
    /// Where it may be by its day; or why there is no band.
    pub band: Result<Band, Short>,
    /// How far it was at the ends of the quarters before, the oldest first, for the chart.
    pub course: Vec<CoursePoint>,
}

/// How far a target was on a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CoursePoint {
    /// The day.
    pub on: NaiveDate,
    /// The documented floor.
    pub floor: f64,
    /// The point.
    pub point: f64,
    /// The ceiling.
    pub ceiling: f64,
    /// How many startups were in it.
    pub n: usize,
}

impl TargetStanding {
    /// Whether even the upper end of the band is below what was promised.
    #[must_use]
    pub fn is_at_risk(&self) -> bool {
        match (&self.progress, &self.band) {
            (Ok(progress), Ok(band)) => band.falls_short(progress.target.amount),
            _ => false,
        }
    }
}

/// A contract and where it stands on a day.
#[derive(Debug, Clone)]
pub struct ContractStanding {
    /// The contract.
    pub contract: Contract,
    /// The day.
    pub as_of: NaiveDate,
    /// Its targets by the terms in force on the day, in their order.
    pub targets: Vec<TargetStanding>,
    /// What was got for what was paid by then; `None` before anything was paid.
    pub cost: Option<Cost>,
    /// Alive among those admitted within the contract's period, on which the cost per survivor rests.
    pub alive: Option<Arc<Figure>>,
}

/// Kept for one state of the ledger and one day.
#[derive(Debug, Default)]
pub(crate) struct Standings {
    #[expect(clippy::type_complexity, reason = "the state and day they are of, and the standings")]
    kept: Mutex<Option<((i64, NaiveDate), Arc<HashMap<ContractId, Arc<ContractStanding>>>)>>,
}

impl Store {
    /// Where the contracts that an actor sees stand today, in their order. A draft stands nowhere.
    ///
    /// # Errors
    /// When the database does not answer, or holds what cannot be read.
    pub async fn contract_standings(&self, actor: &Actor) -> Result<Vec<Arc<ContractStanding>>, StoreError> {
        let seen = self.contracts(actor).await?;
        let all = self.all_standings(self.world().today()).await?;
        Ok(seen.iter().filter_map(|contract| all.get(&contract.id).cloned()).collect())
    }

    /// Where every signed contract stands today, as of the last write.
    pub(crate) async fn all_standings(
        &self,
        today: NaiveDate,
    ) -> Result<Arc<HashMap<ContractId, Arc<ContractStanding>>>, StoreError> {
        // Every write of a contract moves the ledger's number, so that number tells whether they are still the same.
        let ledger = self.ledger().await?;
        let key = (ledger.version, today);
        let standings = &self.inner.standings;
        if let Some((_, known)) =
            standings.kept.lock().unwrap_or_else(PoisonError::into_inner).as_ref().filter(|(kept, _)| *kept == key)
        {
            return Ok(Arc::clone(known));
        }
        let contracts = all(self.reader(), None).await?;
        let found =
            tokio::task::spawn_blocking(move || stand(&ledger, &contracts, today, end_of_oslo_day(today))).await?;
        let found = Arc::new(found);
        *standings.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some((key, Arc::clone(&found)));
        Ok(found)
    }

    /// Where one signed contract stood on a day, as known then or later.
    ///
    /// # Errors
    /// When the database does not answer, or holds what cannot be read.
    pub async fn contract_standing_at(
        &self,
        id: ContractId,
        as_of: NaiveDate,
        known_at: Instant,
    ) -> Result<Option<Arc<ContractStanding>>, StoreError> {
        let ledger = self.ledger().await?;
        let contracts = all(self.reader(), None).await?;
        let found = tokio::task::spawn_blocking(move || stand(&ledger, &contracts, as_of, known_at)).await?;
        Ok(found.get(&id).cloned())
    }
}

/// How many quarters back a chart goes at most.
const MOST_BACK: u32 = 24;

fn stand(
    ledger: &Ledger,
    contracts: &[Contract],
    as_of: NaiveDate,
    known_at: Instant,
) -> HashMap<ContractId, Arc<ContractStanding>> {
    let mut engine = Engine::new(ledger, known_at);
    let signed = contracts.iter().filter(|contract| contract.signed.as_ref().is_some_and(|signed| signed.on <= as_of));
    let signed: Vec<&Contract> = signed.collect();
    if signed.is_empty() {
        return HashMap::new();
    }
    let covered = claims(&mut engine, contracts, as_of);
    let mut found = HashMap::new();
    for contract in signed {
        let terms = contract.in_force(as_of);
        let mut targets = Vec::with_capacity(terms.targets.len());
        for (index, target) in terms.targets.iter().enumerate() {
            let progress = progress(&mut engine, contract, index, &covered, as_of);
            let band = forecast(&mut engine, contract, index, &covered, as_of).map(|(_, band)| band);
            let mut course = Vec::new();
            if progress.is_ok() && target.kind() == Some(Kind::Increase) {
                for back in (1..=MOST_BACK).rev() {
                    let on = domain::time::sub_months(as_of, back * 3);
                    if on <= target.baseline_on || on > target.due_on {
                        continue;
                    }
                    let at = claims_at(&mut engine, contract, index, &covered, on);
                    course.extend(at);
                }
            }
            targets.push(TargetStanding { progress, band, course });
        }
        let jobs = targets.iter().find_map(|target| {
            let progress = target.progress.as_ref().ok()?;
            (progress.target.kind() == Some(Kind::Increase)).then_some(progress)
        });
        let scope = Scope {
            programme: Some(terms.programme),
            admitted_from: Some(terms.from_on),
            admitted_to: Some(terms.to_on),
            ..Scope::default()
        };
        let alive = engine.figure(&FigureId("survival.admitted".to_owned()), as_of, &scope);
        let cost = cost(contract.paid_by(as_of), jobs, alive.as_deref().map(|rows| &rows.figure));
        let alive = alive.map(|rows| Arc::new(rows.figure.clone()));
        let standing = ContractStanding { contract: contract.clone(), as_of, targets, cost, alive };
        found.insert(contract.id, Arc::new(standing));
    }
    found
}

/// How far a target was on an earlier day, by what is covered today: a chart shows one history, not one for each day.
fn claims_at(
    engine: &mut Engine<'_>,
    contract: &Contract,
    index: usize,
    covered: &domain::contracts::Claims,
    on: NaiveDate,
) -> Option<CoursePoint> {
    // Before the signing there is no contract, but there is a course since the baseline.
    let mut earlier = contract.clone();
    if let Some(signed) = earlier.signed.as_mut() {
        signed.on = signed.on.min(on);
    }
    earlier.terms = contract.in_force(on);
    earlier.addenda.clear();
    let then = progress(engine, &earlier, index, covered, on).ok()?;
    let n = then.rows_in.len();
    Some(CoursePoint { on, floor: then.floor?, point: then.point?, ceiling: then.ceiling?, n })
}
