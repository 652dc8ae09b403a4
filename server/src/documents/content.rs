//! What a file is, by what is in it. A name is a claim; this is the proof. Nothing is unpacked but two small entries of an office file,
//! and of those no more than fits in a small buffer.

use std::io::{Read, Seek, SeekFrom};

use domain::documents::{DocumentKind, Unfit};
use zip::ZipArchive;

/// What the first look reads: enough for every mark that `infer` knows.
const HEAD: usize = 8 * 1024;
/// Most entries of an office file; a great presentation has some thousand.
const MOST_ENTRIES: u16 = 10_000;
/// Most bytes an office file may say that it unpacks to.
const MOST_UNPACKED: u64 = 400_000_000;
/// Most bytes read of the entry that tells what an office file is.
const MOST_TOLD: u64 = 512 * 1024;
/// The longest end of a zip: its record and a comment.
const ZIP_END: u64 = 22 + 65_535;

/// Checks that a file is of the kind its name claims, and nothing that could be run.
///
/// # Errors
/// [`Unfit`]; reading errors count as a damaged file.
pub fn check(kind: DocumentKind, file: &mut (impl Read + Seek)) -> Result<(), Unfit> {
    judge(kind, file).map_err(|error| match error {
        Verdict::Unfit(unfit) => unfit,
        Verdict::Unread => Unfit::Damaged(kind),
    })
}

enum Verdict {
    Unfit(Unfit),
    Unread,
}

impl From<Unfit> for Verdict {
    fn from(unfit: Unfit) -> Self {
        Self::Unfit(unfit)
    }
}

impl From<std::io::Error> for Verdict {
    fn from(_: std::io::Error) -> Self {
        Self::Unread
    }
}

fn judge(kind: DocumentKind, file: &mut (impl Read + Seek)) -> Result<(), Verdict> {
    file.seek(SeekFrom::Start(0))?;
    let mut head = Vec::with_capacity(HEAD);
    file.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
    if head.is_empty() {
        return Err(Unfit::Empty.into());
    }
    let found = infer::get(&head);
    if infer::is_app(&head) || head.starts_with(b"#!") {
        return Err(Unfit::Executable.into());
    }
    match kind {
        DocumentKind::Csv | DocumentKind::Txt | DocumentKind::Markdown => {
            if is_markup(&head) {
                return Err(Unfit::Markup.into());
            }
            // A text whose first bytes are some other kind's mark is that other kind, renamed.
            if found.is_some_and(|found| !matches!(found.matcher_type(), infer::MatcherType::Text)) {
                return Err(Unfit::NotAsNamed(kind).into());
            }
            text(file)
        }
        DocumentKind::Pdf => single(kind, file, &head, head.starts_with(b"%PDF-")),
        DocumentKind::Png => {
            // Its first bytes, and its last chunk: what is cut off is not taken for whole.
            single(kind, file, &head, head.starts_with(b"\x89PNG\r\n\x1a\n"))?;
            if ends_with(file, b"IEND\xaeB`\x82")? { Ok(()) } else { Err(Unfit::Damaged(kind).into()) }
        }
        DocumentKind::Jpeg => single(kind, file, &head, head.starts_with(b"\xff\xd8\xff")),
        DocumentKind::Webp => {
            let is_webp = head.get(..4) == Some(b"RIFF") && head.get(8..12) == Some(b"WEBP");
            single(kind, file, &head, is_webp)
        }
        DocumentKind::Docx
        | DocumentKind::Xlsx
        | DocumentKind::Pptx
        | DocumentKind::Odt
        | DocumentKind::Ods
        | DocumentKind::Odp => office(kind, file, &head),
    }
}

/// A kind that is one thing: it begins as it should, and does not end as a zip, which would make it two things at once.
fn single(kind: DocumentKind, file: &mut (impl Read + Seek), head: &[u8], begins: bool) -> Result<(), Verdict> {
    if !begins {
        return Err(if is_markup(head) { Unfit::Markup } else { Unfit::NotAsNamed(kind) }.into());
    }
    match zip_entries(file)? {
        None => Ok(()),
        Some(_) => Err(Unfit::NotAsNamed(kind).into()),
    }
}

/// Whether it begins as something that a browser runs: HTML, SVG, XML.
fn is_markup(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let begins = |with: &str| text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    if text.starts_with('<') {
        let tags =
            ["<!doctype", "<html", "<head", "<body", "<script", "<svg", "<?xml", "<iframe", "<!--", "<math", "<style"];
        return tags.into_iter().any(begins);
    }
    false
}

/// Whether a file ends with these bytes.
fn ends_with(file: &mut (impl Read + Seek), end: &[u8]) -> Result<bool, Verdict> {
    let length = file.seek(SeekFrom::End(0))?;
    let Some(at) = length.checked_sub(end.len() as u64) else { return Ok(false) };
    file.seek(SeekFrom::Start(at))?;
    let mut last = Vec::with_capacity(end.len());
    file.read_to_end(&mut last)?;
    Ok(last == end)
}

