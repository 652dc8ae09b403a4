//! Region sets: named, versioned sets of municipalities in which jobs are counted.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::Deserialize;

use super::{Municipality, RegionSetId};
use crate::words::Locale;

/// Whether a municipality, as numbered in its day, lies in a region set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Membership {
    /// All of it does.
    Inside,
    /// None of it does.
    Outside,
    /// It was split, and some of its successors do and others do not: not guessed.
    Ambiguous,
    /// The number was never in use from 2014 on.
    Unknown,
}

/// A named, versioned set of municipalities. A version never changes: a figure published on it must recompute.
#[derive(Debug, Clone)]
pub struct RegionSet {
    /// Its name and version: `romerike@1`.
    pub id: RegionSetId,
    /// Its version, from 1.
    pub version: u32,
    /// The municipalities in it, by their numbers of 2024, ascending.
    pub members: Vec<Municipality>,
    /// The day from which the members bear these numbers.
    pub valid_from: NaiveDate,
    names: [String; 3],
    notes: [String; 3],
    /// The answer for every number of four digits: a figure asks once for each observation of a house.
    memberships: Box<[Membership]>,
}

impl RegionSet {
    /// The name a reader sees.
    #[must_use]
    pub fn name(&self, locale: Locale) -> &str {
        &self.names[column(locale)]
    }

    /// What is in it and what is not, in a sentence to print under a figure.
    #[must_use]
    pub fn note(&self, locale: Locale) -> &str {
        &self.notes[column(locale)]
    }

    /// Whether a municipality lies in the set, right across the reforms of 2020 and 2024: a number of any year since 2014 is first
    /// followed to its successors of today.
    #[must_use]
    pub fn contains(&self, municipality: Municipality) -> Membership {
        self.memberships.get(usize::from(municipality.0)).copied().unwrap_or(Membership::Unknown)
    }

    fn membership(members: &[Municipality], municipality: Municipality) -> Membership {
        let successors = municipality.successors();
        let inside = successors.iter().filter(|successor| members.contains(successor)).count();
        match (inside, successors.len()) {
            (_, 0) => Membership::Unknown,
            (0, _) => Membership::Outside,
            (some, all) if some == all => Membership::Inside,
            _ => Membership::Ambiguous,
        }
    }
}

/// The column of a text written in bokmål, nynorsk and English.
const fn column(locale: Locale) -> usize {
    match locale {
        Locale::Nb => 0,
        Locale::Nn => 1,
        Locale::En => 2,
    }
}

#[derive(Deserialize)]
struct Shipped {
    set: Vec<ShippedSet>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShippedSet {
    id: String,
    version: u32,
    names: [String; 3],
    notes: [String; 3],
    valid_from: toml::value::Date,
    members: Vec<Municipality>,
}

static SHIPPED: LazyLock<Vec<RegionSet>> = LazyLock::new(|| {
    let shipped: Shipped = toml::from_str(include_str!("../../data/region_sets.toml"))
        .expect("the embedded region sets are read in a test");
    shipped.set.into_iter().map(region).collect()
});

fn region(mut shipped: ShippedSet) -> RegionSet {
    shipped.members.sort_unstable();
    let memberships = (0..10_000).map(|code| RegionSet::membership(&shipped.members, Municipality(code))).collect();
    let date = shipped.valid_from;
    RegionSet {
        id: RegionSetId(format!("{}@{}", shipped.id, shipped.version)),
        version: shipped.version,
        members: shipped.members,
        valid_from: NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
            .expect("a date that TOML accepted is a day of the calendar"),
        names: shipped.names,
        notes: shipped.notes,
        memberships,
    }
}

/// The region sets the product ships, smallest first.
#[must_use]
pub fn region_sets() -> &'static [RegionSet] {
    &SHIPPED
}

