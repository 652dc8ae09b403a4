//! From what the engine says to what a chart draws: the words, the descriptions, the cuts.

use chrono::NaiveDate;
use domain::access::Reason;
use domain::figures::series::Point;
use domain::figures::{Curve, CurvePoint, Figure, FigureId, definition};
use domain::format;
use domain::geography::RegionSet;
use domain::words::Locale;
use leptos::prelude::*;

use crate::charts::{
    Bar, BarsSideBySide, Caption, LinesOverTime, Series, SurvivalCurve, SurvivalPoint, SurvivalSeries, SurvivalWords,
};
use crate::components::{FigureCard, card_title};
use crate::islands::ChartPointer;
use crate::question::{self, Question, Sight};
use crate::words as shared;

/// Fewer at risk than this and a curve is no longer drawn (design, section 5.2).
const LEAST_AT_RISK: u64 = 10;
/// Days in a year on average, for times shown in years.
pub const DAYS_IN_YEAR: f64 = 365.25;

domain::catalogue! {
    mod w {
        years => { nb: "År", nn: "År", en: "Years" }
        at_risk => { nb: "Antall fulgt", nn: "Tal på følgde", en: "Number at risk" }
        deaths => { nb: "Nedlagt", nn: "Nedlagde", en: "Closed" }
        censored => { nb: "Ikke fulgt lenger", nn: "Ikkje følgde lenger", en: "No longer followed" }
        alive => { nb: "Andel i live", nn: "Del i live", en: "Share alive" }
        ci => { nb: "95 % intervall", nn: "95 % intervall", en: "95% interval" }
        band => { nb: "Andel i live med 95 % intervall", nn: "Del i live med 95 % intervall", en: "Share alive with 95% interval" }
        curve_text(n: &str, deaths: &str, end: &str) => {
            nb: "{n} bedrifter, {deaths} nedlagt. Kurven er tegnet til {end} år, så lenge minst 10 fortsatt følges.",
            nn: "{n} bedrifter, {deaths} nedlagde. Kurva er teikna til {end} år, så lenge minst 10 framleis blir følgde.",
            en: "{n} startups, {deaths} closed. The curve is drawn to {end} years, while at least 10 are still followed." }
        too_few => {
            nb: "Færre enn 10 bedrifter følges, så ingen kurve tegnes.",
            nn: "Færre enn 10 bedrifter blir følgde, så inga kurve blir teikna.",
            en: "Fewer than 10 startups are followed, so no curve is drawn." }
        jobs_over_time => { nb: "Arbeidsplasser over tid, etter arbeidssted", nn: "Arbeidsplassar over tid, etter arbeidsstad", en: "Jobs over time, by workplace" }
        jobs_text(first: &str, last: &str, date: &str) => {
            nb: "Fra {first} til {last} arbeidsplasser i levende bedrifter per {date}.",
            nn: "Frå {first} til {last} arbeidsplassar i levande bedrifter per {date}.",
            en: "From {first} to {last} jobs in living startups as at {date}." }
        elsewhere => { nb: "Andre steder eller ukjent", nn: "Andre stader eller ukjent", en: "Elsewhere or unknown" }
        total => { nb: "I alt", nn: "I alt", en: "Total" }
        six => { nb: "Seks måter å telle arbeidsplasser på", nn: "Seks måtar å telje arbeidsplassar på", en: "Six ways of counting jobs" }
        six_text(low: &str, high: &str) => {
            nb: "De samme observasjonene gir fra {low} til {high}, alt etter hva som telles.",
            nn: "Dei same observasjonane gir frå {low} til {high}, alt etter kva som blir talt.",
            en: "The same observations give from {low} to {high}, depending on what is counted." }
        way => { nb: "Definisjon", nn: "Definisjon", en: "Definition" }
        pointer => { nb: "Les av kurven: pek, eller bruk piltastene", nn: "Les av kurva: peik, eller bruk piltastane", en: "Read the chart: point, or use the arrow keys" }
    }
}

fn years(days: f64) -> f64 {
    days / DAYS_IN_YEAR
}

