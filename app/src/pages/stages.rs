//! A programme's stages: their names in three languages, their order, how long one usually stays, and which are in use.

use std::collections::{HashMap, HashSet};

use domain::access::{Action, Resource};
use domain::format;
use domain::ids::StageId;
use domain::pipeline::{Phase, Programme, Stage};
use domain::stages::{Direction, MOST_DAYS, addable, kind_name};
use domain::words::Locale;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::actions;
use crate::components::{ErrorSummary, Field, Hidden, Notice, NoticeKind, SelectField, SelectOption, SubmitButton};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, page as show};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        title(name: &str) => { nb: "Stegene i {name}", nn: "Stega i {name}", en: "Stages of {name}" }
        lead => {
            nb: "Endringer gjelder med en gang. Det som har skjedd, står der det sto: et steg som er brukt, tas ut av bruk og slettes aldri.",
            nn: "Endringar gjeld med ein gong. Det som har hendt, står der det stod: eit steg som er brukt, blir teke ut av bruk og aldri sletta.",
            en: "Changes take effect at once. What has happened stays as it was: a stage that was used is retired and never deleted." }
        all => { nb: "Programmer", nn: "Program", en: "Programmes" }
        usual(days: &str) => { nb: "vanligvis {days}", nn: "vanlegvis {days}", en: "usually {days}" }
        here(n: &str) => { nb: "{n} står her", nn: "{n} står her", en: "{n} here" }
        up(name: &str) => { nb: "Flytt {name} opp", nn: "Flytt {name} opp", en: "Move {name} up" }
        down(name: &str) => { nb: "Flytt {name} ned", nn: "Flytt {name} ned", en: "Move {name} down" }
        up_short => { nb: "Opp", nn: "Opp", en: "Up" }
        down_short => { nb: "Ned", nn: "Ned", en: "Down" }
        name_nb => { nb: "Navn på bokmål", nn: "Namn på bokmål", en: "Name in bokmål" }
        name_nn => { nb: "Navn på nynorsk", nn: "Namn på nynorsk", en: "Name in nynorsk" }
        name_en => { nb: "Navn på engelsk", nn: "Namn på engelsk", en: "Name in English" }
        as_nb => { nb: "Tomt: som på bokmål", nn: "Tomt: som på bokmål", en: "Empty: as in bokmål" }
        days => { nb: "Vanlig antall dager i steget", nn: "Vanleg tal på dagar i steget", en: "Usual days in the stage" }
        days_hint => {
            nb: "Står noen lenger, sier oppmerksomhetslisten fra. Tomt: husets egen grense.",
            nn: "Står nokon lenger, seier merksemdlista frå. Tomt: grensa til huset.",
            en: "The attention list says so when somebody stays longer. Empty: the house's own limit." }
        change_do => { nb: "Lagre", nn: "Lagre", en: "Save" }
        retire => { nb: "Ta ut av bruk", nn: "Ta ut av bruk", en: "Retire" }
        retire_hint => {
            nb: "De som står i steget, blir stående til de flyttes. Ingen nye kan flyttes hit.",
            nn: "Dei som står i steget, blir ståande til dei blir flytta. Ingen nye kan flyttast hit.",
            en: "Those who stand in the stage stay until they are moved. Nobody new can be moved here." }
        delete => { nb: "Slett", nn: "Slett", en: "Delete" }
        delete_hint => { nb: "Ingen har stått i dette steget.", nn: "Ingen har stått i dette steget.", en: "Nobody has stood in this stage." }
        restore => { nb: "Ta i bruk igjen", nn: "Ta i bruk att", en: "Take into use again" }
        retired_title => { nb: "Ute av bruk", nn: "Ute av bruk", en: "Retired" }
        new => { nb: "Nytt steg", nn: "Nytt steg", en: "New stage" }
        place => { nb: "Hva slags steg", nn: "Kva slags steg", en: "What kind of stage" }
        new_do => { nb: "Legg til steget", nn: "Legg til steget", en: "Add the stage" }
        done_added => { nb: "Steget er lagt til.", nn: "Steget er lagt til.", en: "The stage is added." }
        done_changed => { nb: "Steget er lagret.", nn: "Steget er lagra.", en: "The stage is saved." }
        done_ordered => { nb: "Rekkefølgen er endret.", nn: "Rekkjefølgja er endra.", en: "The order is changed." }
        done_retired => { nb: "Steget er tatt ut av bruk.", nn: "Steget er teke ut av bruk.", en: "The stage is retired." }
        done_restored => { nb: "Steget er i bruk igjen.", nn: "Steget er i bruk att.", en: "The stage is in use again." }
        done_deleted => { nb: "Steget er slettet.", nn: "Steget er sletta.", en: "The stage is deleted." }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    let slug = use_params_map().with_untracked(|params| params.get("programme").unwrap_or_default());
    show(move |cx| load(cx, slug))
}

/// What the rows of the page are made from.
struct Seen<'a> {
    locale: Locale,
    programme: &'a Programme,
    used: HashSet<StageId>,
    here: HashMap<StageId, usize>,
    draft: Option<Shown>,
}

