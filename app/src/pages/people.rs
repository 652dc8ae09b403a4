//! People and roles: who is here, who is invited, and the form that invites.

use domain::access::sight::sees_all;
use domain::access::{Action, Membership, Resource, Role};
use domain::contracts::Contract;
use domain::format;
use domain::ledger::Ledger;
use domain::words::Locale;
use leptos::prelude::*;
use store::identity::{InvitationView, Member};

use crate::actions;
use crate::components::{
    DataTable, DateField, Empty, ErrorSummary, Field, Notice, NoticeKind, SelectField, SelectOption, SubmitButton,
};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, hat, page as show};
use crate::paths;
use crate::words as shared;

/// Startups suggested while one is typed.
const SUGGESTED: usize = 500;

domain::catalogue! {
    mod w {
        title => { nb: "Folk og roller", nn: "Folk og roller", en: "People and roles" }
        lead => {
            nb: "En rolle gjelder i et program eller en bedrift, fra en dag til en dag. Du ser de rollene du deler ut.",
            nn: "Ei rolle gjeld i eit program eller ei bedrift, frå ein dag til ein dag. Du ser dei rollene du deler ut.",
            en: "A role holds in a programme or a startup, from a day to a day. You see the roles that you hand out." }
        people => { nb: "Har konto", nn: "Har konto", en: "Have an account" }
        nobody => { nb: "Ingen har konto her ennå.", nn: "Ingen har konto her enno.", en: "Nobody has an account here yet." }
        roles => { nb: "Roller", nn: "Roller", en: "Roles" }
        no_roles => { nb: "ingen rolle", nn: "inga rolle", en: "no role" }
        last_seen => { nb: "Sist her", nn: "Sist her", en: "Last here" }
        never => { nb: "aldri", nn: "aldri", en: "never" }
        closed => { nb: "konto stengt", nn: "konto stengd", en: "account closed" }
        until(on: &str) => { nb: "til {on}", nn: "til {on}", en: "until {on}" }
        from(on: &str) => { nb: "fra {on}", nn: "frå {on}", en: "from {on}" }
        invited => { nb: "Er invitert", nn: "Er inviterte", en: "Are invited" }
        nobody_invited => { nb: "Ingen åpne invitasjoner.", nn: "Ingen opne invitasjonar.", en: "No open invitations." }
        expires => { nb: "Gjelder til", nn: "Gjeld til", en: "Holds until" }
        take_back => { nb: "Trekk tilbake", nn: "Trekk tilbake", en: "Take back" }
        invite => { nb: "Inviter noen", nn: "Inviter nokon", en: "Invite somebody" }
        invite_text => {
            nb: "Den du inviterer, får en e-post med en lenke som gjelder i sju dager.",
            nn: "Den du inviterer, får ein e-post med ei lenkje som gjeld i sju dagar.",
            en: "Whoever you invite gets a mail with a link that holds for seven days." }
        send => { nb: "Send invitasjon", nn: "Send invitasjon", en: "Send the invitation" }
        email => { nb: "E-postadresse", nn: "E-postadresse", en: "E-mail address" }
        name_hint => { nb: "Kan stå tomt. Den inviterte kan endre det.", nn: "Kan stå tomt. Den inviterte kan endre det.", en: "May stay empty. Whoever is invited can change it." }
        programme_hint => {
            nb: "For alle roller unntatt gründer.", nn: "For alle roller unnateke gründer.", en: "For every role but founder." }
        startup_hint => {
            nb: "Bare for gründere: navnet slik det står i løpet, eller organisasjonsnummeret.",
            nn: "Berre for gründarar: namnet slik det står i løpet, eller organisasjonsnummeret.",
            en: "For founders only: the name as the pipeline has it, or the organisation number." }
        from_on => { nb: "Fra og med", nn: "Frå og med", en: "From" }
        to_on => { nb: "Til og med", nn: "Til og med", en: "Until" }
        to_hint => { nb: "Tomt: ingen slutt ennå.", nn: "Tomt: ingen slutt enno.", en: "Empty: no end yet." }
        written_in => { nb: "Skrives til på", nn: "Skriv til på", en: "Written to in" }
        mend => { nb: "Rett dette, så sender vi invitasjonen:", nn: "Rett dette, så sender vi invitasjonen:", en: "Mend this and we send the invitation:" }
        erased_done => { nb: "Personen er slettet.", nn: "Personen er sletta.", en: "The person is erased." }
        invited_done => { nb: "Invitasjonen er sendt.", nn: "Invitasjonen er send.", en: "The invitation is sent." }
        uninvited_done => { nb: "Invitasjonen er trukket tilbake.", nn: "Invitasjonen er trekt tilbake.", en: "The invitation is taken back." }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    show(load)
}

/// The roles that can be handed out, in the order of a form.
pub(super) const HANDED_OUT: [Role; 6] =
    [Role::Mentor, Role::Founder, Role::Evaluator, Role::Manager, Role::Funder, Role::Admin];

/// The labels of the fields of a role, for the summary above its form.
pub(super) fn role_labels(locale: Locale) -> [(&'static str, &'static str); 8] {
    [
        ("email", w::email(locale)),
        ("name", shared::name(locale)),
        ("role", shared::role(locale)),
        ("programme", shared::programme(locale)),
        ("startup", shared::startup(locale)),
        ("from_on", w::from_on(locale)),
        ("to_on", w::to_on(locale)),
        ("language", w::written_in(locale)),
    ]
}

/// The fields that say which role, where, and from when to when. `ledger` is what the reader sees.
pub(super) fn role_fields(
    cx: &Cx,
    ledger: &Ledger,
    contracts: &[Contract],
    draft: &Shown,
    prefix: &str,
) -> impl IntoView + use<> {
    let locale = cx.locale;
    let keeps = cx.actor().role == Role::Admin;
    let roles = HANDED_OUT
        .into_iter()
        .filter(|role| keeps || *role != Role::Admin)
        .map(|role| SelectOption::new(role.code(), shared::at_start(role.name(locale))))
        .collect::<Vec<_>>();
    let programmes = std::iter::once(SelectOption::new("", shared::none(locale)))
        .chain(ledger.programmes.iter().map(|p| SelectOption::new(p.id.to_string(), &p.name)))
        .chain(contracts.iter().filter(|contract| contract.is_signed()).map(|contract| SelectOption {
            group: Some(crate::pages::contracts::heading(locale).to_owned()),
            ..SelectOption::new(
                format!("{}{}", actions::CONTRACT, contract.id),
                format!("{} ({})", contract.terms.title, contract.terms.funder.name),
            )
        }))
        .chain(keeps.then(|| SelectOption::new(actions::WHOLE_HOUSE, shared::at_start(shared::whole_house(locale)))))
        .collect::<Vec<_>>();
    // With one programme there is nothing to choose.
    let only = match ledger.programmes.as_slice() {
        [only] => only.id.to_string(),
        _ => String::new(),
    };
    let list = format!("{prefix}startups");
    let suggested = ledger
        .startups
        .iter()
        .rev()
        .take(SUGGESTED)
        .map(|startup| view! { <option value=startup.profile.name.clone()></option> })
        .collect::<Vec<_>>();
    let today = cx.today().to_string();
    let asked = cx.query.get("startup").and_then(|id| ledger.startup(id.parse().ok()?));
    let asked = asked.map(|startup| startup.profile.name.clone()).unwrap_or_default();
    let role = if asked.is_empty() { "" } else { Role::Founder.code() };
    view! {
        <SelectField input=draft.input("role", shared::role(locale)).value(role).within(prefix) options=roles/>
        <SelectField input=draft.input("programme", shared::programme(locale)).value(&only).within(prefix).hint(w::programme_hint(locale)) options=programmes/>
        <Field input=draft.input("startup", shared::startup(locale)).value(&asked).within(prefix).hint(w::startup_hint(locale)) list=list.clone()/>
        <datalist id=list>{suggested}</datalist>
        <DateField input=draft.input("from_on", w::from_on(locale)).value(&today).within(prefix).required()/>
        <DateField input=draft.input("to_on", w::to_on(locale)).within(prefix).hint(w::to_hint(locale))/>
    }
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    let house = cx.house_ledger().await?;
    cx.require(Action::SeePeople, &Resource::House(&house))?;
    let ledger = cx.ledger().await?;
    cx.house.store.log_read(&cx.actor(), store::PrivateRead::People).await?;
    let members = cx.house.store.members(&cx.actor()).await?;
    let contracts = cx.house.store.contracts(&cx.actor()).await?;
    let draft = actions::shown_again(&cx, "invite").await?;
    let locale = cx.locale;
    let title = w::title(locale).to_owned();
    let notice = match cx.query.get("done") {
        Some("invited") => Some(w::invited_done(locale)),
        Some("erased") => Some(w::erased_done(locale)),
        Some("uninvited") => Some(w::uninvited_done(locale)),
        _ => None,
    };
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        {notice.map(|text| view! { <Notice kind=NoticeKind::Success live=true>{text}</Notice> })}
        {(!sees_all(&cx.actor())).then(|| view! { <p class="lead">{w::lead(locale)}</p> })}
        {invite(&cx, &ledger, &contracts, draft.as_ref())}
        <section aria-labelledby="people">
            <h2 class="ds-heading" data-size="md" id="people">{w::people(locale)}</h2>
            {people(&cx, &house, &members.people)}
        </section>
        <section aria-labelledby="invited">
            <h2 class="ds-heading" data-size="md" id="invited">{w::invited(locale)}</h2>
            {invitations(locale, &house, &members.invitations)}
        </section>
    }
    .into_any();
    Ok(Page { title, place: Place::People, body, islands: false })
}

