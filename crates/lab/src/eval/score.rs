//! How a record is scored against one made by hand.
//!
//! An entry is *found* when a gold entry of the same kind has overlapping words: the content spans
//! share at least half of the shorter one's letters, or the evidence does and the contents touch.
//! Pairs are one to one, greedy by overlap, then by agreement of the parties. These are the
//! definitions of the codebook's own script, `score.py`; `cargo lab eval record --check` compares
//! the two line by line.

use super::marked::{Marked, MarkedEntry, Words};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// Counts over one report or many.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) gold: usize,
    pub(crate) pred: usize,
    pub(crate) found: usize,
    /// Found when kinds are left aside.
    pub(crate) any_kind: usize,
    /// Found, with the right actor and addressee.
    pub(crate) who: usize,
    /// Found, and everything about it right.
    pub(crate) full: usize,
    pub(crate) actor: usize,
    pub(crate) addressee: usize,
    pub(crate) speaker: usize,
    pub(crate) condition: usize,
    pub(crate) due: usize,
    pub(crate) when: usize,
    pub(crate) gold_due: usize,
    pub(crate) due_hit: usize,
    pub(crate) gold_condition: usize,
    pub(crate) condition_hit: usize,
    /// Sum of the shares of letters that the two contents of a pair have in common.
    pub(crate) iou: f64,
    /// For each kind: gold, predicted, found.
    pub(crate) kinds: BTreeMap<String, [usize; 3]>,
}

/// What one report scored, with what was missed and what was made up.
#[derive(Clone, Debug)]
pub(crate) struct Scored {
    pub(crate) id: String,
    pub(crate) counts: Counts,
    /// Lines for `--misses`.
    pub(crate) misses: Vec<String>,
    /// Every predicted entry with whether a gold one was found for it, optional ones included.
    pub(crate) judged: Vec<Judged>,
}

/// One predicted entry, judged.
#[derive(Clone, Debug)]
pub(crate) struct Judged {
    pub(crate) rule: String,
    pub(crate) confidence: f64,
    pub(crate) right: bool,
}

/// Precision, recall and their harmonic mean, 0 to 1.
pub(crate) fn prf(found: usize, gold: usize, pred: usize) -> (f64, f64, f64) {
    let share = |of: usize| {
        if of == 0 {
            0.0
        } else {
            found as f64 / of as f64
        }
    };
    let (p, r) = (share(pred), share(gold));
    let f = if p + r > 0.0 {
        2.0 * p * r / (p + r)
    } else {
        0.0
    };
    (p, r, f)
}

/// Scores predicted records against gold ones, paired by document id, else by order.
pub(crate) fn score(golds: &[Marked], preds: &[Marked]) -> Vec<Scored> {
    let nothing = Marked::default();
    let pair_up = |(n, gold): (usize, &Marked)| {
        let same = |p: &&Marked| p.document.id == gold.document.id;
        let pred = preds.iter().rev().find(same).or_else(|| preds.get(n));
        score_one(gold, pred.unwrap_or(&nothing))
    };
    golds.iter().enumerate().map(pair_up).collect()
}

/// The sum of several reports.
pub(crate) fn total(scored: &[Scored]) -> Counts {
    let mut sum = Counts::default();
    scored.iter().for_each(|s| sum.add(&s.counts));
    sum
}

