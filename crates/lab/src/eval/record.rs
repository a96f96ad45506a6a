//! The record part: entries found in whole reports, against records made by hand.
//!
//! `--each` adds a line a document, `--misses` what was missed and what was made up, `--check` compares
//! the scorer with the codebook's script, `--write-predictions DIR` writes what was read as JSONL, and
//! `--predictions DIR` scores such files instead of reading. `--set NAME` takes one gold file only,
//! `--gold DIR` takes it from another folder. `--write-confidence` writes what each rule is worth on the
//! reports for tuning.

use super::score::{Counts, Scored, prf, score, total};
use super::{Table, agreement, confidence, marked, matters, report};
use crate::reports;
use crate::{Outcome, paths};
use std::path::Path;

/// The gold files.
const SETS: [&str; 3] = ["seed", "whitehouse", "wikinews"];

/// Reports marked up for this project, half of them for tuning.
const OWN: [&str; 2] = ["own-tune", "own-test"];

/// Scores the reader on every gold file and on those of the shared data together.
pub(crate) fn run(out: &mut Table) -> Outcome {
    let own = paths::root().join("eval/gold");
    let mut all: Vec<Scored> = Vec::new();
    if let Some(folder) = paths::shared("gold") {
        for set in SETS {
            all.extend(measure(out, &folder, set)?);
        }
        if out.value_of("--set").is_none() {
            println!("# all\n{}", report::report(&all, false, false));
            let sum = total(&all);
            add_rows(out, "all", &sum);
            add_kinds(out, &sum);
            confidence::table(out, "all", &all);
        }
    }
    for set in OWN {
        let scored = measure(out, &own, set)?;
        if !scored.is_empty() {
            confidence::table(out, set, &scored);
        }
        if set == "own-tune" {
            all.extend(scored);
        }
    }
    if out.asked("--write-confidence") {
        confidence::write(&all)?;
    }
    if let (Some(folder), Some(set)) = (out.value_of("--gold"), out.value_of("--set")) {
        let (folder, set) = (folder.to_string(), set.to_string());
        measure(out, Path::new(&folder), &set)?;
    }
    Ok(())
}

/// Scores one gold file, unless another one was asked for.
fn measure(
    out: &mut Table,
    folder: &Path,
    set: &str,
) -> Result<Vec<Scored>, Box<dyn std::error::Error>> {
    if out.value_of("--set").is_some_and(|chosen| chosen != set) {
        return Ok(Vec::new());
    }
    let predicted = predictions(out, folder, set)?;
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
    if out.asked("--check")
        && let Some(script) = paths::shared("record/score.py")
    {
        agreement::check(&folder.join(format!("{set}.jsonl")), &script, &predicted)?;
    }
    Ok(scored)
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
    let share = |hit: usize, of: usize| hit as f64 / of.max(1) as f64;
    out.add(
        "record",
        set,
        "conditions given, right",
        share(sum.condition_hit, sum.gold_condition),
        sum.gold_condition,
    );
    out.add(
        "record",
        set,
        "dues given, right",
        share(sum.due_hit, sum.gold_due),
        sum.gold_due,
    );
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
