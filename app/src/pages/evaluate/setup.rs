//! How a call is judged: its rounds with their criteria, who judges, what evaluators see of each other, and the letter to those declined.

use domain::evaluation::{Criterion, MOST_CRITERIA, Sharing};
use domain::format;
use domain::words::Locale;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::evaluation::{Judging, Round, RoundState};

use super::due;
use super::score::weight;
use crate::actions::{self, evaluation as forms};
use crate::components::{
    ActButton, DateField, ErrorSummary, Field, Hidden, Notice, NoticeKind, SelectField, SelectOption, SubmitButton,
    TextArea,
};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, page as show};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        title(call: &str) => { nb: "Vurdering av {call}", nn: "Vurdering av {call}", en: "Judging {call}" }
        lead => {
            nb: "Sett opp kriterier og vurderere, og start runden. Da får vurdererne e-post med søknadene sine.",
            nn: "Set opp kriterium og vurderarar, og start runden. Då får vurderarane e-post med søknadene sine.",
            en: "Set up criteria and evaluators, and start the round. The evaluators are then written to." }
        rounds => { nb: "Runder", nn: "Rundar", en: "Rounds" }
        state(state: &str, due: &str) => { nb: "{state} · {due}", nn: "{state} · {due}", en: "{state} · {due}" }
        preparing => { nb: "Ikke startet", nn: "Ikkje starta", en: "Not started" }
        under_way => { nb: "Pågår", nn: "Går føre seg", en: "Under way" }
        closed => { nb: "Lukket", nn: "Lukka", en: "Closed" }
        picked(n: &str) => { nb: "{n} utvalgte søknader", nn: "{n} utvalde søknader", en: "{n} chosen applications" }
        ranked => { nb: "Rangert liste", nn: "Rangert liste", en: "Ranked list" }
        start => { nb: "Start og skriv til vurdererne", nn: "Start og skriv til vurderarane", en: "Start and write to the evaluators" }
        remind => { nb: "Purr på dem som mangler", nn: "Purr på dei som manglar", en: "Remind those who are missing" }
        close => { nb: "Lukk runden", nn: "Lukk runden", en: "Close the round" }
        reopen => { nb: "Åpne igjen", nn: "Opne att", en: "Open again" }
        change => { nb: "Endre navn og frist", nn: "Endre namn og frist", en: "Change name and due date" }
        name => { nb: "Navn på runden", nn: "Namn på runden", en: "Name of the round" }
        due => { nb: "Frist", nn: "Frist", en: "Due" }
        keep => { nb: "Lagre", nn: "Lagre", en: "Save" }
        criteria => { nb: "Kriterier", nn: "Kriterium", en: "Criteria" }
        fixed => {
            nb: "Noen har begynt å gi poeng, så kriteriene i denne runden står fast.",
            nn: "Nokon har byrja å gi poeng, så kriteria i denne runden står fast.",
            en: "Somebody has begun to score, so the criteria of this round stand." }
        counts(share: &str, low: &str, high: &str) => {
            nb: "teller {share}, fra {low} til {high}", nn: "tel {share}, frå {low} til {high}", en: "counts {share}, from {low} to {high}" }
        change_criterion => { nb: "Endre", nn: "Endre", en: "Change" }
        remove => { nb: "Fjern", nn: "Fjern", en: "Remove" }
        add_criterion => { nb: "Legg til et kriterium", nn: "Legg til eit kriterium", en: "Add a criterion" }
        add => { nb: "Legg til", nn: "Legg til", en: "Add" }
        name_nb => { nb: "Navn på bokmål", nn: "Namn på bokmål", en: "Name in bokmål" }
        name_nn => { nb: "Navn på nynorsk (valgfritt)", nn: "Namn på nynorsk (valfritt)", en: "Name in nynorsk (optional)" }
        name_en => { nb: "Navn på engelsk (valgfritt)", nn: "Namn på engelsk (valfritt)", en: "Name in English (optional)" }
        description => { nb: "Hva vurdereren skal se etter (valgfritt)", nn: "Kva vurderaren skal sjå etter (valfritt)", en: "What to look for (optional)" }
        weight => { nb: "Vekt", nn: "Vekt", en: "Weight" }
        weight_hint => { nb: "1 er vanlig. 2 teller dobbelt.", nn: "1 er vanleg. 2 tel dobbelt.", en: "1 is usual. 2 counts twice." }
        low => { nb: "Laveste poeng", nn: "Lågaste poeng", en: "Least score" }
        high => { nb: "Høyeste poeng", nn: "Høgaste poeng", en: "Greatest score" }
        new_round => { nb: "Ny runde", nn: "Ny runde", en: "A new round" }
        new_round_text => {
            nb: "Runden begynner med kriteriene fra forrige runde. Skal bare noen av søknadene videre, velg dem i den rangerte listen.",
            nn: "Runden byrjar med kriteria frå førre runde. Skal berre nokre av søknadene vidare, vel dei i den rangerte lista.",
            en: "It begins with the criteria of the last round. If only some applications go on, choose them in the ranked list." }
        open_round => { nb: "Åpne en runde med alle søknadene", nn: "Opne ein runde med alle søknadene", en: "Open a round with all applications" }
        evaluators => { nb: "Vurderere", nn: "Vurderarar", en: "Evaluators" }
        evaluators_text => {
            nb: "De som er satt opp, ser søknadene i denne utlysningen og ingen andre.",
            nn: "Dei som er sette opp, ser søknadene i denne utlysinga og ingen andre.",
            en: "Those set up see the applications to this call and no others." }
        nobody => { nb: "Programmet har ingen vurderere ennå. Inviter noen.", nn: "Programmet har ingen vurderarar enno. Inviter nokon.", en: "The programme has no evaluators yet. Invite somebody." }
        set => { nb: "Sett opp", nn: "Set opp", en: "Set up" }
        take_off => { nb: "Ta av", nn: "Ta av", en: "Take off" }
        is_set => { nb: "vurderer", nn: "vurderar", en: "evaluator" }
        invite => { nb: "Inviter en vurderer", nn: "Inviter ein vurderar", en: "Invite an evaluator" }
        invite_text => {
            nb: "Når invitasjonen er tatt imot, setter du personen opp her.",
            nn: "Når invitasjonen er teken imot, set du personen opp her.",
            en: "Once the invitation is accepted, set the person up here." }
        email => { nb: "E-postadresse", nn: "E-postadresse", en: "E-mail address" }
        send => { nb: "Send invitasjon", nn: "Send invitasjon", en: "Send the invitation" }
        sharing => { nb: "Når ser vurdererne hverandres poeng?", nn: "Når ser vurderarane poenga til kvarandre?", en: "When do evaluators see each other's scores?" }
        after_own => { nb: "Når egne poeng er levert", nn: "Når eigne poeng er leverte", en: "Once their own are in" }
        never => { nb: "Aldri", nn: "Aldri", en: "Never" }
        letters => { nb: "Brevet til dem som får avslag", nn: "Brevet til dei som får avslag", en: "The letter to those declined" }
        letters_text => {
            nb: "Malen fylles ut for hver søker, og kan endres før den sendes. Disse plassene fylles ut: {applicant}, {startup}, {programme} og {call}.",
            nn: "Malen blir fylt ut for kvar søkjar, og kan endrast før han blir send. Desse plassane blir fylte ut: {applicant}, {startup}, {programme} og {call}.",
            en: "The template is filled in for each applicant and can be edited before it goes. These places are filled in: {applicant}, {startup}, {programme} and {call}." }
        mend => { nb: "Rett dette:", nn: "Rett dette:", en: "Mend this:" }
        told_changed => { nb: "Endringen er lagret.", nn: "Endringa er lagra.", en: "The change is saved." }
        told_opened => { nb: "Runden er åpnet. Se over kriteriene, og start den når den er klar.", nn: "Runden er opna. Sjå over kriteria, og start han når han er klar.", en: "The round is open. Look over the criteria, and start it when it is ready." }
        told_started => { nb: "Vurdererne har fått e-post.", nn: "Vurderarane har fått e-post.", en: "The evaluators have been written to." }
        told_closed => { nb: "Runden er lukket.", nn: "Runden er lukka.", en: "The round is closed." }
        told_invited => { nb: "Invitasjonen er sendt.", nn: "Invitasjonen er send.", en: "The invitation is sent." }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    let call = use_params_map().with_untracked(|params| params.get("call").unwrap_or_default());
    show(move |cx| load(cx, call))
}