fn score_one(gold: &Marked, pred: &Marked) -> Scored {
    let text = gold.document.text.as_deref().unwrap_or_default();
    let mut found_entries = pred.entries.clone();
    if pred.document.text.as_deref().is_some_and(|t| t != text) {
        let letters: Vec<char> = text.chars().collect();
        found_entries
            .iter_mut()
            .for_each(|e| move_onto(e, &letters));
    }
    let (ge, pe) = (&gold.entries[..], &found_entries[..]);
    let pairs = pair(ge, pe, true);
    let real: Vec<(usize, usize)> = pairs
        .iter()
        .copied()
        .filter(|&(i, _)| !ge[i].optional)
        .collect();
    let excused: BTreeSet<usize> = pairs
        .iter()
        .filter(|&&(i, _)| ge[i].optional)
        .map(|&(_, j)| j)
        .collect();
    let mut counts = Counts {
        gold: ge.iter().filter(|e| !e.optional).count(),
        pred: pe.len() - excused.len(),
        found: real.len(),
        any_kind: pair(ge, pe, false)
            .iter()
            .filter(|&&(i, _)| !ge[i].optional)
            .count(),
        ..Counts::default()
    };
    for &(i, j) in &real {
        counts.add_pair(&ge[i], &pe[j]);
        counts.kind(&ge[i].kind)[2] += 1;
    }
    ge.iter()
        .filter(|e| !e.optional)
        .for_each(|e| counts.kind(&e.kind)[0] += 1);
    let charged = pe.iter().enumerate().filter(|(j, _)| !excused.contains(j));
    charged.for_each(|(_, e)| counts.kind(&e.kind)[1] += 1);
    let id = gold.document.id.clone().unwrap_or_default();
    let judge = |(j, p): (usize, &MarkedEntry)| Judged {
        rule: p.rule.clone(),
        confidence: p.confidence,
        right: pairs.iter().any(|&(_, found)| found == j),
    };
    Scored {
        judged: pe.iter().enumerate().map(judge).collect(),
        misses: misses(&id, ge, pe, &pairs),
        id,
        counts,
    }
}

/// Lines that name each gold entry not found and each predicted entry without a gold one.
fn misses(
    id: &str,
    gold: &[MarkedEntry],
    pred: &[MarkedEntry],
    pairs: &[(usize, usize)],
) -> Vec<String> {
    let line = |word: &str, e: &MarkedEntry| {
        let words = e.content.as_ref().and_then(|c| c.text.as_deref());
        let (actor, addressee) = (list(e.actor.as_deref()), list(e.addressee.as_deref()));
        let words = words.unwrap_or("None");
        format!("  {word:<5} {id} {} {actor}->{addressee} | {words}", e.kind)
    };
    let missed = gold
        .iter()
        .enumerate()
        .filter(|(i, e)| !e.optional && !pairs.iter().any(|(g, _)| g == i));
    let extra = pred
        .iter()
        .enumerate()
        .filter(|(j, _)| !pairs.iter().any(|(_, p)| p == j));
    let mut lines: Vec<String> = missed.map(|(_, e)| line("miss", e)).collect();
    lines.extend(extra.map(|(_, e)| line("extra", e)));
    lines
}

/// A list of party ids as the script prints it.
fn list(ids: Option<&[String]>) -> String {
    let Some(ids) = ids else {
        return "None".to_string();
    };
    let quoted: Vec<String> = ids.iter().map(|id| format!("'{id}'")).collect();
    format!("[{}]", quoted.join(", "))
}

fn move_onto(entry: &mut MarkedEntry, text: &[char]) {
    let parts = [
        &mut entry.content,
        &mut entry.condition,
        &mut entry.due,
        &mut entry.when,
    ];
    parts.into_iter().flatten().for_each(|w| w.move_onto(text));
    entry.evidence.iter_mut().for_each(|w| w.move_onto(text));
}

/// Letters that two spans share, and the lengths of both.
fn shared(a: Option<&Words>, b: Option<&Words>) -> Option<(i64, i64, i64)> {
    let ((a0, a1), (b0, b1)) = (a?.ends()?, b?.ends()?);
    Some((a1.min(b1) - a0.max(b0), a1 - a0, b1 - b0))
}

/// Letters shared over the letters of the shorter span.
fn overlap(a: Option<&Words>, b: Option<&Words>) -> f64 {
    match shared(a, b) {
        Some((o, la, lb)) if o > 0 => o as f64 / la.min(lb).max(1) as f64,
        _ => 0.0,
    }
}

/// Letters shared over the letters that either covers.
fn iou(a: Option<&Words>, b: Option<&Words>) -> f64 {
    shared(a, b).map_or(0.0, |(o, la, lb)| {
        let o = o.max(0);
        o as f64 / (la + lb - o).max(1) as f64
    })
}

