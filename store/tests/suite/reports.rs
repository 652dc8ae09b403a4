//! Reports: a draft is its writers', what is handed in is published whole or not at all, and stays.

use chrono::TimeDelta;
use domain::access::{Actor, Role, Scope as Where};
use domain::exchange::Answers;
use domain::figures::FigureId;
use domain::ids::{ContractId, PersonId, ProgrammeId, ReportId};
use domain::publication::verify;
use domain::reports::{Part, Texts};
use domain::suppress::revealed;
use domain::words::Locale;
use sea_orm::{ConnectionTrait, Database};
use store::contracts::Signing;
use store::exchange::{Profiled, Upload};
use store::publications::PublicationFilter;
use store::reports::{NewReport, ReportDraft, ReportRefusal};
use store::{Missing, Refusal, VerbError};

use crate::cast::{manager, refused};
use crate::common::{House, day, on_both};
use crate::contracts::terms;

const HEADER: &str = "Navn;Org.nr;Bransje;Kommune;Kull;Søkt;Opptak;Uttak;Status;Status dato;Ansatte ved opptak;\
                      Ansatte 2019;Ansatte 2020;Omsetning 2020\n";

/// Thirty startups of one programme, of which 24 have exited, 8 of them dead.
async fn portfolio(house: &House) -> ProgrammeId {
    let rows: String = (0..30)
        .map(|number| {
            let exit = if number < 24 { "30.06.2020" } else { "" };
            let dead = number % 3 == 0 && number < 24;
            let status = if dead { "Konkurs;15.10.2020" } else { "Aktiv;" };
            let now = if dead { String::new() } else { format!("{}", 2 + number % 4) };
            format!("Bedrift {number};;Mat;Lillestrøm;2019;;01.03.2019;{exit};{status};1;3;{now};\n")
        })
        .collect();
    let upload = Upload {
        bytes: format!("{HEADER}{rows}").into(),
        file_name: "ark.csv".to_owned(),
        profile: Profiled::Shipped("sheet".to_owned()),
        as_of: Some(day(2024, 6, 30)),
    };
    if let Err(error) = house.store.import(&Actor::command_line(), upload, &Answers::default(), &|_| ()).await {
        panic!("{}", error.text(Locale::En));
    }
    house.world.advance(TimeDelta::hours(1));
    house.store.ledger().await.unwrap().programmes[0].id
}

fn of_2020(programme: ProgrammeId) -> NewReport {
    NewReport {
        programme,
        contract: None,
        due_on: None,
        title: "Rapport 2020".to_owned(),
        from: day(2020, 1, 1),
        to: day(2020, 12, 31),
        locale: Locale::Nb,
    }
}

fn saying(summary: &str, figures: &[&str]) -> ReportDraft {
    ReportDraft {
        title: "Rapport 2020".to_owned(),
        texts: Texts::from([(Part::Summary, summary.to_owned())]),
        figures: figures.iter().map(|id| FigureId((*id).to_owned())).collect(),
    }
}

async fn drafted(house: &House) -> (ProgrammeId, ReportId) {
    let programme = portfolio(house).await;
    (programme, house.store.draft_report(&manager(), &of_2020(programme)).await.unwrap())
}

fn somebody(house: &House, role: Role, scope: Where) -> Actor {
    Actor::person(PersonId(house.store.new_id()), role, scope)
}

async fn published(house: &House) -> usize {
    house.store.publications(PublicationFilter::default(), 0, 100).await.unwrap().all
}

