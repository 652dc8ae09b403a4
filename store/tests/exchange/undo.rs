//! Taking an import back: every figure is what it was, or it is said what stands in the way.

use chrono::NaiveDate;
use domain::access::Actor;
use domain::facts::{FactKind, Headcount, Source, in_force};
use domain::time::Instant;
use store::exchange::{ImportError, ImportStatus, UndoError};

use crate::common::{self, House, day};
use crate::{HOUSE, Says, directory, figures, file, import, sheet, size};

const DAYS: [(i32, u32, u32); 4] = [(2019, 6, 30), (2020, 12, 31), (2022, 3, 1), (2024, 6, 30)];

/// Every figure as at one day, of the house and of each programme.
type AtDay = (NaiveDate, Vec<(String, Vec<Says>)>);

async fn at_all_days(house: &House, known_at: Instant) -> Vec<AtDay> {
    let mut all = Vec::new();
    for (year, month, number) in DAYS {
        let on = day(year, month, number);
        all.push((on, figures(house, on, known_at).await));
    }
    all
}

/// Only the figures of the whole house and of the programmes that were there: an undone import leaves an empty programme behind.
fn of_before(mut all: Vec<AtDay>, before: &[AtDay]) -> Vec<AtDay> {
    for (_, figures) in &mut all {
        figures.retain(|(slug, _)| before[0].1.iter().any(|(known, _)| known == slug));
        // A startup that was withdrawn is not known any more, so it is in no row; nothing else is forgiven.
    }
    all
}

