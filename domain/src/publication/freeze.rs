//! Makes a published file of a figure.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::inputs::{Input, Move, Stay};
use super::kinds::{every_kind, noted, without_names};
use super::least::{Engine, Row, least, nameless};
use super::{
    Body, DefinitionVersion, ENGINE, FORMAT, File, FreezeError, InstanceKey, Pseudonym, Secret, Use, Words, canonical,
    digest, thaw, without_nulls,
};
use crate::facts::{FactKind, Source};
use crate::figures::history::population;
use crate::figures::{Definition, Figure, FigureId, Query, Scope, compute_by, definition};
use crate::ids::StartupId;
use crate::ledger::{Ledger, StartupLedger};
use crate::time::Instant;
use crate::words::{Locale, fold};

/// What is to be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Which figure.
    pub id: FigureId,
    /// The question it answers.
    pub query: Query,
    /// Where it is used.
    pub used: Use,
    /// The present instant.
    pub issued_at: Instant,
}

/// A published figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Publication {
    /// What the file says.
    pub file: File,
    /// The file, byte for byte.
    pub bytes: Vec<u8>,
    /// Which startup is behind which pseudonym. For the house alone.
    pub pseudonyms: BTreeMap<StartupId, Pseudonym>,
}

impl Publication {
    /// Gives the living figure the file's own levels, so that whatever is drawn from it says the same to the last bit: the file adds
    /// its rows up in the order of their pseudonyms, and parts of jobs do not add up alike in every order.
    pub fn settle(&self, figure: &mut Figure) {
        let level = |name: &str| self.file.body.outputs.get(name).and_then(Value::as_f64);
        figure.numerator = level("numerator").unwrap_or(figure.numerator);
        for (own, name) in
            [(&mut figure.value, "value"), (&mut figure.floor, "floor"), (&mut figure.ceiling, "ceiling")]
        {
            *own = own.and(level(name).or(*own));
        }
    }
}

/// Freezes a figure: inputs, outputs, words, digest and signature.
///
/// The digits are computed from the inputs in the file, and each startup's row is held against the living one.
///
/// # Errors
/// [`FreezeError`]: an unknown figure, two startups with one pseudonym, or a definition that reads something a file does not hold.
pub fn freeze(ledger: &Ledger, asked: &Asked, secret: &Secret, key: &InstanceKey) -> Result<Publication, FreezeError> {
    let definition = definition(&asked.id).ok_or_else(|| FreezeError::UnknownFigure(asked.id.clone()))?;
    freeze_by(definition.as_ref(), ledger, asked, secret, key)
}

/// The same by a definition at hand: a former version of it, or the newest.
///
/// # Errors
/// As [`freeze`].
pub fn freeze_by(
    definition: &dyn Definition,
    ledger: &Ledger,
    asked: &Asked,
    secret: &Secret,
    key: &InstanceKey,
) -> Result<Publication, FreezeError> {
    let (inputs, pseudonyms) = inputs(ledger, definition, &asked.query, secret)?;
    let figure = thaw::figure(&inputs, definition, &asked.query).map_err(FreezeError::NotSelfContained)?;
    same_rows(ledger, definition, asked, &figure, &pseudonyms)?;
    let body = Body {
        format: FORMAT.to_owned(),
        engine: ENGINE,
        definition: DefinitionVersion { id: asked.id.clone(), version: definition.version() },
        formula: definition.formula(),
        question: question(&asked.query)?,
        issued_at: asked.issued_at,
        used: asked.used.clone(),
        key: key.id(),
        words: words(definition, &figure),
        inputs,
        outputs: outputs(&figure)?,
    };
    let (file, bytes) = sign(body, key)?;
    Ok(Publication { file, bytes, pseudonyms })
}

/// Puts digest and signature under a body.
pub(super) fn sign(body: Body, key: &InstanceKey) -> Result<(File, Vec<u8>), FreezeError> {
    let canonical_body = canonical(&body)?;
    let file =
        File { digest: digest(&canonical_body), public_key: key.public(), signature: key.sign(&canonical_body), body };
    let bytes = canonical(&file)?;
    // As a reader of the bytes has it, where a whole number is held as one.
    let file = serde_json::from_slice(&bytes).map_err(|error| FreezeError::NotCanonical(error.to_string()))?;
    Ok((file, bytes))
}

/// The startups of a question with the facts their rows need, by pseudonym, and who is behind each.
pub(super) fn inputs(
    ledger: &Ledger,
    definition: &dyn Definition,
    query: &Query,
    secret: &Secret,
) -> Result<(Vec<Input>, BTreeMap<StartupId, Pseudonym>), FreezeError> {
    let startups = population(ledger, query.known_at);
    let pseudonyms: BTreeMap<StartupId, Pseudonym> =
        startups.iter().map(|startup| (startup.profile.id, secret.pseudonym(startup.profile.id))).collect();
    let mut engine = Engine::new(definition, query, ledger.programmes.clone());
    let mut without_names = Engine::new(definition, query, nameless(&ledger.programmes));
    let mut inputs = Vec::with_capacity(startups.len());
    for startup in startups {
        let named = without_names.row(startup) != engine.row(startup);
        let least = least(if named { &mut engine } else { &mut without_names }, startup);
        inputs.push(input(ledger, &query.scope, least, secret.pseudonym(startup.profile.id), named)?);
    }
    inputs.sort_by_key(|input| input.key);
    if inputs.windows(2).any(|pair| pair[0].key == pair[1].key) {
        return Err(FreezeError::SamePseudonym);
    }
    Ok((inputs, pseudonyms))
}

