//! Documents on a startup and in an application: which kinds are taken, what they are called, how much there is room for, and why a file
//! is not taken. What is in a file is for `server` to look at; what follows from it is said here.

use unicode_normalization::UnicodeNormalization as _;

use crate::format;
use crate::words::Locale;

/// Most characters of a document's name.
pub const LONGEST_NAME: usize = 120;

/// Whole days after a document was removed until its bytes go. Until then it can be put back.
pub const UNDO_DAYS: u64 = 30;

/// A kind of document that is taken. Whatever is not here is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentKind {
    /// Portable document.
    Pdf,
    /// Word.
    Docx,
    /// Excel.
    Xlsx,
    /// `PowerPoint`.
    Pptx,
    /// Text of `LibreOffice`.
    Odt,
    /// Sheet of `LibreOffice`.
    Ods,
    /// Slides of `LibreOffice`.
    Odp,
    /// Image without loss.
    Png,
    /// Photograph.
    Jpeg,
    /// Image of the web.
    Webp,
    /// Sheet as text.
    Csv,
    /// Plain text.
    Txt,
    /// Text with marks.
    Markdown,
}

impl DocumentKind {
    /// All kinds, in the order in which they are told.
    pub const ALL: [Self; 13] = [
        Self::Pdf,
        Self::Docx,
        Self::Xlsx,
        Self::Pptx,
        Self::Odt,
        Self::Ods,
        Self::Odp,
        Self::Png,
        Self::Jpeg,
        Self::Webp,
        Self::Csv,
        Self::Txt,
        Self::Markdown,
    ];

    /// How a name of this kind ends, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Pptx => "pptx",
            Self::Odt => "odt",
            Self::Ods => "ods",
            Self::Odp => "odp",
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Webp => "webp",
            Self::Csv => "csv",
            Self::Txt => "txt",
            Self::Markdown => "md",
        }
    }

    /// What it is served as.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Odp => "application/vnd.oasis.opendocument.presentation",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Txt => "text/plain; charset=utf-8",
            Self::Markdown => "text/markdown; charset=utf-8",
        }
    }

    /// The kind that a name says it is of.
    ///
    /// # Errors
    /// Why a file of that name is not taken, whatever is in it.
    pub fn named(name: &str) -> Result<Self, Unfit> {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.trim().to_lowercase()).unwrap_or_default();
        if let Some(kind) = Self::ALL.into_iter().find(|kind| kind.extension() == ending) {
            return Ok(kind);
        }
        match ending.as_str() {
            "jpeg" => Ok(Self::Jpeg),
            "markdown" => Ok(Self::Markdown),
            "docm" | "dotm" | "xlsm" | "xltm" | "xlsb" | "xlam" | "pptm" | "potm" | "ppsm" | "ppam" => {
                Err(Unfit::Macros)
            }
            "doc" | "dot" | "xls" | "xlt" | "ppt" | "pps" => Err(Unfit::OldOffice),
            "htm" | "html" | "xhtml" | "svg" | "svgz" | "xml" | "mht" | "mhtml" => Err(Unfit::Markup),
            "exe" | "dll" | "com" | "scr" | "msi" | "bat" | "cmd" | "ps1" | "vbs" | "js" | "mjs" | "jar" | "apk"
            | "app" | "dmg" | "sh" | "py" | "lnk" | "hta" | "wsf" | "cpl" | "reg" => Err(Unfit::Executable),
            _ => Err(Unfit::UnknownKind),
        }
    }

    /// Every ending that is taken, as a file input's `accept` lists them.
    #[must_use]
    pub fn accept() -> String {
        let endings: Vec<String> = Self::ALL.into_iter().map(|kind| format!(".{}", kind.extension())).collect();
        format!("{},.jpeg", endings.join(","))
    }

    /// The kinds in words: `pdf, docx, …`.
    #[must_use]
    pub fn list() -> String {
        Self::ALL.map(Self::extension).join(", ")
    }
}

/// How much there is room for, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// In one file.
    pub file: u64,
    /// In all documents of one startup, or of one application.
    pub all: u64,
}

