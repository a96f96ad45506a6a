//! Reports for measuring: the JSONL of the shared sets as documents, and their records as JSONL.

use demarche::text::Document;
use demarche::{Reader, wire};
use serde::Deserialize;
use std::collections::HashMap;
use std::path::Path;

/// A report as the shared sets have it.
#[derive(Debug, Deserialize)]
struct Report {
    id: String,
    date: Option<jiff::civil::Date>,
    title: Option<String>,
    url: Option<String>,
    source: Option<String>,
    /// Missing where the text may not be passed on: then `source` names the article of PolNeAR.
    text: Option<String>,
    /// Code points of that article which count.
    end: Option<usize>,
}

/// What `source` says before the name of an article of PolNeAR.
const POLNEAR: &str = "PolNeAR ";

/// The reader with the weights that ship.
pub(crate) fn reader() -> Result<Reader, Box<dyn std::error::Error>> {
    Ok(Reader::new(demarche_models::ENGINE)?.with_acts(demarche_models::ACTS)?)
}

/// Reads a JSONL file of reports; blank lines are skipped, and reports whose text is not here.
pub(crate) fn load(file: &Path) -> Result<Vec<Document>, Box<dyn std::error::Error>> {
    let lines = std::fs::read_to_string(file)?;
    let mut documents = Vec::new();
    let mut articles: Option<HashMap<String, String>> = None;
    let mut absent = 0;
    for line in lines.lines().filter(|l| !l.trim().is_empty()) {
        let mut report: Report = serde_json::from_str(line)?;
        if report.text.is_none() {
            let articles = match &mut articles {
                Some(articles) => articles,
                none => none.insert(polnear_texts()?),
            };
            report.text = report.article(articles);
        }
        let Some(text) = report.text else {
            absent += 1;
            continue;
        };
        documents.push(Document {
            id: report.id,
            title: report.title,
            url: report.url,
            publisher: report.source,
            ..Document::new(text, report.date)
        });
    }
    if absent > 0 {
        eprintln!("skipped: {absent} reports whose text is in ../shared");
    }
    Ok(documents)
}

fn polnear_texts() -> Result<HashMap<String, String>, Box<dyn std::error::Error>> {
    let articles = crate::polnear::load("train")?;
    Ok(articles.into_iter().map(|a| (a.id, a.text)).collect())
}

impl Report {
    /// The beginning of the article that `source` names.
    fn article(&self, articles: &HashMap<String, String>) -> Option<String> {
        let id = self.source.as_deref()?.strip_prefix(POLNEAR)?;
        let text = articles.get(id)?.chars();
        Some(text.take(self.end.unwrap_or(usize::MAX)).collect())
    }
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
