//! Publications and notes as CSV: UTF-8 with commas, dots in numbers, and a name for each column that never changes, for programs first
//! and spreadsheets second. No cell begins like a formula.

use app::paths;
use domain::exchange::formula::harmless;
use domain::words::Locale;
use store::publications::Published;

use super::Failed;
use super::row::Row;

/// The columns of a publication.
const PUBLICATION: [&str; 35] = [
    "id",
    "figure",
    "definition",
    "unit",
    "title_nb",
    "title_nn",
    "title_en",
    "sentence_nb",
    "sentence_nn",
    "sentence_en",
    "value",
    "floor",
    "ceiling",
    "n",
    "x",
    "interval_low",
    "interval_high",
    "too_uncertain",
    "as_of",
    "known_at",
    "issued_at",
    "updated_at",
    "programme",
    "cohort",
    "sector",
    "region",
    "admitted_from",
    "admitted_to",
    "since",
    "name",
    "place",
    "revisions",
    "digest",
    "page",
    "file",
];

/// The columns of a note.
const REVISION: [&str; 8] = ["id", "publication", "noted_at", "language", "note", "value", "n", "page"];

/// A level as a cell: every digit, with a dot. A negative number stays one: a cell of a number is no text that could be a formula.
fn number(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn text(text: &str) -> String {
    harmless(text).into_owned()
}

fn optional(value: Option<&String>) -> String {
    value.map(|value| text(value)).unwrap_or_default()
}

fn date(on: Option<chrono::NaiveDate>) -> String {
    on.map(|on| on.to_string()).unwrap_or_default()
}

/// A row for each publication.
pub fn publications_csv(rows: &[Row]) -> Result<Vec<u8>, Failed> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(PUBLICATION)?;
    for row in rows {
        let words = |told: fn(&super::row::WordsTold) -> &String| {
            Locale::ALL.map(|locale| row.words(locale).map(|words| text(told(words))).unwrap_or_default())
        };
        let unit = serde_json::to_value(row.unit)?;
        let mut record =
            vec![text(&row.id), text(&row.figure), text(&row.definition), unit.as_str().unwrap_or_default().to_owned()];
        record.extend(words(|words| &words.title));
        record.extend(words(|words| &words.sentence));
        record.extend([
            number(row.result.value),
            number(row.result.floor),
            number(row.result.ceiling),
            row.result.n.to_string(),
            row.count("x").map(|x| x.to_string()).unwrap_or_default(),
            number(row.result.interval.as_ref().map(|interval| interval.low)),
            number(row.result.interval.as_ref().map(|interval| interval.high)),
            row.result.too_uncertain.to_string(),
            row.as_of.to_string(),
            row.known_at.to_rfc3339(),
            row.issued_at.to_rfc3339(),
            row.updated_at.to_rfc3339(),
            optional(row.scope.programme.as_ref()),
            optional(row.scope.cohort.as_ref()),
            optional(row.scope.sector.as_ref()),
            optional(row.scope.region.as_ref()),
            date(row.scope.from),
            date(row.scope.to),
            date(row.scope.since),
            text(&row.name),
            optional(row.place.as_ref()),
            row.revisions.len().to_string(),
            row.digest.clone(),
            row.links.page.clone(),
            row.links.file.clone(),
        ]);
        out.write_record(&record)?;
    }
    Ok(out.into_inner().map_err(|error| error.into_error())?)
}

/// A row for each note to a publication.
pub fn revisions_csv(published: &[Published], base: &str) -> Result<Vec<u8>, Failed> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(REVISION)?;
    for (one, revision) in published.iter().flat_map(|one| one.revisions.iter().map(move |note| (one, note))) {
        let figure = revision.standing.as_ref().map(|standing| &standing.face.figure);
        out.write_record([
            revision.id.to_string(),
            one.address.clone(),
            revision.noted_at.to_rfc3339(),
            revision.locale.tag().to_owned(),
            text(&revision.note),
            number(figure.and_then(|figure| figure.value)),
            figure.map(|figure| figure.n.to_string()).unwrap_or_default(),
            format!("{base}{}", paths::publication(&one.address)),
        ])?;
    }
    Ok(out.into_inner().map_err(|error| error.into_error())?)
}
