//! What is part of a definition's version beside the words of its rule. A definition that wants another of these is a new version.

use super::Unit;
use crate::words::Locale;

/// The version of the mapping from events and signs of life to alive, dead and unknown: see [`super::status`] and
/// [`super::history`].
pub const ALIVE: u32 = 1;

/// A part of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Parameter {
    /// How many months an observation or a sign of life counts.
    Staleness(u32),
    /// The version of what counts as alive.
    Alive(u32),
    /// What of the startup must lie in a region that is asked for.
    Places(Places),
    /// What the period of a question does.
    Period(Period),
    /// At how many years since admission.
    Age(u32),
    /// At how many days a curve is read.
    Horizon(u32),
    /// Until when those who are not known dead are followed.
    Censoring(Censoring),
    /// Exact binomial interval (Clopper-Pearson), 95 %.
    Exact,
    /// Log-log transformed Greenwood interval, 95 %.
    LogLog,
    /// Jobs can be asked in heads or full-time equivalents, with or without founders, whole or divided by those who supported.
    Measures,
}

/// What must lie in a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Places {
    /// The jobs, each where its observation places it.
    Jobs,
    /// The startup, where most of its jobs are.
    Startups,
    /// Nothing: region does not apply.
    None,
}

/// What a period does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// Nothing: the figure is a state at a date.
    State,
    /// Only what happened in it counts.
    Happened,
    /// Only what fell due in it counts; without one, so many months back.
    Due(u32),
}

/// Until when a startup that is not known dead is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Censoring {
    /// The living to the date asked about, the unknown to their last sign of life.
    AtTheDate,
    /// All to the last day verified alive.
    LastVerified,
}

impl Parameter {
    /// It in one line that never changes for the same parameter: what the digest of a version is made of.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::Staleness(months) => format!("staleness_months={months}"),
            Self::Alive(version) => format!("alive={version}"),
            Self::Places(Places::Jobs) => "places=jobs".to_owned(),
            Self::Places(Places::Startups) => "places=startups".to_owned(),
            Self::Places(Places::None) => "places=none".to_owned(),
            Self::Period(Period::State) => "period=state".to_owned(),
            Self::Period(Period::Happened) => "period=happened".to_owned(),
            Self::Period(Period::Due(months)) => format!("period=due,{months}"),
            Self::Age(years) => format!("age_years={years}"),
            Self::Horizon(days) => format!("horizon_days={days}"),
            Self::Censoring(Censoring::AtTheDate) => "censoring=at_the_date".to_owned(),
            Self::Censoring(Censoring::LastVerified) => "censoring=last_verified".to_owned(),
            Self::Exact => "interval=clopper-pearson,0.95".to_owned(),
            Self::LogLog => "interval=log-log,0.95".to_owned(),
            Self::Measures => "measures=heads|fte,founders,fractional".to_owned(),
        }
    }

    /// It in words.
    #[must_use]
    pub fn text(self, locale: Locale) -> String {
        match self {
            Self::Staleness(months) => words::staleness(locale, &months.to_string()),
            Self::Alive(version) => words::alive(locale, &version.to_string()),
            Self::Places(Places::Jobs) => words::places_jobs(locale).to_owned(),
            Self::Places(Places::Startups) => words::places_startups(locale).to_owned(),
            Self::Places(Places::None) => words::places_none(locale).to_owned(),
            Self::Period(Period::State) => words::state(locale).to_owned(),
            Self::Period(Period::Happened) => words::happened(locale).to_owned(),
            Self::Period(Period::Due(months)) => words::due(locale, &months.to_string()),
            Self::Age(years) => words::age(locale, &years.to_string()),
            Self::Horizon(days) => words::horizon(locale, &days.to_string()),
            Self::Censoring(Censoring::AtTheDate) => words::at_the_date(locale).to_owned(),
            Self::Censoring(Censoring::LastVerified) => words::last_verified(locale).to_owned(),
            Self::Exact => words::exact(locale).to_owned(),
            Self::LogLog => words::log_log(locale).to_owned(),
            Self::Measures => words::measures(locale).to_owned(),
        }
    }
}

impl Unit {
    /// What floor, value and ceiling mean for figures that count this.
    #[must_use]
    pub const fn levels(self, locale: Locale) -> &'static str {
        match self {
            Self::Jobs => words::jobs_levels(locale),
            Self::Share => words::share_levels(locale),
            Self::PeopleShare => words::people_levels(locale),
            Self::Curve => words::curve_levels(locale),
            Self::Meetings | Self::Hours => words::meeting_levels(locale),
            Self::Kroner | Self::Ratio => words::money_levels(locale),
            Self::Startups | Self::Days => words::counted_levels(locale),
        }
    }
}

