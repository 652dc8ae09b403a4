//! Taking an import back. Nothing is deleted: what it entered is withdrawn, what it corrected is stated once more, and every figure
//! is what it was before, also as known at any instant of the past.
//!
//! - A startup it entered is withdrawn as a whole; its keys are free for the next import.
//! - A fact it added to another startup is withdrawn.
//! - Where it took the place of a fact, that fact is stated again in its place. Facts of one day count in the order in which they
//!   were recorded, so whatever was recorded behind it on that day is stated again as well.
//! - Profiles it changed become what they were, field by field, unless somebody changed the field since.
//! - It is refused when later facts rest on it, and they are named. What a later import brought that was taken back itself does not:
//!   imports can be taken back one after the other, the last one first.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use domain::access::{Action, Actor, Resource};
use domain::facts::{Fact, FactKind, StageChange};
use domain::format;
use domain::ids::{FactId, ImportId, ProgrammeId, StartupId};
use domain::ledger::{Profile, StartupLedger};
use domain::time::Instant;
use domain::words::Locale;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use serde::Serialize;

use super::ImportStatus;
use super::error::UndoError;
use super::report::Kept;
use super::rows::{self, Of};
use crate::bulk::{Batch, Batched, NewFact};
use crate::connect::Store;
use crate::error::StoreError;
use crate::kinds::each_kind;
use crate::write::{Write, json};

/// What taking an import back did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Undone {
    /// Startups withdrawn.
    pub startups: usize,
    /// Facts withdrawn, those of withdrawn startups not counted.
    pub withdrawn: usize,
    /// Facts stated once more.
    pub restated: usize,
}

/// A fact that rests on an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resting {
    /// Its kind.
    pub kind: FactKind,
    /// The fact.
    pub fact: FactId,
    /// About which startup.
    pub startup: StartupId,
    /// The startup's name.
    pub name: String,
    /// The day it was true.
    pub valid_on: NaiveDate,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// What would take it out of the way.
    pub remedy: Remedy,
}

/// What takes a fact out of the way of undoing an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// A later import brought it: undo that one first.
    UndoLater,
    /// It was recorded by hand and can be withdrawn.
    Withdraw,
    /// It corrects or withdraws by hand what the import brought. Withdrawn it would still rest on it, so only a hand can mend it.
    ByHand,
}

impl Resting {
    /// One line: the startup, what, of which day, recorded when.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        words::resting(locale, &self.name, &self.what(locale))
    }

    /// The same without the startup.
    #[must_use]
    pub fn what(&self, locale: Locale) -> String {
        let (on, at) = (format::date(locale, self.valid_on), format::instant(locale, self.recorded_at));
        words::what(locale, self.kind.name(locale), &on, &at)
    }
}

domain::catalogue! {
    /// The words of taking back.
    mod words {
        resting(name: &str, what: &str) => { nb: "{name}: {what}", nn: "{name}: {what}", en: "{name}: {what}" }
        what(kind: &str, on: &str, at: &str) => {
            nb: "{kind} per {on}, registrert {at}",
            nn: "{kind} per {on}, registrert {at}",
            en: "{kind} of {on}, recorded {at}" }
    }
}

impl Store {
    /// Takes an import back, all of it or nothing.
    ///
    /// # Errors
    /// [`UndoError::RestedOn`] names every later fact that rests on it.
    pub async fn undo_import(&self, actor: &Actor, id: ImportId) -> Result<Undone, UndoError> {
        UndoError::unless_allowed(self.may_in_house(actor, Action::Import).await?)?;
        let record = self.import_record(id).await?.ok_or(UndoError::NotFound)?;
        let mut write = self.begin(actor).await?;
        let ledger = write.ledger();
        UndoError::unless_allowed(write.decide(Action::Import, &Resource::House(&ledger)))?;
        let gone = rows::taken_back(&write.transaction).await?;
        let undone = Query::update()
            .table("import")
            .value("status", ImportStatus::Undone.code())
            .value("undone_at", write.at())
            .and_where(Expr::col("id").eq(id.0))
            .and_where(Expr::col("status").eq(ImportStatus::Applied.code()))
            .to_owned();
        if write.transaction.execute(&undone).await?.rows_affected() != 1 {
            return Err(UndoError::NotApplied);
        }
        let of = Of { gone, ..rows::of_import(&write.transaction, id).await? };
        let touched: Vec<&StartupLedger> =
            ledger.startups.iter().map(|startup| &**startup).filter(|startup| touches(startup, &of)).collect();
        let mut resting = Vec::new();
        for startup in &touched {
            rests(startup, &of, &mut resting);
        }
        if !resting.is_empty() {
            let imported = rows::imported(&write.transaction).await?;
            for fact in resting.iter_mut().filter(|fact| imported.contains(&fact.fact)) {
                fact.remedy = Remedy::UndoLater;
            }
            resting.sort_by(|a, b| {
                (&a.name, a.startup, a.valid_on, a.fact).cmp(&(&b.name, b.startup, b.valid_on, b.fact))
            });
            return Err(UndoError::RestedOn(resting));
        }
        let reason = format!("undo of import {}", record.file_name);
        let mut batch = Batch::default();
        let mut done = Undone::default();
        let changed = changed_profiles(&write, id).await?;
        for startup in touched {
            let profile = &startup.profile;
            if of.startups.contains(&profile.id) {
                done.startups += 1;
                let at = write.at();
                batch.profiles.push(Profile { external_id: None, withdrawn_at: Some(at), ..profile.clone() });
                continue;
            }
            let companies = startup.companies.iter().map(|company| company.id);
            batch.withdrawn_companies.extend(companies.filter(|company| of.companies.contains(company)));
            take_back(&mut write, startup, &of, &reason, &mut batch, &mut done).await?;
        }
        for (before, after) in changed {
            if let Some(now) = ledger.startup(before.id).filter(|startup| !of.startups.contains(&startup.profile.id)) {
                let restored = restore(&now.profile, &before, &after);
                if restored != now.profile {
                    batch.profiles.push(restored);
                }
            }
        }
        write.batch(&batch).await?;
        write.audit("undo_import", "import", id.0, None, None, json(&done)).await?;
        write.commit().await?;
        Ok(done)
    }
}

