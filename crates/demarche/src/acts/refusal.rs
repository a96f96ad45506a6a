//! Refusals and denials without a verb of either: "saw no reason to meet", "there was no room for compromise",
//! "calls the demand unacceptable", "had nothing to do with the strike", "no invasion is planned".

use super::candidate::Candidate;
use super::charge::accusation;
use super::content::{self, Content};
use super::frames;
use super::lexicon::lexicon;
use super::reading::Scene;
use super::scope::{Status, scope};
use crate::record::Kind;

/// The refusal or denial that the predicate `t` amounts to.
pub(crate) fn at(scene: &Scene, t: usize, out: &mut Vec<Candidate>) {
    if !scene.tree.is_verb(t) || scene.tree.rel(t) == "amod" {
        return;
    }
    let found = no_grounds(scene, t)
        .or_else(|| labelled(scene, t))
        .or_else(|| no_part_in(scene, t))
        .or_else(|| none_planned(scene, t));
    out.extend(found);
}

fn move_of(
    kind: Kind,
    rule: &'static str,
    t: usize,
    content: Content,
    actor: Vec<u32>,
) -> Candidate {
    Candidate {
        kind,
        swallows: true,
        ..accusation(t, rule, content, actor, Vec::new())
    }
}

/// "sees no reason to sit down again", "there was no room for compromise".
fn no_grounds(scene: &Scene, t: usize) -> Option<Candidate> {
    let tree = &scene.tree;
    let there = existential(scene, t);
    let sees = matches!(tree.lemma(t), "see" | "find" | "leave");
    let noun = if there {
        tree.child(t, &["nsubj"])
    } else {
        tree.object(t).filter(|_| sees && !tree.passive(t))
    }?;
    let none = tree.negated(noun) || tree.negated(t);
    let how = scope(scene, t);
    let asserted = matches!(
        how.status,
        Status::Actual | Status::Future | Status::Conditional
    );
    if !none || !asserted || !lexicon().in_class("grounds", tree.lemma(noun)) {
        return None;
    }
    let actor = who(scene, t, there);
    if actor.is_empty() {
        return None;
    }
    let infinitive = frames::infinitive_of(scene, noun).or_else(|| {
        // Parsers hang the infinitive on the verb.
        frames::infinitive_of(scene, t).filter(|&v| v > noun)
    });
    let content = match infinitive {
        Some(v) => content::verb_phrase(scene, v, false),
        None => {
            let what = ["for", "in", "to"]
                .iter()
                .find_map(|p| frames::oblique_or_gerund(scene, noun, p))
                // Parsers hang it on the verb.
                .or_else(|| frames::oblique_or_gerund(scene, t, "for").filter(|&o| o > noun))?;
            // "no room for doubt", "no reason for concern": nothing that anybody asked for.
            let doubt = matches!(
                tree.lemma(what),
                "doubt"
                    | "concern"
                    | "fear"
                    | "worry"
                    | "alarm"
                    | "panic"
                    | "optimism"
                    | "pessimism"
                    | "hope"
                    | "mistake"
                    | "error"
                    | "complacency"
            );
            if doubt {
                return None;
            }
            if tree.is_verb(what) {
                content::verb_phrase(scene, what, false)
            } else {
                content::noun_phrase(scene, what, false)
            }
        }
    };
    // "no reason to fear escalation": an appraisal.
    let feeling = matches!(
        tree.lemma(content.head),
        "fear" | "worry" | "doubt" | "believe" | "think" | "panic" | "suspect" | "be" | "expect"
    );
    (!feeling).then(|| move_of(Kind::Reject, "reject/no-grounds", t, content, actor))
}

/// Who sees no reason: the subject, or where there is none whoever says so.
fn who(scene: &Scene, t: usize, there: bool) -> Vec<u32> {
    if there {
        return scene.claiming(t);
    }
    scene
        .subject(t)
        .map(|s| scene.parties(s))
        .unwrap_or_default()
}

fn existential(scene: &Scene, t: usize) -> bool {
    let tree = &scene.tree;
    matches!(tree.lemma(t), "be" | "remain")
        && tree
            .children(t)
            .any(|c| tree.rel(c) == "expl" && tree.is(c, "there"))
}

