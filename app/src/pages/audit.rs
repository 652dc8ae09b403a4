//! The audit log: who did what, when, as what, and what was there before; narrowed by filters that stand in the address.

pub mod csv;
pub mod difference;
pub mod words;

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::access::sight::sees_all;
use domain::access::{Action, Actor, Resource, Role};
use domain::format;
use domain::ids::{PersonId, StartupId};
use domain::ledger::Ledger;
use domain::words::{Locale, fold};
use leptos::prelude::*;
use store::{AuditEntry, AuditFilter, People, PrivateRead};

use self::difference::{Line, Names};
use crate::components::{
    ButtonLink, DataTable, DateField, Empty, Field, Input, Notice, NoticeKind, SelectField, SelectOption, SubmitButton,
};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, page as show};
use crate::paths::{self, Query};
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Logg", nn: "Logg", en: "Audit log" }
        lead => {
            nb: "Alt som er gjort i huset, og hvem som har sett på private opplysninger. Ingenting her kan endres.",
            nn: "Alt som er gjort i huset, og kven som har sett på private opplysningar. Ingenting her kan endrast.",
            en: "Everything done in the house, and who looked at private data. Nothing here can be changed." }
        lead_programme => {
            nb: "Det som er gjort med bedriftene, folkene og rollene i programmet ditt. Ingenting her kan endres.",
            nn: "Det som er gjort med bedriftene, folka og rollene i programmet ditt. Ingenting her kan endrast.",
            en: "What was done with the startups, people and roles of your programme. Nothing here can be changed." }
        filter => { nb: "Vis bare", nn: "Vis berre", en: "Show only" }
        person => { nb: "Av eller om person", nn: "Av eller om person", en: "By or about a person" }
        name_hint => { nb: "Hele navnet", nn: "Heile namnet", en: "The whole name" }
        action => { nb: "Handling", nn: "Handling", en: "Action" }
        from => { nb: "Fra og med", nn: "Frå og med", en: "From" }
        to => { nb: "Til og med", nn: "Til og med", en: "To" }
        request => { nb: "Forespørsel", nn: "Førespurnad", en: "Request" }
        when => { nb: "Når", nn: "Når", en: "When" }
        who => { nb: "Hvem", nn: "Kven", en: "Who" }
        what => { nb: "Hva", nn: "Kva", en: "What" }
        about => { nb: "Om", nn: "Om", en: "About" }
        change => { nb: "Endring", nn: "Endring", en: "Change" }
        was => { nb: "før", nn: "før", en: "before" }
        becomes => { nb: "ble til", nn: "vart til", en: "became" }
        none => { nb: "Ingen innslag her.", nn: "Ingen innslag her.", en: "No entries here." }
        nobody(name: &str) => { nb: "Ingen her heter «{name}».", nn: "Ingen her heiter «{name}».", en: "Nobody here is called “{name}”." }
        no_startup(name: &str) => { nb: "Ingen bedrift her heter «{name}».", nn: "Inga bedrift her heiter «{name}».", en: "No startup here is called “{name}”." }
        older => { nb: "Eldre", nn: "Eldre", en: "Older" }
        newest => { nb: "De nyeste", nn: "Dei nyaste", en: "The newest" }
        file => { nb: "Last ned (CSV)", nn: "Last ned (CSV)", en: "Download (CSV)" }
        history => { nb: "Historikk", nn: "Historikk", en: "History" }
        history_all => { nb: "Hele historikken", nn: "Heile historikken", en: "The whole history" }
    }
}

/// Entries on one page.
const AT_ONCE: usize = 50;
/// Entries on a startup's own page.
const LAST: usize = 5;
/// Entries in one file: the newest of them. More than anybody reads, and no more than memory has room for.
pub const MOST_IN_FILE: usize = 50_000;

/// The keys of the address that narrow the log.
const KEYS: [&str; 7] = ["startup", "person", "action", "role", "from", "to", "request"];

/// The page.
pub fn page() -> impl IntoView {
    show(load)
}

