//! The rules a write can break, each with its sentence.

use chrono::NaiveDate;
use domain::documents::Unfit;
use domain::facts::{HeadcountError, TeamError};
use domain::pipeline::MoveError;
use domain::stages::StageError;
use domain::words::Locale;

/// Why a write is refused; each kind has its own name and sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The move is illegal.
    #[error(transparent)]
    Move(MoveError),
    /// A rule of judging applications says no.
    #[error(transparent)]
    Evaluation(domain::evaluation::EvaluationError),
    /// The headcount contradicts itself.
    #[error(transparent)]
    Headcount(HeadcountError),
    /// The figure cannot be published, or the note not written.
    #[error(transparent)]
    Publication(crate::publications::PublishRefusal),
    /// The report is not saved or handed in.
    #[error(transparent)]
    Report(crate::reports::ReportRefusal),
    /// The document is not taken.
    #[error(transparent)]
    Document(Unfit),
    /// The team contradicts itself.
    #[error(transparent)]
    Team(TeamError),
    /// The edit breaks a rule of a programme's stages.
    #[error(transparent)]
    Stage(StageError),
    /// The stage is retired and takes nothing new.
    #[error("the stage is retired")]
    StageRetired,
    /// What is to be undone has something later resting on it.
    #[error("something later rests on it")]
    BuiltUpon,
    /// No founder of the startup has an address to write to.
    #[error("no founder has an address")]
    NobodyToWriteTo,
    /// A budget of no hours, or of more than a year has.
    #[error("a budget of no hours, or of more than a year has")]
    BudgetOutOfRange,
    /// A planned meeting lies behind.
    #[error("a planned meeting lies behind")]
    PlannedInPast,
    /// A meeting lasts at least a minute and at most a day.
    #[error("a meeting lasts at least a minute and at most a day")]
    MeetingLength,
    /// The call or its question cannot be as asked for.
    #[error(transparent)]
    Call(crate::intake::CallRefusal),
    /// After the correction or withdrawal the remaining moves would no longer be legal.
    #[error("the move on {on} would no longer be legal: {why}")]
    SequenceBroken {
        /// The first move that would be illegal.
        on: NaiveDate,
        /// Why it would be.
        why: MoveError,
    },
    /// A fact cannot be about a day that has not come.
    #[error("{on} lies in the future")]
    InFuture {
        /// The day asked for.
        on: NaiveDate,
    },
    /// A day before 1900 is a slip of the hand.
    #[error("{on} is before 1900")]
    TooEarly {
        /// The day asked for.
        on: NaiveDate,
    },
    /// Aid that passes its ceiling, or of which nobody knows whether it does, without a reason.
    #[error("{0:?}: recording this aid needs a reason")]
    Aid(domain::funding::Verdict),
    /// The award has ended, or the step cannot follow on it.
    #[error("an award that was never granted cannot be paid")]
    StepOutOfOrder,
    /// A euro is worth one to a hundred kroner.
    #[error("a euro is worth one to a hundred kroner")]
    RateOutOfRange,
    /// A name is asked for.
    #[error("a name is missing")]
    NameMissing,
    /// A text is longer than the product keeps.
    #[error("{field} is longer than {most} characters")]
    TooLong {
        /// Which field.
        field: &'static str,
        /// The most characters it may have.
        most: usize,
    },
    /// The external id is another startup's.
    #[error("the external id {id} is another startup's")]
    ExternalIdTaken {
        /// The id asked for.
        id: String,
    },
    /// The organisation number is another startup's, or this one's already.
    #[error("the organisation number {number} is registered here already")]
    OrganisationNumberTaken {
        /// The number asked for.
        number: String,
    },
    /// The external id is that of a startup which the actor does not see.
    #[error("the external id {id} is taken in the house")]
    ExternalIdTakenUnseen {
        /// The id asked for.
        id: String,
    },
    /// The organisation number is that of a startup which the actor does not see.
    #[error("the organisation number {number} is taken in the house")]
    OrganisationNumberTakenUnseen {
        /// The number asked for.
        number: String,
    },
    /// The short name is another programme's.
    #[error("the short name {slug} is another programme's")]
    SlugTaken {
        /// The short name asked for.
        slug: String,
    },
    /// The programme has a cohort of that name.
    #[error("the programme has a cohort {name} already")]
    CohortTaken {
        /// The name asked for.
        name: String,
    },
    /// A cohort or an assignment that ends before it begins.
    #[error("it ends before it begins")]
    EndsBeforeItBegins,
    /// A programme needs a first step, an admission and an exit.
    #[error("a programme needs a first step, a way in and a way out, each stage with a key of its own")]
    StagesIncomplete,
    /// A later fact took its place already; correct that one.
    #[error("a later fact has taken its place already")]
    AlreadySuperseded,
    /// It was withdrawn already.
    #[error("it was withdrawn already")]
    AlreadyWithdrawn,
    /// A correction or withdrawal without a reason.
    #[error("a correction needs a reason")]
    ReasonMissing,
    /// There is no further stage to advance to.
    #[error("there is no further stage to advance to")]
    NoStageAhead,
    /// There is no stage to go back to.
    #[error("there is no stage to go back to")]
    NoStageBehind,
    /// The programme has no stage for this outcome.
    #[error("the programme has no exit stage")]
    NoExitStage,
    /// The person is not a mentor.
    #[error("the person is not a mentor")]
    NotAMentor,
    /// An amount that must not be negative.
    #[error("an amount below zero")]
    NegativeAmount,
    /// The text is no e-mail address.
    #[error("this is no e-mail address")]
    BadEmail,
    /// The person has the role there already.
    #[error("they have this role already")]
    RoleHeld,
    /// The account of this address is closed.
    #[error("the account of this address is closed")]
    AccountClosed,
    /// Without this one the house would have no administrator.
    #[error("the house needs an administrator")]
    LastAdmin,
    /// The message is under way or settled, and what it said is forgotten.
    #[error("the message cannot be sent again")]
    MailGone,
    /// A programme cannot ask for updates like that.
    #[error(transparent)]
    UpdateSettings(domain::updates::SettingsError),
    /// The link of a mail, or what it led to, is over.
    #[error("the request for an update is over")]
    UpdateOver,
    /// There is nobody to ask for an update.
    #[error("there is nobody to ask")]
    NobodyToAsk,
    /// The headcount is what an update is about.
    #[error("the headcount is missing")]
    HeadcountMissing,
    /// A fact that nobody answered for yet was objected to once more.
    #[error("there is an open objection to it already")]
    ObjectionOpen,
    /// The objection was answered already.
    #[error("the objection was answered already")]
    ObjectionAnswered,
    /// Something is put off until a day that is not to come, or too far away.
    #[error("something is put off until a day to come, at most {most} days away")]
    SnoozeDay {
        /// The most days away.
        most: u64,
    },
    /// A contract cannot be agreed like that.
    #[error(transparent)]
    Terms(domain::contracts::TermsError),
    /// A contract stands in the way.
    #[error(transparent)]
    Contract(crate::contracts::ContractRefusal),
    /// What was typed to confirm is not the person's name.
    #[error("what was typed is not the name")]
    OtherName,
}

