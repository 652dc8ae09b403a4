//! Pieces of the working day: chips to choose by, a bar of hours, buttons that tick.

use leptos::prelude::*;

/// A choice of one among a few, each a chip that a thumb can meet. Plain radio buttons: they work by keyboard and without script.
#[component]
pub fn Chips(
    /// The name under which the choice is posted.
    #[prop(into)]
    name: String,
    /// What is chosen.
    #[prop(into)]
    legend: String,
    /// What is posted and what is read, in order.
    options: Vec<(String, String)>,
    /// The one chosen now.
    #[prop(into)]
    chosen: String,
    /// The id of the group, and the beginning of those of its chips.
    #[prop(into)]
    id: String,
    /// Why the last choice was refused.
    #[prop(default = None)]
    error: Option<String>,
) -> impl IntoView {
    let chips = options
        .into_iter()
        .enumerate()
        .map(|(at, (value, label))| {
            // The first chip carries the group's own id, so that a list of what was refused can lead to it.
            let own = if at == 0 { id.clone() } else { format!("{id}-{at}") };
            let checked = value == chosen;
            view! {
                <span class="chip">
                    <input type="radio" id=own.clone() name=name.clone() value=value checked=checked/>
                    <label for=own>{label}</label>
                </span>
            }
        })
        .collect_view();
    let error_id = format!("{id}-error");
    let described = error.is_some().then(|| error_id.clone());
    view! {
        <fieldset class="chips" aria-describedby=described>
            <legend>{legend}</legend>
            <div class="chips__row">{chips}</div>
            {error.map(|error| view! { <p class="ds-validation-message" id=error_id>{error}</p> })}
        </fieldset>
    }
}

/// How much of a budget is used, as a bar with its words. The words say all that the bar does.
#[component]
pub fn HoursBar(
    /// What was given, in minutes.
    used: u64,
    /// What there is to give, in minutes.
    budget: u64,
    /// The same in words: `6,5 av 20 timer`.
    #[prop(into)]
    words: String,
) -> impl IntoView {
    let over = used > budget;
    view! {
        <div class="hours-bar" data-over=over.then_some("true")>
            <progress max=budget.to_string() value=used.min(budget).to_string() aria-hidden="true"></progress>
            <span>{words}</span>
        </div>
    }
}

/// A form of one button.
#[component]
pub fn ActButton(
    /// Where it posts.
    #[prop(into)]
    action: String,
    /// What it does.
    #[prop(into)]
    label: String,
    /// To what, for those who do not see the row it stands in.
    #[prop(into)]
    about: String,
    /// What is posted, by name.
    fields: Vec<(&'static str, String)>,
    /// `primary`, `secondary` (default) or `tertiary`.
    #[prop(default = "secondary".to_owned(), into)]
    variant: String,
) -> impl IntoView {
    let fields =
        fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    view! {
        <form class="act" method="post" action=action>
            {fields}
            <button class="ds-button" type="submit" data-variant=variant>
                {label}
                <span class="ds-sr-only">{format!(": {about}")}</span>
            </button>
        </form>
    }
}
