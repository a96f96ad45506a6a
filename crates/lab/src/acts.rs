//! `cargo lab train-acts`: learns which places of a report are moves from the reports marked by hand.
//!
//! It learns from `eval/gold/own-learn-1` to `-3` and `own-tune` and writes `crates/demarche-models/acts.bin`. With
//! `--folds N` nothing is written: each of N parts of `own-learn` is read with weights learnt from the rest,
//! and scored. The same seed gives the same weights.

mod lessons;
mod teach;

use crate::eval::{marked, score};
use crate::train::Rng;
use crate::{Outcome, paths, reports};
use demarche::Reader;
use demarche::acts::learnt::Weights;
use demarche::text::Document;
use lessons::{Lesson, Seat};

/// The reports to learn from, in parts.
const LEARN: [&str; 3] = ["own-learn-1", "own-learn-2", "own-learn-3"];

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
        for (document, record) in documents.iter().zip(&mut records) {
            record.document.text = Some(document.text.clone());
        }
        Ok(Set { documents, records })
    }

    fn pairs(&self) -> impl Iterator<Item = (&Document, &marked::Marked)> {
        self.documents.iter().zip(&self.records)
    }

    fn lessons(&self, reader: &Reader) -> Vec<Vec<Lesson>> {
        self.pairs()
            .map(|(document, record)| lessons::of(reader, document, record))
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
        println!(
            "# {name}\n{}",
            crate::eval::report::report(scored, false, false)
        );
    }
    crate::eval::confidence::table(
        &mut crate::eval::Table::new(Vec::new()),
        "own-learn",
        &learnt,
    );
    Ok(())
}
