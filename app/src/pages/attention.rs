//! What asks for attention: each with its reason and one thing to do, the way to put it off, and the rules of a programme.

mod rules;

use chrono::Days;
use domain::access::{Action, Resource};
use domain::attention::{Act, Item, Rule};
use domain::format;
use domain::ledger::Ledger;
use domain::words::Locale;
use leptos::prelude::*;
use store::People;
use store::attention::{Attention, LONGEST_SNOOZE, Snooze};

pub use self::rules::page as rules_page;
use crate::actions;
use crate::components::{DateField, Empty, ErrorSummary, Field, Hidden, Notice, NoticeKind, Pagination, SubmitButton};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, page as show, require_list};
use crate::paths::{self, Query};
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Trenger oppmerksomhet", nn: "Treng merksemd", en: "Needs attention" }
        lead => {
            nb: "Det viktigste står først, så det som har ventet lengst. Hver linje sier hvorfor, og hva du kan gjøre.",
            nn: "Det viktigaste står først, så det som har venta lengst. Kvar linje seier kvifor, og kva du kan gjere.",
            en: "What matters most stands first, then what has waited longest. Each line says why, and what you can do." }
        none => { nb: "Ingenting trenger oppmerksomhet nå.", nn: "Ingenting treng merksemd no.", en: "Nothing needs attention now." }
        none_text => {
            nb: "Her kommer bedrifter som står lenge i et steg, ikke er møtt på en stund eller mangler tall.",
            nn: "Her kjem bedrifter som står lenge i eit steg, ikkje er møtte på ei stund eller manglar tal.",
            en: "Startups that stand long in a stage, are not met for a while or lack numbers show up here." }
        later => { nb: "Utsatt", nn: "Utsett", en: "Put off" }
        later_until(until: &str, who: &str) => {
            nb: "Utsatt til {until} av {who}", nn: "Utsett til {until} av {who}", en: "Put off until {until} by {who}" }
        put_off => { nb: "Utsett", nn: "Utset", en: "Put off" }
        put_off_hint => {
            nb: "Den kommer tilbake den dagen, eller før hvis noe endrer seg.",
            nn: "Ho kjem tilbake den dagen, eller før om noko endrar seg.",
            en: "It comes back on that day, or before if anything changes." }
        until => { nb: "Til og med", nn: "Til og med", en: "Until" }
        why => { nb: "Hvorfor (kan stå tomt)", nn: "Kvifor (kan stå tomt)", en: "Why (may be left empty)" }
        take_up => { nb: "Ta fram igjen", nn: "Ta fram att", en: "Take up again" }
        was_put_off => { nb: "Utsatt.", nn: "Utsett.", en: "Put off." }
        was_taken_up => { nb: "Tatt fram igjen.", nn: "Teke fram att.", en: "Taken up again." }
        everything => { nb: "Alt", nn: "Alt", en: "Everything" }
        by_rule => { nb: "Vis", nn: "Vis", en: "Show" }
        all(n: &str) => { nb: "Se alle {n}", nn: "Sjå alle {n}", en: "See all {n}" }
        rules(programme: &str) => {
            nb: "Regler for {programme}", nn: "Reglar for {programme}", en: "Rules of {programme}" }
        contracts => { nb: "Avtaler", nn: "Avtalar", en: "Contracts" }
        open_contract => { nb: "Åpne avtalen", nn: "Opne avtalen", en: "Open the contract" }
    }
}

/// How many a first page shows.
const ON_HOME: usize = 5;
/// How many stand on one page of the list.
const ON_PAGE: usize = 25;
/// Until when something is put off unless another day is chosen.
const TWO_WEEKS: u64 = 14;

