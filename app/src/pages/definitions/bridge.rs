//! The bridge from one version of a definition to the next: both on the same facts, row by row.
//!
//! Anybody sees it on the made-up startups. On the house's own facts it is live, and nothing live is public: only who looks at
//! startups anyway sees it, and each only the rows of startups that are theirs to see.

use domain::figures::bridge::{Bridge, Move, Moved, Side};
use domain::figures::example::name_of;
use domain::figures::{self, Definition, FigureId};
use domain::format;
use domain::ledger::Ledger;
use domain::words::Locale;
use leptos::prelude::*;

use crate::components::DataTable;
use crate::cx::Cx;
use crate::frame::{PageError, lists_startups};
use crate::paths;
use crate::question::{self, Question, Sight};

domain::catalogue! {
    mod w {
        toy => { nb: "Broen på eksempelet", nn: "Brua på dømet", en: "The bridge on the example" }
        house => { nb: "Broen på husets fakta", nn: "Brua på husets fakta", en: "The bridge on the facts of the house" }
        house_text(date: &str) => {
            nb: "Begge versjoner per {date}, på det huset vet nå. Dette er ikke publisert og vises bare for dem som ser bedriftene.",
            nn: "Begge versjonane per {date}, på det huset veit no. Dette er ikkje publisert og blir berre vist for dei som ser bedriftene.",
            en: "Both versions as at {date}, by what the house knows now. It is not published and shown only to those who see the startups." }
        public => {
            nb: "For huset selv vises broen bare innlogget: det som ikke er publisert, er ikke offentlig.",
            nn: "For huset sjølv blir brua vist berre innlogga: det som ikkje er publisert, er ikkje offentleg.",
            en: "For the house itself the bridge is shown to those signed in only: what is not published is not public." }
        same => {
            nb: "Ingen bedrift står annerledes etter den nye regelen.",
            nn: "Inga bedrift står annleis etter den nye regelen.",
            en: "No startup stands otherwise by the new rule." }
        old(version: &str) => { nb: "Versjon {version}", nn: "Versjon {version}", en: "Version {version}" }
        startup => { nb: "Bedrift", nn: "Bedrift", en: "Startup" }
        why => { nb: "Hvorfor den flytter seg", nn: "Kvifor ho flyttar seg", en: "Why it moves" }
        before => { nb: "Før", nn: "Før", en: "Before" }
        after => { nb: "Etter", nn: "Etter", en: "After" }
        many(startups: &str) => { nb: "Bedrifter: {startups}", nn: "Bedrifter: {startups}", en: "Startups: {startups}" }
        each(n: &str) => {
            nb: "De som flytter seg, én for én ({n})",
            nn: "Dei som flyttar seg, éin for éin ({n})",
            en: "Those that move, one by one ({n})" }
        unseen(n: &str) => {
            nb: "{n} til flytter seg som ikke er dine å se.",
            nn: "{n} til flyttar seg som ikkje er dine å sjå.",
            en: "{n} more move that are not yours to see." }
        came_in => { nb: "Er med nå", nn: "Er med no", en: "Is in now" }
        fell_out => { nb: "Er holdt utenfor nå", nn: "Er halden utanfor no", en: "Is left out now" }
        other_reason => { nb: "Holdt utenfor av en annen grunn", nn: "Halden utanfor av ein annan grunn", en: "Left out for another reason" }
        adds => { nb: "Bidrar med noe annet", nn: "Bidreg med noko anna", en: "Adds something else" }
        shorter => { nb: "Følges i færre dager", nn: "Blir følgd i færre dagar", en: "Is followed for fewer days" }
        longer => { nb: "Følges i flere dager", nn: "Blir følgd i fleire dagar", en: "Is followed for more days" }
        ceiling => { nb: "Kan bidra med noe annet på det meste", nn: "Kan bidra med noko anna på det meste", en: "May add something else at most" }
        days(days: &str) => { nb: "{days} dager", nn: "{days} dagar", en: "{days} days" }
    }
}

const fn why(locale: Locale, why: Move) -> &'static str {
    match why {
        Move::CameIn => w::came_in(locale),
        Move::FellOut => w::fell_out(locale),
        Move::OtherReason => w::other_reason(locale),
        Move::AddsOtherwise => w::adds(locale),
        Move::FollowedShorter => w::shorter(locale),
        Move::FollowedLonger => w::longer(locale),
        Move::OtherCeiling => w::ceiling(locale),
    }
}

/// Rows shown at most; the others are counted.
const MOST: usize = 100;
/// More rows than this are folded away.
const FEW: usize = 12;

