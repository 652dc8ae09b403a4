//! What a call says, and when it is open: a new one, or one that is there.

use std::collections::BTreeMap;

use domain::intake::{Call, Texts, oslo_civil, slug_of};
use domain::words::Locale;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::{managed, manages, require_any};
use crate::actions;
use crate::components::{
    DateField, ErrorSummary, Field, Hidden, Input, SelectField, SelectOption, SubmitButton, TextArea,
};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, page as show};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    pub(super) mod w {
        new_title => { nb: "Ny utlysning", nn: "Ny utlysing", en: "New call" }
        edit_title => { nb: "Endre utlysningen", nn: "Endre utlysinga", en: "Change the call" }
        lead => {
            nb: "Spørsmålene legger du til etterpå. Søkerne ser utlysningen først når du deler lenken.",
            nn: "Spørsmåla legg du til etterpå. Søkjarane ser utlysinga først når du deler lenkja.",
            en: "You add the questions afterwards. Applicants see the call only when you share its link." }
        title => { nb: "Tittel", nn: "Tittel", en: "Title" }
        slug => { nb: "Adresse", nn: "Adresse", en: "Address" }
        slug_hint => {
            nb: "Siste del av lenken, for eksempel var-2027. Små bokstaver, tall og bindestrek.",
            nn: "Siste del av lenkja, til dømes var-2027. Små bokstavar, tal og bindestrek.",
            en: "The last part of the link, such as spring-2027. Small letters, digits and hyphens." }
        intro => { nb: "Innledning", nn: "Innleiing", en: "Introduction" }
        intro_hint => {
            nb: "Hvem kan søke, hva får de, og hvordan velger dere? En tom linje gir et nytt avsnitt.",
            nn: "Kven kan søkje, kva får dei, og korleis vel de? Ei tom linje gir eit nytt avsnitt.",
            en: "Who can apply, what do they get, and how do you choose? An empty line begins a new paragraph." }
        contact => { nb: "Kontakt for spørsmål", nn: "Kontakt for spørsmål", en: "Contact for questions" }
        cohort_hint => {
            nb: "Kullet de som søker, kommer inn i. Kan stå åpent.",
            nn: "Kullet dei som søkjer, kjem inn i. Kan stå ope.",
            en: "The cohort that those who apply come into. May be left open." }
        opens_on => { nb: "Åpner", nn: "Opnar", en: "Opens" }
        opens_time => { nb: "Åpner klokken", nn: "Opnar klokka", en: "Opens at" }
        closes_on => { nb: "Stenger", nn: "Stenger", en: "Closes" }
        closes_time => { nb: "Stenger klokken", nn: "Stenger klokka", en: "Closes at" }
        consent => { nb: "Samtykke: setningen søkeren krysser av for", nn: "Samtykke: setninga søkjaren kryssar av for", en: "Consent: the sentence that applicants tick" }
        consent_default => {
            nb: "Jeg har lest hvordan opplysningene behandles, og samtykker til det.",
            nn: "Eg har lese korleis opplysningane blir behandla, og samtykkjer til det.",
            en: "I have read what is done with the information, and consent to it." }
        privacy => { nb: "Personvern: hva dere gjør med opplysningene", nn: "Personvern: kva de gjer med opplysningane", en: "Privacy: what you do with the information" }
        privacy_hint => {
            nb: "Hvem er ansvarlig, hva brukes opplysningene til, hvem ser dem, hvor lenge har dere dem, og hvem spør man om innsyn og sletting?",
            nn: "Kven er ansvarleg, kva blir opplysningane brukte til, kven ser dei, kor lenge har de dei, og kven spør ein om innsyn og sletting?",
            en: "Who is responsible, what is the information used for, who sees it, how long do you keep it, and who is asked about access and deletion?" }
        notice_version(version: &str) => {
            nb: "Samtykke og personvern er versjon {version}. Har noen søkt, blir en endring en ny versjon; de som har søkt, har godtatt den de leste.",
            nn: "Samtykke og personvern er versjon {version}. Har nokon søkt, blir ei endring ein ny versjon; dei som har søkt, har godteke den dei las.",
            en: "Consent and privacy are version {version}. Once somebody has applied, a change makes a new version; those who applied have agreed to the one they read." }
        nn => { nb: "nynorsk", nn: "nynorsk", en: "Nynorsk" }
        en => { nb: "engelsk", nn: "engelsk", en: "English" }
        in_language(label: &str, language: &str) => { nb: "{label}, {language}", nn: "{label}, {language}", en: "{label}, {language}" }
        languages => { nb: "På nynorsk og engelsk", nn: "På nynorsk og engelsk", en: "In Nynorsk and English" }
        languages_hint => {
            nb: "Det som står tomt her, leses på bokmål.",
            nn: "Det som står tomt her, blir lese på bokmål.",
            en: "What is empty here is read in Bokmål." }
        create => { nb: "Lag utlysningen", nn: "Lag utlysinga", en: "Make the call" }
        save => { nb: "Lagre", nn: "Lagre", en: "Save" }
    }
}

