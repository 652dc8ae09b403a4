//! What is forgotten of applications, and when: those that were never sent in, those that were declined, and those of somebody who asks.

use std::collections::BTreeSet;

use domain::ids::{ApplicationId, PersonId, StartupId};
use domain::intake::shown;
use domain::time::Instant;
use domain::words::Locale;
use sea_orm::{ConnectionTrait, Value};

use super::Application;
use super::read::{applications_where, call_in, questions_in};
use super::statement;
use crate::connect::Store;
use crate::error::StoreError;
use crate::write::Write;

/// Runs a statement about tables that are no part of the ledger, once what waits is sent.
async fn run(write: &mut Write, sql: &str, values: impl IntoIterator<Item = Value>) -> Result<u64, StoreError> {
    write.flush().await?;
    Ok(write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?.rows_affected())
}

/// Takes away an application that was not sent in, with all that was told in it.
pub(super) async fn drop_draft(write: &mut Write, id: ApplicationId) -> Result<(), StoreError> {
    forget_documents(write, id).await?;
    let sql = "DELETE FROM application WHERE id = $1 AND submitted_at IS NULL";
    run(write, sql, [id.0.into()]).await.map(|_| ())
}

/// Takes away the documents of an application: what they were called goes now, their bytes when they are swept.
async fn forget_documents(write: &mut Write, id: ApplicationId) -> Result<(), StoreError> {
    let at = write.at();
    let sql = "UPDATE document SET name = '', removed_at = coalesce(removed_at, $2), removed_by = coalesce(removed_by, 'system') \
               WHERE application_id = $1";
    run(write, sql, [id.0.into(), at.into()]).await.map(|_| ())
}

/// Forgets what was told in an application and by whom. That it was sent in, when, and what became of it stays, with its startup.
async fn forget(write: &mut Write, id: ApplicationId) -> Result<(), StoreError> {
    forget_documents(write, id).await?;
    crate::evaluation::forget(write, id).await?;
    for sql in [
        "DELETE FROM application_answer WHERE application_id = $1",
        "DELETE FROM application_link WHERE application_id = $1",
    ] {
        run(write, sql, [id.0.into()]).await?;
    }
    // The key stays unlike every other's.
    let sql = "UPDATE application SET applicant_name = '', email = '', email_key = $2, startup_key = '', person_id = NULL, \
               forgotten_at = $3 WHERE id = $1";
    let at = write.at();
    run(write, sql, [id.0.into(), id.to_string().into(), at.into()]).await.map(|_| ())
}

/// Takes away the applications that were not sent in, of calls that closed up to an instant; how many there were.
pub(crate) async fn drop_unsent(write: &mut Write, closed_up_to: Instant) -> Result<u64, StoreError> {
    let condition = "a.status = 'draft' AND c.closes_at <= $1";
    let unsent = applications_where(&write.transaction, condition, [Value::from(closed_up_to)]).await?;
    for application in &unsent {
        drop_draft(write, application.id).await?;
    }
    Ok(u64::try_from(unsent.len()).unwrap_or_default())
}

/// Forgets the applications that were declined or withdrawn up to an instant, and those of startups that were declined from the pipeline;
/// how many there were.
pub(crate) async fn forget_declined(
    write: &mut Write,
    up_to: Instant,
    startups: &BTreeSet<StartupId>,
) -> Result<u64, StoreError> {
    let condition = "a.forgotten_at IS NULL AND a.submitted_at IS NOT NULL AND a.status <> 'admitted'";
    let open: [Value; 0] = [];
    let kept = applications_where(&write.transaction, condition, open).await?;
    let over = |application: &&Application| {
        application.settled_at.is_some_and(|at| at <= up_to)
            || application.startup.is_some_and(|startup| startups.contains(&startup))
    };
    let over: Vec<ApplicationId> = kept.iter().filter(over).map(|application| application.id).collect();
    for id in &over {
        forget(write, *id).await?;
    }
    Ok(u64::try_from(over.len()).unwrap_or_default())
}

/// The applications of a person: those that say so, and those with one of their addresses.
async fn of_person<C: ConnectionTrait>(
    connection: &C,
    person: PersonId,
    addresses: &[String],
) -> Result<Vec<Application>, StoreError> {
    let mut found = applications_where(connection, "a.person_id = $1", [Value::from(person.0)]).await?;
    for address in addresses {
        found.extend(applications_where(connection, "a.email_key = $1", [Value::from(address.clone())]).await?);
    }
    found.sort_by_key(|application| application.id);
    found.dedup_by_key(|application| application.id);
    Ok(found)
}

/// How many applications of a person there are.
pub(crate) async fn how_many_by_address<C: ConnectionTrait>(
    connection: &C,
    person: PersonId,
    addresses: &[String],
) -> Result<usize, StoreError> {
    Ok(of_person(connection, person, addresses).await?.len())
}

/// Forgets the applications of a person who is erased; those that were not sent in go whole.
pub(crate) async fn forget_by_address(
    write: &mut Write,
    person: PersonId,
    addresses: &[String],
) -> Result<(), StoreError> {
    for application in of_person(&write.transaction, person, addresses).await? {
        match application.submitted_at {
            None => drop_draft(write, application.id).await?,
            Some(_) => forget(write, application.id).await?,
        }
    }
    Ok(())
}

/// What is held of a person's applications: the call's title, and what was told, question by question, as they wrote it.
pub(crate) async fn held_by_address(
    store: &Store,
    person: PersonId,
    addresses: &[String],
) -> Result<Vec<(String, Application, Vec<(String, String)>)>, StoreError> {
    let connection = store.reader();
    let mut held = Vec::new();
    for application in of_person(connection, person, addresses).await? {
        let locale: Locale = application.locale;
        let title = call_in(connection, application.call).await?.map(|call| call.title.get(locale).to_owned());
        let questions = questions_in(connection, application.call).await?;
        let told = questions.iter().filter_map(|question| {
            let typed = application.answers.get(&question.id)?;
            Some((question.label.get(locale).to_owned(), shown(question, locale, typed)))
        });
        let told = told.collect();
        held.push((title.unwrap_or_default(), application, told));
    }
    Ok(held)
}
