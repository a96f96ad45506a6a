//! Makes a page safe for the tree builder, in one linear pass over its source.
//!
//! The tree builder takes quadratic time in the depth of nesting, in the number of attributes of one
//! tag, and in the number of formatting elements left open, and its writer in the length of a run of text;
//! so what exceeds the limits is dropped here, its words kept, and long runs are parted. Comments, styles
//! and scripts go too, but for the scripts that hold JSON-LD.

use crate::limits;

/// Elements that have no end tag.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param",
    "source", "track", "wbr",
];
/// Elements whose end tag is left out by many pages: the tree builder closes them itself.
const SELF_CLOSING: &[&str] = &[
    "body", "dd", "dt", "head", "html", "li", "optgroup", "option", "p", "rp", "rt", "tbody", "td",
    "tfoot", "th", "thead", "tr",
];
/// Elements that the tree builder opens again in each new block.
const FORMATTING: &[&str] = &[
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];
/// Elements whose content is no markup and no words of an article.
const DROPPED: &[&str] = &[
    "iframe", "math", "noembed", "noframes", "style", "svg", "template", "textarea", "xmp",
];
/// Tags that change how the rest is parsed, and nothing else of use.
const IGNORED: &[&str] = &["frameset", "image", "isindex", "keygen", "plaintext"];

/// A page without what would be slow to parse.
pub(super) fn tame(html: &str) -> String {
    let mut tamer = Tamer {
        html,
        out: String::with_capacity(html.len()),
        depth: 0,
        open: [0; FORMATTING.len()],
        tags: 0,
        run: 0,
        unclosed: Vec::new(),
    };
    let mut at = 0;
    while let Some(step) = html[at..].find('<') {
        tamer.text(&html[at..at + step]);
        at = tamer.markup(at + step);
    }
    tamer.text(&html[at..]);
    tamer.out
}

struct Tamer<'a> {
    html: &'a str,
    out: String,
    depth: usize,
    /// How many of each formatting element are open.
    open: [usize; FORMATTING.len()],
    tags: usize,
    /// Bytes of text since the last tag that surely parted two nodes.
    run: usize,
    /// End tags that were looked for and not found: they are not looked for again.
    unclosed: Vec<&'static str>,
}

