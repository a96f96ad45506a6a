//! Plural people and bodies without a name that act together: "business groups", "opposition
//! lawmakers", "hostage families", "bondholders". Each is a party of its own, named by its modifiers and
//! its noun.

use super::draft::{Draft, lower};
use super::phrase::{self, Determiner, Owner};

/// How many modifiers a name takes.
const MODIFIERS: usize = 2;

/// The name of the class that the plural noun at `t` makes, and where its phrase begins.
pub(super) fn at(draft: &Draft, t: usize) -> Option<(usize, String)> {
    let word = draft.low(t);
    let alone = draft.world.collective(&word)?;
    if draft.parse.xpos[t] != "NNS" && !draft.is_capital(t) || !takes_part(draft, t) {
        return None;
    }
    let before = phrase::before(draft, t);
    let plain = before.parties.is_empty()
        && before.owner == Owner::None
        && before.number == 0
        && !before.other
        && !before.former
        && before.class.is_none()
        && !matches!(before.determiner, Determiner::A | Determiner::Both);
    let followed = matches!(
        &*draft.low(t + 1),
        "of" | "in" | "from" | "including" | "like"
    );
    if !plain || followed {
        return None;
    }
    let from = modifiers(draft, t);
    if from == t && !alone {
        return None;
    }
    let mut name = String::new();
    for part in from..t {
        name.push_str(&lower(draft.word(part)));
        name.push(' ');
    }
    name.push_str(&word);
    let article = from > 0 && draft.low(from - 1) == "the";
    Some((from - usize::from(article), name))
}

/// Where the modifiers begin that say which class is meant.
fn modifiers(draft: &Draft, t: usize) -> usize {
    let mut from = t;
    while from > 0 && t - from < MODIFIERS && draft.together(from - 1, t) {
        let at = from - 1;
        let first = draft.parse.sentence(t).start as usize == at;
        let small = !draft.is_capital(at) || first;
        let kind = matches!(draft.parse.rel(at), "compound" | "amod")
            && matches!(draft.parse.upos[at], "NOUN" | "ADJ" | "PROPN")
            && matches!(draft.parse.xpos[at], "NN" | "NNS" | "JJ" | "NNP");
        let free = draft.hit(at).is_none() && draft.name(at).is_none();
        if !(small && kind && free) || is_vague(&draft.low(at)) {
            break;
        }
        from = at;
    }
    from
}

/// Adjectives that tell nobody apart.
fn is_vague(word: &str) -> bool {
    matches!(
        word,
        "many"
            | "several"
            | "various"
            | "other"
            | "own"
            | "same"
            | "such"
            | "new"
            | "old"
            | "young"
            | "senior"
            | "junior"
            | "top"
            | "main"
            | "key"
            | "big"
            | "large"
            | "small"
            | "rival"
            | "certain"
            | "different"
            | "individual"
            | "angry"
            | "few"
            | "most"
            | "more"
            | "all"
            | "last"
            | "next"
            | "first"
            | "possible"
            | "potential"
            | "concerned"
            | "relevant"
            | "respective"
            | "political"
            | "military"
            | "armed"
            | "joint"
            | "special"
            | "warring"
            | "member"
            | "remaining"
            | "whole"
            | "both"
    )
}

/// True where the noun is a party to what is done: a subject, an agent, the one spoken to.
fn takes_part(draft: &Draft, t: usize) -> bool {
    let mut at = t;
    for _ in 0..3 {
        match draft.parse.rel(at) {
            "nsubj" | "iobj" | "obj" => return true,
            "obl" | "nmod" => {
                let case = (at.saturating_sub(6)..at)
                    .rev()
                    .find(|&x| draft.parse.rel(x) == "case" && draft.parse.parent(x) == Some(at));
                return case.is_some_and(|x| {
                    matches!(&*draft.low(x), "by" | "to" | "on" | "with" | "between")
                });
            }
            "conj" => match draft.parse.parent(at) {
                Some(above) => at = above,
                None => return false,
            },
            _ => return false,
        }
    }
    false
}
