//! Rows of the sheets around startups: companies, enrolments, programmes and cohorts.

use super::row::Row;
use super::{Key, Reader, stay_id};
use crate::exchange::error::Expected;
use crate::exchange::profile::Field;
use crate::exchange::told::{ToldCohort, ToldCompany, ToldProgramme, ToldStay};
use crate::facts::Outcome;
use crate::pipeline::{Phase, StageKind};

impl Reader<'_> {
    /// A row of the sheet of companies.
    pub(super) fn company(&mut self, row: &Row<'_>) {
        let (startup, number) = (self.startup_of(row), self.organisation_number(row));
        let (Some(index), Some(number)) = (startup, number) else { return };
        let place = row.place_of(Field::OrganisationNumber);
        self.claim(Key::Number(number), index, place.clone());
        let name = self.text(row, Field::Name).or_else(|| self.text(row, Field::CompanyName));
        self.told.startups[index].companies.push(ToldCompany { place, number, name });
    }

    /// A row of the sheet of enrolments.
    pub(super) fn enrolment(&mut self, row: &Row<'_>) {
        let key = self.text(row, Field::Enrolment);
        let (startup, programme) = (self.startup_of(row), self.text(row, Field::Programme));
        let (Some(index), Some(programme)) = (startup, programme) else { return };
        if let Some((other, stay)) = key.as_ref().and_then(|key| self.stays.get(key)) {
            let other = self.told.startups[*other].stays[*stay].place.row;
            self.error(row.place_of(Field::Enrolment), key.unwrap_or_default(), Expected::Unique { row: other });
            return;
        }
        let stay = ToldStay {
            place: row.place_of(Field::Programme),
            id: stay_id(key.as_deref()),
            programme,
            programme_name: None,
            cohort: self.text(row, Field::Cohort),
            cohort_days: None,
            changes: Vec::new(),
        };
        self.keep_stay(key, index, stay);
    }

    /// A row of the sheet of programmes: one stage.
    pub(super) fn stage(&mut self, row: &Row<'_>) {
        let (slug, key) = (self.text(row, Field::Programme), self.text(row, Field::Stage));
        let phase = self.code(row, Field::Phase, Phase::from_code, Phase::ALL.iter().map(|phase| phase.code()));
        let kind = self.code(row, Field::StageKind, stage_kind, STAGE_KINDS.iter().map(|(code, _)| *code));
        let (Some(slug), Some(key), Some(phase), Some(kind)) = (slug, key, phase, kind) else { return };
        let names = [Field::NameNb, Field::NameNn, Field::NameEn].map(|field| {
            self.text(row, field).or_else(|| self.text(row, Field::NameNb)).unwrap_or_else(|| key.clone())
        });
        let name = self.text(row, Field::ProgrammeName);
        let place = row.place_of(Field::Stage);
        let index = match self.told.programmes.iter().position(|told| told.slug == slug) {
            Some(index) => index,
            None => {
                self.told.programmes.push(ToldProgramme { place: place.clone(), slug, name: None, stages: Vec::new() });
                self.told.programmes.len() - 1
            }
        };
        let programme = &mut self.told.programmes[index];
        if programme.name.is_none() {
            programme.name = name;
        }
        if programme.stages.iter().any(|(other, ..)| *other == key) {
            let row = programme.place.row;
            self.error(place, key, Expected::Unique { row });
        } else {
            programme.stages.push((key, phase, kind, names));
        }
    }

    /// A row of the sheet of cohorts.
    pub(super) fn cohort(&mut self, row: &Row<'_>) {
        let starts_on = self.any_day(row, Field::StartsOn);
        let ends_on = self.any_day(row, Field::EndsOn);
        if let (Some(starts), Some(ends)) = (starts_on, ends_on)
            && ends < starts
        {
            self.error(row.place_of(Field::EndsOn), ends.to_string(), Expected::NotBefore(starts));
        }
        if let (Some(programme), Some(name)) = (self.text(row, Field::Programme), self.text(row, Field::Cohort)) {
            self.told.cohorts.push(ToldCohort { programme, name, starts_on, ends_on });
        }
    }
}

/// The kinds of stage by their names in the workbook.
pub(in crate::exchange) const STAGE_KINDS: [(&str, StageKind); 7] = [
    ("step", StageKind::Step),
    ("admission", StageKind::Admission),
    ("declined", StageKind::Declined),
    ("exit:graduated", StageKind::Exit(Outcome::Graduated)),
    ("exit:left", StageKind::Exit(Outcome::Left)),
    ("exit:acquired", StageKind::Exit(Outcome::Acquired)),
    ("exit:discontinued", StageKind::Exit(Outcome::Discontinued)),
];

fn stage_kind(code: &str) -> Option<StageKind> {
    STAGE_KINDS.iter().find(|(known, _)| *known == code).map(|(_, kind)| *kind)
}
