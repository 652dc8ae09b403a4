//! What somebody typed while their session ended: kept, and shown again in its form once they have signed in.

use std::collections::BTreeMap;

use domain::facts::FactKind;
use domain::words::Locale;
use store::{Draft, Store, StoreError};

use crate::paths::{self, Query};
use crate::words as w;

/// Keeps a form that was posted without a session. Gives the address of its page with the form filled in; `None` for a form that
/// carries nothing worth keeping.
///
/// # Errors
/// When the database does not answer.
pub async fn hold(store: &Store, locale: Locale, path: &str, body: &[u8]) -> Result<Option<String>, StoreError> {
    let values: BTreeMap<String, String> = form_urlencoded::parse(body).into_owned().collect();
    let Some((form, page)) = place(path, &values) else { return Ok(None) };
    let errors = [(String::new(), w::held(locale).to_owned())].into();
    let id = store.save_draft(&Draft { form: form.to_owned(), values, errors, person: None }).await?;
    Ok(Some(paths::with_query(&page, &Query::one("draft", id))))
}

/// The name of a form, by where it is posted, and the page it stands on.
fn place(path: &str, values: &BTreeMap<String, String>) -> Option<(&'static str, String)> {
    let value = |name: &str| values.get(name).map(String::as_str).unwrap_or_default();
    let startup = || value("startup").parse().ok();
    let section = |name| Some(paths::startup_section(startup()?, name));
    let (form, page) = if path == super::headcount_path() {
        ("headcount", section("record-headcount")?)
    } else if path == super::life_event_path() {
        ("life-event", section("record-life-event")?)
    } else if path == super::workplace_path() {
        ("workplace", section("record-workplace")?)
    } else if path == super::other_support_path() {
        ("other-support", section("record-other-support")?)
    } else if path == super::enrol_path() {
        ("enrol", section("enrol")?)
    } else if path == super::log_meeting_path() {
        (super::LOG_FORM, paths::log_meeting(startup()?))
    } else if path == super::plan_meeting_path() {
        (super::PLAN_FORM, paths::plan_meeting(startup()?))
    } else if path == super::add_milestone_path() {
        (super::MILESTONE_FORM, section("milestones")?)
    } else if path == super::write_note_path() {
        let kind = domain::day::NoteKind::from_code(value("kind"))?;
        (super::note_form(kind), section("notes")?)
    } else if path == super::add_task_path() {
        (super::TASK_FORM, paths::TASKS.to_owned())
    } else if path == super::apply_path() {
        ("apply", paths::NEW_STARTUP.to_owned())
    } else if path == super::move_path() {
        ("move", paths::move_stay(startup()?, value("enrolment").parse().ok()?))
    } else if path == super::correct_path() {
        let kind = FactKind::from_code(value("fact_kind"))?;
        ("correct", paths::correct_fact(startup()?, kind.code(), value("fact").parse().ok()?))
    } else if path == super::invite_path() {
        ("invite", paths::PEOPLE.to_owned())
    } else if path == super::ask_to_change_email_path() {
        (super::ADDRESS_FORM, paths::ADDRESS.to_owned())
    } else if path == super::grant_path() {
        ("grant", paths::person(value("person").parse().ok()?))
    } else {
        return None;
    };
    Some((form, page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_kept_only_for_a_page_that_can_show_it() {
        let id = "01a20113-718f-79cc-a9eb-cd765d77abc3";
        let values = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect::<BTreeMap<_, _>>()
        };
        let (form, page) = place(super::super::headcount_path(), &values(&[("startup", id)])).unwrap();
        assert_eq!((form, page), ("headcount", paths::startup_section(id.parse().unwrap(), "record-headcount")));
        assert_eq!(place(super::super::headcount_path(), &values(&[("startup", "//evil")])), None);
        assert_eq!(place(super::super::apply_path(), &values(&[])).unwrap().1, paths::NEW_STARTUP);
        assert_eq!(place("/act/choose", &values(&[])), None);
    }
}
