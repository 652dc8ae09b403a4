//! Design section 6, cell by cell: `+` allowed, `-` seen and denied, `.` hidden.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use domain::access::policy::{ApplicationTie, Subject, withheld};
use domain::access::{Action, Actor, ContractTie, Decision, Reason, Resource, Role, Scope, may};
use domain::ids::{ContractId, PersonId};
use domain::ledger::Ledger;

use crate::house::{
    Assigned, Came, Told, founder, house, in_programme, person, programme_id, startup_id, stay_id, today,
};

/// Who asks: the columns. Everybody is of programme 1 or of startup 1.
const ACTORS: [&str; 10] =
    ["admin", "manager", "assigned", "mentor", "evaluator", "founder", "funder", "everything", "nobody", "payer"];

fn actor(name: &str) -> Actor {
    match name {
        "admin" => Actor::person(person(1), Role::Admin, Scope::House),
        "manager" => in_programme(2, Role::Manager, 1),
        "assigned" => in_programme(3, Role::Mentor, 1),
        "mentor" => in_programme(4, Role::Mentor, 1),
        "evaluator" => in_programme(5, Role::Evaluator, 1),
        "founder" => founder(6, 1),
        "funder" => in_programme(7, Role::Funder, 1),
        // The manager of the whole house.
        "everything" => Actor::person(person(8), Role::Manager, Scope::House),
        // A role in a scope in which it makes no sense.
        "nobody" => Actor::person(person(9), Role::Founder, Scope::House),
        // Who pays by one contract of programme 1.
        "payer" => Actor::person(person(10), Role::Funder, Scope::Contract(contract_id(1), programme_id(1))),
        other => panic!("{other}"),
    }
}

fn contract_id(number: u128) -> ContractId {
    ContractId(uuid::Uuid::from_u128(number))
}

/// 1 is the own startup: admitted to programme 1, assigned, and with a stay elsewhere. 2 has applied to programme 1. 3 and 4 are foreign:
/// admitted and applied to programme 2.
fn the_house() -> Ledger {
    let mentor = |to| vec![Assigned { ago: 100, to: Some(to), taken_back: false }];
    house(&[
        Told { stays: vec![(1, Came::Admitted), (2, Came::Admitted)], mentors: mentor(3), withdrawn: false },
        Told { stays: vec![(1, Came::Applied)], ..Told::default() },
        Told { stays: vec![(2, Came::Admitted)], mentors: mentor(3), withdrawn: false },
        Told { stays: vec![(2, Came::Applied)], mentors: mentor(3), withdrawn: false },
    ])
}

fn subject(ledger: &Ledger, startup: u64) -> Subject<'_> {
    Subject { ledger, startup: ledger.startup(startup_id(startup)).unwrap() }
}

/// Who judges the applications to a call: the evaluator of [`actor`].
fn evaluators() -> &'static [PersonId] {
    static EVALUATORS: LazyLock<[PersonId; 1]> = LazyLock::new(|| [person(5)]);
    &*EVALUATORS
}

