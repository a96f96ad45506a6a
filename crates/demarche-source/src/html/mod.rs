//! Pages: the text of the article, its title, publisher, address, language and publication day.

mod article;
mod facts;
mod guard;
mod when;

use crate::{Outcome, Reason, Received, clean, plain};
use demarche::text::{DateSource, Document, paragraphs};
use dom_query::Document as Page;

/// Reads a page.
pub(crate) fn read(html: &str) -> Outcome {
    let page = Page::from(guard::tame(html));
    let facts = facts::of(&page, html);
    let day = when::find(&page, &facts);
    let text = article::text(page, &facts).ok_or(Reason::NoArticle)?;
    let mut received = Received {
        document: Document {
            text: clean::clean(&text),
            title: facts.title,
            url: facts.url,
            publisher: facts.publisher,
            language: facts.language,
            ..Document::default()
        },
        notes: Vec::new(),
    };
    if let Some(day) = day {
        received.document.date = Some(day.date);
        received.document.date_source = day.source;
        received.document.date_evidence = Some(day.evidence);
    }
    let parts = paragraphs::split(&received.document.text);
    plain::date_from_words(&mut received, &parts);
    Ok(received)
}

/// True for a text that is a piece of a page: it holds paragraphs in tags.
pub(crate) fn is_fragment(text: &str) -> bool {
    let head = text.trim_start().get(..1).unwrap_or_default();
    head == "<" && (text.contains("</p>") || text.contains("<br") || text.contains("</div>"))
}

/// Reads a piece of a page, all of which is the article.
pub(crate) fn read_fragment(html: &str) -> Outcome {
    let page = Page::from(guard::tame(html));
    let text = clean::clean(&page.formatted_text());
    if text.trim().is_empty() {
        return Err(Reason::NoArticle.into());
    }
    Ok(Received {
        document: Document {
            text,
            date_source: DateSource::Unknown,
            ..Document::default()
        },
        notes: Vec::new(),
    })
}

#[cfg(test)]
mod tests;
