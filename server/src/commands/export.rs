//! `grobunn export FILE`.

use std::path::PathBuf;

use clap::Args;
use domain::access::Actor;
use domain::time::Instant;
use store::exchange;

use super::{parse_instant, print};
use crate::config::Config;
use crate::failure::Failure;

/// Write everything to a workbook that `import --profile grobunn` reads.
#[derive(Debug, Args)]
pub struct Export {
    /// Where to write it; a file that is there is replaced only with --force
    file: PathBuf,
    /// Only what was known by then: a date (its end) or an RFC 3339 time [default: everything]
    #[arg(long, value_name = "TIME", value_parser = parse_instant)]
    known_at: Option<Instant>,
    /// Replace the file if it is there
    #[arg(long)]
    force: bool,
}

impl Export {
    /// Writes the workbook.
    pub async fn run(self, config: &Config) -> Result<(), Failure> {
        let name = self.file.display().to_string();
        if self.file.exists() && !self.force {
            return Err(Failure::input(format!("{name} is there already; --force replaces it")));
        }
        // Moving the workbook into place would put a file where a folder or a device was.
        if self.file.exists() && !self.file.is_file() {
            return Err(Failure::input(format!("{name} is not a file")));
        }
        let store = crate::open_to_read(config).await?;
        let bytes = match self.known_at {
            Some(known_at) => exchange::export_xlsx_at(&store, &Actor::command_line(), known_at).await,
            None => exchange::export_xlsx(&store, &Actor::command_line()).await,
        }
        .map_err(Failure::outside)?;
        store.close().await?;
        crate::note_missing(config);
        // Written beside and moved into place, so that a full disk never leaves half a workbook under the name.
        let mut beside = self.file.clone().into_os_string();
        beside.push(format!(".{}.part", std::process::id()));
        if let Err(error) = std::fs::write(&beside, &bytes).and_then(|()| std::fs::rename(&beside, &self.file)) {
            let _ = std::fs::remove_file(&beside);
            return Err(Failure::outside(format!("{name} cannot be written: {error}")));
        }
        print(&format!("{name}: {} bytes\n", bytes.len()))
    }
}
