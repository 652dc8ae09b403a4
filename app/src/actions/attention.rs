//! Putting off what asks for attention, and setting the rules by which it does.

use std::collections::BTreeMap;

use domain::access::{Action, Decision, Resource};
use domain::attention::{AttentionRules, Rule, Setting, Severity};
use domain::ids::StartupId;
use leptos::prelude::*;
use store::{Missing, VerbError};

use super::{Answer, answer, denied, done, failed, refused, signed_in};
use crate::form::{Form, fields};
use crate::paths::{self, Query};
use crate::words as w;

/// The name of a rule's field: what is asked, and of which rule.
#[must_use]
pub fn attention_field(what: &str, rule: Rule) -> String {
    format!("rules[{what}_{}]", rule.code())
}

/// Puts off what asks for attention until a day.
#[server(prefix = "/act", endpoint = "snooze")]
pub async fn snooze(
    #[server(default)] startup: String,
    #[server(default)] rule: String,
    #[server(default)] until: String,
    #[server(default)] why: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let mut form = Form::new(cx.locale, fields![startup, rule, until, why]);
    let startup = form.text("startup").and_then(|id| id.parse::<StartupId>().ok());
    let rule = form.text("rule").and_then(|code| Rule::from_code(&code));
    let day = form.date("until");
    let put_off = match (startup, rule, day) {
        (Some(startup), Some(rule), Some(day)) => {
            let why = form.text("why").unwrap_or_default();
            cx.house.store.snooze(&cx.actor(), startup, rule, day, &why).await
        }
        (Some(_), Some(_), None) => return refused(&cx, form, "snooze", paths::ATTENTION).await,
        _ => Err(VerbError::NotFound(Missing::Startup)),
    };
    let field = put_off.as_ref().err().and_then(VerbError::field).unwrap_or("until");
    match answer(put_off, &form)? {
        Answer::Accepted(()) => done(paths::ATTENTION, "put-off"),
        Answer::Denied(reason) => denied(reason),
        Answer::Refused(sentence) => {
            form.refuse(field, sentence);
            return refused(&cx, form, "snooze", paths::ATTENTION).await;
        }
    }
    Ok(())
}

/// Takes up again what was put off.
#[server(prefix = "/act", endpoint = "unsnooze")]
pub async fn unsnooze(
    #[server(default)] startup: String,
    #[server(default)] rule: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let taken_up = match (startup.parse::<StartupId>(), Rule::from_code(&rule)) {
        (Ok(startup), Some(rule)) => cx.house.store.unsnooze(&cx.actor(), startup, rule).await,
        _ => Err(VerbError::NotFound(Missing::Startup)),
    };
    match answer(taken_up, &Form::new(cx.locale, []))? {
        Answer::Accepted(()) => done(paths::ATTENTION, "taken-up"),
        Answer::Denied(reason) => denied(reason),
        Answer::Refused(_) => {
            leptos_axum::redirect(&paths::with_query(paths::DENIED, &Query::one("why", "startup")));
        }
    }
    Ok(())
}

/// Sets the rules of a programme: every field of every rule by its name, or all of them as they ship.
#[server(prefix = "/act", endpoint = "attention-rules")]
pub async fn set_attention_rules(
    #[server(default)] programme: String,
    #[server(default)] act: String,
    #[server(default)] rules: BTreeMap<String, String>,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let reset = act == "reset";
    let mut form = Form::new(cx.locale, fields![programme]);
    // Only what a rule's fields are called; whatever else a crafted form brings is not kept.
    for rule in Rule::ALL {
        for what in ["on", "limit", "severity"] {
            let key = format!("{what}_{}", rule.code());
            if let Some(value) = rules.get(&key) {
                form.set(&attention_field(what, rule), value.clone());
            }
        }
    }
    let ledger = cx.ledger().await.map_err(|error| failed(&error))?;
    let slug = form.text("programme").unwrap_or_default();
    let programme = ledger.programmes.iter().find(|programme| programme.slug == slug);
    // What is not the reader's is not there; the verb asks once more.
    let hidden = |id| cx.decide(Action::ManageMentoring, &Resource::Programme(id)) == Decision::Hidden;
    let programme = programme.filter(|programme| !hidden(programme.id));
    let Some(programme) = programme else {
        leptos_axum::redirect(&paths::with_query(paths::DENIED, &Query::one("why", "programme")));
        return Ok(());
    };
    let page = paths::attention_rules(&programme.slug);
    let mut rules = AttentionRules::default();
    if !reset {
        for rule in Rule::ALL {
            let limit = attention_field("limit", rule);
            let (least, most) = rule.limits();
            let set = form.required(&limit).and_then(|_| form.count(&limit));
            if set.is_some_and(|set| !(least..=most).contains(&set)) {
                form.refuse(&limit, w::between(cx.locale, &least.to_string(), &most.to_string()));
            }
            let severity = form.text(&attention_field("severity", rule)).and_then(|code| Severity::from_code(&code));
            let setting = Setting {
                on: form.text(&attention_field("on", rule)).is_some(),
                limit: set.unwrap_or_default(),
                severity: severity.unwrap_or(rules.get(rule).severity),
            };
            rules = rules.with(rule, setting);
        }
    }
    if !form.is_accepted() {
        return refused(&cx, form, "attention-rules", &page).await;
    }
    let result = cx.house.store.set_attention_rules(&cx.actor(), programme.id, &rules).await;
    match answer(result, &form)? {
        Answer::Accepted(()) => done(&page, "rules"),
        Answer::Denied(reason) => denied(reason),
        Answer::Refused(sentence) => {
            form.refuse("", sentence);
            return refused(&cx, form, "attention-rules", &page).await;
        }
    }
    Ok(())
}
