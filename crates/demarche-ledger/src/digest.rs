//! From the library's record of a report to the form in which the ledger keeps it.

use crate::moves::{Findings, Move, Person, Reading, Source, Statement, Words};
use demarche::record::{Note, Record, terms::terms};
use demarche::text::{Document, Span};
use demarche::who::Known;
use demarche::{Analysis, Reader, wire};
use serde_json::Value;

/// Reads a report for the ledger. `notes` are those of how it was received; `reader_name` says which
/// program and weights read it.
pub fn read(reader: &Reader, document: &Document, notes: &[Note], reader_name: &str) -> Reading {
    read_knowing(reader, document, notes, reader_name, &[])
}

/// The same, knowing for whom some people speak; see [`crate::Ledger::to_read_again`].
pub fn read_knowing(
    reader: &Reader,
    document: &Document,
    notes: &[Note],
    reader_name: &str,
    known: &[Known],
) -> Reading {
    let analysis = reader.analyse_knowing(document, known);
    let found = Terms::of(document, &analysis);
    let proofs = proofs(&analysis);
    let recalled = analysis.recalled.clone();
    let mut record = analysis.into_record();
    record.notes.extend(notes.iter().cloned());
    let mut findings = findings(document, &record, found, &proofs);
    for number in recalled {
        if let Some(person) = findings.people.get_mut(number as usize) {
            person.learned = true;
            person.proof = None;
        }
    }
    Reading {
        source: source(document),
        text: document.text.clone(),
        findings,
        reader: reader_name.to_owned(),
    }
}

/// The terms of some words, for a move that a person enters.
pub fn terms_of(reader: &Reader, words: &str) -> Vec<String> {
    let document = Document::new(words, None);
    let analysis = reader.analyse(&document);
    let whole = Span::new(0, words.len());
    terms(words, &analysis.parse, &analysis.cast, whole)
}

/// Terms of the contents and of the conditions of a report's moves.
struct Terms {
    content: Vec<Vec<String>>,
    condition: Vec<Vec<String>>,
}

impl Terms {
    fn of(document: &Document, analysis: &Analysis) -> Terms {
        let of = |span: Span| terms(&document.text, &analysis.parse, &analysis.cast, span);
        let entries = &analysis.entries;
        let condition = |e: &demarche::record::Entry| e.condition.map(|c| of(c.span));
        Terms {
            content: entries.iter().map(|e| of(e.content)).collect(),
            condition: entries
                .iter()
                .map(|e| condition(e).unwrap_or_default())
                .collect(),
        }
    }
}

/// For each person, the sentence of the first mention that is not a bare pronoun.
fn proofs(analysis: &Analysis) -> Vec<Option<Span>> {
    let (parse, cast) = (&analysis.parse, &analysis.cast);
    let mut proofs: Vec<Option<Span>> = vec![None; cast.people.len()];
    for mention in &cast.mentions {
        let Some(person) = mention.person else {
            continue;
        };
        let head = mention.head as usize;
        if proofs[person as usize].is_none() && parse.upos[head] == "PROPN" {
            let sentence = &parse.sentences[parse.sentence_of[head] as usize];
            let (first, last) = (sentence.start as usize, sentence.end as usize - 1);
            proofs[person as usize] = Some(parse.span[first].join(parse.span[last]));
        }
    }
    proofs
}

/// A report without what is in it, for one that the ledger holds already.
pub fn unread(document: &Document, reader_name: &str) -> Reading {
    Reading {
        source: source(document),
        text: document.text.clone(),
        reader: reader_name.to_owned(),
        ..Reading::default()
    }
}

/// What is known of a document besides its text.
pub fn source(document: &Document) -> Source {
    Source {
        title: document.title.clone(),
        publisher: document.publisher.clone(),
        url: document.url.clone(),
        date: document.date,
        date_source: wire::date_source(document.date_source).to_owned(),
    }
}

/// The record in its JSON form, taken apart: the ledger keeps the same fields under the same names.
fn findings(
    document: &Document,
    record: &Record,
    terms: Terms,
    proofs: &[Option<Span>],
) -> Findings {
    let json = serde_json::to_value(wire::report(document, record)).unwrap_or_default();
    let mut findings = Findings {
        parties: list(&json["parties"]),
        people: list(&json["people"]),
        statements: statements(&json["statements"]),
        entries: list(&json["entries"]),
        notes: notes(&json["notes"]),
    };
    let both = terms.content.into_iter().zip(terms.condition);
    for (entry, (content, condition)) in findings.entries.iter_mut().zip(both) {
        let entry: &mut Move = entry;
        entry.terms = content;
        if let Some(own) = &mut entry.condition {
            own.terms = condition;
        }
    }
    let points = wire::CodePoints::new(&document.text);
    let words = |span: Span| Words {
        start: points.at(span.start),
        end: points.at(span.end),
        text: span.of(&document.text).to_owned(),
    };
    for (person, proof) in findings.people.iter_mut().zip(proofs) {
        let person: &mut Person = person;
        person.proof = proof.map(words);
    }
    findings
}

fn list<T: serde::de::DeserializeOwned>(json: &Value) -> Vec<T> {
    serde::Deserialize::deserialize(json).unwrap_or_default()
}

fn notes(json: &Value) -> Vec<String> {
    let all = json.as_array().into_iter().flatten();
    let one = |n: &Value| {
        Some(format!(
            "{}: {}",
            n["code"].as_str()?,
            n["message"].as_str()?
        ))
    };
    all.filter_map(one).collect()
}

fn statements(json: &Value) -> Vec<Statement> {
    let all = json.as_array().into_iter().flatten();
    let word = |v: &Value| v.as_str().map(str::to_owned);
    all.map(|s| Statement {
        speaker: word(&s["speaker"]),
        party: word(&s["party"]),
        mode: word(&s["mode"]).unwrap_or_default(),
        source: places(&s["source"]),
        cue: places(&s["cue"]),
        content: places(&s["content"]),
    })
    .collect()
}

fn places(json: &Value) -> Vec<(u32, u32)> {
    let all = json.as_array().into_iter().flatten();
    let end = |v: &Value| v.as_u64().and_then(|n| u32::try_from(n).ok());
    all.filter_map(|p| Some((end(&p["start"])?, end(&p["end"])?)))
        .collect()
}
