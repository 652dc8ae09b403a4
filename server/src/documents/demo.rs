//! The documents of the demo house: a few small ones, so that what a visitor sees has been lived in.

use domain::access::tie::mentor_on;
use domain::access::{Actor, Role, Scope};
use domain::board;
use domain::documents::{DocumentKind, Unfit};
use store::{Store, VerbError};

use super::{Vault, VaultError, Waiting};

/// A document of the demo: its name, what is in it, and whether the founders see it.
type Told = (&'static str, &'static str, bool);

const DOCUMENTS: [&[Told]; 3] = [
    &[
        (
            "Forretningsplan.md",
            "# Forretningsplan\n\n## Hvem betaler\n\n- Kommuner med egne vannverk\n- Abonnement per målepunkt\n\n## De neste seks månedene\n\n\
             1. To betalende piloter\n2. Ansette en utvikler til\n3. Søke om fase 2\n",
            true,
        ),
        ("Budsjett 2026.csv", "post;beløp\r\nLønn;1450000\r\nUtstyr;120000\r\nReise;60000\r\nHusleie;84000\r\n", true),
        (
            "Vurdering ved opptak.txt",
            "Sterkt team, tydelig behov hos kunden. Usikkert om prisen holder. Følg opp betalingsvilje i første kvartal.\n",
            false,
        ),
    ],
    &[("Referat fra styremøte.md", "# Styremøte\n\n- Godkjent: emisjon mot eierne\n- Neste møte om seks uker\n", true)],
    &[("Pitch, notater.txt", "Problem, løsning, marked, team. Åpne med kundehistorien. Tre minutter.\n", true)],
];

/// Adds them to the first startups that somebody follows up.
///
/// # Errors
/// When the place or the database fails.
pub async fn furnish(store: &Store, vault: &Vault) -> Result<(), VaultError> {
    let ledger = store.ledger().await?;
    let today = store.world().today();
    let stays = board::stays(&ledger, store.world().now(), today);
    let followed = stays.iter().filter(|stay| stay.course.is_open() && stay.course.admitted_on.is_some());
    let followed = followed.filter_map(|stay| Some((stay.startup.profile.id, mentor_on(&stay.startup, today)?)));
    for ((startup, mentor), documents) in followed.zip(DOCUMENTS) {
        let mentor = Actor::person(mentor, Role::Mentor, Scope::House);
        for (name, text, shared) in documents {
            let kind = DocumentKind::named(name)?;
            let mut waiting = Waiting::new()?;
            waiting.add(text.as_bytes()).await?;
            let new = vault.settle(store, (*name).to_owned(), kind, waiting, text.len() as u64).await?;
            match store.add_document(&mentor, startup, &new, *shared, vault.room).await {
                Ok(_) => {}
                Err(VerbError::Store(error)) => return Err(error.into()),
                Err(_) => return Err(Unfit::BrokenOff.into()),
            }
        }
    }
    Ok(())
}
