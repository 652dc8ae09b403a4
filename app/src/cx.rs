//! What every page and server function is given: the house, the reader's language, the address.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::http::HeaderMap;
use axum::http::request::Parts;
use chrono::NaiveDate;
use domain::access::{self, Action, Actor, Decision, Resource, Role, Scope};
use domain::board::{self, Stay};
use domain::documents::Room;
use domain::ids::{PersonId, StartupId};
use domain::ledger::Ledger;
use domain::time::Instant;
use domain::words::Locale;
use leptos::prelude::{LeptosOptions, use_context};
use store::identity::{BrowserToken, Origin, SessionToken};
use store::{Store, StoreError, Strength, Viewer};

use crate::assets::Manifest;
use crate::cookies::{self, Cookies};
use crate::dev_mail::DevMail;
use crate::frame::PageError;
use crate::imports::Imports;
use crate::memo::Memo;
use crate::paths::Query;
use crate::publisher::Publisher;
use crate::strong::Strong;

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
    /// Where people reach the house, without a slash at the end: for links that work outside it.
    pub base_url: Arc<str>,
    /// How cookies are named and guarded here.
    pub cookies: Cookies,
    /// How more than a mailbox is asked for.
    pub strong: Arc<Strong>,
    /// Imports under way in this process.
    pub imports: Imports,
    /// The mail of the demo, for its visitors to read.
    pub dev_mail: DevMail,
    /// Who stands behind what is published.
    pub publisher: Arc<Publisher>,
    /// How large documents may be.
    pub room: Room,
    boards: Memo<(i64, NaiveDate, Option<Instant>, Sight), Vec<Stay>>,
    /// What the page of figures shows besides figures: jobs over time, funnel, time in stage.
    pub through: Memo<crate::pages::figures::Asked, crate::pages::figures::Through>,
    /// Since when the figures are that are published.
    pub first_years: crate::pages::guard::sources::FirstYears,
}

/// Whose part of the ledger something was computed from, and on which day; `None` is the whole.
type Sight = Option<(Role, Scope, Option<PersonId>, NaiveDate)>;

impl House {
    /// A house over a store, reached at `base_url`.
    #[must_use]
    pub fn new(store: Store, manifest: Manifest, demo: bool, base_url: &str) -> Self {
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
            base_url: base_url.trim_end_matches('/').into(),
            cookies: Cookies::of(base_url),
            strong: Arc::default(),
            imports: Imports::default(),
            dev_mail: DevMail::default(),
            publisher: Arc::default(),
            room: Room::default(),
            boards: Memo::default(),
            through: Memo::default(),
            first_years: crate::pages::guard::sources::FirstYears::default(),
        }
    }

    /// The same house, asking for more than a mailbox in this way.
    #[must_use]
    pub fn with_strong(mut self, strong: Strong) -> Self {
        self.strong = Arc::new(strong);
        self
    }

    /// The same house, publishing in this name.
    #[must_use]
    pub fn with_publisher(mut self, publisher: Publisher) -> Self {
        self.publisher = Arc::new(publisher);
        self
    }

    /// The same house, with room for documents of this size.
    #[must_use]
    pub fn with_room(mut self, room: Room) -> Self {
        self.room = room;
        self
    }

    /// Who asks, by the cookie that came along. In the demo, whoever brings none is the demo's manager.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn viewer(&self, headers: &HeaderMap) -> Result<Option<Viewer>, StoreError> {
        let token = cookies::value(headers, self.cookies.session_name());
        if self.demo && token.as_deref() == Some(cookies::NOBODY) {
            return Ok(None);
        }
        let viewer = match token {
            Some(token) => self.store.viewer(&SessionToken::from(token)).await?,
            None => None,
        };
        Ok(viewer.or_else(|| self.demo.then(|| self.visitor())))
    }

    /// Whoever comes to the demo and has not chosen to be somebody.
    fn visitor(&self) -> Viewer {
        Viewer {
            actor: Actor::demo_manager(),
            name: String::new(),
            email: None,
            hats: Vec::new(),
            worn: None,
            session: None,
            strength: Strength::Demo,
            confirmed_at: self.store.world().now(),
            locale: None,
        }
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
    /// The house. Its store reads once for the request, so that the parts of a page agree with each other.
    pub house: House,
    /// The reader's language.
    pub locale: Locale,
    /// The reader's colours.
    pub scheme: Scheme,
    /// Whether single keys do things.
    pub keys: bool,
    /// Path of the address.
    pub path: String,
    /// Query of the address.
    pub query: Query,
    /// Who reads; `None` for somebody who is not signed in.
    pub viewer: Option<Viewer>,
    /// Which browser asks for a code, when it has asked before.
    pub browser: Option<BrowserToken>,
    /// Where the request comes from.
    pub origin: Origin,
}

