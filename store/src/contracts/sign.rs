//! Drafting, signing and amending.

use chrono::NaiveDate;
use domain::access::{Action, Actor, Resource};
use domain::contracts::{Contract, Terms, TermsError, addendum_digest, digest_of};
use domain::ids::{ContractId, StartupId};
use sea_orm::ConnectionTrait;

use super::read::all;
use super::{resource, statement};
use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};
use crate::refusal::Refusal;
use crate::verbs::{check_day, most};
use crate::write::{Write, json};

/// How a contract is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signing {
    /// The day both had signed.
    pub on: NaiveDate,
}

/// A change of a signed contract.
#[derive(Debug, Clone, PartialEq)]
pub struct NewAddendum {
    /// The day both had signed it.
    pub signed_on: NaiveDate,
    /// From which day it holds.
    pub from_on: NaiveDate,
    /// Why.
    pub reason: String,
    /// The terms as they shall be from then on; what differs from those in force then is what it changes.
    pub terms: Terms,
}

/// What cannot be done to a contract as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ContractRefusal {
    /// What was signed is changed by an addendum.
    #[error("the contract is signed, and changed by an addendum")]
    Signed,
    /// Only what was signed has addenda, payments and reports.
    #[error("the contract is not signed")]
    NotSigned,
    /// It was closed.
    #[error("the contract is closed")]
    Closed,
    /// An addendum that changes nothing.
    #[error("the addendum changes nothing")]
    NothingChanged,
    /// An addendum that holds from before the contract was signed.
    #[error("the addendum holds from before the contract was signed")]
    BeforeSigning,
    /// The programme of a contract stays.
    #[error("the programme of a contract stays")]
    OtherProgramme,
    /// A payment of nothing, or more than any contract is about.
    #[error("a payment of nothing")]
    NoAmount,
    /// A payment below zero without a word about it.
    #[error("what is paid back needs a word")]
    NoteMissing,
    /// There is no such instalment.
    #[error("there is no such instalment")]
    NoInstalment,
    /// No report is due on that day.
    #[error("no report is due on that day")]
    NoReport,
    /// The report was handed in already.
    #[error("the report was handed in already")]
    HandedIn,
    /// The startup listed by name is not of the programme.
    #[error("a startup that is listed is not of the programme")]
    ListedElsewhere,
}

impl ContractRefusal {
    /// What a person reads: what is wrong and what to do.
    #[must_use]
    pub const fn text(self, locale: domain::words::Locale) -> &'static str {
        match self {
            Self::Signed => sentences::signed(locale),
            Self::NotSigned => sentences::not_signed(locale),
            Self::Closed => sentences::closed(locale),
            Self::NothingChanged => sentences::nothing_changed(locale),
            Self::BeforeSigning => sentences::before_signing(locale),
            Self::OtherProgramme => sentences::other_programme(locale),
            Self::NoAmount => sentences::no_amount(locale),
            Self::NoteMissing => sentences::note_missing(locale),
            Self::NoInstalment => sentences::no_instalment(locale),
            Self::NoReport => sentences::no_report(locale),
            Self::HandedIn => sentences::handed_in(locale),
            Self::ListedElsewhere => sentences::listed_elsewhere(locale),
        }
    }
}

domain::catalogue! {
    /// What cannot be done to a contract as it stands.
    mod sentences {
        signed => {
            nb: "Avtalen er signert og kan ikke endres. Skriv et tillegg i stedet.",
            nn: "Avtalen er signert og kan ikkje endrast. Skriv eit tillegg i staden.",
            en: "The contract is signed and cannot be changed. Write an addendum instead." }
        not_signed => {
            nb: "Avtalen er ikke signert ennå. Signer den først.",
            nn: "Avtalen er ikkje signert enno. Signer han først.",
            en: "The contract is not signed yet. Sign it first." }
        closed => {
            nb: "Avtalen er avsluttet.", nn: "Avtalen er avslutta.", en: "The contract is closed." }
        nothing_changed => {
            nb: "Tillegget endrer ingenting. Endre minst ett felt.",
            nn: "Tillegget endrar ingenting. Endre minst eitt felt.",
            en: "The addendum changes nothing. Change at least one field." }
        before_signing => {
            nb: "Tillegget kan ikke gjelde fra før avtalen ble signert. Velg en senere dag.",
            nn: "Tillegget kan ikkje gjelde frå før avtalen vart signert. Vel ein seinare dag.",
            en: "The addendum cannot hold from before the contract was signed. Choose a later day." }
        other_programme => {
            nb: "En avtale bytter ikke program. Skriv en ny avtale.",
            nn: "Ein avtale byter ikkje program. Skriv ein ny avtale.",
            en: "A contract does not change programme. Write another contract." }
        no_amount => {
            nb: "Skriv beløpet som ble utbetalt.", nn: "Skriv beløpet som vart utbetalt.", en: "Write the amount that was paid." }
        note_missing => {
            nb: "Skriv hvorfor beløpet er negativt: betalt tilbake, eller ført feil.",
            nn: "Skriv kvifor beløpet er negativt: betalt tilbake, eller ført feil.",
            en: "Write why the amount is negative: paid back, or recorded by mistake." }
        no_instalment => {
            nb: "Avtalen har ingen slik del. Velg en fra lista.",
            nn: "Avtalen har ingen slik del. Vel ein frå lista.",
            en: "The contract has no such instalment. Choose one from the list." }
        no_report => {
            nb: "Ingen rapport har frist den dagen. Velg en fra lista.",
            nn: "Ingen rapport har frist den dagen. Vel ein frå lista.",
            en: "No report is due on that day. Choose one from the list." }
        handed_in => {
            nb: "Rapporten er allerede levert.", nn: "Rapporten er alt levert.", en: "The report was handed in already." }
        listed_elsewhere => {
            nb: "En bedrift på lista er ikke med i programmet. Ta den bort.",
            nn: "Ei bedrift på lista er ikkje med i programmet. Ta ho bort.",
            en: "A startup on the list is not of the programme. Take it away." }
    }
}

