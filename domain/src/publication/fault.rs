//! What can be wrong with a published file, and why a figure cannot be published.

use super::{Difference, KeyId};
use crate::figures::FigureId;
use crate::words::Locale;

/// Why a figure cannot be published.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FreezeError {
    /// There is no such figure.
    #[error("{} is no figure", .0.0)]
    UnknownFigure(FigureId),
    /// Two startups got one pseudonym: publish again with another secret.
    #[error("two startups got the same pseudonym; publish again with another secret")]
    SamePseudonym,
    /// The definition reads something that a published file does not hold, so the file could not be checked.
    #[error("the figure cannot be computed from the file alone: {0}")]
    NotSelfContained(String),
    /// A number that JSON cannot hold.
    #[error("the figure cannot be written as canonical JSON: {0}")]
    NotCanonical(String),
}

/// Why a file does not verify.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is not JSON.
    #[error("not JSON at line {line}, column {column}: {what}")]
    NotJson {
        /// Line, counted from 1.
        line: usize,
        /// Column, counted from 1.
        column: usize,
        /// What the reader met.
        what: String,
    },
    /// It is not a publication, or of a form that another version reads.
    #[error("not a published figure in a form that is known here: {}", .found.as_deref().unwrap_or("no format"))]
    UnknownFormat {
        /// The form it names.
        found: Option<String>,
    },
    /// A field is missing, unknown, or of the wrong kind.
    #[error("not as a published figure is built: {what}")]
    Shape {
        /// Which, in the words of the reader.
        what: String,
    },
    /// It can be read, and these things are wrong with it.
    #[error("{} things are wrong with the file, first: {}", .0.len(), .0.first().map(ToString::to_string).unwrap_or_default())]
    Broken(Vec<Breach>),
}

/// One thing that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Breach {
    /// The text is not the canonical one: something was added, reordered or written otherwise.
    #[error("the text is not canonical from byte {at} on")]
    NotCanonical {
        /// The first byte that is not as it should be, counted from 0.
        at: usize,
    },
    /// The digest does not belong to the body.
    #[error("the digest is {computed}, the file says {written}")]
    Digest {
        /// As the file states it.
        written: String,
        /// As it is.
        computed: String,
    },
    /// The body names another key than the one given.
    #[error("the body names the key {named}, the file gives {given}")]
    OtherKey {
        /// The id in the body.
        named: KeyId,
        /// The id of the public key in the file.
        given: KeyId,
    },
    /// The key did not sign this body.
    #[error("the signature is not one of this key over this body")]
    Signature,
    /// The definition is not known here.
    #[error("the definition {} is not known here", .id.0)]
    UnknownDefinition {
        /// Its id.
        id: FigureId,
    },
    /// This engine holds another version of the definition.
    #[error("the file rests on version {written} of the definition, here is {here}")]
    OtherVersion {
        /// In the file.
        written: u32,
        /// Here.
        here: u32,
    },
    /// Numbers differ, and the file was computed by another engine: it may be no more than that.
    #[error("the file was computed by engine {written}, this is engine {here}")]
    OtherEngine {
        /// In the file.
        written: u32,
        /// Here.
        here: u32,
    },
    /// Question or inputs cannot be read.
    #[error("{what}")]
    Inputs {
        /// What in them.
        what: String,
    },
    /// A number or row is not what the inputs give.
    #[error("{0}")]
    Number(Difference),
}

impl Fault {
    /// The sentence a person reads, with what to do. The parts of [`Fault::Broken`] are told one by one by [`Breach::text`].
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        match self {
            Self::NotJson { line, column, .. } => words::not_json(locale, &line.to_string(), &column.to_string()),
            Self::UnknownFormat { found: Some(found) } => words::other_format(locale, found),
            Self::UnknownFormat { found: None } => words::no_format(locale).to_owned(),
            Self::Shape { what } => words::shape(locale, what),
            Self::Broken(_) => words::broken(locale).to_owned(),
        }
    }
}

impl Breach {
    /// The sentence a person reads.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        match self {
            Self::NotCanonical { at } => words::not_canonical(locale, &at.to_string()),
            Self::Digest { .. } => words::digest(locale).to_owned(),
            Self::OtherKey { .. } => words::other_key(locale).to_owned(),
            Self::Signature => words::signature(locale).to_owned(),
            Self::UnknownDefinition { id } => words::unknown_definition(locale, &id.0),
            Self::OtherVersion { written, here } => {
                words::other_version(locale, &written.to_string(), &here.to_string())
            }
            Self::OtherEngine { written, here } => words::other_engine(locale, &written.to_string(), &here.to_string()),
            Self::Inputs { what } => words::inputs(locale, what),
            Self::Number(Difference { path, written, computed }) => {
                let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".to_owned());
                words::number(locale, path, &shown(written), &shown(computed))
            }
        }
    }
}

