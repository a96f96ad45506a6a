//! Plain text: cleaned of marks that print nothing, its title and its day read off its first lines.

use crate::{Outcome, Received, bad_date, clean, dates};
use demarche::record::{Level, Note};
use demarche::text::paragraphs::{self, Paragraphs};
use demarche::text::{DateSource, Document, Span};

/// Reads a plain text.
pub(crate) fn read(text: &str) -> Outcome {
    let text = clean::clean(text);
    let parts = paragraphs::split(&text);
    let mut received = Received {
        document: Document {
            title: parts
                .headline
                .map(|h| h.of(&text).split_whitespace().collect::<Vec<_>>().join(" ")),
            text,
            ..Document::default()
        },
        notes: Vec::new(),
    };
    date_from_words(&mut received, &parts);
    Ok(received)
}

/// Dates a report that has no date yet by a date on its first lines or in its dateline.
pub(crate) fn date_from_words(received: &mut Received, parts: &Paragraphs) {
    if received.document.date.is_some() {
        return;
    }
    let dateline = parts.dateline.and_then(|d| d.date);
    for (span, what) in [(parts.day_line, "first lines"), (dateline, "dateline")] {
        let Some(span) = span else { continue };
        let words = span.of(&received.document.text).to_owned();
        match dates::parse(&words) {
            Ok(date) => {
                received.document.date = Some(date);
                received.document.date_source = DateSource::Dateline;
                received.document.date_evidence = Some(format!("{what}: {words}"));
                return;
            }
            Err(dates::DateError::NotADate) => received.notes.push(without_year(&words, span)),
            Err(why) => received.notes.push(Note {
                span: Some(span),
                ..bad_date(&words, &why)
            }),
        }
    }
}

fn without_year(words: &str, span: Span) -> Note {
    Note {
        level: Level::Info,
        code: "date-without-year",
        message: format!("the dateline says “{words}”, without a year; give the day with --date"),
        span: Some(span),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, date: Option<&str>, notes: &[&str]) {
        let received = read(text).expect("a text");
        let got = received.document.date.map(|d| d.to_string());
        assert_eq!(got.as_deref(), date, "{text}");
        let codes: Vec<&str> = received.notes.iter().map(|n| n.code).collect();
        assert_eq!(codes, notes, "{text}");
    }

    #[test]
    fn the_first_lines_and_the_dateline_give_the_day() {
        check(
            "Envoys meet\n\nPublished: Jan 21, 2022 10:31 GMT\n\nThe envoys met.",
            Some("2022-01-21"),
            &[],
        );
        check(
            "GENEVA, Jan 21, 2022 (Agency) - Envoys met.",
            Some("2022-01-21"),
            &[],
        );
        check(
            "GENEVA, Jan 21 (Agency) - Envoys met.",
            None,
            &["date-without-year"],
        );
        check(
            "GENEVA, 30 February 2022 (Agency) - Envoys met.",
            None,
            &["bad-date"],
        );
        check(
            "The envoys met on 21 January 2022.\n\nhttps://a.org/2022/01/21/x",
            None,
            &[],
        );
    }

    #[test]
    fn the_headline_is_the_title() {
        let received = read("Envoys\u{ad} meet again\r\n\r\nThe envoys met.").expect("a text");
        assert_eq!(
            received.document.title.as_deref(),
            Some("Envoys meet again")
        );
        assert_eq!(
            received.document.text,
            "Envoys meet again\n\nThe envoys met."
        );
    }
}
