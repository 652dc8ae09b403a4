//! What a publication shows, in parts that its page and its preview share. Nothing here knows a row.

use domain::figures::{Figure, Unit};
use domain::format;
use domain::publication::{Count, Face};
use domain::suppress::too_uncertain;
use domain::words::Locale;
use leptos::prelude::*;
use store::publications::cell_name;

use crate::components::{LevelBar, Notice, NoticeKind, ScrollTable};
use crate::pages::plots;
use crate::question;
use crate::words as shared;

domain::catalogue! {
    mod w {
        /// Heading over the counts.
        counts => { nb: "Hva tallet bygger på", nn: "Kva talet byggjer på", en: "What the figure rests on" }
        group => { nb: "Bedrifter", nn: "Bedrifter", en: "Startups" }
        many => { nb: "Antall", nn: "Tal", en: "Number" }
        blank => {
            nb: "færre enn fem, eller skjult for å verne andre",
            nn: "færre enn fem, eller skjult for å verne andre",
            en: "fewer than five, or hidden to protect others" }
        blank_why => {
            nb: "Tomme felt: grupper på én til fire bedrifter vises ikke, og heller ikke det de kunne regnes ut fra.",
            nn: "Tomme felt: grupper på éi til fire bedrifter blir ikkje viste, og heller ikkje det dei kunne reknast ut frå.",
            en: "Blank fields: groups of one to four startups are not shown, nor what they could be worked out from." }
        three_levels => { nb: "Så sikkert er det", nn: "Så sikkert er det", en: "How sure it is" }
        levels_text => {
            nb: "Gulvet regner bare med det som er dokumentert. Taket regner med alt det kan være.",
            nn: "Golvet reknar berre med det som er dokumentert. Taket reknar med alt det kan vere.",
            en: "The floor counts only what is documented. The ceiling counts all it could be." }
        levels_blank => {
            nb: "Gulv og tak vises ikke: av dem kunne noen regne ut hvor få bedrifter det er ukjent hvordan går med.",
            nn: "Golv og tak blir ikkje viste: av dei kunne nokon rekne ut kor få bedrifter det er ukjent korleis det går med.",
            en: "Floor and ceiling are not shown: from them somebody could work out how few startups the state of is unknown." }
    }
}

/// `46 av 63`, for shares; for what adds up the number of startups.
#[must_use]
pub fn basis(locale: Locale, face: &Face) -> String {
    if face.figure.unit == Unit::PeopleShare {
        let number = |value| format::number(locale, value, 0);
        return shared::x_of_n(locale, &number(face.figure.numerator), &number(face.denominator));
    }
    question::basis_text(locale, &face.figure)
}

/// The value large, what it rests on, and whether it may be quoted.
pub fn headline(locale: Locale, face: &Face) -> impl IntoView + use<> {
    let figure = &face.figure;
    let caution = too_uncertain(figure).map(|why| why.text(locale));
    let interval = question::interval_text(locale, figure);
    view! {
        <p class="figure-card__value publication__value">
            <span class="figure-card__number">{question::value_text(locale, figure)}</span>
            {question::unit_text(locale, figure.unit).map(|unit| view! { <span class="figure-card__unit">{unit}</span> })}
        </p>
        <p class="figure-card__basis">
            <strong>{basis(locale, face)}</strong>
            {interval.map(|interval| view! { <span>{interval}</span> })}
        </p>
        {caution.map(|text| view! { <Notice kind=NoticeKind::Warning>{text}</Notice> })}
    }
}

/// The three levels as a bar, or why there are none.
pub fn levels(locale: Locale, figure: &Figure) -> Option<AnyView> {
    let body = match question::levels(locale, figure, figure.unit.is_share().then_some(1.0)) {
        Some(levels) => view! { <LevelBar levels=levels/><p class="muted">{w::levels_text(locale)}</p> }.into_any(),
        None if figure.unit.is_share() => view! { <p class="muted">{w::levels_blank(locale)}</p> }.into_any(),
        None => return None,
    };
    let section = view! {
        <section class="ds-card" aria-labelledby="levels">
            <h2 class="ds-heading" data-size="sm" id="levels">{w::three_levels(locale)}</h2>
            {body}
        </section>
    };
    Some(section.into_any())
}

/// The curve, where the figure is one and has a point that may be shown.
#[must_use]
pub fn curve(locale: Locale, title: &str, figure: &Figure) -> Option<AnyView> {
    let curve = figure.curve.as_ref().filter(|curve| !curve.points.is_empty())?;
    Some(plots::survival(locale, "curve", title, curve))
}

/// The counts as a table, blanks and all.
pub fn counts(locale: Locale, face: &Face) -> impl IntoView + use<> {
    let blank = face.counts.iter().any(|count| count.startups.is_none());
    let rows = face.counts.iter().map(|Count { name, startups }| {
        let number = match startups {
            Some(many) => format::count(locale, *many),
            None => w::blank(locale).to_owned(),
        };
        view! {
            <tr>
                <th scope="row">{shared::at_start(&cell_name(locale, name))}</th>
                <td class=startups.map(|_| "number") data-main="true">{number}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section aria-labelledby="counts">
            <h2 class="ds-heading" data-size="md" id="counts">{w::counts(locale)}</h2>
            <ScrollTable label=w::counts(locale)>
                <table class="ds-table" data-stack="true">
                    <thead><tr><th scope="col">{w::group(locale)}</th><th scope="col" class="number">{w::many(locale)}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </ScrollTable>
            {blank.then(|| view! { <p class="muted">{w::blank_why(locale)}</p> })}
        </section>
    }
}
