//! A search for small groups in everything that was published, by somebody who wishes the house ill.
//!
//! Random portfolios; everything that can be asked (figures, regions, cohorts, programmes, sectors, dates, periods of admission) is
//! published in a random order, and whatever the store lets through is then searched. The searcher has no part of the house's own check
//! (`domain::suppress`): it knows of each printed number which startups stand behind it, by the engine's rows alone, and adds and
//! subtracts up to four of them in every way, looking for a result that counts one to four startups. It also reads the sentences as they
//! are printed.
//!
//! `GROBUNN_LEAKS_SEED` and `GROBUNN_LEAKS_PORTFOLIOS` choose others and more.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::TimeDelta;
use domain::access::Actor;
use domain::exchange::Answers;
use domain::facts::{AwardStatus, CapitalRaised, Currency, FundingAward, Meeting, MeetingKind, Money, Source, Team};
use domain::figures::{Figure, FigureId, OutReason, Query, RowIn, Scope, Unit, compute};
use domain::geography::RegionSetId;
use domain::ids::StartupId;
use domain::ledger::{Ledger, StartupLedger};
use domain::time::Instant;
use domain::words::Locale;
use store::exchange::{Profiled, Upload};
use store::publications::{NewPublication, PublicationFilter, PublishRefusal, Published};
use store::{Refusal, VerbError};

use crate::common::{House, day, on_both};

const HEADER: &str =
    "Navn;Bransje;Kommune;Program;Kull;Opptak;Uttak;Status;Status dato;Ansatte ved opptak;Ansatte 2022;Ansatte 2023\n";

/// A small source of chance that is the same in every run.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, most: u64) -> u64 {
        self.next() % most
    }

    fn one<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[usize::try_from(self.below(list.len() as u64)).unwrap()]
    }
}

/// Fills a house with 25 to 64 startups, clustered so that small groups abound.
async fn portfolio(house: &House, dice: &mut Dice) {
    let many = 25 + dice.below(40);
    let rows: String = (0..many)
        .map(|number| {
            let sector = dice.one(&["Mat", "Mat", "Mat", "IT", "Helse"]);
            let place = dice.one(&["Lillestrøm", "Lillestrøm", "Lillestrøm", "Ullensaker", "Oslo", ""]);
            let programme = dice.one(&["Inkubator", "Inkubator", "Akselerator"]);
            let year = 2016 + dice.below(6);
            let exit = if dice.below(10) < 6 { format!("30.06.{}", year + 1 + dice.below(2)) } else { String::new() };
            let status = match dice.below(10) {
                0 | 1 => format!("Konkurs;15.03.{}", year + 2),
                2 => ";".to_owned(),
                _ => "Aktiv;".to_owned(),
            };
            let heads = |dice: &mut Dice| {
                if dice.below(4) == 0 { String::new() } else { format!("{}", dice.below(9)) }
            };
            let (before, last, now) = (heads(dice), heads(dice), heads(dice));
            format!(
                "Bedrift {number};{sector};{place};{programme};{programme} {year};01.03.{year};{exit};{status};{before};{last};{now}\n"
            )
        })
        .collect();
    let upload = Upload {
        bytes: format!("{HEADER}{rows}").into(),
        file_name: "ark.csv".to_owned(),
        profile: Profiled::Shipped("sheet".to_owned()),
        as_of: Some(day(2024, 6, 30)),
    };
    if let Err(error) = house.store.import(&Actor::command_line(), upload, &Answers::default(), &|_| ()).await {
        panic!("{}", error.text(Locale::En));
    }
    let ledger = house.store.ledger().await.unwrap();
    for startup in &ledger.startups {
        worked_with(house, startup, dice).await;
    }
    house.world.advance(TimeDelta::hours(1));
}

