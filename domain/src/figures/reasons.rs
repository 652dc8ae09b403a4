//! The reasons for leaving a startup out: stable names and words.

use super::OutReason;
use crate::words::Locale;

impl OutReason {
    /// All reasons.
    pub const ALL: [OutReason; 36] = [
        Self::NotAdmitted,
        Self::OtherProgramme,
        Self::OtherCohort,
        Self::OtherSector,
        Self::OutsidePeriod,
        Self::OutsideRegion,
        Self::PlaceUnknown,
        Self::PlaceAmbiguous,
        Self::NoHeadcount,
        Self::NoBaseline,
        Self::StaleHeadcount,
        Self::NoFte,
        Self::NoFounderCount,
        Self::NotAlive,
        Self::NotExited,
        Self::TooYoung,
        Self::StatusUnknown,
        Self::Absorbed,
        Self::DeathDateUnknown,
        Self::BirthUnknown,
        Self::NotObserved,
        Self::NoMeeting,
        Self::NotAsked,
        Self::NotYetDue,
        Self::NoApplication,
        Self::Undecided,
        Self::NotSaid,
        Self::StaleTeam,
        Self::NotInStage,
        Self::StillInStage,
        Self::BeforePeriod,
        Self::OtherOutcome,
        Self::NoFunding,
        Self::NoRepayment,
        Self::NoCapital,
        Self::NoRate,
    ];

    /// The stable name in JSON, CSV and URLs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotAdmitted => "not_admitted",
            Self::OtherProgramme => "other_programme",
            Self::OtherCohort => "other_cohort",
            Self::OtherSector => "other_sector",
            Self::OutsidePeriod => "outside_period",
            Self::OutsideRegion => "outside_region",
            Self::PlaceUnknown => "place_unknown",
            Self::PlaceAmbiguous => "place_ambiguous",
            Self::NoHeadcount => "no_headcount",
            Self::NoBaseline => "no_baseline",
            Self::StaleHeadcount => "stale_headcount",
            Self::NoFte => "no_fte",
            Self::NoFounderCount => "no_founder_count",
            Self::NotAlive => "not_alive",
            Self::NotExited => "not_exited",
            Self::TooYoung => "too_young",
            Self::StatusUnknown => "status_unknown",
            Self::Absorbed => "absorbed",
            Self::DeathDateUnknown => "death_date_unknown",
            Self::BirthUnknown => "birth_unknown",
            Self::NotObserved => "not_observed",
            Self::NoMeeting => "no_meeting",
            Self::NotAsked => "not_asked",
            Self::NotYetDue => "not_yet_due",
            Self::NoApplication => "no_application",
            Self::Undecided => "undecided",
            Self::NotSaid => "not_said",
            Self::StaleTeam => "stale_team",
            Self::NotInStage => "not_in_stage",
            Self::StillInStage => "still_in_stage",
            Self::BeforePeriod => "before_period",
            Self::OtherOutcome => "other_outcome",
            Self::NoFunding => "no_funding",
            Self::NoRepayment => "no_repayment",
            Self::NoCapital => "no_capital",
            Self::NoRate => "no_rate",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// Whether the startup is left out because something is not known, rather than because the question is not about it.
    ///
    /// A figure in which nobody counts and somebody is left out for want of knowledge has no value: missing is not zero.
    #[must_use]
    pub const fn is_missing(self) -> bool {
        match self {
            Self::PlaceUnknown
            | Self::PlaceAmbiguous
            | Self::NoHeadcount
            | Self::NoBaseline
            | Self::StaleHeadcount
            | Self::NoFte
            | Self::NoFounderCount
            | Self::StatusUnknown
            | Self::DeathDateUnknown
            | Self::BirthUnknown
            | Self::NotObserved
            | Self::NotSaid
            | Self::StaleTeam
            | Self::NoRate => true,
            Self::NotAdmitted
            | Self::OtherProgramme
            | Self::OtherCohort
            | Self::OtherSector
            | Self::OutsidePeriod
            | Self::OutsideRegion
            | Self::NotAlive
            | Self::NotExited
            | Self::TooYoung
            | Self::Absorbed
            | Self::NoMeeting
            | Self::NotAsked
            | Self::NotYetDue
            | Self::NoApplication
            | Self::Undecided
            | Self::NotInStage
            | Self::StillInStage
            | Self::BeforePeriod
            | Self::OtherOutcome
            | Self::NoFunding
            | Self::NoRepayment
            | Self::NoCapital => false,
        }
    }

