//! What was measured, as tables in Markdown on standard output.

use std::time::Duration;

use crate::Plan;
use crate::cases::Size;
use crate::client::{MANY, Measured};
use crate::process::{Import, Server};
use crate::sheet;

/// One case on both servers: at one client, and at many.
#[derive(Debug)]
pub struct Row {
    /// What is done.
    pub name: &'static str,
    /// On the product.
    pub ours: Option<[Measured; 2]>,
    /// On the bare server.
    pub bare: Option<[Measured; 2]>,
}

/// Everything measured in one run.
#[derive(Debug)]
pub struct Report {
    plan: Plan,
    import: Import,
    cold_start: Duration,
    busy: Option<String>,
    idle: [Option<f64>; 2],
    after_load: [Option<f64>; 2],
    sizes: Vec<Size>,
    rows: Vec<Row>,
    hand_over: Vec<(&'static str, Measured)>,
}

impl Report {
    /// A report with what came before the load.
    pub fn new(plan: Plan, busy: Option<String>, import: Import, cold_start: Duration) -> Self {
        Self {
            plan,
            import,
            cold_start,
            busy,
            idle: [None; 2],
            after_load: [None; 2],
            sizes: Vec::new(),
            rows: Vec::new(),
            hand_over: Vec::new(),
        }
    }

    /// Looks at both servers' memory before the load.
    pub fn idle(&mut self, ours: &Server, bare: &Server) {
        self.idle = [ours.memory(), bare.memory()];
    }

    /// Looks at both servers' memory after the load.
    pub fn after_load(&mut self, ours: &Server, bare: &Server) {
        self.after_load = [ours.memory(), bare.memory()];
    }

    /// Adds what pages weigh.
    pub fn sizes(&mut self, sizes: Vec<Size>) {
        self.sizes = sizes;
    }

    /// Adds a case.
    pub fn row(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// Adds a way of handing over every headcount.
    pub fn hand_over(&mut self, name: &'static str, measured: Measured) {
        self.hand_over.push((name, measured));
    }

    /// Prints it.
    pub fn print(&self) {
        let processors = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
        println!(
            "\n{} startups x {} headcounts, SQLite (WAL, synchronous=FULL), {:.1} s a case.",
            self.plan.startups,
            sheet::YEARS,
            self.plan.time.as_secs_f64()
        );
        // Ratios hold on a busy machine, within bounds; seconds and milliseconds do not.
        println!(
            "{processors} processors, shared by servers and clients; load average when it began: {}.\n",
            self.busy.as_deref().unwrap_or("unknown")
        );
        println!(
            "| case | server | 1 client: a second | p50 ms | p99 ms | {MANY} clients: a second | p50 ms | p99 ms |"
        );
        println!("|---|---|--:|--:|--:|--:|--:|--:|");
        for row in &self.rows {
            print_measured(row.name, "grobunn", row.ours.as_ref());
            print_measured(row.name, "bare", row.bare.as_ref());
            if let (Some(ours), Some(bare)) = (&row.ours, &row.bare) {
                println!(
                    "| | **grobunn ÷ bare** | **{}** | {} | {} | **{}** | {} | {} |",
                    ratio(ours[0].rate, bare[0].rate),
                    ratio(ours[0].p50, bare[0].p50),
                    ratio(ours[0].p99, bare[0].p99),
                    ratio(ours[1].rate, bare[1].rate),
                    ratio(ours[1].p50, bare[1].p50),
                    ratio(ours[1].p99, bare[1].p99),
                );
            }
        }
        self.print_ratios();
        self.print_process();
        self.print_sizes();
    }

    fn rate(&self, of: impl Fn(&Row) -> Option<&[Measured; 2]>, name: &str) -> Option<f64> {
        let row = self.rows.iter().find(|row| row.name.starts_with(name) && of(row).is_some())?;
        of(row).map(|measured| measured[1].rate)
    }

    fn print_ratios(&self) {
        println!();
        let hello = self.rate(|row| row.bare.as_ref(), "no page");
        let table = self.rate(|row| row.ours.as_ref(), "table of 50");
        if let (Some(hello), Some(table)) = (hello, table) {
            println!("Table of 50 ÷ bare hello, {MANY} clients: {}.", ratio(table, hello));
        }
        let one_by_one = self.rate(|row| row.bare.as_ref(), "table of 50");
        let json = self.rate(|row| row.bare.as_ref(), "the same, as one JSON");
        if let (Some(one_by_one), Some(json)) = (one_by_one, json) {
            println!("Bare: 50 rows as one JSON value ÷ one by one, {MANY} clients: {}.", ratio(json, one_by_one));
        }
        if let [(_, rows), (_, json)] = self.hand_over.as_slice() {
            println!(
                "Bare: all {} headcounts one by one {:.1} ms, as one JSON value {:.1} ms: {}.",
                self.plan.startups * sheet::YEARS,
                rows.p50,
                json.p50,
                ratio(rows.p50, json.p50)
            );
        }
    }

    fn print_process(&self) {
        let mib = |value: Option<f64>| value.map_or("-".to_owned(), |value| format!("{value:.1} MiB"));
        println!("After the load, a number recorded just before was in the figure asked for next.");
        println!("\n| | grobunn | bare |");
        println!("|---|--:|--:|");
        println!("| import of the sheet | {:.2} s | |", self.import.time.as_secs_f64());
        println!("| its peak memory (VmHWM) | {} | |", mib(self.import.peak));
        println!(
            "| cold start to the first table page, median of {} | {:.3} s | |",
            self.plan.starts,
            self.cold_start.as_secs_f64()
        );
        println!("| memory idle (PSS) | {} | {} |", mib(self.idle[0]), mib(self.idle[1]));
        println!("| memory after the load (PSS) | {} | {} |", mib(self.after_load[0]), mib(self.after_load[1]));
    }

    fn print_sizes(&self) {
        println!("\n| page | HTML | HTML sent (br) | with assets, first visit |");
        println!("|---|--:|--:|--:|");
        for Size { name, plain, packed, assets } in &self.sizes {
            println!("| {name} | {} | {} | {} |", kib(*plain), kib(*packed), kib(packed + assets));
        }
    }
}

fn print_measured(name: &str, server: &str, measured: Option<&[Measured; 2]>) {
    let Some([one, many]) = measured else { return };
    println!(
        "| {name} | {server} | {} | {:.2} | {:.2} | {} | {:.2} | {:.2} |",
        rate(one.rate),
        one.p50,
        one.p99,
        rate(many.rate),
        many.p50,
        many.p99
    );
}

fn rate(rate: f64) -> String {
    if rate < 20.0 { format!("{rate:.1}") } else { format!("{rate:.0}") }
}

fn ratio(a: f64, b: f64) -> String {
    if b <= 0.0 {
        return "-".to_owned();
    }
    let ratio = a / b;
    if ratio < 0.1 { format!("{ratio:.4}x") } else { format!("{ratio:.2}x") }
}

fn kib(bytes: usize) -> String {
    #[expect(clippy::cast_precision_loss, reason = "pages are far below 2^53 bytes")]
    let kib = bytes as f64 / 1024.0;
    format!("{kib:.1} KiB")
}
