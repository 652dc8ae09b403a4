//! Fields of plain HTML forms.
//!
//! Every field keeps the value it is given and shows the reason for a refusal beside itself, tied to the input for those who
//! listen instead of look. What all fields have in common is an [`Input`].

use domain::words::Locale;
use leptos::prelude::*;

use super::text::escape_html;
use crate::paths;

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

/// All refusals of a form in one box at its top, each a link to its field. Takes the focus when the page opens, also without
/// script: by `autofocus`, or by the fragment of the address that leads to it ([`paths::refused`]).
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
            <div class="ds-error-summary" id=paths::ERROR_SUMMARY tabindex="-1" autofocus role="alert">
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

/// What every field has: under which name it posts, its words, what was typed last time and why that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    name: String,
    id: String,
    label: String,
    hint: Option<String>,
    error: Option<String>,
    value: Option<String>,
    required: bool,
}

impl Input {
    /// A field that posts under `name` and asks `label`. Its id is its name, for a page that has it once.
    #[must_use]
    pub fn new(name: impl Into<String>, label: impl Into<String>) -> Self {
        let name = name.into();
        let id = name.clone();
        Self { name, id, label: label.into(), hint: None, error: None, value: None, required: false }
    }

    /// With an id of its own, the name after `prefix`, for a page that has the name more than once.
    #[must_use]
    pub fn within(mut self, prefix: &str) -> Self {
        self.id = format!("{prefix}{}", self.name);
        self
    }

