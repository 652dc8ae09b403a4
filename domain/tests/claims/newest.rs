//! A figure that was published, and the same as it is now: what holds on either holds.

use domain::claims::{Cited, Claim, Verdict, guard};
use domain::figures::interval::clopper_pearson;
use domain::figures::{Figure, Query, Scope};
use domain::geography::RegionSetId;

use crate::{house, series, since_2014};

fn jobs(region: Option<&str>, as_of: &str, value: f64) -> Figure {
    let scope = Scope { region: region.map(RegionSetId::from), ..Scope::default() };
    let mut figure = house::toy().figure("jobs.net", &Query { scope, ..house::query(as_of) });
    (figure.value, figure.numerator, figure.n) = (Some(value), value, 100);
    since_2014(&mut figure);
    figure
}

fn survival(as_of: &str, x: u32) -> Figure {
    let mut figure = house::toy().at("survival.exits", as_of);
    (figure.value, figure.numerator, figure.n) = (Some(f64::from(x) / 100.0), f64::from(x), 100);
    figure.interval = Some(clopper_pearson(u64::from(x), 100));
    figure.rows_out.clear();
    since_2014(&mut figure);
    figure
}

/// The claims of a text, held against figures of the end of 2022 that are published, and those of a year later that are not.
fn claims(text: &str) -> Vec<Claim> {
    let figures = [
        jobs(None, "2022-12-31", 400.0),
        jobs(Some("romerike@1"), "2022-12-31", 150.0),
        survival("2022-12-31", 70),
        jobs(None, "2023-12-31", 512.0),
        jobs(Some("romerike@1"), "2023-12-31", 290.0),
        survival("2023-12-31", 73),
    ];
    let link = "https://grobunn.example/published/one";
    let cited: Vec<Cited<'_>> = figures
        .iter()
        .enumerate()
        .map(|(index, figure)| Cited { link: (index < 3).then_some(link), ..Cited::now(figure) })
        .collect();
    guard(text, &cited, &series()).claims
}

fn only(text: &str) -> Verdict {
    claims(text).remove(0).verdict
}

#[test]
fn what_holds_on_the_published_one_is_carried_by_it() {
    assert_eq!(only("Vi har bidratt til 400 arbeidsplasser."), Verdict::Supported { by: 0 });
    assert_eq!(only("70 prosent av dem som har gått ut, er i live i dag."), Verdict::Supported { by: 2 });
}

#[test]
fn what_holds_only_now_is_carried_by_the_figure_as_it_is_now() {
    assert_eq!(only("Vi har bidratt til over 500 arbeidsplasser."), Verdict::Supported { by: 3 });
    assert_eq!(only("73 prosent av dem som har gått ut, er i live i dag."), Verdict::Supported { by: 5 });
    let place = claims("Vi har bidratt til over 500 arbeidsplasser, hvorav over halvparten på Romerike.").remove(1);
    assert_eq!(place.verdict, Verdict::Supported { by: 4 }, "a part and its whole are of one day");
}

#[test]
fn what_holds_on_neither_is_set_against_the_newest() {
    assert_eq!(only("Vi har bidratt til 900 arbeidsplasser."), Verdict::NotSupported { instead: Some(3) });
    let survival = only("90 prosent av dem som har gått ut, er i live i dag.");
    assert_eq!(survival, Verdict::NotSupported { instead: Some(5) });
}
