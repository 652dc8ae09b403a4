//! Definitions as things of their own: each has a worked example that the engine gives, and a version never changes.
//!
//! `definitions.golden` holds the digest of every version: rules, formula and parameters, and of every region set. A new version is
//! written into it by `GROBUNN_ACCEPT=1 cargo test -p domain --test figures definitions`, which only ever adds lines. A line
//! that is there stands for what was published by it: where nothing but a slip of the pen was mended in a rule, change that line by hand,
//! and say so where the change is explained.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use domain::facts::Outcome;
use domain::figures::bridge::{Move, Side, bridge};
use domain::figures::example::{TODAY, name_of};
use domain::figures::{
    Definition, FigureId, OutReason, Parameter, default_ids, definition, definition_version, family_ids, versions,
};
use domain::geography::region_sets;
use domain::publication::digest;
use domain::words::Locale;

use crate::house::{House, query, toy};

/// Every definition, one of each family member shown, in every version.
fn every_version() -> Vec<Box<dyn Definition>> {
    let gates = ["applied", "admitted", "exited", "graduated"];
    let gates = gates.iter().map(|gate| FigureId(format!("pipeline.reached({gate})")));
    let ids = default_ids().into_iter().chain(gates).chain([FigureId("pipeline.time_in_stage(idea)".to_owned())]);
    let all = ids.flat_map(|id| versions(&id).into_iter().map(move |version| (id.clone(), version)));
    all.map(|(id, version)| definition_version(&id, version).unwrap()).collect()
}

