//! JSON: an object that is a report, a list of them, or the records of this program.

use crate::{Outcome, Reason, Received, SourceError, bad_date, dates, html, plain};
use demarche::text::links::date_in_address;
use demarche::text::{DateSource, Document, paragraphs};
use serde_json::{Map, Value};

type Object = Map<String, Value>;

const TEXT: &[&str] = &[
    "text",
    "body",
    "content",
    "article",
    "articleBody",
    "article_text",
    "maintext",
    "full_text",
    "fulltext",
    "plain_text",
    "content_text",
    "story",
];
const PAGE: &[&str] = &["html", "content_html", "body_html", "raw_html"];
const TITLE: &[&str] = &["title", "headline", "name"];
const URL: &[&str] = &[
    "url",
    "link",
    "canonical_url",
    "source_url",
    "webUrl",
    "web_url",
];
const PUBLISHER: &[&str] = &[
    "publisher",
    "source",
    "outlet",
    "site_name",
    "sitename",
    "source_name",
    "domain",
];
const LANGUAGE: &[&str] = &["language", "lang", "inLanguage"];
const ID: &[&str] = &["id", "_id", "guid", "uuid"];
const DATE: &[&str] = &[
    "date",
    "published",
    "published_at",
    "publishedAt",
    "datePublished",
    "date_published",
    "publication_date",
    "published_date",
    "publish_date",
    "date_publish",
    "pub_date",
    "pubDate",
    "publishDate",
    "webPublicationDate",
    "published_time",
    "timestamp",
    "created_at",
];
/// Keys under which an object holds a list of reports.
const LISTS: &[&str] = &[
    "articles",
    "documents",
    "items",
    "results",
    "reports",
    "entries",
    "data",
    "docs",
];

/// Reads every report in a JSON text; several values may follow one another.
pub(crate) fn read(text: &str) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        match value {
            Ok(Value::Array(list)) => outcomes.extend(list.iter().flat_map(reports)),
            Ok(value) => outcomes.extend(reports(&value)),
            Err(error) => outcomes.push(Err(Reason::NotJson(error.to_string()).into())),
        }
    }
    outcomes
}

/// The reports of one value: itself, the document of its record, or the list it holds.
fn reports(value: &Value) -> Vec<Outcome> {
    let Some(object) = value.as_object() else {
        return vec![Err(Reason::NoText.into())];
    };
    if let Some(document) = object.get("document").and_then(Value::as_object) {
        return vec![report(document)];
    }
    let has_text = TEXT.iter().chain(PAGE).any(|key| object.contains_key(*key));
    let list = LISTS
        .iter()
        .filter(|_| !has_text)
        .find_map(|key| object.get(*key)?.as_array());
    match list {
        Some(list) => list
            .iter()
            .map(|item| item.as_object().map_or(Err(Reason::NoText.into()), report))
            .collect(),
        None => vec![report(object)],
    }
}

/// Reads one object. Its text is kept to the letter, so that offsets into it stay those of its owner.
fn report(object: &Object) -> Outcome {
    let mut received = text_of(object)?;
    let document = &mut received.document;
    let given = |keys: &[&str]| keys.iter().find_map(|key| string(object.get(*key)?));
    document.id = given(ID).unwrap_or_default();
    document.title = given(TITLE).or(document.title.take());
    document.url = given(URL).or(document.url.take());
    document.publisher = given(PUBLISHER).or(document.publisher.take());
    document.language = given(LANGUAGE).or(document.language.take());
    take_date(&mut received, object);
    if received.document.date.is_none() {
        let day = received.document.url.as_deref().and_then(date_in_address);
        if day.is_some() {
            received.document.date = day;
            received.document.date_source = DateSource::Url;
            received.document.date_evidence = received.document.url.clone();
        }
    }
    let parts = paragraphs::split(&received.document.text);
    plain::date_from_words(&mut received, &parts);
    Ok(received)
}

fn text_of(object: &Object) -> Result<Received, SourceError> {
    let words = |key: &&str| match object.get(*key)? {
        Value::String(text) => Some(text.clone()),
        Value::Array(parts) => {
            let parts: Vec<&str> = parts.iter().filter_map(Value::as_str).collect();
            (!parts.is_empty()).then(|| parts.join("\n\n"))
        }
        _ => None,
    };
    if let Some(text) = TEXT
        .iter()
        .find_map(|key| words(key).filter(|t| !t.trim().is_empty()))
    {
        if html::is_fragment(&text) {
            return html::read_fragment(&text);
        }
        let document = Document {
            text,
            ..Document::default()
        };
        return Ok(Received {
            document,
            notes: Vec::new(),
        });
    }
    match PAGE.iter().find_map(words) {
        Some(page) => html::read(&page),
        None => Err(Reason::NoText.into()),
    }
}

