//! What is agreed in a contract, and what cannot be.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize, Serializer};

use crate::figures::{FigureId, Scope, Unit, definition};
use crate::geography::region_set;
use crate::ids::{ProgrammeId, StartupId};
use crate::organisation::OrganisationNumber;
use crate::publication::DefinitionVersion;
use crate::words::Locale;

/// Who pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Funder {
    /// What it is called.
    pub name: String,
    /// Its organisation number, when stated.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub number: Option<OrganisationNumber>,
}

/// A part of the amount, and when it is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instalment {
    /// When.
    pub due_on: NaiveDate,
    /// In øre, above zero.
    pub minor: i64,
    /// On what condition; may be empty.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub condition: String,
}

/// A step on the way to a target.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathPoint {
    /// The day.
    pub on: NaiveDate,
    /// How much there shall be by then.
    pub amount: f64,
}

/// What is promised, by a rule of the engine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// The rule and its version.
    pub definition: DefinitionVersion,
    /// About what: always the contract's programme; a region set is named with its version.
    #[serde(serialize_with = "narrowings")]
    pub scope: Scope,
    /// From when it is counted: what there was at the end of this day is where it begins.
    pub baseline_on: NaiveDate,
    /// How much: an increase in jobs since the baseline, a sum of work since then, or a share between 0 and 1.
    pub amount: f64,
    /// By when.
    pub due_on: NaiveDate,
    /// Steps on the way, by their days; may be empty.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub path: Vec<PathPoint>,
}

/// Writes of a scope only what narrows or changes it, and of what jobs are counted: a scope that learns to narrow in another way does not
/// change the digest of what was signed before.
fn narrowings<S: Serializer>(scope: &Scope, serializer: S) -> Result<S::Ok, S::Error> {
    let json = |scope: &Scope| serde_json::to_value(scope).map_err(serde::ser::Error::custom);
    let (mut own, whole) = (json(scope)?, json(&Scope::default())?);
    if let serde_json::Value::Object(own) = &mut own {
        own.retain(|name, value| {
            matches!(name.as_str(), "measure" | "with_founders") || whole.get(name) != Some(value)
        });
    }
    own.serialize(serializer)
}

/// How a target is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Jobs: how much the figure has risen since the baseline.
    Increase,
    /// Other sums: what was added since the baseline.
    Since,
    /// A share as it stands on the day.
    Level,
}

impl Target {
    /// How it is measured; `None` when its definition is unknown or measures what cannot be promised.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        match definition(&self.definition.id)?.unit() {
            Unit::Jobs => Some(Kind::Increase),
            Unit::Curve => None,
            unit if unit.is_share() => Some(Kind::Level),
            unit if unit.is_sum() => Some(Kind::Since),
            _ => None,
        }
    }

    /// How much there should be by a day: straight from nothing at the baseline through the steps to the target. A share is the same on
    /// every day until a step says otherwise.
    #[must_use]
    pub fn path_at(&self, day: NaiveDate) -> f64 {
        let level = self.kind() == Some(Kind::Level);
        let mut before = PathPoint { on: self.baseline_on, amount: if level { self.amount } else { 0.0 } };
        if level && let Some(first) = self.path.first() {
            before.amount = first.amount;
        }
        let end = PathPoint { on: self.due_on, amount: self.amount };
        for next in self.path.iter().chain(std::iter::once(&end)) {
            if day < next.on {
                let whole = crate::time::days_between(before.on, next.on);
                let gone = crate::time::days_between(before.on, day).max(0);
                #[expect(clippy::cast_precision_loss, reason = "days of a contract stay far below 2^53")]
                let part = gone as f64 / whole.max(1) as f64;
                return before.amount + (next.amount - before.amount) * part;
            }
            before = *next;
        }
        self.amount
    }

    /// The corners of the path: the baseline, the steps, the target.
    #[must_use]
    pub fn corners(&self) -> Vec<PathPoint> {
        let start = PathPoint { on: self.baseline_on, amount: self.path_at(self.baseline_on) };
        let end = PathPoint { on: self.due_on, amount: self.amount };
        std::iter::once(start).chain(self.path.iter().copied()).chain(std::iter::once(end)).collect()
    }
}

