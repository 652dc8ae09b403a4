//! Who stands behind the figures, and with which keys they are signed: open to anybody.

use app::cx::House;
use app::paths;
use axum::extract::State;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use domain::words::Locale;
use serde::Serialize;
use store::publications::PublicationFilter;
use utoipa::ToSchema;

use super::answer::Answer;
use super::ask::{self, ListAsk, NoAsk};
use super::page::Listed;
use super::problem::{Always, Named, Refused};

/// The house.
#[derive(Debug, Serialize, ToSchema)]
pub struct HouseTold {
    /// Who publishes.
    name: String,
    /// Its organisation number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^[0-9]{9}$")]
    number: Option<String>,
    /// Where questions go.
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    /// On which terms others may use what is published.
    licence: LicenceTold,
    /// In which languages it speaks.
    languages: [&'static str; 3],
    /// How many figures it has published.
    #[schema(minimum = 0)]
    publications: usize,
    /// Where more is.
    links: HouseLinks,
}

/// Terms of use.
#[derive(Debug, Serialize, ToSchema)]
pub struct LicenceTold {
    /// A stable name.
    #[schema(example = "nlod-2.0")]
    code: &'static str,
    /// Its name.
    name: &'static str,
    /// Its text.
    page: &'static str,
}

/// Where more of the house is.
#[derive(Debug, Serialize, ToSchema)]
pub struct HouseLinks {
    /// What it has published.
    published: String,
    /// News of that (Atom).
    feed: String,
    /// Its open data.
    open_data: String,
    /// What there is, for catalogues of data (DCAT-AP-NO).
    catalogue: String,
}

/// A public key that signs, or has signed, for the house.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeyTold {
    /// Its id, which signed files name.
    id: String,
    /// The Ed25519 key: 64 hexadecimal digits.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    public_key: String,
    /// Since when the house has had it; absent for one that has not signed yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<DateTime<Utc>>,
}

/// The house
///
/// Who publishes, and on which terms.
#[utoipa::path(get, path = "/api/v1/house", tag = "about", responses((status = 200, body = HouseTold), Always))]
pub async fn house(State(house): State<House>, parts: Parts) -> Result<Response, Refused> {
    ask::read::<NoAsk>(&parts.uri)?;
    let publications = house.store.publications(PublicationFilter::default(), 0, 1).await?.all;
    let publisher = &house.publisher;
    let at = |path: &str| format!("{}{path}", house.base_url);
    let licence = publisher.licence;
    let told = HouseTold {
        name: publisher.name.clone(),
        number: publisher.number.map(|number| number.to_string()),
        email: publisher.email.clone(),
        licence: LicenceTold { code: licence.code(), name: licence.name(Locale::En), page: licence.page() },
        languages: Locale::ALL.map(Locale::tag),
        publications,
        links: HouseLinks {
            published: at(paths::PUBLISHED),
            feed: at(paths::FEED),
            open_data: at(paths::OPEN_DATA),
            catalogue: at(paths::CATALOGUE),
        },
    };
    Ok(Answer(told).into_response())
}

/// Keys
///
/// The public keys that published files are signed with.
#[utoipa::path(
    get, path = "/api/v1/keys", tag = "publications", params(ListAsk),
    responses((status = 200, body = Listed<KeyTold>), Always, Named)
)]
pub async fn keys(State(house): State<House>, parts: Parts) -> Result<Response, Refused> {
    let asked: ListAsk = ask::read(&parts.uri)?;
    let mut keys = house.store.public_keys().await?;
    keys.sort_by(|a, b| a.id.0.cmp(&b.id.0));
    let told = |key: &store::publications::PublicKey| KeyTold {
        id: key.id.0.clone(),
        public_key: key.public.clone(),
        since: key.since,
    };
    let page = asked.part().of(&keys, |key| key.id.0.clone(), told)?;
    Ok(page.answered(&parts.uri))
}
