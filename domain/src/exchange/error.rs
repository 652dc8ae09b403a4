//! What is wrong with a cell, and what a reader of the preview should know besides.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::facts::{HeadcountError, TeamError};
use crate::format;
use crate::organisation::OrganisationNumberError;
use crate::pipeline::MoveError;
use crate::words::{Locale, fold};

/// So many words are all named when none of them fits.
const FEW_WORDS: usize = 8;
/// Of more words so many are named: those most like what stands there.
const NEAREST: usize = 3;
/// So many letters of a value are shown.
const LONGEST_SHOWN: usize = 200;

/// Where in a file something stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The sheet's name.
    pub sheet: Arc<str>,
    /// The row as a spreadsheet numbers it: the first row of the file, mostly the header, is 1.
    pub row: u32,
    /// The column's header; empty when the whole row is meant.
    pub column: Arc<str>,
}

/// A cell that cannot be taken, with everything a person needs to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellError {
    /// Where it stands.
    pub place: Place,
    /// What stands there.
    pub value: String,
    /// What was expected instead.
    pub expected: Expected,
}

/// What a cell should have held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// Something: the cell may not be empty.
    Something,
    /// A column with this header.
    ColumnPresent,
    /// One column of this header, not several.
    ColumnOnce,
    /// A sheet that the profile can read.
    KnownSheet(Vec<String>),
    /// A whole number, not negative.
    WholeNumber,
    /// A whole number, or a span of two such as `1-4`.
    WholeNumberOrSpan,
    /// A number, not negative.
    Number,
    /// A number whose dot can only be a decimal mark or only a thousands mark.
    UnambiguousNumber,
    /// A day.
    Date,
    /// A day not later than this one.
    NotAfter(NaiveDate),
    /// A day not earlier than this one.
    NotBefore(NaiveDate),
    /// An instant of RFC 3339.
    Instant,
    /// Yes or no.
    YesOrNo,
    /// Nothing: no header stands above the cell, so nobody knows what it means.
    NoColumn,
    /// One of these.
    OneOf(Vec<String>),
    /// One of so many words that naming all would help nobody.
    OneOfMany {
        /// The words most like what stands there.
        nearest: Vec<String>,
        /// How many there are besides.
        more: usize,
    },
    /// A batch code such as `W22`, with one of these letters.
    Batch(Vec<String>),
    /// An organisation number.
    OrganisationNumber(OrganisationNumberError),
    /// A municipality's number or name.
    Municipality,
    /// A number, because the name alone fits these.
    MunicipalityNumber(Vec<String>),
    /// Employees by municipality such as `3205:5; 0301:2`.
    Split,
    /// A headcount that can be.
    Headcount(HeadcountError),
    /// A length that a meeting can have.
    Minutes,
    /// A team that can be.
    Team(TeamError),
    /// A value that no other row has: this row has it too.
    Unique {
        /// The other row.
        row: u32,
    },
    /// The same as another cell that speaks of the same day.
    SameAs {
        /// The other cell's row.
        row: u32,
        /// The other cell's header.
        column: String,
    },
    /// A date of admission in the same row, since this cell speaks of that day.
    AdmissionDate,
    /// The id, external id, organisation number or name of exactly one startup of the file or the house.
    KnownStartup,
    /// The stay named in the sheet of enrolments, or one that the startup and the programme decide.
    KnownStay,
    /// A stage of the programme.
    StageOf {
        /// The programme's short name.
        programme: String,
    },
    /// An id as an export writes it.
    Id,
    /// A fact of this file or of the house.
    KnownFact,
    /// Keys of one startup; these belong to different ones of the house.
    OneStartup {
        /// Their names.
        names: Vec<String>,
    },
    /// A startup that no other row of the file means as well.
    OneRowPerStartup {
        /// The other row.
        row: u32,
    },
    /// A company of this startup: the number is another's.
    NumberOfThisStartup {
        /// Whose it is.
        name: String,
    },
    /// A legal move.
    Move(MoveError),
    /// A formula that works.
    WorkingFormula,
}

