//! Recovery codes: how many are left, and a new set, shown once.

use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use store::strong::RECOVERY_CODES;

use crate::actions;
use crate::components::{ButtonLink, ErrorSummary, Notice, NoticeKind, SubmitButton};
use crate::cookies;
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, personal_page};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Gjenopprettingskoder", nn: "Attopprettingskodar", en: "Recovery codes" }
        lead => {
            nb: "Når passnøkkelen er borte, slipper en av disse kodene deg inn, sammen med koden fra e-posten. Hver virker én gang.",
            nn: "Når passnøkkelen er borte, slepp ein av desse kodane deg inn, saman med koden frå e-posten. Kvar verkar éin gong.",
            en: "When the passkey is lost, one of these codes lets you in, together with the code from the mail. Each works once." }
        once_title => { nb: "Kodene vises bare denne ene gangen", nn: "Kodane blir viste berre denne eine gongen", en: "The codes are shown this once only" }
        once => {
            nb: "Skriv dem ut eller skriv dem av, og legg dem på et trygt sted, ikke på enheten du logger inn med. Kodene du hadde fra før, virker ikke lenger.",
            nn: "Skriv dei ut eller skriv dei av, og legg dei på ein trygg stad, ikkje på eininga du loggar inn med. Kodane du hadde frå før, verkar ikkje lenger.",
            en: "Print them or copy them, and put them in a safe place, not on the device you sign in with. Codes you had before no longer work." }
        yours => { nb: "Kodene dine", nn: "Kodane dine", en: "Your codes" }
        left(left: &str, of: &str) => { nb: "Du har {left} av {of} koder igjen.", nn: "Du har {left} av {of} kodar att.", en: "You have {left} of {of} codes left." }
        none => { nb: "Du har ingen koder.", nn: "Du har ingen kodar.", en: "You have no codes." }
        make => { nb: "Lag nye koder", nn: "Lag nye kodar", en: "Make new codes" }
        replaces => {
            nb: "Nye koder gjør de gamle ugyldige.", nn: "Nye kodar gjer dei gamle ugyldige.", en: "New codes make the old ones invalid." }
        confirm_first => {
            nb: "For å lage nye koder må du først bekrefte at det er deg.", nn: "For å lage nye kodar må du først stadfeste at det er deg.", en: "To make new codes you first have to confirm that it is you." }
        confirm => { nb: "Bekreft at det er deg", nn: "Stadfest at det er deg", en: "Confirm that it is you" }
        back => { nb: "Tilbake til passnøklene", nn: "Tilbake til passnøklane", en: "Back to the passkeys" }
    }
}

/// The page. New codes come in a cookie that is taken back as they are shown.
pub fn page() -> impl IntoView {
    let headers = use_context::<Parts>().map(|parts| parts.headers).unwrap_or_default();
    let response = use_context::<ResponseOptions>();
    personal_page(move |cx| async move {
        let cookies = cx.house.cookies;
        let codes = cookies::value(&headers, cookies.codes_name());
        if let (Some(_), Some(response), Some(gone)) = (&codes, response, cookies.without(cookies.codes_name())) {
            response.append_header(SET_COOKIE, gone);
        }
        load(cx, codes.map(|codes| read(&codes)).unwrap_or_default()).await
    })
}

/// The codes in a cookie; what cannot be one is left out, since a cookie may say anything.
fn read(codes: &str) -> Vec<String> {
    let code = |code: &&str| code.len() <= 40 && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    codes.split('.').filter(code).map(str::to_owned).take(RECOVERY_CODES).collect()
}

async fn load(cx: Cx, codes: Vec<String>) -> Result<Page, PageError> {
    let locale = cx.locale;
    let title = w::title(locale).to_owned();
    let Some((viewer, person)) = cx.viewer.as_ref().and_then(|viewer| Some((viewer, viewer.person()?))) else {
        return Err(PageError::Elsewhere(paths::PASSKEYS.to_owned()));
    };
    let store = &cx.house.store;
    let refused = actions::shown_again(&cx, "recovery").await?.unwrap_or_default();
    let left = store.recovery_codes_left(person).await?;
    let shown = (!codes.is_empty()).then(|| {
        let codes = codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view();
        view! {
            <Notice kind=NoticeKind::Warning title=w::once_title(locale).to_owned() live=true>{w::once(locale)}</Notice>
            <section aria-labelledby="codes">
                <h2 class="ds-heading" data-size="md" id="codes">{w::yours(locale)}</h2>
                <ol class="codes">{codes}</ol>
            </section>
        }
    });
    let standing = match left {
        0 => w::none(locale).to_owned(),
        left => w::left(locale, &left.to_string(), &RECOVERY_CODES.to_string()),
    };
    let make = if store.is_fresh(viewer).await? {
        view! {
            <ErrorSummary title=shared::mend_this(locale) errors=refused.summary("", &[])/>
            <form method="post" action=actions::new_recovery_codes_path()>
                <p>{w::replaces(locale)}</p>
                <div class="actions">
                    <SubmitButton label=w::make(locale) variant=if shown.is_some() { "secondary" } else { "primary" }/>
                    <a class="ds-link" href=paths::PASSKEYS>{w::back(locale)}</a>
                </div>
            </form>
        }
        .into_any()
    } else {
        view! {
            <p>{w::confirm_first(locale)}</p>
            <div class="actions">
                <ButtonLink href=paths::confirm_then(paths::RECOVERY) label=w::confirm(locale)/>
                <a class="ds-link" href=paths::PASSKEYS>{w::back(locale)}</a>
            </div>
        }
        .into_any()
    };
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="lead">{w::lead(locale)}</p>
        {shown}
        <p>{standing}</p>
        {make}
    }
    .into_any();
    Ok(Page { title, place: Place::Me, body, islands: false })
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_cookie_cannot_put_words_into_the_page() {
        assert_eq!(super::read("AAAAAA-BBBBBB.<b>x</b>.CCCCCC"), ["AAAAAA-BBBBBB", "CCCCCC"]);
        assert_eq!(super::read(&"A.".repeat(99)).len(), store::strong::RECOVERY_CODES);
    }
}
