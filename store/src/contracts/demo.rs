//! The contracts of the demo house: the municipality's, which promises 150 jobs in Romerike in three years, and a smaller one of another
//! funder for the same programme, so that the rule that counts a job once has something to do.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate};
use domain::access::Actor;
use domain::contracts::{Contract, Funder, Instalment, PathPoint, Target, Terms};
use domain::figures::{FigureId, Scope};
use domain::geography::RegionSetId;
use domain::ids::{ContractId, ProgrammeId, ReportId};
use domain::publication::DefinitionVersion;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::events::of_the_store;
use super::{NewAddendum, NewHandIn, NewPayment, Signing, statement};
use crate::connect::Store;
use crate::error::StoreError;

/// A kroner in øre.
const KRONE: i64 = 100;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

fn jobs(programme: ProgrammeId, region: Option<&str>, from: NaiveDate, due: NaiveDate, amount: f64) -> Target {
    Target {
        definition: DefinitionVersion { id: FigureId("jobs.net".to_owned()), version: 1 },
        scope: Scope {
            programme: Some(programme),
            region: region.map(|region| RegionSetId(region.to_owned())),
            ..Scope::default()
        },
        baseline_on: from,
        amount,
        due_on: due,
        path: Vec::new(),
    }
}

fn part(due_on: NaiveDate, kroner: i64, condition: &str) -> Instalment {
    Instalment { due_on, minor: kroner * KRONE, condition: condition.to_owned() }
}

/// The municipality's contract, which begins with `year`.
fn municipality(programme: ProgrammeId, year: i32) -> Terms {
    let (from, to) = (day(year, 1, 1), day(year + 2, 12, 31));
    let baseline = from.pred_opt().unwrap_or(from);
    let mut promised = jobs(programme, Some("romerike@1"), baseline, to, 150.0);
    // "Further jobs" as politicians say it: every increase counts, and what was lost again is told by the other figures.
    promised.definition.id = FigureId("jobs.gross_increase".to_owned());
    // What is begun late in the first year shows in the second.
    promised.path =
        vec![PathPoint { on: day(year, 12, 31), amount: 35.0 }, PathPoint { on: day(year + 1, 12, 31), amount: 90.0 }];
    // A share: seven of ten startups answer when they are asked, without which no figure of the contract stands.
    let mut answers = jobs(programme, None, baseline, to, 0.7);
    answers.definition.id = FigureId("updates.response".to_owned());
    Terms {
        funder: Funder { name: "Lillestrøm kommune".to_owned(), number: None },
        programme,
        title: "150 nye arbeidsplasser på Romerike".to_owned(),
        case_number: format!("{}/04117", year - 1),
        minor: 4_500_000 * KRONE,
        instalments: vec![
            part(day(year, 2, 1), 1_500_000, ""),
            part(day(year + 1, 2, 1), 1_500_000, "Når rapporten for det første året er levert."),
            part(day(year + 2, 2, 1), 1_500_000, "Når rapporten for det andre året er levert."),
        ],
        from_on: from,
        to_on: to,
        targets: vec![promised, answers],
        conditions: "Inkubatoren deler tallgrunnlaget og svarer på spørsmål fra kommunens revisor.".to_owned(),
        // Half-yearly; the last one is due when the contract has run out.
        reports: (0..3).flat_map(|at| [day(year + at, 8, 15), day(year + at + 1, 2, 15)]).collect(),
        lists: BTreeSet::new(),
    }
}

/// The other funder's contract for the same programme, half a year later.
fn county(programme: ProgrammeId, year: i32) -> Terms {
    let (from, to) = (day(year, 7, 1), day(year + 2, 6, 30));
    Terms {
        funder: Funder { name: "Akershus fylkeskommune".to_owned(), number: None },
        programme,
        title: "Vekst utenfor Romerike".to_owned(),
        case_number: format!("{year}/1188"),
        minor: 900_000 * KRONE,
        instalments: vec![part(day(year, 9, 1), 450_000, ""), part(day(year + 1, 9, 1), 450_000, "")],
        from_on: from,
        to_on: to,
        targets: vec![jobs(programme, None, from.pred_opt().unwrap_or(from), to, 25.0)],
        conditions: String::new(),
        reports: vec![day(year + 1, 9, 1), day(year + 2, 6, 15)],
        lists: BTreeSet::new(),
    }
}