/// What is agreed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// Who pays.
    pub funder: Funder,
    /// For which programme. No addendum changes it.
    pub programme: ProgrammeId,
    /// What it is called.
    pub title: String,
    /// The case number in the funder's own archive; may be empty.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub case_number: String,
    /// The whole amount, in øre.
    pub minor: i64,
    /// In which parts it is paid, by their days.
    pub instalments: Vec<Instalment>,
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day.
    pub to_on: NaiveDate,
    /// What is promised.
    pub targets: Vec<Target>,
    /// What else is asked of the house, in words; may be empty.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub conditions: String,
    /// The days on which reports are due, rising.
    pub reports: Vec<NaiveDate>,
    /// The startups that the contract lists by name. Empty when it names none: then the funder sees sums alone.
    #[serde(skip_serializing_if = "BTreeSet::is_empty", default)]
    pub lists: BTreeSet<StartupId>,
}

/// Most targets, instalments or reports of one contract.
pub const MOST: usize = 40;
/// Longest name, title or case number, in characters.
pub const LONGEST_NAME: usize = 200;
/// Longest text, in characters.
pub const LONGEST_TEXT: usize = 4_000;
/// The largest amount: a hundred billion kroner, in øre.
pub const LARGEST: i64 = 10_000_000_000_000;

impl Terms {
    /// Whether this can be agreed.
    ///
    /// # Errors
    /// The first thing that cannot.
    pub fn check(&self) -> Result<(), TermsError> {
        for (text, what) in [(&self.funder.name, TermsError::FunderMissing), (&self.title, TermsError::TitleMissing)] {
            if text.trim().is_empty() {
                return Err(what);
            }
        }
        let short = [&self.funder.name, &self.title, &self.case_number];
        let long = std::iter::once(&self.conditions).chain(self.instalments.iter().map(|part| &part.condition));
        if short.into_iter().any(|text| text.chars().count() > LONGEST_NAME)
            || long.into_iter().any(|text| text.chars().count() > LONGEST_TEXT)
        {
            return Err(TermsError::TooLong);
        }
        if self.targets.len().max(self.instalments.len()).max(self.reports.len()) > MOST {
            return Err(TermsError::TooMany);
        }
        if self.to_on <= self.from_on {
            return Err(TermsError::PeriodReversed);
        }
        if self.minor <= 0 || self.minor > LARGEST || self.instalments.iter().any(|part| part.minor <= 0) {
            return Err(TermsError::AmountNotAboveZero);
        }
        let parts = self.instalments.iter().try_fold(0_i64, |sum, part| sum.checked_add(part.minor));
        if !self.instalments.is_empty() && parts != Some(self.minor) {
            return Err(TermsError::InstalmentsDoNotAddUp);
        }
        if !self.instalments.is_sorted_by_key(|part| part.due_on) || !self.reports.is_sorted_by(|a, b| a < b) {
            return Err(TermsError::NotInOrder);
        }
        if self.targets.is_empty() {
            return Err(TermsError::NoTarget);
        }
        self.targets.iter().try_for_each(|target| self.check_target(target))
    }

