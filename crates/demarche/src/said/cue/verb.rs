//! Verbs as cues: said that, told X that, vowed to, urged X to, called for, described X as,
//! "according to".

use super::{Draft, STANCE, cue_words, negated, ranges};
use crate::said::frames::{Frames, Words};
use crate::said::source::{self, Source};
use crate::said::tree::Tree;

/// What a verb's frame yields.
struct Found {
    content: Vec<(usize, usize)>,
    addressee: Option<usize>,
    /// A preposition that belongs to the cue: "called for".
    preposition: Option<usize>,
    rule: &'static str,
}

impl Found {
    fn new(content: Vec<(usize, usize)>, rule: &'static str) -> Found {
        Found {
            content,
            addressee: None,
            preposition: None,
            rule,
        }
    }

    fn to(self, addressee: Option<usize>) -> Found {
        Found { addressee, ..self }
    }
}

/// The draft of a reporting verb.
pub(super) fn read(tree: &Tree, words: &Words, t: usize) -> Option<Draft> {
    let frames = *words.verbs.get(tree.lemma(t))?;
    let source = source::of_verb(tree, t);
    let listener = listener(tree, t, frames);
    let found = clause(tree, t, frames, listener)
        .or_else(|| around(tree, t, frames))
        .or_else(|| infinitive(tree, t, frames))
        .or_else(|| naming(tree, t, frames))
        .or_else(|| prepositional(tree, t, frames))
        .or_else(|| object(tree, t, frames));
    let direct = frames.has("direct") && finite_enough(tree, t);
    let found = match found {
        Some(found) => found,
        // Quoted words may still be found beside it.
        None if direct => Found::new(Vec::new(), "said/direct").to(listener),
        None => return None,
    };
    let addressee = found
        .addressee
        .or(listener)
        .filter(|&a| source.is_none_or(|s| s.words != a));
    Some(Draft {
        cue: Some(t),
        cue_words: cue_words(tree, t, found.preposition),
        source,
        content: found.content,
        addressee,
        negated: negated(tree, t),
        direct,
        rule: found.rule,
    })
}

/// A verb that can have a subject of its own or by sharing: not a bare noun modifier.
fn finite_enough(tree: &Tree, t: usize) -> bool {
    !matches!(
        tree.rel(t),
        "amod" | "compound" | "nsubj" | "obj" | "obl" | "nmod"
    )
}

/// The one spoken to: the object of "tell", the "to" phrase of "say", the subject of "was told".
fn listener(tree: &Tree, t: usize, frames: Frames) -> Option<usize> {
    if frames.has("tell") || frames.has("ask") {
        let object = if tree.passive(t) {
            tree.child_full(t, &["nsubj:pass"])
        } else {
            tree.child(t, &["iobj", "obj"])
        };
        if object.is_some() {
            return object;
        }
    }
    tree.children(t).find(|&c| {
        tree.rel(c) == "obl" && c > t && tree.preposition(c).is_some_and(|p| frames.addresses(p))
    })
}

/// A clause that the verb takes as its object: "said that …", "said …", "asked whether …".
fn clause(tree: &Tree, t: usize, frames: Frames, listener: Option<usize>) -> Option<Found> {
    if !frames.has("that") && !frames.has("direct") && !frames.has("tell") {
        return None;
    }
    let clause = tree.children(t).find(|&c| tree.rel(c) == "ccomp")?;
    Some(Found::new(ranges(tree, clause, Some(t)), "said/clause").to(listener))
}

/// The cue stands inside or after what is said: "…, he said", "…, said Lavrov, …", "as he put it".
fn around(tree: &Tree, t: usize, frames: Frames) -> Option<Found> {
    let up = tree.parent(t)?;
    let own_subject = tree.child(t, &["nsubj"]).is_some();
    let as_clause = tree.rel(t) == "advcl"
        && tree
            .child(t, &["mark"])
            .is_some_and(|m| tree.lemma(m) == "as");
    let aside = tree.rel(t) == "parataxis" && (frames.has("direct") || frames.has("that"));
    if !own_subject
        || !(aside || as_clause)
        || tree
            .child(t, &["obj"])
            .is_some_and(|o| !frames.has("tell") && !as_clause && o > t)
    {
        return None;
    }
    Some(Found::new(
        ranges(tree, up, Some(t)),
        if aside { "said/aside" } else { "said/as" },
    ))
}

/// "vowed to", "urged Iran to", "denied planning", "called on Iran to".
fn infinitive(tree: &Tree, t: usize, frames: Frames) -> Option<Found> {
    let below = tree
        .children(t)
        .find(|&c| c > t && matches!(tree.rel(c), "xcomp" | "advcl"))?;
    let to = tree
        .child(below, &["mark"])
        .is_some_and(|m| tree.lemma(m) == "to");
    let content = || ranges(tree, below, None);
    if to {
        let object = tree.children(t).find(|&c| {
            (tree.rel(c) == "obj"
                || (tree.rel(c) == "obl"
                    && tree.preposition(c).is_some_and(|p| frames.addresses(p))))
                && c < below
        });
        if let Some(object) = object {
            let asks = frames.has("ask") || tree.rel(object) == "obl";
            return asks.then(|| Found::new(content(), "said/ask").to(Some(object)));
        }
        if tree.passive(t) && frames.has("ask") && tree.rel(below) == "xcomp" {
            return Some(Found::new(content(), "said/ask").to(tree.child_full(t, &["nsubj:pass"])));
        }
        // "is said to have": what is said has its subject before the cue.
        if tree.passive(t) && frames.has("that") && tree.rel(below) == "xcomp" {
            let subject = tree.child_full(t, &["nsubj:pass"])?;
            let mut parts = ranges(tree, subject, Some(t));
            parts.extend(content());
            return Some(Found::new(parts, "said/reported"));
        }
        if frames.has("inf") && tree.rel(below) == "xcomp" && !tree.passive(t) {
            return Some(Found::new(content(), "said/infinitive"));
        }
        return None;
    }
    let close = tree.rel(below) == "xcomp" || below == t + 1;
    (frames.has("ger") && tree.xpos(below) == "VBG" && close)
        .then(|| Found::new(content(), "said/gerund"))
}

