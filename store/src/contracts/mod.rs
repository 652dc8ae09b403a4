//! Contracts with funders: drafted, signed once, changed by addenda, and the events under them.
//!
//! - [`Store::draft_contract`], [`Store::redraft_contract`], [`Store::drop_draft`], [`Store::sign_contract`]
//! - [`Store::amend_contract`], [`Store::record_payment`], [`Store::hand_in_report`], [`Store::close_contract`]: only add
//! - [`Store::contracts`], [`Store::contract`], as far as an actor sees them; [`Store::contract_standings`] how far they have come
//!
//! What is signed is kept as it was signed, and its digest beside it. A contract that reads otherwise than its digest says is still
//! shown, with that fault: hiding it would help whoever changed it.

mod attention;
mod demo;
pub(crate) mod events;
mod read;
mod sign;
mod standing;

pub use events::{NewHandIn, NewPayment};
pub use sign::{ContractRefusal, NewAddendum, Signing};
pub(crate) use standing::Standings;
pub use standing::{ContractStanding, CoursePoint, TargetStanding};

use domain::access::{ContractTie, Resource};
use domain::contracts::Contract;
use sea_orm::{ConnectionTrait, Statement, Value};

pub(crate) use self::demo::demo_contract;
pub(crate) use self::read::programme_of;

/// What ties people to a contract.
#[must_use]
pub const fn tie(contract: &Contract) -> ContractTie {
    ContractTie { contract: contract.id, programme: contract.terms.programme, signed: contract.is_signed() }
}

/// A contract as the policy is asked about it.
#[must_use]
pub const fn resource(contract: &Contract) -> Resource<'static> {
    Resource::Contract(tie(contract))
}

fn statement<C: ConnectionTrait>(connection: &C, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(connection.get_database_backend(), sql, values)
}
