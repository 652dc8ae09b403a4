//! National survival figures, as a versioned file of the product, and what sets each apart from the figures of a house.
//!
//! "The national average" lies between a quarter and three quarters, by legal form, age, size and series. So no value is ever given
//! without those, the two series of Statistics Norway are never joined, and what differs from a house's own figure is said with
//! it: [`Row::differs`]. The values are what was published, not estimates: they are no Kaplan-Meier curves and need not fall.

mod words;

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::words::Locale;

/// Which series of Statistics Norway a row is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Series {
    /// The discontinued one: all newly registered enterprises, the sleeping ones too.
    A,
    /// The present one: enterprises active in their birth year.
    B,
}

/// By what the firms of a row were picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Limited companies.
    Limited,
    /// Sole proprietors.
    Sole,
    /// Other legal forms.
    Other,
    /// Of all forms, by how many they employed at birth.
    Size,
    /// Of all forms, by turnover at birth.
    Turnover,
    /// Of all forms, in a place.
    Place,
    /// Of all forms, in an industry.
    Industry,
    /// All.
    All,
}

/// A group of firms born in one year, and how many of them were alive at each age.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its stable name.
    pub id: String,
    /// Of which series.
    pub series: Series,
    /// By what its firms were picked.
    pub kind: Kind,
    /// The year in which they were born.
    pub cohort: u16,
    /// How many there were, where that was published.
    pub n: Option<u32>,
    /// The age at which they are known to live already; 0 for all from birth. Ages are counted from there.
    pub alive_at: u32,
    /// Age in years and share alive, by age. They need not fall.
    pub points: Vec<Point>,
    /// Where it was published, as a reader names it.
    pub source: String,
    /// The address of that, where it is known to the letter.
    pub address: Option<String>,
    /// When it was written down here.
    pub retrieved: NaiveDate,
    names: [String; 3],
}

/// One value of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The age in whole years.
    pub years: u32,
    /// The share alive, between 0 and 1.
    pub share: f64,
}

/// What sets a row apart from a share of a house's startups, counted from admission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Differs {
    /// It counts from birth; the house's startups were alive already when they were admitted.
    FromBirth,
    /// It counts from an age at which the firms live already, as a house's startups do at admission.
    FromAge(u32),
    /// It is of another age.
    Age(u32),
    /// It is of the discontinued series, in which every registered firm counts.
    OldSeries,
    /// It is of one legal form; a house may have several.
    OneForm,
    /// It is of all legal forms; most startups of a house are limited companies.
    AllForms,
    /// It is of another legal form than most startups of a house have.
    OtherForm,
    /// It is of one place, whatever the form.
    Place,
    /// It is of one industry.
    Industry,
    /// Its firms were picked by size or turnover at birth.
    Picked,
    /// It is of one birth year.
    Cohort(u16),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shipped {
    version: u32,
    row: Vec<ShippedRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShippedRow {
    id: String,
    series: Series,
    kind: Kind,
    names: [String; 3],
    cohort: u16,
    n: Option<u32>,
    #[serde(default)]
    alive_at: u32,
    points: Vec<(u32, f64)>,
    source: String,
    address: Option<String>,
    retrieved: toml::value::Date,
}

struct Table {
    version: u32,
    rows: Vec<Row>,
}

static SHIPPED: LazyLock<Table> = LazyLock::new(|| {
    let shipped: Shipped =
        toml::from_str(include_str!("../../data/benchmarks.toml")).expect("the embedded benchmarks are read in a test");
    let mut rows: Vec<Row> = shipped.row.into_iter().map(row).collect();
    rows.sort_by_key(|row| (row.unfair(), std::cmp::Reverse(row.cohort)));
    Table { version: shipped.version, rows }
});

fn row(shipped: ShippedRow) -> Row {
    let date = shipped.retrieved;
    Row {
        id: shipped.id,
        series: shipped.series,
        kind: shipped.kind,
        cohort: shipped.cohort,
        n: shipped.n,
        alive_at: shipped.alive_at,
        points: shipped.points.into_iter().map(|(years, percent)| Point { years, share: percent / 100.0 }).collect(),
        source: shipped.source,
        address: shipped.address,
        retrieved: NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
            .expect("a date that TOML accepted is a day of the calendar"),
        names: shipped.names,
    }
}

/// The rows, the fairest to set a house beside first.
#[must_use]
pub fn rows() -> &'static [Row] {
    &SHIPPED.rows
}

/// The version of the file: it rises when a row is added or goes.
#[must_use]
pub fn version() -> u32 {
    SHIPPED.version
}

/// The row with this name.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Row> {
    rows().iter().find(|row| row.id == id)
}

/// Every value of every row as the claim guard takes it, the fairest rows first.
#[must_use]
pub fn for_claims(locale: Locale) -> Vec<crate::claims::Benchmark> {
    let of = |row: &'static Row| {
        let point = move |point: &Point| crate::claims::Benchmark {
            name: row.title(locale),
            years: point.years,
            share: point.share,
        };
        row.points.iter().map(point)
    };
    rows().iter().flat_map(of).collect()
}

/// The fairest row that has a value for an age, with that value.
#[must_use]
pub fn fairest(years: u32) -> Option<(&'static Row, f64)> {
    rows().iter().find_map(|row| Some((row, row.at(years)?)))
}