impl Default for Room {
    fn default() -> Self {
        Self { file: 25 * MEGABYTE, all: 500 * MEGABYTE }
    }
}

/// A megabyte, as files are told in.
pub const MEGABYTE: u64 = 1_000_000;

/// A size as a reader expects it: `340 kB`, `2,4 MB`.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "a file is far below 2^53 bytes, and this is for the eye")]
pub fn size(locale: Locale, bytes: u64) -> String {
    let (value, decimals, unit) = match bytes {
        0..1_000 => (bytes as f64, 0, "B"),
        1_000..MEGABYTE => (bytes as f64 / 1e3, 0, "kB"),
        _ => (bytes as f64 / 1e6, 1, "MB"),
    };
    format!("{}\u{a0}{unit}", format::number(locale, value, decimals))
}

/// A file's name as it is kept: without folders, without signs that cannot be seen or turn the text around, not longer than
/// [`LONGEST_NAME`], its ending kept. `None` when nothing is left of it.
#[must_use]
pub fn clean_name(typed: &str) -> Option<String> {
    let last = typed.rsplit(['/', '\\']).next().unwrap_or_default();
    let unseen = |c: &char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let name: String = last.chars().filter(|c| !unseen(c)).nfc().collect();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let blank = |text: &str| text.trim_matches(['.', ' ']).is_empty();
    if blank(name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem)) {
        return None;
    }
    let name = name.trim_start_matches(['.', ' ']).to_owned();
    if name.chars().count() <= LONGEST_NAME {
        return Some(name);
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending).filter(|ending| ending.len() <= 10);
    let ending = ending.map(|ending| format!(".{ending}")).unwrap_or_default();
    let stem: String = name.chars().take(LONGEST_NAME - ending.chars().count()).collect();
    Some(format!("{}{ending}", stem.trim_end()))
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// No file came.
    #[error("no file was chosen")]
    NoFile,
    /// Nothing is in it.
    #[error("the file is empty")]
    Empty,
    /// It has no name.
    #[error("the file has no name")]
    NoName,
    /// A kind that is not taken.
    #[error("this kind of file is not taken")]
    UnknownKind,
    /// An office file that carries macros.
    #[error("office files with macros are not taken")]
    Macros,
    /// An office file of the old formats, which may carry macros unseen.
    #[error("office files of the old formats are not taken")]
    OldOffice,
    /// A program or a script.
    #[error("programs are not taken")]
    Executable,
    /// A page of the web or a drawing that a browser would run.
    #[error("HTML and SVG are not taken")]
    Markup,
    /// Something else than its name says.
    #[error("the file is not what its name says")]
    NotAsNamed(DocumentKind),
    /// It cannot be read as what it is: cut off, or damaged.
    #[error("the file is damaged")]
    Damaged(DocumentKind),
    /// It unpacks to more than anybody would open.
    #[error("the file unpacks to too much")]
    Bomb,
    /// A text that is no text: other signs than letters, or a character set that is not known.
    #[error("the text is not UTF-8 or Windows-1252")]
    NotText,
    /// Larger than one file may be.
    #[error("the file is larger than {0} bytes")]
    TooLarge(u64),
    /// There is no more room for this startup.
    #[error("all documents together would be more than {0} bytes")]
    NoRoom(u64),
    /// The sending broke off.
    #[error("the file did not arrive whole")]
    BrokenOff,
}