fn refused(error: TermsError) -> VerbError {
    Refusal::Terms(error).into()
}

/// A contract under the lock, which the actor may change.
pub(super) async fn changing(write: &Write, id: ContractId) -> Result<Contract, VerbError> {
    let contract = all(&write.transaction, Some(id)).await?.pop().ok_or(Missing::Contract)?;
    write.ask(Action::ChangeContract, &resource(&contract), Missing::Contract)?;
    Ok(contract)
}

/// A signed contract under the lock that still runs, which the actor may change.
pub(super) async fn running(write: &Write, id: ContractId) -> Result<Contract, VerbError> {
    let contract = changing(write, id).await?;
    match () {
        () if !contract.is_signed() => Err(Refusal::Contract(ContractRefusal::NotSigned).into()),
        () if contract.closed.is_some() => Err(Refusal::Contract(ContractRefusal::Closed).into()),
        () => Ok(contract),
    }
}

/// Tidies the texts of terms, and asks whether they can be agreed.
fn checked(write: &Write, mut terms: Terms) -> Result<Terms, VerbError> {
    for text in [&mut terms.funder.name, &mut terms.title, &mut terms.case_number, &mut terms.conditions] {
        *text = text.trim().replace('\0', "");
    }
    for part in &mut terms.instalments {
        part.condition = part.condition.trim().replace('\0', "");
    }
    terms.check().map_err(refused)?;
    let ledger = write.ledger();
    let of_programme = |startup: &StartupId| {
        let stays = ledger.startup(*startup).map(|known| &known.enrolments);
        stays.is_some_and(|stays| stays.iter().any(|stay| stay.programme == terms.programme))
    };
    if !terms.lists.iter().all(of_programme) {
        return Err(Refusal::Contract(ContractRefusal::ListedElsewhere).into());
    }
    Ok(terms)
}

fn told(terms: &Terms) -> Option<serde_json::Value> {
    json(terms)
}

impl Store {
    /// Keeps a draft of a contract. Nobody but those who run its programme sees it.
    ///
    /// # Errors
    /// [`Refusal::Terms`], [`Refusal::Contract`], [`Missing::Programme`], [`VerbError::Denied`], or the database.
    pub async fn draft_contract(&self, actor: &Actor, terms: Terms) -> Result<ContractId, VerbError> {
        let mut write = self.begin(actor).await?;
        let programme = terms.programme;
        write.ask(Action::ChangeContract, &Resource::Programme(programme), Missing::Programme)?;
        if write.ledger().programme(programme).is_none() {
            return Err(Missing::Programme.into());
        }
        let terms = checked(&write, terms)?;
        let id = ContractId(write.new_id());
        let sql = "INSERT INTO contract_draft (id, programme_id, terms, drafted_by, drafted_at, changed_at) \
                   VALUES ($1, $2, $3, $4, $5, $5)";
        let values =
            [id.0.into(), programme.0.into(), json(&terms).into(), actor.label.clone().into(), write.at().into()];
        write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
        write.audit("draft_contract", "contract", id.0, None, None, told(&terms)).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Changes a draft.
    ///
    /// # Errors
    /// As [`Store::draft_contract`]; [`Missing::Contract`]; [`ContractRefusal::Signed`] and [`ContractRefusal::OtherProgramme`] in
    /// [`Refusal::Contract`].
    pub async fn redraft_contract(&self, actor: &Actor, id: ContractId, terms: Terms) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        let contract = changing(&write, id).await?;
        if contract.is_signed() {
            return Err(Refusal::Contract(ContractRefusal::Signed).into());
        }
        if contract.terms.programme != terms.programme {
            return Err(Refusal::Contract(ContractRefusal::OtherProgramme).into());
        }
        let terms = checked(&write, terms)?;
        if terms == contract.terms {
            return Ok(());
        }
        let sql = "UPDATE contract_draft SET terms = $2, changed_at = $3 WHERE id = $1";
        let values = [id.0.into(), json(&terms).into(), write.at().into()];
        write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
        write.audit("redraft_contract", "contract", id.0, None, told(&contract.terms), told(&terms)).await?;
        Ok(write.commit().await?)
    }

