//! Ways around: tabs, pagination, sortable column heads, links that look like buttons.

use std::cmp::Ordering;

use leptos::prelude::*;

/// A link that looks like a button.
#[component]
pub fn ButtonLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// What is there.
    #[prop(into)]
    label: String,
    /// `primary`, `secondary` (default) or `tertiary`.
    #[prop(default = "secondary".to_owned(), into)]
    variant: String,
    /// Whether the browser should save what is there.
    #[prop(optional)]
    download: bool,
) -> impl IntoView {
    view! {
        <a class="ds-button" data-variant=variant href=href download=download.then_some("")>
            {label}
        </a>
    }
}

/// One tab: a view of the same page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TabLink {
    /// What the view shows.
    pub label: String,
    /// Its address.
    pub href: String,
    /// Whether it is the one shown.
    pub current: bool,
}

/// Views of one page as a row of links; the state is in the address, so each can be sent to a colleague.
#[component]
pub fn TabLinks(
    /// What the views are of.
    #[prop(into)]
    label: String,
    /// The views.
    tabs: Vec<TabLink>,
) -> impl IntoView {
    view! {
        <nav class="tab-links" aria-label=label>
            <ul>
                {tabs
                    .into_iter()
                    .map(|tab| {
                        view! {
                            <li>
                                <a href=tab.href aria-current=tab.current.then_some("page")>
                                    {tab.label}
                                </a>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </nav>
    }
}

/// Pages of a long list. Shows nothing when there is only one.
#[component]
pub fn Pagination<F>(
    /// The page shown, from 1.
    page: usize,
    /// How many there are.
    pages: usize,
    /// The address of a page.
    href: F,
    /// `Sider`.
    #[prop(into)]
    label: String,
    /// `Forrige`.
    #[prop(into)]
    previous: String,
    /// `Neste`.
    #[prop(into)]
    next: String,
) -> impl IntoView
where
    F: Fn(usize) -> String + 'static,
{
    (pages > 1).then(|| {
        let step = |to: usize, text: String, rel: &'static str| {
            view! {
                <li>
                    <a class="ds-button" data-variant="tertiary" rel=rel href=href(to)>
                        {text}
                    </a>
                </li>
            }
        };
        let numbers = page_numbers(page, pages)
            .into_iter()
            .map(|number| match number {
                Some(number) => view! {
                    <li>
                        <a
                            class="ds-button"
                            data-variant=if number == page { "primary" } else { "tertiary" }
                            aria-current=(number == page).then_some("page")
                            href=href(number)
                        >
                            {number.to_string()}
                        </a>
                    </li>
                }
                .into_any(),
                None => view! { <li class="pages__gap" aria-hidden="true">"…"</li> }.into_any(),
            })
            .collect_view();
        view! {
            <nav class="pages" aria-label=label>
                <ul>
                    {(page > 1).then(|| step(page - 1, previous, "prev"))} {numbers}
                    {(page < pages).then(|| step(page + 1, next, "next"))}
                </ul>
            </nav>
        }
    })
}

/// The page numbers worth showing: the first, the last, and the neighbours of the current; `None` is a gap.
fn page_numbers(page: usize, pages: usize) -> Vec<Option<usize>> {
    let mut out = Vec::new();
    let mut last = 0;
    for number in (1..=pages).filter(|n| *n == 1 || *n == pages || n.abs_diff(page) <= 1) {
        match number - last {
            0 | 1 => {}
            2 => out.push(Some(number - 1)),
            _ => out.push(None),
        }
        out.push(Some(number));
        last = number;
    }
    out
}

/// In which order a column is sorted now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortDirection {
    /// Small to great, A to Å.
    Ascending,
    /// Great to small, Å to A.
    Descending,
}

impl SortDirection {
    /// An order of two rows, turned around when great comes before small. Apply it to the column sorted by and not to what
    /// decides between equals.
    #[must_use]
    pub const fn of(self, order: Ordering) -> Ordering {
        match self {
            SortDirection::Ascending => order,
            SortDirection::Descending => order.reverse(),
        }
    }
}

/// The head of a column that can be sorted by: a link that sorts by it, or turns the order around.
#[component]
pub fn SortLink(
    /// The column's name.
    #[prop(into)]
    label: String,
    /// The address of the page sorted by this column (turned around, if it is sorted by it already).
    #[prop(into)]
    href: String,
    /// The order now; `None` when sorted by another column.
    #[prop(default = None, into)]
    sorted: Option<SortDirection>,
    /// Whether the column holds numbers, which stand to the right.
    #[prop(optional)]
    numeric: bool,
) -> impl IntoView {
    let (order, mark) = match sorted {
        Some(SortDirection::Ascending) => (Some("ascending"), "↑"),
        Some(SortDirection::Descending) => (Some("descending"), "↓"),
        None => (None, "↕"),
    };
    view! {
        <th scope="col" aria-sort=order class:number=numeric>
            <a class="sort-link" href=href>
                {label}
                <span class="sort-link__mark" aria-hidden="true">{mark}</span>
            </a>
        </th>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_column_sorted_by_is_turned_around() {
        let mut rows = [("b", 1), ("a", 1), ("c", 2)];
        rows.sort_by(|a, b| SortDirection::Descending.of(a.1.cmp(&b.1)).then_with(|| a.0.cmp(b.0)));
        assert_eq!(rows, [("c", 2), ("a", 1), ("b", 1)]);
    }

    #[test]
    fn a_gap_stands_only_where_two_or_more_pages_are_left_out() {
        assert_eq!(page_numbers(1, 2), [Some(1), Some(2)]);
        assert_eq!(page_numbers(3, 5), [Some(1), Some(2), Some(3), Some(4), Some(5)]);
        assert_eq!(page_numbers(6, 12), [Some(1), None, Some(5), Some(6), Some(7), None, Some(12)]);
    }

    #[test]
    fn one_page_needs_no_pagination() {
        let html = view! { <Pagination page=1 pages=1 href=|n| format!("?page={n}") label="Sider" previous="Forrige" next="Neste" /> }.to_html();
        assert!(!html.contains("<nav"), "{html}");
        let html = view! { <Pagination page=2 pages=3 href=|n| format!("?page={n}") label="Sider" previous="Forrige" next="Neste" /> }.to_html();
        assert!(
            html.contains("aria-current=\"page\" href=\"?page=2\"")
                || html.contains("href=\"?page=2\" aria-current=\"page\""),
            "{html}"
        );
        assert!(html.contains("rel=\"prev\"") && html.contains("rel=\"next\""), "{html}");
    }
}
