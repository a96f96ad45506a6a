//! What the taggers look at. One function a tagger, for training and for reading.

use super::Classes;
use crate::said::cue::Draft;
use crate::said::frames::words;
use crate::said::settle;
use crate::said::speech::Said;
use crate::said::tree::Tree;
use crate::text::Quotes;

/// A cue as the tagger of roles sees it: tokens `start..end` with a syntactic head among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cue {
    pub start: usize,
    pub end: usize,
    pub head: usize,
}

/// How a token stands to quotation marks.
const OUTSIDE: u64 = 0;
const INSIDE: u64 = 1;
const FIRST: u64 = 2;
const LAST: u64 = 3;

/// Everything about the tokens of a text that features are made from, as numbers.
pub struct View<'a> {
    tree: &'a Tree<'a>,
    quotes: &'a Quotes,
    said: &'a [Said],
    word: Vec<u64>,
    lemma: Vec<u64>,
    xpos: Vec<u64>,
    rel: Vec<u64>,
    /// Shape of the word and the frames of its lemma.
    kind: Vec<u64>,
    quote: Vec<u64>,
    /// Word classes, fine and coarse.
    fine: Vec<u64>,
    coarse: Vec<u64>,
    /// 1 + index of the draft whose cue's head the token is.
    draft_of: Vec<u32>,
    /// What the drafts make of the token: cue (with its rule), source, content, and how often.
    cue_role: Vec<u64>,
    in_content: Vec<u64>,
    in_source: Vec<u64>,
}

/// Mixes numbers into one.
fn mix(parts: &[u64]) -> u64 {
    parts.iter().fold(0x9E37_79B9_7F4A_7C15, |h, &p| {
        let h = (h ^ p).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        h ^ (h >> 32)
    })
}

pub(super) fn hash(word: &str) -> u64 {
    word.bytes().fold(0xCBF2_9CE4_8422_2325, |h, b| {
        (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01B3)
    })
}

/// A distance as one of a few sizes, with its sign.
fn bucket(distance: isize) -> u64 {
    let size = match distance.unsigned_abs() {
        n @ 0..=4 => n as u64,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=24 => 8,
        25..=49 => 9,
        _ => 10,
    };
    size * 2 + u64::from(distance < 0)
}

