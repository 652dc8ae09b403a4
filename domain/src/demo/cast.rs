//! Invented names: people of several backgrounds, ventures, companies and their numbers.

use std::collections::HashSet;

use super::chance::Chance;
use crate::organisation::OrganisationNumber;

/// First and last names that go together. Ordinary names, joined by chance; nobody real is meant.
const BACKGROUNDS: [(&[&str], &[&str]); 12] = [
    (
        &[
            "Ingrid",
            "Marius",
            "Silje",
            "Håkon",
            "Tuva",
            "Øyvind",
            "Åse",
            "Kristoffer",
            "Solveig",
            "Jørgen",
            "Ragnhild",
            "Eirik",
            "Guro",
            "Sindre",
            "Marte",
            "Trygve",
        ],
        &[
            "Lunde",
            "Bråten",
            "Haugerud",
            "Nygård",
            "Ødegård",
            "Fossli",
            "Rønning",
            "Holtet",
            "Skjerve",
            "Myrvold",
            "Kjelstad",
            "Åsheim",
            "Brekke",
            "Tveito",
        ],
    ),
    (&["Ayesha", "Bilal", "Sana", "Usman", "Hira"], &["Chaudhry", "Iqbal", "Mirza", "Sheikh"]),
    (&["Agnieszka", "Tomasz", "Katarzyna", "Paweł"], &["Wójcik", "Zieliński", "Mazur", "Kaczmarek"]),
    (&["Hodan", "Abdirahman", "Ifrah", "Yusuf"], &["Warsame", "Farah", "Abdi", "Jama"]),
    (&["Tharani", "Kavin", "Mathumai"], &["Sivakumar", "Rajaratnam", "Nadarajah"]),
    (&["Shirin", "Arash", "Parisa", "Kaveh"], &["Rostami", "Karimi", "Ahmadi"]),
    (&["Rasa", "Mindaugas", "Eglė"], &["Petrauskas", "Jankauskas", "Stankus"]),
    (&["Linh", "Minh", "Thao"], &["Nguyen", "Tran", "Pham"]),
    (&["Selam", "Yonas", "Miriam"], &["Tesfay", "Haile", "Berhane"]),
    (&["Elle", "Ánte", "Risten"], &["Sara", "Eira", "Utsi"]),
    (&["Elin", "Fredrik", "Malin"], &["Sandström", "Lindqvist", "Öberg"]),
    (&["Oksana", "Andrij", "Iryna"], &["Kovalenko", "Bondar", "Lysenko"]),
];

/// Of a hundred founders so many come from the first, the others share the rest.
const MOST_COMMON_BACKGROUND: i64 = 58;

/// A full name that nobody in `taken` bears yet.
pub(super) fn person(chance: &mut Chance, taken: &mut HashSet<String>) -> String {
    loop {
        let (first, last) =
            if chance.percent(MOST_COMMON_BACKGROUND) { &BACKGROUNDS[0] } else { chance.pick(&BACKGROUNDS[1..]) };
        let name = format!("{} {}", chance.pick(first), chance.pick(last));
        if taken.insert(name.clone()) {
            return name;
        }
    }
}

/// The first names of women.
const WOMEN: [&str; 31] = [
    "Ingrid",
    "Silje",
    "Tuva",
    "Åse",
    "Solveig",
    "Ragnhild",
    "Guro",
    "Marte",
    "Ayesha",
    "Sana",
    "Hira",
    "Agnieszka",
    "Katarzyna",
    "Hodan",
    "Ifrah",
    "Tharani",
    "Mathumai",
    "Shirin",
    "Parisa",
    "Rasa",
    "Eglė",
    "Linh",
    "Thao",
    "Selam",
    "Miriam",
    "Elle",
    "Risten",
    "Elin",
    "Malin",
    "Oksana",
    "Iryna",
];

/// Whether an invented full name is a woman's.
pub(super) fn is_woman(name: &str) -> bool {
    name.split(' ').next().is_some_and(|first| WOMEN.contains(&first))
}

