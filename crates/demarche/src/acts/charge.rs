//! Charges and denials without a verb of either: "Israel had failed to ease its blockade", said by Hamas;
//! "Russia has never threatened anyone", said by Russia.

use super::candidate::Candidate;
use super::content;
use super::lexicon::lexicon;
use super::reading::Scene;
use super::scope::{Status, scope};
use crate::record::Kind;

/// The charge or denial that the predicate `t` is in its speaker's mouth.
pub(crate) fn at(scene: &Scene, t: usize, out: &mut Vec<Candidate>) {
    let tree = &scene.tree;
    if !tree.is_verb(t) || tree.rel(t) == "amod" || scene.statement(t).is_none() {
        return;
    }
    let wrong = lexicon().in_class("wrongdoing", tree.lemma(t));
    let duty = lexicon().in_class("duty", tree.lemma(t)) && tree.negated(t);
    if !wrong && !duty {
        return;
    }
    let actor = scene.speaking(t);
    if actor.is_empty() {
        return;
    }
    let Some(subject) = scene.subject(t) else {
        return;
    };
    let theirs = scene.parties(subject);
    let other_side = duty && scene.reading.parse.upos[subject] == "NOUN";
    if theirs.is_empty() && !other_side {
        return;
    }
    let how = scope(scene, t);
    if how.status != Status::Actual {
        return;
    }
    let own = theirs.iter().any(|p| actor.contains(p));
    let (kind, rule) = match (own, how.negated) {
        (true, true) if wrong => (Kind::Deny, "deny/never-did"),
        (false, true) if duty => (Kind::Accuse, "accuse/did-not-keep"),
        (false, false) if wrong => (Kind::Accuse, "accuse/did-wrong"),
        _ => return,
    };
    let content = match kind {
        Kind::Deny => content::clause(scene, t),
        _ => content::verb_phrase(scene, t, false),
    };
    out.push(Candidate {
        kind,
        rule,
        trigger: t,
        content,
        addressee: if own { Vec::new() } else { theirs },
        actor,
        unresolved: false,
        speaker: None,
        positive: true,
        weak: false,
        confidence: 0.6,
        swallows: false,
    });
}
