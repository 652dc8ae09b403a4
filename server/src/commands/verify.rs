//! `grobunn verify FILE`: checks a published figure with nothing but the file.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Args;
use domain::figures::Interval;
use domain::publication::{self, Breach, Fault, KeyId, Verified};
use domain::words::Locale;
use serde::Serialize;

use super::{print, print_json};
use crate::failure::Failure;

/// Check a published file: signature, digest, and every digit recomputed from the inputs in it. Needs no house.
#[derive(Debug, Args)]
pub struct Verify {
    /// The signed file, as it was downloaded
    file: PathBuf,
    /// Insist on this key, by its id (64 hexadecimal digits)
    #[arg(long, value_name = "ID")]
    key: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// What is printed. Others read it: fields are added, never renamed.
#[derive(Debug, Serialize)]
pub struct Document {
    good: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<Good>,
    faults: Vec<Wrong>,
}

/// A file that holds.
#[derive(Debug, Serialize)]
struct Good {
    figure: String,
    version: u32,
    engine: u32,
    issued_at: domain::time::Instant,
    name: String,
    place: String,
    digest: String,
    key: String,
    /// Whether the key is the one insisted on; absent when none was.
    #[serde(skip_serializing_if = "Option::is_none")]
    expected_key: Option<bool>,
    value: Option<f64>,
    floor: Option<f64>,
    ceiling: Option<f64>,
    numerator: f64,
    n: usize,
    interval: Option<Interval>,
    sentence: String,
    /// Whether rule and sentence read today as in the file.
    same_words: bool,
}

/// One thing that is wrong.
#[derive(Debug, Serialize)]
struct Wrong {
    kind: &'static str,
    /// Where, for a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    text: String,
}

/// Reads a file that may be published, but not one that cannot be.
pub fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let name = path.display();
    let unreadable = |error: std::io::Error| Failure::input(format!("{name} cannot be read: {error}"));
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let (mut bytes, most) = (Vec::new(), app::paths::MOST_PUBLICATION_BYTES);
    file.take(most as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() > most {
        return Err(Failure::input(format!("{name} is larger than {} MB; no publication is", most / 1_000_000)));
    }
    Ok(bytes)
}

/// What is wrong with a file, each thing by itself.
fn faults(fault: &Fault) -> Vec<Wrong> {
    let one = |kind| vec![Wrong { kind, path: None, text: fault.text(Locale::En) }];
    match fault {
        Fault::NotJson { .. } => one("not_json"),
        Fault::UnknownFormat { .. } => one("unknown_format"),
        Fault::Shape { .. } => one("shape"),
        Fault::Broken(breaches) => breaches.iter().map(breach).collect(),
    }
}

fn breach(breach: &Breach) -> Wrong {
    let (kind, path) = match breach {
        Breach::NotCanonical { .. } => ("not_canonical", None),
        Breach::Digest { .. } => ("digest", None),
        Breach::OtherKey { .. } => ("other_key", None),
        Breach::Signature => ("signature", None),
        Breach::UnknownDefinition { .. } => ("unknown_definition", None),
        Breach::OtherVersion { .. } => ("other_version", None),
        Breach::OtherEngine { .. } => ("other_engine", None),
        Breach::Inputs { .. } => ("inputs", None),
        Breach::Number(difference) => ("number", Some(difference.path.clone())),
    };
    Wrong { kind, path, text: breach.text(Locale::En) }
}

/// What is said of a file that does not hold, on stdout; and the failure the command ends in.
pub fn bad(fault: &Fault, name: &Path, json: bool) -> Result<Failure, Failure> {
    let faults = faults(fault);
    let failure = Failure::input(format!("{} is not as it was published", name.display()));
    if json {
        print_json(&Document { good: false, file: None, faults })?;
    } else {
        print(&faults.iter().map(|wrong| wrong.text.clone() + "\n").collect::<String>())?;
    }
    Ok(failure)
}

fn good(file: Verified, expected_key: Option<bool>) -> Good {
    let Verified { body, figure, digest, key, same_words } = file;
    let sentence = body.words.get(Locale::En.tag()).map(|words| words.sentence.clone()).unwrap_or_default();
    Good {
        figure: body.definition.id.0,
        version: body.definition.version,
        engine: body.engine,
        issued_at: body.issued_at,
        name: body.used.name,
        place: body.used.place,
        digest,
        key: key.0,
        expected_key,
        value: figure.value,
        floor: figure.floor,
        ceiling: figure.ceiling,
        numerator: figure.numerator,
        n: figure.n,
        interval: figure.interval,
        sentence,
        same_words,
    }
}

impl Verify {
    /// Checks one file.
    pub fn run(self) -> Result<(), Failure> {
        let bytes = read(&self.file)?;
        let file = match publication::verify(&bytes) {
            Ok(file) => file,
            Err(fault) => return Err(bad(&fault, &self.file, self.json)?),
        };
        let expected = self.key.map(|key| KeyId(key.trim().to_ascii_lowercase()));
        let signed = expected.as_ref().map(|key| file.signed_by(std::slice::from_ref(key)));
        let other = match (&expected, signed) {
            (Some(expected), Some(false)) => {
                Some(format!("the file is whole, but the key {} signed it and not {expected}", file.key))
            }
            _ => None,
        };
        let good = good(file, signed);
        if self.json {
            let faults = other.iter().map(|text| Wrong { kind: "unexpected_key", path: None, text: text.clone() });
            print_json(&Document { good: other.is_none(), faults: faults.collect(), file: Some(good) })?;
        } else {
            print(&format!(
                "{}\n{} {}\nThe file is whole, and every digit follows from the inputs in it.\ndigest {}\nkey    {}{}\n",
                good.sentence,
                good.name,
                good.place,
                good.digest,
                good.key,
                if signed.is_none() { " (compare it with the key the house makes known)" } else { "" }
            ))?;
        }
        other.map_or(Ok(()), |line| Err(Failure::input(line)))
    }
}