fn told(locale: Locale, word: &str) -> Option<&'static str> {
    Some(match word {
        "judging-changed" => w::told_changed(locale),
        "round-opened" => w::told_opened(locale),
        "round-started" => w::told_started(locale),
        "round-closed" => w::told_closed(locale),
        "evaluator-invited" => w::told_invited(locale),
        _ => return None,
    })
}

async fn load(cx: Cx, call: String) -> Result<Page, PageError> {
    let locale = cx.locale;
    let store = &cx.house.store;
    let judging = store.judging(&cx.actor(), call.parse().map_err(|_| PageError::NotFound)?).await?;
    let templates = store.decline_letters(judging.call.programme).await?;
    let shown = async |form: &str| actions::shown_again(&cx, form).await;
    let round_draft = shown(forms::ROUND).await?.unwrap_or_default();
    let criterion_draft = shown(forms::CRITERION).await?.unwrap_or_default();
    let person_draft = shown(forms::PERSON).await?.unwrap_or_default();
    let letters_draft = shown(forms::LETTERS).await?.unwrap_or_default();
    let other = shown(forms::STEP).await?.and_then(|draft| draft.error("").or_else(|| draft.error("person")));
    let done = cx.query.get("done").and_then(|word| told(locale, word));
    let title = w::title(locale, judging.call.title.get(locale));
    let last = judging.rounds.last().map(|round| round.id);
    let rounds = judging
        .rounds
        .iter()
        .map(|one| round(&cx, one, &round_draft, &criterion_draft, Some(one.id) == last))
        .collect_view();
    let none_open = judging.rounds.iter().all(|round| round.state() == RoundState::Closed);
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <p><a class="ds-link" href=paths::call(judging.call.id)>{judging.call.title.get(locale).to_owned()}</a></p>
        {done.map(|text| view! { <Notice kind=NoticeKind::Success live=true>{text}</Notice> })}
        {other.map(|text| view! { <Notice kind=NoticeKind::Danger live=true>{text}</Notice> })}
        <p class="lead">{w::lead(locale)}</p>
        <section aria-labelledby="rounds">
            <h2 class="ds-heading" data-size="md" id="rounds">{w::rounds(locale)}</h2>
            {rounds}
            {none_open.then(|| new_round(locale, &judging, &round_draft))}
        </section>
        {evaluators(locale, &judging, &person_draft)}
        {sharing(locale, &judging)}
        {letters(locale, &judging, &templates, &letters_draft)}
    }
    .into_any();
    Ok(Page { title, place: Place::Calls, body, islands: false })
}

