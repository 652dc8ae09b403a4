//! Searching notes. They can be many and long, so the database leaves out first what cannot match, and what it hands over is looked at
//! again letter by letter.

use domain::access::{Action, Actor, Resource, may};
use domain::ids::{NoteId, PersonId, StartupId};
use domain::words::loose;
use sea_orm::{ConnectionTrait, DbBackend, Statement, Value};
use uuid::Uuid;

use super::index::Matcher;
use super::{Group, MOST_HITS, NoteHit};
use crate::connect::Store;
use crate::error::StoreError;

/// So many notes are fetched at once.
const AT_ONCE: u64 = 200;
/// How many characters of a note are shown around what was found.
const AROUND: usize = 60;

/// What a text must look like to hold a folded word, for `LIKE`: letters that can be typed in several ways may be anything.
fn coarse(word: &str) -> String {
    let mut pattern = String::from("%");
    for letter in word.chars() {
        if letter.is_ascii_alphanumeric() && !"aeiouycdlnrstz".contains(letter) {
            pattern.push(letter);
        } else if !pattern.ends_with('%') {
            pattern.push('%');
        }
    }
    if !pattern.ends_with('%') {
        pattern.push('%');
    }
    pattern
}

/// The words around the first thing found, on one line.
fn excerpt(text: &str, matcher: &Matcher) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // Folding changes lengths, so the place is found word by word in what is shown.
    let words: Vec<&str> = line.split(' ').collect();
    let first = matcher.words().first().map(String::as_str).unwrap_or_default();
    let at = words.iter().position(|word| loose(word).contains(first)).unwrap_or_default();
    let mut from = at;
    let mut before = 0;
    while from > 0 && before < AROUND {
        from -= 1;
        before += words[from].chars().count() + 1;
    }
    let shown: String = words[from..].join(" ").chars().take(3 * AROUND).collect();
    let start = if from > 0 { "… " } else { "" };
    let rest = words[from..].join(" ").chars().count();
    let end = if rest > 3 * AROUND { " …" } else { "" };
    format!("{start}{}{end}", shown.trim_end())
}

impl Store {
    /// The notes that an actor may read and that hold every word: shared ones of startups they see, and private ones of their own.
    pub(super) async fn notes_matching(&self, actor: &Actor, matcher: &Matcher) -> Result<Group<NoteHit>, StoreError> {
        let seen = self.ledger_for(actor).await?;
        let today = self.world().today();
        let mut group = Group::default();
        if seen.startups.is_empty() {
            return Ok(group);
        }
        let connection = self.reader();
        let backend = connection.get_database_backend();
        // Both compare letters of ASCII without their case then.
        let like = if backend == DbBackend::Postgres { "ILIKE" } else { "LIKE" };
        let mut before: Option<Uuid> = None;
        loop {
            let mut values: Vec<Value> = Vec::new();
            let mut bind = |value: Value| {
                values.push(value);
                format!("${}", values.len())
            };
            let mut wanted = vec!["n.text <> ''".to_owned()];
            for word in matcher.words() {
                wanted.push(format!("n.text {like} {}", bind(coarse(word).into())));
            }
            wanted.push(match actor.person {
                Some(person) => format!("(n.kind = 'shared' OR n.author_id = {})", bind(person.0.into())),
                None => "n.kind = 'shared'".to_owned(),
            });
            if let Some(before) = before {
                wanted.push(format!("n.id < {}", bind(before.into())));
            }
            let sql = format!(
                "SELECT n.id, n.startup_id, n.kind, n.author_id, n.text, n.created_at FROM note n WHERE {} \
                 AND NOT EXISTS (SELECT 1 FROM note later WHERE later.supersedes = n.id) ORDER BY n.id DESC LIMIT {AT_ONCE}",
                wanted.join(" AND ")
            );
            let rows = connection.query_all_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
            for row in &rows {
                before = Some(row.try_get_by_index(0)?);
                let text: String = row.try_get_by_index(4)?;
                if !matcher.found_in(&loose(&text)) {
                    continue;
                }
                let Some(startup) = seen.startup(StartupId(row.try_get_by_index(1)?)) else { continue };
                let private = row.try_get_by_index::<String>(2)? == "private";
                let about = Resource::startup(&seen, startup);
                let decision = match row.try_get_by_index::<Option<Uuid>>(3)? {
                    Some(author) if private => match about {
                        Resource::Startup(subject) => {
                            let note = Resource::Note(subject, PersonId(author));
                            may(actor, Action::SeePrivateNote, &note, today)
                        }
                        _ => continue,
                    },
                    _ => may(actor, Action::SeeSharedNotes, &about, today),
                };
                if !decision.is_allowed() {
                    continue;
                }
                group.total += 1;
                if group.hits.len() < MOST_HITS {
                    group.hits.push(NoteHit {
                        note: NoteId(row.try_get_by_index(0)?),
                        startup: startup.profile.id,
                        name: startup.profile.name.clone(),
                        private,
                        at: row.try_get_by_index(5)?,
                        excerpt: excerpt(&text, matcher),
                    });
                }
            }
            // The newest are shown; that there are more is told, not how many.
            if u64::try_from(rows.len()).unwrap_or(0) < AT_ONCE || group.total > MOST_HITS {
                return Ok(group);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pattern_lets_through_every_way_of_typing_a_word() {
        assert_eq!(coarse("aarvak"), "%v%k%");
        assert_eq!(coarse("moete"), "%m%");
        assert_eq!(coarse("100%"), "%100%", "a sign of the language of patterns is none");
        assert_eq!(coarse("_"), "%");
    }

    #[test]
    fn the_excerpt_shows_what_was_found() {
        let long = format!("{} MØTE\nmed kunden om pris {}", "ord ".repeat(100), "mer ".repeat(100));
        let shown = excerpt(&long, &Matcher::of("møte").unwrap());
        assert!(shown.starts_with("… ") && shown.ends_with(" …") && shown.contains("MØTE med kunden"), "{shown}");
        assert!(shown.chars().count() < 200);
        assert_eq!(excerpt("Kort notat", &Matcher::of("notat").unwrap()), "Kort notat");
    }
}
