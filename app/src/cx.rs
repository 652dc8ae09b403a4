//! What every page and server function is given: the house, the reader's language, the address.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::http::request::Parts;
use chrono::NaiveDate;
use domain::board::{self, Stay};
use domain::ledger::Ledger;
use domain::time::Instant;
use domain::words::Locale;
use leptos::prelude::{LeptosOptions, use_context};
use store::{Store, StoreError};

use crate::assets::Manifest;
use crate::imports::Imports;
use crate::memo::Memo;
use crate::paths::Query;

/// The house a server serves: what all requests share.
#[derive(Clone)]
pub struct House {
    /// Facts and figures.
    pub store: Store,
    /// The site's assets.
    pub manifest: Arc<Manifest>,
    /// What Leptos needs to know of where the scripts are.
    pub options: LeptosOptions,
    /// Whether this is the demo.
    pub demo: bool,
    /// Imports under way in this process.
    pub imports: Imports,
    boards: Memo<(i64, NaiveDate, Option<Instant>), Vec<Stay>>,
    /// What the page of figures shows besides figures: jobs over time, funnel, time in stage.
    pub through: Memo<crate::pages::figures::Asked, crate::pages::figures::Through>,
}

impl House {
    /// A house over a store.
    #[must_use]
    pub fn new(store: Store, manifest: Manifest, demo: bool) -> Self {
        let options = LeptosOptions::builder()
            .output_name(manifest.output_name())
            .site_pkg_dir("pkg".to_owned())
            .site_root("site".to_owned())
            .build();
        Self {
            store,
            manifest: Arc::new(manifest),
            options,
            demo,
            imports: Imports::default(),
            boards: Memo::default(),
            through: Memo::default(),
        }
    }

    /// Every stay and where it stands at `as_of`, as known at `known_at` (`None`: as known now).
    ///
    /// Kept until the ledger's version or the question changes.
    #[must_use]
    pub fn stays(&self, ledger: &Ledger, as_of: NaiveDate, known_at: Option<Instant>) -> Arc<Vec<Stay>> {
        let now = self.store.world().now();
        self.boards.get((ledger.version, as_of, known_at), || board::stays(ledger, known_at.unwrap_or(now), as_of))
    }
}

impl axum::extract::FromRef<House> for LeptosOptions {
    fn from_ref(house: &House) -> Self {
        house.options.clone()
    }
}

/// How the reader wants the page coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scheme {
    /// As the device says.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Scheme {
    /// All choices.
    pub const ALL: [Scheme; 3] = [Scheme::Auto, Scheme::Light, Scheme::Dark];

    /// The stable name in the cookie and on the page.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Scheme::Auto => "auto",
            Scheme::Light => "light",
            Scheme::Dark => "dark",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scheme| scheme.code() == code)
    }
}

/// One request, as a page sees it.
#[derive(Clone)]
pub struct Cx {
    /// The house.
    pub house: House,
    /// The reader's language.
    pub locale: Locale,
    /// The reader's colours.
    pub scheme: Scheme,
    /// Path of the address.
    pub path: String,
    /// Query of the address.
    pub query: Query,
}

impl Cx {
    /// The request being answered; `None` while the router only lists its routes.
    #[must_use]
    pub fn current() -> Option<Self> {
        let house = use_context::<House>()?;
        let parts = use_context::<Parts>()?;
        Some(Self::of(house, &parts))
    }

    /// Reads language, colours and query from a request.
    #[must_use]
    pub fn of(house: House, parts: &Parts) -> Self {
        let query: BTreeMap<String, String> =
            form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
        let accepted = parts.headers.get(axum::http::header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let locale = cookie(parts, "lang")
            .and_then(Locale::from_tag)
            .or_else(|| accepted.and_then(Locale::from_accept_language))
            .unwrap_or_default();
        Self {
            house,
            locale,
            scheme: cookie(parts, "scheme").and_then(Scheme::from_code).unwrap_or_default(),
            path: parts.uri.path().to_owned(),
            query: Query(query),
        }
    }

    /// Today's civil date in Oslo.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.house.store.world().today()
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.house.store.world().now()
    }

    /// The facts of the house.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn ledger(&self) -> Result<Arc<Ledger>, StoreError> {
        self.house.store.ledger().await
    }
}

fn cookie<'a>(parts: &'a Parts, name: &str) -> Option<&'a str> {
    parts
        .headers
        .get_all(axum::http::header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(';'))
        .find_map(|pair| pair.trim().split_once('=').filter(|(key, _)| *key == name).map(|(_, value)| value))
}