/// A survival curve in years, cut where fewer than ten are at risk.
#[must_use]
pub fn survival(locale: Locale, id: &str, title: &str, curve: &Curve) -> AnyView {
    let Some(cut) = curve.points.iter().take_while(|point| point.at_risk >= LEAST_AT_RISK).last().map(|point| point.t)
    else {
        return view! {
            <div class="chart">
                <p class="chart__title">{title.to_owned()}</p>
                <p class="muted">{w::too_few(locale)}</p>
            </div>
        }
        .into_any();
    };
    let points = thinned(curve, cut)
        .into_iter()
        .map(|point| SurvivalPoint {
            t: years(point.t),
            at_risk: point.at_risk,
            events: point.events,
            censored: point.censored,
            s: point.s,
            low: point.low,
            high: point.high,
        })
        .collect();
    let count = |value: u64| format::count(locale, usize::try_from(value).unwrap_or(usize::MAX));
    let caption = Caption {
        id: id.to_owned(),
        title: title.to_owned(),
        description: w::curve_text(
            locale,
            &count(curve.n),
            &count(curve.events),
            &format::number(locale, years(cut), 1),
        ),
        table: shared::same_data(locale).to_owned(),
    };
    let words = SurvivalWords {
        axis: w::years(locale).to_owned(),
        at_risk: w::at_risk(locale).to_owned(),
        table: [w::years, w::at_risk, w::deaths, w::censored, w::alive, w::ci].map(|word| word(locale).to_owned()),
        band: w::band(locale).to_owned(),
        censored: w::censored(locale).to_owned(),
    };
    let series = vec![SurvivalSeries { name: title.to_owned(), points, cut: Some(years(cut)) }];
    view! {
        <ChartPointer label=w::pointer(locale).to_owned()>
            <SurvivalCurve caption=caption locale=locale words=words series=series/>
        </ChartPointer>
    }
    .into_any()
}

/// Most points drawn and tabled of a curve: finer steps than this cannot be told apart on a screen, and a table of thousands
/// of rows is read by nobody. Files and the engine keep every point.
const MOST_POINTS: usize = 120;

/// The curve's points, joined where there are too many: a joined point ends where its last one did, is at risk as its first, and
/// holds the deaths and censorings of all of them.
fn thinned(curve: &Curve, cut: f64) -> Vec<CurvePoint> {
    if curve.points.len() <= MOST_POINTS {
        return curve.points.clone();
    }
    #[expect(clippy::cast_precision_loss, reason = "a hundred or so")]
    let width = cut / MOST_POINTS as f64;
    let mut points: Vec<CurvePoint> = Vec::with_capacity(MOST_POINTS + 1);
    let mut end = width;
    for point in &curve.points {
        match points.last_mut() {
            Some(last) if point.t <= end => {
                *last = CurvePoint {
                    at_risk: last.at_risk,
                    events: last.events + point.events,
                    censored: last.censored + point.censored,
                    ..*point
                };
            }
            _ => {
                while end < point.t {
                    end += width;
                }
                points.push(*point);
            }
        }
    }
    points
}

/// Jobs in living startups over time, region sets stacked under what is elsewhere.
#[must_use]
pub fn jobs_over_time(locale: Locale, points: &[Point], regions: &[&RegionSet]) -> AnyView {
    let dates: Vec<NaiveDate> = points.iter().map(|point| point.date).collect();
    let mut series: Vec<Series> = regions
        .iter()
        .enumerate()
        .map(|(index, region)| Series {
            name: region.name(locale).to_owned(),
            values: points.iter().map(|point| point.per_region.get(index).copied().unwrap_or(0.0)).collect(),
        })
        .collect();
    series.push(Series {
        name: w::elsewhere(locale).to_owned(),
        values: points.iter().map(|point| (point.total - point.per_region.iter().sum::<f64>()).max(0.0)).collect(),
    });
    let text = |value: Option<&Point>| value.map_or_else(|| "0".to_owned(), |p| format::number(locale, p.total, 0));
    let caption = Caption {
        id: "jobs-over-time".to_owned(),
        title: w::jobs_over_time(locale).to_owned(),
        description: w::jobs_text(
            locale,
            &text(points.first()),
            &text(points.last()),
            &dates.last().map(|date| format::date(locale, *date)).unwrap_or_default(),
        ),
        table: shared::same_data(locale).to_owned(),
    };
    view! {
        <ChartPointer label=w::pointer(locale).to_owned()>
            <LinesOverTime
                caption=caption
                locale=locale
                dates=dates
                series=series
                stacked=true
                date_head=shared::date(locale)
                total_head=w::total(locale).to_owned()
            />
        </ChartPointer>
    }
    .into_any()
}

