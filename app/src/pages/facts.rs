//! Facts in words and as form fields: shared by the startup's page and the page that corrects one.

use domain::access::{Action, Decision, Resource, Role};
use domain::facts::{
    CapitalRaised, Currency, FactKind, Headcount, LifeEvent, LifeEventKind, Money, Revenue, Source, Span, Team,
    Workplace,
};
use domain::format;
use domain::ledger::{Ledger, StartupLedger};
use domain::pipeline::Phase;
use domain::words::Locale;
use leptos::prelude::*;
use store::{Body as FactBody, People, TimelineEntry};

use crate::components::{CheckField, Field, SelectField, SelectOption, TextArea};
use crate::cx::Cx;
use crate::form::Shown;
use crate::words as shared;

domain::catalogue! {
    mod w {
        employees => { nb: "Ansatte (hoder)", nn: "Tilsette (hovud)", en: "Employees (heads)" }
        employees_high => { nb: "Høyst, hvis bare et intervall er kjent", nn: "Høgst, om berre eit intervall er kjent", en: "At most, if only a range is known" }
        employees_high_hint => { nb: "Registeret skjuler 1–4: skriv 1 over og 4 her.", nn: "Registeret skjuler 1–4: skriv 1 over og 4 her.", en: "The register hides 1–4: write 1 above and 4 here." }
        fte => { nb: "Årsverk", nn: "Årsverk", en: "Full-time equivalents" }
        fte_hint => { nb: "For eksempel 2,5. Tomt betyr ukjent, ikke null.", nn: "Til dømes 2,5. Tomt tyder ukjent, ikkje null.", en: "Such as 2.5. Empty means unknown, not zero." }
        founders => { nb: "Arbeidende gründere uten lønn", nn: "Arbeidande gründarar utan løn", en: "Working founders without a salary" }
        places => { nb: "Fordelt på kommuner", nn: "Fordelt på kommunar", en: "Split by municipality" }
        places_hint => { nb: "Én linje per kommune: Lillestrøm 4. Tomt: alle på arbeidsstedet.", nn: "Éi linje per kommune: Lillestrøm 4. Tomt: alle på arbeidsstaden.", en: "One line per municipality: Lillestrøm 4. Empty: all at the workplace." }
        kind => { nb: "Hva skjedde", nn: "Kva skjedde", en: "What happened" }
        date_unknown => { nb: "Datoen er ukjent: dette er dagen det ble sett", nn: "Datoen er ukjend: dette er dagen det vart sett", en: "The date is unknown: this is the day it was seen" }
        municipality => { nb: "Kommune", nn: "Kommune", en: "Municipality" }
        municipality_hint => { nb: "Navn eller nummer, for eksempel Lillestrøm eller 3205. Skriv «utlandet» for utenfor Norge.", nn: "Namn eller nummer, til dømes Lillestrøm eller 3205. Skriv «utlandet» for utanfor Noreg.", en: "Name or number, such as Lillestrøm or 3205. Write “abroad” for outside Norway." }
        evidence => { nb: "Dokumentasjon", nn: "Dokumentasjon", en: "Evidence" }
        evidence_hint => { nb: "Saksnummer, filnavn eller lenke. Med dokumentasjon teller tallet i gulvet.", nn: "Saksnummer, filnamn eller lenkje. Med dokumentasjon tel talet i golvet.", en: "Case number, file name or link. With evidence the number counts in the floor." }
        one_employee => { nb: "1 ansatt", nn: "1 tilsett", en: "1 employee" }
        headcount(n: &str) => { nb: "{n} ansatte", nn: "{n} tilsette", en: "{n} employees" }
        with_fte(n: &str) => { nb: "{n} årsverk", nn: "{n} årsverk", en: "{n} full-time equivalents" }
        with_one_founder => { nb: "1 arbeidende gründer", nn: "1 arbeidande gründar", en: "1 working founder" }
        with_founders(n: &str) => { nb: "{n} arbeidende gründere", nn: "{n} arbeidande gründarar", en: "{n} working founders" }
        stage_to(stage: &str, programme: &str) => { nb: "{stage} i {programme}", nn: "{stage} i {programme}", en: "{stage} in {programme}" }
        verified => { nb: "bekreftet i live", nn: "stadfesta i live", en: "verified alive" }
        works_in(place: &str) => { nb: "arbeidssted {place}", nn: "arbeidsstad {place}", en: "workplace {place}" }
        revenue(amount: &str) => { nb: "omsetning {amount}", nn: "omsetning {amount}", en: "revenue {amount}" }
        capital(amount: &str) => { nb: "hentet kapital {amount}", nn: "henta kapital {amount}", en: "raised capital {amount}" }
        award(scheme: &str, status: &str, amount: &str) => { nb: "{scheme}: {status} {amount}", nn: "{scheme}: {status} {amount}", en: "{scheme}: {status} {amount}" }
        mentor(name: &str) => { nb: "mentor {name}", nn: "mentor {name}", en: "mentor {name}" }
        met(kind: &str, minutes: &str) => { nb: "møte ({kind}), {minutes} minutter", nn: "møte ({kind}), {minutes} minutt", en: "meeting ({kind}), {minutes} minutes" }
        team_founders(n: &str) => { nb: "gründere: {n}", nn: "gründerar: {n}", en: "founders: {n}" }
        team_leaders(n: &str) => { nb: "ledere: {n}", nn: "leiarar: {n}", en: "leaders: {n}" }
        of_them_women(n: &str) => { nb: " (kvinner: {n})", nn: " (kvinner: {n})", en: " (women: {n})" }
        update(event: &str) => { nb: "oppdatering: {event}", nn: "oppdatering: {event}", en: "update: {event}" }
        no_mentor => { nb: "ingen mentor", nn: "ingen mentor", en: "no mentor" }
        supporter => { nb: "Program eller inkubator", nn: "Program eller inkubator", en: "Programme or incubator" }
        supporter_hint => { nb: "Navnet på den andre som støtter eller har støttet bedriften.", nn: "Namnet på den andre som støttar eller har støtta bedrifta.", en: "The name of the other one that supports or supported the startup." }
        money_kind => { nb: "Hva", nn: "Kva", en: "What" }
        capital_kind => { nb: "Kapital hentet utenfra, på dagen den ble betalt inn", nn: "Kapital henta utanfrå, på dagen han vart betalt inn", en: "Capital raised from outside, on the day it was paid in" }
        revenue_kind => { nb: "Omsetning i tolv måneder, til og med dagen", nn: "Omsetning i tolv månader, til og med dagen", en: "Revenue of twelve months, up to and including the day" }
        amount => { nb: "Beløp", nn: "Beløp", en: "Amount" }
        amount_hint => { nb: "For eksempel 1 500 000. Offentlige tilskudd og lån føres under finansiering.", nn: "Til dømes 1 500 000. Offentlege tilskot og lån blir førte under finansiering.", en: "Such as 1 500 000. Public grants and loans are recorded under funding." }
        currency => { nb: "Valuta", nn: "Valuta", en: "Currency" }
        supported_by(name: &str) => { nb: "også støttet av {name}", nn: "òg støtta av {name}", en: "also supported by {name}" }
        date_not_known => { nb: "dato ukjent", nn: "dato ukjend", en: "date unknown" }
        withdrawal => { nb: "tilbaketrekking", nn: "tilbaketrekking", en: "withdrawal" }
    }
}

