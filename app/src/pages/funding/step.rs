//! The form that records a step of an award, aid in kind, or aid that a startup declares.

use domain::access::Action;
use domain::facts::{AidBasis, AwardStatus, Currency, Instrument, Source, in_force};
use domain::funding::{Award, awards};
use domain::ids::AwardId;
use domain::words::Locale;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::funding::HouseScheme;

use super::{place, seen};
use crate::actions;
use crate::components::{
    CheckField, DateField, ErrorSummary, Field, Hidden, Notice, NoticeKind, SelectField, SelectOption, SubmitButton,
    TextArea,
};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, page as show};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        award => { nb: "Registrer søknad eller tilsagn", nn: "Registrer søknad eller tilsegn", en: "Record an application or award" }
        kind => { nb: "Registrer støtte uten penger", nn: "Registrer støtte utan pengar", en: "Record aid in kind" }
        declared => { nb: "Registrer egenerklært støtte", nn: "Registrer eigenerklært støtte", en: "Record declared aid" }
        next(scheme: &str) => { nb: "Neste steg: {scheme}", nn: "Neste steg: {scheme}", en: "Next step: {scheme}" }
        kind_lead => {
            nb: "Gratis kontor, rådgiving under pris og billetter er støtte på linje med penger. Beløpet er hva det ville ha kostet.",
            nn: "Gratis kontor, rådgjeving under pris og billettar er støtte på line med pengar. Beløpet er kva det ville ha kosta.",
            en: "A free office, advice below its price and tickets are aid just as money is. The amount is what it would have cost." }
        declared_lead => {
            nb: "Støtte bedriften selv opplyser at foretaket har fått av andre. Den teller i saldoen og i ingen tall.",
            nn: "Støtte bedrifta sjølv opplyser at føretaket har fått av andre. Ho tel i saldoen og i ingen tal.",
            en: "Aid that the startup itself says the undertaking has had from others. It counts in the balance and in no figure." }
        status => { nb: "Hva skjedde?", nn: "Kva hende?", en: "What happened?" }
        on => { nb: "Dato", nn: "Dato", en: "Date" }
        scheme => { nb: "Ordning", nn: "Ordning", en: "Scheme" }
        choose => { nb: "Velg", nn: "Vel", en: "Choose" }
        scheme_other => { nb: "Eller navnet på en annen ordning", nn: "Eller namnet på ei anna ordning", en: "Or the name of another scheme" }
        what_kind => { nb: "Hva er gitt?", nn: "Kva er gjeve?", en: "What was given?" }
        giver => { nb: "Giver", nn: "Givar", en: "Giver" }
        giver_hint => { nb: "Tomt: som ordningen sier.", nn: "Tomt: som ordninga seier.", en: "Empty: as the scheme says." }
        private => { nb: "Giveren er privat", nn: "Givaren er privat", en: "The giver is private" }
        private_hint => { nb: "Da er det verken offentlige penger eller støtte.", nn: "Då er det verken offentlege pengar eller støtte.", en: "Then it is neither public money nor aid." }
        amount => { nb: "Beløp", nn: "Beløp", en: "Amount" }
        currency => { nb: "Valuta", nn: "Valuta", en: "Currency" }
        as_scheme => { nb: "som ordningen", nn: "som ordninga", en: "as the scheme" }
        as_before => { nb: "som før", nn: "som før", en: "as before" }
        instrument => { nb: "Form", nn: "Form", en: "Form" }
        basis => { nb: "Støttegrunnlag", nn: "Støttegrunnlag", en: "Aid basis" }
        basis_hint => { nb: "De samme ordene som i regionalforvaltning.no.", nn: "Dei same orda som i regionalforvaltning.no.", en: "The same words as in regionalforvaltning.no." }
        gross => { nb: "Bruttotilskuddsekvivalent", nn: "Bruttotilskotsekvivalent", en: "Gross grant equivalent" }
        gross_hint => { nb: "Støtten i et lån, en garanti eller egenkapital.", nn: "Støtta i eit lån, ein garanti eller eigenkapital.", en: "The aid in a loan, a guarantee or equity." }
        rate => { nb: "Kroner for en euro", nn: "Kroner for ein euro", en: "Kroner for a euro" }
        rate_hint => { nb: "Kursen på tilsagnsdagen. Tomt: årets snittkurs brukes og merkes.", nn: "Kursen på tilsegnsdagen. Tomt: snittkursen for året blir brukt og merkt.", en: "The rate of the day of the award. Empty: the year's average is used and marked." }
        rate_on => { nb: "Kursens dag", nn: "Dagen for kursen", en: "Day of the rate" }
        rate_source => { nb: "Kursens kilde", nn: "Kjelda for kursen", en: "Source of the rate" }
        road_freight => { nb: "Foretaket kjører gods på vei for andre", nn: "Føretaket køyrer gods på veg for andre", en: "The undertaking carries goods by road for others" }
        road_freight_hint => { nb: "Taket var lavere for dem til og med 2023.", nn: "Taket var lågare for dei til og med 2023.", en: "Their ceiling was lower until the end of 2023." }
        case_number => { nb: "Saksnummer hos giveren", nn: "Saksnummer hos givaren", en: "The giver's case number" }
        source => { nb: "Hvor vet vi det fra?", nn: "Kvar veit vi det frå?", en: "How do we know?" }
        evidence => { nb: "Dokumentasjon", nn: "Dokumentasjon", en: "Evidence" }
        evidence_hint => { nb: "Tilsagnsbrev, kontoutskrift, lenke. Da teller beløpet som dokumentert.", nn: "Tilsegnsbrev, kontoutskrift, lenkje. Då tel beløpet som dokumentert.", en: "Award letter, statement of account, link. Then the amount counts as documented." }
        over => { nb: "Hvorfor registrere det likevel?", nn: "Kvifor registrere det likevel?", en: "Why record it all the same?" }
        terms => { nb: "Vilkår og kurs", nn: "Vilkår og kurs", en: "Terms and rate" }
        save => { nb: "Lagre", nn: "Lagre", en: "Save" }
        save_all_the_same => { nb: "Lagre likevel", nn: "Lagre likevel", en: "Save all the same" }
    }
}

