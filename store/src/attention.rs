//! What asks for attention: the rules as each programme has set them, what was put off, and the list that follows for a reader.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{Days, NaiveDate};
use domain::access::{Action, Actor, Resource, Role, Scope};
use domain::attention::{AttentionRules, HouseRules, Item, Rule, Setting, Severity, UsualTimes, items};
use domain::ids::{PersonId, ProgrammeId, StartupId};
use domain::ledger::Ledger;
use domain::time::Instant;
use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};
use serde_json::json;
use uuid::Uuid;

use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};
use crate::refusal::Refusal;
use crate::verbs::optional;

/// Most days that something is put off: a quarter of a year. What can wait longer is a rule that does not fit.
pub const LONGEST_SNOOZE: u64 = 92;
/// Most characters of the word with which something is put off.
const LONGEST_WORD: usize = 300;

/// An item that was put off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snooze {
    /// Until and with which day.
    pub until_on: NaiveDate,
    /// Why, in the words of whoever put it off.
    pub why: String,
    /// Who did; see [`People::name_of`](crate::People::name_of).
    pub by: String,
    /// When.
    pub at: Instant,
    fingerprint: String,
}

/// What asks for a reader's attention.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attention {
    /// What does so now, what matters most first.
    pub now: Vec<Item>,
    /// What was put off and still is.
    pub later: Vec<(Item, Snooze)>,
}

/// On what the list of an actor depends, beside the ledger.
type Key = (Role, Scope, Option<PersonId>, NaiveDate);

/// Most lists kept. Beyond it all are made anew: a house has not so many people at work at once.
const MOST: usize = 64;

/// Usual times, and of which version of the ledger on which day.
type Timed = ((i64, NaiveDate), Arc<UsualTimes>);

/// What was computed of the last ledger anybody asked about: the usual times of its stages, which are read from every move ever made, and
/// the lists. Whoever sets a rule or puts something off writes, and a write makes another ledger.
#[derive(Debug, Default)]
pub(crate) struct Usual {
    times: Mutex<Option<Timed>>,
    lists: Mutex<(i64, HashMap<Key, Arc<Attention>>)>,
}

impl Usual {
    fn of(&self, ledger: &Ledger, now: Instant, today: NaiveDate) -> Arc<UsualTimes> {
        let key = (ledger.version, today);
        let mut kept = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some((known, usual)) if *known == key => Arc::clone(usual),
            _ => {
                let usual = Arc::new(UsualTimes::of(ledger, now, today));
                *kept = Some((key, Arc::clone(&usual)));
                usual
            }
        }
    }

    fn known(&self, version: i64, key: &Key) -> Option<Arc<Attention>> {
        let kept = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        kept.1.get(key).filter(|_| kept.0 == version).cloned()
    }

    fn keep(&self, version: i64, key: Key, list: &Arc<Attention>) {
        let mut kept = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0 > version {
            return;
        }
        if kept.0 < version || kept.1.len() >= MOST {
            *kept = (version, HashMap::new());
        }
        kept.1.insert(key, Arc::clone(list));
    }
}

fn statement<C: ConnectionTrait>(connection: &C, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(connection.get_database_backend(), sql, values)
}

fn unreadable(table: &'static str, what: &str) -> StoreError {
    StoreError::Unreadable { table, detail: format!("{what} is not known") }
}

fn read_rule(row: &QueryResult, at: usize, table: &'static str) -> Result<Rule, StoreError> {
    let code: String = row.try_get_by_index(at)?;
    Rule::from_code(&code).ok_or_else(|| unreadable(table, &code))
}

async fn rules_in<C: ConnectionTrait>(connection: &C) -> Result<HouseRules, StoreError> {
    let sql = "SELECT programme_id, rule, is_on, beyond, severity FROM attention_rule ORDER BY programme_id, rule";
    let mut rules = HouseRules::default();
    for row in &connection.query_all_raw(statement(connection, sql, [])).await? {
        let programme = ProgrammeId(row.try_get_by_index::<Uuid>(0)?);
        let rule = read_rule(row, 1, "attention_rule")?;
        let severity: String = row.try_get_by_index(4)?;
        let setting = Setting {
            on: row.try_get_by_index(2)?,
            limit: u32::try_from(row.try_get_by_index::<i32>(3)?).unwrap_or_default(),
            severity: Severity::from_code(&severity).ok_or_else(|| unreadable("attention_rule", &severity))?,
        };
        let own = rules.own.entry(programme).or_default();
        *own = std::mem::take(own).with(rule, setting);
    }
    Ok(rules)
}

/// Whether an actor has a list of what asks for attention: those who run a programme and those who follow startups up.
const fn is_asked(role: Role) -> bool {
    matches!(role, Role::Admin | Role::System | Role::Manager | Role::Mentor)
}

