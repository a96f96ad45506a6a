//! Nouns that are moves: "its demand that", "the refusal of", "a threat to", "under the deal, X will".

use super::candidate::Candidate;
use super::content;
use super::frames::{self, Filled, Refusal};
use super::lexicon::{Row, Slot, Toward, lexicon};
use super::phrases;
use super::reading::Scene;
use super::scope::{Status, scope};
use crate::record::Kind;

/// The candidates of the noun `t`.
pub(crate) fn at(
    scene: &Scene,
    t: usize,
    rows: &'static [Row],
    out: &mut Vec<Candidate>,
) -> Result<(), Refusal> {
    let tree = &scene.tree;
    let mut refusal: Refusal = "no content beside the noun";
    let mut done: Vec<Kind> = Vec::new();
    let (classed, free): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|r| !r.class.is_empty());
    for row in classed.into_iter().chain(free) {
        if done.contains(&row.kind) {
            continue;
        }
        if !phrases::introduced(scene, t, row) {
            continue;
        }
        let Some(found) = fill(scene, t, row) else {
            continue;
        };
        if !phrases::suits(scene, row, &found.content, found.toward) {
            refusal = "the content is of another class";
            continue;
        }
        let verb = governing_verb(scene, t);
        // "renewed its call for the release": what is released is no object of "renew".
        let object = matches!(tree.case(t), None | Some("with")) || row.slot == Slot::Itself;
        let light = verb.filter(|&v| object && lexicon().in_class("light", tree.lemma(v)));
        let itself = row.slot == Slot::Itself && row.kind == Kind::Accuse;
        if (itself || row.light) && light.is_none() {
            // "voiced strong dissatisfaction": only in somebody's mouth.
            continue;
        }
        if let Some(v) = verb {
            let how = scope(scene, v);
            if how.status == Status::Open || (light.is_some() && how.negated && !row.no) {
                refusal = "not asserted";
                continue;
            }
        }
        let mut actor = scene.owners(t);
        let by_verb = light
            .and_then(|v| tree.subject(v))
            .or_else(|| in_state(scene, t, row));
        if actor.is_empty() {
            actor = by_verb.map(|s| scene.parties(s)).unwrap_or_default();
        }
        let mut addressee = found
            .toward
            .map(|a| scene.parties_about(a))
            .unwrap_or_default();
        if let Some(own) = found.own_subject {
            let theirs = scene.parties(own);
            match row.kind {
                Kind::Commit | Kind::Agree => {
                    // "Moscow secured a deal that …": the promise is to whoever got it.
                    let got = verb.and_then(|v| tree.subject(v)).map(|s| scene.parties(s));
                    let receivers = if actor.is_empty() {
                        got.unwrap_or_default()
                    } else {
                        actor
                    };
                    if addressee.is_empty() {
                        addressee = receivers
                            .into_iter()
                            .filter(|p| !theirs.contains(p))
                            .collect();
                    }
                    actor = theirs;
                }
                Kind::Demand if addressee.is_empty() => addressee = theirs,
                _ => {}
            }
        }
        if actor.is_empty() {
            actor = carrier(scene, t);
        }
        if actor.is_empty() {
            refusal = "nobody is named as its author";
            continue;
        }
        let Some((kind, positive)) = asserted(scene, t, row, &found, light) else {
            refusal = "not asserted";
            continue;
        };
        done.push(row.kind);
        for content in frames::split(scene, row, found.content) {
            let content = match light {
                Some(v) if kind == Kind::Reject && row.kind == Kind::Concede => {
                    content::verb_phrase(scene, v, false)
                }
                _ => content,
            };
            out.push(Candidate {
                kind,
                rule: row.rule,
                trigger: t,
                content,
                actor: actor.clone(),
                addressee: addressee.clone(),
                unresolved: false,
                deadline_from: None,
                speaker: by_verb.and_then(|s| scene.as_speaker(s)),
                positive: positive && !tree.negated(content.head),
                weak: light.is_none() && (row.weak || mere(row)),
                confidence: 0.6,
                swallows: matches!(row.slot, Slot::Infinitive | Slot::That),
            });
        }
    }
    if done.is_empty() {
        Err(refusal)
    } else {
        Ok(())
    }
}

/// The kind and polarity of a noun that "no" may stand before: "has no plans to raise the tariff" promises not
/// to, "has no intention of attacking" denies, "will make no concession" refuses. Anything else that there is
/// none of is no move.
fn asserted(
    scene: &Scene,
    t: usize,
    row: &Row,
    found: &Filled,
    light: Option<usize>,
) -> Option<(Kind, bool)> {
    let tree = &scene.tree;
    if row.no || !tree.negated(t) {
        // "is in no mood for talks" refuses, "is in the mood for talks" is nothing.
        return (row.no == tree.negated(t)).then_some((row.kind, true));
    }
    let head = found.content.head;
    match row.kind {
        Kind::Commit if matches!(tree.lemma(t), "intention" | "plan") => {
            let hurts = ["hostile", "wrongdoing"]
                .iter()
                .any(|class| lexicon().in_class(class, tree.lemma(head)));
            if hurts {
                Some((Kind::Deny, true))
            } else if lexicon().in_class("refusable", tree.lemma(head)) {
                Some((Kind::Reject, true))
            } else {
                Some((Kind::Commit, false))
            }
        }
        Kind::Concede if light.is_some_and(|v| scope(scene, v).status != Status::Actual) => {
            Some((Kind::Reject, true))
        }
        _ => None,
    }
}

