//! Demands without a verb of demanding: "Hamas must stop firing rockets", said by somebody else.

use super::candidate::Candidate;
use super::content;
use super::reading::Scene;
use super::scope::{Status, scope};
use crate::record::Kind;

/// The demand that the verb `t` states about its subject.
pub(crate) fn at(scene: &Scene, t: usize, out: &mut Vec<Candidate>) {
    let tree = &scene.tree;
    if !matches!(scene.reading.parse.upos[t], "VERB" | "ADJ" | "NOUN") || tree.rel(t) == "amod" {
        return;
    }
    needs(scene, t, out);
    given_time(scene, t, out);
    let Some(modal) = modal(scene, t) else { return };
    let voice = scene.own_voice(t);
    if scene.statement(t).is_none() && (voice.is_empty() || modal.soft) {
        return;
    }
    let below = modal.infinitive_below.then(|| deed(scene, t));
    let Some(target) = below.unwrap_or(Some(t)) else {
        return;
    };
    let how = scope(scene, t);
    if how.status == Status::Open {
        return;
    }
    let mut actor = scene.speaking(t);
    actor.extend(voice);
    let Some(subject) = scene.subject(t).or_else(|| tree.child(t, &["nsubj"])) else {
        return;
    };
    let theirs = scene.parties(subject);
    if actor.is_empty() || theirs.iter().any(|p| actor.contains(p)) {
        return;
    }
    let person = scene.reading.parse.upos[subject] != "PRON";
    let passive = tree.passive(target);
    let bides = bides(scene, subject, target);
    if theirs.is_empty()
        && !passive
        && (modal.soft && !bides || !person || expletive(scene, subject))
    {
        return;
    }
    let content = if tree.passive(target) || theirs.is_empty() && bides {
        content::clause(scene, target)
    } else {
        content::verb_phrase(scene, target, siblings(scene, target) >= 2)
    };
    out.push(Candidate {
        kind: Kind::Demand,
        rule: if modal.soft {
            "demand/should"
        } else {
            "demand/must"
        },
        trigger: t,
        content,
        addressee: theirs
            .iter()
            .copied()
            .filter(|p| !actor.contains(p))
            .collect(),
        actor,
        unresolved: false,
        deadline_from: None,
        speaker: None,
        positive: !how.negated,
        weak: theirs.is_empty() && !bides,
        confidence: if modal.soft { 0.55 } else { 0.7 },
        swallows: true,
    });
}

