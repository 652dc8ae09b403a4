//! Asking for updates: which rounds are due, whom they ask, when somebody is reminded, and what an answer says. On the same houses as the
//! figures, for that is what answers feed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use domain::facts::{Currency, Headcount, LifeEventKind, Money, Outcome, Source, Team, UpdateEvent, Workplace};
use domain::ids::{ProgrammeId, StartupId};
use domain::updates::{
    Answer, Calendar, FollowUp, Known, Opened, Planned, Question, Rhythm, RoundKind, Settings, closes_on, due_rounds,
    follow_up, next_slot, round_now,
};
use proptest::prelude::*;

use crate::house::{House, day, id};

fn programme(number: u64) -> ProgrammeId {
    ProgrammeId(id(number))
}

fn rhythm(rhythm: Rhythm) -> Settings {
    Settings { rhythm, alumni: false, ..Settings::default() }
}

/// The rounds that programmes with these settings, set in 2020, would open on a day.
fn due(house: &House, today: &str, all: &[(u64, Settings)], opened: &[Opened]) -> Vec<Planned> {
    let since = day("2020-01-01");
    let calendars: Vec<Calendar<'_>> =
        all.iter().map(|(number, settings)| Calendar { programme: programme(*number), settings, since }).collect();
    due_rounds(&house.ledger, day(today), &calendars, opened)
}

/// Whom the rounds of a day ask, by kind.
fn asked(house: &House, today: &str, settings: Settings) -> Vec<(RoundKind, Vec<StartupId>)> {
    due(house, today, &[(1, settings)], &[]).into_iter().map(|planned| (planned.round.kind, planned.startups)).collect()
}

#[test]
fn a_rhythm_has_its_days() {
    let house = House::new(1);
    for (set, today, slot) in [
        (Rhythm::Quarterly, "2024-07-01", Some("2024-07-01")),
        (Rhythm::Quarterly, "2024-09-30", Some("2024-07-01")),
        (Rhythm::Quarterly, "2024-06-30", Some("2024-04-01")),
        (Rhythm::Monthly, "2024-02-29", Some("2024-02-01")),
        (Rhythm::HalfYearly, "2024-06-30", Some("2024-01-01")),
        (Rhythm::HalfYearly, "2024-12-31", Some("2024-07-01")),
        (Rhythm::Yearly, "2024-12-31", Some("2024-01-01")),
        (Rhythm::Off, "2024-07-01", None),
    ] {
        let planned = due(&house, today, &[(1, rhythm(set))], &[]);
        assert_eq!(planned.first().map(|planned| planned.round.slot_on), slot.map(day), "{set:?} on {today}");
    }
    // Mail on the 10th: on the 9th it is still the quarter before.
    let tenth = Settings { day: 10, ..rhythm(Rhythm::Quarterly) };
    assert_eq!(due(&house, "2024-07-09", &[(1, tenth.clone())], &[])[0].round.slot_on, day("2024-04-10"));
    let planned = &due(&house, "2024-07-10", &[(1, tenth.clone())], &[])[0];
    assert_eq!((planned.round.slot_on, planned.due_on), (day("2024-07-10"), day("2024-07-24")));
    assert_eq!(next_slot(&tenth, day("2024-07-10")), Some(day("2024-10-10")));
    assert_eq!(next_slot(&tenth, day("2024-07-09")), Some(day("2024-07-10")));
    assert_eq!(next_slot(&rhythm(Rhythm::Yearly), day("2024-01-02")), Some(day("2025-01-01")));
    assert_eq!(next_slot(&rhythm(Rhythm::Off), day("2024-01-02")), None);
}

#[test]
fn a_day_that_passed_before_it_was_set_is_not_made_up_for() {
    let house = House::new(1);
    let settings = rhythm(Rhythm::Quarterly);
    let on = |since: &str, today: &str| {
        let calendar = Calendar { programme: programme(1), settings: &settings, since: day(since) };
        due_rounds(&house.ledger, day(today), &[calendar], &[]).len()
    };
    assert_eq!(on("2024-05-20", "2024-05-21"), 0);
    assert_eq!(on("2024-04-01", "2024-04-01"), 0, "set on the very day");
    assert_eq!(on("2024-05-20", "2024-07-01"), 1);
}

