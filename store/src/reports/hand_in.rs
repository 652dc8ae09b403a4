//! Handing a report in: its figures become publications, its texts are frozen.

use domain::access::Actor;
use domain::contracts::Contract;
use domain::figures::{FigureId, definition};
use domain::ids::ReportId;
use domain::publication::InstanceKey;
use domain::reports::{foreign_numbers, question};
use domain::time::Instant;
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::read::{by_id, shown_figures};
use super::refusal::ReportRefusal;
use super::write::{draft, refusal, save_in};
use super::{Content, Report, ReportDraft, TargetLine, Withheld, statement, to_json};
use crate::connect::Store;
use crate::contracts::NewHandIn;
use crate::contracts::events::hand_in_report_in;
use crate::error::{Missing, VerbError};
use crate::publications::{NewPublication, Published};
use crate::refusal::Refusal;
use crate::write::Write;

impl Store {
    /// Hands a report in: saves what was written last, publishes each figure that may be published, and freezes the rest. All of it or
    /// nothing. A figure that may not be published is named as withheld, with the reason.
    ///
    /// # Errors
    /// As [`Store::save_report`] and [`Store::publish`]; [`ReportRefusal::ForeignNumbers`] when a text holds a number that is not
    /// published, [`ReportRefusal::Empty`], [`ReportRefusal::NotDue`].
    pub async fn hand_in_report_of(
        &self,
        actor: &Actor,
        id: ReportId,
        last: Option<&ReportDraft>,
    ) -> Result<(), VerbError> {
        // A key of its own write: it is there before anything is signed with it.
        let key = self.key(self.world().now()).await?;
        let contract = self.contract_of_report(actor, id).await?;
        let mut write = self.begin(actor).await?;
        let report = self.hand_in_within(&mut write, id, last, &key, contract.as_ref(), None).await?;
        if let (Some(contract), Some(due_on)) = (report.contract, report.due_on) {
            let new = NewHandIn { due_on, on: write.today(), report: Some(id) };
            hand_in_report_in(&mut write, contract, new).await?;
        }
        write.commit().await?;
        Ok(())
    }

    /// The same in a running write; as if it had been done at an earlier instant, for the demo house, which has a past.
    pub(super) async fn hand_in_within(
        &self,
        write: &mut Write,
        id: ReportId,
        last: Option<&ReportDraft>,
        key: &InstanceKey,
        contract: Option<&Contract>,
        at: Option<Instant>,
    ) -> Result<Report, VerbError> {
        let at = at.map_or_else(|| write.at(), |at| at.min(write.at()));
        let report = match last {
            Some(last) => save_in(write, id, last).await?,
            None => draft(write, id).await?,
        };
        let (mut publications, mut withheld) = self.publish_figures(write, &report, key, at).await?;
        let targets = match contract {
            Some(contract) => {
                let signing = (key, at);
                self.publish_targets(write, &report, contract, signing, &mut publications, &mut withheld).await?
            }
            None => Vec::new(),
        };
        if publications.is_empty() && withheld.is_empty() {
            return Err(refusal(ReportRefusal::Empty));
        }
        let known: Vec<String> = publications
            .iter()
            .filter_map(|published| published.face.words(report.locale))
            .map(|words| words.sentence.clone())
            .collect();
        for (part, text) in &report.texts {
            let numbers = foreign_numbers(text, &known);
            if !numbers.is_empty() {
                return Err(refusal(ReportRefusal::ForeignNumbers { part: *part, numbers }));
            }
        }
        let content = content(write, &report, contract, targets, withheld)?;
        let sql =
            "INSERT INTO report_handed_in (report_id, content, handed_in_by, handed_in_at) VALUES ($1, $2, $3, $4)";
        let values = [id.0.into(), to_json(&content)?.into(), write.actor().label.clone().into(), at.into()];
        write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
        for (position, published) in (0_i32..).zip(&publications) {
            let sql = "INSERT INTO report_publication (report_id, position, publication_id) VALUES ($1, $2, $3)";
            let values = [id.0.into(), position.into(), published.id.0.into()];
            write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
        }
        let addresses: Vec<&str> = publications.iter().map(|published| published.address.as_str()).collect();
        let after = json!({ "title": report.title, "publications": addresses, "withheld": content.withheld.len() });
        write.audit("hand_in_report", "report", id.0, None, None, Some(after)).await?;
        Ok(report)
    }

    async fn publish_figures(
        &self,
        write: &mut Write,
        report: &Report,
        key: &InstanceKey,
        at: Instant,
    ) -> Result<(Vec<Published>, Vec<Withheld>), VerbError> {
        let (mut publications, mut withheld) = (Vec::new(), Vec::new());
        for figure in shown_figures(report) {
            let new = NewPublication {
                query: question(&figure, report.programme, report.from, report.to, at),
                figure: figure.clone(),
                name: report.title.clone(),
                place: String::new(),
                contract: report.contract,
            };
            match self.publish_in(write, &new, key, at).await {
                Ok(published) => publications.push(published),
                Err(VerbError::Refused(Refusal::Publication(why))) => {
                    let title = title(&figure, report);
                    withheld.push(Withheld { figure, title, reason: why.text(report.locale) });
                }
                Err(error) => return Err(error),
            }
        }
        Ok((publications, withheld))
    }

    /// The contract that a report is made for, as the actor sees it.
    async fn contract_of_report(&self, actor: &Actor, id: ReportId) -> Result<Option<Contract>, VerbError> {
        let report = by_id(self.reader(), id).await?.ok_or(Missing::Report)?;
        match report.contract {
            Some(contract) => Ok(Some(self.contract(actor, contract).await?)),
            None => Ok(None),
        }
    }
}

pub(super) fn title(figure: &FigureId, report: &Report) -> String {
    definition(figure).map_or_else(|| figure.0.clone(), |definition| definition.title(report.locale))
}

fn content(
    write: &Write,
    report: &Report,
    contract: Option<&Contract>,
    targets: Vec<TargetLine>,
    withheld: Vec<Withheld>,
) -> Result<Content, VerbError> {
    let terms = contract.map(|contract| contract.in_force(report.to));
    let ledger = write.ledger();
    let programme = ledger.programme(report.programme).ok_or(Missing::Programme)?;
    Ok(Content {
        title: report.title.clone(),
        programme: programme.name.clone(),
        funder: terms.as_ref().map(|terms| terms.funder.name.clone()),
        contract: terms.as_ref().map(|terms| terms.title.clone()),
        case_number: terms.map(|terms| terms.case_number).filter(|number| !number.is_empty()),
        contract_digest: contract.and_then(Contract::last_digest).map(str::to_owned),
        targets,
        figures: shown_figures(report),
        texts: report.texts.clone(),
        withheld,
    })
}