impl<'a> View<'a> {
    pub(crate) fn new(
        tree: &'a Tree<'a>,
        quotes: &'a Quotes,
        said: &'a [Said],
        classes: &Classes,
    ) -> View<'a> {
        let n = tree.len();
        let words = words();
        let lower = |t: usize| tree.word(t).to_lowercase();
        let kind = |t: usize| {
            let word = tree.word(t);
            let shape = u64::from(word.starts_with(char::is_uppercase))
                | u64::from(word.contains(|c: char| c.is_ascii_digit())) << 1;
            let known = [&words.verbs, &words.nouns, &words.adjectives]
                .iter()
                .enumerate()
                .map(|(i, table)| u64::from(table.contains_key(tree.lemma(t))) << (2 + i))
                .sum::<u64>();
            shape | known | u64::from(words.papers.contains(tree.lemma(t))) << 5
        };
        let (fine, coarse) = (0..n).map(|t| classes.of(&lower(t))).unzip();
        let mut view = View {
            fine,
            coarse,
            tree,
            quotes,
            said,
            word: (0..n).map(|t| hash(&lower(t))).collect(),
            lemma: (0..n)
                .map(|t| hash(&tree.lemma(t).to_lowercase()))
                .collect(),
            xpos: (0..n).map(|t| hash(tree.xpos(t))).collect(),
            rel: (0..n).map(|t| hash(tree.full_rel(t))).collect(),
            kind: (0..n).map(kind).collect(),
            quote: vec![OUTSIDE; n],
            draft_of: vec![0; n],
            cue_role: vec![0; n],
            in_content: vec![0; n],
            in_source: vec![0; n],
        };
        view.mark_quotes();
        let mut steps = vec![0i64; n + 1];
        for (index, said) in said.iter().enumerate() {
            view.mark_draft(index, &said.draft, &mut steps);
        }
        let mut depth = 0;
        for (t, step) in steps[..n].iter().enumerate() {
            depth += step;
            view.in_content[t] = depth as u64;
        }
        view
    }

    pub(crate) fn tree(&self) -> &'a Tree<'a> {
        self.tree
    }

    /// What the rules found.
    pub(crate) fn said(&self) -> &'a [Said] {
        self.said
    }

    /// True inside quotation marks and for the marks themselves.
    pub(crate) fn quoted(&self, t: usize) -> bool {
        self.quote[t] != OUTSIDE
    }

    /// What the rules found for the cue with its head at `t`.
    pub(crate) fn said_of(&self, t: usize) -> Option<&'a Said> {
        self.draft_of[t]
            .checked_sub(1)
            .map(|d| &self.said[d as usize])
    }

    /// The draft whose cue has its head at `t`.
    pub(crate) fn draft_of(&self, t: usize) -> Option<&'a Draft> {
        self.draft_of[t]
            .checked_sub(1)
            .map(|d| &self.said[d as usize].draft)
    }

    fn mark_quotes(&mut self) {
        for quote in self.quotes.all.iter().filter(|q| q.parent.is_none()) {
            let whole = quote.whole();
            let first = self.tree.token_at(whole.start);
            let end = self
                .tree
                .parse
                .span
                .partition_point(|s| s.start < whole.end);
            for t in first..end {
                self.quote[t] = match t {
                    _ if t == first => FIRST,
                    _ if t + 1 == end => LAST,
                    _ => INSIDE,
                };
            }
        }
    }

    /// `steps` counts where contents begin and end; their running sum is the depth of each token.
    fn mark_draft(&mut self, index: usize, draft: &Draft, steps: &mut [i64]) {
        let rule = hash(draft.rule);
        if let Some(cue) = draft.cue {
            self.draft_of[cue] = index as u32 + 1;
            for t in draft.cue_words.0..draft.cue_words.1 {
                self.cue_role[t] =
                    mix(&[rule, u64::from(t == draft.cue_words.0), u64::from(t == cue)]);
            }
        }
        for &(start, end) in &draft.content {
            steps[start] += 1;
            steps[end] -= 1;
        }
        if let Some(source) = draft.source {
            self.in_source[source.words] = rule;
        }
    }

    fn at(&self, column: &[u64], t: isize) -> u64 {
        if t < 0 || t as usize >= column.len() {
            7
        } else {
            column[t as usize]
        }
    }

    /// Features of token `t` for finding cues.
    pub fn cue_features(&self, t: usize, out: &mut Vec<u32>) {
        out.clear();
        let mut push = |template: u64, parts: &[u64]| {
            out.push((mix(&[template, mix(parts)]) >> 32) as u32 | 1);
        };
        let tree = self.tree;
        let i = t as isize;
        let (lemma, xpos, rel, word) = (self.lemma[t], self.xpos[t], self.rel[t], self.word[t]);
        push(1, &[word]);
        push(2, &[lemma, xpos]);
        push(3, &[xpos, rel]);
        push(4, &[lemma, rel]);
        for d in [-2, -1, 1, 2] {
            push(10 + (d + 2) as u64, &[self.at(&self.lemma, i + d)]);
            push(20 + (d + 2) as u64, &[self.at(&self.xpos, i + d), xpos]);
            push(
                30 + (d + 2) as u64,
                &[self.at(&self.cue_role, i + d), self.cue_role[t]],
            );
        }
        push(40, &[self.at(&self.word, i - 1), word]);
        push(41, &[word, self.at(&self.word, i + 1)]);
        push(
            42,
            &[self.at(&self.xpos, i - 1), xpos, self.at(&self.xpos, i + 1)],
        );
        push(
            43,
            &[
                self.at(&self.lemma, i - 1),
                xpos,
                self.at(&self.lemma, i + 1),
            ],
        );
        push(44, &[self.cue_role[t]]);
        push(45, &[self.cue_role[t], lemma]);
        push(46, &[self.kind[t], xpos]);
        push(47, &[self.fine[t], xpos]);
        push(48, &[self.coarse[t], xpos, rel]);
        push(49, &[self.coarse[t], self.cue_role[t]]);
        for d in [-1, 1] {
            push(90 + (d + 1) as u64, &[self.at(&self.fine, i + d), xpos]);
            push(
                93 + (d + 1) as u64,
                &[self.at(&self.coarse, i + d), self.coarse[t]],
            );
        }
        let above = tree.parent(t);
        let up = |column: &[u64]| above.map_or(3, |p| column[p]);
        push(50, &[up(&self.lemma), rel]);
        push(51, &[up(&self.xpos), rel, xpos]);
        push(52, &[up(&self.cue_role), rel]);
        push(53, &[up(&self.cue_role), rel, lemma]);
        push(54, &[up(&self.lemma), rel, lemma]);
        let grand = above.and_then(|p| tree.parent(p));
        push(
            55,
            &[rel, up(&self.rel), grand.map_or(3, |g| self.lemma[g])],
        );
        push(
            56,
            &[
                above.map_or(20, |p| bucket(p as isize - i)),
                up(&self.cue_role),
            ],
        );
        // Statements inside statements are seldom marked: what stands in another's content counts
        // less.
        let depth = self.in_content[t].min(3);
        push(
            60,
            &[depth, u64::from(self.cue_role[t] != 0), self.quote[t]],
        );
        push(61, &[depth, self.cue_role[t]]);
        push(62, &[depth, lemma]);
        push(63, &[self.quote[t], lemma]);
        push(64, &[self.quote[t], self.cue_role[t]]);
        self.cue_neighbours(t, &mut push);
        self.cue_children(t, &mut push);
    }

    /// Quotation marks and edges near the token.
    fn cue_neighbours(&self, t: usize, push: &mut impl FnMut(u64, &[u64])) {
        let (start, end) = self.tree.sentence(t);
        let before = (start..t).rev().take(8).position(|q| self.quote[q] == LAST);
        let after = (t + 1..end).take(8).position(|q| self.quote[q] == FIRST);
        let near = |p: Option<usize>| p.map_or(9, |d| d as u64);
        push(70, &[near(before), near(after)]);
        push(71, &[near(before), self.xpos[t]]);
        push(72, &[near(after), self.xpos[t]]);
        push(73, &[near(after), self.lemma[t]]);
        push(74, &[near(before), self.lemma[t]]);
        push(75, &[(t - start).min(5) as u64, self.cue_role[t]]);
        push(76, &[(end - t).min(4) as u64, self.xpos[t]]);
        let starts_quoted = self.quote[start] != OUTSIDE;
        push(
            77,
            &[u64::from(starts_quoted), self.cue_role[t], self.quote[t]],
        );
    }

    /// What hangs on the token: subject, object, clause, prepositions.
    fn cue_children(&self, t: usize, push: &mut impl FnMut(u64, &[u64])) {
        let mut signature = 0;
        for c in self.tree.children(t) {
            let rel = self.tree.rel(c);
            let bit = match rel {
                "nsubj" => 0,
                "ccomp" => 1,
                "xcomp" => 2,
                "obj" => 3,
                "obl" => 4,
                "parataxis" => 5,
                "advcl" => 6,
                "acl" => 7,
                "nmod" => 8,
                _ => continue,
            };
            signature |= 1u64 << bit;
            let link = self
                .tree
                .child(c, &["mark", "case"])
                .map_or(5, |m| self.lemma[m]);
            let side = u64::from(c > t);
            push(80, &[bit, link, side, self.xpos[t]]);
            push(81, &[bit, link, side, self.lemma[t]]);
            push(78, &[bit, link, side, self.fine[t]]);
            push(79, &[bit, self.coarse[c], side, self.coarse[t]]);
            match bit {
                0 => {
                    push(82, &[self.lemma[c], side]);
                    push(83, &[self.xpos[c], self.kind[c], self.lemma[t]]);
                    push(84, &[self.xpos[c], self.kind[c], self.xpos[t]]);
                }
                1 | 2 => push(85, &[self.lemma[t], self.xpos[c], bit]),
                3 => push(86, &[self.lemma[t], self.lemma[c]]),
                _ => {}
            }
        }
        push(87, &[signature, self.xpos[t]]);
        push(88, &[signature, self.lemma[t]]);
        push(96, &[signature, self.coarse[t]]);
        push(97, &[signature, self.fine[t]]);
        push(89, &[signature, self.cue_role[t]]);
    }

    /// The head of tokens `start..end`: the one that hangs on something outside, best a verb.
    pub fn head(&self, start: usize, end: usize) -> usize {
        let outside = |t: usize| self.tree.parent(t).is_none_or(|p| p < start || p >= end);
        let with_draft = (start..end).find(|&t| self.draft_of[t] != 0);
        with_draft
            .or_else(|| (start..end).find(|&t| outside(t) && self.tree.is_verb(t)))
            .or_else(|| (start..end).find(|&t| outside(t)))
            .unwrap_or(start)
    }

    /// The tokens among which source and content of a cue are looked for: its sentence, and the
    /// sentences that quotations reaching into it or beginning right after it run over.
    pub fn window(&self, cue: Cue) -> (usize, usize) {
        const MOST: usize = 400;
        let sentences = &self.tree.parse.sentences;
        let number = self.tree.parse.sentence_of[cue.head] as usize;
        let (mut start, mut end) = self.tree.sentence(cue.head);
        let paragraph = sentences[number].paragraph;
        let grown = |t: usize| {
            let at = self.tree.parse.span[t].start;
            self.quotes
                .outermost(at)
                .map(|q| self.quotes.all[q].whole())
        };
        if let Some(whole) = grown(start) {
            let first = self.tree.token_at(whole.start);
            start = self
                .tree
                .sentence(first)
                .0
                .max(start.saturating_sub(MOST))
                .min(start);
        }
        let last = end - 1;
        let mut reach = end;
        if let Some(whole) = grown(last) {
            reach = self
                .tree
                .parse
                .span
                .partition_point(|s| s.start < whole.end);
        }
        // A quotation that opens the next sentence of the paragraph.
        if let Some(next) = sentences
            .get(number + 1)
            .filter(|s| s.paragraph == paragraph && reach == end)
        {
            let first = next.start as usize;
            if self.quote[first] == FIRST
                && let Some(whole) = grown(first)
            {
                reach = self
                    .tree
                    .parse
                    .span
                    .partition_point(|s| s.start < whole.end);
            }
        }
        end = reach.min(end + MOST).max(end);
        (start, end)
    }

    /// Features of token `t` for its role beside `cue`. `others` tells which tokens belong to other
    /// cues.
    pub fn role_features(&self, t: usize, cue: &Frame, others: &[bool], out: &mut Vec<u32>) {
        out.clear();
        let mut push = |template: u64, parts: &[u64]| {
            out.push((mix(&[template, mix(parts)]) >> 32) as u32 | 1);
        };
        let i = t as isize;
        let (lemma, xpos, rel, word) = (self.lemma[t], self.xpos[t], self.rel[t], self.word[t]);
        let head = cue.cue.head;
        let distance = cue.distance(t);
        let path = cue.path(self, t);
        let role = cue.role(t);
        let edge = cue.edge(t);
        push(101, &[lemma, path.place]);
        push(102, &[xpos, distance]);
        push(103, &[path.hash]);
        push(104, &[path.hash, self.lemma[head]]);
        push(105, &[path.place, path.edge, xpos]);
        push(106, &[path.place, path.edge, self.lemma[head]]);
        push(107, &[path.place, path.edge, path.link]);
        push(108, &[path.place, path.edge, cue.rule]);
        push(109, &[role, edge]);
        push(110, &[role, edge, cue.rule]);
        push(111, &[role, edge, path.place, path.edge]);
        push(112, &[role, edge, word]);
        push(113, &[role, edge, self.lemma[head]]);
        push(114, &[role, edge, self.quote[t]]);
        push(115, &[role, xpos, rel]);
        push(116, &[cue.rule, distance, xpos]);
        for d in [-2, -1, 1, 2] {
            let k = (d + 2) as u64;
            push(120 + k, &[self.at(&self.word, i + d), word]);
            push(130 + k, &[self.at(&self.xpos, i + d), xpos, path.place]);
            push(140 + k, &[self.at(&self.word, i + d), role, edge]);
        }
        push(
            145,
            &[
                self.at(&self.quote, i - 1),
                self.quote[t],
                self.at(&self.quote, i + 1),
            ],
        );
        push(146, &[self.quote[t], distance]);
        push(147, &[self.quote[t], path.sentence, role]);
        push(148, &[self.quote[t], path.sentence, self.lemma[head]]);
        push(
            149,
            &[
                self.at(&self.quote, i - 1),
                self.quote[t],
                self.at(&self.word, i + 1),
                word,
            ],
        );
        self.role_context(t, cue, &path, others, &mut push);
    }

    /// Other cues, punctuation on the way to this one, neighbours.
    fn role_context(
        &self,
        t: usize,
        cue: &Frame,
        path: &Path,
        others: &[bool],
        push: &mut impl FnMut(u64, &[u64]),
    ) {
        let i = t as isize;
        let (xpos, rel) = (self.xpos[t], self.rel[t]);
        let head = cue.cue.head;
        let (role, edge, distance) = (cue.role(t), cue.edge(t), cue.distance(t));
        let other = u64::from(others[t])
            | u64::from(t > 0 && others[t - 1]) << 1
            | u64::from(others.get(t + 1) == Some(&true)) << 2;
        push(150, &[other, role]);
        push(151, &[other, path.place]);
        push(152, &[self.in_content[t].min(3), role, edge]);
        push(153, &[self.in_source[t], role]);
        push(154, &[cue.stops(self, t), role, path.place]);
        push(155, &[cue.stops(self, t), xpos, distance & 1]);
        push(156, &[path.sentence, xpos, self.quote[t]]);
        push(157, &[self.kind[t], path.place, xpos]);
        push(164, &[path.place, path.edge, self.fine[head]]);
        push(165, &[path.place, self.coarse[t], xpos]);
        push(166, &[role, edge, self.coarse[t]]);
        push(167, &[path.hash, self.coarse[head]]);
        push(168, &[self.fine[t], distance & 1, path.place]);
        push(169, &[self.coarse[head], distance, xpos]);
        push(158, &[path.up, path.place, path.link, path.edge]);
        push(159, &[self.lemma[head], distance, xpos]);
        push(160, &[path.edge, self.at(&self.word, i + 1), path.place]);
        push(161, &[path.edge, self.at(&self.word, i - 1), path.place]);
        push(
            162,
            &[rel, self.tree.parent(t).map_or(3, |p| self.lemma[p]), role],
        );
        push(
            163,
            &[
                self.at(&self.rel, i - 1),
                rel,
                self.at(&self.rel, i + 1),
                path.place,
            ],
        );
    }
}

