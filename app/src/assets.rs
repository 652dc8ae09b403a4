//! What the asset pipeline made: logical names and the hashed paths behind them.

use std::collections::BTreeMap;

use serde::Deserialize;

/// One asset as it is served.
#[derive(Debug, Clone, Deserialize)]
pub struct Asset {
    /// Path below the site's root, without a leading slash: `pkg/grobunn-3f2a.css`.
    pub path: String,
}

/// Logical name (`grobunn.css`) to asset.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct Manifest(pub BTreeMap<String, Asset>);

impl Manifest {
    /// The address of an asset; the logical name itself when the pipeline has not run, so that a missing build shows as a 404.
    #[must_use]
    pub fn href(&self, name: &str) -> String {
        match self.0.get(name) {
            Some(asset) => format!("/{}", asset.path.trim_start_matches('/')),
            None => format!("/pkg/{name}"),
        }
    }

    /// The hashed name that the script and the wasm share: `grobunn-3f2a`.
    #[must_use]
    pub fn output_name(&self) -> String {
        let script = self.href("grobunn.js");
        let file = script.rsplit('/').next().unwrap_or_default();
        file.strip_suffix(".js").unwrap_or("grobunn").to_owned()
    }
}
