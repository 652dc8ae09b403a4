//! The rules as data: what ships, and what a programme has set otherwise.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::ids::ProgrammeId;
use crate::words::Locale;

/// What can ask for attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// An application waits for its answer.
    ApplicationWaiting,
    /// The headcount fell.
    FiguresFallen,
    /// Nothing has shown the startup alive for long.
    NotVerified,
    /// No headcount was recorded at admission, so figures leave the startup out.
    NoBaseline,
    /// It stands in a stage longer than is usual.
    StuckInStage,
    /// Nobody has met it for long.
    NoMeeting,
    /// It was asked for an update and has not answered in time.
    UpdateOverdue,
    /// Nobody follows it up.
    NoMentor,
}

impl Rule {
    /// All rules, in the order in which a page of settings shows them.
    pub const ALL: [Self; 8] = [
        Self::ApplicationWaiting,
        Self::FiguresFallen,
        Self::NotVerified,
        Self::NoBaseline,
        Self::StuckInStage,
        Self::NoMeeting,
        Self::UpdateOverdue,
        Self::NoMentor,
    ];

    /// The stable name in databases, files and addresses.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ApplicationWaiting => "application_waiting",
            Self::FiguresFallen => "figures_fallen",
            Self::NotVerified => "not_verified",
            Self::NoBaseline => "no_baseline",
            Self::StuckInStage => "stuck_in_stage",
            Self::NoMeeting => "no_meeting",
            Self::UpdateOverdue => "update_overdue",
            Self::NoMentor => "no_mentor",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.code() == code)
    }

    /// The name a reader sees.
    #[must_use]
    pub const fn name(self, locale: Locale) -> &'static str {
        match self {
            Self::ApplicationWaiting => w::application_waiting(locale),
            Self::FiguresFallen => w::figures_fallen(locale),
            Self::NotVerified => w::not_verified(locale),
            Self::NoBaseline => w::no_baseline(locale),
            Self::StuckInStage => w::stuck_in_stage(locale),
            Self::NoMeeting => w::no_meeting(locale),
            Self::UpdateOverdue => w::update_overdue(locale),
            Self::NoMentor => w::no_mentor(locale),
        }
    }

    /// What its limit counts, as the label of a field.
    #[must_use]
    pub const fn unit(self, locale: Locale) -> &'static str {
        match self {
            Self::ApplicationWaiting => w::days_waiting(locale),
            Self::FiguresFallen => w::per_cent(locale),
            Self::NotVerified => w::months(locale),
            Self::NoBaseline | Self::NoMentor => w::days_admitted(locale),
            Self::StuckInStage => w::days_stage(locale),
            Self::NoMeeting => w::weeks(locale),
            Self::UpdateOverdue => w::days_due(locale),
        }
    }

    /// The least and the greatest limit that makes sense.
    #[must_use]
    pub const fn limits(self) -> (u32, u32) {
        match self {
            Self::FiguresFallen => (1, 100),
            Self::NotVerified => (1, 60),
            Self::NoMeeting => (1, 104),
            Self::StuckInStage | Self::ApplicationWaiting => (1, 3_650),
            Self::NoBaseline | Self::UpdateOverdue | Self::NoMentor => (0, 3_650),
        }
    }
}

/// How much something matters beside other things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// First.
    High,
    /// After that.
    Medium,
    /// Last.
    Low,
}

impl Severity {
    /// All of them, the first first.
    pub const ALL: [Self; 3] = [Self::High, Self::Medium, Self::Low];

    /// The stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.code() == code)
    }

    /// The name a reader sees.
    #[must_use]
    pub const fn name(self, locale: Locale) -> &'static str {
        match self {
            Self::High => w::high(locale),
            Self::Medium => w::medium(locale),
            Self::Low => w::low(locale),
        }
    }
}

/// One rule as it is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// Whether it is looked for.
    pub on: bool,
    /// Beyond what, in the rule's own unit; see [`Rule::unit`].
    pub limit: u32,
    /// How much it matters.
    pub severity: Severity,
}

/// All rules as they are set in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttentionRules(BTreeMap<Rule, Setting>);

/// What ships, as the file says it.
static SHIPPED: LazyLock<AttentionRules> = LazyLock::new(|| {
    // A file that ships with the program and a test reads; nothing in it is anybody's input.
    AttentionRules(toml::from_str(include_str!("../../data/attention.toml")).unwrap_or_default())
});

/// What for a rule that the file leaves out: nothing is looked for.
const OFF: Setting = Setting { on: false, limit: u32::MAX, severity: Severity::Low };

