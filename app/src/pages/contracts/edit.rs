//! Drafting a contract, changing a draft, and writing an addendum: one form, since an addendum says how the terms shall be.

use std::collections::BTreeMap;

use domain::access::Action;
use domain::contracts::terms::Kind;
use domain::contracts::{Contract, Target, Terms};
use domain::figures::{default_ids, definition};
use domain::format;
use domain::geography::region_sets;
use domain::words::Locale;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::contracts::resource;

use super::{changes, changes_any};
use crate::actions::{self, terms_field};
use crate::components::{DateField, ErrorSummary, Field, Hidden, SelectField, SelectOption, SubmitButton, TextArea};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, page as show};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    pub(crate) mod w {
        new_title => { nb: "Ny avtale", nn: "Ny avtale", en: "New contract" }
        edit_title => { nb: "Endre utkastet", nn: "Endre utkastet", en: "Change the draft" }
        amend_title => { nb: "Tillegg til avtalen", nn: "Tillegg til avtalen", en: "Addendum to the contract" }
        new_lead => {
            nb: "Avtalen er et utkast til du signerer den. Bare de som leder programmet, ser utkast.",
            nn: "Avtalen er eit utkast til du signerer han. Berre dei som leier programmet, ser utkast.",
            en: "The contract is a draft until you sign it. Only those who run the programme see drafts." }
        amend_lead => {
            nb: "Skriv avtalen slik den skal være fra datoen. Det du endrer, blir tillegget; den signerte avtalen står som den er.",
            nn: "Skriv avtalen slik han skal vere frå datoen. Det du endrar, blir tillegget; den signerte avtalen står som han er.",
            en: "Write the contract as it shall be from the date. What you change becomes the addendum; the signed contract stands." }
        signed_on => { nb: "Tillegget er signert", nn: "Tillegget er signert", en: "The addendum is signed" }
        from_on => { nb: "Gjelder fra", nn: "Gjeld frå", en: "Holds from" }
        reason => { nb: "Hvorfor", nn: "Kvifor", en: "Why" }
        parties => { nb: "Hvem og hva", nn: "Kven og kva", en: "Who and what" }
        funder => { nb: "Tilskuddsgiver", nn: "Tilskotsgjevar", en: "Funder" }
        number => { nb: "Organisasjonsnummer", nn: "Organisasjonsnummer", en: "Organisation number" }
        title => { nb: "Tittel", nn: "Tittel", en: "Title" }
        case_number => { nb: "Saksnummer hos tilskuddsgiver", nn: "Saksnummer hos tilskotsgjevar", en: "Case number in the funder's archive" }
        starts => { nb: "Første dag", nn: "Første dag", en: "First day" }
        ends => { nb: "Siste dag", nn: "Siste dag", en: "Last day" }
        money => { nb: "Penger", nn: "Pengar", en: "Money" }
        amount => { nb: "Beløp i kroner", nn: "Beløp i kroner", en: "Amount in kroner" }
        instalments => { nb: "Utbetalinger", nn: "Utbetalingar", en: "Instalments" }
        instalments_hint => {
            nb: "Én per linje: dato; kroner; vilkår. For eksempel 1.2.2027; 1 500 000; etter rapport.",
            nn: "Éi per linje: dato; kroner; vilkår. Til dømes 1.2.2027; 1 500 000; etter rapport.",
            en: "One on each line: date; kroner; condition. For example 1.2.2027; 1 500 000; after the report." }
        targets => { nb: "Mål", nn: "Mål", en: "Targets" }
        target(n: &str) => { nb: "Mål {n}", nn: "Mål {n}", en: "Target {n}" }
        definition => { nb: "Telles etter", nn: "Blir talt etter", en: "Counted by" }
        no_target => { nb: "Ikke noe mål her", nn: "Ikkje noko mål her", en: "No target here" }
        region => { nb: "Region", nn: "Region", en: "Region" }
        anywhere => { nb: "Overalt", nn: "Overalt", en: "Anywhere" }
        target_amount => { nb: "Hvor mye", nn: "Kor mykje", en: "How much" }
        target_hint => {
            nb: "Arbeidsplasser eller et antall; for en andel skriver du prosent.",
            nn: "Arbeidsplassar eller eit tal; for ein del skriv du prosent.",
            en: "Jobs or a number; for a share write per cent." }
        baseline => { nb: "Regnes fra utgangen av", nn: "Blir rekna frå utgangen av", en: "Counted from the end of" }
        due => { nb: "Frist", nn: "Frist", en: "Due" }
        path => { nb: "Delmål på veien", nn: "Delmål på vegen", en: "Steps on the way" }
        path_hint => {
            nb: "Ett per linje: dato; hvor mye. Kan stå tomt; da er banen rett.",
            nn: "Eitt per linje: dato; kor mykje. Kan stå tomt; då er bana rett.",
            en: "One on each line: date; how much. May be empty; then the path is straight." }
        duties => { nb: "Vilkår og rapporter", nn: "Vilkår og rapportar", en: "Conditions and reports" }
        conditions => { nb: "Andre vilkår", nn: "Andre vilkår", en: "Other conditions" }
        reports => { nb: "Rapporter har frist", nn: "Rapportar har frist", en: "Reports are due" }
        reports_hint => { nb: "Én dato per linje.", nn: "Éin dato per linje.", en: "One date on each line." }
        lists => { nb: "Bedrifter som avtalen nevner ved navn", nn: "Bedrifter som avtalen nemner ved namn", en: "Startups that the contract names" }
        lists_hint => {
            nb: "Én per linje, slik den heter her. Tilskuddsgiveren ser navn, bransje og steg for disse, og ellers bare summer.",
            nn: "Éi per linje, slik ho heiter her. Tilskotsgjevaren ser namn, bransje og steg for desse, og elles berre summar.",
            en: "One on each line, as it is called here. The funder sees name, sector and stage of these, and otherwise sums alone." }
        save => { nb: "Lagre utkastet", nn: "Lagre utkastet", en: "Save the draft" }
        add => { nb: "Legg til tillegget", nn: "Legg til tillegget", en: "Add the addendum" }
    }
}

