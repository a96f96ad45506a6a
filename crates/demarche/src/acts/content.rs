//! The words that say what: the shortest complete phrase, without condition, deadline or reporting verb.

use super::condition::{self, Found};
use super::reading::Scene;
use crate::text::Span;

/// The words of a move's content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Content {
    /// Head token.
    pub(crate) head: usize,
    /// First and last token.
    pub(crate) lo: usize,
    pub(crate) hi: usize,
}

impl Content {
    /// Its bytes, with the quotation marks that belong to it.
    pub(crate) fn span(&self, scene: &Scene) -> Span {
        scene.tree.bytes(self.lo, self.hi)
    }
}

/// Dependents that never belong to a content phrase.
fn foreign(scene: &Scene, c: usize) -> bool {
    let tree = &scene.tree;
    match scene.reading.parse.deprel[c] {
        "parataxis" | "discourse" | "vocative" | "dep" | "list" => true,
        "advcl" | "advcl:relcl" => condition::relation(scene, c).is_some() || aside(scene, c),
        "acl:relcl" => comma_before(scene, c),
        "punct" => false,
        "conj" => {
            // A clause with a subject or a "that" of its own is another thing said.
            tree.child(c, &["nsubj"]).is_some() && comma_before(scene, c)
                || tree.mark(c) == Some("that")
        }
        _ => false,
    }
}

/// ", adding that …": a participle after a comma goes on about something else.
fn aside(scene: &Scene, c: usize) -> bool {
    scene.reading.parse.xpos[c] == "VBG" && comma_before(scene, c) && scene.tree.mark(c).is_none()
}

fn comma_before(scene: &Scene, c: usize) -> bool {
    let (lo, _) = scene.tree.extent(c, &|_| false);
    let tree = &scene.tree;
    lo > 0 && tree.is(lo, ",")
        || lo > 0 && matches!(tree.word(lo - 1), "," | "—" | "–" | "--" | "(")
}

/// A noun phrase: "Moscow's “binding” demands".
pub(crate) fn noun_phrase(scene: &Scene, t: usize, alone: bool) -> Content {
    let tree = &scene.tree;
    let skip = |c: usize| {
        foreign(scene, c)
            || (alone && tree.rel(c) == "conj" && tree.parse.parent(c) == Some(t))
            || (alone && tree.rel(c) == "cc" && tree.parse.parent(c) == Some(t))
            || (tree.rel(c) == "case" && tree.parse.parent(c) == Some(t))
            || (tree.rel(c) == "appos" && comma_before(scene, c) && tree.parse.parent(c) == Some(t))
            || (tree.rel(c) == "nmod" && matches!(tree.case(c), Some("include" | "including")))
    };
    let (lo, hi) = tree.extent(t, &skip);
    tidy(scene, t, lo, hi)
}

/// A clause with its subject: "Russia's troop buildup could signal an imminent invasion".
pub(crate) fn clause(scene: &Scene, t: usize) -> Content {
    let tree = &scene.tree;
    let skip = |c: usize| {
        let mine = tree.parse.parent(c) == Some(t);
        foreign(scene, c)
            || (mine && tree.rel(c) == "mark")
            || (mine && preposed_aside(scene, c, t))
    };
    let (lo, hi) = tree.extent(t, &skip);
    tidy(scene, t, lo, hi)
}

/// A clause before its verb's subject that is set off by a comma belongs to the frame, not to the content.
fn preposed_aside(scene: &Scene, c: usize, t: usize) -> bool {
    c < t
        && matches!(scene.tree.rel(c), "advcl" | "obl" | "advmod")
        && scene.tree.child(t, &["nsubj"]).is_some_and(|s| c < s)
}

