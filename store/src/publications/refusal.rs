//! Why a figure is not published, and a note not written.

use domain::publication::FreezeError;
use domain::suppress::{Place, Revealed};
use domain::words::Locale;

/// Why a publication is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PublishRefusal {
    /// Nobody defines the figure.
    #[error("there is no such figure")]
    UnknownFigure,
    /// There is no value to publish.
    #[error("the figure has no value")]
    Nothing,
    /// One to four startups could be counted, from it alone or together with what is published.
    #[error("{} groups of one to four startups could be counted", .0.len())]
    TooFew(Vec<Revealed>),
    /// It cannot be frozen.
    #[error("the figure cannot be frozen: {0}")]
    Freeze(FreezeError),
    /// A note says something.
    #[error("a note says something")]
    NoteMissing,
}

impl From<FreezeError> for PublishRefusal {
    fn from(error: FreezeError) -> Self {
        match error {
            FreezeError::UnknownFigure(_) => Self::UnknownFigure,
            other => Self::Freeze(other),
        }
    }
}

/// More groups than this are not named: a reader sees from the first ones where to look.
const MOST: usize = 3;

impl PublishRefusal {
    /// The sentence a person reads.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        match self {
            Self::UnknownFigure => words::unknown(locale).to_owned(),
            Self::Nothing => words::nothing(locale).to_owned(),
            Self::Freeze(_) => words::freeze(locale).to_owned(),
            Self::NoteMissing => words::note(locale).to_owned(),
            Self::TooFew(revealed) => {
                let mut named: Vec<String> = Vec::new();
                for one in revealed {
                    let group = group(locale, &one.from);
                    if !named.contains(&group) && named.len() < MOST {
                        named.push(group);
                    }
                }
                words::too_few(locale, &named.join("; "))
            }
        }
    }

    /// The form field beside which the sentence belongs.
    #[must_use]
    pub const fn field(&self) -> Option<&'static str> {
        match self {
            Self::NoteMissing => Some("note"),
            _ => None,
        }
    }
}

/// From which counts a small group follows, in words.
fn group(locale: Locale, from: &[Place]) -> String {
    let places = from.iter().map(|place| {
        let cell = cell_name(locale, &place.cell);
        // The table without a name is the one that is to be published.
        if place.table.is_empty() { words::here(locale, &cell) } else { words::within(locale, &cell, &place.table) }
    });
    places.collect::<Vec<_>>().join(words::beside(locale))
}

/// What a count of a publication is called.
#[must_use]
pub fn cell_name(locale: Locale, cell: &str) -> String {
    match cell {
        "n" => words::n(locale).to_owned(),
        "x" => words::x(locale).to_owned(),
        "n-x" => words::rest(locale).to_owned(),
        domain::publication::OPEN => words::open(locale).to_owned(),
        "moved" => words::moved(locale).to_owned(),
        reason => domain::figures::OutReason::ALL
            .iter()
            .find(|known| known.code() == reason)
            .map_or_else(|| reason.to_owned(), |known| known.text(locale).to_owned()),
    }
}

domain::catalogue! {
    /// The words of publishing's refusals.
    mod words {
        unknown => { nb: "Tallet finnes ikke.", nn: "Talet finst ikkje.", en: "There is no such figure." }
        nothing => {
            nb: "Tallet har ingen verdi på denne datoen, så det er ingenting å publisere. Velg en annen dato eller et videre utvalg.",
            nn: "Talet har ingen verdi på denne datoen, så det er ingenting å publisere. Vel ein annan dato eller eit vidare utval.",
            en: "The figure has no value on this date, so there is nothing to publish. Choose another date or a wider selection." }
        freeze => {
            nb: "Tallet kan ikke fryses slik at andre kan regne det ut på nytt, så det er ikke publisert. Si fra til den som drifter systemet.",
            nn: "Talet kan ikkje frysast slik at andre kan rekne det ut på nytt, så det er ikkje publisert. Sei frå til den som driftar systemet.",
            en: "The figure cannot be frozen so that others could recompute it, so it was not published. Tell whoever runs the system." }
        note => { nb: "Skriv hva merknaden skal si.", nn: "Skriv kva merknaden skal seie.", en: "Write what the note is to say." }
        too_few(groups: &str) => {
            nb: "Tallet kan ikke publiseres, for da kunne noen telle en gruppe på én til fire bedrifter: {groups}. Velg et videre utvalg: en lengre periode, et større område, hele huset.",
            nn: "Talet kan ikkje publiserast, for då kunne nokon telje ei gruppe på éi til fire bedrifter: {groups}. Vel eit vidare utval: ein lengre periode, eit større område, heile huset.",
            en: "The figure cannot be published, for then somebody could count a group of one to four startups: {groups}. Choose a wider selection: a longer period, a larger area, the whole house." }
        within(cell: &str, table: &str) => { nb: "{cell} i «{table}»", nn: "{cell} i «{table}»", en: "{cell} in “{table}”" }
        here(cell: &str) => { nb: "{cell} her", nn: "{cell} her", en: "{cell} here" }
        beside => { nb: " sett sammen med ", nn: " sett saman med ", en: " set beside " }
        n => { nb: "bedriftene som er med", nn: "bedriftene som er med", en: "the startups that are in" }
        x => { nb: "bedriftene som teller", nn: "bedriftene som tel", en: "the startups that count" }
        rest => { nb: "bedriftene som ikke teller", nn: "bedriftene som ikkje tel", en: "the startups that do not count" }
        open => { nb: "bedriftene det ikke er kjent noe sikkert om", nn: "bedriftene det ikkje er kjent noko sikkert om", en: "the startups of which nothing certain is known" }
        moved => { nb: "bedriftene som har flyttet tallet siden", nn: "bedriftene som har flytta talet sidan", en: "the startups that have moved the figure since" }
    }
}
