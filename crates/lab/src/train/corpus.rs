//! Unlabelled text: tokens and sentences of the open White House documents, and of the news of 2016 whose
//! attributions are marked (PolNeAR, training part), for labels by a teacher alone.

use std::collections::{HashMap, HashSet};
use std::io::Read as _;
use std::path::Path;

use demarche::lang::{sentences, tokens};
use demarche::text::Span;

/// Sentences as numbers of word forms.
#[derive(Default)]
pub(crate) struct Corpus {
    pub(crate) forms: Vec<Box<str>>,
    pub(crate) tokens: Vec<u32>,
    /// Ends of the sentences.
    pub(crate) ends: Vec<usize>,
    /// First token of the news, if it was added.
    pub(crate) news: Option<usize>,
    ids: HashMap<Box<str>, u32>,
}

#[derive(serde::Deserialize)]
struct Document {
    #[serde(default)]
    date: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    text: String,
}

/// Reads the pool, without the documents that the gold sets hold (same title and date).
pub(crate) fn read(shared: &Path) -> Result<Corpus, String> {
    let held_out = held_out(shared)?;
    let path = shared.join("data/text/whitehouse.jsonl.zst");
    let file = std::fs::File::open(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut text = String::new();
    let mut stream = ruzstd::decoding::StreamingDecoder::new(file).map_err(|e| e.to_string())?;
    stream
        .read_to_string(&mut text)
        .map_err(|e| e.to_string())?;
    let mut corpus = Corpus::default();
    let mut left_out = 0;
    for line in text.lines() {
        let Ok(document) = serde_json::from_str::<Document>(line) else {
            continue;
        };
        if held_out.contains(&key(&document)) {
            left_out += 1;
            continue;
        }
        for paragraph in document.text.lines() {
            corpus.add(paragraph);
        }
    }
    eprintln!(
        "{} tokens, {} sentences, {left_out} gold documents left out",
        corpus.tokens.len(),
        corpus.ends.len()
    );
    Ok(corpus)
}

/// Date and the letters of the title.
fn key(document: &Document) -> (String, String) {
    // The pool's titles hold escapes such as "\\u2019" as they stand, and are cut short.
    let mut title = document.title.to_lowercase();
    while let Some(at) = title.find("\\u") {
        let end = (at + 6).min(title.len());
        title.replace_range(at..end, "");
    }
    let letters = title.chars().filter(char::is_ascii_alphanumeric);
    (document.date.clone(), letters.take(40).collect())
}

fn held_out(shared: &Path) -> Result<HashSet<(String, String)>, String> {
    let path = shared.join("gold/whitehouse.docs.jsonl");
    let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(text
        .lines()
        .filter_map(|l| serde_json::from_str::<Document>(l).ok())
        .map(|d| key(&d))
        .collect())
}

impl Corpus {
    /// Adds the news.
    pub(crate) fn add_news(&mut self, shared: &Path) -> Result<(), String> {
        let path = shared.join("data/quotes/polnear_train.jsonl.gz");
        let file = std::fs::File::open(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let mut text = String::new();
        flate2::read::GzDecoder::new(file)
            .read_to_string(&mut text)
            .map_err(|e| format!("{}: {e}", path.display()))?;
        self.news = Some(self.tokens.len());
        let articles = text
            .lines()
            .filter_map(|l| serde_json::from_str::<Document>(l).ok());
        for article in articles {
            article
                .text
                .lines()
                .for_each(|paragraph| self.add(paragraph));
        }
        Ok(())
    }

    fn add(&mut self, paragraph: &str) {
        let paragraph = paragraph.trim_start_matches(['-', ' ', '\u{2022}']);
        let (mut spans, mut ends) = (Vec::new(), Vec::new());
        tokens::split(paragraph, Span::new(0, paragraph.len()), &mut spans);
        sentences::split(paragraph, &spans, 0, &mut ends);
        let base = self.tokens.len();
        for span in spans {
            let form = span.of(paragraph);
            let id = match self.ids.get(form) {
                Some(&id) => id,
                None => {
                    let id = self.forms.len() as u32;
                    self.forms.push(form.into());
                    self.ids.insert(form.into(), id);
                    id
                }
            };
            self.tokens.push(id);
        }
        self.ends.extend(ends.into_iter().map(|e| base + e));
    }

    /// Bounds of the sentences.
    pub(crate) fn sentences(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(self.ends.iter().copied())
    }
}
