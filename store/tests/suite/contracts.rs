//! Contracts with funders: what is signed stands, what follows is only added, and who sees it.

use domain::access::{Actor, Reason, Role, Scope};
use domain::contracts::{Change, Funder, Instalment, Target, Terms, TermsError, verify};
use domain::facts::{Headcount, Source};
use domain::figures::{FigureId, Query, Scope as FigureScope};
use domain::ids::{ContractId, PersonId, ProgrammeId};
use domain::pipeline::DEFAULT_STAGES;
use domain::publication::DefinitionVersion;
use domain::words::Locale;
use sea_orm::{ConnectionTrait, Database};
use store::contracts::{ContractRefusal, NewAddendum, NewHandIn, NewPayment, Signing};
use store::identity::{NewInvitation, NewMembership};
use store::{Missing, Refusal, VerbError};

use crate::cast::{admitted, apply, manager, programme, refused, size};
use crate::common::{House, day, on_both};

/// Terms that can be agreed: 10 jobs in two years, half of the money now and half at the end.
pub fn terms(programme: ProgrammeId) -> Terms {
    let (from, to) = (day(2024, 1, 1), day(2025, 12, 31));
    Terms {
        funder: Funder { name: "Lillestrøm kommune".to_owned(), number: None },
        programme,
        title: "Ti arbeidsplasser".to_owned(),
        case_number: "2023/1234".to_owned(),
        minor: 100_000,
        instalments: vec![
            Instalment { due_on: from, minor: 50_000, condition: String::new() },
            Instalment { due_on: to, minor: 50_000, condition: "Etter rapport".to_owned() },
        ],
        from_on: from,
        to_on: to,
        targets: vec![Target {
            definition: DefinitionVersion { id: FigureId("jobs.net".to_owned()), version: 1 },
            scope: FigureScope { programme: Some(programme), ..FigureScope::default() },
            baseline_on: from,
            amount: 10.0,
            due_on: to,
            path: Vec::new(),
        }],
        conditions: String::new(),
        reports: vec![day(2024, 6, 1), day(2025, 1, 15)],
        lists: std::collections::BTreeSet::new(),
    }
}

async fn signed(house: &House, programme: ProgrammeId) -> ContractId {
    let id = house.store.draft_contract(&manager(), terms(programme)).await.unwrap();
    house.store.sign_contract(&manager(), id, Signing { on: day(2023, 12, 20) }).await.unwrap();
    id
}

fn somebody(house: &House, role: Role, scope: Scope) -> Actor {
    Actor::person(PersonId(house.store.new_id()), role, scope)
}

fn paid(minor: i64, note: &str) -> NewPayment {
    NewPayment { instalment: Some(1), on: day(2024, 2, 1), minor, note: note.to_owned() }
}