/// The address of the log of one startup.
#[must_use]
pub fn of_startup(id: StartupId) -> String {
    paths::with_query(paths::AUDIT, &Query::one("startup", id))
}

/// What the address asks for, and what it names that is not here.
struct Asked {
    filter: AuditFilter,
    unknown: Option<String>,
}

/// A text as an id, or as the whole name of something.
fn named<I: std::str::FromStr>(text: &str, mut all: impl Iterator<Item = (I, String)>) -> Option<I> {
    text.parse().ok().or_else(|| {
        let wanted = fold(text);
        all.find(|(_, name)| fold(name) == wanted).map(|(id, _)| id)
    })
}

impl Asked {
    fn of(cx: &Cx, seen: &Seen) -> Self {
        let Seen { ledger, people, .. } = seen;
        let query = &cx.query;
        let startup = query.get("startup").map(|text| {
            let all = ledger.startups.iter().map(|startup| (startup.profile.id, startup.profile.name.clone()));
            named::<StartupId>(text, all).ok_or_else(|| w::no_startup(cx.locale, text))
        });
        let person = query.get("person").map(|text| {
            // That somebody of this name exists is itself told only of those the reader sees.
            let all = people.persons.values().filter(|person| person.erased_at.is_none() && seen.knows(person.id));
            named::<PersonId>(text, all.map(|person| (person.id, person.name.clone())))
                .ok_or_else(|| w::nobody(cx.locale, text))
        });
        let unknown = [
            startup.as_ref().and_then(|found| found.as_ref().err()),
            person.as_ref().and_then(|found| found.as_ref().err()),
        ];
        let unknown = unknown.into_iter().flatten().next().cloned();
        let filter = AuditFilter {
            startup: startup.and_then(Result::ok),
            person: person.and_then(Result::ok),
            actor: None,
            action: query.get("action").map(str::to_owned),
            role: query.get("role").and_then(Role::from_code),
            from: query.date("from"),
            to: query.date("to"),
            request: query.get("request").map(str::to_owned),
        };
        Self { filter, unknown }
    }
}

/// What every view of the log needs: it is the reader's to see, and by what names.
struct Seen {
    ledger: Arc<Ledger>,
    people: Arc<People>,
    /// The people of the reader's programme; `None` for those who see everybody.
    members: Option<BTreeSet<PersonId>>,
}

impl Seen {
    async fn by(cx: &Cx) -> Result<Self, PageError> {
        let house = cx.house_ledger().await?;
        cx.require(Action::SeeAudit, &Resource::House(&house))?;
        let members = if sees_all(&cx.actor()) {
            None
        } else {
            let members = cx.house.store.members(&cx.actor()).await?;
            Some(members.people.into_iter().map(|member| member.person).collect())
        };
        Ok(Self { ledger: cx.ledger().await?, people: cx.house.store.people().await?, members })
    }

    /// Whether the reader may learn what somebody is called.
    fn knows(&self, person: PersonId) -> bool {
        self.members.as_ref().is_none_or(|members| members.contains(&person))
    }

    fn names(&self) -> Names<'_> {
        Names { ledger: &self.ledger, people: &self.people, persons: true }
    }
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    let locale = cx.locale;
    let seen = Seen::by(&cx).await?;
    let asked = Asked::of(&cx, &seen);
    let before = cx.query.get("before").and_then(|id| id.parse().ok());
    let page = match asked.unknown {
        Some(_) => store::AuditPage::default(),
        None => cx.house.store.audit(&cx.actor(), &asked.filter, before, AT_ONCE).await?,
    };
    let here = cx.query.only(&KEYS);
    let link = |query: &Query| paths::with_query(paths::AUDIT, query);
    let older =
        page.older.map(|id| view! { <ButtonLink href=link(&here.clone().with("before", id)) label=w::older(locale)/> });
    let newest = before.map(|_| view! { <ButtonLink href=link(&here) label=w::newest(locale)/> });
    let file = (!page.entries.is_empty()).then(|| {
        let href = paths::with_query(paths::AUDIT_CSV, &here);
        view! { <ButtonLink href=href label=w::file(locale) download=true/> }
    });
    let title = w::title(locale).to_owned();
    let lead = if matches!(cx.actor().scope, domain::access::Scope::House) {
        w::lead(locale)
    } else {
        w::lead_programme(locale)
    };
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="lead">{lead}</p>
        {filters(&cx, &seen, &asked.filter)}
        {asked.unknown.map(|text| view! { <Notice kind=NoticeKind::Warning>{text}</Notice> })}
        {table(locale, &seen.names(), &page.entries, &here)}
        <div class="actions">{newest} {older} {file}</div>
    }
    .into_any();
    Ok(Page { title, place: Place::Audit, body, islands: false })
}

