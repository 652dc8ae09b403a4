//! What is frozen verifies, says what the screen says, and holds no more than it must.

use std::collections::BTreeSet;

use domain::figures::{FigureId, compute};
use domain::publication::{
    ENGINE, FORMAT, KeyId, Publication, Recomputed, Secret, canonical, digest, freeze, freeze_by, recompute, verify,
};
use domain::words::Locale;
use proptest::prelude::*;

use crate::house::{self, query as on};
use crate::portfolio::{house, query};
use crate::{asked, id, ids, key, publish, toy};

#[test]
fn the_press_figure_of_the_toy_portfolio() {
    let (house, publication) = toy("survival.exits");
    let verified = verify(&publication.bytes).unwrap();
    assert_eq!(verified.body, publication.file.body);
    assert_eq!(verified.figure.value, Some(2.0 / 3.0));
    assert!(verified.same_words && verified.signed_by(&[key().id()]));
    let body = &verified.body;
    assert_eq!((body.format.as_str(), body.engine, body.definition.version), (FORMAT, ENGINE, 1));
    assert_eq!(body.outputs["numerator"], 2.0);
    assert_eq!(body.outputs["rows_out"][0]["reason"], "not_exited");
    let living = house.at("survival.exits", "2023-12-31");
    let definition = domain::figures::definition(&living.id).unwrap();
    assert_eq!(body.words["nb"].sentence, definition.sentence(Locale::Nb, &living));
    // A curve of survivors needs no headcount: where one was the latest sign of life, only its day is told.
    for input in &body.inputs {
        assert!(input.facts.keys().all(|kind| ["verification", "life_event"].contains(&kind.as_str())), "{input:?}");
    }
}

/// When this fails, the engine gives other digits or the file another form: raise `ENGINE` or `FORMAT`, then write the new digests here.
#[test]
fn the_engine_still_gives_the_digits_it_gave() {
    // Words may be mended without the engine having changed.
    let numbers = |id: &FigureId| {
        let body = toy(&id.0).1.file.body;
        digest(&canonical(&(body.inputs, body.outputs)).unwrap())
    };
    let digests: Vec<String> = ids().iter().map(|id| format!("{} {}", id.0, &numbers(id)[..16])).collect();
    insta::assert_snapshot!(digests.join("\n"));
    assert_eq!(ENGINE, 1);
}

#[test]
fn a_file_names_nobody() {
    let mut house = house::House::new(1);
    let startup = house.startup("Hemmelig Navn AS").sector("Helse").admitted("2020-01-01").works("2020-01-01", "0231");
    let startup = startup.heads("2020-01-01", 2).heads("2021-01-01", 3).heads("2021-06-01", 4);
    startup.supported("2021-01-01", "Fylkets Akselerator").supported("2021-02-01", "fylkets  akselerator").build();
    let mut asked_for = on("2021-12-31");
    asked_for.scope.fractional = true;
    let publication = publish(&house.ledger, &FigureId("jobs.net".to_owned()), &asked_for, 3);
    let text = String::from_utf8(publication.bytes.clone()).unwrap();
    let startup = &house.ledger.startups[0];
    let programme = &house.ledger.programmes[0];
    for hidden in [
        startup.profile.name.clone(),
        "kselerator".to_owned(),
        startup.profile.id.to_string(),
        startup.enrolments[0].id.to_string(),
        startup.headcounts[0].id.to_string(),
        programme.id.to_string(),
        programme.name.clone(),
        "Helse".to_owned(),
        "0231".to_owned(),
        "2021-01-01\",\"says\"".to_owned(),
    ] {
        assert!(!text.contains(&hidden), "{hidden} in {text}");
    }
    assert_eq!(publication.file.body.inputs[0].facts["other_support"].len(), 1, "one supporter, spelt twice");
    assert_eq!(publication.file.body.inputs[0].facts["headcount"].len(), 2, "before and after");
}

#[test]
fn another_key_verifies_and_is_told_apart() {
    let (house, publication) = toy("jobs.net");
    let other = domain::publication::InstanceKey::from_seed(&[9; 32]);
    let again = freeze(
        &house.ledger,
        &asked(&FigureId("jobs.net".to_owned()), &on("2023-12-31")),
        &Secret::from([1; 32]),
        &other,
    );
    let verified = verify(&again.unwrap().bytes).unwrap();
    assert!(verified.signed_by(&[other.id()]) && !verified.signed_by(&[key().id(), KeyId(String::new())]));
    assert_ne!(verified.digest, publication.file.digest, "the body names its key");
}

