//! Profiles: small TOML files that say which column of a sheet means what.
//!
//! The format is described for its writers in `docs/importing.md`; every key a profile may have is a field here, and any other
//! key is refused with its line.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::batch::BatchRule;
use crate::facts::{Currency, Outcome, Source};
use crate::words::fold;

/// The shipped profiles: name and text.
pub const SHIPPED: [(&str, &str); 3] = [
    ("grobunn", include_str!("profiles/grobunn.toml")),
    ("sheet", include_str!("profiles/sheet.toml")),
    ("accelerator-directory", include_str!("profiles/accelerator-directory.toml")),
];

/// How a file is read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Its name. What a file of this profile told before is recognised by it.
    pub name: String,
    /// What it is for, in one sentence.
    #[serde(default)]
    pub about: String,
    /// The source of every fact that does not state its own.
    pub source: Source,
    /// What a row means when its cells do not say.
    #[serde(default)]
    pub defaults: Defaults,
    /// Whether a startup that died on a known day and has no date of exit left the house that day.
    #[serde(default)]
    pub exit_at_death: bool,
    /// Whether ids and times of recording are the product's own, so that a file read into an empty house restores it.
    #[serde(default)]
    pub history: bool,
    /// Whether texts are freed of the apostrophe that an export puts before what a spreadsheet would take for a formula.
    #[serde(default)]
    pub unquote: bool,
    /// Names of startups that are none: sums and headings.
    #[serde(default)]
    pub skip_names: Vec<String>,
    /// Names of sheets that are not read, and not worth a word.
    #[serde(default)]
    pub ignore_sheets: Vec<String>,
    /// What the letters of batch codes mean.
    #[serde(default)]
    pub batches: BTreeMap<String, BatchRule>,
    /// The sheets it can read.
    pub sheets: Vec<SheetRule>,
}

/// What a row means when its cells do not say.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Defaults {
    /// The programme of a stay, by its short name.
    pub programme: String,
    /// The programme's name, for when it must be made; the short name when left out.
    pub programme_name: Option<String>,
    /// How a stay ended.
    pub outcome: Outcome,
    /// The currency of amounts.
    pub currency: Currency,
}

impl Default for Defaults {
    fn default() -> Self {
        Self {
            programme: "inkubator".to_owned(),
            programme_name: None,
            outcome: Outcome::Graduated,
            currency: Currency::Nok,
        }
    }
}

/// One sheet of a profile.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetRule {
    /// The names under which it is found; none: the sheet whose header fits best.
    #[serde(default)]
    pub names: Vec<String>,
    /// What a row of it is.
    pub rows: RowKind,
    /// Its columns.
    pub columns: Vec<Column>,
}

/// What a row of a sheet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// A programme's stage.
    Stage,
    /// A cohort of a programme.
    Cohort,
    /// A startup, with whatever is told about it in the same row.
    Startup,
    /// A company of a startup.
    Company,
    /// A stay of a startup in a programme.
    Enrolment,
    /// A move of a stay.
    StageChange,
    /// A headcount observation.
    Headcount,
    /// An event of a startup's life.
    LifeEvent,
    /// A day on which a startup was verified alive.
    Verification,
    /// A workplace.
    Workplace,
    /// A year's revenue.
    Revenue,
    /// Capital raised.
    Capital,
    /// A step of an award.
    Award,
    /// Another programme that supported a startup.
    OtherSupport,
    /// A meeting with the house.
    Meeting,
    /// Founders and leaders in numbers.
    Team,
    /// What became of a request for an update.
    Update,
}

/// A column of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its headers. Case, blanks and punctuation do not matter; `{year}` stands for four digits and makes it a column a year.
    pub headers: Vec<String>,
    /// What its cells mean.
    pub field: Field,
    /// Whether the column must be there, and every cell of it filled.
    #[serde(default)]
    pub required: bool,
    /// Which of its texts mean which of the product's own words. Case and blanks do not matter.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
    /// Of which day its cells speak, for an observation whose row states no day.
    #[serde(default)]
    pub dated: Dated,
    /// Which day of a year a bare year means, for a column of days. Left out: a bare year is refused.
    pub bare_year: Option<BareYear>,
    /// What a number of an amount is multiplied by: 1000 for a column in thousands.
    #[serde(default = "one")]
    pub scale: u32,
}

const fn one() -> u32 {
    1
}