fn resource<'a>(ledger: &'a Ledger, name: &str) -> Resource<'a> {
    let figures =
        |programme: Option<u64>, narrowed| Resource::Figures { programme: programme.map(programme_id), narrowed };
    let role = |role, scope| Resource::Membership { ledger, role, scope };
    let contract = |number, programme, signed| {
        let (contract, programme) = (contract_id(number), programme_id(programme));
        Resource::Contract(ContractTie { contract, programme, signed })
    };
    match name {
        "own" => Resource::Startup(subject(ledger, 1)),
        "applicant" => Resource::Startup(subject(ledger, 2)),
        "foreign" => Resource::Startup(subject(ledger, 3)),
        "foreign-applicant" => Resource::Startup(subject(ledger, 4)),
        "stay" => Resource::Stay(subject(ledger, 1), stay_id(1, 1)),
        "stay-elsewhere" => Resource::Stay(subject(ledger, 1), stay_id(1, 2)),
        "application" => Resource::Stay(subject(ledger, 2), stay_id(2, 1)),
        "foreign-stay" => Resource::Stay(subject(ledger, 3), stay_id(3, 1)),
        "note" => Resource::Note(subject(ledger, 1), person(3)),
        "foreign-note" => Resource::Note(subject(ledger, 3), person(3)),
        "programme" => Resource::Programme(programme_id(1)),
        "other-programme" => Resource::Programme(programme_id(2)),
        "house" => Resource::House(ledger),
        "figures" => figures(Some(1), false),
        "figures-narrowed" => figures(Some(1), true),
        "other-figures" => figures(Some(2), false),
        "house-figures" => figures(None, false),
        "house-figures-narrowed" => figures(None, true),
        "mentor-of-programme" => role(Role::Mentor, Scope::Programme(programme_id(1))),
        "manager-of-programme" => role(Role::Manager, Scope::Programme(programme_id(1))),
        "mentor-of-other" => role(Role::Mentor, Scope::Programme(programme_id(2))),
        "founder-of-own" => role(Role::Founder, Scope::Startup(startup_id(1))),
        "founder-of-foreign" => role(Role::Founder, Scope::Startup(startup_id(3))),
        "admin-of-house" => role(Role::Admin, Scope::House),
        "manager-of-house" => role(Role::Manager, Scope::House),
        "admin-of-programme" => role(Role::Admin, Scope::Programme(programme_id(1))),
        "system" => role(Role::System, Scope::House),
        "founder-as-person" => Resource::Person(person(6)),
        // Applications: to a call that the evaluator is set on, to another of the programme, and to one of another programme.
        "to-call" => Resource::Application(ApplicationTie { programme: programme_id(1), evaluators: evaluators() }),
        "to-other-call" => Resource::Application(ApplicationTie { programme: programme_id(1), evaluators: &[] }),
        "to-foreign-call" => {
            Resource::Application(ApplicationTie { programme: programme_id(2), evaluators: evaluators() })
        }
        "contract" => contract(1, 1, true),
        "draft" => contract(1, 1, false),
        "other-contract" => contract(2, 1, true),
        "foreign-contract" => contract(3, 2, true),
        "funder-of-contract" => role(Role::Funder, Scope::Contract(contract_id(1), programme_id(1))),
        "funder-of-foreign" => role(Role::Funder, Scope::Contract(contract_id(3), programme_id(2))),
        "mentor-of-contract" => role(Role::Mentor, Scope::Contract(contract_id(1), programme_id(1))),
        other => panic!("{other}"),
    }
}

/// Which resources an action can be asked of; of any other it is hidden from everybody.
const TABLE: &str = "
action                resource                admin manager assigned mentor evaluator founder funder everything nobody payer

see_startup           own                     +     +       +        +      .         +       .      +          .      .
see_startup           applicant               +     +       .        .      .         .       .      +          .      .
see_startup           foreign                 +     .       .        .      .         .       .      +          .      .
see_startup           foreign-applicant       +     .       .        .      .         .       .      +          .      .
see_startup           stay                    +     +       +        +      .         +       .      +          .      .
see_startup           stay-elsewhere          +     .       .        .      .         +       .      +          .      .
see_startup           application             +     +       .        .      .         .       .      +          .      .
see_startup           foreign-stay            +     .       .        .      .         .       .      +          .      .
change_profile        own                     +     +       +        -      .         -       .      +          .      .
change_profile        applicant               +     +       .        .      .         .       .      +          .      .
add_founder           own                     +     +       -        -      .         -       .      +          .      .
add_founder           applicant               +     +       .        .      .         .       .      +          .      .
move_stay             stay                    +     +       +        -      .         -       .      +          .      .
move_stay             stay-elsewhere          +     .       .        .      .         -       .      +          .      .
move_stay             foreign-stay            +     .       .        .      .         .       .      +          .      .
move_stay             application             +     +       .        .      .         .       .      +          .      .
record_fact           own                     +     +       +        -      .         -       .      +          .      .
record_fact           applicant               +     +       .        .      .         .       .      +          .      .
correct_fact          own                     +     +       +        -      .         -       .      +          .      .
correct_fact          applicant               +     +       .        .      .         .       .      +          .      .
assign_mentor         own                     +     +       -        -      .         -       .      +          .      .
assign_mentor         applicant               +     +       .        .      .         .       .      +          .      .
see_reasons           own                     +     +       +        +      .         -       .      +          .      .
see_reasons           applicant               +     +       .        .      .         .       .      +          .      .

