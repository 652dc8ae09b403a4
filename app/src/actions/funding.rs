//! What a person records about public money, and the list of schemes.

#![expect(clippy::too_many_arguments, reason = "a server function has one argument for each field of its form")]

use chrono::NaiveDate;
use domain::facts::{
    AidBasis, AwardStatus, Currency, Fact, FundingAward, Instrument, Money, Rate, Source, Terms, in_force,
};
use domain::funding::{Scheme, awards, scheme};
use domain::ids::{AwardId, SchemeId, StartupId};
use leptos::prelude::*;
use store::VerbError;
use store::funding::{AwardStep, HouseScheme, NewScheme};

use super::{Answer, answer, denied, done, failed, refused, signed_in};
use crate::form::{Form, fields};
use crate::paths;
use crate::words as w;

/// The form of a step of an award, and that of its draft.
pub(crate) const AWARD_FORM: &str = "award-step";
/// The form of a scheme.
pub(crate) const SCHEME_FORM: &str = "scheme";

domain::catalogue! {
    mod t {
        amount => { nb: "Skriv et beløp, for eksempel 250 000.", nn: "Skriv eit beløp, til dømes 250 000.", en: "Write an amount, such as 250,000." }
        rate => { nb: "Skriv kroner for en euro, for eksempel 11,42.", nn: "Skriv kroner for ein euro, til dømes 11,42.", en: "Write kroner for a euro, such as 11.42." }
        scheme => { nb: "Velg en ordning, eller skriv navnet på en annen.", nn: "Vel ei ordning, eller skriv namnet på ei anna.", en: "Choose a scheme, or write the name of another." }
        rate_on => { nb: "Skriv dagen kursen gjelder.", nn: "Skriv dagen kursen gjeld.", en: "Write the day of the rate." }
    }
}

/// An amount from nothing with at most two decimals, in hundredths; `None` when nothing was typed, or it was refused.
pub(super) fn amount(form: &mut Form, field: &str) -> Option<i64> {
    let text = form.text(field)?;
    let value = super::contracts::read_kroner(&text).filter(|minor| *minor >= 0);
    if value.is_none() {
        form.refuse(field, t::amount(form.locale()));
    }
    value
}

/// Kroner for a euro.
fn rate(form: &mut Form, award_on: Option<NaiveDate>) -> Option<Rate> {
    let text = form.text("rate")?;
    let number: Option<f64> = text.replace(',', ".").trim().parse().ok();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to lie between 1 and 100")]
    let e4 = number.filter(|rate| (1.0..=100.0).contains(rate)).map(|rate| (rate * 10_000.0).round() as u32);
    let Some(e4) = e4 else {
        form.refuse("rate", t::rate(form.locale()));
        return None;
    };
    let on = if form.text("rate_on").is_some() { form.date("rate_on") } else { award_on };
    let Some(on) = on else {
        form.refuse("rate_on", t::rate_on(form.locale()));
        return None;
    };
    Some(Rate { e4, on, source: form.text("rate_source").unwrap_or_default().into_boxed_str() })
}

