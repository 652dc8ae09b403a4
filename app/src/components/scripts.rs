//! The script that wakes the islands of a page.

use leptos::prelude::*;

/// Loads script and wasm, then hands each island of the page to its function.
///
/// Ours instead of Leptos's `HydrationScripts`, which in 0.8.23 writes the page's nonce into `crossorigin` (leptos#4843): invalid
/// HTML, and in some browsers the preload is thrown away. Islands are never nested here, so document order is enough.
const WAKE: &str = "const page=await import(SCRIPT);await page.default({module_or_path:WASM});page.hydrate();\
for(const island of document.querySelectorAll('leptos-island'))await page[island.dataset.component](island);";

/// Sends script and wasm and wakes the islands. Goes at the end of a page that has an island, and on no other.
#[component]
pub fn IslandScripts(
    /// The address of the script.
    #[prop(into)]
    script: String,
    /// The address of the wasm.
    #[prop(into)]
    wasm: String,
) -> impl IntoView {
    let wake = WAKE.replace("SCRIPT", &quoted(&script)).replace("WASM", &quoted(&wasm));
    view! {
        <link rel="modulepreload" href=script />
        <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
        <script type="module" nonce=leptos::nonce::use_nonce() inner_html=wake></script>
    }
}

/// An address as a JavaScript string inside a script element. Addresses of assets hold only letters that need no escape;
/// anything else is left out rather than trusted.
fn quoted(address: &str) -> String {
    let plain = |letter: &char| letter.is_ascii_alphanumeric() || "/._-".contains(*letter);
    format!("'{}'", address.chars().filter(plain).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_cannot_end_the_string_or_the_script() {
        assert_eq!(quoted("/pkg/grobunn-3f2a_bg.wasm"), "'/pkg/grobunn-3f2a_bg.wasm'");
        assert_eq!(quoted("/x'</script><b>"), "'/x/scriptb'");
    }
}