/// How well the words of two entries match; 0: they do not.
fn words_overlap(g: &MarkedEntry, p: &MarkedEntry) -> f64 {
    let (gc, pc) = (g.content.as_ref(), p.content.as_ref());
    let c = overlap(gc, pc);
    let each = |a: &MarkedEntry, b: &MarkedEntry| {
        let pairs = a
            .evidence
            .iter()
            .flat_map(|x| b.evidence.iter().map(move |y| (x, y)));
        pairs
            .map(|(x, y)| overlap(Some(x), Some(y)))
            .fold(0.0, f64::max)
    };
    let evidence = each(g, p);
    if c >= 0.5 {
        1.0 + c + 0.1 * evidence
    } else if evidence >= 0.5 && c > 0.0 {
        0.5 + c
    } else {
        0.0
    }
}

fn same_set(a: Option<&[String]>, b: Option<&[String]>) -> bool {
    let set = |ids: Option<&[String]>| -> BTreeSet<String> {
        ids.unwrap_or_default().iter().cloned().collect()
    };
    set(a) == set(b)
}

/// Equal ids, or persons with the same family name (the last part of the slug).
fn same_speaker(a: Option<&str>, b: Option<&str>) -> bool {
    let (a, b) = (a.filter(|s| !s.is_empty()), b.filter(|s| !s.is_empty()));
    let (Some(a), Some(b)) = (a, b) else {
        return a == b;
    };
    let person = |id: &str| id.to_lowercase() == id;
    a == b || person(a) && person(b) && a.rsplit('-').next() == b.rsplit('-').next()
}

/// Pairs entries one to one, the best overlap first.
fn pair(gold: &[MarkedEntry], pred: &[MarkedEntry], same_kind: bool) -> Vec<(usize, usize)> {
    let mut candidates: Vec<(f64, usize, usize)> = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, p) in pred.iter().enumerate() {
            if same_kind && g.kind != p.kind {
                continue;
            }
            let words = words_overlap(g, p);
            if words > 0.0 {
                let yes = |b: bool| f64::from(u8::from(b));
                let actor = same_set(g.actor.as_deref(), p.actor.as_deref());
                let addressee = same_set(g.addressee.as_deref(), p.addressee.as_deref());
                let agree = 0.3 * yes(actor) + 0.2 * yes(addressee) + 0.1 * yes(g.kind == p.kind);
                candidates.push((words + agree, i, j));
            }
        }
    }
    let best_first = |a: &(f64, usize, usize), b: &(f64, usize, usize)| {
        b.partial_cmp(a).unwrap_or(Ordering::Equal)
    };
    candidates.sort_by(best_first);
    let (mut gold_taken, mut pred_taken) = (BTreeSet::new(), BTreeSet::new());
    let mut pairs = Vec::new();
    for (_, i, j) in candidates {
        if !gold_taken.contains(&i) && !pred_taken.contains(&j) {
            gold_taken.insert(i);
            pred_taken.insert(j);
            pairs.push((i, j));
        }
    }
    pairs
}

fn window(words: Option<&Words>) -> Option<(Option<&str>, Option<&str>)> {
    words.and_then(Words::window)
}

/// The day of a meeting may stand as due or as when.
fn due_of(entry: &MarkedEntry, meeting: bool) -> Option<(Option<&str>, Option<&str>)> {
    let due = window(entry.due.as_ref());
    if meeting {
        due.or_else(|| window(entry.when.as_ref()))
    } else {
        due
    }
}

impl Counts {
    fn kind(&mut self, kind: &str) -> &mut [usize; 3] {
        self.kinds.entry(kind.to_string()).or_default()
    }

