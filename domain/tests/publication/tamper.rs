//! Whatever is changed in a file is found, and said.

use domain::publication::{Breach, Fault, verify};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use crate::portfolio::{house, query};
use crate::{LOCALES, id, ids, publish, signed_again, toy};

fn breaches(bytes: &[u8]) -> Vec<Breach> {
    match verify(bytes) {
        Err(Fault::Broken(breaches)) => breaches,
        other => panic!("{other:?}"),
    }
}

fn body(id: &str) -> Value {
    serde_json::to_value(&toy(id).1.file.body).unwrap()
}

#[test]
fn every_single_byte_counts() {
    let bytes = toy("survival.exits").1.bytes;
    verify(&bytes).unwrap();
    for at in 0..bytes.len() {
        let mut tampered = bytes.clone();
        tampered[at] = match (at % 3, bytes[at]) {
            (0, byte) if byte != b'0' => b'0',
            (1, byte) if byte != b' ' => b' ',
            (_, byte) => byte ^ 1,
        };
        assert!(verify(&tampered).is_err(), "byte {at} from {} to {}", bytes[at] as char, tampered[at] as char);
    }
    for at in (0..bytes.len()).step_by(11) {
        let mut shorter = bytes.clone();
        shorter.remove(at);
        assert!(verify(&shorter).is_err(), "without byte {at}");
        let mut longer = bytes.clone();
        longer.insert(at, b' ');
        assert!(verify(&longer).is_err(), "a blank before byte {at}");
    }
    assert!(verify(&[&bytes[..], b"\n"].concat()).is_err(), "a new line at the end");
}

#[test]
fn a_changed_number_is_named_with_what_it_should_be() {
    let (_, publication) = toy("survival.exits");
    let text = String::from_utf8(publication.bytes).unwrap();
    let better = text.replace("\"value\":0.6666666666666666", "\"value\":0.7333333333333333");
    assert_ne!(text, better);
    let found = breaches(better.as_bytes());
    assert!(matches!(found[0], Breach::Digest { .. }) && matches!(found[1], Breach::Signature), "{found:?}");
    assert_eq!(
        found[2].text(domain::words::Locale::En),
        "outputs.value: the file says 0.7333333333333333, the inputs give 0.6666666666666666."
    );
    assert_eq!(found.len(), 3);
}

#[test]
fn the_holder_of_the_key_cannot_make_digits_up() {
    let whole = body("jobs.net");
    let change = |change: &dyn Fn(&mut Value)| {
        let mut body = whole.clone();
        change(&mut body);
        assert_ne!(body, whole);
        breaches(&signed_again(&body)).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(change(&|body| body["outputs"]["value"] = json!(500)), ["outputs.value: 500 ≠ 12"]);
    assert_eq!(change(&|body| body["outputs"]["rows_in"][0]["floor"] = json!(-7)).len(), 1);
    assert_eq!(change(&|body| body["outputs"]["remark"] = json!("x")), ["outputs.remark: \"x\" ≠ –"]);
    // Another engine is only worth a word where numbers differ.
    let mut other_engine = whole.clone();
    other_engine["engine"] = json!(2);
    assert!(verify(&signed_again(&other_engine)).is_ok());
    let both = change(&|body| {
        body["engine"] = json!(2);
        body["outputs"]["n"] = json!(5);
    });
    assert_eq!(both, ["the file was computed by engine 2, this is engine 1", "outputs.n: 5 ≠ 4"]);
}

#[test]
fn what_is_not_known_is_refused() {
    let whole = body("jobs.net");
    for (name, change) in [
        ("a field of the body", &(|body: &mut Value| body["more"] = json!(1)) as &dyn Fn(&mut Value)),
        ("a field of a startup", &|body| body["inputs"][0]["name"] = json!("A")),
        ("a kind of fact", &|body| body["inputs"][0]["facts"]["rumour"] = json!([])),
        ("a field of a fact", &|body| {
            let facts =
                body["inputs"].as_array().unwrap().iter().position(|input| input["facts"]["headcount"].is_array());
            body["inputs"][facts.unwrap()]["facts"]["headcount"][0]["says"]["note"] = json!("x");
        }),
        ("a part of the question", &|body| body["question"]["moon"] = json!("full")),
        ("a part of the scope", &|body| body["question"]["scope"]["moon"] = json!("full")),
        ("another form", &|body| body["format"] = json!("grobunn/publication/2")),
        ("no form", &|body| body["format"] = Value::Null),
        ("another definition", &|body| body["definition"]["id"] = json!("jobs.most")),
        ("another version", &|body| body["definition"]["version"] = json!(2)),
        ("a startup twice", &|body| {
            let twice = body["inputs"][0].clone();
            body["inputs"].as_array_mut().unwrap().insert(0, twice);
        }),
        ("a nought written out", &|body| body["inputs"][0]["sector"] = Value::Null),
    ] {
        let mut body = whole.clone();
        change(&mut body);
        let fault = verify(&signed_again(&body));
        match name {
            // Nothing is missing and nothing is added: an absent sector may be said to be absent.
            "a nought written out" => assert!(fault.is_ok(), "{name}: {fault:?}"),
            _ => {
                let fault = fault.expect_err(name);
                for locale in LOCALES {
                    assert!(fault.text(locale).ends_with('.'), "{name}");
                }
            }
        }
    }
    for bytes in [&b""[..], b"{}", b"[]", b"null", b"\xff", b"{\"body\":{\"format\":\"grobunn/publication/1\"}}"] {
        assert!(verify(bytes).is_err());
    }
    assert!(verify("[".repeat(1_000_000).as_bytes()).is_err(), "depth is refused, not followed");
}

/// Every number of a value by its path.
fn numbers(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Number(_) => found.push(path.to_owned()),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(index, one)| numbers(one, &format!("{path}/{index}"), found));
        }
        Value::Object(map) => map.iter().for_each(|(name, one)| numbers(one, &format!("{path}/{name}"), found)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn any_number_of_the_outputs_that_is_changed_and_signed_again_is_named(
        id in id(), ledger in house(6), query in query(), which in any::<Index>(), by in prop_oneof![Just(1.0), Just(-1.0), Just(0.001)],
    ) {
        let body = serde_json::to_value(&publish(&ledger, &id, &query, 1).file.body).unwrap();
        let mut found = Vec::new();
        numbers(&body["outputs"], "/outputs", &mut found);
        let path = which.get(&found);
        let mut tampered = body.clone();
        let number = tampered.pointer_mut(path).unwrap();
        *number = json!(number.as_f64().unwrap() + by);
        let named = breaches(&signed_again(&tampered));
        prop_assert!(matches!(&named[..], [Breach::Number(_)]), "{}: {path}: {named:?}", id.0);
    }

    #[test]
    fn any_byte_of_any_file(ledger in house(4), query in query(), at in any::<Index>(), to in any::<u8>()) {
        let bytes = publish(&ledger, &ids()[0], &query, 1).bytes;
        let mut tampered = bytes.clone();
        let at = at.index(bytes.len());
        prop_assume!(tampered[at] != to);
        tampered[at] = to;
        prop_assert!(verify(&tampered).is_err());
    }

    #[test]
    fn noise_is_refused_and_never_a_crash(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(verify(&bytes).is_err());
    }
}
