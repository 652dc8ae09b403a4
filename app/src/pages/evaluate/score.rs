//! One application to judge: what it says, then the criteria, a comment, and on to the next.

use domain::evaluation::{Criterion, Own, Sheet};
use domain::format;
use domain::words::Locale;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::evaluation::{MyRound, OtherSheet, SheetView};

use super::{due, spread};
use crate::actions::{self, evaluation as forms};
use crate::components::{
    AutosaveScript, Chips, ErrorSummary, FieldError, Hidden, Notice, NoticeKind, SubmitButton, TextArea,
};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, page as show};
use crate::pages::apply_call::paragraphs;
use crate::pages::calls::application::answers;
use crate::paths;

domain::catalogue! {
    mod w {
        place(at: &str, all: &str) => { nb: "Søknad {at} av {all}", nn: "Søknad {at} av {all}", en: "Application {at} of {all}" }
        all => { nb: "Alle søknadene mine", nn: "Alle søknadene mine", en: "All my applications" }
        your_score => { nb: "Din vurdering", nn: "Vurderinga di", en: "Your score" }
        weight(share: &str) => { nb: "teller {share}", nn: "tel {share}", en: "counts {share}" }
        comment => { nb: "Kommentar", nn: "Kommentar", en: "Comment" }
        comment_hint => {
            nb: "Hva veide tyngst? De andre vurdererne og programlederen leser den, søkeren gjør ikke.",
            nn: "Kva vog tyngst? Dei andre vurderarane og programleiaren les han, søkjaren gjer ikkje.",
            en: "What weighed most? The other evaluators and the manager read it, the applicant does not." }
        submit => { nb: "Lever og gå til neste", nn: "Lever og gå til neste", en: "Hand in and go to the next" }
        save => { nb: "Lagre utkast", nn: "Lagre utkast", en: "Save the draft" }
        saved => { nb: "Lagret", nn: "Lagra", en: "Saved" }
        saved_notice => { nb: "Utkastet er lagret. Det teller først når du leverer.", nn: "Utkastet er lagra. Det tel fyrst når du leverer.", en: "The draft is saved. It counts only once you hand it in." }
        failed => {
            nb: "Ikke lagret. Er du på nett? Vi prøver igjen om litt.",
            nn: "Ikkje lagra. Er du på nett? Vi prøver igjen om litt.",
            en: "Not saved. Are you online? We try again in a moment." }
        refused => {
            nb: "Ikke lagret: vurderingen er levert, eller runden er lukket. Last siden på nytt.",
            nn: "Ikkje lagra: vurderinga er levert, eller runden er lukka. Last sida på nytt.",
            en: "Not saved: the score is handed in, or the round is closed. Load the page again." }
        mend => { nb: "Rett dette før du leverer:", nn: "Rett dette før du leverer:", en: "Mend this before you hand it in:" }
        scored => { nb: "Vurderingen er levert. Her er den neste.", nn: "Vurderinga er levert. Her er den neste.", en: "Your score is handed in. Here is the next." }
        handed_in => {
            nb: "Vurderingen din er levert. Programlederen kan åpne den igjen hvis du trenger å endre den.",
            nn: "Vurderinga di er levert. Programleiaren kan opne ho att om du treng å endre ho.",
            en: "Your score is handed in. The programme's manager can reopen it if you need to change it." }
        over => {
            nb: "Runden er lukket eller søknaden er avgjort. Utkast teller ikke.",
            nn: "Runden er lukka eller søknaden er avgjord. Utkast tel ikkje.",
            en: "The round is closed or the application is decided. Drafts do not count." }
        you => { nb: "du", nn: "du", en: "you" }
        others => { nb: "De andre", nn: "Dei andre", en: "The others" }
        blind(n: &str, all: &str) => {
            nb: "{n} av {all} har levert. Du ser de andres poeng når dine er levert.",
            nn: "{n} av {all} har levert. Du ser poenga til dei andre når dine er leverte.",
            en: "{n} of {all} have handed in. You see the others' scores once yours are in." }
        never(n: &str, all: &str) => {
            nb: "{n} av {all} har levert. I denne utlysningen ser vurdererne ikke hverandres poeng.",
            nn: "{n} av {all} har levert. I denne utlysinga ser vurderarane ikkje poenga til kvarandre.",
            en: "{n} of {all} have handed in. In this call evaluators do not see each other's scores." }
        no_others => { nb: "Ingen andre har levert ennå.", nn: "Ingen andre har levert enno.", en: "Nobody else has handed in yet." }
        conflict => { nb: "Er du inhabil?", nn: "Er du ugild?", en: "Do you have a conflict of interest?" }
        conflict_text => {
            nb: "Kjenner du søkeren for godt, eller har du noe å tjene på utfallet? Da ser du ikke søknaden lenger, og vurderingen din teller ikke.",
            nn: "Kjenner du søkjaren for godt, eller har du noko å tene på utfallet? Då ser du ikkje søknaden lenger, og vurderinga di tel ikkje.",
            en: "Do you know the applicant too well, or have something to gain? Then you no longer see the application, and your score does not count." }
        conflict_reason => { nb: "Grunn (valgfritt)", nn: "Grunn (valfritt)", en: "Reason (optional)" }
        declare => { nb: "Meld meg inhabil", nn: "Meld meg ugild", en: "Declare the conflict" }
        conflicted => {
            nb: "Du har meldt deg inhabil. Søknaden vises ikke for deg. Var det en feil, kan programlederen ta det tilbake.",
            nn: "Du har meldt deg ugild. Søknaden blir ikkje vist for deg. Var det ein feil, kan programleiaren ta det tilbake.",
            en: "You have declared a conflict of interest. The application is not shown to you. If that was a mistake, the manager can take it back." }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    let param = |name: &str| use_params_map().with_untracked(|params| params.get(name).unwrap_or_default());
    let (round, application) = (param("round"), param("application"));
    show(move |cx| load(cx, round, application))
}

async fn load(cx: Cx, round: String, application: String) -> Result<Page, PageError> {
    let locale = cx.locale;
    let round = round.parse().map_err(|_| PageError::NotFound)?;
    let application = application.parse().map_err(|_| PageError::NotFound)?;
    let (store, actor) = (&cx.house.store, cx.actor());
    // Only those who judge; who runs the programme looks on the application's own page.
    let mine = store.my_round(&actor, round).await?;
    let view = store.sheet(&actor, round, application).await?;
    if view.own == Own::NotAsked {
        return Err(PageError::NotFound);
    }
    let draft = actions::shown_again(&cx, forms::SCORE).await?.unwrap_or_default();
    let told = if view.answers {
        let known = store.application(application).await?.ok_or(PageError::NotFound)?;
        let questions = store.questions(known.call).await?;
        let documents = store.documents_of_application(application).await?;
        answers(locale, &questions, &known, &documents).into_any()
    } else {
        view! { <Notice kind=NoticeKind::Warning>{w::conflicted(locale)}</Notice> }.into_any()
    };
    let notice = match cx.query.get("done") {
        Some("scored") => Some(w::scored(locale)),
        Some("score-saved") => Some(w::saved_notice(locale)),
        _ => None,
    };
    let title = view.application.startup_name.clone();
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        {notice.map(|text| view! { <Notice kind=NoticeKind::Success live=true>{text}</Notice> })}
        {whereabouts(&cx, &mine, &view)}
        {told}
        {own_part(&cx, &view, &draft)}
        {(view.own != Own::Conflict).then(|| others(&cx, &view))}
        {(view.own != Own::Conflict && view.scores).then(|| declare(&cx, &view))}
    }
    .into_any();
    Ok(Page { title, place: Place::Home, body, islands: false })
}

