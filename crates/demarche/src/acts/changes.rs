//! What comes about with a party's own measure: "the American tariff fell from 25 to 10 percent", "its ban
//! expired". Whose measure it is has done it.

use super::candidate::Candidate;
use super::content;
use super::lexicon::lexicon;
use super::reading::Scene;
use super::scope::{Status, scope};
use crate::record::Kind;

/// The relief that the verb `t` tells of, where its subject is somebody's measure.
pub(crate) fn at(scene: &Scene, t: usize, out: &mut Vec<Candidate>) {
    let tree = &scene.tree;
    let falls = matches!(
        tree.lemma(t),
        "fall" | "drop" | "sink" | "decrease" | "come" | "go"
    );
    if !falls || !tree.is_verb(t) || tree.child(t, &["obj"]).is_some() {
        return;
    }
    let down = matches!(tree.lemma(t), "fall" | "drop" | "sink" | "decrease")
        || tree.children(t).any(|c| c == t + 1 && tree.is(c, "down"));
    let Some(noun) = tree.child(t, &["nsubj"]).filter(|_| down) else {
        return;
    };
    let rate = lexicon().in_class("measure", tree.lemma(noun)) || tree.lemma(noun) == "rate";
    // "fell from 25 percent to 10 percent": a rate that somebody sets, not a figure that moves.
    let (_, hi) = tree.extent(t, &|_| false);
    let steps = (t + 1..=hi).any(|c| tree.is(c, "to"))
        && (t + 1..=hi).any(|c| matches!(tree.lemma(c), "percent" | "%"));
    let actor = scene.owners(noun);
    let how = scope(scene, t);
    if !rate || !steps || actor.is_empty() || how.negated || how.status != Status::Actual {
        return;
    }
    out.push(Candidate {
        kind: Kind::Deliver,
        rule: "deliver/fell",
        trigger: t,
        content: content::clause(scene, t),
        actor,
        addressee: Vec::new(),
        unresolved: false,
        deadline_from: None,
        speaker: None,
        positive: true,
        weak: false,
        confidence: 0.6,
        swallows: false,
    });
}
