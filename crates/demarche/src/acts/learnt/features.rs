//! What is known of a place, as hashes.

use super::places::{Hold, Place};
use crate::acts::condition;
use crate::acts::frames;
use crate::acts::lexicon::lexicon;
use crate::acts::reading::Scene;
use crate::acts::scope::{Status, scope};
use crate::record::Entry;

/// Collects hashes of a template's number and its parts.
pub(super) struct Bag<'a> {
    pub(super) out: &'a mut Vec<u32>,
}

impl Bag<'_> {
    pub(super) fn add(&mut self, template: u8, parts: &[&str]) {
        let mut h = 0x811c_9dc5_u32 ^ u32::from(template).wrapping_mul(0x9e37_79b9);
        for part in parts {
            for b in part.bytes() {
                h = (h ^ u32::from(b.to_ascii_lowercase())).wrapping_mul(0x0100_0193);
            }
            h = (h ^ 0x1f).wrapping_mul(0x0100_0193);
        }
        h ^= h >> 15;
        h = h.wrapping_mul(0x2c1b_3c6d);
        self.out.push(h ^ (h >> 12));
    }
}

fn name(hold: Hold) -> &'static str {
    match hold {
        Hold::Itself => "self",
        Hold::Infinitive => "inf",
        Hold::Gerund => "ger",
        Hold::That => "that",
        Hold::Question => "wh",
        Hold::Object => "obj",
        Hold::Oblique => "obl",
    }
}

fn status(scene: &Scene, t: usize) -> &'static str {
    let how = scope(scene, t);
    match (how.status, how.negated) {
        (Status::Actual, false) => "did",
        (Status::Actual, true) => "did not",
        (Status::Future, false) => "will",
        (Status::Future, true) => "will not",
        (Status::Conditional, false) => "would",
        (Status::Conditional, true) => "would not",
        (Status::Obliged, false) => "must",
        (Status::Obliged, true) => "must not",
        (Status::Open, false) => "may",
        (Status::Open, true) => "may not",
    }
}

/// What the nominal `t` is to the negotiation.
fn role(scene: &Scene, t: Option<usize>) -> &'static str {
    let Some(t) = t else { return "none" };
    let tree = &scene.tree;
    if matches!(tree.lemma(t), "we" | "I" | "i" | "us") {
        return "we";
    }
    let person = scene.reading.cast.at(t).is_some_and(|m| m.person.is_some());
    match (scene.parties(t).len(), person) {
        (0, true) => "somebody",
        (0, false) => {
            if scene.reading.parse.upos[t] == "PRON" {
                "pronoun"
            } else {
                "thing"
            }
        }
        (_, true) => "person",
        (1, _) => "party",
        _ => "parties",
    }
}

/// Hashes of everything known of a place.
pub(crate) fn of(scene: &Scene, place: &Place, beside: &[(usize, &Entry)], out: &mut Vec<u32>) {
    let tree = &scene.tree;
    let parse = scene.reading.parse;
    let mut bag = Bag { out };
    let (t, h) = (place.trigger, place.content.head);
    let (l, hl) = (tree.lemma(t), tree.lemma(h));
    let preposition = place.preposition.map_or("", |p| tree.lemma(p));
    let hold = name(place.hold);
    let (pos, hpos) = (parse.upos[t], parse.upos[h]);
    bag.add(0, &[]);
    bag.add(1, &[pos, l]);
    bag.add(2, &[l, hold, preposition]);
    bag.add(3, &[pos, hold, preposition]);
    bag.add(4, &[hold, preposition, hpos]);
    bag.add(5, &[hl, hold]);
    bag.add(6, &[hl]);
    bag.add(7, &[l, hl]);
    let parent = parse.parent(t);
    let above = parent.map_or("", |p| tree.lemma(p));
    bag.add(8, &[above, tree.rel(t)]);
    bag.add(9, &[parse.deprel[t], pos]);
    bag.add(10, &[tree.rel(t), hold, preposition]);
    let own = status(scene, t);
    let held = if tree.is_verb(h) && h != t {
        status(scene, h)
    } else {
        ""
    };
    bag.add(11, &[own]);
    bag.add(12, &[own, l]);
    bag.add(13, &[own, hold, pos]);
    bag.add(14, &[held, hold]);
    bag.add(15, &[held, hl]);
    bag.add(16, &[held, l]);
    bag.add(17, &[own, hl, hold]);
    bag.add(18, &[parse.xpos[t], hold]);
    around(scene, place, &mut bag);
    people(scene, place, &mut bag);
    tables(scene, place, &mut bag);
    frames(scene, place, beside, &mut bag);
}

