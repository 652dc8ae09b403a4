//! Imports: bring a file in, see the earlier ones, take everything out again.

use domain::access::sight::sees_all;
use domain::access::{Action, Resource};
use domain::exchange::SHIPPED;
use domain::format;
use domain::words::Locale;
use leptos::prelude::*;

use crate::actions;
use crate::components::{
    ButtonLink, DateField, Empty, ErrorSummary, FileField, ScrollTable, SelectField, SelectOption, SubmitButton,
    TextArea,
};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, page as show};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Import og eksport", nn: "Import og eksport", en: "Import and export" }
        lead => {
            nb: "Hent inn arket dere fører i dag. Først ser du hva som blir endret. Ingenting lagres før du bekrefter, og en import kan angres.",
            nn: "Hent inn arket de fører i dag. Først ser du kva som blir endra. Ingenting blir lagra før du stadfestar, og ein import kan angrast.",
            en: "Bring in the sheet you keep today. First you see what would change; nothing is written until you confirm, and an import can be undone." }
        bring => { nb: "Hent inn en fil", nn: "Hent inn ei fil", en: "Bring in a file" }
        file => { nb: "Fil", nn: "Fil", en: "File" }
        file_hint => { nb: "CSV eller XLSX, høyst 32 MB", nn: "CSV eller XLSX, høgst 32 MB", en: "CSV or XLSX, at most 32 MB" }
        profile => { nb: "Hva slags fil er det?", nn: "Kva slags fil er det?", en: "What kind of file is it?" }
        kind => { nb: "Filtype", nn: "Filtype", en: "Kind" }
        profile_sheet => { nb: "Ett ark, én rad per bedrift", nn: "Eitt ark, éi rad per bedrift", en: "One sheet, one row a startup" }
        profile_grobunn => { nb: "Grobunns egen arbeidsbok", nn: "Grobunn si eiga arbeidsbok", en: "Grobunn's own workbook" }
        profile_directory => { nb: "Katalog fra en akselerator", nn: "Katalog frå ein akselerator", en: "Directory of an accelerator" }
        own => { nb: "Egen profil", nn: "Eigen profil", en: "A profile of your own" }
        own_hint => { nb: "TOML. Fyll ut bare når ingen av dem over passer.", nn: "TOML. Fyll ut berre når ingen av dei over passar.", en: "TOML. Fill in only when none of those above fits." }
        as_of => { nb: "Filen gjelder per dato", nn: "Fila gjeld per dato", en: "The file is right as at" }
        as_of_hint => { nb: "Tom: i dag", nn: "Tom: i dag", en: "Empty: today" }
        upload => { nb: "Last opp og vis hva som endres", nn: "Last opp og vis kva som blir endra", en: "Upload and show what would change" }
        out => { nb: "Hent ut", nn: "Hent ut", en: "Export" }
        out_text => {
            nb: "Alt i huset som én arbeidsbok. Importert i et tomt hus gir den de samme tallene.",
            nn: "Alt i huset som éi arbeidsbok. Importert i eit tomt hus gir ho dei same tala.",
            en: "Everything in the house as one workbook. Imported into an empty house it gives the same figures." }
        out_part => {
            nb: "Alt du ser, som én arbeidsbok.",
            nn: "Alt du ser, som éi arbeidsbok.",
            en: "Everything you see, as one workbook." }
        export_part => { nb: "Last ned det jeg ser (XLSX)", nn: "Last ned det eg ser (XLSX)", en: "Download what I see (XLSX)" }
        export => { nb: "Last ned alt (XLSX)", nn: "Last ned alt (XLSX)", en: "Download everything (XLSX)" }
        template => { nb: "Tom mal (XLSX)", nn: "Tom mal (XLSX)", en: "Empty template (XLSX)" }
        earlier => { nb: "Tidligere importer", nn: "Tidlegare importar", en: "Earlier imports" }
        none => { nb: "Ingen importer ennå.", nn: "Ingen importar enno.", en: "No imports yet." }
        status => { nb: "Status", nn: "Status", en: "Status" }
        when => { nb: "Lastet opp", nn: "Lasta opp", en: "Uploaded" }
        facts => { nb: "Opplysninger", nn: "Opplysningar", en: "Facts" }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    show(load)
}