/// Of which day an observation in a column speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dated {
    /// The day on which the file was right (`--as-of`).
    #[default]
    AsOf,
    /// The day the startup was admitted.
    Admission,
    /// 31 December of the header's year; the file's own day when that comes first.
    YearEnd,
    /// 1 January of the header's year.
    YearStart,
    /// 1 July of the header's year.
    YearMid,
}

/// Which day of a year a bare year means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BareYear {
    /// 1 January.
    YearStart,
    /// 1 July.
    YearMid,
    /// 31 December.
    YearEnd,
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $code:literal),+ $(,)?) => {
        /// What the cells of a column mean.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Field { $($(#[$doc])* $name,)+ }

        impl Field {
            /// The name in profiles, and the header in the product's own workbook.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }
        }
    };
}

fields! {
    /// Nothing: the column is known and not read.
    Ignore = "ignore",
    /// The startup's id in the sheet or system it comes from.
    ExternalId = "external_id",
    /// Our own id of a startup.
    StartupId = "startup_id",
    /// Any key of a startup: our id, its external id, an organisation number or its name.
    Startup = "startup",
    /// The startup's name; in a sheet of companies the company's.
    Name = "name",
    /// An organisation number.
    OrganisationNumber = "organisation_number",
    /// The company's registered name.
    CompanyName = "company_name",
    /// The sector.
    Sector = "sector",
    /// The startup's own site.
    Website = "website",
    /// When the startup was entered.
    CreatedAt = "created_at",
    /// When the import that brought the startup was undone.
    WithdrawnAt = "withdrawn_at",
    /// A programme, by short name or name.
    Programme = "programme",
    /// A programme's name.
    ProgrammeName = "programme_name",
    /// A cohort's name.
    Cohort = "cohort",
    /// A batch code: programme, cohort, admission and exit in one.
    Batch = "batch",
    /// First day of a cohort.
    StartsOn = "starts_on",
    /// Last day of a cohort.
    EndsOn = "ends_on",
    /// When the startup applied.
    AppliedOn = "applied_on",
    /// When it was admitted.
    AdmittedOn = "admitted_on",
    /// When it left the house.
    ExitedOn = "exited_on",
    /// How the stay ended.
    Outcome = "outcome",
    /// Why a stay ended, a fact was corrected or withdrawn.
    Reason = "reason",
    /// What the startup is today: `alive`, `unknown`, `declined` or a life event.
    Status = "status",
    /// Since when it is what `status` says.
    StatusOn = "status_on",
    /// When the venture began.
    FoundedOn = "founded_on",
    /// When the company was registered.
    IncorporatedOn = "incorporated_on",
    /// Employees: a whole number, or a span such as `1-4`.
    Employees = "employees",
    /// Full-time equivalents.
    Fte = "fte",
    /// Founders who work in it without being employees.
    WorkingFounders = "working_founders",
    /// Employees by municipality: `3205:5; 0301:2`.
    Split = "split",
    /// A municipality's number or name, or `abroad`.
    Municipality = "municipality",
    /// An amount of money of the kind the row or the column is about; in a startup's row: revenue.
    Amount = "amount",
    /// The amount's currency.
    Currency = "currency",
    /// The name of a public scheme.
    Scheme = "scheme",
    /// Where an award stands.
    AwardStatus = "award_status",
    /// Our id of the award that a step is one of.
    Award = "award",
    /// Who gives an award.
    Giver = "giver",
    /// Whether that is a private giver.
    PrivateGiver = "private_giver",
    /// In what form aid is given.
    Instrument = "instrument",
    /// On what ground aid is given.
    AidBasis = "aid_basis",
    /// The gross grant equivalent of an award, in its currency.
    GrossGrant = "gross_grant",
    /// Kroner for a euro.
    EurRate = "eur_rate",
    /// The day of that rate.
    EurRateOn = "eur_rate_on",
    /// Who says so.
    EurRateSource = "eur_rate_source",
    /// Another programme that supported the startup; in a startup's row: several, between `;` or `,`.
    Supporter = "supporter",
    /// How long a meeting was, in minutes.
    Minutes = "minutes",
    /// How people met.
    MeetingKind = "meeting_kind",
    /// Founders.
    Founders = "founders",
    /// Women among the founders.
    WomenFounders = "women_founders",
    /// Leaders.
    Leaders = "leaders",
    /// Women among the leaders.
    WomenLeaders = "women_leaders",
    /// Our id of a round of updates.
    Round = "round",
    /// What happened to a request for an update.
    UpdateEvent = "update_event",
    /// Until when an answer was asked for.
    DueOn = "due_on",
    /// A life event's kind.
    Event = "event",
    /// Whether the day of a life event is known.
    DateKnown = "date_known",
    /// A stay's key: our id, or any text that is the same in both sheets.
    Enrolment = "enrolment",
    /// A stage's short name: of a programme, or that a stay enters.
    Stage = "stage",
    /// The short name of the stage a stay left; it is worked out where left empty.
    FromStage = "from_stage",
    /// A stage's phase.
    Phase = "phase",
    /// What a stage does to a stay.
    StageKind = "stage_kind",
    /// A stage's name in bokmål.
    NameNb = "name_nb",
    /// A stage's name in nynorsk.
    NameNn = "name_nn",
    /// A stage's name in English.
    NameEn = "name_en",
    /// A fact's id.
    Fact = "fact",
    /// The day a fact was true.
    ValidOn = "valid_on",
    /// When a fact was recorded.
    RecordedAt = "recorded_at",
    /// Who recorded a fact.
    RecordedBy = "recorded_by",
    /// Where a fact comes from.
    Source = "source",
    /// What shows a fact.
    Evidence = "evidence",
    /// The fact this one takes the place of.
    Supersedes = "supersedes",
    /// Whether this row only withdraws the fact it supersedes.
    Withdrawn = "withdrawn",
}

