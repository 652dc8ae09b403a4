//! Retention: what is kept of people for a while only, and how long. Facts are never touched.
//!
//! A sweep is one write. A dry run is the same write, taken back: it counts exactly what a sweep would take away.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use domain::access::Actor;
use domain::board;
use domain::ids::{PersonId, StartupId};
use domain::ledger::Ledger;
use domain::time::{Instant, end_of_oslo_day, sub_months};
use sea_orm::{ConnectionTrait, Statement};
use serde::Serialize;
use uuid::Uuid;

use crate::connect::Store;
use crate::error::StoreError;
use crate::people::People;
use crate::personal::erase_in;
use crate::write::Write;

/// How long what is kept; `None` keeps it for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RetentionRules {
    /// Months until the founders of an application that was declined are erased.
    pub declined_months: Option<u32>,
    /// Days until a session that ended is forgotten.
    pub sessions_days: Option<u32>,
    /// Days until an attempt to sign in that is over is forgotten.
    pub sign_ins_days: Option<u32>,
    /// Days until an invitation that was accepted, taken back or ran out is forgotten.
    pub invitations_days: Option<u32>,
    /// Days until the record of a message that was sent or given up is forgotten.
    pub mail_days: Option<u32>,
    /// Months until it is forgotten who read private data.
    pub reads_months: Option<u32>,
    /// Months until imported files are emptied; what they brought stays.
    pub files_months: Option<u32>,
    /// Months after a startup has left until notes, milestones and tasks about it are forgotten.
    pub notes_months: Option<u32>,
    /// Days until planned meetings that are over and tasks that were done are forgotten.
    pub plans_days: Option<u32>,
}

impl RetentionRules {
    /// Whether everything is kept for ever, so that there is nothing to do.
    #[must_use]
    pub fn is_off(&self) -> bool {
        *self == Self::default()
    }
}

/// What retention can take away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Founders of declined applications.
    Declined,
    /// Sessions that ended, and tokens of programs that did.
    Sessions,
    /// Attempts to sign in that are over.
    SignIns,
    /// Invitations that are over.
    Invitations,
    /// Records of messages.
    Mail,
    /// Records of who read private data.
    Reads,
    /// Imported files.
    Files,
    /// Notes, milestones and tasks about startups that have left.
    Notes,
    /// Planned meetings that are over, and tasks that were done.
    Plans,
    /// Refused forms whose time is over.
    Drafts,
    /// What was told in applications that were declined or withdrawn.
    Applications,
    /// Applications that were never sent in.
    Unsent,
}

impl Category {
    /// The stable name in files and the audit log.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Declined => "declined",
            Self::Sessions => "sessions",
            Self::SignIns => "sign_ins",
            Self::Invitations => "invitations",
            Self::Mail => "mail",
            Self::Reads => "reads",
            Self::Files => "files",
            Self::Notes => "notes",
            Self::Plans => "plans",
            Self::Drafts => "drafts",
            Self::Applications => "applications",
            Self::Unsent => "unsent_applications",
        }
    }
}

/// What a sweep took away of a category, or would.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Swept {
    /// Of what.
    pub category: Category,
    /// How many.
    pub many: u64,
    /// The last day that is no longer kept.
    pub up_to: NaiveDate,
}

impl Store {
    /// Takes away what the rules keep no longer, or only says what that would be. Categories without a rule are left out of the answer.
    ///
    /// # Errors
    /// When the database does not answer; nothing was taken away then.
    pub async fn sweep(&self, rules: &RetentionRules, dry_run: bool) -> Result<Vec<Swept>, StoreError> {
        let mut write = self.begin(&Actor::system()).await?;
        let today = write.today();
        let days = |days: u32| today.checked_sub_days(Days::new(days.into())).unwrap_or(NaiveDate::MIN);
        let months = |months: u32| sub_months(today, months);
        let mut swept = Vec::new();
        if let Some(up_to) = rules.declined_months.map(months) {
            let gone = declined(&write, up_to).await?;
            for person in &gone {
                erase_in(&mut write, *person, "retention").await?;
            }
            swept.push(Swept { category: Category::Declined, many: u64::try_from(gone.len()).unwrap_or(0), up_to });
            let startups = declined_startups(&write.ledger(), write.at(), today, up_to);
            crate::day::forget_startups(&write, &startups).await?;
            let many = crate::intake::forget_declined(&mut write, end_of_oslo_day(up_to), &startups).await?;
            swept.push(Swept { category: Category::Applications, many, up_to });
        }
        let plain = [
            (
                Category::Sessions,
                rules.sessions_days.map(days),
                &[
                    "DELETE FROM session WHERE ended_at <= $1 OR expires_at <= $1",
                    "DELETE FROM api_token WHERE revoked_at <= $1 OR expires_at <= $1",
                ][..],
            ),
            (
                Category::SignIns,
                rules.sign_ins_days.map(days),
                &["DELETE FROM sign_in WHERE expires_at <= $1", "DELETE FROM ceremony WHERE expires_at <= $1"],
            ),
            (
                Category::Invitations,
                rules.invitations_days.map(days),
                &["DELETE FROM invitation WHERE accepted_at <= $1 OR revoked_at <= $1 OR expires_at <= $1"],
            ),
            (Category::Mail, rules.mail_days.map(days), &["DELETE FROM outbox WHERE settled_at <= $1"]),
            (Category::Reads, rules.reads_months.map(months), &["DELETE FROM private_read WHERE at <= $1"]),
            (
                Category::Files,
                rules.files_months.map(months),
                // An applied file stays as a name; one that was never applied goes whole.
                &[
                    "DELETE FROM import WHERE status IN ('uploaded', 'previewed') AND created_at <= $1",
                    "UPDATE import SET bytes = $2 WHERE length(bytes) > 0 AND created_at <= $1",
                ],
            ),
        ];
        for (category, up_to, statements) in plain {
            let Some(up_to) = up_to else { continue };
            let mut many = 0;
            for sql in statements {
                many += over(&mut write, sql, end_of_oslo_day(up_to)).await?;
            }
            swept.push(Swept { category, many, up_to });
        }
        if let Some(up_to) = rules.notes_months.map(months) {
            let left = left_startups(&write.ledger(), write.at(), today, up_to);
            let many = crate::day::forget_startups(&write, &left).await?;
            swept.push(Swept { category: Category::Notes, many, up_to });
        }
        if let Some(up_to) = rules.plans_days.map(days) {
            let many = crate::day::forget_plans(&write, end_of_oslo_day(up_to), up_to).await?;
            swept.push(Swept { category: Category::Plans, many, up_to });
        }
        let now = write.at();
        let drafts = over(&mut write, "DELETE FROM draft WHERE expires_at <= $1", now).await?;
        swept.push(Swept { category: Category::Drafts, many: drafts, up_to: today });
        // Nobody agreed that these are kept, so they go whether a rule is set or not.
        let up_to = days(domain::house::HOUSE.unsent_application_days);
        let many = crate::intake::drop_unsent(&mut write, end_of_oslo_day(up_to)).await?;
        swept.push(Swept { category: Category::Unsent, many, up_to });
        if !dry_run && swept.iter().any(|swept| swept.many > 0) {
            let told: BTreeMap<&str, u64> =
                swept.iter().filter(|one| one.many > 0).map(|one| (one.category.code(), one.many)).collect();
            write.audit("retention", "house", Uuid::nil(), None, None, crate::write::json(&told)).await?;
            write.commit().await?;
        }
        Ok(swept)
    }
}

