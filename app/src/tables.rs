//! Figures as files that a spreadsheet opens.

use domain::exchange::formula::harmless;
use domain::figures::{Basis, Figure};
use domain::ids::StartupId;
use domain::ledger::Ledger;
use domain::words::Locale;

use crate::question::Sight;

domain::catalogue! {
    mod w {
        counted => { nb: "med", nn: "med", en: "in" }
        left_out => { nb: "utenfor", nn: "utanfor", en: "out" }
        unseen => { nb: "ikke vist", nn: "ikkje vist", en: "not shown" }
    }
}

/// The column names; stable in every language so that a formula written once keeps working.
const HEAD: [&str; 34] = [
    "row",
    "startup",
    "external_id",
    "name",
    "contribution",
    "floor",
    "ceiling",
    "reason",
    "admitted_on",
    "exited_on",
    "baseline",
    "value",
    "observed_on",
    "died_on",
    "verified_on",
    "days",
    "shared_with",
    "meetings",
    "met_on",
    "asked_on",
    "due_on",
    "answered_on",
    "closed_on",
    "bounced_on",
    "applied_on",
    "decided_on",
    "women",
    "people",
    "said_on",
    "entered_on",
    "left_on",
    "steps",
    "money_on",
    "paid",
];

/// The rows in and out of a figure as CSV: UTF-8 with a byte order mark, separated and with decimals as the reader's
/// spreadsheet expects (`;` and `,` in Norwegian).
///
/// Startups that the reader does not see are a count on a line at the end.
///
/// # Errors
/// When a row cannot be written, which memory alone can cause.
pub fn figure_csv(locale: Locale, sight: &Sight, figure: &Figure) -> Result<Vec<u8>, csv::Error> {
    let ledger = sight.ledger();
    let separator = if locale == Locale::En { b',' } else { b';' };
    let mut out = csv::WriterBuilder::new().delimiter(separator).from_writer(b"\xEF\xBB\xBF".to_vec());
    out.write_record(HEAD)?;
    let number = |value: f64| {
        let text = format!("{value}");
        if locale == Locale::En { text } else { text.replace('.', ",") }
    };
    for row in figure.rows_in.iter().filter(|row| sight.sees(row.startup)) {
        let (external_id, name) = names(ledger, row.startup);
        let mut record = vec![
            w::counted(locale).to_owned(),
            row.startup.to_string(),
            external_id,
            name,
            number(row.contribution),
            number(row.floor),
            number(row.ceiling),
            String::new(),
        ];
        record.extend(basis(&row.basis, number));
        out.write_record(&record)?;
    }
    for row in figure.rows_out.iter().filter(|row| sight.sees(row.startup)) {
        let (external_id, name) = names(ledger, row.startup);
        let mut record = vec![
            w::left_out(locale).to_owned(),
            row.startup.to_string(),
            external_id,
            name,
            String::new(),
            String::new(),
            number(row.ceiling),
            row.reason.text(locale).to_owned(),
        ];
        record.extend(basis(&Basis::default(), number));
        out.write_record(&record)?;
    }
    let all = figure.rows_in.iter().map(|row| row.startup).chain(figure.rows_out.iter().map(|row| row.startup));
    let unseen = all.filter(|startup| !sight.sees(*startup)).count();
    if unseen > 0 {
        let mut record = vec![String::new(); HEAD.len()];
        record[0] = w::unseen(locale).to_owned();
        record[3] = crate::words::startups(locale, &unseen.to_string());
        out.write_record(&record)?;
    }
    out.into_inner().map_err(|error| csv::Error::from(std::io::Error::other(error.to_string())))
}

fn names(ledger: &Ledger, id: StartupId) -> (String, String) {
    let profile = ledger.startup(id).map(|startup| &startup.profile);
    let external = profile.and_then(|profile| profile.external_id.clone()).unwrap_or_default();
    let name = profile.map(|profile| profile.name.clone()).unwrap_or_default();
    (harmless(&external).into_owned(), harmless(&name).into_owned())
}

