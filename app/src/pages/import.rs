//! One import: what it would change, how far it is, what it changed, and the way to take it back.

use domain::access::{Action as Right, Resource};
use domain::exchange::{Action, Answers, CellError, Plan, Question, RowAnswer};
use domain::format;
use domain::ids::ImportId;
use domain::words::Locale;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::exchange::{ImportError, ImportRecord, ImportStatus, Progress, Report};

use crate::actions;
use crate::components::{DefinitionItem, DefinitionList, Hidden, Notice, NoticeKind, ScrollTable, SubmitButton};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, page as show};
use crate::imports::State;
use crate::paths;
use crate::words as shared;

/// Rows of a list of cells or startups; the rest is counted.
const SHOWN: usize = 200;

domain::catalogue! {
    mod w {
        imports => { nb: "Import og eksport", nn: "Import og eksport", en: "Import and export" }
        title(file: &str) => { nb: "Import av {file}", nn: "Import av {file}", en: "Import of {file}" }
        profile => { nb: "Filtype", nn: "Filtype", en: "Kind of file" }
        as_of => { nb: "Gjelder per", nn: "Gjeld per", en: "Right as at" }
        status => { nb: "Status", nn: "Status", en: "Status" }
        by => { nb: "Av", nn: "Av", en: "By" }
        would => { nb: "Dette blir endret", nn: "Dette blir endra", en: "What would change" }
        did => { nb: "Dette ble endret", nn: "Dette vart endra", en: "What changed" }
        bad_cell => {
            nb: "1 celle må rettes i filen. Ingenting er skrevet, og ingenting blir skrevet før den er riktig.",
            nn: "1 celle må rettast i fila. Ingenting er skrive, og ingenting blir skrive før ho er rett.",
            en: "1 cell must be mended in the file. Nothing was written, and nothing will be until it is right." }
        bad_cells(n: &str) => {
            nb: "{n} celler må rettes i filen. Ingenting er skrevet, og ingenting blir skrevet før alle er riktige.",
            nn: "{n} celler må rettast i fila. Ingenting er skrive, og ingenting blir skrive før alle er rette.",
            en: "{n} cells must be mended in the file. Nothing was written, and nothing will be until all are right." }
        answer_broke => {
            nb: "Svarene passer ikke med det som står i huset. Ingenting er skrevet. Svar annerledes, eller rett cellene i filen.",
            nn: "Svara passar ikkje med det som står i huset. Ingenting er skrive. Svar annleis, eller rett cellene i fila.",
            en: "The answers do not fit what the house holds. Nothing was written. Answer otherwise, or mend the cells in the file." }
        sheet => { nb: "Ark", nn: "Ark", en: "Sheet" }
        row => { nb: "Rad", nn: "Rad", en: "Row" }
        column => { nb: "Kolonne", nn: "Kolonne", en: "Column" }
        value => { nb: "Verdi", nn: "Verdi", en: "Value" }
        expected => { nb: "Ventet", nn: "Venta", en: "Expected" }
        whole_row => { nb: "hele raden", nn: "heile rada", en: "the whole row" }
        and_more(n: &str) => { nb: "og {n} til", nn: "og {n} til", en: "and {n} more" }
        questions => { nb: "Er det den samme?", nn: "Er det den same?", en: "Is it the same?" }
        questions_text => {
            nb: "Disse radene har bare navnet til felles med en bedrift i huset. Svar for hver.",
            nn: "Desse radene har berre namnet til felles med ei bedrift i huset. Svar for kvar.",
            en: "These rows share only their name with a startup of the house. Answer for each." }
        question(row: &str, name: &str) => { nb: "Rad {row}: {name}", nn: "Rad {row}: {name}", en: "Row {row}: {name}" }
        same_as(name: &str) => { nb: "Den samme som {name}", nn: "Den same som {name}", en: "The same as {name}" }
        another => { nb: "En annen bedrift", nn: "Ei anna bedrift", en: "Another startup" }
        notes(n: &str) => { nb: "Merknader ({n})", nn: "Merknader ({n})", en: "Notes ({n})" }
        startups => { nb: "Bedriftene", nn: "Bedriftene", en: "The startups" }
        new => { nb: "ny", nn: "ny", en: "new" }
        updated => { nb: "oppdateres", nn: "blir oppdatert", en: "updated" }
        unchanged => { nb: "uendret", nn: "uendra", en: "unchanged" }
        facts => { nb: "Nye opplysninger", nn: "Nye opplysningar", en: "New facts" }
        confirm => { nb: "Importer dette", nn: "Importer dette", en: "Import this" }
        what => { nb: "Hva", nn: "Kva", en: "What" }
        col_new => { nb: "Nye", nn: "Nye", en: "New" }
        col_changed => { nb: "Endret", nn: "Endra", en: "Changed" }
        col_same => { nb: "Uendret", nn: "Uendra", en: "Unchanged" }
        one_row => { nb: "1 rad lest.", nn: "1 rad lesen.", en: "1 row read." }
        rows(n: &str) => { nb: "{n} rader lest.", nn: "{n} rader lesne.", en: "{n} rows read." }
        companies => { nb: "Foretak", nn: "Føretak", en: "Companies" }
        no_value => { nb: "(tom)", nn: "(tom)", en: "(empty)" }
        programmes => { nb: "Nye programmer", nn: "Nye program", en: "New programmes" }
        cohorts => { nb: "Kull", nn: "Kull", en: "Cohorts" }
        again => { nb: "Last opp en rettet fil", nn: "Last opp ei retta fil", en: "Upload a mended file" }
        nothing => { nb: "Filen sier ikke noe nytt. Det er ingenting å skrive.", nn: "Fila seier ikkje noko nytt. Det er ingenting å skrive.", en: "The file tells nothing new. There is nothing to write." }
        running => { nb: "Importen skrives nå. Siden oppdaterer seg selv.", nn: "Importen blir skriven no. Sida oppdaterer seg sjølv.", en: "The import is being written. The page refreshes by itself." }
        read_one => { nb: "Leste 1 rad", nn: "Las 1 rad", en: "Read 1 row" }
        planned_one => { nb: "Skriver 1 opplysning", nn: "Skriv 1 opplysning", en: "Writing 1 fact" }
        written_one => { nb: "Skrev 1 opplysning", nn: "Skreiv 1 opplysning", en: "Wrote 1 fact" }
        read(n: &str) => { nb: "Leste {n} rader", nn: "Las {n} rader", en: "Read {n} rows" }
        planned(n: &str) => { nb: "Skriver {n} opplysninger", nn: "Skriv {n} opplysningar", en: "Writing {n} facts" }
        written(n: &str) => { nb: "Skrev {n} opplysninger", nn: "Skreiv {n} opplysningar", en: "Wrote {n} facts" }
        undo => { nb: "Angre importen", nn: "Angre importen", en: "Undo the import" }
        undo_text => {
            nb: "Når du angrer, trekkes alt importen førte inn, tilbake. Historikken beholder både importen og angringen.",
            nn: "Når du angrar, blir alt importen førte inn, trekt tilbake. Historikken held på både importen og angringa.",
            en: "Undoing withdraws all that the import brought. The history keeps both the import and its undoing." }
        undone => { nb: "Importen er angret. Tallene er regnet på nytt.", nn: "Importen er angra. Tala er rekna på nytt.", en: "The import is undone. The figures are computed anew." }
        to_figures => { nb: "Se tallene", nn: "Sjå tala", en: "See the figures" }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("import").unwrap_or_default());
    show(move |cx| load(cx, id))
}

