//! Logging a meeting: one form on one screen, signed in or by the link from a mail. And planning one.

use std::sync::Arc;

use domain::access::policy::Subject;
use domain::access::{Action, Actor, Resource, may};
use domain::day::Planned;
use domain::facts::{Meeting, MeetingKind, in_force};
use domain::ids::{PlannedMeetingId, StartupId};
use domain::intake::oslo_civil;
use domain::ledger::{Ledger, StartupLedger};
use domain::words::Locale;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::People;

use crate::actions;
use crate::components::{
    ButtonLink, Chips, DateField, Empty, ErrorSummary, Field, Hidden, Input, Notice, NoticeKind, SelectField,
    SelectOption, SubmitButton, TextArea,
};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, open_page, page as show};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Logg møte", nn: "Logg møte", en: "Log a meeting" }
        title_with(name: &str) => { nb: "Logg møte med {name}", nn: "Logg møte med {name}", en: "Log a meeting with {name}" }
        on => { nb: "Dato", nn: "Dato", en: "Date" }
        minutes => { nb: "Minutter", nn: "Minutt", en: "Minutes" }
        other => { nb: "Annet antall minutter", nn: "Anna tal minutt", en: "Other number of minutes" }
        kind => { nb: "Hvordan", nn: "Korleis", en: "How" }
        shared_note => { nb: "Delt notat", nn: "Delt notat", en: "Shared note" }
        shared_hint => { nb: "Gründerne, mentorene og lederne ser det.", nn: "Gründarane, mentorane og leiarane ser det.", en: "Founders, mentors and managers see it." }
        private_note => { nb: "Privat notat", nn: "Privat notat", en: "Private note" }
        private_hint => { nb: "Bare du ser det, noensinne.", nn: "Berre du ser det, nokon gong.", en: "Only you see it, ever." }
        next => { nb: "Neste steg", nn: "Neste steg", en: "Next step" }
        next_hint => {
            nb: "Gründerens blir en milepæl, ditt blir en oppgave.",
            nn: "Gründaren sitt blir ein milepæl, ditt blir ei oppgåve.",
            en: "A founder's becomes a milestone, yours a task." }
        next_on => { nb: "Frist", nn: "Frist", en: "By" }
        next_owner => { nb: "Hvem", nn: "Kven", en: "Who" }
        me => { nb: "Jeg", nn: "Eg", en: "Me" }
        founder => { nb: "Gründeren", nn: "Gründaren", en: "The founder" }
        save => { nb: "Lagre møtet", nn: "Lagre møtet", en: "Save the meeting" }
        none => { nb: "Ingen bedrift er tildelt deg nå.", nn: "Inga bedrift er tildelt deg no.", en: "No startup is assigned to you now." }
        none_text => {
            nb: "Åpne bedriften fra løpet for å logge et møte med den.",
            nn: "Opne bedrifta frå løpet for å logge eit møte med henne.",
            en: "Open the startup from the pipeline to log a meeting with it." }
        plan_title => { nb: "Planlegg møte", nn: "Planlegg møte", en: "Plan a meeting" }
        plan_title_with(name: &str) => { nb: "Planlegg møte med {name}", nn: "Planlegg møte med {name}", en: "Plan a meeting with {name}" }
        plan_text => {
            nb: "Møtet står på dagen din og i kalenderen din. Etterpå får du en e-post med en lenke som logger det.",
            nn: "Møtet står på dagen din og i kalenderen din. Etterpå får du ein e-post med ei lenkje som loggar det.",
            en: "The meeting is on your day and in your calendar. Afterwards you get a mail with a link that logs it." }
        at => { nb: "Klokkeslett", nn: "Klokkeslett", en: "Time" }
        plan => { nb: "Planlegg", nn: "Planlegg", en: "Plan" }
        planned(when: &str, who: &str) => { nb: "Planlagt {when} med {who}", nn: "Planlagt {when} med {who}", en: "Planned {when} with {who}" }
        link_lead => {
            nb: "Lenken åpner bare dette skjemaet, og bare én gang.",
            nn: "Lenkja opnar berre dette skjemaet, og berre éin gong.",
            en: "The link opens this form only, and only once." }
        link_done_title => { nb: "Møtet er logget", nn: "Møtet er logga", en: "The meeting is logged" }
        link_done => {
            nb: "Takk. Du kan lukke siden. Logg inn for å se det på bedriftens side.",
            nn: "Takk. Du kan lukke sida. Logg inn for å sjå det på sida til bedrifta.",
            en: "Thank you. You can close this page. Sign in to see it on the startup's page." }
        gone_title => { nb: "Lenken gjelder ikke lenger", nn: "Lenkja gjeld ikkje lenger", en: "The link no longer holds" }
        gone => {
            nb: "Møtet er logget eller avlyst, eller lenken er eldre enn fjorten dager. Logg inn for å se dagen din.",
            nn: "Møtet er logga eller avlyst, eller lenkja er eldre enn fjorten dagar. Logg inn for å sjå dagen din.",
            en: "The meeting was logged or cancelled, or the link is older than fourteen days. Sign in to see your day." }
    }
}

