//! The definitions there are, by name.

use super::definition::Definition;
use super::{
    FigureId, applications, funding_awarded, funding_leverage, funding_paid, funding_private_capital, funding_repaid,
    jobs_at_exit, jobs_gross_increase, jobs_net, jobs_net_floor, jobs_peak, jobs_stock, mentoring_hours,
    mentoring_meetings, pipeline_reached, pipeline_time, survival_admitted, survival_exits, survival_fixed,
    survival_km, team, updates_response,
};
use crate::ids::ProgrammeId;
use crate::ledger::Ledger;

/// A definition, or a family of them that differ in one parameter.
pub struct Entry {
    /// The name without its parameter.
    name: &'static str,
    /// Makes the definition for a parameter (empty when there is none); `None` for a parameter that means nothing.
    make: Make,
    /// The parameters shown by default.
    shown: &'static [&'static str],
    /// Versions of its rule that no longer count, with how each is made. They stay, so that what was published by one can be checked
    /// and set beside the next.
    former: &'static [(u32, Make)],
}

/// Makes a definition for a parameter.
type Make = fn(&str) -> Option<Box<dyn Definition>>;

/// What a figure is about: under which heading it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Jobs.
    Jobs,
    /// Survival.
    Survival,
    /// Money: public awards and external capital.
    Funding,
    /// The work of the house: meetings, answers, applications, teams, the way through the stages.
    Work,
}

impl FigureId {
    /// What the figure is about.
    #[must_use]
    pub fn group(&self) -> Group {
        match self.0.split('.').next() {
            Some("jobs") => Group::Jobs,
            Some("survival") => Group::Survival,
            Some("funding") => Group::Funding,
            _ => Group::Work,
        }
    }
}

/// Every definition. A new figure is its file and a line here.
pub const REGISTRY: &[Entry] = &[
    Entry { name: "jobs.peak", make: |none| plain(none, jobs_peak::RULE), shown: &[""], former: &[] },
    Entry { name: "jobs.at_exit", make: |none| plain(none, jobs_at_exit::RULE), shown: &[""], former: &[] },
    Entry { name: "jobs.stock", make: |none| plain(none, jobs_stock::RULE), shown: &[""], former: &[] },
    Entry {
        name: "jobs.gross_increase",
        make: |none| plain(none, jobs_gross_increase::RULE),
        shown: &[""],
        former: &[],
    },
    Entry { name: "jobs.net_floor", make: |none| plain(none, jobs_net_floor::RULE), shown: &[""], former: &[] },
    Entry { name: "jobs.net", make: |none| plain(none, jobs_net::RULE), shown: &[""], former: &[] },
    Entry {
        name: "survival.exits",
        make: |none| plain(none, survival_exits::SurvivalExits),
        shown: &[""],
        former: &[],
    },
    Entry {
        name: "survival.admitted",
        make: |none| plain(none, survival_admitted::SurvivalAdmitted),
        shown: &[""],
        former: &[],
    },
    Entry { name: "survival.fixed", make: survival_fixed::with_years, shown: &["1", "3", "5"], former: &[] },
    Entry {
        name: "survival.km",
        make: survival_km::with_origin,
        shown: &["birth", "admission", "exit"],
        former: &[(1, survival_km::to_the_date)],
    },
    Entry { name: "mentoring.meetings", make: |none| plain(none, mentoring_meetings::RULE), shown: &[""], former: &[] },
    Entry { name: "mentoring.hours", make: |none| plain(none, mentoring_hours::RULE), shown: &[""], former: &[] },
    Entry {
        name: "updates.response",
        make: |none| plain(none, updates_response::UpdatesResponse),
        shown: &[""],
        former: &[],
    },
    Entry {
        name: "applications.admitted",
        make: |none| plain(none, applications::ADMITTED),
        shown: &[""],
        former: &[],
    },
    Entry {
        name: "applications.declined",
        make: |none| plain(none, applications::DECLINED),
        shown: &[""],
        former: &[],
    },
    Entry {
        name: "applications.withdrawn",
        make: |none| plain(none, applications::WITHDRAWN),
        shown: &[""],
        former: &[],
    },
    Entry { name: "team.women_founders", make: |none| plain(none, team::FOUNDERS), shown: &[""], former: &[] },
    Entry { name: "team.women_leaders", make: |none| plain(none, team::LEADERS), shown: &[""], former: &[] },
    Entry { name: "funding.awarded", make: |none| plain(none, funding_awarded::RULE), shown: &[""], former: &[] },
    Entry { name: "funding.paid", make: |none| plain(none, funding_paid::RULE), shown: &[""], former: &[] },
    Entry { name: "funding.repaid", make: |none| plain(none, funding_repaid::RULE), shown: &[""], former: &[] },
    Entry {
        name: "funding.private_capital",
        make: |none| plain(none, funding_private_capital::RULE),
        shown: &[""],
        former: &[],
    },
    Entry {
        name: "funding.leverage",
        make: |none| plain(none, funding_leverage::FundingLeverage),
        shown: &[""],
        former: &[],
    },
    // Shown with the house's own stages: see `house_ids`.
    Entry { name: "pipeline.reached", make: pipeline_reached::with_gate, shown: &[], former: &[] },
    Entry { name: "pipeline.time_in_stage", make: pipeline_time::with_stage, shown: &[], former: &[] },
];

