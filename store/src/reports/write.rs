//! Drafts of reports.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::access::{Action, Actor, Resource};
use domain::figures::{FigureId, definition};
use domain::ids::ReportId;
use domain::reports::{Part, Texts, first_figures, first_texts};
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::refusal::ReportRefusal;
use super::{NewReport, Report, ReportDraft, read, statement, to_json};
use crate::connect::Store;
use crate::error::{Missing, VerbError};
use crate::refusal::Refusal;
use crate::verbs::{check_day, name};
use crate::write::Write;

/// The longest text of a part, in characters.
const LONGEST: usize = 20_000;

pub(super) fn refusal(why: ReportRefusal) -> VerbError {
    Refusal::Report(why).into()
}

/// The draft that an actor may change, in a running write.
pub(super) async fn draft(write: &Write, id: ReportId) -> Result<Report, VerbError> {
    let report = read::by_id(&write.transaction, id).await?.ok_or(Missing::Report)?;
    if !read::writes(write.actor(), report.programme, write.today()) {
        return Err(Missing::Report.into());
    }
    if report.is_handed_in() {
        return Err(refusal(ReportRefusal::HandedIn));
    }
    Ok(report)
}

impl Store {
    /// Drafts a report for a period, with the first figures and with texts that name them.
    ///
    /// # Errors
    /// [`Refusal::NameMissing`], [`Refusal::TooLong`], [`Refusal::InFuture`] when its period is not over,
    /// [`ReportRefusal::EndsFirst`], [`ReportRefusal::NotDue`], [`Missing::Programme`], [`Missing::Contract`], [`VerbError::Denied`], or the database.
    pub async fn draft_report(&self, actor: &Actor, new: &NewReport) -> Result<ReportId, VerbError> {
        if let Some(contract) = new.contract {
            let contract = self.contract(actor, contract).await?;
            let open = |due: NaiveDate| {
                let reports = contract.reports(self.world().today());
                reports.into_iter().any(|report| report.due_on == due && report.handed_in.is_none())
            };
            if contract.terms.programme != new.programme || !contract.is_signed() {
                return Err(Missing::Contract.into());
            }
            if new.due_on.is_some_and(|due| !open(due)) {
                return Err(refusal(ReportRefusal::NotDue));
            }
        }
        let mut write = self.begin(actor).await?;
        let id = draft_in(&mut write, new).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Saves a draft whole.
    ///
    /// # Errors
    /// [`Refusal::NameMissing`], [`Refusal::TooLong`], [`ReportRefusal::HandedIn`], [`Missing::Report`], or the database.
    pub async fn save_report(&self, actor: &Actor, id: ReportId, new: &ReportDraft) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        save_in(&mut write, id, new).await?;
        write.commit().await?;
        Ok(())
    }

    /// Throws a draft away.
    ///
    /// # Errors
    /// [`ReportRefusal::HandedIn`], [`Missing::Report`], or the database.
    pub async fn drop_report(&self, actor: &Actor, id: ReportId) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        let report = draft(&write, id).await?;
        let sql = "DELETE FROM report WHERE id = $1";
        write.transaction.execute_raw(statement(&write.transaction, sql, [id.0.into()])).await?;
        write.audit("drop_report", "report", id.0, None, Some(json!({ "title": report.title })), None).await?;
        write.commit().await?;
        Ok(())
    }
}

pub(super) async fn draft_in(write: &mut Write, new: &NewReport) -> Result<ReportId, VerbError> {
    let title = name(&new.title, "title")?;
    let ledger = write.ledger();
    let programme = ledger.programme(new.programme).ok_or(Missing::Programme)?;
    write.ask(Action::Publish, &Resource::Programme(new.programme), Missing::Programme)?;
    check_day(new.to, write)?;
    check_day(new.from, write)?;
    if new.to < new.from {
        return Err(refusal(ReportRefusal::EndsFirst));
    }
    let id = ReportId(write.new_id());
    let figures = first_figures();
    let texts = first_texts(new.locale, &programme.name, &figures);
    let sql = "INSERT INTO report (id, programme_id, contract_id, due_on, title, from_on, to_on, locale, texts, figures, made_by, \
               made_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)";
    let values = [
        id.0.into(),
        new.programme.0.into(),
        new.contract.map(|contract| contract.0).into(),
        new.due_on.into(),
        title.clone().into(),
        new.from.into(),
        new.to.into(),
        new.locale.tag().into(),
        to_json(&texts)?.into(),
        to_json(&figures)?.into(),
        write.actor().label.clone().into(),
        write.at().into(),
    ];
    write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
    let after = json!({ "title": title, "programme": programme.name, "from": new.from, "to": new.to });
    write.audit("draft_report", "report", id.0, None, None, Some(after)).await?;
    Ok(id)
}

pub(super) async fn save_in(write: &mut Write, id: ReportId, new: &ReportDraft) -> Result<Report, VerbError> {
    let mut report = draft(write, id).await?;
    let title = name(&new.title, "title")?;
    let mut texts = Texts::new();
    for part in Part::ALL {
        let text = new.texts.get(&part).map(|text| text.trim().replace("\r\n", "\n")).unwrap_or_default();
        if text.chars().count() > LONGEST {
            return Err(Refusal::TooLong { field: part.code(), most: LONGEST }.into());
        }
        texts.insert(part, text);
    }
    let mut seen = BTreeSet::new();
    let figures: Vec<FigureId> =
        new.figures.iter().filter(|id| definition(id).is_some() && seen.insert((*id).clone())).cloned().collect();
    let sql = "UPDATE report SET title = $2, texts = $3, figures = $4, changed_at = $5 WHERE id = $1";
    let values =
        [id.0.into(), title.clone().into(), to_json(&texts)?.into(), to_json(&figures)?.into(), write.at().into()];
    write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
    let before = json!({ "title": report.title, "figures": report.figures, "texts": report.texts });
    let after = json!({ "title": title, "figures": figures, "texts": texts });
    write.audit("save_report", "report", id.0, None, Some(before), Some(after)).await?;
    report.title = title;
    report.texts = texts;
    report.figures = figures;
    Ok(report)
}
