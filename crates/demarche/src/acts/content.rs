//! The words that say what: the shortest complete phrase, without condition, deadline or reporting verb.

use super::condition::{self, Found};
use super::reading::Scene;
use crate::text::Span;
use crate::when::{Operator, TimexKind};

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
        "advcl" | "advcl:relcl" => {
            condition::relation(scene, c).is_some()
                || aside(scene, c)
                // ", to explain its plans": a purpose after a comma is not what is undertaken.
                || (tree.mark(c) == Some("to") && comma_before(scene, c))
                || (tree.mark(c) == Some("with") && comma_before(scene, c))
                || matches!(tree.mark(c), Some("because" | "although" | "though"))
        }
        "acl:relcl" => comma_before(scene, c) || told_apart(scene, c),
        "acl" => told_apart(scene, c),
        // "a deal with North Korea, President Moon said": parsers take the speaker for an apposition.
        "appos" => {
            super::asides::at(scene, c)
                || comma_before(scene, c)
                    && (scene.reading.cast.at(c).is_some_and(|m| m.person.is_some())
                        || explains(scene, c))
        }
        "obl" | "obj" if super::asides::at(scene, c) => true,
        "nmod" => tree.case(c) == Some("as"),
        // ", with Lavrov reiterating …"
        // ", after eight hours of talks"
        "obl" => matches!(tree.case(c), Some("with" | "after")) && comma_before(scene, c),
        // The full stop of the sentence stands behind what was left out before it.
        "punct" => true,
        "conj" => {
            // A clause with a subject or a "that" of its own is another thing said.
            tree.child(c, &["nsubj"]).is_some()
                || tree.mark(c) == Some("that")
                || tree.is_verb(c) && tree.children(c).any(|d| tree.is(d, "but"))
                || tree.is_verb(c) && comma_before(scene, c) && lone(scene, c)
        }
        _ => false,
    }
}

/// "the accord signed by Annan", "a treaty he had rejected": a move of its own.
fn told_apart(scene: &Scene, c: usize) -> bool {
    let tree = &scene.tree;
    let relative = scene.reading.parse.deprel[c] == "acl:relcl";
    let pronoun = tree
        .children(c)
        .any(|d| d < c && matches!(tree.lemma(d), "that" | "which" | "who" | "whom" | "what"));
    let free = scene
        .reading
        .parse
        .parent(c)
        .is_some_and(|h| tree.is(h, "what"));
    if pronoun || free {
        // "a plan that would let it": with its own pronoun the clause belongs to the noun.
        return false;
    }
    let who = if tree.passive(c) {
        tree.agent(c)
    } else {
        tree.child(c, &["nsubj"]).filter(|_| relative)
    };
    let noun = scene.reading.parse.parent(c);
    let fits = |class: &str| {
        class.is_empty() || noun.is_some_and(|n| super::frames::head_in_class(scene, n, class))
    };
    let acts = super::lexicon::lexicon()
        .rows(super::lexicon::Pos::Verb, tree.lemma(c))
        .iter()
        .any(|row| super::phrases::stands(scene, c, row) && fits(row.class));
    acts && who.is_some_and(|s| !scene.parties(s).is_empty())
}

/// ", the main supply route into the city": an apposition with an article that goes on to the end; a list
/// that was taken for one has its "and".
fn explains(scene: &Scene, c: usize) -> bool {
    let tree = &scene.tree;
    let (lo, hi) = tree.extent(c, &|_| false);
    let article = tree.children(c).any(|d| tree.rel(d) == "det" && d < c);
    let listed = (lo..=hi).any(|t| matches!(tree.word(t), "and" | "or"));
    let siblings = scene.reading.parse.parent(c).is_some_and(|h| {
        tree.children(h)
            .any(|d| d != c && matches!(tree.rel(d), "conj" | "appos"))
    });
    article && !listed && !siblings
}

