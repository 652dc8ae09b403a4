//! Builds the server again when the site's assets were packed anew, also when there were none before.

fn main() {
    println!("cargo::rerun-if-changed=../target/site/assets.json");
}
