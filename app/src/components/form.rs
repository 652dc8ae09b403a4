//! Fields of plain HTML forms.
//!
//! Every field keeps the value it is given and shows the reason for a refusal beside itself, tied to the input for those who
//! listen instead of look. The id of the input is `id`, or its `name` when a page has the field once.

use leptos::prelude::*;

use super::text::escape_html;

/// One refusal of a form: which input, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The id of the input.
    pub field: String,
    /// Why its value was refused, as a sentence.
    pub text: String,
}

/// The first refusal for a field, to hand to the field itself.
#[must_use]
pub fn error_for(errors: &[FieldError], field: &str) -> Option<String> {
    errors.iter().find(|error| error.field == field).map(|error| error.text.clone())
}

/// All refusals of a form in one box at its top, each a link to its field. Takes the focus when the page opens.
#[component]
pub fn ErrorSummary(
    /// `Rett opp dette for å gå videre`.
    #[prop(into)]
    title: String,
    /// The refusals, in the order of the fields; nothing is shown when there are none.
    errors: Vec<FieldError>,
) -> impl IntoView {
    (!errors.is_empty()).then(|| {
        view! {
            <div class="ds-error-summary" id="error-summary" tabindex="-1" autofocus role="alert">
                <h2 class="ds-heading" data-size="xs">{title}</h2>
                <ul class="ds-list">
                    {errors
                        .into_iter()
                        .map(|error| {
                            view! {
                                <li>
                                    <a class="ds-link" href=format!("#{}", error.field)>{error.text}</a>
                                </li>
                            }
                        })
                        .collect_view()}
                </ul>
            </div>
        }
    })
}

/// The ids that describe an input: its hint and its error, those that exist.
fn described_by(id: &str, hint: bool, error: bool) -> Option<String> {
    let ids: Vec<String> =
        [(hint, "hint"), (error, "error")].iter().filter(|(on, _)| *on).map(|(_, end)| format!("{id}-{end}")).collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// Label, hint and error around an input.
fn framed(
    id: &str,
    label: String,
    hint: Option<String>,
    error: Option<String>,
    input: AnyView,
) -> impl IntoView + use<> {
    view! {
        <div class="ds-field">
            <label class="ds-label" for=id.to_owned()>{label}</label>
            {hint
                .map(|hint| view! { <div data-field="description" id=format!("{id}-hint")>{hint}</div> })}
            {input}
            {error
                .map(|error| {
                    view! {
                        <p class="ds-validation-message" data-field="validation" id=format!("{id}-error")>
                            {error}
                        </p>
                    }
                })}
        </div>
    }
}

/// A text input with label, hint and error. `kind` is the HTML type: `text`, `email`, `number`, `search`, `date` ...
#[component]
pub fn Field(
    /// The name under which the value is posted.
    #[prop(into)]
    name: String,
    /// What is asked.
    #[prop(into)]
    label: String,
    /// How to answer.
    #[prop(default = None, into)]
    hint: Option<String>,
    /// Why the last answer was refused.
    #[prop(default = None, into)]
    error: Option<String>,
    /// What was typed last time.
    #[prop(optional, into)]
    value: String,
    /// The HTML type.
    #[prop(default = "text".to_owned(), into)]
    kind: String,
    /// The id, when `name` occurs more than once on the page.
    #[prop(default = None, into)]
    id: Option<String>,
    /// Whether an answer is needed.
    #[prop(optional)]
    required: bool,
    /// Which keyboard a phone shows: `numeric`, `decimal`.
    #[prop(default = None, into)]
    inputmode: Option<String>,
    /// What the browser may fill in: `email`, `off`.
    #[prop(default = None, into)]
    autocomplete: Option<String>,
    /// The least value of a number or date.
    #[prop(default = None, into)]
    min: Option<String>,
    /// The greatest value of a number or date.
    #[prop(default = None, into)]
    max: Option<String>,
    /// The `id` of a `<datalist>` of suggestions.
    #[prop(default = None, into)]
    list: Option<String>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    let described = described_by(&id, hint.is_some(), error.is_some());
    let input = view! {
        <input
            class="ds-input"
            id=id.clone()
            name=name
            type=kind
            value=value
            required=required
            inputmode=inputmode
            autocomplete=autocomplete
            min=min
            max=max
            list=list
            aria-invalid=error.is_some().then_some("true")
            aria-describedby=described
        />
    };
    framed(&id, label, hint, error, input.into_any())
}

/// A date input. Browsers show it in the reader's own order; the value is ISO (`2024-06-05`).
#[component]
pub fn DateField(
    /// The name under which the value is posted.
    #[prop(into)]
    name: String,
    /// What is asked.
    #[prop(into)]
    label: String,
    /// How to answer.
    #[prop(default = None, into)]
    hint: Option<String>,
    /// Why the last answer was refused.
    #[prop(default = None, into)]
    error: Option<String>,
    /// The date as ISO text, or what was typed last time.
    #[prop(optional, into)]
    value: String,
    /// The id, when `name` occurs more than once on the page.
    #[prop(default = None, into)]
    id: Option<String>,
    /// Whether an answer is needed.
    #[prop(optional)]
    required: bool,
    /// The earliest date, ISO.
    #[prop(default = None, into)]
    min: Option<String>,
    /// The latest date, ISO.
    #[prop(default = None, into)]
    max: Option<String>,
) -> impl IntoView {
    view! {
        <Field name=name label=label hint=hint error=error value=value id=id required=required kind="date" min=min max=max />
    }
}

/// A text of several lines.
///
/// The only place that writes a `textarea`: Leptos 0.8 does not escape its text, so we do, and hand it over as inner HTML.
#[component]
pub fn TextArea(
    /// The name under which the value is posted.
    #[prop(into)]
    name: String,
    /// What is asked.
    #[prop(into)]
    label: String,
    /// How to answer.
    #[prop(default = None, into)]
    hint: Option<String>,
    /// Why the last answer was refused.
    #[prop(default = None, into)]
    error: Option<String>,
    /// What was typed last time.
    #[prop(optional, into)]
    value: String,
    /// The id, when `name` occurs more than once on the page.
    #[prop(default = None, into)]
    id: Option<String>,
    /// Whether an answer is needed.
    #[prop(optional)]
    required: bool,
    /// Lines shown.
    #[prop(default = 4)]
    rows: u32,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    let described = described_by(&id, hint.is_some(), error.is_some());
    // A line break straight after the opening tag is swallowed by the parser, so a text that starts with one gets another.
    let start = if value.starts_with('\n') { "\n" } else { "" };
    let input = view! {
        <textarea
            class="ds-input"
            id=id.clone()
            name=name
            rows=rows.to_string()
            required=required
            aria-invalid=error.is_some().then_some("true")
            aria-describedby=described
            inner_html=format!("{start}{}", escape_html(&value))
        ></textarea>
    };
    framed(&id, label, hint, error, input.into_any())
}

/// One answer of a [`SelectField`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectOption {
    /// What is posted.
    pub value: String,
    /// What is read.
    pub label: String,
    /// The heading it stands under; neighbours with the same heading share one.
    pub group: Option<String>,
}

