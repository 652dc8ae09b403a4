//! The ledger in memory equals the one in the database, whoever wrote and however it came to be read.

use std::sync::Arc;

use chrono::TimeDelta;
use domain::World;
use domain::access::Actor;
use domain::demo;
use domain::facts::{Headcount, Source};
use domain::figures::{Query, Scope, default_ids};
use domain::ids::{FactId, LegalEntityId, StartupId};
use domain::ledger::{Ledger, LegalEntity, Profile};
use domain::organisation::OrganisationNumber;
use store::bulk::{Batch, NewFact};
use store::{People, Store, StoreError};

use crate::cast::{admitted, apply, manager};
use crate::common::{House, day, on_both};

/// A second process on the same database.
pub async fn second(house: &House) -> Store {
    Store::connect(&house.url, Arc::clone(&house.world) as Arc<dyn World>).await.unwrap()
}

/// Checks that two ledgers say the same; names the first difference instead of printing both.
pub fn assert_same(left: &Ledger, right: &Ledger) {
    assert_eq!(left.version, right.version);
    assert_eq!(left.programmes, right.programmes);
    assert_eq!(left.cohorts, right.cohorts);
    assert_eq!(left.startups.len(), right.startups.len());
    for (left, right) in left.startups.iter().zip(&right.startups) {
        assert_eq!(left, right);
    }
}

/// Checks that what was kept up to date is what is read from nothing.
pub async fn assert_fresh(house: &House) {
    let second = second(house).await;
    assert_same(&house.store.ledger().await.unwrap(), &second.ledger().await.unwrap());
    assert_eq!(*house.store.people().await.unwrap(), *second.people().await.unwrap());
    second.close().await.unwrap();
}

fn profile(house: &House, name: &str) -> Profile {
    Profile {
        id: StartupId(house.store.new_id()),
        external_id: None,
        name: name.to_owned(),
        sector: None,
        website: None,
        created_at: house.world.now(),
        withdrawn_at: None,
    }
}

async fn write(house: &House, batch: &Batch) -> Result<(), StoreError> {
    let mut write = house.store.begin(&Actor::system()).await?;
    write.batch(batch).await?;
    let subject = write.new_id();
    write.audit("import", "import", subject, None, None, None).await?;
    write.commit().await
}