#[test]
fn the_engine_gives_every_worked_example() {
    let mut wrong = String::new();
    for definition in every_version() {
        let example = definition.example();
        assert_eq!(example.id, definition.id().0, "the example of a shown figure is its own");
        let figure = example.figure(definition.version()).unwrap();
        let near = |one: Option<f64>, other: f64| one.is_some_and(|one| (one - other).abs() < 1e-12);
        let expected = example.expected;
        if !(near(figure.value, expected.value)
            && near(figure.floor, expected.floor)
            && near(figure.ceiling, expected.ceiling)
            && near(Some(figure.numerator), expected.numerator)
            && figure.n == expected.n)
        {
            let found = (figure.value, figure.floor, figure.ceiling, figure.numerator, figure.n);
            writeln!(wrong, "{}: {found:?}, expected {expected:?}", definition.versioned()).unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn the_toy_portfolio_of_the_examples_is_that_of_the_design() {
    let house = toy();
    for id in ["jobs.peak", "jobs.net", "survival.exits", "survival.fixed(5)"] {
        let definition = definition(&FigureId(id.to_owned())).unwrap();
        let example = definition.example();
        assert!(example.more.is_empty());
        let (worked, known) = (example.figure(1).unwrap(), house.at(id, TODAY));
        assert_eq!((worked.value, worked.numerator, worked.n), (known.value, known.numerator, known.n), "{id}");
        let reasons = |figure: &domain::figures::Figure| -> Vec<OutReason> {
            figure.rows_out.iter().map(|row| row.reason).collect()
        };
        assert_eq!(reasons(&worked), reasons(&known), "{id}");
    }
}

#[test]
fn every_definition_says_what_it_is() {
    for definition in every_version() {
        let name = definition.versioned();
        assert!(!definition.parameters().is_empty(), "{name}");
        for locale in Locale::ALL {
            assert!(definition.apart(locale).ends_with('.'), "{name}");
            assert!(!definition.unit().levels(locale).is_empty(), "{name}");
            assert_eq!(definition.changed(locale).is_some(), definition.version() > 1, "{name}");
            for parameter in definition.parameters() {
                assert!(parameter.text(locale).ends_with('.'), "{name}: {parameter:?}");
            }
        }
    }
    let families: Vec<String> = family_ids().into_iter().map(|id| id.0).collect();
    assert_eq!(families.len(), domain::figures::REGISTRY.len(), "{families:?}");
    for id in &families {
        assert!(definition(&FigureId(id.clone())).is_some(), "{id}");
    }
}

/// What a version is: its rules in three languages, its formula and its parameters.
fn digest_of(definition: &dyn Definition) -> String {
    let mut text = String::new();
    for locale in Locale::ALL {
        writeln!(text, "{}", definition.rule(locale)).unwrap();
    }
    writeln!(text, "{}", definition.formula()).unwrap();
    let codes: Vec<String> = definition.parameters().into_iter().map(Parameter::code).collect();
    writeln!(text, "{}", codes.join(";")).unwrap();
    digest(text.as_bytes())[..24].to_owned()
}

#[test]
fn a_version_never_changes() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/figures/definitions.golden");
    let mut golden: BTreeMap<String, String> = std::fs::read_to_string(path)
        .unwrap_or_default()
        .lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(name, digest)| (name.to_owned(), digest.to_owned()))
        .collect();
    let mut now: BTreeMap<String, String> =
        every_version().iter().map(|known| (known.versioned(), digest_of(known.as_ref()))).collect();
    for set in region_sets() {
        let members: Vec<String> = set.members.iter().map(ToString::to_string).collect();
        now.insert(format!("region:{}", set.id), digest(members.join(",").as_bytes())[..24].to_owned());
    }
    let changed: Vec<&String> = now
        .iter()
        .filter(|(name, digest)| golden.get(*name).is_some_and(|known| known != *digest))
        .map(|(name, _)| name)
        .collect();
    assert!(
        changed.is_empty(),
        "these count otherwise, or read otherwise, than when they were published: give them a new version: {changed:?}"
    );
    let gone: Vec<&String> = golden.keys().filter(|name| !now.contains_key(*name)).collect();
    assert!(gone.is_empty(), "a version that was published has to stay: {gone:?}");
    let new: Vec<&String> = now.keys().filter(|name| !golden.contains_key(*name)).collect();
    if new.is_empty() {
        return;
    }
    if std::env::var_os("GROBUNN_ACCEPT").is_none() {
        panic!("new versions, to be accepted with GROBUNN_ACCEPT=1: {new:?}");
    }
    golden.extend(now);
    let text: String = golden.iter().map(|(name, digest)| format!("{name} {digest}\n")).collect();
    std::fs::write(path, text).unwrap();
}

/// The one rule that has changed so far: who is alive is followed to the last day seen, and no longer to the date.
#[test]
fn the_bridge_names_who_moves_and_why() {
    let id = FigureId("survival.km(admission)".to_owned());
    let (old, new) = (definition_version(&id, 1).unwrap(), definition_version(&id, 2).unwrap());
    let example = new.example();
    let ledger = example.ledger();
    let found = bridge(&ledger, old.as_ref(), new.as_ref(), &example.query());
    assert_eq!(
        (found.old.definition.as_str(), found.new.definition.as_str()),
        ("survival.km(admission)@1", "survival.km(admission)@2")
    );
    assert!(found.new.value < found.old.value, "{:?} {:?}", found.old.value, found.new.value);
    let moved: Vec<(String, Move)> =
        found.moved.iter().map(|moved| (name_of(&ledger, moved.startup), moved.why())).collect();
    let shorter = |name: &str| (name.to_owned(), Move::FollowedShorter);
    assert_eq!(moved, [shorter("A"), shorter("C"), shorter("D"), shorter("E")], "the dead stay where they were");
    assert_eq!(found.counts(), [(Move::FollowedShorter, 4)]);

    let mut house = House::new(1);
    house.startup("silent").admitted("2022-01-01").exited("2023-06-01", Outcome::Graduated).build();
    let id = FigureId("survival.km(exit)".to_owned());
    let (old, new) = (definition_version(&id, 1).unwrap(), definition_version(&id, 2).unwrap());
    let found = bridge(&house.ledger, old.as_ref(), new.as_ref(), &query(TODAY));
    assert_eq!(found.moved.len(), 1);
    assert_eq!((found.moved[0].why(), found.moved[0].after), (Move::FellOut, Side::Out(OutReason::NotObserved)));
    let same = bridge(&house.ledger, new.as_ref(), new.as_ref(), &query(TODAY));
    assert!(same.moved.is_empty() && same.old == same.new);
}
