//! Awards step by step, the ceiling that warns, and schemes.

use std::sync::Arc;

use domain::World;
use domain::access::{Actor, Role, Scope};
use domain::facts::{AidBasis, AwardStatus, Currency, FundingAward, Instrument, Money, Rate, Source, Terms, in_force};
use domain::figures::FigureId;
use domain::funding::{Scheme, Verdict, awards, balance};
use domain::ids::{AwardId, PersonId, StartupId};
use store::funding::{AwardStep, NewScheme};
use store::{Missing, Refusal, Store, VerbError};

use crate::cast::{admitted, manager, refused};
use crate::common::{House, day, on_both};

/// Ten kroner are a euro.
fn aid(euro: i64, status: AwardStatus, award: Option<AwardId>) -> FundingAward {
    let rate = Rate { e4: 100_000, on: day(2023, 1, 2), source: "Norges «Bank»".into() };
    let terms = Terms {
        giver: Some("Lillestrøm kommune".into()),
        basis: AidBasis::DeMinimis,
        rate: Some(rate),
        ..Terms::default()
    };
    let amount = Money { minor: euro * 1_000, currency: Currency::Nok };
    FundingAward { award, ..FundingAward::plain("Næringsfond", status, amount).under(terms) }
}

fn step(on: chrono::NaiveDate, body: FundingAward) -> AwardStep {
    AwardStep {
        on,
        body,
        source: Source::Mentor,
        evidence: None,
        case_number: None,
        over_ceiling: None,
        road_freight: false,
    }
}

async fn balance_of(house: &House, startup: StartupId, on: chrono::NaiveDate) -> i64 {
    let ledger = house.store.ledger().await.unwrap();
    let facts = in_force(&ledger.startup(startup).unwrap().awards, house.store.world().now());
    balance(&awards(&facts), on, false).cents
}

