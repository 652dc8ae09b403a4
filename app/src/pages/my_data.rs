//! What is held about a person: a summary with the file of everything, and the page on which a person is erased.

use domain::access::{Action, Actor, Resource};
use domain::format;
use domain::ids::PersonId;
use domain::words::Locale;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::personal::{Erasure, Goes, PersonalData, Stays};

use super::hats::my_tabs;
use crate::actions;
use crate::components::{
    ButtonLink, DefinitionItem, DefinitionList, ErrorSummary, Field, Hidden, Notice, NoticeKind, ScrollTable,
    SubmitButton, TabLinks,
};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, open_page, personal_page};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Mine opplysninger", nn: "Mine opplysningar", en: "My data" }
        lead => {
            nb: "Alt vi har om deg, som én fil. Filen kan leses av mennesker og av maskiner (JSON).",
            nn: "Alt vi har om deg, som éi fil. Fila kan lesast av menneske og av maskinar (JSON).",
            en: "Everything we hold about you, as one file. People and machines can read it (JSON)." }
        file => { nb: "Last ned alt om meg", nn: "Last ned alt om meg", en: "Download everything about me" }
        file_of => { nb: "Last ned alt om personen", nn: "Last ned alt om personen", en: "Download everything about the person" }
        holds => { nb: "Dette har vi", nn: "Dette har vi", en: "This is what we hold" }
        erase => { nb: "Slett meg", nn: "Slett meg", en: "Erase me" }
        erase_text => {
            nb: "Du kan få navnet, adressen, kontoen og nøklene dine slettet. Før det skjer ser du hva som blir borte, og hva som blir stående og hvorfor.",
            nn: "Du kan få namnet, adressa, kontoen og nøklane dine sletta. Før det skjer ser du kva som blir borte, og kva som blir ståande og kvifor.",
            en: "You can have your name, address, account and keys erased. Before that you see what goes, and what stays and why." }
        erase_see => { nb: "Se hva sletting betyr", nn: "Sjå kva sletting tyder", en: "See what erasing means" }
        name => { nb: "Navn", nn: "Namn", en: "Name" }
        email => { nb: "E-postadresse", nn: "E-postadresse", en: "E-mail address" }
        account => { nb: "Konto siden", nn: "Konto sidan", en: "Account since" }
        memberships => { nb: "Roller, nå og før", nn: "Roller, no og før", en: "Roles, now and before" }
        sessions => { nb: "Innlogginger", nn: "Innloggingar", en: "Sessions" }
        keys => { nb: "Passnøkler", nn: "Passnøklar", en: "Passkeys" }
        startups => { nb: "Bedrifter du er eller har vært i eller fulgt opp", nn: "Bedrifter du er eller har vore i eller følgt opp", en: "Startups you are or were in, or followed up" }
        facts => { nb: "Opplysninger du har registrert", nn: "Opplysningar du har registrert", en: "Facts you recorded" }
        documents => { nb: "Dokumenter du har lagt til", nn: "Dokument du har lagt til", en: "Documents you added" }
        deeds => { nb: "Innslag i loggen av deg", nn: "Innslag i loggen av deg", en: "Entries of the log by you" }
        readings => { nb: "Ganger andre har sett alt om deg", nn: "Gonger andre har sett alt om deg", en: "Times others looked at everything about you" }
        mail => { nb: "Meldinger til deg (uten innhold)", nn: "Meldingar til deg (utan innhald)", en: "Messages to you (without what they said)" }

        erase_title(name: &str) => { nb: "Slett {name}", nn: "Slett {name}", en: "Erase {name}" }
        no_way_back => {
            nb: "Dette kan ikke gjøres om. Ingenting er slettet ennå.",
            nn: "Dette kan ikkje gjerast om. Ingenting er sletta enno.",
            en: "There is no way back. Nothing is erased yet." }
        last_admin => {
            nb: "Dette er den siste administratoren, som ikke kan slettes: da kunne ingen slippe andre inn. Inviter en administrator til først.",
            nn: "Dette er den siste administratoren, som ikkje kan slettast: då kunne ingen sleppe andre inn. Inviter ein administrator til først.",
            en: "This is the last administrator, who cannot be erased: nobody could let others in. Invite another administrator first." }
        goes => { nb: "Dette blir borte", nn: "Dette blir borte", en: "This goes" }
        stays => { nb: "Dette blir stående, og hvorfor", nn: "Dette blir ståande, og kvifor", en: "This stays, and why" }
        what => { nb: "Hva", nn: "Kva", en: "What" }
        many => { nb: "Antall", nn: "Tal på", en: "How many" }
        why => { nb: "Hvorfor", nn: "Kvifor", en: "Why" }
        goes_name => { nb: "Navn og e-postadresse", nn: "Namn og e-postadresse", en: "Name and e-mail address" }
        goes_account => { nb: "Konto", nn: "Konto", en: "Account" }
        goes_sessions => { nb: "Innlogginger og forsøk på det", nn: "Innloggingar og forsøk på det", en: "Sessions and attempts to sign in" }
        goes_keys => { nb: "Passnøkler, gjenopprettingskoder, kontoer andre steder og tilgangsnøkler for programmer", nn: "Passnøklar, attopprettingskodar, kontoar andre stader og tilgangsnøklar for program", en: "Passkeys, recovery codes, accounts elsewhere and tokens of programs" }
        goes_roles => { nb: "Roller som gjelder nå", nn: "Roller som gjeld no", en: "Roles that hold now" }
        goes_invitations => { nb: "Navn og adresse i invitasjoner", nn: "Namn og adresse i invitasjonar", en: "Name and address in invitations" }
        goes_mail => { nb: "Adressen i meldinger; usendte blir ikke sendt", nn: "Adressa i meldingar; usende blir ikkje sende", en: "The address in messages; unsent ones are not sent" }
        goes_applications => {
            nb: "Det du fortalte i søknader; at noen søkte, blir stående uten navn",
            nn: "Det du fortalde i søknader; at nokon søkte, blir ståande utan namn",
            en: "What was told in applications; that somebody applied stays, without a name" }
        goes_update_links => { nb: "Lenker til å melde tall for bedriften", nn: "Lenkjer til å melde tal for bedrifta", en: "Links to report for the startup" }
        goes_update_words => { nb: "Det du skrev med egne ord i oppdateringer", nn: "Det du skreiv med eigne ord i oppdateringar", en: "What you wrote in your own words in updates" }
        goes_views => { nb: "Egne visninger av løpet og kalenderadressen", nn: "Eigne visingar av løpet og kalenderadressa", en: "Their own views of the pipeline and the calendar address" }
        views => { nb: "Lagrede visninger", nn: "Lagra visingar", en: "Saved views" }
        stays_objections => { nb: "Innvendinger mot opplysninger, og svar på dem", nn: "Innvendingar mot opplysningar, og svar på dei", en: "Objections to facts, and answers to them" }
        stays_objections_why => {
            nb: "De hører til opplysningen de gjelder, og står uten navn.",
            nn: "Dei høyrer til opplysninga dei gjeld, og står utan namn.",
            en: "They belong to the fact they are about, and are shown without a name." }
        updates => { nb: "Forespørsler om oppdatering", nn: "Førespurnader om oppdatering", en: "Requests for updates" }
        objections => { nb: "Innvendinger", nn: "Innvendingar", en: "Objections" }
        goes_drafts => { nb: "Skjemaer som ble avvist", nn: "Skjema som vart avviste", en: "Forms that were refused" }
        goes_judging => {
            nb: "Kommentarer til søknader og meldt inhabilitet",
            nn: "Kommentarar til søknader og meldt ugildskap",
            en: "Comments on applications and declared conflicts of interest" }
        goes_private_notes => { nb: "Private notater", nn: "Private notat", en: "Private notes" }
        goes_plans => { nb: "Egne oppgaver og planlagte møter", nn: "Eigne oppgåver og planlagde møte", en: "Own tasks and planned meetings" }
        stays_shared_notes => { nb: "Delte notater, milepæler og oppgaver om bedrifter", nn: "Delte notat, milepælar og oppgåver om bedrifter", en: "Shared notes, milestones and tasks about startups" }
        stays_shared_notes_why => {
            nb: "De er delt med bedriften. Hvem som skrev dem, står uten navn.",
            nn: "Dei er delte med bedrifta. Kven som skreiv dei, står utan namn.",
            en: "They are shared with the startup. Who wrote them is shown without a name." }
        notes => { nb: "Notater", nn: "Notat", en: "Notes" }
        tasks => { nb: "Oppgaver og milepæler", nn: "Oppgåver og milepælar", en: "Tasks and milestones" }
        stays_founder => { nb: "At bedriften har en gründer", nn: "At bedrifta har ein gründer", en: "That the startup has a founder" }
        stays_founder_why => { nb: "Uten navn. Historien til bedriften blir hel.", nn: "Utan namn. Historia til bedrifta blir heil.", en: "Without a name. The startup's history stays whole." }
        stays_assignments => { nb: "At noen fulgte opp bedriften", nn: "At nokon følgde opp bedrifta", en: "That somebody followed the startup up" }
        stays_facts => { nb: "Opplysninger om bedrifter", nn: "Opplysningar om bedrifter", en: "Facts about startups" }
        stays_facts_why => {
            nb: "Tallene hviler på dem og blir de samme til siste siffer. Som kilde står «slettet person».",
            nn: "Tala kviler på dei og blir dei same til siste siffer. Som kjelde står «sletta person».",
            en: "Figures rest on them and come to the same digits. They are shown as recorded by an “erased person”." }
        stays_documents => { nb: "Dokumenter på bedrifter", nn: "Dokument på bedrifter", en: "Documents on startups" }
        stays_documents_why => {
            nb: "De hører til bedriften. Hvem som la dem til, står uten navn. Navn inne i filene må fjernes for hånd.",
            nn: "Dei høyrer til bedrifta. Kven som la dei til, står utan namn. Namn inne i filene må fjernast for hand.",
            en: "They belong to the startup. Who added them is shown without a name. Names inside the files must be removed by hand." }
        stays_audit => { nb: "Innslag i loggen", nn: "Innslag i loggen", en: "Entries of the audit log" }
        stays_audit_why => {
            nb: "Loggen viser at det som ble gjort, ble gjort. Den holder en kode i stedet for navnet.",
            nn: "Loggen viser at det som vart gjort, vart gjort. Han held ein kode i staden for namnet.",
            en: "The log shows that what was done was done. It holds a code in place of the name." }
        texts => {
            nb: "Fritekst som grunner og dokumentasjon blir ikke gjennomsøkt, og heller ikke sikkerhetskopier. Står navnet der, må det rettes for hånd.",
            nn: "Fritekst som grunnar og dokumentasjon blir ikkje gjennomsøkt, og heller ikkje tryggingskopiar. Står namnet der, må det rettast for hand.",
            en: "Free text such as reasons and evidence is not searched, and neither are backups. A name in them must be mended by hand." }
        confirm(name: &str) => { nb: "Skriv «{name}» for å bekrefte", nn: "Skriv «{name}» for å stadfeste", en: "Type “{name}” to confirm" }
        do_erase => { nb: "Slett for godt", nn: "Slett for godt", en: "Erase for good" }
        erased_title => { nb: "Slettet", nn: "Sletta", en: "Erased" }
        erased_text => {
            nb: "Navnet, adressene, kontoen og nøklene er slettet, og ingen er logget inn lenger.",
            nn: "Namnet, adressene, kontoen og nøklane er sletta, og ingen er logga inn lenger.",
            en: "The name, addresses, account and keys are erased, and nobody is signed in any more." }
    }
}

