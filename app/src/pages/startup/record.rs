//! The forms of a startup's page: what is observed, what happened, where it works, a stay anew.

use domain::access::{Action, Resource};
use domain::ledger::{Ledger, StartupLedger};
use domain::pipeline::Programme;
use domain::words::Locale;
use leptos::prelude::*;

use super::super::facts as fact_words;
use super::w;
use crate::actions;
use crate::components::{DateField, ErrorSummary, Hidden, SelectField, SelectOption, SubmitButton};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::PageError;
use crate::question::cohort_options;
use crate::words as shared;

/// The drafts of this page's forms, those that the address names.
pub(in crate::pages) struct Drafts {
    headcount: Option<Shown>,
    life_event: Option<Shown>,
    workplace: Option<Shown>,
    money: Option<Shown>,
    other_support: Option<Shown>,
    enrol: Option<Shown>,
}

impl Drafts {
    /// Reads them.
    pub(in crate::pages) async fn load(cx: &Cx) -> Result<Self, PageError> {
        Ok(Self {
            headcount: actions::shown_again(cx, "headcount").await?,
            life_event: actions::shown_again(cx, "life-event").await?,
            workplace: actions::shown_again(cx, "workplace").await?,
            money: actions::shown_again(cx, "money").await?,
            other_support: actions::shown_again(cx, "other-support").await?,
            enrol: actions::shown_again(cx, "enrol").await?,
        })
    }
}

