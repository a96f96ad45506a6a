//! What a page says of itself: title, publisher, address, language, JSON-LD.

use dom_query::Document as Page;
use serde_json::{Map, Value};

/// What a page says of itself.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) title: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
    /// The article's words in JSON-LD.
    pub(super) body: Option<String>,
    /// The JSON-LD objects that are articles, then the others.
    pub(super) data: Vec<Map<String, Value>>,
    /// Names and contents of the meta tags, in the order of the page.
    pub(super) metas: Vec<(String, String)>,
}

impl Facts {
    /// The content of the first meta tag of that name; case, dots, colons and dashes in it are the same.
    pub(super) fn meta(&self, name: &str) -> Option<&str> {
        let same = |other: &str| letters(other).eq(letters(name));
        let found = self.metas.iter().find(|(n, c)| same(n) && !c.is_empty());
        found.map(|(_, content)| content.as_str())
    }

    fn first_meta(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|n| self.meta(n)).map(str::to_owned)
    }
}

/// The letters and digits of a name, lower case.
fn letters(name: &str) -> impl Iterator<Item = u8> + '_ {
    let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
    letters.map(|b| b.to_ascii_lowercase())
}

/// Most JSON-LD objects that are looked at.
const MOST_OBJECTS: usize = 500;

/// Gathers the facts of a page; `html` is its source before it was tamed.
pub(super) fn of(page: &Page, html: &str) -> Facts {
    let mut facts = Facts {
        metas: metas(page),
        data: data(page),
        ..Facts::default()
    };
    let article = facts
        .data
        .first()
        .filter(|o| is_article(o))
        .cloned()
        .unwrap_or_default();
    facts.url = link(page, "canonical")
        .or_else(|| facts.first_meta(&["og:url", "twitter:url"]))
        .filter(|url| url.starts_with("http"))
        .or_else(|| string(article.get("url")))
        .or_else(|| string(article.get("mainEntityOfPage")))
        .or_else(|| saved_from(html))
        .filter(|url| url.starts_with("http"));
    facts.publisher = facts
        .first_meta(&["og:site_name"])
        .or_else(|| string(article.get("publisher")))
        .or_else(|| {
            facts.first_meta(&[
                "application-name",
                "publisher",
                "dc.publisher",
                "article:publisher",
            ])
        })
        .filter(|p| !p.starts_with("http"))
        .or_else(|| facts.url.as_deref().and_then(host));
    facts.title = title(page, &facts, &article);
    facts.body = string(article.get("articleBody")).filter(|b| b.len() > 500 && !b.contains("</"));
    facts.language = page
        .select_single("html")
        .attr("lang")
        .map(|l| l.to_string())
        .or_else(|| facts.first_meta(&["og:locale", "content-language", "dc.language"]))
        .or_else(|| string(article.get("inLanguage")))
        .map(|l| {
            l.chars()
                .take_while(char::is_ascii_alphabetic)
                .collect::<String>()
                .to_ascii_lowercase()
        })
        .filter(|l| matches!(l.len(), 2 | 3));
    facts
}

fn metas(page: &Page) -> Vec<(String, String)> {
    let mut metas = Vec::new();
    for node in page.select("meta").nodes() {
        let Some(content) = node.attr("content").or(node.attr("value")) else {
            continue;
        };
        let content = spaced(&content);
        for key in ["property", "name", "itemprop", "http-equiv", "pubdate"] {
            if let Some(name) = node.attr(key) {
                metas.push((name.to_string(), content.clone()));
            }
        }
    }
    metas
}

fn link(page: &Page, rel: &str) -> Option<String> {
    let links = page.select("link[rel][href]");
    let found = links
        .nodes()
        .iter()
        .find(|n| n.attr("rel").is_some_and(|r| r.eq_ignore_ascii_case(rel)))?;
    found.attr("href").map(|h| h.to_string())
}