/// How long a meeting lasts, unless somebody says otherwise.
const USUAL_MINUTES: u32 = 60;
/// The lengths that are offered.
const LENGTHS: [u32; 5] = [15, 30, 45, 60, 90];

/// The page that logs a meeting.
pub fn page() -> impl IntoView {
    show(load)
}

/// The page that plans one.
pub fn plan_page() -> impl IntoView {
    show(load_plan)
}

/// The page that a link from a mail opens.
pub fn link_page() -> impl IntoView {
    let token = use_params_map().with_untracked(|params| params.get("token").unwrap_or_default());
    open_page(move |cx| load_link(cx, token))
}

/// The startup that the address names, when the reader may log a meeting with it.
fn named(cx: &Cx, ledger: &Ledger) -> Result<Option<Arc<StartupLedger>>, PageError> {
    let Some(id) = cx.query.get("startup") else {
        super::my_day::require_staff(cx)?;
        return Ok(None);
    };
    let id: StartupId = id.parse().map_err(|_| PageError::NotFound)?;
    let startup = ledger.startup(id).ok_or(PageError::NotFound)?;
    cx.require(Action::LogMeeting, &Resource::startup(ledger, startup))?;
    Ok(Some(Arc::clone(startup)))
}

/// The startups that the reader follows, with an open stay, by name.
pub(super) fn followed(cx: &Cx, ledger: &Ledger) -> Vec<Arc<StartupLedger>> {
    let me = cx.actor().person;
    let stays = cx.stays(ledger, cx.today(), None);
    let mut mine: Vec<(String, Arc<StartupLedger>)> = stays
        .iter()
        .filter(|stay| stay.course.is_open() && stay.mentor.is_some() && stay.mentor == me)
        .map(|stay| (stay.folded.clone(), Arc::clone(&stay.startup)))
        .collect();
    mine.sort_by(|a, b| a.0.cmp(&b.0));
    mine.dedup_by_key(|(_, startup)| startup.profile.id);
    mine.into_iter().map(|(_, startup)| startup).collect()
}

/// What the form is filled in with.
struct Start {
    on: String,
    minutes: u32,
    kind: MeetingKind,
    planned: Option<PlannedMeetingId>,
}

impl Start {
    fn of(planned: Option<&Planned>, before: Option<&Meeting>, today: chrono::NaiveDate) -> Self {
        Self {
            on: planned.map_or(today, |planned| planned.on().min(today)).to_string(),
            minutes: planned.map_or(USUAL_MINUTES, |planned| planned.minutes),
            kind: planned.map(|one| one.kind).or(before.map(|one| one.kind)).unwrap_or(MeetingKind::InPerson),
            planned: planned.map(|planned| planned.id),
        }
    }
}