/// A string, a number as one, or the name of an object (`"source": {"name": …}`).
fn string(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Object(object) => object.get("name")?.as_str()?.trim().to_owned(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn take_date(received: &mut Received, object: &Object) {
    for key in DATE {
        let (said, parsed) = match object.get(*key) {
            Some(Value::String(said)) if !said.trim().is_empty() => {
                (said.clone(), dates::parse(said))
            }
            Some(Value::Number(number)) => match number.as_f64().and_then(day_of_seconds) {
                Some(day) => (number.to_string(), Ok(day)),
                None => continue,
            },
            _ => continue,
        };
        match parsed {
            Ok(date) => {
                let source = object.get("date_source").and_then(Value::as_str);
                received.document.date = Some(date);
                received.document.date_source =
                    source.and_then(date_source).unwrap_or(DateSource::Metadata);
                let evidence = object.get("date_evidence").and_then(Value::as_str);
                received.document.date_evidence =
                    Some(evidence.map_or_else(|| format!("field “{key}”: {said}"), str::to_owned));
                return;
            }
            Err(why) => received.notes.push(bad_date(&said, &why)),
        }
    }
}

fn date_source(name: &str) -> Option<DateSource> {
    Some(match name {
        "option" => DateSource::Option,
        "metadata" => DateSource::Metadata,
        "dateline" => DateSource::Dateline,
        "url" => DateSource::Url,
        _ => return None,
    })
}

/// The day, in UTC, of seconds or milliseconds since 1970; none before 1990.
fn day_of_seconds(number: f64) -> Option<jiff::civil::Date> {
    let seconds = if number >= 1e11 {
        number / 1000.0
    } else {
        number
    };
    if !(6.4e8..4.2e9).contains(&seconds) {
        return None;
    }
    let days = (seconds / 86_400.0) as i32;
    jiff::civil::date(1970, 1, 1)
        .checked_add(jiff::Span::new().days(days))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(json: &str) -> Received {
        let mut outcomes = read(json);
        assert_eq!(outcomes.len(), 1, "{json}");
        outcomes.remove(0).expect(json)
    }

    #[test]
    fn the_text_is_kept_to_the_letter() {
        let received = one(
            r#"{"id": "a", "text": " They met.\r\n\n ", "date": "2022-01-21", "title": null, "source": "The Paper"}"#,
        );
        let document = received.document;
        assert_eq!(document.text, " They met.\r\n\n ");
        assert_eq!(document.id, "a");
        assert_eq!(document.publisher.as_deref(), Some("The Paper"));
        assert_eq!(document.date_source, DateSource::Metadata);
    }

    #[test]
    fn lists_records_and_wrappers_hold_reports() {
        assert_eq!(read(r#"[{"text": "a"}, {"body": "b"}]"#).len(), 2);
        assert_eq!(
            read(r#"{"articles": [{"text": "a"}, {"content": "b"}]}"#).len(),
            2
        );
        assert_eq!(read("{\"text\": \"a\"}\n\n{\"text\": \"b\"}").len(), 2);
        let record = one(
            r#"{"schema": "record/1", "document": {"text": "a", "date": "2022-01-21", "date_source": "url"}, "entries": []}"#,
        );
        assert_eq!(record.document.date_source, DateSource::Url);
    }

    #[test]
    fn dates_come_in_many_fields() {
        let check = |fields: &str, want: Option<&str>| {
            let received = one(&format!(r#"{{"text": "They met.", {fields}}}"#));
            assert_eq!(
                received.document.date.map(|d| d.to_string()).as_deref(),
                want,
                "{fields}"
            );
        };
        check(
            r#""publishedAt": "2022-01-21T10:00:00Z""#,
            Some("2022-01-21"),
        );
        check(r#""timestamp": 1642755600"#, Some("2022-01-21"));
        check(r#""timestamp": 1642755600000"#, Some("2022-01-21"));
        check(r#""url": "https://a.org/2022/01/21/x""#, Some("2022-01-21"));
        check(r#""date": "2022-02-30""#, None);
        check(r#""date": """#, None);
    }

    #[test]
    fn what_is_no_report_says_so() {
        let reason = |json: &str| {
            read(json)
                .remove(0)
                .map(|r| r.document.text)
                .expect_err(json)
                .reason
        };
        assert_eq!(reason(r#"{"title": "a"}"#), Reason::NoText);
        assert_eq!(reason(r#"["a"]"#), Reason::NoText);
        assert!(matches!(reason(r#"{"text": "#), Reason::NotJson(_)));
        assert!(matches!(reason(&"[".repeat(100_000)), Reason::NotJson(_)));
        assert!(matches!(
            reason(r#"{"text": "\ud800"}"#),
            Reason::NotJson(_)
        ));
        assert_eq!(reason(r#"{"text": "  "}"#), Reason::NoText);
    }

    #[test]
    fn a_text_of_tags_is_read_as_a_page() {
        let received = one(r#"{"content": "<p>They met &amp; spoke.</p><p>He left.</p>"}"#);
        assert_eq!(received.document.text, "They met & spoke.\n\nHe left.");
    }
}