/// The page.
pub fn page() -> impl IntoView {
    show(load)
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    require_list(&cx)?;
    if !is_asked(&cx) {
        return Err(PageError::NotFound);
    }
    let ledger = cx.ledger().await?;
    let people = cx.house.store.people().await?;
    let attention = cx.house.store.attention(&cx.actor()).await?;
    let draft = actions::shown_again(&cx, "snooze").await?;
    let locale = cx.locale;
    let title = w::title(locale).to_owned();
    let done = match cx.query.get("done") {
        Some("put-off") => Some(w::was_put_off(locale)),
        Some("taken-up") => Some(w::was_taken_up(locale)),
        _ => None,
    };
    let errors = draft.as_ref().map(|draft| draft.summary("", &[])).unwrap_or_default();
    let now = if attention.now.is_empty() {
        view! { <Empty title=w::none(locale) text=w::none_text(locale).to_owned()/> }.into_any()
    } else {
        list(&cx, &ledger, &attention.now, draft.as_ref())
    };
    let later = (!attention.later.is_empty()).then(|| {
        let rows = attention.later.iter().map(|(item, snooze)| later_row(&cx, &ledger, &people, item, snooze));
        view! {
            <section aria-labelledby="later">
                <h2 class="ds-heading" data-size="md" id="later">{w::later(locale)}</h2>
                <ul class="plain-list attention">{rows.collect::<Vec<_>>()}</ul>
            </section>
        }
    });
    let rules = ledger
        .programmes
        .iter()
        .filter(|programme| cx.may(Action::ManageMentoring, &Resource::Programme(programme.id)))
        .map(|programme| {
            let href = paths::attention_rules(&programme.slug);
            view! { <li><a class="ds-link" href=href>{w::rules(locale, &programme.name)}</a></li> }
        })
        .collect::<Vec<_>>();
    let rules = (!rules.is_empty()).then(|| view! { <ul class="plain-list">{rules}</ul> });
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        {done.map(|text| view! { <Notice kind=NoticeKind::Success live=true>{text}</Notice> })}
        <ErrorSummary title=shared::mend_this(locale) errors=errors/>
        <p class="lead">{w::lead(locale)}</p>
        {about_contracts(&cx).await?}
        {now}
        {later}
        {rules}
    }
    .into_any();
    Ok(Page { title, place: Place::Attention, body, islands: false })
}

/// What asks for attention about contracts; nothing when none does. These stand first: a funder waits.
async fn about_contracts(cx: &Cx) -> Result<Option<AnyView>, PageError> {
    let locale = cx.locale;
    let items = cx.house.store.contract_attention(&cx.actor()).await?;
    if items.is_empty() {
        return Ok(None);
    }
    let rows = items
        .into_iter()
        .map(|item| {
            view! {
                <li class="attention__item" data-severity=item.severity.code()>
                    <div class="attention__what">
                        <p class="attention__head">
                            <a class="ds-link" href=paths::contract(item.contract)>{item.title.clone()}</a>
                            " "
                            <span class="ds-tag attention__rule">{item.rule_name(locale)}</span>
                        </p>
                        <p>{item.reason(locale)}</p>
                    </div>
                    <div class="attention__do">
                        <a class="ds-button" data-variant="secondary" href=paths::contract(item.contract)>
                            {w::open_contract(locale)}
                            <span class="ds-sr-only">{format!(": {}", item.title)}</span>
                        </a>
                    </div>
                </li>
            }
        })
        .collect::<Vec<_>>();
    Ok(Some(
        view! {
            <section aria-labelledby="contracts">
                <h2 class="ds-heading" data-size="md" id="contracts">{w::contracts(locale)}</h2>
                <ol class="plain-list attention">{rows}</ol>
            </section>
        }
        .into_any(),
    ))
}

/// The items that the address asks for: of one rule or of all, a page of them.
fn list(cx: &Cx, ledger: &Ledger, now: &[Item], draft: Option<&Shown>) -> AnyView {
    let locale = cx.locale;
    let chosen = cx.query.get("rule").and_then(Rule::from_code);
    let of = |rule: Option<Rule>| move |item: &&Item| rule.is_none_or(|rule| item.rule == rule);
    let choices = std::iter::once(None).chain(Rule::ALL.into_iter().map(Some)).filter_map(|rule| {
        let many = now.iter().filter(of(rule)).count();
        let name = rule.map_or_else(|| w::everything(locale), |rule| rule.name(locale));
        let query = rule.map_or_else(Query::default, |rule| Query::one("rule", rule.code()));
        let current = (rule == chosen).then_some("true");
        (many > 0).then(|| {
            let text = format!("{name} {}", format::count(locale, many));
            view! { <li><a class="choice" href=paths::with_query(paths::ATTENTION, &query) aria-current=current>{text}</a></li> }
        })
    });
    let choices = choices.collect::<Vec<_>>();
    let shown: Vec<&Item> = now.iter().filter(of(chosen)).collect();
    let pages = shown.len().div_ceil(ON_PAGE).max(1);
    // A refused form stands on the page of its item.
    let refused = draft.and_then(|draft| shown.iter().position(|item| is_of(draft, item)));
    let asked = cx.query.get("page").and_then(|page| page.parse().ok());
    let page = refused.map(|at| at / ON_PAGE + 1).or(asked).unwrap_or(1).clamp(1, pages);
    let on_page = shown.iter().skip((page - 1) * ON_PAGE).take(ON_PAGE);
    let rows = on_page.map(|item| row(cx, ledger, item, Some(draft))).collect::<Vec<_>>();
    let query = cx.query.only(&["rule"]);
    view! {
        <nav aria-label=w::by_rule(locale)><ul class="plain-list attention__rules">{choices}</ul></nav>
        <ol class="plain-list attention" start=((page - 1) * ON_PAGE + 1).to_string()>{rows}</ol>
        <Pagination
            page=page
            pages=pages
            href=move |number| paths::with_query(paths::ATTENTION, &query.clone().with("page", number))
            label=shared::pages(locale)
            previous=shared::previous(locale)
            next=shared::next(locale)
        />
    }
    .into_any()
}

