//! The pipeline as a table: every stay in a row, in the order asked for, a page at a time.

use std::cmp::Ordering;
use std::sync::Arc;

use domain::board::Stay;
use domain::format;
use domain::ledger::Ledger;
use leptos::prelude::*;
use store::People;

use super::{Asked, PAGE_SIZE, gone_mark, kept, may_move, w};
use crate::components::{CheckField, Hidden, Pagination, ScrollTable, SortDirection, SortLink, StageTag, SubmitButton};
use crate::cx::Cx;
use crate::paths;
use crate::words as shared;

/// The stays as rows.
pub(super) fn table(
    cx: &Cx,
    ledger: &Arc<Ledger>,
    asked: &Asked,
    mut shown: Vec<&Stay>,
    mentors: &People,
) -> impl IntoView + use<> {
    let locale = cx.locale;
    let position = |stay: &Stay| {
        ledger
            .programme(stay.enrolment.programme)
            .and_then(|programme| programme.stage(stay.course.stage))
            .map(|stage| stage.position)
    };
    let compare = |a: &&Stay, b: &&Stay| -> Ordering {
        let order = match asked.sort.as_str() {
            "name" => Ordering::Equal,
            "stage" => position(a).cmp(&position(b)),
            "since" => a.course.since.cmp(&b.course.since),
            "employees" => a.employees.map(|(span, _)| span.low).cmp(&b.employees.map(|(span, _)| span.low)),
            "sector" => a.startup.profile.sector.cmp(&b.startup.profile.sector),
            _ => (a.course.is_open(), a.days_in_stage).cmp(&(b.course.is_open(), b.days_in_stage)),
        };
        let order = if asked.direction == SortDirection::Descending { order.reverse() } else { order };
        let by_name = a.folded.cmp(&b.folded);
        let by_name = if asked.sort == "name" && asked.direction == SortDirection::Descending {
            by_name.reverse()
        } else {
            by_name
        };
        order.then(by_name).then_with(|| a.enrolment.id.cmp(&b.enrolment.id))
    };
    let pages = shown.len().div_ceil(PAGE_SIZE).max(1);
    let page = asked.page.min(pages);
    let (from, to) = ((page - 1) * PAGE_SIZE, (page * PAGE_SIZE).min(shown.len()));
    // Only the page asked for needs to be in order: its rows are selected first, which matters at tens of thousands.
    if to < shown.len() {
        shown.select_nth_unstable_by(to, compare);
        shown.truncate(to);
    }
    shown.sort_unstable_by(compare);
    let rows = shown[from..]
        .iter()
        .map(|stay| {
            let profile = &stay.startup.profile;
            let programme = ledger.programme(stay.enrolment.programme);
            let stage = programme.and_then(|programme| programme.stage(stay.course.stage));
            let cohort =
                stay.enrolment.cohort.and_then(|id| ledger.cohorts.iter().find(|cohort| cohort.id == id)).map(|c| c.name.clone());
            #[expect(clippy::cast_precision_loss, reason = "days in a stage stay far below 2^53")]
            let days = format::number(locale, stay.days_in_stage as f64, 0);
            view! {
                <tr data-row>
                    <th scope="row">
                        <label class="pick">
                            <input class="ds-input" type="checkbox" name="pick[]" value=stay.enrolment.id.to_string() data-pick/>
                            <span class="ds-sr-only">{w::pick_one(locale, &profile.name)}</span>
                        </label>
                        <a class="ds-link" href=paths::startup(profile.id)>{profile.name.clone()}</a>
                        {gone_mark(cx, ledger, stay, asked.as_of).map(|mark| view! { " " <span class="gone-tag">{mark}</span> })}
                    </th>
                    <td>
                        {stage.map(|stage| view! { <StageTag phase=stage.phase.code() label=stage.name(locale).to_owned()/> })}
                    </td>
                    <td class="number" data-label=w::days_in_stage(locale)>{days}</td>
                    <td data-same="true" data-keep="true">{format::date(locale, stay.course.since)}</td>
                    <td class="number" data-label=shared::employees(locale)>{stay.employees.map(|(span, _)| span.to_string())}</td>
                    <td>{profile.sector.clone()}</td>
                    <td data-keep="true">{cohort}</td>
                    <td>{stay.mentor.map(|id| mentors.person_name(id, locale))}</td>
                    <td data-act="true">
                        {may_move(cx, ledger, stay)
                            .then(|| {
                                view! {
                                    <a class="ds-link" data-move-link href=paths::move_stay(profile.id, stay.enrolment.id)>
                                        {w::open_move(locale)}
                                        <span class="ds-sr-only">{format!(" {}", profile.name)}</span>
                                    </a>
                                }
                            })}
                    </td>
                </tr>
            }
        })
        .collect_view();
    let head = |name: &str, label: &str, numeric: bool| {
        let sorted = (asked.sort == name).then_some(asked.direction);
        let value = match sorted {
            Some(SortDirection::Ascending) => format!("-{name}"),
            Some(SortDirection::Descending) | None => name.to_owned(),
        };
        let href = paths::with_query(paths::PIPELINE, &kept(&cx.query).with("sort", value));
        view! { <SortLink label=label.to_owned() href=href sorted=sorted numeric=numeric/> }
    };
    let heads = view! {
        {head("name", shared::startup(locale), false)}
        {head("stage", shared::stage(locale), false)}
        {head("days", w::days_in_stage(locale), true)}
        {head("since", w::since(locale), false)}
        {head("employees", shared::employees(locale), true)}
        {head("sector", shared::sector(locale), false)}
        <th scope="col">{shared::cohort(locale)}</th>
        <th scope="col">{shared::mentor(locale)}</th>
        <th scope="col"><span class="ds-sr-only">{w::open_move(locale)}</span></th>
    }
    .into_any();
    let query = kept(&cx.query);
    let page_ids = shown[from..].iter().map(|stay| stay.enrolment.id.to_string()).collect::<Vec<_>>().join(" ");
    let back = paths::with_query(
        paths::PIPELINE,
        &query.clone().with("page", if page > 1 { page.to_string() } else { String::new() }),
    );
    view! {
        <form method="post" action=crate::actions::pick_path() class="picker">
        <Hidden name="page" value=page_ids/>
        <Hidden name="back" value=back/>
        <div class="actions picker__bar">
            <CheckField name="all" label=w::pick_all(locale)/>
            <SubmitButton label=w::picked_do(locale) variant="secondary"/>
        </div>
        <ScrollTable label=w::title(locale)>
            <table class="ds-table" data-stack="true">
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </ScrollTable>
        </form>
        <Pagination
            page=page
            pages=pages
            href=move |number| paths::with_query(paths::PIPELINE, &query.clone().with("page", number))
            label=shared::pages(locale)
            previous=shared::previous(locale)
            next=shared::next(locale)
        />
    }
}