/// Runs a statement about what was over at an instant.
async fn over(write: &mut Write, sql: &str, at: Instant) -> Result<u64, StoreError> {
    if sql.contains("$2") {
        write.run(sql, [at.into(), Vec::<u8>::new().into()]).await
    } else {
        write.run(sql, [at.into()]).await
    }
}

/// The people known only from applications that were declined up to a day: founders of nothing else, mentors of nobody, without a role
/// that holds.
async fn declined(write: &Write, up_to: NaiveDate) -> Result<Vec<PersonId>, StoreError> {
    let (ledger, people) = (write.ledger(), write.people());
    let startups = declined_startups(&ledger, write.at(), write.today(), up_to);
    let mut found = only_of(&people, &startups);
    let backend = write.transaction.get_database_backend();
    let roles = "SELECT DISTINCT person_id FROM membership WHERE revoked_at IS NULL AND (to_on IS NULL OR to_on >= $1)";
    let roles = Statement::from_sql_and_values(backend, roles, [write.today().into()]);
    // Whoever ever followed a startup up is staff.
    let staff = "SELECT DISTINCT mentor_id FROM mentor_assignment WHERE mentor_id IS NOT NULL";
    let mut kept = BTreeSet::new();
    for statement in [roles, Statement::from_string(backend, staff)] {
        for row in write.transaction.query_all_raw(statement).await? {
            kept.insert(PersonId(row.try_get_by_index(0)?));
        }
    }
    found.retain(|person| !kept.contains(person));
    Ok(found)
}

/// The startups of which every stay was declined, the last up to a day.
fn declined_startups(ledger: &Ledger, now: Instant, today: NaiveDate, up_to: NaiveDate) -> BTreeSet<StartupId> {
    let mut last: BTreeMap<StartupId, bool> = BTreeMap::new();
    for stay in board::stays(ledger, now, today) {
        let over = stay.course.admitted_on.is_none() && stay.course.closed_on.is_some_and(|on| on <= up_to);
        let all = last.entry(stay.startup.profile.id).or_insert(true);
        *all &= over;
    }
    last.into_iter().filter(|(_, declined)| *declined).map(|(startup, _)| startup).collect()
}

/// The startups of which every stay is closed, the last up to a day.
fn left_startups(ledger: &Ledger, now: Instant, today: NaiveDate, up_to: NaiveDate) -> BTreeSet<StartupId> {
    let mut last: BTreeMap<StartupId, bool> = BTreeMap::new();
    for stay in board::stays(ledger, now, today) {
        let over = stay.course.closed_on.is_some_and(|on| on <= up_to);
        *last.entry(stay.startup.profile.id).or_insert(true) &= over;
    }
    last.into_iter().filter(|(_, left)| *left).map(|(startup, _)| startup).collect()
}

/// The founders of these startups who are founders of no other.
fn only_of(people: &People, startups: &BTreeSet<StartupId>) -> Vec<PersonId> {
    let mut found: BTreeMap<PersonId, bool> = BTreeMap::new();
    for link in people.founders.values() {
        *found.entry(link.person).or_insert(true) &= startups.contains(&link.startup);
    }
    let stands = |id: &PersonId| people.persons.get(id).is_some_and(|one| one.erased_at.is_none() && !one.is_mentor);
    found.into_iter().filter(|(_, only)| *only).map(|(person, _)| person).filter(stands).collect()
}
