//! Meetings: logged, planned, cancelled.

#![expect(clippy::too_many_arguments, reason = "a server function has one argument for each field of its form")]

use domain::facts::MeetingKind;
use domain::ids::{PlannedMeetingId, StartupId};
use domain::intake::{oslo_at, read_time};
use leptos::prelude::*;
use store::day::{LogLink, NewMeeting, NewPlanned, NextOwner, NextStep};
use store::{Missing, VerbError};
use uuid::Uuid;

use super::{Answer, answer, denied, done, failed, here, refused, signed_in};
use crate::cx::Cx;
use crate::form::{Form, fields};
use crate::paths::{self, Query};
use crate::words as w;

/// The form's name, under which a refusal is kept.
pub(crate) const LOG_FORM: &str = "log-meeting";
/// The same for planning.
pub(crate) const PLAN_FORM: &str = "plan-meeting";

/// Logs a meeting with its notes and next step.
#[server(prefix = "/act", endpoint = "log-meeting")]
pub async fn log_meeting(
    #[server(default)] form: String,
    #[server(default)] startup: String,
    #[server(default)] planned: String,
    #[server(default)] on: String,
    #[server(default)] minutes: String,
    #[server(default)] minutes_other: String,
    #[server(default)] kind: String,
    #[server(default)] shared_note: String,
    #[server(default)] private_note: String,
    #[server(default)] next: String,
    #[server(default)] next_on: String,
    #[server(default)] next_owner: String,
    #[server(default)] back: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let typed = fields![
        form,
        startup,
        planned,
        on,
        minutes,
        minutes_other,
        kind,
        shared_note,
        private_note,
        next,
        next_on,
        next_owner,
        back
    ];
    let mut form = Form::new(cx.locale, typed);
    let chosen = form.text("startup").and_then(|id| id.parse::<StartupId>().ok());
    if chosen.is_none() {
        form.refuse("startup", w::required(cx.locale));
    }
    let page = chosen.map_or_else(|| paths::NEW_MEETING.to_owned(), paths::log_meeting);
    let read = read_meeting(&mut form, chosen);
    let Some(new) = read.filter(|_| form.is_accepted()) else { return refused(&cx, form, LOG_FORM, &page).await };
    let result = cx.house.store.log_meeting(&cx.actor(), &new).await;
    let field = result.as_ref().err().map_or("on", log_field);
    match answer(result, &form)? {
        Answer::Accepted(logged) => {
            let otherwise = paths::startup(logged.startup);
            done(&paths::local_or(&form.text("back").unwrap_or_default(), &otherwise), "logged");
            Ok(())
        }
        Answer::Refused(sentence) => {
            form.refuse(field, sentence);
            refused(&cx, form, LOG_FORM, &page).await
        }
        Answer::Denied(reason) => {
            denied(reason);
            Ok(())
        }
    }
}

/// Logs the meeting that a link from a mail is for. Open to all: the link is the key, and opens nothing else.
#[server(prefix = "/act", endpoint = "log-meeting-by-link")]
pub async fn log_meeting_by_link(
    #[server(default)] token: String,
    #[server(default)] form: String,
    #[server(default)] on: String,
    #[server(default)] minutes: String,
    #[server(default)] minutes_other: String,
    #[server(default)] kind: String,
    #[server(default)] shared_note: String,
    #[server(default)] private_note: String,
    #[server(default)] next: String,
    #[server(default)] next_on: String,
    #[server(default)] next_owner: String,
) -> Result<(), ServerFnError> {
    let cx = here();
    let typed = fields![form, on, minutes, minutes_other, kind, shared_note, private_note, next, next_on, next_owner];
    let mut form = Form::new(cx.locale, typed);
    let page = paths::log_link(&token);
    // What the link is for decides about which startup; what was posted does not.
    let new = read_meeting(&mut form, Some(StartupId(Uuid::nil())));
    // A form is kept for whoever holds the link: for nobody else, and for nothing when it holds no longer.
    let link = cx.house.store.look_at_log_link(&token).await.map_err(|error| failed(&error))?;
    let Some(new) = new.filter(|_| form.is_accepted()) else { return kept(&cx, form, &page, link.as_ref()).await };
    let request = cx.viewer.as_ref().and_then(|viewer| viewer.actor.request_id.as_deref());
    let result = cx.house.store.log_meeting_by_link(&token, &new, request).await;
    if let Err(VerbError::NotFound(Missing::PlannedMeeting)) = &result {
        leptos_axum::redirect(&page);
        return Ok(());
    }
    let field = result.as_ref().err().map_or("on", log_field);
    match answer(result, &form)? {
        Answer::Accepted(_) => {
            done(&page, "logged");
            Ok(())
        }
        Answer::Refused(sentence) => {
            form.refuse(field, sentence);
            kept(&cx, form, &page, link.as_ref()).await
        }
        Answer::Denied(reason) => {
            denied(reason);
            Ok(())
        }
    }
}