/// The verb phrase without its subject and modal: "provide a written response". `alone` leaves out what
/// is coordinated with the verb.
pub(crate) fn verb_phrase(scene: &Scene, t: usize, alone: bool) -> Content {
    let tree = &scene.tree;
    let mut from = 0;
    for c in tree.children(t) {
        let cut = match tree.rel(c) {
            "nsubj" | "csubj" | "expl" => c < t,
            "mark" => true,
            "aux" => !matches!(tree.lemma(c), "be" | "have") || tree.rel(t) == "root",
            "advcl" => c < t,
            _ => false,
        };
        if cut && c < t {
            let (_, hi) = tree.extent(c, &|_| false);
            from = from.max(if hi < t { hi + 1 } else { c + 1 });
        }
    }
    let skip = |c: usize| {
        let mine = tree.parse.parent(c) == Some(t);
        foreign(scene, c)
            || (mine && matches!(tree.rel(c), "nsubj" | "csubj" | "mark" | "expl"))
            || (mine && alone && matches!(tree.rel(c), "conj" | "cc"))
            || (mine && preposed_aside(scene, c, t))
    };
    let (lo, hi) = tree.extent(t, &skip);
    tidy(scene, t, lo.max(from), hi)
}

/// Takes conditions, deadlines, loose punctuation and conjunctions off both ends.
fn tidy(scene: &Scene, head: usize, lo: usize, hi: usize) -> Content {
    let (mut lo, mut hi) = (lo.min(head), hi.max(head));
    let tree = &scene.tree;
    loop {
        let before = (lo, hi);
        while lo < head && loose(scene, lo, true) {
            lo += 1;
        }
        while hi > head && loose(scene, hi, false) {
            hi -= 1;
        }
        for time in scene.times_near(head) {
            let (start, end) = time_tokens(scene, time.full_span);
            if start > lo
                && start > head
                && end == hi + 1
                && time.kind != crate::when::TimexKind::Duration
            {
                hi = start - 1;
            } else if start == lo && end <= head {
                lo = end;
            }
        }
        if (lo, hi) == before {
            break;
        }
    }
    for Found {
        lo: start, hi: end, ..
    } in condition::in_sentence(scene, head)
    {
        if start > head && start > lo && end >= hi {
            hi = start - 1;
        }
    }
    while hi > head && loose(scene, hi, false) {
        hi -= 1;
    }
    // A mark that opens right before the phrase and closes inside it belongs to it, and the reverse.
    if lo > 0 && opens(tree.word(lo - 1)) && (lo..=hi).any(|t| closes(tree.word(t))) {
        lo -= 1;
    }
    let n = scene.reading.parse.len();
    if (lo..=hi).any(|t| opens(tree.word(t))) && !(lo..=hi).any(|t| t > lo && closes(tree.word(t)))
    {
        let mut end = hi + 1;
        while end < n && end <= hi + 2 && matches!(tree.word(end), "," | "." | "?" | "!") {
            end += 1;
        }
        if end < n && closes(tree.word(end)) {
            hi = end;
        }
    }
    Content { head, lo, hi }
}

fn opens(word: &str) -> bool {
    matches!(word, "“" | "\"" | "‘" | "``" | "«")
}

fn closes(word: &str) -> bool {
    matches!(word, "”" | "\"" | "’" | "''" | "»")
}

fn loose(scene: &Scene, t: usize, left: bool) -> bool {
    let word = scene.tree.word(t);
    if opens(word) || closes(word) {
        // A quotation mark stays when its partner is inside; the caller's ends decide.
        return left == closes(word) && !opens(word);
    }
    matches!(
        word,
        "," | "." | ";" | ":" | "—" | "–" | "--" | "-" | "and" | "or" | "but" | "?" | "!"
    ) || (left && matches!(scene.tree.rel(t), "mark" | "cc") && !matches!(word, "not"))
}

/// First token and one past the last of a span of bytes.
pub(crate) fn time_tokens(scene: &Scene, span: Span) -> (usize, usize) {
    let spans = &scene.reading.parse.span;
    (
        spans.partition_point(|t| t.end <= span.start),
        spans.partition_point(|t| t.start < span.end),
    )
}