/// "called it a mistake", "described the talks as frank".
fn naming(tree: &Tree, t: usize, frames: Frames) -> Option<Found> {
    let object = tree.child_full(t, &["obj", "nsubj:pass"]);
    let as_phrase = || {
        tree.children(t).find(|&c| {
            c > t
                && matches!(tree.rel(c), "obl" | "advcl" | "xcomp")
                && tree
                    .child(c, &["case", "mark"])
                    .is_some_and(|m| tree.lemma(m) == "as")
        })
    };
    let (name, rule) = if let Some(name) = frames
        .has("name")
        .then(|| tree.children(t).find(|&c| c > t && tree.rel(c) == "xcomp"))
        .flatten()
    {
        (name, "said/name")
    } else {
        (frames.has("as").then(as_phrase).flatten()?, "said/as-what")
    };
    let mut content = Vec::new();
    if let Some(object) = object.filter(|&o| o != name) {
        content.extend(ranges(tree, object, Some(t)));
    }
    for part in ranges(tree, name, None) {
        match content.last_mut() {
            Some(before) if before.1 == part.0 => before.1 = part.1,
            _ => content.push(part),
        }
    }
    content.sort_unstable();
    Some(Found::new(content, rule))
}

/// "called for a halt", "warned of consequences", "complained about".
fn prepositional(tree: &Tree, t: usize, frames: Frames) -> Option<Found> {
    let phrase = tree.children(t).find(|&c| {
        c > t
            && matches!(tree.rel(c), "obl" | "advcl" | "xcomp")
            && tree.child(c, &["case", "mark"]).is_some_and(|p| {
                matches!(
                    tree.lemma(p),
                    "of" | "for" | "about" | "on" | "against" | "to" | "with" | "in"
                ) && tree.upos(p) != "PART"
                    && frames.has(tree.lemma(p))
            })
    })?;
    let object = tree
        .child(t, &["obj"])
        .filter(|&o| o < phrase && !frames.has("tell"));
    if object.is_some() && !frames.has("thing") {
        return None;
    }
    let preposition = tree.child(phrase, &["case", "mark"])?;
    let (_, end) = tree.extent(phrase);
    let start = object.map_or(preposition + 1, |o| tree.extent(o).0);
    let content = super::trim(tree, start, end.max(start))?;
    let mut found = Found::new(vec![content], "said/preposition");
    if object.is_none() {
        found.preposition = Some(preposition);
    }
    Some(found)
}

/// "rejected the demand", "announced a plan": the object is what is said.
fn object(tree: &Tree, t: usize, frames: Frames) -> Option<Found> {
    if !frames.has("thing") && !frames.has("stance") {
        return None;
    }
    if tree.full_rel(t) == "acl" && tree.xpos(t) == "VBN" {
        return None;
    }
    // "was denied a visa": the subject only goes without.
    if tree.passive(t) && tree.child(t, &["obj"]).is_some() {
        return None;
    }
    let wanted = if tree.passive(t) { "nsubj:pass" } else { "obj" };
    let object = tree.children(t).find(|&c| tree.full_rel(c) == wanted)?;
    let rule = if frames.has("thing") {
        "said/object"
    } else {
        STANCE
    };
    Some(Found::new(ranges(tree, object, Some(t)), rule))
}

/// "according to X", "in the words of X": the phrase is source and cue in one, the clause it hangs
/// on is the content.
pub(super) fn according(tree: &Tree, t: usize) -> Option<Draft> {
    if tree.lemma(t) != "accord" && !tree.word(t).eq_ignore_ascii_case("according") {
        return None;
    }
    let to = t + 1;
    if to >= tree.len() || tree.lemma(to) != "to" {
        return None;
    }
    // Treebanks make "according" the case of X; some parses make it a verb with X below.
    let x = match tree.rel(t) {
        "case" | "mark" | "fixed" => tree.parent(t)?,
        _ => tree.child(t, &["obl", "obj"])?,
    };
    let phrase = if tree.under(x, t) { t } else { x };
    let clause = tree
        .chain(phrase)
        .skip(1)
        .find(|&a| tree.is_verb(a) || tree.child(a, &["nsubj"]).is_some())
        .or(tree.parent(phrase))?;
    Some(Draft {
        cue: Some(t),
        cue_words: (t, to + 1),
        source: Some(Source { words: x, who: x }),
        content: ranges(tree, clause, Some(phrase)),
        addressee: None,
        negated: false,
        direct: true,
        rule: "said/according",
    })
}