    /// What a reader sees.
    #[must_use]
    pub const fn text(self, locale: Locale) -> &'static str {
        match self {
            Self::NotAdmitted => words::not_admitted(locale),
            Self::OtherProgramme => words::other_programme(locale),
            Self::OtherCohort => words::other_cohort(locale),
            Self::OtherSector => words::other_sector(locale),
            Self::OutsidePeriod => words::outside_period(locale),
            Self::OutsideRegion => words::outside_region(locale),
            Self::PlaceUnknown => words::place_unknown(locale),
            Self::PlaceAmbiguous => words::place_ambiguous(locale),
            Self::NoHeadcount => words::no_headcount(locale),
            Self::NoBaseline => words::no_baseline(locale),
            Self::StaleHeadcount => words::stale_headcount(locale),
            Self::NoFte => words::no_fte(locale),
            Self::NoFounderCount => words::no_founder_count(locale),
            Self::NotAlive => words::not_alive(locale),
            Self::NotExited => words::not_exited(locale),
            Self::TooYoung => words::too_young(locale),
            Self::StatusUnknown => words::status_unknown(locale),
            Self::Absorbed => words::absorbed(locale),
            Self::DeathDateUnknown => words::death_date_unknown(locale),
            Self::BirthUnknown => words::birth_unknown(locale),
            Self::NotObserved => words::not_observed(locale),
            Self::NoMeeting => words::no_meeting(locale),
            Self::NotAsked => words::not_asked(locale),
            Self::NotYetDue => words::not_yet_due(locale),
            Self::NoApplication => words::no_application(locale),
            Self::Undecided => words::undecided(locale),
            Self::NotSaid => words::not_said(locale),
            Self::StaleTeam => words::stale_team(locale),
            Self::NotInStage => words::not_in_stage(locale),
            Self::StillInStage => words::still_in_stage(locale),
            Self::BeforePeriod => words::before_period(locale),
            Self::OtherOutcome => words::other_outcome(locale),
            Self::NoFunding => words::no_funding(locale),
            Self::NoRepayment => words::no_repayment(locale),
            Self::NoCapital => words::no_capital(locale),
            Self::NoRate => words::no_rate(locale),
        }
    }
}

