//! Tables of records: a frame that scrolls where it must, a head, and rows that become cards on a narrow screen.

use leptos::prelude::*;

use super::ScrollTable;

/// A table of records.
///
/// ```html
/// <div class="table-scroll" role="group" aria-label="…" tabindex="0">
///   <table class="ds-table" data-stack="true"><thead>…</thead><tbody>…</tbody></table>
/// </div>
/// ```
///
/// Each cell of a row names its column in `data-label`, for the cards.
#[component]
pub fn DataTable(
    /// What the table shows: the name of the frame that scrolls.
    #[prop(into)]
    label: String,
    /// The names of the columns.
    heads: Vec<&'static str>,
    /// What the buttons of a last column do, when there is one; read aloud only.
    #[prop(optional, into)]
    acts: Option<&'static str>,
    /// The rows.
    children: Children,
) -> impl IntoView {
    let heads = heads.into_iter().map(|head| view! { <th scope="col">{head}</th> }).collect_view();
    let acts = acts.map(|acts| view! { <th scope="col"><span class="ds-sr-only">{acts}</span></th> });
    view! {
        <ScrollTable label=label>
            <table class="ds-table" data-stack="true">
                <thead>
                    <tr>{heads} {acts}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </ScrollTable>
    }
}
