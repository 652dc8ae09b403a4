//! Publishing a figure: exactly what becomes public, what speaks against it, and the button.

use domain::access::{Action, Decision};
use domain::figures::{self, OutReason};
use domain::format;
use domain::publication::Shown as Public;
use domain::words::Locale;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::publications::{self, NewPublication, Preview};

use crate::actions;
use crate::components::{
    DefinitionItem, DefinitionList, ErrorSummary, Field, Hidden, Notice, NoticeKind, SelectField, SelectOption,
    SubmitButton,
};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, page as show};
use crate::pages::published::face;
use crate::paths;
use crate::question::{self, Question};
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Publiser tallet", nn: "Publiser talet", en: "Publish the figure" }
        lead => {
            nb: "Dette blir offentlig, akkurat slik det står her. Et publisert tall blir aldri endret eller fjernet; du kan bare skrive merknader til det.",
            nn: "Dette blir offentleg, akkurat slik det står her. Eit publisert tal blir aldri endra eller fjerna; du kan berre skrive merknader til det.",
            en: "This becomes public, exactly as it stands here. A published figure is never changed or removed; you can only write notes to it." }
        about => { nb: "Det som publiseres", nn: "Det som blir publisert", en: "What is published" }
        scope => { nb: "Utvalg", nn: "Utval", en: "Selection" }
        whole_house => { nb: "hele huset", nn: "heile huset", en: "the whole house" }
        as_of => { nb: "Per", nn: "Per", en: "As at" }
        known_at => { nb: "Slik vi visste det", nn: "Slik vi visste det", en: "As known on" }
        definition => { nb: "Definisjon", nn: "Definisjon", en: "Definition" }
        file => { nb: "Den signerte filen", nn: "Den signerte fila", en: "The signed file" }
        file_text(n: &str) => {
            nb: "{n} bedrifter under tilfeldige kjennetegn som bare gjelder i denne filen, uten navn, slik at hvem som helst kan regne tallet ut på nytt",
            nn: "{n} bedrifter under tilfeldige kjenneteikn som berre gjeld i denne fila, utan namn, slik at kven som helst kan rekne talet ut på nytt",
            en: "{n} startups under random marks that hold in this file alone, without names, so that anybody can recompute the figure" }
        think => { nb: "Tenk over dette før du publiserer", nn: "Tenk over dette før du publiserer", en: "Think of this before you publish" }
        stale(x: &str, n: &str) => {
            nb: "{x} av {n} bedrifter har ikke nye nok ansattetall, og er bare med i taket.",
            nn: "{x} av {n} bedrifter har ikkje nye nok tilsettetal, og er berre med i taket.",
            en: "{x} of {n} startups have no recent enough headcount, and are in the ceiling only." }
        unknown(x: &str, n: &str) => {
            nb: "Hvordan det har gått med {x} av {n} bedrifter, er ukjent. Spør dem før du publiserer, så blir tallet sikrere.",
            nn: "Korleis det har gått med {x} av {n} bedrifter, er ukjent. Spør dei før du publiserer, så blir talet sikrare.",
            en: "What became of {x} of {n} startups is unknown. Ask them before you publish, and the figure becomes surer." }
        blank => {
            nb: "Noen grupper er på én til fire bedrifter og vises ikke.",
            nn: "Nokre grupper er på éi til fire bedrifter og blir ikkje viste.",
            en: "Some groups are of one to four startups and are not shown." }
        cannot => { nb: "Dette tallet kan ikke publiseres", nn: "Dette talet kan ikkje publiserast", en: "This figure cannot be published" }
        use_heading => { nb: "Hvor det skal brukes", nn: "Kvar det skal brukast", en: "Where it is to be used" }
        name => { nb: "Hva det brukes i", nn: "Kva det blir brukt i", en: "What it is used in" }
        name_hint => { nb: "For eksempel «Årsmelding 2025».", nn: "Til dømes «Årsmelding 2025».", en: "For example “Annual report 2025”." }
        place => { nb: "Hvor i den (valgfritt)", nn: "Kvar i ho (valfritt)", en: "Where in it (optional)" }
        place_hint => { nb: "En side, en adresse.", nn: "Ei side, ei adresse.", en: "A page, an address." }
        contract => { nb: "For en avtale (valgfritt)", nn: "For ein avtale (valfritt)", en: "For a contract (optional)" }
        contract_hint => {
            nb: "Da står tallet også på siden til den som betaler.",
            nn: "Då står talet òg på sida til den som betaler.",
            en: "The figure then also stands on the payer’s page." }
        no_contract => { nb: "Ingen", nn: "Ingen", en: "None" }
        publish => { nb: "Publiser", nn: "Publiser", en: "Publish" }
        back => { nb: "Tilbake til tallet", nn: "Tilbake til talet", en: "Back to the figure" }
        for_programme(name: &str) => { nb: "Publiser for {name}", nn: "Publiser for {name}", en: "Publish for {name}" }
    }
}

