//! The letter to an applicant who is declined: a programme's template, filled in for each.

use domain::access::{Action, Actor, Resource};
use domain::evaluation::letter::{self, Filling};
use domain::ids::{ApplicationId, ProgrammeId};
use domain::words::Locale;

use super::{Judged, allowed, application_of, call_of, evaluators_of, rows, run};
use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};

impl Store {
    /// The letter of a programme in each language, in the order of [`Locale::ALL`]: its own, or the one that every programme begins with.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn decline_letters(&self, programme: ProgrammeId) -> Result<[String; 3], StoreError> {
        let mut letters = Locale::ALL.map(|locale| letter::default(locale).to_owned());
        let sql = "SELECT locale, body FROM decline_letter WHERE programme_id = $1";
        for row in rows(self.reader(), sql, [programme.0.into()]).await? {
            let tag: String = row.try_get_by_index(0)?;
            let at = Locale::ALL.iter().position(|locale| locale.tag() == tag);
            if let Some(own) = at.and_then(|at| letters.get_mut(at)) {
                *own = row.try_get_by_index(1)?;
            }
        }
        Ok(letters)
    }

    /// Changes the letter of a programme, in the order of [`Locale::ALL`].
    ///
    /// # Errors
    /// [`Missing::Programme`], [`domain::evaluation::EvaluationError::LetterEmpty`],
    /// [`domain::evaluation::EvaluationError::TooLong`], [`VerbError::Denied`], or the database.
    pub async fn save_decline_letters(
        &self,
        actor: &Actor,
        programme: ProgrammeId,
        letters: [&str; 3],
    ) -> Result<(), VerbError> {
        let [nb, nn, en] = letters;
        let letters = [letter::template(nb)?, letter::template(nn)?, letter::template(en)?];
        let mut write = self.begin(actor).await?;
        write.ask(Action::ManageCalls, &Resource::Programme(programme), Missing::Programme)?;
        write.ledger().programme(programme).ok_or(Missing::Programme)?;
        for (locale, body) in Locale::ALL.iter().zip(&letters) {
            let sql = "INSERT INTO decline_letter (programme_id, locale, body) VALUES ($1, $2, $3) \
                       ON CONFLICT (programme_id, locale) DO UPDATE SET body = excluded.body";
            run(&mut write, sql, [programme.0.into(), locale.tag().into(), body.clone().into()]).await?;
        }
        let after = serde_json::json!({ "letters": letters });
        write.audit("save_decline_letters", "programme", programme.0, None, None, Some(after)).await?;
        Ok(write.commit().await?)
    }

    /// The letters to these applicants as they would go, each in the applicant's language, for whoever may decide about them.
    ///
    /// # Errors
    /// [`Missing::Application`], [`VerbError::Denied`], or the database.
    pub async fn letters_to(
        &self,
        actor: &Actor,
        applications: &[ApplicationId],
    ) -> Result<Vec<(Judged, String)>, VerbError> {
        let ledger = self.ledger().await?;
        let mut letters = Vec::new();
        for id in applications {
            let known = application_of(self.reader(), *id).await?.ok_or(Missing::Application)?;
            let call = call_of(self.reader(), known.call).await?.ok_or(Missing::Application)?;
            let evaluators = evaluators_of(self.reader(), call.id).await?;
            allowed(actor, Action::DecideApplication, &call, &evaluators, self.world().today())?;
            let at = Locale::ALL.iter().position(|locale| *locale == known.locale).unwrap_or_default();
            let templates = self.decline_letters(call.programme).await?;
            let programme = ledger.programme(call.programme).map(|programme| programme.name.clone());
            let filled = letter::fill(
                &templates[at],
                &Filling {
                    applicant: &known.applicant,
                    startup: &known.startup_name,
                    programme: programme.as_deref().unwrap_or_default(),
                    call: call.title.get(known.locale),
                },
            );
            letters.push((known, filled));
        }
        Ok(letters)
    }
}
