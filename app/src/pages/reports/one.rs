//! One report: a draft as its form with what its figures would say, or what was handed in with the way to its files.

use std::collections::BTreeMap;

use domain::figures::{FigureId, definition};
use domain::format;
use domain::reports::{Part, figures};
use domain::words::Locale;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::reports::{HandedInReport, PreviewLine, Report};

use super::texts::{title as figure_title, told};
use super::{period, state};
use crate::actions;
use crate::components::markdown::Markdown;
use crate::components::{
    CheckField, DefinitionItem, DefinitionList, ErrorSummary, Field, Hidden, Notice, NoticeKind, ScrollTable,
    SubmitButton, TextArea,
};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, page as show};
use crate::paths;
use crate::question;
use crate::words as shared;

domain::catalogue! {
    pub(crate) mod w {
        texts => { nb: "Tekst", nn: "Tekst", en: "Text" }
        texts_lead => {
            nb: "Skriv {jobs.net} der tallet skal stå: setningen og fotnoten settes inn. Andre tall enn årstall og datoer kan ikke stå i teksten.",
            nn: "Skriv {jobs.net} der talet skal stå: setninga og fotnoten blir sette inn. Andre tal enn årstal og datoar kan ikkje stå i teksten.",
            en: "Write {jobs.net} where the figure is to stand: its sentence and footnote are put in. Numbers other than years and dates cannot stand in the text." }
        figures => { nb: "Tall", nn: "Tal", en: "Figures" }
        figures_lead => {
            nb: "De du krysser av, publiseres når rapporten leveres. De som ikke kan publiseres, nevnes med grunnen.",
            nn: "Dei du kryssar av, blir publiserte når rapporten blir levert. Dei som ikkje kan publiserast, blir nemnde med grunnen.",
            en: "Those you tick are published when the report is handed in. Those that cannot be published are named with the reason." }
        tick(title: &str, id: &str) => { nb: "{title} {id}", nn: "{title} {id}", en: "{title} {id}" }
        withheld(reason: &str) => { nb: "Holdes tilbake. {reason}", nn: "Blir halde tilbake. {reason}", en: "Withheld. {reason}" }
        save => { nb: "Lagre utkastet", nn: "Lagre utkastet", en: "Save the draft" }
        hand_in => { nb: "Lever rapporten", nn: "Lever rapporten", en: "Hand in the report" }
        hand_in_lead => {
            nb: "Når du leverer, lagres det du har skrevet, tallene publiseres for alltid, og rapporten kan ikke endres mer.",
            nn: "Når du leverer, blir det du har skrive lagra, tala blir publiserte for alltid, og rapporten kan ikkje endrast meir.",
            en: "When you hand it in, what you have written is saved, the figures are published for ever, and the report can no longer be changed." }
        drop => { nb: "Slett utkastet", nn: "Slett utkastet", en: "Delete the draft" }
        saved => { nb: "Utkastet er lagret.", nn: "Utkastet er lagra.", en: "The draft is saved." }
        delivered => {
            nb: "Rapporten er levert, og tallene er publisert.",
            nn: "Rapporten er levert, og tala er publiserte.",
            en: "The report is handed in, and its figures are published." }
        preview => { nb: "Slik leses teksten nå", nn: "Slik blir teksten lesen no", en: "How the text reads now" }
        download => { nb: "Last ned", nn: "Last ned", en: "Download" }
        pdf => { nb: "PDF", nn: "PDF", en: "PDF" }
        docx => { nb: "Word (DOCX)", nn: "Word (DOCX)", en: "Word (DOCX)" }
        xlsx => { nb: "Tallene som ark (XLSX)", nn: "Tala som ark (XLSX)", en: "The figures as a workbook (XLSX)" }
        figure => { nb: "Tall", nn: "Tal", en: "Figure" }
        value => { nb: "Verdi", nn: "Verdi", en: "Value" }
        sentence => { nb: "Med ord", nn: "Med ord", en: "In words" }
        held_back => { nb: "Holdt tilbake", nn: "Halde tilbake", en: "Withheld" }
        funder => { nb: "Til", nn: "Til", en: "To" }
        contract => { nb: "Avtale", nn: "Avtale", en: "Contract" }
        case_number => { nb: "Saksnummer", nn: "Saksnummer", en: "Case number" }
        due => { nb: "Frist", nn: "Frist", en: "Due" }
    }
}

/// The form of a draft, as drafts of it are called.
pub const FORM: &str = "report";

/// The page.
pub fn page() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("report").unwrap_or_default());
    show(move |cx| load(cx, id))
}

/// A notice of what was done.
pub(super) fn success(text: &'static str) -> impl IntoView {
    view! { <Notice kind=NoticeKind::Success live=true>{text}</Notice> }
}