fn step(round: &Round, act: &str, label: &'static str, variant: &str) -> AnyView {
    let fields = vec![("call", round.call.to_string()), ("round", round.id.to_string()), ("act", act.to_owned())];
    view! {
        <ActButton action=actions::judging_step_path() label=label about=round.name.clone() fields=fields variant=variant.to_owned()/>
    }
    .into_any()
}

fn round(cx: &Cx, round: &Round, words: &Shown, criterion: &Shown, is_last: bool) -> AnyView {
    let locale = cx.locale;
    let id = format!("round-{}", round.id);
    let state = match round.state() {
        RoundState::Preparing => w::preparing(locale),
        RoundState::UnderWay => w::under_way(locale),
        RoundState::Closed => w::closed(locale),
    };
    let state = w::state(locale, state, &due(cx, round.due_on));
    let picked = round.picked.as_ref().map(|picked| w::picked(locale, &format::count(locale, picked.len())));
    let steps = match round.state() {
        RoundState::Preparing => view! { {step(round, "start", w::start(locale), "primary")} }.into_any(),
        RoundState::UnderWay => {
            view! { {step(round, "start", w::remind(locale), "secondary")} {step(round, "close", w::close(locale), "secondary")} }.into_any()
        }
        RoundState::Closed if is_last => view! { {step(round, "reopen", w::reopen(locale), "secondary")} }.into_any(),
        RoundState::Closed => ().into_any(),
    };
    // The form that was refused is the one of this round, or the one of a new round.
    let empty = Shown::default();
    let mine = if words.value("round", "") == round.id.to_string() { words } else { &empty };
    let change = (round.state() != RoundState::Closed).then(|| {
        let prefix = format!("round-{}-", round.position);
        let errors = mine.summary(&prefix, &[("name", w::name(locale)), ("due_on", w::due(locale))]);
        let due_on = round.due_on.map(|on| on.to_string()).unwrap_or_default();
        view! {
            <details class="ds-details fold" open=mine.is_refused()>
                <summary>{w::change(locale)}</summary>
                <div class="fold__body">
                    <ErrorSummary title=w::mend(locale) errors=errors/>
                    <form class="form" method="post" action=actions::judging_round_path() novalidate>
                        <Hidden name="call" value=round.call.to_string()/>
                        <Hidden name="round" value=round.id.to_string()/>
                        <Field input=mine.input("name", w::name(locale)).value(round.name.clone()).within(&prefix).required()/>
                        <DateField input=mine.input("due_on", w::due(locale)).value(due_on).within(&prefix)/>
                        <div class="actions"><SubmitButton label=w::keep(locale) variant="secondary"/></div>
                    </form>
                </div>
            </details>
        }
    });
    view! {
        <section class="round-card" aria-labelledby=id>
            <h3 class="ds-heading" data-size="sm" id=id.clone()>{round.name.clone()}</h3>
            <p>{state} {picked.map(|picked| format!(" · {picked}"))}</p>
            <div class="actions">
                {steps}
                <a class="ds-link" href=paths::ranked(round.call, round.id)>
                    {w::ranked(locale)}<span class="ds-sr-only">{format!(" {}", round.name)}</span>
                </a>
            </div>
            {change}
            {criteria(locale, round, criterion)}
        </section>
    }
    .into_any()
}