#[test]
fn those_in_the_programme_are_asked_and_nobody_else() {
    let mut house = House::new(2);
    let inside = house.startup("inside").admitted("2023-01-10").build();
    house.startup("applied").enrolled(1, None, "2024-05-01", "applied").build();
    house.startup("elsewhere").enrolled(2, None, "2023-01-10", "admitted").build();
    house.startup("out").admitted("2022-01-10").exited("2024-03-01", Outcome::Graduated).build();
    house.startup("dead").admitted("2023-01-10").life("2024-06-01", LifeEventKind::Bankrupt).build();
    house.startup("merged").admitted("2023-01-10").life("2024-06-01", LifeEventKind::AbsorbedInMerger).build();
    let up = house.startup("up again").admitted("2023-01-10").life("2024-02-01", LifeEventKind::Dormant);
    let up = up.life("2024-05-01", LifeEventKind::Reactivated).build();
    let mut gone = house.startup("undone").admitted("2023-01-10");
    gone.startup.profile.withdrawn_at = Some("2024-01-01T00:00:00Z".parse().unwrap());
    gone.build();
    let again = house.startup("again").admitted("2020-01-10").exited("2021-01-01", Outcome::Left);
    let again = again.enrolled(1, None, "2024-01-10", "admitted").build();
    assert_eq!(asked(&house, "2024-07-01", rhythm(Rhythm::Quarterly)), [(RoundKind::Stays, vec![inside, up, again])]);
}

#[test]
fn former_startups_are_asked_each_january_for_ten_years_by_the_programme_they_left_last() {
    let mut house = House::new(2);
    let long_ago = house.startup("ten years").admitted("2012-01-10").exited("2014-07-01", Outcome::Graduated).build();
    house.startup("eleven years").admitted("2011-01-10").exited("2013-12-31", Outcome::Graduated).build();
    house.startup("gave up").admitted("2020-01-10").exited("2022-01-01", Outcome::Discontinued).build();
    house.startup("declined").enrolled(1, None, "2022-01-01", "declined").build();
    let bought = house.startup("bought").admitted("2020-01-10").exited("2022-01-01", Outcome::Acquired).build();
    let both = house.startup("both").admitted("2018-01-10").exited("2019-01-01", Outcome::Left);
    let both = both.enrolled(2, None, "2020-01-01", "admitted").exited("2021-01-01", Outcome::Left).build();
    let back = house.startup("back").admitted("2018-01-10").exited("2019-01-01", Outcome::Left);
    back.enrolled(2, None, "2023-01-01", "admitted").build();
    let alumni = Settings { rhythm: Rhythm::Off, ..Settings::default() };
    let of = |number| {
        let planned = due(&house, "2024-01-01", &[(number, alumni.clone())], &[]);
        assert!(planned.iter().all(|planned| planned.round.kind == RoundKind::Alumni));
        planned.into_iter().flat_map(|planned| planned.startups).collect::<Vec<_>>()
    };
    assert_eq!(of(1), [long_ago, bought]);
    assert_eq!(of(2), [both]);
    assert!(asked(&house, "2024-01-01", rhythm(Rhythm::Off)).is_empty(), "alumni only where that is wanted");
}

#[test]
fn nobody_is_asked_twice_at_a_time() {
    let mut house = House::new(2);
    let two = house.startup("two").admitted("2023-01-10").enrolled(2, None, "2023-02-10", "admitted").build();
    let settings = rhythm(Rhythm::Quarterly);
    let both = due(&house, "2024-07-01", &[(1, settings.clone()), (2, settings.clone())], &[]);
    let startups: Vec<_> = both.iter().map(|planned| planned.startups.clone()).collect();
    assert_eq!(startups, [vec![two], vec![]], "both rounds are opened, one of them asks");

    let mut house = House::new(1);
    let recent = house.startup("recent").admitted("2023-01-10").asked(7, "2024-06-01", "2024-06-15").build();
    let revoked = house.startup("revoked").admitted("2023-01-10").asked(9, "2024-06-30", "2024-07-14");
    let revoked = revoked.update(9, "2024-06-30", UpdateEvent::Revoked).build();
    let only = |settings| asked(&house, "2024-07-01", settings)[0].1.clone();
    assert_eq!(only(rhythm(Rhythm::Quarterly)), [revoked], "a month ago is too lately for a quarter");
    assert_eq!(only(rhythm(Rhythm::Monthly)), [recent, revoked]);
    // By hand somebody may ask those again who were asked more than a week ago.
    let now = |today: &str| round_now(&house.ledger, day(today), programme(1), &settings).startups;
    assert_eq!(now("2024-06-07"), [revoked]);
    assert_eq!(now("2024-06-08"), [recent, revoked]);
}

