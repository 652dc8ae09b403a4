//! The questions: big fields, each with what was last said beside it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::facts::{Currency, Headcount, Money, Team};
use domain::format;
use domain::geography::all_current;
use domain::updates::{Known as KnownFacts, Question};
use domain::words::Locale;
use leptos::prelude::*;
use store::updates::{UpdateRequest, UpdateRound};

use super::super::facts::{headcount_text, money, place_text, team_text};
use crate::components::{Field, TextArea};
use crate::form::Shown;
use crate::words as shared;

domain::catalogue! {
    mod w {
        employees => { nb: "Ansatte i dag (hoder, med lønn)", nn: "Tilsette i dag (hovud, med løn)", en: "Employees today (heads, with a salary)" }
        fte => { nb: "Årsverk", nn: "Årsverk", en: "Full-time equivalents" }
        working_founders => { nb: "Gründere som arbeider uten lønn", nn: "Gründarar som arbeider utan løn", en: "Founders who work without a salary" }
        municipality => { nb: "Kommunen dere arbeider i", nn: "Kommunen de arbeider i", en: "The municipality you work in" }
        places_fold => { nb: "Ansatte i flere kommuner?", nn: "Tilsette i fleire kommunar?", en: "Employees in several municipalities?" }
        places => { nb: "Ansatte per kommune", nn: "Tilsette per kommune", en: "Employees by municipality" }
        places_hint => { nb: "Én linje per kommune: Lillestrøm 4", nn: "Éi linje per kommune: Lillestrøm 4", en: "One line per municipality: Lillestrøm 4" }
        revenue => { nb: "Omsetning siste tolv måneder, i kroner", nn: "Omsetning siste tolv månader, i kroner", en: "Revenue of the last twelve months, in kroner" }
        capital => { nb: "Kapital hentet siden sist, i kroner", nn: "Kapital henta sidan sist, i kroner", en: "Capital raised since last time, in kroner" }
        capital_hint => { nb: "Tomt: ingen ny kapital", nn: "Tomt: ingen ny kapital", en: "Empty: no new capital" }
        team_fold => { nb: "Gründere og ledere (frivillig)", nn: "Gründarar og leiarar (frivillig)", en: "Founders and leaders (voluntary)" }
        team_text => {
            nb: "Vi teller bare antall, aldri hvem. Tomt er et helt greit svar.",
            nn: "Vi tel berre talet, aldri kven. Tomt er eit heilt greitt svar.",
            en: "We count numbers only, never who. Empty is a perfectly good answer." }
        founders => { nb: "Gründere", nn: "Gründarar", en: "Founders" }
        women_founders => { nb: "Av dem kvinner", nn: "Av dei kvinner", en: "Of them women" }
        leaders => { nb: "Ledere", nn: "Leiarar", en: "Leaders" }
        women_leaders => { nb: "Ledere som er kvinner", nn: "Leiarar som er kvinner", en: "Leaders who are women" }
        words => { nb: "En linje til mentoren, om du vil", nn: "Ei linje til mentoren, om du vil", en: "A line to your mentor, if you like" }
        words_hint => { nb: "Mentoren og de som leder programmet leser den. Den blir ikke publisert.", nn: "Mentoren og dei som leier programmet les ho. Ho blir ikkje publisert.", en: "Your mentor and those who run the programme read it. It is not published." }
        kind => { nb: "Hva skjedde", nn: "Kva skjedde", en: "What happened" }
        last(what: &str, on: &str) => { nb: "sist: {what} per {on}", nn: "sist: {what} per {on}", en: "last: {what} as at {on}" }
        revenue_is(amount: &str) => { nb: "omsetning {amount}", nn: "omsetning {amount}", en: "revenue {amount}" }
        at(place: &str) => { nb: "arbeidssted {place}", nn: "arbeidsstad {place}", en: "workplace {place}" }
    }
}

/// What is known and what is asked.
pub(super) struct Known<'a> {
    pub(super) known: &'a KnownFacts,
    pub(super) questions: &'a BTreeSet<Question>,
}