/// What the form is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Award,
    Kind,
    Declared,
}

impl What {
    const fn code(self) -> &'static str {
        match self {
            Self::Award => "award",
            Self::Kind => "kind",
            Self::Declared => "declared",
        }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("startup").unwrap_or_default());
    show(move |cx| load(cx, id))
}

async fn load(cx: Cx, id: String) -> Result<Page, PageError> {
    let startup = seen(&cx, &id, Action::RecordFunding).await?;
    let (locale, id) = (cx.locale, startup.profile.id);
    let schemes = cx.house.store.schemes().await?;
    let draft = actions::shown_again(&cx, actions::AWARD_FORM).await?.unwrap_or_default();
    let facts = in_force(&startup.awards, cx.now());
    let known = awards(&facts);
    let former = match cx.query.get("award") {
        Some(text) => {
            let award: AwardId = text.parse().map_err(|_| PageError::NotFound)?;
            Some(known.iter().find(|one| one.id == Some(award)).ok_or(PageError::NotFound)?)
        }
        None => None,
    };
    let what = match cx.query.get("what") {
        Some("kind") => What::Kind,
        Some("declared") => What::Declared,
        _ => What::Award,
    };
    let (title, lead) = match (former, what) {
        (Some(award), _) => (w::next(locale, award.scheme()), None),
        (None, What::Award) => (w::award(locale).to_owned(), None),
        (None, What::Kind) => (w::kind(locale).to_owned(), Some(w::kind_lead(locale))),
        (None, What::Declared) => (w::declared(locale).to_owned(), Some(w::declared_lead(locale))),
    };
    let form = form(&cx, &draft, what, former, &schemes);
    let body = view! {
        <p class="crumbs"><a class="ds-link" href=paths::startup_funding(id)>{super::w::title_of(locale, &startup.profile.name)}</a></p>
        <h1 class="ds-heading">{title.clone()}</h1>
        {lead.map(|lead| view! { <p class="muted">{lead}</p> })}
        <ErrorSummary title=shared::mend_this(locale) errors=draft.summary("", &labels(locale))/>
        <form class="form" method="post" action=actions::award_step_path()>
            <Hidden name="startup" value=id.to_string()/>
            {form}
        </form>
    }
    .into_any();
    Ok(Page { title, place: place(&cx), body, islands: false })
}