fn plain(parameter: &str, definition: impl Definition + 'static) -> Option<Box<dyn Definition>> {
    parameter.is_empty().then(|| Box::new(definition) as _)
}

/// The figures shown where nobody asked for particular ones, in the order in which they are shown.
#[must_use]
pub fn default_ids() -> Vec<FigureId> {
    REGISTRY
        .iter()
        .flat_map(|entry| entry.shown.iter().filter_map(|parameter| (entry.make)(parameter)))
        .map(|definition| definition.id())
        .collect()
}

/// The figures of a house: the default ones, its funnel, and the time in each stage of its programmes (or of one of them).
#[must_use]
pub fn house_ids(ledger: &Ledger, programme: Option<ProgrammeId>) -> Vec<FigureId> {
    let mut ids = default_ids();
    ids.extend(
        ["applied", "admitted", "exited", "graduated"].map(|gate| FigureId(format!("pipeline.reached({gate})"))),
    );
    let asked = ledger.programmes.iter().filter(|known| programme.is_none_or(|id| id == known.id));
    for stage in asked.flat_map(|known| &known.stages).filter(|stage| !stage.closes()) {
        let id = FigureId(format!("pipeline.time_in_stage({})", stage.key));
        if definition(&id).is_some() && !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

/// The definition behind an id, written as [`FigureId`]s are; `None` for an unknown one.
#[must_use]
pub fn definition(id: &FigureId) -> Option<Box<dyn Definition>> {
    find(&id.0).filter(|definition| definition.id() == *id)
}

/// Reads a figure's id as a person or a URL writes it: `survival.fixed(5)`, or `survival.fixed.5` where brackets are in the way.
#[must_use]
pub fn parse_id(text: &str) -> Option<FigureId> {
    find(text.trim()).map(|definition| definition.id())
}

/// A version of the definition behind an id; `None` for an unknown id or version.
#[must_use]
pub fn definition_version(id: &FigureId, version: u32) -> Option<Box<dyn Definition>> {
    every_version(&id.0).into_iter().find(|definition| definition.id() == *id && definition.version() == version)
}

/// The versions of a definition there are, the newest first; none for an unknown id.
#[must_use]
pub fn versions(id: &FigureId) -> Vec<u32> {
    every_version(&id.0).into_iter().filter(|definition| definition.id() == *id).map(|found| found.version()).collect()
}

/// One id of each definition or family, in the order in which figures are shown: what a list of definitions names.
#[must_use]
pub fn family_ids() -> Vec<FigureId> {
    let usual = |entry: &Entry| match entry.shown.last() {
        Some(parameter) => (entry.make)(parameter),
        None => ["admitted", "idea"].iter().find_map(|parameter| (entry.make)(parameter)),
    };
    REGISTRY.iter().filter_map(usual).map(|definition| definition.id()).collect()
}

fn every_version(text: &str) -> Vec<Box<dyn Definition>> {
    let Some((entry, parameter)) = split(text) else { return Vec::new() };
    let former = entry.former.iter().rev().map(|(_, make)| *make);
    std::iter::once(entry.make).chain(former).filter_map(|make| make(parameter)).collect()
}

fn find(text: &str) -> Option<Box<dyn Definition>> {
    split(text).and_then(|(entry, parameter)| (entry.make)(parameter))
}

/// The entry a text names, and the parameter it gives.
fn split(text: &str) -> Option<(&'static Entry, &str)> {
    REGISTRY.iter().find_map(|entry| {
        let rest = text.strip_prefix(entry.name)?;
        let parameter = if rest.is_empty() {
            rest
        } else if let Some(bracketed) = rest.strip_prefix('(') {
            bracketed.strip_suffix(')').filter(|parameter| !parameter.is_empty())?
        } else {
            rest.strip_prefix('.').filter(|parameter| !parameter.is_empty())?
        };
        (entry.make)(parameter).is_some().then_some((entry, parameter))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Locale;

    #[test]
    fn the_default_figures_in_their_order() {
        let ids: Vec<String> = default_ids().into_iter().map(|id| id.0).collect();
        assert_eq!(
            ids,
            [
                "jobs.peak",
                "jobs.at_exit",
                "jobs.stock",
                "jobs.gross_increase",
                "jobs.net_floor",
                "jobs.net",
                "survival.exits",
                "survival.admitted",
                "survival.fixed(1)",
                "survival.fixed(3)",
                "survival.fixed(5)",
                "survival.km(birth)",
                "survival.km(admission)",
                "survival.km(exit)",
                "mentoring.meetings",
                "mentoring.hours",
                "updates.response",
                "applications.admitted",
                "applications.declined",
                "applications.withdrawn",
                "team.women_founders",
                "team.women_leaders",
                "funding.awarded",
                "funding.paid",
                "funding.repaid",
                "funding.private_capital",
                "funding.leverage",
            ]
        );
    }

    #[test]
    fn ids_read_back_and_nonsense_is_refused() {
        for id in default_ids() {
            assert_eq!(parse_id(&id.0), Some(id.clone()));
            assert_eq!(parse_id(&id.0.replace('(', ".").replace(')', "")), Some(id.clone()));
            let newest = if id.0.starts_with("survival.km") { 2 } else { 1 };
            assert_eq!(definition(&id).unwrap().versioned(), format!("{}@{newest}", id.0));
            assert_eq!(versions(&id), (1..=newest).rev().collect::<Vec<_>>());
            for version in versions(&id) {
                assert_eq!(definition_version(&id, version).unwrap().version(), version);
            }
            assert!(definition_version(&id, 0).is_none() && definition_version(&id, newest + 1).is_none());
        }
        assert_eq!(parse_id("survival.fixed(50)"), Some(FigureId("survival.fixed(50)".into())));
        for text in [
            "",
            "jobs",
            "jobs.netto",
            "jobs.net(1)",
            "jobs.net.",
            "survival.fixed",
            "survival.fixed()",
            "survival.fixed(0)",
            "survival.fixed(51)",
            "survival.fixed(+5)",
            "survival.fixed(05)",
            "survival.fixed(5",
            "survival.km(death)",
        ] {
            assert_eq!(parse_id(text), None, "{text}");
        }
        assert!(definition(&FigureId("survival.fixed.5".into())).is_none(), "an id is written in one way");
    }

    #[test]
    fn every_definition_has_its_words() {
        for id in default_ids() {
            let definition = definition(&id).unwrap();
            for locale in Locale::ALL {
                assert!(!definition.title(locale).is_empty() && definition.rule(locale).ends_with('.'), "{}", id.0);
            }
            assert!(!definition.formula().is_empty(), "{}", id.0);
        }
    }
}