/// Meetings, money and a team, for some.
async fn worked_with(house: &House, startup: &StartupLedger, dice: &mut Dice) {
    let (store, actor, id, by) = (&house.store, Actor::command_line(), startup.profile.id, Source::Mentor);
    let kroner = |thousands: u64| Money {
        minor: i64::try_from(thousands).unwrap() * 100_000,
        currency: if thousands.is_multiple_of(7) { Currency::Eur } else { Currency::Nok },
    };
    let on = |dice: &mut Dice| day(2019 + i32::try_from(dice.below(5)).unwrap(), 5, 10);
    if let (0, Some(enrolment)) = (dice.below(3), startup.enrolments.first()) {
        let meeting = Meeting { programme: enrolment.programme, mentor: None, minutes: 45, kind: MeetingKind::Video };
        store.record_meeting(&actor, id, on(dice), meeting, by, None).await.unwrap();
    }
    if dice.below(3) == 0 {
        let raised = CapitalRaised { amount: kroner(100 + dice.below(4_000)) };
        store.record_capital(&actor, id, on(dice), raised, by, None).await.unwrap();
    }
    if dice.below(3) == 0 {
        let status = *dice.one(&[AwardStatus::Awarded, AwardStatus::Paid, AwardStatus::Repaid]);
        let award = FundingAward::plain("Fondet", status, kroner(50 + dice.below(900)));
        store.record_award(&actor, id, on(dice), award, by, None).await.unwrap();
    }
    if dice.below(2) == 0 {
        let founders = 1 + u32::try_from(dice.below(3)).unwrap();
        let women = u32::try_from(dice.below(u64::from(founders) + 1)).unwrap();
        let women_founders = (dice.below(4) > 0).then_some(women);
        let team = Team { founders, women_founders, leaders: None, women_leaders: None };
        store.record_team(&actor, id, on(dice), team, by, None).await.unwrap();
    }
}

const FIGURES: [&str; 20] = [
    "survival.exits",
    "survival.admitted",
    "survival.fixed(1)",
    "survival.fixed(3)",
    "survival.fixed(5)",
    "survival.km(admission)",
    "jobs.net",
    "jobs.stock",
    "jobs.peak",
    "applications.admitted",
    "pipeline.reached(exited)",
    "pipeline.reached(graduated)",
    "mentoring.hours",
    "mentoring.meetings",
    "team.women_founders",
    "funding.awarded",
    "funding.paid",
    "funding.repaid",
    "funding.private_capital",
    "funding.leverage",
];

/// A question at random: mostly of the whole house, sometimes of any part of it.
fn question(ledger: &Ledger, dice: &mut Dice) -> Query {
    let mut scope = Scope::default();
    match dice.below(9) {
        0 => scope.region = Some(RegionSetId::from("romerike")),
        1 => scope.region = Some(RegionSetId::from("lillestrom")),
        2 => scope.cohort = Some(dice.one(&ledger.cohorts).id),
        3 => scope.programme = Some(dice.one(&ledger.programmes).id),
        4 => scope.sector = Some((*dice.one(&["Mat", "IT", "Helse"])).to_owned()),
        5 => scope.admitted_from = Some(day(2016 + i32::try_from(dice.below(5)).unwrap(), 1, 1)),
        6 => scope.admitted_to = Some(day(2017 + i32::try_from(dice.below(5)).unwrap(), 12, 31)),
        _ => {}
    }
    let as_of =
        *dice.one(&[day(2024, 6, 30), day(2024, 6, 30), day(2023, 12, 31), day(2022, 12, 31), day(2021, 6, 30)]);
    Query { as_of, known_at: Instant::MAX_UTC, scope }
}

/// A printed number and the startups behind it.
#[derive(Debug, Clone)]
struct Printed {
    /// Where it stands.
    at: String,
    /// The startups, one bit for each.
    who: u128,
}

