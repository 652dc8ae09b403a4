//! The pipeline as a board: one programme's stages as columns, and the form on each card that moves it.

use std::sync::Arc;

use domain::board::Stay;
use domain::format;
use domain::house::HOUSE;
use domain::ledger::Ledger;
use domain::pipeline::{Phase, Programme, Stage, StageKind};
use domain::words::Locale;
use leptos::prelude::*;
use store::People;

use super::super::move_stay::{employees, employees_hint};
use super::{Asked, CARDS, CARDS_CLOSED, about, gone_mark, kept, may_move, w};
use crate::components::{
    Board, BoardCard, BoardColumn, BoardPhase, Empty, MoveForm, MoveStage, MoveWords, TabLink, TabLinks,
};
use crate::cx::Cx;
use crate::islands::BoardDrag;
use crate::paths;
use crate::words as shared;

/// The words of a move form.
#[must_use]
pub fn move_words(locale: Locale) -> MoveWords {
    MoveWords {
        open: w::open_move(locale).to_owned(),
        stage: w::to_stage(locale).to_owned(),
        date: shared::effective_on(locale).to_owned(),
        reason: shared::reason(locale).to_owned(),
        reason_hint: w::reason_hint(locale).to_owned(),
        submit: w::open_move(locale).to_owned(),
        cancel: shared::cancel(locale).to_owned(),
    }
}

/// The stages a stay can legally move to, in order; the rule itself is asked again when the form is sent.
#[must_use]
pub fn targets(locale: Locale, programme: &Programme, stay: &Stay) -> Vec<MoveStage> {
    let Some(from) = programme.stage(stay.course.stage) else { return Vec::new() };
    let admitted = stay.course.admitted_on.is_some();
    let legal = |stage: &&Stage| {
        stage.id != from.id
            && !stage.retired
            && match stage.kind {
                StageKind::Exit(_) => admitted,
                StageKind::Declined => !admitted,
                StageKind::Admission => true,
                StageKind::Step => (stage.phase == Phase::Mentoring) == admitted,
            }
    };
    programme
        .stages
        .iter()
        .filter(legal)
        .map(|stage| MoveStage {
            value: stage.id.to_string(),
            label: stage.name(locale).to_owned(),
            needs_reason: stage.closes() || stage.position < from.position,
        })
        .collect()
}

/// The next stage on the ordinary way, after the last one the way out: what a move form offers first.
#[must_use]
pub fn next_stage(programme: &Programme, stay: &Stay) -> Option<String> {
    let from = programme.stage(stay.course.stage)?;
    let later = || programme.stages.iter().filter(|stage| stage.position > from.position && !stage.retired);
    later()
        .find(|stage| !stage.closes())
        .or_else(|| later().find(|stage| matches!(stage.kind, StageKind::Exit(_))))
        .map(|stage| stage.id.to_string())
}

/// The stays as cards under their stages.
pub(super) fn board(
    cx: &Cx,
    ledger: &Arc<Ledger>,
    asked: &Asked,
    shown: &[&Stay],
    mentors: &People,
) -> impl IntoView + use<> {
    let locale = cx.locale;
    // One board has one row of stages, so it shows one programme: the one asked for, else the first with a stay to show.
    let programme = asked.filter.programme.and_then(|id| ledger.programme(id)).or_else(|| {
        ledger.programmes.iter().find(|programme| shown.iter().any(|stay| stay.enrolment.programme == programme.id))
    });
    let Some(programme) = programme else { return view! { <Empty title=w::nothing(locale)/> }.into_any() };
    let programmes: Vec<TabLink> = ledger
        .programmes
        .iter()
        .map(|other| TabLink {
            label: other.name.clone(),
            href: paths::with_query(paths::PIPELINE, &kept(&cx.query).with("programme", &other.slug).without("stage")),
            current: other.id == programme.id,
        })
        .collect();
    let mine: Vec<&Stay> = shown.iter().copied().filter(|stay| stay.enrolment.programme == programme.id).collect();
    let phases = Phase::ALL
        .map(|phase| {
            // A retired stage is there for as long as somebody stands in it.
            let stands = |stage: &&Stage| !stage.retired || mine.iter().any(|stay| stay.course.stage == stage.id);
            let mut stages: Vec<&Stage> =
                programme.stages.iter().filter(|stage| stage.phase == phase).filter(stands).collect();
            // The way goes from left to right; where it ends stands after it.
            stages.sort_by_key(|stage| stage.closes());
            if stages.is_empty() {
                return ().into_any();
            }
            let in_phase = mine.iter().filter(|stay| stages.iter().any(|stage| stage.id == stay.course.stage)).count();
            let columns = stages
                .into_iter()
                .map(|stage| column(cx, ledger, asked, programme, stage, &mine, mentors))
                .collect_view();
            view! {
                <BoardPhase phase=phase.code() label=phase.name(locale) count=format::count(locale, in_phase)>
                    {columns}
                </BoardPhase>
            }
            .into_any()
        })
        .collect_view();
    let movable = mine.iter().any(|stay| may_move(cx, ledger, stay));
    let switch = (programmes.len() > 1).then(|| view! { <TabLinks label=shared::programme(locale) tabs=programmes/> });
    view! {
        {switch}
        {movable.then(|| view! { <p class="muted board-hint">{w::drag_hint(locale)}</p> })}
        <BoardDrag
            placed=w::placed(locale).to_owned()
            placed_needs_reason=w::placed_needs_reason(locale).to_owned()
            put_back=w::put_back(locale).to_owned()
        >
            <Board label=w::title(locale)>{phases}</Board>
        </BoardDrag>
    }
    .into_any()
}

