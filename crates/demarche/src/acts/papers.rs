//! What a paper does is done by whoever put it forward: "Russia put forward two drafts. They would bar
//! Ukraine from joining", "the letter asked for more time".

use super::candidate::Candidate;
use super::content;
use super::lexicon::lexicon;
use super::reading::Scene;
use super::scope::{Status, scope};
use crate::record::Kind;

/// How many tokens before a pronoun its paper may stand.
const NEAR: usize = 60;

/// The parties that wrote or put forward the paper that the nominal `t` names or points at.
fn author(scene: &Scene, t: usize) -> Vec<u32> {
    let tree = &scene.tree;
    if scene
        .reading
        .cast
        .at(t)
        .is_some_and(|m| !m.parties.is_empty())
    {
        return Vec::new();
    }
    let pointing = matches!(tree.lemma(t), "it" | "they" | "these" | "this");
    if pointing {
        return before(scene, t, &|noun| agrees(scene, t, noun)).unwrap_or_default();
    }
    if !is_paper(scene, t) {
        return Vec::new();
    }
    let own = put_forward_by(scene, t);
    if !own.is_empty() {
        return own;
    }
    let many = scene.reading.parse.xpos[t];
    let same = |noun: usize| scene.reading.parse.xpos[noun] == many;
    before(scene, t, &same).unwrap_or_default()
}

/// The kind and the actor of a move whose subject is the paper `t`; its terms are only proposed.
pub(crate) fn written(scene: &Scene, t: usize, kind: Kind) -> (Kind, Vec<u32>) {
    if matches!(kind, Kind::Deliver | Kind::Agree | Kind::Meet) {
        return (kind, decreed(scene, t));
    }
    let actor = author(scene, t);
    if kind == Kind::Commit && !actor.is_empty() {
        return (Kind::Offer, actor);
    }
    (kind, actor)
}

/// "signed a decree lifting the ban", "an order that puts off the tariffs": done by whoever signed it.
pub(crate) fn decreed(scene: &Scene, noun: usize) -> Vec<u32> {
    let tree = &scene.tree;
    let decree = matches!(
        tree.lemma(noun),
        "order"
            | "decree"
            | "proclamation"
            | "directive"
            | "law"
            | "waiver"
            | "edict"
            | "memorandum"
    );
    if !decree {
        return Vec::new();
    }
    let own = scene.owners(noun);
    if !own.is_empty() {
        return own;
    }
    let verb = scene.reading.parse.parent(noun).filter(|&v| {
        tree.object(v) == Some(noun)
            && matches!(
                tree.lemma(v),
                "sign" | "issue" | "adopt" | "pass" | "approve" | "enact"
            )
            && scope(scene, v).status == Status::Actual
    });
    verb.and_then(|v| scene.subject(v))
        .map(|s| scene.parties(s))
        .unwrap_or_default()
}

fn is_paper(scene: &Scene, t: usize) -> bool {
    scene.reading.parse.upos[t] == "NOUN"
        && (lexicon().in_class("put-forward", scene.tree.lemma(t)))
}

/// The author of the last paper before `t` that is a subject or an object and for which `fits` holds.
fn before(scene: &Scene, t: usize, fits: &dyn Fn(usize) -> bool) -> Option<Vec<u32>> {
    let tree = &scene.tree;
    let here = scene.reading.parse.sentence_of[t];
    (t.saturating_sub(NEAR)..t)
        .rev()
        .take_while(|&x| here - scene.reading.parse.sentence_of[x] <= 2)
        .filter(|&x| matches!(tree.rel(x), "obj" | "nsubj" | "obl" | "nmod") && is_paper(scene, x))
        .filter(|&x| fits(x))
        .map(|x| put_forward_by(scene, x))
        .find(|author| !author.is_empty())
}

/// "they" means several, "it" one.
fn agrees(scene: &Scene, pronoun: usize, noun: usize) -> bool {
    let many = matches!(scene.tree.lemma(pronoun), "they" | "these");
    many == (scene.reading.parse.xpos[noun] == "NNS")
}