/// The jobs definitions side by side on the same facts.
#[must_use]
pub fn six_ways(locale: Locale, question: &Question, figures: &[&Figure]) -> AnyView {
    let headline = FigureId("jobs.net".to_owned());
    let bars: Vec<Bar> = figures
        .iter()
        .filter_map(|figure| {
            let value = figure.value?;
            Some(Bar {
                label: definition(&figure.id)?.title(locale),
                value,
                text: question::value_text(locale, figure),
                cells: vec![
                    question::level_text(locale, figure.unit, figure.floor),
                    question::level_text(locale, figure.unit, figure.ceiling),
                    format::count(locale, figure.n),
                    format::count(locale, figure.rows_out.len()),
                ],
                href: Some(question::figure_href(question, &figure.id)),
                strong: figure.id == headline,
            })
        })
        .collect();
    let low = bars.iter().map(|bar| bar.value).fold(f64::INFINITY, f64::min);
    let high = bars.iter().map(|bar| bar.value).fold(f64::NEG_INFINITY, f64::max);
    if bars.is_empty() {
        return ().into_any();
    }
    let caption = Caption {
        id: "six-ways".to_owned(),
        title: w::six(locale).to_owned(),
        description: w::six_text(locale, &format::number(locale, low, 1), &format::number(locale, high, 1)),
        table: shared::same_data(locale).to_owned(),
    };
    let table = [w::way(locale), shared::jobs(locale), shared::floor(locale), shared::ceiling(locale)]
        .into_iter()
        .map(str::to_owned)
        .chain([shared::rows_in_short(locale).to_owned(), shared::rows_out_short(locale).to_owned()])
        .collect();
    view! { <BarsSideBySide caption=caption locale=locale bars=bars table=table/> }.into_any()
}

/// A headline card for a figure, whose title is a heading of this level.
#[must_use]
pub fn card(locale: Locale, question: &Question, figure: &Figure, level: u8) -> Option<AnyView> {
    let definition = definition(&figure.id)?;
    let unit = question::unit_text(locale, figure.unit).map(str::to_owned);
    let scale = figure.unit.is_share().then_some(1.0);
    let caution = question::too_uncertain(figure).then(|| shared::too_uncertain(locale).to_owned());
    Some(
        view! {
            <FigureCard
                title=definition.title(locale)
                value=question::value_text(locale, figure)
                unit=unit
                of=Some(question::basis_text(locale, figure))
                interval=question::interval_text(locale, figure)
                levels=question::levels(locale, figure, scale)
                caution=caution
                date=question.date_line(locale)
                href=question::figure_href(question, &figure.id)
                open=shared::open_figure(locale)
                level=level
            />
        }
        .into_any(),
    )
}

/// A figure that the reader is not shown, as a card: what it would be, and why not.
#[must_use]
pub fn withheld_card(locale: Locale, figure: &Figure, reason: Reason, level: u8) -> Option<AnyView> {
    let title = definition(&figure.id)?.title(locale);
    let card = view! {
        <article class="ds-card figure-card">
            {card_title(title, level)}
            <p class="muted">{reason.text(locale)}</p>
        </article>
    };
    Some(card.into_any())
}

/// A figure as a card, as far as the reader may see it.
#[must_use]
pub fn card_for(locale: Locale, sight: &Sight, question: &Question, figure: &Figure) -> Option<AnyView> {
    card_under(locale, sight, question, figure, 3)
}

/// The same under a heading of its own, so that its title is a heading of a deeper level.
#[must_use]
pub fn card_under(locale: Locale, sight: &Sight, question: &Question, figure: &Figure, level: u8) -> Option<AnyView> {
    match sight.withheld(figure) {
        Some(reason) => withheld_card(locale, figure, reason, level),
        None => card(locale, question, figure, level),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thinned_curve_keeps_every_death_and_its_end() {
        let point = |day: u32| CurvePoint {
            t: f64::from(day),
            at_risk: u64::from(3_000 - day),
            events: u64::from(day.is_multiple_of(3)),
            censored: 1,
            s: 1.0 - f64::from(day) / 6_000.0,
            low: 0.0,
            high: 1.0,
        };
        let points: Vec<CurvePoint> = (1..=2_500).map(point).collect();
        let events = points.iter().map(|point| point.events).sum();
        let curve = Curve { n: 3_000, events, median: None, points };
        let thin = thinned(&curve, 2_500.0);
        assert!(thin.len() <= MOST_POINTS + 1, "{}", thin.len());
        assert_eq!(thin.iter().map(|point| point.events).sum::<u64>(), events);
        assert_eq!(thin.last().map(|point| point.t), Some(2_500.0));
        assert!(thin.is_sorted_by(|a, b| a.t < b.t && a.s > b.s));
    }
}