/// A cue with what is worked out once for all tokens of its window.
pub struct Frame {
    cue: Cue,
    rule: u64,
    /// The heads above the cue, itself first.
    chain: Vec<usize>,
    sentence: usize,
    source: Option<(usize, usize)>,
    content: Vec<(usize, usize)>,
}

/// How a token is linked to the cue.
struct Path {
    hash: u64,
    /// The step of the cue's chain it hangs under and the relation it hangs by.
    place: u64,
    /// "that", "by", …: the word that links that subtree.
    link: u64,
    /// First or last of that subtree.
    edge: u64,
    /// Its own relation chain, two steps.
    up: u64,
    /// Same sentence, before, after.
    sentence: u64,
}

impl Frame {
    pub fn new(view: &View, cue: Cue) -> Frame {
        let tree = view.tree;
        let said = view.draft_of[cue.head]
            .checked_sub(1)
            .map(|d| &view.said[d as usize]);
        let tokens = |span: crate::text::Span| {
            let start = tree.token_at(span.start);
            (
                start,
                tree.parse
                    .span
                    .partition_point(|s| s.start < span.end)
                    .max(start),
            )
        };
        let source = said
            .and_then(|s| s.draft.source)
            .and_then(|s| settle::source_span(tree, s.words, Some(cue.head)));
        Frame {
            cue,
            rule: said.map_or(1, |s| hash(s.draft.rule)),
            chain: tree.chain(cue.head).take(8).collect(),
            sentence: tree.parse.sentence_of[cue.head] as usize,
            source: source.map(tokens),
            content: said.map_or_else(Vec::new, |s| s.content.iter().map(|&c| tokens(c)).collect()),
        }
    }