#[test]
fn who_has_not_answered_is_reminded_and_then_their_mentor_told() {
    let due_on = day("2024-07-15");
    let at = |today: &str, behind, told| follow_up(day(today), due_on, &[7, 14], behind, told);
    for (today, behind, told, expected) in [
        ("2024-07-01", 0, false, FollowUp::Nothing),
        ("2024-07-21", 0, false, FollowUp::Nothing),
        ("2024-07-22", 0, false, FollowUp::Remind { behind: 1 }),
        ("2024-07-22", 1, false, FollowUp::Nothing),
        ("2024-07-29", 1, false, FollowUp::Remind { behind: 2 }),
        // A server that slept sends one reminder, not two.
        ("2024-08-20", 0, false, FollowUp::Remind { behind: 2 }),
        ("2024-08-04", 2, false, FollowUp::Nothing),
        ("2024-08-05", 2, false, FollowUp::TellMentor),
        ("2024-08-05", 2, true, FollowUp::Nothing),
    ] {
        assert_eq!(at(today, behind, told), expected, "{today}, {behind} behind, told {told}");
    }
    assert_eq!(follow_up(day("2024-07-21"), due_on, &[], 0, false), FollowUp::Nothing);
    assert_eq!(
        follow_up(day("2024-07-22"), due_on, &[], 0, false),
        FollowUp::TellMentor,
        "without reminders a week after"
    );
    assert_eq!(closes_on(due_on), day("2024-09-13"));
}

fn kroner(kroner: i64) -> Money {
    Money { minor: kroner * 100, currency: Currency::Nok }
}

#[test]
fn one_tap_confirms_what_is_known_exactly_and_nothing_else() {
    let mut house = House::new(1);
    let team = (2, Some(1));
    let told = house.startup("told").admitted("2023-01-10").heads("2024-01-01", 3).heads("2024-03-31", 4);
    let told = told.works("2023-01-10", "3205").team("2024-03-31", team, (None, None)).build();
    let hidden = house.startup("hidden").admitted("2023-01-10").span("2024-03-31", 1, 4).build();
    let fresh = house.startup("fresh").admitted("2023-01-10").build();
    let known = |id: StartupId, today: &str| Known::of(house.ledger.startup(id).unwrap(), day(today));
    let all = |_| true;
    let known_told = known(told, "2024-07-01");
    let last = known_told.headcount.clone().unwrap();
    assert_eq!((last.value, last.on, last.source), (Headcount::of(4), day("2024-03-31"), Source::Mentor));
    let same = Answer::unchanged(&known_told, all).unwrap();
    let expected_team = Team { founders: 2, women_founders: Some(1), leaders: None, women_leaders: None };
    assert_eq!(
        same,
        Answer { headcount: Some(Headcount::of(4)), team: Some(expected_team), ..Answer::default() },
        "where they work holds without being said again"
    );
    assert_eq!(known(told, "2024-02-01").headcount.unwrap().value, Headcount::of(3), "as of the day");
    assert_eq!(Answer::unchanged(&known(hidden, "2024-07-01"), all), None, "one to four is not to be confirmed");
    assert_eq!(Answer::unchanged(&known(fresh, "2024-07-01"), all), None);
    let only_team = Answer::unchanged(&known_told, |question| question == Question::Team).unwrap();
    assert_eq!(only_team, Answer { team: Some(expected_team), ..Answer::default() });
}

#[test]
fn what_says_nothing_new_is_left_out_of_an_answer() {
    let mut house = House::new(1);
    let id = house.startup("placed").admitted("2023-01-10").works("2023-01-10", "3205").build();
    let known = Known::of(house.ledger.startup(id).unwrap(), day("2024-07-01"));
    let at = |number: &str| Some(Workplace { municipality: domain::geography::Municipality::parse(number).ok() });
    let said =
        Answer { workplace: at("3205"), capital: Some(kroner(0)), revenue: Some(kroner(0)), ..Answer::default() };
    assert_eq!(said.news(&known), Answer { revenue: Some(kroner(0)), ..Answer::default() }, "no revenue is news");
    let moved = Answer { workplace: at("0301"), capital: Some(kroner(500_000)), ..Answer::default() };
    assert_eq!(moved.clone().news(&known), moved);
}

