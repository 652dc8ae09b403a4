//! Every verb as every role, on the own startup and on a foreign one.

use domain::access::policy::Subject;
use domain::access::{Action, Actor, Decision, Reason, Resource, Role, Scope, may};
use domain::exchange::Answers;
use domain::facts::{
    AidBasis, CapitalRaised, FactKind, Headcount, Instrument, MentorAssignment, Outcome, Revenue, Source, Verification,
    Workplace,
};
use domain::funding::Scheme;
use domain::ids::{ImportId, ObjectionId, PersonId};
use domain::ledger::Ledger;
use domain::organisation::OrganisationNumber;
use domain::pipeline::DEFAULT_STAGES;
use domain::updates::Settings;
use domain::words::Locale;
use store::exchange::{ImportError, Profiled, UndoError, Upload};
use store::funding::{AwardStep, NewScheme};
use store::updates::ObjectionVerdict;
use store::{Missing, NewPerson, NewStartup, ProfileChange, Store, VerbError};

use super::cast::{Cast, SECRET, Stands, Target, award, dormant, kroner, latest, met, root, support, team};
use crate::common::{House, day, on_both};

/// What a verb is done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum On {
    Startup,
    Stay,
    Programme,
    House,
}

/// A verb, and what the policy is to be asked about it: written down here a second time, so that a verb that asks for the wrong thing
/// is found.
pub struct Verb {
    pub name: &'static str,
    action: Action,
    on: On,
    stands: Stands,
    /// What is not there for whoever does not see it.
    missing: Missing,
}

const fn verb(name: &'static str, action: Action, on: On, stands: Stands, missing: Missing) -> Verb {
    Verb { name, action, on, stands, missing }
}

const fn about(name: &'static str, action: Action, missing: Missing) -> Verb {
    verb(name, action, On::Startup, Stands::Mentored, missing)
}

/// Every verb.
pub const VERBS: &[Verb] = &[
    verb("create_programme", Action::CreateProgramme, On::House, Stands::Mentored, Missing::Programme),
    verb("create_cohort", Action::CreateCohort, On::Programme, Stands::Mentored, Missing::Programme),
    verb("apply", Action::Apply, On::Programme, Stands::Mentored, Missing::Programme),
    verb("re_enrol", Action::Enrol, On::Startup, Stands::Out, Missing::Startup),
    verb("screen", Action::DecideApplication, On::Stay, Stands::Applied, Missing::Enrolment),
    verb("admit", Action::DecideApplication, On::Stay, Stands::Applied, Missing::Enrolment),
    verb("decline", Action::DecideApplication, On::Stay, Stands::Applied, Missing::Enrolment),
    verb("advance", Action::MoveStay, On::Stay, Stands::Mentored, Missing::Enrolment),
    verb("move_to", Action::MoveStay, On::Stay, Stands::Mentored, Missing::Enrolment),
    verb("send_back", Action::MoveStay, On::Stay, Stands::Mentored, Missing::Enrolment),
    verb("exit", Action::MoveStay, On::Stay, Stands::Mentored, Missing::Enrolment),
    about("record_headcount", Action::ReportObservation, Missing::Startup),
    about("record_revenue", Action::ReportObservation, Missing::Startup),
    about("record_life_event", Action::RecordFact, Missing::Startup),
    about("record_verification", Action::RecordFact, Missing::Startup),
    about("record_workplace", Action::RecordFact, Missing::Startup),
    about("record_capital", Action::RecordFact, Missing::Startup),
    about("record_other_support", Action::RecordFact, Missing::Startup),
    about("record_meeting", Action::LogMeeting, Missing::Startup),
    about("record_team", Action::ReportObservation, Missing::Startup),
    about("record_award", Action::RecordFunding, Missing::Startup),
    about("record_award_step", Action::RecordFunding, Missing::Startup),
    verb("add_scheme", Action::ManageFunding, On::House, Stands::Mentored, Missing::Scheme),
    verb("remove_scheme", Action::ManageFunding, On::House, Stands::Mentored, Missing::Scheme),
    about("assign_mentor", Action::AssignMentor, Missing::Startup),
    about("correct_headcount", Action::CorrectFact, Missing::Fact),
    about("correct_revenue", Action::CorrectFact, Missing::Fact),
    about("correct_life_event", Action::CorrectFact, Missing::Fact),
    about("correct_verification", Action::CorrectFact, Missing::Fact),
    about("correct_workplace", Action::CorrectFact, Missing::Fact),
    about("correct_capital", Action::CorrectFact, Missing::Fact),
    about("correct_other_support", Action::CorrectFact, Missing::Fact),
    about("correct_meeting", Action::CorrectFact, Missing::Fact),
    about("correct_team", Action::CorrectFact, Missing::Fact),
    about("correct_award", Action::RecordFunding, Missing::Fact),
    about("correct_mentor", Action::AssignMentor, Missing::Fact),
    verb("correct_stage_change", Action::MoveStay, On::Stay, Stands::Mentored, Missing::Fact),
    about("withdraw", Action::CorrectFact, Missing::Fact),
    about("update_profile", Action::ChangeProfile, Missing::Startup),
    about("add_company", Action::ChangeProfile, Missing::Startup),
    about("add_founder", Action::AddFounder, Missing::Startup),
    verb("add_person", Action::AddPerson, On::House, Stands::Mentored, Missing::Person),
    verb("upload", Action::Import, On::House, Stands::Mentored, Missing::Import),
    verb("import", Action::Import, On::House, Stands::Mentored, Missing::Import),
    verb("apply_import", Action::Import, On::House, Stands::Mentored, Missing::Import),
    verb("undo_import", Action::Import, On::House, Stands::Mentored, Missing::Import),
    verb("update_settings", Action::AskForUpdates, On::Programme, Stands::Mentored, Missing::Programme),
    verb("set_update_settings", Action::AskForUpdates, On::Programme, Stands::Mentored, Missing::Programme),
    verb("update_rounds", Action::AskForUpdates, On::Programme, Stands::Mentored, Missing::Programme),
    about("updates_of", Action::SeeObservations, Missing::Startup),
    about("objections_of", Action::SeeObservations, Missing::Startup),
    about("answer_objection", Action::AnswerObjection, Missing::Objection),
];