    /// What the rules make of the token for this cue: nothing, source, content.
    fn role(&self, t: usize) -> u64 {
        let within = |&(start, end): &(usize, usize)| start <= t && t < end;
        if self.source.as_ref().is_some_and(within) {
            1
        } else if self.content.iter().any(within) {
            2
        } else if self.cue.start <= t && t < self.cue.end {
            3
        } else {
            0
        }
    }

    /// First, last, just before, just after a span of the rules.
    fn edge(&self, t: usize) -> u64 {
        let spans = self.source.iter().chain(&self.content);
        spans
            .map(|&(start, end)| match t {
                _ if t == start && t + 1 == end => 1,
                _ if t == start => 2,
                _ if t + 1 == end => 3,
                _ if t + 1 == start => 4,
                _ if t == end => 5,
                _ if t == start + 1 => 6,
                _ => 0,
            })
            .max()
            .unwrap_or(7)
    }

    fn distance(&self, t: usize) -> u64 {
        let from = if t < self.cue.start {
            self.cue.start
        } else {
            self.cue.end - 1
        };
        bucket(t as isize - from as isize)
    }

    /// Punctuation between the token and the cue, up to two marks, and whether a verb stands
    /// between.
    fn stops(&self, view: &View, t: usize) -> u64 {
        let (from, to) = if t < self.cue.start {
            (t + 1, self.cue.start)
        } else {
            (self.cue.end, t)
        };
        let mut marks = 0;
        for u in (from..to.max(from)).take(40) {
            if view.tree.is_punct(u) {
                marks += 1;
            }
        }
        marks.min(4)
    }

