//! Which startup of the house a row means: by our id, external id, organisation number, and at last by name, with a question.

use std::collections::HashMap;

use super::{Candidate, Named, Planner, Question, RowAnswer, SameName};
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

/// Who a told startup is.
#[derive(Clone, Default)]
pub(super) struct Matched<'a> {
    /// The one of the house; `None` when it is new.
    pub existing: Option<&'a StartupLedger>,
    /// How, when its name alone decided.
    pub named: Option<Named>,
}

/// A told startup that could be one of the house.
pub(super) struct Asked<'t, 'a> {
    pub told: &'t ToldStartup,
    pub candidates: Vec<&'a StartupLedger>,
}

/// For each told startup: who it is; nothing where an error or a question stands in the way. And the questions.
pub(super) fn all<'t, 'a>(
    planner: &mut Planner<'a>,
    told: &'t [ToldStartup],
) -> (Vec<Option<Matched<'a>>>, Vec<Asked<'t, 'a>>) {
    let index = Index::of(planner);
    let mut matched: Vec<Option<Matched<'a>>> = vec![None; told.len()];
    let mut asked = Vec::new();
    let mut taken: HashMap<StartupId, u32> = HashMap::new();
    let mut unkeyed = Vec::new();
    for (place, startup) in told.iter().enumerate() {
        if let Some(reference) = &startup.reference {
            match index.by_reference(reference) {
                Some(found) => {
                    refuse_numbers_of_others(planner, &index, startup, found);
                    matched[place] = take(planner, &mut taken, startup, found);
                }
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
            Decision::New => Some(Matched::default()),
            Decision::Same { found, answered } => take(planner, &mut taken, startup, found).map(|matched| {
                let named = Named { external_id: startup.external_id.clone(), answered };
                Matched { named: Some(named), ..matched }
            }),
            Decision::Ask => {
                asked.push(Asked { told: startup, candidates });
                None
            }
        };
    }
    (matched, asked)
}

enum Decision<'a> {
    New,
    Same { found: &'a StartupLedger, answered: bool },
    Ask,
}

/// A row that speaks of a startup by some key cannot give it a number that another one holds.
fn refuse_numbers_of_others(planner: &mut Planner<'_>, index: &Index<'_>, told: &ToldStartup, found: &StartupLedger) {
    for company in &told.companies {
        if let Some(holder) = index.numbers.get(&company.number).filter(|holder| holder.profile.id != found.profile.id)
        {
            let expected = Expected::NumberOfThisStartup { name: holder.profile.name.clone() };
            planner.error(&company.place, company.number.to_string(), expected);
        }
    }
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
                Some(found) => Decision::Same { found, answered: true },
                None => Decision::Ask,
            },
        };
    }
    // A sheet without any keys names its startups: what it brought before under this name is the same one, whoever else is called so.
    // So is the one that somebody said it was when the row stood there before, with the same external id or as bare as now. That
    // files of this profile told of a startup is not enough: they may have known it by a number, and this row is a namesake.
    let mut named = candidates.iter().filter(|candidate| {
        let brought = ours(planner, candidate) && told.external_id.is_none() && candidate.profile.external_id.is_none();
        let merged = || planner.known.named.contains(&(candidate.profile.id, told.external_id.clone()));
        (brought || merged()) && (told.companies.is_empty() || candidate.companies.is_empty())
    });
    if let (Some(one), None) = (named.next(), named.next()) {
        return Decision::Same { found: one, answered: false };
    }
    match (planner.cx.answers.all, candidates) {
        (Some(SameName::New), _) => Decision::New,
        (Some(SameName::Merge), [one]) => Decision::Same { found: one, answered: true },
        (Some(SameName::Merge) | None, _) => Decision::Ask,
    }
}

fn take<'a>(
    planner: &mut Planner<'a>,
    taken: &mut HashMap<StartupId, u32>,
    told: &ToldStartup,
    found: &'a StartupLedger,
) -> Option<Matched<'a>> {
    if let Some(row) = taken.get(&found.profile.id) {
        let (value, expected) = (found.profile.name.clone(), Expected::OneRowPerStartup { row: *row });
        planner.error(&told.place, value, expected);
        return None;
    }
    taken.insert(found.profile.id, told.place.row);
    Some(Matched { existing: Some(found), named: None })
}

/// The question who a row is; what each answer would break is not worked out yet.
pub(super) fn question(told: &ToldStartup, candidates: &[&StartupLedger]) -> Question {
    let candidates = candidates
        .iter()
        .map(|candidate| Candidate {
            id: candidate.profile.id,
            name: candidate.profile.name.clone(),
            external_id: candidate.profile.external_id.clone(),
            numbers: candidate.companies.iter().map(|company| company.number).collect(),
            refused: Vec::new(),
        })
        .collect();
    Question { place: told.place.clone(), name: told.name.clone(), candidates, refused: Vec::new() }
}
