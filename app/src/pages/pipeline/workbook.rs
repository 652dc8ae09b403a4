//! What was ticked in the pipeline's table as a workbook.

use domain::access::{Action, Resource};
use domain::exchange::{Cell, Table, TableRow};
use store::{PrivateRead, exchange};

use super::selected::{SELECTED_FORM, picked};
use crate::actions;
use crate::cx::Cx;
use crate::frame::{PageError, require_list};
use crate::words as shared;

domain::catalogue! {
    mod w {
        since => { nb: "Siden", nn: "Sidan", en: "Since" }
        days => { nb: "Dager i steget", nn: "Dagar i steget", en: "Days in stage" }
        number => { nb: "Org.nr.", nn: "Org.nr.", en: "Org. no." }
    }
}

/// What was ticked as a workbook: the table's columns, as the reader sees them. Taken along only when it is kept that it was.
///
/// # Errors
/// [`PageError::Denied`] for who may not take things out of the house, [`PageError::NotFound`] when the choice is no longer kept.
pub async fn file(cx: &Cx) -> Result<Vec<u8>, PageError> {
    require_list(cx)?;
    let house = cx.house_ledger().await?;
    cx.require(Action::Export, &Resource::House(&house))?;
    let ledger = cx.ledger().await?;
    let locale = cx.locale;
    let chosen = actions::shown_again(cx, SELECTED_FORM).await?.ok_or(PageError::NotFound)?;
    let stays = picked(cx, &ledger, &chosen.value("stays", ""));
    if stays.is_empty() {
        return Err(PageError::NotFound);
    }
    let people = cx.house.store.people().await?;
    let text = |text: &str| Cell::from(text);
    let head = [
        shared::startup(locale),
        w::number(locale),
        shared::programme(locale),
        shared::cohort(locale),
        shared::stage(locale),
        w::since(locale),
        w::days(locale),
        shared::employees(locale),
        shared::sector(locale),
        shared::mentor(locale),
    ];
    let mut rows = vec![TableRow { number: 1, cells: head.map(text).into() }];
    for (number, stay) in (2..).zip(&stays) {
        let profile = &stay.startup.profile;
        let programme = ledger.programme(stay.enrolment.programme);
        let stage = programme.and_then(|programme| programme.stage(stay.course.stage));
        let cohort = stay.enrolment.cohort.and_then(|id| ledger.cohorts.iter().find(|cohort| cohort.id == id));
        let mentor = stay.mentor.and_then(|id| people.persons.get(&id)).map_or("", |person| person.name.as_str());
        let companies: Vec<String> = stay.startup.companies.iter().map(|company| company.number.to_string()).collect();
        let employees = stay.employees.map_or(Cell::Empty, |(span, _)| match (span.low, span.high) {
            (low, high) if low == high => Cell::Number(f64::from(low)),
            _ => Cell::Text(span.to_string()),
        });
        #[expect(clippy::cast_precision_loss, reason = "days in a stage stay far below 2^53")]
        let days = Cell::Number(stay.days_in_stage as f64);
        let cells = vec![
            text(&profile.name),
            text(&companies.join(", ")),
            text(programme.map_or("", |programme| &programme.name)),
            text(cohort.map_or("", |cohort| &cohort.name)),
            text(stage.map_or("", |stage| stage.name(locale))),
            Cell::Date(stay.course.since),
            days,
            employees,
            text(profile.sector.as_deref().unwrap_or_default()),
            text(mentor),
        ];
        rows.push(TableRow { number, cells });
    }
    let table = Table { sheet: super::w::title(locale).to_owned(), rows };
    let bytes = exchange::sheet_xlsx(&table, cx.now()).map_err(|error| {
        tracing::error!(%error, "download.failed");
        PageError::NotFound
    })?;
    cx.house.store.log_read(&cx.actor(), PrivateRead::Export).await?;
    Ok(bytes)
}