/// The last meeting with a startup: the next one is held as that one was, most often.
fn last(startup: &StartupLedger) -> Option<&Meeting> {
    in_force(&startup.meetings, domain::time::Instant::MAX_UTC).last().and_then(|fact| fact.body.as_ref())
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    let ledger = cx.ledger().await?;
    let locale = cx.locale;
    let startup = named(&cx, &ledger)?;
    let people = cx.house.store.people().await?;
    let draft = actions::shown_again(&cx, actions::LOG_FORM).await?.unwrap_or_default();
    let planned = match (cx.query.get("planned").and_then(|id| id.parse::<PlannedMeetingId>().ok()), cx.actor().person)
    {
        (Some(id), Some(person)) => {
            let all = cx.house.store.planned_meetings_of(person).await?;
            all.into_iter().find(|one| one.id == id && one.meeting.is_none())
        }
        _ => None,
    };
    let back = paths::local_or(cx.query.get("back").unwrap_or_default(), "");
    let start = Start::of(planned.as_ref(), startup.as_deref().and_then(last), cx.today());
    let mine = if startup.is_some() { Vec::new() } else { followed(&cx, &ledger) };
    let title = startup
        .as_ref()
        .map_or_else(|| w::title(locale).to_owned(), |startup| w::title_with(locale, &startup.profile.name));
    let crumb = startup.as_ref().map(|startup| (paths::startup(startup.profile.id), startup.profile.name.clone()));
    let content = if startup.is_none() && mine.is_empty() {
        view! {
            <Empty title=w::none(locale) text=w::none_text(locale).to_owned()>
                <ButtonLink href=paths::PIPELINE label=shared::nav_pipeline(locale) variant="primary"/>
            </Empty>
        }
        .into_any()
    } else {
        let which = match &startup {
            Some(startup) => view! { <Hidden name="startup" value=startup.profile.id.to_string()/> }.into_any(),
            None => startup_chips(locale, &mine, &draft),
        };
        let may_write = may_write(&cx.actor(), &ledger, startup.as_deref(), cx.today());
        let owners = owners(locale, &people, startup.as_ref().map(|one| one.profile.id), cx.today());
        let number = draft.value("form", &cx.house.store.new_id().to_string());
        let hidden = view! {
            {which}
            <Hidden name="form" value=number/>
            <Hidden name="back" value=draft.value("back", &back)/>
        };
        log_form(
            locale,
            &draft,
            actions::log_meeting_path(),
            hidden.into_any(),
            &start,
            may_write,
            owners,
            &cx.today().to_string(),
        )
    };
    let body = view! {
        {crumb.map(|(href, name)| view! { <p class="crumbs"><a class="ds-link" href=href>{name}</a></p> })}
        <h1 class="ds-heading">{title.clone()}</h1>
        {content}
    }
    .into_any();
    Ok(Page { title, place: Place::Home, body, islands: false })
}

/// Whether somebody may write a shared and a private note at a meeting; of a startup that is still to be chosen, as its mentor.
fn may_write(
    actor: &Actor,
    ledger: &Ledger,
    startup: Option<&StartupLedger>,
    today: chrono::NaiveDate,
) -> (bool, bool) {
    let Some(startup) = startup else { return (true, true) };
    let about = Resource::Startup(Subject { ledger, startup });
    let may = |action| may(actor, action, &about, today).is_allowed();
    (may(Action::WriteSharedNote), may(Action::WritePrivateNote) && actor.person.is_some())
}

/// Who can do what is next: oneself, or a founder.
fn owners(locale: Locale, people: &People, startup: Option<StartupId>, today: chrono::NaiveDate) -> Vec<SelectOption> {
    let mut options = vec![SelectOption::new("", w::me(locale))];
    let founders = startup.map(|startup| people.of(startup)).unwrap_or_default();
    let now = founders
        .into_iter()
        .filter(|(person, link)| person.erased_at.is_none() && link.to_on.is_none_or(|to| to >= today));
    let named: Vec<SelectOption> =
        now.map(|(person, _)| SelectOption::new(person.id.to_string(), &person.name)).collect();
    if named.is_empty() {
        options.push(SelectOption::new("founder", w::founder(locale)));
    }
    options.extend(named);
    options
}

fn startup_chips(locale: Locale, mine: &[Arc<StartupLedger>], draft: &Shown) -> AnyView {
    let options = mine.iter().map(|one| (one.profile.id.to_string(), one.profile.name.clone())).collect::<Vec<_>>();
    let only = if mine.len() == 1 { options[0].0.clone() } else { String::new() };
    let chosen = draft.value("startup", &only);
    view! {
        <Chips name="startup" legend=shared::startup(locale) options=options chosen=chosen id="startup" error=draft.error("startup")/>
    }
    .into_any()
}

/// Chips of lengths, and a field for any other.
fn lengths(locale: Locale, draft: &Shown, minutes: u32) -> (AnyView, AnyView) {
    let offered = LENGTHS.contains(&minutes);
    let chosen = draft.value("minutes", &if offered { minutes.to_string() } else { String::new() });
    let other = draft.value("minutes_other", &if offered { String::new() } else { minutes.to_string() });
    let options = LENGTHS.iter().map(|length| (length.to_string(), length.to_string())).collect::<Vec<_>>();
    let chips = view! {
        <Chips name="minutes" legend=w::minutes(locale) options=options chosen=chosen id="minutes"/>
    };
    let input = Input::new("minutes_other", w::other(locale)).value(other).error(draft.error("minutes_other"));
    let field = view! { <Field input=input inputmode="numeric".to_owned() autocomplete="off".to_owned()/> };
    (chips.into_any(), field.into_any())
}