/// The page of a new call.
pub fn new_page() -> impl IntoView {
    show(load_new)
}

/// The page of one that is there.
pub fn page() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("call").unwrap_or_default());
    show(move |cx| load(cx, id))
}

async fn load_new(cx: Cx) -> Result<Page, PageError> {
    let locale = cx.locale;
    let house = cx.house_ledger().await?;
    require_any(&cx, &house)?;
    let draft = match actions::shown_again(&cx, "call").await? {
        Some(draft) => draft,
        None => blank(&cx),
    };
    let title = w::new_title(locale).to_owned();
    let programmes: Vec<SelectOption> = house
        .programmes
        .iter()
        .filter(|programme| manages(&cx, programme.id))
        .map(|programme| SelectOption::new(programme.id.to_string(), &programme.name))
        .collect();
    let fields = fields(&cx, &draft, None).await?;
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="lead">{w::lead(locale)}</p>
        <ErrorSummary title=shared::mend_this(locale) errors=draft.summary("", &labels(locale))/>
        <form class="form" method="post" action=actions::create_call_path()>
            <SelectField input=draft.input("programme", shared::programme(locale)) options=programmes/>
            {fields}
            <div class="actions">
                <SubmitButton label=w::create(locale)/>
                <a class="ds-link" href=paths::CALLS>{shared::cancel(locale)}</a>
            </div>
        </form>
    }
    .into_any();
    Ok(Page { title, place: Place::Calls, body, islands: false })
}

async fn load(cx: Cx, id: String) -> Result<Page, PageError> {
    let locale = cx.locale;
    let call = managed(&cx, &id).await?;
    let draft = match actions::shown_again(&cx, "call").await? {
        Some(draft) => draft,
        None => filled(&call),
    };
    let title = w::edit_title(locale).to_owned();
    let fields = fields(&cx, &draft, Some(&call)).await?;
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="lead">{call.title.get(locale).to_owned()}</p>
        <ErrorSummary title=shared::mend_this(locale) errors=draft.summary("", &labels(locale))/>
        <form class="form" method="post" action=actions::change_call_path()>
            <Hidden name="call" value=call.id.to_string()/>
            {fields}
            <p class="muted">{w::notice_version(locale, &call.notice.version.to_string())}</p>
            <div class="actions">
                <SubmitButton label=w::save(locale)/>
                <a class="ds-link" href=paths::call(call.id)>{shared::cancel(locale)}</a>
            </div>
        </form>
    }
    .into_any();
    Ok(Page { title, place: Place::Calls, body, islands: false })
}

fn labels(locale: Locale) -> [(&'static str, &'static str); 11] {
    [
        ("title_nb", w::title(locale)),
        ("programme", shared::programme(locale)),
        ("slug", w::slug(locale)),
        ("opens_on", w::opens_on(locale)),
        ("opens_time", w::opens_time(locale)),
        ("closes_on", w::closes_on(locale)),
        ("closes_time", w::closes_time(locale)),
        ("cohort", shared::cohort(locale)),
        ("intro_nb", w::intro(locale)),
        ("consent_nb", w::consent(locale)),
        ("privacy_nb", w::privacy(locale)),
    ]
}

/// A form that nobody has typed into: what most calls say stands in it.
fn blank(cx: &Cx) -> Shown {
    let today = cx.today();
    let closes = today.checked_add_days(chrono::Days::new(28)).unwrap_or(today);
    let mut values = BTreeMap::from([
        ("opens_on".to_owned(), today.to_string()),
        ("opens_time".to_owned(), "08:00".to_owned()),
        ("closes_on".to_owned(), closes.to_string()),
        ("closes_time".to_owned(), "12:00".to_owned()),
    ]);
    for locale in Locale::ALL {
        values.insert(format!("consent_{}", locale.tag()), w::consent_default(locale).to_owned());
    }
    Shown::filled(values)
}

