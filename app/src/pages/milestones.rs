//! What a startup is to reach: a section of its page and of its founders' first one, and the page on which a milestone is changed.

use domain::access::{Action, Resource};
use domain::day::{Milestone, Offer};
use domain::format;
use domain::ids::{MilestoneId, PersonId, StartupId};
use domain::ledger::{Ledger, StartupLedger};
use domain::words::Locale;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::{People, VerbError};

use super::tasks;
use crate::actions;
use crate::components::{
    DateField, Empty, ErrorSummary, Field, Hidden, Notice, NoticeKind, SelectField, SelectOption, SubmitButton, Tick,
    TickItem, TickList,
};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, page as show};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        milestones => { nb: "Milepæler", nn: "Milepælar", en: "Milestones" }
        none => { nb: "Ingen milepæler er satt ennå.", nn: "Ingen milepælar er sette enno.", en: "No milestones are set yet." }
        by(on: &str) => { nb: "Frist {on}", nn: "Frist {on}", en: "Due {on}" }
        no_day => { nb: "Ingen frist", nn: "Ingen frist", en: "No due day" }
        reached(on: &str) => { nb: "Nådd {on}", nn: "Nådd {on}", en: "Reached {on}" }
        reached_by(on: &str, who: &str) => { nb: "Nådd {on}, krysset av av {who}", nn: "Nådd {on}, kryssa av av {who}", en: "Reached {on}, ticked by {who}" }
        change => { nb: "Endre", nn: "Endre", en: "Change" }
        new => { nb: "Sett en milepæl", nn: "Set ein milepæl", en: "Set a milestone" }
        what => { nb: "Hva skal nås", nn: "Kva skal bli nådd", en: "What is to be reached" }
        owner => { nb: "Hvem har ansvaret", nn: "Kven har ansvaret", en: "Who sees to it" }
        due_on => { nb: "Frist", nn: "Frist", en: "Due" }
        add => { nb: "Sett milepælen", nn: "Set milepælen", en: "Set the milestone" }
        saved => { nb: "Milepælene er lagret.", nn: "Milepælane er lagra.", en: "The milestones are saved." }
        offer(stage: &str, n: &str) => {
            nb: "Steget {stage} har {n} faste milepæler som ikke er med her.",
            nn: "Steget {stage} har {n} faste milepælar som ikkje er med her.",
            en: "The stage {stage} brings {n} milestones that are not here yet." }
        offer_one(stage: &str) => {
            nb: "Steget {stage} har én fast milepæl som ikke er med her.",
            nn: "Steget {stage} har éin fast milepæl som ikkje er med her.",
            en: "The stage {stage} brings one milestone that is not here yet." }
        take_up => { nb: "Legg dem til", nn: "Legg dei til", en: "Add them" }
        change_title => { nb: "Endre milepæl", nn: "Endre milepæl", en: "Change a milestone" }
        remove => { nb: "Ta bort milepælen", nn: "Ta bort milepælen", en: "Take the milestone away" }
        the_house => { nb: "huset", nn: "huset", en: "the house" }
    }
}

/// What a person is called; a word for one who was erased.
pub(super) fn person_name(people: &People, person: PersonId, locale: Locale) -> String {
    people.person_name(person, locale)
}

/// The same; the house where it is nobody in particular.
pub(super) fn name_or_house(people: &People, person: Option<PersonId>, locale: Locale) -> String {
    person.map_or_else(|| w::the_house(locale).to_owned(), |person| person_name(people, person, locale))
}