/// Keeps a refused form of a link as its mentor's: what they typed is shown to nobody else, and goes with them.
async fn kept(cx: &Cx, form: Form, page: &str, link: Option<&LogLink>) -> Result<(), ServerFnError> {
    let Some(link) = link else {
        leptos_axum::redirect(page);
        return Ok(());
    };
    let draft = store::Draft { person: Some(link.planned.mentor), ..form.into_draft(LOG_FORM) };
    let id = cx.house.store.save_draft(&draft).await.map_err(|error| failed(&error))?;
    leptos_axum::redirect(&paths::refused(page, id));
    Ok(())
}

/// The field beside which a refusal of logging belongs.
fn log_field(error: &VerbError) -> &'static str {
    match error.field() {
        Some("minutes") => "minutes_other",
        Some(field) => field,
        None => "on",
    }
}

/// The meeting that a form tells of; every refusal is said at once.
fn read_meeting(form: &mut Form, startup: Option<StartupId>) -> Option<NewMeeting> {
    let number = form.text("form").and_then(|id| Uuid::parse_str(&id).ok());
    let on = form.date("on");
    let minutes = read_minutes(form);
    let kind = form.text("kind").and_then(|code| MeetingKind::from_code(&code)).unwrap_or(MeetingKind::InPerson);
    let next = read_next(form);
    let planned = form.text("planned").and_then(|id| id.parse::<PlannedMeetingId>().ok());
    Some(NewMeeting {
        // Only a crafted form comes without its number; it is then nobody's second one.
        form: number.unwrap_or_else(Uuid::nil),
        startup: startup?,
        on: on?,
        minutes: minutes?,
        kind,
        shared_note: form.text("shared_note").unwrap_or_default(),
        private_note: form.text("private_note").unwrap_or_default(),
        next,
        planned,
    })
    .filter(|new| !new.form.is_nil() || refuse_number(form))
}

fn refuse_number(form: &mut Form) -> bool {
    form.refuse("on", w::required(form.locale()));
    false
}

/// How long: the chip, unless something else was typed.
fn read_minutes(form: &mut Form) -> Option<u32> {
    if form.text("minutes_other").is_some() {
        return form.count("minutes_other");
    }
    let chip = form.text("minutes").and_then(|minutes| minutes.parse().ok());
    if chip.is_none() {
        form.refuse("minutes_other", w::required(form.locale()));
    }
    chip
}

fn read_next(form: &mut Form) -> Option<NextStep> {
    let due_on = form.text("next_on").and_then(|_| form.date("next_on"));
    let title = form.text("next")?;
    let owner = match form.text("next_owner").as_deref() {
        Some("founder") => NextOwner::Founder,
        Some(id) => id.parse().map_or(NextOwner::Me, NextOwner::Person),
        None => NextOwner::Me,
    };
    Some(NextStep { title, due_on, owner })
}

