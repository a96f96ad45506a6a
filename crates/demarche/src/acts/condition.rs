//! Conditions: "if its demands are not met", "after receiving a formal response", "unless", "until".

use super::reading::Scene;
use crate::record::Relation;

/// A condition in a sentence.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    pub(crate) relation: Relation,
    /// Head of the conditional clause or phrase.
    pub(crate) head: usize,
    /// What it depends on.
    pub(crate) owner: usize,
    /// First and last token, the subordinating word included.
    pub(crate) lo: usize,
    pub(crate) hi: usize,
}

/// The relation that the clause or phrase `t` bears as a condition, if it is one.
pub(crate) fn relation(scene: &Scene, t: usize) -> Option<Relation> {
    let tree = &scene.tree;
    let rel = tree.rel(t);
    if rel == "advcl" || (rel == "acl" && tree.mark(t).is_some()) || rel == "ccomp" {
        for c in tree.children(t).filter(|&c| c < t) {
            if !matches!(tree.rel(c), "mark" | "advmod" | "case" | "fixed") {
                continue;
            }
            let word = tree.word(c).to_ascii_lowercase();
            let found = match word.as_str() {
                "if" | "provided" | "providing" | "assuming" | "[i]f"
                    if rel != "ccomp" || sibling(scene, t).is_some() =>
                {
                    Some(Relation::If)
                }
                "unless" => Some(Relation::Unless),
                "until" | "till" => Some(Relation::Until),
                "once" | "after" if rel == "advcl" => Some(Relation::After),
                "before" if rel == "advcl" => Some(Relation::Before),
                "long" if so_long_as(scene, c) => Some(Relation::If),
                "soon" if so_long_as(scene, c) => Some(Relation::After),
                _ => None,
            };
            if found.is_some() {
                return found;
            }
        }
        return inverted(scene, t).then_some(Relation::If);
    }
    if matches!(rel, "parataxis" | "conj") && inverted(scene, t) {
        return Some(Relation::If);
    }
    if matches!(rel, "obl" | "nmod" | "advmod") && so_long_as_phrase(scene, t) {
        return Some(Relation::If);
    }
    if matches!(rel, "obl" | "nmod") {
        let word = tree.case(t)?;
        let event = scene.reading.parse.upos[t] == "NOUN";
        return match word {
            "in" if tree
                .children(t)
                .any(|c| tree.is(c, "return") || tree.is(c, "exchange")) =>
            {
                Some(Relation::If)
            }
            "in" if tree.children(t).any(|c| tree.is(c, "response"))
                && conditional_verb(scene, t) =>
            {
                Some(Relation::If)
            }
            "until" if event && !scene.in_time(t) => Some(Relation::Until),
            "without" if event && conditional_verb(scene, t) => Some(Relation::Unless),
            _ => None,
        };
    }
    None
}

/// "said he was ready to travel if they would receive him": the clause before, where both were hung on the verb
/// of saying.
fn sibling(scene: &Scene, clause: usize) -> Option<usize> {
    let tree = &scene.tree;
    let above = scene.reading.parse.parent(clause)?;
    tree.children(above)
        .find(|&c| above < c && c < clause && tree.rel(c) == "ccomp")
}

/// ", should the talks fail": a condition by the order of its words.
fn inverted(scene: &Scene, t: usize) -> bool {
    let tree = &scene.tree;
    let subject = tree.child(t, &["nsubj"]);
    let aux = tree.children(t).find(|&c| {
        matches!(tree.rel(c), "aux" | "cop") && matches!(tree.lemma(c), "should" | "have" | "be")
    });
    match (aux, subject) {
        (Some(aux), Some(subject)) => {
            let first = matches!(
                tree.word(aux),
                "should" | "had" | "were" | "Should" | "Had" | "Were"
            );
            let opens =
                aux == scene.reading.parse.sentence(t).start as usize || tree.is(aux - 1, ",");
            first && opens && aux < subject && subject < t
        }
        _ => false,
    }
}

/// "will act firmly in response to": a reaction still to come.
fn conditional_verb(scene: &Scene, t: usize) -> bool {
    scene
        .tree
        .ancestors(t)
        .any(|v| scene.tree.aux(v, &["will", "would"]).is_some())
}

/// "long" with a clause under it: "as long as Iran does the same".
fn so_long_as_phrase(scene: &Scene, t: usize) -> bool {
    let tree = &scene.tree;
    tree.is(t, "long")
        && so_long_as(scene, t)
        && tree.child(t, &["advcl", "ccomp", "acl"]).is_some()
}

/// "as long as", "so long as".
fn so_long_as(scene: &Scene, c: usize) -> bool {
    c > 0 && matches!(scene.tree.word(c - 1), "as" | "so" | "As" | "So")
}

/// The conditions of the sentence of `t`, in text order.
pub(crate) fn in_sentence<'s>(scene: &'s Scene, t: usize) -> &'s [Found] {
    let sentence = scene.reading.parse.sentence_of[t] as usize;
    scene.conditions[sentence].get_or_init(|| found_in(scene, t))
}

