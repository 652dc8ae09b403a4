//! Why an import, or taking one back, did nothing.

use chrono::NaiveDate;
use domain::access::{Decision, Reason};
use domain::exchange::{CellError, Place, ProfileError, Question, one_line};
use domain::format;
use domain::words::Locale;

use super::file::FileError;
use super::undo::{Remedy, Resting};
use crate::error::{Missing, StoreError};

/// So many startups are named in a refusal; the rest is counted.
const MOST_NAMED: usize = 20;

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
    #[error("cells that cannot be taken: {}", .0.len())]
    Cells(Vec<CellError>),
    /// Rows of which only the name is known here, without an answer.
    #[error("rows that share only their name with a startup that is here: {}", .0.len())]
    Questions(Vec<Question>),
    /// No such import.
    #[error("there is no such import")]
    NotFound,
    /// It was applied before, or taken back.
    #[error("the import was applied before")]
    AlreadyApplied,
    /// The policy says no.
    #[error("{0}")]
    Denied(Reason),
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
    #[error("later facts that rest on the import: {}", .0.len())]
    RestedOn(Vec<Resting>),
    /// The policy says no.
    #[error("{0}")]
    Denied(Reason),
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
        one_cell => {
            nb: "Ingenting ble importert. 1 celle må rettes:",
            nn: "Ingenting vart importert. 1 celle må rettast:",
            en: "Nothing was imported. 1 cell must be mended:" }
        cells(count: &str) => {
            nb: "Ingenting ble importert. {count} celler må rettes:",
            nn: "Ingenting vart importert. {count} celler må rettast:",
            en: "Nothing was imported. {count} cells must be mended:" }
        one_question => {
            nb: "Ingenting ble importert. 1 rad har bare navnet til felles med en bedrift som finnes her. Er det den samme?",
            nn: "Ingenting vart importert. 1 rad har berre namnet til felles med ei bedrift som finst her. Er det den same?",
            en: "Nothing was imported. 1 row shares only its name with a startup that is here. Is it the same one?" }
        questions(count: &str) => {
            nb: "Ingenting ble importert. {count} rader har bare navnet til felles med en bedrift som finnes her. Er det de samme?",
            nn: "Ingenting vart importert. {count} rader har berre namnet til felles med ei bedrift som finst her. Er det dei same?",
            en: "Nothing was imported. {count} rows share only their name with a startup that is here. Are they the same ones?" }
        if_same(why: &str) => { nb: "Hvis det er den samme: {why}", nn: "Om det er den same: {why}", en: "If it is the same one: {why}" }
        if_new(why: &str) => { nb: "Hvis det er en annen: {why}", nn: "Om det er ei anna: {why}", en: "If it is another one: {why}" }
        question(sheet: &str, row: u32, name: &str) => { nb: "{sheet}, rad {row}: {name}", nn: "{sheet}, rad {row}: {name}", en: "{sheet}, row {row}: {name}" }
        applied => {
            nb: "Importen er allerede gjennomført. Last opp fila på nytt hvis du vil importere den igjen.",
            nn: "Importen er alt gjennomført. Last opp fila på nytt om du vil importere ho igjen.",
            en: "The import was applied already. Upload the file again to import it once more." }
        not_applied => {
            nb: "Importen er ikke i kraft, så det er ingenting å angre.",
            nn: "Importen er ikkje i kraft, så det er ingenting å angre.",
            en: "The import is not in force, so there is nothing to undo." }
        one_rests => {
            nb: "Importen kan ikke angres, og ingenting ble endret: 1 senere opplysning bygger på den.",
            nn: "Importen kan ikkje angrast, og ingenting vart endra: 1 seinare opplysning byggjer på han.",
            en: "The import cannot be undone, and nothing was changed: 1 later fact rests on it." }
        rest(count: &str) => {
            nb: "Importen kan ikke angres, og ingenting ble endret: {count} senere opplysninger bygger på den.",
            nn: "Importen kan ikkje angrast, og ingenting vart endra: {count} seinare opplysningar byggjer på han.",
            en: "The import cannot be undone, and nothing was changed: {count} later facts rest on it." }
        undo_later => {
            nb: "Angre senere importer først, den siste først.",
            nn: "Angre seinare importar først, den siste først.",
            en: "Undo later imports first, the last one first." }
        withdraw => {
            nb: "Trekk tilbake det som er registrert for hånd siden.",
            nn: "Trekk tilbake det som er registrert for hand sidan.",
            en: "Withdraw what was recorded by hand since." }
        by_hand => {
            nb: "Noe av det importen førte inn er rettet for hånd, og det kan ikke angres av seg selv: rett resten for hånd også.",
            nn: "Noko av det importen førte inn er retta for hand, og det kan ikkje angrast av seg sjølv: rett resten for hand òg.",
            en: "Some of what the import brought was corrected by hand and cannot be undone by itself: correct the rest by hand too." }
        several(name: &str, count: &str, first: &str) => {
            nb: "{name}: {count} opplysninger, blant dem {first}",
            nn: "{name}: {count} opplysningar, blant dei {first}",
            en: "{name}: {count} facts, among them {first}" }
        and_more(count: &str) => { nb: "og {count} bedrifter til", nn: "og {count} bedrifter til", en: "and {count} more startups" }
        and_one_more => { nb: "og 1 bedrift til", nn: "og 1 bedrift til", en: "and 1 more startup" }
        store => {
            nb: "Noe gikk galt i databasen, og ingenting ble lagret. Prøv igjen.",
            nn: "Noko gjekk gale i databasen, og ingenting vart lagra. Prøv igjen.",
            en: "Something went wrong in the database and nothing was saved. Try again." }
    }
}

