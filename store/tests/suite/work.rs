//! Meetings and teams: what is recorded and refused, how it is put right, and what the figures make of it.

use chrono::TimeDelta;
use domain::World;
use domain::facts::{FactKind, Meeting, MeetingKind, Source, Team, TeamError, in_force};
use domain::figures::{FigureId, Query, Scope};
use domain::ids::{FactId, PersonId, ProgrammeId, StartupId};
use domain::time::Instant;
use store::{Body, Missing, NewPerson, Refusal, VerbError};
use uuid::Uuid;

use crate::cast::{Stay, admitted, apply, manager, refused, size};
use crate::common::{House, day, on_both};

const fn met(programme: ProgrammeId, minutes: u32) -> Meeting {
    Meeting { programme, mentor: None, minutes, kind: MeetingKind::Video }
}

const fn said(founders: u32, women: Option<u32>) -> Team {
    Team { founders, women_founders: women, leaders: None, women_leaders: None }
}

/// The minutes of a startup's meetings as known at an instant.
async fn minutes(house: &House, startup: StartupId, known_at: Instant) -> Vec<u32> {
    let ledger = house.store.ledger().await.unwrap();
    in_force(&ledger.startup(startup).unwrap().meetings, known_at)
        .iter()
        .map(|fact| fact.body.unwrap().minutes)
        .collect()
}

/// What a figure comes to today.
async fn value(house: &House, id: &str) -> Option<f64> {
    let query = Query { as_of: house.world.today(), known_at: house.world.now(), scope: Scope::default() };
    house.store.figure(&FigureId(id.to_owned()), &query).await.unwrap().unwrap().value
}

async fn record(house: &House, stay: Stay, minutes: u32) -> FactId {
    let body = met(stay.programme, minutes);
    house.store.record_meeting(&manager(), stay.startup, day(2024, 3, 1), body, Source::Mentor, None).await.unwrap()
}

