//! What the policy answers, and the sentence a person reads when the answer is no.

use serde::{Deserialize, Serialize};

use crate::words::Locale;

/// What the policy says of an actor, an action and what it is done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decision {
    /// Go on.
    Allowed,
    /// The actor may not even know that it is there: the answer is that of something that does not exist.
    Hidden,
    /// The actor sees it, and may not do this to it.
    Denied(Reason),
}

impl Decision {
    /// Whether the answer is yes.
    #[must_use]
    pub const fn is_allowed(self) -> bool {
        matches!(self, Self::Allowed)
    }
}

/// Why something that can be seen may not be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// A mentor changes the startups that are assigned to them now.
    NotAssigned,
    /// It is the programme's manager who does this.
    ManagersDo,
    /// It is an administrator who does this.
    AdministratorsDo,
    /// It may touch every programme of the house, so whoever does it runs them all.
    EveryProgramme,
    /// A founder reads, and adds headcount and revenue in their own name.
    FoundersReport,
    /// An evaluator reads applications, and nothing besides.
    EvaluatorsRead,
    /// A funder sees figures of a whole programme, and no single startup.
    FiguresOnly,
    /// A figure of a part of a programme could tell of a single startup.
    NotNarrowed,
    /// A figure that rests on one to four startups that the reader does not see would tell of them.
    TooFew,
    /// Private notes are mentors' own.
    MentorsNote,
    /// An administrator keeps the house, and writes no notes about startups.
    StaffWrite,
    /// Nobody hands out a role greater than their own, or one outside of what they run.
    RoleBeyondYours,
    /// A role holds where it makes sense: a founder's in a startup, an administrator's in the whole house.
    RoleDoesNotFit,
    /// A person's own data is shown to that person and to administrators.
    OwnDataOnly,
    /// Only a startup's founders object to what is recorded about it; others correct it.
    FoundersContest,
    /// Whoever is set on judging a call's applications judges them.
    EvaluatorsJudge,
}

crate::catalogue! {
    /// The sentences of the policy.
    mod sentences {
        not_assigned => {
            nb: "Bare mentoren som følger opp bedriften nå, kan endre den. Be programlederen om å få den tildelt.",
            nn: "Berre mentoren som følgjer opp bedrifta no, kan endre ho. Be programleiaren om å få ho tildelt.",
            en: "Only the mentor who follows the startup up now can change it. Ask the programme's manager to assign it to you." }
        managers_do => {
            nb: "Dette gjør programlederen. Spør programlederen hvis det må gjøres.",
            nn: "Dette gjer programleiaren. Spør programleiaren om det må gjerast.",
            en: "The programme's manager does this. Ask the manager if it has to be done." }
        administrators_do => {
            nb: "Dette gjør en administrator. Spør en administrator hvis det må gjøres.",
            nn: "Dette gjer ein administrator. Spør ein administrator om det må gjerast.",
            en: "An administrator does this. Ask an administrator if it has to be done." }
        every_programme => {
            nb: "Dette kan berøre alle programmene i huset, og gjøres av en administrator eller av den som leder alle. Spør en administrator.",
            nn: "Dette kan røre ved alle programma i huset, og blir gjort av ein administrator eller av den som leier alle. Spør ein administrator.",
            en: "This may touch every programme of the house, so an administrator does it, or whoever runs them all. Ask an administrator." }
        founders_report => {
            nb: "Som gründer kan du lese om bedriften og melde inn sysselsatte og omsetning. Resten fører inkubatoren: si fra til mentoren din om noe er feil.",
            nn: "Som gründer kan du lese om bedrifta og melde inn sysselsette og omsetning. Resten fører inkubatoren: sei frå til mentoren din om noko er feil.",
            en: "As a founder you can read about the startup and report headcount and revenue. The incubator keeps the rest: tell your mentor if something is wrong." }
        evaluators_read => {
            nb: "Som vurderer leser du søknadene du er satt til å vurdere. Spør programlederen om resten.",
            nn: "Som vurderar les du søknadene du er sett til å vurdere. Spør programleiaren om resten.",
            en: "As an evaluator you read the applications you are set to judge. Ask the programme's manager about the rest." }
        figures_only => {
            nb: "Som tilskuddsgiver ser du tall for hele programmet, ikke for enkeltbedrifter. Spør programlederen om mer.",
            nn: "Som tilskotsgjevar ser du tal for heile programmet, ikkje for einskilde bedrifter. Spør programleiaren om meir.",
            en: "As a funder you see figures of the whole programme, not of single startups. Ask the programme's manager for more." }
        not_narrowed => {
            nb: "Tall for en del av dette kan røpe enkeltbedrifter, og vises bare til den som ser bedriftene. Fjern filtrene.",
            nn: "Tal for ein del av dette kan røpe einskilde bedrifter, og blir berre viste til den som ser bedriftene. Fjern filtera.",
            en: "Figures of a part of this could tell of single startups and are shown only to those who see the startups. Take the filters away." }
        too_few => {
            nb: "Tallet hviler på så få bedrifter at det ville røpe dem, og vises ikke. Se det for hele programmet eller huset.",
            nn: "Talet kviler på så få bedrifter at det ville røpe dei, og blir ikkje vist. Sjå det for heile programmet eller huset.",
            en: "The figure rests on so few startups that it would tell of them, and is not shown. Look at the whole programme or house." }
        mentors_note => {
            nb: "Private notater skrives av mentoren som følger opp bedriften, og leses bare av den som skrev dem.",
            nn: "Private notat blir skrivne av mentoren som følgjer opp bedrifta, og lesne berre av den som skreiv dei.",
            en: "Private notes are written by the mentor who follows the startup up, and read only by whoever wrote them." }
        staff_write => {
            nb: "Som administrator kan du lese delte notater. Programlederen og mentoren skriver dem.",
            nn: "Som administrator kan du lese delte notat. Programleiaren og mentoren skriv dei.",
            en: "As an administrator you can read shared notes. The programme's manager and the mentor write them." }
        role_beyond_yours => {
            nb: "Du kan bare gi og ta tilbake roller i det du selv leder. Spør en administrator.",
            nn: "Du kan berre gje og ta tilbake roller i det du sjølv leier. Spør ein administrator.",
            en: "You can hand out and take back roles only in what you run yourself. Ask an administrator." }
        role_does_not_fit => {
            nb: "Rollen passer ikke der. En gründer hører til en bedrift, en administrator til hele huset, de andre til et program.",
            nn: "Rolla passar ikkje der. Ein gründer høyrer til ei bedrift, ein administrator til heile huset, dei andre til eit program.",
            en: "The role does not fit there. A founder belongs to a startup, an administrator to the whole house, the others to a programme." }
        own_data_only => {
            nb: "Opplysninger om en person vises bare til personen selv og til administratorer.",
            nn: "Opplysningar om ein person blir berre viste til personen sjølv og til administratorar.",
            en: "A person's data is shown only to that person and to administrators." }
        founders_contest => {
            nb: "Innsigelser kommer fra gründerne i bedriften. Er noe feil, kan du rette det selv eller si fra til mentoren.",
            nn: "Motsegner kjem frå gründerane i bedrifta. Er noko feil, kan du rette det sjølv eller seie frå til mentoren.",
            en: "Objections come from the startup's founders. If something is wrong, correct it yourself or tell the mentor." }
        evaluators_judge => {
            nb: "Søknader vurderes av dem som er satt opp som vurderere i utlysningen. Sett deg selv opp der om du skal vurdere.",
            nn: "Søknader blir vurderte av dei som er sette opp som vurderarar i utlysinga. Set deg sjølv opp der om du skal vurdere.",
            en: "Applications are judged by those set up as evaluators of the call. Set yourself up there if you are to judge." }
    }
}