/// Whether a refused form was about an item.
fn is_of(draft: &Shown, item: &Item) -> bool {
    draft.value("startup", "") == item.startup.to_string() && draft.value("rule", "") == item.rule.code()
}

/// Whether the reader has such a list.
#[must_use]
pub fn is_asked(cx: &Cx) -> bool {
    use domain::access::Role;
    matches!(cx.actor().role, Role::Admin | Role::System | Role::Manager | Role::Mentor)
}

/// How many things ask for the reader's attention now, for the navigation.
///
/// # Errors
/// When the database does not answer.
pub async fn count(cx: &Cx) -> Result<usize, store::StoreError> {
    Ok(if is_asked(cx) { cx.house.store.attention(&cx.actor()).await?.now.len() } else { 0 })
}

/// The first of them, for a first page; nothing when there are none.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn on_home(cx: &Cx, ledger: &Ledger) -> Result<Option<AnyView>, PageError> {
    let attention = cx.house.store.attention(&cx.actor()).await?;
    let Attention { now, .. } = &*attention;
    if now.is_empty() {
        return Ok(None);
    }
    let locale = cx.locale;
    let rows = now.iter().take(ON_HOME).map(|item| row(cx, ledger, item, None)).collect::<Vec<_>>();
    let all = (now.len() > ON_HOME).then(|| {
        let text = w::all(locale, &format::count(locale, now.len()));
        view! { <p><a class="ds-link" href=paths::ATTENTION>{text}</a></p> }
    });
    Ok(Some(
        view! {
            <section aria-labelledby="attention">
                <h2 class="ds-heading" data-size="md" id="attention">{w::title(locale)}</h2>
                <ol class="plain-list attention">{rows}</ol>
                {all}
            </section>
        }
        .into_any(),
    ))
}

/// Where the one thing to do is done, when it is the reader's to do.
fn href(cx: &Cx, ledger: &Ledger, item: &Item) -> Option<String> {
    let startup = ledger.startup(item.startup)?;
    let about = Resource::startup(ledger, startup);
    let (id, stay) = (item.startup, Resource::stay(ledger, startup, item.stay));
    let asks = cx.may(Action::AskForUpdates, &Resource::Programme(item.programme));
    let to = match item.act() {
        Act::LogMeeting => cx.may(Action::LogMeeting, &about).then(|| paths::log_meeting(id)),
        Act::Move => cx.may(Action::MoveStay, &stay).then(|| paths::move_stay(id, item.stay)),
        Act::Decide => cx.may(Action::DecideApplication, &stay).then(|| paths::move_stay(id, item.stay)),
        Act::AskForUpdate if asks => ledger.programme(item.programme).map(|programme| paths::updates(&programme.slug)),
        Act::AskForUpdate => None,
        Act::AssignMentor => cx.may(Action::AssignMentor, &about).then(|| paths::startup_section(id, "mentors")),
        Act::RecordHeadcount | Act::RecordAlive => {
            cx.may(Action::RecordFact, &about).then(|| paths::startup_section(id, "record-headcount"))
        }
    };
    // Whoever may not do it opens the startup and sees what there is.
    to.or_else(|| Some(paths::startup(id)))
}

