//! The record score in words, line for line as the codebook's script prints it.

use super::score::{Counts, Scored, prf, total};
use std::fmt::Write as _;

/// The whole report. `misses` lists what was missed and made up, `each` adds a line a document.
pub(crate) fn report(scored: &[Scored], misses: bool, each: bool) -> String {
    let mut out = String::new();
    if misses {
        scored
            .iter()
            .flat_map(|s| &s.misses)
            .for_each(|l| line(&mut out, l));
    }
    if each {
        scored.iter().for_each(|s| line(&mut out, &document(s)));
    }
    let sum = total(scored);
    let (n, gold, pred) = (scored.len(), sum.gold, sum.pred);
    line(
        &mut out,
        &format!("reports {n}  gold {gold}  predicted {pred}"),
    );
    for (name, found) in [
        ("any-kind", sum.any_kind),
        ("found", sum.found),
        ("found+who", sum.who),
        ("full", sum.full),
    ] {
        let (p, r, f) = prf(found, gold, pred);
        line(&mut out, &format!("{name:<10} P {p:.3} R {r:.3} F1 {f:.3}"));
    }
    if sum.found > 0 {
        on_found(&mut out, &sum);
    }
    for (kind, &[gold, pred, found]) in &sum.kinds {
        let (p, r, f) = prf(found, gold, pred);
        let counts = format!("gold {gold:>3} pred {pred:>3}");
        line(
            &mut out,
            &format!("  {kind:<9} {counts}  P {p:.2} R {r:.2} F1 {f:.2}"),
        );
    }
    out
}

fn line(out: &mut String, words: &str) {
    out.push_str(words);
    out.push('\n');
}

fn document(scored: &Scored) -> String {
    let c = &scored.counts;
    let (p, r, f) = prf(c.found, c.gold, c.pred);
    let id: String = scored.id.chars().take(40).collect();
    let counts = format!("gold {:>3} pred {:>3}", c.gold, c.pred);
    format!(
        "  {id:<40} {counts}  found P {p:.2} R {r:.2} F {f:.2}  full {}",
        c.full
    )
}

/// What is right about the entries found.
fn on_found(out: &mut String, sum: &Counts) {
    let mut shares = String::from("on found: ");
    for (name, count) in [
        ("actor", sum.actor),
        ("addressee", sum.addressee),
        ("speaker", sum.speaker),
        ("condition", sum.condition),
        ("due", sum.due),
        ("when", sum.when),
    ] {
        let share = count as f64 / sum.found as f64;
        let _ = write!(shares, " {name} {share:.3} ");
    }
    line(out, shares.trim_end());
    let iou = sum.iou / sum.found as f64;
    line(
        out,
        &format!("content: mean share of letters (IoU) {iou:.3}"),
    );
    let due = format!("due given: {}/{}", sum.due_hit, sum.gold_due);
    let condition = format!(
        "condition given: {}/{}",
        sum.condition_hit, sum.gold_condition
    );
    line(out, &format!("{due}   {condition}"));
}