impl Default for AttentionRules {
    fn default() -> Self {
        SHIPPED.clone()
    }
}

impl AttentionRules {
    /// How a rule is set.
    #[must_use]
    pub fn get(&self, rule: Rule) -> Setting {
        self.0.get(&rule).copied().unwrap_or(OFF)
    }

    /// The same rules with one set otherwise.
    #[must_use]
    pub fn with(mut self, rule: Rule, setting: Setting) -> Self {
        self.0.insert(rule, setting);
        self
    }
}

/// The rules of a house: what ships, and what each programme has set otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HouseRules {
    /// For programmes that have set nothing.
    pub shipped: AttentionRules,
    /// By programme.
    pub own: BTreeMap<ProgrammeId, AttentionRules>,
}

impl HouseRules {
    /// The rules of a programme.
    #[must_use]
    pub fn of(&self, programme: ProgrammeId) -> &AttentionRules {
        self.own.get(&programme).unwrap_or(&self.shipped)
    }
}

crate::catalogue! {
    mod w {
        application_waiting => { nb: "Søknad venter", nn: "Søknad ventar", en: "Application waiting" }
        figures_fallen => { nb: "Færre ansatte", nn: "Færre tilsette", en: "Fewer employees" }
        not_verified => { nb: "Ikke bekreftet i live", nn: "Ikkje stadfesta i live", en: "Not verified alive" }
        no_baseline => { nb: "Mangler ansatte ved opptak", nn: "Manglar tilsette ved opptak", en: "No headcount at admission" }
        stuck_in_stage => { nb: "Lenge i samme steg", nn: "Lenge i same steg", en: "Long in one stage" }
        no_meeting => { nb: "Ikke møtt på en stund", nn: "Ikkje møtt på ei stund", en: "Not met for a while" }
        update_overdue => { nb: "Oppdatering mangler", nn: "Oppdatering manglar", en: "Update overdue" }
        no_mentor => { nb: "Uten mentor", nn: "Utan mentor", en: "Without a mentor" }
        days_waiting => { nb: "dager siden søknaden", nn: "dagar sidan søknaden", en: "days since the application" }
        per_cent => { nb: "prosent nedgang på ett år", nn: "prosent nedgang på eitt år", en: "per cent down in a year" }
        months => { nb: "måneder siden sist bekreftet", nn: "månader sidan sist stadfesta", en: "months since last verified" }
        days_admitted => { nb: "dager etter opptaket", nn: "dagar etter opptaket", en: "days after admission" }
        days_stage => { nb: "dager i steget, der ingenting annet er kjent", nn: "dagar i steget, der ingenting anna er kjent", en: "days in the stage, where nothing else is known" }
        weeks => { nb: "uker uten møte", nn: "veker utan møte", en: "weeks without a meeting" }
        days_due => { nb: "dager etter fristen", nn: "dagar etter fristen", en: "days past the due date" }
        high => { nb: "høy", nn: "høg", en: "high" }
        medium => { nb: "middels", nn: "middels", en: "medium" }
        low => { nb: "lav", nn: "låg", en: "low" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_ships_on_with_a_limit_that_makes_sense() {
        let shipped = AttentionRules::default();
        for rule in Rule::ALL {
            let setting = shipped.get(rule);
            let (least, most) = rule.limits();
            assert!(setting.on && (least..=most).contains(&setting.limit), "{rule:?}: {setting:?}");
            assert_eq!(Rule::from_code(rule.code()), Some(rule));
            assert_eq!(serde_json::to_value(rule).unwrap(), rule.code());
        }
        for severity in Severity::ALL {
            assert_eq!(Severity::from_code(severity.code()), Some(severity));
            assert_eq!(serde_json::to_value(severity).unwrap(), severity.code());
        }
    }

    #[test]
    fn a_programme_that_set_something_is_asked_first() {
        let programme = ProgrammeId(uuid::Uuid::from_u128(1));
        let off = Setting { on: false, limit: 1, severity: Severity::Low };
        let rules = HouseRules {
            own: [(programme, AttentionRules::default().with(Rule::NoMentor, off))].into(),
            ..HouseRules::default()
        };
        assert!(!rules.of(programme).get(Rule::NoMentor).on);
        assert!(rules.of(ProgrammeId(uuid::Uuid::from_u128(2))).get(Rule::NoMentor).on);
        assert!(rules.of(programme).get(Rule::NoMeeting).on, "what it did not set stays as it ships");
    }
}
