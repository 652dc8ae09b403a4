//! What a publication says in words reveals no more than what it counts.

use domain::demo;
use domain::figures::{FigureId, Query, Scope, compute, definition, house_ids};
use domain::publication::face;
use domain::words::Locale;

use crate::house::day;

/// The demo house has startups that closed when they were asked, fewer than five of them: no table shows how many, and no sentence does.
#[test]
fn a_sentence_counts_no_group_that_is_in_no_table() {
    let house = demo::house(day("2026-11-22"));
    let ledger = demo::ledger(&house);
    let query = |id: &FigureId| Query {
        as_of: day("2026-09-30"),
        known_at: crate::house::noon(day("2026-11-22")),
        scope: Scope { since: (id.0 == "updates.response").then(|| day("2025-01-01")), ..Scope::default() },
    };
    let mut parts = 0;
    for id in house_ids(&ledger, None) {
        let (Some(definition), Some(figure)) = (definition(&id), compute(&ledger, &id, &query(&id))) else { continue };
        let Ok(shown) = face(&[], "t", &figure) else { continue };
        if !definition.counts_parts() {
            continue;
        }
        for locale in Locale::ALL {
            let said = &shown.face.words(locale).unwrap().sentence;
            assert_eq!(*said, definition.sentence(locale, &shown.face.figure), "{id:?}");
            parts += usize::from(*said != definition.sentence(locale, &figure));
        }
    }
    assert!(parts > 0, "no sentence had anything to leave out, so nothing was tried");
}