async fn load(cx: Cx, id: String) -> Result<Page, PageError> {
    let id: ImportId = id.parse().map_err(|_| PageError::NotFound)?;
    let house = cx.house_ledger().await?;
    cx.require(Right::Import, &Resource::House(&house))?;
    let record = cx.house.store.import_record(id).await?.ok_or(PageError::NotFound)?;
    let people = cx.house.store.people().await?;
    let locale = cx.locale;
    let title = w::title(locale, &record.file_name);
    let refused = actions::shown_again(&cx, "undo").await?.and_then(|draft| draft.error("import"));
    let state = cx.house.imports.state(id);
    // Showing the preview is what makes an upload a previewed one.
    let status = match record.status {
        ImportStatus::Uploaded => ImportStatus::Previewed,
        status => status,
    };
    let content = match (record.status, state) {
        (_, Some(State::Running(progress))) => running(locale, progress).into_any(),
        (ImportStatus::Applied | ImportStatus::Undone, _) => applied(locale, &record).into_any(),
        (ImportStatus::Uploaded | ImportStatus::Previewed, state) => {
            let preview = async |answers: &Answers| match cx.house.store.preview_import(id, answers).await {
                Ok(preview) => Ok(preview),
                Err(ImportError::Store(error)) => Err(PageError::Store(error)),
                Err(_) => Err(PageError::NotFound),
            };
            let plain = preview(&Answers::default()).await?;
            let (refused, answers) = match state {
                Some(State::Refused(sentence, answers)) => (Some(sentence), answers),
                _ => (None, Answers::default()),
            };
            // What the answers broke is shown as the cells they broke, above the same questions with the answers in them.
            let broken = if plain.plan.errors.is_empty() && !answers.rows.is_empty() {
                preview(&answers).await?.plan.errors
            } else {
                Vec::new()
            };
            let refused = refused
                .filter(|_| broken.is_empty() && plain.plan.errors.is_empty())
                .map(|text| view! { <Notice kind=NoticeKind::Danger live=true>{lines(&text)}</Notice> });
            let broken = (!broken.is_empty()).then(|| bad_cells(locale, &broken, w::answer_broke(locale).to_owned()));
            view! { {refused} {broken} {planned(locale, id, &plain.report, &plain.plan, &answers)} }.into_any()
        }
    };
    let refused = refused.map(|text| view! { <Notice kind=NoticeKind::Danger live=true>{lines(&text)}</Notice> });
    let undone = (cx.query.get("done") == Some("undone"))
        .then(|| view! { <Notice kind=NoticeKind::Success live=true>{w::undone(locale)}</Notice> });
    let body = view! {
        <p class="crumbs"><a class="ds-link" href=paths::IMPORTS>{w::imports(locale)}</a></p>
        <h1 class="ds-heading">{title.clone()}</h1>
        {undone}
        {refused}
        <DefinitionList>
            <DefinitionItem term=w::profile(locale)>{super::imports::profile_name(locale, &record.profile)}</DefinitionItem>
            <DefinitionItem term=w::as_of(locale)>{format::date(locale, record.as_of)}</DefinitionItem>
            <DefinitionItem term=w::status(locale)>{shared::at_start(status.name(locale))}</DefinitionItem>
            <DefinitionItem term=w::by(locale)>{people.name_of(&record.actor, locale)}</DefinitionItem>
        </DefinitionList>
        {content}
    }
    .into_any();
    Ok(Page { title, place: Place::Imports, body, islands: false })
}