/// Everything a publication prints, with who is behind it by the engine's own rows.
fn printed(ledger: &Ledger, bits: &HashMap<StartupId, u32>, one: &Published, leaks: &mut Vec<String>) -> Vec<Printed> {
    let figure = compute(ledger, &one.figure, &one.query).unwrap();
    let face = &one.face;
    let mask = |startups: &mut dyn Iterator<Item = StartupId>| startups.fold(0_u128, |mask, id| mask | 1 << bits[&id]);
    let within =
        |keep: &dyn Fn(&RowIn) -> bool| mask(&mut figure.rows_in.iter().filter(|row| keep(row)).map(|row| row.startup));
    let out = |keep: &dyn Fn(OutReason) -> bool| {
        mask(&mut figure.rows_out.iter().filter(|row| keep(row.reason)).map(|row| row.startup))
    };
    let name = |what: &str| format!("{} {what} of {}", one.figure.0, one.address);
    let mut list = vec![Printed { at: name("n"), who: within(&|_| true) }];
    assert_eq!(face.figure.n, figure.n, "what is printed is what was computed");
    if figure.unit.is_share() {
        list.push(Printed { at: name("x"), who: within(&|row| row.contribution > 0.0) });
        list.push(Printed { at: name("n-x"), who: within(&|row| row.contribution <= 0.0) });
    }
    for count in &face.counts {
        let Some(startups) = count.startups else { continue };
        let by_reason = |reason: OutReason| reason.code() == count.name;
        let who = match count.name.as_str() {
            "n" | "x" | "n-x" => continue,
            // Those of unknown state: left out for want of a status, a place or a decision, or in a curve without an end.
            "open" => open(&figure, &mask),
            _ => out(&by_reason),
        };
        if who.count_ones() as usize == startups {
            list.push(Printed { at: name(&count.name), who });
        } else {
            // Whoever stands behind it, a number of one to four is one too few.
            assert!(count.name == "open", "{} is {startups}, {} by the rows", name(&count.name), who.count_ones());
        }
        if (1..5).contains(&startups) {
            leaks.push(format!("{} prints {startups}", name(&count.name)));
        }
    }
    // Floor and ceiling of a share are fractions of n and those who are open: the reader divides.
    if let (Unit::Share, Some(floor)) = (figure.unit, face.figure.floor)
        && floor > 0.0
    {
        let open = (face.figure.numerator / floor).round() - f64::from(u32::try_from(face.figure.n).unwrap());
        if (1.0..5.0).contains(&open) {
            leaks.push(format!("{} tells of {open} open", name("floor")));
        }
    }
    let mut before = 0.0;
    for point in face.figure.curve.iter().flat_map(|curve| &curve.points).filter(|_| figure.unit == Unit::Curve) {
        let days = |row: &RowIn| {
            let (entry, exit) = (row.basis.entry_days.unwrap_or(0), row.basis.exit_days.unwrap_or(0));
            (entry as f64, exit as f64)
        };
        let risk = within(&|row| days(row).0 < point.t && point.t <= days(row).1);
        let died = within(&|row| row.contribution > 0.0 && before < days(row).1 && days(row).1 <= point.t);
        assert_eq!(
            (u64::from(risk.count_ones()), u64::from(died.count_ones())),
            (point.at_risk, point.events),
            "{}",
            name("curve")
        );
        list.push(Printed { at: name(&format!("at risk on day {}", point.t)), who: risk });
        list.push(Printed { at: name(&format!("died by day {}", point.t)), who: died });
        before = point.t;
    }
    list
}

fn open(figure: &Figure, mask: &dyn Fn(&mut dyn Iterator<Item = StartupId>) -> u128) -> u128 {
    let unclear = |reason: OutReason| {
        matches!(
            reason,
            OutReason::StatusUnknown | OutReason::PlaceUnknown | OutReason::PlaceAmbiguous | OutReason::Undecided
        )
    };
    let out = mask(&mut figure.rows_out.iter().filter(|row| unclear(row.reason)).map(|row| row.startup));
    let within = mask(&mut figure.rows_in.iter().filter(|row| row.ceiling > row.contribution).map(|row| row.startup));
    out | within
}

const fn is_small(who: u128) -> bool {
    matches!(who.count_ones(), 1..=4)
}