see_observations      own                     +     +       +        +      .         +       .      +          .      .
see_observations      applicant               +     +       .        .      .         .       .      +          .      .
report_observation    own                     +     +       +        -      .         +       .      +          .      .
report_observation    applicant               +     +       .        .      .         .       .      +          .      .

see_private_note      note                    .     .       +        .      .         .       .      .          .      .
see_private_note      foreign-note            .     .       .        .      .         .       .      .          .      .
write_private_note    note                    .     .       +        .      .         .       .      .          .      .
write_private_note    own                     -     -       +        -      .         -       .      -          .      .
write_private_note    applicant               -     -       .        .      .         .       .      -          .      .

see_shared_notes      own                     +     +       +        +      .         +       .      +          .      .
see_shared_notes      applicant               +     +       .        .      .         .       .      +          .      .
write_shared_note     own                     -     +       +        -      .         -       .      +          .      .
write_shared_note     applicant               -     +       .        .      .         .       .      +          .      .
tick_milestone        own                     -     +       +        -      .         +       .      +          .      .
tick_milestone        applicant               -     +       .        .      .         .       .      +          .      .

see_application       own                     +     +       -        -      .         +       .      +          .      .
see_application       applicant               +     +       .        .      .         .       .      +          .      .
see_application       application             +     +       .        .      .         .       .      +          .      .
see_application       stay                    +     +       -        -      .         +       .      +          .      .
see_scores            own                     +     +       -        -      .         -       .      +          .      .
see_scores            applicant               +     +       .        .      .         .       .      +          .      .
see_scores            application             +     +       .        .      .         .       .      +          .      .
see_scores            stay                    +     +       -        -      .         -       .      +          .      .
decide_application    application             +     +       .        .      .         .       .      +          .      .
decide_application    stay                    +     +       -        -      .         -       .      +          .      .
decide_application    stay-elsewhere          +     .       .        .      .         -       .      +          .      .
enrol                 own                     +     +       -        -      .         -       .      +          .      .
enrol                 applicant               +     +       .        .      .         .       .      +          .      .
apply                 programme               +     +       -        -      -         .       -      +          .      -
apply                 other-programme         +     .       .        .      .         .       .      +          .      .

see_funding           own                     +     +       +        +      .         +       .      +          .      .
see_funding           applicant               +     +       .        .      .         .       .      +          .      .
record_funding        own                     +     +       -        -      .         -       .      +          .      .
record_funding        applicant               +     +       .        .      .         .       .      +          .      .
see_contract          programme               +     +       +        +      -         .       +      +          .      -
see_contract          other-programme         +     .       .        .      .         .       .      +          .      .
change_contract       programme               +     +       -        -      -         .       -      +          .      -
change_contract       other-programme         +     .       .        .      .         .       .      +          .      .

see_publications      house                   +     +       +        +      +         +       +      +          .      +
publish               programme               +     +       -        -      -         .       -      +          .      -
publish               other-programme         +     .       .        .      .         .       .      +          .      .
publish               house                   +     -       -        -      -         -       -      +          .      -
see_figures           figures                 +     +       +        +      -         -       +      +          .      +
see_figures           figures-narrowed        +     +       +        +      -         -       -      +          .      -
see_figures           other-figures           +     .       .        .      -         -       .      +          .      .
see_figures           house-figures           +     +       +        +      -         -       -      +          .      -
see_figures           house-figures-narrowed  +     -       -        -      -         -       -      +          .      -