fn kinds(locale: Locale, draft: &Shown, kind: MeetingKind) -> AnyView {
    let options = MeetingKind::ALL
        .iter()
        .map(|kind| (kind.code().to_owned(), shared::at_start(kind.name(locale))))
        .collect::<Vec<_>>();
    let chosen = draft.value("kind", kind.code());
    view! { <Chips name="kind" legend=w::kind(locale) options=options chosen=chosen id="kind"/> }.into_any()
}

#[expect(clippy::too_many_arguments, reason = "the parts of one form, used twice")]
fn log_form(
    locale: Locale,
    draft: &Shown,
    action: &'static str,
    hidden: AnyView,
    start: &Start,
    (may_share, may_keep): (bool, bool),
    owners: Vec<SelectOption>,
    today: &str,
) -> AnyView {
    let labels = [
        ("startup", shared::startup(locale)),
        ("on", w::on(locale)),
        ("minutes_other", w::minutes(locale)),
        ("shared_note", w::shared_note(locale)),
        ("private_note", w::private_note(locale)),
        ("next", w::next(locale)),
        ("next_on", w::next_on(locale)),
        ("next_owner", w::next_owner(locale)),
    ];
    let (chips, other) = lengths(locale, draft, start.minutes);
    let planned = draft.value("planned", &start.planned.map(|id| id.to_string()).unwrap_or_default());
    view! {
        <ErrorSummary title=shared::mend_this(locale) errors=draft.summary("", &labels)/>
        <form class="form log-form" method="post" action=action>
            {hidden}
            <Hidden name="planned" value=planned/>
            {chips}
            <div class="side">
                <DateField input=draft.input("on", w::on(locale)).value(&start.on).required() max=Some(today.to_owned())/>
                {other}
            </div>
            {kinds(locale, draft, start.kind)}
            {may_share.then(|| view! {
                <TextArea input=draft.input("shared_note", w::shared_note(locale)).hint(w::shared_hint(locale)) rows=3/>
            })}
            {may_keep.then(|| view! {
                <TextArea input=draft.input("private_note", w::private_note(locale)).hint(w::private_hint(locale)) rows=2/>
            })}
            <Field input=draft.input("next", w::next(locale)).hint(w::next_hint(locale)) autocomplete="off".to_owned()/>
            <div class="side">
                <DateField input=draft.input("next_on", w::next_on(locale))/>
                <SelectField input=draft.input("next_owner", w::next_owner(locale)) options=owners/>
            </div>
            <div class="actions"><SubmitButton label=w::save(locale)/></div>
        </form>
    }
    .into_any()
}

async fn load_link(cx: Cx, token: String) -> Result<Page, PageError> {
    let locale = cx.locale;
    let plain = |title: &'static str, text: &'static str, kind: NoticeKind| {
        let body = view! {
            <h1 class="ds-heading">{title}</h1>
            <Notice kind=kind live=true>{text}</Notice>
            <p><ButtonLink href=paths::SIGN_IN label=shared::sign_in(locale)/></p>
        }
        .into_any();
        Page { title: title.to_owned(), place: Place::Elsewhere, body, islands: false }
    };
    let Some(link) = cx.house.store.look_at_log_link(&token).await? else {
        return Ok(if cx.query.get("done").is_some() {
            plain(w::link_done_title(locale), w::link_done(locale), NoticeKind::Success)
        } else {
            plain(w::gone_title(locale), w::gone(locale), NoticeKind::Info)
        });
    };
    // What was typed is its mentor's, and is shown to whoever holds their link.
    let draft = match cx.query.draft() {
        Some(id) => cx.house.store.take_draft(id).await?,
        None => None,
    };
    let theirs = |draft: &store::Draft| draft.form == actions::LOG_FORM && draft.person == Some(link.planned.mentor);
    let draft = draft.filter(theirs).map(Shown).unwrap_or_default();
    let ledger = cx.house_ledger().await?;
    let startup = ledger.startup(link.planned.startup).ok_or(PageError::NotFound)?;
    let today = cx.today();
    let may_write = may_write(&link.actor, &ledger, Some(startup), today);
    let start = Start::of(Some(&link.planned), None, today);
    // Nobody but the startup is named to whoever holds the link.
    let owners = vec![SelectOption::new("", w::me(locale)), SelectOption::new("founder", w::founder(locale))];
    let number = draft.value("form", &cx.house.store.new_id().to_string());
    let hidden = view! {
        <Hidden name="token" value=token/>
        <Hidden name="form" value=number/>
    };
    let title = w::title_with(locale, &link.startup_name);
    let action = actions::log_meeting_by_link_path();
    let form = log_form(locale, &draft, action, hidden.into_any(), &start, may_write, owners, &today.to_string());
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="muted">{w::link_lead(locale)}</p>
        {form}
    }
    .into_any();
    Ok(Page { title, place: Place::Elsewhere, body, islands: false })
}

