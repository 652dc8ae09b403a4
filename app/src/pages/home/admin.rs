//! For administrators: whether the house is well. Database, mail, people, the last import.

use domain::format;
use leptos::prelude::*;
use store::outbox::MailCounts;

use crate::components::{ButtonLink, DefinitionItem, DefinitionList, Notice, NoticeKind};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Hvordan huset har det", nn: "Korleis huset har det", en: "How the house is" }
        database => { nb: "Database", nn: "Database", en: "Database" }
        schema => { nb: "Skjema", nn: "Skjema", en: "Schema" }
        schema_well => { nb: "oppdatert", nn: "oppdatert", en: "up to date" }
        schema_behind(n: &str) => { nb: "{n} migreringer venter", nn: "{n} migreringar ventar", en: "{n} migrations wait" }
        startups => { nb: "Bedrifter", nn: "Bedrifter", en: "Startups" }
        programmes => { nb: "Programmer", nn: "Program", en: "Programmes" }
        writes => { nb: "Skrivinger i alt", nn: "Skrivingar i alt", en: "Writes in all" }
        mail => { nb: "E-post", nn: "E-post", en: "Mail" }
        queued => { nb: "Venter", nn: "Ventar", en: "Waiting" }
        sent => { nb: "Sendt", nn: "Sendt", en: "Sent" }
        given_up => { nb: "Gitt opp", nn: "Gitt opp", en: "Given up" }
        stuck(n: &str) => {
            nb: "{n} meldinger kom aldri fram. Se hva e-posttjeneren svarte.",
            nn: "{n} meldingar kom aldri fram. Sjå kva e-posttenaren svarte.",
            en: "{n} messages never arrived. See what the mail server answered." }
        to_mail => { nb: "All e-post", nn: "All e-post", en: "All mail" }
        people => { nb: "Folk", nn: "Folk", en: "People" }
        accounts => { nb: "Har konto", nn: "Har konto", en: "Have an account" }
        active => { nb: "Har vært her siste 30 dager", nn: "Har vore her siste 30 dagar", en: "Were here within 30 days" }
        invited => { nb: "Er invitert", nn: "Er inviterte", en: "Are invited" }
        to_people => { nb: "Folk og roller", nn: "Folk og roller", en: "People and roles" }
        import => { nb: "Siste import", nn: "Siste import", en: "The last import" }
        no_import => { nb: "Ingen import ennå.", nn: "Ingen import enno.", en: "No import yet." }
        file => { nb: "Fil", nn: "Fil", en: "File" }
        status => { nb: "Status", nn: "Status", en: "Status" }
        when => { nb: "Lastet opp", nn: "Lasta opp", en: "Uploaded" }
        by => { nb: "Av", nn: "Av", en: "By" }
        to_imports => { nb: "Import og eksport", nn: "Import og eksport", en: "Import and export" }
    }
}

/// Somebody who was here within so many days is counted as active.
const ACTIVE_DAYS: i64 = 30;

/// The page.
pub(super) async fn load(cx: Cx) -> Result<Page, PageError> {
    let locale = cx.locale;
    let store = &cx.house.store;
    let actor = cx.actor();
    let house = cx.house_ledger().await?;
    let pending = store.pending_migrations().await?;
    let mail = store.mail_counts(&actor).await?;
    let members = store.members(&actor).await?;
    let imports = store.imports().await?;
    let people = store.people().await?;
    let count = move |value: usize| format::count(locale, value);
    let since = cx.now() - chrono::TimeDelta::days(ACTIVE_DAYS);
    let active = members.people.iter().filter(|member| member.last_seen_at.is_some_and(|at| at >= since)).count();
    let schema =
        if pending == 0 { w::schema_well(locale).to_owned() } else { w::schema_behind(locale, &count(pending)) };
    let import = match imports.into_iter().next() {
        None => view! { <p>{w::no_import(locale)}</p> }.into_any(),
        Some(import) => view! {
            <DefinitionList>
                <DefinitionItem term=w::file(locale)>
                    <a class="ds-link" href=paths::import(import.id)>{import.file_name}</a>
                </DefinitionItem>
                <DefinitionItem term=w::status(locale)>{shared::at_start(import.status.name(locale))}</DefinitionItem>
                <DefinitionItem term=w::when(locale)>{format::instant(locale, import.created_at)}</DefinitionItem>
                <DefinitionItem term=w::by(locale)>{people.name_of(&import.actor, locale)}</DefinitionItem>
            </DefinitionList>
        }
        .into_any(),
    };
    let (startups, programmes) = (count(house.startups.len()), count(house.programmes.len()));
    let writes = count(usize::try_from(house.version).unwrap_or_default());
    let (accounts, active, invited) = (count(members.people.len()), count(active), count(members.invitations.len()));
    let title = w::title(locale).to_owned();
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <div class="columns">
            <section class="ds-card" aria-labelledby="database">
                <h2 class="ds-heading" data-size="sm" id="database">{w::database(locale)}</h2>
                <DefinitionList>
                    <DefinitionItem term=w::schema(locale)>{schema}</DefinitionItem>
                    <DefinitionItem term=w::startups(locale)>{startups}</DefinitionItem>
                    <DefinitionItem term=w::programmes(locale)>{programmes}</DefinitionItem>
                    <DefinitionItem term=w::writes(locale)>{writes}</DefinitionItem>
                </DefinitionList>
            </section>
            {mail_card(&cx, &mail)}
            <section class="ds-card" aria-labelledby="people">
                <h2 class="ds-heading" data-size="sm" id="people">{w::people(locale)}</h2>
                <DefinitionList>
                    <DefinitionItem term=w::accounts(locale)>{accounts}</DefinitionItem>
                    <DefinitionItem term=w::active(locale)>{active}</DefinitionItem>
                    <DefinitionItem term=w::invited(locale)>{invited}</DefinitionItem>
                </DefinitionList>
                <p><ButtonLink href=paths::PEOPLE label=w::to_people(locale)/></p>
            </section>
            <section class="ds-card" aria-labelledby="import">
                <h2 class="ds-heading" data-size="sm" id="import">{w::import(locale)}</h2>
                {import}
                <p><ButtonLink href=paths::IMPORTS label=w::to_imports(locale)/></p>
            </section>
        </div>
    }
    .into_any();
    Ok(Page { title, place: Place::Home, body, islands: false })
}

fn mail_card(cx: &Cx, mail: &MailCounts) -> impl IntoView + use<> {
    let locale = cx.locale;
    let count = |value: u64| format::count(locale, usize::try_from(value).unwrap_or(usize::MAX));
    let stuck = (mail.given_up > 0).then(|| w::stuck(locale, &count(mail.given_up)));
    let (queued, sent, given_up) = (count(mail.queued + mail.sending), count(mail.sent), count(mail.given_up));
    view! {
        <section class="ds-card" aria-labelledby="mail">
            <h2 class="ds-heading" data-size="sm" id="mail">{w::mail(locale)}</h2>
            {stuck.map(|text| view! { <Notice kind=NoticeKind::Warning>{text}</Notice> })}
            <DefinitionList>
                <DefinitionItem term=w::queued(locale)>{queued}</DefinitionItem>
                <DefinitionItem term=w::sent(locale)>{sent}</DefinitionItem>
                <DefinitionItem term=w::given_up(locale)>{given_up}</DefinitionItem>
            </DefinitionList>
            <p><ButtonLink href=paths::OUTBOX label=w::to_mail(locale)/></p>
        </section>
    }
}
