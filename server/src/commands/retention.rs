//! `grobunn retention`: what is kept no longer, taken away now or only counted.

use clap::Args;
use store::Swept;

use super::{print, print_json};
use crate::config::Config;
use crate::failure::Failure;
use crate::jobs::retention::told;

/// Take away what the configured times of retention keep no longer.
#[derive(Debug, Args)]
pub struct Retention {
    /// Only say what would go
    #[arg(long)]
    dry_run: bool,
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

impl Retention {
    /// Sweeps once.
    pub async fn run(self, config: &Config) -> Result<(), Failure> {
        // Where there is no database nothing is kept, and looking must not make one.
        let store = if config.is_missing() { crate::open_empty().await? } else { crate::open(config).await? };
        let swept = store.sweep(&config.retention, self.dry_run).await?;
        store.close().await?;
        crate::note_missing(config);
        if self.json {
            return print_json(&serde_json::json!({ "dry_run": self.dry_run, "categories": swept }));
        }
        print(&text(&swept, self.dry_run, config.retention.is_off()))
    }
}

fn text(swept: &[Swept], dry_run: bool, off: bool) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    for one in swept {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{:>8}  {}, up to {}", one.many, told(one.category), one.up_to);
    }
    if off {
        text.push_str("No times are set, so all else is kept for ever: see [retention] in the documentation.\n");
    }
    if dry_run {
        text.push_str("A dry run: nothing was taken away.\n");
    }
    text
}
