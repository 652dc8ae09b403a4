//! What signing in and being recognised cost; by hand: `cargo test --release -p store --test identity measure -- --ignored --nocapture`.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use domain::access::{Role, Scope};
use domain::words::Locale;
use store::identity::Origin;

use crate::common::{Backend, House, run};
use crate::{browser, member};

/// The middle and the 95th percentile, in microseconds.
fn told(mut all: Vec<Duration>) -> (u128, u128) {
    all.sort();
    (all[all.len() / 2].as_micros(), all[all.len() * 95 / 100].as_micros())
}

#[test]
#[ignore = "a measurement"]
fn measure_asking() {
    run(Backend::Sqlite, asking);
    run(Backend::Postgres, asking);
}

#[test]
#[ignore = "a measurement"]
fn measure_viewer() {
    run(Backend::Sqlite, looking_up);
    run(Backend::Postgres, looking_up);
}

async fn asking(house: House) {
    member(&house, "kari@example.no", Role::Admin, Scope::House).await;
    let here = browser(&house);
    let mut times = [Vec::new(), Vec::new()];
    for turn in 0..1_200 {
        house.world.advance(TimeDelta::minutes(3));
        // The first of each turn also throws out what is over; each is as often the first.
        let order = if turn % 2 == 0 { [0, 1] } else { [1, 0] };
        for which in order {
            let email = ["kari@example.no", "nobody@example.no"][which];
            let origin = Origin::new("192.0.2.1", "");
            let start = Instant::now();
            house.store.ask_to_sign_in(email, &here, Locale::Nb, &origin).await.unwrap();
            times[which].push(start.elapsed());
        }
    }
    let [known, unknown] = times.map(told);
    println!("{:?}: known {known:?} µs, unknown {unknown:?} µs (median, p95)", house.store.backend());
}

async fn looking_up(house: House) {
    let session = member(&house, "kari@example.no", Role::Admin, Scope::House).await;
    for index in 0..300 {
        let email = format!("nr{index}@example.no");
        member(&house, &email, Role::Admin, Scope::House).await;
        house.world.advance(TimeDelta::seconds(6));
    }
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..2_000 {
        let start = Instant::now();
        house.store.viewer(&session.token).await.unwrap().unwrap();
        times[0].push(start.elapsed());
        let start = Instant::now();
        house.store.ledger().await.unwrap();
        times[1].push(start.elapsed());
    }
    let [viewer, ledger] = times.map(told);
    println!("{:?}: viewer {viewer:?} µs; the ledger's version {ledger:?} µs (median, p95)", house.store.backend());
}