on_both! {
    async fn a_contract_is_drafted_signed_amended_paid_and_closed(house: House) {
        let (store, programme) = (&house.store, programme(&house).await);
        let id = store.draft_contract(&manager(), terms(programme)).await.unwrap();
        let mut other = terms(programme);
        other.title = "  Tolv arbeidsplasser\u{0} ".to_owned();
        store.redraft_contract(&manager(), id, other.clone()).await.unwrap();
        let digest = store.sign_contract(&manager(), id, Signing { on: day(2023, 12, 20) }).await.unwrap();
        let contract = store.contract(&manager(), id).await.unwrap();
        assert_eq!(contract.terms.title, "Tolv arbeidsplasser");
        assert_eq!(contract.signed.as_ref().map(|signed| (signed.on, signed.digest.clone())), Some((day(2023, 12, 20), digest)));
        assert!(verify(&contract), "it reads back as it was signed");

        let mut more = contract.terms.clone();
        more.targets[0].amount = 12.0;
        let new = |terms| NewAddendum { signed_on: day(2024, 3, 1), from_on: day(2024, 7, 1), reason: "Flere".to_owned(), terms };
        assert_eq!(store.amend_contract(&manager(), id, new(more.clone())).await.unwrap(), 1);
        more.to_on = day(2026, 6, 30);
        assert_eq!(store.amend_contract(&manager(), id, new(more.clone())).await.unwrap(), 2);
        let contract = store.contract(&manager(), id).await.unwrap();
        assert!(verify(&contract));
        assert_eq!(contract.addenda[1].changes, [Change::ToOn(day(2026, 6, 30))], "only what changed since the first");
        assert_eq!((contract.in_force(day(2024, 6, 30)).targets[0].amount, contract.in_force(day(2024, 7, 1)).targets[0].amount), (10.0, 12.0));

        store.record_payment(&manager(), id, paid(50_000, "")).await.unwrap();
        store.record_payment(&manager(), id, paid(-10_000, "Ført feil")).await.unwrap();
        let hand_in = NewHandIn { due_on: day(2024, 6, 1), on: day(2024, 5, 30), report: None };
        store.hand_in_report(&manager(), id, hand_in).await.unwrap();
        let contract = store.contract(&manager(), id).await.unwrap();
        assert_eq!((contract.paid_by(day(2024, 1, 31)), contract.paid_by(day(2024, 2, 1))), (0, 40_000));
        assert_eq!(contract.reports(day(2024, 6, 30))[0].handed_in, Some(day(2024, 5, 30)));
        assert_eq!(contract.next_report(day(2024, 6, 30)).map(|due| due.due_on), Some(day(2025, 1, 15)));

        store.close_contract(&manager(), id, day(2024, 6, 30), "Avtalt").await.unwrap();
        refused!(house, store.amend_contract(&manager(), id, new(terms(programme))), Refusal::Contract(ContractRefusal::Closed));
        refused!(house, store.close_contract(&manager(), id, day(2024, 6, 30), "Igjen"), Refusal::Contract(ContractRefusal::Closed));
        let audit = store.audit_of(None, None, 100).await.unwrap();
        let told: Vec<&str> = audit.iter().filter(|entry| entry.subject == id.0).map(|entry| entry.action.as_str()).collect();
        for verb in ["draft_contract", "redraft_contract", "sign_contract", "amend_contract", "record_payment", "hand_in_report", "close_contract"] {
            assert!(told.contains(&verb), "{verb} is in the log");
        }
    }

    async fn what_breaks_a_rule_is_refused_and_writes_nothing(house: House) {
        let (store, programme) = (&house.store, programme(&house).await);
        let mut bad = terms(programme);
        bad.minor += 1;
        refused!(house, store.draft_contract(&manager(), bad), Refusal::Terms(TermsError::InstalmentsDoNotAddUp));
        let stranger = store.create_programme(&manager(), "annet", "Annet", &DEFAULT_STAGES).await.unwrap();
        let elsewhere = apply(&house, stranger, "Fjern", day(2024, 1, 1)).await;
        let mut bad = terms(programme);
        bad.lists.insert(elsewhere.startup);
        refused!(house, store.draft_contract(&manager(), bad), Refusal::Contract(ContractRefusal::ListedElsewhere));
        let id = store.draft_contract(&manager(), terms(programme)).await.unwrap();
        refused!(house, store.redraft_contract(&manager(), id, terms(stranger)), Refusal::Contract(ContractRefusal::OtherProgramme));
        refused!(house, store.record_payment(&manager(), id, paid(1, "")), Refusal::Contract(ContractRefusal::NotSigned));
        refused!(house, store.sign_contract(&manager(), id, Signing { on: day(2024, 7, 1) }), Refusal::InFuture { on: day(2024, 7, 1) });
        store.sign_contract(&manager(), id, Signing { on: day(2023, 12, 20) }).await.unwrap();
        refused!(house, store.sign_contract(&manager(), id, Signing { on: day(2023, 12, 21) }), Refusal::Contract(ContractRefusal::Signed));
        refused!(house, store.redraft_contract(&manager(), id, terms(programme)), Refusal::Contract(ContractRefusal::Signed));
        refused!(house, store.drop_draft(&manager(), id), Refusal::Contract(ContractRefusal::Signed));
        let amend = |from_on, reason: &str| NewAddendum { signed_on: day(2024, 3, 1), from_on, reason: reason.to_owned(), terms: terms(programme) };
        refused!(house, store.amend_contract(&manager(), id, amend(day(2024, 3, 1), "x")), Refusal::Contract(ContractRefusal::NothingChanged));
        refused!(house, store.amend_contract(&manager(), id, amend(day(2023, 3, 1), "x")), Refusal::Contract(ContractRefusal::BeforeSigning));
        refused!(house, store.amend_contract(&manager(), id, amend(day(2024, 3, 1), " ")), Refusal::ReasonMissing);
        refused!(house, store.record_payment(&manager(), id, paid(0, "")), Refusal::Contract(ContractRefusal::NoAmount));
        refused!(house, store.record_payment(&manager(), id, paid(-1, " ")), Refusal::Contract(ContractRefusal::NoteMissing));
        let third = NewPayment { instalment: Some(3), ..paid(1, "") };
        refused!(house, store.record_payment(&manager(), id, third), Refusal::Contract(ContractRefusal::NoInstalment));
        let hand_in = |due_on| NewHandIn { due_on, on: day(2024, 5, 30), report: None };
        refused!(house, store.hand_in_report(&manager(), id, hand_in(day(2024, 6, 2))), Refusal::Contract(ContractRefusal::NoReport));
        store.hand_in_report(&manager(), id, hand_in(day(2024, 6, 1))).await.unwrap();
        refused!(house, store.hand_in_report(&manager(), id, hand_in(day(2024, 6, 1))), Refusal::Contract(ContractRefusal::HandedIn));
        for locale in Locale::ALL {
            assert!(Refusal::Contract(ContractRefusal::HandedIn).text(locale).ends_with('.'));
        }
    }

    async fn nothing_that_was_signed_can_be_changed_in_the_database(house: House) {
        let (store, programme) = (&house.store, programme(&house).await);
        let id = signed(&house, programme).await;
        let mut more = terms(programme);
        more.title = "Annet".to_owned();
        let new = NewAddendum { signed_on: day(2024, 3, 1), from_on: day(2024, 3, 1), reason: "x".to_owned(), terms: more };
        store.amend_contract(&manager(), id, new).await.unwrap();
        store.record_payment(&manager(), id, paid(50_000, "")).await.unwrap();
        let hand_in = NewHandIn { due_on: day(2024, 6, 1), on: day(2024, 5, 30), report: None };
        store.hand_in_report(&manager(), id, hand_in).await.unwrap();
        store.close_contract(&manager(), id, day(2024, 6, 30), "x").await.unwrap();
        let raw = Database::connect(&house.url).await.unwrap();
        for (table, column) in [
            ("contract", "digest"), ("contract_addendum", "reason"), ("contract_payment", "note"), ("contract_report", "by_label"), ("contract_closing", "reason"),
        ] {
            for sql in [format!("UPDATE {table} SET {column} = {column}"), format!("DELETE FROM {table}")] {
                let error = raw.execute_unprepared(&sql).await.unwrap_err().to_string();
                assert!(error.contains(&format!("{table} is append-only")), "{sql}: {error}");
            }
        }
    }

    async fn each_sees_the_contracts_that_are_theirs(house: House) {
        let (store, own) = (&house.store, programme(&house).await);
        let foreign = store.create_programme(&manager(), "annet", "Annet", &DEFAULT_STAGES).await.unwrap();
        let first = signed(&house, own).await;
        let second = signed(&house, own).await;
        let draft = store.draft_contract(&manager(), terms(own)).await.unwrap();
        let elsewhere = signed(&house, foreign).await;
        let sees = async |actor: &Actor| -> Vec<ContractId> {
            let mut ids: Vec<_> = store.contracts(actor).await.unwrap().iter().map(|contract| contract.id).collect();
            ids.sort_unstable();
            for id in [first, second, draft, elsewhere] {
                assert_eq!(store.contract(actor, id).await.is_ok(), ids.contains(&id), "one by one as in the list");
            }
            ids
        };
        let of = |role, scope| somebody(&house, role, scope);
        assert_eq!(sees(&of(Role::Admin, Scope::House)).await, [first, second, draft, elsewhere]);
        assert_eq!(sees(&of(Role::Manager, Scope::Programme(own))).await, [first, second, draft]);
        assert_eq!(sees(&of(Role::Mentor, Scope::Programme(own))).await, [first, second]);
        let payer = of(Role::Funder, Scope::Contract(first, own));
        assert_eq!(sees(&payer).await, [first]);
        assert_eq!(sees(&of(Role::Funder, Scope::Programme(own))).await, [first, second], "as roles were given before");
        assert_eq!(sees(&of(Role::Evaluator, Scope::Programme(own))).await, []);
        // Nobody who only reads can change anything, and what is not theirs is not there.
        let denied = store.record_payment(&payer, first, paid(1, "")).await.unwrap_err();
        assert!(matches!(denied, VerbError::Denied(Reason::FiguresOnly)), "{denied}");
        let hidden = store.record_payment(&payer, second, paid(1, "")).await.unwrap_err();
        assert!(matches!(hidden, VerbError::NotFound(Missing::Contract)), "{hidden}");
        let denied = store.draft_contract(&payer, terms(own)).await.unwrap_err();
        assert!(matches!(denied, VerbError::Denied(Reason::FiguresOnly)), "{denied}");
        let mentor = of(Role::Mentor, Scope::Programme(own));
        let denied = store.close_contract(&mentor, first, day(2024, 6, 1), "x").await.unwrap_err();
        assert!(matches!(denied, VerbError::Denied(Reason::ManagersDo)), "{denied}");
        let hidden = store.sign_contract(&mentor, draft, Signing { on: day(2024, 6, 1) }).await.unwrap_err();
        assert!(matches!(hidden, VerbError::NotFound(Missing::Contract)), "{hidden}");
        assert!(store.ledger_for(&payer).await.unwrap().startups.is_empty(), "who pays sees no single startup");
        assert_eq!(store.ledger_for(&payer).await.unwrap().programmes.len(), 1);
    }

    async fn a_role_is_held_in_a_signed_contract_and_reads_back(house: House) {
        let (store, own) = (&house.store, programme(&house).await);
        let id = signed(&house, own).await;
        let draft = store.draft_contract(&manager(), terms(own)).await.unwrap();
        let admin = Actor::command_line();
        let invite = |scope| NewInvitation {
            email: "kari@kommunen.example".to_owned(), name: Some("Kari".to_owned()), role: Role::Funder, scope,
            from_on: day(2024, 6, 30), to_on: None, locale: Locale::Nb,
        };
        let none = store.invite(&admin, invite(Scope::Contract(draft, own))).await.unwrap_err();
        assert!(matches!(none, VerbError::NotFound(Missing::Contract)), "nobody pays by a draft: {none}");
        let invited = store.invite(&admin, invite(Scope::Contract(id, own))).await.unwrap();
        let seen = store.look_at_invitation(&invited.link_token).await.unwrap().unwrap();
        assert_eq!(seen.scope, Scope::Contract(id, own));
        let origin = store::identity::Origin::default();
        let accepted = store.accept_invitation(&invited.link_token, "Kari", &origin).await.unwrap();
        let store::identity::Accepted::SignedIn(session) = accepted else { panic!("{accepted:?}") };
        let viewer = store.viewer(&session.token).await.unwrap().unwrap();
        assert_eq!((viewer.actor.role, viewer.actor.scope), (Role::Funder, Scope::Contract(id, own)));
        assert_eq!(store.contracts(&viewer.actor).await.unwrap().len(), 1);
        let mentor = NewMembership { role: Role::Mentor, scope: Scope::Contract(id, own), from_on: day(2024, 6, 30), to_on: None };
        let unfit = store.grant(&admin, viewer.person().unwrap(), mentor).await.unwrap_err();
        assert!(matches!(unfit, VerbError::Denied(Reason::RoleDoesNotFit)), "{unfit}");
        // The manager of the programme sees in the log that the role was given.
        let runs = somebody(&house, Role::Manager, Scope::Programme(own));
        let members = store.members(&runs).await.unwrap();
        assert!(members.people.iter().any(|member| member.email == "kari@kommunen.example"));
    }

    async fn the_standing_of_a_contract_is_the_engines(house: House) {
        let store = &house.store;
        let stay = admitted(&house).await;
        for (on, heads) in [(day(2024, 2, 1), 2), (day(2024, 6, 1), 6)] {
            store.record_headcount(&manager(), stay.startup, on, Headcount::of(heads), Source::Document, None).await.unwrap();
        }
        let id = signed(&house, stay.programme).await;
        store.record_payment(&manager(), id, paid(50_000, "")).await.unwrap();
        let standings = store.contract_standings(&manager()).await.unwrap();
        let told = standings[0].targets[0].progress.as_ref().unwrap();
        let query = Query { as_of: day(2024, 6, 30), known_at: domain::time::end_of_oslo_day(day(2024, 6, 30)), scope: told.target.scope.clone() };
        let figure = store.figure(&FigureId("jobs.net".to_owned()), &query).await.unwrap().unwrap();
        assert_eq!((told.point, figure.value), (Some(4.0), Some(4.0)));
        assert_eq!(standings[0].cost.unwrap().per_job.unwrap().point, 12_500);
        assert!(standings[0].targets[0].band.is_err(), "there is no history yet");
        // It follows the next fact.
        store.record_headcount(&manager(), stay.startup, day(2024, 6, 20), Headcount::of(9), Source::Document, None).await.unwrap();
        let standings = store.contract_standings(&manager()).await.unwrap();
        assert_eq!(standings[0].targets[0].progress.as_ref().unwrap().point, Some(7.0));
        let payer = somebody(&house, Role::Funder, Scope::Contract(id, stay.programme));
        assert_eq!(store.contract_standings(&payer).await.unwrap().len(), 1);
    }

    async fn whoever_runs_the_programme_is_asked_for_reports_and_nobody_else(house: House) {
        let (store, own) = (&house.store, programme(&house).await);
        let id = signed(&house, own).await;
        let runs = somebody(&house, Role::Manager, Scope::Programme(own));
        let asked = async |actor: &Actor| store.contract_attention(actor).await.unwrap();
        let found = asked(&runs).await;
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].why, domain::attention::ContractWhy::ReportLate { due_on: day(2024, 6, 1) });
        for locale in Locale::ALL {
            assert!(found[0].reason(locale).ends_with('.'));
        }
        for (role, scope) in [(Role::Mentor, Scope::Programme(own)), (Role::Funder, Scope::Contract(id, own)), (Role::Evaluator, Scope::Programme(own))] {
            assert!(asked(&somebody(&house, role, scope)).await.is_empty(), "{role:?} is not asked");
        }
        let hand_in = NewHandIn { due_on: day(2024, 6, 1), on: day(2024, 6, 29), report: None };
        store.hand_in_report(&manager(), id, hand_in).await.unwrap();
        assert!(asked(&runs).await.is_empty(), "the next one is half a year away");
    }

    async fn a_draft_that_is_dropped_leaves_a_trace_in_the_log_alone(house: House) {
        let (store, own) = (&house.store, programme(&house).await);
        let id = store.draft_contract(&manager(), terms(own)).await.unwrap();
        store.drop_draft(&manager(), id).await.unwrap();
        assert!(store.all_contracts().await.unwrap().is_empty());
        assert!(matches!(store.drop_draft(&manager(), id).await.unwrap_err(), VerbError::NotFound(Missing::Contract)));
        let (_, _, entries) = size(&house).await;
        assert!(entries >= 3);
    }

    async fn the_demo_house_has_two_contracts_and_a_funder_of_the_first(house: House) {
        let store = &house.store;
        store.load_demo(&domain::demo::house(store.world().today())).await.unwrap();
        let standings = store.contract_standings(&Actor::command_line()).await.unwrap();
        assert_eq!(standings.len(), 2);
        let session = store.demo_session(Role::Funder, &store::identity::Origin::default()).await.unwrap();
        let seen = store.contract_standings(&session.viewer.actor).await.unwrap();
        assert_eq!(seen.len(), 1);
        assert!(seen[0].contract.terms.funder.name.starts_with("Lillestrøm"));
        assert!(verify(&seen[0].contract) && seen[0].contract.addenda.len() == 1);
        let counted = |standing: &store::contracts::ContractStanding| standing.targets[0].progress.clone().unwrap();
        let (first, second) = (counted(&standings[0]), counted(&standings[1]));
        assert!(first.point.is_some_and(|point| point > 0.0), "{:?}", first.point);
        let under = |progress: &domain::contracts::Progress| {
            progress.rows_out.iter().filter(|row| matches!(row.why, domain::contracts::Out::CountedUnder(_))).count()
        };
        assert!(under(&first) == 0 && under(&second) > 3, "{} {}", under(&first), under(&second));
        for row in &second.rows_in {
            assert!(row.partly.is_some() || first.rows_in.iter().all(|other| other.startup != row.startup));
        }
        println!("demo: {:?} of {}, band {:?}, cost {:?}", (first.floor, first.point, first.ceiling), first.target.amount, standings[0].targets[0].band.as_ref().map(|band| band.end().copied()), standings[0].cost);
        println!("second: {:?} of {}", (second.floor, second.point, second.ceiling), second.target.amount);
    }
}
