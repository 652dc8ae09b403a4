//! The words that mean something to the guard, in three languages.
//!
//! Words are given by their beginnings, so that endings need not be listed; phrases by their words one after the other.

use super::token::{Kind, Token};
use crate::geography::{RegionSetId, by_name, region_sets};
use crate::words::{Locale, fold};

/// What a word or phrase is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic {
    Job,
    Fte,
    Survival,
    Death,
    Company,
    Exits,
    Admitted,
    Today,
    Comparison,
    Praise,
    Money,
    Created,
    Contributed,
    Promised,
    Stock,
    AtExit,
    Peak,
    Gross,
    Net,
    Growth,
    Capital,
    Grant,
    Paid,
    Hour,
    Mentoring,
    Meeting,
    Founder,
    Woman,
    Man,
    Answer,
}

/// Beginnings of words (`arbeidsplass`), whole words (`=net`), and phrases (`i live`), by topic.
const LEXICON: &[(Topic, &[&str])] = &[
    (
        Topic::Job,
        &[
            "arbeidsplass",
            "arbeidplass",
            "jobb",
            "job",
            "stilling",
            "årsverk",
            "sysselsatt",
            "sysselset",
            "ansatt",
            "tilsett",
            "position",
            "employ",
            "=fte",
            "=ftes",
            "full-time",
        ],
    ),
    (Topic::Fte, &["årsverk", "=fte", "=ftes", "full-time", "heltid"]),
    (
        Topic::Survival,
        &[
            "overlev",
            "surviv",
            "i live",
            "alive",
            "=lever",
            "=levde",
            "i drift",
            "in business",
            "operating",
            "eksister",
            "=aktive",
            "=active",
            "i virksomhet",
            "i verksemd",
            "going strong",
            "still trading",
            "still going",
            "success rate",
            "suksessrate",
            "livskraftig",
        ],
    ),
    (
        Topic::Death,
        &[
            "konkurs",
            "nedlagt",
            "nedlagde",
            "lagt ned",
            "avvikl",
            "=døde",
            "=død",
            "=dødd",
            "=daude",
            "failed",
            "fail",
            "failure",
            "bankrupt",
            "closed down",
            "=died",
            "=dead",
            "frafall",
            "fråfall",
            "dropout",
            "drop-out",
            "gått under",
            "mislyk",
            "gone under",
            "folded",
        ],
    ),
    (
        Topic::Company,
        &[
            "bedrift",
            "selskap",
            "startup",
            "start-up",
            "oppstartsbedrift",
            "foretak",
            "føretak",
            "verksemd",
            "virksomhet",
            "firma",
            "firm",
            "compan",
            "=business",
            "businesses",
            "gründerbedrift",
            "venture",
            "enterprise",
            "alumn",
        ],
    ),
    (
        Topic::Exits,
        &[
            "kommer ut",
            "kom ut",
            "gått ut",
            "gjekk ut",
            "gikk ut",
            "kjem ut",
            "ut av",
            "uteksaminert",
            "alumn",
            "graduat",
            "have left",
            "has left",
            "that left",
            "who left",
            "forlatt",
            "come out",
            "came out",
            "exited",
        ],
    ),
    (
        Topic::Admitted,
        &[
            "tatt opp",
            "tekne opp",
            "teke opp",
            "opptatt",
            "opptekne",
            "admitted",
            "vært innom",
            "vore innom",
            "taken in",
        ],
    ),
    (Topic::Today, &["i dag", "today", "fortsatt", "framleis", "fremdeles", "still", "currently"]),
    (
        Topic::Comparison,
        &[
            "landsgjennomsnitt",
            "landssnitt",
            "gjennomsnitt",
            "snittet",
            "average",
            "landsbasis",
            "landstal",
            "nationally",
            "norgessnitt",
            "rikssnitt",
            "nasjonal",
            "national",
            "enn andre",
            "than other",
            "than elsewhere",
            "resten av landet",
            "rest of the country",
            "than the country",
            "better than",
            "bedre enn",
            "betre enn",
            "høyere enn",
            "høgare enn",
            "higher than",
            "outperform",
        ],
    ),
    (
        Topic::Praise,
        &[
            "=beste",
            "=best",
            "ledende",
            "leiande",
            "leading",
            "=unik",
            "unike",
            "unique",
            "=størst",
            "største",
            "=largest",
            "fremst",
            "verdensklasse",
            "verdsklasse",
            "world-class",
            "enestående",
            "most successful",
        ],
    ),
    (Topic::Money, &["=kr", "=kroner", "=nok", "=euro", "=eur", "=mrd", "=mill", "millioner", "million"]),
    (
        Topic::Created,
        &[
            "skap",
            "creat",
            "generer",
            "generat",
            "produser",
            "takket være",
            "takka vere",
            "uten oss",
            "utan oss",
            "without us",
            "thanks to us",
            "because of us",
            "har gitt",
            "har gjeve",
            "ført til",
            "ført med seg",
            "resulted in",
            "led to",
        ],
    ),
    (
        Topic::Contributed,
        &[
            "bidra",
            "bidrog",
            "bidreg",
            "medvirk",
            "medverk",
            "contribut",
            "helped",
            "hjulp",
            "hjelpt",
            "støtt",
            "support",
            "vært med",
            "vore med",
        ],
    ),
    (
        Topic::Promised,
        &[
            "=skal",
            "=vil",
            "ambisjon",
            "=lover",
            "=lovar",
            "=mål",
            "=målet",
            "forplikt",
            "=will",
            "promise",
            "=aim",
            "goal",
            "target",
            "ytterligere",
            "ytterlegare",
            "further",
            "pledge",
            "=shall",
        ],
    ),
    (Topic::Stock, &["i dag", "today", "sysselsetter", "sysselset", "=employ", "=employs", "currently"]),
    (
        Topic::AtExit,
        &["ved uttak", "ved exit", "at exit", "on leaving", "when they left", "da de gikk ut", "då dei gjekk ut"],
    ),
    (Topic::Peak, &["på det meste", "at their peak", "at peak", "at most ever", "på topp"]),
    (Topic::Gross, &["brutto", "gross"]),
    (Topic::Net, &["netto", "=net"]),
    (
        Topic::Growth,
        &[
            "vekst",
            "vokst",
            "vakse",
            "økt",
            "auka",
            "økning",
            "growth",
            "grown",
            "increase",
            "omsetning",
            "revenue",
            "turnover",
        ],
    ),
    (
        Topic::Capital,
        &["kapital", "capital", "investor", "invester", "investment", "emisjon", "såkornpeng", "raised", "risikopeng"],
    ),
    (
        Topic::Grant,
        &[
            "tilskudd",
            "tilskot",
            "tilsagn",
            "tilsegn",
            "bevilg",
            "løyv",
            "=støtte",
            "støttemidler",
            "støttemiddel",
            "offentlige midler",
            "offentlege midlar",
            "offentlig finansiering",
            "offentleg finansiering",
            "grant",
            "public funding",
            "public money",
            "public support",
        ],
    ),
    (Topic::Paid, &["utbetal", "=paid", "paid out", "disbursed"]),
    (
        Topic::Hour,
        &[
            "=timer",
            "=timar",
            "=time",
            "=hours",
            "mentortim",
            "rådgivningstim",
            "rådgjevingstim",
            "veiledningstim",
            "rettleiingstim",
        ],
    ),
    (
        Topic::Mentoring,
        &[
            "mentor", "rådgiv", "rådgjev", "rettlei", "veiled", "coach", "oppfølg", "advis", "advic", "guidance",
            "bistand",
        ],
    ),
    (Topic::Meeting, &["=møter", "=møte", "mentormøte", "meeting", "mentorsamtal"]),
    (Topic::Founder, &["gründer", "grunder", "founder", "etabler", "entrepreneur"]),
    (Topic::Woman, &["kvinn", "women", "woman", "female"]),
    (Topic::Man, &["=menn", "mannlig", "mannleg", "=male"]),
    (
        Topic::Answer,
        &[
            "svarprosent",
            "svarandel",
            "=svarte",
            "=svara",
            "har svart",
            "=svarer",
            "=svarar",
            "response rate",
            "responded",
        ],
    ),
];