/// A text of several lines as paragraphs.
fn lines(text: &str) -> impl IntoView + use<> {
    text.lines().take(SHOWN).map(|line| view! { <p>{line.to_owned()}</p> }).collect_view()
}

fn running(locale: Locale, progress: Option<Progress>) -> impl IntoView + use<> {
    let n = |number| format::count(locale, number);
    let (step, text) = match progress {
        None => (0, String::new()),
        Some(Progress::Read { rows: 1 }) => (1, w::read_one(locale).to_owned()),
        Some(Progress::Read { rows }) => (1, w::read(locale, &n(rows))),
        Some(Progress::Planned { facts: 1 }) => (2, w::planned_one(locale).to_owned()),
        Some(Progress::Planned { facts }) => (2, w::planned(locale, &n(facts))),
        Some(Progress::Written { facts: 1 }) => (3, w::written_one(locale).to_owned()),
        Some(Progress::Written { facts }) => (3, w::written(locale, &n(facts))),
    };
    view! {
        // Without JavaScript the page asks again by itself; the import goes on whether anybody looks or not.
        <leptos_meta::Meta http_equiv="refresh" content="1"/>
        <Notice live=true>{w::running(locale)}</Notice>
        <p>
            <progress max="3" value=step.to_string() aria-label=w::status(locale)></progress>
            " "
            {text}
        </p>
    }
}

/// What an import changes, by what it is about: new, changed, known already.
fn report_table(locale: Locale, report: &Report) -> impl IntoView + use<> {
    let n = move |number: usize| format::count(locale, number);
    let row = move |what: &str, numbers: [Option<usize>; 3]| {
        let cells = numbers.map(|number| view! { <td class="number">{number.map(n)}</td> }).into_iter().collect_view();
        view! { <tr><th scope="row">{shared::at_start(what)}</th>{cells}</tr> }
    };
    let startups = [report.startups_new, report.startups_updated, report.startups_unchanged].map(Some);
    let kinds = report
        .facts
        .iter()
        .map(|(kind, brings)| row(kind.name(locale), [brings.new, brings.corrected, brings.unchanged].map(Some)))
        .collect_view();
    let startups = row(w::startups(locale), startups);
    let added = move |what: &str, number: usize| (number > 0).then(|| row(what, [Some(number), None, None]));
    let companies = added(w::companies(locale), report.companies);
    let cohorts = added(w::cohorts(locale), report.cohorts);
    let programmes = (!report.programmes.is_empty()).then(|| {
        view! { <p>{w::programmes(locale)} ": " {report.programmes.join(", ")}</p> }
    });
    let rows = match report.rows {
        1 => w::one_row(locale).to_owned(),
        many => w::rows(locale, &n(many)),
    };
    view! {
        <p>{rows}</p>
        <ScrollTable label=w::what(locale)>
            <table class="ds-table" data-size="sm">
                <thead>
                    <tr>
                        <th scope="col">{w::what(locale)}</th>
                        <th scope="col" class="number">{w::col_new(locale)}</th>
                        <th scope="col" class="number">{w::col_changed(locale)}</th>
                        <th scope="col" class="number">{w::col_same(locale)}</th>
                    </tr>
                </thead>
                <tbody>
                    {startups}
                    {companies}
                    {cohorts}
                    {kinds}
                </tbody>
            </table>
        </ScrollTable>
        {programmes}
    }
}

