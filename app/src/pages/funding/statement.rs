//! A startup's statement of earlier de minimis aid (egenerklæring) and the paragraph of a letter of award, ready to print.

use domain::access::Action;
use domain::facts::{AidBasis, AwardStatus, Money, in_force};
use domain::format;
use domain::funding::{Award, awards, balance};
use domain::words::Locale;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::super::facts::money;
use super::{ceiling_text, line_amount, place, seen};
use crate::components::{DataTable, DefinitionItem, DefinitionList, Empty, Notice, NoticeKind};
use crate::cx::Cx;
use crate::frame::{Page, PageError, page as show};
use crate::paths;

domain::catalogue! {
    mod w {
        title => { nb: "Egenerklæring om bagatellmessig støtte", nn: "Eigenerklæring om bagatellmessig støtte", en: "Statement of de minimis aid" }
        undertaking => { nb: "Foretak", nn: "Føretak", en: "Undertaking" }
        numbers => { nb: "Organisasjonsnummer", nn: "Organisasjonsnummer", en: "Organisation number" }
        no_number => { nb: "ikke registrert", nn: "ikkje registrert", en: "not registered" }
        as_at => { nb: "Per", nn: "Per", en: "As at" }
        declares(from: &str, to: &str) => {
            nb: "Foretaket, regnet som ett foretak med selskaper det henger sammen med, har fått denne bagatellmessige støtten fra {from} til {to}:",
            nn: "Føretaket, rekna som eitt føretak med selskap det heng saman med, har fått denne bagatellmessige støtta frå {from} til {to}:",
            en: "The undertaking, taken as one with the companies it is linked with, was given this de minimis aid from {from} to {to}:" }
        nothing => { nb: "Ingen bagatellmessig støtte.", nn: "Inga bagatellmessig støtte.", en: "No de minimis aid." }
        sum => { nb: "Sum", nn: "Sum", en: "Sum" }
        ceiling => { nb: "Tak", nn: "Tak", en: "Ceiling" }
        complete => {
            nb: "Vi bekrefter at opplysningene er fullstendige, og at vi melder fra om ny støtte før vi tar imot den.",
            nn: "Vi stadfestar at opplysningane er fullstendige, og at vi melder frå om ny støtte før vi tek imot henne.",
            en: "We confirm that this is complete, and that we report new aid before we accept it." }
        sign => { nb: "Sted, dato og underskrift", nn: "Stad, dato og underskrift", en: "Place, date and signature" }
        letter => { nb: "Tekst til tilsagnsbrevet", nn: "Tekst til tilsegnsbrevet", en: "Text for the letter of award" }
        paragraph(rule: &str, amount: &str, used: &str, ceiling: &str) => {
            nb: "Tilskuddet gis som bagatellmessig støtte etter {rule}. Støtten er [beløp] kroner, som svarer til [beløp] euro etter kursen på tilsagnsdagen. Etter opplysningene deres har foretaket fra før fått {used} av taket på {ceiling}, og har {amount} igjen. Får foretaket annen bagatellmessig støtte, skal det opplyses. Dokumentasjonen oppbevares i ti år.",
            nn: "Tilskotet blir gjeve som bagatellmessig støtte etter {rule}. Støtta er [beløp] kroner, som svarar til [beløp] euro etter kursen på tilsegnsdagen. Etter opplysningane dykkar har føretaket frå før fått {used} av taket på {ceiling}, og har {amount} att. Får føretaket anna bagatellmessig støtte, skal det opplysast. Dokumentasjonen blir teken vare på i ti år.",
            en: "The grant is given as de minimis aid under {rule}. The aid is [amount] kroner, which is [amount] euro at the rate of the day of the award. By your statement the undertaking has had {used} of the ceiling of {ceiling}, and has {amount} left. Other de minimis aid must be declared. The records are kept for ten years." }
        latest(scheme: &str, on: &str) => {
            nb: "Til siste tilsagn, {scheme} {on}:", nn: "Til siste tilsegn, {scheme} {on}:", en: "For the latest award, {scheme} of {on}:" }
        given(rule: &str, amount: &str, euro: &str, used: &str, ceiling: &str, room: &str) => {
            nb: "Tilskuddet gis som bagatellmessig støtte etter {rule}. Støtten er {amount}, som svarer til {euro} etter kursen på tilsagnsdagen. Etter opplysningene deres hadde foretaket fra før fått {used} av taket på {ceiling}, og har {room} igjen. Får foretaket annen bagatellmessig støtte, skal det opplyses. Dokumentasjonen oppbevares i ti år.",
            nn: "Tilskotet blir gjeve som bagatellmessig støtte etter {rule}. Støtta er {amount}, som svarar til {euro} etter kursen på tilsegnsdagen. Etter opplysningane dykkar hadde føretaket frå før fått {used} av taket på {ceiling}, og har {room} att. Får føretaket anna bagatellmessig støtte, skal det opplysast. Dokumentasjonen blir teken vare på i ti år.",
            en: "The grant is given as de minimis aid under {rule}. The aid is {amount}, which is {euro} at the rate of the day of the award. By your statement the undertaking had been given {used} of the ceiling of {ceiling}, and has {room} left. Other de minimis aid must be declared. The records are kept for ten years." }
        blank => { nb: "Til neste tilsagn:", nn: "Til neste tilsegn:", en: "For the next award:" }
        no_rule => {
            nb: "Ingen regel for bagatellmessig støtte gjelder i dag, så det er ingen tekst å sette inn i et brev.",
            nn: "Ingen regel for bagatellmessig støtte gjeld i dag, så det er ingen tekst å setje inn i eit brev.",
            en: "No rule on de minimis aid is in force today, so there is no text for a letter." }
        regulation(number: &str) => { nb: "forordning (EU) {number}", nn: "forordning (EU) {number}", en: "Regulation (EU) {number}" }
        print => { nb: "Skriv ut siden fra nettleseren.", nn: "Skriv ut sida frå nettlesaren.", en: "Print the page from your browser." }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("startup").unwrap_or_default());
    show(move |cx| load(cx, id))
}

