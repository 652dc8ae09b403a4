//! `grobunn user`: who may come in, from the machine itself. It is how the first administrator gets in.

use std::fmt::Write as _;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use domain::access::{Actor, Membership, Role, Scope};
use domain::contracts::Contract;
use domain::format;
use domain::ids::{ContractId, StartupId};
use domain::ledger::Ledger;
use domain::words::Locale;
use serde_json::json;
use store::identity::{InvitationView, Member, NewInvitation};
use store::{Store, VerbError};

use super::{parse_date, print, print_json};
use crate::config::Config;
use crate::failure::Failure;

/// Invite people, list them, close and open their accounts.
#[derive(Debug, Args)]
pub struct User {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Invite somebody, and print the link
    Invite(Invite),
    /// Who can sign in, with their roles, and who is invited
    List(List),
    /// Close an account: its owner is signed out everywhere and cannot come in
    Disable(Named),
    /// Open a closed account again
    Enable(Named),
}

#[derive(Debug, Args)]
struct Invite {
    /// The address the invitation goes to
    email: String,
    /// admin, manager, mentor, evaluator, founder or funder
    #[arg(long, value_parser = parse_role)]
    role: Role,
    /// Where the role holds: house, programme:SHORT-NAME, startup:EXTERNAL-ID-or-ID, or contract:ID [default: house, for an admin]
    #[arg(long)]
    scope: Option<String>,
    /// What they are called [default: they say so themselves]
    #[arg(long)]
    name: Option<String>,
    /// The language they are written to in: nb, nn or en
    #[arg(long, default_value = "nb", value_parser = parse_language)]
    language: Locale,
    /// The last day of the role [default: no end]
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    until: Option<NaiveDate>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct List {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct Named {
    /// The address they sign in with
    email: String,
}

fn parse_role(text: &str) -> Result<Role, String> {
    let role = Role::from_code(text).filter(|role| *role != Role::System);
    role.ok_or_else(|| format!("'{text}' is no role; write admin, manager, mentor, evaluator, founder or funder"))
}

fn parse_language(text: &str) -> Result<Locale, String> {
    Locale::from_tag(text).ok_or_else(|| format!("'{text}' is not spoken here; write nb, nn or en"))
}

impl User {
    /// Does what is asked.
    pub async fn run(self, config: &Config) -> Result<(), Failure> {
        match self.command {
            Command::Invite(command) => command.run(config).await,
            Command::List(command) => command.run(config).await,
            Command::Disable(command) => command.run(config, true).await,
            Command::Enable(command) => command.run(config, false).await,
        }
    }
}

impl Invite {
    async fn run(self, config: &Config) -> Result<(), Failure> {
        let store = crate::open(config).await?;
        let done = self.invite(config, &store).await;
        store.close().await?;
        done
    }

    async fn invite(self, config: &Config, store: &Store) -> Result<(), Failure> {
        let ledger = store.ledger().await?;
        let contracts = store.all_contracts().await?;
        let scope = scope(&ledger, &contracts, self.role, self.scope.as_deref())?;
        let new = NewInvitation {
            email: self.email.clone(),
            name: self.name,
            role: self.role,
            scope,
            from_on: store.world().today(),
            to_on: self.until,
            locale: self.language,
        };
        let invited = store.invite(&Actor::command_line(), new).await.map_err(refused)?;
        let base = config.base_url.clone().unwrap_or_else(|| format!("http://{}", config.listen));
        let link = format!("{}{}", base.trim_end_matches('/'), app::paths::invitation(&invited.link_token));
        if self.json {
            return print_json(&json!({
                "id": invited.id,
                "email": self.email.trim(),
                "role": self.role,
                "scope": told_scope(&ledger, scope),
                "expires_at": invited.expires_at,
                "link": link,
            }));
        }
        print(&format!(
            "{} is invited as {} of {}. The link holds once, until {}:\n{link}\n",
            self.email.trim(),
            self.role.name(Locale::En),
            scope_words(&ledger, scope),
            format::instant(Locale::En, invited.expires_at),
        ))
    }
}

impl List {
    async fn run(self, config: &Config) -> Result<(), Failure> {
        let store = crate::open_to_read(config).await?;
        let members = store.members(&Actor::command_line()).await?;
        let ledger = store.ledger().await?;
        store.close().await?;
        crate::note_missing(config);
        if self.json {
            let people: Vec<_> = members.people.iter().map(|member| told_member(&ledger, member)).collect();
            let invitations: Vec<_> =
                members.invitations.iter().map(|invited| told_invited(&ledger, invited)).collect();
            return print_json(&json!({ "people": people, "invitations": invitations }));
        }
        let mut text = String::new();
        for member in &members.people {
            let roles: Vec<String> = member.roles.iter().map(|role| role_words(&ledger, role)).collect();
            let roles = if roles.is_empty() { "no role".to_owned() } else { roles.join(", ") };
            let closed = if member.disabled_at.is_some() { " (closed)" } else { "" };
            let _ = writeln!(text, "{}  {}{closed}  {roles}", member.email, member.name);
        }
        for invited in &members.invitations {
            let _ = writeln!(
                text,
                "{}  invited as {} of {} until {}",
                invited.email,
                invited.role.name(Locale::En),
                scope_words(&ledger, invited.scope),
                format::instant(Locale::En, invited.expires_at),
            );
        }
        if text.is_empty() {
            text.push_str("Nobody can sign in yet. Invite an administrator: grobunn user invite EMAIL --role admin\n");
        }
        print(&text)
    }
}

impl Named {
    async fn run(self, config: &Config, disable: bool) -> Result<(), Failure> {
        let store = crate::open_to_read(config).await?;
        let done = self.set(&store, disable).await;
        store.close().await?;
        done
    }

    async fn set(self, store: &Store, disable: bool) -> Result<(), Failure> {
        let account = store.account_of(&self.email).await?;
        let account = account.ok_or_else(|| {
            Failure::input(format!(
                "nobody signs in with {} here (grobunn user list shows who does)",
                self.email.trim()
            ))
        })?;
        let actor = Actor::command_line();
        if disable {
            store.disable_account(&actor, account.person).await.map_err(refused)?;
            print(&format!("{} is signed out everywhere and cannot come in.\n", account.email))
        } else {
            store.enable_account(&actor, account.person).await.map_err(refused)?;
            print(&format!("{} can sign in again.\n", account.email))
        }
    }
}

/// A refusal in one line; what the database did wrong with its causes.
fn refused(error: VerbError) -> Failure {
    match error {
        VerbError::Store(error) => error.into(),
        error => Failure::input(error.text(Locale::En)),
    }
}

/// Where a role holds, as typed.
fn scope(ledger: &Ledger, contracts: &[Contract], role: Role, typed: Option<&str>) -> Result<Scope, Failure> {
    let Some(typed) = typed.map(str::trim) else {
        return match role {
            Role::Admin => Ok(Scope::House),
            Role::Founder => Err(Failure::input("which startup? Write --scope startup:EXTERNAL-ID-or-ID")),
            _ => {
                Err(Failure::input(format!("which programme? Write --scope programme:SHORT-NAME ({})", slugs(ledger))))
            }
        };
    };
    match typed.split_once(':') {
        None if typed == "house" => Ok(Scope::House),
        Some(("programme", slug)) => {
            let found = ledger.programmes.iter().find(|programme| programme.slug == slug);
            found.map(|programme| Scope::Programme(programme.id)).ok_or_else(|| {
                Failure::input(format!("there is no programme with the short name '{slug}' ({})", slugs(ledger)))
            })
        }
        Some(("startup", key)) => {
            let id: Option<StartupId> = key.parse().ok();
            let found = ledger.startups.iter().map(|startup| &startup.profile).find(|profile| {
                profile.withdrawn_at.is_none()
                    && (profile.external_id.as_deref() == Some(key) || id == Some(profile.id))
            });
            let found = found.map(|profile| Scope::Startup(profile.id));
            found.ok_or_else(|| Failure::input(format!("there is no startup with the id '{key}'")))
        }
        Some(("contract", id)) => {
            let id: Option<ContractId> = id.parse().ok();
            let mut signed = contracts.iter().filter(|contract| contract.is_signed());
            let found = signed.find(|contract| Some(contract.id) == id);
            let found = found.map(|contract| Scope::Contract(contract.id, contract.terms.programme));
            found
                .ok_or_else(|| Failure::input(format!("there is no signed contract with that id ({})", ids(contracts))))
        }
        _ => Err(Failure::input(format!(
            "'{typed}' is no scope; write house, programme:SHORT-NAME, startup:EXTERNAL-ID-or-ID or contract:ID"
        ))),
    }
}

/// The signed contracts by id and title.
fn ids(contracts: &[Contract]) -> String {
    let signed = contracts.iter().filter(|contract| contract.is_signed());
    let told: Vec<String> = signed.map(|contract| format!("{} {}", contract.id, contract.terms.title)).collect();
    if told.is_empty() { "the house has none yet".to_owned() } else { format!("the house has {}", told.join(", ")) }
}

fn slugs(ledger: &Ledger) -> String {
    let slugs: Vec<&str> = ledger.programmes.iter().map(|programme| programme.slug.as_str()).collect();
    if slugs.is_empty() { "the house has none yet".to_owned() } else { format!("the house has {}", slugs.join(", ")) }
}

fn scope_name(ledger: &Ledger, scope: Scope) -> Option<&str> {
    match scope {
        Scope::House => None,
        Scope::Programme(id) | Scope::Contract(_, id) => ledger.programme(id).map(|programme| programme.name.as_str()),
        Scope::Startup(id) => ledger.startup(id).map(|startup| startup.profile.name.as_str()),
    }
}

fn scope_words(ledger: &Ledger, scope: Scope) -> &str {
    scope_name(ledger, scope).unwrap_or("the house")
}

fn role_words(ledger: &Ledger, role: &Membership) -> String {
    let until = role.to_on.map(|to| format!(" until {}", format::date(Locale::En, to))).unwrap_or_default();
    format!("{} of {}{until}", role.role.name(Locale::En), scope_words(ledger, role.scope))
}

fn told_scope(ledger: &Ledger, scope: Scope) -> serde_json::Value {
    let (kind, id) = match scope {
        Scope::House => ("house", None),
        Scope::Programme(id) => ("programme", Some(id.0)),
        Scope::Startup(id) => ("startup", Some(id.0)),
        Scope::Contract(id, _) => ("contract", Some(id.0)),
    };
    json!({ "kind": kind, "id": id, "name": scope_name(ledger, scope) })
}

fn told_member(ledger: &Ledger, member: &Member) -> serde_json::Value {
    let roles: Vec<_> = member
        .roles
        .iter()
        .map(|role| {
            let scope = told_scope(ledger, role.scope);
            json!({ "id": role.id, "role": role.role, "scope": scope, "from_on": role.from_on, "to_on": role.to_on })
        })
        .collect();
    json!({
        "person": member.person,
        "name": member.name,
        "email": member.email,
        "roles": roles,
        "last_seen_at": member.last_seen_at,
        "disabled_at": member.disabled_at,
    })
}

fn told_invited(ledger: &Ledger, invited: &InvitationView) -> serde_json::Value {
    json!({
        "id": invited.id,
        "email": invited.email,
        "name": invited.name,
        "role": invited.role,
        "scope": told_scope(ledger, invited.scope),
        "from_on": invited.from_on,
        "to_on": invited.to_on,
        "created_at": invited.created_at,
        "expires_at": invited.expires_at,
    })
}