crate::catalogue! {
    /// The words of parameters and levels.
    mod words {
        staleness(months: &str) => {
            nb: "En observasjon eller et livstegn teller i {months} måneder.",
            nn: "Ein observasjon eller eit livsteikn tel i {months} månader.",
            en: "An observation or a sign of life counts for {months} months." }
        alive(version: &str) => {
            nb: "Hva som er i live (versjon {version}): konkurs, avviklet, slettet, gitt opp og sovende er ikke i live; gjenopptatt er det igjen. Kjøpt opp og videreført, omdannet og flyttet utenlands er i live. Innfusjonert er ingen av delene. Uten livstegn er status ukjent, og ukjent er ikke i live.",
            nn: "Kva som er i live (versjon {version}): konkurs, avvikla, sletta, gitt opp og sovande er ikkje i live; teken opp att er det igjen. Kjøpt opp og ført vidare, omdanna og flytta utanlands er i live. Innfusjonert er ingen av delane. Utan livsteikn er status ukjend, og ukjend er ikkje i live.",
            en: "What is alive (version {version}): bankrupt, wound up, struck off, abandoned and dormant are not; reactivated is again. Acquired and continuing, converted, and moved abroad are alive. Absorbed in a merger is neither. Without a sign of life the status is unknown, and unknown is not alive." }
        places_jobs => {
            nb: "Region: arbeidsplassen ligger der observasjonen sier. Regionsettet står med versjon i tallet, for eksempel romerike@1.",
            nn: "Region: arbeidsplassen ligg der observasjonen seier. Regionsettet står med versjon i talet, til dømes romerike@1.",
            en: "Region: a job lies where its observation says. The region set stands with its version in the figure, such as romerike@1." }
        places_startups => {
            nb: "Region: bedriften hører til der flest av arbeidsplassene er. Regionsettet står med versjon i tallet, for eksempel romerike@1.",
            nn: "Region: bedrifta høyrer til der flest av arbeidsplassane er. Regionsettet står med versjon i talet, til dømes romerike@1.",
            en: "Region: a startup belongs where most of its jobs are. The region set stands with its version in the figure, such as romerike@1." }
        places_none => { nb: "Region gjelder ikke.", nn: "Region gjeld ikkje.", en: "Region does not apply." }
        state => {
            nb: "Periode: gjelder ikke. Tallet er en tilstand på en dato.",
            nn: "Periode: gjeld ikkje. Talet er ein tilstand på ein dato.",
            en: "Period: does not apply. The figure is a state at a date." }
        happened => {
            nb: "Periode: bare det som skjedde i den, teller; uten valgt periode alt fram til datoen.",
            nn: "Periode: berre det som hende i han, tel; utan vald periode alt fram til datoen.",
            en: "Period: only what happened in it counts; without one, everything up to the date." }
        due(months: &str) => {
            nb: "Periode: bare frister i den teller; uten valgt periode de siste {months} månedene.",
            nn: "Periode: berre fristar i han tel; utan vald periode dei siste {months} månadene.",
            en: "Period: only due days in it count; without one, those of the last {months} months." }
        age(years: &str) => { nb: "Alder: {years} år fra opptaket.", nn: "Alder: {years} år frå opptaket.", en: "Age: {years} years from admission." }
        horizon(days: &str) => {
            nb: "Kurven leses ved {days} dager (fem år).", nn: "Kurva blir lesen ved {days} dagar (fem år).", en: "The curve is read at {days} days (five years)." }
        at_the_date => {
            nb: "Bedrifter i live følges til datoen, ukjente til siste livstegn.",
            nn: "Bedrifter i live blir følgde til datoen, ukjende til siste livsteikn.",
            en: "Living startups are followed to the date, unknown ones to their last sign of life." }
        last_verified => {
            nb: "Alle som ikke er kjent døde, følges til siste dag de er bekreftet i live.",
            nn: "Alle som ikkje er kjende døde, blir følgde til siste dag dei er stadfesta i live.",
            en: "All that are not known dead are followed to the last day they were verified alive." }
        exact => {
            nb: "Intervall: eksakt binomisk (Clopper-Pearson), 95 %.",
            nn: "Intervall: eksakt binomisk (Clopper-Pearson), 95 %.",
            en: "Interval: exact binomial (Clopper-Pearson), 95%." }
        log_log => {
            nb: "Intervall: Greenwood, log-log-transformert, 95 %; eksakt binomisk der kurven er 0 eller 1.",
            nn: "Intervall: Greenwood, log-log-transformert, 95 %; eksakt binomisk der kurva er 0 eller 1.",
            en: "Interval: Greenwood, log-log transformed, 95%; exact binomial where the curve is 0 or 1." }
        measures => {
            nb: "Mål: hoder om ikke annet er sagt. Kan også regnes i årsverk, med gründere som arbeider i bedriften, og delt på alle som har støttet den; da står det i tallet.",
            nn: "Mål: hovud om ikkje anna er sagt. Kan òg reknast i årsverk, med gründerar som arbeider i bedrifta, og delt på alle som har støtta ho; då står det i talet.",
            en: "Measure: heads unless said otherwise. It can also be asked in full-time equivalents, with founders working in the startup, and divided by all who supported it; the figure then says so." }
        jobs_levels => {
            nb: "Dokumentert gulv: det et dokument eller register viser. Tallet: siste observasjon fra hvem som helst. Tak: også øvre ende av spenn, gamle observasjoner og bedrifter uten svar.",
            nn: "Dokumentert golv: det eit dokument eller register viser. Talet: siste observasjon frå kven som helst. Tak: òg øvre ende av spenn, gamle observasjonar og bedrifter utan svar.",
            en: "Documented floor: what a document or a register shows. Value: the latest observation of any source. Ceiling: also upper ends of spans, stale observations and startups without an answer." }
        share_levels => {
            nb: "Gulv: alle som er uavklarte, regnes som nei. Tallet: de uavklarte er utelatt. Tak: alle uavklarte regnes som ja.",
            nn: "Golv: alle som er uavklara, blir rekna som nei. Talet: dei uavklara er utelatne. Tak: alle uavklara blir rekna som ja.",
            en: "Floor: all that are open are taken as no. Value: they are left out. Ceiling: all of them are taken as yes." }
        people_levels => {
            nb: "Gulv og tak: de bedriftene ikke har svart for, regnes som bare menn, eller bare kvinner, der vi vet hvor mange de er.",
            nn: "Golv og tak: dei bedriftene ikkje har svara for, blir rekna som berre menn, eller berre kvinner, der vi veit kor mange dei er.",
            en: "Floor and ceiling: those whom startups did not answer for are taken as all men, or all women, where we know how many they are." }
        curve_levels => {
            nb: "Gulv: de ukjente døde den dagen de sist ble sett. Tallet: de følges så langt de er sett. Tak: de lever på datoen.",
            nn: "Golv: dei ukjende døydde den dagen dei sist vart sedde. Talet: dei blir følgde så langt dei er sedde. Tak: dei lever på datoen.",
            en: "Floor: the unknown died on the day they were last seen. Value: they are followed as far as they were seen. Ceiling: they are alive at the date." }
        meeting_levels => {
            nb: "Dokumentert gulv: møter som noe viser, for eksempel en liste over deltakere. Tallet og taket: alle møter som er ført.",
            nn: "Dokumentert golv: møte som noko viser, til dømes ei liste over deltakarar. Talet og taket: alle møte som er førte.",
            en: "Documented floor: meetings that something shows, such as a list of who was there. Value and ceiling: all meetings recorded." }
        money_levels => {
            nb: "Dokumentert gulv: det et dokument eller register viser. Tallet: alt som er ført med kjent kurs. Tak: også beløp i fremmed valuta uten kurs, høyt regnet.",
            nn: "Dokumentert golv: det eit dokument eller register viser. Talet: alt som er ført med kjend kurs. Tak: òg beløp i framand valuta utan kurs, høgt rekna.",
            en: "Documented floor: what a document or a register shows. Value: all that is recorded with a known rate. Ceiling: also amounts in a foreign currency without a rate, taken high." }
        counted_levels => {
            nb: "Gulv, tall og tak er like: flyttingene er ført, så det er ingenting å være usikker på imellom.",
            nn: "Golv, tal og tak er like: flyttingane er førte, så det er ingenting å vere usikker på imellom.",
            en: "Floor, value and ceiling are the same: the moves are recorded, so there is nothing between them to be unsure of." }
    }
}
