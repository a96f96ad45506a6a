//! Reports for measuring: the JSONL of the shared sets as documents, and their records as JSONL.

use demarche::text::Document;
use demarche::{Reader, wire};
use serde::Deserialize;
use std::path::Path;

/// A report as the shared sets have it.
#[derive(Debug, Deserialize)]
struct Report {
    id: String,
    date: Option<jiff::civil::Date>,
    title: Option<String>,
    url: Option<String>,
    source: Option<String>,
    text: String,
}

/// The reader with the weights that ship.
pub(crate) fn reader() -> Result<Reader, Box<dyn std::error::Error>> {
    Ok(Reader::new(demarche_models::ENGINE)?.with_acts(demarche_models::ACTS)?)
}

/// Reads a JSONL file of reports; blank lines are skipped.
pub(crate) fn load(file: &Path) -> Result<Vec<Document>, Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string(file)?;
    let mut documents = Vec::new();
    for line in text.lines().filter(|l| !l.trim().is_empty()) {
        let report: Report = serde_json::from_str(line)?;
        documents.push(Document {
            id: report.id,
            title: report.title,
            url: report.url,
            publisher: report.source,
            ..Document::new(report.text, report.date)
        });
    }
    Ok(documents)
}

/// The records of these reports, one JSON object a line, in the form of the schema.
pub(crate) fn read_all(documents: &[Document]) -> Result<String, Box<dyn std::error::Error>> {
    read_with(&reader()?, documents)
}

/// The same by a reader of one's own.
pub(crate) fn read_with(
    reader: &Reader,
    documents: &[Document],
) -> Result<String, Box<dyn std::error::Error>> {
    let mut out = String::new();
    for document in documents {
        let record = reader.read(document);
        out.push_str(&serde_json::to_string(&wire::report(document, &record))?);
        out.push('\n');
    }
    Ok(out)
}