/// The profiles an import changed: as they were, and as it left them.
async fn changed_profiles(write: &Write, id: ImportId) -> Result<Vec<(Profile, Profile)>, StoreError> {
    let query = Query::select().column("report").from("import").and_where(Expr::col("id").eq(id.0)).to_owned();
    let Some(row) = write.transaction.query_one(&query).await? else { return Ok(Vec::new()) };
    let kept: Option<serde_json::Value> = row.try_get_by_index(0)?;
    let kept: Option<Kept> = kept
        .map(serde_json::from_value)
        .transpose()
        .map_err(|error| StoreError::Unreadable { table: "import", detail: error.to_string() })?;
    Ok(kept.map(|kept| kept.profiles).unwrap_or_default())
}

/// A profile with every field taken back that is still as the import left it.
fn restore(now: &Profile, before: &Profile, after: &Profile) -> Profile {
    fn field<T: Clone + PartialEq>(now: &T, before: &T, after: &T) -> T {
        if now == after { before.clone() } else { now.clone() }
    }
    Profile {
        external_id: field(&now.external_id, &before.external_id, &after.external_id),
        name: field(&now.name, &before.name, &after.name),
        sector: field(&now.sector, &before.sector, &after.sector),
        website: field(&now.website, &before.website, &after.website),
        ..now.clone()
    }
}

macro_rules! walk {
    ($($name:ident: $body:ty,)+) => {
        /// Whether the import brought the startup or anything about it.
        fn touches(startup: &StartupLedger, of: &Of) -> bool {
            of.startups.contains(&startup.profile.id)
                || startup.companies.iter().any(|company| of.companies.contains(&company.id))
                || startup.enrolments.iter().any(|enrolment| of.enrolments.contains(&enrolment.id))
                $(|| startup.$name.iter().any(|fact| of.facts.contains(&fact.id)))+
        }

        /// The later facts of a startup that rest on the import.
        fn rests(startup: &StartupLedger, of: &Of, resting: &mut Vec<Resting>) {
            let entered = of.startups.contains(&startup.profile.id);
            $(rests_of::<$body>(startup, &startup.$name, of, entered, resting);)+
            if !entered {
                moves_after(startup, of, resting);
            }
        }

        /// Withdraws and restates the facts of a startup that was there before.
        async fn take_back(
            write: &mut Write,
            startup: &StartupLedger,
            of: &Of,
            reason: &str,
            batch: &mut Batch,
            done: &mut Undone,
        ) -> Result<(), StoreError> {
            $(take_back_of::<$body>(write, startup, &startup.$name, of, reason, batch, done).await?;)+
            Ok(())
        }
    };
}
each_kind!(walk);

fn rests_of<T: Batched>(
    startup: &StartupLedger,
    facts: &[Fact<T>],
    of: &Of,
    entered: bool,
    resting: &mut Vec<Resting>,
) {
    let superseded: HashSet<FactId> = facts.iter().filter_map(|fact| fact.supersedes).collect();
    let standing = |fact: &Fact<T>| fact.body.is_some() && !superseded.contains(&fact.id);
    let follows = |fact: &Fact<T>| fact.supersedes.is_some_and(|former| of.facts.contains(&former));
    // A startup that goes as a whole takes with it what was withdrawn; one that stays keeps what was withdrawn by hand.
    let later = facts.iter().filter(|fact| {
        !of.facts.contains(&fact.id) && !of.gone.holds(fact) && if entered { standing(fact) } else { follows(fact) }
    });
    let remedy = if entered { Remedy::Withdraw } else { Remedy::ByHand };
    resting.extend(later.map(|fact| rest(startup, T::KIND, fact, remedy)));
}