impl Cx {
    /// The request being answered; `None` while the router only lists its routes.
    #[must_use]
    pub fn current() -> Option<Self> {
        let house = use_context::<House>()?;
        let parts = use_context::<Parts>()?;
        Some(Self::of(house, &parts))
    }

    /// Reads language, colours and query from a request, and who asks, as the server found out before.
    #[must_use]
    pub fn of(house: House, parts: &Parts) -> Self {
        let query: BTreeMap<String, String> =
            form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
        let viewer = parts.extensions.get::<Viewer>().cloned();
        let browser = cookies::value(&parts.headers, house.cookies.browser_name()).map(BrowserToken::from);
        Self {
            locale: locale_of(&parts.headers, viewer.as_ref()),
            scheme: cookies::choice(&parts.headers, "scheme")
                .and_then(|code| Scheme::from_code(&code))
                .unwrap_or_default(),
            keys: cookies::choice(&parts.headers, "keys").is_none_or(|choice| choice != "off"),
            path: parts.uri.path().to_owned(),
            query: Query(query),
            viewer,
            browser,
            origin: crate::origin::of(parts),
            house: House { store: house.store.for_request(), ..house },
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

    /// Who acts. Somebody who is not signed in, or holds no role, acts as the founder of no startup: that one sees nothing and may
    /// nothing.
    #[must_use]
    pub fn actor(&self) -> Actor {
        match &self.viewer {
            Some(viewer) if has_role(viewer) => viewer.actor.clone(),
            _ => Actor { scope: Scope::Startup(StartupId(uuid::Uuid::nil())), ..Actor::new("nobody", Role::Founder) },
        }
    }

    /// Whether the reader holds a role at the moment.
    #[must_use]
    pub fn has_role(&self) -> bool {
        self.viewer.as_ref().is_some_and(has_role)
    }

    /// What the policy says of the reader doing this.
    #[must_use]
    pub fn decide(&self, action: Action, resource: &Resource<'_>) -> Decision {
        if !self.has_role() {
            return Decision::Hidden;
        }
        access::may(&self.actor(), action, resource, self.today())
    }

    /// Whether the reader may do this: for what a page offers. The store's verb asks again.
    #[must_use]
    pub fn may(&self, action: Action, resource: &Resource<'_>) -> bool {
        self.decide(action, resource).is_allowed()
    }

    /// Goes on when the reader may do this.
    ///
    /// # Errors
    /// [`PageError::NotFound`] when the reader may not know of it, [`PageError::Denied`] with the reason otherwise.
    pub fn require(&self, action: Action, resource: &Resource<'_>) -> Result<(), PageError> {
        allowed(self.decide(action, resource))
    }

    /// The part of the house's facts that the reader sees.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn ledger(&self) -> Result<Arc<Ledger>, StoreError> {
        self.house.store.ledger_for(&self.actor()).await
    }

    /// All facts of the house. For figures, which do not differ between readers, and for nothing that shows a name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn house_ledger(&self) -> Result<Arc<Ledger>, StoreError> {
        self.house.store.ledger().await
    }

    /// Every stay that the reader sees and where it stands at `as_of`, as known at `known_at` (`None`: as known now). `ledger` is the
    /// reader's.
    ///
    /// Kept until the ledger's version or the question changes.
    #[must_use]
    pub fn stays(&self, ledger: &Ledger, as_of: NaiveDate, known_at: Option<Instant>) -> Arc<Vec<Stay>> {
        let actor = self.actor();
        let whole = actor.scope == Scope::House && matches!(actor.role, Role::Admin | Role::Manager | Role::System);
        let sight = (!whole).then(|| (actor.role, actor.scope, actor.person, self.today()));
        let question = (ledger.version, as_of, known_at, sight);
        self.house.boards.get(question, || board::stays(ledger, known_at.unwrap_or_else(|| self.now()), as_of))
    }
}

/// What a decision of the policy means for a page.
///
/// # Errors
/// [`PageError::NotFound`] for what is hidden, [`PageError::Denied`] with the reason for what is denied.
pub fn allowed(decision: Decision) -> Result<(), PageError> {
    match decision {
        Decision::Allowed => Ok(()),
        Decision::Hidden => Err(PageError::NotFound),
        Decision::Denied(reason) => Err(PageError::Denied(reason)),
    }
}

/// Whether somebody who is signed in holds a role: only the demo's visitor does so without a membership.
fn has_role(viewer: &Viewer) -> bool {
    viewer.worn.is_some() || viewer.actor.person.is_none()
}

/// The reader's language: chosen in this browser, else in the account, else what the browser asks for.
#[must_use]
pub fn locale_of(headers: &HeaderMap, viewer: Option<&Viewer>) -> Locale {
    let accepted = headers.get(axum::http::header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    cookies::choice(headers, "lang")
        .and_then(|tag| Locale::from_tag(&tag))
        .or_else(|| viewer.and_then(|viewer| viewer.locale))
        .or_else(|| accepted.and_then(Locale::from_accept_language))
        .unwrap_or_default()
}