/// The section of a startup's page; `None` for those who may not read what is shared. `back` is where a tick leads.
pub(super) async fn section(
    cx: &Cx,
    ledger: &Ledger,
    people: &People,
    id: StartupId,
    back: &str,
) -> Result<Option<AnyView>, PageError> {
    let Some(startup) = ledger.startup(id) else { return Ok(None) };
    let milestones = match cx.house.store.milestones_of(&cx.actor(), id).await {
        Ok(milestones) => milestones,
        Err(VerbError::Store(error)) => return Err(error.into()),
        Err(_) => return Ok(None),
    };
    let locale = cx.locale;
    let about = Resource::startup(ledger, startup);
    let writes = cx.may(Action::WriteSharedNote, &about);
    let ticks = cx.may(Action::TickMilestone, &about);
    let offers = cx.house.store.milestone_offers(&cx.actor(), id).await?;
    let draft = actions::shown_again(cx, actions::MILESTONE_FORM).await?;
    let items = milestones.iter().map(|one| item(cx, people, one, ticks, writes, back)).collect::<Vec<_>>();
    let list = if items.is_empty() {
        view! { <Empty title=w::none(locale)/> }.into_any()
    } else {
        view! { <TickList label=w::milestones(locale) items=items/> }.into_any()
    };
    let saved = (cx.query.get("done") == Some("milestone"))
        .then(|| view! { <Notice kind=NoticeKind::Success live=true>{w::saved(locale)}</Notice> });
    let offers = offers.iter().map(|one| offer(locale, ledger, id, one)).collect::<Vec<_>>();
    let form = writes.then(|| new_form(cx, people, startup, draft.as_ref()));
    Ok(Some(
        view! {
            <section aria-labelledby="milestones">
                <h2 class="ds-heading" data-size="md" id="milestones">{w::milestones(locale)}</h2>
                {saved}
                {tasks::undo(cx)}
                {offers}
                {list}
                {form}
            </section>
        }
        .into_any(),
    ))
}

/// A milestone as a list shows it.
pub(super) fn item(
    cx: &Cx,
    people: &People,
    milestone: &Milestone,
    ticks: bool,
    changes: bool,
    back: &str,
) -> TickItem {
    let locale = cx.locale;
    let done = milestone.done_on.is_some();
    let when = match (milestone.done_on, milestone.done_by, milestone.due_on) {
        (Some(on), Some(who), _) => w::reached_by(locale, &format::date(locale, on), &person_name(people, who, locale)),
        (Some(on), None, _) => w::reached(locale, &format::date(locale, on)),
        (None, _, Some(on)) => w::by(locale, &format::date(locale, on)),
        (None, _, None) => w::no_day(locale).to_owned(),
    };
    let owner = milestone.owner.map(|owner| person_name(people, owner, locale));
    TickItem {
        title: milestone.title.clone(),
        about: None,
        detail: owner.map_or_else(|| when.clone(), |owner| format!("{owner} · {when}")),
        overdue: tasks::late(locale, milestone.due_on, done, cx),
        done,
        tick: ticks.then(|| Tick {
            action: actions::tick_milestone_path().to_owned(),
            label: if done { tasks::untick(locale) } else { tasks::tick(locale) }.to_owned(),
            fields: vec![
                ("milestone", milestone.id.to_string()),
                ("ticked", (!done).to_string()),
                ("back", back.to_owned()),
            ],
        }),
        change: (changes && !done).then(|| (paths::milestone(milestone.id), w::change(locale).to_owned())),
    }
}

fn offer(locale: Locale, ledger: &Ledger, startup: StartupId, offer: &Offer) -> impl IntoView + use<> {
    let stage = ledger.programme(offer.programme).and_then(|programme| programme.stage(offer.stage));
    let stage = stage.map(|stage| stage.name(locale).to_owned()).unwrap_or_default();
    let text = match offer.templates.len() {
        1 => w::offer_one(locale, &stage),
        many => w::offer(locale, &stage, &format::count(locale, many)),
    };
    let enrolment = offer.enrolment;
    let titles: Vec<_> = offer.templates.iter().map(|template| view! { <li>{template.title.clone()}</li> }).collect();
    view! {
        <Notice>
            <p>{text}</p>
            <ul>{titles}</ul>
            <form method="post" action=actions::take_up_milestones_path()>
                <Hidden name="startup" value=startup.to_string()/>
                <Hidden name="enrolment" value=enrolment.to_string()/>
                <SubmitButton label=w::take_up(locale) variant="secondary"/>
            </form>
        </Notice>
    }
}

/// Who can see to a milestone: the startup's founders, and its mentor.
fn owners(cx: &Cx, people: &People, startup: &StartupLedger, now: Option<PersonId>) -> Vec<SelectOption> {
    let (locale, today) = (cx.locale, cx.today());
    let founders = people.of(startup.profile.id).into_iter();
    let here = founders.filter(|(person, link)| person.erased_at.is_none() && link.to_on.is_none_or(|to| to >= today));
    let mut options = vec![SelectOption::new("", shared::none(locale))];
    options.extend(here.map(|(person, _)| SelectOption::new(person.id.to_string(), &person.name)));
    for person in [domain::access::tie::mentor_on(startup, today), now].into_iter().flatten() {
        let id = person.to_string();
        if options.iter().all(|option| option.value != id) {
            options.push(SelectOption::new(id, person_name(people, person, locale)));
        }
    }
    options
}