impl Store {
    /// Writes the demo's contracts: signed, amended, paid.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn load_demo_contracts(&self) -> Result<(), StoreError> {
        let (actor, today) = (Actor::system(), self.world().today());
        let ledger = self.ledger().await?;
        let Some(programme) = crate::identity::demo_programme(&ledger) else { return Ok(()) };
        // The second year of three, or late in the first.
        let year = if today.month() >= 10 { today.year() - 1 } else { today.year() - 2 };
        let terms = municipality(programme, year);
        let id = self.draft_contract(&actor, terms.clone()).await.map_err(of_the_store)?;
        let signing = Signing { on: day(year - 1, 12, 4) };
        self.sign_contract(&actor, id, signing).await.map_err(of_the_store)?;
        let signed_on = day(year, 11, 20);
        if signed_on <= today {
            let mut after = terms;
            // Prices rose; the last two instalments with them.
            for part in after.instalments.iter_mut().skip(1) {
                part.minor += 60_000 * KRONE;
            }
            after.minor += 120_000 * KRONE;
            let reason = "Prisjustering vedtatt i kommunestyret.".to_owned();
            let new = NewAddendum { signed_on, from_on: day(year + 1, 1, 1), reason, terms: after };
            self.amend_contract(&actor, id, new).await.map_err(of_the_store)?;
        }
        let other = self.draft_contract(&actor, county(programme, year)).await.map_err(of_the_store)?;
        let signing = Signing { on: day(year, 5, 22).min(today) };
        self.sign_contract(&actor, other, signing).await.map_err(of_the_store)?;
        for contract in self.all_contracts().await? {
            self.pay_demo(&actor, &contract, today).await?;
        }
        Ok(())
    }

    /// Pays what was due, some days late.
    async fn pay_demo(&self, actor: &Actor, contract: &Contract, today: NaiveDate) -> Result<(), StoreError> {
        for state in contract.instalments(today) {
            let on = state.instalment.due_on + Days::new(9 + u64::from(state.number));
            if on > today {
                continue;
            }
            let note = String::new();
            let new = NewPayment { instalment: Some(state.number), on, minor: state.instalment.minor, note };
            self.record_payment(actor, contract.id, new).await.map_err(of_the_store)?;
        }
        Ok(())
    }

    /// Hands in what was due, as far as nobody has: to be called when the reports there are have been loaded.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn load_demo_hand_ins(&self) -> Result<(), StoreError> {
        let (actor, today) = (Actor::system(), self.world().today());
        for contract in self.all_contracts().await? {
            for due in contract.reports(today).into_iter().filter(|due| due.handed_in.is_none()) {
                let on = due.due_on - Days::new(3);
                if due.due_on < today {
                    let report = self.demo_report(contract.id, due.due_on).await?;
                    let new = NewHandIn { due_on: due.due_on, on, report };
                    self.hand_in_report(&actor, contract.id, new).await.map_err(of_the_store)?;
                }
            }
        }
        Ok(())
    }
}

impl Store {
    /// The report that the demo house handed in for a day of a contract.
    async fn demo_report(&self, contract: ContractId, due_on: NaiveDate) -> Result<Option<ReportId>, StoreError> {
        let sql = "SELECT r.id FROM report r JOIN report_handed_in h ON h.report_id = r.id \
                   WHERE r.contract_id = $1 AND r.due_on = $2 ORDER BY r.id LIMIT 1";
        let values = [contract.0.into(), due_on.into()];
        let row = self.reader().query_one_raw(statement(self.reader(), sql, values)).await?;
        Ok(row.map(|row| row.try_get_by_index::<Uuid>(0)).transpose()?.map(ReportId))
    }
}

/// The contract that the demo's funder pays by: of those for a programme, the one signed first.
pub(crate) async fn demo_contract<C: ConnectionTrait>(
    connection: &C,
    programme: ProgrammeId,
) -> Result<Option<ContractId>, StoreError> {
    let sql = "SELECT id FROM contract WHERE programme_id = $1 ORDER BY signed_on, id LIMIT 1";
    let row = connection.query_one_raw(statement(connection, sql, [programme.0.into()])).await?;
    Ok(row.map(|row| row.try_get_by_index::<Uuid>(0)).transpose()?.map(ContractId))
}