crate::catalogue! {
    mod w {
        no_file => { nb: "Velg en fil.", nn: "Vel ei fil.", en: "Choose a file." }
        empty => {
            nb: "Filen er tom. Sjekk at den er lagret, og velg den på nytt.",
            nn: "Fila er tom. Sjekk at ho er lagra, og vel ho på nytt.",
            en: "The file is empty. Check that it was saved, and choose it again." }
        no_name => {
            nb: "Filen har ikke noe navn. Gi den et navn og velg den på nytt.",
            nn: "Fila har ikkje noko namn. Gje ho eit namn og vel ho på nytt.",
            en: "The file has no name. Give it one and choose it again." }
        unknown(list: &str) => {
            nb: "Denne filtypen tas ikke imot. Disse går: {list}.",
            nn: "Denne filtypen blir ikkje teken imot. Desse går: {list}.",
            en: "This kind of file is not taken. These are: {list}." }
        macros => {
            nb: "Filen inneholder makroer, og slike tas ikke imot. Lagre den uten makroer (.docx, .xlsx, .pptx) eller som PDF.",
            nn: "Fila inneheld makroar, og slike blir ikkje tekne imot. Lagre ho utan makroar (.docx, .xlsx, .pptx) eller som PDF.",
            en: "The file holds macros, and such files are not taken. Save it without macros (.docx, .xlsx, .pptx) or as PDF." }
        old_office => {
            nb: "Dette er et gammelt Office-format. Lagre filen som .docx, .xlsx, .pptx eller PDF.",
            nn: "Dette er eit gammalt Office-format. Lagre fila som .docx, .xlsx, .pptx eller PDF.",
            en: "This is an old Office format. Save the file as .docx, .xlsx, .pptx or PDF." }
        executable => {
            nb: "Programmer og skript tas ikke imot.",
            nn: "Program og skript blir ikkje tekne imot.",
            en: "Programs and scripts are not taken." }
        markup => {
            nb: "Nettsider (HTML) og SVG tas ikke imot, fordi en nettleser kan kjøre det som står i dem. Lagre som PDF eller PNG.",
            nn: "Nettsider (HTML) og SVG blir ikkje tekne imot, fordi ein nettlesar kan køyre det som står i dei. Lagre som PDF eller PNG.",
            en: "Web pages (HTML) and SVG are not taken, because a browser may run what is in them. Save as PDF or PNG." }
        not_as_named(kind: &str) => {
            nb: "Filen heter .{kind}, men innholdet er noe annet. Lagre den på nytt fra programmet den er laget i.",
            nn: "Fila heiter .{kind}, men innhaldet er noko anna. Lagre ho på nytt frå programmet ho er laga i.",
            en: "The file is called .{kind}, but holds something else. Save it again from the program that made it." }
        damaged(kind: &str) => {
            nb: "Filen kan ikke leses som .{kind}. Den er kanskje skadet eller ikke hel. Åpne den, lagre den på nytt og prøv igjen.",
            nn: "Fila kan ikkje lesast som .{kind}. Ho er kanskje skadd eller ikkje heil. Opne ho, lagre ho på nytt og prøv igjen.",
            en: "The file cannot be read as .{kind}. It may be damaged or not whole. Open it, save it again and try again." }
        bomb => {
            nb: "Filen pakker ut til mye mer enn den ser ut til, og blir ikke åpnet. Lagre den som PDF.",
            nn: "Fila pakkar ut til mykje meir enn ho ser ut til, og blir ikkje opna. Lagre ho som PDF.",
            en: "The file unpacks to far more than it seems, and is not opened. Save it as PDF." }
        not_text => {
            nb: "Innholdet er ikke ren tekst. Lagre filen som tekst i UTF-8, eller som PDF.",
            nn: "Innhaldet er ikkje rein tekst. Lagre fila som tekst i UTF-8, eller som PDF.",
            en: "The content is not plain text. Save the file as text in UTF-8, or as PDF." }
        too_large(most: &str) => {
            nb: "Filen er for stor: høyst {most}. Del den opp eller lagre den mindre.",
            nn: "Fila er for stor: høgst {most}. Del ho opp eller lagre ho mindre.",
            en: "The file is too large: at most {most}. Split it or save it smaller." }
        no_room(most: &str) => {
            nb: "Det er ikke plass til flere dokumenter her: høyst {most} til sammen. Fjern noen først.",
            nn: "Det er ikkje plass til fleire dokument her: høgst {most} til saman. Fjern nokre fyrst.",
            en: "There is no room for more documents here: at most {most} together. Remove some first." }
        broken_off => {
            nb: "Opplastingen ble brutt. Ingenting er lagret. Prøv igjen.",
            nn: "Opplastinga vart broten. Ingenting er lagra. Prøv igjen.",
            en: "The upload broke off. Nothing was kept. Try again." }
    }
}

