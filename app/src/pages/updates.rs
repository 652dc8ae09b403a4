//! How a programme asks for updates, its rounds, and what came back: who waits, who is not reached, what they wrote.

use domain::access::{Action, Resource};
use domain::format;
use domain::ids::{PersonId, ProgrammeId};
use domain::ledger::Ledger;
use domain::updates::{Question, Rhythm, Settings, closes_on, next_slot};
use domain::words::Locale;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::People;
use store::updates::{RequestState, RoundView, UpdateRequest};

use crate::actions;
use crate::components::{
    CheckField, DefinitionItem, DefinitionList, Empty, ErrorSummary, Field, Hidden, Notice, NoticeKind, ScrollTable,
    SelectField, SelectOption, SubmitButton,
};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, page as show};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        title(programme: &str) => { nb: "Oppdateringer: {programme}", nn: "Oppdateringar: {programme}", en: "Updates: {programme}" }
        lead => {
            nb: "Gründerne får en e-post med en personlig lenke. Skjemaet er fylt ut på forhånd, og svaret blir tall med én gang.",
            nn: "Gründarane får ein e-post med ei personleg lenkje. Skjemaet er fylt ut på førehand, og svaret blir tal med ein gong.",
            en: "Founders get a mail with a personal link. The form is filled in beforehand, and the answer becomes numbers at once." }
        how => { nb: "Slik spør programmet", nn: "Slik spør programmet", en: "How the programme asks" }
        unset => {
            nb: "Ingen blir spurt før du lagrer her.",
            nn: "Ingen blir spurd før du lagrar her.",
            en: "Nobody is asked until you save here." }
        next(on: &str) => { nb: "Neste runde går ut {on}.", nn: "Neste runde går ut {on}.", en: "The next round goes out on {on}." }
        rhythm => { nb: "Hvor ofte", nn: "Kor ofte", en: "How often" }
        day => { nb: "Dag i måneden", nn: "Dag i månaden", en: "Day of the month" }
        day_hint => { nb: "Fra 1 til 28", nn: "Frå 1 til 28", en: "From 1 to 28" }
        due_days => { nb: "Dager til svarfrist", nn: "Dagar til svarfrist", en: "Days until an answer is due" }
        reminders => { nb: "Påminnelser, dager etter fristen", nn: "Påminningar, dagar etter fristen", en: "Reminders, days after it was due" }
        reminders_hint => {
            nb: "For eksempel 7, 14. En uke etter den siste får mentoren beskjed.",
            nn: "Til dømes 7, 14. Ei veke etter den siste får mentoren beskjed.",
            en: "Such as 7, 14. A week after the last one the mentor is told." }
        questions => { nb: "Spørsmål", nn: "Spørsmål", en: "Questions" }
        active => {
            nb: "Om bedriften fortsatt er i drift, spør vi alltid om.",
            nn: "Om bedrifta framleis er i drift, spør vi alltid om.",
            en: "Whether the startup is still active is always asked." }
        alumni => {
            nb: "Spør også tidligere bedrifter, én gang i året i ti år",
            nn: "Spør òg tidlegare bedrifter, éin gong i året i ti år",
            en: "Ask former startups too, once a year for ten years" }
        start => { nb: "Start en runde nå", nn: "Start ein runde no", en: "Start a round now" }
        start_text => {
            nb: "Alle i programmet får e-post med en gang, unntatt de som er spurt den siste uka.",
            nn: "Alle i programmet får e-post med ein gong, utanom dei som er spurde den siste veka.",
            en: "Everybody in the programme gets a mail at once, except those asked within the last week." }
        rounds => { nb: "Runder", nn: "Rundar", en: "Rounds" }
        no_rounds => { nb: "Ingen runder ennå.", nn: "Ingen rundar enno.", en: "No rounds yet." }
        round(on: &str, whom: &str) => { nb: "{on}: {whom}", nn: "{on}: {whom}", en: "{on}: {whom}" }
        response(x: &str, n: &str, percent: &str) => { nb: "{x} av {n} svarte ({percent})", nn: "{x} av {n} svara ({percent})", en: "{x} of {n} responded ({percent})" }
        due(on: &str) => { nb: "frist {on}", nn: "frist {on}", en: "due {on}" }
        open_until(on: &str) => { nb: "åpen til {on}", nn: "open til {on}", en: "open until {on}" }
        over => { nb: "avsluttet", nn: "avslutta", en: "closed" }
        state => { nb: "Svar", nn: "Svar", en: "Answer" }
        to(people: &str) => { nb: "til {people}", nn: "til {people}", en: "to {people}" }
        words_or_act => { nb: "Med egne ord, eller det du kan gjøre", nn: "Med eigne ord, eller det du kan gjere", en: "In their own words, or what you can do" }
        silent => { nb: "ikke besvart", nn: "ikkje svara på", en: "not answered" }
        waiting => { nb: "venter", nn: "ventar", en: "waiting" }
        answered(on: &str) => { nb: "besvart {on}", nn: "svara {on}", en: "answered {on}" }
        closed(on: &str) => { nb: "har lagt ned, meldt {on}", nn: "har lagt ned, meldt {on}", en: "has closed down, told {on}" }
        bounced => { nb: "kom i retur", nn: "kom i retur", en: "did not arrive" }
        nobody => { nb: "nådde ingen gründer", nn: "nådde ingen gründar", en: "reached no founder" }
        revoked => { nb: "trukket tilbake", nn: "trekt tilbake", en: "taken back" }
        reminded(n: &str) => { nb: "påminnelser: {n}", nn: "påminningar: {n}", en: "reminders: {n}" }
        told(on: &str) => { nb: "mentor varslet {on}", nn: "mentor varsla {on}", en: "mentor told {on}" }
        returned(name: &str) => { nb: "{name} (kom i retur)", nn: "{name} (kom i retur)", en: "{name} (did not arrive)" }
        remind => { nb: "Minn på", nn: "Minn på", en: "Remind" }
        again => { nb: "Send på nytt", nn: "Send på nytt", en: "Send again" }
        revoke => { nb: "Trekk tilbake", nn: "Trekk tilbake", en: "Take back" }
        came_back => { nb: "Kom i retur", nn: "Kom i retur", en: "Did not arrive" }
        of(act: &str, startup: &str) => { nb: "{act}: {startup}", nn: "{act}: {startup}", en: "{act}: {startup}" }
        bounce_note => {
            nb: "Adresser som e-posttjeneren avviser med en gang, finner vi selv. Kommer en melding i retur senere, havner den i innboksen til avsenderadressen, og den kan vi ikke lese: si fra med «Kom i retur».",
            nn: "Adresser som e-posttenaren avviser med ein gong, finn vi sjølve. Kjem ei melding i retur seinare, hamnar ho i innboksen til avsendaradressa, og den kan vi ikkje lese: sei frå med «Kom i retur».",
            en: "Addresses that the mail server refuses at once we find ourselves. A message that is returned later ends in the inbox of the sending address, which we cannot read: tell us by “Did not arrive”." }
        set => { nb: "Lagret. Slik spør programmet fra nå av.", nn: "Lagra. Slik spør programmet frå no av.", en: "Saved. This is how the programme asks from now on." }
        started => { nb: "Runden er startet, og e-postene er på vei.", nn: "Runden er starta, og e-postane er på veg.", en: "The round is started and the mails are on their way." }
        reminded_done => { nb: "Påminnelsen er på vei.", nn: "Påminninga er på veg.", en: "The reminder is on its way." }
        revoked_done => { nb: "Forespørselen er trukket tilbake. Lenkene virker ikke lenger.", nn: "Førespurnaden er trekt tilbake. Lenkjene verkar ikkje lenger.", en: "The request is taken back. Its links no longer work." }
        bounced_done => { nb: "Det er notert at den ikke kom fram. Rett adressen, og send på nytt.", nn: "Det er notert at han ikkje kom fram. Rett adressa, og send på nytt.", en: "It is noted that it did not arrive. Mend the address and send again." }
    }
}