/// The comment that browsers write on top of a page they save.
fn saved_from(html: &str) -> Option<String> {
    let head: String = html.chars().take(2_000).collect();
    let rest = &head[head.find("saved from url=(")?..];
    let rest = &rest[rest.find(')')? + 1..];
    Some(rest.split([' ', '>', '-']).next()?.trim().to_owned())
}

/// The host of an address without `www.`.
fn host(url: &str) -> Option<String> {
    let host = url.split("://").nth(1)?.split('/').next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then(|| host.to_owned())
}

/// The title: the one the page gives to others, else its heading, else that of its window.
fn title(page: &Page, facts: &Facts, article: &Map<String, Value>) -> Option<String> {
    let heading = || {
        let headings = page.select("h1");
        let only = (headings.length() == 1).then(|| spaced(&headings.text()));
        only.filter(|h| !h.is_empty())
    };
    let given = string(article.get("headline"))
        .or_else(|| facts.first_meta(&["og:title", "twitter:title", "dc.title", "headline"]))
        .or_else(heading)
        .or_else(|| Some(spaced(&page.select_single("title").text())))
        .map(|t| unescaped(&t))
        .filter(|t| !t.is_empty())?;
    Some(without_publisher(&given, facts.publisher.as_deref()))
}

/// "Envoys meet | The Paper" without the name of the paper.
fn without_publisher(title: &str, publisher: Option<&str>) -> String {
    let publisher = publisher.unwrap_or_default();
    for mark in [" | ", " - ", " – ", " — ", " :: ", " » "] {
        if let Some((words, last)) = title.rsplit_once(mark)
            && (mark == " | " || last.eq_ignore_ascii_case(publisher))
            && words.len() > last.len()
        {
            return words.trim().to_owned();
        }
    }
    title.to_owned()
}

/// Entities that JSON-LD holds twice escaped.
fn unescaped(text: &str) -> String {
    text.replace("&amp;", "&")
        .replace("&#039;", "'")
        .replace("&#39;", "'")
        .replace("&quot;", "\"")
        .replace("&#8217;", "’")
        .replace("&rsquo;", "’")
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The JSON-LD objects of a page, articles first.
fn data(page: &Page) -> Vec<Map<String, Value>> {
    let mut objects = Vec::new();
    for node in page.select("script[type='application/ld+json']").nodes() {
        let text = node.text();
        let text = text
            .trim()
            .trim_start_matches("<![CDATA[")
            .trim_end_matches("]]>");
        let value = serde_json::from_str(text).or_else(|_| {
            // Line breaks inside strings are the commonest mistake in these blocks.
            serde_json::from_str(&text.replace(['\n', '\r', '\t'], " "))
        });
        if let Ok(value) = value {
            gather(value, &mut objects);
        }
    }
    objects.sort_by_key(|o| !is_article(o));
    objects
}

fn gather(value: Value, into: &mut Vec<Map<String, Value>>) {
    match value {
        Value::Array(list) => list.into_iter().for_each(|v| gather(v, into)),
        Value::Object(mut object) if into.len() < MOST_OBJECTS => {
            if let Some(graph) = object.remove("@graph") {
                gather(graph, into);
            }
            into.push(object);
        }
        _ => {}
    }
}

/// True for an object whose type is a kind of article.
pub(super) fn is_article(object: &Map<String, Value>) -> bool {
    let is = |v: &Value| {
        v.as_str().is_some_and(|t| {
            t.ends_with("Article")
                || t.ends_with("Posting")
                || matches!(t, "Report" | "ReportageNewsArticle")
        })
    };
    match object.get("@type") {
        Some(Value::Array(types)) => types.iter().any(is),
        Some(one) => is(one),
        None => false,
    }
}

/// A string of JSON-LD; of an object its name or id, of a list its first.
pub(super) fn string(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(spaced(text)).filter(|t| !t.is_empty()),
        Value::Array(list) => string(list.first()),
        Value::Object(object) => ["name", "@id", "url", "@value"]
            .iter()
            .find_map(|key| string(object.get(*key))),
        _ => None,
    }
}