fn filters(cx: &Cx, seen: &Seen, filter: &AuditFilter) -> impl IntoView + use<> {
    let locale = cx.locale;
    let typed = |key: &str| cx.query.get(key).unwrap_or_default().to_owned();
    // An id from a link is shown as the name it stands for.
    let startup = filter.startup.and_then(|id| seen.ledger.startup(id)).map(|startup| startup.profile.name.clone());
    // An id alone is no leave to learn a name.
    let person = filter.person.filter(|id| seen.knows(*id)).and_then(|id| seen.people.persons.get(&id));
    let person = person.map(|person| person.name.clone());
    let all = || SelectOption::new("", shared::all(locale));
    let mut actions: Vec<SelectOption> = words::ACTIONS
        .iter()
        .map(|code| SelectOption::new(*code, shared::at_start(&words::action_text(locale, code))))
        .collect();
    actions.sort_by_key(|option| fold(&option.label));
    let actions = std::iter::once(all()).chain(actions).collect::<Vec<_>>();
    let roles = std::iter::once(all())
        .chain(Role::ALL.into_iter().map(|role| SelectOption::new(role.code(), shared::at_start(role.name(locale)))))
        .collect::<Vec<_>>();
    let open = KEYS.iter().any(|key| cx.query.get(key).is_some());
    view! {
        <details class="filter" open=open>
            <summary>{w::filter(locale)}</summary>
            <form class="filter__form" method="get" action=paths::AUDIT>
                <Field input=Input::new("startup", shared::startup(locale)).value(startup.unwrap_or_else(|| typed("startup"))).hint(w::name_hint(locale))/>
                <Field input=Input::new("person", w::person(locale)).value(person.filter(|name| !name.is_empty()).unwrap_or_else(|| typed("person"))).hint(w::name_hint(locale))/>
                <SelectField input=Input::new("action", w::action(locale)).value(typed("action")) options=actions/>
                <SelectField input=Input::new("role", shared::role(locale)).value(typed("role")) options=roles/>
                <DateField input=Input::new("from", w::from(locale)).value(typed("from"))/>
                <DateField input=Input::new("to", w::to(locale)).value(typed("to"))/>
                <Field input=Input::new("request", w::request(locale)).value(typed("request"))/>
                <div class="actions">
                    <SubmitButton label=shared::show(locale)/>
                    <a class="ds-link" href=paths::AUDIT>{shared::clear(locale)}</a>
                </div>
            </form>
        </details>
    }
}

fn table(locale: Locale, names: &Names<'_>, entries: &[AuditEntry], here: &Query) -> AnyView {
    if entries.is_empty() {
        return view! { <Empty title=w::none(locale)/> }.into_any();
    }
    let rows = entries.iter().map(|entry| row(locale, names, entry, here)).collect_view();
    view! {
        <DataTable label=w::title(locale) heads=vec![w::when(locale), w::who(locale), w::what(locale), w::about(locale), w::change(locale), w::request(locale)]>{rows}</DataTable>
    }
    .into_any()
}