on_both! {
    async fn a_meeting_and_a_team_read_back_as_they_were_recorded(house: House) {
        let stay = admitted(&house).await;
        let store = &house.store;
        let new = NewPerson { name: "Åse Østby".to_owned(), is_mentor: true, ..NewPerson::default() };
        let mentor = store.add_person(&manager(), &new).await.unwrap();
        let held = Meeting { mentor: Some(mentor), kind: MeetingKind::Workshop, ..met(stay.programme, Meeting::MOST) };
        let link = Some("https://example.org/deltakere".to_owned());
        store.record_meeting(&manager(), stay.startup, day(2024, 3, 1), held, Source::Document, link).await.unwrap();
        let team = Team { leaders: Some(1), women_leaders: Some(0), ..said(3, Some(2)) };
        store.record_team(&manager(), stay.startup, day(2024, 3, 2), team, Source::Founder, None).await.unwrap();
        store.record_team(&manager(), stay.startup, day(2024, 3, 3), said(3, None), Source::Founder, None).await.unwrap();

        let ledger = store.ledger().await.unwrap();
        let known = ledger.startup(stay.startup).unwrap();
        assert_eq!(known.meetings[0].body, Some(held));
        assert!(known.meetings[0].documented);
        assert_eq!(known.teams.iter().map(|fact| fact.body.unwrap()).collect::<Vec<_>>(), [team, said(3, None)], "not said is not zero");
        let timeline = store.timeline(stay.startup).await.unwrap();
        assert_eq!(timeline.iter().filter(|entry| entry.body == Some(Body::Meeting(held))).count(), 1);
        assert_eq!(timeline.iter().filter(|entry| entry.kind == FactKind::Team).count(), 2);
        let audit = store.audit_of(Some(stay.startup), None, 3).await.unwrap();
        assert_eq!(audit.iter().map(|entry| entry.action.as_str()).collect::<Vec<_>>(), ["record_team", "record_team", "record_meeting"]);
        // Another process reads the same from the database.
        assert_eq!(minutes(&house, stay.startup, house.world.now()).await, [Meeting::MOST]);
        assert_eq!((value(&house, "mentoring.hours").await, value(&house, "mentoring.meetings").await), (Some(24.0), Some(1.0)));
        assert_eq!(value(&house, "team.women_founders").await, Some(2.0 / 3.0));
    }

    async fn a_meeting_is_refused_for_what_is_wrong_with_it(house: House) {
        let stay = admitted(&house).await;
        let (store, actor) = (&house.store, manager());
        let record = |body, on| store.record_meeting(&actor, stay.startup, on, body, Source::Mentor, None);
        let (today, tomorrow) = (house.world.today(), house.world.today() + TimeDelta::days(1));
        refused!(house, record(met(stay.programme, 0), today), Refusal::MeetingLength);
        refused!(house, record(met(stay.programme, Meeting::MOST + 1), today), Refusal::MeetingLength);
        refused!(house, record(met(stay.programme, 30), tomorrow), Refusal::InFuture { on: tomorrow });
        refused!(house, record(met(stay.programme, 30), day(202, 3, 1)), Refusal::TooEarly { on: day(202, 3, 1) });
        let before = size(&house).await;
        let nobody = Meeting { mentor: Some(PersonId(Uuid::from_u128(404))), ..met(stay.programme, 30) };
        assert!(matches!(record(nobody, today).await, Err(VerbError::NotFound(Missing::Person))));
        let nowhere = met(ProgrammeId(Uuid::from_u128(404)), 30);
        assert!(matches!(record(nowhere, today).await, Err(VerbError::NotFound(Missing::Programme))));
        let other = store.create_programme(&actor, "forprogram", "Forprogram", &domain::pipeline::DEFAULT_STAGES).await.unwrap();
        let after = size(&house).await;
        assert!(
            matches!(record(met(other, 30), today).await, Err(VerbError::NotFound(Missing::Programme))),
            "the startup has no stay in that one"
        );
        assert_eq!(size(&house).await, after);
        assert_eq!(before.1, after.1, "no fact was written");
        apply(&house, other, "Bjørk", day(2024, 1, 1)).await;
        let applicant = house.store.ledger().await.unwrap();
        let applicant = applicant.startups.iter().find(|startup| startup.profile.name == "Bjørk").unwrap().profile.id;
        store.record_meeting(&actor, applicant, today, met(other, 30), Source::Mentor, None).await.unwrap();
    }

    async fn a_team_is_refused_for_what_it_contradicts(house: House) {
        let stay = admitted(&house).await;
        let (store, actor) = (&house.store, manager());
        let record = |body| store.record_team(&actor, stay.startup, day(2024, 3, 1), body, Source::Founder, None);
        refused!(house, record(said(1, Some(2))), Refusal::Team(TeamError::MoreWomenThanFounders));
        refused!(house, record(said(Team::MOST + 1, None)), Refusal::Team(TeamError::TooMany));
        let leaders = |leaders, women_leaders| Team { leaders, women_leaders, ..said(1, None) };
        refused!(house, record(leaders(Some(1), Some(2))), Refusal::Team(TeamError::MoreWomenThanLeaders));
        refused!(house, record(leaders(None, Some(0))), Refusal::Team(TeamError::LeadersMissing));
        let tomorrow = house.world.today() + TimeDelta::days(1);
        let early = store.record_team(&actor, stay.startup, tomorrow, said(1, None), Source::Founder, None);
        refused!(house, early, Refusal::InFuture { on: tomorrow });
    }

    async fn corrections_and_withdrawals_of_meetings_keep_what_was_known(house: House) {
        let stay = admitted(&house).await;
        let (store, actor) = (&house.store, manager());
        let first = record(&house, stay, 45).await;
        let knew_first = house.world.now();
        house.world.advance(TimeDelta::days(1));
        let other_day = day(2024, 3, 4);
        let body = met(stay.programme, 30);
        let correct = |body, reason| store.correct_meeting(&actor, first, other_day, body, Source::Mentor, None, reason);
        refused!(house, correct(body, "  "), Refusal::ReasonMissing);
        refused!(house, correct(met(stay.programme, 0), "kortere"), Refusal::MeetingLength);
        let elsewhere = met(ProgrammeId(Uuid::from_u128(404)), 30);
        assert!(matches!(correct(elsewhere, "feil program").await, Err(VerbError::NotFound(Missing::Programme))));
        let second = correct(body, "varte kortere").await.unwrap();
        let knew_second = house.world.now();
        assert_eq!(value(&house, "mentoring.hours").await, Some(0.5));
        house.world.advance(TimeDelta::days(1));
        let third = store.withdraw(&actor, FactKind::Meeting, second, "ført på feil bedrift").await.unwrap();
        for (known_at, expected) in [(knew_first, &[45][..]), (knew_second, &[30]), (house.world.now(), &[])] {
            assert_eq!(minutes(&house, stay.startup, known_at).await, expected, "as known at {known_at}");
        }
        let timeline = store.timeline(stay.startup).await.unwrap();
        let told: Vec<_> = timeline.iter().filter(|entry| entry.kind == FactKind::Meeting).collect();
        assert_eq!(told.len(), 3);
        let of = |id| told.iter().find(|entry| entry.id == id).unwrap();
        assert_eq!((of(first).superseded_by, of(second).superseded_by, of(third).superseded_by), (Some(second), Some(third), None));
        assert_eq!(of(second).reason.as_deref(), Some("varte kortere"));
        assert!(of(third).withdrawn && of(third).body.is_none());
        assert_eq!(value(&house, "mentoring.hours").await, Some(0.0));
    }

    async fn a_team_stated_anew_takes_the_place_of_the_former(house: House) {
        let stay = admitted(&house).await;
        let (store, actor) = (&house.store, manager());
        let on = day(2024, 3, 1);
        let first = store.record_team(&actor, stay.startup, on, said(2, Some(2)), Source::Founder, None).await.unwrap();
        assert_eq!(value(&house, "team.women_founders").await, Some(1.0));
        house.world.advance(TimeDelta::minutes(1));
        let correct = |body| store.correct_team(&actor, first, on, body, Source::Founder, None, "tastefeil");
        refused!(house, correct(said(2, Some(3))), Refusal::Team(TeamError::MoreWomenThanFounders));
        let second = correct(said(2, Some(1))).await.unwrap();
        assert_eq!(value(&house, "team.women_founders").await, Some(0.5));
        house.world.advance(TimeDelta::minutes(1));
        store.withdraw(&actor, FactKind::Team, second, "vil ikke oppgi det").await.unwrap();
        assert_eq!(value(&house, "team.women_founders").await, None, "what is taken back is not said");
        let again = store.withdraw(&actor, FactKind::Team, second, "én gang til").await;
        assert!(again.is_err(), "{again:?}");
    }
}