/// The region set with this id; without a version (`romerike`) the newest. `None` when no such set or version ships.
#[must_use]
pub fn region_set(id: &RegionSetId) -> Option<&'static RegionSet> {
    let same = region_sets().iter().filter(|set| set.id.stem() == id.stem());
    if id.0.contains('@') { same.into_iter().find(|set| set.id == *id) } else { same.max_by_key(|set| set.version) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Municipality {
        Municipality::parse(text).unwrap()
    }

    fn set(id: &str) -> &'static RegionSet {
        region_set(&RegionSetId::from(id)).unwrap()
    }

    /// The reforms by number: today, 2020-2023, until 2019, and the sub-region.
    const ROMERIKE: [(&str, &str, &[&str], Option<&str>); 12] = [
        ("3205", "3030", &["0231", "0227", "0226"], Some("nedre-romerike")),
        ("3222", "3029", &["0230"], Some("nedre-romerike")),
        ("3224", "3027", &["0228"], Some("nedre-romerike")),
        ("3226", "3026", &["0221", "0121"], Some("nedre-romerike")),
        ("3232", "3031", &["0233"], Some("nedre-romerike")),
        ("3209", "3033", &["0235"], Some("ovre-romerike")),
        ("3228", "3034", &["0236"], Some("ovre-romerike")),
        ("3230", "3032", &["0234"], Some("ovre-romerike")),
        ("3238", "3036", &["0238"], Some("ovre-romerike")),
        ("3240", "3035", &["0237"], Some("ovre-romerike")),
        ("3242", "3037", &["0239"], Some("ovre-romerike")),
        ("3220", "3028", &["0229"], None),
    ];

    #[test]
    fn romerike_holds_its_numbers_across_both_reforms() {
        for (today, viken, before, part) in ROMERIKE {
            for code in [today, viken].iter().chain(before) {
                let place = number(code);
                assert_eq!(place.today(), super::super::Today::Current(number(today)), "{code}");
                let expected = |inside: bool| if inside { Membership::Inside } else { Membership::Outside };
                assert_eq!(set("romerike@1").contains(place), expected(part.is_some()), "{code} in Romerike");
                for id in ["nedre-romerike", "ovre-romerike"] {
                    assert_eq!(set(id).contains(place), expected(part == Some(id)), "{code} in {id}");
                }
                assert_eq!(set("lillestrom").contains(place), expected(today == "3205"), "{code} in Lillestrøm");
            }
        }
    }

    #[test]
    fn romerike_is_its_two_parts() {
        let mut parts = set("nedre-romerike").members.clone();
        parts.extend(&set("ovre-romerike").members);
        parts.sort_unstable();
        assert_eq!(set("romerike").members, parts);
    }

    #[test]
    fn numbers_elsewhere_are_outside_and_unheard_ones_unknown() {
        let romerike = set("romerike");
        for code in ["0301", "1103", "1507"] {
            assert_eq!(romerike.contains(number(code)), Membership::Outside, "{code}");
        }
        for code in ["0999", "9999"] {
            assert_eq!(romerike.contains(number(code)), Membership::Unknown, "{code}");
        }
    }

    #[test]
    fn a_split_number_is_ambiguous_only_where_its_successors_part() {
        let contains = |members: &[&str], code: &str| {
            let members: Vec<_> = members.iter().map(|code| number(code)).collect();
            RegionSet::membership(&members, number(code))
        };
        assert_eq!(contains(&["1580"], "1507"), Membership::Ambiguous);
        assert_eq!(contains(&["1508", "1580"], "1507"), Membership::Inside);
        assert_eq!(contains(&["1806"], "1507"), Membership::Outside);
        assert_eq!(contains(&["1806"], "1850"), Membership::Ambiguous);
    }

    #[test]
    fn an_id_without_version_means_the_newest() {
        assert_eq!(set("romerike").id, RegionSetId("romerike@1".into()));
        assert!(region_set(&RegionSetId("romerike@2".into())).is_none());
        assert!(region_set(&RegionSetId("andeby".into())).is_none());
    }

    #[test]
    fn every_set_is_made_of_municipalities_of_today_and_speaks_every_language() {
        assert_eq!(region_sets().len(), 4);
        for set in region_sets() {
            for member in &set.members {
                assert_eq!(member.today(), super::super::Today::Current(*member), "{}", set.id);
            }
            for locale in Locale::ALL {
                assert!(!set.name(locale).is_empty() && !set.note(locale).is_empty(), "{}", set.id);
            }
        }
        assert!(set("romerike").note(Locale::Nb).contains("Enebakk"));
    }
}