/// The owner of a paper, or the subject of the verb that brought it: "Russia put forward two drafts".
fn put_forward_by(scene: &Scene, noun: usize) -> Vec<u32> {
    let tree = &scene.tree;
    let mut own = scene.owners(noun);
    if own.is_empty() && matches!(tree.lemma(noun), "draft" | "proposal" | "plan" | "letter") {
        own = super::frames::oblique(scene, noun, "of")
            .map(|o| scene.parties(o))
            .unwrap_or_default();
    }
    if !own.is_empty() {
        return own;
    }
    let public = scene.reading.parse.parent(noun).filter(|&v| {
        // "made public two drafts": parsers lose the object.
        tree.lemma(v) == "make"
            && tree.case(noun).is_none_or(|c| c == "on")
            && tree.children(v).any(|c| tree.is(c, "public"))
    });
    if let Some(v) = public {
        return scene
            .subject(v)
            .map(|s| scene.parties(s))
            .unwrap_or_default();
    }
    let verb = scene.reading.parse.parent(noun).filter(|&v| {
        matches!(tree.rel(noun), "obj" | "nsubj")
            && lexicon().in_class("puts-forward", tree.lemma(v))
    });
    verb.filter(|&v| tree.object(v) == Some(noun))
        .and_then(|v| scene.subject(v))
        .map(|s| scene.parties(s))
        .unwrap_or_default()
}

/// "Under the proposal, writers would get more": what its author offers.
fn under_paper(scene: &Scene, t: usize, out: &mut Vec<Candidate>) -> bool {
    let tree = &scene.tree;
    let opens = |&c: &usize| {
        c < t && tree.rel(c) == "obl" && tree.case(c) == Some("under") && is_paper(scene, c)
    };
    let first = scene
        .reading
        .parse
        .parent(t)
        .filter(|_| tree.rel(t) == "conj");
    let verbs = [Some(t), first];
    let paper = verbs
        .into_iter()
        .flatten()
        .find_map(|v| tree.children(v).find(opens));
    let actor = paper.map(|p| author(scene, p)).unwrap_or_default();
    if actor.is_empty() {
        return false;
    }
    let subject = tree.child(t, &["nsubj"]);
    let theirs = subject.map(|s| scene.parties(s)).unwrap_or_default();
    let addressee = theirs.into_iter().filter(|p| !actor.contains(p)).collect();
    out.push(Candidate {
        kind: Kind::Offer,
        rule: "offer/under-paper",
        trigger: t,
        content: content::clause(scene, t),
        actor,
        addressee,
        unresolved: false,
        deadline_from: None,
        speaker: None,
        positive: !tree.negated(t),
        weak: false,
        confidence: 0.5,
        swallows: true,
    });
    true
}

/// What a paper would do: to bar or oblige somebody is demanded, anything else is offered.
pub(crate) fn at(scene: &Scene, t: usize, out: &mut Vec<Candidate>) {
    let tree = &scene.tree;
    if !tree.is_verb(t) || tree.passive(t) || lexicon().in_class("no-deed", tree.lemma(t)) {
        return;
    }
    let how = scope(scene, t);
    let coming = matches!(how.status, Status::Conditional | Status::Future);
    if coming && under_paper(scene, t, out) {
        return;
    }
    let Some(subject) = scene.subject(t).filter(|_| coming && !how.negated) else {
        return;
    };
    let actor = author(scene, subject);
    if actor.is_empty() {
        return;
    }
    let bars = lexicon().in_class("binding", tree.lemma(t));
    // Who is obliged is asked; who is kept out of something is not.
    let asked = ["oblige", "require", "compel", "force", "bind"].contains(&tree.lemma(t));
    let object = tree.object(t).filter(|_| asked);
    let theirs = object.map(|o| scene.parties(o)).unwrap_or_default();
    let addressee = theirs.into_iter().filter(|p| !actor.contains(p)).collect();
    out.push(Candidate {
        kind: if bars { Kind::Demand } else { Kind::Offer },
        rule: if bars { "demand/paper" } else { "offer/paper" },
        trigger: t,
        content: content::verb_phrase(scene, t, true),
        actor,
        addressee,
        unresolved: false,
        deadline_from: None,
        speaker: None,
        positive: true,
        weak: false,
        confidence: 0.5,
        swallows: true,
    });
}