fn whereabouts(cx: &Cx, mine: &MyRound, view: &SheetView) -> AnyView {
    let locale = cx.locale;
    let at = mine.applications.iter().position(|(known, _)| known.id == view.application.id);
    let count = |n: usize| format::count(locale, n);
    let place = at.map(|at| w::place(locale, &count(at + 1), &count(mine.applications.len())));
    view! {
        <p>
            {view.call.title.get(locale).to_owned()} ": " {view.round.name.clone()} " · " {due(cx, view.round.due_on)}
            {place.map(|place| format!(" · {place}"))} " · "
            <a class="ds-link" href=paths::EVALUATE>{w::all(locale)}</a>
        </p>
    }
    .into_any()
}

fn own_part(cx: &Cx, view: &SheetView, draft: &Shown) -> AnyView {
    let locale = cx.locale;
    if view.own == Own::Conflict {
        return ().into_any();
    }
    let content = match (&view.sheet, view.scores) {
        (sheet, true) => form(locale, view, sheet.as_ref(), draft),
        (Some(sheet), false) => {
            let words = if view.own == Own::Submitted { w::handed_in(locale) } else { w::over(locale) };
            view! {
                <p>{words}</p>
                {given(locale, &view.round.criteria, sheet)}
            }
            .into_any()
        }
        (None, false) => view! { <p>{w::over(locale)}</p> }.into_any(),
    };
    view! {
        <section aria-labelledby="own">
            <h2 class="ds-heading" data-size="sm" id="own">{w::your_score(locale)}</h2>
            {content}
        </section>
    }
    .into_any()
}