/// The name of the form.
pub(crate) const FORM: &str = "publish";

/// The way to publish what a figure's page shows, for whoever may: as it is asked, or for their own programme where that is all they
/// may publish.
pub fn button(
    cx: &Cx,
    ledger: &domain::ledger::Ledger,
    id: &figures::FigureId,
    question: &Question,
) -> Option<AnyView> {
    let link = |label: String, address: &crate::paths::Query| {
        let href = paths::with_query(&paths::publish(id), address);
        view! { <p class="actions"><a class="ds-button" data-variant="secondary" href=href>{label}</a></p> }.into_any()
    };
    if !cx.has_role() {
        return None;
    }
    match publications::may_publish(&cx.actor(), ledger, &question.query, cx.today()) {
        Decision::Allowed => Some(link(w::title(cx.locale).to_owned(), &question.address)),
        _ if question.query.scope.programme.is_none() => {
            let domain::access::Scope::Programme(own) = cx.actor().scope else { return None };
            let programme = ledger.programme(own)?;
            let about = question.clone().about(programme);
            let may = cx.may(Action::Publish, &domain::access::Resource::Programme(own));
            may.then(|| link(w::for_programme(cx.locale, &programme.name), &about.address))
        }
        _ => None,
    }
}

/// The page.
pub fn page() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("figure").unwrap_or_default());
    show(move |cx| load(cx, id))
}

async fn load(cx: Cx, id: String) -> Result<Page, PageError> {
    let id = figures::parse_id(&id).ok_or(PageError::NotFound)?;
    let definition = figures::definition(&id).ok_or(PageError::NotFound)?;
    let house = cx.house_ledger().await?;
    let question = Question::of(&cx, &house);
    let (name, place) = (String::new(), String::new());
    let new = NewPublication { figure: id.clone(), query: question.query.clone(), name, place, contract: None };
    let preview = cx.house.store.preview_publication(&cx.actor(), &new).await?;
    let draft = actions::shown_again(&cx, FORM).await?.unwrap_or_default();
    let locale = cx.locale;
    let contracts = cx.house.store.contracts(&cx.actor()).await?;
    let contracts: Vec<SelectOption> = contracts
        .into_iter()
        .filter(|contract| contract.may_bear(preview.programme))
        .map(|contract| SelectOption::new(contract.id.to_string(), &contract.terms.title))
        .collect();
    let title = w::title(locale).to_owned();
    let back = paths::with_query(&paths::figure(&id), &question.address);
    let heading = view! {
        <p class="crumbs"><a class="ds-link" href=back>{w::back(locale)}</a></p>
        <h1 class="ds-heading">{title.clone()}</h1>
    };
    let body = match &preview.shown {
        Err(refusal) => {
            let refusal = refusal.text(locale);
            view! {
                {heading}
                <p class="figure-sentence">{definition.sentence(locale, &preview.figure)}</p>
                <Notice kind=NoticeKind::Danger title=w::cannot(locale).to_owned()>{refusal}</Notice>
            }
            .into_any()
        }
        Ok(public) => {
            let sentence = public.face.words(locale).map(|words| words.sentence.clone()).unwrap_or_default();
            view! {
                {heading}
                <p class="lead">{w::lead(locale)}</p>
                <p class="figure-sentence">{sentence}</p>
                {face::headline(locale, &public.face)}
                {warnings(locale, &preview, public)}
                {facts(&cx, &house, &preview)}
                {face::levels(locale, &public.face.figure)}
                {face::counts(locale, &public.face)}
                {form(locale, &question, &preview, &id, &draft, contracts)}
            }
            .into_any()
        }
    };
    Ok(Page { title, place: Place::Figures, body, islands: false })
}