fn sheet(store: &Store) -> Upload {
    // Another startup each time, so that there is always something new in it.
    let row = format!("company_id,company_name,batch,status\n{},Importert {0},S21,Active\n", store.new_id());
    Upload {
        bytes: row.into_bytes(),
        file_name: "directory.csv".to_owned(),
        profile: Profiled::Shipped("accelerator-directory".to_owned()),
        as_of: Some(day(2024, 6, 30)),
    }
}

/// What came of trying.
#[derive(Debug)]
enum Came {
    Done,
    Missing(Missing),
    Denied(Reason),
}

impl<T> From<Result<T, VerbError>> for Came {
    fn from(result: Result<T, VerbError>) -> Self {
        match result {
            Ok(_) => Self::Done,
            Err(VerbError::NotFound(what)) => Self::Missing(what),
            Err(VerbError::Denied(reason)) => Self::Denied(reason),
            // A rule other than the policy said no: then nothing was tried.
            Err(error) => panic!("{error:?}"),
        }
    }
}

fn came<T>(result: Result<T, ImportError>) -> Came {
    match result {
        Ok(_) => Came::Done,
        Err(ImportError::NotFound) => Came::Missing(Missing::Import),
        Err(ImportError::Denied(reason)) => Came::Denied(reason),
        Err(error) => panic!("{error:?}"),
    }
}