crate::catalogue! {
    /// The words of [`Expected`].
    mod words {
        something => { nb: "en verdi", nn: "ein verdi", en: "a value" }
        column_present => { nb: "en kolonne med denne overskriften", nn: "ei kolonne med denne overskrifta", en: "a column with this header" }
        column_once => { nb: "bare én kolonne med denne betydningen", nn: "berre éi kolonne med denne tydinga", en: "only one column of this meaning" }
        known_sheet(names: &str) => { nb: "et ark ved navn {names}", nn: "eit ark med namnet {names}", en: "a sheet called {names}" }
        whole_number => { nb: "et helt tall, 0 eller større", nn: "eit heilt tal, 0 eller større", en: "a whole number, 0 or more" }
        whole_or_span => { nb: "et helt tall, eller et spenn som 1-4", nn: "eit heilt tal, eller eit spenn som 1-4", en: "a whole number, or a span such as 1-4" }
        number => { nb: "et tall, 0 eller større", nn: "eit tal, 0 eller større", en: "a number, 0 or more" }
        unambiguous => { nb: "et tall uten tvetydig punktum: skriv 1234 eller 1,234", nn: "eit tal utan tvitydig punktum: skriv 1234 eller 1,234", en: "a number whose mark is not ambiguous: write 1234 or 1.2340" }
        date => { nb: "en dato som 31.05.2019 eller 2019-05-31", nn: "ein dato som 31.05.2019 eller 2019-05-31", en: "a date such as 31.05.2019 or 2019-05-31" }
        not_after(on: &str) => { nb: "en dato ikke senere enn {on}", nn: "ein dato ikkje seinare enn {on}", en: "a date no later than {on}" }
        not_before(on: &str) => { nb: "en dato ikke før {on}", nn: "ein dato ikkje før {on}", en: "a date no earlier than {on}" }
        instant => { nb: "et tidspunkt som 2019-05-31T12:00:00Z, ikke fram i tid", nn: "eit tidspunkt som 2019-05-31T12:00:00Z, ikkje fram i tid", en: "an instant such as 2019-05-31T12:00:00Z, not in the future" }
        yes_or_no => { nb: "ja eller nei", nn: "ja eller nei", en: "yes or no" }
        no_column => { nb: "ingen verdi her: overskriften har ingen kolonne for den", nn: "ingen verdi her: overskrifta har inga kolonne for han", en: "no value here: the header has no column for it" }
        one_of(names: &str) => { nb: "en av: {names}", nn: "ein av: {names}", en: "one of: {names}" }
        one_of_many(names: &str, more: &str) => { nb: "et av ordene profilen kjenner, som {names} ({more} til)", nn: "eit av orda profilen kjenner, som {names} ({more} til)", en: "one of the words the profile knows, such as {names} ({more} more)" }
        batch(names: &str) => { nb: "en gruppekode som W22, med en av bokstavene {names}", nn: "ein gruppekode som W22, med ein av bokstavane {names}", en: "a batch code such as W22, with one of the letters {names}" }
        digits => { nb: "et organisasjonsnummer på ni siffer", nn: "eit organisasjonsnummer på ni siffer", en: "an organisation number of nine digits" }
        check_digit => { nb: "et gyldig organisasjonsnummer: kontrollsifferet stemmer ikke", nn: "eit gyldig organisasjonsnummer: kontrollsifferet stemmer ikkje", en: "a valid organisation number: the check digit does not fit" }
        municipality => { nb: "et kommunenummer på fire siffer, et kommunenavn eller «utlandet»", nn: "eit kommunenummer på fire siffer, eit kommunenamn eller «utlandet»", en: "a municipality number of four digits, a municipality's name or \"abroad\"" }
        municipality_number(codes: &str) => { nb: "kommunenummeret, for navnet passer på {codes}", nn: "kommunenummeret, for namnet passar på {codes}", en: "the municipality's number, since the name fits {codes}" }
        split => { nb: "ansatte per kommune som 3205:5; 0301:2", nn: "tilsette per kommune som 3205:5; 0301:2", en: "employees by municipality such as 3205:5; 0301:2" }
        unique(row: u32) => { nb: "en verdi som ikke også står i rad {row}", nn: "ein verdi som ikkje også står i rad {row}", en: "a value that row {row} does not have as well" }
        same_as(row: u32, column: &str) => { nb: "det samme som rad {row} «{column}», som gjelder samme dag", nn: "det same som rad {row} «{column}», som gjeld same dag", en: "the same as row {row} \"{column}\", which speaks of the same day" }
        admission => { nb: "en opptaksdato i samme rad", nn: "ein opptaksdato i same rad", en: "a date of admission in the same row" }
        known_startup => { nb: "id, ekstern id, organisasjonsnummer eller navn på nøyaktig én oppstartsbedrift", nn: "id, ekstern id, organisasjonsnummer eller namn på nøyaktig éi oppstartsbedrift", en: "the id, external id, organisation number or name of exactly one startup" }
        minutes => { nb: "en varighet fra 1 til 1440 minutter", nn: "ei tid frå 1 til 1440 minutt", en: "a length of 1 to 1440 minutes" }
        team_too_many => { nb: "høyst 1000 gründere og ledere", nn: "høgst 1000 gründerar og leiarar", en: "at most 1000 founders and leaders" }
        team_founders => { nb: "ikke flere kvinner enn gründere", nn: "ikkje fleire kvinner enn gründerar", en: "no more women than founders" }
        team_leaders => { nb: "ikke flere kvinner enn ledere", nn: "ikkje fleire kvinner enn leiarar", en: "no more women than leaders" }
        team_leaders_missing => { nb: "antall ledere, siden kvinner blant dem er oppgitt", nn: "talet på leiarar, sidan kvinner blant dei er oppgitte", en: "the number of leaders, since women among them are stated" }
        known_stay => { nb: "et opphold fra arket enrolments, eller et program bedriften har ett opphold i", nn: "eit opphald frå arket enrolments, eller eit program bedrifta har eitt opphald i", en: "a stay of the sheet enrolments, or a programme in which the startup has one stay" }
        stage_of(programme: &str) => { nb: "et steg i programmet {programme}", nn: "eit steg i programmet {programme}", en: "a stage of the programme {programme}" }
        id => { nb: "en id slik eksporten skriver den, eller ingenting", nn: "ein id slik eksporten skriv han, eller ingenting", en: "an id as an export writes it, or nothing" }
        known_fact => { nb: "en opplysning i denne fila eller i huset", nn: "ei opplysning i denne fila eller i huset", en: "a fact of this file or of the house" }
        one_startup(names: &str) => { nb: "nøkler til én bedrift; disse tilhører {names}", nn: "nøklar til éi bedrift; desse høyrer til {names}", en: "keys of one startup; these belong to {names}" }
        one_row(row: u32) => { nb: "én rad per bedrift: rad {row} er den samme", nn: "éi rad per bedrift: rad {row} er den same", en: "one row a startup: row {row} is the same one" }
        number_of_this(name: &str) => { nb: "et foretak som hører til denne bedriften; nummeret tilhører {name}", nn: "eit føretak som høyrer til denne bedrifta; nummeret høyrer til {name}", en: "a company of this startup; the number is {name}'s" }
        formula => {
            nb: "en verdi: formelen i cella feiler eller er aldri regnet ut. Åpne fila i et regneark, og lagre den på nytt",
            nn: "ein verdi: formelen i cella feilar eller er aldri rekna ut. Opne fila i eit rekneark, og lagre ho på nytt",
            en: "a value: the formula in the cell fails or was never calculated. Open the file in a spreadsheet and save it again" }
        cell(sheet: &str, row: u32, column: &str, value: &str, expected: &str) => {
            nb: "{sheet}, rad {row}, {column}: «{value}», ventet {expected}",
            nn: "{sheet}, rad {row}, {column}: «{value}», venta {expected}",
            en: "{sheet}, row {row}, {column}: \"{value}\", expected {expected}" }
        broken(sheet: &str, row: u32, column: &str, value: &str, rule: &str) => {
            nb: "{sheet}, rad {row}, {column}: «{value}». {rule}",
            nn: "{sheet}, rad {row}, {column}: «{value}». {rule}",
            en: "{sheet}, row {row}, {column}: \"{value}\". {rule}" }
        whole_row => { nb: "hele raden", nn: "heile rada", en: "the whole row" }
    }
}