fn warnings(locale: Locale, preview: &Preview, public: &Public) -> Option<AnyView> {
    let figure = &preview.figure;
    let out = |reasons: &[OutReason]| figure.rows_out.iter().filter(|row| reasons.contains(&row.reason)).count();
    let text = |many: usize, say: fn(Locale, &str, &str) -> String| {
        let all = figure.n + many;
        (many > 0).then(|| say(locale, &format::count(locale, many), &format::count(locale, all)))
    };
    let blank = public.face.counts.iter().any(|count| count.startups.is_none());
    let all: Vec<String> = [
        text(out(&[OutReason::StaleHeadcount]), w::stale),
        text(out(&[OutReason::StatusUnknown]), w::unknown),
        blank.then(|| w::blank(locale).to_owned()),
    ]
    .into_iter()
    .flatten()
    .chain(domain::claims::cautions(locale, figure))
    .collect();
    if all.is_empty() {
        return None;
    }
    let items = all.into_iter().map(|text| view! { <li>{text}</li> }).collect_view();
    let notice = view! {
        <Notice kind=NoticeKind::Warning title=w::think(locale).to_owned()><ul>{items}</ul></Notice>
    };
    Some(notice.into_any())
}

fn facts(cx: &Cx, house: &domain::ledger::Ledger, preview: &Preview) -> impl IntoView + use<> {
    let (locale, query) = (cx.locale, &preview.figure.query);
    let scope = question::scope_text(locale, house, &query.scope);
    let scope = if scope.is_empty() { w::whole_house(locale).to_owned() } else { scope };
    let many = preview.figure.n + preview.figure.rows_out.len();
    let (as_of, known_at) = (format::date(locale, query.as_of), format::instant(locale, query.known_at));
    let definition = preview.figure.definition.clone();
    view! {
        <section aria-labelledby="about">
            <h2 class="ds-heading" data-size="md" id="about">{w::about(locale)}</h2>
            <DefinitionList>
                <DefinitionItem term=w::scope(locale)>{scope}</DefinitionItem>
                <DefinitionItem term=w::as_of(locale)>{as_of}</DefinitionItem>
                <DefinitionItem term=w::known_at(locale)>{known_at}</DefinitionItem>
                <DefinitionItem term=w::definition(locale)><code>{definition}</code></DefinitionItem>
                <DefinitionItem term=w::file(locale)>{w::file_text(locale, &format::count(locale, many))}</DefinitionItem>
            </DefinitionList>
        </section>
    }
}

fn form(
    locale: Locale,
    question: &Question,
    preview: &Preview,
    id: &figures::FigureId,
    draft: &Shown,
    contracts: Vec<SelectOption>,
) -> impl IntoView + use<> {
    let contract = (!contracts.is_empty()).then(|| {
        let none = SelectOption::new("", w::no_contract(locale));
        let options = std::iter::once(none).chain(contracts).collect::<Vec<_>>();
        view! { <SelectField input=draft.input("contract", w::contract(locale)).hint(w::contract_hint(locale)) options=options/> }
    });
    let errors =
        draft.summary("", &[("name", w::name(locale)), ("place", w::place(locale)), ("contract", w::contract(locale))]);
    // The very question that is shown, also when it is sent tomorrow.
    let asked = question.address.clone().with("as_of", preview.figure.query.as_of);
    let asked = paths::with_query("", &asked);
    let known_at = preview.figure.query.known_at.to_rfc3339();
    view! {
        <section aria-labelledby="use">
            <h2 class="ds-heading" data-size="md" id="use">{w::use_heading(locale)}</h2>
            <ErrorSummary title=shared::mend_this(locale) errors=errors/>
            <form class="form" method="post" action=actions::publish_path()>
                <Hidden name="figure" value=id.0.clone()/>
                <Hidden name="question" value=asked.trim_start_matches('?').to_owned()/>
                <Hidden name="known_at" value=known_at/>
                <Field input=draft.input("name", w::name(locale)).hint(w::name_hint(locale)).required()/>
                <Field input=draft.input("place", w::place(locale)).hint(w::place_hint(locale))/>
                {contract}
                <div class="actions"><SubmitButton label=w::publish(locale)/></div>
            </form>
        </section>
    }
}