/// Does one verb to a target, as if a form had been posted.
async fn run(house: &House, cast: &Cast, verb: &str, actor: &Actor, at: &Target) -> Came {
    let store = &house.store;
    let on = day(2024, 6, 1);
    let (startup, stay) = (at.startup, at.stay);
    let (by, why) = (Source::Mentor, "retta");
    let fact = |kind| at.fact(kind);
    let place = Workplace { municipality: None };
    let capital = CapitalRaised { amount: kroner(2) };
    let revenue = Revenue { amount: kroner(2) };
    let mentor = MentorAssignment { mentor: Some(cast.mentor) };
    let person = NewPerson { name: "Ola Nordmann".to_owned(), ..NewPerson::default() };
    let fresh = store.new_id().to_string();
    match verb {
        "create_programme" => store.create_programme(actor, &fresh, "Nytt", &DEFAULT_STAGES).await.into(),
        "create_cohort" => store.create_cohort(actor, at.programme, &fresh, None, None).await.into(),
        "apply" => {
            let new = NewStartup { name: "Nystarta".to_owned(), ..NewStartup::default() };
            store.apply(actor, &new, at.programme, None, on, by).await.into()
        }
        "re_enrol" => store.re_enrol(actor, startup, at.programme, None, on).await.into(),
        "screen" => store.screen(actor, stay, on).await.into(),
        "admit" => store.admit(actor, stay, on, None).await.into(),
        "decline" => store.decline(actor, stay, on, why).await.into(),
        "advance" => store.advance(actor, stay, on).await.into(),
        "move_to" => store.move_to(actor, stay, at.growth, on, None, None).await.into(),
        "send_back" => store.send_back(actor, stay, None, on, why).await.into(),
        "exit" => store.exit(actor, stay, Outcome::Left, on, why).await.into(),
        "record_headcount" => {
            store.record_headcount(actor, startup, on, Headcount::of(4), Source::Founder, None).await.into()
        }
        "record_revenue" => store.record_revenue(actor, startup, on, revenue, Source::Founder, None).await.into(),
        "record_life_event" => store.record_life_event(actor, startup, on, dormant(), by, None).await.into(),
        "record_verification" => store.record_verification(actor, startup, on, Verification, by, None).await.into(),
        "record_workplace" => store.record_workplace(actor, startup, on, place, by, None).await.into(),
        "record_capital" => store.record_capital(actor, startup, on, capital, by, None).await.into(),
        "record_meeting" => store.record_meeting(actor, startup, on, met(at.programme), by, None).await.into(),
        "record_team" => store.record_team(actor, startup, on, team(), Source::Founder, None).await.into(),
        "record_other_support" => store.record_other_support(actor, startup, on, support(), by, None).await.into(),
        "record_award" => store.record_award(actor, startup, on, award(), by, None).await.into(),
        "record_award_step" => {
            let step = AwardStep {
                on,
                body: award(),
                source: by,
                evidence: None,
                case_number: Some(fresh),
                over_ceiling: None,
                road_freight: false,
            };
            store.record_award_step(actor, startup, step).await.into()
        }
        "add_scheme" => store.add_scheme(actor, scheme(&fresh)).await.into(),
        "remove_scheme" => {
            let id = store.add_scheme(&root(), scheme(&fresh)).await.unwrap();
            store.remove_scheme(actor, id).await.into()
        }
        "assign_mentor" => store.assign_mentor(actor, startup, on, mentor, by, None).await.into(),
        "correct_headcount" => {
            store.correct_headcount(actor, fact(FactKind::Headcount), on, Headcount::of(5), by, None, why).await.into()
        }
        "correct_revenue" => {
            store.correct_revenue(actor, fact(FactKind::Revenue), on, revenue, by, None, why).await.into()
        }
        "correct_life_event" => {
            store.correct_life_event(actor, fact(FactKind::LifeEvent), on, dormant(), by, None, why).await.into()
        }
        "correct_verification" => store
            .correct_verification(actor, fact(FactKind::Verification), on, Verification, by, None, why)
            .await
            .into(),
        "correct_workplace" => {
            store.correct_workplace(actor, fact(FactKind::Workplace), on, place, by, None, why).await.into()
        }
        "correct_capital" => {
            store.correct_capital(actor, fact(FactKind::Capital), on, capital, by, None, why).await.into()
        }
        "correct_other_support" => {
            store.correct_other_support(actor, fact(FactKind::OtherSupport), on, support(), by, None, why).await.into()
        }
        "correct_meeting" => {
            store.correct_meeting(actor, fact(FactKind::Meeting), on, met(at.programme), by, None, why).await.into()
        }
        "correct_team" => store.correct_team(actor, fact(FactKind::Team), on, team(), by, None, why).await.into(),
        "correct_award" => store.correct_award(actor, fact(FactKind::Award), on, award(), by, None, why).await.into(),
        "correct_mentor" => store.correct_mentor(actor, fact(FactKind::Mentor), on, mentor, by, None, why).await.into(),
        "correct_stage_change" => {
            store.correct_stage_change(actor, at.moved, on, at.growth, None, by, None, why).await.into()
        }
        "withdraw" => store.withdraw(actor, FactKind::Headcount, fact(FactKind::Headcount), why).await.into(),
        "update_profile" => {
            let to = ProfileChange { name: format!("Omdøpt {fresh}"), ..ProfileChange::default() };
            store.update_profile(actor, startup, &to).await.into()
        }
        "add_company" => store.add_company(actor, startup, free_number(store).await, None).await.into(),
        "add_founder" => store.add_founder(actor, startup, &person, None, None).await.into(),
        "add_person" => store.add_person(actor, &person).await.into(),
        "upload" => came(store.upload(actor, sheet(store)).await),
        "import" => came(store.import(actor, sheet(store), &Answers::default(), &|_| ()).await),
        "apply_import" => {
            let id = store.upload(&root(), sheet(store)).await.unwrap();
            came(store.apply_import(actor, id, &Answers::default(), &|_| ()).await)
        }
        "undo_import" => {
            let report = store.import(&root(), sheet(store), &Answers::default(), &|_| ()).await.unwrap();
            match store.undo_import(actor, report.import.unwrap()).await {
                Ok(_) => Came::Done,
                Err(UndoError::NotFound) => Came::Missing(Missing::Import),
                Err(UndoError::Denied(reason)) => Came::Denied(reason),
                Err(error) => panic!("{error:?}"),
            }
        }
        "update_settings" => store.update_settings(actor, at.programme).await.into(),
        "set_update_settings" => store.set_update_settings(actor, at.programme, Settings::default()).await.into(),
        "update_rounds" => store.update_rounds(actor, at.programme, 9).await.into(),
        "updates_of" => store.updates_of(actor, startup).await.into(),
        "objections_of" => store.objections_of(actor, startup).await.into(),
        "answer_objection" => {
            let id = contested(store, at).await;
            store.answer_objection(actor, id, ObjectionVerdict::Kept, Some(why)).await.into()
        }
        other => panic!("{other} is in the table and is not tried"),
    }
}

