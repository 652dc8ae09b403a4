//! The demo house's report: one for the year before, handed in.

use chrono::{Datelike as _, NaiveDate};
use domain::access::Actor;
use domain::contracts::Contract;
use domain::demo::DemoHouse;
use domain::figures::{FigureId, Query};
use domain::ids::ProgrammeId;
use domain::reports::{Part, Texts, figures, first_texts, question};
use domain::time::{Instant, end_of_oslo_day};
use domain::words::Locale;

use super::targets::questions;
use super::write::{draft_in, save_in};
use super::{NewReport, ReportDraft};
use crate::connect::Store;
use crate::error::{StoreError, VerbError};
use crate::publications::{beside, leaves_room, leaves_room_in};

impl Store {
    /// Hands in a report for the year before, as if in February, where February has been.
    pub(crate) async fn load_demo_report(&self, house: &DemoHouse) -> Result<(), StoreError> {
        let today = self.world().today();
        let year = today.year() - if today.month() > 2 { 1 } else { 2 };
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
        let (Some(from), Some(to), Some(on)) = (day(year, 1, 1), day(year, 12, 31), day(year + 1, 2, 12)) else {
            return Ok(());
        };
        let at = end_of_oslo_day(on);
        let contracts = self.all_contracts().await?;
        let due_on = day(year + 1, 2, 15);
        let asks = |contract: &&Contract| {
            due_on.is_some_and(|due| contract.terms.reports.contains(&due)) && contract.is_signed()
        };
        let contract = contracts.iter().find(asks).cloned();
        // The contract's programme, or that with the most startups: of the others little could be published.
        let many = |programme: ProgrammeId| {
            let stays = house.startups.iter().flat_map(|startup| &startup.enrolments);
            stays.filter(|stay| stay.programme == programme).count()
        };
        let promised = contract.as_ref().map(|contract| contract.terms.programme);
        let likely = |id: ProgrammeId| (promised == Some(id), many(id));
        let Some(programme) = house.programmes.iter().max_by_key(|programme| likely(programme.id)) else {
            return Ok(());
        };
        let locale = Locale::Nb;
        // What is out decides what else may be, and a visitor is to find that today's figures can be published. So the report says
        // what it can beside them, and where the contract's targets leave no room, it is made without them.
        let asked = [contract.as_ref(), None];
        let last = asked.len() - 1;
        for (tried, contract) in asked.into_iter().enumerate() {
            let figures = self.figures_of_demo_report(programme.id, (from, to, at), contract).await?;
            let mut texts: Texts = first_texts(locale, &programme.name, &figures);
            texts.insert(Part::Plan, words::plan(locale).to_owned());
            let new = NewReport {
                programme: programme.id,
                contract: contract.map(|contract| contract.id),
                due_on: contract.and(due_on),
                title: words::title(locale, &year.to_string()),
                from,
                to,
                locale,
            };
            let draft = ReportDraft { title: new.title.clone(), texts, figures };
            let handed_in = self.hand_in_demo(&new, &draft, contract, at, tried == last).await;
            let done = handed_in.map_err(|error| match error {
                VerbError::Store(error) => error,
                other => StoreError::Unreadable { table: "report", detail: other.text(Locale::En) },
            })?;
            if done {
                break;
            }
        }
        Ok(())
    }

    /// The figures that a report of a programme for a period can show, beside those of its contract's targets, and still leave room
    /// for today's.
    async fn figures_of_demo_report(
        &self,
        programme: ProgrammeId,
        (from, to, known_at): (NaiveDate, NaiveDate, Instant),
        contract: Option<&Contract>,
    ) -> Result<Vec<FigureId>, StoreError> {
        let (ledger, existing) = (self.ledger().await?, self.published_tables().await?);
        let (today, now) = (self.world().today(), self.world().now());
        let promised: Vec<(FigureId, Query)> = contract.map_or_else(Vec::new, |contract| {
            let targets = contract.in_force(to).targets;
            let asked = targets.iter().flat_map(|target| {
                let (starts, ends) = questions(target, programme, to, known_at);
                let figure = target.definition.id.clone();
                starts.into_iter().chain(ends).map(move |query| (figure.clone(), query))
            });
            asked.collect()
        });
        let chosen = tokio::task::spawn_blocking(move || {
            let mut tables = existing;
            for (figure, query) in &promised {
                tables.extend(beside(&ledger, &tables, &figure.0, query));
            }
            let mut chosen = Vec::new();
            for figure in figures() {
                let query = question(&figure, programme, from, to, known_at);
                let Some(table) = beside(&ledger, &tables, &figure.0, &query) else { continue };
                tables.push(table);
                if leaves_room(&ledger, &tables, today, now) {
                    chosen.push(figure);
                } else {
                    tables.pop();
                }
            }
            chosen
        });
        Ok(chosen.await?)
    }

    /// Hands a report in, unless it stands in the way of today's figures; then nothing is written.
    async fn hand_in_demo(
        &self,
        new: &NewReport,
        draft: &ReportDraft,
        contract: Option<&Contract>,
        at: Instant,
        anyhow: bool,
    ) -> Result<bool, VerbError> {
        // The day itself is marked by the contracts' own room.
        let key = self.key(self.world().now()).await?;
        let mut write = self.begin(&Actor::system()).await?;
        let id = draft_in(&mut write, new).await?;
        save_in(&mut write, id, draft).await?;
        self.hand_in_within(&mut write, id, None, &key, contract, Some(at)).await?;
        if !anyhow && !leaves_room_in(&write).await? {
            return Ok(false);
        }
        write.commit().await?;
        Ok(true)
    }
}

domain::catalogue! {
    /// The words of the demo house's report.
    mod words {
        title(year: &str) => { nb: "Rapport {year}", nn: "Rapport {year}", en: "Report {year}" }
        plan => {
            nb: "Vi fortsetter med færre og lengre møter med hver bedrift, og spør oftere hvordan det går etter uttak.",
            nn: "Vi held fram med færre og lengre møte med kvar bedrift, og spør oftare korleis det går etter uttak.",
            en: "We go on with fewer and longer meetings with each startup, and ask more often how it goes after exit." }
    }
}
