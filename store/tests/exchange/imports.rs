//! Importing: all or nothing, again without effect, later with more.

use domain::access::Actor;
use domain::exchange::{Answers, Profile, RowAnswer, SameName, WarningKind};
use domain::facts::in_force;
use domain::time::Instant;
use store::ProfileChange;
use store::exchange::{ImportError, ImportStatus, Profiled, Progress, Upload};

use crate::common::{self, House, day};
use crate::{DIRECTORY, HOUSE, directory, figures, file, import, sheet, size, try_import};

const THREE: &str = "1,Alpha,W22,Active,Oslo,NO,2021,2,12,https://alpha.example\n\
                     2,\"Beta, Inc\",S21,Public,,,,1,300,\n\
                     3,Gamma,S20,Inactive,,US,2021,0,7,\n";

common::on_both! {
    async fn one_bad_cell_and_nothing_is_written(house: House) {
        import(&house, directory("2023-02-27", THREE)).await;
        let before = size(&house).await;
        let bad = "4,Delta,Q22,Active,,,,1,2,\n5,Epsilon,W22,Asleep,,,19,1,many,\n";
        let error = try_import(&house, directory("2023-02-27", &format!("{THREE}{bad}"))).await.unwrap_err();
        let ImportError::Cells(cells) = &error else { panic!("{error}") };
        let lines: Vec<String> = cells.iter().map(ToString::to_string).collect();
        assert_eq!(
            lines,
            [
                "directory, row 5, batch: \"Q22\", expected a batch code such as W22, with one of the letters IK, S, W",
                "directory, row 6, status: \"Asleep\", expected one of: Acquired, Active, Inactive, Public",
                "directory, row 6, team_size: \"many\", expected a whole number, or a span such as 1-4",
                "directory, row 6, year_founded: \"19\", expected a date such as 31.05.2019 or 2019-05-31",
            ]
        );
        assert_eq!(size(&house).await, before);
        assert_eq!(house.store.imports().await.unwrap().len(), 1, "not even the file is kept");
        for locale in domain::words::Locale::ALL {
            assert_eq!(error.text(locale).lines().count(), 5);
        }
    }

    async fn what_stops_a_file_before_its_cells(house: House) {
        let unknown = Upload { profile: Profiled::Shipped("excel".into()), ..directory("2023-02-27", THREE) };
        assert!(matches!(try_import(&house, unknown).await, Err(ImportError::Profile(_))));
        let own = Upload { profile: Profiled::Own("name = 1".into()), ..directory("2023-02-27", THREE) };
        assert!(matches!(try_import(&house, own).await, Err(ImportError::Profile(_))));
        assert!(matches!(try_import(&house, directory("2024-07-01", THREE)).await, Err(ImportError::AsOfInFuture(on)) if on == day(2024, 7, 1)));
        assert!(matches!(try_import(&house, file("x", "sheet", "2024-01-01", "")).await, Err(ImportError::File(_))));
        let no_header = try_import(&house, file("x.csv", "accelerator-directory", "2024-01-01", "a,b\n1,2\n")).await.unwrap_err();
        let ImportError::Cells(cells) = no_header else { panic!("{no_header}") };
        assert_eq!(cells.len(), 4, "every missing column is named: {cells:?}");
        assert!(house.store.is_empty().await.unwrap());
    }

    async fn the_same_file_again_writes_nothing(house: House) {
        for upload in [directory("2023-02-27", THREE), sheet(HOUSE)] {
            let first = import(&house, upload.clone()).await;
            assert!(first.import.is_some());
            let before = size(&house).await;
            let again = import(&house, upload).await;
            assert_eq!((again.import, again.facts_written()), (None, 0));
            assert_eq!(again.startups_unchanged, first.startups_new);
            assert_eq!(size(&house).await, before);
        }
    }

    async fn a_later_directory_adds_observations(house: House) {
        import(&house, directory("2023-02-27", THREE)).await;
        let grown = THREE.replace(",12,", ",20,");
        let report = import(&house, directory("2024-02-27", &grown)).await;
        assert_eq!(report.facts.values().map(|brings| brings.corrected).sum::<usize>(), 0);
        let ledger = house.store.ledger().await.unwrap();
        let alpha = ledger.startups.iter().find(|startup| startup.profile.name == "Alpha").unwrap();
        let counts = in_force(&alpha.headcounts, Instant::MAX_UTC);
        let counts: Vec<_> = counts.iter().map(|fact| (fact.valid_on, fact.body.as_ref().unwrap().employees.low)).collect();
        assert_eq!(counts, [(day(2023, 2, 27), 12), (day(2024, 2, 27), 20)]);
        // A number mended in the file of the same day takes the place of the former.
        let mended = import(&house, directory("2024-02-27", &grown.replace(",20,", ",21,"))).await;
        assert_eq!((mended.facts_written(), mended.facts.values().map(|brings| brings.corrected).sum::<usize>()), (1, 1));
    }

    async fn the_figures_of_a_sheet_are_those_a_hand_would_count(house: House) {
        import(&house, sheet(HOUSE)).await;
        let all = figures(&house, day(2020, 12, 31), house.store.world().now()).await;
        let value = |id: &str| all[0].1.iter().find(|figure| figure.id == id).unwrap().numbers[0];
        assert_eq!(value("jobs.stock"), Some(11.0), "Korn 5 and Felles 6; Sukk went bankrupt in October");
        assert_eq!(value("jobs.net"), Some(5.0), "Korn 5 - 2, Felles 6 - 3, Sukk 0 - 1");
        assert_eq!(value("jobs.gross_increase"), Some(9.0), "Korn 1 and 2, Sukk 3, Felles 3");
        assert_eq!(value("survival.exits"), Some(2.0 / 3.0), "Korn and Felles live, Sukk does not");
    }

    async fn a_kept_file_is_previewed_applied_once_and_listed(house: House) {
        let actor = Actor::demo_manager();
        let id = house.store.upload(&actor, directory("2023-02-27", THREE)).await.unwrap();
        let status = async || house.store.import_record(id).await.unwrap().unwrap().status;
        assert_eq!(status().await, ImportStatus::Uploaded);
        let preview = house.store.preview_import(id, &Answers::default()).await.unwrap();
        assert_eq!((preview.report.startups_new, preview.plan.is_ready()), (3, true));
        assert_eq!(status().await, ImportStatus::Previewed);
        assert!(house.store.ledger().await.unwrap().startups.is_empty(), "a preview writes nothing");

        let seen = std::sync::Mutex::new(Vec::new());
        let progress = |step: Progress| seen.lock().unwrap().push(step);
        let report = house.store.apply_import(&actor, id, &Answers::default(), &progress).await.unwrap();
        assert_eq!(report.import, Some(id));
        let facts = report.facts_written();
        assert_eq!(*seen.lock().unwrap(), [Progress::Read { rows: 3 }, Progress::Planned { facts }, Progress::Written { facts }]);
        assert_eq!(house.store.import_record(id).await.unwrap().unwrap().report, Some(report));
        let again = house.store.apply_import(&actor, id, &Answers::default(), &|_| ()).await;
        assert!(matches!(again, Err(ImportError::AlreadyApplied)));
        let gone = house.store.preview_import(domain::ids::ImportId(house.store.new_id()), &Answers::default()).await;
        assert!(matches!(gone, Err(ImportError::NotFound)));
        let audit = house.store.audit_of(None, None, 10).await.unwrap();
        assert_eq!(audit.iter().filter(|entry| entry.action == "import").count(), 1, "one entry for the whole import");
    }

    async fn files_nobody_applied_are_thrown_out_after_a_month(house: House) {
        let actor = Actor::demo_manager();
        house.store.upload(&actor, directory("2023-02-27", THREE)).await.unwrap();
        let kept = import(&house, directory("2023-02-27", THREE)).await.import.unwrap();
        house.world.advance(chrono::TimeDelta::days(31));
        let new = house.store.upload(&actor, directory("2023-02-27", THREE)).await.unwrap();
        let left: Vec<_> = house.store.imports().await.unwrap().iter().map(|record| record.id).collect();
        assert_eq!(left, [new, kept]);
    }

    async fn a_name_alone_is_asked_about(house: House) {
        import(&house, directory("2023-02-27", THREE)).await;
        let row = "alpha;923609016;;;;;01.05.2023;;;;;;;\n";
        let before = size(&house).await;
        let error = try_import(&house, sheet(row)).await.unwrap_err();
        let ImportError::Questions(questions) = &error else { panic!("{error}") };
        assert_eq!(questions[0].candidates.len(), 1);
        assert!(error.text(domain::words::Locale::En).contains("ark, row 2: alpha"));
        assert_eq!(size(&house).await, before);
        let answers = Answers {
            all: Some(SameName::New),
            rows: [(("ark".to_owned(), 2), RowAnswer::Merge(questions[0].candidates[0].id))].into(),
        };
        let report = house.store.import(&Actor::command_line(), sheet(row), &answers, &|_| ()).await.unwrap();
        assert_eq!((report.startups_new, report.startups_updated), (0, 1));
    }

    async fn an_answer_is_kept_and_nobody_is_asked_twice(house: House) {
        import(&house, directory("2023-02-27", THREE)).await;
        let merge = Answers { all: Some(SameName::Merge), ..Answers::default() };
        let actor = Actor::command_line();
        // With a date of admission there is news; with the name alone only the answer is.
        for row in ["gamma;;;;;;01.05.2023;;;;;;;\n", "alpha;;;;;;;;;;;;;\n"] {
            assert!(matches!(try_import(&house, sheet(row)).await, Err(ImportError::Questions(_))));
            let report = house.store.import(&actor, sheet(row), &merge, &|_| ()).await.unwrap();
            assert!(report.import.is_some());
            house.world.advance(chrono::TimeDelta::minutes(1));
            let before = size(&house).await;
            let again = import(&house, sheet(row)).await;
            assert_eq!((again.import, again.startups_unchanged), (None, 1));
            assert_eq!(size(&house).await, before);
            // Taken back, the answer is gone with it.
            house.store.undo_import(&actor, report.import.unwrap()).await.unwrap();
            house.world.advance(chrono::TimeDelta::minutes(1));
            assert!(matches!(try_import(&house, sheet(row)).await, Err(ImportError::Questions(_))));
        }
    }

    async fn an_answer_that_breaks_a_rule_is_told_with_the_question_and_writes_nothing(house: House) {
        let own = |text: &str| Upload {
            profile: Profiled::Own(Profile::shipped_text("sheet").unwrap().replace("name = \"sheet\"", "name = \"annet\"")),
            ..sheet(text)
        };
        let row = |cohort: &str, from: &str| format!("Korn AS;;;;{cohort};;{from};;;;;;;\n");
        import(&house, sheet(&row("2022", "01.01.2022"))).await;
        let before = size(&house).await;
        let actor = Actor::demo_manager();
        let id = house.store.upload(&actor, own(&row("2023", "01.01.2023"))).await.unwrap();
        let asked = house.store.preview_import(id, &Answers::default()).await.unwrap().plan;
        let candidate = &asked.questions[0].candidates[0];
        assert!(asked.errors.is_empty() && asked.questions[0].refused.is_empty());
        assert!(candidate.refused[0].text(domain::words::Locale::En).contains("already has an open enrolment"));
        let text = ImportError::Questions(asked.questions.clone()).text(domain::words::Locale::En);
        assert!(text.contains("1 row shares only its name") && text.contains("If it is the same one: "), "{text}");
        let answers = Answers { all: None, rows: [(("ark".to_owned(), 2), RowAnswer::Merge(candidate.id))].into() };
        assert_eq!(house.store.preview_import(id, &answers).await.unwrap().plan.errors, candidate.refused);
        let refused = house.store.apply_import(&actor, id, &answers, &|_| ()).await.unwrap_err();
        assert!(matches!(&refused, ImportError::Cells(cells) if *cells == candidate.refused), "{refused}");
        assert_eq!(size(&house).await, before);
        let other = Answers { all: None, rows: [(("ark".to_owned(), 2), RowAnswer::New)].into() };
        assert_eq!(house.store.apply_import(&actor, id, &other, &|_| ()).await.unwrap().startups_new, 1);
    }

    async fn an_older_file_takes_no_newer_name_back(house: House) {
        let told = |as_of: &str, name: &str, sector: &str| {
            file("ark.csv", "sheet", as_of, format!("Navn;Org.nr;Bransje\n{name};923609016;{sector}\n"))
        };
        let is = async || {
            let ledger = house.store.ledger().await.unwrap();
            let profile = &ledger.startups[0].profile;
            (profile.name.clone(), profile.sector.clone().unwrap_or_default())
        };
        let said = |name: &str, sector: &str| (name.to_owned(), sector.to_owned());
        import(&house, told("2022-01-01", "Korn AS", "Mat")).await;
        let renamed = import(&house, told("2024-01-01", "Mel AS", "")).await.import.unwrap();
        assert_eq!(is().await, said("Mel AS", "Mat"));
        // Of the sector nobody spoke in 2024, so a file of 2023 is the newest.
        let between = import(&house, told("2023-01-01", "Korn AS", "Landbruk")).await;
        assert_eq!(is().await, said("Mel AS", "Landbruk"));
        assert!(between.remarks.iter().any(|(kind, _)| *kind == WarningKind::NewerProfile), "{:?}", between.remarks);
        assert_eq!(import(&house, told("2023-01-01", "MEL as", "LANDBRUK")).await.facts_written(), 0);
        assert_eq!(is().await, said("Mel AS", "Landbruk"));
        // Once the newer file is taken back, the older one is the newest there is.
        house.store.undo_import(&Actor::command_line(), renamed).await.unwrap();
        house.world.advance(chrono::TimeDelta::minutes(1));
        import(&house, told("2023-01-01", "Gryn AS", "")).await;
        assert_eq!(is().await, said("Gryn AS", "Landbruk"));
        // What somebody changed by hand is of the day on which it was changed.
        let startup = house.store.ledger().await.unwrap().startups[0].profile.clone();
        let by_hand = ProfileChange { name: "Brød AS".to_owned(), external_id: None, sector: startup.sector, website: None };
        house.store.update_profile(&Actor::demo_manager(), startup.id, &by_hand).await.unwrap();
        house.world.advance(chrono::TimeDelta::minutes(1));
        import(&house, told("2024-06-01", "Gryn AS", "Hav")).await;
        assert_eq!(is().await, said("Brød AS", "Hav"));
    }

    async fn a_number_cut_in_two_by_its_comma_is_no_two_numbers(house: House) {
        let text = "Navn,Opptak,Ansatte 2019,Årsverk 2019\nKorn AS,01.03.2018,3,2,5\n";
        let error = try_import(&house, file("ark.csv", "sheet", "2024-06-30", text)).await.unwrap_err();
        assert_eq!(
            error.text(domain::words::Locale::En),
            "Nothing was imported. 1 cell must be mended:\nark, row 2, E: \"5\", expected no value here: the header has no column for it"
        );
        assert!(house.store.is_empty().await.unwrap());
    }

    async fn two_imports_at_once_do_not_duplicate(house: House) {
        let (one, two) = (directory("2023-02-27", THREE), directory("2023-02-27", THREE));
        let (first, second) = tokio::join!(try_import(&house, one), try_import(&house, two));
        let new = first.unwrap().startups_new + second.unwrap().startups_new;
        assert_eq!(new, 3);
        assert_eq!(house.store.ledger().await.unwrap().startups.len(), 3);
    }

    async fn a_profile_of_ones_own_is_kept_with_its_file(house: House) {
        let own = "name = \"egen\"\nsource = \"document\"\n[defaults]\nprogramme = \"hus\"\n[[sheets]]\nrows = \"startup\"\n\
                   [[sheets.columns]]\nheaders = [\"Kunde\"]\nfield = \"name\"\nrequired = true\n\
                   [[sheets.columns]]\nheaders = [\"Hoder {year}\"]\nfield = \"employees\"\ndated = \"year-mid\"\n";
        let upload = Upload {
            bytes: b"Kunde,Hoder 2021,Hoder 2022\nKorn AS,4,6\n".to_vec(),
            file_name: "kunder.csv".to_owned(),
            profile: Profiled::Own(own.to_owned()),
            as_of: None,
        };
        let id = house.store.upload(&Actor::demo_manager(), upload).await.unwrap();
        let report = house.store.apply_import(&Actor::demo_manager(), id, &Answers::default(), &|_| ()).await.unwrap();
        assert_eq!((report.profile.as_str(), report.as_of), ("egen", day(2024, 6, 30)));
        let ledger = house.store.ledger().await.unwrap();
        let facts = &ledger.startups[0].headcounts;
        assert_eq!(facts.iter().map(|fact| fact.valid_on).collect::<Vec<_>>(), [day(2021, 7, 1), day(2022, 7, 1)]);
        assert!(facts.iter().all(|fact| fact.documented), "the profile says the file is a document");
    }

    async fn four_thousand_rows_are_in_within_seconds(house: House) {
        let rows: String = (1..=4_128).map(|number| {
            format!("{number},Company {number},W{:02},Active,,US,20{:02},2,{},\n", 10 + number % 13, 5 + number % 5, number % 300)
        }).collect();
        let begun = std::time::Instant::now();
        let report = import(&house, file("directory.csv", "accelerator-directory", "2023-02-27", format!("{DIRECTORY}{rows}"))).await;
        assert_eq!(report.startups_new, 4_128);
        assert!(begun.elapsed().as_secs() < 60, "an unoptimised build takes some seconds, not {:?}", begun.elapsed());
    }
}