    fn path(&self, view: &View, t: usize) -> Path {
        let tree = view.tree;
        let sentence = match tree.parse.sentence_of[t] as usize {
            s if s == self.sentence => 0,
            s if s < self.sentence => 1,
            s if s == self.sentence + 1 => 2,
            _ => 3,
        };
        let up = mix(&[view.rel[t], tree.parent(t).map_or(3, |p| view.rel[p])]);
        if sentence != 0 {
            return Path {
                hash: sentence,
                place: sentence + 100,
                link: 0,
                edge: 0,
                up,
                sentence,
            };
        }
        self.climb(view, t, up).unwrap_or(Path {
            hash: 5,
            place: 99,
            link: 0,
            edge: 0,
            up,
            sentence,
        })
    }

    /// The link through the tree, if there is one that is short enough.
    fn climb(&self, view: &View, t: usize, up: u64) -> Option<Path> {
        let tree = view.tree;
        let sentence = 0;
        let mut hash = 11;
        let mut below = t;
        for (steps, at) in tree.chain(t).take(16).enumerate() {
            if let Some(level) = self.chain.iter().position(|&c| c == at) {
                if at == t {
                    // The token stands above the cue, or is its head.
                    let place = mix(&[level as u64 + 50, view.rel[t]]);
                    return Some(Path {
                        hash: mix(&[level as u64, 77]),
                        place,
                        link: 0,
                        edge: 8,
                        up,
                        sentence,
                    });
                }
                let under = if level > 0 {
                    view.rel[self.chain[level - 1]]
                } else {
                    0
                };
                let (low, high) = tree.extent(below);
                let link = tree
                    .child(below, &["mark", "case"])
                    .map_or(5, |m| view.lemma[m]);
                let edge = u64::from(t == low)
                    | u64::from(t + 1 == high) << 1
                    | u64::from(t == low + 1) << 2;
                let side = u64::from(below > self.cue.head);
                return Some(Path {
                    hash: mix(&[hash, under, level as u64, side]),
                    place: mix(&[level.min(3) as u64, view.rel[below], under, side]),
                    link,
                    edge,
                    up,
                    sentence,
                });
            }
            if steps < 5 {
                hash = mix(&[hash, view.rel[at]]);
            }
            below = at;
        }
        None
    }
}
