//! PolNeAR: attributions of political news articles, marked by hand (source, cue, content, as
//! spans).
//!
//! The corpus stands in `../shared/data/quotes`; its texts belong to their newsrooms and never
//! enter the repository.

use crate::paths;
use demarche::Reader;
use demarche::lang::{self, Parse};
use demarche::said::learnt::Learnt;
use demarche::said::{self, Statement};
use demarche::text::{Document, Quotes, Span, quotes};
use demarche::who::{self, Cast};
use flate2::read::GzDecoder;
use serde::Deserialize;
use std::fs::File;
use std::io::{BufRead, BufReader};

/// One article with its attributions.
pub(crate) struct Article {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) attributions: Vec<Attribution>,
}

/// One attribution; spans are bytes of the article without white space at their ends.
#[derive(Clone, Debug)]
pub(crate) struct Attribution {
    pub(crate) source: Vec<Span>,
    pub(crate) cue: Vec<Span>,
    pub(crate) content: Vec<Span>,
    /// `direct`, `mixed`, `indirect`.
    pub(crate) mode: String,
}

#[derive(Deserialize)]
struct RawArticle {
    id: String,
    text: String,
    attributions: Vec<RawAttribution>,
}

#[derive(Deserialize)]
struct RawAttribution {
    source: Vec<RawSpan>,
    cue: Vec<RawSpan>,
    content: Vec<RawSpan>,
    quote_type: String,
}

/// Offsets in characters.
#[derive(Deserialize)]
struct RawSpan {
    start: usize,
    end: usize,
}

/// The articles of `split` ("train", "dev"); none when the corpus is not here.
///
/// # Errors
/// When a line is not what the corpus should hold.
pub(crate) fn load(split: &str) -> Result<Vec<Article>, Box<dyn std::error::Error>> {
    let Some(path) = paths::shared(&format!("data/quotes/polnear_{split}.jsonl.gz")) else {
        return Ok(Vec::new());
    };
    let lines = BufReader::new(GzDecoder::new(File::open(path)?)).lines();
    lines
        .map(|line| Ok(article(serde_json::from_str(&line?)?)))
        .collect()
}

fn article(raw: RawArticle) -> Article {
    let mut bytes: Vec<usize> = raw.text.char_indices().map(|(at, _)| at).collect();
    bytes.push(raw.text.len());
    let spans = |raws: Vec<RawSpan>| -> Vec<Span> {
        let last = bytes.len() - 1;
        let span =
            |r: RawSpan| trimmed(&raw.text, bytes[r.start.min(last)], bytes[r.end.min(last)]);
        raws.into_iter()
            .map(span)
            .filter(|s| !s.is_empty())
            .collect()
    };
    let attributions = raw
        .attributions
        .into_iter()
        .map(|a| Attribution {
            source: spans(a.source),
            cue: spans(a.cue),
            content: spans(a.content),
            mode: a.quote_type,
        })
        .collect();
    Article {
        id: raw.id,
        attributions,
        text: raw.text,
    }
}

fn trimmed(text: &str, start: usize, end: usize) -> Span {
    let words = &text[start..end.max(start)];
    let start = start + (words.len() - words.trim_start().len());
    Span::new(start, start + words.trim().len())
}

/// The paragraphs of an article: its lines, which the corpus does not wrap.
pub(crate) fn paragraphs(text: &str) -> Vec<Span> {
    let mut start = 0;
    let mut spans = Vec::new();
    for line in text.split_inclusive('\n') {
        let span = trimmed(text, start, start + line.len());
        if !span.is_empty() {
            spans.push(span);
        }
        start += line.len();
    }
    spans
}

/// An article after the stages that attribution rests on.
pub(crate) struct Read {
    pub(crate) document: Document,
    pub(crate) parse: Parse,
    pub(crate) cast: Cast,
    pub(crate) quotes: Quotes,
}

/// Reads an article up to its people.
pub(crate) fn read(reader: &Reader, article: &Article) -> Read {
    let document = Document::new(article.text.clone(), None);
    let paragraphs = paragraphs(&article.text);
    let parse = lang::analyse(&article.text, &paragraphs, &reader.models);
    let cast = who::cast(&document, &parse, &reader.world);
    let quotes = quotes::find(&article.text, &paragraphs);
    Read {
        document,
        parse,
        cast,
        quotes,
    }
}

impl Read {
    /// The attributions of the article.
    pub(crate) fn statements(&self, learnt: Option<&Learnt>) -> Vec<Statement> {
        said::read_with(
            &self.document,
            &self.parse,
            &self.cast,
            &self.quotes,
            learnt,
        )
    }
}