/// What the page of one's own data is called.
pub(super) fn title(locale: Locale) -> &'static str {
    w::title(locale)
}

/// The page of one's own data.
pub fn page() -> impl IntoView {
    personal_page(load)
}

/// The page on which a person is erased, after a preview.
pub fn erase_page() -> impl IntoView {
    let person = use_params_map().with_untracked(|params| params.get("person").unwrap_or_default());
    personal_page(move |cx| load_erase(cx, person))
}

/// What is shown to whoever has just erased themselves, and is nobody any more.
pub fn erased_page() -> impl IntoView {
    open_page(|cx: Cx| async move {
        let locale = cx.locale;
        let title = w::erased_title(locale).to_owned();
        let body = view! {
            <h1 class="ds-heading">{title.clone()}</h1>
            <p class="lead">{w::erased_text(locale)}</p>
        }
        .into_any();
        Ok(Page { title, place: Place::Elsewhere, body, islands: false })
    })
}

/// Who asks, also without a role: one's own data is one's own whatever one may do in the house.
fn asker(cx: &Cx) -> Result<Actor, PageError> {
    cx.viewer.as_ref().map(|viewer| viewer.actor.clone()).ok_or(PageError::SignIn)
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    let actor = asker(&cx)?;
    let person = actor.person.ok_or(PageError::NotFound)?;
    let held = cx.house.store.personal_data(&actor, person).await?;
    let locale = cx.locale;
    let title = w::title(locale).to_owned();
    let items = summary(locale, &held)
        .into_iter()
        .map(|(term, value)| view! { <DefinitionItem term=term>{value}</DefinitionItem> })
        .collect_view();
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <TabLinks label=shared::my_pages(locale) tabs=my_tabs(&cx)/>
        <p class="lead">{w::lead(locale)}</p>
        <div class="actions"><ButtonLink href=paths::MY_DATA_FILE label=w::file(locale) variant="primary" download=true/></div>
        <section aria-labelledby="holds">
            <h2 class="ds-heading" data-size="md" id="holds">{w::holds(locale)}</h2>
            <DefinitionList>{items}</DefinitionList>
        </section>
        <section aria-labelledby="erase">
            <h2 class="ds-heading" data-size="md" id="erase">{w::erase(locale)}</h2>
            <p>{w::erase_text(locale)}</p>
            <div class="actions"><ButtonLink href=paths::erase_person(person) label=w::erase_see(locale)/></div>
        </section>
    }
    .into_any();
    Ok(Page { title, place: Place::Me, body, islands: false })
}

