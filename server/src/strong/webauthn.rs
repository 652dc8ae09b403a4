//! What a browser is asked for a passkey, and what its answer proves. The exchange's state is for the caller to keep.

use domain::ids::PersonId;
use openidconnect::url::Url;
use store::strong::KeptPasskey;
use webauthn_rs::WebauthnBuilder;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, RequestChallengeResponse, Webauthn, WebauthnError,
};

/// Passkeys of this house, tied to its name.
pub struct Passkeys {
    webauthn: Webauthn,
}

/// A passkey has answered.
pub struct Proof {
    /// Which one, as the browser calls it.
    pub credential_id: Vec<u8>,
    /// What is to be written down about it anew, when its counter or flags have moved.
    pub credential: Option<serde_json::Value>,
}

/// Why an answer proves nothing.
#[derive(Debug, thiserror::Error)]
pub enum NoProof {
    /// The answer is not one that a browser gives.
    #[error("the browser's answer cannot be read")]
    Unreadable(#[source] serde_json::Error),
    /// It does not hold: another challenge, another origin, a wrong signature, nobody verified.
    #[error("the browser's answer does not hold")]
    Refused(#[source] WebauthnError),
}

impl From<WebauthnError> for NoProof {
    fn from(error: WebauthnError) -> Self {
        Self::Refused(error)
    }
}

impl From<serde_json::Error> for NoProof {
    fn from(error: serde_json::Error) -> Self {
        Self::Unreadable(error)
    }
}

impl Passkeys {
    /// Passkeys at this origin.
    ///
    /// # Errors
    /// When the origin is none that passkeys can be tied to.
    pub fn at(origin: &str) -> Result<Self, WebauthnError> {
        let origin = Url::parse(origin).map_err(|_| WebauthnError::Configuration)?;
        let name = origin.host_str().ok_or(WebauthnError::Configuration)?;
        Ok(Self { webauthn: WebauthnBuilder::new(name, &origin)?.rp_name("Grobunn").build()? })
    }

    /// What the browser is asked so that it makes a new passkey for a person.
    ///
    /// # Errors
    /// When the person's data cannot be put into the question.
    pub fn ask_new(
        &self,
        person: PersonId,
        address: &str,
        name: &str,
        known: &[KeptPasskey],
    ) -> Result<(serde_json::Value, PasskeyRegistration), NoProof> {
        let known = read_all(known)?.iter().map(|passkey| passkey.cred_id().clone()).collect();
        let (asked, state) = self.webauthn.start_passkey_registration(person.0, address, name, Some(known))?;
        let mut asked = serde_json::to_value(asked)?;
        // A key that remembers whose it is signs in without an address being typed. Keys without room for that are welcome too.
        asked["publicKey"]["authenticatorSelection"]["residentKey"] = "preferred".into();
        Ok((asked, state))
    }

    /// The new passkey that the browser made.
    ///
    /// # Errors
    /// [`NoProof`].
    pub fn new_passkey(
        &self,
        answer: &str,
        state: &PasskeyRegistration,
    ) -> Result<(Vec<u8>, serde_json::Value), NoProof> {
        let answer: RegisterPublicKeyCredential = serde_json::from_str(answer)?;
        let passkey = self.webauthn.finish_passkey_registration(&answer, state)?;
        Ok((passkey.cred_id().to_vec(), serde_json::to_value(&passkey)?))
    }

    /// What the browser is asked so that one of a person's passkeys answers.
    ///
    /// # Errors
    /// When what is kept of them cannot be read.
    pub fn ask_of(&self, known: &[KeptPasskey]) -> Result<(RequestChallengeResponse, PasskeyAuthentication), NoProof> {
        Ok(self.webauthn.start_passkey_authentication(&read_all(known)?)?)
    }

    /// What the answer of one of a person's passkeys proves.
    ///
    /// # Errors
    /// [`NoProof`].
    pub fn proof_of(
        &self,
        answer: &str,
        state: &PasskeyAuthentication,
        known: &[KeptPasskey],
    ) -> Result<Proof, NoProof> {
        let answer: PublicKeyCredential = serde_json::from_str(answer)?;
        let result = self.webauthn.finish_passkey_authentication(&answer, state)?;
        proof(&result, &read_all(known)?)
    }

    /// What the browser is asked so that any passkey that remembers whose it is may answer.
    ///
    /// # Errors
    /// When the library cannot make the question.
    pub fn ask_anybody(&self) -> Result<(RequestChallengeResponse, DiscoverableAuthentication), NoProof> {
        let (mut asked, state) = self.webauthn.start_discoverable_authentication()?;
        // Asked by a button and not while an address is being typed.
        asked.mediation = None;
        Ok((asked, state))
    }

    /// Which passkey answers, and whose it says it is; nothing of that is proved yet.
    ///
    /// # Errors
    /// [`NoProof`].
    pub fn claimed(&self, answer: &str) -> Result<(PersonId, Vec<u8>), NoProof> {
        let answer: PublicKeyCredential = serde_json::from_str(answer)?;
        let (person, credential_id) = self.webauthn.identify_discoverable_authentication(&answer)?;
        Ok((PersonId(person), credential_id.to_vec()))
    }

    /// What the answer of that passkey proves.
    ///
    /// # Errors
    /// [`NoProof`].
    pub fn proof_of_claimed(
        &self,
        answer: &str,
        state: DiscoverableAuthentication,
        known: &KeptPasskey,
    ) -> Result<Proof, NoProof> {
        let answer: PublicKeyCredential = serde_json::from_str(answer)?;
        let known = read_all(std::slice::from_ref(known))?;
        let first = known.first().ok_or(NoProof::Refused(WebauthnError::CredentialNotFound))?;
        let result = self.webauthn.finish_discoverable_authentication_v2(&answer, state, first)?;
        proof(&result, &known)
    }
}

fn read_all(kept: &[KeptPasskey]) -> Result<Vec<Passkey>, NoProof> {
    Ok(kept.iter().map(|kept| serde_json::from_value(kept.credential.clone())).collect::<Result<_, _>>()?)
}

/// The library has refused a counter that stands still or runs backwards, which would tell of a copy.
fn proof(result: &webauthn_rs::prelude::AuthenticationResult, known: &[Passkey]) -> Result<Proof, NoProof> {
    let mut passkey = known
        .iter()
        .find(|passkey| passkey.cred_id() == result.cred_id())
        .cloned()
        .ok_or(NoProof::Refused(WebauthnError::CredentialNotFound))?;
    if !result.user_verified() {
        return Err(NoProof::Refused(WebauthnError::UserNotVerified));
    }
    let moved = passkey.update_credential(result).unwrap_or(false);
    let credential = if moved { Some(serde_json::to_value(&passkey)?) } else { None };
    Ok(Proof { credential_id: result.cred_id().to_vec(), credential })
}
