//! The targets of a report's contract: what was promised, and the publications that tell how far it has come.

use domain::contracts::terms::Kind;
use domain::contracts::{Contract, Target};
use domain::figures::{Query, Scope};
use domain::publication::InstanceKey;
use domain::time::Instant;
use serde::{Deserialize, Serialize};

use super::hand_in::title;
use super::{Report, Withheld};
use crate::connect::Store;
use crate::error::VerbError;
use crate::publications::{NewPublication, Published};
use crate::refusal::Refusal;
use crate::write::Write;

/// A target as a report shows it. What was promised is the contract's; the rest are publications, by their addresses.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TargetLine {
    /// What was promised.
    pub target: Target,
    /// The publication of its figure on the day from which it is counted; for jobs, whose increase since then is what counts.
    pub at_start: Option<String>,
    /// The publication of its figure at the end of the period.
    pub at_end: Option<String>,
}

impl Store {
    /// Publishes what a contract's targets come to, and adds it to what is published already. What may not be published is withheld.
    pub(super) async fn publish_targets(
        &self,
        write: &mut Write,
        report: &Report,
        contract: &Contract,
        (key, at): (&InstanceKey, Instant),
        publications: &mut Vec<Published>,
        withheld: &mut Vec<Withheld>,
    ) -> Result<Vec<TargetLine>, VerbError> {
        let mut lines = Vec::new();
        for target in contract.in_force(report.to).targets {
            let Some(kind) = target.kind() else { continue };
            let mut line = TargetLine { at_start: None, at_end: None, target };
            let end = report.to.min(line.target.due_on);
            let ends = (end >= line.target.baseline_on).then_some(end);
            let starts = (kind == Kind::Increase && ends.is_some()).then_some(line.target.baseline_on);
            for (as_of, is_end) in [(starts, false), (ends, true)] {
                let Some(as_of) = as_of else { continue };
                let since = (kind == Kind::Since).then_some(line.target.baseline_on);
                let scope = Scope { programme: Some(report.programme), since, ..line.target.scope.clone() };
                let new = NewPublication {
                    figure: line.target.definition.id.clone(),
                    query: Query { as_of, known_at: at, scope },
                    name: report.title.clone(),
                    place: String::new(),
                    contract: report.contract,
                };
                // The same figure is published once in a report.
                let same = |known: &&Published| {
                    known.figure == new.figure && known.query.as_of == as_of && known.query.scope == new.query.scope
                };
                let address = match publications.iter().find(same) {
                    Some(known) => Some(known.address.clone()),
                    None => match self.publish_in(write, &new, key, at).await {
                        Ok(published) => {
                            let address = published.address.clone();
                            publications.push(published);
                            Some(address)
                        }
                        Err(VerbError::Refused(Refusal::Publication(why))) => {
                            let figure = new.figure.clone();
                            let held =
                                Withheld { title: title(&figure, report), figure, reason: why.text(report.locale) };
                            if !withheld.contains(&held) {
                                withheld.push(held);
                            }
                            None
                        }
                        Err(error) => return Err(error),
                    },
                };
                if is_end {
                    line.at_end = address;
                } else {
                    line.at_start = address;
                }
            }
            lines.push(line);
        }
        Ok(lines)
    }
}