common::on_both! {
    async fn meetings_and_teams_come_go_and_are_never_doubled(house: House) {
        import(&house, sheet(HOUSE)).await;
        let known_before = house.store.world().now();
        let before = at_all_days(&house, known_before).await;
        let meetings = "startup;valid_on;programme;minutes;meeting_kind\n\
                        Korn AS;2019-04-01;;45;video\nKorn AS;2019-05-01;;75;in_person\nNye AS;2023-04-01;inkubator;30;phone\n";
        let teams = "startup;valid_on;founders;women_founders;leaders;women_leaders\nKorn AS;2019-04-01;3;1;;\nNye AS;2023-04-01;1;1;1;1\n";
        let upload = |name: &str, text: &str| file(name, "grobunn", "2024-06-30", text);
        let preview = house.store.preview_file(upload("meetings.csv", meetings), &domain::exchange::Answers::default()).await.unwrap();
        assert_eq!(preview.plan.counts[&FactKind::Meeting].new, 3, "a dry run says what would change");
        assert_eq!(at_all_days(&house, house.store.world().now()).await, before, "and changes nothing");
        let met = import(&house, upload("meetings.csv", meetings)).await;
        let said = import(&house, upload("team.csv", teams)).await;
        let value = async |id: &str| {
            let all = figures(&house, day(2024, 6, 30), house.store.world().now()).await;
            all[0].1.iter().find(|says| says.id == id).unwrap().numbers[0]
        };
        assert_eq!((value("mentoring.meetings").await, value("mentoring.hours").await), (Some(3.0), Some(2.5)));
        assert_eq!(value("team.women_founders").await, Some(0.5));
        let kept = size(&house).await;
        for (name, text) in [("meetings.csv", meetings), ("team.csv", teams)] {
            assert_eq!(import(&house, upload(name, text)).await.facts_written(), 0, "{name} once more");
        }
        assert_eq!(size(&house).await, kept);
        let changed = import(&house, upload("team.csv", &teams.replace("Nye AS;2023-04-01;1;1", "Nye AS;2023-04-01;2;1"))).await;
        assert_eq!((changed.facts_written(), value("team.women_founders").await), (1, Some(0.4)));
        for report in [changed, said, met] {
            house.world.advance(chrono::TimeDelta::minutes(1));
            house.store.undo_import(&Actor::command_line(), report.import.unwrap()).await.unwrap();
        }
        assert_eq!(at_all_days(&house, house.store.world().now()).await, before);
    }

    async fn undoing_restores_every_figure(house: House) {
        import(&house, sheet(HOUSE)).await;
        // A payroll list says otherwise of the same day, and was recorded later: it counts, and shall again.
        let korn = house.store.ledger().await.unwrap().startups.iter().find(|startup| startup.profile.name == "Korn AS").unwrap().profile.id;
        let listed = "lønnsliste".to_owned();
        let (actor, on) = (Actor::demo_manager(), day(2020, 12, 31));
        house.store.record_headcount(&actor, korn, on, Headcount::of(8), Source::Document, Some(listed)).await.unwrap();
        house.world.advance(chrono::TimeDelta::minutes(1));
        let known_before = house.store.world().now();
        let before = at_all_days(&house, known_before).await;
        house.world.advance(chrono::TimeDelta::minutes(5));

        // Another sheet of the house: numbers, days, a death and a place mended, a name changed, one company more.
        let changed = HOUSE
            .replace("Korn AS;923609016;Mat;0231;2019;01.02.2019;01.03.2019;30.06.2020;Aktiv;;2;3;5;1 200 000",
                     "Korn Norge AS;923609016;Fôr;Oslo;2019;01.03.2019;01.03.2019;31.12.2020;Aktiv;;3;9;1;900 000")
            .replace("Konkurs;15.10.2020", "Avviklet;01.05.2019")
            .replace("Felles AS;;", "Felles AS;991825827;");
        let more = "Ekstra AS;433695968;IT;Oslo;2020;;01.01.2020;;Aktiv;;1;;7;\n";
        let report = import(&house, sheet(&format!("{changed}{more}"))).await;
        assert!(report.facts.values().any(|brings| brings.corrected > 0));
        assert_eq!((report.startups_new, report.startups_updated), (1, 3));
        assert_ne!(of_before(at_all_days(&house, house.store.world().now()).await, &before), before);
        assert_eq!(of_before(at_all_days(&house, known_before).await, &before), before, "the past knows nothing of it");
        let known_between = house.store.world().now();
        let between = at_all_days(&house, known_between).await;
        house.world.advance(chrono::TimeDelta::minutes(5));

        let undone = house.store.undo_import(&Actor::demo_manager(), report.import.unwrap()).await.unwrap();
        assert_eq!(undone.startups, 1);
        assert!(undone.restated > 3 && undone.withdrawn > 0, "{undone:?}");
        house.world.advance(chrono::TimeDelta::minutes(5));
        assert_eq!(of_before(at_all_days(&house, house.store.world().now()).await, &before), before);
        assert_eq!(of_before(at_all_days(&house, known_before).await, &before), before);
        assert_eq!(at_all_days(&house, known_between).await, between, "what was known in between stays known");

        let ledger = house.store.ledger().await.unwrap();
        let korn = ledger.startups.iter().find(|startup| startup.companies.iter().any(|company| company.number.to_string() == "923609016")).unwrap();
        assert_eq!((korn.profile.name.as_str(), korn.profile.sector.as_deref()), ("Korn AS", Some("Mat")));
        let felles = ledger.startups.iter().find(|startup| startup.profile.name == "Felles AS").unwrap();
        assert!(felles.companies.is_empty());
        let record = house.store.import_record(report.import.unwrap()).await.unwrap().unwrap();
        assert_eq!(record.status, ImportStatus::Undone);

        // The keys are free, and the file is as new as it was.
        let again = import(&house, sheet(&format!("{changed}{more}"))).await;
        assert_eq!(again.startups_new, 1);
        assert_eq!(again.facts_written(), report.facts_written());
        let twice = house.store.undo_import(&Actor::demo_manager(), report.import.unwrap()).await;
        assert!(matches!(twice, Err(UndoError::NotApplied)));
    }

    async fn a_whole_directory_is_taken_back_and_read_again(house: House) {
        let rows = "1,Alpha,W22,Active,Oslo,NO,2021,2,12,\n2,Beta,IK12,Inactive,,,,1,300,\n";
        let report = import(&house, directory("2023-02-27", rows)).await;
        let undone = house.store.undo_import(&Actor::command_line(), report.import.unwrap()).await.unwrap();
        assert_eq!(undone.startups, 2);
        house.world.advance(chrono::TimeDelta::minutes(1));
        let all = figures(&house, day(2023, 2, 27), house.store.world().now()).await;
        assert!(all.iter().flat_map(|(_, figures)| figures).all(|figure| figure.rows_in.is_empty() && figure.rows_out.is_empty()));
        let again = import(&house, directory("2023-02-27", rows)).await;
        assert_eq!((again.startups_new, again.programmes.len()), (2, 0), "the programmes stayed");
    }

    async fn it_is_refused_while_facts_rest_on_it(house: House) {
        let report = import(&house, sheet(HOUSE)).await;
        let ledger = house.store.ledger().await.unwrap();
        let korn = ledger.startups.iter().find(|startup| startup.profile.name == "Korn AS").unwrap();
        let actor = Actor::demo_manager();
        let fact = house
            .store
            .record_headcount(&actor, korn.profile.id, day(2023, 1, 1), Headcount::of(8), Source::Mentor, None)
            .await
            .unwrap();
        house.world.advance(chrono::TimeDelta::minutes(1));
        let before = size(&house).await;
        let error = house.store.undo_import(&actor, report.import.unwrap()).await.unwrap_err();
        let UndoError::RestedOn(resting) = &error else { panic!("{error}") };
        assert_eq!(resting.iter().map(|rests| (rests.kind, rests.fact)).collect::<Vec<_>>(), [(FactKind::Headcount, fact)]);
        assert!(error.text(domain::words::Locale::En).contains("Korn AS: headcount of 1 January 2023"), "{}", error.text(domain::words::Locale::En));
        assert_eq!(size(&house).await, before);
        assert_eq!(house.store.import_record(report.import.unwrap()).await.unwrap().unwrap().status, ImportStatus::Applied);
    }

    async fn a_refusal_counts_by_startup_and_says_what_to_do(house: House) {
        let sheet_of = |heads: u32| {
            let rows: String = (10..40).map(|number| format!("B{number} AS;;;;;;01.01.2019;;;;1;{heads};{heads};\n")).collect();
            sheet(&rows)
        };
        let first = import(&house, sheet_of(2)).await.import.unwrap();
        let second = import(&house, sheet_of(3)).await.import.unwrap();
        let actor = Actor::demo_manager();
        let text = async |id, locale| match house.store.undo_import(&actor, id).await {
            Err(error) => error.text(locale),
            Ok(_) => panic!("it was taken back"),
        };
        let early = text(first, domain::words::Locale::En).await;
        let lines: Vec<&str> = early.lines().collect();
        assert_eq!(
            lines[..2],
            [
                "The import cannot be undone, and nothing was changed: 60 later facts rest on it.",
                "Undo later imports first, the last one first.",
            ]
        );
        assert_eq!((lines.len(), lines[22]), (2 + 20 + 1, "and 10 more startups"));
        assert!(lines[2].starts_with("B10 AS: 2 facts, among them headcount of 31 December 2019, recorded"), "{}", lines[2]);
        // What was corrected by hand cannot be withdrawn out of the way, and nobody is told to.
        let ledger = house.store.ledger().await.unwrap();
        let startup = ledger.startups.iter().find(|startup| startup.profile.name == "B10 AS").unwrap();
        let fact = in_force(&startup.headcounts, Instant::MAX_UTC).last().map(|fact| (fact.id, fact.valid_on)).unwrap();
        house.store.correct_headcount(&actor, fact.0, fact.1, Headcount::of(9), Source::Mentor, None, "talt").await.unwrap();
        let by_hand = text(second, domain::words::Locale::En).await;
        assert_eq!(by_hand.lines().count(), 3, "{by_hand}");
        assert!(by_hand.contains("1 later fact rests") && by_hand.contains("correct the rest by hand too"), "{by_hand}");
        assert!(!by_hand.contains("Withdraw"), "{by_hand}");
    }

    async fn a_correction_of_its_fact_stands_in_the_way(house: House) {
        import(&house, sheet(HOUSE)).await;
        // The second file only adds to startups that are there.
        let report = import(&house, sheet(&HOUSE.replace(";2;3;5;1 200 000", ";2;3;6;1 200 000"))).await;
        assert_eq!(report.facts_written(), 1);
        let actor = Actor::demo_manager();
        let ledger = house.store.ledger().await.unwrap();
        let korn = ledger.startups.iter().find(|startup| startup.profile.name == "Korn AS").unwrap();
        let counts = in_force(&korn.headcounts, Instant::MAX_UTC);
        let fact = counts.last().unwrap();
        let corrected = house
            .store
            .correct_headcount(&actor, fact.id, fact.valid_on, Headcount::of(7), Source::Mentor, None, "talt på nytt")
            .await
            .unwrap();
        let error = house.store.undo_import(&actor, report.import.unwrap()).await.unwrap_err();
        assert!(matches!(&error, UndoError::RestedOn(resting) if resting[0].fact == corrected), "{error}");
        // Once that is withdrawn something else still rests on it: the withdrawal. What was corrected by hand is mended by hand.
        house.store.withdraw(&actor, FactKind::Headcount, corrected, "feil").await.unwrap();
        assert!(matches!(house.store.undo_import(&actor, report.import.unwrap()).await, Err(UndoError::RestedOn(_))));
    }

    async fn imports_are_taken_back_one_after_the_other(house: House) {
        import(&house, sheet(HOUSE)).await;
        house.world.advance(chrono::TimeDelta::minutes(1));
        let untouched = at_all_days(&house, house.store.world().now()).await;
        house.world.advance(chrono::TimeDelta::minutes(1));
        let actor = Actor::demo_manager();
        // The first adds a startup and corrects a number of one that is there; the second corrects both once more.
        let more = |heads: u32, own: u32| {
            let changed = HOUSE.replace(";2;3;5;1 200 000", &format!(";2;3;{heads};1 200 000"));
            sheet(&format!("{changed}Ekstra AS;433695968;IT;Oslo;2020;;01.01.2020;;Aktiv;;1;;{own};\n"))
        };
        let first = import(&house, more(6, 7)).await;
        house.world.advance(chrono::TimeDelta::minutes(1));
        let before = at_all_days(&house, house.store.world().now()).await;
        for _ in 0..2 {
            house.world.advance(chrono::TimeDelta::minutes(1));
            let second = import(&house, more(9, 8)).await;
            assert_eq!(second.facts_written(), 2);
            house.world.advance(chrono::TimeDelta::minutes(1));
            let early = house.store.undo_import(&actor, first.import.unwrap()).await;
            assert!(matches!(early, Err(UndoError::RestedOn(_))), "the second rests on the first");
            house.store.undo_import(&actor, second.import.unwrap()).await.unwrap();
            house.world.advance(chrono::TimeDelta::minutes(1));
            assert_eq!(at_all_days(&house, house.store.world().now()).await, before);
        }
        let undone = house.store.undo_import(&actor, first.import.unwrap()).await.unwrap();
        assert_eq!((undone.startups, undone.restated), (1, 1));
        house.world.advance(chrono::TimeDelta::minutes(1));
        assert_eq!(of_before(at_all_days(&house, house.store.world().now()).await, &untouched), untouched);
        let ledger = house.store.ledger().await.unwrap();
        let korn = ledger.startups.iter().find(|startup| startup.profile.name == "Korn AS").unwrap();
        let counts = in_force(&korn.headcounts, Instant::MAX_UTC);
        let days: Vec<_> = counts.iter().map(|fact| fact.valid_on).collect();
        assert!(days.is_sorted_by(|a, b| a < b), "one observation a day stands: {days:?}");
    }

    async fn an_import_that_was_never_applied_is_not_undone(house: House) {
        let actor = Actor::demo_manager();
        let id = house.store.upload(&actor, sheet(HOUSE)).await.unwrap();
        assert!(matches!(house.store.undo_import(&actor, id).await, Err(UndoError::NotApplied)));
        let nobody = domain::ids::ImportId(house.store.new_id());
        assert!(matches!(house.store.undo_import(&actor, nobody).await, Err(UndoError::NotFound)));
        assert!(matches!(house.store.apply_import(&actor, nobody, &Default::default(), &|_| ()).await, Err(ImportError::NotFound)));
    }
}
