//! Saving as it is typed, for whoever has JavaScript. Everybody else has a button.

use domain::words::Locale;
use leptos::prelude::*;

domain::catalogue! {
    mod w {
        saving => { nb: "Lagret mens du skriver.", nn: "Lagra medan du skriv.", en: "Saved as you type." }
        failed => {
            nb: "Det du skriver, blir ikke lagret akkurat nå. Du kan sende svaret som vanlig.",
            nn: "Det du skriv, blir ikkje lagra akkurat no. Du kan sende svaret som vanleg.",
            en: "What you type is not being saved just now. You can send the answer as usual." }
    }
}

/// A while after the last key the form is posted as a draft. Sending it stops that, so that what comes late never follows the answer.
const SAVE: &str = "const form=document.getElementById('update-form'),told=document.getElementById('update-saved');\
let timer=0,sent=false;\
const save=async()=>{timer=0;if(sent)return;\
const body=new URLSearchParams(new FormData(form));body.set('act','autosave');\
let kept=false;try{kept=(await fetch(form.action,{method:'POST',body,keepalive:true})).ok}catch{}\
told.textContent=kept?told.dataset.saved:told.dataset.failed};\
form.addEventListener('input',()=>{clearTimeout(timer);timer=setTimeout(save,600)});\
form.addEventListener('submit',()=>{sent=true;clearTimeout(timer)});\
document.addEventListener('visibilitychange',()=>{if(document.hidden&&timer){clearTimeout(timer);save()}});";

/// The line that says whether it was saved, and the script behind it. Once, inside the form `update-form`.
#[component]
pub(super) fn SaveAsTyped(
    /// The reader's language.
    locale: Locale,
) -> impl IntoView {
    view! {
        <p class="muted" id="update-saved" role="status" data-saved=w::saving(locale) data-failed=w::failed(locale)></p>
        <script type="module" nonce=leptos::nonce::use_nonce() inner_html=SAVE></script>
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_script_cannot_end_its_element() {
        assert!(!super::SAVE.contains("</") && !super::SAVE.contains("<!--"));
    }
}
