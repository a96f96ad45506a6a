//! Attachments that a parser trained on little news gets wrong again and again around reporting
//! verbs.

use super::Tree;
use crate::said::frames::words;

/// Tokens with the head and the relation that they should have had.
pub(super) fn mended(tree: &Tree) -> Vec<(usize, usize, &'static str)> {
    let mend = |t| {
        told_that(tree, t)
            .or_else(|| saying(tree, t))
            .or_else(|| and_added(tree, t))
    };
    (0..tree.len())
        .filter_map(|t| mend(t).map(|(head, rel)| (t, head, rel)))
        .collect()
}

/// "told reporters that talks would resume": the clause belongs to the verb, not to the listeners.
fn told_that(tree: &Tree, t: usize) -> Option<(usize, &'static str)> {
    let noun = tree.parent(t).filter(|_| tree.rel(t) == "acl")?;
    let verb = tree.parent(noun).filter(|&v| v < noun && noun < t)?;
    let object = matches!(tree.rel(noun), "obj" | "iobj");
    let tells = words()
        .verbs
        .get(tree.lemma(verb))
        .is_some_and(|f| f.has("tell"));
    let mark = tree.child(t, &["mark"])?;
    (object && tells && matches!(tree.lemma(mark), "that" | "whether" | "if"))
        .then_some((verb, "ccomp"))
}

/// "a statement saying the border would stay closed": the second clause is what is said.
fn saying(tree: &Tree, t: usize) -> Option<(usize, &'static str)> {
    let noun = tree.parent(t).filter(|_| tree.rel(t) == "acl")?;
    let saying = tree
        .children(noun)
        .take_while(|&c| c < t)
        .filter(|&c| c > noun)
        .last()?;
    let reports = tree.xpos(saying) == "VBG"
        && tree.rel(saying) == "acl"
        && words()
            .verbs
            .get(tree.lemma(saying))
            .is_some_and(|f| f.has("that"))
        && tree.child(saying, &["ccomp", "obj"]).is_none();
    let subject = tree.child(t, &["nsubj"])?;
    let relative = matches!(tree.xpos(subject), "WP" | "WDT");
    (reports && !relative).then_some((saying, "ccomp"))
}

/// "said talks would go on and added that …": a finite verb of reporting does not go with "would
/// go".
fn and_added(tree: &Tree, t: usize) -> Option<(usize, &'static str)> {
    let below = tree.parent(t).filter(|_| tree.rel(t) == "conj")?;
    let verb = tree
        .parent(below)
        .filter(|&v| v < below && tree.rel(below) == "ccomp")?;
    let finite = matches!(tree.xpos(t), "VBD" | "VBZ" | "VBP") && tree.xpos(t) == tree.xpos(verb);
    let bare = matches!(tree.xpos(below), "VB" | "VBG" | "VBN");
    let reports = words().verbs.contains_key(tree.lemma(t));
    let alone = tree.child(t, &["nsubj", "aux"]).is_none();
    (finite && bare && reports && alone).then_some((verb, "conj"))
}