async fn load(cx: Cx, id: String) -> Result<Page, PageError> {
    let locale = cx.locale;
    let id = id.parse().map_err(|_| PageError::NotFound)?;
    let report = cx.house.store.report(&cx.actor(), id).await?;
    let done = match cx.query.get("done") {
        Some("report-made") => Some(super::w::made(locale)),
        Some("report-saved") => Some(w::saved(locale)),
        Some("report-handed-in") => Some(w::delivered(locale)),
        _ => None,
    };
    let content = match &report.handed_in {
        Some(handed_in) => handed_in_view(&cx, &report, handed_in),
        None => draft_view(&cx, &report).await?,
    };
    let title = report.title.clone();
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        {done.map(success)}
        {facts(&cx, &report).await?}
        {content}
    }
    .into_any();
    Ok(Page { title, place: Place::Reports, body, islands: false })
}

async fn facts(cx: &Cx, report: &Report) -> Result<AnyView, PageError> {
    let locale = cx.locale;
    let house = cx.house_ledger().await?;
    let programme = house.programme(report.programme).map(|programme| programme.name.clone()).unwrap_or_default();
    let mut facts = vec![
        (shared::programme(locale), programme),
        (super::w::period(locale), period(locale, report)),
        (super::w::state(locale), state(locale, report)),
    ];
    if let Some(handed_in) = &report.handed_in {
        let content = &handed_in.content;
        facts.extend(content.funder.clone().map(|name| (w::funder(locale), name)));
        facts.extend(content.contract.clone().map(|name| (w::contract(locale), name)));
        facts.extend(content.case_number.clone().map(|number| (w::case_number(locale), number)));
    }
    facts.extend(report.due_on.map(|due| (w::due(locale), format::date(locale, due))));
    let items = facts.into_iter().map(|(term, text)| view! { <DefinitionItem term=term>{text}</DefinitionItem> });
    Ok(view! { <DefinitionList>{items.collect_view()}</DefinitionList> }.into_any())
}

