//! Tables and properties of judging.

use proptest::prelude::*;
use uuid::Uuid;

use super::letter::{Filling, check, default, fill};
use super::*;

fn criterion(number: u128, weight: u32, scale: Scale) -> Criterion {
    Criterion {
        id: CriterionId(Uuid::from_u128(number)),
        names: [format!("K{number}"), String::new(), String::new()],
        description: String::new(),
        weight,
        scale,
    }
}

fn sheet(person: u128, criteria: &[Criterion], scores: &[u8]) -> Sheet {
    Sheet {
        evaluator: Some(PersonId(Uuid::from_u128(person))),
        scores: criteria.iter().zip(scores).map(|(criterion, score)| (criterion.id, *score)).collect(),
        comment: String::new(),
        submitted: true,
    }
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

#[test]
fn a_total_is_the_weighted_mean_of_the_scores() {
    let criteria = [criterion(1, 200, Scale::FIVE), criterion(2, 100, Scale::FIVE)];
    let of = |scores: &[u8]| total(&criteria, &sheet(1, &criteria, scores).scores).map(|t| Scale::FIVE.at(t));
    for (scores, mean) in [([5, 5], 5.0), ([1, 1], 1.0), ([4, 1], 3.0), ([3, 3], 3.0), ([5, 2], 4.0)] {
        assert!(near(of(&scores).unwrap(), mean), "{scores:?}");
    }
    assert_eq!(of(&[5]), None, "a missing score is no zero");
    assert_eq!(of(&[5, 6]), None, "off the scale");
    assert_eq!(of(&[0, 5]), None, "off the scale");
    assert_eq!(total(&[], &Scores::new()), None);
}

#[test]
fn scales_of_different_length_count_alike() {
    let criteria = [criterion(1, 100, Scale::FIVE), criterion(2, 100, Scale { low: 0, high: 10 })];
    assert_eq!(common_scale(&criteria), None);
    assert!(near(total(&criteria, &sheet(1, &criteria, &[5, 0]).scores).unwrap(), 0.5));
    assert_eq!(common_scale(&criteria[..1]), Some(Scale::FIVE));
    assert_eq!(common_scale(&[]), None);
}

#[test]
fn the_spread_stands_beside_the_mean() {
    let criteria = [criterion(1, 100, Scale::FIVE)];
    let mut sheets: Vec<Sheet> =
        [(1, 5), (2, 1), (3, 3)].into_iter().map(|(who, score)| sheet(who, &criteria, &[score])).collect();
    sheets.push(Sheet { submitted: false, ..sheet(4, &criteria, &[5]) });
    let standing = Standing::of(&criteria, &sheets, 4, 1);
    assert_eq!((standing.scored, standing.asked, standing.conflicts), (3, 4, 1));
    assert!(near(standing.mean.unwrap(), 0.5) && near(standing.deviation.unwrap(), 0.5));
    assert_eq!((standing.least(), standing.greatest()), (Some(0.0), Some(1.0)));
    let part = &standing.parts[0];
    assert_eq!((part.mean, part.least, part.greatest), (Some(3.0), Some(1), Some(5)));

    let one = Standing::of(&criteria, &sheets[..1], 4, 0);
    assert_eq!((one.scored, one.deviation), (1, None), "one score has no spread");
    let none = Standing::of(&criteria, &[], 4, 0);
    assert_eq!((none.mean, none.deviation, none.least(), none.scored), (None, None, None, 0));
}

#[test]
fn places_are_shared_and_what_nobody_scored_has_none() {
    let third = 1.0 / 3.0;
    for (means, places) in [
        (vec![Some(0.9), Some(0.5), Some(0.5), Some(0.1)], vec![Some(1), Some(2), Some(2), Some(4)]),
        (vec![None, Some(0.0)], vec![None, Some(1)]),
        (vec![Some(0.1 + 0.2), Some(0.3)], vec![Some(1), Some(1)]),
        (vec![Some(third), Some(1.0 - third - third), Some(0.34)], vec![Some(2), Some(2), Some(1)]),
        (vec![], vec![]),
    ] {
        assert_eq!(ranks(&means), places, "{means:?}");
    }
}

#[test]
fn nobody_sees_others_scores_before_their_own_is_in() {
    use Own::{Conflict, Draft, NotAsked, Submitted, ToDo};
    // own, runs, closed: sees after own, sees never
    for (own, runs, closed, after_own, never) in [
        (NotAsked, false, false, false, false),
        (NotAsked, true, false, true, true),
        (ToDo, false, false, false, false),
        (ToDo, false, true, false, false),
        (ToDo, true, false, false, false),
        (ToDo, true, true, true, true),
        (Draft, false, false, false, false),
        (Draft, false, true, false, false),
        (Draft, true, false, false, false),
        (Submitted, false, false, true, false),
        (Submitted, false, true, true, false),
        (Submitted, true, false, true, true),
        (Conflict, false, true, false, false),
        (Conflict, true, true, false, false),
    ] {
        assert_eq!(sees_others(own, runs, Sharing::AfterOwn, closed), after_own, "{own:?} {runs} {closed}");
        assert_eq!(sees_others(own, runs, Sharing::Never, closed), never, "{own:?} {runs} {closed}");
    }
    assert!(!sees_answers(Conflict, true) && !sees_answers(Conflict, false) && !sees_answers(NotAsked, false));
    assert!(sees_answers(ToDo, false) && sees_answers(NotAsked, true));
}

#[test]
fn scores_are_checked_before_they_are_kept_and_before_they_are_handed_in() {
    let criteria = [criterion(1, 100, Scale::FIVE), criterion(2, 100, Scale::FIVE)];
    let scores = |given: &[u8]| sheet(1, &criteria, given).scores;
    assert_eq!(check_scores(&criteria, &scores(&[3]), false), Ok(()), "a draft may lack some");
    assert_eq!(check_scores(&criteria, &scores(&[3]), true), Err(EvaluationError::Incomplete));
    assert_eq!(check_scores(&criteria, &scores(&[3, 5]), true), Ok(()));
    assert_eq!(check_scores(&criteria, &scores(&[3, 6]), false), Err(EvaluationError::OffScale));
    assert_eq!(check_scores(&criteria[..1], &scores(&[3, 5]), true), Err(EvaluationError::OffScale), "another's");
    assert_eq!(check_scores(&[], &Scores::new(), true), Err(EvaluationError::Incomplete));
}

#[test]
fn a_criterion_has_a_name_a_weight_and_a_scale_that_rises() {
    let good = criterion(1, 100, Scale::FIVE);
    assert_eq!(good.check(), Ok(()));
    assert_eq!(good.name(Locale::En), "K1", "bokmål stands in");
    let with = |change: fn(&mut Criterion)| {
        let mut bad = good.clone();
        change(&mut bad);
        bad.check()
    };
    assert_eq!(with(|c| c.names[0] = " ".to_owned()), Err(EvaluationError::CriterionUnnamed));
    assert_eq!(with(|c| c.weight = 0), Err(EvaluationError::Weight));
    assert_eq!(with(|c| c.weight = Criterion::HEAVIEST + 1), Err(EvaluationError::Weight));
    assert_eq!(with(|c| c.scale = Scale { low: 5, high: 5 }), Err(EvaluationError::Scale));
    assert_eq!(with(|c| c.scale = Scale { low: 0, high: 11 }), Err(EvaluationError::Scale));
    assert_eq!(with(|c| c.description = "x".repeat(LONGEST_TEXT + 1)), Err(EvaluationError::TooLong));
}

#[test]
fn each_error_has_a_sentence_of_its_own_and_codes_read_back() {
    for locale in Locale::ALL {
        let told: std::collections::HashSet<&str> = EvaluationError::ALL.iter().map(|e| e.text(locale)).collect();
        assert_eq!(told.len(), EvaluationError::ALL.len(), "{locale:?}");
        for score in Scale::FIVE.scores() {
            assert!(Scale::FIVE.word(score, locale).is_some());
        }
        assert_eq!(Scale { low: 0, high: 10 }.word(3, locale), None);
    }
    for sharing in Sharing::ALL {
        assert_eq!(Sharing::from_code(sharing.code()), Some(sharing));
    }
    for verdict in Verdict::ALL {
        assert_eq!(Verdict::from_code(verdict.code()), Some(verdict));
    }
}

#[test]
fn a_letter_is_filled_in_once_and_goes_only_whole() {
    let with = Filling { applicant: "Åse {call}", startup: "Nordlys", programme: "Inkubator", call: "Vår" };
    assert_eq!(fill("{applicant}: {startup} i {programme}, {call}", &with), "Åse {call}: Nordlys i Inkubator, Vår");
    assert_eq!(fill("a { b {nothing} {", &with), "a { b {nothing} {");
    for locale in Locale::ALL {
        let filled = fill(default(locale), &Filling { applicant: "Åse", ..with });
        assert_eq!(check(&filled).as_deref(), Ok(filled.as_str()), "{locale:?}");
        for place in ["{applicant}", "{startup}", "{programme}"] {
            assert!(default(locale).contains(place), "{locale:?} {place}");
        }
    }
    assert_eq!(check(" \r\n "), Err(EvaluationError::LetterEmpty));
    assert_eq!(check("Hei {startup}"), Err(EvaluationError::LetterUnfilled));
    assert_eq!(check(&"x".repeat(LONGEST_TEXT + 1)), Err(EvaluationError::TooLong));
    assert_eq!(check("a\r\nb ").as_deref(), Ok("a\nb"));
}

prop_compose! {
    /// One to five criteria, and up to six whole sheets of scores for them.
    fn round()(weights in prop::collection::vec(1_u32..500, 1..=5))
        (scores in prop::collection::vec(prop::collection::vec(1_u8..=5, weights.len()), 0..=6), weights in Just(weights))
        -> (Vec<Criterion>, Vec<Sheet>) {
        let criteria: Vec<Criterion> =
            (1..).zip(weights).map(|(number, weight)| criterion(number, weight, Scale::FIVE)).collect();
        let sheets = (1..).zip(&scores).map(|(who, scores)| sheet(who, &criteria, scores)).collect();
        (criteria, sheets)
    }
}

proptest! {
    #[test]
    fn only_the_proportion_of_weights_counts((criteria, sheets) in round(), times in 1_u32..20) {
        let heavier: Vec<Criterion> =
            criteria.iter().map(|c| Criterion { weight: c.weight * times, ..c.clone() }).collect();
        for sheet in &sheets {
            let (a, b) = (total(&criteria, &sheet.scores).unwrap(), total(&heavier, &sheet.scores).unwrap());
            prop_assert!(near(a, b));
        }
    }

    #[test]
    fn the_mean_lies_between_least_and_greatest_and_order_does_not_matter((criteria, sheets) in round()) {
        let standing = Standing::of(&criteria, &sheets, 6, 0);
        let turned: Vec<Sheet> = sheets.iter().rev().cloned().collect();
        prop_assert_eq!(&Standing::of(&criteria, &turned, 6, 0), &standing);
        if let (Some(least), Some(mean), Some(greatest)) = (standing.least(), standing.mean, standing.greatest()) {
            prop_assert!(0.0 <= least && least <= mean + 1e-12 && mean <= greatest + 1e-12 && greatest <= 1.0);
        }
        prop_assert_eq!(standing.deviation.is_some(), sheets.len() > 1);
    }

    #[test]
    fn what_is_missing_changes_nothing((criteria, sheets) in round(), lacking in 0_usize..5) {
        let before = Standing::of(&criteria, &sheets, 6, 0);
        let mut more = sheets;
        let mut scores = sheet(99, &criteria, &vec![1; criteria.len()]).scores;
        scores.remove(&criteria[lacking % criteria.len()].id);
        more.push(Sheet { evaluator: None, scores, comment: String::new(), submitted: false });
        prop_assert_eq!(Standing::of(&criteria, &more, 6, 0), before);
    }

    #[test]
    fn a_better_score_never_gives_a_lower_total((criteria, sheets) in round(), at in 0_usize..5) {
        for sheet in &sheets {
            let id = criteria[at % criteria.len()].id;
            let mut better = sheet.scores.clone();
            better.entry(id).and_modify(|score| *score = (*score + 1).min(5));
            prop_assert!(total(&criteria, &better).unwrap() + 1e-12 >= total(&criteria, &sheet.scores).unwrap());
        }
    }

    #[test]
    fn the_first_place_is_the_highest_and_places_skip_after_ties(means in prop::collection::vec(prop::option::of(0_u8..8), 0..20)) {
        let means: Vec<Option<f64>> = means.into_iter().map(|mean| mean.map(|m| f64::from(m) / 7.0)).collect();
        let places = ranks(&means);
        for (mean, place) in means.iter().zip(&places) {
            prop_assert_eq!(mean.is_some(), place.is_some());
            if let (Some(mean), Some(place)) = (mean, place) {
                prop_assert_eq!(means.iter().flatten().filter(|other| *other > mean).count() + 1, *place);
            }
        }
    }
}