/// True when `c` is the only thing coordinated with its head.
fn lone(scene: &Scene, c: usize) -> bool {
    let tree = &scene.tree;
    scene.reading.parse.parent(c).is_some_and(|h| {
        tree.children(h).filter(|&d| tree.rel(d) == "conj").count() == 1
            && tree.children(c).all(|d| tree.rel(d) != "conj")
    })
}

/// ", adding that …": a participle after a comma goes on about something else.
fn aside(scene: &Scene, c: usize) -> bool {
    scene.reading.parse.xpos[c] == "VBG" && comma_before(scene, c) && scene.tree.mark(c).is_none()
}

fn comma_before(scene: &Scene, c: usize) -> bool {
    let (lo, _) = scene.tree.extent(c, &|_| false);
    let tree = &scene.tree;
    lo > 0 && (tree.is(lo, ",") || matches!(tree.word(lo - 1), "," | "—" | "–" | "--" | "("))
}

/// A noun phrase: "Moscow's “binding” demands".
pub(crate) fn noun_phrase(scene: &Scene, t: usize, alone: bool) -> Content {
    let tree = &scene.tree;
    let skip = |c: usize| {
        foreign(scene, c)
            || (alone && tree.rel(c) == "conj" && tree.parse.parent(c) == Some(t))
            || (alone && tree.rel(c) == "cc" && tree.parse.parent(c) == Some(t))
            || (matches!(
                tree.rel(c),
                "case" | "nsubj" | "csubj" | "cop" | "expl" | "aux" | "mark"
            ) && tree.parse.parent(c) == Some(t))
            || (tree.rel(c) == "appos" && comma_before(scene, c) && tree.parse.parent(c) == Some(t))
            || (tree.rel(c) == "nmod" && matches!(tree.case(c), Some("include" | "including")))
    };
    let (lo, hi) = tree.extent(t, &skip);
    tidy(scene, t, lo, hi)
}

