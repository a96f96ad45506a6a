//! The text of a report and what can be said of it without knowing any language: spans, paragraphs,
//! furniture, quotation marks. This room knows no other.

pub mod dateline;
pub mod document;
mod english;
mod furniture;
mod lines;
pub mod links;
pub mod paragraphs;
pub mod quotes;
pub mod span;
mod stamp;
mod wrap;

pub use dateline::Dateline;
pub(crate) use dateline::is_office;
pub use document::{DateSource, Document, Link};
pub use quotes::Quotes;
pub use span::Span;
