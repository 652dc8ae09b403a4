//! The pipeline as a board: phases, their stages as columns, startups as cards, and the form that moves one.
//!
//! The board works without JavaScript: every card carries its own form. The island `BoardDrag` only fills that form in by
//! hand of a pointer; the attributes it reads (`data-stage`, `data-card`, `data-move-*`) are written here and nowhere else.

use leptos::prelude::*;

/// The board: a strip of phases that scrolls sideways on its own, and stands in a pile on a phone.
#[component]
pub fn Board(
    /// What the board shows: the name of the frame that scrolls.
    #[prop(into)]
    label: String,
    /// The [`BoardPhase`]s.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="board" role="group" aria-label=label tabindex="0" data-board>
            {children()}
        </div>
    }
}

/// One phase: a heading over its stages' columns.
#[component]
pub fn BoardPhase(
    /// The phase's code: `intake`, `mentoring`, `exit`.
    #[prop(into)]
    phase: String,
    /// Its name.
    #[prop(into)]
    label: String,
    /// How many startups are in it, as text.
    #[prop(into)]
    count: String,
    /// The [`BoardColumn`]s.
    children: Children,
) -> impl IntoView {
    // Named by attribute, not by reference to the heading: a page may hold a board for each programme.
    view! {
        <section class="board__phase" data-phase=phase aria-label=label>
            <h2 class="board__phase-title">
                {label.clone()}
                <span class="board__count">{count}</span>
            </h2>
            <div class="board__columns">{children()}</div>
        </section>
    }
}

/// One stage: a column of cards onto which another card can be dropped.
#[component]
pub fn BoardColumn(
    /// The value that the move form posts for this stage.
    #[prop(into)]
    stage: String,
    /// The stage's name.
    #[prop(into)]
    label: String,
    /// How many startups are in it, as text.
    #[prop(into)]
    count: String,
    /// `Viser 20 av 64`, when not all cards are shown, with where to see the rest.
    #[prop(default = None, into)]
    more: Option<(String, String)>,
    /// Whether a stay ends here: its cards need less room.
    #[prop(optional)]
    closed: bool,
    /// The [`BoardCard`]s.
    children: Children,
) -> impl IntoView {
    view! {
        <section
            class="board__column"
            data-stage=stage
            data-stage-name=label.clone()
            data-closed=closed.then_some("true")
            aria-label=label
        >
            <h3 class="board__stage">
                {label.clone()}
                <span class="board__count">{count}</span>
            </h3>
            <ul class="board__cards" data-cards>
                {children()}
            </ul>
            {more.map(|(text, href)| view! { <p class="board__more"><a class="ds-link" href=href>{text}</a></p> })}
        </section>
    }
}

/// One startup on the board.
#[component]
pub fn BoardCard(
    /// Unique on the page: the stay's id.
    #[prop(into)]
    id: String,
    /// The startup's name.
    #[prop(into)]
    name: String,
    /// Its page.
    #[prop(into)]
    href: String,
    /// A line under the name: sector, cohort, mentor.
    #[prop(default = None, into)]
    about: Option<String>,
    /// How long it has been in the stage: `14 dager`.
    #[prop(default = None, into)]
    since: Option<String>,
    /// Whether it has been there longer than the limit; `since` then stands out, and this says why in words.
    #[prop(default = None, into)]
    stuck: Option<String>,
    /// That the startup is no longer alive, in words, while its stay is still open.
    #[prop(default = None, into)]
    gone: Option<String>,
    /// The [`MoveForm`], for those who may move it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let movable = children.is_some();
    let late = stuck.is_some();
    view! {
        <li class="board-card" id=format!("card-{id}") data-card=id data-name=name data-movable=movable.then_some("true")>
            <p class="board-card__name">
                <a class="ds-link" href=href draggable="false">{name.clone()}</a>
            </p>
            {about.map(|about| view! { <p class="board-card__about">{about}</p> })}
            {since
                .map(|since| {
                    view! {
                        <p class="board-card__since" data-stuck=late.then_some("true")>
                            {since}
                            {stuck.map(|stuck| view! { <span class="board-card__stuck">{stuck}</span> })}
                            {gone.map(|gone| view! { <span class="gone-tag">{gone}</span> })}
                        </p>
                    }
                })}
            {children.map(|children| children())}
        </li>
    }
}