/// Whether the reader may correct an entry of a startup's timeline, or take it back. The store asks the same under its lock. The
/// ledger is the reader's.
#[must_use]
pub fn correcting(cx: &Cx, ledger: &Ledger, startup: &StartupLedger, entry: &TimelineEntry) -> Decision {
    let whole = Resource::startup(ledger, startup);
    match &entry.body {
        None => Decision::Hidden,
        Some(FactBody::StageChange(change)) => {
            let stage = ledger.programmes.iter().find_map(|programme| programme.stage(change.to));
            let decides = stage.is_some_and(|stage| stage.phase == Phase::Intake);
            let action = if decides { Action::DecideApplication } else { Action::MoveStay };
            cx.decide(action, &Resource::stay(ledger, startup, change.enrolment))
        }
        Some(FactBody::Mentor(_)) => cx.decide(Action::AssignMentor, &whole),
        Some(FactBody::Award(_)) => cx.decide(Action::RecordFunding, &whole),
        // What became of a request is told by its answer, and never by hand.
        Some(FactBody::Update(_)) => Decision::Hidden,
        Some(_) => cx.decide(Action::CorrectFact, &whole),
    }
}

/// The mark of a kind on the timeline.
#[must_use]
pub const fn mark(kind: FactKind) -> &'static str {
    match kind {
        FactKind::StageChange => "stage",
        FactKind::Headcount => "headcount",
        FactKind::LifeEvent | FactKind::Verification => "life",
        FactKind::Workplace | FactKind::Mentor | FactKind::OtherSupport | FactKind::Team => "place",
        FactKind::Meeting | FactKind::Update => "stage",
        FactKind::Revenue | FactKind::Capital | FactKind::Award => "money",
    }
}