/// "released a statement warning that": whoever released it.
fn carrier(scene: &Scene, t: usize) -> Vec<u32> {
    let tree = &scene.tree;
    let paper = scene.reading.parse.parent(t).filter(|&p| {
        matches!(
            tree.lemma(p),
            "statement" | "letter" | "message" | "note" | "declaration"
        )
    });
    let Some(paper) = paper else {
        return Vec::new();
    };
    let own = scene.owners(paper);
    if !own.is_empty() {
        return own;
    }
    governing_verb(scene, paper)
        .and_then(|v| tree.subject(v))
        .map(|s| scene.parties(s))
        .unwrap_or_default()
}

/// "is in favour of lifting it", "remained at odds with": who is in the state that the phrase names.
fn in_state(scene: &Scene, t: usize, row: &Row) -> Option<usize> {
    let tree = &scene.tree;
    if row.phrase.before.is_empty() || scope(scene, t).status == Status::Open {
        return None;
    }
    let linked = tree
        .child(t, &["cop"])
        .and_then(|_| tree.child(t, &["nsubj"]));
    linked.map(|s| tree.antecedent(s, t)).or_else(|| {
        let verb = scene.reading.parse.parent(t)?;
        lexicon()
            .in_class("linking", tree.lemma(verb))
            .then(|| tree.subject(verb))
            .flatten()
    })
}

/// "our commitment to arms control": a stance, unless somebody voices it just now.
fn mere(row: &Row) -> bool {
    row.kind == Kind::Commit && matches!(row.slot, Slot::Preposition(_))
}

/// The verb that the noun is an object or passive subject of.
pub(crate) fn governing_verb(scene: &Scene, t: usize) -> Option<usize> {
    let tree = &scene.tree;
    let v = scene.reading.parse.parent(t)?;
    (matches!(tree.rel(t), "obj" | "nsubj" | "xcomp" | "obl") && tree.is_verb(v)).then_some(v)
}

/// "gave the British government an undertaking": who gets what the noun names.
fn receiver(scene: &Scene, t: usize) -> Option<usize> {
    let tree = &scene.tree;
    let verb = governing_verb(scene, t).filter(|_| tree.rel(t) == "obj")?;
    tree.children(verb)
        .find(|&c| verb < c && c < t && matches!(tree.rel(c), "iobj" | "obj"))
}

/// "expressed outrage at the strikes", "made a bid on Monday for": the phrase was hung on the light verb.
fn strayed(scene: &Scene, t: usize, p: &str) -> Option<usize> {
    let tree = &scene.tree;
    let verb = governing_verb(scene, t)
        .filter(|&v| tree.rel(t) == "obj" && lexicon().in_class("light", tree.lemma(v)))?;
    // "put a proposal to the unions": to whom, not what.
    let receives = |o: usize| tree.is(verb, "put") && !scene.parties(o).is_empty();
    frames::oblique_or_gerund(scene, verb, p).filter(|&o| o > t && !receives(o))
}

fn fill(scene: &Scene, t: usize, row: &Row) -> Option<Filled> {
    let tree = &scene.tree;
    let toward = match row.toward {
        Toward::Preposition(p) => Some(frames::oblique(scene, t, p)?),
        _ => frames::oblique(scene, t, "to")
            .or_else(|| receiver(scene, t))
            .filter(|&n| !scene.parties(n).is_empty()),
    };
    let filled = |content, own_subject| {
        Some(Filled {
            content,
            own_subject,
            toward,
        })
    };
    match row.slot {
        Slot::Infinitive => {
            let v = frames::infinitive_of(scene, t)
                .or_else(|| toward.and_then(|n| frames::infinitive_of(scene, n)))
                .or_else(|| {
                    // "confirmed plans to respond": parsers hang the infinitive on the verb.
                    let verb = governing_verb(scene, t).filter(|_| tree.rel(t) == "obj")?;
                    frames::infinitive_of(scene, verb).filter(|&v| v > t)
                })?;
            filled(
                content::verb_phrase(scene, v, frames::splits(scene, v)),
                None,
            )
        }
        Slot::That => {
            let v = frames::that_clause(scene, t)?;
            let own = tree
                .child(v, &["nsubj"])
                .filter(|&s| !scene.parties(s).is_empty());
            let content = match (own, row.kind) {
                (Some(_), Kind::Commit | Kind::Demand | Kind::Offer) => {
                    content::verb_phrase(scene, v, false)
                }
                _ => content::clause(scene, v),
            };
            filled(content, own)
        }
        Slot::Preposition(p) => {
            let o = frames::oblique_or_gerund(scene, t, p).or_else(|| strayed(scene, t, p))?;
            if Some(o) == toward && !matches!(p, "to" | "on") {
                return None;
            }
            let content = if tree.is_verb(o) {
                content::verb_phrase(scene, o, false)
            } else {
                content::noun_phrase(scene, o, false)
            };
            filled(content, None)
        }
        Slot::Itself => filled(content::noun_phrase(scene, t, true), None),
        _ => None,
    }
}