domain::catalogue! {
    /// The sentences of refused writes.
    mod sentences {
        budget_out_of_range => {
            nb: "Skriv mellom 0,5 og 2 000 timer, eller la feltet stå tomt for ingen ramme.",
            nn: "Skriv mellom 0,5 og 2 000 timar, eller la feltet stå tomt for inga ramme.",
            en: "Write between 0.5 and 2,000 hours, or leave the field empty for no budget." }
        planned_in_past => {
            nb: "Et møte planlegges fra i dag og framover. Er det holdt, logger du det i stedet.",
            nn: "Eit møte blir planlagt frå i dag og framover. Er det halde, loggar du det i staden.",
            en: "A meeting is planned from today on. If it has been held, log it instead." }
        stage_retired => {
            nb: "Steget er tatt ut av bruk, så ingen flyttes dit lenger. Velg et annet steg.",
            nn: "Steget er teke ut av bruk, så ingen blir flytta dit lenger. Vel eit anna steg.",
            en: "The stage is retired, so nothing moves into it any more. Choose another stage." }
        built_upon => {
            nb: "Det er registrert noe senere som bygger på dette, så det kan ikke angres med ett trykk. Rett det på bedriftens side.",
            nn: "Det er registrert noko seinare som byggjer på dette, så det kan ikkje angrast med eitt trykk. Rett det på sida til bedrifta.",
            en: "Something later rests on this, so it cannot be undone with one press. Correct it on the startup's page." }
        nobody_to_write_to => {
            nb: "Ingen av gründerne har en e-postadresse her. Legg inn en adresse på bedriftens side.",
            nn: "Ingen av gründerane har ei e-postadresse her. Legg inn ei adresse på sida til bedrifta.",
            en: "None of the founders has an e-mail address here. Add one on the startup's page." }
        snooze_day(most: &str) => {
            nb: "Velg en dag fra i morgen og høyst {most} dager fram.",
            nn: "Vel ein dag frå i morgon og høgst {most} dagar fram.",
            en: "Choose a day from tomorrow on, at most {most} days ahead." }
        meeting_length => {
            nb: "Et møte varer minst ett minutt og høyst et døgn. Skriv varigheten i minutter.",
            nn: "Eit møte varer minst eitt minutt og høgst eit døgn. Skriv kor lenge i minutt.",
            en: "A meeting lasts at least a minute and at most a day. Write how long in minutes." }
        team_too_many => {
            nb: "Et team har høyst 1 000 gründere og ledere. Se over tallet.",
            nn: "Eit team har høgst 1 000 gründerar og leiarar. Sjå over talet.",
            en: "A team has at most 1,000 founders and leaders. Check the number." }
        more_women_than_founders => {
            nb: "Det kan ikke være flere kvinner enn gründere. Se over de to tallene.",
            nn: "Det kan ikkje vere fleire kvinner enn gründerar. Sjå over dei to tala.",
            en: "There cannot be more women than founders. Check the two numbers." }
        more_women_than_leaders => {
            nb: "Det kan ikke være flere kvinner enn ledere. Se over de to tallene.",
            nn: "Det kan ikkje vere fleire kvinner enn leiarar. Sjå over dei to tala.",
            en: "There cannot be more women than leaders. Check the two numbers." }
        leaders_missing => {
            nb: "Skriv hvor mange ledere det er, før du skriver hvor mange av dem som er kvinner.",
            nn: "Skriv kor mange leiarar det er, før du skriv kor mange av dei som er kvinner.",
            en: "Write how many leaders there are before how many of them are women." }
        broken(on: &str, why: &str) => {
            nb: "Da ville flyttingen {on} ikke lenger vært lovlig: {why}",
            nn: "Då ville flyttinga {on} ikkje lenger vore lovleg: {why}",
            en: "Then the move on {on} would no longer be legal: {why}" }
        in_future(on: &str) => {
            nb: "{on} ligger fram i tid. En opplysning kan gjelde i dag eller tidligere.",
            nn: "{on} ligg fram i tid. Ei opplysning kan gjelde i dag eller tidlegare.",
            en: "{on} lies in the future. A fact can be about today or earlier." }
        too_early(on: &str) => {
            nb: "{on} er før 1900. Sjekk årstallet.",
            nn: "{on} er før 1900. Sjekk årstalet.",
            en: "{on} is before 1900. Check the year." }
        name_missing => { nb: "Skriv et navn.", nn: "Skriv eit namn.", en: "Write a name." }
        too_long(most: &str) => {
            nb: "Teksten er for lang: høyst {most} tegn.",
            nn: "Teksten er for lang: høgst {most} teikn.",
            en: "The text is too long: at most {most} characters." }
        external_id_taken(id: &str) => {
            nb: "ID-en {id} hører til en annen bedrift her.",
            nn: "ID-en {id} høyrer til ei anna bedrift her.",
            en: "The id {id} belongs to another startup here." }
        number_taken(number: &str) => {
            nb: "Organisasjonsnummeret {number} er allerede registrert her. Søk det opp før du registrerer det på nytt.",
            nn: "Organisasjonsnummeret {number} er alt registrert her. Søk det opp før du registrerer det på nytt.",
            en: "The organisation number {number} is registered here already. Look it up before entering it again." }
        external_id_unseen(id: &str) => {
            nb: "ID-en {id} er i bruk i huset. Velg en annen, eller spør en administrator.",
            nn: "ID-en {id} er i bruk i huset. Vel ein annan, eller spør ein administrator.",
            en: "The id {id} is in use in the house. Choose another, or ask an administrator." }
        number_unseen(number: &str) => {
            nb: "Organisasjonsnummeret {number} er registrert i huset, men ikke i det du ser. Spør en administrator.",
            nn: "Organisasjonsnummeret {number} er registrert i huset, men ikkje i det du ser. Spør ein administrator.",
            en: "The organisation number {number} is registered in the house, outside of what you see. Ask an administrator." }
        slug_taken(slug: &str) => {
            nb: "Kortnavnet {slug} er i bruk for et annet program.",
            nn: "Kortnamnet {slug} er i bruk for eit anna program.",
            en: "The short name {slug} is another programme's." }
        cohort_taken(name: &str) => {
            nb: "Programmet har allerede et kull som heter {name}.",
            nn: "Programmet har alt eit kull som heiter {name}.",
            en: "The programme has a cohort called {name} already." }
        step_out_of_order => {
            nb: "Et tilsagn må velges først: bare det som er gitt, kan utbetales, betales tilbake, trekkes eller bortfalle.",
            nn: "Ei tilsegn må veljast først: berre det som er gjeve, kan utbetalast, betalast tilbake, trekkjast eller falle bort.",
            en: "Choose an award first: only what was given can be paid, repaid, withdrawn or lapse." }
        rate_out_of_range => {
            nb: "Kursen er kroner for en euro, for eksempel 11,42.",
            nn: "Kursen er kroner for ein euro, til dømes 11,42.",
            en: "The rate is kroner for a euro, such as 11.42." }
        ends_first => {
            nb: "Slutten er før begynnelsen. Bytt om på datoene.",
            nn: "Slutten er før byrjinga. Byt om på datoane.",
            en: "It ends before it begins. Swap the dates." }
        stages_incomplete => {
            nb: "Et program trenger et første steg, et opptak og en vei ut, og hvert steg en egen nøkkel.",
            nn: "Eit program treng eit fyrste steg, eit opptak og ein veg ut, og kvart steg ein eigen nøkkel.",
            en: "A programme needs a first step, an admission and a way out, each stage with a key of its own." }
        superseded => {
            nb: "Denne opplysningen er allerede rettet. Rett den nyeste i stedet.",
            nn: "Denne opplysninga er alt retta. Rett den nyaste i staden.",
            en: "This fact has been corrected already. Correct the newest one instead." }
        withdrawn => {
            nb: "Denne opplysningen er allerede trukket tilbake.",
            nn: "Denne opplysninga er alt trekt tilbake.",
            en: "This fact has been withdrawn already." }
        reason_missing => {
            nb: "Skriv hvorfor opplysningen rettes. Grunnen blir stående i historikken.",
            nn: "Skriv kvifor opplysninga blir retta. Grunnen blir ståande i historikken.",
            en: "Say why the fact is corrected. The reason stays in its history." }
        no_stage_ahead => {
            nb: "Det er ikke flere steg framover i dette programmet. Avslutt oppholdet når bedriften går ut.",
            nn: "Det er ikkje fleire steg framover i dette programmet. Avslutt opphaldet når bedrifta går ut.",
            en: "There is no further stage in this programme. Close the stay when the startup leaves." }
        no_stage_behind => {
            nb: "Det er ikke noe tidligere steg å gå tilbake til.",
            nn: "Det er ikkje noko tidlegare steg å gå tilbake til.",
            en: "There is no earlier stage to go back to." }
        no_exit_stage => {
            nb: "Programmet har ikke noe steg for denne avslutningen.",
            nn: "Programmet har ikkje noko steg for denne avslutninga.",
            en: "The programme has no stage for this exit." }
        not_a_mentor => {
            nb: "Personen er ikke registrert som mentor.",
            nn: "Personen er ikkje registrert som mentor.",
            en: "That person is not registered as a mentor." }
        negative => {
            nb: "Beløpet kan ikke være under null.",
            nn: "Beløpet kan ikkje vere under null.",
            en: "The amount cannot be below zero." }
        update_over => {
            nb: "Denne forespørselen er over: den er trukket tilbake, eller runden er avsluttet. Ingenting ble lagret. Logg inn for å melde tall, eller spør den som leder programmet.",
            nn: "Denne førespurnaden er over: han er trekt tilbake, eller runden er avslutta. Ingenting vart lagra. Logg inn for å melde tal, eller spør den som leier programmet.",
            en: "This request is over: it was taken back, or the round is closed. Nothing was saved. Sign in to report, or ask whoever runs the programme." }
        nobody_to_ask => {
            nb: "Det er ingen å spørre nå: alle i programmet er nettopp spurt, eller ingen er tatt opp.",
            nn: "Det er ingen å spørje no: alle i programmet er nettopp spurde, eller ingen er tekne opp.",
            en: "There is nobody to ask now: all in the programme were asked a moment ago, or nobody is admitted." }
        headcount_missing => {
            nb: "Skriv hvor mange ansatte dere har i dag. Er det ingen, skriv 0.",
            nn: "Skriv kor mange tilsette de har i dag. Er det ingen, skriv 0.",
            en: "Write how many employees you have today. If none, write 0." }
        objection_open => {
            nb: "Dere har allerede sagt at denne opplysningen er feil, og venter på svar.",
            nn: "De har alt sagt at denne opplysninga er feil, og ventar på svar.",
            en: "You have said already that this is wrong, and wait for an answer." }
        objection_answered => {
            nb: "Innvendingen er allerede besvart.",
            nn: "Innvendinga er alt svara på.",
            en: "The objection was answered already." }
        other_name => {
            nb: "Dette er ikke navnet på personen. Skriv navnet slik det står over skjemaet; ingenting er slettet.",
            nn: "Dette er ikkje namnet på personen. Skriv namnet slik det står over skjemaet; ingenting er sletta.",
            en: "That is not the person's name. Type it as it stands above the form; nothing was erased." }
        bad_email => {
            nb: "Dette ser ikke ut som en e-postadresse. Skriv den slik: navn@eksempel.no",
            nn: "Dette ser ikkje ut som ei e-postadresse. Skriv ho slik: namn@eksempel.no",
            en: "This does not look like an e-mail address. Write it like this: name@example.com" }
        role_held => {
            nb: "Personen har allerede denne rollen her. Endre den som finnes i stedet.",
            nn: "Personen har alt denne rolla her. Endre den som finst i staden.",
            en: "The person has this role here already. Change the one that is there instead." }
        account_closed => {
            nb: "Kontoen til denne adressen er stengt. En administrator kan åpne den igjen.",
            nn: "Kontoen til denne adressa er stengd. Ein administrator kan opne han att.",
            en: "The account of this address is closed. An administrator can open it again." }
        last_admin => {
            nb: "Huset må ha minst én administrator som kan logge inn. Gi rollen til en annen først.",
            nn: "Huset må ha minst éin administrator som kan logge inn. Gi rolla til ein annan fyrst.",
            en: "The house needs an administrator who can sign in. Give the role to somebody else first." }
        mail_gone => {
            nb: "Meldingen kan ikke sendes på nytt: den er sendt, under sending eller utløpt, eller koden i den er glemt. Be om en ny i stedet.",
            nn: "Meldinga kan ikkje sendast på nytt: ho er send, under sending eller utgått, eller koden i henne er gløymd. Be om ei ny i staden.",
            en: "The message cannot be sent again: it is sent, under way or expired, or its code is forgotten. Ask for a new one instead." }
    }
}