/// An address for a name, under a domain that is reserved for examples (RFC 2606).
pub(super) fn email(name: &str, host: &str) -> String {
    format!("{}@{}.example", ascii(name, '.'), ascii(host, '-'))
}

/// Lower case with only the letters an address may hold.
fn ascii(text: &str, gap: char) -> String {
    let mut out = String::new();
    for letter in text.to_lowercase().chars() {
        match letter {
            'a'..='z' | '0'..='9' => out.push(letter),
            'å' | 'á' | 'ą' => out.push('a'),
            'æ' => out.push_str("ae"),
            'ø' | 'ö' | 'ó' => out.push('o'),
            'ė' | 'ę' | 'é' => out.push('e'),
            'ł' => out.push('l'),
            'ń' => out.push('n'),
            'š' => out.push('s'),
            _ if !out.ends_with(gap) => out.push(gap),
            _ => {}
        }
    }
    out.trim_matches(gap).to_owned()
}

/// The sectors of the house in its own words, each with the endings its ventures' names take.
const SECTORS: [(&str, &[&str]); 10] = [
    ("IKT og programvare", &["logg", "flyt", "kode", "data", "løkke", "nøkkel"]),
    ("Helse og velferd", &["puls", "omsorg", "hvile", "sans", "hjelp"]),
    ("Energi og miljø", &["glød", "varme", "krets", "strøm", "sol"]),
    ("Mat og landbruk", &["bakst", "bær", "åker", "mølle", "smak"]),
    ("Bygg og eiendom", &["bjelke", "tak", "mur", "stue", "tømmer"]),
    ("Industri og teknologi", &["gir", "måler", "presse", "smie", "dreis"]),
    ("Utdanning", &["lek", "lære", "tavle", "bok"]),
    ("Reiseliv og opplevelser", &["sti", "ferd", "leir", "padling"]),
    ("Handel og forbruk", &["kram", "veske", "garn", "hylle", "gave"]),
    ("Mobilitet og logistikk", &["hjul", "rute", "frakt", "spor"]),
];

/// Beginnings of ventures' names: trees, birds, weather and landscape of the inland.
const BEGINNINGS: [&str; 36] = [
    "Bjørke", "Lyng", "Myr", "Kvist", "Rogne", "Hegre", "Rimfrost", "Torv", "Sølje", "Tiur", "Vasshjul", "Grane",
    "Elve", "Skare", "Spove", "Nøtte", "Ospe", "Heggen", "Trane", "Kløver", "Blåveis", "Ørret", "Stein", "Løype",
    "Dugg", "Vier", "Morgen", "Hassel", "Åker", "Tåke", "Furu", "Rype", "Bekke", "Selje", "Måne", "Kongle",
];

/// A venture's name, which nothing in `taken` bears yet, and its sector.
pub(super) fn venture(chance: &mut Chance, taken: &mut HashSet<String>) -> (String, &'static str) {
    loop {
        let (sector, endings) = chance.pick(&SECTORS);
        let (beginning, ending) = (chance.pick(&BEGINNINGS), chance.pick(endings));
        // Two equal vowels or consonants in a row at the joint read badly («Hasselleir» does, «Åkeråker» is nonsense).
        if beginning.to_lowercase() == *ending || beginning.chars().last() == ending.chars().next() {
            continue;
        }
        let name = format!("{beginning}{ending}");
        if taken.insert(name.clone()) {
            return (name, sector);
        }
    }
}

/// A valid organisation number that begins with 3 and is not in `taken` yet.
pub(super) fn organisation_number(chance: &mut Chance, taken: &mut HashSet<OrganisationNumber>) -> OrganisationNumber {
    loop {
        let eight = chance.between(30_000_000, 39_999_999);
        let valid = (0..10).find_map(|check| OrganisationNumber::parse(&format!("{eight}{check}")).ok());
        // One in eleven beginnings has no valid check digit.
        if let Some(number) = valid.filter(|number| taken.insert(*number)) {
            return number;
        }
    }
}