impl Expected {
    /// Whether [`Expected::text`] is a sentence of its own, the rule that the cell breaks, and no thing that could be expected.
    #[must_use]
    pub const fn is_rule(&self) -> bool {
        matches!(self, Self::Move(_) | Self::Headcount(_))
    }

    /// One of these words, or where they are many, the three most like the text that stands there.
    #[must_use]
    pub(super) fn one_of(names: Vec<String>, shown: &str) -> Self {
        if names.len() <= FEW_WORDS {
            return Self::OneOf(names);
        }
        let more = names.len() - NEAREST;
        let shown = fold(shown);
        let mut nearest: Vec<(f64, String)> =
            names.into_iter().map(|name| (strsim::jaro_winkler(&fold(&name), &shown), name)).collect();
        nearest.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        Self::OneOfMany { nearest: nearest.into_iter().take(NEAREST).map(|(_, name)| name).collect(), more }
    }

    /// What was expected, as the end of a sentence: `a whole number, 0 or more`. A whole sentence when it [is a rule](Self::is_rule).
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        let date = |on: &NaiveDate| format::date(locale, *on);
        match self {
            Self::Something => words::something(locale).to_owned(),
            Self::ColumnPresent => words::column_present(locale).to_owned(),
            Self::ColumnOnce => words::column_once(locale).to_owned(),
            Self::KnownSheet(names) => words::known_sheet(locale, &names.join(", ")),
            Self::WholeNumber => words::whole_number(locale).to_owned(),
            Self::WholeNumberOrSpan => words::whole_or_span(locale).to_owned(),
            Self::Number => words::number(locale).to_owned(),
            Self::UnambiguousNumber => words::unambiguous(locale).to_owned(),
            Self::Date => words::date(locale).to_owned(),
            Self::NotAfter(on) => words::not_after(locale, &date(on)),
            Self::NotBefore(on) => words::not_before(locale, &date(on)),
            Self::Instant => words::instant(locale).to_owned(),
            Self::YesOrNo => words::yes_or_no(locale).to_owned(),
            Self::NoColumn => words::no_column(locale).to_owned(),
            Self::OneOf(names) => words::one_of(locale, &names.join(", ")),
            Self::OneOfMany { nearest, more } => {
                words::one_of_many(locale, &nearest.join(", "), &format::count(locale, *more))
            }
            Self::Batch(letters) => words::batch(locale, &letters.join(", ")),
            Self::OrganisationNumber(OrganisationNumberError::NotNineDigits) => words::digits(locale).to_owned(),
            Self::OrganisationNumber(OrganisationNumberError::WrongCheckDigit) => words::check_digit(locale).to_owned(),
            Self::Municipality => words::municipality(locale).to_owned(),
            Self::MunicipalityNumber(codes) => words::municipality_number(locale, &codes.join(", ")),
            Self::Split => words::split(locale).to_owned(),
            Self::Headcount(why) => why.text(locale),
            Self::Unique { row } => words::unique(locale, *row),
            Self::SameAs { row, column } => words::same_as(locale, *row, column),
            Self::AdmissionDate => words::admission(locale).to_owned(),
            Self::KnownStartup => words::known_startup(locale).to_owned(),
            Self::KnownStay => words::known_stay(locale).to_owned(),
            Self::Minutes => words::minutes(locale).to_owned(),
            Self::Team(why) => match why {
                TeamError::TooMany => words::team_too_many(locale),
                TeamError::MoreWomenThanFounders => words::team_founders(locale),
                TeamError::MoreWomenThanLeaders => words::team_leaders(locale),
                TeamError::LeadersMissing => words::team_leaders_missing(locale),
            }
            .to_owned(),
            Self::StageOf { programme } => words::stage_of(locale, programme),
            Self::Id => words::id(locale).to_owned(),
            Self::KnownFact => words::known_fact(locale).to_owned(),
            Self::OneStartup { names } => words::one_startup(locale, &names.join(", ")),
            Self::OneRowPerStartup { row } => words::one_row(locale, *row),
            Self::NumberOfThisStartup { name } => words::number_of_this(locale, name),
            Self::Move(why) => why.text(locale),
            Self::WorkingFormula => words::formula(locale).to_owned(),
        }
    }
}

