//! Links that stand in the text, and the day that a link's address names.

use super::{Link, Span};
use jiff::civil::Date;

/// Every link of a text, in order.
pub(super) fn links(text: &str) -> Vec<Link> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = next_start(text, from) {
        let rest = &text[at..];
        let end = rest.find(ends_link).unwrap_or(rest.len());
        let url = without_tail(&rest[..end]);
        if url.contains('.') && url.len() > "www.a".len() {
            found.push(Link {
                url: url.to_owned(),
                span: Span::new(at, at + url.len()),
                date: date_in_address(url),
            });
        }
        from = at + end.max(1);
    }
    found
}

/// Where the next link begins: a scheme, or `www.` that no letter precedes.
fn next_start(text: &str, mut from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    while from < bytes.len() {
        let step = bytes[from..]
            .iter()
            .position(|b| matches!(b, b'h' | b'H' | b'w' | b'W'))?;
        let at = from + step;
        let fresh = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
        if fresh && (begins(bytes, at, b"http") || begins(bytes, at, b"www.")) {
            let after = &bytes[at + 4..];
            let is_scheme = after.starts_with(b"://") || after.starts_with(b"s://");
            if begins(bytes, at, b"www.") || is_scheme {
                return Some(at);
            }
        }
        from = at + 1;
    }
    None
}

fn begins(bytes: &[u8], at: usize, word: &[u8]) -> bool {
    bytes
        .get(at..at + word.len())
        .is_some_and(|b| b.eq_ignore_ascii_case(word))
}

fn ends_link(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '<' | '>' | '"' | '“' | '”' | '’' | '|' | '`')
}

/// Cuts the punctuation of the sentence off an address; a bracket stays when it closes one inside.
fn without_tail(url: &str) -> &str {
    let mut open = url.matches('(').count();
    let mut close = url.matches(')').count();
    let mut url = url;
    while let Some(last) = url.chars().next_back() {
        let cut = match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | ']' | '}' | '*' | '…' => true,
            ')' => close > open,
            '(' => true,
            _ => false,
        };
        if !cut {
            break;
        }
        close -= usize::from(last == ')');
        open -= usize::from(last == '(');
        url = &url[..url.len() - last.len_utf8()];
    }
    url
}

/// The day that an address names: `/2024/05/06/`, `2024-05-06` or `20240506`. None when it names none,
/// or one that does not exist.
pub fn date_in_address(url: &str) -> Option<Date> {
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |at| &rest[at..]),
        None => url.find('/').map_or("", |at| &url[at..]),
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let bytes = path.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let digits = bytes[at..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count();
        let found = match digits {
            8 => day(
                &path[at..at + 4],
                &path[at + 4..at + 6],
                &path[at + 6..at + 8],
            ),
            4 => parted_day(&path[at..]),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
        at += digits;
    }
    None
}

/// `2024/05/06` or `2024-05-06` at the beginning of `path`.
fn parted_day(path: &str) -> Option<Date> {
    let mark = path[4..]
        .chars()
        .next()
        .filter(|c| matches!(c, '/' | '-' | '_'))?;
    let mut parts = path.splitn(4, mark);
    let (year, month, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    day(year, month, &rest[..digits])
}

fn day(year: &str, month: &str, day: &str) -> Option<Date> {
    if month.len() > 2 || day.len() > 2 {
        return None;
    }
    let year: i16 = year.parse().ok().filter(|y| (1990..=2100).contains(y))?;
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: &[&str]) {
        let found = links(text);
        let got: Vec<&str> = found.iter().map(|l| l.span.of(text)).collect();
        assert_eq!(got, want);
    }

    #[test]
    fn links_end_where_the_sentence_goes_on() {
        check(
            "See https://a.org/x(y). And (http://b.org/z), or “www.c.org”.",
            &["https://a.org/x(y)", "http://b.org/z", "www.c.org"],
        );
        check("The httpd server; awww.no; http://", &[]);
    }

    #[test]
    fn an_address_names_a_day_only_where_one_exists() {
        let check = |url: &str, want: Option<&str>| {
            assert_eq!(
                date_in_address(url).map(|d| d.to_string()).as_deref(),
                want,
                "{url}"
            );
        };
        check("https://n.org/2024/05/06/little-hope", Some("2024-05-06"));
        check("https://n.org/news/2024-5-6-talks", Some("2024-05-06"));
        check("https://n.org/a/20240506.html", Some("2024-05-06"));
        check("https://n.org/2024/13/06/x", None);
        check("https://n.org/2023/02/29/x", None);
        check("https://n.org/article/12345678", None);
        check("https://n.org/x?d=2024/05/06", None);
        check("https://20240506.org", None);
    }
}
