//! Documents in: bytes of plain text, Markdown, HTML, JSON or JSON lines become reports.
//!
//! Hostile input is met here: every limit is stated in [`limits`], every document ends as a report or as
//! an error that names the way out, and nothing panics or takes more than linear time.
//!
//! ```
//! use demarche_source::{Hints, read};
//!
//! let page = b"Envoys meet\n\nFriday, 21 January 2022\n\nThe envoys met on Friday.";
//! let received = read(page, &Hints::default()).remove(0).unwrap();
//! assert_eq!(received.document.date.unwrap().to_string(), "2022-01-21");
//! ```

mod charset;
mod clean;
pub mod dates;
mod error;
mod html;
mod json;
pub mod limits;
mod lines;
mod markdown;
mod plain;
mod sniff;

pub use error::{Reason, SourceError};
pub use lines::documents;
pub use sniff::Form;

use demarche::record::{Level, Note};
use demarche::text::{DateSource, Document};
use jiff::civil::Date;
use sha2::{Digest, Sha256};

/// What is known of the bytes from outside.
#[derive(Clone, Debug, Default)]
pub struct Hints {
    /// File name, for its extension; empty when there is none.
    pub name: String,
    /// The form of the bytes, when it is not to be guessed.
    pub form: Option<Form>,
    /// The publication day, which then overrules what the document says.
    pub date: Option<Date>,
}

/// A report that was received, with what must be noted of how it was received.
#[derive(Clone, Debug, Default)]
pub struct Received {
    pub document: Document,
    /// To be added to the notes of the record.
    pub notes: Vec<Note>,
}

/// A report, or why there is none.
pub type Outcome = Result<Received, SourceError>;

/// Every report in these bytes: one, or as many as a JSON list or a file of JSON lines holds.
pub fn read(bytes: &[u8], hints: &Hints) -> Vec<Outcome> {
    documents(bytes, hints).collect()
}

/// Reads bytes that are one source of a known form. JSON lines are met in `lines`.
fn read_form(bytes: &[u8], form: Form, hints: &Hints) -> Vec<Outcome> {
    if bytes.len() > limits::DOCUMENT {
        return vec![Err(too_long())];
    }
    if let Some(what) = sniff::binary(bytes) {
        return vec![Err(Reason::Binary(what).into())];
    }
    let text = charset::decode(bytes, form == Form::Html);
    if text.trim().is_empty() {
        return vec![Err(Reason::Empty.into())];
    }
    let outcomes = match form {
        Form::Text => vec![plain::read(&text)],
        Form::Markdown => vec![markdown::read(&text)],
        Form::Html => vec![html::read(&text)],
        Form::Json | Form::JsonLines => json::read(&text),
    };
    let finish = |outcome: Outcome| outcome.map(|received| finished(received, hints));
    outcomes.into_iter().map(finish).collect()
}

fn too_long() -> SourceError {
    Reason::TooLong {
        limit: limits::DOCUMENT,
    }
    .into()
}

/// Lets the day given from outside overrule, and names a report that has no name.
fn finished(mut received: Received, hints: &Hints) -> Received {
    let document = &mut received.document;
    if let Some(date) = hints.date {
        document.date = Some(date);
        document.date_source = DateSource::Option;
        document.date_evidence = None;
    }
    if document.id.is_empty() {
        document.id = hash_of(&document.text);
    }
    received
}

/// `sha256:` and the hash of a text, which names a report that has no other name.
fn hash_of(text: &str) -> String {
    let mut name = String::from("sha256:");
    for byte in Sha256::digest(text.as_bytes()) {
        name.push_str(&format!("{byte:02x}"));
    }
    name
}

/// A note that what the source says of its day was not used.
fn bad_date(said: &str, why: &dates::DateError) -> Note {
    let said: String = said.chars().take(60).collect();
    Note {
        level: Level::Warning,
        code: "bad-date",
        message: format!("the date “{said}” was not used: {why}"),
        span: None,
    }
}
