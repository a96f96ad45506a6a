//! Markdown: its words without its marks, and the facts of its front matter.

use crate::{Outcome, Reason, Received, bad_date, clean, dates, plain};
use demarche::text::{DateSource, Document, paragraphs};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Reads a text in Markdown.
pub(crate) fn read(text: &str) -> Outcome {
    let text = clean::clean(text);
    let (front, body) = split_front(&text);
    let (words, heading) = words(body);
    if words.is_empty() {
        return Err(Reason::Empty.into());
    }
    let mut received = Received {
        document: Document {
            text: words,
            title: heading,
            ..Document::default()
        },
        notes: Vec::new(),
    };
    take_front(&mut received, front);
    let parts = paragraphs::split(&received.document.text);
    plain::date_from_words(&mut received, &parts);
    Ok(received)
}

/// The lines between the two `---` at the top, and the rest.
fn split_front(text: &str) -> (&str, &str) {
    let front = text.trim_start().strip_prefix("---\n");
    front
        .and_then(|rest| rest.split_once("\n---\n"))
        .unwrap_or(("", text))
}

/// Takes `key: value` lines; what else YAML can say is passed over.
fn take_front(received: &mut Received, front: &str) {
    let document = &mut received.document;
    for line in front.lines() {
        let Some((key, value)) = line.split_once(':') else {
            continue;
        };
        let value = value.trim().trim_matches(['"', '\'']).trim();
        if value.is_empty() {
            continue;
        }
        let own = || Some(value.to_owned());
        match key.trim().to_ascii_lowercase().as_str() {
            "title" => document.title = own(),
            "url" | "link" | "canonical" | "source_url" => document.url = own(),
            "publisher" | "source" | "site" => document.publisher = own(),
            "lang" | "language" => document.language = own(),
            "id" => document.id = value.to_owned(),
            "date" | "published" | "publish_date" | "pubdate" => match dates::parse(value) {
                Ok(date) => {
                    document.date = Some(date);
                    document.date_source = DateSource::Metadata;
                    document.date_evidence = Some(format!("front matter: {}", line.trim()));
                }
                Err(why) => received.notes.push(bad_date(value, &why)),
            },
            _ => {}
        }
    }
}

/// The words of a body, a blank line between paragraphs, and its first heading.
fn words(body: &str) -> (String, Option<String>) {
    let mut out = String::with_capacity(body.len());
    let mut heading = None;
    let mut heading_at = None;
    let mut hidden = 0u32;
    for event in Parser::new_ext(body, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::Image { .. } | Tag::MetadataBlock(_)) => hidden += 1,
            Event::End(TagEnd::Image | TagEnd::MetadataBlock(_)) => {
                hidden = hidden.saturating_sub(1)
            }
            _ if hidden > 0 => {}
            Event::Start(Tag::Heading { .. }) => {
                part(&mut out);
                heading_at = Some(out.len());
            }
            Event::End(TagEnd::Heading(_)) => {
                let from = heading_at.take().unwrap_or(out.len());
                heading = heading.or_else(|| Some(out[from..].trim().to_owned()));
                part(&mut out);
            }
            Event::Start(Tag::Item) => {
                part(&mut out);
                out.push_str("• ");
            }
            Event::Start(Tag::Paragraph) if !out.ends_with("• ") => part(&mut out),
            Event::End(tag) if is_block(&tag) => part(&mut out),
            Event::Text(text) | Event::Code(text) => out.push_str(&text),
            Event::SoftBreak | Event::End(TagEnd::TableCell) => out.push(' '),
            Event::HardBreak => out.push('\n'),
            Event::Rule => part(&mut out),
            _ => {}
        }
    }
    out.truncate(out.trim_end().len());
    (out, heading.filter(|h| !h.is_empty()))
}

fn is_block(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Paragraph
            | TagEnd::Item
            | TagEnd::BlockQuote(_)
            | TagEnd::CodeBlock
            | TagEnd::TableRow
            | TagEnd::TableHead
    )
}

/// Ends the paragraph that was being written.
fn part(out: &mut String) {
    out.truncate(out.trim_end().len());
    if !out.is_empty() {
        out.push_str("\n\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_words_stay() {
        let text = "---\ntitle: \"Envoys: a meeting\"\ndate: 2022-01-21\nsource: The Paper\n---\n# Envoys meet\n\n\
            The *envoys* met in [Strelsau](https://a.org/2024/05/06/x)\nand ![a picture](p.png) agreed.\n\n\
            - first &amp; last\n- second\n\n> “No,” he said.\n";
        let received = read(text).expect("a text");
        let document = received.document;
        assert_eq!(
            document.text,
            "Envoys meet\n\nThe envoys met in Strelsau and  agreed.\n\n• first & last\n\n• second\n\n“No,” he said."
        );
        assert_eq!(document.title.as_deref(), Some("Envoys: a meeting"));
        assert_eq!(document.publisher.as_deref(), Some("The Paper"));
        assert_eq!(
            document.date.map(|d| d.to_string()).as_deref(),
            Some("2022-01-21")
        );
        assert_eq!(document.date_source, DateSource::Metadata);
    }

    #[test]
    fn a_front_date_that_does_not_exist_is_noted() {
        let received = read("---\ndate: 2022-02-30\n---\nThe envoys met.").expect("a text");
        assert_eq!(received.document.date, None);
        assert_eq!(received.notes[0].code, "bad-date");
    }
}
