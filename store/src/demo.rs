//! Writing the demo house.

use domain::access::Actor;
use domain::demo::{DemoFact, DemoHouse, DemoRole};
use domain::ids::StartupId;

use crate::bulk::{Batch, NewFact};
use crate::connect::Store;
use crate::error::StoreError;
use crate::people::{Founder, Person};

impl Store {
    /// Writes the demo house into an empty database, each fact recorded when the house says it was.
    ///
    /// # Errors
    /// [`StoreError::NotEmpty`] when anything was ever written; [`StoreError::RecordedInFuture`] when the house is of a later day than the
    /// store's clock.
    pub async fn load_demo(&self, house: &DemoHouse) -> Result<(), StoreError> {
        let mut write = self.begin(&Actor::system()).await?;
        if write.ledger().version != 0 {
            return Err(StoreError::NotEmpty);
        }
        let mut batch = Batch {
            programmes: house.programmes.clone(),
            cohorts: house.cohorts.clone(),
            people: house
                .people
                .iter()
                .map(|person| Person {
                    id: person.id,
                    name: person.name.clone(),
                    email: Some(person.email.clone()),
                    is_mentor: person.role == DemoRole::Mentor,
                    erased_at: None,
                })
                .collect(),
            ..Batch::default()
        };
        for startup in &house.startups {
            let id = startup.profile.id;
            batch.startups.push(startup.profile.clone());
            batch.companies.extend(startup.companies.iter().map(|company| (id, company.clone())));
            batch.enrolments.extend(startup.enrolments.iter().map(|enrolment| (id, enrolment.clone())));
            batch.founders.extend(startup.founders.iter().map(|founder| Founder {
                id: self.new_id(),
                startup: id,
                person: founder.person,
                from_on: Some(founder.from_on),
                to_on: founder.to_on,
            }));
            batch.stage_changes.extend(facts(id, &startup.stage_changes));
            batch.headcounts.extend(facts(id, &startup.headcounts));
            batch.life_events.extend(facts(id, &startup.life_events));
            batch.verifications.extend(facts(id, &startup.verifications));
            batch.workplaces.extend(facts(id, &startup.workplaces));
            batch.revenues.extend(facts(id, &startup.revenues));
            batch.capital.extend(facts(id, &startup.capital));
            batch.awards.extend(facts(id, &startup.awards));
            batch.mentors.extend(facts(id, &startup.mentors));
            batch.other_support.extend(facts(id, &startup.other_support));
            batch.meetings.extend(facts(id, &startup.meetings));
            batch.teams.extend(facts(id, &startup.teams));
            batch.updates.extend(facts(id, &startup.updates));
        }
        write.batch(&batch).await?;
        let after = serde_json::json!({ "startups": batch.startups.len(), "facts": batch.facts() });
        crate::views::load_demo(&mut write, &house.programmes).await?;
        let subject = write.new_id();
        write.audit("load_demo", "house", subject, None, None, Some(after)).await?;
        write.commit().await?;
        self.load_demo_intake().await?;
        self.load_demo_evaluation().await?;
        self.load_demo_day(house).await?;
        self.load_demo_updates(house).await?;
        self.load_demo_contracts().await?;
        self.load_demo_attention().await?;
        self.load_demo_report(house).await?;
        self.load_demo_hand_ins().await?;
        self.load_demo_publications().await
    }
}

fn facts<T: Clone>(startup: StartupId, told: &[DemoFact<T>]) -> impl Iterator<Item = NewFact<T>> {
    told.iter().map(move |told| NewFact {
        id: told.fact.id,
        startup,
        valid_on: told.fact.valid_on,
        recorded_at: Some(told.fact.recorded_at),
        recorded_by: Some(told.recorded_by.to_owned()),
        source: told.fact.source,
        evidence: told.evidence.clone(),
        supersedes: told.fact.supersedes,
        reason: told.reason.map(str::to_owned),
        body: told.fact.body.clone(),
    })
}