fn labels(locale: Locale) -> [(&'static str, &'static str); 11] {
    [
        ("status", w::status(locale)),
        ("on", w::on(locale)),
        ("scheme", w::scheme(locale)),
        ("scheme_other", w::scheme_other(locale)),
        ("giver", w::giver(locale)),
        ("amount", w::amount(locale)),
        ("gross", w::gross(locale)),
        ("rate", w::rate(locale)),
        ("rate_on", w::rate_on(locale)),
        ("evidence", w::evidence(locale)),
        ("over_ceiling", w::over(locale)),
    ]
}

/// The steps that can follow on where an award stands.
fn statuses(former: Option<&Award<'_>>) -> &'static [AwardStatus] {
    use AwardStatus::{Applied, Awarded, Declined, Lapsed, Paid, Repaid, Withdrawn};
    match former {
        None => &[Applied, Awarded],
        Some(award) if award.awarded.is_some() => &[Paid, Awarded, Repaid, Withdrawn, Lapsed],
        Some(_) => &[Awarded, Declined, Withdrawn, Applied],
    }
}

fn form(cx: &Cx, draft: &Shown, what: What, former: Option<&Award<'_>>, schemes: &[HouseScheme]) -> AnyView {
    let (locale, today) = (cx.locale, cx.today().to_string());
    let plain = |field: &'static str, label: &'static str| draft.input(field, label);
    let status = (what == What::Award).then(|| {
        let statuses = statuses(former);
        let options: Vec<SelectOption> = statuses
            .iter()
            .map(|status| SelectOption::new(status.code(), shared::at_start(status.name(locale))))
            .collect();
        let chosen = draft.value("status", statuses[0].code());
        view! { <SelectField input=plain("status", w::status(locale)).value(&chosen) options=options/> }
    });
    let which = match former {
        Some(award) => {
            let id = award.id.map(|id| id.to_string()).unwrap_or_default();
            view! { <Hidden name="award" value=id/> }.into_any()
        }
        None => view! {
            <Hidden name="what" value=what.code().to_owned()/>
            {scheme_fields(locale, draft, what, schemes, &today)}
        }
        .into_any(),
    };
    let currencies = Currency::ALL.iter().map(|one| SelectOption::new(one.code(), one.code())).collect::<Vec<_>>();
    let before = former.and_then(Award::latest);
    let currency = draft.value("currency", before.map_or("NOK", |body| body.amount.currency.code()));
    let sources: Vec<SelectOption> =
        Source::ALL.iter().map(|one| SelectOption::new(one.code(), shared::at_start(one.name(locale)))).collect();
    let source = if what == What::Declared { Source::Founder } else { Source::Mentor };
    let source = draft.value("source", source.code());
    let warned = draft.error("over_ceiling").is_some() || !draft.value("over_ceiling", "").is_empty();
    let over = warned.then(|| {
        view! { <TextArea input=plain("over_ceiling", w::over(locale)) rows=2/> }
    });
    let save = if warned { w::save_all_the_same(locale) } else { w::save(locale) };
    let warning = draft.error("over_ceiling").map(|text| view! { <Notice kind=NoticeKind::Warning>{text}</Notice> });
    view! {
        {warning}
        {status}
        {which}
        <div class="side">
            <DateField input=plain("on", w::on(locale)).value(draft.value("on", &today)).required() max=Some(today.clone())/>
            <Field input=plain("amount", w::amount(locale)).required() inputmode="decimal".to_owned() autocomplete="off".to_owned()/>
            <SelectField input=plain("currency", w::currency(locale)).value(&currency) options=currencies/>
        </div>
        {terms_fields(locale, draft, what, former.is_some(), &today)}
        <Field input=plain("case_number", w::case_number(locale)) autocomplete="off".to_owned()/>
        <SelectField input=plain("source", w::source(locale)).value(&source) options=sources/>
        <Field input=plain("evidence", w::evidence(locale)).hint(w::evidence_hint(locale)) autocomplete="off".to_owned()/>
        {over}
        <div class="actions"><SubmitButton label=save/></div>
    }
    .into_any()
}

/// Which scheme, and who gives it.
fn scheme_fields(locale: Locale, draft: &Shown, what: What, schemes: &[HouseScheme], today: &str) -> AnyView {
    let plain = |field: &'static str, label: &'static str| draft.input(field, label);
    if what == What::Kind {
        return view! {
            <Field input=plain("scheme_other", w::what_kind(locale)).required() autocomplete="off".to_owned()/>
            <Field input=plain("giver", w::giver(locale)) autocomplete="off".to_owned()/>
        }
        .into_any();
    }
    let today = crate::form::read_date(today);
    let mut named: Vec<&HouseScheme> = Vec::new();
    for one in schemes {
        if !named.iter().any(|other| other.scheme.name == one.scheme.name) {
            named.push(one);
        }
    }
    // Those of today first; an old award has an old name.
    named.sort_by_key(|one| (today.is_some_and(|today| !one.scheme.is_on(today)), one.scheme.giver.clone()));
    let mut options = vec![SelectOption::new("", w::choose(locale))];
    options.extend(named.into_iter().map(|one| {
        let option = SelectOption::new(&one.scheme.name, &one.scheme.name);
        SelectOption { group: Some(one.scheme.giver.clone()), ..option }
    }));
    view! {
        <SelectField input=plain("scheme", w::scheme(locale)).value(draft.value("scheme", "")) options=options/>
        <Field input=plain("scheme_other", w::scheme_other(locale)) autocomplete="off".to_owned()/>
        <Field input=plain("giver", w::giver(locale)).hint(w::giver_hint(locale)) autocomplete="off".to_owned()/>
        {(what == What::Award).then(|| view! {
            <CheckField name="private" label=w::private(locale) hint=w::private_hint(locale).to_owned()
                checked=!draft.value("private", "").is_empty()/>
        })}
    }
    .into_any()
}

/// Form, ground and rate.
fn terms_fields(locale: Locale, draft: &Shown, what: What, follows: bool, today: &str) -> AnyView {
    let plain = |field: &'static str, label: &'static str| draft.input(field, label);
    let otherwise = if follows { w::as_before(locale) } else { w::as_scheme(locale) };
    let mut instruments = vec![SelectOption::new("", otherwise)];
    let offered = Instrument::ALL.iter().filter(|one| **one != Instrument::InKind);
    instruments.extend(offered.map(|one| SelectOption::new(one.code(), shared::at_start(one.name(locale)))));
    // What is given without a scheme has a ground of its own: mostly this one.
    let usual = if what == What::Award { "" } else { AidBasis::DeMinimis.code() };
    let mut bases = if what == What::Award { vec![SelectOption::new("", otherwise)] } else { Vec::new() };
    bases.extend(AidBasis::ALL.iter().map(|one| SelectOption::new(one.code(), shared::at_start(one.name(locale)))));
    let open = ["gross", "rate", "rate_on", "basis", "instrument"]
        .iter()
        .any(|field| draft.error(field).is_some() || !draft.value(field, "").is_empty())
        || draft.error("over_ceiling").is_some();
    view! {
        <SelectField input=plain("basis", w::basis(locale)).hint(w::basis_hint(locale)).value(draft.value("basis", usual)) options=bases/>
        <details class="ds-details" open=open>
            <summary>{w::terms(locale)}</summary>
            {(what != What::Kind).then(|| view! {
                <SelectField input=plain("instrument", w::instrument(locale)).value(draft.value("instrument", "")) options=instruments/>
                <Field input=plain("gross", w::gross(locale)).hint(w::gross_hint(locale)) inputmode="decimal".to_owned() autocomplete="off".to_owned()/>
            })}
            <div class="side">
                <Field input=plain("rate", w::rate(locale)).hint(w::rate_hint(locale)) inputmode="decimal".to_owned() autocomplete="off".to_owned()/>
                <DateField input=plain("rate_on", w::rate_on(locale)) max=Some(today.to_owned())/>
                <Field input=plain("rate_source", w::rate_source(locale)) autocomplete="off".to_owned()/>
            </div>
            <CheckField name="road_freight" label=w::road_freight(locale) hint=w::road_freight_hint(locale).to_owned()
                checked=!draft.value("road_freight", "").is_empty()/>
        </details>
    }
    .into_any()
}
