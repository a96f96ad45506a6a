//! The record part: entries found in whole reports, against records made by hand.
//!
//! `--each` adds a line a document, `--misses` what was missed and what was made up, `--check` compares
//! the scorer with the codebook's script, `--write-predictions DIR` writes what was read as JSONL,
//! and
//! `--predictions DIR` scores such files instead of reading. `--set NAME` takes one gold file only.

use super::score::{Counts, Scored, prf, score, total};
use super::{Table, agreement, marked, matters, report};
use crate::reports;
use crate::{Outcome, paths};
use std::path::Path;

/// The gold files.
const SETS: [&str; 3] = ["seed", "whitehouse", "wikinews"];

/// Scores the reader on every gold file and on all of them together.
pub(crate) fn run(out: &mut Table) -> Outcome {
    let Some(folder) = paths::shared("gold") else {
        return Ok(());
    };
    let mut all: Vec<Scored> = Vec::new();
    let chosen = out.value_of("--set").map(str::to_string);
    for set in SETS
        .into_iter()
        .filter(|s| chosen.as_deref().is_none_or(|c| c == *s))
    {
        let predicted = predictions(out, &folder, set)?;
        let golds = marked::load(&folder.join(format!("{set}.jsonl")))?;
        let preds = marked::parse(&predicted)?;
        let scored = score(&golds, &preds);
        let lines = report::report(&scored, out.asked("--misses"), out.asked("--each"));
        println!("# {set}\n{lines}");
        add_rows(out, set, &total(&scored));
        if set == "seed" {
            let (n_present, n) = preds.first().map_or((0, 0), matters::present);
            out.add("record", set, "matters present", n_present as f64, n);
        }
        all.extend(scored);
        if out.asked("--check") {
            let script = folder.join("../record/score.py");
            agreement::check(&folder.join(format!("{set}.jsonl")), &script, &predicted)?;
        }
    }
    println!("# all\n{}", report::report(&all, false, false));
    let sum = total(&all);
    add_rows(out, "all", &sum);
    add_kinds(out, &sum);
    Ok(())
}

/// The records of one set as JSONL: read now, or written earlier to `--predictions DIR`.
fn predictions(
    out: &Table,
    folder: &Path,
    set: &str,
) -> Result<String, Box<dyn std::error::Error>> {
    if let Some(earlier) = out.value_of("--predictions") {
        return Ok(std::fs::read_to_string(
            Path::new(earlier).join(format!("{set}.jsonl")),
        )?);
    }
    let documents = reports::load(&folder.join(format!("{set}.docs.jsonl")))?;
    let predicted = reports::read_all(&documents)?;
    if let Some(folder) = out.value_of("--write-predictions") {
        std::fs::create_dir_all(folder)?;
        std::fs::write(Path::new(folder).join(format!("{set}.jsonl")), &predicted)?;
    }
    Ok(predicted)
}

fn add_rows(out: &mut Table, set: &str, sum: &Counts) {
    let (p, r, f) = prf(sum.found, sum.gold, sum.pred);
    out.add("record", set, "found precision", p, sum.pred);
    out.add("record", set, "found recall", r, sum.gold);
    out.add("record", set, "found F1", f, sum.gold);
    for (name, found) in [
        ("found+who F1", sum.who),
        ("full F1", sum.full),
        ("any-kind F1", sum.any_kind),
    ] {
        let (_, _, f) = prf(found, sum.gold, sum.pred);
        out.add("record", set, name, f, sum.gold);
    }
}

/// The twelve kinds over all sets together.
fn add_kinds(out: &mut Table, sum: &Counts) {
    for (kind, &[gold, pred, found]) in &sum.kinds {
        let (_, _, f) = prf(found, gold, pred);
        out.add("record", "all", format!("{kind} F1"), f, gold);
    }
}
