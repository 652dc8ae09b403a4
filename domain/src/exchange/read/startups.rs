//! Rows that tell of startups, and the keys by which the rows of a file speak of one another's startups.

use super::row::Row;
use super::stays::Word;
use super::{Key, Reader};
use crate::exchange::error::{Expected, Place};
use crate::exchange::profile::Field;
use crate::exchange::told::{Head, ToldCompany, ToldFact, ToldStartup, ToldStatus};
use crate::facts::{LifeEvent, LifeEventKind};
use crate::organisation::OrganisationNumber;
use crate::words::fold;

impl Reader<'_> {
    /// A row that tells of a startup.
    pub(super) fn startup(&mut self, row: &Row<'_>) {
        let mut startup = ToldStartup::at(row.place_of(Field::Name));
        startup.name = self.text(row, Field::Name).unwrap_or_default();
        startup.id = self.id(row, Field::StartupId);
        startup.external_id = self.text(row, Field::ExternalId);
        startup.sector = self.text(row, Field::Sector);
        startup.website = self.text(row, Field::Website);
        startup.created_at = self.instant(row, Field::CreatedAt);
        startup.withdrawn_at = self.instant(row, Field::WithdrawnAt);
        if let Some(number) = self.organisation_number(row) {
            let name = self.text(row, Field::CompanyName);
            startup.companies.push(ToldCompany { place: row.place_of(Field::OrganisationNumber), number, name });
        }
        let status = self.code(row, Field::Status, Word::parse, Word::codes());
        let status_on = self.day(row, Field::StatusOn);
        let stay = self.stay(row, &mut startup, status.as_ref(), status_on);
        if let Some(Word::Told(word)) = status {
            startup.status = Some(ToldStatus { place: row.place_of(Field::Status), word, on: status_on });
        }
        for (field, kind) in
            [(Field::FoundedOn, LifeEventKind::Founded), (Field::IncorporatedOn, LifeEventKind::Incorporated)]
        {
            if let Some(on) = self.day(row, field) {
                let head = Head { single: true, ..Head::plain(row.place_of(field), on, self.profile.source) };
                startup.life_events.push(ToldFact { head, body: Some(LifeEvent::dated(kind)) });
            }
        }
        self.workplaces(row, &mut startup, &stay);
        self.headcounts(row, &mut startup, &stay);
        self.revenues(row, &mut startup, &stay);
        self.supporters(row, &mut startup, &stay);
        self.keep(row, startup);
    }

    pub(super) fn organisation_number(&mut self, row: &Row<'_>) -> Option<OrganisationNumber> {
        self.value(row, Field::OrganisationNumber, |cell| {
            OrganisationNumber::parse(&cell.shown()).map_err(Expected::OrganisationNumber)
        })
    }

    /// Keeps a startup, refusing keys that another row has.
    fn keep(&mut self, row: &Row<'_>, startup: ToldStartup) {
        let index = self.told.startups.len();
        let mut keys: Vec<(Key, Field)> = Vec::new();
        keys.extend(startup.id.map(|id| (Key::Id(id), Field::StartupId)));
        keys.extend(startup.external_id.clone().map(|id| (Key::External(id), Field::ExternalId)));
        keys.extend(startup.companies.iter().map(|company| (Key::Number(company.number), Field::OrganisationNumber)));
        for (key, field) in keys {
            self.claim(key, index, row.place_of(field));
        }
        let folded = fold(&startup.name);
        if !folded.is_empty() {
            let others = self.by_name.entry(folded).or_default();
            let told = &self.told.startups;
            let twin =
                others.iter().find(|other| !told_apart(&startup, &told[**other])).map(|other| told[*other].place.row);
            others.push(index);
            if let Some(row) = twin {
                self.error(startup.place.clone(), startup.name.clone(), Expected::Unique { row });
            }
        }
        self.told.startups.push(startup);
    }

    /// Takes a key for a startup; refuses it when another has it.
    pub(super) fn claim(&mut self, key: Key, index: usize, place: Place) {
        match self.by_key.get(&key) {
            Some(other) => {
                let row = self.told.startups.get(*other).map_or(place.row, |startup| startup.place.row);
                self.error(place, key.to_string(), Expected::Unique { row });
            }
            None => {
                self.by_key.insert(key, index);
            }
        }
    }

    /// The startup a row of another sheet speaks of: of this file, or else of the house.
    pub(super) fn startup_of(&mut self, row: &Row<'_>) -> Option<usize> {
        let key = self.text(row, Field::Startup)?;
        let id = key.parse().ok().map(Key::Id);
        let number = OrganisationNumber::parse(&key).ok().map(Key::Number);
        let keys = [id, Some(Key::External(key.clone())), number, Some(Key::Reference(key.clone()))];
        if let Some(index) = keys.iter().flatten().find_map(|key| self.by_key.get(key)) {
            return Some(*index);
        }
        match self.by_name.get(&fold(&key)).map(Vec::as_slice) {
            Some([one]) => Some(*one),
            Some([_, _, ..]) => {
                self.error(row.place_of(Field::Startup), key, Expected::KnownStartup);
                None
            }
            Some([]) | None => {
                let index = self.told.startups.len();
                let mut startup = ToldStartup::at(row.place_of(Field::Startup));
                startup.reference = Some(key.clone());
                self.told.startups.push(startup);
                self.by_key.insert(Key::Reference(key), index);
                Some(index)
            }
        }
    }
}

/// Two rows of the same name are two startups when a key says so.
fn told_apart(a: &ToldStartup, b: &ToldStartup) -> bool {
    let number = |startup: &ToldStartup| startup.companies.first().map(|company| company.number);
    (a.id.is_some() && b.id.is_some())
        || (a.external_id.is_some() && b.external_id.is_some())
        || (number(a).is_some() && number(b).is_some())
}