/// One item. `snooze` is the form that puts it off, as it was last sent; a first page has none.
fn row(cx: &Cx, ledger: &Ledger, item: &Item, snooze: Option<Option<&Shown>>) -> impl IntoView + use<> {
    let locale = cx.locale;
    let startup = ledger.startup(item.startup);
    let may_put_off = startup.is_some_and(|startup| cx.may(Action::RecordFact, &Resource::startup(ledger, startup)));
    let snooze = snooze.filter(|_| may_put_off).map(|draft| snooze_form(cx, item, draft));
    let act = href(cx, ledger, item).map(|href| {
        view! {
            <a class="ds-button" data-variant="secondary" href=href>
                {item.act().text(locale)}
                <span class="ds-sr-only">{format!(": {}", item.name)}</span>
            </a>
        }
    });
    view! {
        <li class="attention__item" data-severity=item.severity.code()>
            <div class="attention__what">
                <p class="attention__head">
                    <a class="ds-link" href=paths::startup(item.startup)>{item.name.clone()}</a>
                    " "
                    <span class="ds-tag attention__rule">{item.rule.name(locale)}</span>
                </p>
                <p>{item.reason(locale, ledger)}</p>
            </div>
            <div class="attention__do">{act}{snooze}</div>
        </li>
    }
}

/// The id by which an item's form is told from the others on the page.
fn form_id(item: &Item) -> String {
    format!("{}-{}", item.rule.code(), item.startup)
}

fn snooze_form(cx: &Cx, item: &Item, draft: Option<&Shown>) -> impl IntoView + use<> {
    let locale = cx.locale;
    let prefix = format!("{}-", form_id(item));
    let mine = draft.filter(|draft| is_of(draft, item));
    let open = mine.is_some();
    let empty = Shown::default();
    let shown = mine.unwrap_or(&empty);
    let day = |days: u64| cx.today().checked_add_days(Days::new(days)).unwrap_or(cx.today()).to_string();
    view! {
        <details class="attention__later" open=open>
            <summary>{w::put_off(locale)}<span class="ds-sr-only">{format!(": {}, {}", item.name, item.rule.name(locale))}</span></summary>
            <form class="form" method="post" action=actions::snooze_path()>
                <Hidden name="startup" value=item.startup.to_string()/>
                <Hidden name="rule" value=item.rule.code()/>
                <DateField input=shown.input("until", w::until(locale)).value(day(TWO_WEEKS)).within(&prefix).hint(w::put_off_hint(locale)).required() min=Some(day(1)) max=Some(day(LONGEST_SNOOZE))/>
                <Field input=shown.input("why", w::why(locale)).within(&prefix)/>
                <div class="actions"><SubmitButton label=w::put_off(locale) variant="secondary"/></div>
            </form>
        </details>
    }
}

fn later_row(cx: &Cx, ledger: &Ledger, people: &People, item: &Item, snooze: &Snooze) -> impl IntoView + use<> {
    let locale = cx.locale;
    let told = later_words(locale, people, snooze);
    let startup = ledger.startup(item.startup);
    let may = startup.is_some_and(|startup| cx.may(Action::RecordFact, &Resource::startup(ledger, startup)));
    let act = may.then(|| {
        view! {
            <form method="post" action=actions::unsnooze_path()>
                <Hidden name="startup" value=item.startup.to_string()/>
                <Hidden name="rule" value=item.rule.code()/>
                <button class="ds-button" type="submit" data-variant="tertiary">
                    {w::take_up(locale)}
                    <span class="ds-sr-only">{format!(": {}", item.name)}</span>
                </button>
            </form>
        }
    });
    view! {
        <li class="attention__item">
            <div class="attention__what">
                <p class="attention__head">
                    <a class="ds-link" href=paths::startup(item.startup)>{item.name.clone()}</a>
                    " "
                    <span class="ds-tag attention__rule">{item.rule.name(locale)}</span>
                </p>
                <p>{item.reason(locale, ledger)}</p>
                <p class="muted">{told}</p>
            </div>
            <div class="attention__do">{act}</div>
        </li>
    }
}

fn later_words(locale: Locale, people: &People, snooze: &Snooze) -> String {
    let told = w::later_until(locale, &format::date(locale, snooze.until_on), &people.name_of(&snooze.by, locale));
    if snooze.why.is_empty() { format!("{told}.") } else { format!("{told}: {}", snooze.why) }
}
