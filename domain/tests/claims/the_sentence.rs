//! The association's sentence, which the product exists for.

use domain::claims::{Open, guard};
use domain::figures::{FigureId, compute};
use domain::words::Locale;

use crate::{cited, figures, guarded, house, series};

const SENTENCE: &str = "Siden 2014 har vi bidratt til over 500 arbeidsplasser, hvorav over halvparten på Romerike. Med en \
                        overlevelsesrate på 73 prosent har bedriftene som kommer ut av Business Lillestrøm, vist en livskraft skyhøyt over \
                        landsgjennomsnittet.";

#[test]
fn what_it_claims_and_what_the_figures_say() {
    let (guarded, verdicts) = guarded(SENTENCE);
    assert_eq!(guarded.language, Locale::Nb);
    assert_eq!(
        verdicts,
        [
            "over 500 arbeidsplasser => yes jobs.net",
            "over halvparten på Romerike => yes jobs.net/romerike",
            "73 prosent => cannot NoAge survival.exits",
            "skyhøyt over landsgjennomsnittet => cannot NoAge+WrongComparator survival.exits",
        ]
    );
    assert_eq!(guarded.claims[0].since, Some(2014));
}

#[test]
fn what_it_leaves_open() {
    let (guarded, _) = guarded(SENTENCE);
    let open: Vec<&[Open]> = guarded.claims.iter().map(|claim| &claim.open[..]).collect();
    use Open::{
        AliveByWhatTest, AsOfWhen, AtWhatAge, HeadsOrFte, JobsWhen, NetOrGross, PlaceOfWhat, WhichAverage, WhoElse,
        WhoIsCounted,
    };
    assert_eq!(
        open,
        [
            &[JobsWhen, NetOrGross, HeadsOrFte, AsOfWhen, WhoElse][..],
            &[PlaceOfWhat],
            &[WhoIsCounted, AtWhatAge, AliveByWhatTest, AsOfWhen],
            &[WhichAverage],
        ]
    );
}

#[test]
fn the_sentence_that_can_stand() {
    let (guarded, _) = guarded(SENTENCE);
    let offer = guarded.offer.unwrap();
    assert_eq!(offer.footnotes.len(), 3);
    assert_eq!(offer.footnotes.iter().map(|note| note.number).collect::<Vec<_>>(), [1, 2, 3]);
    for number in ["[1]", "[2]", "[3]"] {
        assert!(offer.text.contains(number), "{}", offer.text);
    }
    let text = offer.text.replace('\u{a0}', " ");
    assert!(text.contains("512 arbeidsplasser") && text.contains("290 av 512, altså 57 %"), "{text}");
    assert!(text.contains("73 % (73 av 100)") && text.contains("intervall"), "{text}");
    assert!(!text.contains("landsgjennomsnitt") && !text.contains("skyhøyt"), "{text}");
    assert!(offer.footnotes[0].text.contains("jobs.net@1") && offer.footnotes[1].text.contains("Enebakk"));
}

/// The whole answer word for word, so that a change of a word is seen.
#[test]
fn word_for_word() {
    let figures = figures();
    let cited = cited(&figures);
    let guarded = guard(SENTENCE, &cited, &series());
    insta::assert_snapshot!(guarded.report(Locale::Nb, &cited).replace('\u{a0}', " "));
    for locale in Locale::ALL {
        assert!(guarded.report(locale, &cited).lines().count() >= 16);
    }
}

#[test]
fn on_the_toy_portfolio_nothing_of_it_holds() {
    let house = house::toy();
    let query = house::query("2023-12-31");
    let toy: Vec<_> = ["jobs.net", "jobs.stock", "survival.exits", "survival.admitted"]
        .iter()
        .map(|id| compute(&house.ledger, &FigureId((*id).to_owned()), &query).unwrap())
        .collect();
    let verdicts: Vec<String> =
        guard(SENTENCE, &cited(&toy), &[]).claims.iter().map(|claim| crate::short(&claim.verdict, &toy)).collect();
    assert_eq!(
        verdicts,
        ["no jobs.net", "cannot NoFigure", "no survival.exits", "cannot NoAge+WrongComparator survival.exits"]
    );
    let nothing = guard(SENTENCE, &[], &[]);
    assert!(nothing.offer.is_none() && nothing.claims.len() == 4);
}
