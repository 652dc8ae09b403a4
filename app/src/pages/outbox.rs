//! Mail on its way out, for those who keep the house: what waits, what was sent, what failed and why. Never what a message says.

use domain::access::{Action, Resource};
use domain::format;
use domain::words::Locale;
use leptos::prelude::*;
use store::outbox::{MailCounts, MailEntry, MailFilter, MailState};

use crate::actions;
use crate::components::{ButtonLink, Empty, ErrorSummary, Hidden, Notice, NoticeKind, ScrollTable, TabLink, TabLinks};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, page as show};
use crate::paths::{self, Query};
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Utgående e-post", nn: "Utgåande e-post", en: "Outgoing mail" }
        lead => {
            nb: "Hver melding blir prøvd til e-posttjeneren tar imot, høyst åtte ganger. Hva som står i meldingene, vises ikke her: de kan inneholde koder.",
            nn: "Kvar melding blir prøvd til e-posttenaren tek imot, høgst åtte gonger. Kva som står i meldingane, blir ikkje vist her: dei kan innehalde kodar.",
            en: "Each message is tried until the mail server takes it, at most eight times. What messages say is not shown: they may hold codes." }
        all(n: &str) => { nb: "Alle ({n})", nn: "Alle ({n})", en: "All ({n})" }
        queued => { nb: "venter", nn: "ventar", en: "waiting" }
        sending => { nb: "sendes nå", nn: "blir send no", en: "being sent" }
        sent => { nb: "sendt", nn: "send", en: "sent" }
        given_up => { nb: "gitt opp", nn: "gitt opp", en: "given up" }
        expired => { nb: "utløpt", nn: "utgått", en: "expired" }
        tab(state: &str, n: &str) => { nb: "{state} ({n})", nn: "{state} ({n})", en: "{state} ({n})" }
        to => { nb: "Til", nn: "Til", en: "To" }
        message => { nb: "Melding", nn: "Melding", en: "Message" }
        unknown => { nb: "ukjent melding", nn: "ukjend melding", en: "unknown message" }
        state => { nb: "Status", nn: "Status", en: "State" }
        tries => { nb: "Mislykkede forsøk", nn: "Mislykka forsøk", en: "Failed tries" }
        created => { nb: "Lagt i kø", nn: "Lagd i kø", en: "Queued" }
        then => { nb: "Videre", nn: "Vidare", en: "Next or done" }
        next(at: &str) => { nb: "prøves {at}", nn: "blir prøvd {at}", en: "tried at {at}" }
        answer => { nb: "Siste svar", nn: "Siste svar", en: "Last answer" }
        resend => { nb: "Send nå", nn: "Send no", en: "Send now" }
        resend_which(kind: &str, to: &str) => { nb: ": {kind} til {to}", nn: ": {kind} til {to}", en: ": {kind} to {to}" }
        resent => {
            nb: "Meldingen blir sendt nå. Last siden på nytt om litt for å se hvordan det gikk.",
            nn: "Meldinga blir send no. Last sida på nytt om litt for å sjå korleis det gjekk.",
            en: "The message is being sent. Reload in a moment to see how it went." }
        stuck(since: &str) => {
            nb: "Den eldste meldingen har ventet siden {since}. Virker e-posttjeneren?",
            nn: "Den eldste meldinga har venta sidan {since}. Verkar e-posttenaren?",
            en: "The oldest message has waited since {since}. Does the mail server work?" }
        none => { nb: "Ingen meldinger her.", nn: "Ingen meldingar her.", en: "No messages here." }
        older => { nb: "Eldre meldinger", nn: "Eldre meldingar", en: "Older messages" }
        newest => { nb: "De nyeste", nn: "Dei nyaste", en: "The newest" }
    }
}

/// Messages on one page.
const AT_ONCE: u64 = 50;
/// From so many minutes on, a message that waits is worth a word.
const STUCK_MINUTES: i64 = 15;

/// The page.
pub fn page() -> impl IntoView {
    show(load)
}