fn summary(locale: Locale, held: &PersonalData) -> Vec<(&'static str, String)> {
    let count = |many: usize| format::count(locale, many);
    let mut items = vec![(w::name(locale), held.person.name.clone())];
    let email = held.account.as_ref().map(|account| account.email.clone()).or_else(|| held.person.email.clone());
    items.extend(email.map(|email| (w::email(locale), email)));
    items
        .extend(held.account.as_ref().map(|account| (w::account(locale), format::instant(locale, account.created_at))));
    items.extend([
        (w::memberships(locale), count(held.memberships.len())),
        (w::sessions(locale), count(held.sessions.len())),
        (w::keys(locale), count(held.passkeys.len())),
        (w::startups(locale), count(held.startups.len())),
        (w::facts(locale), count(held.facts_recorded.len())),
        (w::deeds(locale), count(held.done_by_them.len())),
        (w::readings(locale), count(held.read_by_others.len())),
        (w::mail(locale), count(held.mail.len())),
        (w::notes(locale), count(held.day.notes.len())),
        (w::tasks(locale), count(held.day.tasks.len())),
        (w::updates(locale), count(held.updates.len())),
        (w::objections(locale), count(held.objections.len())),
        (w::views(locale), count(held.views.len())),
        (w::documents(locale), count(held.documents_added.len())),
    ]);
    items
}