fn invite(cx: &Cx, ledger: &Ledger, contracts: &[Contract], draft: Option<&Shown>) -> impl IntoView + use<> {
    let locale = cx.locale;
    let empty = Shown::default();
    let shown = draft.unwrap_or(&empty);
    let errors = shown.summary("invite-", &role_labels(locale));
    let languages = Locale::ALL.map(|choice| SelectOption::new(choice.tag(), choice.own_name())).into();
    let open = draft.is_some() || cx.query.get("startup").is_some();
    view! {
        <details class="ds-details fold" id="invite" open=open>
            <summary>{w::invite(locale)}</summary>
            <div class="fold__body">
                <p>{w::invite_text(locale)}</p>
                <ErrorSummary title=w::mend(locale) errors=errors/>
                <form class="form" method="post" action=actions::invite_path()>
                    <Field input=shown.input("email", w::email(locale)).within("invite-").required() kind="email" autocomplete="off".to_owned()/>
                    <Field input=shown.input("name", shared::name(locale)).within("invite-").hint(w::name_hint(locale)) autocomplete="off".to_owned()/>
                    {role_fields(cx, ledger, contracts, shown, "invite-")}
                    <SelectField input=shown.input("language", w::written_in(locale)).value(locale.tag()).within("invite-") options=languages/>
                    <div class="actions"><SubmitButton label=w::send(locale)/></div>
                </form>
            </div>
        </details>
    }
}

