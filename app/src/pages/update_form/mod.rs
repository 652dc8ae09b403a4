//! The form of an update: for a founder with a link from a mail and nothing else, or signed in. It begins with what is known, so that
//! whoever has nothing new needs one tap; when it is answered, the same address shows what was registered and which figures rest on it.

mod fields;
mod receipt;
mod script;

use domain::format;
use domain::ids::StartupId;
use domain::updates::{Answer, closes_on};
use domain::words::Locale;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::updates::{ClosedDown, RequestState, UpdateDoor, UpdateForm};

use self::fields::{Known, fields, labels, last_said, prefilled};
use self::script::SaveAsTyped;
use crate::actions;
use crate::components::{
    ButtonLink, CheckField, DateField, ErrorSummary, Hidden, Notice, NoticeKind, SelectField, SelectOption,
    SubmitButton,
};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, open_page, page as show};
use crate::paths::{self, Query};
use crate::words as shared;

domain::catalogue! {
    mod w {
        title(startup: &str) => { nb: "Hvordan går det med {startup}?", nn: "Korleis går det med {startup}?", en: "How is {startup} doing?" }
        asked(programme: &str, due: &str) => {
            nb: "{programme} spør. Svar gjerne innen {due}. Det tar et par minutter.",
            nn: "{programme} spør. Svar gjerne innan {due}. Det tek eit par minutt.",
            en: "{programme} asks. Please answer by {due}. It takes a couple of minutes." }
        asked_late(programme: &str, due: &str) => {
            nb: "{programme} venter på svar. Fristen var {due}, men det er ikke for sent. Det tar et par minutter.",
            nn: "{programme} ventar på svar. Fristen var {due}, men det er ikkje for seint. Det tek eit par minutt.",
            en: "{programme} is waiting for an answer. It was due {due}, but it is not too late. It takes a couple of minutes." }
        unasked => {
            nb: "Tallene gjelder i dag. Det du ikke vet, lar du stå tomt.",
            nn: "Tala gjeld i dag. Det du ikkje veit, lèt du stå tomt.",
            en: "The numbers are about today. Leave empty what you do not know." }
        gone_title => { nb: "Lenken virker ikke lenger", nn: "Lenkja verkar ikkje lenger", en: "The link no longer works" }
        gone_text => {
            nb: "Runden er over, forespørselen er trukket tilbake, eller du har fått en nyere lenke. Ingenting er gått tapt. Vil du melde tall nå, kan du logge inn eller spørre den som leder programmet.",
            nn: "Runden er over, førespurnaden er trekt tilbake, eller du har fått ei nyare lenkje. Ingenting er gått tapt. Vil du melde tal no, kan du logge inn eller spørje den som leier programmet.",
            en: "The round is over, the request was taken back, or you have been sent a newer link. Nothing was lost. To report now, sign in or ask whoever runs the programme." }
        same => { nb: "Ingen endring siden sist", nn: "Inga endring sidan sist", en: "No change since last time" }
        same_text => {
            nb: "Ett trykk bekrefter at dette stemmer i dag:",
            nn: "Eitt trykk stadfestar at dette stemmer i dag:",
            en: "One tap confirms that this is true today:" }
        changed => { nb: "Noe er endret", nn: "Noko er endra", en: "Something has changed" }
        first => { nb: "Slik er det i dag", nn: "Slik er det i dag", en: "How it is today" }
        send => { nb: "Send svaret", nn: "Send svaret", en: "Send the answer" }
        save => { nb: "Lagre og fortsett senere", nn: "Lagre og hald fram seinare", en: "Save and go on later" }
        saved => {
            nb: "Det du har skrevet, er lagret. Svaret er ikke sendt ennå; samme lenke fører tilbake hit.",
            nn: "Det du har skrive, er lagra. Svaret er ikkje sendt enno; same lenkje fører attende hit.",
            en: "What you wrote is saved. The answer is not sent yet; the same link leads back here." }
        draft(at: &str) => { nb: "Her er det du skrev {at}. Det er ikke sendt ennå.", nn: "Her er det du skreiv {at}. Det er ikkje sendt enno.", en: "Here is what you wrote on {at}. It is not sent yet." }
        correcting(on: &str) => {
            nb: "Du retter svaret fra {on}. Det nye tar plassen til det gamle, og gjelder for samme dag.",
            nn: "Du rettar svaret frå {on}. Det nye tek plassen til det gamle, og gjeld for same dag.",
            en: "You are correcting the answer of {on}. The new one takes the place of the old, for the same day." }
        mend => { nb: "Rett dette før du sender:", nn: "Rett dette før du sender:", en: "Mend this before you send:" }
        closed_fold => { nb: "Vi har lagt ned", nn: "Vi har lagt ned", en: "We have closed down" }
        closed_text => {
            nb: "Takk for at du sier fra. Da spør vi ikke mer.",
            nn: "Takk for at du seier frå. Då spør vi ikkje meir.",
            en: "Thank you for telling us. We will not ask again." }
        closed_kind => { nb: "Hva skjedde?", nn: "Kva skjedde?", en: "What happened?" }
        closed_on => { nb: "Når?", nn: "Når?", en: "When?" }
        closed_unknown => { nb: "Jeg husker ikke datoen", nn: "Eg hugsar ikkje datoen", en: "I do not remember the date" }
        closed_send => { nb: "Vi har lagt ned", nn: "Vi har lagt ned", en: "We have closed down" }
        correct => { nb: "Rett svaret", nn: "Rett svaret", en: "Correct the answer" }
        correct_until(on: &str) => {
            nb: "Du kan rette svaret til og med {on}, med samme lenke.",
            nn: "Du kan rette svaret til og med {on}, med same lenkje.",
            en: "You can correct the answer until {on}, by the same link." }
    }
}

