//! Which contracts ask for attention.

use domain::access::{Action, Actor, may};
use domain::attention::{ContractItem, contract_items};
use domain::contracts::{Band, Target};

use super::resource;
use crate::connect::Store;
use crate::error::StoreError;

impl Store {
    /// What asks for attention about the contracts that an actor runs, what matters most first; nothing for who only reads them.
    ///
    /// # Errors
    /// When the database does not answer, or holds what cannot be read.
    pub async fn contract_attention(&self, actor: &Actor) -> Result<Vec<ContractItem>, StoreError> {
        let today = self.world().today();
        let mut items = Vec::new();
        for standing in self.contract_standings(actor).await? {
            if !may(actor, Action::ChangeContract, &resource(&standing.contract), today).is_allowed() {
                continue;
            }
            let terms = standing.contract.in_force(today);
            let bands = standing.targets.iter().map(|target| target.band.as_ref().ok());
            let targets: Vec<(&Target, Option<&Band>)> = terms.targets.iter().zip(bands).collect();
            items.extend(contract_items(&standing.contract, &targets, today));
        }
        items.sort_by_key(|item| item.severity);
        Ok(items)
    }
}