const fn state_name(locale: Locale, state: MailState) -> &'static str {
    match state {
        MailState::Queued => w::queued(locale),
        MailState::Sending => w::sending(locale),
        MailState::Sent => w::sent(locale),
        MailState::GivenUp => w::given_up(locale),
        MailState::Expired => w::expired(locale),
    }
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    let locale = cx.locale;
    let house = cx.house_ledger().await?;
    cx.require(Action::KeepHouse, &Resource::House(&house))?;
    let state = cx.query.get("state").and_then(MailState::from_code);
    let before = cx.query.get("before").and_then(|id| id.parse().ok());
    let actor = cx.actor();
    let counts = cx.house.store.mail_counts(&actor).await?;
    // One more than is shown tells whether there are older ones.
    let filter = MailFilter { state, before, at_most: AT_ONCE + 1 };
    let mut entries = cx.house.store.mail(&actor, &filter).await?;
    let shown = usize::try_from(AT_ONCE).unwrap_or(usize::MAX);
    let older = entries.len() > shown;
    entries.truncate(shown);
    let here = Query::default().with("state", state.map_or("", MailState::code));
    let older = entries.last().filter(|_| older).map(|last| {
        let href = paths::with_query(paths::OUTBOX, &here.clone().with("before", last.id));
        view! { <ButtonLink href=href label=w::older(locale)/> }
    });
    let newest = before.map(|_| {
        view! { <ButtonLink href=paths::with_query(paths::OUTBOX, &here) label=w::newest(locale)/> }
    });
    let stuck = counts
        .oldest_waiting
        .filter(|oldest| (cx.now() - *oldest).num_minutes() >= STUCK_MINUTES)
        .map(|oldest| w::stuck(locale, &format::instant(locale, oldest)));
    let refused = actions::shown_again(&cx, "resend").await?.unwrap_or_default();
    let title = w::title(locale).to_owned();
    let list = if entries.is_empty() {
        view! { <Empty title=w::none(locale)/> }.into_any()
    } else {
        let rows = entries.into_iter().map(|entry| row(locale, entry)).collect_view();
        view! {
            <ScrollTable label=w::title(locale)>
                <table class="ds-table" data-stack="true">
                    <thead>
                        <tr>
                            <th scope="col">{w::to(locale)}</th>
                            <th scope="col">{w::message(locale)}</th>
                            <th scope="col">{w::state(locale)}</th>
                            <th scope="col">{w::created(locale)}</th>
                            <th scope="col">{w::then(locale)}</th>
                            <th scope="col" class="number">{w::tries(locale)}</th>
                            <th scope="col">{w::answer(locale)}</th>
                            <th scope="col"><span class="ds-sr-only">{w::resend(locale)}</span></th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </ScrollTable>
        }
        .into_any()
    };
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        {(cx.query.get("done") == Some("resent"))
            .then(|| view! { <Notice kind=NoticeKind::Success live=true>{w::resent(locale)}</Notice> })}
        <ErrorSummary title=shared::mend_this(locale) errors=refused.summary("", &[])/>
        {stuck.map(|stuck| view! { <Notice kind=NoticeKind::Warning>{stuck}</Notice> })}
        <p class="lead">{w::lead(locale)}</p>
        <TabLinks label=w::state(locale) tabs=tabs(locale, &counts, state)/>
        {list}
        <div class="actions">{newest} {older}</div>
    }
    .into_any();
    Ok(Page { title, place: Place::Elsewhere, body, islands: false })
}

fn tabs(locale: Locale, counts: &MailCounts, current: Option<MailState>) -> Vec<TabLink> {
    let count = |value: u64| format::count(locale, usize::try_from(value).unwrap_or(usize::MAX));
    let all = MailState::ALL.into_iter().map(|state| counts.of(state)).sum();
    let first =
        TabLink { label: w::all(locale, &count(all)), href: paths::OUTBOX.to_owned(), current: current.is_none() };
    let each = MailState::ALL.into_iter().map(|state| TabLink {
        label: w::tab(locale, state_name(locale, state), &count(counts.of(state))),
        href: paths::with_query(paths::OUTBOX, &Query::one("state", state.code())),
        current: current == Some(state),
    });
    std::iter::once(first).chain(each).collect()
}

fn row(locale: Locale, entry: MailEntry) -> impl IntoView + use<> {
    let kind = entry.kind.map_or_else(|| w::unknown(locale), |kind| kind.name(locale));
    let then = match (entry.state, entry.settled_at) {
        (MailState::Queued, _) => w::next(locale, &format::instant(locale, entry.next_at)),
        (_, Some(at)) => format::instant(locale, at),
        (_, None) => String::new(),
    };
    let resend = entry.can_resend.then(|| {
        view! {
            <form method="post" action=actions::resend_mail_path()>
                <Hidden name="mail" value=entry.id.to_string()/>
                <button class="ds-button" type="submit" data-variant="secondary">
                    {w::resend(locale)}
                    <span class="ds-sr-only">{w::resend_which(locale, kind, &entry.to)}</span>
                </button>
            </form>
        }
    });
    view! {
        <tr>
            <th scope="row">{entry.to.clone()}</th>
            <td data-wide="true">{kind}</td>
            <td data-main="true">{state_name(locale, entry.state)}</td>
            <td data-label=w::created(locale)>{format::instant(locale, entry.created_at)}</td>
            <td data-label=w::then(locale)>{then}</td>
            <td class="number" data-label=w::tries(locale)>{entry.tries}</td>
            <td data-label=w::answer(locale)>{entry.answer}</td>
            <td data-act="true">{resend}</td>
        </tr>
    }
}