async fn load(cx: Cx, slug: String) -> Result<Page, PageError> {
    let ledger = cx.ledger().await?;
    let programme = ledger.programmes.iter().find(|programme| programme.slug == slug).ok_or(PageError::NotFound)?;
    cx.require(Action::EditStages, &Resource::Programme(programme.id))?;
    let locale = cx.locale;
    let mut here: HashMap<StageId, usize> = HashMap::new();
    for stay in cx.stays(&ledger, cx.today(), None).iter().filter(|stay| stay.enrolment.programme == programme.id) {
        *here.entry(stay.course.stage).or_default() += 1;
    }
    let used = cx.house.store.stages_in_use().await?;
    let draft = actions::shown_again(&cx, "stage").await?;
    let new_draft = actions::shown_again(&cx, "stage-new").await?.unwrap_or_default();
    let seen = Seen { locale, programme, used, here, draft };
    let title = w::title(locale, &programme.name);
    let notice = match cx.query.get("done") {
        Some("added") => Some(w::done_added(locale)),
        Some("changed") => Some(w::done_changed(locale)),
        Some("ordered") => Some(w::done_ordered(locale)),
        Some("retired") => Some(w::done_retired(locale)),
        Some("restored") => Some(w::done_restored(locale)),
        Some("deleted") => Some(w::done_deleted(locale)),
        _ => None,
    };
    let phases = Phase::ALL.map(|phase| {
        let stages: Vec<&Stage> =
            programme.stages.iter().filter(|stage| stage.phase == phase && !stage.retired).collect();
        let last = stages.len().saturating_sub(1);
        let rows = stages.iter().enumerate().map(|(at, stage)| row(&seen, stage, at > 0, at < last)).collect_view();
        let id = format!("phase-{}", phase.code());
        view! {
            <section aria-labelledby=id>
                <h2 class="ds-heading" data-size="md" id=id.clone()>{phase.name(locale)}</h2>
                <ol class="plain-list stage-rows">{rows}</ol>
            </section>
        }
    });
    let retired: Vec<&Stage> = programme.stages.iter().filter(|stage| stage.retired).collect();
    let retired = (!retired.is_empty()).then(|| {
        let rows = retired.iter().map(|stage| retired_row(&seen, stage)).collect_view();
        view! {
            <section aria-labelledby="retired">
                <h2 class="ds-heading" data-size="md" id="retired">{w::retired_title(locale)}</h2>
                <ul class="plain-list stage-rows">{rows}</ul>
            </section>
        }
    });
    // What is said of an order or a retirement belongs to no field.
    let whole = seen.draft.as_ref().and_then(|draft| draft.error(""));
    let body = view! {
        <p class="crumbs"><a class="ds-link" href=paths::PROGRAMMES>{w::all(locale)}</a></p>
        <h1 class="ds-heading">{title.clone()}</h1>
        {notice.map(|text| view! { <Notice kind=NoticeKind::Success live=true>{text}</Notice> })}
        {whole.map(|text| view! { <div id=paths::ERROR_SUMMARY tabindex="-1"><Notice kind=NoticeKind::Danger live=true>{text}</Notice></div> })}
        <p class="lead">{w::lead(locale)}</p>
        {phases}
        {retired}
        {new_stage(locale, programme, &new_draft)}
    }
    .into_any();
    Ok(Page { title, place: Place::Programmes, body, islands: false })
}

fn labels(locale: Locale) -> [(&'static str, &'static str); 5] {
    [
        ("place", w::place(locale)),
        ("name_nb", w::name_nb(locale)),
        ("name_nn", w::name_nn(locale)),
        ("name_en", w::name_en(locale)),
        ("usual_days", w::days(locale)),
    ]
}

fn word_fields(locale: Locale, draft: &Shown, prefix: &str, names: [&str; 3], days: &str) -> impl IntoView + use<> {
    let [nb, nn, en] = names;
    let most = MOST_DAYS.to_string();
    view! {
        <Field input=draft.input("name_nb", w::name_nb(locale)).value(nb).within(prefix).required()/>
        <Field input=draft.input("name_nn", w::name_nn(locale)).value(nn).within(prefix).hint(w::as_nb(locale))/>
        <Field input=draft.input("name_en", w::name_en(locale)).value(en).within(prefix).hint(w::as_nb(locale))/>
        <Field input=draft.input("usual_days", w::days(locale)).value(days).within(prefix).hint(w::days_hint(locale)) kind="number" inputmode="numeric".to_owned() min=Some("1".to_owned()) max=Some(most)/>
    }
}