fn criteria(locale: Locale, round: &Round, draft: &Shown) -> AnyView {
    let free = round.state() != RoundState::Closed && !round.scored;
    let rows = round
        .criteria
        .iter()
        .map(|criterion| {
            let scale = criterion.scale;
            let share = weight(locale, &round.criteria, criterion);
            let counts = w::counts(locale, &share, &scale.low.to_string(), &scale.high.to_string());
            let change = free.then(|| criterion_form(locale, round, Some(criterion), draft));
            let fields = vec![
                ("call", round.call.to_string()),
                ("round", round.id.to_string()),
                ("criterion", criterion.id.to_string()),
                ("act", "remove".to_owned()),
            ];
            let remove = free.then(|| {
                let about = criterion.name(locale).to_owned();
                view! {
                    <ActButton action=actions::judging_criterion_path() label=w::remove(locale) about=about fields=fields variant="tertiary".to_owned()/>
                }
            });
            view! {
                <li>
                    <p><strong>{criterion.name(locale).to_owned()}</strong> " " <span class="muted">{counts}</span></p>
                    {(!criterion.description.is_empty()).then(|| view! { <p>{criterion.description.clone()}</p> })}
                    {change}
                    {remove}
                </li>
            }
        })
        .collect_view();
    let add = (free && round.criteria.len() < MOST_CRITERIA).then(|| criterion_form(locale, round, None, draft));
    view! {
        <h4 class="ds-heading" data-size="xs">{w::criteria(locale)}</h4>
        {(round.scored && round.state() != RoundState::Closed).then(|| view! { <p class="muted">{w::fixed(locale)}</p> })}
        <ul class="plain-list criteria">{rows}</ul>
        {add}
    }
    .into_any()
}

