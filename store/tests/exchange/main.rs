//! Files in and out of the store, each test on both databases.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "../common/mod.rs"]
mod common;

mod files;
mod imports;
mod undo;
mod workbook;

use chrono::NaiveDate;
use common::House;
use domain::access::Actor;
use domain::exchange::Answers;
use domain::figures::{Figure, Query, RowIn, RowOut, Scope, compute_all, default_ids};
use domain::time::Instant;
use store::exchange::{ImportError, Profiled, Report, Upload};

/// The header of the accelerator's directory.
const DIRECTORY: &str =
    "company_id,company_name,batch,status,location,country,year_founded,num_founders,team_size,website\n";

/// The header of a flat sheet.
const SHEET: &str = "Navn;Org.nr;Bransje;Kommune;Kull;Søkt;Opptak;Uttak;Status;Status dato;Ansatte ved opptak;\
                     Ansatte 2019;Ansatte 2020;Omsetning 2020\n";

/// A small house as an incubator keeps it: alive, dead, merged, in and out.
const HOUSE: &str = "\
Korn AS;923609016;Mat;0231;2019;01.02.2019;01.03.2019;30.06.2020;Aktiv;;2;3;5;1 200 000\n\
Sukk AS;984851006;IT;Oslo;2019;;01.03.2019;;Konkurs;15.10.2020;1;4;;\n\
Felles AS;;IT;Asker;2018;;01.01.2018;31.12.2019;Fusjonert;31.12.2021;3;6;6;\n\
Nye AS;974760673;Helse;3205;2023;01.02.2023;01.03.2023;;Aktiv;;4;;;\n";

fn file(name: &str, profile: &str, as_of: &str, bytes: impl Into<Vec<u8>>) -> Upload {
    Upload {
        bytes: bytes.into(),
        file_name: name.to_owned(),
        profile: Profiled::Shipped(profile.to_owned()),
        as_of: Some(as_of.parse().unwrap()),
    }
}

fn directory(as_of: &str, rows: &str) -> Upload {
    file("directory.csv", "accelerator-directory", as_of, format!("{DIRECTORY}{rows}"))
}

fn sheet(rows: &str) -> Upload {
    file("ark.csv", "sheet", "2024-06-30", format!("{SHEET}{rows}"))
}

async fn try_import(house: &House, upload: Upload) -> Result<Report, ImportError> {
    let result = house.store.import(&Actor::command_line(), upload, &Answers::default(), &|_| ()).await;
    house.world.advance(chrono::TimeDelta::minutes(1));
    result
}

async fn import(house: &House, upload: Upload) -> Report {
    match try_import(house, upload).await {
        Ok(report) => report,
        Err(error) => panic!("{}", error.text(domain::words::Locale::En)),
    }
}

/// What a figure says, without the question it was asked.
#[derive(Debug, PartialEq)]
struct Says {
    id: String,
    numbers: [Option<f64>; 3],
    rows_in: Vec<RowIn>,
    rows_out: Vec<RowOut>,
    curve: String,
}

impl Says {
    fn of(figure: Figure) -> Self {
        Self {
            id: figure.id.0,
            numbers: [figure.value, figure.floor, figure.ceiling],
            rows_in: figure.rows_in,
            rows_out: figure.rows_out,
            curve: format!("{:?} {:?}", figure.curve, figure.interval),
        }
    }
}

/// Every figure as at a day, as known at an instant: of the whole house, and of each programme by its short name.
async fn figures(house: &House, as_of: NaiveDate, known_at: Instant) -> Vec<(String, Vec<Says>)> {
    let ledger = house.store.ledger().await.unwrap();
    let mut slugs: Vec<_> =
        ledger.programmes.iter().map(|programme| (programme.slug.clone(), Some(programme.id))).collect();
    slugs.sort();
    slugs.insert(0, (String::new(), None));
    let ask = |programme| {
        let query = Query { as_of, known_at, scope: Scope { programme, ..Scope::default() } };
        compute_all(&ledger, &default_ids(), &query).into_iter().map(Says::of).collect()
    };
    slugs.into_iter().map(|(slug, programme)| (slug, ask(programme))).collect()
}

/// How many writes, facts ever, and startups ever: what a refused import leaves as it was.
async fn size(house: &House) -> (i64, usize, usize) {
    let ledger = house.store.ledger().await.unwrap();
    let facts = ledger.startups.iter().map(|startup| {
        startup.stage_changes.len()
            + startup.headcounts.len()
            + startup.life_events.len()
            + startup.verifications.len()
            + startup.workplaces.len()
            + startup.revenues.len()
            + startup.capital.len()
            + startup.awards.len()
            + startup.other_support.len()
            + startup.meetings.len()
            + startup.teams.len()
            + startup.updates.len()
    });
    (ledger.version, facts.sum(), ledger.startups.len())
}
