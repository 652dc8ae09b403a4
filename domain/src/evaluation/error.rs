//! Why something about judging applications is refused.

use crate::words::Locale;

/// Why it is refused; each has a sentence of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EvaluationError {
    /// A criterion without a name in bokmål.
    #[error("the criterion needs a name")]
    CriterionUnnamed,
    /// A weight that is not above zero, or beyond all measure.
    #[error("the weight must be above zero and at most 100")]
    Weight,
    /// A scale that goes nowhere or too far.
    #[error("the scale must rise, and end at 10 at most")]
    Scale,
    /// More criteria than anybody judges with care.
    #[error("a round can have 20 criteria at most")]
    TooManyCriteria,
    /// A text beyond what the product keeps.
    #[error("the text is too long")]
    TooLong,
    /// A round without anything to judge by.
    #[error("the round has no criteria")]
    NoCriteria,
    /// A round without anybody to judge.
    #[error("the call has no evaluators")]
    NoEvaluators,
    /// Criteria stand once somebody has scored.
    #[error("somebody has scored already")]
    Scored,
    /// The round is closed.
    #[error("the round is closed")]
    RoundClosed,
    /// Another round of the call is open.
    #[error("another round is open")]
    RoundOpen,
    /// The round before has to be closed before a new one begins.
    #[error("nothing was picked for the next round")]
    NothingPicked,
    /// A criterion without a score.
    #[error("a criterion has no score")]
    Incomplete,
    /// A score that is not on the scale.
    #[error("a score is not on its scale")]
    OffScale,
    /// The sheet is handed in; a manager can reopen it.
    #[error("the score is handed in already")]
    AlreadySubmitted,
    /// There is nothing handed in to reopen.
    #[error("the score is not handed in")]
    NotSubmitted,
    /// A conflict of interest was declared.
    #[error("a conflict of interest was declared")]
    Conflicted,
    /// The evaluator has handed in scores already, and cannot be taken off.
    #[error("the person is no evaluator or manager of the programme")]
    NotAnEvaluator,
    /// The application is not judged in this round: withdrawn, decided, or not picked.
    #[error("the application is not up for judgement")]
    NotUp,
    /// The application was decided already.
    #[error("the application is decided already")]
    Decided,
    /// Nothing was decided that could be undone.
    #[error("nothing was decided")]
    NotDecided,
    /// The startup has moved on since it was admitted.
    #[error("the startup has moved on since")]
    MovedOn,
    /// Admitted without a headcount, and without saying that it is unknown.
    #[error("the headcount at admission is missing")]
    BaselineMissing,
    /// A headcount, and beside it that it is unknown.
    #[error("the headcount is both told and unknown")]
    BaselineBoth,
    /// A decline or a place on the waiting list without a reason.
    #[error("the reason is missing")]
    ReasonMissing,
    /// A letter without a text.
    #[error("the letter is empty")]
    LetterEmpty,
    /// A letter with a place that nothing was put into.
    #[error("the letter has a place that was not filled in")]
    LetterUnfilled,
    /// Nobody was chosen.
    #[error("no application was chosen")]
    NobodyChosen,
}

