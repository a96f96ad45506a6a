//! Reading in this process: the whole path from raw text to JSON, and each stage alone.

use super::{Figure, N_RUNS, clock, median};
use crate::{paths, reports};
use demarche::text::Document;
use demarche::{Reader, acts, lang, said, text, when, who, wire};
use std::hint::black_box;

/// Words of each report.
const N_WORDS: usize = 600;

/// Reports that are read in a run.
const N_REPORTS: usize = 100;

const SET: &str = "reports of 600 words";

/// Reports a second over the whole path, tokens a second of the engine, milliseconds of each stage.
pub(super) fn figures() -> Result<Vec<Figure>, Box<dyn std::error::Error>> {
    let documents = documents()?;
    let reader = reports::reader()?;
    let n = documents.len();
    let whole = seconds(|| documents.iter().for_each(|d| read_raw(&reader, d)));
    let mut figures = vec![figure("reports a second", n as f64 / whole, n)];
    let runs: Vec<Stages> = (0..N_RUNS)
        .map(|_| Stages::of(&reader, &documents))
        .collect();
    for (name, seconds) in STAGES {
        let each = median(runs.iter().map(seconds).collect()) * 1000.0 / n as f64;
        figures.push(figure(format!("{name}, ms a report"), each, n));
    }
    let tokens = runs[0].tokens;
    let speed = tokens as f64 / median(runs.iter().map(|r| r.lang).collect());
    figures.push(figure("engine, tokens a second", speed, tokens));
    Ok(figures)
}

fn figure(measure: impl Into<String>, value: f64, n: usize) -> Figure {
    Figure {
        set: SET,
        measure: measure.into(),
        value,
        n,
    }
}

/// The whole path: from the text of a report to the JSON of its record.
fn read_raw(reader: &Reader, report: &Document) {
    let document = Document::new(report.text.clone(), report.date);
    let record = reader.read(&document);
    black_box(serde_json::to_string(&wire::report(&document, &record)).unwrap_or_default());
}

/// The median time of some work.
fn seconds(work: impl Fn()) -> f64 {
    let time = || {
        let start = clock::seconds();
        work();
        clock::seconds() - start
    };
    median((0..N_RUNS).map(|_| time()).collect())
}

/// Seconds that each stage took over all reports.
#[derive(Clone, Debug, Default)]
struct Stages {
    text: f64,
    lang: f64,
    who: f64,
    said: f64,
    when: f64,
    acts: f64,
    tokens: usize,
}

type Pick = fn(&Stages) -> f64;

const STAGES: &[(&str, Pick)] = &[
    ("text", |s| s.text),
    ("lang", |s| s.lang),
    ("who", |s| s.who),
    ("said", |s| s.said),
    ("when", |s| s.when),
    ("acts", |s| s.acts),
];

impl Stages {
    /// Runs the stages as `Reader::read` does, with a watch between them.
    fn of(reader: &Reader, documents: &[Document]) -> Stages {
        let mut sum = Stages::default();
        for document in documents {
            let start = clock::seconds();
            let paragraphs = text::paragraphs::split(&document.text);
            let quotes = text::quotes::find(&document.text, &paragraphs.body);
            let split = clock::seconds();
            let parse = lang::analyse(&document.text, &paragraphs.body, &reader.models);
            let parsed = clock::seconds();
            let cast = who::cast(document, &parse, &reader.world);
            let known = clock::seconds();
            let statements = said::read(document, &parse, &cast);
            let heard = clock::seconds();
            let times = when::read(document, &parse);
            let dated = clock::seconds();
            black_box(acts::read(&acts::Reading {
                document,
                parse: &parse,
                cast: &cast,
                statements: &statements,
                times: &times,
                quotes: &quotes,
                headline: paragraphs.headline,
            }));
            sum.text += split - start;
            sum.lang += parsed - split;
            sum.who += known - parsed;
            sum.said += heard - known;
            sum.when += dated - heard;
            sum.acts += clock::seconds() - dated;
            sum.tokens += parse.len();
        }
        sum
    }
}

/// Reports of exactly [`N_WORDS`] words: White House texts where the shared data is, else the examples
/// of the repository, one after another.
fn documents() -> Result<Vec<Document>, Box<dyn std::error::Error>> {
    let day = jiff::civil::date(2022, 1, 21);
    if let Some(file) = paths::shared("data/news/whitehouse_foreign_all.jsonl") {
        let long = reports::load(&file)?.into_iter().filter_map(|d| {
            let text = first_words(&d.text, N_WORDS)?.to_string();
            Some(Document::new(text, d.date))
        });
        return Ok(long.take(N_REPORTS).collect());
    }
    let mut examples = String::new();
    for file in paths::examples()? {
        examples += &std::fs::read_to_string(file)?;
        examples.push('\n');
    }
    let mut documents = Vec::new();
    let mut rest = examples.as_str();
    while let Some(report) = first_words(rest, N_WORDS) {
        rest = &rest[report.len()..];
        documents.push(Document::new(report, Some(day)));
    }
    Ok(documents)
}

/// The beginning of a text, up to the end of its word number `n`; none where it has fewer.
fn first_words(text: &str, n: usize) -> Option<&str> {
    let word = text.split_whitespace().nth(n - 1)?;
    let end = word.as_ptr() as usize + word.len() - text.as_ptr() as usize;
    text.get(..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_are_cut_after_a_word() {
        assert_eq!(first_words(" one  two\nthree", 2), Some(" one  two"));
        assert_eq!(first_words("one", 2), None);
    }
}