impl Refusal {
    /// The sentence a person reads: what happened and what to do.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        let date = |on: &NaiveDate| domain::format::date(locale, *on);
        match self {
            Self::Move(error) => error.text(locale),
            Self::Evaluation(error) => error.text(locale).to_owned(),
            Self::Headcount(error) => error.text(locale),
            Self::Call(error) => error.text(locale),
            Self::Document(unfit) => unfit.text(locale),
            Self::Publication(refusal) => refusal.text(locale),
            Self::Report(refusal) => refusal.text(locale),
            Self::SnoozeDay { most } => sentences::snooze_day(locale, &most.to_string()),
            Self::Team(error) => team_text(*error, locale).to_owned(),
            Self::Stage(error) => error.text(locale),
            Self::StageRetired => sentences::stage_retired(locale).to_owned(),
            Self::BuiltUpon => sentences::built_upon(locale).to_owned(),
            Self::NobodyToWriteTo => sentences::nobody_to_write_to(locale).to_owned(),
            Self::MeetingLength => sentences::meeting_length(locale).to_owned(),
            Self::PlannedInPast => sentences::planned_in_past(locale).to_owned(),
            Self::BudgetOutOfRange => sentences::budget_out_of_range(locale).to_owned(),
            Self::SequenceBroken { on, why } => sentences::broken(locale, &date(on), &why.text(locale)),
            Self::InFuture { on } => sentences::in_future(locale, &date(on)),
            Self::TooEarly { on } => sentences::too_early(locale, &date(on)),
            Self::Aid(verdict) => verdict.warning(locale).unwrap_or_default(),
            Self::StepOutOfOrder => sentences::step_out_of_order(locale).to_owned(),
            Self::RateOutOfRange => sentences::rate_out_of_range(locale).to_owned(),
            Self::NameMissing => sentences::name_missing(locale).to_owned(),
            Self::TooLong { most, .. } => sentences::too_long(locale, &most.to_string()),
            Self::ExternalIdTaken { id } => sentences::external_id_taken(locale, id),
            Self::OrganisationNumberTaken { number } => sentences::number_taken(locale, number),
            Self::ExternalIdTakenUnseen { id } => sentences::external_id_unseen(locale, id),
            Self::OrganisationNumberTakenUnseen { number } => sentences::number_unseen(locale, number),
            Self::SlugTaken { slug } => sentences::slug_taken(locale, slug),
            Self::CohortTaken { name } => sentences::cohort_taken(locale, name),
            Self::EndsBeforeItBegins => sentences::ends_first(locale).to_owned(),
            Self::StagesIncomplete => sentences::stages_incomplete(locale).to_owned(),
            Self::AlreadySuperseded => sentences::superseded(locale).to_owned(),
            Self::AlreadyWithdrawn => sentences::withdrawn(locale).to_owned(),
            Self::ReasonMissing => sentences::reason_missing(locale).to_owned(),
            Self::NoStageAhead => sentences::no_stage_ahead(locale).to_owned(),
            Self::NoStageBehind => sentences::no_stage_behind(locale).to_owned(),
            Self::NoExitStage => sentences::no_exit_stage(locale).to_owned(),
            Self::NotAMentor => sentences::not_a_mentor(locale).to_owned(),
            Self::NegativeAmount => sentences::negative(locale).to_owned(),
            Self::BadEmail => sentences::bad_email(locale).to_owned(),
            Self::RoleHeld => sentences::role_held(locale).to_owned(),
            Self::AccountClosed => sentences::account_closed(locale).to_owned(),
            Self::LastAdmin => sentences::last_admin(locale).to_owned(),
            Self::MailGone => sentences::mail_gone(locale).to_owned(),
            Self::UpdateSettings(error) => error.text(locale).to_owned(),
            Self::UpdateOver => sentences::update_over(locale).to_owned(),
            Self::NobodyToAsk => sentences::nobody_to_ask(locale).to_owned(),
            Self::HeadcountMissing => sentences::headcount_missing(locale).to_owned(),
            Self::ObjectionOpen => sentences::objection_open(locale).to_owned(),
            Self::ObjectionAnswered => sentences::objection_answered(locale).to_owned(),
            Self::OtherName => sentences::other_name(locale).to_owned(),
            Self::Terms(error) => error.text(locale),
            Self::Contract(why) => why.text(locale).to_owned(),
        }
    }

    /// The form field beside which the sentence belongs, by the name verbs give their parameters; `None` for the whole form.
    #[must_use]
    pub const fn field(&self) -> Option<&'static str> {
        match self {
            Self::Move(
                MoveError::InFuture { .. }
                | MoveError::BeforePreviousChange { .. }
                | MoveError::OverlapsEarlierStay { .. },
            )
            | Self::InFuture { .. }
            | Self::TooEarly { .. } => Some("on"),
            Self::Move(MoveError::ReasonMissingBack | MoveError::ReasonMissingOut) | Self::ReasonMissing => {
                Some("reason")
            }
            Self::Move(_) => Some("stage"),
            Self::Evaluation(error) => error.field(),
            Self::Headcount(HeadcountError::MoreFteThanHeads { .. }) => Some("fte"),
            Self::Headcount(_) => Some("employees"),
            Self::Call(error) => error.field(),
            Self::Document(_) => Some("file"),
            Self::Publication(refusal) => refusal.field(),
            Self::Report(refusal) => refusal.field(),
            Self::SnoozeDay { .. } => Some("until"),
            Self::Team(TeamError::TooMany) => Some("founders"),
            Self::Team(TeamError::MoreWomenThanFounders) => Some("women_founders"),
            Self::Team(TeamError::MoreWomenThanLeaders) => Some("women_leaders"),
            Self::Team(TeamError::LeadersMissing) => Some("leaders"),
            Self::MeetingLength => Some("minutes"),
            Self::UpdateSettings(error) => Some(error.field()),
            Self::HeadcountMissing => Some("employees"),
            Self::Stage(error) => error.field(),
            Self::StageRetired => Some("stage"),
            Self::Terms(error) => Some(error.field()),
            Self::PlannedInPast => Some("on"),
            Self::BudgetOutOfRange => Some("hours"),
            Self::Aid(_) => Some("over_ceiling"),
            Self::StepOutOfOrder => Some("award"),
            Self::RateOutOfRange => Some("rate"),
            Self::NameMissing | Self::CohortTaken { .. } | Self::OtherName => Some("name"),
            Self::TooLong { field, .. } => Some(field),
            Self::ExternalIdTaken { .. } | Self::ExternalIdTakenUnseen { .. } => Some("external_id"),
            Self::OrganisationNumberTaken { .. } | Self::OrganisationNumberTakenUnseen { .. } => {
                Some("organisation_number")
            }
            Self::SlugTaken { .. } => Some("slug"),
            Self::EndsBeforeItBegins => Some("ends_on"),
            Self::NotAMentor => Some("mentor"),
            Self::NegativeAmount => Some("amount"),
            Self::NoExitStage => Some("outcome"),
            Self::BadEmail => Some("email"),
            Self::StagesIncomplete
            | Self::AlreadySuperseded
            | Self::AlreadyWithdrawn
            | Self::NoStageAhead
            | Self::NoStageBehind
            | Self::RoleHeld
            | Self::AccountClosed
            | Self::LastAdmin
            | Self::MailGone
            | Self::BuiltUpon
            | Self::NobodyToWriteTo
            | Self::UpdateOver
            | Self::NobodyToAsk
            | Self::ObjectionOpen
            | Self::ObjectionAnswered
            | Self::Contract(_)
            | Self::SequenceBroken { .. } => None,
        }
    }
}