/// The fewest targets that the form has room for.
const ROOM: usize = 2;

/// The page of a new contract.
pub fn new_page() -> impl IntoView {
    show(load_new)
}

/// The page that changes a draft.
pub fn page() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("contract").unwrap_or_default());
    show(move |cx| load(cx, id, false))
}

/// The page of an addendum.
pub fn amend_page() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("contract").unwrap_or_default());
    show(move |cx| load(cx, id, true))
}

async fn load_new(cx: Cx) -> Result<Page, PageError> {
    let locale = cx.locale;
    let house = cx.house_ledger().await?;
    if !changes_any(&cx, &house) {
        // Whoever sees a programme learns why; to anybody else there is no such page.
        for programme in &house.programmes {
            let resource = domain::access::Resource::Programme(programme.id);
            cx.require(Action::ChangeContract, &resource).or_else(|error| match error {
                PageError::NotFound => Ok(()),
                other => Err(other),
            })?;
        }
        return Err(PageError::NotFound);
    }
    let draft = actions::shown_again(&cx, "contract").await?.unwrap_or_else(|| blank(&cx));
    let programmes: Vec<SelectOption> = house
        .programmes
        .iter()
        .filter(|programme| changes(&cx, programme.id))
        .map(|programme| SelectOption::new(programme.id.to_string(), &programme.name))
        .collect();
    let title = w::new_title(locale).to_owned();
    let body = view! {
        <p class="crumbs"><a class="ds-link" href=paths::CONTRACTS>{super::w::title(locale)}</a></p>
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="lead">{w::new_lead(locale)}</p>
        <ErrorSummary title=shared::mend_this(locale) errors=summary(&draft, locale)/>
        <form class="form" method="post" action=actions::draft_contract_path()>
            <SelectField input=draft.input(&terms_field("programme"), shared::programme(locale)) options=programmes/>
            {fields(locale, &draft)}
            <div class="actions">
                <SubmitButton label=w::save(locale)/>
                <a class="ds-link" href=paths::CONTRACTS>{shared::cancel(locale)}</a>
            </div>
        </form>
    }
    .into_any();
    Ok(Page { title, place: Place::Contracts, body, islands: false })
}