impl Reason {
    /// All reasons.
    pub const ALL: [Reason; 16] = [
        Reason::NotAssigned,
        Reason::ManagersDo,
        Reason::AdministratorsDo,
        Reason::EveryProgramme,
        Reason::FoundersReport,
        Reason::EvaluatorsRead,
        Reason::FiguresOnly,
        Reason::NotNarrowed,
        Reason::TooFew,
        Reason::MentorsNote,
        Reason::StaffWrite,
        Reason::RoleBeyondYours,
        Reason::RoleDoesNotFit,
        Reason::OwnDataOnly,
        Reason::FoundersContest,
        Reason::EvaluatorsJudge,
    ];

    /// The sentence a person reads: why not, and whom to ask.
    #[must_use]
    pub const fn text(self, locale: Locale) -> &'static str {
        match self {
            Self::NotAssigned => sentences::not_assigned(locale),
            Self::ManagersDo => sentences::managers_do(locale),
            Self::AdministratorsDo => sentences::administrators_do(locale),
            Self::EveryProgramme => sentences::every_programme(locale),
            Self::FoundersReport => sentences::founders_report(locale),
            Self::EvaluatorsRead => sentences::evaluators_read(locale),
            Self::FiguresOnly => sentences::figures_only(locale),
            Self::NotNarrowed => sentences::not_narrowed(locale),
            Self::TooFew => sentences::too_few(locale),
            Self::MentorsNote => sentences::mentors_note(locale),
            Self::StaffWrite => sentences::staff_write(locale),
            Self::RoleBeyondYours => sentences::role_beyond_yours(locale),
            Self::RoleDoesNotFit => sentences::role_does_not_fit(locale),
            Self::OwnDataOnly => sentences::own_data_only(locale),
            Self::FoundersContest => sentences::founders_contest(locale),
            Self::EvaluatorsJudge => sentences::evaluators_judge(locale),
        }
    }
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.text(Locale::En))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reason_has_a_sentence_of_its_own_in_each_language() {
        for locale in Locale::ALL {
            let told: std::collections::HashSet<&str> = Reason::ALL.iter().map(|reason| reason.text(locale)).collect();
            assert_eq!(told.len(), Reason::ALL.len(), "{locale:?}");
            assert!(told.iter().all(|text| text.ends_with('.')), "{locale:?}");
        }
    }
}