fn scheme(name: &str) -> NewScheme {
    let scheme = Scheme {
        key: String::new(),
        name: name.to_owned(),
        giver: "Fylket".to_owned(),
        private: false,
        instrument: Instrument::Grant,
        basis: AidBasis::Unknown,
        valid_from: None,
        valid_to: None,
        source: None,
        verified: false,
    };
    NewScheme { scheme }
}

/// An objection about the startup that waits; none where it is nowhere.
async fn contested(store: &Store, at: &Target) -> ObjectionId {
    let nothing = ObjectionId(store.new_id());
    let Ok(known) = store.objections_of(&root(), at.startup).await else { return nothing };
    if let Some(open) = known.iter().find(|objection| objection.answer.is_none()) {
        return open.id;
    }
    let founder = Actor::person(PersonId(store.new_id()), Role::Founder, Scope::Startup(at.startup));
    let fact = at.fact(FactKind::Headcount);
    store.contest_fact(&founder, at.startup, FactKind::Headcount, fact, "feil").await.unwrap()
}

/// An organisation number that nobody has yet.
async fn free_number(store: &Store) -> OrganisationNumber {
    let ledger = store.ledger().await.unwrap();
    let taken =
        |number| ledger.startups.iter().flat_map(|startup| &startup.companies).any(|known| known.number == number);
    let mut all = (810_000_000_u32..).filter_map(|number| OrganisationNumber::parse(&number.to_string()).ok());
    all.find(|number| !taken(*number)).unwrap()
}

/// What the policy says, asked of the ledger as it is before the verb.
fn expected(ledger: &Ledger, verb: &Verb, actor: &Actor, at: &Target) -> Decision {
    let subject = Subject { ledger, startup: ledger.startup(at.startup).unwrap() };
    let resource = match verb.on {
        On::House => Resource::House(ledger),
        On::Programme => Resource::Programme(at.programme),
        On::Startup => Resource::Startup(subject),
        On::Stay => Resource::Stay(subject, at.stay),
    };
    may(actor, verb.action, &resource, day(2024, 6, 30))
}

/// Verbs that are tried on something of their own, which is written first.
const SETS_UP: [&str; 4] = ["apply_import", "undo_import", "answer_objection", "remove_scheme"];