/// Writes one startup down without its names.
fn input(
    ledger: &Ledger,
    scope: &Scope,
    mut startup: StartupLedger,
    key: Pseudonym,
    named: bool,
) -> Result<Input, FreezeError> {
    without_names(&mut startup, scope.programme.is_some() || scope.cohort.is_some());
    let mut facts = BTreeMap::new();
    macro_rules! write {
        ($list:ident, $kind:expr) => {
            if !startup.$list.is_empty() {
                let written = noted(&startup.$list).map_err(|error| FreezeError::NotCanonical(error.to_string()))?;
                facts.insert($kind.code().to_owned(), written);
            }
        };
    }
    every_kind!(write);
    let asked = scope.sector.as_ref();
    let same_sector = asked.is_some_and(|asked| startup.profile.sector.as_deref().map(fold) == Some(fold(asked)));
    let stays = startup.enrolments.iter().filter_map(|enrolment| {
        let programme = ledger.programme(enrolment.programme)?;
        let moves: Vec<Move> = startup
            .stage_changes
            .iter()
            .filter_map(|fact| {
                let change = fact.body.filter(|change| change.enrolment == enrolment.id)?;
                let stage = programme.stage(change.to)?;
                Some(Move {
                    on: fact.valid_on,
                    phase: stage.phase,
                    kind: stage.kind,
                    stage: named.then(|| stage.key.clone()),
                    by: Some(fact.source).filter(|source| *source != Source::Mentor),
                    outcome: change.outcome,
                })
            })
            .collect();
        (!moves.is_empty()).then(|| Stay {
            // A cohort is one of a programme, which some definitions then ask for.
            programme: match scope.cohort {
                Some(_) => Some(enrolment.programme),
                None => scope.programme.filter(|asked| *asked == enrolment.programme),
            },
            slug: named.then(|| programme.slug.clone()),
            cohort: scope.cohort.filter(|asked| Some(*asked) == enrolment.cohort),
            moves,
        })
    });
    Ok(Input { key, sector: asked.filter(|_| same_sector).cloned(), stays: stays.collect(), facts })
}

/// Holds the rows computed from the file against those of the living ledger.
fn same_rows(
    ledger: &Ledger,
    definition: &dyn Definition,
    asked: &Asked,
    frozen: &Figure,
    pseudonyms: &BTreeMap<StartupId, Pseudonym>,
) -> Result<(), FreezeError> {
    let living = compute_by(ledger, definition, &asked.query);
    let thawed = |startup: &StartupId| pseudonyms.get(startup).map(|key| thaw::startup_id(*key));
    let (mut within, mut out) = (living.rows_in, living.rows_out);
    for row in &mut within {
        row.startup = thawed(&row.startup).unwrap_or(row.startup);
    }
    for row in &mut out {
        row.startup = thawed(&row.startup).unwrap_or(row.startup);
    }
    within.sort_by_key(|row| row.startup);
    out.sort_by_key(|row| row.startup);
    if Row(within, out) == Row(frozen.rows_in.clone(), frozen.rows_out.clone()) {
        Ok(())
    } else {
        Err(FreezeError::NotSelfContained(format!("{} reads something a published file does not hold", asked.id.0)))
    }
}

/// The question as the file writes it: what is as in the whole house is left out, so that a scope that learns to narrow in
/// another way does not change the files there are.
pub(super) fn question(query: &Query) -> Result<Map<String, Value>, FreezeError> {
    let json = |error: serde_json::Error| FreezeError::NotCanonical(error.to_string());
    let whole = serde_json::to_value(Scope::default()).map_err(json)?;
    let mut question = Map::new();
    question.insert("as_of".to_owned(), serde_json::to_value(query.as_of).map_err(json)?);
    question.insert("known_at".to_owned(), serde_json::to_value(query.known_at).map_err(json)?);
    let mut scope = without_nulls(serde_json::to_value(&query.scope).map_err(json)?);
    if let Value::Object(scope) = &mut scope {
        // Of what jobs are counted is always said.
        scope.retain(|name, value| name == "measure" || whole.get(name) != Some(value));
    }
    question.insert("scope".to_owned(), scope);
    Ok(question)
}

/// The figure as the file writes it: without what the body says elsewhere, its rows under pseudonyms.
pub(super) fn outputs(figure: &Figure) -> Result<Value, FreezeError> {
    let whole = serde_json::to_value(figure).map_err(|error| FreezeError::NotCanonical(error.to_string()))?;
    let Value::Object(mut outputs) = without_nulls(whole) else {
        return Err(FreezeError::NotCanonical("a figure is an object".to_owned()));
    };
    for elsewhere in ["id", "definition", "query"] {
        outputs.remove(elsewhere);
    }
    for (rows, ids) in [
        ("rows_in", figure.rows_in.iter().map(|row| row.startup).collect::<Vec<_>>()),
        ("rows_out", figure.rows_out.iter().map(|row| row.startup).collect()),
    ] {
        let Some(Value::Array(rows)) = outputs.get_mut(rows) else { continue };
        for (row, id) in rows.iter_mut().zip(ids) {
            if let Value::Object(row) = row {
                row.remove("startup");
                row.insert("key".to_owned(), Value::String(thaw::pseudonym(id).to_string()));
            }
        }
    }
    Ok(Value::Object(outputs))
}

/// What the definition says of the figure in each language.
pub(super) fn words(definition: &dyn Definition, figure: &Figure) -> BTreeMap<String, Words> {
    let words = |locale: Locale| Words {
        title: definition.title(locale),
        rule: definition.rule(locale),
        sentence: definition.sentence(locale, figure),
    };
    Locale::ALL.into_iter().map(|locale| (locale.tag().to_owned(), words(locale))).collect()
}