manage_funding        house                   +     +       -        -      -         -       -      +          .      -
see_people            house                   +     +       -        -      -         -       -      +          .      -
add_person            house                   +     +       -        -      -         -       -      +          .      -
see_audit             house                   +     +       -        -      -         -       -      +          .      -
see_audit             own                     +     +       -        -      .         -       .      +          .      .
see_audit             applicant               +     +       .        .      .         .       .      +          .      .
see_audit             foreign                 +     .       .        .      .         .       .      +          .      .
manage_roles          mentor-of-programme     +     +       -        -      -         -       -      +          .      -
manage_roles          manager-of-programme    +     +       -        -      -         -       -      +          .      -
manage_roles          mentor-of-other         +     .       -        -      -         -       -      +          .      -
manage_roles          founder-of-own          +     +       -        -      -         -       -      +          .      -
manage_roles          founder-of-foreign      +     .       -        -      -         -       -      +          .      -
manage_roles          admin-of-house          +     -       -        -      -         -       -      -          .      -
manage_roles          manager-of-house        +     -       -        -      -         -       -      -          .      -
manage_roles          admin-of-programme      -     -       -        -      -         -       -      -          .      -
manage_roles          system                  -     -       -        -      -         -       -      -          .      -
see_personal_data     founder-as-person       +     -       -        -      -         +       -      -          -      -
erase_person          founder-as-person       +     -       -        -      -         +       -      -          -      -

see_programme         programme               +     +       +        +      +         .       +      +          .      +
see_programme         other-programme         +     .       .        .      .         .       .      +          .      .
create_cohort         programme               +     +       -        -      -         .       -      +          .      -
create_cohort         other-programme         +     .       .        .      .         .       .      +          .      .
create_programme      house                   +     -       -        -      -         -       -      +          .      -
import                house                   +     -       -        -      -         -       -      +          .      -
export                house                   +     +       -        -      -         -       -      +          .      -
keep_house            house                   +     -       -        -      -         -       -      -          .      -

manage_calls          programme               +     +       -        -      -         .       -      +          .      -
manage_calls          other-programme         +     .       .        .      .         .       .      +          .      .
edit_stages           programme               +     +       -        -      -         .       -      +          .      -
edit_stages           other-programme         +     .       .        .      .         .       .      +          .      .
ask_for_updates       programme               +     +       -        -      -         .       -      +          .      -
ask_for_updates       other-programme         +     .       .        .      .         .       .      +          .      .
manage_mentoring      programme               +     +       -        -      -         .       -      +          .      -
manage_mentoring      other-programme         +     .       .        .      .         .       .      +          .      .

log_meeting           own                     +     +       +        -      .         -       .      +          .      .
log_meeting           applicant               +     +       .        .      .         .       .      +          .      .
see_documents         own                     +     +       +        +      .         +       .      +          .      .
see_documents         applicant               +     +       .        .      .         .       .      +          .      .
add_document          own                     +     +       +        -      .         +       .      +          .      .
add_document          applicant               +     +       .        .      .         .       .      +          .      .
contest_fact          own                     -     -       -        -      .         +       .      -          .      .
contest_fact          applicant               -     -       .        .      .         .       .      -          .      .
answer_objection      own                     +     +       -        -      .         -       .      +          .      .
answer_objection      applicant               +     +       .        .      .         .       .      +          .      .

see_application       to-call                 +     +       .        .      +         .       .      +          .      .
judge_application     to-call                 -     -       .        .      +         .       .      -          .      .
see_scores            to-call                 +     +       .        .      -         .       .      +          .      .
decide_application    to-call                 +     +       .        .      -         .       .      +          .      .
see_application       to-other-call           +     +       .        .      .         .       .      +          .      .
judge_application     to-other-call           -     -       .        .      .         .       .      -          .      .
see_scores            to-other-call           +     +       .        .      .         .       .      +          .      .
decide_application    to-other-call           +     +       .        .      .         .       .      +          .      .
see_application       to-foreign-call         +     .       .        .      .         .       .      +          .      .
judge_application     to-foreign-call         -     .       .        .      .         .       .      -          .      .
see_scores            to-foreign-call         +     .       .        .      .         .       .      +          .      .
decide_application    to-foreign-call         +     .       .        .      .         .       .      +          .      .

see_contract          contract                +     +       +        +      .         .       +      +          .      +
see_contract          draft                   +     +       .        .      .         .       .      +          .      .
see_contract          other-contract          +     +       +        +      .         .       +      +          .      .
see_contract          foreign-contract        +     .       .        .      .         .       .      +          .      .
change_contract       contract                +     +       -        -      .         .       -      +          .      -
change_contract       draft                   +     +       .        .      .         .       .      +          .      .
change_contract       other-contract          +     +       -        -      .         .       -      +          .      .
change_contract       foreign-contract        +     .       .        .      .         .       .      +          .      .
manage_roles          funder-of-contract      +     +       -        -      -         -       -      +          .      -
manage_roles          funder-of-foreign       +     .       -        -      -         -       -      +          .      -
manage_roles          mentor-of-contract      -     -       -        -      -         -       -      -          .      -
";

