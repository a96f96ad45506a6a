//! Adjectives that are moves: "is ready to", "remains committed to", "is opposed to".

use super::candidate::Candidate;
use super::content;
use super::frames::{self, Refusal};
use super::lexicon::{Row, Slot, lexicon};
use super::phrases;
use super::reading::Scene;
use super::scope::{Status, scope};
use crate::record::Kind;

/// The candidates of the adjective `t`.
pub(crate) fn at(
    scene: &Scene,
    t: usize,
    rows: &'static [Row],
    out: &mut Vec<Candidate>,
) -> Result<(), Refusal> {
    let tree = &scene.tree;
    let linked = tree.child(t, &["cop"]).is_some() || tree.passive(t);
    let under = scene.reading.parse.parent(t).filter(|&v| {
        matches!(tree.rel(t), "xcomp" | "advcl" | "conj" | "acl")
            && lexicon().in_class("linking", tree.lemma(v))
            || tree.rel(t) == "conj"
    });
    if !linked && under.is_none() {
        return Err("the adjective only describes a noun");
    }
    let how = scope(scene, t);
    if how.status == Status::Open || how.status == Status::Obliged {
        return Err("not asserted");
    }
    let negated = how.negated || under.is_some_and(|v| tree.negated(v));
    let subject = tree
        .child(t, &["nsubj"])
        .map(|s| tree.antecedent(s, t))
        .or_else(|| under.and_then(|v| tree.subject(v)));
    let mut refusal: Refusal = "no content beside the adjective";
    for row in rows {
        if row.slot == Slot::That {
            if let Some(found) = that(scene, t, row, subject).filter(|_| !negated) {
                out.push(found);
                return Ok(());
            }
            continue;
        }
        let content = match row.slot {
            Slot::Infinitive => match frames::infinitive_of(scene, t) {
                Some(v) => content::verb_phrase(scene, v, false),
                None => continue,
            },
            Slot::Preposition(p) => match frames::oblique_or_gerund(scene, t, p) {
                Some(o) if tree.is_verb(o) => content::verb_phrase(scene, o, false),
                Some(o) => content::noun_phrase(scene, o, false),
                None => continue,
            },
            Slot::Itself => match subject {
                Some(s) if scene.parties(s).is_empty() => content::noun_phrase(scene, s, false),
                _ => continue,
            },
            _ => continue,
        };
        if !phrases::suits(scene, row, &content, None) {
            refusal = "the content is of another class";
            continue;
        }
        let kind = match (row.kind, negated) {
            (Kind::Offer | Kind::Commit, true) => Kind::Reject,
            (_, true) => {
                refusal = "negated";
                continue;
            }
            (kind, false) => kind,
        };
        // "the demands are unacceptable": whoever says so rejects.
        let actor = match row.slot {
            Slot::Itself => scene.speaking(t),
            _ => subject.map(|s| scene.parties(s)).unwrap_or_default(),
        };
        out.push(Candidate {
            kind,
            rule: row.rule,
            trigger: t,
            content,
            actor,
            addressee: Vec::new(),
            unresolved: false,
            deadline_from: None,
            speaker: subject.and_then(|s| scene.as_speaker(s)),
            positive: true,
            weak: row.weak,
            confidence: 0.7,
            swallows: row.slot != Slot::Itself,
        });
        return Ok(());
    }
    Err(refusal)
}

/// "it is critical that all parties uphold it", "is adamant that the troops leave": who is to do it is meant.
fn that(scene: &Scene, t: usize, row: &Row, subject: Option<usize>) -> Option<Candidate> {
    let tree = &scene.tree;
    let clause = tree
        .children(t)
        .find(|&c| c > t && tree.mark(c) == Some("that") && tree.child(c, &["nsubj"]).is_some())?;
    // "it is important that talks were held" demands nothing.
    let wanted = matches!(scene.reading.parse.xpos[clause], "VB" | "VBP")
        || tree.aux(clause, &["should", "must"]).is_some()
        || tree
            .child(clause, &["aux", "cop"])
            .is_some_and(|c| scene.reading.parse.xpos[c] == "VB");
    let impersonal = subject.is_none_or(|s| matches!(tree.lemma(s), "it" | "this"));
    let actor = match subject {
        Some(s) if !impersonal => scene.parties(s),
        _ => {
            let speaking = scene.speaking(t);
            let author = scene.reading.cast.author;
            if speaking.is_empty() {
                author.into_iter().collect()
            } else {
                speaking
            }
        }
    };
    let own = tree.child(clause, &["nsubj"])?;
    let theirs = scene.parties(own);
    if !wanted || actor.is_empty() || theirs.iter().any(|p| actor.contains(p)) {
        return None;
    }
    let content = if theirs.is_empty() {
        content::clause(scene, clause)
    } else {
        content::verb_phrase(scene, clause, false)
    };
    Some(Candidate {
        kind: row.kind,
        rule: row.rule,
        trigger: t,
        content,
        actor,
        addressee: theirs,
        unresolved: false,
        deadline_from: None,
        speaker: subject
            .filter(|_| !impersonal)
            .and_then(|s| scene.as_speaker(s)),
        positive: !tree.negated(clause),
        weak: row.weak,
        confidence: 0.6,
        swallows: true,
    })
}