/// The bridge from a version to the next, on the example and for those who may on the house.
///
/// # Errors
/// When the database does not answer.
pub async fn bridge(cx: &Cx, id: &FigureId, before: u32, after: u32) -> Result<Option<AnyView>, PageError> {
    let locale = cx.locale;
    let both = (figures::definition_version(id, before), figures::definition_version(id, after));
    let (Some(old), Some(new)) = both else { return Ok(None) };
    let example = new.example();
    let ledger = example.ledger();
    let toy = figures::bridge::bridge(&ledger, old.as_ref(), new.as_ref(), &example.query());
    let name = |moved: &Moved| Some(view! { {name_of(&ledger, moved.startup)} }.into_any());
    let toy = shown(locale, old.as_ref(), new.as_ref(), &toy, w::toy(locale), "bridge-example", &name);
    let house = if cx.has_role() && lists_startups(cx.actor().role) {
        on_house(cx, old.as_ref(), new.as_ref()).await?
    } else {
        Some(view! { <p class="muted">{w::public(locale)}</p> }.into_any())
    };
    Ok(Some(view! { {toy} {house} }.into_any()))
}

/// Both versions on the facts of the house, for a reader who may ask of all of it.
async fn on_house(cx: &Cx, old: &dyn Definition, new: &dyn Definition) -> Result<Option<AnyView>, PageError> {
    let locale = cx.locale;
    let house = cx.house_ledger().await?;
    let question = Question::of(cx, &house);
    if question.require(cx, &house).is_err() {
        return Ok(None);
    }
    let sight = Sight::of(cx).await?;
    let found = figures::bridge::bridge(&house, old, new, &question.query);
    if sight.withheld(&found.old).or_else(|| sight.withheld(&found.new)).is_some() {
        return Ok(None);
    }
    let ledger: &Ledger = sight.ledger();
    let name = |moved: &Moved| {
        let startup = sight.sees(moved.startup).then(|| ledger.startup(moved.startup)).flatten()?;
        let href = paths::startup(moved.startup);
        Some(view! { <a class="ds-link" href=href>{startup.profile.name.clone()}</a> }.into_any())
    };
    let text = w::house_text(locale, &format::date(locale, question.query.as_of));
    let table = shown(locale, old, new, &found, w::house(locale), "bridge-house", &name);
    Ok(Some(view! { {table} <p class="muted">{text}</p> }.into_any()))
}

fn shown(
    locale: Locale,
    old: &dyn Definition,
    new: &dyn Definition,
    found: &Bridge,
    heading: &'static str,
    id: &'static str,
    name: &dyn Fn(&Moved) -> Option<AnyView>,
) -> AnyView {
    let sentences = [(old, &found.old), (new, &found.new)].map(|(definition, figure)| {
        let version = w::old(locale, &definition.version().to_string());
        let value = question::value_text(locale, figure);
        view! {
            <p><strong>{version}": "{value}</strong>". "{definition.sentence(locale, figure)}</p>
        }
    });
    let counts = found
        .counts()
        .into_iter()
        .map(|(reason, n)| view! { <li>{why(locale, reason)}": "{w::many(locale, &format::count(locale, n))}</li> })
        .collect_view();
    let mut unseen = 0;
    let mut rows = Vec::new();
    for moved in &found.moved {
        match name(moved).filter(|_| rows.len() < MOST) {
            Some(name) => rows.push(row(locale, moved, name)),
            None => unseen += 1,
        }
    }
    let table = (!rows.is_empty()).then(|| {
        let many = w::each(locale, &format::count(locale, rows.len()));
        let open = rows.len() <= FEW;
        view! {
            <details open=open>
                <summary>{many}</summary>
                <DataTable
                    label=heading
                    heads=vec![w::startup(locale), w::why(locale), w::before(locale), w::after(locale)]
                >{rows}</DataTable>
            </details>
        }
    });
    let same = found.moved.is_empty().then(|| view! { <p>{w::same(locale)}</p> });
    let unseen =
        (unseen > 0).then(|| view! { <p class="muted">{w::unseen(locale, &format::count(locale, unseen))}</p> });
    view! {
        <h3 class="ds-heading" data-size="sm" id=id>{heading}</h3>
        {sentences.into_iter().collect_view()}
        <ul class="ds-list">{counts}</ul>
        {same}
        {table}
        {unseen}
    }
    .into_any()
}

fn row(locale: Locale, moved: &Moved, name: AnyView) -> AnyView {
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td data-wide="true">{why(locale, moved.why())}</td>
            <td data-label=w::before(locale)>{side(locale, moved.before)}</td>
            <td data-label=w::after(locale)>{side(locale, moved.after)}</td>
        </tr>
    }
    .into_any()
}

fn side(locale: Locale, side: Side) -> String {
    match side {
        Side::Out(reason) => reason.text(locale).to_owned(),
        Side::In { entry_days, exit_days: Some(exit), .. } => {
            let days = usize::try_from(exit - entry_days.unwrap_or(0)).unwrap_or(0);
            w::days(locale, &format::count(locale, days))
        }
        Side::In { contribution, .. } => format::number(locale, contribution, 2),
    }
}