/// A profile in words, its name behind them: `Ett ark, én rad per bedrift (sheet)`.
#[must_use]
pub fn profile_name(locale: Locale, name: &str) -> String {
    let words = match name {
        "sheet" => w::profile_sheet(locale),
        "grobunn" => w::profile_grobunn(locale),
        "accelerator-directory" => w::profile_directory(locale),
        other => return other.to_owned(),
    };
    format!("{words} ({name})")
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    let locale = cx.locale;
    let house = cx.house_ledger().await?;
    let house = Resource::House(&house);
    let brings = cx.may(Action::Import, &house);
    let takes = cx.may(Action::Export, &house);
    let whole = sees_all(&cx.actor());
    if !brings && !takes {
        cx.require(Action::Import, &house)?;
    }
    let imports = if brings { cx.house.store.imports().await? } else { Vec::new() };
    let draft = actions::shown_again(&cx, "upload").await?.unwrap_or_default();
    let title = if brings { w::title(locale) } else { w::out(locale) }.to_owned();
    // The flat sheet first: it is what an incubator has on its first day.
    let mut names: Vec<&str> = SHIPPED.iter().map(|(name, _)| *name).collect();
    names.sort_by_key(|name| (*name != "sheet", *name != "grobunn"));
    let profiles =
        names.into_iter().map(|name| SelectOption::new(name, profile_name(locale, name))).collect::<Vec<_>>();
    let rows = imports
        .iter()
        .map(|import| {
            let facts = import.report.as_ref().map(|report| format::count(locale, report.facts_written()));
            view! {
                <tr>
                    <th scope="row"><a class="ds-link" href=paths::import(import.id)>{import.file_name.clone()}</a></th>
                    <td data-wide="true">{profile_name(locale, &import.profile)}</td>
                    <td data-label=shared::as_of(locale)>{format::date(locale, import.as_of)}</td>
                    <td data-main="true">{import.status.name(locale)}</td>
                    <td class="number" data-label=w::facts(locale)>{facts}</td>
                    <td data-label=w::when(locale)>{format::instant(locale, import.created_at)}</td>
                </tr>
            }
        })
        .collect_view();
    let earlier = if imports.is_empty() {
        view! { <Empty title=w::none(locale)/> }.into_any()
    } else {
        view! {
            <ScrollTable label=w::earlier(locale)>
                <table class="ds-table" data-stack="true">
                    <thead>
                        <tr>
                            <th scope="col">{w::file(locale)}</th>
                            <th scope="col">{w::kind(locale)}</th>
                            <th scope="col">{shared::as_of(locale)}</th>
                            <th scope="col">{w::status(locale)}</th>
                            <th scope="col" class="number">{w::facts(locale)}</th>
                            <th scope="col">{w::when(locale)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </ScrollTable>
        }
        .into_any()
    };
    let labels = [
        ("file", w::file(locale)),
        ("profile", w::profile(locale)),
        ("as_of", w::as_of(locale)),
        ("own_profile", w::own(locale)),
    ];
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        {brings.then(|| view! { <p class="lead">{w::lead(locale)}</p> })}
        <div class="columns">
            {brings.then(|| view! { <section class="ds-card" aria-labelledby="bring">
                <h2 class="ds-heading" data-size="md" id="bring">{w::bring(locale)}</h2>
                <ErrorSummary title=shared::mend_this(locale) errors=draft.summary("", &labels)/>
                <form class="form" method="post" action=paths::IMPORTS enctype="multipart/form-data">
                    <FileField input=draft.input("file", w::file(locale)).hint(w::file_hint(locale)) accept=".csv,.xlsx,.txt".to_owned()/>
                    <SelectField input=draft.input("profile", w::profile(locale)).value("sheet") options=profiles/>
                    <DateField input=draft.input("as_of", w::as_of(locale)).hint(w::as_of_hint(locale)) max=Some(cx.today().to_string())/>
                    <details class="fold">
                        <summary>{w::own(locale)}</summary>
                        <TextArea input=draft.input("own_profile", w::own(locale)).hint(w::own_hint(locale)) rows=6/>
                    </details>
                    <div class="actions"><SubmitButton label=w::upload(locale)/></div>
                </form>
            </section> })}
            {takes.then(|| view! { <section class="ds-card" aria-labelledby="out">
                <h2 class="ds-heading" data-size="md" id="out">{w::out(locale)}</h2>
                <p>{if whole { w::out_text(locale) } else { w::out_part(locale) }}</p>
                <div class="actions">
                    <ButtonLink href=paths::EXPORT label=if whole { w::export(locale) } else { w::export_part(locale) } variant="primary" download=true/>
                    {brings.then(|| view! { <ButtonLink href=paths::TEMPLATE label=w::template(locale) download=true/> })}
                </div>
            </section> })}
        </div>
        {brings.then(|| view! { <section aria-labelledby="earlier">
            <h2 class="ds-heading" data-size="md" id="earlier">{w::earlier(locale)}</h2>
            {earlier}
        </section> })}
    }
    .into_any();
    Ok(Page { title, place: Place::Imports, body, islands: false })
}
