//! The small forms on a contract's page: sign, throw away, pay, hand in, close.

use domain::contracts::Contract;
use domain::format;
use leptos::prelude::*;

use crate::actions;
use crate::components::{DateField, ErrorSummary, Field, Hidden, SelectField, SelectOption, SubmitButton, TextArea};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::PageError;
use crate::words as shared;

domain::catalogue! {
    mod w {
        sign => { nb: "Signer avtalen", nn: "Signer avtalen", en: "Sign the contract" }
        sign_text => {
            nb: "Fra da av står ordene fast, med et fingeravtrykk over dem. Endringer skjer med tillegg.",
            nn: "Frå då av står orda fast, med eit fingeravtrykk over dei. Endringar skjer med tillegg.",
            en: "From then on its words stand, with a fingerprint over them. Changes are made by addenda." }
        signed_on => { nb: "Begge parter signerte", nn: "Begge partar signerte", en: "Both parties signed" }
        drop => { nb: "Kast utkastet", nn: "Kast utkastet", en: "Throw the draft away" }
        pay => { nb: "Før en utbetaling", nn: "Før ei utbetaling", en: "Record a payment" }
        instalment => { nb: "Del", nn: "Del", en: "Instalment" }
        no_instalment => { nb: "Utenom delene", nn: "Utanom delane", en: "Outside the instalments" }
        paid_on => { nb: "Kom inn", nn: "Kom inn", en: "Came in on" }
        kroner => { nb: "Kroner", nn: "Kroner", en: "Kroner" }
        kroner_hint => {
            nb: "Skriv minus foran det som er betalt tilbake eller ført feil.",
            nn: "Skriv minus framfor det som er betalt tilbake eller ført feil.",
            en: "Write a minus before what was paid back or recorded by mistake." }
        note => { nb: "Merknad", nn: "Merknad", en: "Note" }
        hand_in => { nb: "Før en rapport som levert", nn: "Før ein rapport som levert", en: "Record a report as handed in" }
        report => { nb: "Rapporten med frist", nn: "Rapporten med frist", en: "The report due on" }
        handed_in_on => { nb: "Levert", nn: "Levert", en: "Handed in on" }
        close => { nb: "Avslutt avtalen", nn: "Avslutt avtalen", en: "Close the contract" }
        close_text => {
            nb: "Etter denne dagen telles ingenting mer under avtalen, og den kan ikke åpnes igjen.",
            nn: "Etter denne dagen blir ingenting meir talt under avtalen, og han kan ikkje opnast igjen.",
            en: "After this day nothing more is counted under the contract, and it cannot be opened again." }
        closed_on => { nb: "Siste dag", nn: "Siste dag", en: "Last day" }
        reason => { nb: "Hvorfor", nn: "Kvifor", en: "Why" }
    }
}

/// The forms there are for a contract as it stands.
pub(super) async fn forms(cx: &Cx, contract: &Contract) -> Result<AnyView, PageError> {
    if !contract.is_signed() {
        let draft = actions::shown_again(cx, "sign-contract").await?;
        return Ok(sign(cx, contract, draft.as_ref()));
    }
    let paid = actions::shown_again(cx, "record-payment").await?;
    let handed = actions::shown_again(cx, "hand-in-report").await?;
    let closed = actions::shown_again(cx, "close-contract").await?;
    let runs = contract.closed.is_none();
    Ok(view! {
        {pay(cx, contract, paid.as_ref())}
        {hand_in(cx, contract, handed.as_ref())}
        {runs.then(|| close(cx, contract, closed.as_ref()))}
    }
    .into_any())
}

fn sign(cx: &Cx, contract: &Contract, draft: Option<&Shown>) -> AnyView {
    let locale = cx.locale;
    let empty = Shown::default();
    let shown = draft.unwrap_or(&empty);
    let on = shown.input("signed_on", w::signed_on(locale)).value(cx.today().to_string()).required();
    let id = contract.id.to_string();
    view! {
        <section aria-labelledby="sign">
            <h2 class="ds-heading" data-size="md" id="sign">{w::sign(locale)}</h2>
            <p>{w::sign_text(locale)}</p>
            <ErrorSummary title=shared::mend_this(locale) errors=shown.summary("", &[("signed_on", w::signed_on(locale))])/>
            <form class="form" method="post" action=actions::sign_contract_path()>
                <Hidden name="contract" value=id.clone()/>
                <DateField input=on/>
                <div class="actions"><SubmitButton label=w::sign(locale)/></div>
            </form>
            <form class="form" method="post" action=actions::drop_contract_path()>
                <Hidden name="contract" value=id/>
                <div class="actions"><SubmitButton label=w::drop(locale) variant="tertiary" danger=true/></div>
            </form>
        </section>
    }
    .into_any()
}