const fn goes(locale: Locale, what: Goes) -> &'static str {
    match what {
        Goes::NameAndAddress => w::goes_name(locale),
        Goes::Account => w::goes_account(locale),
        Goes::Sessions => w::goes_sessions(locale),
        Goes::Keys => w::goes_keys(locale),
        Goes::Roles => w::goes_roles(locale),
        Goes::Invitations => w::goes_invitations(locale),
        Goes::Mail => w::goes_mail(locale),
        Goes::Applications => w::goes_applications(locale),
        Goes::Drafts => w::goes_drafts(locale),
        Goes::Judging => w::goes_judging(locale),
        Goes::Views => w::goes_views(locale),
        Goes::PrivateNotes => w::goes_private_notes(locale),
        Goes::Plans => w::goes_plans(locale),
        Goes::UpdateLinks => w::goes_update_links(locale),
        Goes::UpdateWords => w::goes_update_words(locale),
    }
}

const fn stays(locale: Locale, what: Stays) -> (&'static str, &'static str) {
    match what {
        Stays::FounderLinks => (w::stays_founder(locale), w::stays_founder_why(locale)),
        Stays::Assignments => (w::stays_assignments(locale), w::stays_founder_why(locale)),
        Stays::Facts => (w::stays_facts(locale), w::stays_facts_why(locale)),
        Stays::Documents => (w::stays_documents(locale), w::stays_documents_why(locale)),
        Stays::Objections => (w::stays_objections(locale), w::stays_objections_why(locale)),
        Stays::SharedNotes => (w::stays_shared_notes(locale), w::stays_shared_notes_why(locale)),
        Stays::Audit => (w::stays_audit(locale), w::stays_audit_why(locale)),
    }
}

