//! Every address that is neither a page nor a form of `app`, as data. The router is built from it, and the test of who may have what
//! reads it: an address that is served is an address that is tested.

use app::paths;
use axum::routing::MethodFilter;

/// One address, by what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// The empty workbook.
    Template,
    /// What the reader sees, as a workbook.
    Workbook,
    /// The rows of a figure.
    FigureRows,
    /// The audit log as a file.
    AuditLog,
    /// What is held about the reader.
    MyData,
    /// What is held about a person.
    PersonData,
    /// A file to be imported.
    Upload,
    /// A file that answers a question of an application.
    AnswerFile,
    /// A document of a startup.
    AddDocument,
    /// The same, to take away.
    Document,
    /// What was ticked in the pipeline, as a workbook.
    SelectedRows,
    /// A person's calendar.
    Calendar,
    /// What a browser is asked so that it makes a new passkey.
    AskNewPasskey,
    /// The new passkey.
    AddPasskey,
    /// What a browser is asked so that one of the reader's passkeys answers.
    AskOwnPasskey,
    /// The answer of one of the reader's passkeys.
    Confirm,
    /// What a browser is asked so that any passkey answers.
    AskAnyPasskey,
    /// The answer of a passkey that signs somebody in.
    SignIn,
    /// On to the provider elsewhere.
    Elsewhere,
    /// Back from there.
    ElsewhereBack,
    /// The site's assets.
    Assets,
    /// Whether the server runs.
    Health,
    /// Whether the server can answer from its facts.
    Ready,
}

/// Files to take away and to bring.
pub const FILES: [Route; 12] = [
    Route::Template,
    Route::Workbook,
    Route::FigureRows,
    Route::AuditLog,
    Route::MyData,
    Route::PersonData,
    Route::Upload,
    Route::AnswerFile,
    Route::AddDocument,
    Route::Document,
    Route::SelectedRows,
    Route::Calendar,
];

/// What proves more than a mailbox.
pub const STRONG: [Route; 8] = [
    Route::AskNewPasskey,
    Route::AddPasskey,
    Route::AskOwnPasskey,
    Route::Confirm,
    Route::AskAnyPasskey,
    Route::SignIn,
    Route::Elsewhere,
    Route::ElsewhereBack,
];

/// What is nobody's in particular.
pub const PLAIN: [Route; 3] = [Route::Assets, Route::Health, Route::Ready];

impl Route {
    /// The pattern of the address.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Template => paths::TEMPLATE,
            Self::Workbook => paths::EXPORT,
            Self::FigureRows => "/figures/{figure}/rows.csv",
            Self::AuditLog => paths::AUDIT_CSV,
            Self::MyData => paths::MY_DATA_FILE,
            Self::PersonData => "/people/{person}/data.json",
            Self::Upload => paths::IMPORTS,
            Self::AnswerFile => "/apply/{slug}/{token}/files/{question}",
            Self::AddDocument => "/startups/{startup}/documents",
            Self::Document => "/documents/{document}",
            Self::SelectedRows => paths::SELECTED_XLSX,
            Self::Calendar => "/calendar/{token}",
            Self::AskNewPasskey => paths::PASSKEY_OPTIONS,
            Self::AddPasskey => paths::PASSKEYS,
            Self::AskOwnPasskey => paths::CONFIRM_OPTIONS,
            Self::Confirm => paths::CONFIRM_PASSKEY,
            Self::AskAnyPasskey => paths::SIGN_IN_PASSKEY_OPTIONS,
            Self::SignIn => paths::SIGN_IN_PASSKEY,
            Self::Elsewhere => paths::OIDC,
            Self::ElsewhereBack => paths::OIDC_BACK,
            Self::Assets => "/pkg/{*path}",
            Self::Health => "/healthz",
            Self::Ready => "/readyz",
        }
    }

    /// How it is asked for.
    #[must_use]
    pub const fn filter(self) -> MethodFilter {
        match self {
            Self::Upload
            | Self::AnswerFile
            | Self::AddDocument
            | Self::AskNewPasskey
            | Self::AddPasskey
            | Self::AskOwnPasskey
            | Self::Confirm
            | Self::AskAnyPasskey
            | Self::SignIn => MethodFilter::POST,
            _ => MethodFilter::GET,
        }
    }
}