impl Store {
    /// The rules as each programme has set them.
    ///
    /// # Errors
    /// When the database does not answer, or holds what cannot be read.
    pub async fn attention_rules(&self) -> Result<HouseRules, StoreError> {
        rules_in(self.reader()).await
    }

    /// Sets the rules of a programme. What is as it ships is not kept, so that it follows what a later version ships.
    ///
    /// # Errors
    /// [`Missing::Programme`], [`VerbError::Denied`], or the database.
    pub async fn set_attention_rules(
        &self,
        actor: &Actor,
        programme: ProgrammeId,
        rules: &AttentionRules,
    ) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        let ledger = write.ledger();
        ledger.programme(programme).ok_or(Missing::Programme)?;
        write.ask(Action::ManageMentoring, &Resource::Programme(programme), Missing::Programme)?;
        let (shipped, before) = (AttentionRules::default(), rules_in(&write.transaction).await?);
        let clear =
            statement(&write.transaction, "DELETE FROM attention_rule WHERE programme_id = $1", [programme.0.into()]);
        write.transaction.execute_raw(clear).await?;
        for rule in Rule::ALL.into_iter().filter(|rule| rules.get(*rule) != shipped.get(*rule)) {
            let Setting { on, limit, severity } = rules.get(rule);
            let sql =
                "INSERT INTO attention_rule (programme_id, rule, is_on, beyond, severity) VALUES ($1, $2, $3, $4, $5)";
            let values = [
                programme.0.into(),
                rule.code().into(),
                on.into(),
                i32::try_from(limit).unwrap_or(i32::MAX).into(),
                severity.code().into(),
            ];
            write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
        }
        let told = |rules: &AttentionRules| {
            let each = Rule::ALL.map(|rule| (rule.code(), json!(rules.get(rule))));
            json!(each.into_iter().collect::<BTreeMap<_, _>>())
        };
        let (was, is) = (told(before.of(programme)), told(rules));
        write.audit("set_attention", "programme", programme.0, None, Some(was), Some(is)).await?;
        Ok(write.commit().await?)
    }

    /// What asks for an actor's attention today, among the startups that they see; a mentor's are those that they follow up themselves.
    /// Nothing for roles that follow nothing up.
    ///
    /// # Errors
    /// When the database does not answer, or holds what cannot be read.
    pub async fn attention(&self, actor: &Actor) -> Result<Arc<Attention>, StoreError> {
        if !is_asked(actor.role) {
            return Ok(Arc::default());
        }
        let (whole, ledger) = (self.ledger().await?, self.ledger_for(actor).await?);
        let key = (actor.role, actor.scope, actor.person, self.world().today());
        if let Some(known) = self.inner.usual.known(whole.version, &key) {
            return Ok(known);
        }
        let version = whole.version;
        let rules = self.attention_rules().await?;
        let snoozed = self.snoozes().await?;
        let (now, today) = (self.world().now(), self.world().today());
        let (store, mentor) = (self.clone(), (actor.role == Role::Mentor).then_some(actor.person));
        let found = tokio::task::spawn_blocking(move || {
            let usual = store.inner.usual.of(&whole, now, today);
            let mut found = items(&ledger, &rules, &usual, now, today);
            if let Some(person) = mentor {
                let theirs = |item: &Item| {
                    let startup = ledger.startup(item.startup);
                    startup.is_some_and(|startup| {
                        person.is_some() && domain::access::tie::mentor_on(startup, today) == person
                    })
                };
                found.retain(theirs);
            }
            found
        })
        .await?;
        let mut attention = Attention::default();
        for item in found {
            let snooze = snoozed.get(&(item.startup, item.rule));
            match snooze.filter(|snooze| snooze.until_on >= today && snooze.fingerprint == item.fingerprint()) {
                Some(snooze) => attention.later.push((item, snooze.clone())),
                None => attention.now.push(item),
            }
        }
        let attention = Arc::new(attention);
        self.inner.usual.keep(version, key, &attention);
        Ok(attention)
    }

    async fn snoozes(&self) -> Result<BTreeMap<(StartupId, Rule), Snooze>, StoreError> {
        let sql = "SELECT startup_id, rule, fingerprint, until_on, why, by_label, at FROM attention_snooze WHERE until_on >= $1";
        let rows = self.reader().query_all_raw(statement(self.reader(), sql, [self.world().today().into()])).await?;
        rows.iter()
            .map(|row| {
                let key = (StartupId(row.try_get_by_index(0)?), read_rule(row, 1, "attention_snooze")?);
                let snooze = Snooze {
                    fingerprint: row.try_get_by_index(2)?,
                    until_on: row.try_get_by_index(3)?,
                    why: row.try_get_by_index(4)?,
                    by: row.try_get_by_index(5)?,
                    at: row.try_get_by_index(6)?,
                };
                Ok((key, snooze))
            })
            .collect()
    }

    /// Puts what asks for attention off until a day, with a word why. It comes back then, or as soon as what it rests on changes. Putting
    /// it off again takes the place of the former time.
    ///
    /// # Errors
    /// [`Missing::Startup`], [`VerbError::Denied`], [`Refusal::SnoozeDay`], [`Refusal::TooLong`], or the database. Nothing happens when
    /// it does not ask for attention any more.
    pub async fn snooze(
        &self,
        actor: &Actor,
        startup: StartupId,
        rule: Rule,
        until_on: NaiveDate,
        why: &str,
    ) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        let ledger = write.ledger();
        let about = ledger.startup(startup).ok_or(Missing::Startup)?;
        write.ask(Action::RecordFact, &Resource::startup(&ledger, about), Missing::Startup)?;
        let today = write.today();
        if until_on <= today || until_on > today + Days::new(LONGEST_SNOOZE) {
            return Err(Refusal::SnoozeDay { most: LONGEST_SNOOZE }.into());
        }
        let why = optional(Some(why), "why", LONGEST_WORD)?.unwrap_or_default();
        let (rules, now) = (rules_in(&write.transaction).await?, write.at());
        let usual = self.inner.usual.of(&ledger, now, today);
        let found = domain::attention::items_of(&ledger, about, &rules, &usual, now, today);
        let Some(item) = found.into_iter().find(|item| item.rule == rule) else { return Ok(()) };
        remove(&write, startup, rule).await?;
        let sql = "INSERT INTO attention_snooze (startup_id, rule, fingerprint, until_on, why, by_label, at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let values = [
            startup.0.into(),
            rule.code().into(),
            item.fingerprint().into(),
            until_on.into(),
            why.clone().into(),
            actor.label.clone().into(),
            now.into(),
        ];
        write.transaction.execute_raw(statement(&write.transaction, sql, values.map(crate::rows::without_nul))).await?;
        let after = json!({ "rule": rule.code(), "until": until_on, "why": why });
        write.audit("snooze", "attention", startup.0, Some(startup), None, Some(after)).await?;
        Ok(write.commit().await?)
    }

    /// Takes up again what was put off.
    ///
    /// # Errors
    /// [`Missing::Startup`], [`VerbError::Denied`], or the database.
    pub async fn unsnooze(&self, actor: &Actor, startup: StartupId, rule: Rule) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        let ledger = write.ledger();
        let about = ledger.startup(startup).ok_or(Missing::Startup)?;
        write.ask(Action::RecordFact, &Resource::startup(&ledger, about), Missing::Startup)?;
        if remove(&write, startup, rule).await? == 0 {
            return Ok(());
        }
        let before = json!({ "rule": rule.code() });
        write.audit("unsnooze", "attention", startup.0, Some(startup), Some(before), None).await?;
        Ok(write.commit().await?)
    }
}