on_both! {
    async fn each_verb_is_done_hidden_or_denied_as_the_policy_says(house: House) {
        let cast = Cast::new(&house).await;
        let (mut done, mut denied, mut hidden) = (0, 0, 0);
        for verb in VERBS {
            let (mut done_here, mut no_here) = (0, 0);
            for programme in [cast.own, cast.other] {
                // Founders found the own startup of this round, which stays as it is when it is another they try.
                let founded = cast.target(&house, cast.own, verb.stands).await;
                let mut at = if programme == cast.own { founded.clone() } else { cast.target(&house, programme, verb.stands).await };
                let mut fresh = true;
                for (who, actor) in cast.actors(&house, founded.startup) {
                    if !fresh {
                        at = cast.target(&house, programme, verb.stands).await;
                    }
                    let ledger = house.store.ledger().await.unwrap();
                    let expected = expected(&ledger, verb, &actor, &at);
                    let before = latest(&house).await;
                    let came = run(&house, &cast, verb.name, &actor, &at).await;
                    let told = format!("{} as {who}, foreign: {}: {expected:?}, {came:?}", verb.name, programme == cast.other);
                    match (&expected, &came) {
                        (Decision::Allowed, Came::Done) => (done, done_here) = (done + 1, done_here + 1),
                        (Decision::Denied(reason), Came::Denied(given)) => {
                            assert_eq!(reason, given, "{told}");
                            (denied, no_here) = (denied + 1, no_here + 1);
                        }
                        (Decision::Hidden, Came::Missing(missing)) => {
                            assert_eq!(*missing, verb.missing, "{told}");
                            (hidden, no_here) = (hidden + 1, no_here + 1);
                            // The answer is that of something that was never there.
                            if verb.on != On::House {
                                let nowhere = run(&house, &cast, verb.name, &actor, &at.nowhere(&house.store)).await;
                                assert!(matches!(nowhere, Came::Missing(same) if same == *missing), "{told}, {nowhere:?}");
                            }
                        }
                        _ => panic!("{told}"),
                    }
                    fresh = !matches!(came, Came::Done);
                    if fresh && !SETS_UP.contains(&verb.name) {
                        assert_eq!(latest(&house).await, before, "a verb that was not done writes nothing: {told}");
                    }
                }
            }
            assert!(done_here >= 3 && no_here >= 5, "{} was done {done_here} times and not done {no_here} times", verb.name);
        }
        println!("{done} done, {denied} denied, {hidden} hidden");
        assert_eq!(done + denied + hidden, VERBS.len() * 24);
    }

    async fn a_founder_says_so_in_their_own_name_only(house: House) {
        let cast = Cast::new(&house).await;
        let at = cast.target(&house, cast.own, Stands::Mentored).await;
        let actors = cast.actors(&house, at.startup);
        let founder = &actors.iter().find(|(who, _)| *who == "founder").unwrap().1;
        for source in [Source::Mentor, Source::Document, Source::Register] {
            let before = latest(&house).await;
            let result = house.store.record_headcount(founder, at.startup, day(2024, 6, 1), Headcount::of(9), source, None).await;
            assert!(matches!(result, Err(VerbError::Denied(Reason::FoundersReport))), "{source:?}: {result:?}");
            assert_eq!(latest(&house).await, before);
        }
        let own = house.store.record_headcount(founder, at.startup, day(2024, 6, 1), Headcount::of(9), Source::Founder, None).await;
        let entry = house.store.audit_of(Some(at.startup), None, 1).await.unwrap().remove(0);
        assert_eq!((entry.subject, entry.actor.as_str()), (own.unwrap().0, founder.label.as_str()));
    }

    async fn a_mentor_corrects_and_takes_back_moves_but_no_admission(house: House) {
        let cast = Cast::new(&house).await;
        let at = cast.target(&house, cast.own, Stands::Mentored).await;
        let actors = cast.actors(&house, at.startup);
        let mentor = &actors.iter().find(|(who, _)| *who == "assigned mentor").unwrap().1;
        let ledger = house.store.ledger().await.unwrap();
        let admission = ledger.startup(at.startup).unwrap().stage_changes[1].id;
        let store = &house.store;
        let denied = store.withdraw(mentor, FactKind::StageChange, admission, "feil").await;
        assert!(matches!(denied, Err(VerbError::Denied(Reason::ManagersDo))), "{denied:?}");
        let into_intake = store
            .correct_stage_change(mentor, at.moved, day(2024, 4, 1), at.first_stage, None, Source::Mentor, None, "feil")
            .await;
        assert!(matches!(into_intake, Err(VerbError::Denied(Reason::ManagersDo))), "{into_intake:?}");
        store.withdraw(mentor, FactKind::StageChange, at.moved, "feil").await.unwrap();
    }

    async fn a_stay_elsewhere_is_not_there_though_its_startup_is(house: House) {
        let cast = Cast::new(&house).await;
        let at = cast.target(&house, cast.own, Stands::Out).await;
        let store = &house.store;
        let elsewhere = store.re_enrol(&root(), at.startup, cast.other, None, day(2024, 5, 2)).await.unwrap();
        let ledger = store.ledger().await.unwrap();
        let mut moves = ledger.startup(at.startup).unwrap().stage_changes.iter();
        let first = moves.rfind(|fact| fact.body.is_some_and(|told| told.enrolment == elsewhere)).unwrap().id;
        let actors = cast.actors(&house, at.startup);
        for who in ["manager", "assigned mentor", "mentor"] {
            let actor = &actors.iter().find(|(name, _)| *name == who).unwrap().1;
            let before = latest(&house).await;
            let moved = store.screen(actor, elsewhere, day(2024, 6, 1)).await;
            assert!(matches!(moved, Err(VerbError::NotFound(Missing::Enrolment))), "{who}: {moved:?}");
            let withdrawn = store.withdraw(actor, FactKind::StageChange, first, "feil").await;
            assert!(matches!(withdrawn, Err(VerbError::NotFound(Missing::Fact))), "{who}: {withdrawn:?}");
            let entered = store.re_enrol(actor, at.startup, cast.other, None, day(2024, 6, 1)).await;
            assert!(matches!(entered, Err(VerbError::NotFound(_) | VerbError::Denied(_))), "{who}: {entered:?}");
            assert_eq!(latest(&house).await, before);
        }
        let manager = &actors.iter().find(|(name, _)| *name == "manager").unwrap().1;
        let entered = store.re_enrol(manager, at.startup, cast.other, None, day(2024, 6, 1)).await;
        assert!(matches!(entered, Err(VerbError::NotFound(Missing::Programme))), "{entered:?}");
    }

    async fn a_refusal_does_not_tell_whose_key_it_is(house: House) {
        let cast = Cast::new(&house).await;
        let foreign = cast.target(&house, cast.other, Stands::Mentored).await;
        let own = cast.target(&house, cast.own, Stands::Mentored).await;
        let actors = cast.actors(&house, own.startup);
        let ledger = house.store.ledger().await.unwrap();
        let key = |target: &Target| ledger.startup(target.startup).unwrap().profile.external_id.clone();
        let number = |target: &Target| ledger.startup(target.startup).unwrap().companies[0].number;
        let change = |id| ProfileChange { name: "Eigne AS".to_owned(), external_id: id, ..ProfileChange::default() };
        for (who, hears) in [("manager", "Ask an administrator"), ("administrator", "another startup here")] {
            let actor = &actors.iter().find(|(name, _)| *name == who).unwrap().1;
            let said = house.store.update_profile(actor, own.startup, &change(key(&foreign))).await.unwrap_err();
            let hears = hears.replace("Ask an", "ask an");
            assert!(said.text(Locale::En).contains(&hears), "{who}: {said}");
            assert_eq!(said.field(), Some("external_id"));
            let said = house.store.add_company(actor, own.startup, number(&foreign), None).await.unwrap_err();
            let told = said.text(Locale::En);
            assert_eq!(told.contains("Ask an administrator"), who == "manager", "{told}");
            assert_eq!(said.field(), Some("organisation_number"));
            assert!(Locale::ALL.iter().all(|locale| !said.text(*locale).contains(SECRET)));
        }
        // Their own startups they may be told of.
        let second = cast.target(&house, cast.own, Stands::Mentored).await;
        let manager = &actors.iter().find(|(name, _)| *name == "manager").unwrap().1;
        let said = house.store.update_profile(manager, second.startup, &change(key(&own))).await.unwrap_err();
        assert!(said.text(Locale::En).contains("another startup here"), "{said}");
    }

    async fn an_import_is_not_there_for_whoever_holds_no_role(house: House) {
        let nobody = Actor::new("nobody", domain::access::Role::Founder);
        let id = ImportId(house.store.new_id());
        let result = house.store.apply_import(&nobody, id, &Answers::default(), &|_| ()).await;
        assert!(matches!(result, Err(ImportError::NotFound)), "{result:?}");
        assert!(matches!(house.store.undo_import(&nobody, id).await, Err(UndoError::NotFound)));
        // Whoever may not import is not told which imports there are.
        let mentor = Actor::new("mentor", domain::access::Role::Mentor);
        let result = house.store.apply_import(&mentor, id, &Answers::default(), &|_| ()).await;
        assert!(matches!(result, Err(ImportError::Denied(Reason::EveryProgramme))), "{result:?}");
        let result = house.store.undo_import(&mentor, id).await;
        assert!(matches!(result, Err(UndoError::Denied(Reason::EveryProgramme))), "{result:?}");
    }
}