async fn load_erase(cx: Cx, person: String) -> Result<Page, PageError> {
    let person: PersonId = person.parse().map_err(|_| PageError::NotFound)?;
    let actor = asker(&cx)?;
    let locale = cx.locale;
    if let Some(viewer) = &cx.viewer
        && !cx.house.store.is_fresh(viewer).await?
    {
        return Err(PageError::Elsewhere(paths::confirm_then(&paths::erase_person(person))));
    }
    let preview = cx.house.store.erase_preview(&actor, person).await?;
    let draft = actions::shown_again(&cx, "erase-person").await?.unwrap_or_default();
    let title = w::erase_title(locale, &preview.person.name);
    let question = w::confirm(locale, &preview.person.name);
    let form = if preview.last_admin {
        view! { <Notice kind=NoticeKind::Warning>{w::last_admin(locale)}</Notice> }.into_any()
    } else {
        let errors = draft.summary("", &[("name", w::name(locale))]);
        view! {
            <ErrorSummary title=shared::mend_this(locale) errors=errors/>
            <form class="form" method="post" action=actions::erase_person_path()>
                <Hidden name="person" value=person.to_string()/>
                <Field input=draft.input("name", &question).required()/>
                <div class="actions"><SubmitButton label=w::do_erase(locale) danger=true/></div>
            </form>
        }
        .into_any()
    };
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="lead">{w::no_way_back(locale)}</p>
        {lists(locale, &preview)}
        <p class="muted">{w::texts(locale)}</p>
        {form}
    }
    .into_any();
    let place = if actor.person == Some(person) { Place::Me } else { Place::People };
    Ok(Page { title, place, body, islands: false })
}

fn lists(locale: Locale, preview: &Erasure) -> impl IntoView + use<> {
    let count = |many: usize| format::count(locale, many);
    let gone = preview
        .goes
        .iter()
        .map(|(what, many)| {
            view! { <tr><th scope="row">{goes(locale, *what)}</th><td class="number" data-label=w::many(locale)>{count(*many)}</td></tr> }
        })
        .collect_view();
    let kept = preview
        .stays
        .iter()
        .map(|(what, many)| {
            let (name, why) = stays(locale, *what);
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="number" data-label=w::many(locale)>{count(*many)}</td>
                    <td data-wide="true">{why}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="goes">
            <h2 class="ds-heading" data-size="md" id="goes">{w::goes(locale)}</h2>
            <ScrollTable label=w::goes(locale)>
                <table class="ds-table" data-stack="true">
                    <thead><tr><th scope="col">{w::what(locale)}</th><th scope="col" class="number">{w::many(locale)}</th></tr></thead>
                    <tbody>{gone}</tbody>
                </table>
            </ScrollTable>
        </section>
        <section aria-labelledby="stays">
            <h2 class="ds-heading" data-size="md" id="stays">{w::stays(locale)}</h2>
            <ScrollTable label=w::stays(locale)>
                <table class="ds-table" data-stack="true">
                    <thead>
                        <tr>
                            <th scope="col">{w::what(locale)}</th>
                            <th scope="col" class="number">{w::many(locale)}</th>
                            <th scope="col">{w::why(locale)}</th>
                        </tr>
                    </thead>
                    <tbody>{kept}</tbody>
                </table>
            </ScrollTable>
        </section>
    }
}

/// Everything held about a person as a file: one's own without `person`.
///
/// # Errors
/// As [`store::Store::personal_data`]; [`PageError::SignIn`] when nobody is signed in.
pub async fn file(cx: &Cx, person: Option<PersonId>) -> Result<Vec<u8>, PageError> {
    let actor = asker(cx)?;
    let person = person.or(actor.person).ok_or(PageError::NotFound)?;
    let held = cx.house.store.personal_data(&actor, person).await?;
    serde_json::to_vec_pretty(&held).map_err(|error| {
        tracing::error!(%error, "personal.file.failed");
        PageError::NotFound
    })
}

/// Links to what may be done with a person's data, for the page of their roles; empty for those who may not.
pub(super) fn links(cx: &Cx, person: PersonId) -> impl IntoView + use<> {
    let locale = cx.locale;
    let may = |action| cx.may(action, &Resource::Person(person));
    let file = may(Action::SeePersonalData)
        .then(|| view! { <ButtonLink href=paths::person_data(person) label=w::file_of(locale) download=true/> });
    let erase = may(Action::ErasePerson)
        .then(|| view! { <ButtonLink href=paths::erase_person(person) label=w::erase_see(locale)/> });
    view! { <div class="actions">{file} {erase}</div> }
}