/// A stage a card can be moved to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveStage {
    /// What is posted.
    pub value: String,
    /// The stage's name.
    pub label: String,
    /// Whether the move is backwards or out, so that the server will ask for a reason.
    pub needs_reason: bool,
}

/// The words of a [`MoveForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveWords {
    /// `Flytt`: opens the form.
    pub open: String,
    /// `Til steg`.
    pub stage: String,
    /// `Fra dato`.
    pub date: String,
    /// `Grunn`.
    pub reason: String,
    /// `Trengs når en flytter tilbake eller ut`.
    pub reason_hint: String,
    /// `Flytt`: sends the form.
    pub submit: String,
    /// `Avbryt`.
    pub cancel: String,
}

/// The form that moves a card: to which stage, from which day, and why when it goes backwards or out.
///
/// Posts `stage`, `on` (ISO date), `employees`, `reason` and whatever is in `hidden`.
#[component]
pub fn MoveForm(
    /// Unique on the page: the stay's id.
    #[prop(into)]
    id: String,
    /// The startup's name, so that the button can be told from the others by those who listen.
    #[prop(into)]
    name: String,
    /// Where it posts to.
    #[prop(into)]
    action: String,
    /// Values carried along: which stay, where to return.
    #[prop(optional)]
    hidden: Vec<(String, String)>,
    /// The legal targets, in order.
    stages: Vec<MoveStage>,
    /// The stage chosen from the start, if any.
    #[prop(default = None, into)]
    chosen: Option<String>,
    /// Label and hint of the headcount that an admission starts from; asked only of those not yet admitted.
    #[prop(default = None, into)]
    employees: Option<(String, String)>,
    /// Today, ISO: the date in the form from the start, and the latest allowed.
    #[prop(into)]
    today: String,
    /// The words.
    words: MoveWords,
) -> impl IntoView {
    let field = |end: &str| format!("move-{id}-{end}");
    let any_reason = stages.iter().any(|stage| stage.needs_reason);
    let options = stages
        .into_iter()
        .map(|stage| {
            let selected = chosen.as_deref() == Some(stage.value.as_str());
            view! {
                <option value=stage.value selected=selected data-needs-reason=stage.needs_reason.then_some("true")>
                    {stage.label}
                </option>
            }
        })
        .collect_view();
    view! {
        <details class="move" data-move>
            <summary class="move__open">
                {words.open} <span class="ds-sr-only">{format!(" {name}")}</span>
            </summary>
            <form class="move__form" method="post" action=action data-move-form>
                {hidden
                    .into_iter()
                    .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
                    .collect_view()}
                <div class="ds-field">
                    <label class="ds-label" for=field("stage")>{words.stage}</label>
                    <select class="ds-input" id=field("stage") name="stage" required=true data-move-stage>
                        {options}
                    </select>
                </div>
                <div class="ds-field">
                    <label class="ds-label" for=field("on")>{words.date}</label>
                    <input
                        class="ds-input"
                        type="date"
                        id=field("on")
                        name="on"
                        value=today.clone()
                        max=today
                        required=true
                        data-move-date
                    />
                </div>
                {employees
                    .map(|(label, hint)| {
                        view! {
                            <div class="ds-field">
                                <label class="ds-label" for=field("employees")>{label}</label>
                                <div data-field="description" id=field("employees-hint")>{hint}</div>
                                <input
                                    class="ds-input"
                                    type="text"
                                    inputmode="numeric"
                                    id=field("employees")
                                    name="employees"
                                    aria-describedby=field("employees-hint")
                                />
                            </div>
                        }
                    })}
                {any_reason
                    .then(|| {
                        view! {
                            <div class="ds-field">
                                <label class="ds-label" for=field("reason")>{words.reason}</label>
                                <div data-field="description" id=field("reason-hint")>{words.reason_hint}</div>
                                <input
                                    class="ds-input"
                                    type="text"
                                    id=field("reason")
                                    name="reason"
                                    aria-describedby=field("reason-hint")
                                    data-move-reason
                                />
                            </div>
                        }
                    })}
                <div class="actions">
                    <button class="ds-button" type="submit">{words.submit}</button>
                    // Only the island knows what to take back, so the button shows up with it.
                    <button class="ds-button" data-variant="tertiary" type="reset" hidden=true data-move-cancel>
                        {words.cancel}
                    </button>
                </div>
            </form>
        </details>
    }
}