/// A form with what is there.
fn filled(call: &Call) -> Shown {
    let mut values = BTreeMap::new();
    let mut put = |field: &str, value: String| values.insert(field.to_owned(), value);
    for (at, day, time) in [(call.opens_at, "opens_on", "opens_time"), (call.closes_at, "closes_on", "closes_time")] {
        let (date, clock) = oslo_civil(at);
        put(day, date.to_string());
        put(time, clock.format("%H:%M").to_string());
    }
    put("slug", call.slug.clone());
    put("contact", call.contact.clone());
    put("cohort", call.cohort.map(|cohort| cohort.to_string()).unwrap_or_default());
    for (field, texts) in [
        ("title", &call.title),
        ("intro", &call.intro),
        ("consent", &call.notice.consent),
        ("privacy", &call.notice.privacy),
    ] {
        put_texts(&mut values, field, texts);
    }
    Shown::filled(values)
}

/// A text in the fields of its languages.
pub(super) fn put_texts(values: &mut BTreeMap<String, String>, field: &str, texts: &Texts) {
    values.insert(format!("{field}_nb"), texts.nb.clone());
    values.insert(format!("{field}_nn"), texts.nn.clone().unwrap_or_default());
    values.insert(format!("{field}_en"), texts.en.clone().unwrap_or_default());
}

/// The field of a text in another language.
pub(super) fn other(draft: &Shown, locale: Locale, field: &str, label: &str, language: Locale) -> Input {
    let name = if language == Locale::Nn { w::nn(locale) } else { w::en(locale) };
    draft.input(&format!("{field}_{}", language.tag()), &w::in_language(locale, label, name))
}

async fn fields(cx: &Cx, draft: &Shown, call: Option<&Call>) -> Result<AnyView, PageError> {
    let locale = cx.locale;
    let house = cx.house_ledger().await?;
    let own = |cohort: &&domain::pipeline::Cohort| match call {
        Some(call) => cohort.programme == call.programme,
        None => manages(cx, cohort.programme),
    };
    let cohorts = house.cohorts.iter().filter(own).map(|cohort| SelectOption {
        group: house.programme(cohort.programme).map(|programme| programme.name.clone()),
        ..SelectOption::new(cohort.id.to_string(), &cohort.name)
    });
    let cohorts: Vec<SelectOption> =
        std::iter::once(SelectOption::new("", shared::none(locale))).chain(cohorts).collect();
    let slug = draft.value("slug", &slug_of(&draft.value("title_nb", "")));
    let languages = [Locale::Nn, Locale::En].map(|language| {
        view! {
            <Field input=other(draft, locale, "title", w::title(locale), language)/>
            <TextArea input=other(draft, locale, "intro", w::intro(locale), language) rows=6/>
            <TextArea input=other(draft, locale, "consent", w::consent(locale), language) rows=2/>
            <TextArea input=other(draft, locale, "privacy", w::privacy(locale), language) rows=6/>
        }
    });
    Ok(view! {
        <Field input=draft.input("title_nb", w::title(locale)).required()/>
        <Field input=draft.input("slug", w::slug(locale)).value(slug).hint(w::slug_hint(locale)).required() autocomplete="off".to_owned()/>
        <DateField input=draft.input("opens_on", w::opens_on(locale)).required()/>
        <Field input=draft.input("opens_time", w::opens_time(locale)).required() kind="time"/>
        <DateField input=draft.input("closes_on", w::closes_on(locale)).required()/>
        <Field input=draft.input("closes_time", w::closes_time(locale)).required() kind="time"/>
        <SelectField input=draft.input("cohort", shared::cohort(locale)).hint(w::cohort_hint(locale)) options=cohorts/>
        <TextArea input=draft.input("intro_nb", w::intro(locale)).hint(w::intro_hint(locale)) rows=8/>
        <Field input=draft.input("contact", w::contact(locale))/>
        <TextArea input=draft.input("consent_nb", w::consent(locale)).required() rows=2/>
        <TextArea input=draft.input("privacy_nb", w::privacy(locale)).hint(w::privacy_hint(locale)).required() rows=8/>
        <details class="ds-details fold">
            <summary>{w::languages(locale)}</summary>
            <div>
                <p class="muted">{w::languages_hint(locale)}</p>
                {languages}
            </div>
        </details>
    }
    .into_any())
}