/// A rule may change; what was published by the former one still verifies and recomputes, to the byte.
#[test]
fn what_a_former_version_published_still_verifies() {
    let curve = FigureId("survival.km(admission)".to_owned());
    let example = domain::figures::definition(&curve).unwrap().example();
    let (ledger, query, secret) = (example.ledger(), example.query(), Secret::from([1; 32]));
    let files: Vec<Publication> = [1, 2]
        .map(|version| {
            let definition = domain::figures::definition_version(&curve, version).unwrap();
            freeze_by(definition.as_ref(), &ledger, &asked(&curve, &query), &secret, &key()).unwrap()
        })
        .into();
    for (file, version) in files.iter().zip([1, 2]) {
        let verified = verify(&file.bytes).unwrap();
        assert_eq!((verified.body.definition.version, verified.same_words), (version, true));
        assert_eq!(verified.figure.definition, format!("survival.km(admission)@{version}"));
        assert_eq!(verified.figure.value, example.figure(version).unwrap().value);
        assert_eq!(recompute(&verified, &ledger, &secret), Ok(Recomputed::Same));
    }
    assert_ne!(files[0].file.body.outputs["value"], files[1].file.body.outputs["value"]);
}

#[test]
fn an_unknown_figure_is_refused() {
    let house = house::toy();
    let error = freeze(
        &house.ledger,
        &asked(&FigureId("jobs.most".to_owned()), &on("2023-12-31")),
        &Secret::from([1; 32]),
        &key(),
    );
    assert_eq!(error.unwrap_err().to_string(), "jobs.most is no figure");
}

/// How the startups of two publications could be told to be the same: by a pseudonym in both.
fn shared(one: &Publication, other: &Publication) -> usize {
    let keys = |publication: &Publication| -> BTreeSet<String> {
        publication.file.body.inputs.iter().map(|input| input.key.to_string()).collect()
    };
    keys(one).intersection(&keys(other)).count()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn what_is_frozen_verifies_and_says_what_the_screen_says(id in id(), ledger in house(6), query in query()) {
        let publication = publish(&ledger, &id, &query, 1);
        let verified = match verify(&publication.bytes) {
            Ok(verified) => verified,
            Err(fault) => return Err(TestCaseError::fail(format!("{}: {fault}", id.0))),
        };
        prop_assert!(verified.same_words);
        let living = compute(&ledger, &id, &query).unwrap();
        let near = |one: Option<f64>, other: Option<f64>| match (one, other) {
            // Rows stand in another order, so a sum may round otherwise in its last digit.
            (Some(one), Some(other)) => (one - other).abs() < 1e-9,
            (one, other) => one == other,
        };
        let frozen = &verified.figure;
        prop_assert!(near(frozen.value, living.value), "{}: {:?} {:?}", id.0, frozen.value, living.value);
        prop_assert!(near(frozen.floor, living.floor) && near(frozen.ceiling, living.ceiling), "{}", id.0);
        prop_assert_eq!((frozen.n, frozen.rows_out.len()), (living.n, living.rows_out.len()));
        prop_assert_eq!(&frozen.curve, &living.curve);
    }

    #[test]
    fn pseudonyms_of_two_publications_have_nothing_in_common(ledger in house(8), query in query()) {
        let id = FigureId("jobs.stock".to_owned());
        let (one, other) = (publish(&ledger, &id, &query, 1), publish(&ledger, &id, &query, 2));
        prop_assert_eq!(shared(&one, &other), 0);
        prop_assert_eq!(shared(&one, &publish(&ledger, &id, &query, 1)), one.file.body.inputs.len());
        // Nor does the order of the startups tell who is who: it is that of the pseudonyms.
        prop_assert!(one.file.body.inputs.is_sorted_by_key(|input| input.key));
    }

    #[test]
    fn no_fact_in_a_file_is_idle(id in id(), ledger in house(4), query in query()) {
        let body = serde_json::to_value(&publish(&ledger, &id, &query, 1).file.body).unwrap();
        for (index, input) in body["inputs"].as_array().unwrap().iter().enumerate() {
            let Some(facts) = input["facts"].as_object() else { continue };
            for (kind, list) in facts {
                // Of every kind the last fact: without it the row is another, and the file no longer verifies.
                let mut without = body.clone();
                let list_without: Vec<_> = list.as_array().unwrap().split_last().unwrap().1.to_vec();
                without["inputs"][index]["facts"][kind] = list_without.into();
                prop_assert!(verify(&crate::signed_again(&without)).is_err(), "{}: {kind} of {input}", id.0);
            }
        }
    }
}
