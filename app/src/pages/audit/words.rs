//! What was done, in words: the actions of the audit log, the kinds of things they were done to, and the names of what changed.

use domain::access::Role;
use domain::facts::{FactKind, LifeEventKind, Outcome, Source};
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
    "record_headcount" => "registrerte antall ansatte", "registrerte talet på tilsette", "recorded a headcount";
    "record_life_event" => "registrerte en hendelse", "registrerte ei hending", "recorded a life event";
    "record_verification" => "bekreftet at bedriften lever", "stadfesta at bedrifta lever", "verified the startup alive";
    "record_workplace" => "registrerte et arbeidssted", "registrerte ein arbeidsstad", "recorded a workplace";
    "record_revenue" => "registrerte omsetning", "registrerte omsetning", "recorded revenue";
    "record_capital" => "registrerte kapital", "registrerte kapital", "recorded capital";
    "record_award" => "registrerte tilskudd", "registrerte tilskot", "recorded public money";
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
    "renew_recovery_codes" => "laget nye reservekoder", "laga nye reservekodar", "made new recovery codes";
    "use_recovery_code" => "brukte en reservekode", "brukte ein reservekode", "used a recovery code";
    "link_account" => "knyttet til en konto et annet sted", "knytte til ein konto ein annan stad", "linked an account elsewhere";
    "resend_mail" => "sendte en melding på nytt", "sende ei melding på nytt", "sent a message again";
    "erase_person" => "slettet en person", "sletta ein person", "erased a person";
    "retention" => "ryddet etter reglene for oppbevaring", "rydda etter reglane for oppbevaring", "cleared what is kept no longer";
    "read.person" => "så alt om en person", "såg alt om ein person", "looked at everything about a person";
    "read.people" => "så listen over folk", "såg lista over folk", "looked at the list of people";
    "read.export" => "lastet ned arbeidsboken", "lasta ned arbeidsboka", "downloaded the workbook";
    "read.audit" => "lastet ned loggen", "lasta ned loggen", "downloaded the log";
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
    "house" => "huset", "huset", "the house";
    "membership" => "rolle", "rolle", "role";
    "invitation" => "invitasjon", "invitasjon", "invitation";
    "session" => "innlogging", "innlogging", "session";
    "passkey" => "passnøkkel", "passnøkkel", "passkey";
    "recovery_code" => "reservekode", "reservekode", "recovery code";
    "mail" => "melding", "melding", "message";
}

coded! {
    /// Where public money stands.
    AWARDS, award:
    "applied" => "søkt", "søkt", "applied for";
    "awarded" => "innvilget", "innvilga", "awarded";
    "declined" => "avslått", "avslått", "declined";
    "paid" => "utbetalt", "utbetalt", "paid";
    "repaid" => "betalt tilbake", "betalt tilbake", "repaid";
}

coded! {
    /// The names under which an entry keeps what changed.
    KEYS, key:
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
}

/// A code that an entry keeps under a key (and within another), in words; `None` where it is no code, or of another version.
#[must_use]
pub fn value_text(locale: Locale, (key, within): (&str, &str), code: &str) -> Option<String> {
    let text = match key {
        "role" | "roles" => Role::from_code(code)?.name(locale),
        "source" => Source::from_code(code)?.name(locale),
        "outcome" => Outcome::from_code(code)?.name(locale),
        "kind" if within == "body" => LifeEventKind::from_code(code)?.name(locale),
        "status" => award(locale, code)?,
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
        for all in [ACTIONS, KINDS, KEYS, AWARDS] {
            assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
        }
    }
}