/// All ways to add and subtract up to three different numbers, and two against two, that count one to four startups.
fn search(list: &[Printed]) -> (Vec<String>, u64) {
    let mut cells: BTreeMap<u128, &str> = BTreeMap::new();
    for one in list.iter().filter(|one| one.who != 0) {
        cells.entry(one.who).or_insert(&one.at);
    }
    let cells: Vec<(u128, &str)> = cells.into_iter().collect();
    let (mut found, mut tried) = (Vec::new(), 0_u64);
    let mut leak = |text: String| {
        if found.len() < 5 {
            found.push(text);
        }
    };
    for (index, (a, at)) in cells.iter().enumerate() {
        tried += 1;
        if is_small(*a) {
            leak(format!("{at}: {} directly", a.count_ones()));
        }
        for (other, (b, bt)) in cells.iter().enumerate() {
            tried += 1;
            // A less B is a count of startups where B lies in A.
            if b & !a == 0 && is_small(a & !b) {
                leak(format!("{at} less {bt}: {}", (a & !b).count_ones()));
            }
            for (third, (c, ct)) in cells.iter().enumerate() {
                if third == index || third == other {
                    continue;
                }
                tried += 1;
                // A less B less C, both in A and apart.
                if other < third && b & !a == 0 && c & !a == 0 && b & c == 0 && is_small(a & !b & !c) {
                    leak(format!("{at} less {bt} less {ct}: {}", (a & !b & !c).count_ones()));
                }
                // A and B less C: who is in both is in C, and C in one of them.
                if index < other {
                    let (both, either) = (a & b, a | b);
                    if both & !c == 0 && c & !either == 0 && is_small((either & !c) | both) {
                        leak(format!("{at} and {bt} less {ct}: {}", ((either & !c) | both).count_ones()));
                    }
                }
            }
        }
    }
    // Two against two: A + B - C - D, by the sums of pairs that differ in so few startups.
    let mut pairs: HashMap<(u128, u128), (usize, usize)> = HashMap::new();
    for (index, (a, _)) in cells.iter().enumerate() {
        for (other, (b, _)) in cells.iter().enumerate().skip(index + 1) {
            pairs.entry((a & b, a | b)).or_insert((index, other));
        }
    }
    let sums: Vec<_> = pairs.iter().collect();
    for ((both, either), (a, b)) in &sums {
        for ((less_both, less_either), (c, d)) in &sums {
            tried += 1;
            // Startup by startup 0, 1 or 2 on each side: the difference must be 0 or 1.
            let two = both & !less_both & !less_either;
            let under = (less_either & !either) | (less_both & !both);
            let one = (either & !less_either) | (both & !less_both);
            if two == 0 && under == 0 && is_small(one) {
                let at = |index: &usize| cells[*index].1;
                leak(format!("{} and {} less {} and {}: {}", at(a), at(b), at(c), at(d), one.count_ones()));
            }
        }
    }
    (found, tried)
}

/// Numbers of one to four in a printed sentence that are no date, age, percentage or amount of something else. In a sentence about jobs
/// numbers are jobs unless they stand before or after what startups are counted by.
fn in_words(text: &str, jobs: bool) -> Vec<String> {
    let text = text.replace('\u{a0}', " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let other = ["år", "year", "måned", "månad", "month", "dag", "day", "%", "arbeidsplass", "job", "–", "million"];
    words
        .iter()
        .enumerate()
        .filter(|(index, word)| {
            let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric());
            let next = words.get(index + 1).copied().unwrap_or_default();
            let ends = word.ends_with(['.', '%']) && index + 1 < words.len() && word.contains('%');
            let previous = index.checked_sub(1).and_then(|before| words.get(before)).copied().unwrap_or_default();
            // The first digits of a longer number: 3 400 000.
            let is_longer = next.len() >= 3 && next.as_bytes()[..3].iter().all(u8::is_ascii_digit);
            let counted = ["av", "of", "bedrift", "startup"].iter().any(|mark| next.starts_with(mark))
                || ["av", "of"].contains(&previous);
            (counted || !jobs)
                && !is_longer
                && matches!(bare.parse::<u32>(), Ok(1..=4))
                && !ends
                && !other.iter().any(|other| next.starts_with(other))
        })
        .map(|(index, word)| {
            format!("{word} in «{}»", words[index.saturating_sub(3)..(index + 3).min(words.len())].join(" "))
        })
        .collect()
}