/// How many rounds are shown: two years of quarters, alumni included.
const ROUNDS: usize = 10;

/// The page.
pub fn page() -> impl IntoView {
    let slug = use_params_map().with_untracked(|params| params.get("programme").unwrap_or_default());
    show(move |cx| load(cx, slug))
}

async fn load(cx: Cx, slug: String) -> Result<Page, PageError> {
    let house = cx.house_ledger().await?;
    let programme = house.programmes.iter().find(|programme| programme.slug == slug).ok_or(PageError::NotFound)?;
    cx.require(Action::AskForUpdates, &Resource::Programme(programme.id))?;
    let (store, actor, locale) = (&cx.house.store, cx.actor(), cx.locale);
    let set = store.update_settings(&actor, programme.id).await?;
    let rounds = store.update_rounds(&actor, programme.id, ROUNDS).await?;
    let people = store.people().await?;
    let draft = actions::shown_again(&cx, "update-settings").await?;
    let refused = actions::shown_again(&cx, "update-round").await?.and_then(|shown| shown.error("start"));
    let title = w::title(locale, &programme.name);
    let notice = match cx.query.get("done") {
        Some("set") => Some(w::set(locale)),
        Some("started") => Some(w::started(locale)),
        Some("reminded") => Some(w::reminded_done(locale)),
        Some("revoked") => Some(w::revoked_done(locale)),
        Some("bounced") => Some(w::bounced_done(locale)),
        _ => None,
    };
    let settings = set.as_ref().map(|set| set.settings.clone());
    let next = match &settings {
        None => Some(w::unset(locale).to_owned()),
        Some(settings) => next_slot(settings, cx.today()).map(|on| w::next(locale, &format::date(locale, on))),
    };
    let about = Rounds { cx: &cx, ledger: &house, people: &people, programme: programme.id };
    let shown: Vec<_> =
        rounds.iter().enumerate().map(|(index, view)| about.fold(view, index == 0).into_any()).collect();
    let rounds = if shown.is_empty() {
        view! { <Empty title=w::no_rounds(locale)/> }.into_any()
    } else {
        view! { <p class="muted">{w::bounce_note(locale)}</p> <div class="folds">{shown}</div> }.into_any()
    };
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="lead">{w::lead(locale)}</p>
        {notice.map(|text| view! { <Notice kind=NoticeKind::Success live=true>{text}</Notice> })}
        {refused.map(|text| view! { <Notice kind=NoticeKind::Warning live=true>{text}</Notice> })}
        <section aria-labelledby="rounds">
            <h2 class="ds-heading" data-size="md" id="rounds">{w::rounds(locale)}</h2>
            {rounds}
        </section>
        <section aria-labelledby="start">
            <h2 class="ds-heading" data-size="md" id="start">{w::start(locale)}</h2>
            <p>{w::start_text(locale)}</p>
            <form method="post" action=actions::start_update_round_path()>
                <Hidden name="programme" value=programme.id.to_string()/>
                <div class="actions"><SubmitButton label=w::start(locale) variant="secondary"/></div>
            </form>
        </section>
        <section aria-labelledby="how">
            <h2 class="ds-heading" data-size="md" id="how">{w::how(locale)}</h2>
            {next.map(|text| view! { <p>{text}</p> })}
            {settings_form(locale, programme.id, &settings.unwrap_or_default(), draft).into_any()}
        </section>
    }
    .into_any();
    Ok(Page { title, place: Place::Elsewhere, body, islands: false })
}

