//! Records as JSON, read back: gold records made by hand and records that Demarche wrote. Only the
//! fields that the score looks at. Offsets are code points, as the schema of the record has them.

use serde::Deserialize;
use std::path::Path;

/// One report with its entries.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Marked {
    pub(crate) document: MarkedDocument,
    pub(crate) entries: Vec<MarkedEntry>,
    pub(crate) notes: Vec<MarkedNote>,
}

/// A remark on what could not be read.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct MarkedNote {
    pub(crate) code: String,
}

/// The report that a record belongs to.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct MarkedDocument {
    pub(crate) id: Option<String>,
    pub(crate) text: Option<String>,
}

/// One entry of a record.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct MarkedEntry {
    pub(crate) kind: String,
    pub(crate) actor: Option<Vec<String>>,
    pub(crate) addressee: Option<Vec<String>>,
    pub(crate) content: Option<Words>,
    pub(crate) evidence: Vec<Words>,
    pub(crate) speaker: Option<String>,
    pub(crate) condition: Option<Words>,
    pub(crate) due: Option<Words>,
    pub(crate) when: Option<Words>,
    /// In gold: right if found, no fault if not.
    pub(crate) optional: bool,
    /// In what Demarche read: the rule that made it, and how sure it is.
    pub(crate) rule: String,
    pub(crate) confidence: f64,
}

/// A span of the text with its words, and what they mean where they are a condition or a date.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Words {
    pub(crate) start: Option<i64>,
    pub(crate) end: Option<i64>,
    pub(crate) text: Option<String>,
    pub(crate) relation: Option<String>,
    pub(crate) from: Option<String>,
    pub(crate) to: Option<String>,
}

impl Words {
    /// The ends of the span, in code points; none where the words stand nowhere.
    pub(crate) fn ends(&self) -> Option<(i64, i64)> {
        Some((self.start?, self.end?))
    }

    /// The days meant, if either end is known.
    pub(crate) fn window(&self) -> Option<(Option<&str>, Option<&str>)> {
        let (from, to) = (self.from.as_deref(), self.to.as_deref());
        (from.is_some() || to.is_some()).then_some((from, to))
    }

    /// Moves the span to where its words stand in `text`; -1 where they do not.
    pub(crate) fn move_onto(&mut self, text: &[char]) {
        let (Some(words), Some((start, end))) = (&self.text, self.ends()) else {
            return;
        };
        let words: Vec<char> = words.chars().collect();
        let (start, end) = (start.max(0) as usize, end.max(0) as usize);
        if text.get(start..end).is_some_and(|t| t == words) {
            return;
        }
        let whole: String = words.iter().collect();
        let squeezed: Vec<char> = squeeze(&whole).chars().collect();
        let at = find(text, &words).or_else(|| find(text, &squeezed));
        self.start = Some(at.map_or(-1, |i| i as i64));
        self.end = Some(at.map_or(-1, |i| (i + words.len()) as i64));
    }
}

/// The words with one space between them.
fn squeeze(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where `part` first stands in `text`.
fn find(text: &[char], part: &[char]) -> Option<usize> {
    if part.is_empty() {
        return Some(0);
    }
    text.windows(part.len()).position(|w| w == part)
}

/// Reads a JSONL file of records; blank lines are skipped.
pub(crate) fn load(file: &Path) -> Result<Vec<Marked>, Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string(file)?;
    parse(&text).map_err(|e| format!("{}: {e}", file.display()).into())
}

/// Reads JSONL text; blank lines are skipped.
pub(crate) fn parse(text: &str) -> serde_json::Result<Vec<Marked>> {
    let lines = text.lines().filter(|l| !l.trim().is_empty());
    lines.map(serde_json::from_str).collect()
}
