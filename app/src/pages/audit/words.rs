//! What was done, in words: the actions of the audit log, the kinds of things they were done to, and the names of what changed.

use domain::access::Role;
use domain::facts::{AwardStatus, FactKind, LifeEventKind, Outcome, Source};
use domain::words::Locale;
use store::Strength;

use crate::pages::devices::strength_name;

macro_rules! coded {
    ($(#[$doc:meta])* $all:ident, $name:ident: $($code:literal => $nb:literal, $nn:literal, $en:literal;)+) => {
        $(#[$doc])*
        pub const $all: &[&str] = &[$($code),+];

        /// Its words; `None` for a code that another version of the program wrote.
        #[must_use]
        pub fn $name(locale: Locale, code: &str) -> Option<&'static str> {
            let texts = match code {
                $($code => [$nb, $nn, $en],)+
                _ => return None,
            };
            Some(match locale {
                Locale::Nb => texts[0],
                Locale::Nn => texts[1],
                Locale::En => texts[2],
            })
        }
    };
}

coded! {
    /// Every action that the log can hold.
    ACTIONS, action:
    "apply" => "registrerte en søknad", "registrerte ein søknad", "entered an application";
    "screen" => "tok søknaden til vurdering", "tok søknaden til vurdering", "took the application up";
    "admit" => "tok opp", "tok opp", "admitted";
    "decline" => "avslo", "avslo", "declined";
    "advance" => "flyttet fram", "flytta fram", "moved on";
    "send_back" => "flyttet tilbake", "flytta tilbake", "moved back";
    "move" => "flyttet", "flytta", "moved";
    "exit" => "avsluttet oppholdet", "avslutta opphaldet", "ended the stay";
    "re_enrol" => "registrerte nytt opptak", "registrerte nytt opptak", "enrolled again";
    "update_profile" => "endret profilen", "endra profilen", "changed the profile";
    "add_company" => "la til et selskap", "la til eit selskap", "added a company";
    "add_person" => "la til en person", "la til ein person", "added a person";
    "add_founder" => "la til en gründer", "la til ein gründer", "added a founder";
    "create_programme" => "opprettet et program", "oppretta eit program", "set up a programme";
    "create_cohort" => "opprettet et kull", "oppretta eit kull", "set up a cohort";
    "create_call" => "laget en utlysning", "laga ei utlysing", "made a call";
    "change_call" => "endret en utlysning", "endra ei utlysing", "changed a call";
    "close_call" => "stengte en utlysning", "stengde ei utlysing", "closed a call";
    "extend_call" => "flyttet fristen for en utlysning", "flytta fristen for ei utlysing", "moved the deadline of a call";
    "add_question" => "la til et spørsmål", "la til eit spørsmål", "added a question";
    "change_question" => "endret et spørsmål", "endra eit spørsmål", "changed a question";
    "move_question" => "flyttet et spørsmål", "flytta eit spørsmål", "moved a question";
    "retire_question" => "tok ut et spørsmål", "tok ut eit spørsmål", "took a question out";
    "restore_question" => "stilte et spørsmål igjen", "stilte eit spørsmål att", "asked a question again";
    "submit_application" => "sendte inn søknaden", "sende inn søknaden", "sent the application in";
    "withdraw_application" => "trakk søknaden", "trekte søknaden", "withdrew the application";
    "drop_application" => "slettet en påbegynt søknad", "sletta ein påbyrja søknad", "deleted an application that was begun";
    "record_headcount" => "registrerte antall ansatte", "registrerte talet på tilsette", "recorded a headcount";
    "record_life_event" => "registrerte en hendelse", "registrerte ei hending", "recorded a life event";
    "record_verification" => "bekreftet at bedriften lever", "stadfesta at bedrifta lever", "verified the startup alive";
    "record_workplace" => "registrerte et arbeidssted", "registrerte ein arbeidsstad", "recorded a workplace";
    "record_revenue" => "registrerte omsetning", "registrerte omsetning", "recorded revenue";
    "record_capital" => "registrerte kapital", "registrerte kapital", "recorded capital";
    "record_award" => "registrerte tilskudd", "registrerte tilskot", "recorded public money";
    "record_award_step" => "registrerte et steg i et tilskudd", "registrerte eit steg i eit tilskot", "recorded a step of an award";
    "add_scheme" => "la til en ordning", "la til ei ordning", "added a scheme";
    "remove_scheme" => "tok bort en ordning", "tok bort ei ordning", "removed a scheme";
    "record_other_support" => "registrerte annen støtte", "registrerte annan støtte", "recorded other support";
    "assign_mentor" => "satte mentor", "sette mentor", "assigned a mentor";
    "correct_headcount" => "rettet antall ansatte", "retta talet på tilsette", "corrected a headcount";
    "correct_life_event" => "rettet en hendelse", "retta ei hending", "corrected a life event";
    "correct_verification" => "rettet en bekreftelse", "retta ei stadfesting", "corrected a verification";
    "correct_workplace" => "rettet et arbeidssted", "retta ein arbeidsstad", "corrected a workplace";
    "correct_revenue" => "rettet omsetning", "retta omsetning", "corrected revenue";
    "correct_capital" => "rettet kapital", "retta kapital", "corrected capital";
    "correct_award" => "rettet tilskudd", "retta tilskot", "corrected public money";
    "correct_mentor" => "rettet mentor", "retta mentor", "corrected a mentor";
    "correct_other_support" => "rettet annen støtte", "retta annan støtte", "corrected other support";
    "correct_stage_change" => "rettet en flytting", "retta ei flytting", "corrected a move";
    "withdraw" => "trakk tilbake en opplysning", "trekte tilbake ei opplysning", "withdrew a fact";
    "import" => "importerte en fil", "importerte ei fil", "imported a file";
    "undo_import" => "angret en import", "angra ein import", "undid an import";
    "load_demo_day" => "lastet demohusets arbeidsdag", "lasta arbeidsdagen til demohuset", "loaded the working day of the demo house";
    "set_mentoring_budget" => "satte timerammen", "sette timeramma", "set the budget of hours";
    "hand_over" => "flyttet oppgaver til ny mentor", "flytta oppgåver til ny mentor", "moved tasks to a new mentor";
    "untick_task" => "åpnet en oppgave igjen", "opna ei oppgåve att", "opened a task again";
    "tick_task" => "gjorde ferdig en oppgave", "gjorde ferdig ei oppgåve", "finished a task";
    "add_task" => "la til en oppgave", "la til ei oppgåve", "added a task";
    "retire_milestone_template" => "tok ut en fast milepæl", "tok ut ein fast milepæl", "took a milestone out of a stage";
    "add_milestone_template" => "la til en fast milepæl", "la til ein fast milepæl", "added a milestone to a stage";
    "take_up_milestones" => "la til stegets milepæler", "la til milepælane til steget", "took up the milestones of a stage";
    "untick_milestone" => "åpnet en milepæl igjen", "opna ein milepæl att", "opened a milestone again";
    "tick_milestone" => "krysset av en milepæl", "kryssa av ein milepæl", "ticked a milestone";
    "remove_milestone" => "tok bort en milepæl", "tok bort ein milepæl", "took a milestone away";
    "change_milestone" => "endret en milepæl", "endra ein milepæl", "changed a milestone";
    "add_milestone" => "satte en milepæl", "sette ein milepæl", "set a milestone";
    "remove_note" => "tok bort et notat", "tok bort eit notat", "took a note away";
    "change_note" => "endret et notat", "endra eit notat", "changed a note";
    "write_note" => "skrev et notat", "skreiv eit notat", "wrote a note";
    "revoke_log_link" => "trakk tilbake en lenke til et møte", "trekte tilbake ei lenkje til eit møte", "took the link to a meeting back";
    "ask_to_log" => "ba en mentor logge et møte", "bad ein mentor logge eit møte", "asked a mentor to log a meeting";
    "cancel_meeting" => "avlyste et møte", "avlyste eit møte", "cancelled a meeting";
    "plan_meeting" => "planla et møte", "planla eit møte", "planned a meeting";
    "log_meeting" => "logget et møte", "logga eit møte", "logged a meeting";
    "load_demo" => "lastet demohuset", "lasta demohuset", "loaded the demo house";
    "invite" => "inviterte", "inviterte", "invited";
    "accept_invitation" => "takket ja til en invitasjon", "takka ja til ein invitasjon", "accepted an invitation";
    "revoke_invitation" => "trakk tilbake en invitasjon", "trekte tilbake ein invitasjon", "took an invitation back";
    "grant" => "ga en rolle", "gav ei rolle", "gave a role";
    "end_membership" => "satte siste dag for en rolle", "sette siste dag for ei rolle", "set a role's last day";
    "revoke_membership" => "trakk tilbake en rolle", "trekte tilbake ei rolle", "took a role back";
    "change_email" => "byttet e-postadresse", "bytte e-postadresse", "changed the e-mail address";
    "disable_account" => "stengte en konto", "stengde ein konto", "closed an account";
    "enable_account" => "åpnet en konto", "opna ein konto", "opened an account";
    "set_locale" => "valgte språk", "valde språk", "chose a language";
    "sign_in" => "logget inn", "logga inn", "signed in";
    "sign_out" => "logget ut", "logga ut", "signed out";
    "sign_out_everywhere" => "logget ut overalt", "logga ut overalt", "signed out everywhere";
    "end_sessions" => "logget ut en person overalt", "logga ut ein person overalt", "signed somebody out everywhere";
    "confirm" => "bekreftet hvem de er", "stadfesta kven dei er", "confirmed who they are";
    "wear" => "byttet rolle", "bytte rolle", "put on another role";
    "add_passkey" => "la til en passnøkkel", "la til ein passnøkkel", "added a passkey";
    "rename_passkey" => "ga en passnøkkel nytt navn", "gav ein passnøkkel nytt namn", "renamed a passkey";
    "remove_passkey" => "fjernet en passnøkkel", "fjerna ein passnøkkel", "removed a passkey";
    "renew_recovery_codes" => "laget nye gjenopprettingskoder", "laga nye attopprettingskodar", "made new recovery codes";
    "make_token" => "laget en tilgangsnøkkel", "laga ein tilgangsnøkkel", "made a token";
    "revoke_token" => "trakk tilbake en tilgangsnøkkel", "trekte tilbake ein tilgangsnøkkel", "took a token back";
    "use_recovery_code" => "brukte en gjenopprettingskode", "brukte ein attopprettingskode", "used a recovery code";
    "link_account" => "knyttet til en konto et annet sted", "knytte til ein konto ein annan stad", "linked an account elsewhere";
    "resend_mail" => "sendte en melding på nytt", "sende ei melding på nytt", "sent a message again";
    "erase_person" => "slettet en person", "sletta ein person", "erased a person";
    "retention" => "ryddet etter reglene for oppbevaring", "rydda etter reglane for oppbevaring", "cleared what is kept no longer";
    "read.person" => "så alt om en person", "såg alt om ein person", "looked at everything about a person";
    "read.people" => "så listen over folk", "såg lista over folk", "looked at the list of people";
    "read.export" => "lastet ned arbeidsboken", "lasta ned arbeidsboka", "downloaded the workbook";
    "read.audit" => "lastet ned loggen", "lasta ned loggen", "downloaded the log";
    "add_stage" => "la til et steg", "la til eit steg", "added a stage";
    "change_stage" => "endret et steg", "endra eit steg", "changed a stage";
    "order_stage" => "endret rekkefølgen på steg", "endra rekkjefølgja på steg", "changed the order of stages";
    "retire_stage" => "tok et steg ut av bruk", "tok eit steg ut av bruk", "retired a stage";
    "restore_stage" => "tok et steg i bruk igjen", "tok eit steg i bruk att", "took a stage into use again";
    "delete_stage" => "slettet et steg", "sletta eit steg", "deleted a stage";
    "save_view" => "lagret en visning", "lagra ei vising", "saved a view";
    "rename_view" => "ga en visning nytt navn", "gav ei vising nytt namn", "renamed a view";
    "delete_view" => "slettet en visning", "sletta ei vising", "deleted a view";
    "make_calendar" => "laget en kalenderadresse", "laga ei kalenderadresse", "made a calendar address";
    "revoke_calendar" => "tok bort en kalenderadresse", "tok bort ei kalenderadresse", "took a calendar address away";
    "undo" => "angret", "angra", "undid";
    "write_to_founders" => "skrev til gründerne", "skreiv til gründerane", "wrote to the founders";
    "read.document" => "lastet ned et dokument", "lasta ned eit dokument", "downloaded a document";
    "add_document" => "la til et dokument", "la til eit dokument", "added a document";
    "remove_document" => "fjernet et dokument", "fjerna eit dokument", "removed a document";
    "restore_document" => "hentet tilbake et dokument", "henta tilbake eit dokument", "put a document back";
    "draft_contract" => "skrev et utkast til avtale", "skreiv eit utkast til avtale", "drafted a contract";
    "redraft_contract" => "endret et utkast til avtale", "endra eit utkast til avtale", "changed a draft contract";
    "drop_draft" => "forkastet et utkast til avtale", "forkasta eit utkast til avtale", "threw a draft contract away";
    "sign_contract" => "signerte en avtale", "signerte ein avtale", "signed a contract";
    "amend_contract" => "la et tillegg til en avtale", "la eit tillegg til ein avtale", "added an addendum to a contract";
    "record_payment" => "førte en utbetaling", "førte ei utbetaling", "recorded a payment";
    "hand_in_report" => "leverte en rapport", "leverte ein rapport", "handed in a report";
    "close_contract" => "avsluttet en avtale", "avslutta ein avtale", "closed a contract";
    "set_attention" => "endret reglene for oppmerksomhet", "endra reglane for oppmerksemd", "changed the rules of attention";
    "snooze" => "utsatte et varsel", "utsette eit varsel", "put a reminder off";
    "unsnooze" => "hentet fram et varsel", "henta fram eit varsel", "took a reminder up again";
    "run_updates" => "sendte påminnelser og avsluttet runder", "sende påminningar og avslutta rundar", "sent reminders and closed rounds";
    "note_bounced_updates" => "noterte oppdateringer som kom i retur", "noterte oppdateringar som kom i retur", "noted updates that did not arrive";
    "open_update_round" => "spurte om oppdatering", "spurde om oppdatering", "asked for updates";
    "set_update_settings" => "endret hvordan programmet spør om oppdatering", "endra korleis programmet spør om oppdatering", "changed how the programme asks for updates";
    "remind_update" => "minnet på en oppdatering", "minte på ei oppdatering", "reminded of an update";
    "revoke_update" => "trakk tilbake en oppdatering", "trekte tilbake ei oppdatering", "took a request for an update back";
    "bounce_update" => "noterte at en oppdatering kom i retur", "noterte at ei oppdatering kom i retur", "noted that an update did not arrive";
    "answer_update" => "svarte på en oppdatering", "svara på ei oppdatering", "answered an update";
    "close_by_update" => "meldte at bedriften er lagt ned", "melde at bedrifta er lagd ned", "told that the startup has closed down";
    "publish" => "publiserte et tall", "publiserte eit tal", "published a figure";
    "draft_report" => "laget et utkast til en rapport", "laga eit utkast til ein rapport", "drafted a report";
    "save_report" => "endret et utkast til en rapport", "endra eit utkast til ein rapport", "changed a draft of a report";
    "drop_report" => "slettet et utkast til en rapport", "sletta eit utkast til ein rapport", "deleted a draft of a report";
    "note_revision" => "skrev en merknad til et publisert tall", "skreiv ein merknad til eit publisert tal", "wrote a note to a published figure";
    "contest_fact" => "sa at en opplysning er feil", "sa at ei opplysning er feil", "said that a fact is wrong";
    "answer_objection" => "svarte på en innvending", "svara på ei innvending", "answered an objection";
    "load_demo_updates" => "lastet demohusets oppdateringer", "lasta oppdateringane til demohuset", "loaded the updates of the demo house";
    "set_sharing" => "endret når vurderere ser hverandres poeng", "endra når vurderarar ser poenga til kvarandre", "changed when evaluators see each other's scores";
    "set_evaluator" => "satte opp en vurderer", "sette opp ein vurderar", "set up an evaluator";
    "remove_evaluator" => "tok av en vurderer", "tok av ein vurderar", "took an evaluator off";
    "open_round" => "åpnet en vurderingsrunde", "opna ein vurderingsrunde", "opened a round of judging";
    "change_round" => "endret en vurderingsrunde", "endra ein vurderingsrunde", "changed a round of judging";
    "start_round" => "startet en vurderingsrunde", "starta ein vurderingsrunde", "started a round of judging";
    "remind_evaluators" => "purret på vurdererne", "purra på vurderarane", "reminded the evaluators";
    "close_round" => "lukket en vurderingsrunde", "lukka ein vurderingsrunde", "closed a round of judging";
    "reopen_round" => "åpnet en vurderingsrunde igjen", "opna ein vurderingsrunde att", "reopened a round of judging";
    "save_criterion" => "endret et kriterium", "endra eit kriterium", "changed a criterion";
    "remove_criterion" => "fjernet et kriterium", "fjerna eit kriterium", "removed a criterion";
    "submit_score" => "leverte en vurdering", "leverte ei vurdering", "handed in a score";
    "reopen_score" => "åpnet en vurdering igjen", "opna ei vurdering att", "reopened a score";
    "declare_conflict" => "meldte seg inhabil", "melde seg ugild", "declared a conflict of interest";
    "take_back_conflict" => "tok tilbake en inhabilitet", "tok tilbake ein ugildskap", "took a conflict of interest back";
    "save_decline_letters" => "endret avslagsbrevet", "endra avslagsbrevet", "changed the letter to those declined";
    "admit_application" => "tok opp en søknad", "tok opp ein søknad", "admitted an application";
    "decline_application" => "avslo en søknad", "avslo ein søknad", "declined an application";
    "put_on_waiting_list" => "satte en søknad på venteliste", "sette ein søknad på venteliste", "put an application on the waiting list";
    "undo_decision" => "angret en avgjørelse", "angra ei avgjerd", "undid a decision";
}

coded! {
    /// The kinds of things something can be done to, beside facts.
    KINDS, plain_kind:
    "startup" => "bedrift", "bedrift", "startup";
    "enrolment" => "opphold", "opphald", "stay";
    "legal_entity" => "selskap", "selskap", "company";
    "programme" => "program", "program", "programme";
    "cohort" => "kull", "kull", "cohort";
    "person" => "person", "person", "person";
    "founder" => "gründer", "gründer", "founder";
    "import" => "import", "import", "import";
    "planned_meeting" => "planlagt møte", "planlagt møte", "planned meeting";
    "task" => "oppgave", "oppgåve", "task";
    "milestone_template" => "fast milepæl", "fast milepæl", "milestone of a stage";
    "milestone" => "milepæl", "milepæl", "milestone";
    "note" => "notat", "notat", "note";
    "house" => "huset", "huset", "the house";
    "membership" => "rolle", "rolle", "role";
    "invitation" => "invitasjon", "invitasjon", "invitation";
    "session" => "innlogging", "innlogging", "session";
    "passkey" => "passnøkkel", "passnøkkel", "passkey";
    "api_token" => "tilgangsnøkkel", "tilgangsnøkkel", "token";
    "recovery_code" => "gjenopprettingskode", "attopprettingskode", "recovery code";
    "mail" => "melding", "melding", "message";
    "stage" => "steg", "steg", "stage";
    "saved_view" => "visning", "vising", "view";
    "document" => "dokument", "dokument", "document";
    "contract" => "avtale", "avtale", "contract";
    "attention" => "varsel", "varsel", "reminder";
    "update_round" => "runde med oppdateringer", "runde med oppdateringar", "round of updates";
    "update_request" => "oppdatering", "oppdatering", "update";
    "report" => "rapport", "rapport", "report";
    "publication" => "publisert tall", "publisert tal", "published figure";
    "objection" => "innvending", "innvending", "objection";
    "review" => "vurderingsrunde", "vurderingsrunde", "round of judging";
    "score_sheet" => "vurdering", "vurdering", "score";
    "conflict" => "inhabilitet", "ugildskap", "conflict of interest";
    "call" => "utlysning", "utlysing", "call";
    "question" => "spørsmål", "spørsmål", "question";
    "application" => "søknad", "søknad", "application";
}

coded! {
    /// The names under which an entry keeps what changed.
    KEYS, key:
    "title" => "tittel", "tittel", "title";
    "intro" => "innledning", "innleiing", "introduction";
    "contact" => "kontakt", "kontakt", "contact";
    "opens_at" => "åpner", "opnar", "opens";
    "closes_at" => "stenger", "stenger", "closes";
    "notice" => "personverntekst", "personverntekst", "privacy notice";
    "consent" => "samtykke", "samtykke", "consent";
    "privacy" => "personvern", "personvern", "privacy";
    "version" => "versjon", "versjon", "version";
    "label" => "spørsmål", "spørsmål", "question";
    "help" => "hjelp", "hjelp", "help";
    "options" => "svar å velge mellom", "svar å velje mellom", "answers to choose from";
    "required" => "må besvares", "må svarast på", "must be answered";
    "max_length" => "høyst så mange tegn", "høgst så mange teikn", "at most so many characters";
    "up" => "opp", "opp", "up";
    "call" => "utlysning", "utlysing", "call";
    "nb" => "bokmål", "bokmål", "Bokmål";
    "nn" => "nynorsk", "nynorsk", "Nynorsk";
    "en" => "engelsk", "engelsk", "English";
    "many" => "antall", "tal", "how many";
    "per" => "for", "for", "for";
    "days" => "dager", "dagar", "days";
    "milestones" => "milepæler", "milepælar", "milestones";
    "next" => "neste steg", "neste steg", "next step";
    "notes" => "notater", "notat", "notes";
    "minutes" => "minutter", "minutt", "minutes";
    "starts_at" => "begynner", "byrjar", "begins";
    "owner" => "ansvarlig", "ansvarleg", "owner";
    "name" => "navn", "namn", "name";
    "sector" => "bransje", "bransje", "sector";
    "website" => "nettsted", "nettstad", "website";
    "external_id" => "ID i kilden", "ID i kjelda", "id at its source";
    "number" => "nummer", "nummer", "number";
    "organisation_number" => "organisasjonsnummer", "organisasjonsnummer", "organisation number";
    "on" => "dato", "dato", "date";
    "valid_on" => "gjelder", "gjeld", "true on";
    "from_on" => "fra", "frå", "from";
    "to_on" => "til", "til", "to";
    "starts_on" => "begynner", "byrjar", "begins";
    "ends_on" => "slutter", "sluttar", "ends";
    "from" => "fra", "frå", "from";
    "to" => "til", "til", "to";
    "stage" => "steg", "steg", "stage";
    "outcome" => "utfall", "utfall", "outcome";
    "reason" => "grunn", "grunn", "reason";
    "source" => "kilde", "kjelde", "source";
    "evidence" => "dokumentasjon", "dokumentasjon", "evidence";
    "employees" => "ansatte", "tilsette", "employees";
    "low" => "minst", "minst", "at least";
    "high" => "høyst", "høgst", "at most";
    "fte_hundredths" => "årsverk (hundredeler)", "årsverk (hundredelar)", "full-time equivalents (hundredths)";
    "working_founders" => "arbeidende gründere", "arbeidande gründarar", "working founders";
    "baseline" => "ansatte ved opptak", "tilsette ved opptak", "headcount at admission";
    "municipality" => "kommune", "kommune", "municipality";
    "supporter" => "støttet av", "støtta av", "supported by";
    "mentor" => "mentor", "mentor", "mentor";
    "amount" => "beløp", "beløp", "amount";
    "minor" => "beløp i øre", "beløp i øre", "minor units";
    "currency" => "valuta", "valuta", "currency";
    "scheme" => "ordning", "ordning", "scheme";
    "status" => "status", "status", "status";
    "kind" => "slag", "slag", "kind";
    "role" => "rolle", "rolle", "role";
    "roles" => "roller", "roller", "roles";
    "scope" => "gjelder for", "gjeld for", "where it holds";
    "person" => "person", "person", "person";
    "programme" => "program", "program", "programme";
    "cohort" => "kull", "kull", "cohort";
    "enrolment" => "opphold", "opphald", "stay";
    "profile" => "profil", "profil", "profile";
    "body" => "opplysning", "opplysning", "fact";
    "change" => "flytting", "flytting", "move";
    "is_mentor" => "er mentor", "er mentor", "is a mentor";
    "created_at" => "opprettet", "oppretta", "created";
    "recorded_at" => "registrert", "registrert", "recorded";
    "strength" => "bevist med", "bevist med", "proved by";
    "locale" => "språk", "språk", "language";
    "why" => "hvorfor", "kvifor", "why";
    "ended" => "avsluttet", "avslutta", "ended";
    "file_name" => "fil", "fil", "file";
    "slug" => "kortnavn", "kortnamn", "short name";
    "facts" => "opplysninger", "opplysningar", "facts";
    "startups" => "bedrifter", "bedrifter", "startups";
    "startup" => "bedrift", "bedrift", "startup";
    "membership" => "rolle", "rolle", "role";
    "founders" => "gründere", "gründarar", "founders";
    "people" => "folk", "folk", "people";
    "stages" => "steg", "steg", "stages";
    "phase" => "fase", "fase", "phase";
    "date_known" => "datoen er kjent", "datoen er kjend", "the date is known";
    "withdrawn" => "trukket tilbake", "trekt tilbake", "withdrawn";
    "restated" => "flyttinger ført på nytt", "flyttingar førte på nytt", "moves restated";
    "left" => "koder igjen", "kodar att", "codes left";
    "codes" => "koder", "kodar", "codes";
    "issuer" => "utsteder", "utskrivar", "issuer";
    "legal_entity" => "selskap", "selskap", "company";
    "email" => "e-postadresse", "e-postadresse", "e-mail address";
    "names" => "navn", "namn", "names";
    "usual_days" => "vanlige dager", "vanlege dagar", "usual days";
    "retired" => "ute av bruk", "ute av bruk", "retired";
    "position" => "plass", "plass", "place";
    "key" => "kortnavn", "kortnamn", "short name";
    "size" => "størrelse i byte", "storleik i byte", "size in bytes";
    "sha256" => "SHA-256", "SHA-256", "SHA-256";
    "shared" => "deles med gründerne", "blir delt med gründarane", "shared with the founders";
    "rule" => "regel", "regel", "rule";
    "until" => "til og med", "til og med", "until";
    "rhythm" => "hvor ofte", "kor ofte", "how often";
    "due_days" => "dager til frist", "dagar til frist", "days until due";
    "reminders" => "påminnelser", "påminningar", "reminders";
    "questions" => "spørsmål", "spørsmål", "questions";
    "alumni" => "tidligere bedrifter", "tidlegare bedrifter", "former startups";
    "slot_on" => "runde", "runde", "round";
    "due_on" => "frist", "frist", "due";
    "answer" => "svar", "svar", "answer";
    "words" => "egne ord", "eigne ord", "own words";
    "sent" => "sendt", "sende", "sent";
    "requests" => "forespørsler", "førespurnader", "requests";
    "review" => "vurderingsrunde", "vurderingsrunde", "round of judging";
    "verdict" => "avgjørelse", "avgjerd", "decision";
    "unknown" => "sysselsatte ukjent", "sysselsette ukjent", "number employed unknown";
    "sharing" => "ser hverandres poeng", "ser poenga til kvarandre", "see each other's scores";
    "picked" => "utvalgte", "utvalde", "chosen";
    "award" => "tilskudd", "tilskot", "award";
    "terms" => "vilkår", "vilkår", "terms";
    "giver" => "giver", "givar", "giver";
    "private" => "privat", "privat", "private";
    "instrument" => "form", "form", "form";
    "basis" => "støttegrunnlag", "støttegrunnlag", "aid basis";
    "gross_minor" => "bruttotilskuddsekvivalent (øre)", "bruttotilskotsekvivalent (øre)", "gross grant equivalent (øre)";
    "rate" => "kurs", "kurs", "rate";
    "case_number" => "saksnummer", "saksnummer", "case number";
    "over_ceiling" => "hvorfor over taket", "kvifor over taket", "why above the ceiling";
    "valid_from" => "gjelder fra", "gjeld frå", "in force from";
    "valid_to" => "gjelder til", "gjeld til", "in force until";
    "weight" => "vekt (hundredeler)", "vekt (hundredelar)", "weight (hundredths)";
    "scale" => "skala", "skala", "scale";
    "asked" => "tilskrevet", "skrive til", "written to";
    "founder" => "gründer", "gründer", "founder";
    "letters" => "brev", "brev", "letters";
}

/// A code that an entry keeps under a key (and within another), in words; `None` where it is no code, or of another version.
#[must_use]
pub fn value_text(locale: Locale, (key, within): (&str, &str), code: &str) -> Option<String> {
    let text = match key {
        "role" | "roles" => Role::from_code(code)?.name(locale),
        "source" => Source::from_code(code)?.name(locale),
        "outcome" => Outcome::from_code(code)?.name(locale),
        "kind" if within == "body" => LifeEventKind::from_code(code)?.name(locale),
        "status" => AwardStatus::from_code(code)?.name(locale),
        "strength" => strength_name(locale, Strength::from_code(code)?),
        "locale" => Locale::from_tag(code)?.own_name(),
        _ => return None,
    };
    Some(text.to_owned())
}

/// An action in words; one that nobody knows is shown as it stands.
#[must_use]
pub fn action_text(locale: Locale, code: &str) -> String {
    action(locale, code).map_or_else(|| code.to_owned(), str::to_owned)
}

/// A kind of thing in words.
#[must_use]
pub fn kind_text(locale: Locale, code: &str) -> String {
    plain_kind(locale, code)
        .or_else(|| FactKind::from_code(code).map(|kind| kind.name(locale)))
        .map_or_else(|| code.replace('_', " "), str::to_owned)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    use super::*;

    /// Every word in quotes that stands behind one of these in the store's source.
    const MARKS: [&str; 3] = [".audit(\"", "Entry::of(\"", "action: \""];

    fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() { sources(&path, found) } else { found.push(path) }
        }
    }

    #[test]
    fn every_action_the_store_writes_has_its_words() {
        let mut files = Vec::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../store/src"), &mut files);
        let mut written: BTreeSet<String> = BTreeSet::new();
        for file in files {
            let text: String = std::fs::read_to_string(file).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
            let text = text.replace(".audit( \"", ".audit(\"");
            for mark in MARKS {
                written.extend(text.split(mark).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned));
            }
        }
        assert!(written.len() > 30, "the source is where it was: {written:?}");
        let unknown: Vec<&String> = written.iter().filter(|code| action(Locale::Nb, code).is_none()).collect();
        assert!(unknown.is_empty(), "actions without words: {unknown:?}");
        for code in store::PrivateRead::ACTIONS {
            assert!(action(Locale::En, code).is_some(), "{code}");
        }
    }

    #[test]
    fn no_code_stands_twice() {
        for all in [ACTIONS, KINDS, KEYS] {
            assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
        }
    }
}
