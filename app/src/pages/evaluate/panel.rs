//! What the pages of a call and of an application show of judging: where it stands, and deciding.

use domain::evaluation::{Own, Verdict};
use domain::format;
use domain::intake::{ApplicationStatus, Call};
use domain::words::Locale;
use leptos::prelude::*;
use store::evaluation::{Decision, RoundState, SheetView};
use store::intake::Application;

use super::score::other;
use super::{due, spread};
use crate::actions::{self, evaluation as forms};
use crate::components::{
    ActButton, ButtonLink, CheckField, DateField, ErrorSummary, Field, Hidden, Input, Notice, NoticeKind, SelectField,
    SelectOption, SubmitButton, TextArea,
};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::PageError;
use crate::pages::apply_call::paragraphs;
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        judging => { nb: "Vurdering", nn: "Vurdering", en: "Judging" }
        no_rounds => {
            nb: "Ingen runde er åpnet ennå. Sett opp kriterier og vurderere først.",
            nn: "Ingen runde er opna enno. Set opp kriterium og vurderarar fyrst.",
            en: "No round is opened yet. Set up criteria and evaluators first." }
        setup => { nb: "Runder, kriterier og vurderere", nn: "Rundar, kriterium og vurderarar", en: "Rounds, criteria and evaluators" }
        ranked(round: &str) => { nb: "Rangert liste: {round}", nn: "Rangert liste: {round}", en: "Ranked list: {round}" }
        preparing => { nb: "ikke startet", nn: "ikkje starta", en: "not started" }
        under_way => { nb: "pågår", nn: "går føre seg", en: "under way" }
        closed => { nb: "lukket", nn: "lukka", en: "closed" }
        you => { nb: "du", nn: "du", en: "you" }
        hidden => {
            nb: "Du er vurderer, og ser de andres poeng når dine egne er levert.",
            nn: "Du er vurderar, og ser poenga til dei andre når dine eigne er leverte.",
            en: "You are an evaluator, and see the others' scores once your own are in." }
        score_it => { nb: "Gi dine poeng", nn: "Gi poenga dine", en: "Give your scores" }
        reopen => { nb: "Åpne igjen", nn: "Opne att", en: "Reopen" }
        conflicts => { nb: "Inhabile", nn: "Ugilde", en: "Conflicts of interest" }
        take_back => { nb: "Ta tilbake", nn: "Ta tilbake", en: "Take back" }
        own_conflict => {
            nb: "Du har meldt deg inhabil i denne søknaden. Svarene vises ikke for deg, og en annen må avgjøre den.",
            nn: "Du har meldt deg ugild i denne søknaden. Svara blir ikkje viste for deg, og ein annan må avgjere han.",
            en: "You have declared a conflict of interest here. The answers are not shown to you, and somebody else has to decide." }
        decision => { nb: "Avgjørelse", nn: "Avgjerd", en: "Decision" }
        decided(verdict: &str, on: &str, by: &str) => {
            nb: "{verdict} {on} av {by}.", nn: "{verdict} {on} av {by}.", en: "{verdict} {on} by {by}." }
        reason(text: &str) => { nb: "Intern grunn: {text}", nn: "Intern grunn: {text}", en: "Internal reason: {text}" }
        letter => { nb: "Brevet som ble sendt", nn: "Brevet som vart sendt", en: "The letter that was sent" }
        admit => { nb: "Ta opp", nn: "Ta opp", en: "Admit" }
        admit_text => {
            nb: "Søkeren blir gründer i bedriften, får beskjed på e-post og inviteres til å følge med.",
            nn: "Søkjaren blir gründer i bedrifta, får melding på e-post og blir invitert til å følgje med.",
            en: "The applicant becomes a founder of the startup, is told by mail and invited to follow it." }
        on => { nb: "Fra og med", nn: "Frå og med", en: "From" }
        employees => { nb: "Sysselsatte ved opptaket", nn: "Sysselsette ved opptaket", en: "Employed at admission" }
        employees_hint => {
            nb: "Ansatte med lønn. 0 er et svar.", nn: "Tilsette med løn. 0 er eit svar.", en: "Employees with a salary. 0 is an answer." }
        founders => { nb: "Gründere som jobber uten å være ansatt", nn: "Gründerar som arbeider utan å vere tilsette", en: "Founders who work without being employed" }
        fte => { nb: "Årsverk", nn: "Årsverk", en: "Full-time equivalents" }
        unknown => { nb: "Sysselsatte er ukjent", nn: "Sysselsette er ukjent", en: "The number employed is unknown" }
        unknown_hint => {
            nb: "Da kan ingen si hva opptaket førte til, og bedriften teller ikke i tallene for nye arbeidsplasser.",
            nn: "Då kan ingen seie kva opptaket førte til, og bedrifta tel ikkje i tala for nye arbeidsplassar.",
            en: "Then nobody can say what admission led to, and the startup does not count in the figures of new jobs." }
        mentor => { nb: "Mentor", nn: "Mentor", en: "Mentor" }
        admit_button => { nb: "Ta opp bedriften", nn: "Ta opp bedrifta", en: "Admit the startup" }
        decline => { nb: "Avslå", nn: "Avslå", en: "Decline" }
        decline_text => {
            nb: "Du får se og endre brevet før det går.", nn: "Du får sjå og endre brevet før det går.", en: "You see and edit the letter before it goes." }
        decline_button => { nb: "Skriv avslag", nn: "Skriv avslag", en: "Write the letter" }
        wait => { nb: "Sett på venteliste", nn: "Set på venteliste", en: "Put on the waiting list" }
        wait_button => { nb: "Sett på venteliste", nn: "Set på venteliste", en: "Put on the waiting list" }
        wait_reason => { nb: "Grunn", nn: "Grunn", en: "Reason" }
        wait_hint => { nb: "Intern. Søkeren får ikke beskjed ennå.", nn: "Intern. Søkjaren får ikkje melding enno.", en: "Internal. The applicant is not told yet." }
        undo => { nb: "Angre avgjørelsen", nn: "Angre avgjerda", en: "Undo the decision" }
        undo_text => {
            nb: "Flyttingen tas tilbake, og søknaden blir uavgjort. Det som er sendt, er sendt: skriv til søkeren selv.",
            nn: "Flyttinga blir teken tilbake, og søknaden blir uavgjord. Det som er sendt, er sendt: skriv til søkjaren sjølv.",
            en: "The move is taken back, and the application is undecided again. What was sent is sent: write to the applicant yourself." }
        undo_reason => { nb: "Hvorfor angres det?", nn: "Kvifor blir det angra?", en: "Why is it undone?" }
        conflict => { nb: "Meld deg inhabil", nn: "Meld deg ugild", en: "Declare a conflict of interest" }
        conflict_text => {
            nb: "Da ser du ikke søknaden lenger, og en annen må avgjøre den.",
            nn: "Då ser du ikkje søknaden lenger, og ein annan må avgjere han.",
            en: "Then you no longer see the application, and somebody else has to decide it." }
        mend => { nb: "Rett dette først:", nn: "Rett dette fyrst:", en: "Mend this first:" }
        told_admitted => { nb: "Bedriften er tatt opp, og søkeren har fått beskjed.", nn: "Bedrifta er teken opp, og søkjaren har fått melding.", en: "The startup is admitted, and the applicant is told." }
        told_declined => { nb: "Søknaden er avslått, og brevet er sendt.", nn: "Søknaden er avslått, og brevet er sendt.", en: "The application is declined, and the letter is sent." }
        told_waiting => { nb: "Søknaden står på venteliste.", nn: "Søknaden står på venteliste.", en: "The application is on the waiting list." }
        told_undone => { nb: "Avgjørelsen er angret.", nn: "Avgjerda er angra.", en: "The decision is undone." }
        told_reopened => { nb: "Vurderingen er åpnet igjen.", nn: "Vurderinga er opna att.", en: "The score is reopened." }
        told_conflict => { nb: "Inhabiliteten er notert.", nn: "Ugildskapen er notert.", en: "The conflict of interest is noted." }
        told_over => { nb: "Inhabiliteten er tatt tilbake.", nn: "Ugildskapen er teken tilbake.", en: "The conflict of interest is taken back." }
    }
}

