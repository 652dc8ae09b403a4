//! The rules of contracts in words and symbols.

use super::forecast::Short;
use super::progress::Unmeasured;
use crate::format;
use crate::words::Locale;

/// The rule by which a job is counted once, in words.
#[must_use]
pub const fn once(locale: Locale) -> &'static str {
    sentences::once(locale)
}

/// The rule by which a job is counted once, in symbols.
#[must_use]
pub const fn once_formula() -> &'static str {
    "c(i,t) = argmin { (admitted_i(c), signed(c), id(c)) : c covers i at t };  J_c(D) = Σ_i Σ_{(s,t] ⊆ (b_c, D], c(i,·) = c} (v_i(t) − v_i(s));  Σ_c J_c ≤ J"
}

/// The rule of progress, in words.
#[must_use]
pub const fn progress(locale: Locale) -> &'static str {
    sentences::progress(locale)
}

/// The method of the forecast, in words.
#[must_use]
pub const fn forecast(locale: Locale) -> &'static str {
    sentences::forecast(locale)
}

/// The rule of cost per job and per survivor, in words.
#[must_use]
pub const fn cost(locale: Locale) -> &'static str {
    sentences::cost(locale)
}

/// Why a startup does not count, when another contract has its jobs.
#[must_use]
pub fn counted_under(locale: Locale, title: Option<&str>) -> String {
    match title {
        Some(title) => sentences::counted_under(locale, title),
        None => sentences::counted_elsewhere(locale).to_owned(),
    }
}

impl Unmeasured {
    /// What a reader sees.
    #[must_use]
    pub const fn text(self, locale: Locale) -> &'static str {
        match self {
            Self::NotSigned => sentences::not_signed(locale),
            Self::NotBegun => sentences::not_begun(locale),
            Self::OtherVersion => sentences::other_version(locale),
            Self::NoTarget => sentences::no_target(locale),
        }
    }
}

impl Short {
    /// What a reader sees.
    #[must_use]
    pub fn text(self, locale: Locale) -> String {
        let count = |value: usize| format::count(locale, value);
        match self {
            Self::Unmeasured(why) => why.text(locale).to_owned(),
            Self::NotJobs => sentences::not_jobs(locale).to_owned(),
            Self::Over => sentences::over(locale).to_owned(),
            Self::TooShort { have } => {
                sentences::too_short(locale, &count(super::forecast::FEWEST_QUARTERS), &count(have))
            }
            Self::TooFar { ahead, have } => sentences::too_far(locale, &count(ahead), &count(have)),
            Self::NothingKnown => sentences::nothing_known(locale).to_owned(),
        }
    }
}