async fn load(cx: Cx, id: String, amends: bool) -> Result<Page, PageError> {
    let locale = cx.locale;
    let id = id.parse().map_err(|_| PageError::NotFound)?;
    let contract = super::contract::find(&cx, id).await?;
    cx.require(Action::ChangeContract, &resource(&contract))?;
    // What was signed is amended, and only that.
    if contract.is_signed() != amends || contract.closed.is_some() {
        return Err(PageError::Elsewhere(paths::contract(id)));
    }
    let ledger = cx.ledger().await?;
    let draft = match actions::shown_again(&cx, if amends { "addendum" } else { "contract" }).await? {
        Some(draft) => draft,
        None => Shown::filled(values(&ledger, &contract, cx.today())),
    };
    let (title, lead, action, save) = if amends {
        (w::amend_title(locale), w::amend_lead(locale), actions::amend_contract_path(), w::add(locale))
    } else {
        (w::edit_title(locale), w::new_lead(locale), actions::redraft_contract_path(), w::save(locale))
    };
    let addendum = amends.then(|| {
        view! {
            <DateField input=draft.input(&terms_field("signed_on"), w::signed_on(locale)).required()/>
            <DateField input=draft.input(&terms_field("holds_from"), w::from_on(locale)).required()/>
            <TextArea input=draft.input(&terms_field("reason"), w::reason(locale)).required() rows=2/>
        }
    });
    let body = view! {
        <p class="crumbs"><a class="ds-link" href=paths::contract(id)>{contract.terms.title.clone()}</a></p>
        <h1 class="ds-heading">{title}</h1>
        <p class="lead">{lead}</p>
        <ErrorSummary title=shared::mend_this(locale) errors=summary(&draft, locale)/>
        <form class="form" method="post" action=action>
            <Hidden name="contract" value=id.to_string()/>
            <Hidden name=terms_field("programme") value=contract.terms.programme.to_string()/>
            {addendum}
            {fields(locale, &draft)}
            <div class="actions">
                <SubmitButton label=save/>
                <a class="ds-link" href=paths::contract(id)>{shared::cancel(locale)}</a>
            </div>
        </form>
    }
    .into_any();
    Ok(Page { title: title.to_owned(), place: Place::Contracts, body, islands: false })
}

fn summary(draft: &Shown, locale: Locale) -> Vec<crate::components::FieldError> {
    let mut labels: Vec<(String, String)> = [
        ("funder", w::funder(locale)),
        ("number", w::number(locale)),
        ("programme", shared::programme(locale)),
        ("title", w::title(locale)),
        ("case_number", w::case_number(locale)),
        ("from_on", w::starts(locale)),
        ("to_on", w::ends(locale)),
        ("amount", w::amount(locale)),
        ("instalments", w::instalments(locale)),
        ("conditions", w::conditions(locale)),
        ("reports", w::reports(locale)),
        ("lists", w::lists(locale)),
        ("signed_on", w::signed_on(locale)),
        ("holds_from", w::from_on(locale)),
        ("reason", w::reason(locale)),
    ]
    .map(|(field, label)| (terms_field(field), label.to_owned()))
    .to_vec();
    for at in 0..room(draft) {
        let name = w::target(locale, &format::count(locale, at + 1));
        for (field, label) in [
            ("definition", w::definition(locale)),
            ("region", w::region(locale)),
            ("amount", w::target_amount(locale)),
            ("baseline", w::baseline(locale)),
            ("due", w::due(locale)),
            ("path", w::path(locale)),
        ] {
            labels.push((target_field(field, at), format!("{name}, {label}")));
        }
    }
    let labels: Vec<(&str, &str)> = labels.iter().map(|(field, label)| (field.as_str(), label.as_str())).collect();
    draft.summary("", &labels)
}

