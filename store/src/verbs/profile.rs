//! What a startup is called, which companies it holds, and the people around it. Not facts: no figure rests on them, so they are changed
//! in place, and the audit log keeps what they were.

use chrono::NaiveDate;
use domain::access::{Action, Actor, Resource};
use domain::ids::{LegalEntityId, PersonId, StartupId};
use domain::ledger::{LegalEntity, Profile};
use domain::organisation::OrganisationNumber;

use super::enrol::{free_external_id, free_number};
use super::{most, name, optional, standing};
use crate::bulk::Batch;
use crate::connect::Store;
use crate::error::{Missing, VerbError};
use crate::people::{Founder, Person};
use crate::refusal::Refusal;
use crate::write::json;

/// What a startup's profile should say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProfileChange {
    /// Its name.
    pub name: String,
    /// Its id in the sheet or system it came from.
    pub external_id: Option<String>,
    /// Its sector, in the incubator's own words.
    pub sector: Option<String>,
    /// Where its own site is.
    pub website: Option<String>,
}

/// A person who is not here yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewPerson {
    /// The name.
    pub name: String,
    /// Where to write.
    pub email: Option<String>,
    /// Whether startups can be assigned to them.
    pub is_mentor: bool,
}

impl Store {
    /// Changes what a startup is called and how others know it.
    ///
    /// # Errors
    /// [`Missing::Startup`], [`Refusal::NameMissing`], [`Refusal::TooLong`], [`Refusal::ExternalIdTaken`].
    pub async fn update_profile(&self, actor: &Actor, startup: StartupId, to: &ProfileChange) -> Result<(), VerbError> {
        let title = name(&to.name, "name")?;
        let external_id = optional(to.external_id.as_deref(), "external_id", most::KEY)?;
        let sector = optional(to.sector.as_deref(), "sector", most::NAME)?;
        let website = optional(to.website.as_deref(), "website", most::LINK)?;
        let mut write = self.begin(actor).await?;
        let ledger = write.ledger();
        let known = standing(&ledger, startup)?;
        write.ask(Action::ChangeProfile, &Resource::startup(&ledger, known), Missing::Startup)?;
        let before = &known.profile;
        free_external_id(&write, Some(startup), external_id.as_deref())?;
        let after = Profile { name: title, external_id, sector, website, ..before.clone() };
        if after == *before {
            return Ok(());
        }
        write.audit("update_profile", "startup", startup.0, Some(startup), json(before), json(&after)).await?;
        write.batch(&Batch { profiles: vec![after], ..Batch::default() }).await?;
        Ok(write.commit().await?)
    }

    /// Adds a company that the startup holds.
    ///
    /// # Errors
    /// [`Missing::Startup`], [`Refusal::OrganisationNumberTaken`], [`Refusal::TooLong`].
    pub async fn add_company(
        &self,
        actor: &Actor,
        startup: StartupId,
        number: OrganisationNumber,
        title: Option<&str>,
    ) -> Result<LegalEntityId, VerbError> {
        let title = optional(title, "name", most::NAME)?;
        let mut write = self.begin(actor).await?;
        let ledger = write.ledger();
        let known = standing(&ledger, startup)?;
        write.ask(Action::ChangeProfile, &Resource::startup(&ledger, known), Missing::Startup)?;
        free_number(&write, number)?;
        let id = LegalEntityId(write.new_id());
        let company = LegalEntity { id, number, name: title };
        write.audit("add_company", "legal_entity", id.0, Some(startup), None, json(&company)).await?;
        write.batch(&Batch { companies: vec![(startup, company)], ..Batch::default() }).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Adds a person: a mentor, or someone who will be.
    ///
    /// # Errors
    /// [`Refusal::NameMissing`], [`Refusal::TooLong`].
    pub async fn add_person(&self, actor: &Actor, new: &NewPerson) -> Result<PersonId, VerbError> {
        let title = name(&new.name, "name")?;
        let email = optional(new.email.as_deref(), "email", most::NAME)?;
        let mut write = self.begin(actor).await?;
        write.ask(Action::AddPerson, &Resource::House(&write.ledger()), Missing::Person)?;
        let id = PersonId(write.new_id());
        let person = Person { id, name: title, email, is_mentor: new.is_mentor, erased_at: None };
        // The audit log is for ever and a person can be erased, so the log names nobody.
        let after = serde_json::json!({ "is_mentor": person.is_mentor });
        write.audit("add_person", "person", id.0, None, None, Some(after)).await?;
        write.batch(&Batch { people: vec![person], ..Batch::default() }).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Adds a founder of a startup, as a new person.
    ///
    /// # Errors
    /// [`Missing::Startup`], [`Refusal::NameMissing`], [`Refusal::TooLong`], [`Refusal::EndsBeforeItBegins`].
    pub async fn add_founder(
        &self,
        actor: &Actor,
        startup: StartupId,
        new: &NewPerson,
        from_on: Option<NaiveDate>,
        to_on: Option<NaiveDate>,
    ) -> Result<PersonId, VerbError> {
        let title = name(&new.name, "name")?;
        let email = optional(new.email.as_deref(), "email", most::NAME)?;
        if from_on.zip(to_on).is_some_and(|(from, to)| to < from) {
            return Err(Refusal::EndsBeforeItBegins.into());
        }
        let mut write = self.begin(actor).await?;
        let ledger = write.ledger();
        let known = standing(&ledger, startup)?;
        write.ask(Action::AddFounder, &Resource::startup(&ledger, known), Missing::Startup)?;
        let person =
            Person { id: PersonId(write.new_id()), name: title, email, is_mentor: new.is_mentor, erased_at: None };
        let id = person.id;
        let founder = Founder { id: write.new_id(), startup, person: id, from_on, to_on };
        let after = serde_json::json!({ "person": id, "from_on": from_on, "to_on": to_on });
        write.audit("add_founder", "founder", founder.id, Some(startup), None, Some(after)).await?;
        write.batch(&Batch { people: vec![person], founders: vec![founder], ..Batch::default() }).await?;
        write.commit().await?;
        Ok(id)
    }

    /// The people behind a startup, in the order in which they were entered; for whoever sees the startup.
    ///
    /// # Errors
    /// [`Missing::Startup`], or the database.
    pub async fn people_of(&self, startup: StartupId) -> Result<Vec<(Person, Founder)>, VerbError> {
        let cached = self.cached().await?;
        cached.ledger.startup(startup).ok_or(Missing::Startup)?;
        Ok(cached.people.of(startup).into_iter().map(|(person, part)| (person.clone(), part.clone())).collect())
    }

    /// Everybody to whom startups can be assigned, by name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn mentors(&self) -> Result<Vec<Person>, crate::StoreError> {
        Ok(self.people().await?.mentors().into_iter().cloned().collect())
    }
}