on_both! {
    async fn a_report_is_handed_in_with_every_figure_published(house: House) {
        let (programme, id) = drafted(&house).await;
        let lines = house.store.preview_report(&manager(), id).await.unwrap();
        let would: Vec<bool> = lines.iter().map(|line| line.shown.is_ok()).collect();
        assert!(would.contains(&true) && would.contains(&false), "{would:?}");
        assert_eq!(published(&house).await, 0, "a preview publishes nothing");

        let last = saying("Det gikk bra i 2020: {survival.admitted}", &["jobs.stock", "jobs.net", "updates.response"]);
        house.store.hand_in_report_of(&manager(), id, Some(&last)).await.unwrap();
        let report = house.store.report(&manager(), id).await.unwrap();
        let handed_in = report.handed_in.unwrap();
        let figures: Vec<&str> = handed_in.publications.iter().map(|one| one.figure.0.as_str()).collect();
        assert_eq!(figures, ["jobs.stock", "jobs.net", "survival.admitted"], "those ticked, then those named");
        let withheld: Vec<&str> = handed_in.content.withheld.iter().map(|one| one.figure.0.as_str()).collect();
        assert_eq!(withheld, ["updates.response"]);
        assert!(!handed_in.content.withheld[0].reason.is_empty());
        assert_eq!(published(&house).await, 3);
        for one in &handed_in.publications {
            assert_eq!((one.programme, one.used.name.as_str()), (Some(programme), "Rapport 2020"));
            assert_eq!((one.query.as_of, one.query.scope.programme), (day(2020, 12, 31), Some(programme)));
            let (digest, bytes) = house.store.publication_file(&one.address).await.unwrap().unwrap();
            assert_eq!(verify(&bytes).unwrap().digest, digest);
        }
        assert!(revealed(&house.store.published_tables().await.unwrap()).is_empty());
    }

    async fn what_is_handed_in_stays_as_it_was(house: House) {
        let (_, id) = drafted(&house).await;
        house.store.hand_in_report_of(&manager(), id, Some(&saying("Bra.", &["jobs.net"]))).await.unwrap();
        let before = house.store.report(&manager(), id).await.unwrap();
        let again = saying("Enda bedre.", &["jobs.stock"]);
        let handed_in = || Refusal::Report(ReportRefusal::HandedIn);
        refused!(house, house.store.save_report(&manager(), id, &again), handed_in());
        refused!(house, house.store.hand_in_report_of(&manager(), id, Some(&again)), handed_in());
        refused!(house, house.store.drop_report(&manager(), id), handed_in());
        assert_eq!(house.store.report(&manager(), id).await.unwrap(), before);
        let raw = Database::connect(&house.url).await.unwrap();
        for sql in ["UPDATE report_handed_in SET content = '{}'", "DELETE FROM report_handed_in", "DELETE FROM report_publication"] {
            assert!(raw.execute_unprepared(sql).await.is_err(), "{sql}");
        }
    }

    async fn a_number_that_nobody_published_is_refused_and_nothing_is_written(house: House) {
        let (_, id) = drafted(&house).await;
        let foreign = saying("Vi skapte over 500 arbeidsplasser.", &["jobs.net"]);
        let why = ReportRefusal::ForeignNumbers { part: Part::Summary, numbers: vec!["500".to_owned()] };
        refused!(house, house.store.hand_in_report_of(&manager(), id, Some(&foreign)), Refusal::Report(why));
        assert_eq!(published(&house).await, 0, "all or nothing");
        let report = house.store.report(&manager(), id).await.unwrap();
        assert!(!report.is_handed_in() && !report.texts[&Part::Summary].contains("500"));
        let empty = house.store.hand_in_report_of(&manager(), id, Some(&saying("Ingen tall.", &[]))).await;
        assert_eq!(crate::cast::refusal(empty), Refusal::Report(ReportRefusal::Empty));
        let backwards = NewReport { from: day(2021, 1, 1), ..of_2020(report.programme) };
        refused!(house, house.store.draft_report(&manager(), &backwards), Refusal::Report(ReportRefusal::EndsFirst));
    }

    async fn a_draft_is_its_writers_and_who_pays_reads_what_was_handed_in(house: House) {
        let programme = portfolio(&house).await;
        let mut agreed = terms(programme);
        agreed.reports = vec![day(2024, 6, 1), day(2025, 1, 15)];
        let contract = house.store.draft_contract(&manager(), agreed).await.unwrap();
        house.store.sign_contract(&manager(), contract, Signing { on: day(2023, 12, 20) }).await.unwrap();
        let new = NewReport { contract: Some(contract), due_on: Some(day(2024, 6, 1)), ..of_2020(programme) };
        let not_due = NewReport { due_on: Some(day(2024, 6, 2)), ..new.clone() };
        refused!(house, house.store.draft_report(&manager(), &not_due), Refusal::Report(ReportRefusal::NotDue));
        let id = house.store.draft_report(&manager(), &new).await.unwrap();

        let funder = somebody(&house, Role::Funder, Where::Contract(contract, programme));
        let other = somebody(&house, Role::Funder, Where::Contract(ContractId(house.store.new_id()), programme));
        let mentor = somebody(&house, Role::Mentor, Where::Programme(programme));
        let elsewhere = somebody(&house, Role::Manager, Where::Programme(ProgrammeId(house.store.new_id())));
        let missing = |result: Result<_, VerbError>| matches!(result, Err(VerbError::NotFound(Missing::Report)));
        for actor in [&funder, &other, &mentor, &elsewhere] {
            assert!(missing(house.store.report(actor, id).await), "{:?} sees a draft", actor.role);
            assert!(house.store.reports(actor).await.unwrap().is_empty());
            assert!(matches!(
                house.store.hand_in_report_of(actor, id, None).await,
                Err(VerbError::NotFound(_) | VerbError::Denied(_))
            ));
            assert!(house.store.draft_report(actor, &of_2020(programme)).await.is_err());
        }
        house.store.hand_in_report_of(&manager(), id, Some(&saying("Bra.", &["jobs.net"]))).await.unwrap();
        let read = house.store.report(&funder, id).await.unwrap().handed_in.unwrap();
        assert_eq!(read.content.funder.as_deref(), Some("Lillestrøm kommune"));
        assert_eq!(read.publications[0].contract, Some(contract));
        assert_eq!(house.store.reports(&funder).await.unwrap().len(), 1);
        for actor in [&other, &elsewhere] {
            assert!(missing(house.store.report(actor, id).await), "{:?} reads another's", actor.role);
        }
        let contract = house.store.contract(&manager(), contract).await.unwrap();
        assert!(contract.reports(house.store.world().today())[0].handed_in.is_some(), "the day is marked");
        assert_eq!(contract.handed_in[0].report, Some(id));
    }
}