/// The page behind the link of a mail: open to whoever holds it.
pub fn page() -> impl IntoView {
    let token = use_params_map().with_untracked(|params| params.get("token").unwrap_or_default());
    open_page(move |cx| load_link(cx, token))
}

/// The same form for a founder who is signed in.
pub fn signed_in_page() -> impl IntoView {
    let startup = use_params_map().with_untracked(|params| params.get("startup").unwrap_or_default());
    show(move |cx| load_signed_in(cx, startup))
}

/// How the form is reached: where it is posted, by which secret or id, and where it stands.
struct Way {
    action: &'static str,
    field: &'static str,
    key: String,
    page: String,
    /// Whether the reader came by a link: such a page leads nowhere else.
    by_link: bool,
}

async fn load_link(cx: Cx, token: String) -> Result<Page, PageError> {
    let form = cx.house.store.look_at_update(UpdateDoor::Link(&token)).await?;
    let Some(form) = form else { return Ok(gone(cx.locale)) };
    let page = paths::update(&token);
    let way = Way { action: actions::answer_update_path(), field: "token", key: token, page, by_link: true };
    shown(&cx, &form, &way).await
}

async fn load_signed_in(cx: Cx, startup: String) -> Result<Page, PageError> {
    let id: StartupId = startup.parse().map_err(|_| PageError::NotFound)?;
    let actor = cx.actor();
    let form = cx.house.store.look_at_update(UpdateDoor::SignedIn(&actor, id)).await?.ok_or(PageError::NotFound)?;
    let page = paths::update_of(id);
    let way =
        Way { action: actions::report_update_path(), field: "startup", key: id.to_string(), page, by_link: false };
    shown(&cx, &form, &way).await
}

fn gone(locale: Locale) -> Page {
    let title = w::gone_title(locale).to_owned();
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="lead">{w::gone_text(locale)}</p>
    }
    .into_any();
    Page { title, place: Place::Elsewhere, body, islands: false }
}

async fn shown(cx: &Cx, form: &UpdateForm, way: &Way) -> Result<Page, PageError> {
    let locale = cx.locale;
    let draft = actions::shown_again(cx, actions::UPDATE_FORM).await?;
    let edits = cx.query.get("edit").is_some() || draft.is_some() || cx.query.get("done") == Some("saved");
    let title = w::title(locale, &form.startup.profile.name);
    let place = if way.by_link { Place::Elsewhere } else { Place::Home };
    let body = match form.state() {
        Some(RequestState::Closed) => receipt::closed(locale, &form.startup.profile.name).into_any(),
        Some(RequestState::Answered) if !edits => answered(cx, form, way, &title).into_any(),
        // A founder who reports unasked is led here once it is done, and finds what was recorded.
        None if cx.query.get("done") == Some("closed") => {
            receipt::closed(locale, &form.startup.profile.name).into_any()
        }
        None if cx.query.get("done") == Some("answered") => receipt::thanks(cx, form).into_any(),
        _ => asking(cx, form, way, &title, draft),
    };
    Ok(Page { title, place, body, islands: false })
}

/// What was registered, and the way to correct it.
fn answered(cx: &Cx, form: &UpdateForm, way: &Way, title: &str) -> impl IntoView + use<> {
    let locale = cx.locale;
    let until = form.request.as_ref().map(|(_, round)| format::date(locale, closes_on(round.due_on)));
    let edit = paths::with_query(&way.page, &Query::one("edit", "1"));
    let back = (!way.by_link)
        .then(|| view! { <ButtonLink href=paths::held(form.startup.profile.id) label=receipt::held_label(locale)/> });
    view! {
        <h1 class="ds-heading">{title.to_owned()}</h1>
        {receipt::thanks(cx, form)}
        {until.map(|on| view! { <p class="muted">{w::correct_until(locale, &on)}</p> })}
        <div class="actions"><ButtonLink href=edit label=w::correct(locale)/>{back}</div>
    }
}