/// A fact in a few words.
#[must_use]
pub fn summary(locale: Locale, ledger: &Ledger, people: &People, entry: &TimelineEntry) -> String {
    match &entry.body {
        None => w::withdrawal(locale).to_owned(),
        Some(FactBody::StageChange(change)) => {
            let found = ledger.programmes.iter().find_map(|p| p.stage(change.to).map(|stage| (p, stage)));
            let text = found.map_or_else(String::new, |(programme, stage)| {
                w::stage_to(locale, stage.name(locale), &programme.name)
            });
            match change.outcome {
                Some(outcome) => format!("{text} ({})", outcome.name(locale)),
                None => text,
            }
        }
        Some(FactBody::Headcount(headcount)) => headcount_text(locale, headcount),
        Some(FactBody::LifeEvent(event)) => {
            let name = event.kind.name(locale);
            if event.date_known { name.to_owned() } else { format!("{name} ({})", w::date_not_known(locale)) }
        }
        Some(FactBody::Verification(_)) => w::verified(locale).to_owned(),
        Some(FactBody::Workplace(workplace)) => w::works_in(locale, &place_text(locale, workplace)),
        Some(FactBody::Revenue(revenue)) => w::revenue(locale, &money(locale, revenue.amount)),
        Some(FactBody::Capital(capital)) => w::capital(locale, &money(locale, capital.amount)),
        Some(FactBody::Award(award)) => {
            w::award(locale, &award.scheme, award.status.name(locale), &money(locale, award.amount))
        }
        Some(FactBody::Mentor(assignment)) => match assignment.mentor {
            Some(id) => w::mentor(locale, &people.person_name(id, locale)),
            None => w::no_mentor(locale).to_owned(),
        },
        Some(FactBody::OtherSupport(support)) => w::supported_by(locale, &support.supporter),
        Some(FactBody::Meeting(meeting)) => w::met(locale, meeting.kind.name(locale), &meeting.minutes.to_string()),
        Some(FactBody::Team(team)) => team_text(locale, team),
        Some(FactBody::Update(step)) => w::update(locale, step.event.name(locale)),
    }
}

pub(super) fn team_text(locale: Locale, team: &Team) -> String {
    let women = |women: Option<u32>| women.map(|women| w::of_them_women(locale, &women.to_string()));
    let mut text = w::team_founders(locale, &team.founders.to_string());
    text.extend(women(team.women_founders));
    if let Some(leaders) = team.leaders {
        text.push_str(" · ");
        text.push_str(&w::team_leaders(locale, &leaders.to_string()));
        text.extend(women(team.women_leaders));
    }
    text
}

/// A headcount in words: `3 ansatte`, `1 ansatt`, `1–4 ansatte`.
#[must_use]
pub fn employees_text(locale: Locale, employees: Span) -> String {
    if employees.is_exact() && employees.low == 1 {
        w::one_employee(locale).to_owned()
    } else {
        w::headcount(locale, &employees.to_string())
    }
}