    /// With an id that has nothing to do with its name, where two forms of a page post the same one.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = id.into();
        self
    }

    /// With how to answer.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// With why the last answer was refused, if it was.
    #[must_use]
    pub fn error(mut self, error: Option<String>) -> Self {
        self.error = error;
        self
    }

    /// With what stands in it, unless something was typed last time.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value.get_or_insert_with(|| value.into());
        self
    }

    /// An answer is needed.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    fn shown(&self) -> &str {
        self.value.as_deref().unwrap_or_default()
    }

    fn invalid(&self) -> Option<&'static str> {
        self.error.is_some().then_some("true")
    }

    /// The ids that describe the input: its hint and its error, those that exist.
    fn described_by(&self) -> Option<String> {
        let ends = [(self.hint.is_some(), "hint"), (self.error.is_some(), "error")];
        let ids: Vec<String> = ends.iter().filter(|(on, _)| *on).map(|(_, end)| format!("{}-{end}", self.id)).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// Label, hint and error around the input.
    fn framed(self, input: AnyView) -> impl IntoView + use<> {
        let Self { id, label, hint, error, .. } = self;
        view! {
            <div class="ds-field">
                <label class="ds-label" for=id.clone()>{label}</label>
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
}

/// A text input with label, hint and error. `kind` is the HTML type: `text`, `email`, `number`, `search`, `date` ...
#[component]
pub fn Field(
    /// Its name, words and last answer.
    input: Input,
    /// The HTML type.
    #[prop(default = "text".to_owned(), into)]
    kind: String,
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
    let control = view! {
        <input
            class="ds-input"
            id=input.id.clone()
            name=input.name.clone()
            type=kind
            value=input.shown().to_owned()
            required=input.required
            inputmode=inputmode
            autocomplete=autocomplete
            min=min
            max=max
            list=list
            aria-invalid=input.invalid()
            aria-describedby=input.described_by()
        />
    };
    input.framed(control.into_any())
}

/// A date input. Browsers show it in the reader's own order; the value is ISO (`2024-06-05`), or what was typed last time.
#[component]
pub fn DateField(
    /// Its name, words and last answer.
    input: Input,
    /// The earliest date, ISO.
    #[prop(default = None, into)]
    min: Option<String>,
    /// The latest date, ISO.
    #[prop(default = None, into)]
    max: Option<String>,
) -> impl IntoView {
    view! { <Field input=input kind="date" min=min max=max /> }
}

/// A text of several lines.
///
/// The only place that writes a `textarea`: Leptos 0.8 does not escape its text, so we do, and hand it over as inner HTML.
#[component]
pub fn TextArea(
    /// Its name, words and last answer.
    input: Input,
    /// Lines shown.
    #[prop(default = 4)]
    rows: u32,
) -> impl IntoView {
    // A line break straight after the opening tag is swallowed by the parser, so a text that starts with one gets another.
    let start = if input.shown().starts_with('\n') { "\n" } else { "" };
    let control = view! {
        <textarea
            class="ds-input"
            id=input.id.clone()
            name=input.name.clone()
            rows=rows.to_string()
            required=input.required
            aria-invalid=input.invalid()
            aria-describedby=input.described_by()
            inner_html=format!("{start}{}", escape_html(input.shown()))
        ></textarea>
    };
    input.framed(control.into_any())
}

/// A text to copy: a field that is read and not written in.
#[component]
pub fn CopyText(
    /// Its id.
    #[prop(into)]
    id: String,
    /// What it is.
    #[prop(into)]
    label: String,
    /// The text.
    text: String,
    /// The language it is in.
    language: Locale,
    /// Lines shown.
    rows: usize,
) -> impl IntoView {
    view! {
        <div class="ds-field">
            <label class="ds-label" for=id.clone()>{label}</label>
            <textarea class="ds-input" id=id readonly rows=rows.to_string() lang=language.tag() inner_html=escape_html(&text)></textarea>
        </div>
    }
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

/// A choice of one among several; the input's value is the one chosen now.
#[component]
pub fn SelectField(
    /// Its name, words and last answer.
    input: Input,
    /// The answers, in order. For "none" or "all" put an option with an empty value first.
    options: Vec<SelectOption>,
) -> impl IntoView {
    let groups = grouped(options)
        .into_iter()
        .map(|(group, options)| {
            let options = options
                .into_iter()
                .map(|option| {
                    let selected = option.value == input.shown();
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
    let control = view! {
        <select
            class="ds-input"
            id=input.id.clone()
            name=input.name.clone()
            required=input.required
            aria-invalid=input.invalid()
            aria-describedby=input.described_by()
        >
            {groups}
        </select>
    };
    input.framed(control.into_any())
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
    let described = hint.is_some().then(|| format!("{id}-hint"));
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

/// A file to send. The form around it needs `enctype="multipart/form-data"`. A file is always needed, and never kept.
#[component]
pub fn FileField(
    /// Its name and words.
    input: Input,
    /// Which files are offered: `.csv,.xlsx`.
    #[prop(default = None, into)]
    accept: Option<String>,
) -> impl IntoView {
    let control = view! {
        <input
            class="ds-input"
            type="file"
            id=input.id.clone()
            name=input.name.clone()
            accept=accept
            required=true
            aria-invalid=input.invalid()
            aria-describedby=input.described_by()
        />
    };
    input.framed(control.into_any())
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
        let input =
            Input::new("note", "Notat").value("</textarea><script>x</script>").error(Some("For kort".to_owned()));
        let html = view! { <TextArea input=input /> }.to_html();
        assert!(!html.contains("<script>"), "{html}");
        assert!(html.contains("&lt;/textarea&gt;"), "{html}");
        assert!(html.contains("aria-describedby=\"note-error\""), "{html}");
        assert!(html.contains("aria-invalid=\"true\""), "{html}");
    }

    #[test]
    fn the_summary_is_where_a_refused_form_leads_to_and_can_take_the_focus() {
        let errors = vec![FieldError { field: "life-on".to_owned(), text: "Dato: mangler".to_owned() }];
        let html = view! { <ErrorSummary title="Rett opp" errors=errors /> }.to_html();
        let address = paths::refused(paths::HOME, 1);
        let (_, fragment) = address.split_once('#').unwrap();
        assert!(html.contains(&format!("id=\"{fragment}\"")) && html.contains("tabindex=\"-1\""), "{html}");
        assert!(html.contains("href=\"#life-on\""), "{html}");
    }

    #[test]
    fn a_field_has_an_id_of_its_own_within_a_form() {
        let html = view! { <DateField input=Input::new("on", "Dato").hint("Dag").within("life-") /> }.to_html();
        assert!(html.contains("id=\"life-on\"") && html.contains("name=\"on\""), "{html}");
        assert!(html.contains("for=\"life-on\"") && html.contains("aria-describedby=\"life-on-hint\""), "{html}");
    }

    #[test]
    fn a_field_keeps_its_value_and_names_what_describes_it() {
        let input = Input::new("jobs", "Ansatte").hint("Hele tall").value("12\"<").required();
        let html = view! { <Field input=input /> }.to_html();
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
