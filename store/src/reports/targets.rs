//! The targets of a report's contract: what was promised, and the publications that tell how far it has come.

use chrono::NaiveDate;
use domain::contracts::terms::Kind;
use domain::contracts::{Contract, Target};
use domain::figures::{Query, Scope};
use domain::ids::ProgrammeId;
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

/// What is asked about a target at the end of a period: on the day from which it is counted, for jobs, whose increase counts; and at
/// the end of the period, or on the day when it is due where that is earlier. Nothing of a target whose definition is gone, or that is
/// counted from later on.
pub(super) fn questions(
    target: &Target,
    programme: ProgrammeId,
    to: NaiveDate,
    known_at: Instant,
) -> (Option<Query>, Option<Query>) {
    let end = to.min(target.due_on);
    let Some(kind) = target.kind().filter(|_| end >= target.baseline_on) else { return (None, None) };
    let since = (kind == Kind::Since).then_some(target.baseline_on);
    let scope = Scope { programme: Some(programme), since, ..target.scope.clone() };
    let on = |as_of| Query { as_of, known_at, scope: scope.clone() };
    ((kind == Kind::Increase).then(|| on(target.baseline_on)), Some(on(end)))
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
            if target.kind().is_none() {
                continue;
            }
            let (starts, ends) = questions(&target, report.programme, report.to, at);
            let mut line = TargetLine { at_start: None, at_end: None, target };
            for (query, is_end) in [(starts, false), (ends, true)] {
                let Some(query) = query else { continue };
                let new = NewPublication {
                    figure: line.target.definition.id.clone(),
                    query,
                    name: report.title.clone(),
                    place: String::new(),
                    contract: report.contract,
                };
                // The same figure is published once in a report.
                let same = |known: &&Published| {
                    known.figure == new.figure
                        && known.query.as_of == new.query.as_of
                        && known.query.scope == new.query.scope
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
