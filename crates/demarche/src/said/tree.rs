//! The syntax of a text with child lists and extents, made once so that looking is cheap.

mod mend;

use crate::lang::{NO_HEAD, Parse};
use crate::text::Span;

/// Climbing stops after this many steps, whatever the heads say.
const HIGHEST: usize = 64;

/// A parse with what it takes to walk down it.
pub(crate) struct Tree<'a> {
    pub(crate) text: &'a str,
    pub(crate) parse: &'a Parse,
    /// Heads and relations, with a few habits of the parser mended.
    head: Vec<u32>,
    deprel: Vec<&'static str>,
    /// Children of token `t`: `kids[first[t]..first[t + 1]]`, in text order.
    first: Vec<u32>,
    kids: Vec<u32>,
    /// First token and one past the last token of each subtree.
    extent: Vec<(u32, u32)>,
}

impl<'a> Tree<'a> {
    /// Builds the lists; linear in the number of tokens. A ring of heads is simply never reached.
    pub(crate) fn new(text: &'a str, parse: &'a Parse) -> Tree<'a> {
        let mut tree = Tree {
            text,
            parse,
            head: parse.head.clone(),
            deprel: parse.deprel.clone(),
            first: Vec::new(),
            kids: Vec::new(),
            extent: Vec::new(),
        };
        tree.list();
        let mended = mend::mended(&tree);
        if !mended.is_empty() {
            for (t, head, rel) in mended {
                tree.head[t] = head as u32;
                tree.deprel[t] = rel;
            }
            tree.list();
        }
        tree.extent = tree.extents();
        tree
    }

    /// Lists the children of every token.
    fn list(&mut self) {
        let n = self.parse.len();
        let mut first = vec![0u32; n + 2];
        for t in 0..n {
            if let Some(head) = self.parent(t) {
                first[head + 2] += 1;
            }
        }
        for t in 1..n + 2 {
            first[t] += first[t - 1];
        }
        let mut kids = vec![0u32; first[n + 1] as usize];
        for t in 0..n {
            if let Some(head) = self.parent(t) {
                let slot = &mut first[head + 1];
                kids[*slot as usize] = t as u32;
                *slot += 1;
            }
        }
        first.truncate(n + 1);
        self.first = first;
        self.kids = kids;
    }

    /// Extents from the leaves upward.
    fn extents(&self) -> Vec<(u32, u32)> {
        let n = self.parse.len();
        let mut extent: Vec<(u32, u32)> = (0..n as u32).map(|t| (t, t + 1)).collect();
        let mut order: Vec<u32> = (0..n as u32)
            .filter(|&t| self.parent(t as usize).is_none())
            .collect();
        let mut next = 0;
        while let Some(&t) = order.get(next) {
            order.extend(self.children(t as usize).map(|c| c as u32));
            next += 1;
        }
        for &t in order.iter().rev() {
            if let Some(p) = self.parent(t as usize) {
                let (low, high) = extent[t as usize];
                extent[p].0 = extent[p].0.min(low);
                extent[p].1 = extent[p].1.max(high);
            }
        }
        extent
    }

    pub(crate) fn len(&self) -> usize {
        self.parse.len()
    }

    /// Dependents of `t` in text order.
    pub(crate) fn children(&self, t: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.kids[self.first[t] as usize..self.first[t + 1] as usize]
            .iter()
            .map(|&c| c as usize)
    }

    pub(crate) fn parent(&self, t: usize) -> Option<usize> {
        let head = self.head[t];
        (head != NO_HEAD && (head as usize) < self.len()).then_some(head as usize)
    }

    /// First token and one past the last token under `t`, itself included.
    pub(crate) fn extent(&self, t: usize) -> (usize, usize) {
        let (low, high) = self.extent[t];
        (low as usize, high as usize)
    }

    /// True when `t` is `top` or stands under it.
    pub(crate) fn under(&self, t: usize, top: usize) -> bool {
        self.chain(t).any(|a| a == top)
    }

    /// `t`, its head, the head of that, …
    pub(crate) fn chain(&self, t: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(t), |&a| self.parent(a)).take(HIGHEST)
    }

    /// The first dependent of `t` with one of these relations (without subtype).
    pub(crate) fn child(&self, t: usize, rels: &[&str]) -> Option<usize> {
        self.children(t).find(|&c| rels.contains(&self.rel(c)))
    }

    /// The first dependent of `t` with one of these relations, subtype included.
    pub(crate) fn child_full(&self, t: usize, rels: &[&str]) -> Option<usize> {
        self.children(t).find(|&c| rels.contains(&self.deprel[c]))
    }

    /// The relation without its subtype.
    pub(crate) fn rel(&self, t: usize) -> &'static str {
        let full = self.deprel[t];
        full.split_once(':')
            .map_or(full, |(universal, _)| universal)
    }

    pub(crate) fn full_rel(&self, t: usize) -> &'static str {
        self.deprel[t]
    }

    pub(crate) fn upos(&self, t: usize) -> &'static str {
        self.parse.upos[t]
    }

    pub(crate) fn xpos(&self, t: usize) -> &'static str {
        self.parse.xpos[t]
    }

    pub(crate) fn lemma(&self, t: usize) -> &str {
        self.parse.lemma(t)
    }

    pub(crate) fn word(&self, t: usize) -> &'a str {
        self.parse.word(self.text, t)
    }

    pub(crate) fn is_verb(&self, t: usize) -> bool {
        matches!(self.upos(t), "VERB" | "AUX")
    }

    pub(crate) fn is_punct(&self, t: usize) -> bool {
        self.upos(t) == "PUNCT"
    }

    /// Bytes from token `start` to the end of token `end - 1`.
    pub(crate) fn bytes(&self, start: usize, end: usize) -> Span {
        Span {
            start: self.parse.span[start].start,
            end: self.parse.span[end - 1].end,
        }
    }

    /// Tokens of the sentence that `t` stands in.
    pub(crate) fn sentence(&self, t: usize) -> (usize, usize) {
        let s = self.parse.sentence(t);
        (s.start as usize, s.end as usize)
    }

    /// The first token that ends after the byte `at`.
    pub(crate) fn token_at(&self, at: u32) -> usize {
        self.parse.span.partition_point(|s| s.end <= at)
    }

    /// The preposition of a noun phrase: the word of its `case`, fixed parts left out.
    pub(crate) fn preposition(&self, t: usize) -> Option<&str> {
        self.child(t, &["case"]).map(|c| self.lemma(c))
    }

    /// True when the verb stands in the passive.
    pub(crate) fn passive(&self, t: usize) -> bool {
        self.child_full(t, &["aux:pass", "nsubj:pass"]).is_some()
    }
}
