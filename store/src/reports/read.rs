//! Reading reports.

use chrono::NaiveDate;
use domain::access::{Action, Actor, Decision, Resource, may};
use domain::ids::{ContractId, ProgrammeId, ReportId};
use domain::reports::{named, question};
use domain::words::Locale;
use sea_orm::{ConnectionTrait, QueryResult};
use uuid::Uuid;

use super::{HandedInReport, PreviewLine, Report, from_json, statement};
use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};

const COLUMNS: &str = "r.id, r.programme_id, r.contract_id, r.due_on, r.title, r.from_on, r.to_on, r.locale, r.texts, r.figures, \
                       r.changed_at, h.content, h.handed_in_by, h.handed_in_at";
const TABLES: &str = "report r LEFT JOIN report_handed_in h ON h.report_id = r.id";

fn read(row: &QueryResult) -> Result<Report, StoreError> {
    let locale: String = row.try_get_by_index(7)?;
    let content: Option<String> = row.try_get_by_index(11)?;
    let handed_in = match content {
        Some(content) => Some(HandedInReport {
            content: from_json(&content)?,
            by: row.try_get_by_index(12)?,
            at: row.try_get_by_index(13)?,
            publications: Vec::new(),
        }),
        None => None,
    };
    Ok(Report {
        id: ReportId(row.try_get_by_index(0)?),
        programme: ProgrammeId(row.try_get_by_index(1)?),
        contract: row.try_get_by_index::<Option<Uuid>>(2)?.map(ContractId),
        due_on: row.try_get_by_index(3)?,
        title: row.try_get_by_index(4)?,
        from: row.try_get_by_index(5)?,
        to: row.try_get_by_index(6)?,
        locale: Locale::from_tag(&locale).unwrap_or_default(),
        texts: from_json(&row.try_get_by_index::<String>(8)?)?,
        figures: from_json(&row.try_get_by_index::<String>(9)?)?,
        changed_at: row.try_get_by_index(10)?,
        handed_in,
    })
}

/// A report by its id, without its publications.
pub(super) async fn by_id<C: ConnectionTrait>(connection: &C, id: ReportId) -> Result<Option<Report>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE r.id = $1");
    let row = connection.query_one_raw(statement(connection, &sql, [id.0.into()])).await?;
    row.as_ref().map(read).transpose()
}

/// Whether an actor writes a report.
pub(super) fn writes(actor: &Actor, programme: ProgrammeId, today: NaiveDate) -> bool {
    may(actor, Action::Publish, &Resource::Programme(programme), today) == Decision::Allowed
}

impl Store {
    /// Whether an actor sees a report: whoever writes it, and who pays, once it was handed in.
    async fn sees_report(&self, actor: &Actor, report: &Report) -> Result<bool, StoreError> {
        let today = self.world().today();
        if writes(actor, report.programme, today) {
            return Ok(true);
        }
        if !report.is_handed_in() {
            return Ok(false);
        }
        // Who pays by one contract reads what was handed in under it.
        match report.contract {
            Some(contract) => match self.contract(actor, contract).await {
                Ok(_) => Ok(true),
                Err(VerbError::Store(error)) => Err(error),
                Err(_) => Ok(false),
            },
            None => Ok(may(actor, Action::SeeContract, &Resource::Programme(report.programme), today).is_allowed()),
        }
    }

    /// The reports that an actor sees, the newest period first, without their publications.
    ///
    /// # Errors
    /// When the database does not answer, or holds what cannot be read.
    pub async fn reports(&self, actor: &Actor) -> Result<Vec<Report>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM {TABLES} ORDER BY r.to_on DESC, r.made_at DESC, r.id");
        let mut seen = Vec::new();
        for row in self.reader().query_all_raw(statement(self.reader(), &sql, [])).await? {
            let report = read(&row)?;
            if self.sees_report(actor, &report).await? {
                seen.push(report);
            }
        }
        Ok(seen)
    }

    /// A report with its publications.
    ///
    /// # Errors
    /// [`Missing::Report`] when there is none that the actor sees, or the database.
    pub async fn report(&self, actor: &Actor, id: ReportId) -> Result<Report, VerbError> {
        let mut report = by_id(self.reader(), id).await?.ok_or(Missing::Report)?;
        if !self.sees_report(actor, &report).await? {
            return Err(Missing::Report.into());
        }
        if let Some(handed_in) = &mut report.handed_in {
            let sql = "SELECT publication_id FROM report_publication WHERE report_id = $1 ORDER BY position";
            for row in self.reader().query_all_raw(statement(self.reader(), sql, [id.0.into()])).await? {
                let publication = domain::ids::PublicationId(row.try_get_by_index(0)?);
                handed_in.publications.extend(self.publication_by_id(publication).await?);
            }
        }
        Ok(report)
    }

    /// What each figure of a draft would show if it was handed in now, or why it may not be published.
    ///
    /// # Errors
    /// [`Missing::Report`], or the database.
    pub async fn preview_report(&self, actor: &Actor, id: ReportId) -> Result<Vec<PreviewLine>, VerbError> {
        let report = by_id(self.reader(), id).await?.ok_or(Missing::Report)?;
        if !writes(actor, report.programme, self.world().today()) {
            return Err(Missing::Report.into());
        }
        let now = self.world().now();
        let asked: Vec<_> = shown_figures(&report)
            .into_iter()
            .map(|id| {
                let query = question(&id, report.programme, report.from, report.to, now);
                (id, query)
            })
            .collect();
        let shown = self.would_show(&asked).await?;
        let mut lines = Vec::with_capacity(asked.len());
        for ((id, query), shown) in asked.into_iter().zip(shown) {
            let figure = self.figure(&id, &query).await?;
            lines.push(PreviewLine { id, figure, shown });
        }
        Ok(lines)
    }
}

/// The figures of a report: those chosen, and those that its texts name.
pub(super) fn shown_figures(report: &Report) -> Vec<domain::figures::FigureId> {
    let mut all = report.figures.clone();
    for id in named(&report.texts) {
        if !all.contains(&id) {
            all.push(id);
        }
    }
    all
}
