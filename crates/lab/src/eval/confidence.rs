//! What the confidence of an entry is worth: of those that are given 0.8 to 0.9, how many are right.
//!
//! The confidence of a rule is its share of right entries on the reports for tuning, drawn towards that of
//! its kind, and a kind's towards that of all, where there are few. `cargo lab eval record
//! --write-confidence` writes it to `rules/en/acts/confidence.tsv`, which the library reads.

use super::Table;
use super::score::{Judged, Scored};
use crate::{Outcome, paths};
use std::collections::BTreeMap;

/// How many entries of the kind's share weigh as much as those of the rule itself.
const DRAW: f64 = 12.0;

/// Lower ends of the steps of the table, highest first.
const STEPS: [f64; 6] = [0.9, 0.8, 0.7, 0.6, 0.5, 0.0];

/// Prints a table of confidence and right, and adds its rows.
pub(crate) fn table(out: &mut Table, set: &str, scored: &[Scored]) {
    let all: Vec<&Judged> = scored.iter().flat_map(|s| &s.judged).collect();
    println!("# confidence, {set}\nfrom\tentries\tright");
    let mut above = f64::INFINITY;
    for from in STEPS {
        let step: Vec<&&Judged> = all
            .iter()
            .filter(|j| j.confidence >= from && j.confidence < above)
            .collect();
        above = from;
        if step.is_empty() {
            continue;
        }
        let right = step.iter().filter(|j| j.right).count() as f64 / step.len() as f64;
        println!("{from:.1}\t{}\t{right:.3}", step.len());
        out.add(
            "record",
            set,
            format!("right at confidence {from:.1}+"),
            right,
            step.len(),
        );
    }
}

/// Writes the confidence of every rule that made an entry.
pub(crate) fn write(scored: &[Scored]) -> Outcome {
    let mut rules: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    let mut kinds: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    let mut all = (0.0, 0.0);
    for j in scored.iter().flat_map(|s| &s.judged) {
        let kind = j.rule.split('/').next().unwrap_or_default();
        let right = f64::from(u8::from(j.right));
        for count in [
            &mut all,
            kinds.entry(kind).or_default(),
            rules.entry(&j.rule).or_default(),
        ] {
            count.0 += right;
            count.1 += 1.0;
        }
    }
    let whole = all.0 / all.1.max(1.0);
    let drawn = |(right, n): (f64, f64), to: f64| (right + DRAW * to) / (n + DRAW);
    let mut lines = vec![
        "# rule (\"kind/\" for the rest of its kind), how often its entries are right; written by the lab"
            .to_string(),
    ];
    for (kind, &count) in &kinds {
        lines.push(format!("{kind}/\t{:.2}", drawn(count, whole)));
    }
    for (rule, &count) in &rules {
        let kind = rule.split('/').next().unwrap_or_default();
        let of_kind = drawn(kinds[kind], whole);
        lines.push(format!("{rule}\t{:.2}", drawn(count, of_kind)));
    }
    lines[1..].sort();
    let file = paths::root().join("crates/demarche/rules/en/acts/confidence.tsv");
    std::fs::write(&file, lines.join("\n") + "\n")?;
    eprintln!("wrote {}", file.display());
    Ok(())
}