fn row(locale: Locale, names: &Names<'_>, entry: &AuditEntry, here: &Query) -> impl IntoView + use<> {
    let link = |key: &str, value: String| paths::with_query(paths::AUDIT, &here.clone().with(key, value));
    let name = names.people.name_of(&entry.actor, locale);
    let who = match Actor::person_in(&entry.actor) {
        Some(person) => view! { <a class="ds-link" href=link("person", person.to_string())>{name}</a> }.into_any(),
        None => name.into_any(),
    };
    let role = Role::from_code(&entry.role).map_or_else(|| entry.role.clone(), |role| role.name(locale).to_owned());
    let about = match entry.startup.and_then(|id| names.of(locale, id.0).map(|name| (id, name))) {
        Some((id, name)) => view! { <a class="ds-link" href=paths::startup(id)>{name}</a> }.into_any(),
        None => {
            names.of(locale, entry.subject).unwrap_or_else(|| words::kind_text(locale, &entry.subject_kind)).into_any()
        }
    };
    let request = entry.request_id.clone().map(|id| {
        let short: String = id.chars().take(8).collect();
        view! { <a class="ds-link" href=link("request", id)>{short}</a> }
    });
    let changes = difference::lines(locale, names, entry).into_iter().map(|line| change(locale, line)).collect_view();
    view! {
        <tr>
            <th scope="row">{format::instant(locale, entry.at)}</th>
            <td data-main="true">{who} " " <span class="muted">{role}</span></td>
            <td data-wide="true">{words::action_text(locale, &entry.action)}</td>
            <td data-label=w::about(locale)>{about}</td>
            <td data-wide="true"><ul class="plain">{changes}</ul></td>
            <td data-label=w::request(locale)>{request}</td>
        </tr>
    }
}

fn change(locale: Locale, line: Line) -> impl IntoView {
    let what = (!line.what.is_empty()).then(|| format!("{}: ", line.what));
    let before = line.before.map(|text| {
        view! { <del><span class="ds-sr-only">{w::was(locale)} " "</span>{text}</del> " " }
    });
    let changed = before.is_some().then(|| view! { <span class="ds-sr-only">{w::becomes(locale)} " "</span> });
    view! { <li>{what}{before}{changed}{line.after}</li> }
}

/// The last entries about a startup, for its own page; nothing for those who may not see them.
pub(in crate::pages) async fn history(cx: &Cx, ledger: &Ledger, id: StartupId) -> Result<Option<AnyView>, PageError> {
    let Some(startup) = ledger.startup(id) else { return Ok(None) };
    if !cx.may(Action::SeeAudit, &Resource::startup(ledger, startup)) {
        return Ok(None);
    }
    let locale = cx.locale;
    let filter = AuditFilter { startup: Some(id), ..AuditFilter::default() };
    let page = cx.house.store.audit(&cx.actor(), &filter, None, LAST).await?;
    let people = cx.house.store.people().await?;
    let names = Names { ledger, people: &people, persons: true };
    let items = page
        .entries
        .iter()
        .map(|entry| {
            let name = people.name_of(&entry.actor, locale);
            let lines = difference::lines(locale, &names, entry).into_iter().map(|line| change(locale, line)).collect_view();
            view! {
                <li>
                    {format!("{} {name} {}", format::instant(locale, entry.at), words::action_text(locale, &entry.action))}
                    <ul class="plain muted">{lines}</ul>
                </li>
            }
        })
        .collect_view();
    let section = view! {
        <section aria-labelledby="history">
            <h2 class="ds-heading" data-size="md" id="history">{w::history(locale)}</h2>
            <ul class="plain">{items}</ul>
            <p><ButtonLink href=of_startup(id) label=w::history_all(locale)/></p>
        </section>
    };
    Ok(Some(section.into_any()))
}

/// The log that the address asks for, as CSV. That somebody took it along is kept.
///
/// # Errors
/// As the page.
pub async fn file(cx: &Cx) -> Result<Vec<u8>, PageError> {
    let seen = Seen::by(cx).await?;
    let asked = Asked::of(cx, &seen);
    if asked.unknown.is_some() {
        return Err(PageError::NotFound);
    }
    let actor = cx.actor();
    cx.house.store.log_read(&actor, PrivateRead::Audit).await?;
    let page = cx.house.store.audit(&actor, &asked.filter, None, MOST_IN_FILE).await?;
    csv::file(cx.locale, &seen.names(), &page.entries).map_err(|error| {
        tracing::error!(%error, "audit.file.failed");
        PageError::NotFound
    })
}