pub(super) fn headcount_text(locale: Locale, headcount: &Headcount) -> String {
    let mut parts = vec![employees_text(locale, headcount.employees)];
    parts.extend(
        headcount.fte_hundredths.map(|fte| w::with_fte(locale, &format::number(locale, f64::from(fte) / 100.0, 2))),
    );
    parts.extend(headcount.working_founders.map(|founders| match founders {
        1 => w::with_one_founder(locale).to_owned(),
        _ => w::with_founders(locale, &founders.to_string()),
    }));
    let places = headcount.split.iter().flat_map(|split| split.iter());
    parts.extend(places.map(|(place, heads)| format!("{} {heads}", place.name().unwrap_or("?"))));
    parts.join(" · ")
}

pub(super) fn place_text(locale: Locale, workplace: &Workplace) -> String {
    match workplace.municipality {
        Some(place) => format!("{} ({place})", place.name().unwrap_or("?")),
        None => shared::abroad(locale).to_owned(),
    }
}

pub(super) fn money(locale: Locale, money: Money) -> String {
    #[expect(clippy::cast_precision_loss, reason = "only shown; amounts stay far below 2^53 øre")]
    let major = money.minor as f64 / 100.0;
    format!("{} {}", format::number(locale, major, 2), money.currency.code())
}

/// What a fact's body looks like as typed into its form.
#[must_use]
pub fn typed(body: &FactBody) -> Vec<(&'static str, String)> {
    match body {
        FactBody::Headcount(headcount) => {
            let employees = headcount.employees;
            let mut typed = vec![("employees", employees.low.to_string())];
            if !employees.is_exact() {
                typed.push(("employees_high", employees.high.to_string()));
            }
            if let Some(fte) = headcount.fte_hundredths {
                typed.push(("fte", format!("{}.{:02}", fte / 100, fte % 100)));
            }
            if let Some(founders) = headcount.working_founders {
                typed.push(("working_founders", founders.to_string()));
            }
            if let Some(split) = &headcount.split {
                let lines: Vec<String> = split.iter().map(|(place, heads)| format!("{place} {heads}")).collect();
                typed.push(("places", lines.join("\n")));
            }
            typed
        }
        FactBody::LifeEvent(LifeEvent { kind, date_known }) => {
            let mut typed = vec![("kind", kind.code().to_owned())];
            if !date_known {
                typed.push(("date_unknown", "true".to_owned()));
            }
            typed
        }
        FactBody::Workplace(workplace) => {
            vec![("municipality", workplace.municipality.map(|place| place.to_string()).unwrap_or_default())]
        }
        FactBody::OtherSupport(support) => vec![("supporter", support.supporter.to_string())],
        FactBody::Revenue(Revenue { amount }) | FactBody::Capital(CapitalRaised { amount }) => {
            let (whole, rest) = (amount.minor / 100, (amount.minor % 100).abs());
            let typed = if rest == 0 { whole.to_string() } else { format!("{whole},{rest:02}") };
            vec![("amount", typed), ("currency", amount.currency.code().to_owned())]
        }
        FactBody::StageChange(_)
        | FactBody::Verification(_)
        | FactBody::Award(_)
        | FactBody::Mentor(_)
        | FactBody::Update(_) => Vec::new(),
        FactBody::Meeting(meeting) => {
            vec![("minutes", meeting.minutes.to_string()), ("kind", meeting.kind.code().to_owned())]
        }
        FactBody::Team(team) => {
            let said = [
                ("women_founders", team.women_founders),
                ("leaders", team.leaders),
                ("women_leaders", team.women_leaders),
            ];
            let said = said.into_iter().filter_map(|(field, value)| Some((field, value?.to_string())));
            std::iter::once(("founders", team.founders.to_string())).chain(said).collect()
        }
    }
}

/// The fields of facts and their labels, in the order of the forms: for the list of what was refused.
#[must_use]
pub fn labels(locale: Locale) -> Vec<(&'static str, &'static str)> {
    vec![
        ("on", shared::date(locale)),
        ("employees", w::employees(locale)),
        ("employees_high", w::employees_high(locale)),
        ("fte", w::fte(locale)),
        ("working_founders", w::founders(locale)),
        ("places", w::places(locale)),
        ("kind", w::kind(locale)),
        ("date_unknown", w::date_unknown(locale)),
        ("municipality", w::municipality(locale)),
        ("supporter", w::supporter(locale)),
        ("amount", w::amount(locale)),
        ("currency", w::currency(locale)),
        ("programme", shared::programme(locale)),
        ("cohort", shared::cohort(locale)),
        ("source", shared::source(locale)),
        ("evidence", w::evidence(locale)),
    ]
}