impl CellError {
    /// One line: sheet, row, column, value and what was expected, or the rule that it breaks.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        let Place { sheet, row, column } = &self.place;
        let column = if column.is_empty() { words::whole_row(locale) } else { column };
        let say = if self.expected.is_rule() { words::broken } else { words::cell };
        one_line(&say(locale, sheet, *row, column, &self.shown(), &self.expected.text(locale)))
    }

    /// The value on one line, cut where it is longer than anybody reads.
    #[must_use]
    pub fn shown(&self) -> String {
        let line = one_line(&self.value);
        match line.char_indices().nth(LONGEST_SHOWN) {
            Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
            None => line,
        }
    }
}

/// A text without line breaks: a cell or header may have some, and one line of a list is one cell.
#[must_use]
pub fn one_line(text: &str) -> String {
    if !text.contains(char::is_control) {
        return text.to_owned();
    }
    let lines = text.replace("\r\n", "\n").replace(['\n', '\r'], " ⏎ ");
    lines.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

impl std::fmt::Display for CellError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text(Locale::En))
    }
}

/// Something a reader of the preview should know. It stops nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Where it was seen.
    pub place: Place,
    /// What was seen.
    pub kind: WarningKind,
}

/// What a [`Warning`] is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WarningKind {
    /// The profile knows no such column.
    ColumnIgnored,
    /// The profile knows no such sheet.
    SheetIgnored,
    /// The row is a sum or a heading by its name.
    RowSkipped,
    /// A number of employees of a startup that is dead by this file, without saying of which day it is.
    HeadcountOfTheDead,
    /// Full-time equivalents without a number of employees.
    FteAlone,
    /// No date of application or admission: the startup comes into no programme.
    NoStay,
    /// The startup died, and the file tells no date of exit: the stay was closed on the day of death.
    ClosedAtDeath,
    /// The startup died nobody knows when, and the file tells no date of exit: the stay stays open.
    DeadInTheHouse,
    /// Another source says something else of the same day. Both are kept; the later recorded counts.
    Disagrees,
    /// The startup was found under another name and takes the file's.
    Renamed {
        /// The name it had.
        from: String,
    },
    /// The file says alive, the house knows of its death from elsewhere. The file is not followed.
    DeadElsewhere,
    /// The file said dead before and says alive now: recorded as taken up again.
    Reactivated,
    /// A fact of the file was superseded in the house since; the house is kept.
    NewerHere,
    /// The external id differs from the one the startup has; the startup keeps its own.
    OtherExternalId,
    /// A file that is right for a later day said otherwise of name, sector or website; that stands.
    NewerProfile,
    /// When it was recorded is kept only when an export is read into an empty house.
    RecordedNow,
}