const fn team_text(error: TeamError, locale: Locale) -> &'static str {
    match error {
        TeamError::TooMany => sentences::team_too_many(locale),
        TeamError::MoreWomenThanFounders => sentences::more_women_than_founders(locale),
        TeamError::MoreWomenThanLeaders => sentences::more_women_than_leaders(locale),
        TeamError::LeadersMissing => sentences::leaders_missing(locale),
    }
}

impl From<StageError> for Refusal {
    fn from(error: StageError) -> Self {
        Self::Stage(error)
    }
}

impl From<crate::intake::CallRefusal> for Refusal {
    fn from(error: crate::intake::CallRefusal) -> Self {
        Self::Call(error)
    }
}

impl From<MoveError> for Refusal {
    fn from(error: MoveError) -> Self {
        Self::Move(error)
    }
}

impl From<HeadcountError> for Refusal {
    fn from(error: HeadcountError) -> Self {
        Self::Headcount(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_refusal_has_a_sentence_of_its_own_in_each_language() {
        let on = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
        let all = [
            Refusal::Move(MoveError::AlreadyThere),
            Refusal::Headcount(HeadcountError::TooMany { stated: 7 }),
            Refusal::SequenceBroken { on, why: MoveError::AlreadyThere },
            Refusal::InFuture { on },
            Refusal::TooEarly { on },
            Refusal::Aid(domain::funding::Verdict::NoRule),
            Refusal::Aid(domain::funding::Verdict::Unknown),
            Refusal::Aid(domain::funding::Verdict::Passes { by_cents: 1, total_cents: 3, ceiling_cents: 2 }),
            Refusal::StepOutOfOrder,
            Refusal::RateOutOfRange,
            Refusal::NameMissing,
            Refusal::TooLong { field: "name", most: 7 },
            Refusal::ExternalIdTaken { id: "D-1".to_owned() },
            Refusal::OrganisationNumberTaken { number: "923 609 016".to_owned() },
            Refusal::ExternalIdTakenUnseen { id: "D-1".to_owned() },
            Refusal::OrganisationNumberTakenUnseen { number: "923 609 016".to_owned() },
            Refusal::SlugTaken { slug: "p".to_owned() },
            Refusal::CohortTaken { name: "2024 vår".to_owned() },
            Refusal::EndsBeforeItBegins,
            Refusal::StagesIncomplete,
            Refusal::AlreadySuperseded,
            Refusal::AlreadyWithdrawn,
            Refusal::ReasonMissing,
            Refusal::NoStageAhead,
            Refusal::NoStageBehind,
            Refusal::NoExitStage,
            Refusal::NotAMentor,
            Refusal::NegativeAmount,
            Refusal::BadEmail,
            Refusal::RoleHeld,
            Refusal::AccountClosed,
            Refusal::LastAdmin,
            Refusal::MailGone,
            Refusal::OtherName,
            Refusal::Terms(domain::contracts::TermsError::NoTarget),
            Refusal::Contract(crate::contracts::ContractRefusal::HandedIn),
            Refusal::Stage(StageError::InUse),
            Refusal::StageRetired,
            Refusal::BuiltUpon,
            Refusal::NobodyToWriteTo,
        ];
        for locale in Locale::ALL {
            let told: std::collections::HashSet<String> = all.iter().map(|refusal| refusal.text(locale)).collect();
            assert_eq!(told.len(), all.len(), "{locale:?}");
            assert!(told.iter().all(|text| text.len() > 10 && !text.contains(['{', '}'])), "{locale:?}");
        }
        assert_eq!(
            all[3].text(Locale::Nb),
            "29.2.2024 ligger fram i tid. En opplysning kan gjelde i dag eller tidligere."
        );
        assert_eq!(Refusal::TooLong { field: "name", most: 7 }.field(), Some("name"));
    }
}