/// The fields of a headcount.
pub fn headcount_fields(locale: Locale, draft: &Shown, prefix: &str) -> impl IntoView + use<> {
    view! {
        <Field input=draft.input("employees", w::employees(locale)).within(prefix).required() inputmode="numeric".to_owned()/>
        <Field input=draft.input("employees_high", w::employees_high(locale)).within(prefix).hint(w::employees_high_hint(locale)) inputmode="numeric".to_owned()/>
        <Field input=draft.input("fte", w::fte(locale)).within(prefix).hint(w::fte_hint(locale)) inputmode="decimal".to_owned()/>
        <Field input=draft.input("working_founders", w::founders(locale)).within(prefix) inputmode="numeric".to_owned()/>
        <TextArea input=draft.input("places", w::places(locale)).within(prefix).hint(w::places_hint(locale)) rows=2/>
    }
}

/// The fields of a life event.
pub fn life_event_fields(locale: Locale, draft: &Shown, prefix: &str) -> impl IntoView + use<> {
    let options =
        LifeEventKind::ALL.map(|kind| SelectOption::new(kind.code(), shared::at_start(kind.name(locale)))).to_vec();
    view! {
        <SelectField input=draft.input("kind", w::kind(locale)).within(prefix) options=options/>
        <CheckField name="date_unknown" id=Some(format!("{prefix}date_unknown")) label=w::date_unknown(locale) checked=!draft.value("date_unknown", "").is_empty()/>
    }
}

/// The fields of a workplace.
pub fn workplace_fields(locale: Locale, draft: &Shown, prefix: &str) -> impl IntoView + use<> {
    view! {
        <Field input=draft.input("municipality", w::municipality(locale)).within(prefix).hint(w::municipality_hint(locale)).required()/>
    }
}

/// The fields of another programme's support.
pub fn other_support_fields(locale: Locale, draft: &Shown, prefix: &str) -> impl IntoView + use<> {
    view! {
        <Field input=draft.input("supporter", w::supporter(locale)).within(prefix).hint(w::supporter_hint(locale)).required()/>
    }
}

/// The fields of money earned or raised: which of the two, and how much.
pub fn money_fields(locale: Locale, draft: &Shown, prefix: &str) -> impl IntoView + use<> {
    let kinds = vec![
        SelectOption::new(FactKind::Capital.code(), w::capital_kind(locale)),
        SelectOption::new(FactKind::Revenue.code(), w::revenue_kind(locale)),
    ];
    view! {
        <SelectField input=draft.input("money_kind", w::money_kind(locale)).within(prefix) options=kinds/>
        {amount_fields(locale, draft, prefix)}
    }
}

/// The fields of an amount.
pub fn amount_fields(locale: Locale, draft: &Shown, prefix: &str) -> impl IntoView + use<> {
    let currencies = Currency::ALL.map(|one| SelectOption::new(one.code(), one.code())).to_vec();
    view! {
        <Field input=draft.input("amount", w::amount(locale)).within(prefix).hint(w::amount_hint(locale)).required() inputmode="decimal".to_owned() autocomplete="off".to_owned()/>
        <SelectField input=draft.input("currency", w::currency(locale)).value(Currency::Nok.code()).within(prefix) options=currencies/>
    }
}

/// Where a fact comes from and what documents it.
pub fn source_fields(cx: &Cx, draft: &Shown, prefix: &str) -> impl IntoView + use<> {
    let locale = cx.locale;
    let options =
        Source::ALL.map(|source| SelectOption::new(source.code(), shared::at_start(source.name(locale)))).to_vec();
    // What a founder tells is a founder's word: there is nothing to choose.
    let source = (cx.actor().role != Role::Founder).then(|| {
        view! {
            <SelectField input=draft.input("source", shared::source(locale)).value(Source::Mentor.code()).within(prefix) options=options/>
        }
    });
    view! {
        {source}
        <Field input=draft.input("evidence", w::evidence(locale)).within(prefix).hint(w::evidence_hint(locale))/>
    }
}