crate::catalogue! {
    /// The reasons in words.
    mod words {
        not_admitted => { nb: "ikke tatt opp på datoen", nn: "ikkje teken opp på datoen", en: "not admitted by the date" }
        other_programme => {
            nb: "ikke i dette programmet", nn: "ikkje i dette programmet", en: "not in this programme" }
        other_cohort => { nb: "ikke i dette kullet", nn: "ikkje i dette kullet", en: "not of this cohort" }
        other_sector => { nb: "annen bransje", nn: "annan bransje", en: "another sector" }
        outside_period => {
            nb: "tatt opp utenfor perioden", nn: "teken opp utanfor perioden", en: "admitted outside the period" }
        outside_region => {
            nb: "ingen arbeidsplasser i regionen", nn: "ingen arbeidsplassar i regionen", en: "no jobs in the region" }
        place_unknown => { nb: "arbeidsstedet er ukjent", nn: "arbeidsstaden er ukjend", en: "workplace unknown" }
        place_ambiguous => {
            nb: "kommunen er delt, så arbeidsstedet er tvetydig",
            nn: "kommunen er delt, så arbeidsstaden er tvitydig",
            en: "the municipality was split, so the workplace is ambiguous" }
        no_headcount => {
            nb: "ingen ansattall registrert", nn: "ingen tal på tilsette registrert", en: "no headcount recorded" }
        no_baseline => {
            nb: "mangler ansattall ved opptak", nn: "manglar tal på tilsette ved opptak", en: "no headcount at admission" }
        stale_headcount => {
            nb: "siste ansattall er eldre enn 15 måneder",
            nn: "siste tal på tilsette er eldre enn 15 månader",
            en: "the latest headcount is older than 15 months" }
        no_fte => { nb: "årsverk er ikke oppgitt", nn: "årsverk er ikkje oppgitt", en: "full-time equivalents not stated" }
        no_founder_count => {
            nb: "antall arbeidende gründere er ikke oppgitt",
            nn: "talet på arbeidande gründerar er ikkje oppgitt",
            en: "number of working founders not stated" }
        not_alive => { nb: "ikke i live", nn: "ikkje i live", en: "not alive" }
        not_exited => { nb: "fortsatt i huset", nn: "framleis i huset", en: "still in the house" }
        too_young => { nb: "tatt opp for kort tid siden", nn: "teken opp for kort tid sidan", en: "admitted too recently" }
        status_unknown => {
            nb: "ingen livstegn de siste 15 månedene: ukjent",
            nn: "ingen livsteikn dei siste 15 månadene: ukjend",
            en: "not seen alive in the last 15 months: unknown" }
        absorbed => {
            nb: "innfusjonert i et annet selskap", nn: "innfusjonert i eit anna selskap", en: "absorbed in a merger" }
        death_date_unknown => {
            nb: "ikke i live, men ukjent siden når", nn: "ikkje i live, men ukjent sidan når", en: "dead, but not known since when" }
        birth_unknown => {
            nb: "oppstartsdatoen er ukjent", nn: "oppstartsdatoen er ukjend", en: "date of founding unknown" }
        not_observed => {
            nb: "ikke sett i live etter at observasjonen begynte",
            nn: "ikkje sett i live etter at observasjonen byrja",
            en: "not seen alive after observation began" }
        no_meeting => {
            nb: "ingen møter i perioden", nn: "ingen møte i perioden", en: "no meeting in the period" }
        not_asked => {
            nb: "ikke spurt i perioden", nn: "ikkje spurd i perioden", en: "not asked in the period" }
        not_yet_due => {
            nb: "har ikke svart, og fristen er ikke ute", nn: "har ikkje svart, og fristen er ikkje ute", en: "has not answered, and is not due yet" }
        no_application => {
            nb: "ingen søknad i perioden", nn: "ingen søknad i perioden", en: "no application in the period" }
        undecided => {
            nb: "søknaden er ikke avgjort", nn: "søknaden er ikkje avgjord", en: "the application is not decided" }
        not_said => {
            nb: "ikke oppgitt", nn: "ikkje oppgitt", en: "not said" }
        stale_team => {
            nb: "oppgitt for mer enn 15 måneder siden", nn: "oppgitt for meir enn 15 månader sidan", en: "said more than 15 months ago" }
        not_in_stage => {
            nb: "har ikke vært i steget", nn: "har ikkje vore i steget", en: "never was in the stage" }
        still_in_stage => {
            nb: "står fortsatt i steget", nn: "står framleis i steget", en: "still in the stage" }
        before_period => {
            nb: "skjedde før perioden", nn: "hende før perioden", en: "happened before the period" }
        other_outcome => {
            nb: "gikk ut på en annen måte", nn: "gjekk ut på ein annan måte", en: "left in another way" }
        no_funding => {
            nb: "ingen offentlige penger i perioden", nn: "ingen offentlege pengar i perioden", en: "no public money in the period" }
        no_repayment => {
            nb: "har ikke betalt tilbake noe i perioden", nn: "har ikkje betalt tilbake noko i perioden", en: "paid nothing back in the period" }
        no_capital => {
            nb: "ingen ekstern kapital i perioden", nn: "ingen ekstern kapital i perioden", en: "no external capital in the period" }
        no_rate => {
            nb: "beløp i fremmed valuta uten kurs", nn: "beløp i framand valuta utan kurs", en: "an amount in a foreign currency without a rate" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_what_json_carries_and_read_back() {
        for reason in OutReason::ALL {
            assert_eq!(serde_json::to_value(reason).unwrap(), reason.code());
            assert_eq!(OutReason::from_code(reason.code()), Some(reason));
        }
        assert_eq!(OutReason::from_code("nonsense"), None);
    }
}