crate::catalogue! {
    /// The rules in words.
    mod sentences {
        once => {
            nb: "En arbeidsplass telles én gang på tvers av avtaler. For hver bedrift og hver dag hører endringen i arbeidsplasser til én avtale: den som gjelder programmet som tok opp bedriften først, og blant flere avtaler for samme program den som er signert først. Når den avtalen er over, teller den neste videre derfra. En ny avtale tar dermed aldri noe fra en som er signert tidligere.",
            nn: "Ein arbeidsplass blir talt éin gong på tvers av avtalar. For kvar bedrift og kvar dag høyrer endringa i arbeidsplassar til éin avtale: den som gjeld programmet som tok opp bedrifta først, og blant fleire avtalar for same program den som er signert først. Når den avtalen er over, tel den neste vidare derifrå. Ein ny avtale tek dermed aldri noko frå ein som er signert tidlegare.",
            en: "A job is counted once across contracts. For every startup and every day the change in jobs belongs to one contract: that of the programme which admitted the startup first, and of several contracts for one programme the one signed first. When that contract is over, the next counts on from there. So a new contract never takes anything from one signed earlier." }
        progress => {
            nb: "Framdriften er tallets rader på datoen minus radene på startdatoen, bedrift for bedrift, etter samme definisjon. Bedrifter vi ikke vet nok om, er utelatt med grunn. Gulvet er det som er dokumentert nå, taket det mest mulige.",
            nn: "Framdrifta er radene til talet på datoen minus radene på startdatoen, bedrift for bedrift, etter same definisjon. Bedrifter vi ikkje veit nok om, er utelatne med grunn. Golvet er det som er dokumentert no, taket det mest moglege.",
            en: "Progress is the figure's rows on the date less its rows at the baseline, startup by startup, by the same definition. Startups of which too little is known are left out with the reason. The floor is what is documented now, the ceiling the most there can be." }
        forecast => {
            nb: "Båndet viser hvor målet trolig ender: 80 av 100 tenkte forløp ligger i det. Forløpene er satt sammen av porteføljens egne kvartalsvise endringer per bedrift med ansatte de siste to til fem årene, trukket to og to kvartaler i rekkefølge, i to omganger, med fast startpunkt for tilfeldighetene. Det forutsetter at tiden som kommer, ligner den som var.",
            nn: "Bandet viser kvar målet truleg endar: 80 av 100 tenkte forløp ligg i det. Forløpa er sette saman av dei eigne kvartalsvise endringane til porteføljen per bedrift med tilsette dei siste to til fem åra, trekte to og to kvartal i rekkjefølgje, i to omgangar, med fast startpunkt for tilfella. Det føreset at tida som kjem, liknar den som var.",
            en: "The band shows where the target is likely to end: 80 of 100 imagined courses lie in it. They are made of the portfolio's own quarterly changes for each startup with jobs over the last two to five years, drawn two quarters in a row, in two rounds, from a fixed seed. It takes for granted that the time to come resembles the time that was." }
        cost => {
            nb: "Det som er utbetalt, delt på arbeidsplassene som telles under avtalen (lavest ved taket, høyest ved det dokumenterte gulvet), og på bedriftene i live blant dem som er tatt opp i perioden (eksakt binomisk 95 %-intervall). Andre har også betalt, så dette er ikke hva arbeidsplassen kostet samfunnet.",
            nn: "Det som er utbetalt, delt på arbeidsplassane som blir talde under avtalen (lågast ved taket, høgast ved det dokumenterte golvet), og på bedriftene i live blant dei som er tekne opp i perioden (eksakt binomisk 95 %-intervall). Andre har òg betalt, så dette er ikkje kva arbeidsplassen kosta samfunnet.",
            en: "What was paid, divided by the jobs counted under the contract (lowest at the ceiling, highest at the documented floor), and by the startups alive among those admitted in the period (exact binomial 95% interval). Others paid too, so this is not what the job cost society." }
        counted_under(title: &str) => {
            nb: "telles under avtalen «{title}»", nn: "blir talt under avtalen «{title}»", en: "counted under contract “{title}”" }
        counted_elsewhere => {
            nb: "telles under en annen avtale", nn: "blir talt under ein annan avtale", en: "counted under another contract" }
        not_signed => {
            nb: "Avtalen er ikke signert, så ingenting telles ennå.",
            nn: "Avtalen er ikkje signert, så ingenting blir talt enno.",
            en: "The contract is not signed, so nothing is counted yet." }
        not_begun => {
            nb: "Tellingen har ikke begynt.", nn: "Teljinga har ikkje byrja.", en: "Counting has not begun." }
        other_version => {
            nb: "Definisjonen finnes ikke lenger i den versjonen som er avtalt. Avtal en ny i et tillegg.",
            nn: "Definisjonen finst ikkje lenger i den versjonen som er avtalt. Avtal ein ny i eit tillegg.",
            en: "The definition is not there any more in the version agreed. Agree on another in an addendum." }
        no_target => { nb: "Målet finnes ikke.", nn: "Målet finst ikkje.", en: "There is no such target." }
        not_jobs => {
            nb: "Det lages prognose bare for mål i arbeidsplasser.",
            nn: "Det blir laga prognose berre for mål i arbeidsplassar.",
            en: "Only targets in jobs have a forecast." }
        over => {
            nb: "Fristen er ute, så det er ingenting å anslå.",
            nn: "Fristen er ute, så det er ingenting å anslå.",
            en: "The day has passed, so there is nothing to forecast." }
        too_short(need: &str, have: &str) => {
            nb: "Ingen prognose: det trengs minst {need} kvartaler med fem eller flere bedrifter, og det er {have}.",
            nn: "Ingen prognose: det trengst minst {need} kvartal med fem eller fleire bedrifter, og det er {have}.",
            en: "No forecast: it takes at least {need} quarters with five startups or more, and there are {have}." }
        too_far(ahead: &str, have: &str) => {
            nb: "Ingen prognose: det er {ahead} kvartaler igjen, og historien er bare {have}.",
            nn: "Ingen prognose: det er {ahead} kvartal igjen, og historia er berre {have}.",
            en: "No forecast: {ahead} quarters are to go, and the history is only {have}." }
        nothing_known => {
            nb: "Ingen prognose: ingenting er kjent om i dag.",
            nn: "Ingen prognose: ingenting er kjent om i dag.",
            en: "No forecast: nothing is known of today." }
    }
}