on_both! {
    async fn the_steps_of_an_award_read_back_with_their_terms(house: House) {
        let stay = admitted(&house).await;
        let (store, startup, actor) = (&house.store, stay.startup, manager());
        let mut first = step(day(2023, 2, 1), aid(500, AwardStatus::Applied, None));
        first.case_number = Some(" 23/1234 ".to_owned());
        let (award, _) = store.record_award_step(&actor, startup, first).await.unwrap();
        let mut body = aid(400, AwardStatus::Awarded, Some(award));
        body.terms.private = false;
        body.terms.instrument = Instrument::Loan;
        body.terms.gross_minor = Some(7_000);
        store.record_award_step(&actor, startup, step(day(2023, 3, 1), body.clone())).await.unwrap();
        let mut paid = step(day(2023, 4, 1), aid(400, AwardStatus::Paid, Some(award)));
        paid.evidence = Some("Kontoutskrift".to_owned());
        store.record_award_step(&actor, startup, paid).await.unwrap();
        // A process that reads it all anew sees the same.
        let again = Store::connect(&house.url, Arc::clone(&house.world) as Arc<dyn World>).await.unwrap();
        for known in [house.store.clone(), again] {
            let ledger = known.ledger().await.unwrap();
            let facts = in_force(&ledger.startup(startup).unwrap().awards, known.world().now());
            let told = awards(&facts);
            assert_eq!((told.len(), told[0].id, told[0].steps.len()), (1, Some(award), 3));
            assert_eq!(facts[1].body.as_ref(), Some(&body));
            assert!(facts[2].documented);
            assert_eq!(told[0].paid.map(|(on, amount)| (on, amount.minor)), Some((day(2023, 4, 1), 400_000)));
        }
        let notes = store.award_notes(&actor, startup).await.unwrap();
        assert_eq!(notes[&award].case_number.as_deref(), Some("23/1234"));
        let stranger = Actor::person(PersonId(store.new_id()), Role::Founder, Scope::Startup(StartupId(store.new_id())));
        assert!(store.award_notes(&stranger, startup).await.unwrap().is_empty());
        // The figures count from them, from the day of admission on.
        let late = step(day(2024, 6, 1), aid(100, AwardStatus::Paid, Some(award)));
        store.record_award_step(&actor, startup, late).await.unwrap();
        let query = domain::figures::Query {
            as_of: day(2024, 6, 30),
            known_at: store.world().now(),
            scope: domain::figures::Scope::default(),
        };
        let figure = store.figure(&FigureId("funding.paid".to_owned()), &query).await.unwrap().unwrap();
        assert_eq!((figure.value, figure.floor, figure.n), (Some(1_000.0), Some(0.0), 1));
    }

    async fn aid_above_the_ceiling_is_taken_with_a_reason_only(house: House) {
        let stay = admitted(&house).await;
        let (store, startup, actor) = (&house.store, stay.startup, manager());
        let ask = |on, euro| step(on, aid(euro, AwardStatus::Awarded, None));
        store.record_award_step(&actor, startup, ask(day(2023, 2, 1), 150_000)).await.unwrap();
        let on = day(2023, 6, 1);
        let passes = Verdict::Passes { by_cents: 100, total_cents: 20_000_100, ceiling_cents: 20_000_000 };
        refused!(house, store.record_award_step(&actor, startup, ask(on, 50_001)), Refusal::Aid(passes));
        let blank = AwardStep { over_ceiling: Some("  ".to_owned()), ..ask(on, 50_001) };
        refused!(house, store.record_award_step(&actor, startup, blank), Refusal::Aid(passes));
        let freight = AwardStep { road_freight: true, ..ask(on, 1) };
        let lower = Verdict::Passes { by_cents: 5_000_100, total_cents: 15_000_100, ceiling_cents: 10_000_000 };
        refused!(house, store.record_award_step(&actor, startup, freight), Refusal::Aid(lower));
        refused!(house, store.record_award_step(&actor, startup, ask(day(2024, 3, 1), 1)), Refusal::Aid(Verdict::NoRule));
        assert_eq!(balance_of(&house, startup, on).await, 15_000_000);
        let all_the_same = AwardStep { over_ceiling: Some("Vedtaket er gjort".to_owned()), ..ask(on, 50_001) };
        let (award, _) = store.record_award_step(&actor, startup, all_the_same).await.unwrap();
        assert_eq!(balance_of(&house, startup, on).await, 20_000_100);
        let notes = store.award_notes(&actor, startup).await.unwrap();
        assert_eq!(notes[&award].over_ceiling.as_deref(), Some("Vedtaket er gjort"));
        // Declared aid counts, and so does what is given without money.
        let mut office = aid(3, AwardStatus::Awarded, None);
        office.terms.instrument = Instrument::InKind;
        let office = AwardStep { over_ceiling: Some("Huset visste det ikke".to_owned()), ..step(on, office) };
        store.record_award_step(&actor, startup, office).await.unwrap();
        assert_eq!(balance_of(&house, startup, on).await, 20_000_400);
    }

    async fn a_step_follows_on_what_was_given(house: House) {
        let stay = admitted(&house).await;
        let (store, startup, actor) = (&house.store, stay.startup, manager());
        let on = day(2023, 6, 1);
        let out_of_order = |body| step(on, body);
        refused!(house, store.record_award_step(&actor, startup, out_of_order(aid(1, AwardStatus::Paid, None))), Refusal::StepOutOfOrder);
        let nowhere = Some(AwardId(store.new_id()));
        refused!(house, store.record_award_step(&actor, startup, out_of_order(aid(1, AwardStatus::Paid, nowhere))), Refusal::StepOutOfOrder);
        let (award, _) =
            store.record_award_step(&actor, startup, step(on, aid(1, AwardStatus::Applied, None))).await.unwrap();
        refused!(house, store.record_award_step(&actor, startup, out_of_order(aid(1, AwardStatus::Paid, Some(award)))), Refusal::StepOutOfOrder);
        let mut rate = aid(1, AwardStatus::Applied, None);
        rate.terms.rate = Some(Rate { e4: 1, on, source: "x".into() });
        refused!(house, store.record_award_step(&actor, startup, out_of_order(rate)), Refusal::RateOutOfRange);
        refused!(
            house,
            store.record_award_step(&actor, startup, step(day(2099, 1, 1), aid(1, AwardStatus::Applied, None))),
            Refusal::InFuture { on: day(2099, 1, 1) }
        );
    }

    async fn schemes_are_added_as_versions_and_taken_away(house: House) {
        let (store, actor) = (&house.store, manager());
        let shipped = store.schemes().await.unwrap().len();
        let scheme = |key: &str, name: &str| Scheme {
            key: key.to_owned(),
            name: name.to_owned(),
            giver: "Lillestrøm kommune".to_owned(),
            private: false,
            instrument: Instrument::Grant,
            basis: AidBasis::DeMinimis,
            valid_from: Some(day(2024, 1, 1)),
            valid_to: None,
            source: None,
            verified: true,
        };
        let later = NewScheme { scheme: scheme("skattefunn", "SkatteFUNN 2") };
        store.add_scheme(&actor, later).await.unwrap();
        let own = store.add_scheme(&actor, NewScheme { scheme: scheme("", "Husets fond") }).await.unwrap();
        let all = store.schemes().await.unwrap();
        assert_eq!(all.len(), shipped + 2);
        let at = |name: &str| all.iter().position(|one| one.scheme.name == name).unwrap();
        assert_eq!(at("SkatteFUNN 2"), at("SkatteFUNN") + 1, "a later version stands after the one before");
        let fund = &all[at("Husets fond")];
        assert_eq!((fund.id, fund.scheme.key.clone(), fund.scheme.verified), (Some(own), own.to_string(), false));
        let backwards = Scheme { valid_to: Some(day(2023, 1, 1)), ..scheme("", "x") };
        refused!(house, store.add_scheme(&actor, NewScheme { scheme: backwards }), Refusal::EndsBeforeItBegins);
        refused!(house, store.add_scheme(&actor, NewScheme { scheme: scheme("", " ") }), Refusal::NameMissing);
        store.remove_scheme(&actor, own).await.unwrap();
        assert_eq!(store.schemes().await.unwrap().len(), shipped + 1);
        let again = store.remove_scheme(&actor, own).await;
        assert!(matches!(again, Err(VerbError::NotFound(Missing::Scheme))), "{again:?}");
    }
}