fn basis(basis: &Basis, number: impl Fn(f64) -> String) -> [String; 26] {
    let date = |on: Option<chrono::NaiveDate>| on.map(|on| on.to_string()).unwrap_or_default();
    let count = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    #[expect(clippy::cast_precision_loss, reason = "exact below 2^53 øre, which is more than the country's product")]
    let kroner = |ore: Option<i64>| ore.map(|ore| number(ore as f64 / 100.0)).unwrap_or_default();
    let work = basis.work.as_deref().cloned().unwrap_or_default();
    [
        date(basis.admitted_on),
        date(basis.exited_on),
        basis.baseline.map(&number).unwrap_or_default(),
        basis.value.map(&number).unwrap_or_default(),
        date(basis.observed_on),
        date(basis.died_on),
        date(basis.verified_on),
        basis.exit_days.map(|days| days.to_string()).unwrap_or_default(),
        count(basis.shared_with),
        count(work.meetings),
        date(work.met_on),
        date(work.asked_on),
        date(work.due_on),
        date(work.answered_on),
        date(work.closed_on),
        date(work.bounced_on),
        date(work.applied_on),
        date(work.decided_on),
        count(work.women),
        count(work.people),
        date(work.said_on),
        date(work.entered_on),
        date(work.left_on),
        count(work.steps),
        date(work.money_on),
        kroner(work.paid_ore),
    ]
}

/// The head of the file of awards.
const AWARD_HEAD: [&str; 20] = [
    "startup",
    "award",
    "scheme",
    "status",
    "giver",
    "private_giver",
    "instrument",
    "aid_basis",
    "applied_on",
    "applied",
    "awarded_on",
    "awarded",
    "paid_on",
    "paid",
    "repaid_on",
    "repaid",
    "currency",
    "gross_grant",
    "eur_rate",
    "to_report",
];

/// Awards as CSV, one row for each, amounts in whole units with two decimals.
///
/// # Errors
/// When a row cannot be written.
pub fn awards_csv<'a>(
    locale: Locale,
    awards: impl Iterator<Item = (&'a str, &'a domain::funding::Award<'a>)>,
) -> Result<Vec<u8>, csv::Error> {
    let separator = if locale == Locale::En { b',' } else { b';' };
    let mut out = csv::WriterBuilder::new().delimiter(separator).from_writer(b"\xEF\xBB\xBF".to_vec());
    out.write_record(AWARD_HEAD)?;
    let decimal = |minor: i64| {
        let mark = if locale == Locale::En { '.' } else { ',' };
        format!("{}{mark}{:02}", minor / 100, minor % 100)
    };
    for (name, award) in awards {
        let terms = award.terms();
        let told = [award.applied, award.awarded, award.paid, award.repaid];
        let mut record = vec![
            harmless(name).into_owned(),
            award.id.map(|id| id.to_string()).unwrap_or_default(),
            harmless(award.scheme()).into_owned(),
            award.status().code().to_owned(),
            harmless(terms.giver.as_deref().unwrap_or_default()).into_owned(),
            if terms.private { "true" } else { "" }.to_owned(),
            terms.instrument.code().to_owned(),
            terms.basis.code().to_owned(),
        ];
        for step in told {
            record.push(step.map(|(on, _)| on.to_string()).unwrap_or_default());
            record.push(step.map(|(_, amount)| decimal(amount.minor)).unwrap_or_default());
        }
        record.push(award.latest().map_or("", |body| body.amount.currency.code()).to_owned());
        record.push(terms.gross_minor.map(decimal).unwrap_or_default());
        let rate = terms.rate.map(|rate| format!("{}.{:04}", rate.e4 / 10_000, rate.e4 % 10_000));
        record.push(
            rate.map(|rate| if locale == Locale::En { rate } else { rate.replace('.', ",") }).unwrap_or_default(),
        );
        let duty = award.given().and_then(|given| domain::funding::duty(&given));
        record.push(if duty.is_some() { "true" } else { "" }.to_owned());
        out.write_record(&record)?;
    }
    out.into_inner().map_err(|error| csv::Error::from(std::io::Error::other(error.to_string())))
}