/// Whether the reader may read what an application says: not with a conflict of interest.
///
/// # Errors
/// When the database does not answer.
pub async fn shows_answers(cx: &Cx, application: &Application) -> Result<bool, PageError> {
    Ok(!cx.house.store.has_conflict(&cx.actor(), application.id).await?)
}

fn told(locale: Locale, word: &str) -> Option<&'static str> {
    Some(match word {
        "admitted" => w::told_admitted(locale),
        "declined" => w::told_declined(locale),
        "waiting" => w::told_waiting(locale),
        "undone" => w::told_undone(locale),
        "score-reopened" => w::told_reopened(locale),
        "conflict" => w::told_conflict(locale),
        "conflict-over" => w::told_over(locale),
        _ => return None,
    })
}

/// Under the list of a call's applications: its rounds, and the way to set them up.
///
/// # Errors
/// When the database does not answer.
pub async fn of_call(cx: &Cx, call: &Call) -> Result<AnyView, PageError> {
    let locale = cx.locale;
    let judging = cx.house.store.judging(&cx.actor(), call.id).await?;
    let rounds = judging
        .rounds
        .iter()
        .map(|round| {
            let state = match round.state() {
                RoundState::Preparing => w::preparing(locale),
                RoundState::UnderWay => w::under_way(locale),
                RoundState::Closed => w::closed(locale),
            };
            view! {
                <li>
                    <a class="ds-link" href=paths::ranked(call.id, round.id)>{w::ranked(locale, &round.name)}</a>
                    " (" {state} ", " {due(cx, round.due_on)} ")"
                </li>
            }
        })
        .collect_view();
    let none = judging.rounds.is_empty().then(|| view! { <p>{w::no_rounds(locale)}</p> });
    let done = (cx.query.get("done") == Some("declined")).then(|| w::told_declined(locale));
    Ok(view! {
        <section aria-labelledby="judging">
            <h2 class="ds-heading" data-size="sm" id="judging">{w::judging(locale)}</h2>
            {done.map(|text| view! { <Notice kind=NoticeKind::Success live=true>{text}</Notice> })}
            {none}
            <ul>{rounds}</ul>
            <p><ButtonLink href=paths::judging(call.id) label=w::setup(locale)/></p>
        </section>
    }
    .into_any())
}

