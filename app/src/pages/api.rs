//! What programs can ask the house, told to people: how to get a token, examples, and what refusals mean.

use domain::words::Locale;
use leptos::prelude::*;

use crate::components::DataTable;
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, open_page as show};
use crate::paths;

domain::catalogue! {
    mod w {
        title => { nb: "For programmer: API", nn: "For program: API", en: "For programs: the API" }
        lead => {
            nb: "Alt du kan lese her, kan et program lese også: regnearket ditt, et skript eller et annet system. API-et leser bare, og svarer i JSON.",
            nn: "Alt du kan lese her, kan eit program òg lese: reknearket ditt, eit skript eller eit anna system. API-et les berre, og svarer i JSON.",
            en: "Whatever you can read here a program can read too: your spreadsheet, a script or another system. The API only reads, and answers in JSON." }
        described => { nb: "Maskinlesbar beskrivelse (OpenAPI 3.1)", nn: "Maskinleseleg skildring (OpenAPI 3.1)", en: "Machine-readable description (OpenAPI 3.1)" }
        open => { nb: "Uten nøkkel", nn: "Utan nøkkel", en: "Without a token" }
        open_text => {
            nb: "Definisjonene og alt som er publisert, er åpne for alle. Det samme finnes som filer på siden",
            nn: "Definisjonane og alt som er publisert, er opne for alle. Det same finst som filer på sida",
            en: "The definitions and everything published are open to anybody. The same is there as files on the page" }
        closed => { nb: "Med tilgangsnøkkel", nn: "Med tilgangsnøkkel", en: "With a token" }
        closed_text => {
            nb: "Resten krever en tilgangsnøkkel. Den leser i én av rollene dine, og ser det samme som du ser i den. Lag den på siden",
            nn: "Resten krev ein tilgangsnøkkel. Han les i ei av rollene dine, og ser det same som du ser i ho. Lag han på sida",
            en: "The rest takes a token. It reads in one of your roles, and sees what you see in it. You make it on the page" }
        what => { nb: "Hva", nn: "Kva", en: "What" }
        address => { nb: "Adresse", nn: "Adresse", en: "Address" }
        definitions => { nb: "Definisjoner", nn: "Definisjonar", en: "Definitions" }
        publications => { nb: "Publiserte tall", nn: "Publiserte tal", en: "Published figures" }
        house => { nb: "Hvem som publiserer, og nøklene det signeres med", nn: "Kven som publiserer, og nøklane det blir signert med", en: "Who publishes, and the keys they sign with" }
        definition => { nb: "En definisjon", nn: "Ein definisjon", en: "A definition" }
        figures => { nb: "Tall", nn: "Tal", en: "Figures" }
        figure => { nb: "Ett tall, på en dato, slik det var kjent", nn: "Eitt tal, på ein dato, slik det var kjent", en: "One figure, on a date, as it was known" }
        rows => { nb: "Bedriftene i tallet og utenfor", nn: "Bedriftene i talet og utanfor", en: "The startups in it and left out" }
        startups => { nb: "Bedrifter", nn: "Bedrifter", en: "Startups" }
        facts => { nb: "Alt som er registrert om en bedrift", nn: "Alt som er registrert om ei bedrift", en: "Everything recorded about a startup" }
        programmes => { nb: "Programmer og kull", nn: "Program og kull", en: "Programmes and cohorts" }
        contracts => { nb: "Avtaler med tilskuddsgivere", nn: "Avtalar med tilskotsgivarar", en: "Contracts with funders" }
        pipeline => { nb: "Hvor bedriftene står", nn: "Kvar bedriftene står", en: "Where startups stand" }
        examples => { nb: "Eksempler", nn: "Døme", en: "Examples" }
        example_open => { nb: "Hva et tall bygger på:", nn: "Kva eit tal byggjer på:", en: "What a figure rests on:" }
        example_closed => { nb: "Overlevelse per 31.12.2023, slik det var kjent 15.1.2024:", nn: "Overleving per 31.12.2023, slik det var kjent 15.1.2024:", en: "Survival as at 31.12.2023, as known on 15.1.2024:" }
        pages => {
            nb: "Lister kommer i sider. Står det «next» i svaret, gir du det som «cursor» for neste side. Svar har et merke (ETag): send det som If-None-Match, og du får bare vite om noe er nytt.",
            nn: "Lister kjem i sider. Står det «next» i svaret, gir du det som «cursor» for neste side. Svar har eit merke (ETag): send det som If-None-Match, og du får berre vite om noko er nytt.",
            en: "Lists come in pages. Where an answer holds “next”, give it as “cursor” for the page after. Answers carry a mark (ETag): send it as If-None-Match, and you are only told whether anything is new." }
        problems => { nb: "Når noe blir avslått", nn: "Når noko blir avslått", en: "When something is refused" }
        problems_text => {
            nb: "Avslag følger RFC 9457. «type» peker hit, og «detail» er på språket du ber om med Accept-Language.",
            nn: "Avslag følgjer RFC 9457. «type» peikar hit, og «detail» er på språket du ber om med Accept-Language.",
            en: "Refusals follow RFC 9457. “type” points here, and “detail” is in the language you ask for with Accept-Language." }
        question => {
            nb: "400: adressen har et navn eller en verdi som ikke kan leses. Ukjente navn blir avslått, så en skrivefeil aldri gir et annet tall enn du mente.",
            nn: "400: adressa har eit namn eller ein verdi som ikkje kan lesast. Ukjende namn blir avslått, så ein skrivefeil aldri gir eit anna tal enn du meinte.",
            en: "400: the address has a name or a value that cannot be read. Unknown names are refused, so that a slip never gives another number than you meant." }
        token => {
            nb: "401: tilgangsnøkkelen mangler eller gjelder ikke lenger.",
            nn: "401: tilgangsnøkkelen manglar eller gjeld ikkje lenger.",
            en: "401: the token is missing or no longer good." }
        denied => { nb: "403: rollen nøkkelen leser med, har ikke lov. «reason» sier hvorfor.", nn: "403: rolla nøkkelen les med, har ikkje lov. «reason» seier kvifor.", en: "403: the role that the token reads with may not. “reason” says why." }
        not_found => { nb: "404: det finnes ikke, eller rollen ser det ikke.", nn: "404: det finst ikkje, eller rolla ser det ikkje.", en: "404: it is not here, or the role does not see it." }
        method => { nb: "405: adressen kan bare leses.", nn: "405: adressa kan berre lesast.", en: "405: the address can only be read." }
        too_often => { nb: "429: for mange spørsmål på kort tid. «Retry-After» sier hvor mange sekunder du skal vente.", nn: "429: for mange spørsmål på kort tid. «Retry-After» seier kor mange sekund du skal vente.", en: "429: too many questions within a short time. “Retry-After” says how many seconds to wait." }
        broken => { nb: "500: noe gikk galt hos oss. Ingenting er endret.", nn: "500: noko gjekk gale hos oss. Ingenting er endra.", en: "500: something went wrong here. Nothing was changed." }
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
    let base = &cx.house.base_url;
    let title = w::title(locale).to_owned();
    let table = |label: &'static str, list: &[(&'static str, &'static str)]| {
        let rows = list
            .iter()
            .map(|(what, address)| {
                view! {
                    <tr>
                        <th scope="row">{*what}</th>
                        <td data-label=w::address(locale)><code>{format!("{}{address}", paths::API_V1)}</code></td>
                    </tr>
                }
            })
            .collect::<Vec<_>>();
        view! { <DataTable label=label heads=vec![w::what(locale), w::address(locale)]>{rows}</DataTable> }
    };
    let open = [
        (w::publications(locale), "/publications"),
        (w::house(locale), "/house, /keys"),
        (w::definitions(locale), "/definitions"),
        (w::definition(locale), "/definitions/survival.exits"),
    ];
    let closed = [
        (w::figures(locale), "/figures"),
        (w::figure(locale), "/figures/jobs.net?as_of=2023-12-31&known_at=2024-01-15"),
        (w::rows(locale), "/figures/jobs.net/rows"),
        (w::startups(locale), "/startups"),
        (w::facts(locale), "/startups/{id}/facts"),
        (w::programmes(locale), "/programmes, /cohorts"),
        (w::pipeline(locale), "/pipeline"),
        (w::contracts(locale), "/contracts"),
    ];
    let problems = [
        ("question", w::question(locale)),
        ("token", w::token(locale)),
        ("denied", w::denied(locale)),
        ("not-found", w::not_found(locale)),
        ("method", w::method(locale)),
        ("too-often", w::too_often(locale)),
        ("broken", w::broken(locale)),
    ]
    .map(|(id, text)| view! { <li id=id>{text}</li> })
    .collect_view();
    let first = format!("curl {base}{}/definitions/survival.exits", paths::API_V1);
    let second = format!(
        "curl -H 'Authorization: Bearer grobunn_...' '{base}{}/figures/survival.exits?as_of=2023-12-31&known_at=2024-01-15'",
        paths::API_V1
    );
    // Whoever is not signed in is led there first; the demo's visitor has no pages of their own.
    let has_own = cx.viewer.as_ref().is_none_or(|viewer| viewer.session.is_some());
    let own =
        has_own.then(|| view! { " " <a class="ds-link" href=paths::TOKENS>{super::tokens::title(locale)}</a>"." });
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="lead">{w::lead(locale)}</p>
        <p><a class="ds-link" href=paths::API_DOCUMENT>{w::described(locale)}</a></p>
        <section aria-labelledby="open">
            <h2 class="ds-heading" data-size="md" id="open">{w::open(locale)}</h2>
            <p>{w::open_text(locale)} " " <a class="ds-link" href=paths::OPEN_DATA>{super::open_data::title(locale)}</a>"."</p>
            {table(w::open(locale), &open)}
        </section>
        <section aria-labelledby="closed">
            <h2 class="ds-heading" data-size="md" id="closed">{w::closed(locale)}</h2>
            <p>{w::closed_text(locale)}{own}</p>
            {table(w::closed(locale), &closed)}
        </section>
        <section aria-labelledby="examples">
            <h2 class="ds-heading" data-size="md" id="examples">{w::examples(locale)}</h2>
            <p>{w::example_open(locale)}</p>
            <pre class="code-block" tabindex="0"><code>{first}</code></pre>
            <p>{w::example_closed(locale)}</p>
            <pre class="code-block" tabindex="0"><code>{second}</code></pre>
            <p>{w::pages(locale)}</p>
        </section>
        <section aria-labelledby="problems">
            <h2 class="ds-heading" data-size="md" id="problems">{w::problems(locale)}</h2>
            <p>{w::problems_text(locale)}</p>
            <ul>{problems}</ul>
        </section>
    }
    .into_any();
    Ok(Page { title, place: Place::Elsewhere, body, islands: false })
}
