//! Which startup of the house a row means: by our id, external id, organisation number, and at last by name, with a question.

use std::collections::HashMap;

use super::{Candidate, Planner, Question, RowAnswer, SameName};
use crate::exchange::error::Expected;
use crate::exchange::told::ToldStartup;
use crate::ids::StartupId;
use crate::ledger::StartupLedger;
use crate::organisation::OrganisationNumber;
use crate::words::fold;

/// The keys of the house's startups. What an undone import brought is not among them.
struct Index<'a> {
    ids: HashMap<StartupId, &'a StartupLedger>,
    external: HashMap<&'a str, &'a StartupLedger>,
    numbers: HashMap<OrganisationNumber, &'a StartupLedger>,
    names: HashMap<String, Vec<&'a StartupLedger>>,
}

impl<'a> Index<'a> {
    fn of(planner: &Planner<'a>) -> Self {
        let mut index =
            Self { ids: HashMap::new(), external: HashMap::new(), numbers: HashMap::new(), names: HashMap::new() };
        for startup in planner.known.ledger.startups.iter().filter(|startup| startup.profile.withdrawn_at.is_none()) {
            let startup: &StartupLedger = startup;
            index.ids.insert(startup.profile.id, startup);
            if let Some(external) = &startup.profile.external_id {
                index.external.insert(external, startup);
            }
            index.numbers.extend(startup.companies.iter().map(|company| (company.number, startup)));
            index.names.entry(fold(&startup.profile.name)).or_default().push(startup);
        }
        index
    }

    /// The startups a row's keys belong to, each once.
    fn by_keys(&self, told: &ToldStartup) -> Vec<&'a StartupLedger> {
        let id = told.id.and_then(|id| self.ids.get(&id));
        let external = told.external_id.as_deref().and_then(|external| self.external.get(external));
        let numbers = told.companies.iter().filter_map(|company| self.numbers.get(&company.number));
        let mut found: Vec<&StartupLedger> = Vec::new();
        for startup in id.into_iter().chain(external).chain(numbers) {
            if !found.iter().any(|other| std::ptr::eq(*other, *startup)) {
                found.push(startup);
            }
        }
        found
    }

    fn by_name(&self, name: &str) -> &[&'a StartupLedger] {
        self.names.get(&fold(name)).map_or(&[], Vec::as_slice)
    }

    /// The startup that another sheet speaks of by some key; `None` when there is none, or more than one of a name.
    fn by_reference(&self, text: &str) -> Option<&'a StartupLedger> {
        let id = text.parse().ok().and_then(|id| self.ids.get(&id));
        let external = || self.external.get(text);
        let number = || OrganisationNumber::parse(text).ok().and_then(|number| self.numbers.get(&number));
        id.or_else(external).or_else(number).copied().or_else(|| match self.by_name(text) {
            [one] => Some(*one),
            _ => None,
        })
    }
}

/// For each told startup: the one of the house, or that it is new; nothing where an error or a question stands in the way.
pub(super) fn all<'a>(planner: &mut Planner<'a>, told: &[ToldStartup]) -> Vec<Option<Option<&'a StartupLedger>>> {
    let index = Index::of(planner);
    let mut matched: Vec<Option<Option<&StartupLedger>>> = vec![None; told.len()];
    let mut taken: HashMap<StartupId, u32> = HashMap::new();
    let mut unkeyed = Vec::new();
    for (place, startup) in told.iter().enumerate() {
        if let Some(reference) = &startup.reference {
            match index.by_reference(reference) {
                Some(found) => matched[place] = take(planner, &mut taken, startup, found),
                None => planner.error(&startup.place, reference.clone(), Expected::KnownStartup),
            }
            continue;
        }
        match index.by_keys(startup).as_slice() {
            [] => unkeyed.push(place),
            [one] => matched[place] = take(planner, &mut taken, startup, one),
            several => {
                let names = several.iter().map(|startup| startup.profile.name.clone()).collect();
                planner.error(&startup.place, startup.name.clone(), Expected::OneStartup { names });
            }
        }
    }
    // A name is asked about only when no row has a better claim to that startup.
    for place in unkeyed {
        let startup = &told[place];
        let candidates: Vec<&StartupLedger> = index
            .by_name(&startup.name)
            .iter()
            .copied()
            .filter(|candidate| !taken.contains_key(&candidate.profile.id) && !told_apart(planner, startup, candidate))
            .collect();
        matched[place] = match decide(planner, startup, &candidates) {
            Decision::New => Some(None),
            Decision::Same(found) => take(planner, &mut taken, startup, found),
            Decision::Ask => {
                planner.plan.questions.push(question(startup, &candidates));
                None
            }
        };
    }
    matched
}

enum Decision<'a> {
    New,
    Same(&'a StartupLedger),
    Ask,
}

/// Two rows of one profile with external ids that differ are two startups, whatever they are called.
fn told_apart(planner: &Planner<'_>, told: &ToldStartup, candidate: &StartupLedger) -> bool {
    ours(planner, candidate) && told.external_id.is_some() && candidate.profile.external_id.is_some()
}

fn ours(planner: &Planner<'_>, candidate: &StartupLedger) -> bool {
    planner.known.told_startups.contains(&candidate.profile.id)
}

fn decide<'a>(planner: &Planner<'_>, told: &ToldStartup, candidates: &[&'a StartupLedger]) -> Decision<'a> {
    if candidates.is_empty() {
        return Decision::New;
    }
    if let Some(answer) = planner.cx.answers.rows.get(&(told.place.sheet.to_string(), told.place.row)) {
        return match answer {
            RowAnswer::New => Decision::New,
            RowAnswer::Merge(id) => match candidates.iter().find(|candidate| candidate.profile.id == *id) {
                Some(found) => Decision::Same(found),
                None => Decision::Ask,
            },
        };
    }
    // A sheet without any keys names its startups: what it brought before under this name is the same one, whoever else is called so.
    let mut named = candidates.iter().filter(|candidate| {
        ours(planner, candidate)
            && told.external_id.is_none()
            && candidate.profile.external_id.is_none()
            && (told.companies.is_empty() || candidate.companies.is_empty())
    });
    if let (Some(one), None) = (named.next(), named.next()) {
        return Decision::Same(one);
    }
    match (planner.cx.answers.all, candidates) {
        (Some(SameName::New), _) => Decision::New,
        (Some(SameName::Merge), [one]) => Decision::Same(one),
        (Some(SameName::Merge) | None, _) => Decision::Ask,
    }
}

fn take<'a>(
    planner: &mut Planner<'a>,
    taken: &mut HashMap<StartupId, u32>,
    told: &ToldStartup,
    found: &'a StartupLedger,
) -> Option<Option<&'a StartupLedger>> {
    if let Some(row) = taken.get(&found.profile.id) {
        let (value, expected) = (found.profile.name.clone(), Expected::OneRowPerStartup { row: *row });
        planner.error(&told.place, value, expected);
        return None;
    }
    taken.insert(found.profile.id, told.place.row);
    Some(Some(found))
}

fn question(told: &ToldStartup, candidates: &[&StartupLedger]) -> Question {
    let candidates = candidates
        .iter()
        .map(|candidate| Candidate {
            id: candidate.profile.id,
            name: candidate.profile.name.clone(),
            external_id: candidate.profile.external_id.clone(),
            numbers: candidate.companies.iter().map(|company| company.number).collect(),
        })
        .collect();
    Question { place: told.place.clone(), name: told.name.clone(), candidates }
}
