//! Retention takes what its rules name, when they name it, and never a fact.

use chrono::TimeDelta;
use domain::access::{Actor, Role};
use store::{AuditFilter, Category, NewPerson, PrivateRead, RetentionRules, Swept};

use crate::cast::{self, manager};
use crate::common::{House, day, on_both};
use crate::personal::{account, count, raw, run};

fn of(swept: &[Swept], category: Category) -> Option<u64> {
    swept.iter().find(|one| one.category == category).map(|one| one.many)
}

on_both! {
    async fn nothing_goes_without_a_rule(house: House) {
        let rules = RetentionRules::default();
        assert!(rules.is_off());
        cast::admitted(&house).await;
        let size = cast::size(&house).await;
        let swept = house.store.sweep(&rules, false).await.unwrap();
        assert_eq!(swept.iter().map(|one| (one.category, one.many)).collect::<Vec<_>>(), [(Category::Drafts, 0), (Category::Unsent, 0)]);
        assert_eq!(cast::size(&house).await, size, "not even an entry");
    }

    async fn people_of_declined_applications_go_and_facts_stay(house: House) {
        let store = &house.store;
        let programme = cast::programme(&house).await;
        let person = async |stay: cast::Stay, name: &str| {
            let new = NewPerson { name: name.to_owned(), email: None, is_mentor: false };
            store.add_founder(&manager(), stay.startup, &new, None, None).await.unwrap()
        };
        let declined = cast::apply(&house, programme, "Avslått", day(2023, 1, 1)).await;
        let admitted = cast::apply(&house, programme, "Opptatt", day(2023, 1, 1)).await;
        let lately = cast::apply(&house, programme, "Nylig", day(2024, 5, 1)).await;
        let open = cast::apply(&house, programme, "Åpen", day(2023, 1, 1)).await;
        let (gone, stays) = (person(declined, "Anna").await, person(admitted, "Berit").await);
        let (late, waits) = (person(lately, "Cecilie").await, person(open, "Dina").await);
        let with_role = person(declined, "Eva").await;
        account(&house, with_role, "eva@example.no", Role::Manager).await;
        store.decline(&manager(), declined.enrolment, day(2023, 2, 1), "passer ikke").await.unwrap();
        store.decline(&manager(), lately.enrolment, day(2024, 6, 1), "passer ikke").await.unwrap();
        store.admit(&manager(), admitted.enrolment, day(2023, 2, 1), None).await.unwrap();
        let rules = RetentionRules { declined_months: Some(12), ..RetentionRules::default() };
        let (_, facts, entries) = cast::size(&house).await;

        let would = store.sweep(&rules, true).await.unwrap();
        assert_eq!(of(&would, Category::Declined), Some(1));
        assert_eq!(store.people().await.unwrap().persons[&gone].name, "Anna", "a dry run takes nothing");
        assert_eq!(cast::size(&house).await.2, entries);

        assert_eq!(store.sweep(&rules, false).await.unwrap(), would);
        let people = store.people().await.unwrap();
        assert!(people.persons[&gone].name.is_empty());
        for kept in [stays, late, waits, with_role] {
            assert!(!people.persons[&kept].name.is_empty());
        }
        assert_eq!(cast::size(&house).await.1, facts, "no fact went");
        let told = store.audit(&Actor::command_line(), &AuditFilter::default(), None, 2).await.unwrap().entries;
        assert_eq!(told.iter().map(|entry| entry.action.as_str()).collect::<Vec<_>>(), ["retention", "erase_person"]);
        assert_eq!(of(&store.sweep(&rules, false).await.unwrap(), Category::Declined), Some(0), "once");
    }

    async fn each_category_has_an_end_of_its_own(house: House) {
        let store = &house.store;
        let raw = raw(&house).await;
        let person = store.add_person(&manager(), &NewPerson { name: "Kari".to_owned(), ..NewPerson::default() }).await.unwrap();
        let old = store.world().now();
        let fill = async |mark: &str| {
            let now = store.world().now();
            let id = || sea_orm::Value::from(store.new_id());
            let (ended, settled) = (Some(now), Some(now));
            run(&raw, "INSERT INTO session (id, person_id, token_hash, strength, address, device, began_at, confirmed_at, last_seen_at, expires_at, ended_at) \
                       VALUES ($1, $2, $3, 'mail', '', '', $4, $4, $4, $4, $5)", [id(), person.0.into(), mark.into(), now.into(), ended.into()]).await;
            run(&raw, "INSERT INTO sign_in (id, purpose, email_hash, browser_hash, code_hash, link_hash, tries, created_at, expires_at) \
                       VALUES ($1, 'sign_in', '', '', '', $2, 0, $3, $3)", [id(), mark.into(), now.into()]).await;
            run(&raw, "INSERT INTO invitation (id, email, email_key, locale, token_hash, invited_by, created_at, expires_at, role, scope_kind, from_on) \
                       VALUES ($1, '', '', 'nb', $2, 'x', $3, $3, 'admin', 'house', $4)", [id(), mark.into(), now.into(), day(2024, 1, 1).into()]).await;
            run(&raw, "INSERT INTO outbox (id, recipient, locale, kind, state, tries, next_at, created_at, settled_at) \
                       VALUES ($1, 'x', 'nb', 'sign_in', 'sent', 0, $2, $2, $3)", [id(), now.into(), settled.into()]).await;
            run(&raw, "INSERT INTO import (id, file_name, profile, status, bytes, actor, role, created_at) \
                       VALUES ($1, 'x.csv', 'sheet', 'applied', $2, 'x', 'admin', $3)", [id(), vec![1u8, 2].into(), now.into()]).await;
            store.log_read(&Actor::command_line(), PrivateRead::Person(person)).await.unwrap();
        };
        fill("old").await;
        house.world.advance(TimeDelta::days(100));
        fill("new").await;
        assert!(old < store.world().now());
        let rules = RetentionRules {
            declined_months: None,
            sessions_days: Some(30),
            sign_ins_days: Some(30),
            invitations_days: Some(30),
            mail_days: Some(30),
            reads_months: Some(2),
            files_months: Some(2),
            ..RetentionRules::default()
        };
        let would = store.sweep(&rules, true).await.unwrap();
        let swept = store.sweep(&rules, false).await.unwrap();
        assert_eq!(swept, would);
        for category in [Category::Sessions, Category::SignIns, Category::Invitations, Category::Mail, Category::Reads, Category::Files] {
            assert_eq!(of(&swept, category), Some(1), "{category:?}");
        }
        for table in ["session", "sign_in", "invitation", "outbox", "private_read"] {
            assert_eq!(count(&raw, &format!("SELECT count(*) FROM {table}")).await, 1, "{table}");
        }
        assert_eq!(count(&raw, "SELECT count(*) FROM import").await, 2, "that a file was imported stays known");
        assert_eq!(count(&raw, "SELECT count(*) FROM import WHERE length(bytes) > 0").await, 1);
        assert_eq!(store.sweep(&rules, false).await.unwrap().iter().map(|one| one.many).sum::<u64>(), 0, "once");
    }
}