fn applied(locale: Locale, record: &ImportRecord) -> impl IntoView + use<> {
    let report = record.report.as_ref().map(|report| report_table(locale, report));
    let undo = (record.status == ImportStatus::Applied).then(|| {
        view! {
            <form class="form" method="post" action=actions::undo_import_path()>
                <Hidden name="import" value=record.id.to_string()/>
                <p>{w::undo_text(locale)}</p>
                <div class="actions">
                    <button class="ds-button" type="submit" data-variant="secondary" data-color="danger">{w::undo(locale)}</button>
                    <a class="ds-link" href=paths::FIGURES>{w::to_figures(locale)}</a>
                </div>
            </form>
        }
    });
    view! {
        <section aria-labelledby="did">
            <h2 class="ds-heading" data-size="md" id="did">{w::did(locale)}</h2>
            {report}
            {undo}
        </section>
    }
}

fn planned(locale: Locale, id: ImportId, report: &Report, plan: &Plan, answers: &Answers) -> impl IntoView + use<> {
    let errors = (!plan.errors.is_empty()).then(|| {
        let heading = match plan.errors.len() {
            1 => w::bad_cell(locale).to_owned(),
            many => w::bad_cells(locale, &format::count(locale, many)),
        };
        bad_cells(locale, &plan.errors, heading)
    });
    let notes = (!plan.warnings.is_empty()).then(|| {
        let count = format::count(locale, plan.warnings.len());
        let items =
            plan.warnings.iter().take(SHOWN).map(|warning| view! { <li>{warning.text(locale)}</li> }).collect_view();
        let more = plan.warnings.len().saturating_sub(SHOWN);
        let more = (more > 0).then(|| view! { <p>{w::and_more(locale, &format::count(locale, more))}</p> });
        view! {
            <details class="fold"><summary>{w::notes(locale, &count)}</summary><ul>{items}</ul>{more}</details>
        }
    });
    let confirm = plan.errors.is_empty().then(|| {
        if plan.changes_nothing() && plan.questions.is_empty() {
            return view! { <Notice>{w::nothing(locale)}</Notice> }.into_any();
        }
        let questions = (!plan.questions.is_empty()).then(|| questions(locale, &plan.questions, answers));
        view! {
            <form class="form" method="post" action=actions::apply_import_path()>
                <Hidden name="import" value=id.to_string()/>
                {questions}
                <div class="actions">
                    <SubmitButton label=w::confirm(locale)/>
                    <a class="ds-link" href=paths::IMPORTS>{shared::cancel(locale)}</a>
                </div>
            </form>
        }
        .into_any()
    });
    let again = (!plan.errors.is_empty()).then(
        || view! { <p><a class="ds-button" data-variant="primary" href=paths::IMPORTS>{w::again(locale)}</a></p> },
    );
    view! {
        {errors}
        <section aria-labelledby="would">
            <h2 class="ds-heading" data-size="md" id="would">{w::would(locale)}</h2>
            {report_table(locale, report)}
            {notes}
            {confirm}
            {again}
        </section>
        {startups(locale, plan)}
    }
}

