//! The feed (Atom, RFC 4287): an entry for each publication and one for each note to it. Its ids never change, whatever address the
//! house is reached at.

use app::paths;
use app::publisher::Publisher;
use atom_syndication::{Category, Content, Entry, Feed, Generator, Link, Person, Text};
use domain::time::Instant;
use domain::words::Locale;
use store::publications::{Published, Revision};

domain::catalogue! {
    mod w {
        title(name: &str) => { nb: "Publiserte tall fra {name}", nn: "Publiserte tal frå {name}", en: "Published figures of {name}" }
        subtitle => {
            nb: "Tall som hvem som helst kan regne ut på nytt, og notatene til dem.",
            nn: "Tal som kven som helst kan rekne ut på nytt, og notata til dei.",
            en: "Figures that anybody can compute again, and the notes to them." }
        note(title: &str) => { nb: "Notat til: {title}", nn: "Notat til: {title}", en: "Note to: {title}" }
    }
}

/// No feed is longer: readers of news ask often, and keep what they have read.
const MOST: usize = 100;

/// The feed in a language. An empty one was changed when it was asked for: there is no earlier day that is true.
pub fn feed(locale: Locale, publisher: &Publisher, base: &str, published: &[Published], now: Instant) -> Feed {
    let mut entries: Vec<(Instant, Entry)> = published
        .iter()
        .flat_map(|one| {
            let notes = one.revisions.iter().map(|note| (note.noted_at, noted(locale, base, one, note)));
            std::iter::once((one.issued_at, issued(locale, base, one))).chain(notes.collect::<Vec<_>>())
        })
        .collect();
    entries.sort_by(|(a, one), (b, other)| b.cmp(a).then_with(|| one.id.cmp(&other.id)));
    let updated = entries.first().map_or(now, |(at, _)| *at);
    let own = format!("{base}{}", paths::FEED);
    Feed {
        title: Text::plain(w::title(locale, &publisher.name)),
        subtitle: Some(Text::plain(w::subtitle(locale))),
        id: own.clone(),
        updated: updated.fixed_offset(),
        authors: vec![Person { name: publisher.name.clone(), email: publisher.email.clone(), ..Person::default() }],
        generator: Some(Generator { value: "Grobunn".to_owned(), uri: None, version: None }),
        links: vec![
            Link {
                href: own,
                rel: "self".to_owned(),
                mime_type: Some("application/atom+xml".to_owned()),
                ..Link::default()
            },
            link(&format!("{base}{}", paths::PUBLISHED), "alternate", "text/html"),
        ],
        rights: Some(Text::plain(publisher.licence.name(locale))),
        lang: Some(locale.tag().to_owned()),
        entries: entries.into_iter().take(MOST).map(|(_, entry)| entry).collect(),
        ..Feed::default()
    }
}

fn link(href: &str, rel: &str, kind: &str) -> Link {
    Link { href: href.to_owned(), rel: rel.to_owned(), mime_type: Some(kind.to_owned()), ..Link::default() }
}

fn title(locale: Locale, one: &Published) -> String {
    let title = one.face.words(locale).map(|words| words.title.clone()).unwrap_or_default();
    format!("{title} ({})", one.used.name)
}

fn content(text: String, locale: Locale) -> Content {
    Content {
        value: Some(text),
        content_type: Some("text".to_owned()),
        lang: Some(locale.tag().to_owned()),
        ..Content::default()
    }
}

fn issued(locale: Locale, base: &str, one: &Published) -> Entry {
    let page = format!("{base}{}", paths::publication(&one.address));
    let sentence = one.face.words(locale).map(|words| words.sentence.clone()).unwrap_or_default();
    Entry {
        title: Text::plain(title(locale, one)),
        id: format!("urn:uuid:{}", one.id),
        updated: one.issued_at.fixed_offset(),
        published: Some(one.issued_at.fixed_offset()),
        links: vec![
            link(&page, "alternate", "text/html"),
            link(&format!("{base}{}", paths::publication_json(&one.address)), "related", "application/json"),
        ],
        categories: vec![Category { term: one.figure.0.clone(), scheme: None, label: None }],
        content: Some(content(sentence, locale)),
        ..Entry::default()
    }
}

fn noted(locale: Locale, base: &str, one: &Published, note: &Revision) -> Entry {
    Entry {
        title: Text::plain(w::note(locale, &title(locale, one))),
        id: format!("urn:uuid:{}", note.id),
        updated: note.noted_at.fixed_offset(),
        published: Some(note.noted_at.fixed_offset()),
        links: vec![link(&format!("{base}{}", paths::publication(&one.address)), "alternate", "text/html")],
        categories: vec![Category { term: one.figure.0.clone(), scheme: None, label: None }],
        content: Some(content(note.note.clone(), note.locale)),
        ..Entry::default()
    }
}