/// The buttons that lead to logging and to planning a meeting with a startup.
pub(super) fn buttons(locale: Locale, startup: StartupId) -> impl IntoView + use<> {
    view! {
        <div class="actions">
            <ButtonLink href=paths::log_meeting(startup) label=w::title(locale) variant="primary"/>
            <ButtonLink href=paths::plan_meeting(startup) label=w::plan_title(locale)/>
        </div>
    }
}

/// The meetings planned with a startup, in words; `None` when there is none.
pub(super) async fn planned_with(cx: &Cx, startup: StartupId) -> Result<Option<AnyView>, PageError> {
    let locale = cx.locale;
    let planned = cx.house.store.planned_with(&cx.actor(), startup).await?;
    let people = cx.house.store.people().await?;
    let lines: Vec<_> = planned
        .iter()
        .map(|one| {
            let when = domain::format::instant(locale, one.starts_at);
            let who = super::milestones::person_name(&people, one.mentor, locale);
            view! { <li>{w::planned(locale, &when, &who)}</li> }
        })
        .collect();
    Ok((!lines.is_empty()).then(|| view! { <ul class="ds-list">{lines}</ul> }.into_any()))
}

async fn load_plan(cx: Cx) -> Result<Page, PageError> {
    let ledger = cx.ledger().await?;
    let locale = cx.locale;
    let startup = named(&cx, &ledger)?;
    let draft = actions::shown_again(&cx, actions::PLAN_FORM).await?.unwrap_or_default();
    let mine = if startup.is_some() { Vec::new() } else { followed(&cx, &ledger) };
    let title = startup
        .as_ref()
        .map_or_else(|| w::plan_title(locale).to_owned(), |startup| w::plan_title_with(locale, &startup.profile.name));
    let which = match &startup {
        Some(startup) => view! { <Hidden name="startup" value=startup.profile.id.to_string()/> }.into_any(),
        None => startup_chips(locale, &mine, &draft),
    };
    let kind = startup.as_deref().and_then(last).map_or(MeetingKind::InPerson, |meeting| meeting.kind);
    let (chips, other) = lengths(locale, &draft, USUAL_MINUTES);
    let (today, now) = oslo_civil(cx.now());
    let next_hour = format!("{:02}:00", (chrono::Timelike::hour(&now) + 1).min(23));
    let back = draft.value("back", &paths::local_or(cx.query.get("back").unwrap_or_default(), ""));
    let labels = [
        ("startup", shared::startup(locale)),
        ("on", w::on(locale)),
        ("at", w::at(locale)),
        ("minutes_other", w::minutes(locale)),
    ];
    let content = if startup.is_none() && mine.is_empty() {
        view! {
            <Empty title=w::none(locale) text=w::none_text(locale).to_owned()>
                <ButtonLink href=paths::PIPELINE label=shared::nav_pipeline(locale) variant="primary"/>
            </Empty>
        }
        .into_any()
    } else {
        view! {
            <p class="muted">{w::plan_text(locale)}</p>
            <ErrorSummary title=shared::mend_this(locale) errors=draft.summary("", &labels)/>
            <form class="form log-form" method="post" action=actions::plan_meeting_path()>
                {which}
                <Hidden name="back" value=back/>
                <div class="side">
                    <DateField input=draft.input("on", w::on(locale)).value(today.to_string()).required() min=Some(today.to_string())/>
                    <Field input=draft.input("at", w::at(locale)).value(next_hour).required() kind="time"/>
                </div>
                {chips}
                {other}
                {kinds(locale, &draft, kind)}
                <div class="actions"><SubmitButton label=w::plan(locale)/></div>
            </form>
        }
        .into_any()
    };
    let crumb = startup.as_ref().map(|startup| (paths::startup(startup.profile.id), startup.profile.name.clone()));
    let body = view! {
        {crumb.map(|(href, name)| view! { <p class="crumbs"><a class="ds-link" href=href>{name}</a></p> })}
        <h1 class="ds-heading">{title.clone()}</h1>
        {content}
    }
    .into_any();
    Ok(Page { title, place: Place::Home, body, islands: false })
}
