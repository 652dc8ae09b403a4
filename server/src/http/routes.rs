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
    /// Awards across startups.
    Awards,
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
    /// A publication as a card within another page.
    Card,
    /// A report that was handed in, as a file.
    ReportFile,
    /// The public keys of the house.
    PublicKeys,
    /// A published file that is to be checked.
    Verify,
    /// How far a contract has come, quarter by quarter.
    ContractCourse,
    /// The same with its terms.
    ContractProgress,
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
    /// Publications as a table.
    PublicationsTable,
    /// The same as JSON.
    PublicationsJson,
    /// Notes to publications as a table.
    RevisionsTable,
    /// The description of the open data.
    Catalogue,
    /// News of what is published.
    Feed,
    /// Where word of faults goes.
    SecurityTxt,
    /// Where a program begins.
    ApiIndex,
    /// The description of what programs read.
    ApiDocument,
    /// What is published.
    ApiPublications,
    /// A published figure.
    ApiPublication,
    /// Who publishes.
    ApiHouse,
    /// The keys that sign.
    ApiKeys,
    /// Definitions.
    ApiDefinitions,
    /// A definition.
    ApiDefinition,
    /// Figures.
    ApiFigures,
    /// A figure.
    ApiFigure,
    /// The rows of a figure.
    ApiFigureRows,
    /// Startups.
    ApiStartups,
    /// A startup.
    ApiStartup,
    /// What was recorded about a startup.
    ApiStartupFacts,
    /// Programmes.
    ApiProgrammes,
    /// Cohorts.
    ApiCohorts,
    /// Where startups stand.
    ApiPipeline,
    /// Contracts with funders.
    ApiContracts,
    /// A contract.
    ApiContract,
    /// Addresses of the API that lead nowhere.
    ApiNothing,
    /// The site's assets.
    Assets,
    /// Whether the server runs.
    Health,
    /// Whether the server can answer from its facts.
    Ready,
}

/// Files to take away and to bring.
pub const FILES: [Route; 25] = [
    Route::Template,
    Route::Workbook,
    Route::FigureRows,
    Route::AuditLog,
    Route::Awards,
    Route::MyData,
    Route::PersonData,
    Route::Upload,
    Route::AnswerFile,
    Route::AddDocument,
    Route::Document,
    Route::SelectedRows,
    Route::Card,
    Route::ReportFile,
    Route::PublicKeys,
    Route::Verify,
    Route::ContractCourse,
    Route::ContractProgress,
    Route::Calendar,
    Route::PublicationsTable,
    Route::PublicationsJson,
    Route::RevisionsTable,
    Route::Catalogue,
    Route::Feed,
    Route::SecurityTxt,
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

/// What programs read. It is let in by tokens, not by sessions.
pub const API: [Route; 20] = [
    Route::ApiIndex,
    Route::ApiDocument,
    Route::ApiPublications,
    Route::ApiPublication,
    Route::ApiHouse,
    Route::ApiKeys,
    Route::ApiDefinitions,
    Route::ApiDefinition,
    Route::ApiFigures,
    Route::ApiFigure,
    Route::ApiFigureRows,
    Route::ApiStartups,
    Route::ApiStartup,
    Route::ApiStartupFacts,
    Route::ApiProgrammes,
    Route::ApiCohorts,
    Route::ApiPipeline,
    Route::ApiContracts,
    Route::ApiContract,
    Route::ApiNothing,
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
            Self::Awards => paths::FUNDING_CSV,
            Self::AuditLog => paths::AUDIT_CSV,
            Self::MyData => paths::MY_DATA_FILE,
            Self::PersonData => "/people/{person}/data.json",
            Self::Upload => paths::IMPORTS,
            Self::AnswerFile => "/apply/{slug}/{token}/files/{question}",
            Self::AddDocument => "/startups/{startup}/documents",
            Self::Document => "/documents/{document}",
            Self::SelectedRows => paths::SELECTED_XLSX,
            Self::Card => "/published/{address}/card",
            Self::ReportFile => "/reports/{report}/{file}",
            Self::PublicKeys => paths::PUBLIC_KEYS,
            Self::Verify => paths::VERIFY,
            Self::ContractCourse => "/contracts/{contract}/progress.csv",
            Self::ContractProgress => "/contracts/{contract}/progress.json",
            Self::Calendar => "/calendar/{token}",
            Self::AskNewPasskey => paths::PASSKEY_OPTIONS,
            Self::AddPasskey => paths::PASSKEYS,
            Self::AskOwnPasskey => paths::CONFIRM_OPTIONS,
            Self::Confirm => paths::CONFIRM_PASSKEY,
            Self::AskAnyPasskey => paths::SIGN_IN_PASSKEY_OPTIONS,
            Self::SignIn => paths::SIGN_IN_PASSKEY,
            Self::Elsewhere => paths::OIDC,
            Self::ElsewhereBack => paths::OIDC_BACK,
            Self::PublicationsTable => paths::PUBLICATIONS_CSV,
            Self::PublicationsJson => paths::PUBLICATIONS_JSON,
            Self::RevisionsTable => paths::REVISIONS_CSV,
            Self::Catalogue => paths::CATALOGUE,
            Self::Feed => paths::FEED,
            Self::SecurityTxt => paths::SECURITY_TXT,
            Self::ApiIndex => paths::API_V1,
            Self::ApiDocument => paths::API_DOCUMENT,
            Self::ApiPublications => "/api/v1/publications",
            Self::ApiPublication => "/api/v1/publications/{id}",
            Self::ApiHouse => "/api/v1/house",
            Self::ApiKeys => "/api/v1/keys",
            Self::ApiDefinitions => "/api/v1/definitions",
            Self::ApiDefinition => "/api/v1/definitions/{id}",
            Self::ApiFigures => "/api/v1/figures",
            Self::ApiFigure => "/api/v1/figures/{id}",
            Self::ApiFigureRows => "/api/v1/figures/{id}/rows",
            Self::ApiStartups => "/api/v1/startups",
            Self::ApiStartup => "/api/v1/startups/{id}",
            Self::ApiStartupFacts => "/api/v1/startups/{id}/facts",
            Self::ApiProgrammes => "/api/v1/programmes",
            Self::ApiCohorts => "/api/v1/cohorts",
            Self::ApiPipeline => "/api/v1/pipeline",
            Self::ApiContracts => "/api/v1/contracts",
            Self::ApiContract => "/api/v1/contracts/{id}",
            Self::ApiNothing => "/api/v1/{*rest}",
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
            | Self::Verify
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

    /// Whether programs may ask for it without a token. It may only shrink, but for what was published.
    #[must_use]
    pub const fn is_open_to_programs(self) -> bool {
        matches!(
            self,
            Self::ApiIndex
                | Self::ApiDocument
                | Self::ApiPublications
                | Self::ApiPublication
                | Self::ApiHouse
                | Self::ApiKeys
                | Self::ApiDefinitions
                | Self::ApiDefinition
                | Self::ApiNothing
        )
    }
}