fn found_in(scene: &Scene, t: usize) -> Vec<Found> {
    let s = scene.reading.parse.sentence(t);
    let mut all = Vec::new();
    for c in s.start as usize..s.end as usize {
        let Some(relation) = relation(scene, c) else {
            continue;
        };
        let Some(mut owner) = scene.reading.parse.parent(c) else {
            continue;
        };
        let tree = &scene.tree;
        if tree.rel(c) == "ccomp"
            && let Some(first) = sibling(scene, c)
        {
            owner = first;
        }
        let (lo, hi) = tree.extent(c, &|d| {
            tree.rel(d) == "parataxis" || super::asides::at(scene, d)
        });
        let (mut lo, mut hi) = (lo, hi);
        while lo < c
            && matches!(
                tree.word(lo),
                "," | "“" | "\"" | "and" | "but" | "—" | "only" | "even"
            )
        {
            lo += 1;
        }
        if lo <= s.start as usize + 1
            && let Some(comma) = (c + 1..hi).find(|&t| tree.is(t, ","))
            && (comma + 1..hi).any(|t| plain_verb(scene, t) || scene.reading.parse.upos[t] == "AUX")
        {
            // "Once parliament has voted, Britain will pay": an opening condition ends at its comma.
            hi = comma;
        }
        while hi > c && matches!(tree.word(hi), "," | "." | ";" | "”" | "\"" | "—") {
            hi -= 1;
        }
        all.push(Found {
            relation,
            head: c,
            owner,
            lo,
            hi,
        });
    }
    by_words(scene, s.start as usize, s.end as usize, &mut all);
    all
}

/// Conditions that open with several words, which parsers seldom hang together.
const PHRASES: [(&[&str], Relation); 17] = [
    (&["on", "request"], Relation::If),
    (&["upon", "request"], Relation::If),
    (&["[i]f"], Relation::If),
    (&["for", "each"], Relation::If),
    (&["for", "every"], Relation::If),
    (&["ahead", "of"], Relation::Before),
    (&["provided", "that"], Relation::If),
    (&["provided"], Relation::If),
    (&["on", "condition", "that"], Relation::If),
    (&["on", "the", "condition", "that"], Relation::If),
    (&["as", "long", "as"], Relation::If),
    (&["so", "long", "as"], Relation::If),
    (&["in", "exchange", "for"], Relation::If),
    (&["in", "return", "for"], Relation::If),
    (&["in", "the", "event", "of"], Relation::If),
    (&["in", "the", "event", "that"], Relation::If),
    (&["as", "soon", "as"], Relation::After),
];

/// Finds the phrases above; such a condition runs to the next comma, dash or end, and hangs on the verb
/// before it.
fn by_words(scene: &Scene, start: usize, end: usize, all: &mut Vec<Found>) {
    let tree = &scene.tree;
    for at in start..end {
        let found = PHRASES.iter().find(|(words, _)| {
            at + words.len() < end && words.iter().enumerate().all(|(i, w)| tree.is(at + i, w))
        });
        let Some(&(words, relation)) = found else {
            continue;
        };
        // "For each prisoner freed, …" opens a sentence; "a minimum for each show" does not.
        let inside = words[0] == "for" && at != start;
        let taken = all.iter().any(|f| f.lo <= at + words.len() && at <= f.hi);
        if taken || inside || possible(scene, at) {
            continue;
        }
        let stop = (at + words.len()..end)
            .find(|&c| matches!(tree.word(c), "," | ";" | "." | "—" | "--" | "”" | ":"))
            .unwrap_or(end);
        let before = (start..at).rev().find(|&c| plain_verb(scene, c));
        let owner = before.or_else(|| (stop..end).find(|&c| plain_verb(scene, c)));
        // "provided aid" is a deed, not a condition: it has a subject or an object of its own.
        let deed = words == ["provided"] && tree.child(at, &["nsubj", "obj"]).is_some();
        if let Some(owner) =
            owner.filter(|_| !deed && (stop > at + words.len() || words[1..] == ["request"]))
        {
            let head = (at + words.len()).min(stop - 1);
            all.push(Found {
                relation,
                head,
                owner,
                lo: at,
                hi: stop - 1,
            });
        }
    }
}

/// "as soon as possible" is no condition.
fn possible(scene: &Scene, at: usize) -> bool {
    scene.tree.is(at + 1, "soon")
        && at + 3 < scene.reading.parse.len()
        && scene.tree.is(at + 3, "possible")
}

fn plain_verb(scene: &Scene, c: usize) -> bool {
    scene.reading.parse.upos[c] == "VERB" && scene.tree.rel(c) != "amod"
}

/// The condition on a move: the one that hangs on its content, its trigger, or the clause they stand in.
pub(crate) fn of_move(scene: &Scene, trigger: usize, content: usize) -> Option<Found> {
    let tree = &scene.tree;
    let mut best: Option<(u8, Found)> = None;
    for &found in in_sentence(scene, content) {
        if tree.under(trigger, found.head) || tree.under(content, found.head) {
            continue;
        }
        // "…, they said, and left a round open once …": behind the speaker stands the reporter's own clause.
        let own = |t: usize| scene.statement(t).map(|s| &s.content);
        let beyond = scene
            .source_after(content)
            .is_some_and(|source| found.lo > source);
        if beyond && own(found.head) != own(content) {
            continue;
        }
        let rank = if found.owner == content {
            0
        } else if found.owner == trigger {
            1
        } else if tree.under(found.owner, content) && same_clause(scene, found.owner, content) {
            2
        } else if tree.under(content, found.owner) && same_clause(scene, content, found.owner) {
            3
        } else {
            continue;
        };
        if best.as_ref().is_none_or(|(r, _)| rank < *r) {
            best = Some((rank, found));
        }
    }
    best.map(|(_, found)| found)
}

/// True when the way up from `low` to `high` passes complements and coordination only.
fn same_clause(scene: &Scene, low: usize, high: usize) -> bool {
    let tree = &scene.tree;
    let mut here = low;
    for above in tree.ancestors(low) {
        if !matches!(
            tree.rel(here),
            "xcomp" | "ccomp" | "conj" | "obj" | "obl" | "nmod" | "parataxis"
        ) {
            return false;
        }
        if above == high {
            return true;
        }
        here = above;
    }
    low == high
}
