//! What an address asks for.

use crate::fault::Fault;
use axum::http::StatusCode;
use demarche::record::Kind;
use jiff::civil::Date;

/// The deepest beginning of a page: leaving more out takes long, and a filter finds it sooner.
pub(crate) const DEEPEST: usize = 1_000_000;

/// The words of a query by their names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked(Vec<(String, String)>);

impl Asked {
    pub(crate) fn of(query: &str) -> Asked {
        Asked(pairs(query))
    }

    /// The words of this name, without white space around them; empty where there are none.
    pub(crate) fn text(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(n, _)| n == name);
        found.map_or("", |(_, value)| value.trim())
    }

    /// All words of this name; those with commas between them are several.
    pub(crate) fn list(&self, name: &str) -> Vec<&str> {
        let found = self.0.iter().filter(|(n, _)| n == name);
        let words = found.flat_map(|(_, value)| value.split(','));
        words.map(str::trim).filter(|w| !w.is_empty()).collect()
    }

    pub(crate) fn day(&self, name: &str) -> Result<Option<Date>, Fault> {
        let words = self.text(name);
        if words.is_empty() {
            return Ok(None);
        }
        // Dates of our own form may be of any year; in other forms only those of the news are known.
        if let Ok(day) = words.parse::<Date>()
            && words.len() == 10
        {
            return Ok(Some(day));
        }
        let day = demarche_source::dates::parse(words);
        day.map(Some)
            .map_err(|error| bad(format!("{name}: {error}")))
    }

    pub(crate) fn kinds(&self) -> Result<Vec<Kind>, Fault> {
        let kind = |word: &str| {
            Kind::parse(word).ok_or_else(|| {
                let all: Vec<&str> = Kind::ALL.iter().map(|k| k.as_str()).collect();
                bad(format!(
                    "there is no kind “{word}”; the kinds are {}",
                    all.join(", ")
                ))
            })
        };
        self.list("kind").into_iter().map(kind).collect()
    }

    /// A number of at most `most`.
    pub(crate) fn number(&self, name: &str, otherwise: usize, most: usize) -> Result<usize, Fault> {
        match self.text(name) {
            "" if self.0.iter().all(|(n, _)| n != name) => Ok(otherwise),
            words => match words.parse() {
                Ok(number) if number <= most => Ok(number),
                _ => Err(bad(format!("{name}: give a number from 0 to {most}"))),
            },
        }
    }

    /// Where a page of a list begins.
    pub(crate) fn offset(&self) -> Result<usize, Fault> {
        self.number("offset", 0, DEEPEST)
    }

    /// The same query with one word changed, or left out; `offset` is left out too.
    pub(crate) fn with(&self, name: &str, value: &str) -> String {
        let kept = self
            .0
            .iter()
            .filter(|(n, v)| n != name && n != "offset" && !v.is_empty());
        let mut query = String::new();
        let own = (name.to_owned(), value.to_owned());
        for (n, v) in kept.chain((!value.is_empty()).then_some(&own)) {
            query.push(if query.is_empty() { '?' } else { '&' });
            query.push_str(&format!("{}={}", escape(n), escape(v)));
        }
        query
    }
}

fn bad(why: String) -> Fault {
    Fault::new(StatusCode::BAD_REQUEST, why)
}

/// Words as they may stand in a query.
pub(crate) fn escape(words: &str) -> String {
    let byte = |b: u8| match b {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
            char::from(b).to_string()
        }
        b' ' => "+".to_owned(),
        _ => format!("%{b:02X}"),
    };
    words.bytes().map(byte).collect()
}

fn pairs(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter(|p| !p.is_empty());
    let pair = |p: &str| {
        let (name, value) = p.split_once('=').unwrap_or((p, ""));
        (unescape(name), unescape(value))
    };
    pairs.map(pair).collect()
}

fn unescape(words: &str) -> String {
    let mut bytes = Vec::with_capacity(words.len());
    let mut rest = words.as_bytes();
    while let Some((&first, more)) = rest.split_first() {
        let digits = more.get(..2).and_then(|d| std::str::from_utf8(d).ok());
        let code = digits.and_then(|d| u8::from_str_radix(d, 16).ok());
        match (first, code) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &more[2..];
                continue;
            }
            (b'+', _) => bytes.push(b' '),
            (byte, _) => bytes.push(byte),
        }
        rest = more;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_and_written() {
        let asked = Asked::of("q=written+reply%21&kind=demand,commit&on=2022-01-28&offset=20&x");
        assert_eq!(asked.text("q"), "written reply!");
        assert_eq!(asked.kinds().map(|k| k.len()), Ok(2));
        assert_eq!(
            asked.day("on").map(|d| d.map(|d| d.to_string())),
            Ok(Some("2022-01-28".into()))
        );
        assert_eq!(
            asked.with("on", ""),
            "?q=written+reply%21&kind=demand%2Ccommit"
        );
        assert!(Asked::of("on=soon").day("on").is_err());
        assert!(Asked::of("limit=9999").number("limit", 1, 100).is_err());
    }
}
