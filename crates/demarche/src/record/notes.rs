//! Notes on a report as a whole: its day, its language, its links, what of it was not read.

use super::{Level, Note};
use crate::text::paragraphs::{MOST_WORDS, Paragraphs};
use crate::text::{DateSource, Document, Span};

/// No more notes on links than this; a page of links says nothing new with each.
const MOST_LINKS: usize = 20;

/// What a reader of the record must know of the report.
pub fn of_report(document: &Document, paragraphs: &Paragraphs) -> Vec<Note> {
    let mut notes = Vec::new();
    if document.date.is_none() {
        notes.push(no_date());
    }
    if paragraphs.foreign {
        notes.push(warning(
            "not-english",
            "the text is not in English, so nothing was read; give the English version".to_owned(),
            None,
        ));
    } else if paragraphs.body.is_empty() {
        notes.push(warning(
            "nothing-to-read",
            "no paragraph to read: the text is empty, or holds only links and the like".to_owned(),
            None,
        ));
    }
    if let Some(cut) = paragraphs.cut {
        let message = format!(
            "the text is longer than any report ({MOST_WORDS} words), and the rest was not read; split it"
        );
        notes.push(warning(
            "text-cut",
            message,
            Some(Span::new(cut as usize, cut as usize)),
        ));
    }
    notes.extend(dates_of_links(document, paragraphs));
    notes
}

fn no_date() -> Note {
    let message =
        "the report has no date, so relative dates stay unresolved; give its day with --date";
    warning("no-date", message.to_owned(), None)
}

/// Links whose address names another day than the report's. It is never the report's day.
fn dates_of_links<'a>(
    document: &'a Document,
    paragraphs: &'a Paragraphs,
) -> impl Iterator<Item = Note> + 'a {
    let dated = paragraphs.links.iter().filter_map(|l| Some((l, l.date?)));
    let other = dated.filter(|(_, day)| document.date.is_none_or(|own| own != *day));
    other.take(MOST_LINKS).map(|(link, day)| {
        let message = match document.date {
            Some(own) => format!(
                "a linked page bears the date {day}; the report's own date, {own} ({}), was used",
                source(document.date_source)
            ),
            None => {
                format!("a linked page bears the date {day}, which is not taken for the report's")
            }
        };
        warning("link-date-differs", message, Some(link.span))
    })
}

fn source(source: DateSource) -> &'static str {
    match source {
        DateSource::Option => "given",
        DateSource::Metadata => "from its metadata",
        DateSource::Dateline => "from its dateline",
        DateSource::Url => "from its address",
        DateSource::Unknown => "source unknown",
    }
}

fn warning(code: &'static str, message: String, span: Option<Span>) -> Note {
    Note {
        level: Level::Warning,
        code,
        message,
        span,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::paragraphs;
    use jiff::civil::date;

    fn check(text: &str, dated: bool, want: &[&str]) {
        let document = Document::new(text, dated.then(|| date(2022, 1, 21)));
        let notes = of_report(&document, &paragraphs::split(text));
        let got: Vec<&str> = notes.iter().map(|n| n.code).collect();
        assert_eq!(got, want, "{text}");
    }

    #[test]
    fn notes_say_what_was_not_read() {
        check("The envoys met.", true, &[]);
        check("The envoys met.", false, &["no-date"]);
        check("", true, &["nothing-to-read"]);
        check(
            "https://a.org/x\nhttps://b.org/y",
            true,
            &["nothing-to-read"],
        );
        check(
            "Le ministre a déclaré vendredi que la réponse serait remise par écrit la semaine prochaine.",
            true,
            &["not-english"],
        );
        check(&"All was said. ".repeat(100_000), true, &["text-cut"]);
    }

    #[test]
    fn a_link_of_another_day_is_noted() {
        check("They met.\n\nhttps://a.org/2022/01/21/x", true, &[]);
        check(
            "They met.\n\nhttps://a.org/2024/05/06/x",
            true,
            &["link-date-differs"],
        );
        check(
            "They met.\n\nhttps://a.org/2024/05/06/x",
            false,
            &["no-date", "link-date-differs"],
        );
    }
}