/// Every resource there is, in [`resource`].
const RESOURCES: [&str; 38] = [
    "own",
    "applicant",
    "foreign",
    "foreign-applicant",
    "stay",
    "stay-elsewhere",
    "application",
    "foreign-stay",
    "note",
    "foreign-note",
    "programme",
    "other-programme",
    "house",
    "figures",
    "figures-narrowed",
    "other-figures",
    "house-figures",
    "house-figures-narrowed",
    "mentor-of-programme",
    "manager-of-programme",
    "mentor-of-other",
    "founder-of-own",
    "founder-of-foreign",
    "admin-of-house",
    "manager-of-house",
    "admin-of-programme",
    "system",
    "founder-as-person",
    "to-call",
    "to-other-call",
    "to-foreign-call",
    "contract",
    "draft",
    "other-contract",
    "foreign-contract",
    "funder-of-contract",
    "funder-of-foreign",
    "mentor-of-contract",
];

fn sign(decision: Decision) -> &'static str {
    match decision {
        Decision::Allowed => "+",
        Decision::Denied(_) => "-",
        Decision::Hidden => ".",
    }
}

fn rows() -> Vec<Vec<&'static str>> {
    let mut lines =
        TABLE.lines().map(|line| line.split_whitespace().collect::<Vec<_>>()).filter(|cells| !cells.is_empty());
    let head = lines.next().unwrap();
    assert_eq!(head[2..], ACTORS);
    lines.collect()
}

