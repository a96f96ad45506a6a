//! A report: its text, its publication day, and where both came from.

use super::span::Span;
use jiff::civil::Date;

/// Where the publication day of a report was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateSource {
    /// Given by the caller (`--date`).
    Option,
    /// Metadata of the page or of the JSON object.
    Metadata,
    /// The dateline of the text ("GENEVA, Jan 21 (Agency) -").
    Dateline,
    /// The address of the page itself, never that of a linked page.
    Url,
    #[default]
    Unknown,
}

/// A link that stands in the text. Its day, if its address names one, is never the report's day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub url: String,
    pub span: Span,
    pub date: Option<Date>,
}

/// A report. Every span of its record points into `text`, in bytes; the text is never rewritten.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Identifier given by the caller; empty when none (the record then uses a hash of the text).
    pub id: String,
    pub text: String,
    pub title: Option<String>,
    pub url: Option<String>,
    pub publisher: Option<String>,
    /// ISO 639-1 code from metadata, if any.
    pub language: Option<String>,
    pub date: Option<Date>,
    pub date_source: DateSource,
    /// What the date was read from, in words: "meta article:published_time: 2022-01-21T10:31Z".
    pub date_evidence: Option<String>,
}

impl Document {
    /// A report with a text and, if known, its publication day.
    pub fn new(text: impl Into<String>, date: Option<Date>) -> Document {
        let date_source = if date.is_some() {
            DateSource::Option
        } else {
            DateSource::Unknown
        };
        Document {
            text: text.into(),
            date,
            date_source,
            ..Document::default()
        }
    }
}
