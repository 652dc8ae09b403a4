//! Retention: what is taken away when its time is over. Off until somebody sets a time; `grobunn retention --dry-run` says what it would do.

use std::time::Duration;

use clap::Args;
use serde::Deserialize;
use store::{Category, RetentionRules, Store};

use crate::failure::Failure;

/// What an operator can set. Whatever is not set is kept for ever.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Args, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetentionSettings {
    /// Months until the founders of a declined application are erased
    #[arg(long = "retain-declined", env = "GROBUNN_RETAIN_DECLINED", global = true, value_name = "MONTHS")]
    pub declined_months: Option<u32>,
    /// Days until a session that ended is forgotten
    #[arg(long = "retain-sessions", env = "GROBUNN_RETAIN_SESSIONS", global = true, value_name = "DAYS")]
    pub sessions_days: Option<u32>,
    /// Days until an attempt to sign in that is over is forgotten
    #[arg(long = "retain-sign-ins", env = "GROBUNN_RETAIN_SIGN_INS", global = true, value_name = "DAYS")]
    pub sign_ins_days: Option<u32>,
    /// Days until an invitation that is over is forgotten
    #[arg(long = "retain-invitations", env = "GROBUNN_RETAIN_INVITATIONS", global = true, value_name = "DAYS")]
    pub invitations_days: Option<u32>,
    /// Days until the record of a message is forgotten
    #[arg(long = "retain-mail", env = "GROBUNN_RETAIN_MAIL", global = true, value_name = "DAYS")]
    pub mail_days: Option<u32>,
    /// Months until it is forgotten who read private data
    #[arg(long = "retain-reads", env = "GROBUNN_RETAIN_READS", global = true, value_name = "MONTHS")]
    pub reads_months: Option<u32>,
    /// Months until imported files are emptied; what they brought stays
    #[arg(long = "retain-files", env = "GROBUNN_RETAIN_FILES", global = true, value_name = "MONTHS")]
    pub files_months: Option<u32>,
    /// Months after a startup has left until notes, milestones and tasks about it are forgotten
    #[arg(long = "retain-notes", env = "GROBUNN_RETAIN_NOTES", global = true, value_name = "MONTHS")]
    pub notes_months: Option<u32>,
    /// Days until planned meetings that are over and tasks that were done are forgotten
    #[arg(long = "retain-plans", env = "GROBUNN_RETAIN_PLANS", global = true, value_name = "DAYS")]
    pub plans_days: Option<u32>,
}

/// A hundred years: beyond it somebody meant something else.
const MOST_DAYS: u32 = 36_600;

impl RetentionSettings {
    /// What flags and environment left open, from the file.
    #[must_use]
    pub fn or(self, file: &Self) -> Self {
        Self {
            declined_months: self.declined_months.or(file.declined_months),
            sessions_days: self.sessions_days.or(file.sessions_days),
            sign_ins_days: self.sign_ins_days.or(file.sign_ins_days),
            invitations_days: self.invitations_days.or(file.invitations_days),
            mail_days: self.mail_days.or(file.mail_days),
            reads_months: self.reads_months.or(file.reads_months),
            files_months: self.files_months.or(file.files_months),
            notes_months: self.notes_months.or(file.notes_months),
            plans_days: self.plans_days.or(file.plans_days),
        }
    }

    /// The rules that follow.
    ///
    /// # Errors
    /// [`Failure`] when a time is zero, which would take away what is in use, or beyond a hundred years.
    pub fn rules(&self) -> Result<RetentionRules, Failure> {
        let within = |name: &str, set: Option<u32>, most: u32| match set {
            Some(time) if time == 0 || time > most => Err(Failure::input(format!(
                "{name} is {time}; it is between 1 and {most}, or not set to keep for ever"
            ))),
            set => Ok(set),
        };
        let months = |name, set| within(name, set, MOST_DAYS / 30);
        let days = |name, set| within(name, set, MOST_DAYS);
        Ok(RetentionRules {
            declined_months: months("retain-declined", self.declined_months)?,
            sessions_days: days("retain-sessions", self.sessions_days)?,
            sign_ins_days: days("retain-sign-ins", self.sign_ins_days)?,
            invitations_days: days("retain-invitations", self.invitations_days)?,
            mail_days: days("retain-mail", self.mail_days)?,
            reads_months: months("retain-reads", self.reads_months)?,
            files_months: months("retain-files", self.files_months)?,
            notes_months: months("retain-notes", self.notes_months)?,
            plans_days: days("retain-plans", self.plans_days)?,
        })
    }
}

/// A category in words, for those who run the server.
#[must_use]
pub const fn told(category: Category) -> &'static str {
    match category {
        Category::Declined => "people of declined applications",
        Category::Sessions => "ended sessions",
        Category::SignIns => "attempts to sign in",
        Category::Invitations => "invitations",
        Category::Mail => "records of messages",
        Category::Reads => "records of who read private data",
        Category::Files => "imported files",
        Category::Notes => "notes about startups that have left",
        Category::Plans => "planned meetings and finished tasks",
        Category::Drafts => "refused forms",
        Category::Applications => "declined and withdrawn applications",
        Category::Unsent => "applications never sent in",
    }
}

/// How long after the start the first sweep is: whoever starts a server to look at it should not wait for one.
const FIRST: Duration = Duration::from_secs(10 * 60);
/// How often it is swept.
const DAILY: Duration = Duration::from_secs(24 * 60 * 60);

/// Sweeps once a day, as long as the server runs. Some things go also when nothing is set: see [`Store::sweep`]. Several servers over one database each sweep,
/// which harms nothing: the second finds nothing left.
pub fn daily(store: Store, rules: RetentionRules) {
    tokio::spawn(async move {
        let mut when = tokio::time::interval_at(tokio::time::Instant::now() + FIRST, DAILY);
        loop {
            when.tick().await;
            match store.sweep(&rules, false).await {
                Ok(swept) => {
                    for one in swept.iter().filter(|one| one.many > 0) {
                        tracing::info!(category = one.category.code(), many = one.many, "retention.swept");
                    }
                }
                // The next day tries again; nothing was taken away.
                Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "retention.failed"),
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_taken_away_unless_it_is_set() {
        assert!(RetentionSettings::default().rules().unwrap().is_off());
        let file = RetentionSettings { mail_days: Some(30), reads_months: Some(6), ..RetentionSettings::default() };
        let set = RetentionSettings { mail_days: Some(90), ..RetentionSettings::default() }.or(&file).rules().unwrap();
        assert_eq!((set.mail_days, set.reads_months, set.declined_months), (Some(90), Some(6), None));
        for wrong in [0, u32::MAX] {
            assert!(
                RetentionSettings { declined_months: Some(wrong), ..RetentionSettings::default() }.rules().is_err()
            );
            assert!(RetentionSettings { sessions_days: Some(wrong), ..RetentionSettings::default() }.rules().is_err());
        }
    }
}
