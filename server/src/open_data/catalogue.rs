//! The description of the open data as DCAT-AP-NO 2.2 has it, in JSON-LD: what a national catalogue of data harvests.

use app::paths;
use app::publisher::Publisher;
use domain::words::Locale;
use serde_json::{Value, json};
use store::publications::Published;

domain::catalogue! {
    mod w {
        catalogue(name: &str) => { nb: "Åpne data fra {name}", nn: "Opne data frå {name}", en: "Open data of {name}" }
        catalogue_text => {
            nb: "Publiserte tall om oppstartsbedrifter, og tjenesten de kan leses med.",
            nn: "Publiserte tal om oppstartsbedrifter, og tenesta dei kan lesast med.",
            en: "Published figures about startups, and the service they can be read with." }
        publications => { nb: "Publiserte tall", nn: "Publiserte tal", en: "Published figures" }
        publications_text => {
            nb: "Tall om arbeidsplasser, overlevelse og arbeid med oppstartsbedrifter, frosset da de ble publisert: verdi, dokumentert gulv og tak, usikkerhet, definisjon og versjon. Grupper på én til fire bedrifter vises ikke.",
            nn: "Tal om arbeidsplassar, overleving og arbeid med oppstartsbedrifter, frosne då dei vart publiserte: verdi, dokumentert golv og tak, uvisse, definisjon og versjon. Grupper på éi til fire bedrifter blir ikkje viste.",
            en: "Figures about jobs, survival and the work with startups, frozen when they were published: value, documented floor and ceiling, uncertainty, definition and version. Groups of one to four startups are not shown." }
        revisions => { nb: "Notater til publiserte tall", nn: "Notat til publiserte tal", en: "Notes to published figures" }
        revisions_text => {
            nb: "Daterte notater om det huset fikk vite etter at et tall ble publisert, og hva tallet da ville vært.",
            nn: "Daterte notat om det huset fekk vite etter at eit tal vart publisert, og kva talet då ville vore.",
            en: "Dated notes on what the house learned after a figure was published, and what the figure would then have been." }
        service => { nb: "API for publiserte tall", nn: "API for publiserte tal", en: "API for published figures" }
        startups => { nb: "oppstartsbedrifter", nn: "oppstartsbedrifter", en: "startups" }
        jobs => { nb: "arbeidsplasser", nn: "arbeidsplassar", en: "jobs" }
        survival => { nb: "overlevelse", nn: "overleving", en: "survival" }
    }
}

/// Vocabularies of the Publications Office of the EU, which DCAT-AP-NO takes its values from.
const AUTHORITY: &str = "http://publications.europa.eu/resource/authority";

fn iri(address: impl Into<String>) -> Value {
    json!({ "@id": address.into() })
}

fn authority(what: &str) -> Value {
    iri(format!("{AUTHORITY}/{what}"))
}

/// A text in the three languages.
fn told(words: impl Fn(Locale) -> String) -> Value {
    Locale::ALL.into_iter().map(|locale| json!({ "@value": words(locale), "@language": locale.tag() })).collect()
}

/// One text of each language after the other.
fn keywords() -> Value {
    [w::startups, w::jobs, w::survival]
        .into_iter()
        .flat_map(|word: fn(Locale) -> &'static str| {
            Locale::ALL.map(|locale| json!({ "@value": word(locale), "@language": locale.tag() }))
        })
        .collect()
}