impl Unfit {
    /// The sentence a person reads.
    #[must_use]
    pub fn text(self, locale: Locale) -> String {
        match self {
            Self::NoFile => w::no_file(locale).to_owned(),
            Self::Empty => w::empty(locale).to_owned(),
            Self::NoName => w::no_name(locale).to_owned(),
            Self::UnknownKind => w::unknown(locale, &DocumentKind::list()),
            Self::Macros => w::macros(locale).to_owned(),
            Self::OldOffice => w::old_office(locale).to_owned(),
            Self::Executable => w::executable(locale).to_owned(),
            Self::Markup => w::markup(locale).to_owned(),
            Self::NotAsNamed(kind) => w::not_as_named(locale, kind.extension()),
            Self::Damaged(kind) => w::damaged(locale, kind.extension()),
            Self::Bomb => w::bomb(locale).to_owned(),
            Self::NotText => w::not_text(locale).to_owned(),
            Self::TooLarge(most) => w::too_large(locale, &size(locale, most)),
            Self::NoRoom(most) => w::no_room(locale, &size(locale, most)),
            Self::BrokenOff => w::broken_off(locale).to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_kind_is_read_from_the_name_and_everything_else_is_refused_with_its_own_reason() {
        for kind in DocumentKind::ALL {
            assert_eq!(DocumentKind::named(&format!("Plan.{}", kind.extension().to_uppercase())), Ok(kind));
        }
        assert_eq!(DocumentKind::named("bilde.JPEG"), Ok(DocumentKind::Jpeg));
        for (name, why) in [
            ("x.docm", Unfit::Macros),
            ("x.xls", Unfit::OldOffice),
            ("faktura.pdf.exe", Unfit::Executable),
            ("x.svg", Unfit::Markup),
            ("x.zip", Unfit::UnknownKind),
            ("uten ending", Unfit::UnknownKind),
            ("pdf", Unfit::UnknownKind),
        ] {
            assert_eq!(DocumentKind::named(name), Err(why), "{name}");
        }
    }

    #[test]
    fn a_name_loses_folders_and_what_cannot_be_seen_and_keeps_its_ending() {
        assert_eq!(clean_name("C:\\Users\\Kari\\plan.pdf").as_deref(), Some("plan.pdf"));
        assert_eq!(clean_name("../../etc/passwd").as_deref(), Some("passwd"));
        assert_eq!(
            clean_name("faktura\u{202e}fdp.exe").as_deref(),
            Some("fakturafdp.exe"),
            "the text is not turned around"
        );
        assert_eq!(clean_name("a\r\nSet-Cookie: x.pdf").as_deref(), Some("aSet-Cookie: x.pdf"));
        assert_eq!(clean_name("  A\u{30a}rsplan \t 2025.pdf").as_deref(), Some("Årsplan 2025.pdf"));
        for nothing in ["", ".pdf", "  ", "/", "\u{200b}", " .pdf"] {
            assert_eq!(clean_name(nothing), None, "{nothing:?}");
        }
        let long = clean_name(&format!("{}.docx", "æ".repeat(400))).unwrap();
        assert_eq!(long.chars().count(), LONGEST_NAME);
        assert!(long.ends_with("æ.docx"), "{long}");
    }

    #[test]
    fn sizes_are_told_as_files_are() {
        assert_eq!(size(Locale::Nb, 999), "999\u{a0}B");
        assert_eq!(size(Locale::Nb, 2_449_000), "2,4\u{a0}MB");
        assert_eq!(size(Locale::En, 25 * MEGABYTE), "25\u{a0}MB");
    }

    proptest! {
        #[test]
        fn a_clean_name_is_clean(typed in "\\PC{0,200}|.{0,200}") {
            if let Some(name) = clean_name(&typed) {
                prop_assert!(!name.is_empty() && name.chars().count() <= LONGEST_NAME);
                prop_assert!(!name.contains(['/', '\\', '\r', '\n', '\0']));
                prop_assert_eq!(clean_name(&name), Some(name));
            }
        }
    }
}