fn settings_form(
    locale: Locale,
    programme: ProgrammeId,
    settings: &Settings,
    draft: Option<Shown>,
) -> impl IntoView + use<> {
    let refused = draft.is_some();
    let draft = draft.unwrap_or_default();
    let labels = [
        ("rhythm", w::rhythm(locale)),
        ("day", w::day(locale)),
        ("due_days", w::due_days(locale)),
        ("reminders", w::reminders(locale)),
        ("question_headcount", w::questions(locale)),
    ];
    let rhythms = Rhythm::ALL.map(|rhythm| SelectOption::new(rhythm.code(), shared::at_start(rhythm.name(locale))));
    let reminders = settings.reminders.iter().map(u16::to_string).collect::<Vec<_>>().join(", ");
    let questions = Question::ALL
        .map(|question| {
            let name = format!("question_{}", question.code());
            let checked =
                if refused { !draft.value(&name, "").is_empty() } else { settings.questions.contains(&question) };
            view! { <CheckField name=name label=question.name(locale) checked=checked/> }
        })
        .collect_view();
    let alumni = if refused { !draft.value("alumni", "").is_empty() } else { settings.alumni };
    let numeric = || "numeric".to_owned();
    view! {
        <ErrorSummary title=shared::mend_this(locale) errors=draft.summary("", &labels)/>
        <form class="form" method="post" action=actions::update_settings_path()>
            <Hidden name="programme" value=programme.to_string()/>
            <SelectField input=draft.input("rhythm", w::rhythm(locale)).value(settings.rhythm.code()) options=rhythms.to_vec()/>
            <Field input=draft.input("day", w::day(locale)).value(settings.day.to_string()).hint(w::day_hint(locale)).required() inputmode=numeric()/>
            <Field input=draft.input("due_days", w::due_days(locale)).value(settings.due_days.to_string()).required() inputmode=numeric()/>
            <Field input=draft.input("reminders", w::reminders(locale)).value(reminders).hint(w::reminders_hint(locale))/>
            <fieldset class="ds-fieldset">
                <legend class="ds-label">{w::questions(locale)}</legend>
                <p class="muted">{w::active(locale)}</p>
                {questions}
            </fieldset>
            <CheckField name="alumni" label=w::alumni(locale) checked=alumni/>
            <div class="actions"><SubmitButton label=shared::save(locale)/></div>
        </form>
    }
}