/// In the middle of an application's page: what came of judging it, and deciding.
///
/// # Errors
/// When the database does not answer.
pub async fn of_application(cx: &Cx, application: &Application) -> Result<AnyView, PageError> {
    let locale = cx.locale;
    let (store, actor) = (&cx.house.store, cx.actor());
    let done = cx.query.get("done").and_then(|word| told(locale, word));
    let done = done.map(|text| view! { <Notice kind=NoticeKind::Success live=true>{text}</Notice> });
    let views = store.sheets_for(&actor, application.id).await?;
    let conflicted = store.has_conflict(&actor, application.id).await?;
    let mut other = None;
    for form in [forms::STEP, forms::CONFLICT] {
        other = other.or(actions::shown_again(cx, form).await?.and_then(|draft| draft.error("")));
    }
    let rounds = views.iter().map(|view| round(cx, view)).collect_view();
    let conflicts = views.last().map(|view| conflicts(locale, view));
    let decision = match views.last() {
        Some(view) => view.decision.clone(),
        None => store.decision(&actor, application.id).await?,
    };
    let content = if conflicted {
        view! { <Notice kind=NoticeKind::Warning>{w::own_conflict(locale)}</Notice> }.into_any()
    } else {
        view! {
            {rounds}
            {decide(cx, application, decision.as_ref()).await?}
        }
        .into_any()
    };
    Ok(view! {
        {done}
        {other.map(|text| view! { <Notice kind=NoticeKind::Danger live=true>{text}</Notice> })}
        {content}
        {conflicts}
    }
    .into_any())
}

fn round(cx: &Cx, view: &SheetView) -> AnyView {
    let locale = cx.locale;
    let id = format!("round-{}", view.round.id);
    let heading = format!("{}: {}", w::judging(locale), view.round.name);
    let content = match (&view.standing, &view.others) {
        (Some(standing), Some(others)) => {
            let own = view.sheet.as_ref().and(cx.actor().person).map(|person| (person, w::you(locale).to_owned()));
            let names = others.iter().filter_map(|one| Some((one.person?, one.name.clone()))).chain(own).collect();
            let sheets = others
                .iter()
                .map(|one| {
                    let open = view.round.state() == RoundState::UnderWay;
                    let reopen = one.person.filter(|_| open).map(|person| {
                        let fields = vec![
                            ("call", view.call.id.to_string()),
                            ("round", view.round.id.to_string()),
                            ("application", view.application.id.to_string()),
                            ("person", person.to_string()),
                        ];
                        view! {
                            <ActButton action=actions::reopen_score_path() label=w::reopen(locale) about=one.name.clone() fields=fields/>
                        }
                    });
                    view! { {other(locale, &view.round.criteria, one)} {reopen} }
                })
                .collect_view();
            view! {
                {spread(locale, &view.round.criteria, standing, &names)}
                <div class="folds">{sheets}</div>
            }
            .into_any()
        }
        _ => view! { <p>{w::hidden(locale)}</p> }.into_any(),
    };
    let mine = (view.scores && matches!(view.own, Own::ToDo | Own::Draft)).then(|| {
        view! { <p><ButtonLink href=paths::score(view.round.id, view.application.id) label=w::score_it(locale)/></p> }
    });
    view! {
        <section aria-labelledby=id>
            <h2 class="ds-heading" data-size="sm" id=id.clone()>{heading}</h2>
            {content}
            {mine}
        </section>
    }
    .into_any()
}