crate::catalogue! {
    /// The words of [`WarningKind`].
    mod warnings {
        column_ignored => { nb: "kolonnen er ukjent for profilen og blir ikke lest", nn: "kolonna er ukjend for profilen og blir ikkje lesen", en: "the profile does not know this column; it is not read" }
        sheet_ignored => { nb: "arket er ukjent for profilen og blir ikke lest", nn: "arket er ukjent for profilen og blir ikkje lese", en: "the profile does not know this sheet; it is not read" }
        row_skipped => { nb: "raden er en sum eller overskrift og blir ikke lest", nn: "rada er ein sum eller ei overskrift og blir ikkje lesen", en: "the row is a sum or a heading; it is not read" }
        headcount_of_the_dead => { nb: "antall ansatte for en død bedrift, uten dato, blir ikke tatt med", nn: "talet på tilsette for ei død bedrift, utan dato, blir ikkje teke med", en: "the headcount of a dead startup, of no known day, is not taken" }
        fte_alone => { nb: "årsverk uten antall ansatte blir ikke tatt med", nn: "årsverk utan talet på tilsette blir ikkje tekne med", en: "full-time equivalents without a number of employees are not taken" }
        no_stay => { nb: "uten søknads- eller opptaksdato kommer bedriften ikke inn i noe program", nn: "utan søknads- eller opptaksdato kjem bedrifta ikkje inn i noko program", en: "without a date of application or admission the startup enters no programme" }
        closed_at_death => { nb: "oppholdet avsluttes den dagen bedriften døde, siden fila ikke har noen uttaksdato", nn: "opphaldet blir avslutta den dagen bedrifta døydde, sidan fila ikkje har nokon uttaksdato", en: "the stay closes on the day the startup died, since the file has no date of exit" }
        dead_in_the_house => { nb: "bedriften er død uten kjent dato og uten uttaksdato, så den regnes ikke med blant de som har gått ut", nn: "bedrifta er død utan kjend dato og utan uttaksdato, så ho blir ikkje rekna med blant dei som har gått ut", en: "dead without a known date and without a date of exit, so it does not count among those that exited" }
        disagrees => { nb: "en annen kilde sier noe annet om samme dag; begge beholdes, og den sist registrerte gjelder", nn: "ei anna kjelde seier noko anna om same dag; begge blir haldne på, og den sist registrerte gjeld", en: "another source says otherwise of the same day; both are kept, and the one recorded last counts" }
        renamed(from: &str) => { nb: "bedriften heter {from} her og får navnet i fila", nn: "bedrifta heiter {from} her og får namnet i fila", en: "the startup is called {from} here and takes the file's name" }
        dead_elsewhere => { nb: "fila sier i live, men en annen kilde har registrert at bedriften er død; det står", nn: "fila seier i live, men ei anna kjelde har registrert at bedrifta er død; det står", en: "the file says alive, but another source recorded its death; that stands" }
        reactivated => { nb: "fila sa død og sier nå i live: registreres som tatt opp igjen", nn: "fila sa død og seier no i live: blir registrert som teken opp att", en: "the file said dead and now says alive: recorded as taken up again" }
        newer_here => { nb: "opplysningen er rettet her siden; rettelsen står", nn: "opplysninga er retta her sidan; rettinga står", en: "the fact was corrected here since; the correction stands" }
        other_external_id => { nb: "bedriften har en annen ekstern id her og beholder den", nn: "bedrifta har ein annan ekstern id her og held på han", en: "the startup has another external id here and keeps it" }
        newer_profile => { nb: "en nyere fil eller en rettelse sier noe annet om navn, bransje eller nettsted; det nyeste står", nn: "ei nyare fil eller ei retting seier noko anna om namn, bransje eller nettstad; det nyaste står", en: "a newer file or a correction says otherwise of name, sector or website; the newest stands" }
        recorded_now => { nb: "registreringstidspunktet i fila brukes bare i et tomt hus; her gjelder nå", nn: "registreringstidspunktet i fila blir berre brukt i eit tomt hus; her gjeld no", en: "the file's time of recording is used only in an empty house; here it is now" }
    }
}