#[test]
fn the_policy_says_what_the_table_of_the_design_says() {
    let ledger = the_house();
    let mut wrong = Vec::new();
    for row in rows() {
        let action = Action::ALL.iter().find(|action| action.code() == row[0]).unwrap_or_else(|| panic!("{}", row[0]));
        for (name, expected) in ACTORS.iter().zip(&row[2..]) {
            let said = sign(may(&actor(name), *action, &resource(&ledger, row[1]), today()));
            if said != *expected {
                wrong.push(format!("{} {} {name}: expected {expected}, the policy says {said}", row[0], row[1]));
            }
        }
        assert_eq!(row.len(), ACTORS.len() + 2, "{row:?}");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_action_is_in_the_table_and_every_role_in_its_columns() {
    let told: BTreeSet<&str> = rows().iter().map(|row| row[0]).collect();
    let known: BTreeSet<&str> = Action::ALL.iter().map(|action| action.code()).collect();
    assert_eq!(told, known);
    assert_eq!(known.len(), Action::ALL.len(), "two actions share a code");
    let asked: BTreeSet<&str> = rows().iter().map(|row| row[1]).collect();
    assert_eq!(asked, RESOURCES.into(), "a resource nobody asks about");
    for role in Role::ALL.into_iter().filter(|role| *role != Role::System) {
        assert!(ACTORS.iter().any(|name| actor(name).role == role), "{role:?}");
    }
}

#[test]
fn what_the_table_does_not_name_is_hidden_from_everybody_but_those_who_see_everything() {
    let ledger = the_house();
    let rows = rows();
    for action in Action::ALL {
        for name in RESOURCES {
            if rows.iter().any(|row| row[0] == action.code() && row[1] == name) {
                continue;
            }
            for who in ACTORS {
                let decision = may(&actor(who), *action, &resource(&ledger, name), today());
                let sees_it = ["admin", "everything"].contains(&who) || name == "stay-elsewhere" && who == "founder";
                let like_another_row = sees_it && rows.iter().any(|row| row[0] == action.code() && alike(row[1], name));
                assert!(
                    decision == Decision::Hidden || like_another_row,
                    "{} {name} {who}: {decision:?}",
                    action.code()
                );
            }
        }
    }
}

/// Whether two resources are of one kind.
fn alike(one: &str, other: &str) -> bool {
    let kinds = [
        ["own", "applicant", "foreign", "foreign-applicant"],
        ["stay", "stay-elsewhere", "application", "foreign-stay"],
    ];
    kinds.iter().any(|kind| kind.contains(&one) && kind.contains(&other))
}

#[test]
fn the_command_line_the_demo_manager_and_the_program_do_what_their_roles_do() {
    let ledger = the_house();
    for row in rows() {
        let action = *Action::ALL.iter().find(|action| action.code() == row[0]).unwrap();
        let resource = resource(&ledger, row[1]);
        // A person's own data apart: they are no persons.
        let by_name = |name: &str| sign(may(&actor(name), action, &resource, today()));
        assert_eq!(sign(may(&Actor::command_line(), action, &resource, today())), by_name("admin"), "{row:?}");
        assert_eq!(sign(may(&Actor::system(), action, &resource, today())), by_name("admin"), "{row:?}");
        assert_eq!(sign(may(&Actor::demo_manager(), action, &resource, today())), by_name("everything"), "{row:?}");
    }
}

#[test]
fn a_manager_of_the_only_programme_runs_every_programme() {
    let mut ledger = the_house();
    ledger.programmes.truncate(1);
    let manager = actor("manager");
    assert!(may(&manager, Action::Import, &Resource::House(&ledger), today()).is_allowed());
    ledger.programmes.clear();
    let denied = Decision::Denied(Reason::EveryProgramme);
    assert_eq!(
        may(&manager, Action::Import, &Resource::House(&ledger), today()),
        denied,
        "no programme is not every one"
    );
}

#[test]
fn an_assigned_mentor_sees_an_applicant_of_their_programme_and_does_not_decide_on_it() {
    let mentors = vec![Assigned { ago: 10, to: Some(3), taken_back: false }];
    let ledger = house(&[Told { stays: vec![(1, Came::Applied)], mentors, withdrawn: false }]);
    let stay = Resource::Stay(subject(&ledger, 1), stay_id(1, 1));
    let mentor = actor("assigned");
    assert!(may(&mentor, Action::SeeStartup, &stay, today()).is_allowed());
    let denied = Decision::Denied(Reason::ManagersDo);
    assert_eq!(may(&mentor, Action::DecideApplication, &stay, today()), denied);
    assert_eq!(may(&actor("mentor"), Action::SeeStartup, &stay, today()), Decision::Hidden);
}

#[test]
fn the_reason_says_whom_it_is_about() {
    let ledger = the_house();
    let denied = |name: &str, action, on: &str| match may(&actor(name), action, &resource(&ledger, on), today()) {
        Decision::Denied(reason) => reason,
        other => panic!("{other:?}"),
    };
    assert_eq!(denied("mentor", Action::RecordFact, "own"), Reason::NotAssigned);
    assert_eq!(denied("assigned", Action::AssignMentor, "own"), Reason::ManagersDo);
    assert_eq!(denied("founder", Action::RecordFact, "own"), Reason::FoundersReport);
    assert_eq!(denied("funder", Action::SeeFigures, "figures-narrowed"), Reason::NotNarrowed);
    assert_eq!(denied("funder", Action::SeeFigures, "house-figures"), Reason::FiguresOnly);
    assert_eq!(denied("evaluator", Action::SeeFigures, "house-figures"), Reason::EvaluatorsRead);
    assert_eq!(denied("manager", Action::KeepHouse, "house"), Reason::AdministratorsDo);
    assert_eq!(denied("manager", Action::Import, "house"), Reason::EveryProgramme);
    assert_eq!(denied("manager", Action::ManageRoles, "manager-of-house"), Reason::RoleBeyondYours);
    assert_eq!(denied("admin", Action::ManageRoles, "system"), Reason::RoleDoesNotFit);
    assert_eq!(denied("admin", Action::WriteSharedNote, "own"), Reason::StaffWrite);
}

#[test]
fn one_to_four_unseen_startups_withhold_a_figure() {
    let shown = |unseen| withheld(unseen).is_none();
    assert_eq!((0..7).map(shown).collect::<Vec<_>>(), [true, false, false, false, false, true, true]);
}