/// Why a text is no profile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    /// Not TOML, or a key or value the format does not have; the message names line and key.
    #[error("the profile cannot be read: {0}")]
    Format(String),
    /// Understood, but it cannot work.
    #[error("the profile cannot be used: {0}")]
    Sense(String),
    /// No shipped profile of this name.
    #[error("there is no profile called '{0}'; shipped are grobunn, sheet and accelerator-directory")]
    Unknown(String),
}

impl ProfileError {
    /// What is wrong, without the words that it is the profile's fault: for a sentence that says so itself.
    #[must_use]
    pub fn detail(&self) -> String {
        match self {
            Self::Format(why) | Self::Sense(why) => why.clone(),
            Self::Unknown(_) => self.to_string(),
        }
    }
}

impl Profile {
    /// The shipped profile of this name.
    ///
    /// # Errors
    /// [`ProfileError::Unknown`] when there is none.
    pub fn shipped(name: &str) -> Result<Self, ProfileError> {
        let text = Self::shipped_text(name).ok_or_else(|| ProfileError::Unknown(name.to_owned()))?;
        Self::parse(text)
    }

    /// The text of the shipped profile of this name, for a writer who starts from it.
    #[must_use]
    pub fn shipped_text(name: &str) -> Option<&'static str> {
        SHIPPED.iter().find(|(shipped, _)| *shipped == name.trim()).map(|(_, text)| *text)
    }

    /// Reads a profile.
    ///
    /// # Errors
    /// [`ProfileError`] with what is wrong and where.
    pub fn parse(text: &str) -> Result<Self, ProfileError> {
        let profile: Self = toml::from_str(text).map_err(|error| ProfileError::Format(error.to_string()))?;
        profile.check()?;
        Ok(profile)
    }

    fn check(&self) -> Result<(), ProfileError> {
        let sense = |text: String| Err(ProfileError::Sense(text));
        if self.name.trim().is_empty() {
            return sense("it has no name".to_owned());
        }
        if self.sheets.is_empty() {
            return sense("it has no sheet".to_owned());
        }
        for (letters, rule) in &self.batches {
            if letters.is_empty() || !letters.chars().all(|c| c.is_uppercase()) {
                return sense(format!("batch '{letters}' is not capital letters"));
            }
            if rule.days(2000).is_none() {
                return sense(format!(
                    "batch '{letters}': '{}' to '{}' are no days MM-DD in order",
                    rule.starts, rule.ends
                ));
            }
        }
        for sheet in &self.sheets {
            if sheet.columns.is_empty() {
                return sense(format!("the sheet of {:?} rows has no column", sheet.rows));
            }
            for column in &sheet.columns {
                column.check()?;
            }
            let has = |field| sheet.columns.iter().any(|column| column.field == field);
            let keyed = match sheet.rows {
                RowKind::Startup => has(Field::Name),
                RowKind::Stage => has(Field::Programme) && has(Field::Stage),
                RowKind::Cohort => has(Field::Programme) && has(Field::Cohort),
                RowKind::StageChange => has(Field::Startup) || has(Field::Enrolment),
                RowKind::Company
                | RowKind::Enrolment
                | RowKind::Headcount
                | RowKind::LifeEvent
                | RowKind::Verification
                | RowKind::Workplace
                | RowKind::Revenue
                | RowKind::Capital
                | RowKind::Award
                | RowKind::OtherSupport
                | RowKind::Meeting
                | RowKind::Team
                | RowKind::Update => has(Field::Startup),
            };
            if !keyed {
                return sense(format!("the sheet of {:?} rows has no column that says whose row it is", sheet.rows));
            }
        }
        Ok(())
    }

    /// Whether a name is one of [`Profile::skip_names`].
    #[must_use]
    pub fn skips(&self, name: &str) -> bool {
        let name = fold(name);
        self.skip_names.iter().any(|skip| fold(skip) == name)
    }
}

