//! `cargo lab train-acts`: learns which places of a report are moves from the reports marked by hand.
//!
//! It learns from the sets of `eval/gold` that [`LEARN`] names and from `own-tune`, and writes
//! `crates/demarche-models/acts.bin`. With `--folds N` nothing is written: each of N parts of the sets is read
//! with weights learnt from the rest, and scored. The same seed gives the same weights.

mod lessons;
mod teach;

use crate::eval::{marked, score};
use crate::train::Rng;
use crate::{Outcome, paths, reports};
use demarche::Reader;
use demarche::acts::learnt::Weights;
use demarche::text::Document;
use lessons::{Lesson, Seat};
use std::collections::HashMap;

/// The reports to learn from, in parts.
const LEARN: [&str; 6] = [
    "own-learn-1",
    "own-learn-2",
    "own-learn-3",
    "own-real-wikinews",
    "own-real-whitehouse",
    "own-real-news",
];

/// How the ids of reports begin that nobody wrote for Demarche.
const REAL: &str = "real";

/// How much more such reports count than those written to be learnt from, which are denser than news is.
const REAL_COUNTS: f32 = 3.0;

/// Reports with the records that people made of them.
struct Set {
    documents: Vec<Document>,
    records: Vec<marked::Marked>,
}

impl Set {
    fn load(names: &[&str]) -> Result<Set, Box<dyn std::error::Error>> {
        let folder = paths::root().join("eval/gold");
        let (mut documents, mut records) = (Vec::new(), Vec::new());
        for name in names {
            documents.extend(reports::load(&folder.join(format!("{name}.docs.jsonl")))?);
            records.extend(marked::load(&folder.join(format!("{name}.jsonl")))?);
        }
        let here: HashMap<&str, &Document> = documents.iter().map(|d| (&*d.id, d)).collect();
        records.retain_mut(|record| {
            let id = record.document.id.as_deref().unwrap_or_default();
            let text = here.get(id).map(|document| document.text.clone());
            record.document.text = text;
            record.document.text.is_some()
        });
        Ok(Set { documents, records })
    }

    fn pairs(&self) -> impl Iterator<Item = (&Document, &marked::Marked)> {
        self.documents.iter().zip(&self.records)
    }

    fn lessons(&self, reader: &Reader) -> Vec<Vec<Lesson>> {
        self.pairs()
            .map(|(document, record)| {
                let counts = if document.id.starts_with(REAL) {
                    REAL_COUNTS
                } else {
                    1.0
                };
                lessons::of(reader, document, record, counts)
            })
            .collect()
    }
}

/// Runs the command.
pub(crate) fn command(arguments: &[String]) -> Outcome {
    let given = |name: &str| {
        let at = arguments.iter().position(|a| a == name)?;
        arguments.get(at + 1)?.parse().ok()
    };
    let folds: usize = given("--folds").unwrap_or(0);
    let reader = Reader::new(demarche_models::ENGINE)?;
    let (learn, tune) = (Set::load(&LEARN)?, Set::load(&["own-tune"])?);
    let (ours, others) = (learn.lessons(&reader), tune.lessons(&reader));
    eprintln!(
        "{} reports, {} places",
        ours.len() + others.len(),
        ours.iter().chain(&others).map(Vec::len).sum::<usize>()
    );
    if folds > 1 {
        return cross(reader, &learn, &ours, &others, folds);
    }
    let all: Vec<&Lesson> = ours.iter().chain(&others).flatten().collect();
    let mut reader = reader;
    let weights = teach::teach(&all, reader.models.checksum, &mut Rng::new(3));
    let both = learn.pairs().chain(tune.pairs());
    let weights = with_sides(&mut reader, weights, both);
    let file = paths::root().join("crates/demarche-models/acts.bin");
    let bytes = weights.to_bytes();
    std::fs::write(&file, &bytes)?;
    eprintln!("wrote {}, {} bytes", file.display(), bytes.len());
    Ok(())
}

/// The same weights with those of the sides, learnt from reports as they are read with the first.
fn with_sides<'a>(
    reader: &mut Reader,
    weights: Weights,
    reports: impl Iterator<Item = (&'a Document, &'a marked::Marked)>,
) -> Weights {
    reader.acts = Some(weights.clone());
    let seats: Vec<Seat> = reports
        .flat_map(|(document, record)| lessons::seats(reader, document, record))
        .collect();
    let sides = teach::teach_sides(&seats.iter().collect::<Vec<_>>(), &mut Rng::new(4));
    Weights { sides, ..weights }
}

/// Reads each part of the reports with weights learnt from the others.
fn cross(
    mut reader: Reader,
    set: &Set,
    ours: &[Vec<Lesson>],
    others: &[Vec<Lesson>],
    folds: usize,
) -> Outcome {
    let (mut framed, mut learnt) = (Vec::new(), Vec::new());
    for fold in 0..folds {
        let held = |i: usize| i % folds == fold;
        let seen = ours.iter().enumerate().filter(|(i, _)| !held(*i));
        let seen: Vec<&Lesson> = seen
            .flat_map(|(_, l)| l)
            .chain(others.iter().flatten())
            .collect();
        let weights = teach::teach(&seen, reader.models.checksum, &mut Rng::new(3));
        let known = set
            .pairs()
            .enumerate()
            .filter(|(i, _)| !held(*i))
            .map(|(_, pair)| pair);
        let weights = with_sides(&mut reader, weights, known);
        let documents: Vec<Document> = (0..ours.len())
            .filter(|&i| held(i))
            .map(|i| set.documents[i].clone())
            .collect();
        let records: Vec<marked::Marked> = (0..ours.len())
            .filter(|&i| held(i))
            .map(|i| set.records[i].clone())
            .collect();
        reader.acts = None;
        let before = marked::parse(&reports::read_with(&reader, &documents)?)?;
        framed.extend(score::score(&records, &before));
        reader.acts = Some(weights);
        let after = marked::parse(&reports::read_with(&reader, &documents)?)?;
        learnt.extend(score::score(&records, &after));
        eprintln!("part {} of {folds}", fold + 1);
    }
    for (name, scored) in [("frames", &framed), ("frames and learnt", &learnt)] {
        let of = |real: bool| -> Vec<score::Scored> {
            let of = |s: &&score::Scored| s.id.starts_with(REAL) == real;
            scored.iter().filter(of).cloned().collect()
        };
        for (kind, real) in [("written", false), ("real", true)] {
            let report = crate::eval::report::report(&of(real), false, false);
            println!("# {name}, {kind} reports\n{report}");
        }
    }
    crate::eval::confidence::table(
        &mut crate::eval::Table::new(Vec::new()),
        "own-learn",
        &learnt,
    );
    Ok(())
}