impl SelectOption {
    /// An answer without a heading.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        SelectOption { value: value.into(), label: label.into(), group: None }
    }
}

/// A choice of one among several.
#[component]
pub fn SelectField(
    /// The name under which the value is posted.
    #[prop(into)]
    name: String,
    /// What is asked.
    #[prop(into)]
    label: String,
    /// How to answer.
    #[prop(default = None, into)]
    hint: Option<String>,
    /// Why the last answer was refused.
    #[prop(default = None, into)]
    error: Option<String>,
    /// The value chosen now.
    #[prop(optional, into)]
    value: String,
    /// The answers, in order. For "none" or "all" put an option with an empty value first.
    options: Vec<SelectOption>,
    /// The id, when `name` occurs more than once on the page.
    #[prop(default = None, into)]
    id: Option<String>,
    /// Whether an answer is needed.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    let described = described_by(&id, hint.is_some(), error.is_some());
    let groups = grouped(options)
        .into_iter()
        .map(|(group, options)| {
            let options = options
                .into_iter()
                .map(|option| {
                    let selected = option.value == value;
                    view! {
                        <option value=option.value selected=selected>
                            {option.label}
                        </option>
                    }
                })
                .collect_view();
            match group {
                Some(group) => view! { <optgroup label=group>{options}</optgroup> }.into_any(),
                None => options.into_any(),
            }
        })
        .collect_view();
    let input = view! {
        <select
            class="ds-input"
            id=id.clone()
            name=name
            required=required
            aria-invalid=error.is_some().then_some("true")
            aria-describedby=described
        >
            {groups}
        </select>
    };
    framed(&id, label, hint, error, input.into_any())
}

/// Neighbours with the same heading, together.
fn grouped(options: Vec<SelectOption>) -> Vec<(Option<String>, Vec<SelectOption>)> {
    let mut groups: Vec<(Option<String>, Vec<SelectOption>)> = Vec::new();
    for option in options {
        match groups.last_mut() {
            Some((group, members)) if *group == option.group => members.push(option),
            _ => groups.push((option.group.clone(), vec![option])),
        }
    }
    groups
}