impl Column {
    fn check(&self) -> Result<(), ProfileError> {
        let sense = |text: String| Err(ProfileError::Sense(text));
        let Some(first) = self.headers.first() else {
            return sense(format!("a column of '{}' has no header", self.field.code()));
        };
        let by_year = matches!(self.dated, Dated::YearEnd | Dated::YearStart | Dated::YearMid);
        for header in &self.headers {
            let years = header.matches("{year}").count();
            if years > 1 || (years == 0 && header.contains('{')) {
                return sense(format!("header '{header}': only one {{year}} can stand for something"));
            }
            if (years == 1) != by_year {
                return sense(format!(
                    "header '{header}': {{year}} and dated = \"year-end\" (-start, -mid) belong together"
                ));
            }
        }
        if self.scale == 0 {
            return sense(format!("column '{first}': scale must be 1 or more"));
        }
        let observed = matches!(
            self.field,
            Field::Employees
                | Field::Fte
                | Field::WorkingFounders
                | Field::Amount
                | Field::Municipality
                | Field::Supporter
        );
        if self.dated != Dated::AsOf && !observed {
            return sense(format!(
                "column '{first}': '{}' is not an observation that could be dated",
                self.field.code()
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_profiles_are_profiles() {
        for (name, _) in SHIPPED {
            let profile = Profile::shipped(name).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(profile.name, name);
            assert!(!profile.about.is_empty());
        }
    }

    #[test]
    fn the_profile_of_the_manual_is_one() {
        let manual = include_str!("../../../docs/importing.md");
        let (_, rest) = manual.split_once("```toml\n").unwrap();
        let (text, _) = rest.split_once("```").unwrap();
        let profile = Profile::parse(text).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((profile.name.as_str(), profile.sheets[0].columns.len()), ("our-sheet", 7));
    }

    #[test]
    fn an_unknown_name_says_which_there_are() {
        let error = Profile::shipped("excel").unwrap_err().to_string();
        assert!(error.contains("'excel'") && error.contains("accelerator-directory"), "{error}");
    }

    fn refused(text: &str) -> String {
        Profile::parse(text).unwrap_err().to_string()
    }

    #[test]
    fn slips_in_a_profile_are_named() {
        let head = "name = \"x\"\nsource = \"mentor\"\n";
        assert!(refused("name = \"x\"").contains("source"));
        assert!(refused(&format!("{head}colour = 1\nsheets = []")).contains("colour"));
        assert!(refused(&format!("{head}sheets = []")).contains("no sheet"));
        let sheet = |column: &str| format!("{head}[[sheets]]\nrows = \"startup\"\n[[sheets.columns]]\n{column}\n");
        assert!(refused(&sheet("headers = [\"A\"]\nfield = \"nam\"")).contains("nam"));
        assert!(refused(&sheet("headers = [\"A\"]\nfield = \"sector\"")).contains("whose row"));
        assert!(refused(&sheet("headers = []\nfield = \"name\"")).contains("no header"));
        assert!(refused(&sheet("headers = [\"A {year}\"]\nfield = \"employees\"")).contains("belong together"));
        assert!(refused(&sheet("headers = [\"A\"]\nfield = \"name\"\ndated = \"admission\"")).contains("observation"));
        assert!(
            refused(&format!(
                "{head}[batches.W]\nstarts = \"03-31\"\nends = \"01-01\"\n[[sheets]]\nrows = \"startup\"\ncolumns = []"
            ))
            .contains("'W'")
        );
    }
}
