//! How often something may be done: a burst, then one at a time.
//!
//! The generic cell rate algorithm: of each key one instant is kept, at which all of the burst will be free again. It lives in the
//! database, so that several server processes count together, and a restart forgets nothing.

use chrono::TimeDelta;
use domain::time::{Instant, to_micros};
use sea_orm::ConnectionTrait;

use super::{IdentityError, statement};
use crate::connect::Store;
use crate::error::StoreError;

/// How often something may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// So often at once.
    pub burst: u32,
    /// After that once in this time.
    pub every: TimeDelta,
}

/// The quotas of the house.
pub mod quota {
    use chrono::TimeDelta;

    use super::Quota;

    /// Asking for a code, by the address it goes to.
    pub const ASK_MAIL: Quota = Quota { burst: 6, every: TimeDelta::minutes(2) };
    /// Asking for a code, by the network that asks. An office may share one address.
    pub const ASK_FROM: Quota = Quota { burst: 30, every: TimeDelta::seconds(20) };
    /// Trying codes, by the address they went to.
    pub const TRY_MAIL: Quota = Quota { burst: 20, every: TimeDelta::minutes(1) };
    /// Trying codes and links, by the network that tries.
    pub const TRY_FROM: Quota = Quota { burst: 60, every: TimeDelta::seconds(5) };
    /// Inviting, by who invites: each is a mail to somebody who did not ask for one.
    pub const INVITE: Quota = Quota { burst: 60, every: TimeDelta::minutes(1) };
}

impl Store {
    /// Takes one from the quota of a key such as `ask:from:192.0.2.1`. One statement, whether or not it is let through.
    ///
    /// # Errors
    /// [`IdentityError::TryAgain`] when nothing is left, or the database.
    pub async fn limit(&self, key: &str, quota: Quota) -> Result<(), IdentityError> {
        let now = to_micros(self.world().now()).timestamp_micros();
        let every = quota.every.num_microseconds().unwrap_or(i64::MAX / 4);
        let tolerance = every.saturating_mul(i64::from(quota.burst.max(1)) - 1);
        let sql = "INSERT INTO limit_use (key, tat, passed) VALUES ($1, $2, TRUE) ON CONFLICT (key) DO UPDATE SET \
                   passed = limit_use.tat <= $4, \
                   tat = CASE WHEN limit_use.tat > $4 THEN limit_use.tat \
                              WHEN limit_use.tat > $3 THEN limit_use.tat + $5 ELSE $2 END \
                   RETURNING tat, passed";
        let values = [key.into(), (now + every).into(), now.into(), now.saturating_add(tolerance).into(), every.into()];
        let row = self.writer().query_one_raw(statement(self.writer(), sql, values)).await?.ok_or_else(|| {
            StoreError::Unreadable { table: "limit_use", detail: "the row just written is missing".to_owned() }
        })?;
        let (tat, passed): (i64, bool) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        if passed {
            return Ok(());
        }
        let at = Instant::from_timestamp_micros(tat.saturating_sub(tolerance)).unwrap_or(Instant::MAX_UTC);
        // The key may hold an address; only what it limits is told.
        tracing::warn!(limit = key.split(':').take(2).collect::<Vec<_>>().join(":"), "a limit was reached");
        Err(IdentityError::TryAgain { at })
    }
}
