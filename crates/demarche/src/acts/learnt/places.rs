//! Where a move could stand: a verb, noun or predicate adjective with one of its complements.

use crate::acts::content::{self, Content};
use crate::acts::frames;
use crate::acts::reading::Scene;

/// How the content hangs on its trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hold {
    Itself,
    Infinitive,
    Gerund,
    That,
    Question,
    Object,
    Oblique,
}

/// A trigger with a content.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) trigger: usize,
    pub(crate) hold: Hold,
    pub(crate) content: Content,
    /// The token of the preposition of an oblique.
    pub(crate) preposition: Option<usize>,
}

/// Every place of a report.
pub(crate) fn all(scene: &Scene) -> Vec<Place> {
    let mut out = Vec::new();
    for t in 0..scene.reading.parse.len() {
        at(scene, t, &mut out);
    }
    out
}

/// The places of the token `t`.
fn at(scene: &Scene, t: usize, out: &mut Vec<Place>) {
    let tree = &scene.tree;
    if scene.in_time(t) || scene.in_headline(t) {
        return;
    }
    let first = out.len();
    let mut push = |hold, content, preposition| {
        let new = |p: &Place| p.content != content;
        if out[first..].iter().all(new) {
            out.push(Place {
                trigger: t,
                hold,
                content,
                preposition,
            });
        }
    };
    let upos = scene.reading.parse.upos[t];
    match upos {
        "VERB" => {
            if matches!(tree.rel(t), "amod" | "compound" | "case" | "mark" | "fixed") {
                return;
            }
            push(Hold::Itself, content::verb_phrase(scene, t, false), None);
            if let Some(o) = tree.object(t).filter(|&o| tree.is_noun(o)) {
                push(Hold::Object, content::noun_phrase(scene, o, false), None);
            }
        }
        "NOUN" => push(Hold::Itself, content::noun_phrase(scene, t, true), None),
        "ADJ" if tree.child(t, &["cop", "xcomp", "ccomp", "obl"]).is_some() => {
            push(Hold::Itself, content::clause(scene, t), None);
        }
        _ => return,
    }
    if let Some(v) = frames::infinitive_of(scene, t) {
        push(
            Hold::Infinitive,
            content::verb_phrase(scene, v, false),
            None,
        );
    }
    if let Some(v) = frames::that_clause(scene, t) {
        push(Hold::That, content::clause(scene, v), None);
    }
    if upos == "VERB"
        && let Some(v) = frames::question(scene, t)
    {
        push(Hold::Question, content::question(scene, v), None);
    }
    for (hold, content, marker) in phrases(scene, t) {
        push(hold, content, marker);
    }
}

/// The phrases and gerunds below `t`, with their prepositions.
fn phrases(scene: &Scene, t: usize) -> Vec<(Hold, Content, Option<usize>)> {
    let tree = &scene.tree;
    let mut out = Vec::new();
    for c in tree.children(t) {
        let marker = tree.child(c, &["case", "mark"]).filter(|&m| m < c);
        match tree.rel(c) {
            "obl" | "nmod" if tree.is_noun(c) && !scene.in_time(c) && marker.is_some() => {
                out.push((Hold::Oblique, content::noun_phrase(scene, c, false), marker));
            }
            "advcl" | "acl" | "obl" | "nmod" | "xcomp" | "ccomp"
                if tree.is_verb(c) && scene.reading.parse.xpos[c] == "VBG" =>
            {
                let hold = if marker.is_some() {
                    Hold::Oblique
                } else {
                    Hold::Gerund
                };
                out.push((hold, content::verb_phrase(scene, c, false), marker));
            }
            _ => {}
        }
    }
    out
}
