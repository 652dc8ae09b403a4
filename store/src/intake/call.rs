//! Setting up calls, and opening and closing them.

use domain::access::{Action, Actor, Resource};
use domain::ids::{CallId, CohortId, ProgrammeId};
use domain::intake::{Call, Texts, is_slug};
use domain::time::{Instant, to_micros};
use sea_orm::ConnectionTrait;

use super::error::CallRefusal;
use super::read::{call_in, calls_where};
use super::{json_value, statement};
use crate::connect::Store;
use crate::error::{Missing, VerbError};
use crate::kinds::id_value;
use crate::refusal::Refusal;
use crate::verbs::most;
use crate::write::{Write, json};

/// A call as somebody fills it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallForm {
    /// The cohort that those who apply come into.
    pub cohort: Option<CohortId>,
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub title: Texts,
    /// What applicants read first.
    pub intro: Texts,
    /// Whom to ask.
    pub contact: String,
    /// From when on one can apply.
    pub opens_at: Instant,
    /// From when on one cannot any more.
    pub closes_at: Instant,
    /// The sentence that applicants tick.
    pub consent: Texts,
    /// What is done with what they tell, and for how long.
    pub privacy: Texts,
}

impl CallForm {
    /// The same, tidied, when it can stand.
    fn checked(mut self) -> Result<Self, Refusal> {
        for (texts, field, longest) in [
            (&mut self.title, "title_nb", most::NAME),
            (&mut self.intro, "intro_nb", most::TEXT),
            (&mut self.consent, "consent_nb", most::TEXT),
            (&mut self.privacy, "privacy_nb", 4 * most::TEXT),
        ] {
            *texts = std::mem::take(texts).tidied();
            if texts.longest() > longest {
                return Err(Refusal::TooLong { field, most: longest });
            }
        }
        self.slug = self.slug.trim().to_owned();
        self.contact = self.contact.trim().to_owned();
        if self.contact.chars().count() > most::NAME {
            return Err(Refusal::TooLong { field: "contact", most: most::NAME });
        }
        if self.title.is_empty() {
            return Err(CallRefusal::TitleMissing.into());
        }
        if !is_slug(&self.slug) {
            return Err(CallRefusal::SlugBad.into());
        }
        if self.consent.is_empty() {
            return Err(CallRefusal::ConsentMissing.into());
        }
        if self.privacy.is_empty() {
            return Err(CallRefusal::PrivacyMissing.into());
        }
        if self.closes_at <= self.opens_at {
            return Err(CallRefusal::ClosesFirst.into());
        }
        (self.opens_at, self.closes_at) = (to_micros(self.opens_at), to_micros(self.closes_at));
        Ok(self)
    }
}

/// Asks whether the actor manages the calls of a programme; whoever does not see it is told that the call is not there.
pub(super) fn ask(write: &Write, programme: ProgrammeId) -> Result<(), VerbError> {
    write.ask(Action::ManageCalls, &Resource::Programme(programme), Missing::Call)
}

/// A call that the actor manages.
pub(super) async fn managed(write: &Write, id: CallId) -> Result<Call, VerbError> {
    let call = call_in(&write.transaction, id).await?.ok_or(Missing::Call)?;
    ask(write, call.programme)?;
    Ok(call)
}

/// What the write says about calls and applications, once what waits is sent: rows of these tables may point at it.
pub(super) async fn run(
    write: &mut Write,
    sql: &str,
    values: impl IntoIterator<Item = sea_orm::Value>,
) -> Result<u64, VerbError> {
    write.flush().await?;
    Ok(write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?.rows_affected())
}

async fn free_slug(write: &Write, slug: &str, own: Option<CallId>) -> Result<(), VerbError> {
    let taken = calls_where(&write.transaction, "c.slug = $1", [slug.into()]).await?;
    if taken.iter().any(|call| Some(call.id) != own) {
        return Err(Refusal::from(CallRefusal::SlugTaken).into());
    }
    Ok(())
}

fn known_cohort(write: &Write, programme: ProgrammeId, cohort: Option<CohortId>) -> Result<(), Missing> {
    let Some(cohort) = cohort else { return Ok(()) };
    let known = write.ledger().cohorts.iter().any(|known| known.id == cohort && known.programme == programme);
    if known { Ok(()) } else { Err(Missing::Cohort) }
}