/// How much a criterion counts among all, in percent.
pub(super) fn weight(locale: Locale, criteria: &[Criterion], criterion: &Criterion) -> String {
    let all: u32 = criteria.iter().map(|one| one.weight).sum();
    format::percent(locale, f64::from(criterion.weight) / f64::from(all.max(1)), 0)
}

fn form(locale: Locale, view: &SheetView, sheet: Option<&Sheet>, draft: &Shown) -> AnyView {
    let criteria = &view.round.criteria;
    let id_of = |at: usize| format!("criterion-{at}");
    let labels: Vec<(String, String)> =
        criteria.iter().map(|one| (forms::score_name(one.id), one.name(locale).to_owned())).collect();
    let mut errors: Vec<FieldError> = Vec::new();
    for (at, (name, label)) in labels.iter().enumerate() {
        if let Some(text) = draft.error(name) {
            errors.push(FieldError { field: id_of(at), text: format!("{label}: {text}") });
        }
    }
    for field in ["", "comment"] {
        if let Some(text) = draft.error(field) {
            errors.push(FieldError { field: "comment".to_owned(), text });
        }
    }
    let asked = criteria
        .iter()
        .enumerate()
        .map(|(at, criterion)| {
            let name = forms::score_name(criterion.id);
            let kept = sheet.and_then(|sheet| sheet.scores.get(&criterion.id)).map(ToString::to_string);
            let chosen = draft.value(&name, kept.as_deref().unwrap_or_default());
            let options = criterion.scale.scores().map(|score| {
                let label = criterion
                    .scale
                    .word(score, locale)
                    .map_or_else(|| score.to_string(), |word| format!("{score} {word}"));
                (score.to_string(), label)
            });
            let legend = criterion.name(locale).to_owned();
            let hint = w::weight(locale, &weight(locale, criteria, criterion));
            let hint =
                if criterion.description.is_empty() { hint } else { format!("{} ({hint})", criterion.description) };
            let error = draft.error(&name);
            view! {
                <div class="criterion">
                    <Chips name=name legend=legend options=options.collect() chosen=chosen id=id_of(at) error=error/>
                    <p class="muted">{hint}</p>
                </div>
            }
        })
        .collect_view();
    let comment = draft.input("comment", w::comment(locale)).hint(w::comment_hint(locale));
    let comment = comment.value(sheet.map(|sheet| sheet.comment.clone()).unwrap_or_default());
    view! {
        <ErrorSummary title=w::mend(locale) errors=errors/>
        <form
            class="form score-form"
            method="post"
            action=actions::submit_score_path()
            data-autosave=actions::save_score_path()
            data-saved=w::saved(locale)
            data-failed=w::failed(locale)
            data-refused=w::refused(locale)
        >
            <Hidden name="round" value=view.round.id.to_string()/>
            <Hidden name="application" value=view.application.id.to_string()/>
            {asked}
            <TextArea input=comment/>
            <div class="actions">
                <SubmitButton label=w::submit(locale)/>
                <button class="ds-button" data-variant="secondary" type="submit" formaction=actions::save_score_path()>
                    {w::save(locale)}
                </button>
                <span role="status" data-said></span>
            </div>
        </form>
        <AutosaveScript/>
    }
    .into_any()
}

