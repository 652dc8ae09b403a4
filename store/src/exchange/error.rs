//! Why an import, or taking one back, did nothing.

use chrono::NaiveDate;
use domain::exchange::{CellError, ProfileError, Question};
use domain::format;
use domain::words::Locale;

use super::file::FileError;
use super::undo::Resting;
use crate::error::{Missing, StoreError};

/// Why an import did nothing. Whatever the reason, nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read at all.
    #[error(transparent)]
    File(#[from] FileError),
    /// The profile cannot be used.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// The day on which the file was right is yet to come.
    #[error("{0} lies in the future: a file cannot tell what is so that day")]
    AsOfInFuture(NaiveDate),
    /// Cells that cannot be taken: every one of them.
    #[error("{} cells cannot be taken", .0.len())]
    Cells(Vec<CellError>),
    /// Rows of which only the name is known here, without an answer.
    #[error("{} rows share only their name with a startup that is here", .0.len())]
    Questions(Vec<Question>),
    /// No such import.
    #[error("there is no such import")]
    NotFound,
    /// It was applied before, or taken back.
    #[error("the import was applied before")]
    AlreadyApplied,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why an import was not taken back. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum UndoError {
    /// No such import.
    #[error("there is no such import")]
    NotFound,
    /// It was never applied, or taken back before.
    #[error("the import is not in force")]
    NotApplied,
    /// Later facts rest on it.
    #[error("{} later facts rest on the import", .0.len())]
    RestedOn(Vec<Resting>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

domain::catalogue! {
    /// The sentences of imports.
    mod words {
        profile(why: &str) => { nb: "Profilen kan ikke brukes: {why}", nn: "Profilen kan ikkje brukast: {why}", en: "The profile cannot be used: {why}" }
        in_future(on: &str) => {
            nb: "{on} ligger fram i tid. Velg dagen fila var riktig, i dag eller tidligere.",
            nn: "{on} ligg fram i tid. Vel dagen fila var rett, i dag eller tidlegare.",
            en: "{on} lies in the future. Choose the day on which the file was right, today or earlier." }
        cells(count: usize) => {
            nb: "Ingenting ble importert. {count} celler må rettes:",
            nn: "Ingenting vart importert. {count} celler må rettast:",
            en: "Nothing was imported. {count} cells must be mended:" }
        questions(count: usize) => {
            nb: "Ingenting ble importert. {count} rader har bare navnet til felles med en bedrift som finnes her. Er det den samme?",
            nn: "Ingenting vart importert. {count} rader har berre namnet til felles med ei bedrift som finst her. Er det den same?",
            en: "Nothing was imported. {count} rows share only their name with a startup that is here. Is it the same one?" }
        question(sheet: &str, row: u32, name: &str) => { nb: "{sheet}, rad {row}: {name}", nn: "{sheet}, rad {row}: {name}", en: "{sheet}, row {row}: {name}" }
        applied => {
            nb: "Importen er allerede gjennomført. Last opp fila på nytt hvis du vil importere den igjen.",
            nn: "Importen er alt gjennomført. Last opp fila på nytt om du vil importere ho igjen.",
            en: "The import was applied already. Upload the file again to import it once more." }
        not_applied => {
            nb: "Importen er ikke i kraft, så det er ingenting å angre.",
            nn: "Importen er ikkje i kraft, så det er ingenting å angre.",
            en: "The import is not in force, so there is nothing to undo." }
        rested_on(count: usize) => {
            nb: "Importen kan ikke angres: {count} senere opplysninger bygger på den. Trekk dem tilbake først:",
            nn: "Importen kan ikkje angrast: {count} seinare opplysningar byggjer på han. Trekk dei tilbake først:",
            en: "The import cannot be undone: {count} later facts rest on it. Withdraw them first:" }
        store => {
            nb: "Noe gikk galt i databasen, og ingenting ble lagret. Prøv igjen.",
            nn: "Noko gjekk gale i databasen, og ingenting vart lagra. Prøv igjen.",
            en: "Something went wrong in the database and nothing was saved. Try again." }
    }
}

impl ImportError {
    /// What a person reads: a sentence, and a line for each cell or row where there are some.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        match self {
            Self::File(error) => error.text(locale),
            Self::Profile(error) => words::profile(locale, &error.to_string()),
            Self::AsOfInFuture(on) => words::in_future(locale, &format::date(locale, *on)),
            Self::Cells(errors) => {
                let lines = errors.iter().map(|error| error.text(locale));
                lined(words::cells(locale, errors.len()), lines)
            }
            Self::Questions(questions) => {
                let lines = questions
                    .iter()
                    .map(|asked| words::question(locale, &asked.place.sheet, asked.place.row, &asked.name));
                lined(words::questions(locale, questions.len()), lines)
            }
            Self::NotFound => Missing::Import.text(locale).to_owned(),
            Self::AlreadyApplied => words::applied(locale).to_owned(),
            Self::Store(_) => words::store(locale).to_owned(),
        }
    }
}

impl UndoError {
    /// What a person reads: a sentence, and a line for each fact that rests on the import.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        match self {
            Self::NotFound => Missing::Import.text(locale).to_owned(),
            Self::NotApplied => words::not_applied(locale).to_owned(),
            Self::RestedOn(facts) => {
                lined(words::rested_on(locale, facts.len()), facts.iter().map(|fact| fact.text(locale)))
            }
            Self::Store(_) => words::store(locale).to_owned(),
        }
    }
}

fn lined(head: String, lines: impl Iterator<Item = String>) -> String {
    lines.fold(head, |mut text, line| {
        text.push('\n');
        text.push_str(&line);
        text
    })
}

impl From<sea_orm::DbErr> for ImportError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl From<sea_orm::DbErr> for UndoError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}
