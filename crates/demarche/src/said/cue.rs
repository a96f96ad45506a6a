//! Finds the cues of a text and, from the grammar around each, its source, what is said and who is
//! spoken to. Words in quotation marks that no clause links to a cue are left to `speech`.

mod noun;
mod verb;

use super::frames::{Words, words};
use super::source::Source;
use super::tree::Tree;

/// An attribution while it is being made: everything is tokens, ranges are half-open.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    /// Head of the cue; none where the words stand without one.
    pub(crate) cue: Option<usize>,
    pub(crate) cue_words: (usize, usize),
    pub(crate) source: Option<Source>,
    /// What is said, in text order; may be empty until the quotation marks are looked at.
    pub(crate) content: Vec<(usize, usize)>,
    pub(crate) addressee: Option<usize>,
    pub(crate) negated: bool,
    /// The cue can take quoted words.
    pub(crate) direct: bool,
    pub(crate) rule: &'static str,
}

/// The rule for verbs that say where somebody stands ("backed the plan"): no statement by itself,
/// but what the taggers look at.
pub(crate) const STANCE: &str = "said/stance";

/// The rule for nouns: "the claim that".
pub(crate) const NOUN: &str = "said/noun";

/// All drafts, in the order of their cues. Each token is looked at once.
pub(crate) fn find(tree: &Tree) -> Vec<Draft> {
    let words = words();
    let mut drafts = Vec::new();
    for t in 0..tree.len() {
        if let Some(draft) = at(tree, words, t) {
            drafts.push(draft);
        }
    }
    drafts
}

/// The draft that the word `t` is the cue of.
fn at(tree: &Tree, words: &Words, t: usize) -> Option<Draft> {
    match tree.upos(t) {
        "VERB" => verb::according(tree, t).or_else(|| verb::read(tree, words, t)),
        "NOUN" => noun::read(tree, words, t),
        "ADJ" => noun::adjective(tree, words, t),
        _ => verb::according(tree, t),
    }
}

/// The tokens of the cue around its head: auxiliaries, "not", an adverb before it, a particle or
/// `last` after it.
fn cue_words(tree: &Tree, head: usize, last: Option<usize>) -> (usize, usize) {
    let belongs = |c: usize| {
        matches!(tree.rel(c), "aux" | "cop")
            || (tree.rel(c) == "advmod" && tree.children(c).next().is_none())
    };
    let mut start = head;
    while start > 0 && tree.parent(start - 1) == Some(head) && belongs(start - 1) {
        start -= 1;
    }
    let mut end = head + 1;
    while end < tree.len() && tree.parent(end) == Some(head) && tree.full_rel(end) == "compound:prt"
    {
        end += 1;
    }
    if last == Some(end) {
        end += 1;
    }
    (start, end)
}

/// "not", "never" beside the cue, or a subject that begins with "no"; "declined to say", "refused
/// to confirm".
fn negated(tree: &Tree, head: usize) -> bool {
    let not = |t: usize| matches!(tree.lemma(t), "not" | "n't" | "never" | "neither" | "nor");
    let own = tree
        .children(head)
        .any(|c| c < head && tree.rel(c) == "advmod" && not(c));
    let nobody = tree.child(head, &["nsubj"]).is_some_and(|s| {
        matches!(tree.lemma(s), "nobody" | "none" | "neither")
            || tree
                .child(s, &["det"])
                .is_some_and(|d| tree.lemma(d) == "no")
    });
    let refused = tree.rel(head) == "xcomp"
        && tree.parent(head).is_some_and(|up| {
            matches!(tree.lemma(up), "decline" | "refuse" | "fail" | "avoid")
                || negated_once(tree, up)
        });
    own || nobody || refused
}

fn negated_once(tree: &Tree, head: usize) -> bool {
    tree.children(head)
        .any(|c| tree.rel(c) == "advmod" && matches!(tree.lemma(c), "not" | "n't" | "never"))
}

/// The tokens under `node`, as one range, or as several where something under `hole` stands
/// between.
pub(crate) fn ranges(tree: &Tree, node: usize, hole: Option<usize>) -> Vec<(usize, usize)> {
    let (low, high) = tree.extent(node);
    let mut parts = Vec::new();
    match hole {
        // The cue stands above what is said and in the middle of it: what hangs on the cue is left
        // out.
        Some(cue) if low < cue && cue < high && tree.under(node, cue) => {
            let mut start = low;
            for t in low..high {
                if !tree.under(t, node) {
                    parts.push((start, t));
                    start = t + 1;
                }
            }
            parts.push((start, high));
        }
        Some(cue) => {
            let (from, to) = tree.extent(cue);
            if from < high && low < to && !tree.under(node, cue) {
                parts.push((low, from.max(low)));
                parts.push((to.min(high), high));
            } else {
                parts.push((low, high));
            }
        }
        None => parts.push((low, high)),
    }
    parts
        .into_iter()
        .filter_map(|(start, end)| trim(tree, start, end.max(start)))
        .collect()
}

/// Leaves out stops and commas at both ends; quotation marks and brackets stay.
pub(crate) fn trim(tree: &Tree, mut start: usize, mut end: usize) -> Option<(usize, usize)> {
    let stop = |t: usize| {
        tree.is_punct(t)
            && tree
                .word(t)
                .chars()
                .all(|c| matches!(c, ',' | '.' | ';' | ':' | '-' | '–' | '—' | '…' | '?' | '!'))
    };
    while start < end && stop(start) {
        start += 1;
    }
    while start < end && stop(end - 1) {
        end -= 1;
    }
    (start < end).then_some((start, end))
}