/// The name of a target's field.
pub(crate) fn target_field(field: &str, at: usize) -> String {
    terms_field(&format!("target{at}_{field}"))
}

/// How many targets the form shows: those there are and one more.
fn room(draft: &Shown) -> usize {
    let filled = |at: &usize| !draft.value(&target_field("definition", *at), "").is_empty();
    let last = (0..domain::contracts::terms::MOST).filter(filled).max();
    last.map_or(0, |last| last + 2).clamp(ROOM, domain::contracts::terms::MOST)
}

/// A form that nobody has typed into: three years from the new year, jobs by the headline definition.
fn blank(cx: &Cx) -> Shown {
    use chrono::{Datelike, NaiveDate};
    let year = cx.today().year() + 1;
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default().to_string();
    let (from, to) = (day(year, 1, 1), day(year + 2, 12, 31));
    Shown::filled(BTreeMap::from([
        (terms_field("from_on"), from),
        (terms_field("to_on"), to.clone()),
        (target_field("definition", 0), "jobs.net".to_owned()),
        (target_field("baseline", 0), day(year - 1, 12, 31)),
        (target_field("due", 0), to),
    ]))
}

/// A number without the digits that say nothing, with a point that every language's reader of the form takes.
fn plain(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A form with what is there: the draft, or the terms in force today.
fn values(ledger: &domain::ledger::Ledger, contract: &Contract, today: chrono::NaiveDate) -> BTreeMap<String, String> {
    let terms: Terms = contract.in_force(today.max(contract.signed.as_ref().map_or(today, |signed| signed.on)));
    let kroner = |minor: i64| {
        format!("{}{}", minor / 100, if minor % 100 == 0 { String::new() } else { format!(",{:02}", minor % 100) })
    };
    let mut values = BTreeMap::new();
    let mut put = |field: &str, value: String| {
        values.insert(terms_field(field), value);
    };
    put("funder", terms.funder.name.clone());
    put("number", terms.funder.number.map(|number| number.to_string()).unwrap_or_default());
    put("title", terms.title.clone());
    put("case_number", terms.case_number.clone());
    put("from_on", terms.from_on.to_string());
    put("to_on", terms.to_on.to_string());
    put("amount", kroner(terms.minor));
    let parts = terms.instalments.iter().map(|part| {
        let line = format!("{}; {}; {}", part.due_on, kroner(part.minor), part.condition);
        line.trim_end_matches("; ").to_owned()
    });
    put("instalments", parts.collect::<Vec<_>>().join("\n"));
    put("conditions", terms.conditions.clone());
    put("reports", terms.reports.iter().map(|on| on.to_string()).collect::<Vec<_>>().join("\n"));
    let names = terms.lists.iter().filter_map(|id| Some(ledger.startup(*id)?.profile.name.clone()));
    put("lists", names.collect::<Vec<_>>().join("\n"));
    put("holds_from", today.to_string());
    put("signed_on", today.to_string());
    for (at, target) in terms.targets.iter().enumerate() {
        put_target(&mut values, at, target);
    }
    values
}

fn put_target(values: &mut BTreeMap<String, String>, at: usize, target: &Target) {
    let share = if target.kind() == Some(Kind::Level) { 100.0 } else { 1.0 };
    let steps = target.path.iter().map(|step| format!("{}; {}", step.on, plain(step.amount * share)));
    for (field, value) in [
        ("definition", target.definition.id.0.clone()),
        ("region", target.scope.region.as_ref().map(|region| region.0.clone()).unwrap_or_default()),
        ("amount", plain(target.amount * share)),
        ("baseline", target.baseline_on.to_string()),
        ("due", target.due_on.to_string()),
        ("path", steps.collect::<Vec<_>>().join("\n")),
    ] {
        values.insert(target_field(field, at), value);
    }
}

fn fields(locale: Locale, draft: &Shown) -> impl IntoView + use<> {
    let input = |field: &str, label: &str| draft.input(&terms_field(field), label);
    let targets = (0..room(draft)).map(|at| target_fields(locale, draft, at)).collect_view();
    let text = "text".to_owned();
    view! {
        <fieldset class="ds-fieldset">
            <legend class="ds-label">{w::parties(locale)}</legend>
            <Field input=input("title", w::title(locale)).required()/>
            <Field input=input("funder", w::funder(locale)).required()/>
            <Field input=input("number", w::number(locale)) kind=text.clone() inputmode=Some("numeric".to_owned())/>
            <Field input=input("case_number", w::case_number(locale))/>
            <DateField input=input("from_on", w::starts(locale)).required()/>
            <DateField input=input("to_on", w::ends(locale)).required()/>
        </fieldset>
        <fieldset class="ds-fieldset">
            <legend class="ds-label">{w::money(locale)}</legend>
            <Field input=input("amount", w::amount(locale)).required() kind=text inputmode=Some("decimal".to_owned())/>
            <TextArea input=input("instalments", w::instalments(locale)).hint(w::instalments_hint(locale)) rows=4/>
        </fieldset>
        {targets}
        <fieldset class="ds-fieldset">
            <legend class="ds-label">{w::duties(locale)}</legend>
            <TextArea input=input("conditions", w::conditions(locale)) rows=3/>
            <TextArea input=input("reports", w::reports(locale)).hint(w::reports_hint(locale)) rows=4/>
            <TextArea input=input("lists", w::lists(locale)).hint(w::lists_hint(locale)) rows=3/>
        </fieldset>
    }
}

fn target_fields(locale: Locale, draft: &Shown, at: usize) -> impl IntoView + use<> {
    let input = |field: &str, label: &str| draft.input(&target_field(field, at), label);
    let none = SelectOption::new("", w::no_target(locale));
    let can_be_promised = |id: &domain::figures::FigureId| {
        let sums_or_shares = definition(id).is_some_and(|known| known.unit().is_sum() || known.unit().is_share());
        sums_or_shares && !id.0.starts_with("survival.km")
    };
    let definitions = default_ids().into_iter().filter(can_be_promised).map(|id| {
        let title = definition(&id).map(|known| known.title(locale)).unwrap_or_default();
        SelectOption::new(&id.0, format!("{title} ({})", id.0))
    });
    let definitions: Vec<SelectOption> = std::iter::once(none).chain(definitions).collect();
    let anywhere = SelectOption::new("", w::anywhere(locale));
    let regions =
        region_sets().iter().map(|set| SelectOption::new(&set.id.0, format!("{} ({})", set.name(locale), set.id)));
    let regions: Vec<SelectOption> = std::iter::once(anywhere).chain(regions).collect();
    view! {
        <fieldset class="ds-fieldset">
            <legend class="ds-label">{w::target(locale, &format::count(locale, at + 1))}</legend>
            <SelectField input=input("definition", w::definition(locale)) options=definitions/>
            <SelectField input=input("region", w::region(locale)) options=regions/>
            <Field input=input("amount", w::target_amount(locale)).hint(w::target_hint(locale)) inputmode=Some("decimal".to_owned())/>
            <DateField input=input("baseline", w::baseline(locale))/>
            <DateField input=input("due", w::due(locale))/>
            <TextArea input=input("path", w::path(locale)).hint(w::path_hint(locale)) rows=2/>
        </fieldset>
    }
}