fn row(seen: &Seen<'_>, stage: &Stage, has_above: bool, has_below: bool) -> impl IntoView + use<> {
    let locale = seen.locale;
    let id = stage.id.to_string();
    let name = stage.name(locale).to_owned();
    let draft = seen.draft.as_ref().filter(|draft| draft.value("stage", "") == id && draft.error("").is_none());
    let open = draft.is_some();
    let draft = draft.cloned().unwrap_or_default();
    let prefix = format!("stage-{id}-");
    let programme = seen.programme.id.to_string();
    let ids = || {
        view! { <Hidden name="programme" value=programme.clone()/> <Hidden name="stage" value=id.clone()/> }
    };
    let days = stage.usual_days.map(|days| days.to_string()).unwrap_or_default();
    let usual = stage.usual_days.map(|days| w::usual(locale, &shared::days(locale, &days.to_string())));
    let here = seen.here.get(&stage.id).copied().unwrap_or_default();
    let step = |direction: Direction, on: bool, label: String, short: &'static str| {
        view! {
            <form method="post" action=actions::change_stage_path()>
                {ids()}
                <button class="ds-button" data-variant="tertiary" type="submit" name="act" value=direction.code() aria-label=label disabled=!on>
                    {short}
                </button>
            </form>
        }
    };
    let used = seen.used.contains(&stage.id);
    let (act, label, hint) = if used {
        ("retire", w::retire(locale), w::retire_hint(locale))
    } else {
        ("delete", w::delete(locale), w::delete_hint(locale))
    };
    view! {
        <li class="stage-row" id=format!("stage-{id}")>
            <div class="actions stage-row__order">
                {step(Direction::Up, has_above, w::up(locale, &name), w::up_short(locale))}
                {step(Direction::Down, has_below, w::down(locale, &name), w::down_short(locale))}
            </div>
            <details class="ds-details fold" open=open>
                <summary>
                    {name}
                    <span class="filter__asked">
                        {[Some(kind_name(locale, stage.kind)), usual, (here > 0).then(|| w::here(locale, &format::count(locale, here)))]
                            .into_iter()
                            .flatten()
                            .collect::<Vec<_>>()
                            .join(" · ")}
                    </span>
                </summary>
                <div class="fold__body">
                    <ErrorSummary title=shared::mend_this(locale) errors=draft.summary(&prefix, &labels(locale))/>
                    <form class="form" method="post" action=actions::change_stage_path()>
                        {ids()}
                        {word_fields(locale, &draft, &prefix, stage.names.each_ref().map(String::as_str), &days)}
                        <div class="actions"><SubmitButton label=w::change_do(locale)/></div>
                    </form>
                    <form class="form" method="post" action=actions::change_stage_path()>
                        {ids()}
                        <Hidden name="act" value=act/>
                        <p class="muted">{hint}</p>
                        <div class="actions"><SubmitButton label=label variant="secondary" danger=true/></div>
                    </form>
                </div>
            </details>
        </li>
    }
}

fn retired_row(seen: &Seen<'_>, stage: &Stage) -> impl IntoView + use<> {
    let locale = seen.locale;
    let here = seen.here.get(&stage.id).copied().unwrap_or_default();
    let about =
        [Some(stage.phase.name(locale).to_owned()), (here > 0).then(|| w::here(locale, &format::count(locale, here)))];
    let name = stage.name(locale).to_owned();
    let delete = (!seen.used.contains(&stage.id)).then(|| {
        view! { <SubmitButton label=w::delete(locale) variant="tertiary" danger=true name="act".to_owned() value="delete".to_owned()/> }
    });
    view! {
        <li>
            <form class="actions" method="post" action=actions::change_stage_path()>
                <Hidden name="programme" value=seen.programme.id.to_string()/>
                <Hidden name="stage" value=stage.id.to_string()/>
                <span>
                    {name.clone()} " "
                    <span class="muted">{about.into_iter().flatten().collect::<Vec<_>>().join(" · ")}</span>
                </span>
                <button class="ds-button" data-variant="secondary" type="submit" name="act" value="restore">
                    {w::restore(locale)} <span class="ds-sr-only">{format!(" {name}")}</span>
                </button>
                {delete}
            </form>
        </li>
    }
}

fn new_stage(locale: Locale, programme: &Programme, draft: &Shown) -> impl IntoView + use<> {
    let prefix = "new-";
    let options: Vec<SelectOption> = addable(programme)
        .into_iter()
        .map(|(phase, kind)| {
            let label = format!("{}: {}", phase.name(locale), kind_name(locale, kind));
            SelectOption::new(actions::place_code((phase, kind)), label)
        })
        .collect();
    view! {
        <details class="ds-details fold" open=draft.is_refused() id="new">
            <summary>{w::new(locale)}</summary>
            <div class="fold__body">
                <ErrorSummary title=shared::mend_this(locale) errors=draft.summary(prefix, &labels(locale))/>
                <form class="form" method="post" action=actions::add_stage_path()>
                    <Hidden name="programme" value=programme.id.to_string()/>
                    <SelectField input=draft.input("place", w::place(locale)).within(prefix).value(Phase::Mentoring.code()) options=options/>
                    {word_fields(locale, draft, prefix, ["", "", ""], "")}
                    <div class="actions"><SubmitButton label=w::new_do(locale)/></div>
                </form>
            </div>
        </details>
    }
}