impl WarningKind {
    /// What was seen, as a sentence without its place.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        match self {
            Self::ColumnIgnored => warnings::column_ignored(locale).to_owned(),
            Self::SheetIgnored => warnings::sheet_ignored(locale).to_owned(),
            Self::RowSkipped => warnings::row_skipped(locale).to_owned(),
            Self::HeadcountOfTheDead => warnings::headcount_of_the_dead(locale).to_owned(),
            Self::FteAlone => warnings::fte_alone(locale).to_owned(),
            Self::NoStay => warnings::no_stay(locale).to_owned(),
            Self::ClosedAtDeath => warnings::closed_at_death(locale).to_owned(),
            Self::DeadInTheHouse => warnings::dead_in_the_house(locale).to_owned(),
            Self::Disagrees => warnings::disagrees(locale).to_owned(),
            Self::Renamed { from } => warnings::renamed(locale, from),
            Self::DeadElsewhere => warnings::dead_elsewhere(locale).to_owned(),
            Self::Reactivated => warnings::reactivated(locale).to_owned(),
            Self::NewerHere => warnings::newer_here(locale).to_owned(),
            Self::OtherExternalId => warnings::other_external_id(locale).to_owned(),
            Self::NewerProfile => warnings::newer_profile(locale).to_owned(),
            Self::RecordedNow => warnings::recorded_now(locale).to_owned(),
        }
    }
}