/// Records a step of an award, aid in kind, or aid that a startup declares.
#[server(prefix = "/act", endpoint = "award-step")]
pub async fn record_award_step(
    #[server(default)] startup: String,
    #[server(default)] what: String,
    #[server(default)] award: String,
    #[server(default)] status: String,
    #[server(default)] on: String,
    #[server(default)] scheme: String,
    #[server(default)] scheme_other: String,
    #[server(default)] giver: String,
    #[server(default)] private: String,
    #[server(default)] instrument: String,
    #[server(default)] basis: String,
    #[server(default)] amount: String,
    #[server(default)] currency: String,
    #[server(default)] gross: String,
    #[server(default)] rate: String,
    #[server(default)] rate_on: String,
    #[server(default)] rate_source: String,
    #[server(default)] road_freight: String,
    #[server(default)] case_number: String,
    #[server(default)] source: String,
    #[server(default)] evidence: String,
    #[server(default)] over_ceiling: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Ok(startup) = startup.parse::<StartupId>() else {
        leptos_axum::redirect(paths::PIPELINE);
        return Ok(());
    };
    let award_id: Option<AwardId> = award.parse().ok();
    let page = award_id.map_or_else(|| paths::new_award(startup, &what), |id| paths::next_step(startup, id));
    let mut form = Form::new(
        cx.locale,
        fields![
            status,
            on,
            scheme,
            scheme_other,
            giver,
            private,
            instrument,
            basis,
            amount,
            currency,
            gross,
            rate,
            rate_on,
            rate_source,
            road_freight,
            case_number,
            source,
            evidence,
            over_ceiling
        ],
    );
    let store = &cx.house.store;
    let schemes = store.schemes().await.map_err(|error| failed(&error))?;
    // What the reader does not see has no awards here, and the verb says so.
    let ledger = store.ledger_for(&cx.actor()).await.map_err(|error| failed(&error))?;
    let known = ledger.startup(startup);
    let facts: Vec<&Fact<FundingAward>> = known.map(|known| in_force(&known.awards, cx.now())).unwrap_or_default();
    let before = awards(&facts);
    let former = before.iter().find(|one| award_id.is_some() && one.id == award_id);
    let step = read_step(&mut form, &what, award_id, former.map(|one| (one.scheme(), one.terms())), &schemes);
    let Some(step) = step.filter(|_| form.is_accepted()) else {
        return refused(&cx, form, AWARD_FORM, &page).await;
    };
    let result = store.record_award_step(&cx.actor(), startup, step).await;
    let field = result.as_ref().err().and_then(VerbError::field).unwrap_or("on");
    match answer(result, &form)? {
        Answer::Accepted(_) => done(&paths::startup_funding(startup), "recorded"),
        Answer::Refused(sentence) => {
            form.refuse(field, sentence);
            return refused(&cx, form, AWARD_FORM, &page).await;
        }
        Answer::Denied(reason) => denied(reason),
    }
    Ok(())
}

/// Reads the form. What is not stated is as the award has it, or as its scheme has it on that day.
fn read_step(
    form: &mut Form,
    what: &str,
    award: Option<AwardId>,
    former: Option<(&str, Terms)>,
    schemes: &[HouseScheme],
) -> Option<AwardStep> {
    let on = form.date("on");
    let status = match what {
        "kind" => Some(AwardStatus::Awarded),
        "declared" => Some(AwardStatus::Declared),
        _ => form.required("status").and_then(|code| AwardStatus::from_code(&code)),
    };
    let named = form.text("scheme_other").or_else(|| form.text("scheme"));
    let name = former.as_ref().map(|(scheme, _)| (*scheme).to_owned()).or(named);
    if name.is_none() {
        form.refuse("scheme", t::scheme(form.locale()));
    }
    if form.text("amount").is_none() {
        form.refuse("amount", w::required(form.locale()));
    }
    let minor = amount(form, "amount");
    let gross_minor = amount(form, "gross");
    let rate = rate(form, on);
    let currency = form.text("currency").and_then(|code| Currency::from_code(&code)).unwrap_or(Currency::Nok);
    let all: Vec<Scheme> = schemes.iter().map(|one| one.scheme.clone()).collect();
    let of_scheme = name.as_deref().zip(on).and_then(|(name, on)| scheme::named(&all, name, on));
    let mut terms = former.map(|(_, terms)| terms).unwrap_or_else(|| Terms {
        giver: of_scheme.map(|one| one.giver.as_str().into()),
        private: of_scheme.is_some_and(|one| one.private),
        instrument: of_scheme.map(|one| one.instrument).unwrap_or_default(),
        basis: of_scheme.map(|one| one.basis).unwrap_or_default(),
        gross_minor: None,
        rate: None,
    });
    if let Some(giver) = form.text("giver") {
        terms.giver = Some(giver.into_boxed_str());
    }
    terms.private |= form.text("private").is_some();
    if let Some(instrument) = form.text("instrument").and_then(|code| Instrument::from_code(&code)) {
        terms.instrument = instrument;
    }
    if let Some(basis) = form.text("basis").and_then(|code| AidBasis::from_code(&code)) {
        terms.basis = basis;
    }
    if what == "kind" {
        terms.instrument = Instrument::InKind;
    }
    terms.gross_minor = gross_minor.or(terms.gross_minor);
    terms.rate = rate.or(terms.rate);
    let body = FundingAward { award, ..FundingAward::plain(&name?, status?, Money { minor: minor?, currency }) };
    Some(AwardStep {
        on: on?,
        body: body.under(terms),
        source: form.text("source").and_then(|code| Source::from_code(&code)).unwrap_or(Source::Mentor),
        evidence: form.text("evidence"),
        case_number: form.text("case_number"),
        over_ceiling: form.text("over_ceiling"),
        road_freight: form.text("road_freight").is_some(),
    })
}