/// Plans a meeting that the reader will hold.
#[server(prefix = "/act", endpoint = "plan-meeting")]
pub async fn plan_meeting(
    #[server(default)] startup: String,
    #[server(default)] on: String,
    #[server(default)] at: String,
    #[server(default)] minutes: String,
    #[server(default)] minutes_other: String,
    #[server(default)] kind: String,
    #[server(default)] back: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let mut form = Form::new(cx.locale, fields![startup, on, at, minutes, minutes_other, kind, back]);
    let chosen = form.text("startup").and_then(|id| id.parse::<StartupId>().ok());
    if chosen.is_none() {
        form.refuse("startup", w::required(cx.locale));
    }
    let page = chosen.map_or_else(|| paths::PLAN_MEETING.to_owned(), paths::plan_meeting);
    let day = form.date("on");
    let time = form.required("at").and_then(|time| read_time(&time));
    if time.is_none() {
        form.refuse("at", w::not_a_time(cx.locale));
    }
    let minutes = read_minutes(&mut form);
    let kind = form.text("kind").and_then(|code| MeetingKind::from_code(&code)).unwrap_or(MeetingKind::InPerson);
    let (Some(startup), Some(day), Some(time), Some(minutes), true) = (chosen, day, time, minutes, form.is_accepted())
    else {
        return refused(&cx, form, PLAN_FORM, &page).await;
    };
    let new = NewPlanned { startup, starts_at: oslo_at(day, time), minutes, kind };
    let result = cx.house.store.plan_meeting(&cx.actor(), new).await;
    let field = result.as_ref().err().map_or("on", log_field);
    match answer(result, &form)? {
        Answer::Accepted(_) => {
            done(&paths::local_or(&form.text("back").unwrap_or_default(), &paths::startup(startup)), "planned");
            Ok(())
        }
        Answer::Refused(sentence) => {
            form.refuse(field, sentence);
            refused(&cx, form, PLAN_FORM, &page).await
        }
        Answer::Denied(reason) => {
            denied(reason);
            Ok(())
        }
    }
}

/// Cancels one's own planned meeting.
#[server(prefix = "/act", endpoint = "cancel-meeting")]
pub async fn cancel_meeting(
    #[server(default)] planned: String,
    #[server(default)] back: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let result = match planned.parse() {
        Ok(id) => cx.house.store.cancel_meeting(&cx.actor(), id).await,
        Err(_) => Err(VerbError::NotFound(Missing::PlannedMeeting)),
    };
    let back = paths::local_or(&back, paths::MY_DAY);
    finish(&cx, result, &back, "cancelled")
}

/// Takes back a link that was mailed for one's own planned meeting.
#[server(prefix = "/act", endpoint = "revoke-log-link")]
pub async fn revoke_log_link(
    #[server(default)] planned: String,
    #[server(default)] back: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let result = match planned.parse() {
        Ok(id) => cx.house.store.revoke_log_link(&cx.actor(), id).await,
        Err(_) => Err(VerbError::NotFound(Missing::PlannedMeeting)),
    };
    let back = paths::local_or(&back, paths::MY_DAY);
    finish(&cx, result, &back, "revoked")
}

/// Sends the person on after a button: back to its page with a word, or with why not.
pub(super) fn finish<T>(cx: &Cx, result: Result<T, VerbError>, back: &str, word: &str) -> Result<(), ServerFnError> {
    match answer(result, &Form::new(cx.locale, []))? {
        Answer::Accepted(_) => done(back, word),
        // A button has no field to say it beside; the page shows the present state.
        Answer::Refused(_) => leptos_axum::redirect(&paths::with_query(back, &Query::one("done", "gone"))),
        Answer::Denied(reason) => denied(reason),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::words::Locale;

    use super::*;

    fn form(pairs: &[(&str, &str)]) -> Form {
        Form::new(Locale::Nb, pairs.iter().map(|(field, value)| (*field, (*value).to_owned())))
    }

    #[test]
    fn what_was_typed_counts_before_the_chip() {
        assert_eq!(read_minutes(&mut form(&[("minutes", "60")])), Some(60));
        assert_eq!(read_minutes(&mut form(&[("minutes", "60"), ("minutes_other", "25")])), Some(25));
        let mut wrong = form(&[("minutes", "60"), ("minutes_other", "en time")]);
        assert_eq!(read_minutes(&mut wrong), None);
        assert!(!wrong.is_accepted());
        assert_eq!(read_minutes(&mut form(&[])), None);
    }

    #[test]
    fn a_next_step_needs_words_and_nothing_else() {
        assert_eq!(read_next(&mut form(&[("next_on", "2024-06-05")])), None);
        let next = read_next(&mut form(&[("next", "Ring banken"), ("next_owner", "founder")])).unwrap();
        assert_eq!((next.title.as_str(), next.due_on, next.owner), ("Ring banken", None, NextOwner::Founder));
        assert_eq!(read_next(&mut form(&[("next", "x"), ("next_owner", "rubbish")])).unwrap().owner, NextOwner::Me);
    }
}