impl Tamer<'_> {
    fn text(&mut self, mut text: &str) {
        while self.run + text.len() > limits::RUN {
            let (piece, rest) = text.split_at(break_of(text, limits::RUN - self.run));
            self.piece(piece);
            // An empty element, which shows nothing and stands wherever text may.
            self.out.push_str("<wbr>");
            self.run = 0;
            text = rest;
        }
        self.piece(text);
    }

    fn piece(&mut self, text: &str) {
        self.run += text.len();
        if text.contains('\0') {
            self.out.extend(text.chars().filter(|&c| c != '\0'));
        } else {
            self.out.push_str(text);
        }
    }

    /// Deals with what begins with `<` at byte `at`; returns where the text goes on.
    fn markup(&mut self, at: usize) -> usize {
        let rest = &self.html[at..];
        if rest.starts_with("<!--") {
            return self.past(at + 4, "-->");
        }
        if rest.starts_with("<!") || rest.starts_with("<?") {
            return self.past(at + 2, ">");
        }
        let end_tag = rest.starts_with("</");
        let name_at = at + 1 + usize::from(end_tag);
        let name = tag_name(&self.html[name_at..]);
        if name.is_empty() {
            self.text("&lt;");
            return at + 1;
        }
        let tag = Tag::parse(self.html, name_at + name.len());
        let name = name.to_ascii_lowercase();
        self.tags += 1;
        if self.tags > limits::TAGS || IGNORED.contains(&name.as_str()) {
            self.out.push(' ');
            return tag.end;
        }
        if end_tag {
            self.close(&name);
            return tag.end;
        }
        if let Some(dropped) = DROPPED.iter().find(|d| **d == name) {
            return if tag.closed {
                tag.end
            } else {
                self.skip(tag.end, dropped)
            };
        }
        if name == "script" {
            return self.script(&tag);
        }
        self.start(&name, &tag);
        tag.end
    }

    fn start(&mut self, name: &str, tag: &Tag<'_>) {
        let is_counted = !VOID.contains(&name) && !SELF_CLOSING.contains(&name);
        self.depth += usize::from(is_counted);
        if self.depth > limits::DEPTH {
            self.out.push(' ');
            return;
        }
        if !is_counted {
            self.write(name, tag);
            return;
        }
        if let Some(n) = FORMATTING.iter().position(|f| *f == name) {
            self.open[n] += 1;
            if self.open[n] > limits::FORMATTING {
                return;
            }
            // Equal elements are opened again at most three times, so they had better be equal.
            if name != "a" {
                self.out.push('<');
                self.out.push_str(name);
                self.out.push('>');
                return;
            }
        }
        self.write(name, tag);
    }

    fn close(&mut self, name: &str) {
        let deep = self.depth > limits::DEPTH;
        if !VOID.contains(&name) && !SELF_CLOSING.contains(&name) {
            self.depth = self.depth.saturating_sub(1);
            if let Some(n) = FORMATTING.iter().position(|f| *f == name) {
                let many = self.open[n] > limits::FORMATTING;
                self.open[n] = self.open[n].saturating_sub(1);
                if many {
                    return;
                }
            }
        }
        if deep {
            return;
        }
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    fn write(&mut self, name: &str, tag: &Tag<'_>) {
        if matches!(name, "br" | "div" | "p") {
            self.run = 0;
        }
        self.out.push('<');
        self.out.push_str(name);
        for attribute in &tag.attributes {
            self.out.push(' ');
            self.out.push_str(attribute);
        }
        self.out.push('>');
    }

    /// Keeps a script that holds JSON-LD; drops any other.
    fn script(&mut self, tag: &Tag<'_>) -> usize {
        let is_data = tag
            .attributes
            .iter()
            .any(|a| a.to_ascii_lowercase().contains("ld+json"));
        let end = self.skip(tag.end, "script");
        let content = &self.html[tag.end..end];
        let inner = content.rfind("</").map_or(content, |at| &content[..at]);
        if is_data && inner.len() <= limits::JSON_LD {
            self.out.push_str("<script type=\"application/ld+json\">");
            self.out.push_str(inner);
            self.out.push_str("</script>");
        }
        end
    }

    /// Where the text goes on after the end tag of `name`; when there is none, at once.
    fn skip(&mut self, from: usize, name: &'static str) -> usize {
        if self.unclosed.contains(&name) {
            return from;
        }
        let rest = &self.html.as_bytes()[from..];
        let mut at = 0;
        while let Some(step) = rest[at..].windows(2).position(|w| w == b"</") {
            at += step + 2;
            let here = rest.get(at..at + name.len());
            if here.is_some_and(|h| h.eq_ignore_ascii_case(name.as_bytes())) {
                let end = rest[at..].iter().position(|&b| b == b'>');
                return from + end.map_or(rest.len(), |e| at + e + 1);
            }
        }
        self.unclosed.push(name);
        from
    }

    fn past(&mut self, from: usize, mark: &'static str) -> usize {
        if self.unclosed.contains(&mark) {
            return from;
        }
        match self.html[from..].find(mark) {
            Some(at) => from + at + mark.len(),
            None => {
                self.unclosed.push(mark);
                from
            }
        }
    }
}

/// Where to part a text at `most` bytes or before: at a space or before an entity, so that no word and
/// no entity is cut where it can be helped.
fn break_of(text: &str, most: usize) -> usize {
    let most = text.floor_char_boundary(most);
    let near = text.floor_char_boundary(most.saturating_sub(limits::RUN / 4));
    let place = text[near..most].rfind(|c: char| c == '&' || c.is_whitespace());
    place.map_or(most, |at| near + at)
}

/// A tag after its name: the attributes that are kept, as written, and where it ends.
struct Tag<'a> {
    attributes: Vec<&'a str>,
    /// It ends with `/>`.
    closed: bool,
    end: usize,
}