    /// Throws a draft away.
    ///
    /// # Errors
    /// [`Missing::Contract`], [`ContractRefusal::Signed`] in [`Refusal::Contract`], [`VerbError::Denied`], or the database.
    pub async fn drop_draft(&self, actor: &Actor, id: ContractId) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        let contract = changing(&write, id).await?;
        if contract.is_signed() {
            return Err(Refusal::Contract(ContractRefusal::Signed).into());
        }
        remove_draft(&write, id).await?;
        write.audit("drop_draft", "contract", id.0, None, told(&contract.terms), None).await?;
        Ok(write.commit().await?)
    }

    /// Signs a draft: from now on its words stand, with a digest over them.
    ///
    /// # Errors
    /// [`Missing::Contract`], [`Refusal::InFuture`], [`Refusal::TooEarly`], [`Refusal::Terms`], [`ContractRefusal::Signed`] in
    /// [`Refusal::Contract`], [`VerbError::Denied`], or the database.
    pub async fn sign_contract(&self, actor: &Actor, id: ContractId, signing: Signing) -> Result<String, VerbError> {
        let mut write = self.begin(actor).await?;
        let contract = changing(&write, id).await?;
        if contract.is_signed() {
            return Err(Refusal::Contract(ContractRefusal::Signed).into());
        }
        check_day(signing.on, &write)?;
        let terms = checked(&write, contract.terms)?;
        let digest = digest_of(id, &terms, signing.on).map_err(|error| unwritable(&error))?;
        remove_draft(&write, id).await?;
        let sql = "INSERT INTO contract (id, programme_id, terms, signed_on, signed_by, signed_at, digest) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let values = [
            id.0.into(),
            terms.programme.0.into(),
            json(&terms).into(),
            signing.on.into(),
            actor.label.clone().into(),
            write.at().into(),
            digest.clone().into(),
        ];
        write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
        let after = serde_json::json!({ "signed_on": signing.on, "digest": digest });
        write.audit("sign_contract", "contract", id.0, None, None, Some(after)).await?;
        write.commit().await?;
        Ok(digest)
    }

    /// Adds an addendum to a signed contract. Says its number.
    ///
    /// # Errors
    /// [`Missing::Contract`], [`Refusal::InFuture`], [`Refusal::ReasonMissing`], [`Refusal::Terms`], [`Refusal::Contract`],
    /// [`VerbError::Denied`], or the database.
    pub async fn amend_contract(&self, actor: &Actor, id: ContractId, new: NewAddendum) -> Result<u32, VerbError> {
        let mut write = self.begin(actor).await?;
        let contract = running(&write, id).await?;
        check_day(new.signed_on, &write)?;
        let reason = crate::verbs::optional(Some(&new.reason), "reason", most::TEXT)?.ok_or(Refusal::ReasonMissing)?;
        let signed_on = contract.signed.as_ref().map(|signed| signed.on);
        if signed_on.is_some_and(|on| new.from_on < on || new.signed_on < on) {
            return Err(Refusal::Contract(ContractRefusal::BeforeSigning).into());
        }
        if new.terms.programme != contract.terms.programme {
            return Err(Refusal::Contract(ContractRefusal::OtherProgramme).into());
        }
        let terms = checked(&write, new.terms)?;
        let changes = terms.changes_since(&contract.in_force(new.from_on));
        if changes.is_empty() {
            return Err(Refusal::Contract(ContractRefusal::NothingChanged).into());
        }
        let number = u32::try_from(contract.addenda.len()).unwrap_or(u32::MAX).saturating_add(1);
        let before = contract.last_digest().unwrap_or_default();
        let digest = addendum_digest(before, number, new.signed_on, new.from_on, &reason, &changes)
            .map_err(|error| unwritable(&error))?;
        let sql = "INSERT INTO contract_addendum (contract_id, number, signed_on, from_on, reason, changes, by_label, at, digest) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        let values = [
            id.0.into(),
            i32::try_from(number).unwrap_or(i32::MAX).into(),
            new.signed_on.into(),
            new.from_on.into(),
            reason.into(),
            json(&changes).into(),
            actor.label.clone().into(),
            write.at().into(),
            digest.clone().into(),
        ];
        write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
        let after =
            serde_json::json!({ "number": number, "from_on": new.from_on, "changes": changes, "digest": digest });
        write.audit("amend_contract", "contract", id.0, None, None, Some(after)).await?;
        write.commit().await?;
        Ok(number)
    }
}

async fn remove_draft(write: &Write, id: ContractId) -> Result<(), StoreError> {
    let sql = "DELETE FROM contract_draft WHERE id = $1";
    write.transaction.execute_raw(statement(&write.transaction, sql, [id.0.into()])).await?;
    Ok(())
}

/// Terms that were checked hold no number that JSON cannot.
fn unwritable(error: &domain::publication::FreezeError) -> VerbError {
    StoreError::Unreadable { table: "contract", detail: error.to_string() }.into()
}