impl Store {
    /// Sets up a call of a programme. It opens and closes by itself.
    ///
    /// # Errors
    /// [`CallRefusal`], [`Refusal::TooLong`], [`Missing::Programme`], [`Missing::Cohort`], [`VerbError::Denied`], or the database.
    pub async fn create_call(
        &self,
        actor: &Actor,
        programme: ProgrammeId,
        form: CallForm,
    ) -> Result<CallId, VerbError> {
        let form = form.checked()?;
        let mut write = self.begin(actor).await?;
        write.ledger().programme(programme).ok_or(Missing::Programme)?;
        write.ask(Action::ManageCalls, &Resource::Programme(programme), Missing::Programme)?;
        known_cohort(&write, programme, form.cohort)?;
        free_slug(&write, &form.slug, None).await?;
        let id = CallId(write.new_id());
        let sql = "INSERT INTO intake_call (id, programme_id, cohort_id, slug, title, intro, contact, opens_at, closes_at, created_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
        let values = [
            id.0.into(),
            programme.0.into(),
            id_value(form.cohort.map(|cohort| cohort.0)),
            form.slug.clone().into(),
            json_value(&form.title),
            json_value(&form.intro),
            form.contact.clone().into(),
            form.opens_at.into(),
            form.closes_at.into(),
            write.at().into(),
        ];
        run(&mut write, sql, values).await?;
        insert_notice(&mut write, id, 1, &form).await?;
        write.audit("create_call", "call", id.0, None, None, Some(told(&form, 1))).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Changes a call. What somebody has agreed to keeps its wording: a change of it makes a new version.
    ///
    /// # Errors
    /// As [`Store::create_call`], and [`Missing::Call`].
    pub async fn change_call(&self, actor: &Actor, id: CallId, form: CallForm) -> Result<(), VerbError> {
        let form = form.checked()?;
        let mut write = self.begin(actor).await?;
        let before = managed(&write, id).await?;
        known_cohort(&write, before.programme, form.cohort)?;
        free_slug(&write, &form.slug, Some(id)).await?;
        let sql = "UPDATE intake_call SET cohort_id = $2, slug = $3, title = $4, intro = $5, contact = $6, opens_at = $7, closes_at = $8 \
                   WHERE id = $1";
        let values = [
            id.0.into(),
            id_value(form.cohort.map(|cohort| cohort.0)),
            form.slug.clone().into(),
            json_value(&form.title),
            json_value(&form.intro),
            form.contact.clone().into(),
            form.opens_at.into(),
            form.closes_at.into(),
        ];
        run(&mut write, sql, values).await?;
        let mut version = before.notice.version;
        if form.consent != before.notice.consent || form.privacy != before.notice.privacy {
            if agreed(&write, id, version).await? {
                version += 1;
                insert_notice(&mut write, id, version, &form).await?;
            } else {
                let sql = "UPDATE intake_notice SET consent = $3, privacy = $4 WHERE call_id = $1 AND version = $2";
                let values = [
                    id.0.into(),
                    i32::try_from(version).unwrap_or(i32::MAX).into(),
                    json_value(&form.consent),
                    json_value(&form.privacy),
                ];
                run(&mut write, sql, values).await?;
            }
        }
        write.audit("change_call", "call", id.0, None, json(&before), Some(told(&form, version))).await?;
        Ok(write.commit().await?)
    }

    /// Closes a call at once, also one that has not opened.
    ///
    /// # Errors
    /// [`Missing::Call`], [`VerbError::Denied`], or the database.
    pub async fn close_call(&self, actor: &Actor, id: CallId) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        let call = managed(&write, id).await?;
        let at = write.at();
        if call.closes_at <= at {
            // Closed already is what was asked for.
            return Ok(());
        }
        set_closing(&mut write, &call, "close_call", at).await?;
        Ok(write.commit().await?)
    }

    /// Keeps a call open until an instant that is yet to come; one that has closed is open again.
    ///
    /// # Errors
    /// [`CallRefusal::UntilPassed`], [`CallRefusal::ClosesFirst`], [`Missing::Call`], [`VerbError::Denied`], or the database.
    pub async fn extend_call(&self, actor: &Actor, id: CallId, until: Instant) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        let call = managed(&write, id).await?;
        let until = to_micros(until);
        if until <= write.at() {
            return Err(Refusal::from(CallRefusal::UntilPassed).into());
        }
        if until <= call.opens_at {
            return Err(Refusal::from(CallRefusal::ClosesFirst).into());
        }
        set_closing(&mut write, &call, "extend_call", until).await?;
        Ok(write.commit().await?)
    }
}

async fn set_closing(write: &mut Write, call: &Call, action: &str, at: Instant) -> Result<(), VerbError> {
    run(write, "UPDATE intake_call SET closes_at = $2 WHERE id = $1", [call.id.0.into(), at.into()]).await?;
    let before = serde_json::json!({ "closes_at": call.closes_at });
    let after = serde_json::json!({ "closes_at": at });
    Ok(write.audit(action, "call", call.id.0, None, Some(before), Some(after)).await?)
}

async fn insert_notice(write: &mut Write, call: CallId, version: u32, form: &CallForm) -> Result<(), VerbError> {
    let sql = "INSERT INTO intake_notice (call_id, version, consent, privacy, created_at) VALUES ($1, $2, $3, $4, $5)";
    let values = [
        call.0.into(),
        i32::try_from(version).unwrap_or(i32::MAX).into(),
        json_value(&form.consent),
        json_value(&form.privacy),
        write.at().into(),
    ];
    run(write, sql, values).await.map(|_| ())
}

/// Whether somebody has agreed to a version.
async fn agreed(write: &Write, call: CallId, version: u32) -> Result<bool, VerbError> {
    let sql = "SELECT 1 FROM application WHERE call_id = $1 AND notice_version = $2 LIMIT 1";
    let values = [call.0.into(), i32::try_from(version).unwrap_or(i32::MAX).into()];
    Ok(write.transaction.query_one_raw(statement(&write.transaction, sql, values)).await?.is_some())
}

fn told(form: &CallForm, version: u32) -> serde_json::Value {
    serde_json::json!({
        "slug": form.slug, "title": form.title, "intro": form.intro, "contact": form.contact, "cohort": form.cohort,
        "opens_at": form.opens_at, "closes_at": form.closes_at,
        "notice": { "version": version, "consent": form.consent, "privacy": form.privacy },
    })
}
