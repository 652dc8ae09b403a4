//! The public directory of an accelerator, read once, again, and a year later.

use super::*;

#[test]
fn a_directory_tells_what_was_seen_on_its_day() {
    let mut house = House::new();
    let plan = house.import(
        "accelerator-directory",
        "2023-02-27",
        &directory(&[ACTIVE, PUBLIC, BOUGHT, DEAD, SISTER, NOW_IN]),
    );
    assert_eq!(plan.startups_with(Action::New), 6);
    assert_eq!(warnings(&plan), [WarningKind::HeadcountOfTheDead]);
    let slugs: Vec<_> = house.ledger.programmes.iter().map(|programme| programme.slug.as_str()).collect();
    assert_eq!(slugs, ["accelerator", "imagine-k12"]);

    let alpha = house.course("Alpha");
    assert_eq!((alpha.admitted_on, alpha.closed_on), (Some(day("2022-01-01")), Some(day("2022-03-31"))));
    assert_eq!(alpha.outcome, Some(Outcome::Graduated));
    assert_eq!(house.course("Beta").closed_on, Some(day("2021-08-31")));
    assert_eq!(house.course("Epsilon").closed_on, Some(day("2012-12-31")));
    assert!(house.course("Zeta").is_open(), "its batch ends after the day of the directory");

    assert_eq!(house.events("Alpha"), [("2021-01-01".to_owned(), LifeEventKind::Founded, true)]);
    assert_eq!(house.events("Beta"), []);
    let seen = "2023-02-27".to_owned();
    assert_eq!(house.events("Gamma")[1], (seen.clone(), LifeEventKind::AcquiredContinuing, false));
    assert_eq!(house.events("Delta")[1], (seen.clone(), LifeEventKind::Abandoned, false));
    let verified = |name| house.startup(name).verifications.iter().map(|fact| fact.valid_on).collect::<Vec<_>>();
    assert_eq!(verified("Alpha"), [day("2023-02-27")]);
    assert_eq!(verified("Gamma"), [day("2023-02-27")]);
    assert_eq!(verified("Delta"), []);

    assert_eq!(house.headcounts("Alpha"), [(seen.clone(), 12)]);
    assert_eq!(house.headcounts("Gamma"), [(seen, 0)]);
    assert_eq!(house.headcounts("Delta"), [], "seven people do not work in a dead company");
    assert_eq!(house.headcounts("Zeta"), [], "missing is not zero");
    assert!(house.startup("Alpha").headcounts.iter().all(|fact| fact.source == Source::Founder && !fact.documented));
}

#[test]
fn the_same_directory_again_is_no_news_and_a_later_one_adds() {
    let mut house = House::new();
    let first = directory(&[ACTIVE, PUBLIC, BOUGHT, DEAD, SISTER, NOW_IN]);
    house.import("accelerator-directory", "2023-02-27", &first);
    let again = house.import("accelerator-directory", "2023-02-27", &first);
    assert!(
        again.changes_nothing(),
        "{:#?}",
        again.startups.iter().flat_map(|startup| &startup.facts).collect::<Vec<_>>()
    );
    assert_eq!(again.startups_with(Action::Unchanged), 6);

    let grown = ["1", "Alpha", "W22", "Active", "", "NO", "2021", "2", "20", "https://alpha.example"];
    let later = house.import("accelerator-directory", "2024-02-27", &directory(&[&grown, BOUGHT, DEAD, NOW_IN]));
    assert!(later.startups.iter().flat_map(|startup| &startup.facts).all(|fact| fact.supersedes.is_none()));
    assert_eq!(house.headcounts("Alpha"), [("2023-02-27".to_owned(), 12), ("2024-02-27".to_owned(), 20)]);
    assert_eq!(house.events("Delta").len(), 2, "still dead is no news");
    assert_eq!(house.events("Gamma").len(), 2);
    assert_eq!(house.startup("Gamma").verifications.len(), 2);
    assert_eq!(house.course("Zeta").closed_on, Some(day("2023-03-31")), "the batch is over by then");
}

#[test]
fn a_changed_cell_of_the_same_day_corrects_what_the_file_told() {
    let mut house = House::new();
    house.import("accelerator-directory", "2023-02-27", &directory(&[ACTIVE, DEAD]));
    let mended = ["1", "Alpha", "W22", "Active", "", "NO", "2020", "2", "11", "https://alpha.example"];
    let plan = house.import("accelerator-directory", "2023-02-27", &directory(&[&mended, DEAD]));
    let facts: Vec<_> = plan.startups[0]
        .facts
        .iter()
        .map(|fact| (fact.kind, fact.supersedes.is_some(), fact.reason.as_deref()))
        .collect();
    let why = Some("import sheet.csv");
    assert_eq!(facts, [(FactKind::Headcount, true, why), (FactKind::LifeEvent, true, why)]);
    assert_eq!(house.headcounts("Alpha"), [("2023-02-27".to_owned(), 11)]);
    assert_eq!(house.events("Alpha"), [("2020-01-01".to_owned(), LifeEventKind::Founded, true)]);
}

#[test]
fn a_correction_made_in_the_house_is_not_taken_back_by_the_same_file() {
    let mut house = House::new();
    let file = directory(&[ACTIVE]);
    house.import("accelerator-directory", "2023-02-27", &file);
    house.correct_headcount("Alpha", 9);
    let again = house.import("accelerator-directory", "2023-02-27", &file);
    assert!(again.changes_nothing());
    assert_eq!(warnings(&again), [WarningKind::NewerHere]);
    assert_eq!(house.headcounts("Alpha"), [("2023-02-27".to_owned(), 9)]);
    // The file itself changed: then it has news.
    let changed = ["1", "Alpha", "W22", "Active", "", "NO", "2021", "2", "10", "https://alpha.example"];
    house.import("accelerator-directory", "2023-02-27", &directory(&[&changed]));
    assert_eq!(house.headcounts("Alpha"), [("2023-02-27".to_owned(), 10)]);
}

#[test]
fn the_dead_that_are_seen_alive_are_taken_up_again() {
    let mut house = House::new();
    house.import("accelerator-directory", "2023-02-27", &directory(&[DEAD]));
    let back = ["4", "Delta", "S20", "Active", "", "US", "2021", "0", "7", ""];
    let plan = house.import("accelerator-directory", "2024-02-27", &directory(&[&back]));
    assert_eq!(warnings(&plan), [WarningKind::Reactivated]);
    assert_eq!(house.events("Delta").last().unwrap().1, LifeEventKind::Reactivated);
    let again = house.import("accelerator-directory", "2024-02-27", &directory(&[&back]));
    assert!(again.changes_nothing());
    // And dead once more, which is another death.
    let gone = house.import("accelerator-directory", "2024-06-01", &directory(&[DEAD]));
    assert_eq!(gone.facts(), 1);
    assert_eq!(house.events("Delta").last().unwrap().1, LifeEventKind::Abandoned);
}
