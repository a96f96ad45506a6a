//! What a noun lists: "Moscow's demands — including barring Ukraine from joining", "five demands, among them the
//! return of the bank", "three conditions: the return of the bank, …".

use super::candidate::Candidate;
use super::content::{self, Content};
use super::lexicon::{Pos, lexicon};
use super::nouns::governing_verb;
use super::reading::Scene;
use crate::record::Kind;

/// A move for each thing that the noun `t` lists.
pub(crate) fn at(scene: &Scene, t: usize, out: &mut Vec<Candidate>) {
    let tree = &scene.tree;
    let kind = match tree.lemma(t) {
        "demand" | "condition" | "request" => Kind::Demand,
        "proposal" | "offer" => Kind::Offer,
        "commitment" | "pledge" | "promise" => Kind::Commit,
        _ => return,
    };
    let contents = contents(scene, t);
    let actor = if contents.is_empty() {
        return;
    } else {
        author(scene, t, kind)
    };
    if actor.is_empty() {
        return;
    }
    // "Washington dismissed Moscow's demands": they were made to Washington.
    let answers = governing_verb(scene, t)
        .and_then(|v| tree.subject(v))
        .map(|s| scene.parties(s));
    let addressee: Vec<u32> = answers
        .unwrap_or_default()
        .into_iter()
        .filter(|p| !actor.contains(p))
        .collect();
    for content in contents {
        out.push(Candidate {
            kind,
            rule: match kind {
                Kind::Demand => "demand/listed",
                Kind::Offer => "offer/listed",
                _ => "commit/listed",
            },
            trigger: t,
            content,
            actor: actor.clone(),
            addressee: addressee.clone(),
            unresolved: false,
            deadline_from: None,
            speaker: None,
            positive: true,
            weak: false,
            confidence: 0.7,
            swallows: false,
        });
    }
}

/// The owner of the demands; where "five demands" are nobody's by name, who has or makes them, else who speaks.
fn author(scene: &Scene, t: usize, kind: Kind) -> Vec<u32> {
    let tree = &scene.tree;
    let own = scene.owners(t);
    if !own.is_empty() || kind != Kind::Demand || scene.reading.parse.xpos[t] != "NNS" {
        return own;
    }
    let maker = governing_verb(scene, t).filter(|&v| {
        tree.object(v) == Some(t)
            && matches!(
                tree.lemma(v),
                "have" | "set" | "make" | "name" | "list" | "put" | "present" | "raise" | "state"
            )
    });
    match maker {
        Some(v) => scene
            .subject(v)
            .map(|s| scene.parties(s))
            .unwrap_or_default(),
        None => scene.speaking(t),
    }
}

/// The things listed behind "including", "among them" or a colon.
fn contents(scene: &Scene, t: usize) -> Vec<Content> {
    let tree = &scene.tree;
    let end = scene.reading.parse.sentence(t).end as usize;
    for c in t + 1..end {
        let heads = matches!(tree.lemma(c), "include" | "including") || tree.is(c, "including");
        if heads {
            let Some(first) = list_head(scene, c, t) else {
                return Vec::new();
            };
            let content = |item: usize| {
                if tree.is_verb(item) {
                    before_next(scene, item, content::verb_phrase(scene, item, true))
                } else {
                    content::noun_phrase(scene, item, true)
                }
            };
            return list_items(scene, first).into_iter().map(content).collect();
        }
        let among = tree.is(c, "among") && c + 1 < end && tree.is(c + 1, "them");
        if among {
            return series(scene, c + 2, end);
        }
        if tree.is(c, ":") && c == t + 1 {
            return series(scene, c + 1, end);
        }
    }
    Vec::new()
}

/// "the return of the bank, the restart of the line and the release of assets": nominals with an article, read
/// off the words, since parsers lose such series early.
fn series(scene: &Scene, first: usize, end: usize) -> Vec<Content> {
    let tree = &scene.tree;
    let parse = scene.reading.parse;
    let article = |c: usize| c < end && (parse.upos[c] == "DET" || parse.xpos[c] == "PRP$");
    let stop = (first..end)
        .find(|&c| {
            matches!(tree.word(c), "." | ";" | "”" | "\"")
                || parse.upos[c] == "VERB" && tree.finite(c)
        })
        .unwrap_or(end);
    let mut starts = vec![first];
    for c in first + 1..stop {
        let behind = matches!(tree.word(c - 1), "," | "and" | "or");
        if behind && article(c) {
            starts.push(c);
        }
    }
    if starts.len() < 2 || !article(first) {
        return Vec::new();
    }
    let mut all = Vec::new();
    for (i, &lo) in starts.iter().enumerate() {
        let mut hi = starts.get(i + 1).map_or(stop, |&n| n) - 1;
        while hi > lo && matches!(tree.word(hi), "," | "and" | "or") {
            hi -= 1;
        }
        let inside = |c: usize| (lo..=hi).contains(&c);
        let head = (lo..=hi)
            .find(|&c| parse.upos[c] == "NOUN" && parse.parent(c).is_none_or(|h| !inside(h)));
        all.extend(head.map(|head| Content { head, lo, hi }));
    }
    all
}

/// The things of a list. "barring Ukraine from joining and withdrawing forces" lists two gerunds, though
/// parsers hang the second on the nearer verb.
fn list_items(scene: &Scene, first: usize) -> Vec<usize> {
    let tree = &scene.tree;
    let mut items = tree.with_conjuncts(first);
    let gerund = |t: usize| scene.reading.parse.xpos[t] == "VBG";
    if gerund(first) {
        for below in tree
            .children(first)
            .filter(|&c| gerund(c) && tree.mark(c).is_some())
        {
            let late = tree.with_conjuncts(below).into_iter().skip(1);
            items.extend(late.filter(|&c| gerund(c) && tree.mark(c).is_none()));
        }
    }
    items.sort_unstable();
    items
}

/// Cuts a list item where the next one begins.
fn before_next(scene: &Scene, item: usize, content: content::Content) -> content::Content {
    let tree = &scene.tree;
    let cut = (item + 1..=content.hi).find(|&c| {
        matches!(tree.word(c), "and" | "or")
            && tree.rel(c) == "cc"
            && scene.reading.parse.parent(c).is_some_and(|v| {
                v > c && scene.reading.parse.xpos[v] == "VBG" && tree.mark(v).is_none()
            })
            && scene.reading.parse.xpos[item] == "VBG"
    });
    content::Content {
        hi: cut.map_or(content.hi, |c| c - 1),
        ..content
    }
}

/// The first thing after "including": its dependent, or the head it marks.
fn list_head(scene: &Scene, including: usize, noun: usize) -> Option<usize> {
    let tree = &scene.tree;
    let found = tree
        .children(including)
        .find(|&c| c > including && matches!(tree.rel(c), "obj" | "xcomp" | "ccomp"))
        .or_else(|| {
            scene
                .reading
                .parse
                .parent(including)
                .filter(|&h| h > including)
        })?;
    // The list must belong to this noun, not to a later one.
    let between = (noun + 1..including).any(|c| {
        tree.rel(c) != "amod"
            && scene.reading.parse.upos[c] == "NOUN"
            && lexicon()
                .rows(Pos::Noun, tree.lemma(c))
                .iter()
                .next()
                .is_some()
    });
    (!between).then_some(found)
}
