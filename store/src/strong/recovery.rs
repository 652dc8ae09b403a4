//! Recovery codes: ten to print and put away, each of which stands in for a passkey once.

use domain::ids::PersonId;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use uuid::Uuid;

use super::{StrongError, hashed};
use crate::connect::Store;
use crate::error::StoreError;
use crate::identity::{Quota, Viewer};
use domain::mail::SecurityChange;

/// How many codes a set has.
pub const RECOVERY_CODES: usize = 10;
/// Letters and digits that are not taken for one another when written down.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// Groups of a code, and letters of a group. 24 letters of 32 are 120 bits: a plain hash of them cannot be searched.
const GROUPS: (usize, usize) = (4, 6);
/// How often a person may try a code: five at once, then one a minute.
const TRIES: Quota = Quota { burst: 5, every: chrono::TimeDelta::minutes(1) };

/// A new set, to be shown once. Secrets: they are kept nowhere, and not shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCodes(Vec<String>);

impl RecoveryCodes {
    /// The codes, such as `7KQ2WX-…`, to be shown to their owner.
    #[must_use]
    pub fn codes(&self) -> &[String] {
        &self.0
    }
}

impl std::fmt::Debug for RecoveryCodes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCodes")
    }
}

impl Store {
    /// How many unused codes a person has.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn recovery_codes_left(&self, person: PersonId) -> Result<usize, StoreError> {
        let select = Query::select()
            .column("id")
            .from("recovery_code")
            .and_where(Expr::col("person_id").eq(person.0))
            .and_where(Expr::col("used_at").is_null())
            .to_owned();
        Ok(self.reader().query_all(&select).await?.len())
    }

    /// Makes a new set for somebody who has lately proved who they are; the former set ends. Their mailbox hears of it.
    ///
    /// # Errors
    /// [`StrongError`]; the former set stands then.
    pub async fn new_recovery_codes(&self, viewer: &Viewer) -> Result<RecoveryCodes, StrongError> {
        let person = self.may_change(viewer).await?;
        let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| self.code()).collect();
        let mut write = self.begin(&viewer.actor).await?;
        let former =
            Query::delete().from_table("recovery_code").and_where(Expr::col("person_id").eq(person.0)).to_owned();
        write.transaction.execute(&former).await?;
        for code in &codes {
            let insert = Query::insert()
                .into_table("recovery_code")
                .columns(["id", "person_id", "code_hash", "created_at"])
                .values_panic([
                    Expr::val(write.new_id()),
                    Expr::val(person.0),
                    Expr::val(hashed(&plain(code))),
                    Expr::val(write.at()),
                ])
                .to_owned();
            write.transaction.execute(&insert).await?;
        }
        let after = serde_json::json!({ "codes": RECOVERY_CODES });
        write.audit("renew_recovery_codes", "person", person.0, None, None, Some(after)).await?;
        super::tell(&mut write, viewer, SecurityChange::RecoveryRenewed).await?;
        write.commit().await?;
        Ok(RecoveryCodes(codes))
    }

    /// Uses up a code. Answers how many are left. Their mailbox hears of it. Signing in with it is for the caller to do.
    ///
    /// # Errors
    /// [`StrongError::WrongCode`], or that it was tried too often.
    pub async fn use_recovery_code(&self, viewer: &Viewer, code: &str) -> Result<usize, StrongError> {
        let person = viewer.actor.person.ok_or(StrongError::NoPerson)?;
        self.limit(&format!("recovery:{person}"), TRIES).await?;
        let mut write = self.begin(&viewer.actor).await?;
        let used = Query::update()
            .table("recovery_code")
            .value("used_at", write.at())
            .and_where(Expr::col("person_id").eq(person.0))
            .and_where(Expr::col("code_hash").eq(hashed(&plain(code))))
            .and_where(Expr::col("used_at").is_null())
            .returning(Query::returning().columns(["id"]))
            .to_owned();
        let Some(row) = write.transaction.query_one(&used).await? else { return Err(StrongError::WrongCode) };
        let id: Uuid = row.try_get_by_index(0)?;
        let left = Query::select()
            .column("id")
            .from("recovery_code")
            .and_where(Expr::col("person_id").eq(person.0))
            .and_where(Expr::col("used_at").is_null())
            .to_owned();
        let left = write.transaction.query_all(&left).await?.len();
        let after = serde_json::json!({ "left": left });
        write.audit("use_recovery_code", "recovery_code", id, None, None, Some(after)).await?;
        let change = SecurityChange::RecoveryUsed { left: u32::try_from(left).unwrap_or(u32::MAX) };
        super::tell(&mut write, viewer, change).await?;
        write.commit().await?;
        Ok(left)
    }

    fn code(&self) -> String {
        let mut bytes = [0u8; GROUPS.0 * GROUPS.1];
        self.world().fill(&mut bytes);
        // 256 is a multiple of 32, so no letter is likelier than another.
        let letters: Vec<char> = bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
        letters.chunks(GROUPS.1).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
    }
}

/// A code as it is hashed: however it was typed, in capitals and without what lies between.
fn plain(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).take(64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_was_typed() {
        assert_eq!(plain(" 7kq2wx-AAAAAA - bbbbbb\u{2013}cccccc\n"), "7KQ2WXAAAAAABBBBBBCCCCCC");
        assert_eq!(plain(&"x".repeat(1_000)).len(), 64, "nobody makes us hash a novel");
    }
}