fn rest<T>(startup: &StartupLedger, kind: FactKind, fact: &Fact<T>, remedy: Remedy) -> Resting {
    Resting {
        kind,
        fact: fact.id,
        startup: startup.profile.id,
        name: startup.profile.name.clone(),
        valid_on: fact.valid_on,
        recorded_at: fact.recorded_at,
        remedy,
    }
}

/// Moves recorded after the import in a programme in which it moved the startup: they were legal because of it.
fn moves_after(startup: &StartupLedger, of: &Of, resting: &mut Vec<Resting>) {
    let programme = |fact: &Fact<StageChange>| -> Option<ProgrammeId> {
        let stay = fact.body?.enrolment;
        startup.enrolments.iter().find(|enrolment| enrolment.id == stay).map(|enrolment| enrolment.programme)
    };
    let ours = startup.stage_changes.iter().filter(|fact| of.facts.contains(&fact.id));
    let Some(first) = ours.clone().map(|fact| (fact.recorded_at, fact.id)).min() else { return };
    let moved: HashSet<ProgrammeId> = ours.filter_map(programme).collect();
    let superseded: HashSet<FactId> = startup.stage_changes.iter().filter_map(|fact| fact.supersedes).collect();
    let later = startup.stage_changes.iter().filter(|fact| {
        !of.facts.contains(&fact.id)
            && !of.gone.holds(fact)
            && (fact.recorded_at, fact.id) > first
            && !superseded.contains(&fact.id)
            && programme(fact).is_some_and(|programme| moved.contains(&programme))
            && !resting.iter().any(|known| known.fact == fact.id)
    });
    let found: Vec<Resting> = later.map(|fact| rest(startup, FactKind::StageChange, fact, Remedy::Withdraw)).collect();
    resting.extend(found);
}

async fn take_back_of<T: Batched>(
    write: &mut Write,
    startup: &StartupLedger,
    facts: &[Fact<T>],
    of: &Of,
    reason: &str,
    batch: &mut Batch,
    done: &mut Undone,
) -> Result<(), StoreError> {
    let ours: Vec<&Fact<T>> = facts.iter().filter(|fact| of.facts.contains(&fact.id)).collect();
    if ours.is_empty() {
        return Ok(());
    }
    let get = |id: FactId| facts.iter().find(|fact| fact.id == id);
    let followers: HashMap<FactId, &Fact<T>> = facts.iter().filter_map(|fact| Some((fact.supersedes?, fact))).collect();
    // Where a later import corrected one of ours and was taken back, ours was stated again: that statement stands for it.
    let stands_for = |fact: &Fact<T>| {
        let mut last = fact.id;
        while let Some(next) = followers.get(&last).filter(|next| of.gone.holds(next) && !of.facts.contains(&next.id)) {
            last = next.id;
        }
        last
    };
    let replaced: HashSet<FactId> = ours.iter().map(|fact| stands_for(fact)).collect();
    // What stands where each of ours stands: the fact it took the place of, to be stated again.
    let mut again: Vec<(&Fact<T>, FactId)> = Vec::new();
    let mut new: Vec<NewFact<T>> = Vec::new();
    for fact in &ours {
        match fact.supersedes.and_then(get) {
            Some(former) if former.body.is_some() => again.push((former, stands_for(fact))),
            _ if fact.body.is_some() => {
                done.withdrawn += 1;
                new.push(stated(write, startup, fact, stands_for(fact), None, None, reason));
            }
            _ => {}
        }
    }
    // Facts of the same day that were recorded behind one of these counted after it, and shall again.
    for day in again.iter().map(|(former, _)| former.valid_on).collect::<HashSet<_>>() {
        let first = again.iter().filter(|(former, _)| former.valid_on == day).map(|(former, _)| former.order()).min();
        let behind = facts.iter().filter(|fact| {
            fact.valid_on == day
                && fact.body.is_some()
                && !of.facts.contains(&fact.id)
                && !followers.contains_key(&fact.id)
                && !replaced.contains(&fact.id)
                && first.is_some_and(|first| fact.order() > first)
        });
        let behind: Vec<_> = behind.map(|fact| (fact, fact.id)).collect();
        again.extend(behind);
    }
    again.sort_by_key(|(former, _)| former.order());
    for (former, instead_of) in again {
        done.restated += 1;
        let shown_by = rows::evidence(&write.transaction, T::KIND, former.id).await?;
        new.push(stated(write, startup, former, instead_of, former.body.clone(), shown_by, reason));
    }
    T::list(batch).extend(new);
    Ok(())
}

fn stated<T>(
    write: &Write,
    startup: &StartupLedger,
    former: &Fact<T>,
    instead_of: FactId,
    body: Option<T>,
    evidence: Option<String>,
    reason: &str,
) -> NewFact<T> {
    NewFact {
        id: FactId(write.new_id()),
        startup: startup.profile.id,
        valid_on: former.valid_on,
        recorded_at: None,
        recorded_by: None,
        source: former.source,
        evidence,
        supersedes: Some(instead_of),
        reason: Some(reason.to_owned()),
        body,
    }
}