impl<'a> Tag<'a> {
    /// Reads the attributes from byte `at` to the `>` that ends the tag.
    fn parse(html: &'a str, mut at: usize) -> Tag<'a> {
        let bytes = html.as_bytes();
        let mut attributes = Vec::new();
        let mut closed = false;
        while at < bytes.len() && bytes[at] != b'>' {
            if bytes[at].is_ascii_whitespace()
                || matches!(bytes[at], b'/' | b'"' | b'\'' | b'=' | b'<')
            {
                closed = bytes[at] == b'/';
                at += 1;
                continue;
            }
            let start = at;
            at += until(&bytes[at..], |b| {
                b.is_ascii_whitespace() || matches!(b, b'=' | b'>' | b'/')
            });
            let value = at + until(&bytes[at..], |b| !b.is_ascii_whitespace());
            if bytes.get(value) == Some(&b'=') {
                at = past_value(bytes, value + 1);
            }
            let written = &html[start..at];
            if attributes.len() < limits::ATTRIBUTES
                && written.len() <= limits::VALUE
                && !written.contains('\0')
            {
                attributes.push(written);
            }
            closed = false;
        }
        Tag {
            attributes,
            closed,
            end: (at + 1).min(bytes.len()),
        }
    }
}

/// Where the value of an attribute ends that begins after the `=` before byte `at`.
fn past_value(bytes: &[u8], at: usize) -> usize {
    let at = at + until(&bytes[at..], |b| !b.is_ascii_whitespace());
    match bytes.get(at) {
        Some(&quote @ (b'"' | b'\'')) => {
            let inside = until(&bytes[at + 1..], |b| b == quote);
            (at + 1 + inside + 1).min(bytes.len())
        }
        _ => at + until(&bytes[at..], |b| b.is_ascii_whitespace() || b == b'>'),
    }
}

/// How many bytes come before the first that `ends`.
fn until(bytes: &[u8], ends: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|&b| ends(b)).unwrap_or(bytes.len())
}

/// The name of the tag that begins here; empty when no letter does.
fn tag_name(rest: &str) -> &str {
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return "";
    }
    let end = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '<' | '\0'));
    let name = &rest[..end.unwrap_or(rest.len())];
    if name.len() > 32 { "" } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_markup_passes() {
        let page = "<p class=\"a b\">They <b>met</b><br/> in <a href='x>y'>town</a>.</p>";
        assert_eq!(
            tame(page),
            "<p class=\"a b\">They <b>met</b><br> in <a href='x>y'>town</a>.</p>"
        );
    }

    #[test]
    fn comments_styles_and_scripts_go() {
        let page = "a<!-- <p> -->b<style>c</style>d<script>e</script>f<script type=\"application/ld+json\">{}</script><svg/>g<svg><g>h</svg>i";
        assert_eq!(
            tame(page),
            "abdf<script type=\"application/ld+json\">{}</script>gi"
        );
        assert_eq!(
            tame("a<!-- b"),
            "a b",
            "a comment that does not end hides nothing"
        );
        assert_eq!(tame("a < b <3 c"), "a &lt; b &lt;3 c");
    }

    #[test]
    fn nesting_attributes_and_formatting_have_an_end() {
        let deep = tame(&"<div>".repeat(100_000));
        assert_eq!(deep.matches("<div>").count(), limits::DEPTH);
        let back = tame(&format!(
            "{}x{}<p>y",
            "<div>".repeat(1_000),
            "</div>".repeat(1_000)
        ));
        assert_eq!(
            back.matches("<div>").count(),
            back.matches("</div>").count()
        );
        let many: String = (0..100_000).map(|n| format!(" a{n}=1")).collect();
        assert!(tame(&format!("<p{many}>x</p>")).len() < 1_000);
        let fonts = tame(&"<font size=1><p>".repeat(1_000));
        assert_eq!(fonts.matches("<font>").count(), limits::FORMATTING);
    }

    #[test]
    fn long_runs_of_text_are_parted() {
        let words = "so &amp; so ".repeat(10_000);
        let tamed = tame(&words);
        assert_eq!(tamed.replace("<wbr>", ""), words, "nothing is lost");
        assert!(tamed.split("<wbr>").all(|run| run.len() <= limits::RUN));
        assert!(
            tamed
                .split("<wbr>")
                .all(|run| run.starts_with([' ', 's', '&']))
        );
        for piece in ["&", "é", "<", "&</x>", "&<td>", "<1"] {
            let tamed = tame(&piece.repeat(40_000));
            let longest = tamed.split("<wbr>").map(str::len).max();
            assert!(longest < Some(8 * limits::RUN), "{piece}: {longest:?}");
        }
        let paragraphs = "<p>They met.".repeat(10_000);
        assert_eq!(tame(&paragraphs), paragraphs, "ordinary pages stay");
    }

    #[test]
    fn every_prefix_of_a_page_is_survived() {
        let page =
            "<!DOCTYPE html><p a=\"é\" b='c' d=e f><!-- x --><script>y</script></p ><svg>é</svg>z<";
        for (at, _) in page.char_indices() {
            tame(&page[..at]);
            tame(&page[at..]);
        }
    }
}