fn bad_cells(locale: Locale, errors: &[CellError], heading: String) -> impl IntoView + use<> {
    let rows = errors
        .iter()
        .take(SHOWN)
        .map(|error| {
            let value = if error.value.trim().is_empty() { w::no_value(locale).to_owned() } else { error.shown() };
            let column = if error.place.column.is_empty() {
                w::whole_row(locale).to_owned()
            } else {
                error.place.column.to_string()
            };
            view! {
                <tr>
                    <td data-label=w::sheet(locale)>{error.place.sheet.to_string()}</td>
                    <td class="number" data-label=w::row(locale)>{error.place.row.to_string()}</td>
                    <td data-label=w::column(locale)>{column}</td>
                    <td data-wide="true" data-label=w::value(locale)>{value}</td>
                    <td data-wide="true" data-label=w::expected(locale)>{error.expected.text(locale)}</td>
                </tr>
            }
        })
        .collect_view();
    let more = errors.len().saturating_sub(SHOWN);
    let more = (more > 0).then(|| view! { <p>{w::and_more(locale, &format::count(locale, more))}</p> });
    view! {
        <Notice kind=NoticeKind::Danger live=true>{heading}</Notice>
        <ScrollTable label=w::expected(locale)>
            <table class="ds-table" data-stack="true">
                <thead>
                    <tr>
                        <th scope="col">{w::sheet(locale)}</th>
                        <th scope="col" class="number">{w::row(locale)}</th>
                        <th scope="col">{w::column(locale)}</th>
                        <th scope="col">{w::value(locale)}</th>
                        <th scope="col">{w::expected(locale)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </ScrollTable>
        {more}
    }
}

fn questions(locale: Locale, questions: &[Question], answers: &Answers) -> impl IntoView + use<> {
    let fields = questions
        .iter()
        .enumerate()
        .map(|(index, question)| {
            let (row, sheet) = (question.place.row, &question.place.sheet);
            // What was answered before; else the first answer that breaks nothing.
            let given = answers.rows.get(&(sheet.to_string(), row)).copied();
            let first = question.candidates.iter().find(|candidate| candidate.refused.is_empty());
            let given = given.unwrap_or(first.map_or(RowAnswer::New, |candidate| RowAnswer::Merge(candidate.id)));
            let choice = |answer: RowAnswer, label: String, refused: &[CellError]| {
                let value = match answer {
                    RowAnswer::New => "new".to_owned(),
                    RowAnswer::Merge(id) => id.to_string(),
                };
                let checked = answer == given;
                let id = format!("answer-{index}-{value}");
                let refused = refused.iter().map(|error| view! { <p>{error.text(locale)}</p> }).collect_view();
                view! {
                    <div class="ds-field">
                        <input
                            class="ds-input"
                            type="radio"
                            id=id.clone()
                            name=format!("answers[{index}]")
                            value=format!("{row}|{value}|{sheet}")
                            checked=checked
                        />
                        <label class="ds-label" for=id>{label}</label>
                    </div>
                    {refused}
                }
            };
            let same = question
                .candidates
                .iter()
                .map(|candidate| {
                    let known =
                        candidate.numbers.first().map(|number| number.grouped()).or(candidate.external_id.clone());
                    let name = match known {
                        Some(known) => format!("{} ({known})", candidate.name),
                        None => candidate.name.clone(),
                    };
                    choice(RowAnswer::Merge(candidate.id), w::same_as(locale, &name), &candidate.refused)
                })
                .collect_view();
            view! {
                <fieldset class="ds-fieldset">
                    <legend class="ds-label">{w::question(locale, &row.to_string(), &question.name)}</legend>
                    {same}
                    {choice(RowAnswer::New, w::another(locale).to_owned(), &question.refused)}
                </fieldset>
            }
        })
        .collect_view();
    view! {
        <h3 class="ds-heading" data-size="sm">{w::questions(locale)}</h3>
        <p>{w::questions_text(locale)}</p>
        {fields}
    }
}

fn startups(locale: Locale, plan: &Plan) -> impl IntoView + use<> {
    let changing: Vec<_> = plan.startups.iter().filter(|startup| startup.action != Action::Unchanged).collect();
    let rows = changing
        .iter()
        .take(SHOWN)
        .map(|startup| {
            let action = match startup.action {
                Action::New => w::new(locale),
                Action::Updated => w::updated(locale),
                Action::Unchanged => w::unchanged(locale),
            };
            view! {
                <tr>
                    <th scope="row">{startup.profile.name.clone()}</th>
                    <td class="number" data-label=w::row(locale)>{startup.place.row.to_string()}</td>
                    <td data-main="true">{action}</td>
                    <td class="number" data-label=w::facts(locale)>{format::count(locale, startup.facts.len())}</td>
                </tr>
            }
        })
        .collect_view();
    let more = changing.len().saturating_sub(SHOWN);
    let more = (more > 0).then(|| view! { <p>{w::and_more(locale, &format::count(locale, more))}</p> });
    (!changing.is_empty()).then(|| {
        view! {
            <section aria-labelledby="startups">
                <h2 class="ds-heading" data-size="md" id="startups">{w::startups(locale)}</h2>
                <ScrollTable label=w::startups(locale)>
                    <table class="ds-table" data-stack="true">
                        <thead>
                            <tr>
                                <th scope="col">{shared::startup(locale)}</th>
                                <th scope="col" class="number">{w::row(locale)}</th>
                                <th scope="col">{w::status(locale)}</th>
                                <th scope="col" class="number">{w::facts(locale)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </ScrollTable>
                {more}
            </section>
        }
    })
}