/// "calls the demand unacceptable", "described the report as false".
fn labelled(scene: &Scene, t: usize) -> Option<Candidate> {
    let tree = &scene.tree;
    let labels = matches!(
        tree.lemma(t),
        "call"
            | "describe"
            | "consider"
            | "deem"
            | "declare"
            | "label"
            | "brand"
            | "term"
            | "find"
            | "pronounce"
            | "regard"
    );
    let object = tree.object(t).filter(|_| labels && !tree.passive(t))?;
    let how = scope(scene, t);
    if how.negated || how.status != Status::Actual {
        return None;
    }
    let words = lexicon();
    // "calls the plan of Oslo unacceptable": parsers take the word for an adjective of the last noun.
    let (_, end) = tree.extent(object, &|_| false);
    let last = Some(end).filter(|&a| {
        a > object
            && tree.rel(a) == "amod"
            && scene.reading.parse.parent(a).is_some_and(|noun| noun < a)
    });
    let said = |class: &str| {
        last.is_some_and(|a| words.in_class(class, tree.lemma(a)))
            || tree.children(t).any(|c| {
                c > object
                    && matches!(tree.rel(c), "xcomp" | "obl" | "advcl" | "obj")
                    && tree
                        .with_conjuncts(c)
                        .iter()
                        .any(|&w| words.in_class(class, &tree.lemma(w).to_ascii_lowercase()))
            })
    };
    let about = |classes: &[&str]| {
        classes
            .iter()
            .any(|class| words.in_class(class, tree.lemma(object)))
    };
    let actor = who(scene, t, false);
    if actor.is_empty() {
        return None;
    }
    let (kind, rule) = if about(&["allegation"]) && said("untrue") {
        (Kind::Deny, "deny/label")
    } else if about(&["stance", "proposal", "deal", "demandable"]) && said("unwelcome") {
        (Kind::Reject, "reject/label")
    } else {
        return None;
    };
    let mut content = content::noun_phrase(scene, object, true);
    if let Some(last) = last.filter(|&a| a > content.head) {
        content.hi = content.hi.min(last - 1).max(content.head);
    }
    Some(Candidate {
        speaker: scene.subject(t).and_then(|s| scene.as_speaker(s)),
        swallows: false,
        ..move_of(kind, rule, t, content, actor)
    })
}

/// "had nothing to do with the strike", "played no part in the attack".
fn no_part_in(scene: &Scene, t: usize) -> Option<Candidate> {
    let tree = &scene.tree;
    let subject = scene.subject(t)?;
    let object = tree.object(t)?;
    let role = matches!(tree.lemma(t), "have" | "play" | "take")
        && matches!(tree.lemma(object), "part" | "role" | "hand" | "involvement")
        && tree.negated(object);
    let nothing = tree.lemma(t) == "have" && tree.lemma(object) == "nothing";
    if !(role || nothing) || scope(scene, t).status != Status::Actual {
        return None;
    }
    let actor = scene.parties(subject);
    let own = scene.claiming(t).iter().any(|p| actor.contains(p));
    let what = if nothing {
        let with = frames::infinitive_of(scene, object)
            .or_else(|| frames::infinitive_of(scene, t))
            .filter(|&v| tree.lemma(v) == "do")?;
        frames::oblique_or_gerund(scene, with, "with")
    } else {
        frames::oblique_or_gerund(scene, object, "in")
            .or_else(|| frames::oblique_or_gerund(scene, t, "in"))
    }?;
    if !own || scene.parties(what).iter().any(|p| !actor.contains(p)) {
        return None;
    }
    let content = content::clause(scene, t);
    Some(move_of(Kind::Deny, "deny/no-part-in", t, content, actor))
}

/// "no invasion is planned", "no attack is being prepared": in the mouth of the one who would.
fn none_planned(scene: &Scene, t: usize) -> Option<Candidate> {
    let tree = &scene.tree;
    let planned = tree.passive(t)
        && tree.agent(t).is_none()
        && matches!(tree.lemma(t), "plan" | "prepare" | "intend" | "contemplate");
    // "no attack is taking place"
    let going_on = tree.lemma(t) == "take"
        && tree.object(t).is_some_and(|o| tree.is(o, "place"))
        && tree.children(t).any(|c| tree.rel(c) == "aux");
    let noun = if going_on {
        tree.child(t, &["nsubj"])?
    } else {
        tree.object(t).filter(|_| planned)?
    };
    let none = tree.negated(noun) || tree.negated(t);
    let harmful = ["force", "harm"]
        .iter()
        .any(|class| lexicon().in_class(class, tree.lemma(noun)))
        || matches!(
            tree.lemma(noun),
            "attack"
                | "invasion"
                | "assault"
                | "aggression"
                | "incursion"
                | "operation"
                | "raid"
                | "escalation"
                | "annexation"
        );
    let actor = scene.claiming(t);
    let fits = none && harmful && scope(scene, t).status == Status::Actual && !actor.is_empty();
    fits.then(|| {
        let content = content::clause(scene, t);
        move_of(Kind::Deny, "deny/none-planned", t, content, actor)
    })
}
