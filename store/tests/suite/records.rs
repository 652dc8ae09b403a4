//! Recording what was observed, and what is refused.

use domain::access::Actor;
use domain::facts::{
    AwardStatus, CapitalRaised, Currency, FundingAward, Headcount, HeadcountError, LifeEvent, LifeEventKind,
    MentorAssignment, Money, OtherSupport, Revenue, Source, Span, Verification, Workplace,
};
use domain::geography::Municipality;
use domain::ids::PersonId;
use domain::organisation::OrganisationNumber;
use store::{Body, Missing, NewPerson, ProfileChange, Refusal, VerbError};
use uuid::Uuid;

use crate::cast::{admitted, applied, apply, manager, refused};
use crate::common::{House, day, on_both};

fn kroner(kroner: i64) -> Money {
    Money { minor: kroner * 100, currency: Currency::Nok }
}

on_both! {
    async fn each_kind_of_fact_reads_back_as_it_was_recorded(house: House) {
        let stay = admitted(&house).await;
        let store = &house.store;
        let actor = manager().in_request("req-7");
        let on = day(2024, 3, 1);
        let place = |text: &str| Municipality::parse(text).unwrap();
        let split: Box<[(Municipality, u32)]> = Box::new([(place("3205"), 3), (place("0301"), 1)]);
        let headcount = Headcount {
            employees: Span { low: 3, high: 4 },
            fte_hundredths: Some(350),
            working_founders: Some(2),
            split: Some(split),
        };
        let mentor = store
            .add_person(&actor, &NewPerson { name: "Åse Østby".to_owned(), is_mentor: true, ..NewPerson::default() })
            .await
            .unwrap();
        let life = LifeEvent { kind: LifeEventKind::Dormant, date_known: false };
        let workplace = Workplace { municipality: Some(place("0231")) };
        let revenue = Revenue { amount: Money { minor: i64::MAX, currency: Currency::Eur } };
        let capital = CapitalRaised { amount: kroner(2_500_000) };
        let award = FundingAward::plain("Markedsavklaring «fase 1»\n\\ \"x\"", AwardStatus::Paid, kroner(100_000));
        let assigned = MentorAssignment { mentor: Some(mentor) };
        let startup = stay.startup;
        let link = Some(" https://example.org/regnskap.pdf ".to_owned());
        store.record_headcount(&actor, startup, on, headcount.clone(), Source::Founder, link).await.unwrap();
        store.record_life_event(&actor, startup, on, life, Source::Register, None).await.unwrap();
        store.record_verification(&actor, startup, on, Verification, Source::Mentor, None).await.unwrap();
        store.record_workplace(&actor, startup, on, workplace, Source::Mentor, None).await.unwrap();
        store.record_workplace(&actor, startup, day(2024, 4, 1), Workplace { municipality: None }, Source::Mentor, None)
            .await
            .unwrap();
        store.record_revenue(&actor, startup, on, revenue, Source::Document, Some("årsregnskap 2023".to_owned())).await.unwrap();
        store.record_capital(&actor, startup, on, capital, Source::Document, None).await.unwrap();
        store.record_award(&actor, startup, on, award.clone(), Source::Document, None).await.unwrap();
        store.assign_mentor(&actor, startup, on, assigned, Source::Mentor, None).await.unwrap();
        store.assign_mentor(&actor, startup, day(2024, 5, 1), MentorAssignment { mentor: None }, Source::Mentor, None)
            .await
            .unwrap();
        let support = OtherSupport { supporter: "Fjordspiren «inkubator» \\ \"x\"".into() };
        store.record_other_support(&actor, startup, on, support.clone(), Source::Founder, None).await.unwrap();

        let ledger = store.ledger().await.unwrap();
        let known = ledger.startup(startup).unwrap();
        assert_eq!(known.headcounts[0].body.as_ref(), Some(&headcount));
        assert!(known.headcounts[0].documented, "evidence documents a founder's word");
        assert_eq!(known.life_events[0].body, Some(life));
        assert!(known.life_events[0].documented, "a register documents by itself");
        assert_eq!(known.verifications[0].body, Some(Verification));
        assert!(!known.verifications[0].documented);
        assert_eq!(known.workplaces.iter().map(|fact| fact.body.unwrap()).collect::<Vec<_>>(), [workplace, Workplace { municipality: None }]);
        assert_eq!(known.revenues[0].body, Some(revenue));
        assert_eq!(known.capital[0].body, Some(capital));
        assert_eq!(known.awards[0].body.as_ref(), Some(&award));
        assert_eq!(known.mentors.iter().map(|fact| fact.body.unwrap()).collect::<Vec<_>>(), [assigned, MentorAssignment { mentor: None }]);
        assert_eq!(known.other_support[0].body.as_ref(), Some(&support));

        let timeline = store.timeline(startup).await.unwrap();
        assert_eq!(timeline.len(), 13, "two moves and eleven facts");
        assert!(timeline.is_sorted_by_key(|entry| std::cmp::Reverse(entry.valid_on)), "newest first");
        let told = timeline.iter().find(|entry| entry.body == Some(Body::Headcount(headcount.clone()))).unwrap();
        assert_eq!(told.evidence.as_deref(), Some("https://example.org/regnskap.pdf"));
        assert_eq!(told.recorded_by, "demo manager");
        assert_eq!(told.recorded_at, known.headcounts[0].recorded_at);
        assert!(told.is_in_force());

        let audit = store.audit_of(Some(startup), None, 100).await.unwrap();
        assert_eq!(audit.len(), 13, "one entry for each write about it");
        assert!(audit.iter().take(11).all(|entry| entry.request_id.as_deref() == Some("req-7")));
        assert_eq!(audit[0].action, "record_other_support");
        assert_eq!(audit[1].action, "assign_mentor");
        assert_eq!(audit.last().unwrap().action, "apply");
        let second_page = store.audit_of(Some(startup), Some(audit[4].id), 3).await.unwrap();
        assert_eq!(second_page, audit[5..8]);
    }

    async fn an_observation_is_refused_for_what_is_wrong_with_it(house: House) {
        let stay = applied(&house).await;
        let store = &house.store;
        let actor = manager();
        let startup = stay.startup;
        let count = |body, on| store.record_headcount(&actor, startup, on, body, Source::Mentor, None);
        let today = day(2024, 6, 30);
        let tomorrow = day(2024, 7, 1);
        refused!(house, count(Headcount::of(1), tomorrow), Refusal::InFuture { on: tomorrow });
        refused!(house, count(Headcount::of(1), day(202, 6, 1)), Refusal::TooEarly { on: day(202, 6, 1) });
        refused!(house, count(Headcount::of(100_001), today), HeadcountError::TooMany { stated: 100_001 });
        let fte = Headcount { fte_hundredths: Some(201), ..Headcount::of(2) };
        refused!(house, count(fte, today), HeadcountError::MoreFteThanHeads { heads: 2 });
        let split = Some(Box::from([(Municipality::parse("3205").unwrap(), 1)]));
        let split = Headcount { split, ..Headcount::of(2) };
        refused!(house, count(split, today), HeadcountError::SplitDoesNotAddUp { placed: 1, employees: 2 });
        let long = Some("x".repeat(1_001));
        refused!(
            house,
            store.record_verification(&actor, startup, today, Verification, Source::Mentor, long),
            Refusal::TooLong { field: "evidence", most: 1_000 }
        );
        let award = |scheme: &str, minor| {
            FundingAward::plain(scheme, AwardStatus::Applied, Money { minor, currency: Currency::Nok })
        };
        refused!(house, store.record_award(&actor, startup, today, award(" ", 1), Source::Mentor, None), Refusal::NameMissing);
        refused!(house, store.record_award(&actor, startup, today, award("x", -1), Source::Mentor, None), Refusal::NegativeAmount);
        let capital = CapitalRaised { amount: kroner(-1) };
        refused!(house, store.record_capital(&actor, startup, today, capital, Source::Mentor, None), Refusal::NegativeAmount);
        // Nobody, a founder who is no mentor.
        let nobody = MentorAssignment { mentor: Some(PersonId(Uuid::from_u128(1))) };
        let result = store.assign_mentor(&actor, startup, today, nobody, Source::Mentor, None).await;
        assert!(matches!(result, Err(VerbError::NotFound(Missing::Person))));
        let founder = NewPerson { name: "Ola Årvåg".to_owned(), ..NewPerson::default() };
        let founder = store.add_founder(&actor, startup, &founder, Some(day(2020, 1, 1)), None).await.unwrap();
        let founder = MentorAssignment { mentor: Some(founder) };
        refused!(house, store.assign_mentor(&actor, startup, today, founder, Source::Mentor, None), Refusal::NotAMentor);
        count(Headcount::of(0), today).await.unwrap();
    }

    async fn today_is_a_day_in_oslo(house: House) {
        let stay = applied(&house).await;
        // 22:30 in Greenwich is half past midnight in Oslo.
        house.world.advance(chrono::TimeDelta::minutes(10 * 60 + 30));
        let actor = manager();
        let verify = |on| house.store.record_verification(&actor, stay.startup, on, Verification, Source::Mentor, None);
        verify(day(2024, 7, 1)).await.unwrap();
        refused!(house, verify(day(2024, 7, 2)), Refusal::InFuture { on: day(2024, 7, 2) });
    }

    async fn a_profile_changes_and_the_log_keeps_what_it_was(house: House) {
        let stay = applied(&house).await;
        let other = apply(&house, stay.programme, "Bølgen", day(2024, 1, 2)).await;
        let store = &house.store;
        let actor = Actor::command_line();
        let to = ProfileChange {
            name: "ÅRVAK  Ærlig Ørn".to_owned(),
            external_id: Some("D-7".to_owned()),
            sector: Some("havbruk".to_owned()),
            website: Some(String::new()),
        };
        store.update_profile(&actor, stay.startup, &to).await.unwrap();
        let version = store.ledger().await.unwrap().version;
        store.update_profile(&actor, stay.startup, &to).await.unwrap();
        assert_eq!(store.ledger().await.unwrap().version, version, "what changes nothing writes nothing");
        refused!(house, store.update_profile(&actor, other.startup, &to), Refusal::ExternalIdTaken { id: "D-7".to_owned() });

        let ledger = store.ledger().await.unwrap();
        let profile = &ledger.startup(stay.startup).unwrap().profile;
        assert_eq!((profile.name.as_str(), profile.website.as_deref()), ("ÅRVAK  Ærlig Ørn", None));
        assert_eq!(search_key(&house, stay.startup).await, "årvak ærlig ørn");
        let audit = store.audit_of(Some(stay.startup), None, 1).await.unwrap();
        assert_eq!(audit[0].before.as_ref().unwrap()["name"], "Årvak");
        assert_eq!(audit[0].after.as_ref().unwrap()["name"], "ÅRVAK  Ærlig Ørn");
        assert_eq!((audit[0].actor.as_str(), audit[0].role.as_str()), ("command line", "admin"));

        let number = OrganisationNumber::parse("984851006").unwrap();
        store.add_company(&actor, stay.startup, number, Some("Årvak AS")).await.unwrap();
        let taken = Refusal::OrganisationNumberTaken { number: number.grouped() };
        refused!(house, store.add_company(&actor, other.startup, number, None), taken);
        let ledger = store.ledger().await.unwrap();
        assert_eq!(ledger.startup(stay.startup).unwrap().companies[0].name.as_deref(), Some("Årvak AS"));
    }

    async fn a_text_with_a_nul_in_it_does_not_trip_the_database(house: House) {
        let programme = crate::cast::programme(&house).await;
        let stay = apply(&house, programme, "År\0vak", day(2024, 1, 1)).await;
        let ledger = house.store.ledger().await.unwrap();
        assert_eq!(ledger.startup(stay.startup).unwrap().profile.name, "Årvak");
    }

    async fn people_are_kept_beside_the_ledger(house: House) {
        let stay = applied(&house).await;
        let store = &house.store;
        let actor = manager();
        let person = |name: &str, is_mentor| NewPerson { name: name.to_owned(), is_mentor, email: None };
        for name in ["Øyvind", "aslaug", "Zara", "Ærlend"] {
            store.add_person(&actor, &person(name, true)).await.unwrap();
        }
        let from = Some(day(2020, 1, 1));
        store.add_founder(&actor, stay.startup, &person("Ola", false), from, Some(day(2023, 1, 1))).await.unwrap();
        store.add_founder(&actor, stay.startup, &person("Kari", false), from, None).await.unwrap();
        refused!(
            house,
            store.add_founder(&actor, stay.startup, &person("Per", false), from, Some(day(2019, 1, 1))),
            Refusal::EndsBeforeItBegins
        );
        refused!(house, store.add_person(&actor, &person("", true)), Refusal::NameMissing);
        let mentors: Vec<String> = store.mentors().await.unwrap().into_iter().map(|person| person.name).collect();
        assert_eq!(mentors, ["aslaug", "Zara", "Ærlend", "Øyvind"]);
        let people = store.people_of(stay.startup).await.unwrap();
        let told: Vec<_> = people.iter().map(|(person, part)| (person.name.as_str(), part.from_on, part.to_on)).collect();
        assert_eq!(told, [("Ola", from, Some(day(2023, 1, 1))), ("Kari", from, None)]);
        for entry in store.audit_of(None, None, 100).await.unwrap() {
            let told = format!("{:?} {:?}", entry.before, entry.after);
            assert!(!told.contains("Kari") && !told.contains("Zara"), "the log is for ever and names nobody: {told}");
        }
    }
}

async fn search_key(house: &House, startup: domain::ids::StartupId) -> String {
    use sea_orm::{ConnectionTrait, Statement};
    let raw = sea_orm::Database::connect(&house.url).await.unwrap();
    let backend = raw.get_database_backend();
    let sql = "SELECT search_key FROM startup WHERE id = $1";
    let row = raw.query_one_raw(Statement::from_sql_and_values(backend, sql, [startup.0.into()])).await.unwrap();
    row.unwrap().try_get_by_index(0).unwrap()
}
