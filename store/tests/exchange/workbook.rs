//! The product's own workbook: out of one house and into an empty one, and every figure is the same.

use domain::access::Actor;
use domain::exchange::Answers;
use domain::facts::{Headcount, Source};
use domain::words::Locale;
use store::exchange::{
    ExportError, export_csv, export_sheets, export_xlsx, export_xlsx_at, read_tables, template_xlsx, template_xlsx_in,
};

use crate::common::{self, House, day};
use crate::{HOUSE, figures, file, import, sheet, size, try_import};

common::on_both! {
    async fn an_export_into_an_empty_house_gives_the_same_figures(house: House) {
        let demo = domain::demo::house(day(2024, 6, 29));
        house.store.load_demo(&demo).await.unwrap();
        house.world.advance(chrono::TimeDelta::minutes(1));
        let bytes = export_xlsx(&house.store, &Actor::command_line()).await.unwrap();
        let other = house.another().await;
        let report = import(&other, file("grobunn.xlsx", "grobunn", "2024-06-30", bytes.clone())).await;
        assert_eq!(report.startups_new, demo.startups.len());
        let now = house.store.world().now();
        let instants = ["2018-05-01T00:00:00Z", "2021-11-15T12:00:00Z", "2024-02-01T00:00:00Z"];
        for known_at in instants.iter().map(|at| at.parse().unwrap()).chain([now]) {
            for on in [day(2017, 12, 31), day(2020, 6, 30), day(2023, 12, 31), day(2024, 6, 30)] {
                assert_eq!(figures(&other, on, known_at).await, figures(&house, on, known_at).await, "as at {on}, as known at {known_at}");
            }
        }
        // Read again, it is no news; and what comes out of the second house is what went in.
        let before = size(&other).await;
        let again = import(&other, file("grobunn.xlsx", "grobunn", "2024-06-30", bytes.clone())).await;
        assert_eq!(again.facts_written(), 0);
        assert_eq!(size(&other).await, before);
        let (first, second) = (read_tables(&bytes, "").unwrap(), read_tables(&export_xlsx(&other.store, &Actor::command_line()).await.unwrap(), "").unwrap());
        for (first, second) in first.iter().zip(&second) {
            if first.sheet != "programmes" && first.sheet != "cohorts" {
                assert_eq!(sorted(first), sorted(second), "{}", first.sheet);
            }
        }
    }

    async fn an_undone_import_is_told_too(house: House) {
        import(&house, sheet(HOUSE)).await;
        let known = house.store.world().now();
        house.world.advance(chrono::TimeDelta::minutes(1));
        let row = "Ekstra AS;433695968;IT;Oslo;2020;;01.01.2020;;Aktiv;;1;;7;\n";
        let report = import(&house, sheet(&format!("{}{row}", HOUSE.replace(";2;3;5;", ";2;3;6;")))).await;
        let between = house.store.world().now();
        house.world.advance(chrono::TimeDelta::minutes(1));
        house.store.undo_import(&Actor::command_line(), report.import.unwrap()).await.unwrap();
        house.world.advance(chrono::TimeDelta::minutes(1));
        let other = house.another().await;
        import(&other, file("x.xlsx", "grobunn", "2024-06-30", export_xlsx(&house.store, &Actor::command_line()).await.unwrap())).await;
        for known_at in [known, between, house.store.world().now()] {
            let on = day(2020, 12, 31);
            assert_eq!(figures(&other, on, known_at).await, figures(&house, on, known_at).await, "{known_at}");
        }
        // As of an earlier instant only what was known then comes out.
        let early = house.another().await;
        import(&early, file("x.xlsx", "grobunn", "2024-06-30", export_xlsx_at(&house.store, &Actor::command_line(), known).await.unwrap())).await;
        assert_eq!(early.store.ledger().await.unwrap().startups.len(), 4);
    }

    async fn facts_brought_to_a_house_that_has_some_are_learned_today(house: House) {
        import(&house, sheet(HOUSE)).await;
        let bytes = export_xlsx(&house.store, &Actor::command_line()).await.unwrap();
        let other = house.another().await;
        house.world.advance(chrono::TimeDelta::minutes(10));
        import(&other, sheet("Annen AS;433695968;IT;Oslo;2020;;01.01.2020;;Aktiv;;1;;7;\n")).await;
        house.world.advance(chrono::TimeDelta::minutes(10));
        let begun = house.store.world().now();
        let report = import(&other, file("x.xlsx", "grobunn", "2024-06-30", bytes.clone())).await;
        assert_eq!(report.startups_new, 4);
        let ledger = other.store.ledger().await.unwrap();
        let korn = ledger.startups.iter().find(|startup| startup.profile.name == "Korn AS").unwrap();
        assert!(korn.headcounts.iter().all(|fact| fact.recorded_at >= begun));
        assert_eq!(import(&other, file("x.xlsx", "grobunn", "2024-06-30", bytes)).await.facts_written(), 0);
    }

    async fn no_text_becomes_a_formula_and_all_come_back(house: House) {
        let actor = Actor::command_line();
        let names = ["=1+1", "+47 AS", "-minus", "@at", "'sitat", "'=apostrof", "Vanlig; \"med\" tegn"];
        let rows: String = names.iter().map(|name| format!("\"{}\";;;;;;;;;;;;;\n", name.replace('"', "\"\""))).collect();
        import(&house, sheet(&rows)).await;
        let first = house.store.ledger().await.unwrap().startups[0].profile.id;
        house.store.record_headcount(&actor, first, day(2024, 1, 1), Headcount::of(3), Source::Document, Some("=cmd|' /C calc'!A0".into())).await.unwrap();
        let csv = export_csv(&house.store, &Actor::command_line(), "startups").await.unwrap();
        let text = String::from_utf8(csv.clone()).unwrap();
        for cell in text.lines().skip(1).flat_map(|line| line.split(';')) {
            assert!(!cell.trim_matches('"').starts_with(['=', '+', '-', '@', '\t']), "{cell}");
        }
        for (upload, sheets) in [(csv, 1), (export_xlsx(&house.store, &Actor::command_line()).await.unwrap(), export_sheets().unwrap().len())] {
            let tables = read_tables(&upload, "startups.csv").unwrap();
            assert_eq!(tables.len(), sheets);
            for cell in tables.iter().flat_map(|table| &table.rows).flat_map(|row| &row.cells) {
                if let domain::exchange::Cell::Text(text) = cell {
                    assert!(!text.starts_with(domain::exchange::formula::BEGINNINGS), "{text}");
                }
            }
            let other = house.another().await;
            import(&other, file("startups.csv", "grobunn", "2024-06-30", upload)).await;
            let ledger = other.store.ledger().await.unwrap();
            let mut found: Vec<&str> = ledger.startups.iter().map(|startup| startup.profile.name.as_str()).collect();
            let mut expected = names.to_vec();
            found.sort_unstable();
            expected.sort_unstable();
            assert_eq!(found, expected);
        }
        assert!(matches!(export_csv(&house.store, &Actor::command_line(), "people").await, Err(ExportError::UnknownSheet(_))));
    }

    async fn every_sheet_comes_out_as_csv_and_goes_in_again(house: House) {
        import(&house, sheet(HOUSE)).await;
        for name in export_sheets().unwrap() {
            let bytes = export_csv(&house.store, &Actor::command_line(), &name).await.unwrap();
            let upload = file(&format!("{name}.csv"), "grobunn", "2024-06-30", bytes);
            let preview = house.store.preview_file(upload, &Answers::default()).await.unwrap();
            assert!(preview.plan.is_ready(), "{name}: {:?}", preview.plan.errors);
            assert!(preview.plan.changes_nothing(), "{name}: {:?}", preview.plan.counts);
        }
    }

    async fn the_template_is_an_import_of_nothing(house: House) {
        for bytes in Locale::ALL.map(|locale| template_xlsx_in(locale).unwrap()).into_iter().chain([template_xlsx().unwrap()]) {
            assert_eq!(read_tables(&bytes, "").unwrap().len(), export_sheets().unwrap().len() + 1, "and one that explains");
            let report = try_import(&house, file("mal.xlsx", "grobunn", "2024-06-30", bytes)).await.unwrap();
            assert_eq!((report.rows, report.import, report.warnings), (0, None, 0));
        }
        assert!(house.store.is_empty().await.unwrap());
    }
}

fn sorted(table: &domain::exchange::Table) -> Vec<String> {
    let mut rows: Vec<String> = table
        .rows
        .iter()
        .map(|row| row.cells.iter().map(domain::exchange::Cell::shown).collect::<Vec<_>>().join("|"))
        .collect();
    rows.sort();
    rows
}