fn criterion_form(locale: Locale, round: &Round, known: Option<&Criterion>, draft: &Shown) -> AnyView {
    let id = known.map(|known| known.id.to_string()).unwrap_or_default();
    let empty = Shown::default();
    let refused = draft.is_refused() && draft.value("criterion", "") == id;
    let shown = if refused { draft } else { &empty };
    let at = known.and_then(|known| round.criteria.iter().position(|one| one.id == known.id));
    let prefix = at.map_or_else(|| "criterion-new-".to_owned(), |at| format!("criterion-{at}-"));
    let labels = [
        ("name_nb", w::name_nb(locale)),
        ("name_nn", w::name_nn(locale)),
        ("name_en", w::name_en(locale)),
        ("description", w::description(locale)),
        ("weight", w::weight(locale)),
        ("low", w::low(locale)),
        ("high", w::high(locale)),
    ];
    let errors = shown.summary(&prefix, &labels);
    let [nb, nn, en] = known.map(|known| known.names.clone()).unwrap_or_default();
    let scale = known.map_or(domain::evaluation::Scale::FIVE, |known| known.scale);
    let counts = known.map_or(100, |known| known.weight);
    let counts = format::number(locale, f64::from(counts) / 100.0, 2);
    let input = |field: &str, label: &str| shown.input(field, label).within(&prefix);
    let summary = match known {
        Some(known) => view! {
            {w::change_criterion(locale)}<span class="ds-sr-only">{format!(" {}", known.name(locale))}</span>
        }
        .into_any(),
        None => w::add_criterion(locale).into_any(),
    };
    let label = if known.is_some() { w::keep(locale) } else { w::add(locale) };
    view! {
        <details class="ds-details fold" open=refused>
            <summary>{summary}</summary>
            <div class="fold__body">
                <ErrorSummary title=w::mend(locale) errors=errors/>
                <form class="form" method="post" action=actions::judging_criterion_path() novalidate>
                    <Hidden name="call" value=round.call.to_string()/>
                    <Hidden name="round" value=round.id.to_string()/>
                    <Hidden name="criterion" value=id/>
                    <Field input=input("name_nb", w::name_nb(locale)).value(nb).required()/>
                    <Field input=input("name_nn", w::name_nn(locale)).value(nn)/>
                    <Field input=input("name_en", w::name_en(locale)).value(en)/>
                    <TextArea input=input("description", w::description(locale)).value(known.map(|known| known.description.clone()).unwrap_or_default()) rows=2/>
                    <Field input=input("weight", w::weight(locale)).value(counts).hint(w::weight_hint(locale)).required() inputmode=Some("decimal".to_owned())/>
                    <Field input=input("low", w::low(locale)).value(scale.low.to_string()) inputmode=Some("numeric".to_owned())/>
                    <Field input=input("high", w::high(locale)).value(scale.high.to_string()) inputmode=Some("numeric".to_owned())/>
                    <div class="actions"><SubmitButton label=label variant="secondary"/></div>
                </form>
            </div>
        </details>
    }
    .into_any()
}

fn new_round(locale: Locale, judging: &Judging, words: &Shown) -> AnyView {
    let empty = Shown::default();
    let shown = if words.value("round", "").is_empty() { words } else { &empty };
    let errors = shown.summary("new-", &[("name", w::name(locale)), ("due_on", w::due(locale))]);
    view! {
        <details class="ds-details fold" id="new-round" open=shown.is_refused() || judging.rounds.is_empty()>
            <summary>{w::new_round(locale)}</summary>
            <div class="fold__body">
                {(!judging.rounds.is_empty()).then(|| view! { <p>{w::new_round_text(locale)}</p> })}
                <ErrorSummary title=w::mend(locale) errors=errors/>
                <form class="form" method="post" action=actions::judging_round_path() novalidate>
                    <Hidden name="call" value=judging.call.id.to_string()/>
                    <Field input=shown.input("name", w::name(locale)).within("new-").required()/>
                    <DateField input=shown.input("due_on", w::due(locale)).within("new-")/>
                    <div class="actions"><SubmitButton label=w::open_round(locale)/></div>
                </form>
            </div>
        </details>
    }
    .into_any()
}