/// The tokens from `from` that make a word or phrase of a topic; how many, 0 when they make none.
pub(super) fn is(tokens: &[Token], from: usize, topic: Topic) -> usize {
    let Some(first) = tokens.get(from) else { return 0 };
    if first.word().is_empty() {
        return 0;
    }
    // Put together with an age: femårsoverlevelse.
    if topic == Topic::Survival && (first.word().contains("overlev") || first.word().contains("surviv")) {
        return 1;
    }
    // The same of capital: risikokapital, venturekapital.
    let of_people = ["human", "sosial", "social"].iter().any(|kind| first.word().starts_with(kind));
    if topic == Topic::Capital && first.word().contains("kapital") && !of_people {
        return 1;
    }
    let list = LEXICON.iter().filter(|(of, _)| *of == topic).flat_map(|(_, list)| list.iter());
    list.map(|entry| matches(tokens, from, entry)).max().unwrap_or(0)
}

fn matches(tokens: &[Token], from: usize, entry: &str) -> usize {
    if let Some(whole) = entry.strip_prefix('=') {
        return usize::from(tokens[from].word() == whole);
    }
    let words: Vec<&str> = entry.split(' ').collect();
    let last = words.len() - 1;
    let fits = words.iter().enumerate().all(|(index, word)| {
        let there = tokens.get(from + index).map_or("", Token::word);
        if index == last && last == 0 {
            there.starts_with(word)
        } else {
            there == *word || (index == last && word.len() > 4 && there.starts_with(word))
        }
    });
    if fits { words.len() } else { 0 }
}