/// The words below trigger and content.
fn around(scene: &Scene, place: &Place, bag: &mut Bag) {
    let tree = &scene.tree;
    let parse = scene.reading.parse;
    let (t, h) = (place.trigger, place.content.head);
    let l = tree.lemma(t);
    for c in tree.children(t) {
        let (rel, lemma) = (parse.deprel[c], tree.lemma(c));
        if c == h {
            continue;
        }
        bag.add(20, &[rel, lemma]);
        bag.add(21, &[rel, lemma, l]);
        bag.add(22, &[rel, l]);
        if let Some(case) = tree.case(c) {
            bag.add(23, &[rel, case, l]);
            bag.add(24, &[case, l, tree.lemma(c)]);
        }
    }
    if h != t {
        for c in tree.children(h) {
            bag.add(25, &[parse.deprel[c], tree.lemma(c)]);
            bag.add(26, &[parse.deprel[c], tree.lemma(c), tree.lemma(h)]);
        }
    }
    for c in place.content.lo..=place.content.hi.min(place.content.lo + 25) {
        if matches!(parse.upos[c], "NOUN" | "VERB" | "ADJ") {
            bag.add(27, &[tree.lemma(c)]);
        }
    }
    if t > 0 {
        bag.add(28, &[tree.word(t - 1), l]);
    }
    if t + 1 < parse.len() {
        bag.add(29, &[l, tree.word(t + 1)]);
    }
    let size = place.content.hi - place.content.lo;
    bag.add(
        30,
        &[["1", "2", "3-5", "6-12", "long"][match size {
            0 => 0,
            1 => 1,
            2..=4 => 2,
            5..=11 => 3,
            _ => 4,
        }]],
    );
    if let Some(p) = parse.parent(t) {
        bag.add(31, &[tree.lemma(p), tree.rel(t), l]);
        bag.add(32, &[parse.upos[p], tree.rel(t), parse.upos[t]]);
    }
    if let Some(v) = crate::acts::nouns::governing_verb(scene, t) {
        let rel = parse.deprel[t];
        bag.add(34, &[status(scene, v), l]);
        bag.add(35, &[role(scene, scene.subject(v)), rel]);
        bag.add(36, &[role(scene, scene.subject(v)), tree.lemma(v), rel]);
        bag.add(37, &[status(scene, v), rel]);
    }
    let up = parse.parent(t).and_then(|p| parse.parent(p));
    if let Some(p) = up {
        bag.add(38, &[tree.lemma(p), tree.rel(t)]);
    }
    for time in scene.times_near(t) {
        if parse.parent(time.head as usize) == Some(t) {
            bag.add(39, &[&format!("{:?}", time.direction), parse.upos[t]]);
        }
    }
    if let Some(word) = tree.mark(t) {
        bag.add(33, &[word, tree.rel(t)]);
    }
}

/// Who stands where, and who says it.
fn people(scene: &Scene, place: &Place, bag: &mut Bag) {
    let tree = &scene.tree;
    let (t, l) = (place.trigger, tree.lemma(place.trigger));
    let hold = name(place.hold);
    let verb = tree.is_verb(t) || scene.reading.parse.upos[t] == "ADJ";
    let subject = if verb { scene.subject(t) } else { None };
    let who = if verb {
        role(scene, subject)
    } else if scene.owners(t).is_empty() {
        "no owner"
    } else {
        "owner"
    };
    let passive = if verb && tree.passive(t) {
        "passive"
    } else {
        ""
    };
    bag.add(40, &[who, passive]);
    bag.add(41, &[who, passive, l]);
    bag.add(42, &[who, passive, hold]);
    bag.add(43, &[who, status(scene, t)]);
    if let Some(s) = subject {
        bag.add(44, &[tree.lemma(s)]);
    }
    let object = if verb { tree.object(t) } else { None };
    bag.add(45, &[role(scene, object), l]);
    bag.add(46, &[role(scene, object), hold]);
    said(scene, place, subject, bag);
    let named = scene.named(place.content.lo, place.content.hi).len();
    bag.add(56, &[["0", "1", "2"][named.min(2)], hold]);
    for c in tree.children(t) {
        if matches!(tree.rel(c), "obl" | "nmod" | "iobj") && !scene.parties(c).is_empty() {
            bag.add(57, &[tree.case(c).unwrap_or("")]);
            bag.add(58, &[tree.case(c).unwrap_or(""), l]);
        }
    }
}