impl Warning {
    /// One line: where, and what was seen.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        let row = match locale {
            Locale::Nb | Locale::Nn => "rad",
            Locale::En => "row",
        };
        let Place { sheet, row: number, column } = &self.place;
        let what = self.kind.text(locale);
        one_line(&match (number, column.is_empty()) {
            (0, true) => format!("{sheet}: {what}"),
            (0, false) => format!("{sheet}, {column}: {what}"),
            (_, true) => format!("{sheet}, {row} {number}: {what}"),
            (_, false) => format!("{sheet}, {row} {number}, {column}: {what}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(value: &str, column: &str, expected: Expected) -> CellError {
        let place = Place { sheet: Arc::from("Ark1"), row: 7, column: Arc::from(column) };
        CellError { place, value: value.to_owned(), expected }
    }

    #[test]
    fn one_bad_cell_is_one_line_whatever_stands_in_it() {
        let broken = error("tre\r\neller\tfire\nfem", "Ansatte\n2019", Expected::WholeNumber);
        assert_eq!(
            broken.to_string(),
            "Ark1, row 7, Ansatte ⏎ 2019: \"tre ⏎ eller fire ⏎ fem\", expected a whole number, 0 or more"
        );
        let long = error(&"ø".repeat(5_000), "A", Expected::Date);
        assert_eq!(long.shown().chars().count(), LONGEST_SHOWN + 1);
        assert!(long.shown().ends_with('…'));
    }

    #[test]
    fn a_broken_rule_is_quoted_as_the_sentence_it_is() {
        let early = error("2019-02-01", "Uttak", Expected::Move(MoveError::ExitBeforeAdmission));
        assert_eq!(
            early.to_string(),
            "Ark1, row 7, Uttak: \"2019-02-01\". The startup has not been admitted, so it cannot exit. \
             Admit it first, or decline the application."
        );
        for locale in Locale::ALL {
            let text = early.text(locale);
            assert!(!text.contains("expected") && !text.contains("vent"), "{text}");
        }
    }

    #[test]
    fn of_many_words_the_nearest_are_named() {
        let words = ["Aktiv", "Avviklet", "Konkurs", "Konkursåpnet", "Lagt ned", "Ja", "?", "Solgt", "Sovende"];
        let names: Vec<String> = words.map(str::to_owned).to_vec();
        let many = Expected::one_of(names.clone(), "KONKRUS");
        let Expected::OneOfMany { nearest, more } = &many else { panic!("{many:?}") };
        assert_eq!((nearest[0].as_str(), nearest.len(), *more), ("Konkurs", 3, 6));
        let few = Expected::one_of(names[..4].to_vec(), "KONKRUS");
        assert_eq!(few, Expected::OneOf(names[..4].to_vec()));
    }
}
