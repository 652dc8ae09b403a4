//! How far a contract has come, as files: what the reader sees on the page and nothing else.

use domain::contracts::Progress;
use domain::ids::ContractId;
use domain::words::Locale;
use serde_json::{Value, json};
use store::contracts::{ContractStanding, TargetStanding};

use super::progress::{Told, promise, told};
use crate::cx::Cx;
use crate::frame::PageError;
use crate::question::Sight;

/// The contract's terms in force and the progress of its targets as JSON: numbers alone, no startup.
///
/// # Errors
/// [`PageError::NotFound`] for a contract that the reader does not see or that is a draft, or the database.
pub async fn json(cx: &Cx, id: ContractId) -> Result<Vec<u8>, PageError> {
    let standing = standing(cx, id).await?;
    let sight = Sight::of(cx).await?;
    let contract = &standing.contract;
    let terms = contract.in_force(cx.today());
    let targets: Vec<Value> = standing.targets.iter().map(|target| target_json(cx.locale, &sight, target)).collect();
    let payments: Vec<Value> = contract
        .payments
        .iter()
        .map(|payment| json!({ "paid_on": payment.on, "instalment": payment.instalment, "nok": nok(payment.minor) }))
        .collect();
    let reports: Vec<Value> = contract
        .reports(cx.today())
        .into_iter()
        .map(|due| json!({ "due_on": due.due_on, "handed_in_on": due.handed_in }))
        .collect();
    let told = json!({
        "format": "grobunn/contract-progress/1",
        "contract": contract.id,
        "digest": contract.signed.as_ref().map(|signed| signed.digest.as_str()),
        "funder": terms.funder.name,
        "title": terms.title,
        "case_number": terms.case_number,
        "from_on": terms.from_on,
        "to_on": terms.to_on,
        "nok": nok(terms.minor),
        "as_of": standing.as_of,
        "counted_once": domain::contracts::words::once_formula(),
        "targets": targets,
        "payments": payments,
        "reports": reports,
    });
    serde_json::to_vec_pretty(&told).map_err(|error| {
        tracing::error!(%error, "download.failed");
        PageError::NotFound
    })
}

/// The course of each target as CSV: day, path, floor, point, ceiling, band.
///
/// # Errors
/// As [`json`].
pub async fn csv(cx: &Cx, id: ContractId) -> Result<Vec<u8>, PageError> {
    let standing = standing(cx, id).await?;
    let sight = Sight::of(cx).await?;
    write_csv(cx.locale, &sight, &standing).map_err(|error| {
        tracing::error!(%error, "download.failed");
        PageError::NotFound
    })
}

async fn standing(cx: &Cx, id: ContractId) -> Result<std::sync::Arc<ContractStanding>, PageError> {
    super::contract::find(cx, id).await?;
    let all = cx.house.store.contract_standings(&cx.actor()).await?;
    all.into_iter().find(|standing| standing.contract.id == id).ok_or(PageError::NotFound)
}

fn nok(minor: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "an amount of a contract is below 10^13 øre")]
    let kroner = minor as f64 / 100.0;
    kroner
}

/// Whether a point rests on so few startups that the reader does not see them.
fn hides(sight: &Sight, progress: &Progress, n: usize) -> bool {
    let all = progress.rows_in.iter().all(|row| sight.sees(row.startup));
    !all && domain::access::policy::withheld(n).is_some()
}

fn target_json(locale: Locale, sight: &Sight, target: &TargetStanding) -> Value {
    let progress = match told(sight, target) {
        Told::Shown(progress) => progress,
        Told::Withheld => return json!({ "withheld": "fewer than five startups" }),
        Told::Untold(why) => return json!({ "not_measured": why }),
    };
    let course: Vec<Value> = target
        .course
        .iter()
        .filter(|point| !hides(sight, progress, point.n))
        .map(|point| json!({ "on": point.on, "floor": point.floor, "point": point.point, "ceiling": point.ceiling }))
        .collect();
    let band = target.band.as_ref().ok().map(
        |band| json!({ "level": domain::contracts::forecast::LEVEL, "quarters": band.quarters, "points": band.points }),
    );
    json!({
        "promise": promise(locale, &progress.target),
        "definition": format!("{}@{}", progress.target.definition.id.0, progress.target.definition.version),
        "scope": progress.target,
        "counted_to": progress.counted_to,
        "path": progress.path,
        "floor": progress.floor,
        "point": progress.point,
        "ceiling": progress.ceiling,
        "interval": progress.interval,
        "startups": progress.rows_in.len(),
        "course": course,
        "forecast": band,
        "no_forecast": target.band.as_ref().err(),
    })
}

fn write_csv(locale: Locale, sight: &Sight, standing: &ContractStanding) -> Result<Vec<u8>, csv::Error> {
    let separator = if locale == Locale::En { b',' } else { b';' };
    let mut out = csv::WriterBuilder::new().delimiter(separator).from_writer(b"\xEF\xBB\xBF".to_vec());
    out.write_record(["target", "definition", "on", "kind", "path", "floor", "point", "ceiling"])?;
    let number = |value: f64| {
        let text = format!("{value}");
        if locale == Locale::En { text } else { text.replace('.', ",") }
    };
    for (place, target) in (1..).zip(&standing.targets) {
        let Told::Shown(progress) = told(sight, target) else { continue };
        let definition = format!("{}@{}", progress.target.definition.id.0, progress.target.definition.version);
        let mut line = |on: chrono::NaiveDate, kind: &str, levels: [Option<f64>; 3]| {
            let [floor, point, ceiling] = levels.map(|level| level.map(number).unwrap_or_default());
            let path = number(progress.target.path_at(on));
            out.write_record([
                format!("{place}"),
                definition.clone(),
                on.to_string(),
                kind.to_owned(),
                path,
                floor,
                point,
                ceiling,
            ])
        };
        for point in target.course.iter().filter(|point| !hides(sight, progress, point.n)) {
            line(point.on, "counted", [Some(point.floor), Some(point.point), Some(point.ceiling)])?;
        }
        line(progress.counted_to, "counted", [progress.floor, progress.point, progress.ceiling])?;
        if let Ok(band) = &target.band {
            for point in band.points.iter().skip(1) {
                line(point.on, "forecast", [Some(point.low), None, Some(point.high)])?;
            }
        }
    }
    out.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}