/// The form itself: one tap, or a few numbers, or that it is over.
fn asking(cx: &Cx, form: &UpdateForm, way: &Way, title: &str, refused: Option<Shown>) -> AnyView {
    let locale = cx.locale;
    let today = cx.today();
    let asks = |question| form.questions.contains(&question);
    let corrects = form.state() == Some(RequestState::Answered);
    let lead = match &form.request {
        Some((_, round)) if !corrects => {
            let programme = form.programme.clone().unwrap_or_default();
            let due = format::date(locale, round.due_on);
            let late = round.due_on < today;
            if late { w::asked_late(locale, &programme, &due) } else { w::asked(locale, &programme, &due) }
        }
        Some((request, _)) => {
            let on = request.settled_at.map(domain::time::oslo_date).unwrap_or(today);
            w::correcting(locale, &format::date(locale, on))
        }
        None => w::unasked(locale).to_owned(),
    };
    let errors = refused.as_ref().map(|shown| shown.summary("", &labels(locale))).unwrap_or_default();
    let about_closing = refused.as_ref().is_some_and(|shown| !shown.value("kind", "").is_empty());
    // What was just refused stands first, then what was saved as it was typed, then what is known.
    let answered = form.request.as_ref().filter(|_| corrects);
    let known = prefilled(locale, &form.known, answered);
    let begun = if form.draft.is_empty() { known } else { Shown::filled(form.draft.clone()) };
    let draft = match refused {
        Some(shown) if shown.0.values.iter().all(|(name, value)| value.is_empty() || is_of_closing(name)) => {
            over(begun, shown)
        }
        Some(shown) => shown,
        None => begun,
    };
    let told = match (cx.query.get("done"), form.saved_at) {
        (Some("saved"), _) => Some(w::saved(locale).to_owned()),
        (_, Some(at)) if errors.is_empty() => Some(w::draft(locale, &format::instant(locale, at))),
        _ => None,
    };
    let hidden = || view! { <Hidden name=way.field value=way.key.clone()/> };
    let unchanged = (!corrects && Answer::unchanged(&form.known, asks).is_some()).then(|| {
        let said = last_said(locale, &form.known, &form.questions);
        view! {
            <form class="form ds-card update-same" method="post" action=way.action>
                {hidden()}
                <p>{w::same_text(locale)}</p>
                <ul class="ds-list">{said.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
                <div class="actions"><SubmitButton label=w::same(locale) name="act".to_owned() value="same".to_owned()/></div>
            </form>
        }
        .into_any()
    });
    let heading = if unchanged.is_some() { w::changed(locale) } else { w::first(locale) };
    // Without a request there is nowhere to keep what is typed and not sent.
    let keeps = form.request.is_some();
    let variant = if unchanged.is_some() { "secondary" } else { "primary" };
    let known = Known { known: &form.known, questions: &form.questions };
    view! {
        <h1 class="ds-heading">{title.to_owned()}</h1>
        <p class="lead">{lead}</p>
        {told.map(|text| view! { <Notice kind=NoticeKind::Info live=true>{text}</Notice> })}
        <ErrorSummary title=w::mend(locale) errors=errors/>
        {unchanged}
        <section aria-labelledby="update-numbers">
            <h2 class="ds-heading" data-size="md" id="update-numbers">{heading}</h2>
            <form class="form" method="post" action=way.action id="update-form">
                {hidden()}
                {fields(locale, &known, &draft).into_any()}
                <div class="actions">
                    <SubmitButton label=w::send(locale) variant=variant name="act".to_owned() value="answer".to_owned()/>
                    {keeps.then(|| {
                        view! { <SubmitButton label=w::save(locale) variant="tertiary" name="act".to_owned() value="save".to_owned()/> }
                    })}
                </div>
                {keeps.then(|| view! { <SaveAsTyped locale=locale/> })}
            </form>
        </section>
        {closing(locale, today, way, &draft, about_closing).into_any()}
    }
    .into_any()
}

/// Whether a field belongs to saying that it is over.
fn is_of_closing(name: &str) -> bool {
    matches!(name, "kind" | "on" | "date_unknown")
}

/// A form of which only the part about closing was posted, with the rest as it began.
fn over(begun: Shown, closing: Shown) -> Shown {
    let mut shown = begun;
    shown.0.values.extend(closing.0.values.into_iter().filter(|(name, _)| is_of_closing(name)));
    shown.0.errors = closing.0.errors;
    shown
}

/// That it is over, in a fold of its own: nobody should come upon it by accident.
fn closing(locale: Locale, today: chrono::NaiveDate, way: &Way, draft: &Shown, open: bool) -> impl IntoView + use<> {
    let kinds =
        ClosedDown::KINDS.map(|kind| SelectOption::new(kind.code(), shared::at_start(kind.name(locale)))).to_vec();
    let today = today.to_string();
    view! {
        <details class="ds-details fold" id="closed" open=open>
            <summary>{w::closed_fold(locale)}</summary>
            <div class="fold__body">
                <p>{w::closed_text(locale)}</p>
                <form class="form" method="post" action=way.action>
                    <Hidden name=way.field value=way.key.clone()/>
                    <SelectField input=draft.input("kind", w::closed_kind(locale)) options=kinds/>
                    <DateField input=draft.input("on", w::closed_on(locale)).value(&today).required() max=Some(today)/>
                    <CheckField name="date_unknown" label=w::closed_unknown(locale) checked=!draft.value("date_unknown", "").is_empty()/>
                    <div class="actions">
                        <SubmitButton label=w::closed_send(locale) variant="secondary" name="act".to_owned() value="closed".to_owned()/>
                    </div>
                </form>
            </div>
        </details>
    }
}