impl Store {
    /// Lets the demo house look as one that somebody looks after: rules of its own, and what can wait put off with a word.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn load_demo_attention(&self) -> Result<(), StoreError> {
        let (actor, shipped) = (Actor::system(), AttentionRules::default());
        let limits = [(Rule::NoMeeting, 20), (Rule::ApplicationWaiting, 40)];
        let own = limits.into_iter().fold(shipped.clone(), |rules, (rule, limit)| {
            let setting = Setting { limit, ..shipped.get(rule) };
            rules.with(rule, setting)
        });
        for programme in &self.ledger().await?.programmes {
            self.set_attention_rules(&actor, programme.id, &own).await.map_err(of_the_store)?;
        }
        let today = self.world().today();
        let found = self.attention(&actor).await?;
        // Some of each are left as they are; the rest somebody has looked at.
        for (rule, left, days, why) in [
            (Rule::StuckInStage, 1, 45, "Forlenget opphold, avtalt med programlederen"),
            (Rule::NoMentor, 1, 30, "Ny mentor begynner ved nyttår"),
            (Rule::NoMeeting, 2, 21, "Møte er avtalt"),
            (Rule::UpdateOverdue, 2, 14, "Purret på telefon, svarer snart"),
        ] {
            for item in found.now.iter().filter(|item| item.rule == rule).skip(left) {
                self.snooze(&actor, item.startup, rule, today + Days::new(days), why).await.map_err(of_the_store)?;
            }
        }
        Ok(())
    }
}

/// What the program itself may always do fails only where the database does.
fn of_the_store(error: VerbError) -> StoreError {
    match error {
        VerbError::Store(error) => error,
        error => StoreError::Unreadable { table: "attention_rule", detail: error.to_string() },
    }
}

async fn remove(write: &crate::write::Write, startup: StartupId, rule: Rule) -> Result<u64, StoreError> {
    let sql = "DELETE FROM attention_snooze WHERE startup_id = $1 AND rule = $2";
    let values = [startup.0.into(), rule.code().into()];
    Ok(write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?.rows_affected())
}
