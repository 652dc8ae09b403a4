//! The demo house's report: one for the year before, handed in.

use chrono::{Datelike as _, NaiveDate, NaiveTime};
use domain::access::Actor;
use domain::contracts::Contract;
use domain::demo::DemoHouse;
use domain::figures::FigureId;
use domain::ids::ProgrammeId;
use domain::intake::oslo_at;
use domain::reports::{Part, Texts, first_figures, first_texts};
use domain::words::Locale;

use super::write::{draft_in, save_in};
use super::{NewReport, ReportDraft};
use crate::connect::Store;
use crate::error::{StoreError, VerbError};

impl Store {
    /// Hands in a report for the year before, as if in February, where February has been.
    pub(crate) async fn load_demo_report(&self, house: &DemoHouse) -> Result<(), StoreError> {
        let today = self.world().today();
        let year = today.year() - if today.month() > 2 { 1 } else { 2 };
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
        let (Some(from), Some(to), Some(on)) = (day(year, 1, 1), day(year, 12, 31), day(year + 1, 2, 12)) else {
            return Ok(());
        };
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
        // less until they can: first of all it asks about, then of the house's work only, then without the contract's targets.
        let work = |id: &FigureId| !id.0.starts_with("jobs.") && !id.0.starts_with("survival.");
        let light: Vec<FigureId> = first_figures().into_iter().filter(work).collect();
        let asked = [(first_figures(), contract.as_ref()), (light.clone(), contract.as_ref()), (light, None)];
        let last = asked.len() - 1;
        for (at, (figures, contract)) in asked.into_iter().enumerate() {
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
            let handed_in = self.hand_in_demo(&new, &draft, contract, on, at == last).await;
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

    /// Hands a report in, unless it stands in the way of today's figures; then nothing is written.
    async fn hand_in_demo(
        &self,
        new: &NewReport,
        draft: &ReportDraft,
        contract: Option<&Contract>,
        on: NaiveDate,
        anyhow: bool,
    ) -> Result<bool, VerbError> {
        // The day itself is marked by the contracts' own room.
        let key = self.key(self.world().now()).await?;
        let mut write = self.begin(&Actor::system()).await?;
        let id = draft_in(&mut write, new).await?;
        save_in(&mut write, id, draft).await?;
        let at = NaiveTime::from_hms_opt(10, 0, 0).map(|time| oslo_at(on, time));
        self.hand_in_within(&mut write, id, None, &key, contract, at).await?;
        if !anyhow && !crate::publications::leaves_room_in(&write).await? {
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