fn handed_in_view(cx: &Cx, report: &Report, handed_in: &HandedInReport) -> AnyView {
    let (locale, base_url) = (cx.locale, &cx.house.base_url);
    let files = [("pdf", w::pdf(locale)), ("docx", w::docx(locale)), ("xlsx", w::xlsx(locale))];
    let files = files.into_iter().map(|(ending, label)| {
        view! { <li><a class="ds-link" href=paths::report_file(report.id, ending)>{label}</a></li> }
    });
    let sentence = |id: &FigureId| {
        let published = report.publication(id);
        match published.and_then(|published| Some((published, published.face.words(report.locale)?))) {
            Some((published, words)) => {
                let to = paths::publication(&published.address);
                format!("{} [{}]({base_url}{to})", words.sentence, published.address)
            }
            None => format!("({}: {})", figure_title(report.locale, id), w::held_back(report.locale).to_lowercase()),
        }
    };
    let parts = Part::ALL.into_iter().filter_map(|part| {
        let text = handed_in.content.texts.get(&part).filter(|text| !text.trim().is_empty())?;
        let text = told(text, sentence);
        let id = format!("part-{}", part.code());
        Some(view! {
            <section aria-labelledby=id>
                <h2 class="ds-heading" data-size="md" id=id.clone()>{part.title(report.locale)}</h2>
                <Markdown text=text/>
            </section>
        })
    });
    let rows = report.chosen().into_iter().map(|published| {
        let words = published.face.words(report.locale);
        let title = words.map(|words| words.title.clone()).unwrap_or_default();
        let sentence = words.map(|words| words.sentence.clone()).unwrap_or_default();
        view! {
            <tr>
                <th scope="row"><a class="ds-link" href=paths::publication(&published.address)>{title}</a></th>
                <td class="number" data-main="true">{question::value_text(report.locale, &published.face.figure)}</td>
                <td data-wide="true">{sentence}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let withheld = handed_in.content.withheld.iter().map(|withheld| {
        view! { <li><strong>{withheld.title.clone()}</strong>". "{withheld.reason.clone()}</li> }
    });
    let withheld = (!handed_in.content.withheld.is_empty()).then(|| {
        view! {
            <section aria-labelledby="withheld">
                <h2 class="ds-heading" data-size="md" id="withheld">{w::held_back(locale)}</h2>
                <ul class="ds-list">{withheld.collect_view()}</ul>
            </section>
        }
    });
    view! {
        <section aria-labelledby="files">
            <h2 class="ds-heading" data-size="md" id="files">{w::download(locale)}</h2>
            <ul class="ds-list">{files.collect_view()}</ul>
        </section>
        <div class="sections" lang=report.locale.tag()>
            {parts.collect_view()}
            <section aria-labelledby="figures">
                <h2 class="ds-heading" data-size="md" id="figures">{w::figures(locale)}</h2>
                <ScrollTable label=w::figures(locale)>
                    <table class="ds-table" data-stack="true">
                        <thead>
                            <tr>
                                <th scope="col">{w::figure(locale)}</th>
                                <th scope="col" class="number">{w::value(locale)}</th>
                                <th scope="col">{w::sentence(locale)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </ScrollTable>
            </section>
            {withheld}
        </div>
    }
    .into_any()
}

/// Under which name the box of a figure is posted.
#[must_use]
pub fn box_name(number: usize) -> String {
    format!("figures[f{number:02}]")
}

async fn draft_view(cx: &Cx, report: &Report) -> Result<AnyView, PageError> {
    let locale = cx.locale;
    let lines = cx.house.store.preview_report(&cx.actor(), report.id).await?;
    let again = actions::shown_again(cx, FORM).await?;
    let refused = again.is_some();
    let draft = again.unwrap_or_else(|| filled(report));
    let labels: Vec<(&str, &str)> = std::iter::once(("title", super::w::name(locale)))
        .chain(Part::ALL.into_iter().map(|part| (part.code(), part.title(locale))))
        .collect();
    let areas = Part::ALL.into_iter().map(|part| {
        view! { <TextArea input=draft.input(part.code(), part.title(locale)) rows=6/> }
    });
    let areas = areas.collect_view();
    let boxes = figures().into_iter().enumerate().map(|(number, id)| {
        let name = box_name(number);
        let ticked = if refused { !draft.value(&name, "").is_empty() } else { report.figures.contains(&id) };
        let label = w::tick(locale, &figure_title(locale, &id), &format!("{{{}}}", id.0));
        let hint = lines.iter().find(|line| line.id == id).map(|line| hint(report, line, locale));
        view! { <CheckField name=name id=Some(format!("figure-{number}")) label=label value=id.0 checked=ticked hint=hint/> }
    });
    let boxes = boxes.collect_view();
    let sentence = |id: &FigureId| {
        let line = lines.iter().find(|line| line.id == *id);
        line.and_then(|line| live(report, line)).unwrap_or_else(|| figure_title(report.locale, id))
    };
    let preview = Part::ALL.into_iter().filter_map(|part| {
        let text = report.texts.get(&part).filter(|text| !text.trim().is_empty())?;
        Some(view! {
            <h3 class="ds-heading" data-size="sm">{part.title(report.locale)}</h3>
            <Markdown text=told(text, sentence)/>
        })
    });
    let preview = preview.collect_view();
    let view = view! {
        <ErrorSummary title=shared::mend_this(locale) errors=draft.summary("", &labels)/>
        <form class="form" method="post" action=actions::save_report_path()>
            <Hidden name="report" value=report.id.to_string()/>
            <Field input=draft.input("title", super::w::name(locale))/>
            <h2 class="ds-heading" data-size="md">{w::texts(locale)}</h2>
            <p class="muted">{w::texts_lead(locale)}</p>
            {areas}
            <fieldset class="ds-fieldset">
                <legend class="ds-label">{w::figures(locale)}</legend>
                <p class="muted">{w::figures_lead(locale)}</p>
                {boxes}
            </fieldset>
            <p class="muted">{w::hand_in_lead(locale)}</p>
            <div class="actions">
                <SubmitButton label=w::save(locale) variant="secondary" name=Some("step".to_owned()) value=Some("save".to_owned())/>
                <SubmitButton label=w::hand_in(locale) name=Some("step".to_owned()) value=Some("hand-in".to_owned())/>
            </div>
        </form>
        <section aria-labelledby="preview" lang=report.locale.tag()>
            <h2 class="ds-heading" data-size="md" id="preview">{w::preview(locale)}</h2>
            {preview}
        </section>
        <form method="post" action=actions::drop_report_path()>
            <Hidden name="report" value=report.id.to_string()/>
            <SubmitButton label=w::drop(locale) variant="tertiary" danger=true/>
        </form>
    };
    Ok(view.into_any())
}

/// The living figure as a sentence.
fn live(report: &Report, line: &PreviewLine) -> Option<String> {
    if let Ok(shown) = &line.shown {
        return Some(shown.face.words(report.locale)?.sentence.clone());
    }
    Some(definition(&line.id)?.sentence(report.locale, line.figure.as_deref()?))
}

fn hint(report: &Report, line: &PreviewLine, locale: Locale) -> String {
    match &line.shown {
        Ok(shown) => shown.face.words(report.locale).map(|words| words.sentence.clone()).unwrap_or_default(),
        Err(why) => w::withheld(locale, &why.text(locale)),
    }
}

fn filled(report: &Report) -> Shown {
    let texts = report.texts.iter().map(|(part, text)| (part.code().to_owned(), text.clone()));
    Shown::filled(BTreeMap::from_iter(texts.chain(std::iter::once(("title".to_owned(), report.title.clone())))))
}