fn labels(locale: Locale) -> [(&'static str, &'static str); 3] {
    [("title", w::what(locale)), ("owner", w::owner(locale)), ("due_on", w::due_on(locale))]
}

fn new_form(cx: &Cx, people: &People, startup: &StartupLedger, draft: Option<&Shown>) -> impl IntoView + use<> {
    let locale = cx.locale;
    let empty = Shown::default();
    let shown = draft.unwrap_or(&empty);
    let errors = shown.summary("milestone-", &labels(locale));
    let options = owners(cx, people, startup, None);
    view! {
        <details class="ds-details fold" id="new-milestone" open=draft.is_some()>
            <summary>{w::new(locale)}</summary>
            <div class="fold__body">
                <ErrorSummary title=shared::mend_this(locale) errors=errors/>
                <form class="form" method="post" action=actions::add_milestone_path()>
                    <Hidden name="startup" value=startup.profile.id.to_string()/>
                    <Field input=shown.input("title", w::what(locale)).within("milestone-").required() autocomplete="off".to_owned()/>
                    <SelectField input=shown.input("owner", w::owner(locale)).within("milestone-") options=options/>
                    <DateField input=shown.input("due_on", w::due_on(locale)).within("milestone-")/>
                    <div class="actions"><SubmitButton label=w::add(locale)/></div>
                </form>
            </div>
        </details>
    }
}

/// The page on which a milestone is changed.
pub fn page() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("milestone").unwrap_or_default());
    show(move |cx| load(cx, id))
}

async fn load(cx: Cx, id: String) -> Result<Page, PageError> {
    let id: MilestoneId = id.parse().map_err(|_| PageError::NotFound)?;
    let ledger = cx.ledger().await?;
    let milestone = cx.house.store.milestone(&cx.actor(), id).await?;
    let startup = ledger.startup(milestone.startup).ok_or(PageError::NotFound)?;
    cx.require(Action::WriteSharedNote, &Resource::startup(&ledger, startup))?;
    let people = cx.house.store.people().await?;
    let locale = cx.locale;
    let draft = actions::shown_again(&cx, actions::CHANGE_MILESTONE_FORM).await?.unwrap_or_default();
    let title = w::change_title(locale).to_owned();
    let owner = milestone.owner.map(|owner| owner.to_string()).unwrap_or_default();
    let due = milestone.due_on.map(|on| on.to_string()).unwrap_or_default();
    let options = owners(&cx, &people, startup, milestone.owner);
    let section = paths::startup_section(milestone.startup, "milestones");
    let body = view! {
        <p class="crumbs"><a class="ds-link" href=paths::startup(milestone.startup)>{startup.profile.name.clone()}</a></p>
        <h1 class="ds-heading">{title.clone()}</h1>
        <ErrorSummary title=shared::mend_this(locale) errors=draft.summary("", &labels(locale))/>
        <form class="form" method="post" action=actions::change_milestone_path()>
            <Hidden name="milestone" value=id.to_string()/>
            <Field input=draft.input("title", w::what(locale)).value(&milestone.title).required() autocomplete="off".to_owned()/>
            <SelectField input=draft.input("owner", w::owner(locale)).value(owner) options=options/>
            <DateField input=draft.input("due_on", w::due_on(locale)).value(due)/>
            <div class="actions">
                <SubmitButton label=shared::save(locale)/>
                <a class="ds-link" href=section>{shared::cancel(locale)}</a>
            </div>
        </form>
        <form class="form" method="post" action=actions::change_milestone_path()>
            <Hidden name="milestone" value=id.to_string()/>
            <Hidden name="act" value="remove"/>
            <div class="actions"><SubmitButton label=w::remove(locale) variant="secondary" danger=true/></div>
        </form>
    }
    .into_any();
    Ok(Page { title, place: Place::Pipeline, body, islands: false })
}