/// The fields and their labels, in the order of the form: for the list of what was refused.
pub(super) fn labels(locale: Locale) -> Vec<(&'static str, &'static str)> {
    vec![
        ("employees", w::employees(locale)),
        ("municipality", w::municipality(locale)),
        ("places", w::places(locale)),
        ("fte", w::fte(locale)),
        ("working_founders", w::working_founders(locale)),
        ("revenue", w::revenue(locale)),
        ("capital", w::capital(locale)),
        ("founders", w::founders(locale)),
        ("women_founders", w::women_founders(locale)),
        ("leaders", w::leaders(locale)),
        ("women_leaders", w::women_leaders(locale)),
        ("words", w::words(locale)),
        ("kind", w::kind(locale)),
        ("on", shared::date(locale)),
    ]
}

fn last(locale: Locale, what: &str, on: NaiveDate) -> String {
    w::last(locale, what, &format::date(locale, on))
}

/// What one tap would confirm, line by line.
pub(super) fn last_said(locale: Locale, known: &KnownFacts, questions: &BTreeSet<Question>) -> Vec<String> {
    let asks = |question| questions.contains(&question);
    let line = |what: String, on| last(locale, &what, on);
    let mut said = Vec::new();
    if asks(Question::Headcount) {
        said.extend(known.headcount.as_ref().map(|last| line(headcount_text(locale, &last.value), last.on)));
        said.extend(
            known.workplace.as_ref().map(|last| line(w::at(locale, &place_text(locale, &last.value)), last.on)),
        );
    }
    if asks(Question::Revenue) {
        said.extend(
            known.revenue.as_ref().map(|last| line(w::revenue_is(locale, &money(locale, last.value)), last.on)),
        );
    }
    if asks(Question::Team) {
        said.extend(known.team.as_ref().map(|last| line(team_text(locale, &last.value), last.on)));
    }
    said
}

/// Whole kroner, as typed; an amount in another currency is not put in front of kroner.
fn kroner(amount: Money) -> Option<String> {
    (amount.currency == Currency::Nok).then(|| (amount.minor / 100).to_string())
}

/// The form as it begins: with what is known. One that is corrected begins with what it said, its own words included.
pub(super) fn prefilled(locale: Locale, known: &KnownFacts, corrected: Option<&(UpdateRequest, UpdateRound)>) -> Shown {
    let mut values = BTreeMap::new();
    let mut put = |field: &str, value: Option<String>| {
        if let Some(value) = value {
            values.insert(field.to_owned(), value);
        }
    };
    if let Some(Headcount { employees, fte_hundredths, working_founders, split }) =
        known.headcount.as_ref().map(|last| &last.value)
    {
        put("employees", employees.is_exact().then(|| employees.low.to_string()));
        let fte = |hundredths: u32| {
            let text = format!("{},{:02}", hundredths / 100, hundredths % 100);
            text.trim_end_matches('0').trim_end_matches(',').to_owned()
        };
        put("fte", fte_hundredths.map(fte));
        put("working_founders", working_founders.map(|many| many.to_string()));
        let lines = |split: &[(domain::geography::Municipality, u32)]| {
            let line = |(place, heads): &(domain::geography::Municipality, u32)| format!("{place} {heads}");
            split.iter().map(line).collect::<Vec<_>>().join("\n")
        };
        put("places", split.as_deref().map(lines));
    }
    put(
        "municipality",
        known.workplace.as_ref().map(|last| match last.value.municipality {
            Some(place) => format!("{place} {}", place.name().unwrap_or_default()).trim().to_owned(),
            None => shared::abroad(locale).to_owned(),
        }),
    );
    put("revenue", known.revenue.as_ref().and_then(|last| kroner(last.value)));
    if let Some(Team { founders, women_founders, leaders, women_leaders }) = known.team.as_ref().map(|last| last.value)
    {
        put("founders", Some(founders.to_string()));
        put("women_founders", women_founders.map(|many| many.to_string()));
        put("leaders", leaders.map(|many| many.to_string()));
        put("women_leaders", women_leaders.map(|many| many.to_string()));
    }
    if let Some((request, _)) = corrected {
        put("words", request.words.clone());
        // What was raised before was raised once; only what this very answer said of it is said again.
        let capital = request.facts.iter().any(|(kind, _)| *kind == domain::facts::FactKind::Capital);
        put("capital", known.capital.as_ref().filter(|_| capital).and_then(|last| kroner(last.value)));
    }
    Shown::filled(values)
}