    fn check_target(&self, target: &Target) -> Result<(), TermsError> {
        let kind = target.kind().ok_or_else(|| TermsError::UnknownDefinition(target.definition.id.clone()))?;
        let known = definition(&target.definition.id).is_some_and(|known| known.version() == target.definition.version);
        if !known {
            return Err(TermsError::UnknownDefinition(target.definition.id.clone()));
        }
        if target.scope.programme != Some(self.programme) {
            return Err(TermsError::OtherProgramme);
        }
        // A set without its version would come to mean another one.
        if target.scope.region.as_ref().is_some_and(|id| !id.0.contains('@') || region_set(id).is_none()) {
            return Err(TermsError::UnknownRegion);
        }
        if target.due_on <= target.baseline_on || target.due_on > self.to_on {
            return Err(TermsError::TargetOutsidePeriod);
        }
        let good =
            |amount: f64| amount.is_finite() && amount > 0.0 && amount < 1e9 && (kind != Kind::Level || amount <= 1.0);
        let steps = target.path.iter();
        if !good(target.amount) || !steps.clone().all(|step| step.amount >= 0.0 && step.amount.is_finite()) {
            return Err(TermsError::TargetAmount);
        }
        let days = std::iter::once(target.baseline_on).chain(steps.map(|step| step.on)).chain([target.due_on]);
        if !days.collect::<Vec<_>>().is_sorted_by(|a, b| a < b) {
            return Err(TermsError::PathNotInOrder);
        }
        Ok(())
    }
}

/// Why a contract cannot be agreed like that.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TermsError {
    /// Nobody pays.
    #[error("the funder has no name")]
    FunderMissing,
    /// It has no title.
    #[error("the contract has no title")]
    TitleMissing,
    /// A text is longer than is kept.
    #[error("a text is too long")]
    TooLong,
    /// More targets, instalments or reports than a contract has.
    #[error("more than {MOST} targets, instalments or reports")]
    TooMany,
    /// It ends before it begins.
    #[error("the period ends before it begins")]
    PeriodReversed,
    /// An amount that is nothing or less.
    #[error("an amount is not above zero")]
    AmountNotAboveZero,
    /// The instalments are not the amount.
    #[error("the instalments do not add up to the amount")]
    InstalmentsDoNotAddUp,
    /// Instalments or reports out of order, or a report twice on one day.
    #[error("instalments and reports stand in the order of their days")]
    NotInOrder,
    /// Nothing is promised.
    #[error("a contract promises something")]
    NoTarget,
    /// A definition or version that the engine does not have, or that cannot be promised.
    #[error("no target can be set by {}", .0.0)]
    UnknownDefinition(FigureId),
    /// A target about another programme.
    #[error("a target is about the contract's own programme")]
    OtherProgramme,
    /// A region set that is not there, or without its version.
    #[error("the region set is unknown, or named without its version")]
    UnknownRegion,
    /// A target that is due before its baseline or after the contract.
    #[error("a target is due after its baseline and within the contract")]
    TargetOutsidePeriod,
    /// A target of nothing, or a share above one.
    #[error("a target is above zero, and a share at most one")]
    TargetAmount,
    /// Steps out of order.
    #[error("the steps of a target lie between its baseline and its due day, in order")]
    PathNotInOrder,
}

impl TermsError {
    /// The field of the form that it is about.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::FunderMissing => "funder",
            Self::TitleMissing => "title",
            Self::TooLong => "conditions",
            Self::TooMany | Self::InstalmentsDoNotAddUp | Self::NotInOrder => "instalments",
            Self::PeriodReversed => "to_on",
            Self::AmountNotAboveZero => "amount",
            Self::NoTarget | Self::TargetAmount => "target_amount",
            Self::UnknownDefinition(_) => "target_definition",
            Self::OtherProgramme => "programme",
            Self::UnknownRegion => "target_region",
            Self::TargetOutsidePeriod => "target_due_on",
            Self::PathNotInOrder => "target_path",
        }
    }

    /// What a person reads: what is wrong and what to do.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        match self {
            Self::FunderMissing => sentences::funder_missing(locale).to_owned(),
            Self::TitleMissing => sentences::title_missing(locale).to_owned(),
            Self::TooLong => sentences::too_long(locale).to_owned(),
            Self::TooMany => sentences::too_many(locale).to_owned(),
            Self::PeriodReversed => sentences::period_reversed(locale).to_owned(),
            Self::AmountNotAboveZero => sentences::amount(locale).to_owned(),
            Self::InstalmentsDoNotAddUp => sentences::instalments(locale).to_owned(),
            Self::NotInOrder => sentences::order(locale).to_owned(),
            Self::NoTarget => sentences::no_target(locale).to_owned(),
            Self::UnknownDefinition(id) => sentences::definition(locale, &id.0),
            Self::OtherProgramme => sentences::other_programme(locale).to_owned(),
            Self::UnknownRegion => sentences::region(locale).to_owned(),
            Self::TargetOutsidePeriod => sentences::outside(locale).to_owned(),
            Self::TargetAmount => sentences::target_amount(locale).to_owned(),
            Self::PathNotInOrder => sentences::path(locale).to_owned(),
        }
    }
}