on_both! {
    async fn a_request_reads_once_until_it_writes(house: House) {
        let one = Batch { startups: vec![profile(&house, "Ener")], ..Batch::default() };
        let other = Batch { startups: vec![profile(&house, "Toer")], ..Batch::default() };
        let (reads, writes) = (house.store.for_request(), house.store.for_request());
        let before = reads.ledger().await.unwrap();
        assert_same(&before, &writes.ledger().await.unwrap());
        write(&house, &one).await.unwrap();
        assert_same(&before, &reads.ledger().await.unwrap());
        assert_eq!(house.store.for_request().ledger().await.unwrap().startups.len(), before.startups.len() + 1);

        let mut own = writes.begin(&Actor::system()).await.unwrap();
        own.batch(&other).await.unwrap();
        let subject = own.new_id();
        own.audit("import", "import", subject, None, None, None).await.unwrap();
        own.commit().await.unwrap();
        assert_eq!(writes.ledger().await.unwrap().startups.len(), before.startups.len() + 2);
        assert_same(&before, &reads.ledger().await.unwrap());
    }

    async fn a_new_house_is_empty(house: House) {
        let store = &house.store;
        assert!(store.is_empty().await.unwrap());
        assert_eq!(store.pending_migrations().await.unwrap(), 0);
        assert_same(&store.ledger().await.unwrap(), &Ledger::default());
        assert_eq!(*store.people().await.unwrap(), People::default());
        admitted(&house).await;
        assert!(!store.is_empty().await.unwrap());
    }

    async fn what_another_process_writes_is_seen(house: House) {
        let stay = admitted(&house).await;
        let other = second(&house).await;
        let before = house.store.ledger().await.unwrap();
        let bystander = apply(&house, stay.programme, "Bølgen", day(2024, 1, 2)).await;
        let untouched = house.store.ledger().await.unwrap();
        other
            .record_headcount(&manager(), stay.startup, day(2024, 3, 1), Headcount::of(7), Source::Mentor, None)
            .await
            .unwrap();
        let after = house.store.ledger().await.unwrap();
        assert_eq!(after.startup(stay.startup).unwrap().headcounts.len(), 1);
        assert_eq!(before.startup(stay.startup).unwrap().headcounts.len(), 0, "who holds the older one keeps it as it was");
        let share = |ledger: &Ledger| Arc::clone(ledger.startup(bystander.startup).unwrap());
        assert!(Arc::ptr_eq(&share(&untouched), &share(&after)), "what nothing happened to is shared");
        let again = house.store.ledger().await.unwrap();
        assert!(Arc::ptr_eq(&after, &again), "nothing new, nothing read");
        assert_fresh(&house).await;
    }

    async fn the_demo_house_reads_back_as_it_was_made(house: House) {
        let made = demo::house(day(2024, 6, 30));
        house.store.load_demo(&made).await.unwrap();
        let expected = demo::ledger(&made);
        let ledger = house.store.ledger().await.unwrap();
        let query = Query { as_of: day(2024, 6, 30), known_at: house.world.now(), scope: Scope::default() };
        assert_eq!(ledger.startups.len(), expected.startups.len());
        for id in default_ids() {
            let told = house.store.figure(&id, &query).await.unwrap().unwrap();
            let wanted = domain::figures::compute(&expected, &id, &query).unwrap();
            assert_eq!((told.value, told.floor, told.ceiling), (wanted.value, wanted.floor, wanted.ceiling), "{id:?}");
            assert_eq!((&told.rows_in, &told.rows_out), (&wanted.rows_in, &wanted.rows_out), "{id:?}");
        }
        let people = house.store.people().await.unwrap();
        assert!(made.people.iter().all(|person| people.persons.contains_key(&person.id)), "evaluators come on top");
        assert!(!house.store.mentors().await.unwrap().is_empty());
        assert_fresh(&house).await;
        assert!(matches!(house.store.load_demo(&made).await, Err(StoreError::NotEmpty)), "only into an empty house");
        assert_same(&ledger, &house.store.ledger().await.unwrap());
    }

    async fn figures_are_computed_once_for_each_state(house: House) {
        let stay = admitted(&house).await;
        let store = &house.store;
        let ids = default_ids();
        let query = Query { as_of: day(2024, 6, 30), known_at: house.world.now(), scope: Scope::default() };
        let first = store.figures(&query).await.unwrap();
        assert_eq!(first.iter().map(|figure| figure.id.clone()).collect::<Vec<_>>(), ids);
        let later = Query { known_at: query.known_at + TimeDelta::hours(5), ..query.clone() };
        for (once, again) in first.iter().zip(store.figures(&later).await.unwrap()) {
            assert!(Arc::ptr_eq(once, &again), "nothing was learned in between: {:?}", once.id);
        }
        let one = store.figure(&ids[2], &query).await.unwrap().unwrap();
        assert!(Arc::ptr_eq(&first[2], &one));
        house.world.advance(TimeDelta::hours(1));
        store.record_headcount(&manager(), stay.startup, day(2024, 2, 1), Headcount::of(7), Source::Document, None).await.unwrap();
        let now = store.figure(&ids[2], &later).await.unwrap().unwrap();
        assert_eq!((ids[2].0.as_str(), one.value, now.value), ("jobs.stock", None, Some(7.0)));
        let then = store.figure(&ids[2], &query).await.unwrap().unwrap();
        assert_eq!(then.value, None, "as known before it was told: missing is not zero");
        let nobody = domain::figures::FigureId("jobs.imagined".to_owned());
        assert_eq!(store.figure(&nobody, &query).await.unwrap(), None);
    }

    async fn a_batch_stands_or_falls_as_one(house: House) {
        let mut batch = Batch { startups: vec![profile(&house, "Årvak"), profile(&house, "Bølgen")], ..Batch::default() };
        let startup = batch.startups[0].id;
        let first = FactId(house.store.new_id());
        let second = FactId(house.store.new_id());
        let new = |id, heads| NewFact::new(id, startup, day(2024, 1, 1), Source::Mentor, Headcount::of(heads));
        // The correction comes before what it corrects: a batch puts them in order.
        batch.headcounts = vec![new(second, 2).instead_of(first, "talt på nytt"), new(first, 1)];
        write(&house, &batch).await.unwrap();
        let ledger = house.store.ledger().await.unwrap();
        assert_eq!(ledger.startup(startup).unwrap().headcounts.len(), 2);

        let stand = |batch: Batch| {
            let (house, version) = (&house, ledger.version);
            async move {
                let result = write(house, &batch).await;
                assert_eq!(house.store.ledger().await.unwrap().version, version, "nothing of it was written");
                result.unwrap_err()
            }
        };
        let third = new(FactId(house.store.new_id()), 3).instead_of(first, "for sent");
        let good = profile(&house, "Cedrus");
        let twice = Batch { startups: vec![good.clone()], headcounts: vec![third], ..Batch::default() };
        assert!(matches!(stand(twice).await, StoreError::Constraint(_)), "superseded twice");
        let nobody = NewFact { startup: StartupId(house.store.new_id()), ..new(FactId(house.store.new_id()), 1) };
        let stray = Batch { startups: vec![good.clone()], headcounts: vec![nobody], ..Batch::default() };
        assert!(matches!(stand(stray).await, StoreError::Constraint(_)), "about nobody");
        let soon = house.world.now() + TimeDelta::microseconds(1);
        let early = NewFact { recorded_at: Some(soon), ..new(FactId(house.store.new_id()), 1) };
        let early = Batch { headcounts: vec![early], ..Batch::default() };
        assert!(matches!(stand(early).await, StoreError::RecordedInFuture { at } if at == soon));
        let unborn = Batch { startups: vec![Profile { created_at: soon, ..good }], ..Batch::default() };
        assert!(matches!(stand(unborn).await, StoreError::RecordedInFuture { .. }));
        let (one, other) = (FactId(house.store.new_id()), FactId(house.store.new_id()));
        let ring = vec![new(one, 1).instead_of(other, "x"), new(other, 1).instead_of(one, "x")];
        assert!(matches!(stand(Batch { headcounts: ring, ..Batch::default() }).await, StoreError::Unreadable { .. }));
        // A write that is dropped never was.
        let mut dropped = house.store.begin(&Actor::system()).await.unwrap();
        dropped.batch(&Batch { startups: vec![profile(&house, "Dråpe")], ..Batch::default() }).await.unwrap();
        drop(dropped);
        assert_eq!(house.store.ledger().await.unwrap().startups.len(), 2);
        assert_fresh(&house).await;
    }

    async fn what_an_undone_import_brought_makes_room_for_the_next(house: House) {
        let number = OrganisationNumber::parse("923609016").unwrap();
        let brought = |house: &House| {
            let profile = Profile { external_id: Some("D-1".to_owned()), ..profile(house, "Årvak") };
            let company = LegalEntity { id: LegalEntityId(house.store.new_id()), number, name: None };
            Batch { companies: vec![(profile.id, company)], startups: vec![profile], ..Batch::default() }
        };
        let first = brought(&house);
        write(&house, &first).await.unwrap();
        assert!(matches!(write(&house, &brought(&house)).await, Err(StoreError::Constraint(_))));
        let known = house.world.now();
        house.world.advance(TimeDelta::seconds(1));
        let undone = Profile { withdrawn_at: Some(house.world.now()), ..first.startups[0].clone() };
        write(&house, &Batch { profiles: vec![undone], ..Batch::default() }).await.unwrap();
        let ledger = house.store.ledger().await.unwrap();
        let gone = ledger.startup(first.startups[0].id).unwrap();
        assert!(gone.is_known_at(known) && !gone.is_known_at(house.world.now()));
        assert!(gone.companies.is_empty());
        write(&house, &brought(&house)).await.unwrap();
        assert_fresh(&house).await;
    }

    async fn instants_never_run_backwards(house: House) {
        let stay = admitted(&house).await;
        let record = |n| {
            let store = house.store.clone();
            let body = Headcount::of(n);
            async move { store.record_headcount(&manager(), stay.startup, day(2024, 3, 1), body, Source::Mentor, None).await.unwrap() }
        };
        record(1).await;
        house.world.advance(-TimeDelta::days(1));
        record(2).await;
        let ledger = house.store.ledger().await.unwrap();
        let facts = &ledger.startup(stay.startup).unwrap().headcounts;
        let heads: Vec<u32> = facts.iter().map(|fact| fact.body.as_ref().unwrap().employees.low).collect();
        assert_eq!(heads, [1, 2], "the one entered last counts last, though its clock was a day behind");
        assert_eq!(facts[0].recorded_at, facts[1].recorded_at);
    }

    async fn many_startups_load_in_pieces(house: House) {
        let mut batch = Batch::default();
        for number in 0..1_500u32 {
            let profile = profile(&house, &format!("Bedrift {number}"));
            for heads in 0..3 {
                let on = day(2020 + i32::try_from(heads).unwrap(), 12, 31);
                let id = FactId(house.store.new_id());
                batch.headcounts.push(NewFact::new(id, profile.id, on, Source::Mentor, Headcount::of(heads)));
            }
            batch.startups.push(profile);
        }
        write(&house, &batch).await.unwrap();
        assert_eq!(house.store.ledger().await.unwrap().startups.iter().map(|startup| startup.headcounts.len()).sum::<usize>(), 4_500);
        assert_fresh(&house).await;
    }
}