fn any_rhythm() -> impl Strategy<Value = Rhythm> {
    prop::sample::select(Rhythm::ALL.to_vec())
}

proptest! {
    /// However often and however late the job looks, each day of the calendar is opened once and in order, and nobody is asked twice
    /// within half of what lies between two rounds.
    #[test]
    fn over_the_years_each_round_opens_once(
        set in any_rhythm(),
        mail_day in 1u8..=28,
        looks in prop::collection::vec(1u64..40, 1..120),
        startups in 1usize..4,
    ) {
        let mut house = House::new(1);
        for number in 0..startups {
            house.startup(&format!("s{number}")).admitted("2020-06-01").build();
        }
        let settings = Settings { day: mail_day, alumni: false, ..rhythm(set) };
        let (mut today, mut opened, mut asked_on) = (day("2021-01-01"), Vec::new(), BTreeMap::<StartupId, Vec<NaiveDate>>::new());
        let calendar = Calendar { programme: programme(1), settings: &settings, since: day("2020-12-31") };
        for step in looks {
            let planned = due_rounds(&house.ledger, today, &[calendar], &opened);
            prop_assert!(planned.len() <= 1);
            for planned in planned {
                prop_assert!(planned.round.slot_on <= today && planned.due_on > today);
                prop_assert!(!opened.contains(&planned.round));
                prop_assert!(opened.last().is_none_or(|last: &Opened| last.slot_on < planned.round.slot_on));
                for id in &planned.startups {
                    asked_on.entry(*id).or_default().push(today);
                }
                // What was asked stands in the ledger, as the store would write it.
                for startup in &mut house.ledger.startups {
                    if planned.startups.contains(&startup.profile.id) {
                        let number = 9_000_000 + opened.len() as u64;
                        let on = today.to_string();
                        let mut copy = House::new(1);
                        let mut told = copy.startup("x").asked(number, &on, &on);
                        std::sync::Arc::make_mut(startup).updates.append(&mut told.startup.updates);
                    }
                }
                opened.push(planned.round);
            }
            prop_assert!(due_rounds(&house.ledger, today, &[calendar], &opened).is_empty(), "looking again opens nothing");
            today = today.checked_add_days(Days::new(step)).unwrap();
        }
        let rest = set.months().map_or(0, |months| i64::from((months * 15).min(90)));
        for days in asked_on.values() {
            for pair in days.windows(2) {
                prop_assert!((pair[1] - pair[0]).num_days() >= rest);
            }
        }
        let slots: BTreeSet<_> = opened.iter().map(|round| round.slot_on).collect();
        prop_assert_eq!(slots.len(), opened.len());
    }

    /// Whatever days the job looks on, a request is reminded at most as often as the programme says, in order, and the mentor is told at
    /// most once and never before the last reminder.
    #[test]
    fn a_request_is_followed_up_in_order_and_ends(
        reminders in prop::collection::btree_set(0u16..=45, 0..=5),
        looks in prop::collection::vec(1u64..20, 1..60),
    ) {
        let reminders: Vec<u16> = reminders.into_iter().collect();
        let due_on = day("2024-07-15");
        let (mut today, mut behind, mut told, mut sent) = (day("2024-07-01"), 0, false, 0);
        for step in looks {
            match follow_up(today, due_on, &reminders, behind, told) {
                FollowUp::Nothing => {}
                FollowUp::Remind { behind: now } => {
                    prop_assert!(now > behind && !told && usize::from(now) <= reminders.len());
                    let last = reminders[usize::from(now) - 1];
                    prop_assert!((today - due_on).num_days() >= i64::from(last), "never early");
                    behind = now;
                    sent += 1;
                    prop_assert_eq!(follow_up(today, due_on, &reminders, behind, told) == FollowUp::Remind { behind }, false);
                }
                FollowUp::TellMentor => {
                    prop_assert!(!told && usize::from(behind) == reminders.len());
                    told = true;
                }
            }
            today = today.checked_add_days(Days::new(step)).unwrap();
        }
        prop_assert!(sent <= reminders.len());
        if (today - due_on).num_days() > 45 + 7 + 40 {
            prop_assert!(told, "silence never lasts");
        }
    }
}