crate::catalogue! {
    /// The words of faults.
    mod words {
        not_json(line: &str, column: &str) => {
            nb: "Filen er ikke JSON: den kan ikke leses ved linje {line}, tegn {column}. Last den ned på nytt fra siden til det publiserte tallet.",
            nn: "Fila er ikkje JSON: ho kan ikkje lesast ved linje {line}, teikn {column}. Last ho ned på nytt frå sida til det publiserte talet.",
            en: "The file is not JSON: it cannot be read at line {line}, column {column}. Download it again from the page of the published figure." }
        other_format(found: &str) => {
            nb: "Filen har formen «{found}», som ikke er kjent her. Bruk en nyere utgave av programmet.",
            nn: "Fila har forma «{found}», som ikkje er kjend her. Bruk ei nyare utgåve av programmet.",
            en: "The file has the form “{found}”, which is not known here. Use a newer version of the program." }
        no_format => {
            nb: "Filen er ikke et publisert tall.", nn: "Fila er ikkje eit publisert tal.", en: "The file is not a published figure." }
        shape(what: &str) => {
            nb: "Filen er ikke bygd som et publisert tall: {what}.",
            nn: "Fila er ikkje bygd som eit publisert tal: {what}.",
            en: "The file is not built as a published figure: {what}." }
        broken => {
            nb: "Filen er endret etter at den ble publisert, eller er skadet. Stol ikke på tallet.",
            nn: "Fila er endra etter at ho vart publisert, eller er skadd. Stol ikkje på talet.",
            en: "The file was changed after it was published, or is damaged. Do not rely on the figure." }
        not_canonical(at: &str) => {
            nb: "Teksten er ikke den som ble publisert: fra byte {at} er den skrevet på en annen måte.",
            nn: "Teksten er ikkje den som vart publisert: frå byte {at} er han skriven på ein annan måte.",
            en: "The text is not the one that was published: from byte {at} on it is written differently." }
        digest => {
            nb: "Kontrollsummen stemmer ikke med innholdet.",
            nn: "Kontrollsummen stemmer ikkje med innhaldet.",
            en: "The digest does not belong to the content." }
        other_key => {
            nb: "Filen oppgir en annen nøkkel enn den innholdet nevner.",
            nn: "Fila gjev ein annan nøkkel enn den innhaldet nemner.",
            en: "The file gives another key than the one its content names." }
        signature => {
            nb: "Signaturen er ikke fra denne nøkkelen for dette innholdet.",
            nn: "Signaturen er ikkje frå denne nøkkelen for dette innhaldet.",
            en: "The signature is not of this key over this content." }
        unknown_definition(id: &str) => {
            nb: "Definisjonen {id} er ikke kjent her. Bruk en nyere utgave av programmet.",
            nn: "Definisjonen {id} er ikkje kjend her. Bruk ei nyare utgåve av programmet.",
            en: "The definition {id} is not known here. Use a newer version of the program." }
        other_version(written: &str, here: &str) => {
            nb: "Tallet bygger på versjon {written} av definisjonen, her finnes versjon {here}.",
            nn: "Talet byggjer på versjon {written} av definisjonen, her finst versjon {here}.",
            en: "The figure rests on version {written} of the definition; here is version {here}." }
        other_engine(written: &str, here: &str) => {
            nb: "Tallet er regnet ut av motor {written}, dette er motor {here}. Forskjellene under kan komme av det.",
            nn: "Talet er rekna ut av motor {written}, dette er motor {here}. Skilnadene under kan kome av det.",
            en: "The figure was computed by engine {written}, this is engine {here}. The differences below may come from that." }
        inputs(what: &str) => {
            nb: "Grunnlaget i filen kan ikke leses: {what}.",
            nn: "Grunnlaget i fila kan ikkje lesast: {what}.",
            en: "What the figure rests on cannot be read: {what}." }
        number(path: &str, written: &str, computed: &str) => {
            nb: "{path}: filen sier {written}, grunnlaget gir {computed}.",
            nn: "{path}: fila seier {written}, grunnlaget gjev {computed}.",
            en: "{path}: the file says {written}, the inputs give {computed}." }
    }
}