crate::catalogue! {
    /// The sentences.
    mod sentences {
        criterion_unnamed => { nb: "Gi kriteriet et navn på bokmål.", nn: "Gi kriteriet eit namn på bokmål.", en: "Give the criterion a name in bokmål." }
        weight => {
            nb: "Vekten må være over 0 og høyst 100. Skriv for eksempel 1 eller 2,5.",
            nn: "Vekta må vere over 0 og høgst 100. Skriv til dømes 1 eller 2,5.",
            en: "The weight must be above 0 and at most 100. Write for instance 1 or 2.5." }
        scale => {
            nb: "Skalaen må stige og slutte på høyst 10, for eksempel fra 1 til 5.",
            nn: "Skalaen må stige og slutte på høgst 10, til dømes frå 1 til 5.",
            en: "The scale must rise and end at 10 at most, for instance from 1 to 5." }
        too_many => {
            nb: "En runde kan ha høyst 20 kriterier. Slå sammen noen av dem.",
            nn: "Ein runde kan ha høgst 20 kriterium. Slå saman nokre av dei.",
            en: "A round can have at most 20 criteria. Merge some of them." }
        too_long => {
            nb: "Teksten er for lang: navn høyst 120 tegn, andre tekster høyst 4 000.",
            nn: "Teksten er for lang: namn høgst 120 teikn, andre tekstar høgst 4 000.",
            en: "The text is too long: names at most 120 characters, other texts at most 4,000." }
        no_criteria => {
            nb: "Runden har ingen kriterier ennå. Legg til minst ett først.",
            nn: "Runden har ingen kriterium enno. Legg til minst eitt fyrst.",
            en: "The round has no criteria yet. Add at least one first." }
        no_evaluators => {
            nb: "Utlysningen har ingen vurderere ennå. Legg til minst én først.",
            nn: "Utlysinga har ingen vurderarar enno. Legg til minst éin fyrst.",
            en: "The call has no evaluators yet. Add at least one first." }
        scored => {
            nb: "Noen har begynt å gi poeng, og kriteriene står fast. Lukk runden og åpne en ny for å endre dem.",
            nn: "Nokon har byrja å gi poeng, og kriteria står fast. Lukk runden og opne ein ny for å endre dei.",
            en: "Somebody has begun to score, and the criteria stand. Close the round and open another to change them." }
        round_closed => {
            nb: "Runden er lukket. Det du har skrevet, er beholdt, men teller ikke med. Spør programlederen.",
            nn: "Runden er lukka. Det du har skrive, er teke vare på, men tel ikkje med. Spør programleiaren.",
            en: "The round is closed. What you wrote is kept, but does not count. Ask the programme's manager." }
        round_open => {
            nb: "En annen runde er åpen. Lukk den før du åpner en ny.",
            nn: "Ein annan runde er open. Lukk han før du opnar ein ny.",
            en: "Another round is open. Close it before you open a new one." }
        nothing_picked => {
            nb: "Velg minst én søknad som skal videre til neste runde.",
            nn: "Vel minst éin søknad som skal vidare til neste runde.",
            en: "Choose at least one application that goes on to the next round." }
        incomplete => {
            nb: "Gi poeng på alle kriteriene før du leverer. Det du har valgt, er beholdt.",
            nn: "Gi poeng på alle kriteria før du leverer. Det du har valt, er teke vare på.",
            en: "Score every criterion before you hand it in. What you chose is kept." }
        off_scale => {
            nb: "Et av poengene ligger utenfor skalaen. Velg på nytt.",
            nn: "Eitt av poenga ligg utanfor skalaen. Vel på nytt.",
            en: "One of the scores is off its scale. Choose again." }
        already_submitted => {
            nb: "Vurderingen din er levert. Programlederen kan åpne den igjen.",
            nn: "Vurderinga di er levert. Programleiaren kan opne ho att.",
            en: "Your score is handed in. The programme's manager can reopen it." }
        not_submitted => {
            nb: "Vurderingen er ikke levert, så det er ingenting å åpne igjen.",
            nn: "Vurderinga er ikkje levert, så det er ingenting å opne att.",
            en: "The score is not handed in, so there is nothing to reopen." }
        conflicted => {
            nb: "Du har meldt deg inhabil i denne søknaden. En annen må vurdere og avgjøre den.",
            nn: "Du har meldt deg ugild i denne søknaden. Ein annan må vurdere og avgjere han.",
            en: "You have declared a conflict of interest here. Somebody else has to judge and decide it." }
        not_an_evaluator => {
            nb: "Personen er ikke vurderer eller leder i programmet. Inviter dem først.",
            nn: "Personen er ikkje vurderar eller leiar i programmet. Inviter dei fyrst.",
            en: "That person is no evaluator or manager of the programme. Invite them first." }
        not_up => {
            nb: "Søknaden er ikke til vurdering i denne runden: den er trukket, avgjort eller ikke tatt med videre.",
            nn: "Søknaden er ikkje til vurdering i denne runden: han er trekt, avgjord eller ikkje teken med vidare.",
            en: "The application is not up for judgement in this round: it was withdrawn, decided or not taken further." }
        decided => {
            nb: "Søknaden er allerede avgjort. Angre avgjørelsen først hvis den var feil.",
            nn: "Søknaden er alt avgjord. Angre avgjerda fyrst om ho var feil.",
            en: "The application is decided already. Undo the decision first if it was wrong." }
        not_decided => {
            nb: "Søknaden er ikke avgjort, så det er ingenting å angre.",
            nn: "Søknaden er ikkje avgjord, så det er ingenting å angre.",
            en: "The application is not decided, so there is nothing to undo." }
        moved_on => {
            nb: "Bedriften er flyttet videre siden. Rett flyttingene på bedriftens side i stedet.",
            nn: "Bedrifta er flytta vidare sidan. Rett flyttingane på sida til bedrifta i staden.",
            en: "The startup has moved on since. Correct its moves on its own page instead." }
        baseline_missing => {
            nb: "Skriv hvor mange som er sysselsatt ved opptaket, eller kryss av for at det er ukjent. Uten tallet kan ingen si hva opptaket førte til.",
            nn: "Skriv kor mange som er sysselsette ved opptaket, eller kryss av for at det er ukjent. Utan talet kan ingen seie kva opptaket førte til.",
            en: "Write how many are employed at admission, or tick that it is unknown. Without the number nobody can say what admission led to." }
        baseline_both => {
            nb: "Du har både skrevet et tall og krysset av for ukjent. Velg ett av dem.",
            nn: "Du har både skrive eit tal og kryssa av for ukjent. Vel eitt av dei.",
            en: "You have written a number and also ticked unknown. Choose one of them." }
        reason_missing => {
            nb: "Skriv en grunn. Den er intern, og søkeren ser den ikke.",
            nn: "Skriv ein grunn. Han er intern, og søkjaren ser han ikkje.",
            en: "Write a reason. It is internal, and the applicant does not see it." }
        letter_empty => {
            nb: "Brevet er tomt. Skriv noe til søkeren.",
            nn: "Brevet er tomt. Skriv noko til søkjaren.",
            en: "The letter is empty. Write something to the applicant." }
        letter_unfilled => {
            nb: "Brevet har en plass i krøllparentes som ikke er fylt ut. Skriv det som skal stå der.",
            nn: "Brevet har ein plass i krøllparentes som ikkje er fylt ut. Skriv det som skal stå der.",
            en: "The letter has a place in braces that is not filled in. Write what should stand there." }
        nobody_chosen => { nb: "Velg minst én søknad.", nn: "Vel minst éin søknad.", en: "Choose at least one application." }
    }
}