/// Who says it, and whether of oneself.
fn said(scene: &Scene, place: &Place, subject: Option<usize>, bag: &mut Bag) {
    let tree = &scene.tree;
    let (t, l) = (place.trigger, tree.lemma(place.trigger));
    let hold = name(place.hold);
    let speaking = scene.speaking(t);
    let said = scene.statement(t);
    let own = match (said, subject) {
        (None, _) => "unsaid",
        (Some(_), Some(s)) => {
            let theirs = scene.parties(s);
            if theirs.iter().any(|p| speaking.contains(p)) {
                "of oneself"
            } else if theirs.is_empty() {
                "of a thing"
            } else {
                "of another"
            }
        }
        (Some(_), None) => "of nobody",
    };
    bag.add(47, &[own]);
    bag.add(48, &[own, status(scene, t)]);
    bag.add(49, &[own, l]);
    bag.add(50, &[own, hold, status(scene, t)]);
    bag.add(51, &[if scene.in_quotes(t) { "quoted" } else { "" }, own]);
    if let Some(cue) = said.and_then(|s| s.cue) {
        let cue = tree.lemma(cue as usize);
        bag.add(52, &[cue]);
        bag.add(53, &[cue, status(scene, t)]);
    }
    bag.add(
        54,
        &[
            if speaking.is_empty() {
                ""
            } else {
                "party speaks"
            },
            own,
        ],
    );
    let conditional = condition::of_move(scene, t, place.content.head).is_some();
    if conditional {
        bag.add(55, &[status(scene, t)]);
    }
}

/// What the tables of the frames say of the words.
fn tables(scene: &Scene, place: &Place, bag: &mut Bag) {
    let hold = name(place.hold);
    let mut seen: Vec<&str> = Vec::new();
    for row in frames::rows_at(scene, place.trigger) {
        let kind = row.kind.as_str();
        if !seen.contains(&kind) {
            seen.push(kind);
            bag.add(70, &[kind]);
            bag.add(71, &[kind, hold, status(scene, place.trigger)]);
        }
    }
    if seen.is_empty() {
        bag.add(72, &[hold]);
    }
    let above = scene.reading.parse.parent(place.trigger);
    let words = [Some(place.trigger), Some(place.content.head), above];
    for (place, t) in ["trigger", "content", "above"].into_iter().zip(words) {
        let Some(t) = t else { continue };
        for class in lexicon().classes_of(scene.tree.lemma(t)) {
            bag.add(74, &[place, class]);
            bag.add(75, &[place, class, hold]);
        }
    }
    if place.content.head != place.trigger {
        for row in frames::rows_at(scene, place.content.head) {
            bag.add(73, &[row.kind.as_str(), hold]);
        }
    }
}

/// What the frames made of the same words.
fn frames(scene: &Scene, place: &Place, beside: &[(usize, &Entry)], bag: &mut Bag) {
    let span = place.content.span(scene);
    let trigger = scene.reading.parse.span[place.trigger];
    for (_, e) in beside {
        let kind = e.kind.as_str();
        let shared = e.content.end.min(span.end) - e.content.start.max(span.start);
        let whole = e.content.end.max(span.end) - e.content.start.min(span.start);
        bag.add(80, &[kind]);
        bag.add(
            81,
            &[
                kind,
                if 5 * shared > 3 * whole {
                    "same words"
                } else {
                    ""
                },
            ],
        );
        bag.add(
            82,
            &[
                kind,
                if e.trigger == trigger {
                    "same trigger"
                } else {
                    ""
                },
            ],
        );
        bag.add(83, &[e.rule]);
    }
    if beside.is_empty() {
        bag.add(84, &[]);
    }
}