async fn load(cx: Cx, id: String) -> Result<Page, PageError> {
    let startup = seen(&cx, &id, Action::SeeFunding).await?;
    let locale = cx.locale;
    let facts = in_force(&startup.awards, cx.now());
    let told = awards(&facts);
    let balance = balance(&told, cx.today(), false);
    let euro = move |cents| format::euro(locale, cents);
    let numbers: Vec<String> = startup.companies.iter().map(|company| company.number.grouped()).collect();
    let numbers = if numbers.is_empty() { w::no_number(locale).to_owned() } else { numbers.join(", ") };
    let lines: Vec<_> = balance
        .lines
        .iter()
        .map(|line| {
            view! {
                <tr>
                    <th scope="row">{line.scheme.to_string()}</th>
                    <td data-label=super::w::giver(locale)>{line.giver.as_deref().unwrap_or("–").to_owned()}</td>
                    <td data-label=super::w::given_on(locale)>{format::date(locale, line.on)}</td>
                    <td data-label=super::w::amount(locale)>{line_amount(locale, line)}</td>
                </tr>
            }
        })
        .collect();
    let lines = if lines.is_empty() {
        view! { <Empty title=w::nothing(locale)/> }.into_any()
    } else {
        let heads = vec![
            super::w::scheme(locale),
            super::w::giver(locale),
            super::w::given_on(locale),
            super::w::amount(locale),
        ];
        view! { <DataTable label=w::title(locale) heads=heads>{lines}</DataTable> }.into_any()
    };
    let latest = latest(locale, &told);
    let letter = match (balance.rule, balance.ceiling_cents, balance.room_cents()) {
        (Some(rule), Some(ceiling), Some(room)) => {
            let rule = w::regulation(locale, &rule.key);
            let text = w::paragraph(locale, &rule, &euro(room.max(0)), &euro(balance.cents), &euro(ceiling));
            view! {
                {latest}
                <p>{w::blank(locale)}</p>
                <p>{text}</p>
            }
            .into_any()
        }
        _ => view! { <Notice kind=NoticeKind::Warning>{w::no_rule(locale)}</Notice> }.into_any(),
    };
    let (sum, ceiling) = (euro(balance.cents), ceiling_text(locale, &balance));
    let (from, to) = (format::date(locale, balance.from), format::date(locale, balance.on));
    let (name, as_at) = (startup.profile.name.clone(), to.clone());
    let title = w::title(locale).to_owned();
    let back = paths::startup_funding(startup.profile.id);
    let body = view! {
        <p class="crumbs"><a class="ds-link" href=back>{super::w::title_of(locale, &startup.profile.name)}</a></p>
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="muted">{w::print(locale)}</p>
        <DefinitionList>
            <DefinitionItem term=w::undertaking(locale)>{name}</DefinitionItem>
            <DefinitionItem term=w::numbers(locale)>{numbers}</DefinitionItem>
            <DefinitionItem term=w::as_at(locale)>{as_at}</DefinitionItem>
        </DefinitionList>
        <p>{w::declares(locale, &from, &to)}</p>
        {lines}
        <DefinitionList>
            <DefinitionItem term=w::sum(locale)>{sum}</DefinitionItem>
            <DefinitionItem term=w::ceiling(locale)>{ceiling}</DefinitionItem>
        </DefinitionList>
        <p>{w::complete(locale)}</p>
        <p>{w::sign(locale)} ": ______________________________"</p>
        <section aria-labelledby="letter">
            <h2 class="ds-heading" data-size="md" id="letter">{w::letter(locale)}</h2>
            {letter}
        </section>
    }
    .into_any();
    Ok(Page { title, place: place(&cx), body, islands: false })
}

/// The paragraph for the latest award of de minimis aid, with its amount and rule; nothing when there is none, or no rule was in force.
fn latest(locale: Locale, told: &[Award<'_>]) -> Option<impl IntoView + use<>> {
    let given = told.iter().filter_map(Award::given).filter(|given| {
        given.body.status == AwardStatus::Awarded
            && given.body.terms.basis == AidBasis::DeMinimis
            && !given.body.terms.private
    });
    let given = given.max_by_key(|given| (given.on, given.fact))?;
    let then = balance(told, given.on, false);
    let line = then.lines.iter().find(|line| line.fact == Some(given.fact))?;
    let (cents, rule, ceiling) = (line.cents?, then.rule?, then.ceiling_cents?);
    let euro = |cents| format::euro(locale, cents);
    let amount = Money { minor: given.aid_minor?, ..given.body.amount };
    let text = w::given(
        locale,
        &w::regulation(locale, &rule.key),
        &money(locale, amount),
        &line_amount(locale, line),
        &euro(then.cents - cents),
        &euro(ceiling),
        &euro((ceiling - then.cents).max(0)),
    );
    let lead = w::latest(locale, &given.body.scheme, &format::date(locale, given.on));
    Some(view! {
        <p>{lead}</p>
        <p>{text}</p>
    })
}