/// "Russia needed binding guarantees", said by Russia: asked of whoever could give them.
fn needs(scene: &Scene, t: usize, out: &mut Vec<Candidate>) {
    let tree = &scene.tree;
    if !matches!(tree.lemma(t), "need" | "require") || tree.passive(t) || tree.negated(t) {
        return;
    }
    let wanted = |&o: &usize| {
        super::lexicon::lexicon().in_class("demandable", tree.lemma(o)) && !tree.negated(o)
    };
    let Some(object) = tree.object(t).filter(wanted) else {
        return;
    };
    let actor = scene
        .subject(t)
        .map(|s| scene.parties(s))
        .unwrap_or_default();
    let own = scene.speaking(t).iter().any(|p| actor.contains(p));
    if !own || scope(scene, t).status != Status::Actual {
        return;
    }
    out.push(Candidate {
        kind: Kind::Demand,
        rule: "demand/need",
        trigger: t,
        content: content::noun_phrase(scene, object, true),
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

/// "gave London until Friday to answer", "gave the rebels 24 hours to leave": a demand with its deadline.
fn given_time(scene: &Scene, t: usize, out: &mut Vec<Candidate>) {
    let tree = &scene.tree;
    if tree.lemma(t) != "give" || tree.passive(t) || scope(scene, t).status != Status::Actual {
        return;
    }
    let deed = super::frames::infinitive_of(scene, t).or_else(|| {
        tree.children(t)
            .filter(|&c| c > t && tree.is_noun(c))
            .find_map(|c| super::frames::infinitive_of(scene, c))
    });
    let timed = |deed: usize| {
        (t + 1..deed).any(|c| scene.in_time(c))
            && tree
                .children(t)
                .any(|c| c > t && c < deed && scene.in_time(c))
    };
    let Some(deed) = deed.filter(|&d| timed(d) && !tree.negated(t)) else {
        return;
    };
    let actor = scene
        .subject(t)
        .map(|s| scene.parties(s))
        .unwrap_or_default();
    let told = tree
        .children(t)
        .find(|&c| c > t && matches!(tree.rel(c), "iobj" | "obj") && !scene.parties(c).is_empty());
    let addressee: Vec<u32> = told
        .map(|o| scene.parties(o))
        .unwrap_or_default()
        .into_iter()
        .filter(|p| !actor.contains(p))
        .collect();
    if actor.is_empty() || addressee.is_empty() {
        return;
    }
    out.push(Candidate {
        kind: Kind::Demand,
        rule: "demand/given-time",
        trigger: t,
        content: content::verb_phrase(scene, deed, false),
        speaker: None,
        actor,
        addressee,
        unresolved: false,
        deadline_from: None,
        positive: true,
        weak: false,
        confidence: 0.7,
        swallows: true,
    });
}

/// "any easing should wait": what is to become of a thing.
fn bides(scene: &Scene, subject: usize, verb: usize) -> bool {
    let stays = matches!(
        scene.tree.lemma(verb),
        "wait"
            | "stop"
            | "end"
            | "cease"
            | "go"
            | "leave"
            | "remain"
            | "stay"
            | "begin"
            | "start"
            | "resume"
            | "continue"
            | "come"
    );
    stays && scene.reading.parse.upos[subject] == "NOUN"
}

/// "would like to see Iran stop", "wants to see progress": a demand in the words of a wish.
pub(crate) fn wish(scene: &Scene, t: usize, out: &mut Vec<Candidate>) {
    let tree = &scene.tree;
    let wants = |&v: &usize| {
        tree.rel(t) == "xcomp" && matches!(tree.lemma(v), "want" | "like" | "love" | "expect")
    };
    let verb = scene.reading.parse.parent(t).filter(wants);
    let Some(verb) = verb.filter(|_| matches!(tree.lemma(t), "see" | "have")) else {
        return;
    };
    let how = scope(scene, verb);
    let Some(subject) = scene.subject(verb).filter(|_| !how.negated) else {
        return;
    };
    let actor = scene.parties(subject);
    let deed = tree.child(t, &["ccomp"]).filter(|&c| tree.is_verb(c));
    let object = tree.child(t, &["obj"]);
    if how.status == Status::Open || actor.is_empty() || deed.or(object).is_none() {
        return;
    }
    let asked = object.or_else(|| deed.and_then(|d| tree.child(d, &["nsubj"])));
    let theirs = asked.map(|o| scene.parties(o)).unwrap_or_default();
    let content = match (deed, object) {
        (Some(d), _) => content::verb_phrase(scene, d, false),
        (None, Some(o)) if theirs.is_empty() => content::noun_phrase(scene, o, false),
        _ => return,
    };
    out.push(Candidate {
        kind: Kind::Demand,
        rule: "demand/wants-to-see",
        trigger: t,
        content,
        addressee: theirs.into_iter().filter(|p| !actor.contains(p)).collect(),
        speaker: scene.as_speaker(subject),
        actor,
        unresolved: false,
        deadline_from: None,
        positive: true,
        weak: deed.is_none(),
        confidence: 0.6,
        swallows: true,
    });
}

struct Modal {
    /// "should", "needs to": weaker than "must".
    soft: bool,
    /// "has to V": the deed is the infinitive under the verb.
    infinitive_below: bool,
}

fn modal(scene: &Scene, t: usize) -> Option<Modal> {
    let tree = &scene.tree;
    if tree.aux(t, &["must"]).is_some() {
        return Some(Modal {
            soft: false,
            infinitive_below: false,
        });
    }
    if tree.aux(t, &["should", "ought"]).is_some() {
        return Some(Modal {
            soft: true,
            infinitive_below: false,
        });
    }
    let perfect = tree.aux(t, &["have"]).is_some();
    if matches!(tree.lemma(t), "have" | "need") && !perfect && deed(scene, t).is_some() {
        return Some(Modal {
            soft: tree.lemma(t) == "need",
            infinitive_below: true,
        });
    }
    if tree.rel(t) == "conj" && tree.child(t, &["nsubj", "aux"]).is_none() {
        // "must halt his fire and withdraw": one demand for each of three or more deeds.
        let first = scene.reading.parse.parent(t)?;
        if siblings(scene, first) >= 2 {
            return modal(scene, first);
        }
    }
    None
}

/// How many verbs are coordinated with `t`.
fn siblings(scene: &Scene, t: usize) -> usize {
    let tree = &scene.tree;
    tree.with_conjuncts(t)
        .iter()
        .skip(1)
        .filter(|&&c| tree.is_verb(c))
        .count()
}

fn deed(scene: &Scene, t: usize) -> Option<usize> {
    let tree = &scene.tree;
    tree.children(t).find(|&c| {
        tree.rel(c) == "xcomp"
            && tree
                .children(c)
                .any(|m| tree.rel(m) == "mark" && tree.is(m, "to"))
    })
}

fn expletive(scene: &Scene, subject: usize) -> bool {
    matches!(
        scene.tree.lemma(subject),
        "it" | "there" | "this" | "that" | "one" | "what" | "which"
    )
}