/// The first place in a range where a topic is spoken of.
pub(super) fn find(tokens: &[Token], range: std::ops::Range<usize>, topic: Topic) -> Option<usize> {
    range.into_iter().find(|at| is(tokens, *at, topic) > 0)
}

/// A place named at `from`: how many tokens its name has, and its region set where there is one.
pub(super) fn place(tokens: &[Token], from: usize) -> Option<(usize, Option<RegionSetId>)> {
    if tokens.get(from)?.word().is_empty() {
        return None;
    }
    let phrase = |many: usize| {
        let words: Vec<&str> = tokens.get(from..from + many)?.iter().map(Token::word).collect();
        words.iter().all(|word| !word.is_empty()).then(|| fold(&words.join(" ")))
    };
    for many in [3, 2, 1] {
        let Some(named) = phrase(many) else { continue };
        // A genitive is the same place: Romerikes.
        let same = |name: &str| {
            let name = fold(name);
            name == named || format!("{name}s") == named
        };
        if let Some(set) = region_sets().iter().find(|set| Locale::ALL.iter().any(|locale| same(set.name(*locale)))) {
            return Some((many, Some(RegionSetId::from(set.id.stem()))));
        }
        let elsewhere = ["regionen", "regionalt", "lokalt", "locally", "kommunen", "fylket", "distriktet"];
        if elsewhere.contains(&named.as_str()) || (many == 1 && is_capital(tokens, from) && !by_name(&named).is_empty())
        {
            return Some((many, None));
        }
    }
    None
}

/// Municipalities bear names of ordinary words (Os, Våler); their length keeps the shortest of these apart.
fn is_capital(tokens: &[Token], from: usize) -> bool {
    tokens[from].word().chars().count() > 3
}

/// The language of a text by its small words. Where nothing tells, bokmål.
pub(super) fn language(tokens: &[Token]) -> Locale {
    const NB: &[&str] = &[
        "har",
        "av",
        "en",
        "et",
        "ikke",
        "og",
        "til",
        "som",
        "vi",
        "fra",
        "hvorav",
        "med",
        "er",
        "på",
        "siden",
        "de",
        "jeg",
        "mer",
        "det",
        "var",
        "prosent",
        "arbeidsplasser",
        "jobber",
        "våre",
        "for",
    ];
    const NN: &[&str] = &[
        "har",
        "av",
        "ein",
        "eit",
        "ikkje",
        "og",
        "til",
        "som",
        "vi",
        "frå",
        "med",
        "er",
        "på",
        "sidan",
        "dei",
        "kjem",
        "meir",
        "me",
        "eg",
        "det",
        "var",
        "prosent",
        "arbeidsplassar",
        "jobbar",
        "vore",
        "tilsette",
        "våre",
        "kvar",
        "berre",
        "vart",
        "tekne",
        "løyvd",
        "framleis",
        "verksemd",
        "verksemda",
        "verksemder",
        "verksemdene",
        "arbeidsplassane",
        "gründerane",
        "millionar",
        "personar",
        "sysselset",
        "korleis",
        "dei",
        "for",
    ];
    const EN: &[&str] = &[
        "the", "of", "have", "has", "and", "to", "since", "with", "are", "in", "we", "than", "our", "is", "that",
        "jobs", "percent", "cent", "a", "for",
    ];
    let count = |list: &[&str]| {
        tokens.iter().filter(|token| matches!(token.kind, Kind::Word(_)) && list.contains(&token.word())).count()
    };
    let (nb, nn, en) = (count(NB), count(NN), count(EN));
    if en > nb.max(nn) {
        Locale::En
    } else if nn > nb {
        Locale::Nn
    } else {
        Locale::Nb
    }
}