/// A form that lies folded until somebody opens it, or until it was refused.
fn folded(id: &'static str, title: &'static str, open: bool, inside: AnyView) -> AnyView {
    view! {
        <details class="ds-details fold" id=id open=open>
            <summary>{title}</summary>
            <div>{inside}</div>
        </details>
    }
    .into_any()
}

fn pay(cx: &Cx, contract: &Contract, draft: Option<&Shown>) -> AnyView {
    let locale = cx.locale;
    let empty = Shown::default();
    let shown = draft.unwrap_or(&empty);
    let states = contract.instalments(cx.today());
    let next = states.iter().find(|state| state.paid == 0).map(|state| state.number.to_string()).unwrap_or_default();
    let none = SelectOption::new("", w::no_instalment(locale));
    let options: Vec<SelectOption> = std::iter::once(none)
        .chain(states.iter().map(|state| {
            let label = format!(
                "{}: {}, {}",
                state.number,
                format::date(locale, state.instalment.due_on),
                super::kroner(locale, state.instalment.minor)
            );
            SelectOption::new(state.number.to_string(), label)
        }))
        .collect();
    let labels = [
        ("instalment", w::instalment(locale)),
        ("paid_on", w::paid_on(locale)),
        ("kroner", w::kroner(locale)),
        ("note", w::note(locale)),
    ];
    let on = shown.input("paid_on", w::paid_on(locale)).value(cx.today().to_string()).required();
    let inside = view! {
        <ErrorSummary title=shared::mend_this(locale) errors=shown.summary("", &labels)/>
        <form class="form" method="post" action=actions::record_payment_path()>
            <Hidden name="contract" value=contract.id.to_string()/>
            <SelectField input=shown.input("instalment", w::instalment(locale)).value(next) options=options/>
            <DateField input=on/>
            <Field input=shown.input("kroner", w::kroner(locale)).hint(w::kroner_hint(locale)).required()/>
            <Field input=shown.input("note", w::note(locale))/>
            <div class="actions"><SubmitButton label=w::pay(locale)/></div>
        </form>
    };
    folded("pay", w::pay(locale), draft.is_some(), inside.into_any())
}

fn hand_in(cx: &Cx, contract: &Contract, draft: Option<&Shown>) -> Option<AnyView> {
    let locale = cx.locale;
    let empty = Shown::default();
    let shown = draft.unwrap_or(&empty);
    let open: Vec<SelectOption> = contract
        .reports(cx.today())
        .into_iter()
        .filter(|due| due.handed_in.is_none())
        .map(|due| SelectOption::new(due.due_on.to_string(), format::date(locale, due.due_on)))
        .collect();
    if open.is_empty() {
        return None;
    }
    let labels = [("due_on", w::report(locale)), ("handed_in_on", w::handed_in_on(locale))];
    let on = shown.input("handed_in_on", w::handed_in_on(locale)).value(cx.today().to_string()).required();
    let inside = view! {
        <ErrorSummary title=shared::mend_this(locale) errors=shown.summary("", &labels)/>
        <form class="form" method="post" action=actions::hand_in_report_path()>
            <Hidden name="contract" value=contract.id.to_string()/>
            <SelectField input=shown.input("due_on", w::report(locale)) options=open/>
            <DateField input=on/>
            <div class="actions"><SubmitButton label=w::hand_in(locale)/></div>
        </form>
    };
    Some(folded("hand-in", w::hand_in(locale), draft.is_some(), inside.into_any()))
}

fn close(cx: &Cx, contract: &Contract, draft: Option<&Shown>) -> AnyView {
    let locale = cx.locale;
    let empty = Shown::default();
    let shown = draft.unwrap_or(&empty);
    let labels = [("closed_on", w::closed_on(locale)), ("reason", w::reason(locale))];
    let on = shown.input("closed_on", w::closed_on(locale)).required();
    let inside = view! {
        <p>{w::close_text(locale)}</p>
        <ErrorSummary title=shared::mend_this(locale) errors=shown.summary("", &labels)/>
        <form class="form" method="post" action=actions::close_contract_path()>
            <Hidden name="contract" value=contract.id.to_string()/>
            <DateField input=on/>
            <TextArea input=shown.input("reason", w::reason(locale)).required() rows=2/>
            <div class="actions"><SubmitButton label=w::close(locale) danger=true/></div>
        </form>
    };
    folded("close", w::close(locale), draft.is_some(), inside.into_any())
}
