//! What is kept back: "did not say whether", "declined to comment", "gave no details".

use super::candidate::Candidate;
use super::content::{self, Content};
use super::frames;
use super::lexicon::lexicon;
use super::reading::Scene;
use super::scope::{Status, scope};
use crate::record::Kind;

/// The silence that the verb `t` states, if it does.
pub(crate) fn at(scene: &Scene, t: usize, out: &mut Vec<Candidate>) {
    let tree = &scene.tree;
    let mute = mute(scene, t) && tree.child(t, &["cop"]).is_some();
    if !(tree.is_verb(t) || mute) || tree.rel(t) == "amod" {
        return;
    }
    let Some((content, rule)) = silence(scene, t) else {
        return;
    };
    let how = scope(scene, t);
    if how.status == Status::Open || how.status == Status::Obliged {
        return;
    }
    let asked = tree.child(t, &["nsubj"]).filter(|_| tree.is(t, "drawn"));
    let Some(subject) = asked.or_else(|| scene.subject(t)) else {
        return;
    };
    let actor = scene.parties(subject);
    out.push(Candidate {
        kind: Kind::Withhold,
        rule,
        trigger: t,
        content,
        actor,
        addressee: Vec::new(),
        unresolved: false,
        deadline_from: None,
        speaker: scene.speaker(t).or_else(|| scene.as_speaker(subject)),
        positive: true,
        weak: false,
        confidence: 0.8,
        swallows: true,
    });
}

fn silence(scene: &Scene, t: usize) -> Option<(Content, &'static str)> {
    let tree = &scene.tree;
    let lemma = tree.lemma(t);
    let negated = tree.negated(t);
    if mute(scene, t) && !negated {
        // "was silent on the inspections"
        let about =
            frames::oblique(scene, t, "on").or_else(|| frames::oblique(scene, t, "about"))?;
        return Some((content::noun_phrase(scene, about, false), "withhold/silent"));
    }
    let saying = lexicon().in_class("saying", lemma);
    if negated && saying {
        return not_said(scene, t);
    }
    if negated && matches!(lemma, "raise" | "mention" | "address") {
        return topic(scene, t).map(|c| (c, "withhold/did-not-raise"));
    }
    if negated && let Some(c) = evaded(scene, t) {
        return Some((c, "withhold/not-drawn"));
    }
    if let Some(found) = unsaid(scene, t).filter(|_| !negated) {
        return Some(found);
    }
    if matches!(lemma, "decline" | "refuse") && !negated {
        let v = frames::infinitive_of(scene, t)?;
        if !lexicon().in_class("saying", tree.lemma(v)) || tree.is(v, "talk") {
            return None;
        }
        if matches!(tree.lemma(v), "give" | "provide")
            && !tree.object(v).is_some_and(|o| tells(scene, o))
        {
            // "refused to give ground": nothing is kept from being known.
            return None;
        }
        let c = frames::question(scene, v)
            .map(|q| content::question(scene, q))
            .or_else(|| topic(scene, v))
            .unwrap_or_else(|| content::verb_phrase(scene, t, false));
        return Some((c, "withhold/declined-to-say"));
    }
    if let Some(found) = no_gist(scene, t, negated) {
        return Some(found);
    }
    if lemma == "stop" && tree.children(t).any(|c| tree.is(c, "short")) {
        let v = tree
            .children(t)
            .find_map(|c| frames::oblique_or_gerund(scene, c, "of"))
            .or_else(|| frames::oblique_or_gerund(scene, t, "of"))?;
        if lexicon().in_class("saying", tree.lemma(v)) {
            return Some((
                content::verb_phrase(scene, v, false),
                "withhold/stopped-short",
            ));
        }
    }
    if negated { None } else { kept(scene, t) }
}

/// "did not say whether", "did not name the candidates".
fn not_said(scene: &Scene, t: usize) -> Option<(Content, &'static str)> {
    let lemma = scene.tree.lemma(t);
    if let Some(q) = frames::question(scene, t) {
        return Some((content::question(scene, q), "withhold/did-not-say-whether"));
    }
    if matches!(
        lemma,
        "discuss"
            | "disclose"
            | "reveal"
            | "specify"
            | "identify"
            | "name"
            | "elaborate"
            | "comment"
            | "address"
            | "mention"
            | "raise"
            | "explain"
            | "divulge"
    ) {
        return topic(scene, t).map(|c| (c, "withhold/did-not-discuss"));
    }
    None
}

