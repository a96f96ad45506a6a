//! Asides that take up what was just said: "…, an idea that Washington turned down", "…, an allegation
//! made by Ankara". The noun only points; what is turned down or alleged is the clause before it.

use super::candidate::{Candidate, of_sentence};
use super::charge::accusation;
use super::content::{self, Content};
use super::lexicon::lexicon;
use super::reading::Scene;
use crate::record::Kind;

/// True for a noun that sums up what stands before its comma and is described by a clause of its own.
pub(crate) fn at(scene: &Scene, t: usize) -> bool {
    let tree = &scene.tree;
    !matches!(tree.rel(t), "nsubj" | "root")
        && lexicon().in_class("pointer", tree.lemma(t))
        && opens_after_comma(scene, t)
        && tree.children(t).any(|c| c > t && tree.rel(c) == "acl")
}

/// ", an idea", ", something": nothing but an article between the comma and the noun.
fn opens_after_comma(scene: &Scene, t: usize) -> bool {
    let tree = &scene.tree;
    let comma = |c: usize| matches!(tree.word(c), "," | "—" | "–" | "--");
    let article = |c: usize| matches!(tree.lemma(c), "a" | "an" | "the");
    t >= 2 && (comma(t - 1) || t >= 3 && comma(t - 2) && article(t - 1))
}

/// The aside whose clause the word `t` stands in.
pub(crate) fn around(scene: &Scene, t: usize) -> Option<usize> {
    if at(scene, t) {
        return Some(t);
    }
    let mut here = t;
    for above in scene.tree.ancestors(t).take(6) {
        if scene.tree.rel(here) == "acl" && at(scene, above) {
            return Some(above);
        }
        here = above;
    }
    None
}

/// Gives what points its content and its addressee: whoever said what is taken up.
pub(crate) fn resolve(scene: &Scene, candidates: &mut [Candidate]) {
    for i in 0..candidates.len() {
        let c = &candidates[i];
        let noun = c.content.head;
        if !at(scene, noun) {
            continue;
        }
        let sentence = scene.reading.parse.sentence_of[noun];
        let same = of_sentence(scene, candidates, sentence as usize);
        let before = same
            .filter(|&k| k != i)
            .map(|k| &candidates[k])
            .filter(|d| d.trigger < noun && d.content.head < noun && d.kind != Kind::Meet)
            .max_by_key(|d| d.content.head);
        let (content, author) = match before {
            Some(d) => (Some(ending_before(d.content, noun)), d.actor.clone()),
            None => (clause_before(scene, noun), scene.speaking(noun)),
        };
        let c = &mut candidates[i];
        if let Some(content) = content {
            c.content = content;
        }
        if c.addressee.is_empty() {
            c.addressee = author
                .into_iter()
                .filter(|p| !c.actor.contains(p))
                .collect();
        }
    }
}

fn ending_before(content: Content, noun: usize) -> Content {
    Content {
        hi: content.hi.min(noun.saturating_sub(2)).max(content.head),
        ..content
    }
}

/// The clause that an aside follows.
pub(crate) fn clause_before(scene: &Scene, noun: usize) -> Option<Content> {
    let tree = &scene.tree;
    let verb = tree
        .ancestors(noun)
        .find(|&v| v < noun && tree.is_verb(v) && tree.child(v, &["nsubj", "expl"]).is_some())?;
    Some(ending_before(content::clause(scene, verb), noun))
}

/// "…, an allegation made this week by Ankara": the one who made it accuses.
pub(crate) fn charge(scene: &Scene, t: usize, out: &mut Vec<Candidate>) {
    let tree = &scene.tree;
    let charge = matches!(
        tree.lemma(t),
        "accusation" | "allegation" | "charge" | "assertion" | "claim"
    );
    if !charge || !at(scene, t) {
        return;
    }
    let by = tree.children(t).find_map(|c| {
        let made = tree.rel(c) == "acl" && tree.passive(c);
        made.then(|| tree.agent(c)).flatten()
    });
    let Some(by) = by else { return };
    let actor = scene.parties(by);
    if actor.is_empty() {
        return;
    }
    // What was said is the claim; who denied it is the one accused.
    let accused = scene.speaking(t);
    let content = Content {
        head: t,
        lo: t,
        hi: t,
    };
    let addressee = accused.into_iter().filter(|p| !actor.contains(p)).collect();
    out.push(Candidate {
        speaker: scene.as_speaker(by),
        ..accusation(t, "accuse/aside", content, actor, addressee)
    });
}