/// The catalogue.
pub fn catalogue(publisher: &Publisher, base: &str, published: &[Published]) -> Value {
    let own = format!("{base}{}", paths::CATALOGUE);
    let node = |name: &str| format!("{own}#{name}");
    let who = publisher.number.map_or_else(
        || node("publisher"),
        |number| format!("https://data.brreg.no/enhetsregisteret/api/enheter/{number}"),
    );
    let languages: Value =
        ["NOB", "NNO", "ENG"].map(|code| authority(&format!("language/{code}"))).into_iter().collect();
    let file = |name: &str, path: &str, media: &str, kind: &str, text: &dyn Fn(Locale) -> String| {
        json!({
            "@id": node(name),
            "@type": "dcat:Distribution",
            "dct:title": told(text),
            "dct:description": told(text),
            "dcat:accessURL": iri(format!("{base}{}", paths::OPEN_DATA)),
            "dcat:downloadURL": iri(format!("{base}{path}")),
            "dcat:mediaType": iri(format!("https://www.iana.org/assignments/media-types/{media}")),
            "dct:format": authority(&format!("file-type/{kind}")),
            "dct:license": iri(publisher.licence.uri()),
        })
    };
    let publications = |locale| w::publications(locale).to_owned();
    let revisions = |locale| w::revisions(locale).to_owned();
    let mut figures = json!({
        "@id": node("publications"),
        "@type": "dcat:Dataset",
        "dct:identifier": node("publications"),
        "dct:title": told(publications),
        "dct:description": told(|locale| w::publications_text(locale).to_owned()),
        "dcat:distribution": [iri(node("publications-csv")), iri(node("publications-json"))],
        "dcat:landingPage": iri(format!("{base}{}", paths::PUBLISHED)),
    });
    let mut notes = json!({
        "@id": node("revisions"),
        "@type": "dcat:Dataset",
        "dct:identifier": node("revisions"),
        "dct:title": told(revisions),
        "dct:description": told(|locale| w::revisions_text(locale).to_owned()),
        "dcat:distribution": [iri(node("revisions-csv"))],
        "dcat:landingPage": iri(format!("{base}{}", paths::OPEN_DATA)),
    });
    for dataset in [&mut figures, &mut notes] {
        dataset["dct:publisher"] = iri(&who);
        dataset["dcat:contactPoint"] = iri(node("contact"));
        dataset["dcat:theme"] = json!([authority("data-theme/ECON"), authority("data-theme/GOVE")]);
        dataset["dcat:keyword"] = keywords();
        dataset["dct:accessRights"] = authority("access-right/PUBLIC");
        dataset["dct:accrualPeriodicity"] = authority("frequency/IRREG");
        dataset["dct:language"] = languages.clone();
        dataset["dct:spatial"] = authority("country/NOR");
        if let (Some(first), Some(last)) =
            (published.iter().map(|one| one.query.as_of).min(), published.iter().map(|one| one.query.as_of).max())
        {
            let day = |on: chrono::NaiveDate| json!({ "@value": on.to_string(), "@type": "xsd:date" });
            dataset["dct:temporal"] =
                json!({ "@type": "dct:PeriodOfTime", "dcat:startDate": day(first), "dcat:endDate": day(last) });
        }
        let instant = |at: domain::time::Instant| json!({ "@value": at.to_rfc3339(), "@type": "xsd:dateTime" });
        if let (Some(first), Some(last)) =
            (published.iter().map(|one| one.issued_at).min(), published.iter().map(Published::updated_at).max())
        {
            dataset["dct:issued"] = instant(first);
            dataset["dct:modified"] = instant(last);
        }
    }
    let mut agent = json!({ "@id": who, "@type": "foaf:Agent", "foaf:name": told(|_| publisher.name.clone()) });
    if let Some(number) = publisher.number {
        agent["dct:identifier"] = json!(number.to_string());
    }
    let mut contact = json!({ "@id": node("contact"), "@type": "vcard:Organization", "vcard:fn": publisher.name });
    match &publisher.email {
        Some(email) => contact["vcard:hasEmail"] = iri(format!("mailto:{email}")),
        None => contact["vcard:hasURL"] = iri(format!("{base}{}", paths::OPEN_DATA)),
    }
    json!({
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "vcard": "http://www.w3.org/2006/vcard/ns#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@graph": [
            {
                "@id": own,
                "@type": "dcat:Catalog",
                "dct:identifier": own,
                "dct:title": told(|locale| w::catalogue(locale, &publisher.name)),
                "dct:description": told(|locale| w::catalogue_text(locale).to_owned()),
                "dct:publisher": iri(&who),
                "dcat:contactPoint": iri(node("contact")),
                "dct:license": iri(publisher.licence.uri()),
                "dct:language": languages,
                "foaf:homepage": iri(format!("{base}{}", paths::OPEN_DATA)),
                "dcat:dataset": [iri(node("publications")), iri(node("revisions"))],
                "dcat:service": [iri(node("api"))],
            },
            figures,
            notes,
            file("publications-csv", paths::PUBLICATIONS_CSV, "text/csv", "CSV", &publications),
            file("publications-json", paths::PUBLICATIONS_JSON, "application/json", "JSON", &publications),
            file("revisions-csv", paths::REVISIONS_CSV, "text/csv", "CSV", &revisions),
            {
                "@id": node("api"),
                "@type": "dcat:DataService",
                "dct:identifier": node("api"),
                "dct:title": told(|locale| w::service(locale).to_owned()),
                "dct:publisher": iri(&who),
                "dcat:contactPoint": iri(node("contact")),
                "dcat:endpointURL": iri(format!("{base}{}", paths::API_V1)),
                "dcat:endpointDescription": iri(format!("{base}{}", paths::API_DOCUMENT)),
                "dcat:servesDataset": [iri(node("publications"))],
                "dct:license": iri(publisher.licence.uri()),
                "dct:accessRights": authority("access-right/PUBLIC"),
                "dcat:theme": [authority("data-theme/ECON")],
            },
            agent,
            contact,
        ],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What DCAT-AP-NO 2.2 has every thing of a kind say.
    const REQUIRED: [(&str, &[&str]); 6] = [
        (
            "dcat:Catalog",
            &["dct:description", "dct:identifier", "dct:publisher", "dct:title", "dcat:contactPoint", "dcat:dataset"],
        ),
        (
            "dcat:Dataset",
            &["dct:description", "dct:identifier", "dct:publisher", "dct:title", "dcat:contactPoint", "dcat:theme"],
        ),
        ("dcat:Distribution", &["dcat:accessURL", "dct:description", "dct:format", "dct:license"]),
        (
            "dcat:DataService",
            &["dcat:contactPoint", "dcat:endpointURL", "dct:identifier", "dct:publisher", "dct:title"],
        ),
        ("foaf:Agent", &["foaf:name"]),
        ("vcard:Organization", &["vcard:fn"]),
    ];

    #[test]
    fn everything_in_the_catalogue_says_what_the_standard_asks_for() {
        for publisher in [
            Publisher::default(),
            Publisher {
                name: "Huset".to_owned(),
                number: Some(domain::organisation::OrganisationNumber::parse("923609016").unwrap()),
                email: Some("data@huset.example".to_owned()),
                ..Publisher::default()
            },
        ] {
            let written = catalogue(&publisher, "https://tall.example", &[]);
            let graph = written["@graph"].as_array().unwrap();
            let mut kinds = std::collections::BTreeSet::new();
            let known: Vec<&str> = graph.iter().map(|node| node["@id"].as_str().unwrap()).collect();
            for node in graph {
                let kind = node["@type"].as_str().unwrap();
                let (_, required) =
                    REQUIRED.iter().find(|(known, _)| *known == kind).unwrap_or_else(|| panic!("{kind}"));
                kinds.insert(kind);
                for property in *required {
                    assert!(!node[property].is_null(), "{kind} says no {property}");
                }
                for property in ["dct:title", "dct:description", "foaf:name"] {
                    if let Some(texts) = node[property].as_array() {
                        let tags: Vec<&str> = texts.iter().map(|text| text["@language"].as_str().unwrap()).collect();
                        assert_eq!(tags, ["nb", "nn", "en"], "{kind} {property}");
                    }
                }
                for property in
                    ["dct:publisher", "dcat:contactPoint", "dcat:dataset", "dcat:distribution", "dcat:service"]
                {
                    let named = match &node[property] {
                        Value::Array(list) => list.clone(),
                        Value::Null => Vec::new(),
                        one => vec![one.clone()],
                    };
                    for one in named {
                        assert!(
                            known.contains(&one["@id"].as_str().unwrap()),
                            "{kind} {property} names what is not there"
                        );
                    }
                }
                // Every prefix is one of the context.
                for (key, _) in node.as_object().unwrap().iter().filter(|(key, _)| !key.starts_with('@')) {
                    let prefix = key.split(':').next().unwrap();
                    assert!(written["@context"][prefix].is_string(), "{key}");
                }
                assert!(
                    kind != "vcard:Organization"
                        || node["vcard:hasEmail"].is_object()
                        || node["vcard:hasURL"].is_object()
                );
            }
            assert_eq!(kinds.len(), REQUIRED.len());
        }
    }
}