/// "declined comment on the final text", "said nothing about the reactor".
fn unsaid(scene: &Scene, t: usize) -> Option<(Content, &'static str)> {
    let tree = &scene.tree;
    let object = tree.object(t)?;
    let about = |ps: &[&str]| {
        ps.iter().find_map(|p| {
            frames::oblique(scene, t, p).or_else(|| frames::oblique(scene, object, p))
        })
    };
    let phrase = |n: usize| content::noun_phrase(scene, n, false);
    match tree.lemma(t) {
        "decline" | "refuse" if tree.is(object, "comment") => {
            let what = about(&["on", "about"]).unwrap_or(object);
            Some((phrase(what), "withhold/declined-comment"))
        }
        "say" if tree.is(object, "nothing") => {
            let what = about(&["about", "on", "of"])?;
            Some((phrase(what), "withhold/said-nothing"))
        }
        _ => None,
    }
}

/// "silent", "tight-lipped".
fn mute(scene: &Scene, t: usize) -> bool {
    matches!(
        scene.tree.lemma(t),
        "silent" | "mum" | "tight-lipped" | "noncommittal" | "quiet"
    )
}

/// "would not be drawn on whether", "would not go into what was said".
fn evaded(scene: &Scene, t: usize) -> Option<Content> {
    let tree = &scene.tree;
    let preposition = match tree.lemma(t) {
        "draw" if tree.passive(t) => "on",
        "go" => "into",
        "dwell" | "expand" => "on",
        _ => return None,
    };
    if let Some(q) = frames::question(scene, t) {
        return Some(content::question(scene, q));
    }
    let about = frames::oblique_or_gerund(scene, t, preposition)?;
    Some(if tree.is_verb(about) {
        content::question(scene, about)
    } else {
        content::noun_phrase(scene, about, false)
    })
}

/// "gave no details".
fn no_gist(scene: &Scene, t: usize, negated: bool) -> Option<(Content, &'static str)> {
    let tree = &scene.tree;
    if !matches!(
        tree.lemma(t),
        "give" | "provide" | "offer" | "make" | "release"
    ) {
        return None;
    }
    let o = tree.object(t)?;
    let none = tree.negated(o) || negated;
    (none && lexicon().in_class("gist", tree.lemma(o))).then(|| {
        (
            content::noun_phrase(scene, o, false),
            "withhold/gave-no-details",
        )
    })
}

/// "an answer", "a date": what is given in words.
fn tells(scene: &Scene, o: usize) -> bool {
    let lemma = scene.tree.lemma(o);
    lexicon().in_class("gist", lemma)
        || matches!(
            lemma,
            "date" | "name" | "place" | "reason" | "deadline" | "estimate" | "list" | "sum"
        )
}

/// "withheld the names", "kept the text secret", "remained silent on the ransom".
fn kept(scene: &Scene, t: usize) -> Option<(Content, &'static str)> {
    let tree = &scene.tree;
    let lemma = tree.lemma(t);
    if matches!(
        lemma,
        "withhold" | "conceal" | "hide" | "sidestep" | "dodge" | "evade" | "duck"
    ) {
        let o = tree.object(t).filter(|_| !tree.passive(t))?;
        return Some((content::noun_phrase(scene, o, false), "withhold/kept-back"));
    }
    if lemma == "keep" {
        // "kept the text of its reply secret"
        let o = tree.object(t)?;
        let secret = tree.children(t).any(|c| {
            c > o
                && matches!(
                    tree.lemma(c),
                    "secret" | "confidential" | "private" | "quiet"
                )
        });
        return secret.then(|| {
            (
                content::noun_phrase(scene, o, false),
                "withhold/kept-secret",
            )
        });
    }
    if matches!(lemma, "remain" | "stay" | "keep") {
        let mute = tree.children(t).find(|&c| mute(scene, c))?;
        let about = frames::oblique(scene, mute, "on")
            .or_else(|| frames::oblique(scene, mute, "about"))
            .or_else(|| frames::oblique(scene, t, "on"))
            .or_else(|| frames::oblique(scene, t, "about"))?;
        return Some((content::noun_phrase(scene, about, false), "withhold/silent"));
    }
    None
}

/// What the verb of saying is about.
fn topic(scene: &Scene, v: usize) -> Option<Content> {
    let tree = &scene.tree;
    if let Some(q) = frames::question(scene, v) {
        return Some(content::question(scene, q));
    }
    let nominal = tree.child(v, &["obj"]).or_else(|| {
        tree.children(v).find(|&c| {
            tree.rel(c) == "obl"
                && matches!(tree.case(c), Some("on" | "about" | "of" | "regarding"))
        })
    })?;
    Some(content::noun_phrase(scene, nominal, false))
}