fn evaluators(locale: Locale, judging: &Judging, draft: &Shown) -> AnyView {
    let rows = judging
        .people
        .iter()
        .map(|one| {
            let (act, label) = if one.set { ("remove", w::take_off(locale)) } else { ("set", w::set(locale)) };
            let fields = vec![
                ("call", judging.call.id.to_string()),
                ("person", one.person.to_string()),
                ("act", act.to_owned()),
            ];
            let set = one.set.then(|| view! { " " <span class="muted">{format!("({})", w::is_set(locale))}</span> });
            view! {
                <li>
                    <span>{one.name.clone()} {set}</span>
                    <ActButton action=actions::judging_person_path() label=label about=one.name.clone() fields=fields/>
                </li>
            }
        })
        .collect_view();
    let errors = draft.summary("invite-", &[("email", w::email(locale)), ("name", shared::name(locale))]);
    let none = judging.people.is_empty().then(|| view! { <p>{w::nobody(locale)}</p> });
    view! {
        <section aria-labelledby="evaluators">
            <h2 class="ds-heading" data-size="md" id="evaluators">{w::evaluators(locale)}</h2>
            <p>{w::evaluators_text(locale)}</p>
            {none}
            <ul class="plain-list people-list">{rows}</ul>
            <details class="ds-details fold" id="invite" open=draft.is_refused()>
                <summary>{w::invite(locale)}</summary>
                <div class="fold__body">
                    <p>{w::invite_text(locale)}</p>
                    <ErrorSummary title=w::mend(locale) errors=errors/>
                    <form class="form" method="post" action=actions::judging_invite_path() novalidate>
                        <Hidden name="call" value=judging.call.id.to_string()/>
                        <Field input=draft.input("email", w::email(locale)).within("invite-").required() kind="email" autocomplete="off".to_owned()/>
                        <Field input=draft.input("name", shared::name(locale)).within("invite-") autocomplete="off".to_owned()/>
                        <div class="actions"><SubmitButton label=w::send(locale) variant="secondary"/></div>
                    </form>
                </div>
            </details>
        </section>
    }
    .into_any()
}

fn sharing(locale: Locale, judging: &Judging) -> AnyView {
    let options = Sharing::ALL.map(|sharing| {
        let label = match sharing {
            Sharing::AfterOwn => w::after_own(locale),
            Sharing::Never => w::never(locale),
        };
        SelectOption::new(sharing.code(), label)
    });
    let input = crate::components::Input::new("sharing", w::sharing(locale)).value(judging.call.sharing.code());
    view! {
        <section aria-labelledby="sharing-heading">
            <h2 class="ds-heading" data-size="md" id="sharing-heading">{w::sharing(locale)}</h2>
            <form class="form" method="post" action=actions::judging_sharing_path()>
                <Hidden name="call" value=judging.call.id.to_string()/>
                <SelectField input=input options=options.into()/>
                <div class="actions"><SubmitButton label=w::keep(locale) variant="secondary"/></div>
            </form>
        </section>
    }
    .into_any()
}

fn letters(locale: Locale, judging: &Judging, templates: &[String; 3], draft: &Shown) -> AnyView {
    let labels = Locale::ALL.map(|one| (one.tag(), one.own_name()));
    let errors = draft.summary("letter-", &labels);
    let fields = Locale::ALL
        .iter()
        .zip(templates)
        .map(|(one, template)| {
            let input = draft.input(one.tag(), one.own_name()).value(template.clone()).within("letter-").required();
            view! { <TextArea input=input rows=10/> }
        })
        .collect_view();
    view! {
        <section aria-labelledby="letters">
            <h2 class="ds-heading" data-size="md" id="letters">{w::letters(locale)}</h2>
            <details class="ds-details fold" open=draft.is_refused()>
                <summary>{w::letters(locale)}</summary>
                <div class="fold__body">
                    <p>{w::letters_text(locale)}</p>
                    <ErrorSummary title=w::mend(locale) errors=errors/>
                    <form class="form" method="post" action=actions::judging_letters_path() novalidate>
                        <Hidden name="call" value=judging.call.id.to_string()/>
                        <Hidden name="programme" value=judging.call.programme.to_string()/>
                        {fields}
                        <div class="actions"><SubmitButton label=w::keep(locale) variant="secondary"/></div>
                    </form>
                </div>
            </details>
        </section>
    }
    .into_any()
}