/// Adds a scheme, or a later version of one.
#[server(prefix = "/act", endpoint = "scheme")]
pub async fn add_scheme(
    #[server(default)] key: String,
    #[server(default)] name: String,
    #[server(default)] giver: String,
    #[server(default)] private: String,
    #[server(default)] instrument: String,
    #[server(default)] basis: String,
    #[server(default)] valid_from: String,
    #[server(default)] ends_on: String,
    #[server(default)] source: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let mut form =
        Form::new(cx.locale, fields![key, name, giver, private, instrument, basis, valid_from, ends_on, source]);
    let (title, giver) = (form.required("name"), form.required("giver"));
    let valid_from = form.text("valid_from").and_then(|_| form.date("valid_from"));
    let valid_to = form.text("ends_on").and_then(|_| form.date("ends_on"));
    let (Some(name), Some(giver), true) = (title, giver, form.is_accepted()) else {
        return refused(&cx, form, SCHEME_FORM, paths::SCHEMES).await;
    };
    let scheme = Scheme {
        key: form.text("key").unwrap_or_default(),
        name,
        giver,
        private: form.text("private").is_some(),
        instrument: form.text("instrument").and_then(|code| Instrument::from_code(&code)).unwrap_or_default(),
        basis: form.text("basis").and_then(|code| AidBasis::from_code(&code)).unwrap_or_default(),
        valid_from,
        valid_to,
        source: form.text("source"),
        verified: false,
    };
    let result = cx.house.store.add_scheme(&cx.actor(), NewScheme { scheme }).await;
    let field = result.as_ref().err().and_then(VerbError::field).unwrap_or("name");
    match answer(result, &form)? {
        Answer::Accepted(_) => done(paths::SCHEMES, "added"),
        Answer::Refused(sentence) => {
            form.refuse(field, sentence);
            return refused(&cx, form, SCHEME_FORM, paths::SCHEMES).await;
        }
        Answer::Denied(reason) => denied(reason),
    }
    Ok(())
}

/// Takes a version away that the house added.
#[server(prefix = "/act", endpoint = "scheme-remove")]
pub async fn remove_scheme(#[server(default)] scheme: String) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Ok(id) = scheme.parse::<SchemeId>() else {
        leptos_axum::redirect(paths::SCHEMES);
        return Ok(());
    };
    let mut form = Form::new(cx.locale, []);
    match answer(cx.house.store.remove_scheme(&cx.actor(), id).await, &form)? {
        Answer::Accepted(()) => done(paths::SCHEMES, "removed"),
        Answer::Refused(sentence) => {
            form.refuse("name", sentence);
            return refused(&cx, form, SCHEME_FORM, paths::SCHEMES).await;
        }
        Answer::Denied(reason) => denied(reason),
    }
    Ok(())
}
