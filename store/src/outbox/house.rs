//! A message that somebody who follows a startup up writes to its founders.

use std::collections::BTreeSet;

use domain::access::{Action, Actor, Resource};
use domain::ids::{PersonId, StartupId};
use domain::mail::Message;
use domain::words::Locale;
use sea_orm::{ConnectionTrait, Statement};

use super::NewMail;
use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};
use crate::identity::email_key;
use crate::people::{People, Person};
use crate::refusal::Refusal;
use crate::verbs::{most, name, optional};

/// The longest subject, in characters: more is cut off by mail programs.
pub const LONGEST_SUBJECT: usize = 100;

/// A message to the founders of startups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HouseMessage {
    /// What it is about, on one line.
    pub subject: String,
    /// What it says: plain text.
    pub text: String,
}

/// The founders of a startup today whom one can write to, by address.
fn readers(people: &People, startup: StartupId, today: chrono::NaiveDate) -> Vec<(&Person, &str)> {
    let stands = people
        .of(startup)
        .into_iter()
        .filter(|(person, part)| person.erased_at.is_none() && part.to_on.is_none_or(|to| to >= today));
    stands
        .filter_map(|(person, _)| Some((person, person.email.as_deref().filter(|to| email_key(to).is_some())?)))
        .collect()
}

impl Store {
    /// The founders of a startup to whom a message would go, by name. For whoever may write to them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn readers_of(&self, startup: StartupId) -> Result<Vec<String>, StoreError> {
        let people = self.people().await?;
        let today = self.world().today();
        Ok(readers(&people, startup, today).into_iter().map(|(person, _)| person.name.clone()).collect())
    }

    /// Writes to the founders of a startup. `reached` holds the addresses that this message has gone to already, so that somebody who
    /// founded several startups gets it once; those reached now are added. Gives how many messages were queued.
    ///
    /// # Errors
    /// [`Missing::Startup`], [`Refusal::NameMissing`], [`Refusal::TooLong`], [`Refusal::NobodyToWriteTo`], [`VerbError::Denied`], or
    /// the database. Nothing was queued then.
    pub async fn write_to_founders(
        &self,
        actor: &Actor,
        startup: StartupId,
        message: &HouseMessage,
        reached: &mut BTreeSet<String>,
    ) -> Result<usize, VerbError> {
        let subject = name(&message.subject, "subject")?;
        if subject.chars().count() > LONGEST_SUBJECT {
            return Err(Refusal::TooLong { field: "subject", most: LONGEST_SUBJECT }.into());
        }
        let text = optional(Some(&message.text), "text", most::TEXT)?.ok_or(Refusal::NameMissing)?;
        let mut write = self.begin(actor).await?;
        let ledger = write.ledger();
        let known = ledger.startup(startup).filter(|known| known.profile.withdrawn_at.is_none());
        let known = known.ok_or(Missing::Startup)?;
        // Whoever keeps the record of a startup is whom its founders know.
        write.ask(Action::RecordFact, &Resource::startup(&ledger, known), Missing::Startup)?;
        let people = write.people();
        let all = readers(&people, startup, write.today());
        if all.is_empty() {
            return Err(Refusal::NobodyToWriteTo.into());
        }
        let writer = actor.person.and_then(|person| people.persons.get(&person)).filter(|one| one.erased_at.is_none());
        let from_name = writer.map_or_else(|| people.name_of(&actor.label, Locale::Nb), |person| person.name.clone());
        let reply_to = writer.and_then(|person| person.email.clone());
        let mut now: BTreeSet<String> = BTreeSet::new();
        for (person, to) in all {
            let key = email_key(to).unwrap_or_default();
            if reached.contains(&key) || !now.insert(key) {
                continue;
            }
            let locale = locale_of(&write.transaction, person.id).await?;
            let message = Message::FromHouse {
                subject: subject.clone(),
                text: text.clone(),
                from_name: from_name.clone(),
                reply_to: reply_to.clone(),
            };
            let mail = NewMail { to: to.to_owned(), locale, message, expires_at: None, caused_by: actor.person };
            write.queue(mail).await?;
        }
        if now.is_empty() {
            return Ok(0);
        }
        // That they were written to is kept for ever; what was said is not.
        let after = serde_json::json!({ "people": now.len() });
        write.audit("write_to_founders", "startup", startup.0, Some(startup), None, Some(after)).await?;
        write.commit().await?;
        let many = now.len();
        reached.append(&mut now);
        Ok(many)
    }
}

/// The language somebody chose; bokmål for those without an account.
async fn locale_of<C: ConnectionTrait>(connection: &C, person: PersonId) -> Result<Locale, StoreError> {
    let sql = "SELECT locale FROM account WHERE person_id = $1";
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, [person.0.into()]);
    let row = connection.query_one_raw(statement).await?;
    let tag: Option<String> = row.map(|row| row.try_get_by_index(0)).transpose()?;
    Ok(tag.and_then(|tag| Locale::from_tag(&tag)).unwrap_or_default())
}