/// A form in a fold that opens by itself when it was refused.
fn fold(
    id: &'static str,
    title: &'static str,
    (draft, prefix): (Option<&Shown>, &'static str),
    locale: Locale,
    form: AnyView,
) -> AnyView {
    let errors = draft.map(|draft| draft.summary(prefix, &fact_words::labels(locale))).unwrap_or_default();
    view! {
        <details class="ds-details fold" id=id open=draft.is_some()>
            <summary>{title}</summary>
            <div class="fold__body">
                <ErrorSummary title=shared::mend_this(locale) errors=errors/>
                {form}
            </div>
        </details>
    }
    .into_any()
}

/// The forms that record something about the startup, each in its fold.
pub(in crate::pages) fn record_section(
    cx: &Cx,
    ledger: &Ledger,
    about: &StartupLedger,
    drafts: &Drafts,
) -> impl IntoView + use<> {
    let locale = cx.locale;
    let id = about.profile.id;
    let about = Resource::startup(ledger, about);
    // A founder reports in their own word; everybody else records what they know from anywhere.
    let reports = cx.may(Action::ReportObservation, &about);
    let records = cx.may(Action::RecordFact, &about);
    let enrols = cx.may(Action::Enrol, &about);
    let today = cx.today().to_string();
    let empty = Shown::default();
    let startup = || view! { <Hidden name="startup" value=id.to_string()/> };
    let headcount = {
        let draft = drafts.headcount.as_ref().unwrap_or(&empty);
        view! {
            <form class="form" method="post" action=actions::headcount_path()>
                {startup()}
                <DateField input=draft.input("on", w::on(locale)).value(&today).within("headcount-").required() max=Some(today.clone())/>
                {fact_words::headcount_fields(locale, draft, "headcount-")}
                {fact_words::source_fields(cx, draft, "headcount-")}
                <div class="actions"><SubmitButton label=shared::save(locale)/></div>
            </form>
        }
        .into_any()
    };
    let life_event = {
        let draft = drafts.life_event.as_ref().unwrap_or(&empty);
        view! {
            <form class="form" method="post" action=actions::life_event_path()>
                {startup()}
                <DateField input=draft.input("on", w::on(locale)).value(&today).within("life-").required() max=Some(today.clone())/>
                {fact_words::life_event_fields(locale, draft, "life-")}
                {fact_words::source_fields(cx, draft, "life-")}
                <div class="actions"><SubmitButton label=shared::save(locale)/></div>
            </form>
        }
        .into_any()
    };
    let workplace = {
        let draft = drafts.workplace.as_ref().unwrap_or(&empty);
        view! {
            <form class="form" method="post" action=actions::workplace_path()>
                {startup()}
                <DateField input=draft.input("on", shared::effective_on(locale)).value(&today).within("place-").required() max=Some(today.clone())/>
                {fact_words::workplace_fields(locale, draft, "place-")}
                {fact_words::source_fields(cx, draft, "place-")}
                <div class="actions"><SubmitButton label=shared::save(locale)/></div>
            </form>
        }
        .into_any()
    };
    let money = {
        let draft = drafts.money.as_ref().unwrap_or(&empty);
        view! {
            <form class="form" method="post" action=actions::money_path()>
                {startup()}
                {fact_words::money_fields(locale, draft, "money-")}
                <DateField input=draft.input("on", w::on(locale)).value(&today).within("money-").required() max=Some(today.clone())/>
                {fact_words::source_fields(cx, draft, "money-")}
                <div class="actions"><SubmitButton label=shared::save(locale)/></div>
            </form>
        }
        .into_any()
    };
    let other_support = {
        let draft = drafts.other_support.as_ref().unwrap_or(&empty);
        view! {
            <form class="form" method="post" action=actions::other_support_path()>
                {startup()}
                {fact_words::other_support_fields(locale, draft, "support-")}
                <DateField input=draft.input("on", shared::effective_on(locale)).value(&today).within("support-").required() max=Some(today.clone())/>
                {fact_words::source_fields(cx, draft, "support-")}
                <div class="actions"><SubmitButton label=shared::save(locale)/></div>
            </form>
        }
        .into_any()
    };
    let enrol = {
        let draft = drafts.enrol.as_ref().unwrap_or(&empty);
        let programmes = entered(cx, ledger).map(|p| SelectOption::new(p.id.to_string(), &p.name)).collect::<Vec<_>>();
        let cohorts = std::iter::once(SelectOption::new("", shared::none(locale)))
            .chain(cohort_options(ledger))
            .collect::<Vec<_>>();
        view! {
            <form class="form" method="post" action=actions::enrol_path()>
                {startup()}
                <SelectField input=draft.input("programme", shared::programme(locale)).within("enrol-") options=programmes/>
                <SelectField input=draft.input("cohort", shared::cohort(locale)).within("enrol-") options=cohorts/>
                <DateField input=draft.input("on", w::applied_on(locale)).value(&today).within("enrol-").required() max=Some(today)/>
                <div class="actions"><SubmitButton label=shared::save(locale)/></div>
            </form>
        }
        .into_any()
    };
    let folds = [
        reports.then(|| {
            fold(
                "record-headcount",
                w::record_headcount(locale),
                (drafts.headcount.as_ref(), "headcount-"),
                locale,
                headcount,
            )
        }),
        records.then(|| {
            fold(
                "record-life-event",
                w::record_life_event(locale),
                (drafts.life_event.as_ref(), "life-"),
                locale,
                life_event,
            )
        }),
        records.then(|| {
            fold(
                "record-workplace",
                w::record_workplace(locale),
                (drafts.workplace.as_ref(), "place-"),
                locale,
                workplace,
            )
        }),
        records
            .then(|| fold("record-money", w::record_money(locale), (drafts.money.as_ref(), "money-"), locale, money)),
        records.then(|| {
            fold(
                "record-other-support",
                w::record_other_support(locale),
                (drafts.other_support.as_ref(), "support-"),
                locale,
                other_support,
            )
        }),
        enrols.then(|| fold("enrol", w::enrol(locale), (drafts.enrol.as_ref(), "enrol-"), locale, enrol)),
    ];
    folds.iter().any(Option::is_some).then(|| {
        view! {
            <section aria-labelledby="record">
                <h2 class="ds-heading" data-size="md" id="record">{w::record(locale)}</h2>
                <div class="folds">{folds.into_iter().flatten().collect::<Vec<_>>()}</div>
            </section>
        }
    })
}

/// The programmes that the reader may enter an application into.
fn entered<'a>(cx: &'a Cx, ledger: &'a Ledger) -> impl Iterator<Item = &'a Programme> {
    ledger.programmes.iter().filter(move |programme| cx.may(Action::Apply, &Resource::Programme(programme.id)))
}