/// What somebody gave, criterion by criterion, and their comment.
pub(super) fn given(locale: Locale, criteria: &[Criterion], sheet: &Sheet) -> AnyView {
    let rows = criteria
        .iter()
        .filter_map(|criterion| {
            let score = *sheet.scores.get(&criterion.id)?;
            let word = criterion.scale.word(score, locale).map(|word| format!(" {word}"));
            Some(view! { <dt>{criterion.name(locale).to_owned()}</dt> <dd>{score.to_string()} {word}</dd> })
        })
        .collect_view();
    view! {
        <dl class="scores">{rows}</dl>
        {paragraphs(&sheet.comment)}
    }
    .into_any()
}

/// One other's sheet, with who gave it.
pub(super) fn other(locale: Locale, criteria: &[Criterion], other: &OtherSheet) -> AnyView {
    let total = domain::evaluation::total(criteria, &other.sheet.scores);
    let total = total.map(|total| super::told(locale, criteria, total)).unwrap_or_default();
    let name =
        super::named(&other.person.map(|id| (id, other.name.clone())).into_iter().collect(), other.person, locale);
    view! {
        <details class="ds-details fold">
            <summary>{name} " " <span class="filter__asked">{total}</span></summary>
            <div class="fold__body">{given(locale, criteria, &other.sheet)}</div>
        </details>
    }
    .into_any()
}

fn others(cx: &Cx, view: &SheetView) -> AnyView {
    let locale = cx.locale;
    let (scored, asked, _) = view.progress;
    let count = |n: usize| format::count(locale, n);
    let all = count(asked.max(scored));
    let content = match (&view.others, &view.standing) {
        (Some(list), Some(standing)) => {
            let own = cx.actor().person.map(|person| (person, w::you(locale).to_owned()));
            let names = list.iter().filter_map(|one| Some((one.person?, one.name.clone()))).chain(own).collect();
            let sheets = list.iter().map(|one| other(locale, &view.round.criteria, one)).collect_view();
            let none = list.is_empty().then(|| view! { <p>{w::no_others(locale)}</p> });
            view! {
                {spread(locale, &view.round.criteria, standing, &names)}
                {none}
                <div class="folds">{sheets}</div>
            }
            .into_any()
        }
        _ if view.own == Own::Submitted => view! { <p>{w::never(locale, &count(scored), &all)}</p> }.into_any(),
        _ => view! { <p>{w::blind(locale, &count(scored), &all)}</p> }.into_any(),
    };
    view! {
        <section aria-labelledby="others">
            <h2 class="ds-heading" data-size="sm" id="others">{w::others(locale)}</h2>
            {content}
        </section>
    }
    .into_any()
}

fn declare(cx: &Cx, view: &SheetView) -> AnyView {
    let locale = cx.locale;
    view! {
        <details class="ds-details fold" id="conflict">
            <summary>{w::conflict(locale)}</summary>
            <div class="fold__body">
                <p>{w::conflict_text(locale)}</p>
                <form class="form" method="post" action=actions::conflict_path()>
                    <Hidden name="application" value=view.application.id.to_string()/>
                    <Hidden name="back" value=paths::EVALUATE/>
                    <TextArea input=crate::components::Input::new("reason", w::conflict_reason(locale)).within("conflict-") rows=2/>
                    <div class="actions"><SubmitButton label=w::declare(locale) variant="secondary"/></div>
                </form>
            </div>
        </details>
    }
    .into_any()
}