/// A box to tick. Absent from the post when not ticked; posts `value` (default `true`) when it is.
#[component]
pub fn CheckField(
    /// The name under which the value is posted.
    #[prop(into)]
    name: String,
    /// What ticking it says.
    #[prop(into)]
    label: String,
    /// What follows from it.
    #[prop(default = None, into)]
    hint: Option<String>,
    /// What is posted when ticked.
    #[prop(default = "true".to_owned(), into)]
    value: String,
    /// Whether it is ticked now.
    #[prop(optional)]
    checked: bool,
    /// The id, when `name` occurs more than once on the page.
    #[prop(default = None, into)]
    id: Option<String>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    let described = described_by(&id, hint.is_some(), false);
    view! {
        <div class="ds-field">
            <input
                class="ds-input"
                type="checkbox"
                id=id.clone()
                name=name
                value=value
                checked=checked
                aria-describedby=described
            />
            <label class="ds-label" for=id.clone()>{label}</label>
            {hint
                .map(|hint| view! { <div data-field="description" id=format!("{id}-hint")>{hint}</div> })}
        </div>
    }
}

/// A file to send. The form around it needs `enctype="multipart/form-data"`.
#[component]
pub fn FileField(
    /// The name under which the file is posted.
    #[prop(into)]
    name: String,
    /// What is asked.
    #[prop(into)]
    label: String,
    /// Which files are understood, in words.
    #[prop(default = None, into)]
    hint: Option<String>,
    /// Why the last file was refused.
    #[prop(default = None, into)]
    error: Option<String>,
    /// Which files are offered: `.csv,.xlsx`.
    #[prop(default = None, into)]
    accept: Option<String>,
) -> impl IntoView {
    let described = described_by(&name, hint.is_some(), error.is_some());
    let id = name.clone();
    let input = view! {
        <input
            class="ds-input"
            type="file"
            id=name.clone()
            name=name
            accept=accept
            required=true
            aria-invalid=error.is_some().then_some("true")
            aria-describedby=described
        />
    };
    framed(&id, label, hint, error, input.into_any())
}

/// A value the form carries without asking.
#[component]
pub fn Hidden(
    /// The name under which the value is posted.
    #[prop(into)]
    name: String,
    /// The value.
    #[prop(into)]
    value: String,
) -> impl IntoView {
    view! { <input type="hidden" name=name value=value /> }
}

/// The button that sends a form. `variant` is `primary` (default), `secondary` or `tertiary`; `danger` colours it red.
#[component]
pub fn SubmitButton(
    /// What it does, as a verb.
    #[prop(into)]
    label: String,
    /// `primary`, `secondary` or `tertiary`.
    #[prop(default = "primary".to_owned(), into)]
    variant: String,
    /// Whether it takes something away.
    #[prop(optional)]
    danger: bool,
    /// Posted together with `value`, when a form has several buttons.
    #[prop(default = None, into)]
    name: Option<String>,
    /// The value posted under `name`.
    #[prop(default = None, into)]
    value: Option<String>,
) -> impl IntoView {
    view! {
        <button
            class="ds-button"
            type="submit"
            data-variant=variant
            data-color=danger.then_some("danger")
            name=name
            value=value
        >
            {label}
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_text_comes_back_escaped_and_with_its_reason() {
        let html = view! { <TextArea name="note" label="Notat" value="</textarea><script>x</script>" error="For kort".to_owned() /> }
            .to_html();
        assert!(!html.contains("<script>"), "{html}");
        assert!(html.contains("&lt;/textarea&gt;"), "{html}");
        assert!(html.contains("aria-describedby=\"note-error\""), "{html}");
        assert!(html.contains("aria-invalid=\"true\""), "{html}");
    }

    #[test]
    fn a_field_keeps_its_value_and_names_what_describes_it() {
        let html =
            view! { <Field name="jobs" label="Ansatte" hint="Hele tall".to_owned() value="12\"<" required=true /> }
                .to_html();
        assert!(html.contains("value=\"12&quot;&lt;\"") || html.contains("value=\"12&quot;<\""), "{html}");
        assert!(html.contains("aria-describedby=\"jobs-hint\""), "{html}");
        assert!(!html.contains("aria-invalid"), "{html}");
    }

    #[test]
    fn options_are_grouped_with_their_neighbours_only() {
        let option = |value: &str, group: Option<&str>| SelectOption {
            group: group.map(str::to_owned),
            ..SelectOption::new(value, value)
        };
        let groups =
            grouped(vec![option("a", None), option("b", Some("x")), option("c", Some("x")), option("d", None)]);
        assert_eq!(groups.iter().map(|(_, members)| members.len()).collect::<Vec<_>>(), [1, 2, 1]);
    }
}
