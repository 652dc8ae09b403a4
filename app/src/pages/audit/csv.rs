//! The log as a file that a spreadsheet opens.

use domain::exchange::formula::harmless;
use domain::words::Locale;
use store::AuditEntry;

use super::difference::{self, Names};
use super::words;

/// The column names; stable in every language so that a formula written once keeps working.
const HEAD: [&str; 11] =
    ["at", "actor", "name", "role", "action", "what", "subject_kind", "subject", "startup", "change", "request"];

/// Entries as CSV: UTF-8 with a byte order mark, separated as the reader's spreadsheet expects. No text can become a formula.
///
/// # Errors
/// When a row cannot be written, which memory alone can cause.
pub fn file(locale: Locale, names: &Names<'_>, entries: &[AuditEntry]) -> Result<Vec<u8>, csv::Error> {
    let separator = if locale == Locale::En { b',' } else { b';' };
    let mut out = csv::WriterBuilder::new().delimiter(separator).from_writer(b"\xEF\xBB\xBF".to_vec());
    out.write_record(HEAD)?;
    for entry in entries {
        let startup = entry.startup.and_then(|id| names.of(locale, id.0));
        let cells = [
            entry.at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true),
            entry.actor.clone(),
            if names.persons { names.people.name_of(&entry.actor, locale) } else { String::new() },
            entry.role.clone(),
            entry.action.clone(),
            words::action_text(locale, &entry.action),
            entry.subject_kind.clone(),
            entry.subject.to_string(),
            startup.unwrap_or_default(),
            difference::as_text(&difference::lines(locale, names, entry)),
            entry.request_id.clone().unwrap_or_default(),
        ];
        out.write_record(cells.iter().map(|cell| harmless(cell).into_owned()))?;
    }
    out.into_inner().map_err(|error| csv::Error::from(std::io::Error::other(error.to_string())))
}

#[cfg(test)]
mod tests {
    use domain::ids::AuditId;
    use domain::ledger::Ledger;
    use domain::time::Instant;
    use store::People;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn no_cell_of_the_log_is_a_formula() {
        let evil = "=HYPERLINK(\"https://evil.example\")";
        let entry = AuditEntry {
            id: AuditId(Uuid::nil()),
            at: Instant::UNIX_EPOCH,
            actor: evil.to_owned(),
            role: "@role".to_owned(),
            action: "+action".to_owned(),
            subject_kind: "-kind".to_owned(),
            subject: Uuid::nil(),
            startup: None,
            before: None,
            after: Some(serde_json::json!(evil)),
            request_id: Some("\tx".to_owned()),
        };
        let (ledger, people) = (Ledger::default(), People::default());
        let names = Names { ledger: &ledger, people: &people, persons: true };
        let bytes = file(Locale::En, &names, &[entry]).unwrap();
        let mut rows = csv::Reader::from_reader(&bytes[3..]);
        for cell in rows.records().next().unwrap().unwrap().iter() {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t']), "{cell}");
        }
    }
}