/// The fields that are asked.
pub(super) fn fields(locale: Locale, asked: &Known<'_>, draft: &Shown) -> impl IntoView + use<> {
    let Known { known, questions } = asked;
    let asks = |question| questions.contains(&question);
    let hint = |what: Option<(String, NaiveDate)>| what.map(|(what, on)| last(locale, &what, on)).unwrap_or_default();
    let input = |name: &str, label: &str, said: String| {
        let input = draft.input(name, label);
        if said.is_empty() { input } else { input.hint(said) }
    };
    let numeric = || "numeric".to_owned();
    let head = known.headcount.as_ref();
    let headcount = asks(Question::Headcount).then(|| {
        let said = hint(head.map(|last| (headcount_text(locale, &last.value), last.on)));
        let place = hint(known.workplace.as_ref().map(|last| (place_text(locale, &last.value), last.on)));
        let split = !draft.value("places", "").is_empty();
        let places = all_current()
            .iter()
            .map(|place| view! { <option value=format!("{} {}", place.code, place.name)></option> })
            .collect_view();
        view! {
            <Field input=input("employees", w::employees(locale), said).required() inputmode=numeric() autocomplete="off".to_owned()/>
            <Field input=input("municipality", w::municipality(locale), place) list="municipalities".to_owned() autocomplete="off".to_owned()/>
            <datalist id="municipalities">{places}</datalist>
            <details class="ds-details fold" open=split>
                <summary>{w::places_fold(locale)}</summary>
                <div class="fold__body">
                    <TextArea input=draft.input("places", w::places(locale)).hint(w::places_hint(locale)) rows=2/>
                </div>
            </details>
        }
    });
    let fte = (asks(Question::Fte) && asks(Question::Headcount)).then(|| {
        view! { <Field input=input("fte", w::fte(locale), String::new()) inputmode="decimal".to_owned() autocomplete="off".to_owned()/> }
    });
    let founders = (asks(Question::WorkingFounders) && asks(Question::Headcount)).then(|| {
        view! {
            <Field input=input("working_founders", w::working_founders(locale), String::new()) inputmode=numeric() autocomplete="off".to_owned()/>
        }
    });
    let revenue = asks(Question::Revenue).then(|| {
        let said = hint(known.revenue.as_ref().map(|last| (money(locale, last.value), last.on)));
        view! { <Field input=input("revenue", w::revenue(locale), said) inputmode=numeric() autocomplete="off".to_owned()/> }
    });
    let capital = asks(Question::Capital).then(|| {
        let said = match &known.capital {
            Some(before) => last(locale, &money(locale, before.value), before.on),
            None => w::capital_hint(locale).to_owned(),
        };
        view! { <Field input=input("capital", w::capital(locale), said) inputmode=numeric() autocomplete="off".to_owned()/> }
    });
    let team = asks(Question::Team).then(|| {
        let refused =
            ["founders", "women_founders", "leaders", "women_leaders"].iter().any(|f| draft.error(f).is_some());
        let field = |name: &str, label: &str| {
            view! { <Field input=draft.input(name, label) inputmode=numeric() autocomplete="off".to_owned()/> }
        };
        view! {
            <details class="ds-details fold" open=refused>
                <summary>{w::team_fold(locale)}</summary>
                <div class="fold__body">
                    <p class="muted">{w::team_text(locale)}</p>
                    {field("founders", w::founders(locale))}
                    {field("women_founders", w::women_founders(locale))}
                    {field("leaders", w::leaders(locale))}
                    {field("women_leaders", w::women_leaders(locale))}
                </div>
            </details>
        }
    });
    let words = asks(Question::Words).then(|| {
        view! { <Field input=draft.input("words", w::words(locale)).hint(w::words_hint(locale)) autocomplete="off".to_owned()/> }
    });
    [
        headcount.map(IntoAny::into_any),
        fte.map(IntoAny::into_any),
        founders.map(IntoAny::into_any),
        revenue.map(IntoAny::into_any),
        capital.map(IntoAny::into_any),
        team.map(IntoAny::into_any),
        words.map(IntoAny::into_any),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<AnyView>>()
}