/// The rows that have a value within half a percentage point at an age, or at any age, with that age.
pub fn with_value(share: f64, years: Option<u32>) -> impl Iterator<Item = (&'static Row, u32)> {
    rows().iter().flat_map(move |row| {
        let near = move |point: &&Point| {
            (point.share - share).abs() <= 0.005 + 1e-9 && years.is_none_or(|years| years == point.years)
        };
        row.points.iter().filter(near).map(move |point| (row, point.years))
    })
}

/// The lowest and the highest share any row has for an age.
#[must_use]
pub fn span(years: u32) -> Option<(f64, f64)> {
    let shares = rows().iter().filter_map(|row| row.at(years));
    shares.fold(None, |span, share| {
        let (low, high) = span.unwrap_or((share, share));
        Some((share.min(low), share.max(high)))
    })
}

impl Row {
    /// The name a reader sees, without birth year and series.
    #[must_use]
    pub fn name(&self, locale: Locale) -> &str {
        &self.names[match locale {
            Locale::Nb => 0,
            Locale::Nn => 1,
            Locale::En => 2,
        }]
    }

    /// The share alive at an age, where it was published.
    #[must_use]
    pub fn at(&self, years: u32) -> Option<f64> {
        self.points.iter().find(|point| point.years == years).map(|point| point.share)
    }

    /// What sets it apart from a share of a house's startups that is about `years` from admission; `None` where that says no age.
    #[must_use]
    pub fn differs(&self, years: Option<u32>) -> Vec<Differs> {
        let mut differs = vec![match self.alive_at {
            0 => Differs::FromBirth,
            age => Differs::FromAge(age),
        }];
        if let Some(other) = self.points.last().map(|point| point.years)
            && years.is_none_or(|years| self.at(years).is_none())
        {
            differs.push(Differs::Age(other));
        }
        if self.series == Series::A {
            differs.push(Differs::OldSeries);
        }
        differs.push(match self.kind {
            Kind::Limited => Differs::OneForm,
            Kind::Sole | Kind::Other => Differs::OtherForm,
            Kind::Size | Kind::Turnover => Differs::Picked,
            Kind::Place => Differs::Place,
            Kind::Industry => Differs::Industry,
            Kind::All => Differs::AllForms,
        });
        differs.push(Differs::Cohort(self.cohort));
        differs
    }

    /// How unfair it is to set a house's limited companies beside it, 0 for the fairest: those alive already at about the age of
    /// admission, then the present series before the old one.
    fn unfair(&self) -> (u8, u8) {
        let form = match self.kind {
            Kind::Limited if self.alive_at > 0 => 0,
            Kind::Limited => 1,
            Kind::Size | Kind::Turnover => 3,
            Kind::Sole | Kind::Other => 4,
            Kind::Industry => 5,
            Kind::Place => 6,
            Kind::All => 7,
        };
        let old = u8::from(self.series == Series::A);
        // A limited company of the old series is still fairer than another form of the new one.
        (if form == 1 { 1 + old } else { form }, old)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_read_whole_and_every_row_can_be_traced() {
        assert_eq!(version(), 1);
        assert_eq!(rows().len(), 29);
        for row in rows() {
            assert!(
                !row.points.is_empty() && row.points.is_sorted_by(|one, next| one.years < next.years),
                "{}",
                row.id
            );
            assert!(
                row.points.iter().all(|point| (0.0..=1.0).contains(&point.share) && point.years <= 5),
                "{}",
                row.id
            );
            assert!((2001..=2019).contains(&row.cohort) && row.source.starts_with("SSB"), "{}", row.id);
            assert!(row.address.as_ref().is_none_or(|address| address.starts_with("https://")), "{}", row.id);
            assert!(rows().iter().filter(|other| other.id == row.id).count() == 1, "{}", row.id);
            for locale in Locale::ALL {
                assert!(!row.name(locale).is_empty());
                for differs in row.differs(Some(5)) {
                    assert!(differs.text(locale).ends_with('.'));
                }
            }
        }
    }

    #[test]
    fn published_values_stand_as_they_were_published() {
        let at = |id: &str, years: u32| by_id(id).unwrap().at(years);
        assert_eq!(at("a-all-2015", 5), Some(0.265));
        assert!(at("a-akershus-2006", 5).is_some_and(|share| (share - 0.288).abs() < 1e-12));
        assert_eq!(at("b-as-2018", 5), Some(0.55));
        assert_eq!(at("a-as-alive-2015", 4), Some(0.65));
        assert_eq!(at("a-employing-2005", 5), Some(0.71));
        // It rises: sleeping firms wake up. Nothing makes it fall.
        assert!(at("a-as-2006", 2) > at("a-as-2006", 1));
        assert_eq!(span(5), Some((0.17, 0.71)));
        assert_eq!(span(9), None);
    }

    #[test]
    fn the_fair_row_comes_first() {
        assert_eq!(rows()[0].id, "a-as-alive-2015");
        assert_eq!(fairest(5).map(|(row, share)| (row.id.as_str(), share)), Some(("b-as-2018", 0.55)));
        assert_eq!(fairest(4).map(|(row, _)| row.id.as_str()), Some("a-as-alive-2015"));
        assert_eq!(rows().last().unwrap().kind, Kind::All);
        let fair = rows()[0].differs(Some(4));
        assert_eq!(fair, [Differs::FromAge(1), Differs::OldSeries, Differs::OneForm, Differs::Cohort(2015)]);
        let loose = by_id("a-all-2015").unwrap().differs(None);
        let all = [Differs::FromBirth, Differs::Age(5), Differs::OldSeries, Differs::AllForms, Differs::Cohort(2015)];
        assert_eq!(loose, all);
    }
}
