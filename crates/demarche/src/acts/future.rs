//! Undertakings without a verb of promising: "we will publish it", "Iran is to reduce its activities";
//! and what would hurt the other side: "we will respond with force".

use super::candidate::Candidate;
use super::content;
use super::frames::rows_at;
use super::lexicon::lexicon;
use super::reading::Scene;
use super::scope::{Status, scope};
use super::{condition, frames};
use crate::record::{Kind, Relation};

/// The undertaking or threat that the verb `t` states about its own subject.
pub(crate) fn at(scene: &Scene, t: usize, out: &mut Vec<Candidate>) {
    let tree = &scene.tree;
    if !tree.is_verb(t) || scene.reading.parse.upos[t] == "AUX" || tree.rel(t) == "amod" {
        return;
    }
    // A verb of the tables speaks for itself ("will demand"), unless it names a deed ("will sign").
    if rows_at(scene, t)
        .iter()
        .any(|r| !matches!(r.kind, Kind::Deliver | Kind::Concede))
    {
        return;
    }
    let is_to = is_to(scene, t);
    let how = scope(scene, t);
    let coming = matches!(how.status, Status::Future | Status::Conditional)
        || is_to
        || will_have_to(scene, t);
    if !coming || how.status == Status::Open || hedged(scene, t) {
        return;
    }
    let Some(subject) = (if tree.passive(t) {
        tree.agent(t)
    } else {
        scene.subject(t)
    }) else {
        return;
    };
    let actor = scene.parties(subject);
    if actor.is_empty() {
        return;
    }
    let speaking = scene.speaking(t);
    let own_words = speaking.iter().any(|p| actor.contains(p));
    let reporter = scene.statement(t).is_none();
    if how.status == Status::Conditional && !own_words {
        return;
    }
    if !own_words && !reporter {
        return;
    }
    let lemma = tree.lemma(t);
    let harm = harmful(scene, t);
    let condition = condition::of_move(scene, t, t);
    let reaction = lexicon().in_class("reaction", lemma)
        && condition.is_some_and(|c| matches!(c.relation, Relation::If | Relation::Unless));
    if !harm && !reaction && lexicon().in_class("no-deed", lemma) && !continues(scene, t) {
        return;
    }
    let verb = scene.tree.negated(t);
    let kind = if harm && !verb || reaction {
        Kind::Warn
    } else {
        Kind::Commit
    };
    let conditional_refusal =
        verb && condition.is_some_and(|c| matches!(c.relation, Relation::Unless | Relation::Until));
    let kind = if conditional_refusal {
        Kind::Reject
    } else {
        kind
    };
    out.push(Candidate {
        kind,
        rule: match kind {
            Kind::Warn => "warn/will",
            Kind::Reject => "reject/will-not-unless",
            _ => "commit/will",
        },
        trigger: t,
        content: content::verb_phrase(scene, t, false),
        actor,
        addressee: Vec::new(),
        speaker: None,
        positive: !how.negated,
        weak: false,
        confidence: if own_words { 0.7 } else { 0.5 },
        swallows: false,
    });
}

/// "will continue to work": the deed is in the infinitive.
fn continues(scene: &Scene, t: usize) -> bool {
    matches!(scene.tree.lemma(t), "continue" | "begin" | "remain")
        && frames::infinitive_of(scene, t).is_some()
        || scene.tree.is(t, "continue") && scene.tree.object(t).is_some()
}

/// "we will have to consult": bound by the speaker's own word.
fn will_have_to(scene: &Scene, t: usize) -> bool {
    let above = scene.reading.parse.parent(t).filter(|&v| {
        scene.tree.rel(t) == "xcomp" && matches!(scene.tree.lemma(v), "have" | "need")
    });
    above.is_some_and(|v| scope(scene, v).status == Status::Future)
}

/// "is to reduce", "are to meet": an arrangement.
fn is_to(scene: &Scene, t: usize) -> bool {
    let tree = &scene.tree;
    let to = tree
        .children(t)
        .any(|c| tree.rel(c) == "mark" && tree.is(c, "to"));
    let be = tree
        .children(t)
        .any(|c| matches!(tree.rel(c), "aux" | "cop") && tree.lemma(c) == "be")
        || (tree.rel(t) == "xcomp"
            && scene
                .reading
                .parse
                .parent(t)
                .is_some_and(|p| tree.lemma(p) == "be"));
    to && be && tree.parse.xpos[t] == "VB"
}

/// "will likely", "will probably".
fn hedged(scene: &Scene, t: usize) -> bool {
    scene.tree.children(t).any(|c| {
        matches!(
            scene.tree.lemma(c),
            "likely" | "probably" | "perhaps" | "maybe" | "possibly" | "presumably" | "eventually"
        )
    })
}

/// True when what the verb says would hurt somebody: "attack", "impose sanctions", "pay a price".
pub(crate) fn harmful(scene: &Scene, t: usize) -> bool {
    let tree = &scene.tree;
    let words = lexicon();
    if words.in_class("hostile", tree.lemma(t)) {
        return true;
    }
    let object = tree.object(t);
    let with = frames::oblique(scene, t, "with");
    [object, with].into_iter().flatten().any(|o| {
        tree.with_conjuncts(o).iter().any(|&o| {
            words.in_class("harm", tree.lemma(o)) && !words.in_class("relieving", tree.lemma(t))
        })
    })
}