crate::catalogue! {
    /// Why a contract cannot be agreed like that.
    mod sentences {
        funder_missing => { nb: "Skriv hvem som betaler.", nn: "Skriv kven som betaler.", en: "Write who pays." }
        title_missing => { nb: "Gi avtalen en tittel.", nn: "Gi avtalen ein tittel.", en: "Give the contract a title." }
        too_long => {
            nb: "En tekst er for lang. Navn kan ha 200 tegn, vilkår 4 000.",
            nn: "Ein tekst er for lang. Namn kan ha 200 teikn, vilkår 4 000.",
            en: "A text is too long. Names may have 200 characters, conditions 4,000." }
        too_many => {
            nb: "En avtale har høyst 40 mål, 40 deler og 40 rapporter.",
            nn: "Ein avtale har høgst 40 mål, 40 delar og 40 rapportar.",
            en: "A contract has at most 40 targets, 40 instalments and 40 reports." }
        period_reversed => {
            nb: "Avtalen slutter før den begynner. Bytt om på datoene.",
            nn: "Avtalen sluttar før han byrjar. Byt om på datoane.",
            en: "The contract ends before it begins. Swap the dates." }
        amount => {
            nb: "Beløp må være større enn null.", nn: "Beløp må vere større enn null.", en: "Amounts must be above zero." }
        instalments => {
            nb: "Delene blir ikke til sammen hele beløpet. Rett beløpet eller delene.",
            nn: "Delane blir ikkje til saman heile beløpet. Rett beløpet eller delane.",
            en: "The instalments do not add up to the whole amount. Mend the amount or the instalments." }
        order => {
            nb: "Deler og rapporter skal stå i rekkefølge etter dato, og bare én rapport per dag.",
            nn: "Delar og rapportar skal stå i rekkjefølgje etter dato, og berre éin rapport per dag.",
            en: "Instalments and reports stand in the order of their dates, with one report a day." }
        no_target => {
            nb: "Sett minst ett mål.", nn: "Set minst eitt mål.", en: "Set at least one target." }
        definition(id: &str) => {
            nb: "Det kan ikke settes mål etter {id}. Velg en annen definisjon.",
            nn: "Det kan ikkje setjast mål etter {id}. Vel ein annan definisjon.",
            en: "No target can be set by {id}. Choose another definition." }
        other_programme => {
            nb: "Et mål gjelder avtalens eget program.",
            nn: "Eit mål gjeld avtalen sitt eige program.",
            en: "A target is about the contract's own programme." }
        region => {
            nb: "Regionsettet finnes ikke i denne versjonen. Velg et fra lista.",
            nn: "Regionsettet finst ikkje i denne versjonen. Vel eit frå lista.",
            en: "There is no such region set in that version. Choose one from the list." }
        outside => {
            nb: "Målet må ha frist etter datoen det telles fra, og innenfor avtalen.",
            nn: "Målet må ha frist etter datoen det blir talt frå, og innanfor avtalen.",
            en: "A target is due after the date it is counted from, and within the contract." }
        target_amount => {
            nb: "Målet må være større enn null. En andel er høyst 100 prosent.",
            nn: "Målet må vere større enn null. Ein del er høgst 100 prosent.",
            en: "A target is above zero. A share is at most 100 per cent." }
        path => {
            nb: "Delmålene må ligge mellom datoen det telles fra og fristen, i rekkefølge.",
            nn: "Delmåla må liggje mellom datoen det blir talt frå og fristen, i rekkjefølgje.",
            en: "The steps lie between the date it is counted from and the due date, in order." }
    }
}