/// How many entries a file has as a zip, by the record at its end; `None` when it does not end as one.
fn zip_entries(file: &mut (impl Read + Seek)) -> Result<Option<u16>, Verdict> {
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(length.saturating_sub(ZIP_END)))?;
    let mut tail = Vec::new();
    file.take(ZIP_END).read_to_end(&mut tail)?;
    let found = tail.windows(22).enumerate().rev().find_map(|(at, record)| {
        let number = |from: usize| u16::from_le_bytes([record[from], record[from + 1]]);
        let ends = at + 22 + usize::from(number(20)) == tail.len();
        (record.starts_with(b"PK\x05\x06") && ends).then(|| number(10))
    });
    Ok(found)
}

/// A whole text: UTF-8, or the letters of Windows-1252, without signs that no text holds.
fn text(file: &mut (impl Read + Seek)) -> Result<(), Verdict> {
    file.seek(SeekFrom::Start(0))?;
    let mut buffer = [0u8; 64 * 1024];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(());
        }
        // Both character sets keep these bytes for what cannot be seen, so it does not matter which of them it is.
        let strange = |byte: &u8| (*byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c)) || *byte == 0x7f;
        if buffer[..read].iter().any(strange) {
            return Err(Unfit::NotText.into());
        }
    }
}

/// An office file: a zip of a few thousand entries at most, whose own description says what it is, without macros.
fn office(kind: DocumentKind, file: &mut (impl Read + Seek), head: &[u8]) -> Result<(), Verdict> {
    if head.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(Unfit::OldOffice.into());
    }
    if !head.starts_with(b"PK\x03\x04") {
        return Err(if is_markup(head) { Unfit::Markup } else { Unfit::NotAsNamed(kind) }.into());
    }
    match zip_entries(file)? {
        None => return Err(Unfit::Damaged(kind).into()),
        Some(many) if many > MOST_ENTRIES => return Err(Unfit::Bomb.into()),
        Some(_) => {}
    }
    file.seek(SeekFrom::Start(0))?;
    let mut archive = ZipArchive::new(file).map_err(|_| Verdict::Unread)?;
    if archive.offset() != 0 {
        return Err(Unfit::NotAsNamed(kind).into());
    }
    let mut unpacked = 0u64;
    let mut names = Vec::with_capacity(archive.len());
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).map_err(|_| Verdict::Unread)?;
        unpacked = unpacked.saturating_add(entry.size());
        names.push(entry.name().map_err(|_| Verdict::Unread)?.to_lowercase());
    }
    if unpacked > MOST_UNPACKED {
        return Err(Unfit::Bomb.into());
    }
    if names.iter().any(|name| is_macro(name)) {
        return Err(Unfit::Macros.into());
    }
    let (described_in, main) = description(kind);
    let told = entry(&mut archive, described_in)?.ok_or(Unfit::NotAsNamed(kind))?;
    let folded = told.to_lowercase();
    if folded.contains("macroenabled") || folded.contains("vbaproject") {
        return Err(Unfit::Macros.into());
    }
    let right = if described_in == "mimetype" { told.trim() == main } else { told.contains(main) };
    if right { Ok(()) } else { Err(Unfit::NotAsNamed(kind).into()) }
}

/// Whether an entry of an office file, by its name in small letters, holds macros.
fn is_macro(name: &str) -> bool {
    name.contains("vbaproject")
        || name.contains("vbadata")
        || name.starts_with("basic/")
        || name.starts_with("scripts/")
        || name.contains("macrosheets/")
}

/// Which entry says what an office file is, and what it says there.
const fn description(kind: DocumentKind) -> (&'static str, &'static str) {
    const TYPES: &str = "[Content_Types].xml";
    match kind {
        DocumentKind::Docx => {
            (TYPES, "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml")
        }
        DocumentKind::Xlsx => (TYPES, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
        DocumentKind::Pptx => {
            (TYPES, "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml")
        }
        DocumentKind::Odt => ("mimetype", "application/vnd.oasis.opendocument.text"),
        DocumentKind::Ods => ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        _ => ("mimetype", "application/vnd.oasis.opendocument.presentation"),
    }
}

/// The text of one entry, as much of it as [`MOST_TOLD`]; `None` when it is not there.
fn entry<R: Read + Seek>(archive: &mut ZipArchive<R>, name: &str) -> Result<Option<String>, Verdict> {
    let entry = match archive.by_name(name) {
        Ok(entry) => entry,
        Err(zip::result::ZipError::FileNotFound) => return Ok(None),
        Err(_) => return Err(Verdict::Unread),
    };
    let mut told = Vec::new();
    entry.take(MOST_TOLD).read_to_end(&mut told)?;
    Ok(Some(String::from_utf8_lossy(&told).into_owned()))
}

#[cfg(test)]
#[path = "content_tests.rs"]
mod tests;