    /// Counts what is right about a found entry: `g` is gold, `p` predicted.
    fn add_pair(&mut self, g: &MarkedEntry, p: &MarkedEntry) {
        let actor = same_set(g.actor.as_deref(), p.actor.as_deref());
        let unnamed = g.addressee.as_deref().unwrap_or_default().is_empty();
        let addressee = unnamed || same_set(g.addressee.as_deref(), p.addressee.as_deref());
        let speaker = same_speaker(g.speaker.as_deref(), p.speaker.as_deref());
        let condition = match (&g.condition, &p.condition) {
            (None, None) => true,
            (Some(a), Some(b)) => a.relation == b.relation && overlap(Some(a), Some(b)) > 0.0,
            _ => false,
        };
        let meeting = g.kind == "meet";
        let due = due_of(g, meeting) == due_of(p, meeting);
        let when = window(g.when.as_ref());
        let dated = when.is_some() && (g.kind == "deliver" || g.kind == "agree");
        let when = !dated || when == window(p.when.as_ref());
        let letters = iou(g.content.as_ref(), p.content.as_ref());
        let gold_due = window(g.due.as_ref()).is_some();
        let parties = actor && addressee;
        let full = parties && speaker && condition && due && when && letters >= 0.5;
        for (count, right) in [
            (&mut self.actor, actor),
            (&mut self.addressee, addressee),
            (&mut self.speaker, speaker),
            (&mut self.condition, condition),
            (&mut self.due, due),
            (&mut self.when, when),
            (&mut self.gold_due, gold_due),
            (&mut self.due_hit, gold_due && due),
            (&mut self.gold_condition, g.condition.is_some()),
            (&mut self.condition_hit, g.condition.is_some() && condition),
            (&mut self.who, parties),
            (&mut self.full, full),
        ] {
            *count += usize::from(right);
        }
        self.iou += letters;
    }

    fn add(&mut self, other: &Counts) {
        for (a, b) in [
            (&mut self.gold, other.gold),
            (&mut self.pred, other.pred),
            (&mut self.found, other.found),
            (&mut self.any_kind, other.any_kind),
            (&mut self.who, other.who),
            (&mut self.full, other.full),
            (&mut self.actor, other.actor),
            (&mut self.addressee, other.addressee),
            (&mut self.speaker, other.speaker),
            (&mut self.condition, other.condition),
            (&mut self.due, other.due),
            (&mut self.when, other.when),
            (&mut self.gold_due, other.gold_due),
            (&mut self.due_hit, other.due_hit),
            (&mut self.gold_condition, other.gold_condition),
            (&mut self.condition_hit, other.condition_hit),
        ] {
            *a += b;
        }
        self.iou += other.iou;
        for (kind, counts) in &other.kinds {
            let mine = self.kind(kind);
            mine.iter_mut().zip(counts).for_each(|(a, b)| *a += b);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::marked::parse;

    fn one(json: &str) -> Vec<Marked> {
        parse(json).expect("test records are JSON")
    }

    const GOLD: &str = r#"{"document":{"id":"a","text":"Rome will pay Paris if asked"},"entries":[
        {"kind":"commit","actor":["ITA"],"addressee":["FRA"],"content":{"start":10,"end":19},
         "evidence":[{"start":0,"end":19}]},
        {"kind":"warn","optional":true,"actor":["ITA"],"addressee":[],
         "content":{"start":20,"end":28},"evidence":[{"start":20,"end":28}]}]}"#;

    #[test]
    fn the_gold_itself_scores_one_and_optional_entries_count_for_nothing() {
        let gold = one(&GOLD.replace('\n', " "));
        let sum = total(&score(&gold, &gold));
        assert_eq!((sum.gold, sum.pred, sum.found, sum.full), (1, 1, 1, 1));
    }

    #[test]
    fn a_wrong_party_is_found_but_not_found_with_who() {
        let gold = one(&GOLD.replace('\n', " "));
        let mut pred = gold.clone();
        pred[0].entries[0].actor = Some(vec!["ESP".to_string()]);
        pred[0].entries.truncate(1);
        let sum = total(&score(&gold, &pred));
        assert_eq!((sum.found, sum.who, sum.full), (1, 0, 0));
    }

    #[test]
    fn families_name_the_same_speaker_and_states_do_not() {
        assert!(same_speaker(Some("sergei-lavrov"), Some("s-lavrov")));
        assert!(!same_speaker(Some("RUS"), Some("USA")));
        assert!(!same_speaker(None, Some("RUS")));
        assert!(same_speaker(None, Some("")));
    }

    #[test]
    fn words_are_found_again_in_another_text() {
        let gold = one(&GOLD.replace('\n', " "));
        let mut pred = gold.clone();
        pred[0].document.text = Some("(Agency) Rome will pay Paris".to_string());
        let content = pred[0].entries[0].content.as_mut().expect("has a content");
        (content.start, content.end) = (Some(19), Some(28));
        content.text = Some("pay Paris".to_string());
        assert_eq!(total(&score(&gold, &pred)).found, 1);
    }
}
