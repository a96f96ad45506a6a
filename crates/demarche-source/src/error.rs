//! Why a document could not be read, and the way out.

use std::fmt;

/// Why one document could not be read. Its text names the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceError {
    pub reason: Reason,
    /// Line of the source, counted from 1, where one line is one document.
    pub line: Option<usize>,
}

/// What is wrong with the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// No bytes, or nothing but white space.
    Empty,
    /// Not a document of words; what it looks like.
    Binary(&'static str),
    /// More bytes than a document may have.
    TooLong { limit: usize },
    /// Neither an object nor a list of objects; what the parser says.
    NotJson(String),
    /// An object without a text.
    NoText,
    /// A page in which no article was found.
    NoArticle,
    /// Reading the bytes failed; what the system says.
    Io(String),
}

impl From<Reason> for SourceError {
    fn from(reason: Reason) -> SourceError {
        SourceError { reason, line: None }
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        match &self.reason {
            Reason::Empty => f.write_str("it is empty; give the text of a report"),
            Reason::Binary(what) => write!(
                f,
                "it is {what}, not text; save the report as plain text, HTML, Markdown or JSON"
            ),
            Reason::TooLong { limit } => write!(
                f,
                "it is longer than {} MiB, which no report is; split it into one file, or one line of JSON, a report",
                limit >> 20
            ),
            Reason::NotJson(why) => write!(
                f,
                "it is not valid JSON ({why}); give an object with a \"text\", a list of them, or one a line"
            ),
            Reason::NoText => f.write_str(
                "the object has no text; give it a string named \"text\" (or \"body\", \"content\", \"html\")",
            ),
            Reason::NoArticle => f.write_str(
                "no article was found in the page; save its text as plain text and give that",
            ),
            Reason::Io(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for SourceError {}