impl EvaluationError {
    /// All of them.
    pub const ALL: [EvaluationError; 27] = [
        Self::CriterionUnnamed,
        Self::Weight,
        Self::Scale,
        Self::TooManyCriteria,
        Self::TooLong,
        Self::NoCriteria,
        Self::NoEvaluators,
        Self::Scored,
        Self::RoundClosed,
        Self::RoundOpen,
        Self::NothingPicked,
        Self::Incomplete,
        Self::OffScale,
        Self::AlreadySubmitted,
        Self::NotSubmitted,
        Self::Conflicted,
        Self::NotAnEvaluator,
        Self::NotUp,
        Self::Decided,
        Self::NotDecided,
        Self::MovedOn,
        Self::BaselineMissing,
        Self::BaselineBoth,
        Self::ReasonMissing,
        Self::LetterEmpty,
        Self::LetterUnfilled,
        Self::NobodyChosen,
    ];

    /// The sentence a person reads: what happened and what to do.
    #[must_use]
    pub const fn text(self, locale: Locale) -> &'static str {
        match self {
            Self::CriterionUnnamed => sentences::criterion_unnamed(locale),
            Self::Weight => sentences::weight(locale),
            Self::Scale => sentences::scale(locale),
            Self::TooManyCriteria => sentences::too_many(locale),
            Self::TooLong => sentences::too_long(locale),
            Self::NoCriteria => sentences::no_criteria(locale),
            Self::NoEvaluators => sentences::no_evaluators(locale),
            Self::Scored => sentences::scored(locale),
            Self::RoundClosed => sentences::round_closed(locale),
            Self::RoundOpen => sentences::round_open(locale),
            Self::NothingPicked => sentences::nothing_picked(locale),
            Self::Incomplete => sentences::incomplete(locale),
            Self::OffScale => sentences::off_scale(locale),
            Self::AlreadySubmitted => sentences::already_submitted(locale),
            Self::NotSubmitted => sentences::not_submitted(locale),
            Self::Conflicted => sentences::conflicted(locale),
            Self::NotAnEvaluator => sentences::not_an_evaluator(locale),
            Self::NotUp => sentences::not_up(locale),
            Self::Decided => sentences::decided(locale),
            Self::NotDecided => sentences::not_decided(locale),
            Self::MovedOn => sentences::moved_on(locale),
            Self::BaselineMissing => sentences::baseline_missing(locale),
            Self::BaselineBoth => sentences::baseline_both(locale),
            Self::ReasonMissing => sentences::reason_missing(locale),
            Self::LetterEmpty => sentences::letter_empty(locale),
            Self::LetterUnfilled => sentences::letter_unfilled(locale),
            Self::NobodyChosen => sentences::nobody_chosen(locale),
        }
    }

    /// The form field beside which the sentence belongs; `None` for the whole form.
    #[must_use]
    pub const fn field(self) -> Option<&'static str> {
        match self {
            Self::CriterionUnnamed => Some("name_nb"),
            Self::Weight => Some("weight"),
            Self::Scale => Some("high"),
            Self::NotAnEvaluator => Some("person"),
            Self::BaselineMissing | Self::BaselineBoth => Some("employees"),
            Self::ReasonMissing => Some("reason"),
            Self::LetterEmpty | Self::LetterUnfilled => Some("letter"),
            _ => None,
        }
    }
}