impl ImportError {
    /// What a decision of the policy means for whoever imports.
    pub(super) const fn unless_allowed(decision: Decision) -> Result<(), Self> {
        match decision {
            Decision::Allowed => Ok(()),
            Decision::Hidden => Err(Self::NotFound),
            Decision::Denied(reason) => Err(Self::Denied(reason)),
        }
    }

    /// What a person reads: a sentence, and a line for each cell or row where there are some.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        match self {
            Self::File(error) => error.text(locale),
            Self::Profile(error) => words::profile(locale, &error.detail()),
            Self::AsOfInFuture(on) => words::in_future(locale, &format::date(locale, *on)),
            Self::Cells(errors) => {
                let head = match errors.len() {
                    1 => words::one_cell(locale).to_owned(),
                    many => words::cells(locale, &format::count(locale, many)),
                };
                lined(head, errors.iter().map(|error| error.text(locale)))
            }
            Self::Questions(questions) => {
                let head = match questions.len() {
                    1 => words::one_question(locale).to_owned(),
                    many => words::questions(locale, &format::count(locale, many)),
                };
                lined(head, questions.iter().flat_map(|asked| asked_lines(locale, asked)))
            }
            Self::NotFound => Missing::Import.text(locale).to_owned(),
            Self::AlreadyApplied => words::applied(locale).to_owned(),
            Self::Denied(reason) => reason.text(locale).to_owned(),
            Self::Store(_) => words::store(locale).to_owned(),
        }
    }
}

impl UndoError {
    /// What a decision of the policy means for whoever takes an import back.
    pub(super) const fn unless_allowed(decision: Decision) -> Result<(), Self> {
        match decision {
            Decision::Allowed => Ok(()),
            Decision::Hidden => Err(Self::NotFound),
            Decision::Denied(reason) => Err(Self::Denied(reason)),
        }
    }

    /// What a person reads: what stands in the way, what to do about it, and a line for each startup, of which the first are named.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        match self {
            Self::NotFound => Missing::Import.text(locale).to_owned(),
            Self::NotApplied => words::not_applied(locale).to_owned(),
            Self::Denied(reason) => reason.text(locale).to_owned(),
            Self::RestedOn(facts) => {
                let head = match facts.len() {
                    1 => words::one_rests(locale).to_owned(),
                    many => words::rest(locale, &format::count(locale, many)),
                };
                lined(head, remedies(locale, facts).chain(resting_lines(locale, facts)))
            }
            Self::Store(_) => words::store(locale).to_owned(),
        }
    }
}

/// A row that is asked about, and what each answer would break.
fn asked_lines(locale: Locale, asked: &Question) -> Vec<String> {
    let Place { sheet, row, .. } = &asked.place;
    let same = asked.candidates.iter().flat_map(|candidate| &candidate.refused);
    let same = same.map(|error| words::if_same(locale, &error.text(locale)));
    let new = asked.refused.iter().map(|error| words::if_new(locale, &error.text(locale)));
    let row = one_line(&words::question(locale, sheet, *row, &asked.name));
    std::iter::once(row).chain(same.chain(new).map(|line| format!("  {line}"))).collect()
}

/// What to do about the facts that rest on an import, each thing once.
fn remedies(locale: Locale, facts: &[Resting]) -> impl Iterator<Item = String> {
    let all = [
        (Remedy::UndoLater, words::undo_later(locale)),
        (Remedy::Withdraw, words::withdraw(locale)),
        (Remedy::ByHand, words::by_hand(locale)),
    ];
    let needed = all.into_iter().filter(|(remedy, _)| facts.iter().any(|fact| fact.remedy == *remedy));
    needed.map(|(_, sentence)| sentence.to_owned())
}

/// The startups whose facts rest on an import, one a line: thousands of lines are read by nobody.
fn resting_lines(locale: Locale, facts: &[Resting]) -> impl Iterator<Item = String> {
    let startups: Vec<&[Resting]> = facts.chunk_by(|a, b| a.startup == b.startup).collect();
    let more = startups.len().saturating_sub(MOST_NAMED);
    let more = match more {
        0 => None,
        1 => Some(words::and_one_more(locale).to_owned()),
        many => Some(words::and_more(locale, &format::count(locale, many))),
    };
    let lines: Vec<String> = startups
        .iter()
        .take(MOST_NAMED)
        .filter_map(|facts| match facts {
            [] => None,
            [one] => Some(one.text(locale)),
            [first, ..] => {
                Some(words::several(locale, &first.name, &format::count(locale, facts.len()), &first.what(locale)))
            }
        })
        .collect();
    lines.into_iter().chain(more)
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