fn column(
    cx: &Cx,
    ledger: &Ledger,
    asked: &Asked,
    programme: &Programme,
    stage: &Stage,
    mine: &[&Stay],
    mentors: &People,
) -> impl IntoView + use<> {
    let locale = cx.locale;
    let mut stays: Vec<&Stay> = mine.iter().copied().filter(|stay| stay.course.stage == stage.id).collect();
    // Who has waited longest stands on top; among those who are out, the latest.
    if stage.closes() {
        stays.sort_by(|a, b| b.course.since.cmp(&a.course.since).then_with(|| a.folded.cmp(&b.folded)));
    } else {
        stays.sort_by(|a, b| a.course.since.cmp(&b.course.since).then_with(|| a.folded.cmp(&b.folded)));
    }
    let count = stays.len();
    let closed = stage.closes();
    let cards = if closed { CARDS_CLOSED } else { CARDS };
    let more = (count > cards).then(|| {
        let query = kept(&cx.query).with("view", "table").with("stage", stage.id).with("programme", &programme.slug);
        (
            w::more(locale, &format::count(locale, cards), &format::count(locale, count)),
            paths::with_query(paths::PIPELINE, &query),
        )
    });
    let today = cx.today().to_string();
    let back = paths::with_query(paths::PIPELINE, &kept(&cx.query));
    let cards = stays
        .into_iter()
        .take(cards)
        .map(|stay| {
            let name = stay.startup.profile.name.clone();
            let about = Some(about(locale, stay, mentors)).filter(|text| !closed && !text.is_empty());
            #[expect(clippy::cast_precision_loss, reason = "days in a stage stay far below 2^53")]
            let days = format::number(locale, stay.days_in_stage as f64, 0);
            let stuck = (stay.course.is_open() && stay.days_in_stage > HOUSE.stuck_days)
                .then(|| w::stuck_mark(locale).to_owned());
            let form = may_move(cx, ledger, stay).then(|| {
                view! {
                    <MoveForm
                        id=stay.enrolment.id.to_string()
                        name=name.clone()
                        action=crate::actions::move_path()
                        hidden=vec![
                            ("enrolment".to_owned(), stay.enrolment.id.to_string()),
                            ("startup".to_owned(), stay.startup.profile.id.to_string()),
                            ("back".to_owned(), back.clone()),
                        ]
                        stages=targets(locale, programme, stay)
                        chosen=next_stage(programme, stay)
                        employees=stay
                            .course
                            .admitted_on
                            .is_none()
                            .then(|| (employees(locale).to_owned(), employees_hint(locale).to_owned()))
                        today=today.clone()
                        words=move_words(locale)
                    />
                }
            });
            // How long one has been out says nothing; when one went does.
            let since = Some(if closed { format::date(locale, stay.course.since) } else { shared::days(locale, &days) });
            let gone = gone_mark(cx, ledger, stay, asked.as_of);
            let stuck = stuck.filter(|_| gone.is_none());
            let gone = gone.map(str::to_owned);
            let id = stay.enrolment.id.to_string();
            let href = paths::startup(stay.startup.profile.id);
            match form {
                Some(form) => view! {
                    <BoardCard id=id name=name href=href about=about since=since stuck=stuck gone=gone>{form}</BoardCard>
                }
                .into_any(),
                None => {
                    view! { <BoardCard id=id name=name href=href about=about since=since stuck=stuck gone=gone/> }.into_any()
                }
            }
        })
        .collect_view();
    view! {
        <BoardColumn stage=stage.id.to_string() label=stage.name(locale) count=format::count(locale, count) more=more closed=closed>
            {cards}
        </BoardColumn>
    }
}
