//! Markdown as people write it in notes, made into HTML that holds nothing but text, lists, quotes, code and links to the web.

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options, format_html, parse_document};
use leptos::prelude::*;

/// A note as it is read.
#[component]
pub fn Markdown(
    /// The text as it was written.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <div class="prose" inner_html=markdown(&text)></div> }
}

/// Markdown as HTML. What was HTML in it is shown as the text it is; images and links to anything but the web and mail lose what they
/// point at and keep their words; headings become bold lines, so that the headings of the page stay in order.
#[must_use]
pub fn markdown(text: &str) -> String {
    let mut options = Options::default();
    options.render.escape = true;
    options.render.hardbreaks = true;
    options.extension.autolink = true;
    options.extension.strikethrough = true;
    let arena = Arena::new();
    let root = parse_document(&arena, text, &options);
    let all: Vec<&AstNode<'_>> = root.descendants().collect();
    for node in all {
        tame(&arena, node);
    }
    let mut html = String::new();
    if format_html(root, &options, &mut html).is_err() {
        // Writing to memory does not fail; if it ever did, the text as it is.
        return super::escape_html(text);
    }
    // In text and in attributes a `<` is written as a reference, so only the renderer's own links begin like this.
    html.replace("<a href=\"", "<a class=\"ds-link\" rel=\"noopener noreferrer nofollow external\" href=\"")
}

fn tame<'a>(arena: &'a Arena<'a>, node: &'a AstNode<'a>) {
    let is_unwrapped = match &node.data.borrow().value {
        NodeValue::Image(_) => true,
        NodeValue::Link(link) => !is_safe(&link.url),
        _ => false,
    };
    if is_unwrapped {
        while let Some(child) = node.first_child() {
            node.insert_before(child);
        }
        node.detach();
        return;
    }
    if matches!(node.data.borrow().value, NodeValue::Heading(_)) {
        let strong = arena.alloc(NodeValue::Strong.into());
        while let Some(child) = node.first_child() {
            strong.append(child);
        }
        node.append(strong);
        node.data.borrow_mut().value = NodeValue::Paragraph;
    }
}

/// Whether a link leads to the web or to somebody's mail.
fn is_safe(url: &str) -> bool {
    let url = url.trim().to_ascii_lowercase();
    ["https://", "http://", "mailto:"].iter().any(|scheme| url.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::markdown;

    #[test]
    fn what_people_write_is_shown_as_they_mean_it() {
        for (written, shown) in [
            ("To **kunder** sa ja", "<p>To <strong>kunder</strong> sa ja</p>\n"),
            ("En linje\nen til", "<p>En linje<br />\nen til</p>\n"),
            ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
            ("# Overskrift", "<p><strong>Overskrift</strong></p>\n"),
            ("~~nei~~", "<p><del>nei</del></p>\n"),
            ("5 < 6 & 7 > 3", "<p>5 &lt; 6 &amp; 7 &gt; 3</p>\n"),
        ] {
            assert_eq!(markdown(written), shown, "{written}");
        }
        let link = "<a class=\"ds-link\" rel=\"noopener noreferrer nofollow external\" href=\"https://example.no\">https://example.no</a>";
        assert_eq!(markdown("https://example.no"), format!("<p>{link}</p>\n"));
        assert!(markdown("[skriv](mailto:kari@example.no)").contains("href=\"mailto:kari@example.no\""));
    }

    /// Everything known to slip past careless readers. None of it may leave a tag, an attribute or an address that does something.
    #[test]
    fn no_attack_comes_through() {
        for attack in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<svg/onload=alert(1)>",
            "<a href=\"javascript:alert(1)\">x</a>",
            "<iframe src=//evil.example></iframe>",
            "<style>*{display:none}</style>",
            "<form action=//evil.example><input name=x></form>",
            "<details open ontoggle=alert(1)>",
            "<!-- --><script>alert(1)</script>",
            "<div\nonclick=alert(1)>x</div>",
            "a <b onmouseover=alert(1)>b</b>",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](java&#115;cript:alert(1))",
            "[x](java\u{1}script:alert(1))",
            "[x](&#x6A;avascript:alert(1))",
            "[x](  javascript:alert(1))",
            "[x](<javascript:alert(1)>)",
            "[x](vbscript:msgbox(1))",
            "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
            "[x](data:image/png;base64,AAAA)",
            "[x](file:///etc/passwd)",
            "[x](//evil.example)",
            "[x](/act/sign-out)",
            "[x][1]\n\n[1]: javascript:alert(1)",
            "<javascript:alert(1)>",
            "![x](https://evil.example/track.gif)",
            "![x](javascript:alert(1))",
            "[![x](https://evil.example/a.gif)](javascript:alert(1))",
            "[x](https://a.example \"\\\" onmouseover=alert(1) \")",
            "[x](https://a.example/\"onmouseover=alert(1))",
            "`<script>alert(1)</script>`",
            "```html\n<script>alert(1)</script>\n```",
            "```\"><script>alert(1)</script>\nx\n```",
            "| a |\n|---|\n| <script>alert(1)</script> |",
            "&lt;script&gt;alert(1)&lt;/script&gt;",
            "# <img src=x onerror=alert(1)>",
            "> <script>alert(1)</script>",
            "- <script>alert(1)</script>",
            "http://a.example/<script>alert(1)</script>",
            "</textarea></div><script>alert(1)</script>",
        ] {
            let html = markdown(attack);
            for tag in tags(&html) {
                let name = tag.trim_start_matches('/').split([' ', '/', '\n']).next().unwrap();
                let known =
                    ["p", "a", "strong", "em", "code", "pre", "ul", "ol", "li", "blockquote", "br", "hr", "del"];
                assert!(known.contains(&name), "<{tag}> of {attack}\n{html}");
                let (attributes, name_only) = (tag.contains('='), name);
                match name_only {
                    "a" => {
                        let href = tag.split("href=\"").nth(1).map(|rest| rest.split('"').next().unwrap());
                        let safe = |href: &str| {
                            ["https://", "http://", "mailto:"]
                                .iter()
                                .any(|scheme| href.to_lowercase().starts_with(scheme))
                        };
                        assert!(href.is_none_or(safe), "<{tag}> of {attack}");
                        let names: Vec<&str> = names(tag);
                        let fine = |name: &&str| ["class", "rel", "href", "title"].contains(name);
                        assert!(names.iter().all(fine), "{names:?} in <{tag}> of {attack}");
                    }
                    "code" => assert!(names(tag).iter().all(|name| *name == "class"), "<{tag}> of {attack}"),
                    _ => assert!(!attributes, "<{tag}> of {attack}"),
                }
            }
        }
    }

    /// What stands between `<` and `>`. Nothing else can be a tag: in text and attributes both are references.
    fn tags(html: &str) -> Vec<&str> {
        html.split('<').skip(1).map(|rest| rest.split('>').next().unwrap()).collect()
    }

    /// The names of a tag's attributes.
    fn names(tag: &str) -> Vec<&str> {
        let mut names = Vec::new();
        let mut rest = tag;
        while let Some((before, after)) = rest.split_once("=\"") {
            names.push(before.rsplit(' ').next().unwrap());
            rest = after.split_once('"').map_or("", |(_, rest)| rest);
        }
        names
    }
}
