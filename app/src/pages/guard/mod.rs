//! The claim guard: somebody pastes a text that is to be printed, and is told of each number in it what carries it.
//!
//! Open to anybody. The public is answered from what is published; whoever works in the house also from the figures as they are
//! now, each marked as not published yet. The text is kept for half an hour so that the answer can be read again, as any form that
//! was posted, and nowhere else.

pub mod answer;
pub mod sources;

use domain::claims;
use domain::words::Locale;
use leptos::prelude::*;

use crate::actions;
use crate::components::{ErrorSummary, SubmitButton, TextArea};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, open_page as show};
use crate::paths;

domain::catalogue! {
    mod w {
        title => { nb: "Holder setningen?", nn: "Held setninga?", en: "Does the sentence hold?" }
        lead => {
            nb: "Lim inn det du vil trykke. Hvert tall og hver påstand holdes mot husets tall: hva som bærer den, hva den lar stå åpent, og hva du kan skrive i stedet.",
            nn: "Lim inn det du vil trykkje. Kvart tal og kvar påstand blir halden mot tala til huset: kva som ber han, kva han lèt stå ope, og kva du kan skrive i staden.",
            en: "Paste what you want to print. Every number and claim is held against the figures of the house: what carries it, what it leaves open, and what you can write instead." }
        text => { nb: "Teksten", nn: "Teksten", en: "The text" }
        hint => {
            nb: "Bokmål, nynorsk eller engelsk. Opptil 20 000 tegn.",
            nn: "Bokmål, nynorsk eller engelsk. Opptil 20 000 teikn.",
            en: "Bokmål, nynorsk or English. Up to 20,000 characters." }
        check => { nb: "Prøv teksten", nn: "Prøv teksten", en: "Test the text" }
        mend => { nb: "Rett dette, så prøver vi teksten:", nn: "Rett dette, så prøver vi teksten:", en: "Mend this and we test the text:" }
        public => {
            nb: "Du får svar fra tallene huset har publisert. Prøven er regler, ikke en språkmodell, og teksten sendes ikke videre.",
            nn: "Du får svar frå tala huset har publisert. Prøva er reglar, ikkje ein språkmodell, og teksten blir ikkje send vidare.",
            en: "You are answered from the figures the house has published. The test is rules, not a language model, and the text is not passed on." }
        staff => {
            nb: "Du får svar fra publiserte tall, og der det ikke finnes noe, fra tallet slik det er nå. Det står ved hvert av dem. Prøven er regler, ikke en språkmodell.",
            nn: "Du får svar frå publiserte tal, og der det ikkje finst noko, frå talet slik det er no. Det står ved kvart av dei. Prøva er reglar, ikkje ein språkmodell.",
            en: "You are answered from published figures and, where there is none, from the figure as it is now. Each says which. The test is rules, not a language model." }
        nothing_published => {
            nb: "Huset har ikke publisert noen tall ennå, så ingen påstand kan bæres her.",
            nn: "Huset har ikkje publisert nokon tal enno, så ingen påstand kan berast her.",
            en: "The house has not published any figures yet, so no claim can be carried here." }
        gone => {
            nb: "Svaret er ikke her lenger: teksten blir holdt i en halv time. Lim den inn igjen.",
            nn: "Svaret er ikkje her lenger: teksten blir halden i ein halvtime. Lim han inn igjen.",
            en: "The answer is no longer here: a text is kept for half an hour. Paste it again." }
    }
}

/// What the page is called.
#[must_use]
pub const fn title(locale: Locale) -> &'static str {
    w::title(locale)
}

/// The page.
pub fn page() -> impl IntoView {
    show(load)
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    let locale = cx.locale;
    let typed = actions::shown_again(&cx, actions::GUARD_FORM).await?;
    let gone = (typed.is_none() && cx.query.draft().is_some()).then(|| w::gone(locale));
    let draft = typed.unwrap_or_default();
    let text = draft.value("text", "");
    let sources = sources::of(&cx).await?;
    let answered = if draft.is_refused() || text.trim().is_empty() {
        None
    } else {
        let cited = sources.cited();
        let guarded = claims::guard(&text, &cited, &domain::benchmarks::for_claims(locale));
        Some(answer::answer(&cx, &text, &guarded, &sources))
    };
    let title = w::title(locale).to_owned();
    let about = if sources.live { w::staff(locale) } else { w::public(locale) };
    let empty = sources.is_empty().then(|| view! { <p class="muted">{w::nothing_published(locale)}</p> });
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="lead">{w::lead(locale)}</p>
        {gone.map(|text| view! { <p class="muted">{text}</p> })}
        <ErrorSummary title=w::mend(locale) errors=draft.summary("", &[("text", w::text(locale))])/>
        {answered}
        <form class="form" method="post" action=actions::check_text_path()>
            <TextArea input=draft.input("text", w::text(locale)).hint(w::hint(locale)).required() rows=7/>
            <div class="actions"><SubmitButton label=w::check(locale)/></div>
        </form>
        <p class="muted">{about}</p>
        {empty}
        {links(locale)}
    }
    .into_any();
    Ok(Page { title, place: Place::Elsewhere, body, islands: false })
}

fn links(locale: Locale) -> impl IntoView {
    view! {
        <ul class="ds-list">
            <li><a class="ds-link" href=paths::DEFINITIONS>{crate::pages::definitions::title(locale)}</a></li>
            <li><a class="ds-link" href=paths::BENCHMARKS>{crate::pages::benchmarks::title(locale)}</a></li>
        </ul>
    }
}
