//! Lists, a page at a time.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::Answer;
use super::problem::Refused;

/// How many of a list are answered at once unless it is said.
pub const USUAL: u16 = 50;
/// How many at most.
pub const MOST: u16 = 200;

/// Which part of a list is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// How many at most.
    pub limit: Option<u16>,
    /// Where the page before it ended.
    pub cursor: Option<&'a str>,
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Listed<T> {
    /// The page.
    pub data: Vec<T>,
    /// What to give as `cursor` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl Part<'_> {
    /// The page asked for. The items are in the rising order of their keys, and each key stands once: what is added or gone between two
    /// pages neither repeats nor hides another.
    ///
    /// # Errors
    /// [`Refused::Question`] for a number of items that is not offered, [`Refused::NotFound`] for a cursor that leads nowhere.
    pub fn of<I, T>(
        self,
        items: &[I],
        key: impl Fn(&I) -> String,
        told: impl FnMut(&I) -> T,
    ) -> Result<Listed<T>, Refused> {
        let limit = self.limit.unwrap_or(USUAL);
        if limit == 0 || limit > MOST {
            return Err(Refused::Question(format!("limit: must be from 1 to {MOST}")));
        }
        let from = match self.cursor {
            None => 0,
            Some("") => return Err(Refused::Question("cursor: must not be empty".to_owned())),
            Some(cursor) => {
                let after = read(cursor).ok_or(Refused::NotFound)?;
                items.partition_point(|item| key(item) <= after)
            }
        };
        let rest = items.get(from..).unwrap_or_default();
        let page = &rest[..rest.len().min(usize::from(limit))];
        let more = page.len() < rest.len();
        let next = page.last().filter(|_| more).map(|last| URL_SAFE_NO_PAD.encode(key(last)));
        Ok(Listed { data: page.iter().map(told).collect(), next })
    }
}

fn read(cursor: &str) -> Option<String> {
    String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()
}

impl<T: Serialize> Listed<T> {
    /// The page as an answer, with the address of the next one (RFC 8288) for the same question.
    pub fn answered(self, asked: &axum::http::Uri) -> Response {
        let link = self.next.as_ref().and_then(|next| {
            let kept = form_urlencoded(asked.query().unwrap_or_default());
            let separator = if kept.is_empty() { "" } else { "&" };
            HeaderValue::from_str(&format!("<{}?{kept}{separator}cursor={next}>; rel=\"next\"", asked.path())).ok()
        });
        let mut response = Answer(self).into_response();
        if let Some(link) = link {
            response.headers_mut().insert(header::LINK, link);
        }
        response
    }
}

/// A query without its cursor.
fn form_urlencoded(query: &str) -> String {
    query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("cursor=")).collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_each_other_and_end() {
        let items: Vec<u32> = (0..7).collect();
        let key = |item: &u32| format!("{item:03}");
        let mut cursor: Option<String> = None;
        let mut seen = Vec::new();
        loop {
            let part = Part { limit: Some(3), cursor: cursor.as_deref() };
            let page = part.of(&items, key, |item| *item).unwrap();
            assert!(page.data.len() <= 3 && !page.data.is_empty());
            seen.extend(page.data);
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, items);
    }

    #[test]
    fn what_is_added_between_two_pages_repeats_nothing() {
        let key = |item: &u32| format!("{item:03}");
        let first = Part { limit: Some(2), cursor: None }.of(&[1, 3, 5], key, |item| *item).unwrap();
        assert_eq!(first.data, [1, 3]);
        let part = Part { limit: Some(2), cursor: first.next.as_deref() };
        assert_eq!(part.of(&[0, 1, 2, 4, 5], key, |item| *item).unwrap().data, [4, 5], "3 is gone, 0, 2 and 4 are new");
    }

    #[test]
    fn an_impossible_page_is_refused() {
        for limit in [0, MOST + 1] {
            let part = Part { limit: Some(limit), cursor: None };
            assert!(matches!(part.of(&[1], u32::to_string, |item| *item), Err(Refused::Question(_))));
        }
        for cursor in ["%", "a", "_w"] {
            let part = Part { limit: None, cursor: Some(cursor) };
            assert!(matches!(part.of(&[1], u32::to_string, |item| *item), Err(Refused::NotFound)), "{cursor}");
        }
    }
}