fn conflicts(locale: Locale, view: &SheetView) -> AnyView {
    if view.conflicts.is_empty() {
        return ().into_any();
    }
    let back = paths::application(view.call.id, view.application.id);
    let rows = view
        .conflicts
        .iter()
        .map(|one| {
            let reason = one.reason.as_deref().map(|reason| format!(": {reason}"));
            let fields = vec![
                ("application", view.application.id.to_string()),
                ("person", one.person.to_string()),
                ("act", "take-back".to_owned()),
                ("back", back.clone()),
            ];
            view! {
                <li>
                    {one.name.clone()} ", " {format::instant(locale, one.declared_at)} {reason}
                    <ActButton action=actions::conflict_path() label=w::take_back(locale) about=one.name.clone() fields=fields/>
                </li>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="conflicts">
            <h2 class="ds-heading" data-size="sm" id="conflicts">{w::conflicts(locale)}</h2>
            <ul>{rows}</ul>
        </section>
    }
    .into_any()
}

async fn decide(cx: &Cx, application: &Application, decision: Option<&Decision>) -> Result<AnyView, PageError> {
    let locale = cx.locale;
    let undo = actions::shown_again(cx, forms::UNDO).await?.unwrap_or_default();
    let people = cx.house.store.people().await?;
    let decided = decision.map(|decision| {
        let by = people.name_of(&decision.decided_by, locale);
        let verdict = shared::at_start(decision.verdict.name(locale));
        let told = w::decided(locale, &verdict, &format::instant(locale, decision.decided_at), &by);
        let letter = decision.letter.as_deref().map(|letter| {
            view! {
                <details class="ds-details fold">
                    <summary>{w::letter(locale)}</summary>
                    <div class="fold__body">{paragraphs(letter)}</div>
                </details>
            }
        });
        view! {
            <p>{told}</p>
            {decision.reason.as_deref().map(|reason| view! { <p>{w::reason(locale, reason)}</p> })}
            {letter}
        }
    });
    let undo = decision.map(|_| undo_form(locale, application, &undo));
    let open = application.status == ApplicationStatus::Submitted;
    let forms = if open { Some(open_forms(cx, application, decision).await?) } else { None };
    if !open && decision.is_none() {
        return Ok(().into_any());
    }
    Ok(view! {
        <section aria-labelledby="decision">
            <h2 class="ds-heading" data-size="sm" id="decision">{w::decision(locale)}</h2>
            {decided}
            <div class="folds">{forms} {undo}</div>
        </section>
    }
    .into_any())
}

fn ids(application: &Application) -> AnyView {
    view! {
        <Hidden name="call" value=application.call.to_string()/>
        <Hidden name="application" value=application.id.to_string()/>
    }
    .into_any()
}

async fn open_forms(cx: &Cx, application: &Application, decision: Option<&Decision>) -> Result<AnyView, PageError> {
    let locale = cx.locale;
    let admit = actions::shown_again(cx, forms::ADMIT).await?.unwrap_or_default();
    let wait = actions::shown_again(cx, forms::WAIT).await?.unwrap_or_default();
    let mentors = match application.startup {
        Some(startup) => cx.house.store.mentors_for(&cx.actor(), startup).await?,
        None => Vec::new(),
    };
    let people = cx.house.store.people().await?;
    let mentors: Vec<_> =
        mentors.iter().map(|one| (one.mentor.to_string(), people.person_name(one.mentor, locale))).collect();
    let waits = decision.is_some_and(|decision| decision.verdict == Verdict::Waiting);
    let wait_form = (!waits).then(|| {
        let errors = wait.summary("wait-", &[("reason", w::wait_reason(locale))]);
        view! {
            <details class="ds-details fold" id="wait" open=wait.is_refused()>
                <summary>{w::wait(locale)}</summary>
                <div class="fold__body">
                    <ErrorSummary title=w::mend(locale) errors=errors/>
                    <form class="form" method="post" action=actions::wait_application_path() novalidate>
                        {ids(application)}
                        <TextArea input=wait.input("reason", w::wait_reason(locale)).within("wait-").hint(w::wait_hint(locale)).required() rows=2/>
                        <div class="actions"><SubmitButton label=w::wait_button(locale) variant="secondary"/></div>
                    </form>
                </div>
            </details>
        }
    });
    let back = paths::application(application.call, application.id);
    let conflict = cx.actor().person.map(|_| {
        view! {
            <details class="ds-details fold" id="conflict">
                <summary>{w::conflict(locale)}</summary>
                <div class="fold__body">
                    <p>{w::conflict_text(locale)}</p>
                    <form class="form" method="post" action=actions::conflict_path()>
                        <Hidden name="application" value=application.id.to_string()/>
                        <Hidden name="back" value=back/>
                        <TextArea input=Input::new("reason", w::wait_reason(locale)).within("conflict-") rows=2/>
                        <div class="actions"><SubmitButton label=w::conflict(locale) variant="secondary"/></div>
                    </form>
                </div>
            </details>
        }
    });
    Ok(view! {
        {admit_form(cx, application, &admit, &mentors)}
        <details class="ds-details fold" id="decline">
            <summary>{w::decline(locale)}</summary>
            <div class="fold__body">
                <p>{w::decline_text(locale)}</p>
                <p><ButtonLink href=paths::decline_one(application.call, application.id) label=w::decline_button(locale)/></p>
            </div>
        </details>
        {wait_form}
        {conflict}
    }
    .into_any())
}

fn admit_form(cx: &Cx, application: &Application, shown: &Shown, mentors: &[(String, String)]) -> AnyView {
    let locale = cx.locale;
    let labels = [
        ("on", w::on(locale)),
        ("employees", w::employees(locale)),
        ("working_founders", w::founders(locale)),
        ("fte", w::fte(locale)),
        ("mentor", w::mentor(locale)),
    ];
    let errors = shown.summary("admit-", &labels);
    let today = cx.today().to_string();
    let options = std::iter::once(SelectOption::new("", shared::none(locale)))
        .chain(mentors.iter().map(|(id, name)| SelectOption::new(id, name)))
        .collect::<Vec<_>>();
    let input = |field: &str, label: &str| shown.input(field, label).within("admit-");
    let numeric = || Some("numeric".to_owned());
    view! {
        <details class="ds-details fold" id="admit" open=shown.is_refused()>
            <summary>{w::admit(locale)}</summary>
            <div class="fold__body">
                <p>{w::admit_text(locale)}</p>
                <ErrorSummary title=w::mend(locale) errors=errors/>
                <form class="form" method="post" action=actions::admit_application_path() novalidate>
                    {ids(application)}
                    <DateField input=input("on", w::on(locale)).value(&today).required() max=today/>
                    <Field input=input("employees", w::employees(locale)).hint(w::employees_hint(locale)) inputmode=numeric()/>
                    <Field input=input("working_founders", w::founders(locale)) inputmode=numeric()/>
                    <Field input=input("fte", w::fte(locale)) inputmode=Some("decimal".to_owned())/>
                    <CheckField name="unknown" label=w::unknown(locale) hint=Some(w::unknown_hint(locale).to_owned())
                        id=Some("admit-unknown".to_owned()) checked=!shown.value("unknown", "").is_empty()/>
                    <SelectField input=input("mentor", w::mentor(locale)) options=options/>
                    <div class="actions"><SubmitButton label=w::admit_button(locale)/></div>
                </form>
            </div>
        </details>
    }
    .into_any()
}

fn undo_form(locale: Locale, application: &Application, shown: &Shown) -> AnyView {
    let errors = shown.summary("undo-", &[("reason", w::undo_reason(locale))]);
    view! {
        <details class="ds-details fold" id="undo" open=shown.is_refused()>
            <summary>{w::undo(locale)}</summary>
            <div class="fold__body">
                <p>{w::undo_text(locale)}</p>
                <ErrorSummary title=w::mend(locale) errors=errors/>
                <form class="form" method="post" action=actions::undo_decision_path() novalidate>
                    {ids(application)}
                    <TextArea input=shown.input("reason", w::undo_reason(locale)).within("undo-").required() rows=2/>
                    <div class="actions"><SubmitButton label=w::undo(locale) variant="secondary"/></div>
                </form>
            </div>
        </details>
    }
    .into_any()
}