/// A noun phrase without the clauses that describe it: "talks with Iran", not what they may bring.
pub(crate) fn bare_noun_phrase(scene: &Scene, t: usize) -> Content {
    let tree = &scene.tree;
    let skip = |c: usize| {
        let mine = tree.parse.parent(c) == Some(t);
        foreign(scene, c)
            || tree.rel(c) == "acl"
            || (mine && matches!(tree.rel(c), "case" | "conj" | "cc"))
            || (mine && tree.rel(c) == "appos" && comma_before(scene, c))
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

/// An indirect question with its question word: "whether the responses would be made public".
pub(crate) fn question(scene: &Scene, t: usize) -> Content {
    let tree = &scene.tree;
    let Content { head, lo, hi } = clause(scene, t);
    let word = tree.children(t).find(|&c| tree.rel(c) == "mark" && c < lo);
    Content {
        head,
        lo: word.map_or(lo, |w| w.min(lo)),
        hi,
    }
}

/// A clause before its verb's subject that is set off by a comma belongs to the frame, not to the content.
fn preposed_aside(scene: &Scene, c: usize, t: usize) -> bool {
    c < t
        && !matches!(
            scene.tree.lemma(c),
            "when" | "what" | "how" | "where" | "why" | "who" | "which"
        )
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
            "mark" | "cc" => true,
            "aux" => scene.reading.parse.deprel[c] != "aux:pass" || !tree.passive(t),
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
            || ((mine || alone) && tree.strayed_conjunct(c))
            || (mine && preposed_aside(scene, c, t))
    };
    let (lo, hi) = tree.extent(t, &skip);
    tidy(scene, t, lo.max(from), hi)
}

/// The things of a series of infinitives: "to halt X, to dilute Y, as well as disable Z". Parsers lose such
/// series early, so they are read off the words: each ", to", "and to" or "as well as" before a base form
/// begins a thing.
pub(crate) fn infinitive_series(scene: &Scene, first: usize, hi: usize) -> Vec<Content> {
    let end = (scene.reading.parse.sentence(first).end as usize).min(hi + 2);
    // The verb of each thing, its first token, and the first token of what sets it off.
    let mut things = vec![(first, first, first)];
    for at in first + 1..end.saturating_sub(1) {
        things.extend(next_infinitive(scene, at, end));
    }
    if things.len() < 2 {
        return Vec::new();
    }
    let own = (first.saturating_sub(3)..first)
        .rev()
        .find(|&c| scene.tree.is(c, "to"));
    things[0].1 = own.map_or(first, |to| to + 1);
    (0..things.len())
        .map(|i| {
            let (verb, start, _) = things[i];
            let stop = things
                .get(i + 1)
                .map_or(end.min(hi + 1), |&(_, _, set_off)| set_off);
            tidy(scene, verb, start, stop.saturating_sub(1).max(verb))
        })
        .collect()
}

/// The thing of a series that the word at `at` opens: "to" after a comma or "and", or "as well as".
fn next_infinitive(scene: &Scene, at: usize, end: usize) -> Option<(usize, usize, usize)> {
    let tree = &scene.tree;
    let parse = scene.reading.parse;
    if tree.is(at, "as") && at + 3 < end && tree.is(at + 1, "well") && tree.is(at + 2, "as") {
        return (parse.xpos[at + 3] == "VB").then_some((at + 3, at + 3, at));
    }
    if !tree.is(at, "to") || !matches!(tree.word(at - 1), "," | "and" | "or" | ";") {
        return None;
    }
    let verb = (at + 1..end.min(at + 4))
        .take_while(|&c| !tree.is(c, ","))
        .find(|&c| parse.xpos[c] == "VB" || (tree.is_verb(c) && parse.xpos[c] != "VBG"))
        .or_else(|| (at + 1..end.min(at + 3)).find(|&c| opens(tree.word(c - 1))))?;
    (tree.mark(verb) == Some("to") || tree.rel(at) == "mark").then_some((verb, at + 1, at))
}

/// Takes conditions, deadlines, loose punctuation and conjunctions off both ends.
fn tidy(scene: &Scene, head: usize, lo: usize, hi: usize) -> Content {
    let (mut lo, mut hi) = within_marks(scene, head, lo.min(head), hi.max(head));
    let tree = &scene.tree;
    lo = after_number(scene, lo, head);
    if let Some(source) = scene.source_after(head) {
        // "to discuss Crimea, Russia's minister said": the speaker is not part of what he says.
        hi = hi.min(source.saturating_sub(1)).max(head);
    }
    loop {
        let before = (lo, hi);
        while lo < head && loose(scene, lo, lo, hi) {
            lo += 1;
        }
        while hi > head && loose(scene, hi, lo, hi) {
            hi -= 1;
        }
        for time in scene.times_near(head) {
            let (start, end) = time_tokens(scene, time.full_span);
            // "the positions of 1997": the year tells which are meant.
            let names = start > 0 && tree.is(start - 1, "of");
            if start > lo
                && start > head
                && end == hi + 1
                && !names
                && (time.kind != TimexKind::Duration || time.operator == Operator::Within)
            {
                hi = without_preposition(scene, head, start - 1);
            } else if start == lo && end <= head {
                lo = end;
            }
        }
        if (lo, hi) == before {
            break;
        }
    }
    for &Found {
        lo: start, hi: end, ..
    } in condition::in_sentence(scene, head)
    {
        if start > head && start > lo && end + 1 >= hi {
            hi = hi.min(start - 1);
        }
    }
    while hi > head && loose(scene, hi, lo, hi) {
        hi -= 1;
    }
    if lo > 0 && opens(tree.word(lo - 1)) && hi + 1 < tree.parse.len() && closes(tree.word(hi + 1))
    {
        (lo, hi) = (lo - 1, hi + 1);
    }
    // A mark that opens right before the phrase and closes inside it belongs to it, and the reverse.
    if lo > 0 && opens(tree.word(lo - 1)) && (lo..=hi).any(|t| closes(tree.word(t))) {
        lo -= 1;
    }
    let n = scene.reading.parse.len();
    if left_open(scene, lo, hi) {
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

/// "an extension beyond August 12": where the day goes, nothing is left of its phrase but the preposition.
fn without_preposition(scene: &Scene, head: usize, hi: usize) -> usize {
    let parse = scene.reading.parse;
    let loose = |t: usize| parse.upos[t] == "ADP" && parse.parent(t).is_some_and(|h| h > t);
    (head..=hi)
        .rev()
        .find(|&t| t == head || !loose(t))
        .unwrap_or(hi)
}

/// True when a quotation opens in `lo..=hi` and does not close there.
fn left_open(scene: &Scene, lo: usize, hi: usize) -> bool {
    let straight = |t: &usize| scene.tree.word(*t) == "\"";
    if (lo..=hi).any(|t| straight(&t)) {
        return (lo..=hi).filter(straight).count() % 2 == 1;
    }
    let (opened, closed) = (lo..=hi).fold((0, 0), |(a, b), t| {
        let word = scene.tree.word(t);
        (a + usize::from(opens(word)), b + usize::from(closes(word)))
    });
    opened > closed
}

/// Skips the number of a list item: "(i) modify" begins at "modify".
fn after_number(scene: &Scene, lo: usize, head: usize) -> usize {
    let tree = &scene.tree;
    let close = (lo..head.min(lo + 3)).find(|&t| tree.is(t, ")"));
    match close {
        Some(c) if tree.is(lo, "(") && c < head => c + 1,
        _ => lo,
    }
}

/// Keeps a phrase on its side of dashes, and inside the quotation that its head stands in.
fn within_marks(scene: &Scene, head: usize, lo: usize, hi: usize) -> (usize, usize) {
    let tree = &scene.tree;
    let dash = |t: &usize| matches!(tree.word(*t), "—" | "–" | "--" | "_");
    let mut lo = (lo..head).rev().find(dash).map_or(lo, |d| d + 1);
    let mut hi = (head + 1..=hi).find(dash).map_or(hi, |d| d - 1);
    let aside = |t: &usize| {
        tree.is(*t, ",")
            && *t < hi
            && !scene.in_quotes(*t)
            && matches!(
                tree.word(t + 1),
                "with"
                    | "but"
                    | "while"
                    | "although"
                    | "though"
                    | "which"
                    | "whose"
                    | "whom"
                    | "among"
                    | "including"
            )
    };
    hi = (head + 1..=hi).find(aside).map_or(hi, |comma| comma - 1);
    let at = |t: usize| scene.reading.quotes.at(scene.reading.parse.span[t].start);
    if let Some(quote) = at(head) {
        let whole = scene.reading.quotes.all[quote].whole();
        let inside = |t: usize| whole.contains(scene.reading.parse.span[t]);
        // A short quotation inside the phrase is part of it; a long one is all there is.
        if whole.len() > 60 {
            while lo < head && !inside(lo) {
                lo += 1;
            }
            while hi > head && !inside(hi) {
                hi -= 1;
            }
        }
    }
    (lo, hi)
}

fn opens(word: &str) -> bool {
    matches!(word, "“" | "\"" | "‘" | "``" | "«")
}

fn closes(word: &str) -> bool {
    matches!(word, "”" | "\"" | "’" | "''" | "»")
}

fn loose(scene: &Scene, t: usize, lo: usize, hi: usize) -> bool {
    let word = scene.tree.word(t);
    let left = t == lo;
    if !left && matches!(word, "only" | "even" | "just") {
        return true;
    }
    if opens(word) || closes(word) {
        // A quotation mark stays when its partner is inside.
        return if left {
            !(t + 1..=hi).any(|c| closes(scene.tree.word(c)))
        } else {
            !(lo..t).any(|c| opens(scene.tree.word(c)))
        };
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