/// What every round on the page is shown with.
struct Rounds<'a> {
    cx: &'a Cx,
    ledger: &'a Ledger,
    people: &'a People,
    programme: ProgrammeId,
}

impl Rounds<'_> {
    /// A round in a fold: its response in the summary, its requests inside, what needs somebody's hand first.
    fn fold(&self, view: &RoundView, open: bool) -> impl IntoView + use<> {
        let locale = self.cx.locale;
        let date = |on| format::date(locale, on);
        let count = |many| format::count(locale, many);
        let round = &view.round;
        let (responded, asked) = (view.responded(), view.asked());
        #[expect(clippy::cast_precision_loss, reason = "counts of startups stay far below 2^53")]
        let share = if asked == 0 { 0.0 } else { responded as f64 / asked as f64 };
        let response = w::response(locale, &count(responded), &count(asked), &format::percent(locale, share, 0));
        let is_open = round.is_open_on(self.cx.today());
        let until =
            if is_open { w::open_until(locale, &date(closes_on(round.due_on))) } else { w::over(locale).to_owned() };
        let mut requests: Vec<&UpdateRequest> = view.requests.iter().collect();
        let place = |state| RequestState::ALL.iter().position(|known| *known == state);
        requests.sort_by_cached_key(|request| (place(request.state), domain::words::fold(&self.name(request))));
        let rows = requests.into_iter().map(|request| self.row(request, is_open)).collect_view();
        let label = w::round(locale, &date(round.opened_on), round.kind.name(locale));
        let when = format!("{}, {until}", w::due(locale, &date(round.due_on)));
        view! {
            <details class="ds-details fold" open=open>
                <summary>{label.clone()} <span class="filter__asked">{response.clone()}</span></summary>
                <div class="fold__body">
                    <DefinitionList>
                        <DefinitionItem term=w::state(locale)>{response}</DefinitionItem>
                        <DefinitionItem term=shared::date(locale)>{when}</DefinitionItem>
                    </DefinitionList>
                    <ScrollTable label=label>
                        <table class="ds-table" data-stack="true">
                            <thead>
                                <tr>
                                    <th scope="col">{shared::startup(locale)}</th>
                                    <th scope="col">{w::state(locale)}</th>
                                    <th scope="col">{w::words_or_act(locale)}</th>
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </ScrollTable>
                </div>
            </details>
        }
    }

    fn name(&self, request: &UpdateRequest) -> String {
        let startup = self.ledger.startup(request.startup);
        startup.map_or_else(|| shared::unknown(self.cx.locale).to_owned(), |startup| startup.profile.name.clone())
    }

    fn person(&self, id: PersonId) -> String {
        let locale = self.cx.locale;
        self.people.persons.get(&id).map_or_else(|| shared::unknown(locale).to_owned(), |person| person.name.clone())
    }

    fn row(&self, request: &UpdateRequest, is_open: bool) -> impl IntoView + use<> {
        let locale = self.cx.locale;
        let name = self.name(request);
        let to: Vec<String> = request
            .people
            .iter()
            .map(|asked| match asked.bounced_at {
                Some(_) => w::returned(locale, &self.person(asked.person)),
                None => self.person(asked.person),
            })
            .collect();
        let acts = is_open && matches!(request.state, RequestState::Waiting | RequestState::Bounced);
        let act = |act: &'static str, label: &'static str| {
            let programme = self.programme.to_string();
            view! {
                <form method="post" action=actions::update_request_path()>
                    <Hidden name="programme" value=programme/>
                    <Hidden name="request" value=request.id.to_string()/>
                    <button class="ds-button" data-size="sm" data-variant="tertiary" type="submit" name="act" value=act
                        aria-label=w::of(locale, label, &name)>
                        {label}
                    </button>
                </form>
            }
        };
        let buttons = acts.then(|| {
            let waits = request.state == RequestState::Waiting;
            view! {
                <div class="actions">
                    {act("remind", if waits { w::remind(locale) } else { w::again(locale) })}
                    {waits.then(|| act("bounced", w::came_back(locale)))}
                    {act("revoke", w::revoke(locale))}
                </div>
            }
        });
        view! {
            <tr>
                <th scope="row">
                    <a class="ds-link" href=paths::held(request.startup)>{name.clone()}</a>
                    {(!to.is_empty()).then(|| view! { <p class="muted">{w::to(locale, &to.join(", "))}</p> })}
                </th>
                <td data-main="true">{state_text(locale, request, is_open)}</td>
                <td data-wide="true">{request.words.clone()} {buttons}</td>
            </tr>
        }
    }
}

/// How far a request has come, in words. Whether its round is open decides if there is anything to wait for.
pub(super) fn state_text(locale: Locale, request: &UpdateRequest, is_open: bool) -> String {
    let on = request.settled_at.map(|at| format::date(locale, domain::time::oslo_date(at))).unwrap_or_default();
    let mut parts = vec![match request.state {
        RequestState::Waiting if is_open => w::waiting(locale).to_owned(),
        RequestState::Waiting => w::silent(locale).to_owned(),
        RequestState::Answered => w::answered(locale, &on),
        RequestState::Closed => w::closed(locale, &on),
        RequestState::Bounced if request.people.is_empty() => w::nobody(locale).to_owned(),
        RequestState::Bounced => w::bounced(locale).to_owned(),
        RequestState::Revoked => w::revoked(locale).to_owned(),
    }];
    if matches!(request.state, RequestState::Waiting | RequestState::Bounced) {
        if request.reminded > 0 {
            parts.push(w::reminded(locale, &request.reminded.to_string()));
        }
        parts.extend(request.told_at.map(|at| w::told(locale, &format::date(locale, domain::time::oslo_date(at)))));
    }
    parts.join(" · ")
}
