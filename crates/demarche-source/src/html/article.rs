//! The text of the article of a page.

use super::facts::Facts;
use dom_query::Document as Page;
use dom_smoothie::{Config, Readability, TextMode};

/// Elements whose words are no part of an article.
const ASIDE: &str =
    "figcaption, nav, form, button, dialog, noscript, select, [aria-hidden=true], [hidden]";
/// Words in the class or id of small parts that are about other things than the article.
const SMALL: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "advertisement",
    "caption",
    "credit",
    "credits",
    "inlinelink",
    "newsletter",
    "paywall",
    "promo",
    "recirc",
    "recommended",
    "related",
    "share",
    "sharing",
    "social",
    "subscribe",
    "tags",
    "trending",
];
/// A part with more words than this, in bytes, is not small.
const SMALL_PART: usize = 800;
/// Fewest characters of a paragraph for it to count when the page as a whole is searched.
const PARAGRAPH: usize = 40;

/// The text of the article, paragraphs set apart by blank lines; none when the page has no words.
pub(super) fn text(page: Page, facts: &Facts) -> Option<String> {
    page.select(ASIDE).remove();
    remove_small_parts(&page);
    let spare = all_paragraphs(&page);
    let config = Config {
        text_mode: TextMode::Formatted,
        disable_json_ld: true,
        ..Config::default()
    };
    let found = Readability::with_document(page, None, Some(config))
        .ok()
        .and_then(|mut reader| reader.parse().ok())
        .map(|article| article.text_content.trim().to_owned());
    let found = found.filter(|text| !text.is_empty()).unwrap_or(spare);
    let body = facts.body.as_deref().unwrap_or_default();
    // A paywall leaves a stub in either place: the longer one is the article.
    let best = if body.len() > found.len() * 3 / 2 {
        body
    } else {
        &found
    };
    (!best.trim().is_empty()).then(|| best.to_owned())
}

/// Takes out boxes of related titles, captions, calls to share: small parts that are named so, and asides.
fn remove_small_parts(page: &Page) {
    for node in page.select("[class], [id], aside").nodes() {
        let names = [node.attr("class"), node.attr("id")];
        let is_named = names.iter().flatten().any(|names| {
            let words = names.split(|c: char| !c.is_ascii_alphabetic());
            words
                .map(str::to_ascii_lowercase)
                .any(|w| SMALL.contains(&w.as_str()))
        });
        let is_page = ["html", "body", "main", "article"]
            .iter()
            .any(|n| node.has_name(n));
        if !is_page && (is_named || node.has_name("aside")) && node.text().len() < SMALL_PART {
            node.remove_from_parent();
        }
    }
}

/// Every paragraph of the page, for pages too short to be taken for an article; else all its words.
fn all_paragraphs(page: &Page) -> String {
    let mut parts = Vec::new();
    for node in page.select("p").nodes() {
        let words = node.formatted_text();
        let words = words.trim();
        if words.len() >= PARAGRAPH || words.ends_with(['.', '”', '"']) {
            parts.push(words.to_owned());
        }
    }
    if parts.is_empty() {
        let body = page.select("body").formatted_text();
        return body.trim().to_owned();
    }
    parts.join("\n\n")
}
