//! `cargo lab eval record --check`: our scorer and the codebook's script print the same lines, on the
//! gold itself, on what Demarche predicts and on gold records spoilt in every way that is scored.

use super::{marked, report, score};
use crate::Outcome;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

/// How many spoilt versions of each gold file are compared.
const N_SPOILT: u64 = 12;

/// Compares on one gold file, given the records that Demarche predicts as JSONL.
pub(crate) fn check(gold: &Path, script: &Path, predicted: &str) -> Outcome {
    let text = std::fs::read_to_string(gold)?;
    same(gold, script, &text)?;
    same(gold, script, predicted)?;
    for seed in 1..=N_SPOILT {
        same(gold, script, &spoil(&text, seed)?)?;
    }
    let name = gold.file_stem().unwrap_or_default().to_string_lossy();
    eprintln!(
        "{name}: agrees with score.py on {} predictions",
        N_SPOILT + 2
    );
    Ok(())
}

/// Fails with both reports when they differ.
fn same(gold: &Path, script: &Path, predicted: &str) -> Outcome {
    let scored = score::score(&marked::load(gold)?, &marked::parse(predicted)?);
    let ours = report::report(&scored, true, true);
    let file = temporary(predicted)?;
    let run = Command::new("python3")
        .arg(script)
        .args([gold, &file])
        .args(["--each", "--misses"])
        .output()?;
    let theirs = String::from_utf8_lossy(&run.stdout);
    if ours == theirs {
        return Ok(std::fs::remove_file(file)?);
    }
    let differing = ours.lines().zip(theirs.lines()).find(|(a, b)| a != b);
    let stderr = String::from_utf8_lossy(&run.stderr);
    Err(format!(
        "differs from score.py: {differing:?}\n{}\n{stderr}",
        file.display()
    )
    .into())
}

fn temporary(text: &str) -> std::io::Result<PathBuf> {
    let file = std::env::temp_dir().join(format!("demarche-{}.jsonl", std::process::id()));
    std::fs::write(&file, text)?;
    Ok(file)
}

/// A generator of numbers that look random and are the same in every run (xorshift64*).
struct Dice(u64);

impl Dice {
    /// True once in `n` throws.
    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % n
    }
}

/// Gold records with entries dropped, doubled, shifted, of the wrong kind or party, misdated.
fn spoil(gold: &str, seed: u64) -> serde_json::Result<String> {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let mut out = String::new();
    for line in gold.lines().filter(|l| !l.trim().is_empty()) {
        let mut record: Value = serde_json::from_str(line)?;
        if dice.one_in(4) {
            retype(&mut record);
        }
        let entries = record["entries"].as_array_mut().map(std::mem::take);
        let mut kept = Vec::new();
        for entry in entries.unwrap_or_default() {
            if dice.one_in(5) {
                continue;
            }
            if dice.one_in(6) {
                kept.push(spoilt_entry(entry.clone(), &mut dice));
            }
            kept.push(spoilt_entry(entry, &mut dice));
        }
        record["entries"] = Value::Array(kept);
        out.push_str(&record.to_string());
        out.push('\n');
    }
    Ok(out)
}

/// The same text with other blanks: offsets no longer fit and words must be found again.
fn retype(record: &mut Value) {
    if let Some(text) = record["document"]["text"].as_str() {
        record["document"]["text"] = json!(format!("  {text}"));
    }
    for entry in record["entries"].as_array_mut().into_iter().flatten() {
        for part in ["content", "condition", "due", "when"] {
            shift(&mut entry[part], 2);
        }
        let evidence = entry["evidence"].as_array_mut();
        evidence
            .into_iter()
            .flatten()
            .for_each(|span| shift(span, 2));
    }
}

fn shift(span: &mut Value, by: i64) {
    for end in ["start", "end"] {
        if let Some(at) = span.get(end).and_then(Value::as_i64) {
            span[end] = json!((at + by).max(0));
        }
    }
}

fn spoilt_entry(mut entry: Value, dice: &mut Dice) -> Value {
    if let Some(parts) = entry.as_object_mut() {
        parts.retain(|_, part| !part.is_null());
    }
    if dice.one_in(5) {
        entry["kind"] = json!(["demand", "meet", "warn", "commit"][dice.below(4) as usize]);
    }
    if dice.one_in(4) {
        shift(&mut entry["content"], dice.below(60) as i64 - 30);
    }
    if dice.one_in(6) {
        entry["content"]["end"] = json!(entry["content"]["start"].as_i64().unwrap_or(0) + 9);
    }
    if dice.one_in(4) {
        let evidence = entry["evidence"].as_array_mut();
        let by = dice.below(200) as i64 - 100;
        evidence
            .into_iter()
            .flatten()
            .for_each(|span| shift(span, by));
    }
    if dice.one_in(6) {
        entry["evidence"] = json!([]);
    }
    for part in ["actor", "addressee"] {
        if dice.one_in(5) {
            entry[part] = json!(["RUS", "writers-guild-of-america"]);
        }
    }
    if dice.one_in(4) {
        let speakers = [json!("sergei-lavrov"), json!(""), json!("USA"), Value::Null];
        entry["speaker"] = speakers[dice.below(4) as usize].clone();
    }
    for part in ["condition", "due", "when"] {
        if dice.one_in(5) {
            entry[part] = Value::Null;
        } else if dice.one_in(5) {
            entry[part] = json!({"relation": "if", "from": "2022-01-24", "start": 5, "end": 40});
        }
    }
    entry
}