/// A role with its days, in words: `mentor, Inkubator · til 31.12.2026`.
#[must_use]
pub fn role_text(locale: Locale, house: &Ledger, role: &Membership, today: chrono::NaiveDate) -> String {
    let mut text = hat(locale, house, role.role, role.scope);
    if role.from_on > today {
        text.push_str(" · ");
        text.push_str(&w::from(locale, &format::date(locale, role.from_on)));
    }
    if let Some(on) = role.to_on {
        text.push_str(" · ");
        text.push_str(&w::until(locale, &format::date(locale, on)));
    }
    text
}

fn people(cx: &Cx, house: &Ledger, people: &[Member]) -> AnyView {
    let locale = cx.locale;
    let today = cx.today();
    if people.is_empty() {
        return view! { <Empty title=w::nobody(locale)/> }.into_any();
    }
    let rows = people
        .iter()
        .map(|member| {
            let roles = member
                .roles
                .iter()
                .map(|role| view! { <li>{role_text(locale, house, role, today)}</li> })
                .collect::<Vec<_>>();
            let roles = if roles.is_empty() {
                view! { <span class="muted">{w::no_roles(locale)}</span> }.into_any()
            } else {
                view! { <ul class="plain-list">{roles}</ul> }.into_any()
            };
            let seen =
                member.last_seen_at.map_or_else(|| w::never(locale).to_owned(), |at| format::instant(locale, at));
            let closed = member.disabled_at.map(|_| view! { " " <span class="gone-tag">{w::closed(locale)}</span> });
            view! {
                <tr>
                    <th scope="row">
                        <a class="ds-link" href=paths::person(member.person)>{member.name.clone()}</a> {closed}
                    </th>
                    <td data-wide="true">{member.email.clone()}</td>
                    <td data-wide="true">{roles}</td>
                    <td data-label=w::last_seen(locale)>{seen}</td>
                </tr>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <DataTable label=w::people(locale) heads=vec![shared::name(locale), w::email(locale), w::roles(locale), w::last_seen(locale)]>{rows}</DataTable>
    }
    .into_any()
}

fn invitations(locale: Locale, house: &Ledger, invitations: &[InvitationView]) -> AnyView {
    if invitations.is_empty() {
        return view! { <Empty title=w::nobody_invited(locale)/> }.into_any();
    }
    let rows = invitations
        .iter()
        .map(|invitation| {
            view! {
                <tr>
                    <th scope="row">{invitation.email.clone()}</th>
                    <td data-wide="true">{invitation.name.clone()}</td>
                    <td data-wide="true">{hat(locale, house, invitation.role, invitation.scope)}</td>
                    <td data-label=w::expires(locale)>{format::instant(locale, invitation.expires_at)}</td>
                    <td data-act="true">
                        <form method="post" action=actions::revoke_invitation_path()>
                            <button class="ds-button" data-variant="secondary" type="submit" name="invitation" value=invitation.id.to_string()>
                                {w::take_back(locale)}
                                <span class="ds-sr-only">{format!(" {}", invitation.email)}</span>
                            </button>
                        </form>
                    </td>
                </tr>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <DataTable label=w::invited(locale) heads=vec![w::email(locale), shared::name(locale), shared::role(locale), w::expires(locale)] acts=w::take_back(locale)>{rows}</DataTable>
    }
    .into_any()
}