fn chosen(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

on_both! {
    async fn nothing_that_is_published_reveals_a_small_group(house: House) {
        let (seed, portfolios) = (chosen("GROBUNN_LEAKS_SEED", 2_026), chosen("GROBUNN_LEAKS_PORTFOLIOS", 5));
        let (mut tables, mut refused, mut tried, mut leaks) = (0, 0, 0, Vec::new());
        for portfolio_number in 0..portfolios {
            let mut dice = Dice(seed + portfolio_number);
            let house = house.another().await;
            portfolio(&house, &mut dice).await;
            let ledger = house.store.ledger().await.unwrap();
            let mut asked: BTreeSet<String> = BTreeSet::new();
            for _ in 0..80 {
                let new = NewPublication {
                    figure: FigureId((*dice.one(&FIGURES)).to_owned()),
                    query: question(&ledger, &mut dice),
                    name: "Søk".to_owned(),
                    place: String::new(),
                    contract: None,
                };
                if !asked.insert(format!("{} {:?}", new.figure.0, new.query)) {
                    continue;
                }
                match house.store.publish(&Actor::command_line(), &new).await {
                    Ok(_) => tables += 1,
                    Err(VerbError::Refused(Refusal::Publication(PublishRefusal::TooFew(_) | PublishRefusal::Nothing))) => refused += 1,
                    Err(error) => panic!("{}", error.text(Locale::En)),
                }
                house.world.advance(TimeDelta::seconds(1));
            }
            let page = house.store.publications(PublicationFilter::default(), 0, 1_000).await.unwrap();
            let bits: HashMap<StartupId, u32> = ledger.startups.iter().map(|startup| startup.profile.id).zip(0..).collect();
            let mut list = Vec::new();
            for one in &page.publications {
                list.extend(printed(&ledger, &bits, one, &mut leaks));
                for (language, words) in &one.face.words {
                    leaks.extend(in_words(&words.sentence, one.face.figure.unit == Unit::Jobs).into_iter().map(|found| format!("{} ({language}): {found}", one.figure.0)));
                }
            }
            let (found, combinations) = search(&list);
            tried += combinations;
            leaks.extend(found);
        }
        println!("{portfolios} portfolios, {tables} tables published, {refused} refused, {tried} combinations, {} leaks", leaks.len());
        assert!(leaks.is_empty(), "{leaks:#?}");
        assert!(tables >= portfolios * 5 && refused >= portfolios, "the search has something to search: {tables}, {refused}");
    }
}

/// The searcher finds what there is to find: otherwise its silence would mean nothing.
#[test]
fn the_searcher_finds_planted_leaks() {
    let cell = |at: &str, who: u128| Printed { at: at.to_owned(), who };
    let (all, ten, five) = ((1_u128 << 20) - 1, (1 << 10) - 1, (1 << 5) - 1);
    assert_eq!(search(&[cell("all", all), cell("ten", ten), cell("five", five)]).0, Vec::<String>::new());
    for planted in [
        vec![cell("three", 0b111)],
        vec![cell("all", all), cell("but two", all & !0b11)],
        vec![cell("ten", ten), cell("five", five), cell("three more", 0b111 << 5 | five)],
        vec![cell("all", all), cell("ten", ten), cell("the rest but one", (all & !ten) >> 1 << 1 & !(1 << 10))],
        vec![cell("one half", ten), cell("the other", all & !ten), cell("all but four", all & !0b1111)],
        vec![
            cell("a", five | five << 10),
            cell("b", five << 5 | five << 15),
            cell("c", five | five << 5 | 0b11 << 10),
            cell("d", (five << 10 & !(0b11 << 10)) | five << 15 & !(1 << 19)),
        ],
    ] {
        assert!(!search(&planted).0.is_empty(), "{planted:?}");
    }
    assert_eq!(in_words("73 % (3 av 4) lever; 12 er utelatt, 2 år etter", false).len(), 2);
    assert_eq!(in_words("Netto 3 jobber, bygger på 12 av 4 bedrifter; dokumentert er 2.", true).len(), 1);
    assert!(in_words("Per 3.4.2020 var 73 % i live 5 år etter (95 % intervall 54–88 %).", false).is_empty());
}
