//! Rows of the house's work: meetings, teams, and what became of requests for updates.

use super::Reader;
use super::row::Row;
use crate::exchange::error::Expected;
use crate::exchange::profile::Field;
use crate::exchange::told::ToldMeeting;
use crate::exchange::values;
use crate::facts::{Meeting, MeetingKind, Team, TeamError, UpdateEvent, UpdateStep};

impl Reader<'_> {
    pub(super) fn meeting(&mut self, row: &Row<'_>) {
        let body = |reader: &mut Self| {
            let minutes = reader.must(row, Field::Minutes, |cell| {
                values::whole(cell).and_then(|minutes| match minutes {
                    1..=Meeting::MOST => Ok(minutes),
                    _ => Err(Expected::Minutes),
                })
            });
            let codes = MeetingKind::ALL.iter().map(|kind| kind.code());
            let kind = reader.must_code(row, Field::MeetingKind, MeetingKind::from_code, codes);
            let programme = reader.text(row, Field::Programme);
            let programme_at = row.place_of(Field::Programme);
            Some(ToldMeeting { programme, programme_at, minutes: minutes?, kind: kind? })
        };
        self.fact(row, body, |startup| &mut startup.meetings);
    }

    pub(super) fn team(&mut self, row: &Row<'_>) {
        let body = |reader: &mut Self| {
            let founders = reader.must(row, Field::Founders, values::whole);
            let team = Team {
                women_founders: reader.value(row, Field::WomenFounders, values::whole),
                leaders: reader.value(row, Field::Leaders, values::whole),
                women_leaders: reader.value(row, Field::WomenLeaders, values::whole),
                founders: founders?,
            };
            if let Err(why) = team.check() {
                let field = match why {
                    TeamError::TooMany => Field::Founders,
                    TeamError::MoreWomenThanFounders => Field::WomenFounders,
                    TeamError::MoreWomenThanLeaders => Field::WomenLeaders,
                    TeamError::LeadersMissing => Field::Leaders,
                };
                let shown = row.first(field).map_or_else(String::new, |filled| filled.cell.shown());
                reader.error(row.place_of(field), shown, Expected::Team(why));
                return None;
            }
            Some(team)
        };
        self.fact(row, body, |startup| &mut startup.teams);
    }

    pub(super) fn update(&mut self, row: &Row<'_>) {
        let body = |reader: &mut Self| {
            if row.first(Field::Round).is_none() {
                reader.error(row.place_of(Field::Round), String::new(), Expected::Something);
            }
            let round = reader.id(row, Field::Round);
            let codes = UpdateEvent::ALL.iter().map(|event| event.code());
            let event = reader.must_code(row, Field::UpdateEvent, UpdateEvent::from_code, codes);
            // An answer is asked for until a day to come, so this one may lie after the file's own.
            let due_on = reader.any_day(row, Field::DueOn);
            Some(UpdateStep { round: round?, event: event?, due_on })
        };
        self.fact(row, body, |startup| &mut startup.updates);
    }
}
