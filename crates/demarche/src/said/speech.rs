//! Words in quotation marks: whose they are. A quotation goes to the clause that holds it, else to
//! the cue beside it, else to whoever was being quoted just before, else to the subject of the
//! sentence that leads up to it.

use super::cue::{self, Draft};
use super::frames::words;
use super::settle;
use super::source;
use super::tree::Tree;
use crate::text::quotes::{Family, Quotation};
use crate::text::{Quotes, Span};
use crate::who::Cast;

/// Words between a quotation and its cue that are still looked past: "…," the minister told
/// reporters in Geneva.
const NEAR: usize = 24;

/// The rule for a sentence that leads up to a quotation with a colon.
pub(super) const COLON: &str = "said/colon";

/// A draft with its contents as bytes.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub(crate) draft: Draft,
    pub(crate) content: Vec<Span>,
    /// The words of the source, where something other than grammar settled them.
    pub(crate) source_span: Option<Span>,
}

impl Said {
    /// The words of the source.
    pub(crate) fn named(&self, tree: &Tree) -> Option<Span> {
        let draft = &self.draft;
        let phrase = || {
            draft
                .source
                .and_then(|s| settle::source_span(tree, s.words, draft.cue))
        };
        self.source_span.or_else(phrase)
    }
}

/// The state of one reading.
struct Speech<'a> {
    tree: &'a Tree<'a>,
    quotes: &'a Quotes,
    cast: &'a Cast,
    said: Vec<Said>,
    /// For each sentence, the range of `said` whose cues stand in it.
    by_sentence: Vec<(u32, u32)>,
    /// For each quotation, who has it.
    owner: Vec<Option<u32>>,
}

/// Gives every quotation of the text an owner where one can be found; drops drafts left without
/// content.
pub(super) fn attach(tree: &Tree, quotes: &Quotes, cast: &Cast, drafts: Vec<Draft>) -> Vec<Said> {
    let mut speech = Speech::new(tree, quotes, cast, drafts);
    speech.hold();
    let mut before: Option<usize> = None;
    for q in 0..quotes.all.len() {
        if quotes.all[q].parent.is_some() {
            continue;
        }
        if speech.owner[q].is_none() && speech.is_speech(q) {
            speech.owner[q] = speech
                .beside(q)
                .or_else(|| before.and_then(|b| speech.going_on(b, q)))
                .or_else(|| speech.led_up_to(q))
                .map(|o| o as u32);
            if let Some(owner) = speech.owner[q] {
                speech.said[owner as usize]
                    .content
                    .push(quotes.all[q].whole());
            }
        }
        before = Some(q);
    }
    let mut said = speech.said;
    for s in &mut said {
        tidy(&mut s.content);
    }
    said.retain(|s| !s.content.is_empty());
    said
}

impl<'a> Speech<'a> {
    fn new(
        tree: &'a Tree<'a>,
        quotes: &'a Quotes,
        cast: &'a Cast,
        drafts: Vec<Draft>,
    ) -> Speech<'a> {
        let mut by_sentence = vec![(0, 0); tree.parse.sentences.len()];
        let mut said: Vec<Said> = Vec::with_capacity(drafts.len());
        for draft in drafts {
            if let Some(cue) = draft.cue {
                let range: &mut (u32, u32) = &mut by_sentence[tree.parse.sentence_of[cue] as usize];
                let next = said.len() as u32;
                *range = if range.1 == 0 {
                    (next, next + 1)
                } else {
                    (range.0, next + 1)
                };
            }
            let content = draft
                .content
                .iter()
                .map(|&(start, end)| tree.bytes(start, end))
                .collect();
            said.push(Said {
                draft,
                content,
                source_span: None,
            });
        }
        Speech {
            tree,
            quotes,
            cast,
            said,
            by_sentence,
            owner: vec![None; quotes.all.len()],
        }
    }

    /// The outermost quotation that `t` stands in. One whose end is missing holds nobody.
    fn quoted(&self, t: usize) -> Option<usize> {
        let q = self.quotes.outermost(self.tree.parse.span[t].start)?;
        self.quotes.all[q].closed().then_some(q)
    }

    /// Contents found by grammar take in the whole of a quotation that they begin or end in.
    fn hold(&mut self) {
        for index in 0..self.said.len() {
            let inside = self.said[index].draft.cue.and_then(|c| self.quoted(c));
            let last = self.said[index].content.len();
            for part in 0..last {
                let span = self.said[index].content[part];
                let grown = self.grow(span, inside);
                self.said[index].content[part] = grown;
                self.claim(index, grown, inside);
            }
            self.straighten(index);
            self.invert(index);
        }
    }

    /// "“…,” X said": where the words before the cue are a quotation that waits for its cue,
    /// nothing unquoted is part of them, and what stands between the marks and the cue names the
    /// source.
    fn straighten(&mut self, index: usize) {
        let Some(cue) = self.said[index].draft.cue else {
            return;
        };
        let Some(first) = self.said[index].content.first().copied() else {
            return;
        };
        let Some(q) = self.quotes.outermost(first.start) else {
            return;
        };
        let quote = self.quotes.all[q];
        let end = quote.whole().end;
        let waits = quote
            .inside
            .of(self.tree.text)
            .ends_with([',', '?', '!', '.', '-', '—', '–', '…']);
        let before = end <= self.tree.parse.span[cue].start;
        if !waits || !quote.closed() || !before || quote.whole().start != first.start {
            return;
        }
        let mut parts = Vec::new();
        for &part in &self.said[index].content {
            let from = self
                .quotes
                .all
                .partition_point(|q| q.whole().start < part.start);
            let inside = self.quotes.all[from..]
                .iter()
                .take_while(|q| q.whole().start < part.end);
            parts.extend(inside.filter(|q| q.parent.is_none()).map(Quotation::whole));
        }
        self.said[index].content = parts;
        let draft = &mut self.said[index].draft;
        let quoted = |s: source::Source| {
            self.tree.parse.span[s.words].start < end
                && self.tree.parse.span[s.words].start >= first.start
        };
        if draft.source.is_none_or(quoted)
            && let Some((source, span)) = beside_cue(self.tree, self.tree.token_at(end), cue)
        {
            draft.source = Some(source);
            self.said[index].source_span = Some(span);
        }
    }

    /// "Iran will not attend, said a spokesman": a name after the cue that the parser did not make
    /// its subject.
    fn invert(&mut self, index: usize) {
        let said = &self.said[index];
        let (Some(cue), None) = (said.draft.cue, said.draft.source) else {
            return;
        };
        let before = |c: &Span| c.end <= self.tree.parse.span[cue].start;
        if !said.draft.direct
            || said.content.is_empty()
            || !said.content.iter().all(before)
            || self.tree.passive(cue)
        {
            return;
        }
        if let Some((source, span)) = beside_cue(self.tree, cue, cue) {
            self.said[index].draft.source = Some(source);
            self.said[index].source_span = Some(span);
        }
    }

    fn grow(&self, span: Span, inside: Option<usize>) -> Span {
        let mut grown = span;
        for edge in [span.start, span.end.saturating_sub(1), span.end] {
            if let Some(q) = self.quotes.outermost(edge).filter(|&q| Some(q) != inside) {
                let quote = &self.quotes.all[q];
                // The byte after the content may be the next quotation's mark.
                if edge == span.end && quote.whole().start >= span.end {
                    continue;
                }
                if quote.closed() {
                    grown = grown.join(quote.whole());
                } else if quote.inside.start == grown.start {
                    grown = grown.join(quote.open);
                }
            } else if let Some(q) = self.quotes.at(edge).filter(|_| edge != span.end) {
                // Inside the quotation that the cue itself stands in: one level deeper.
                if Some(q) != inside && self.quotes.all[q].closed() {
                    grown = grown.join(self.quotes.all[q].whole());
                }
            }
        }
        grown
    }

    /// The outermost quotations within `span` belong to `said[index]`, unless a smaller content has
    /// them.
    fn claim(&mut self, index: usize, span: Span, inside: Option<usize>) {
        let from = self
            .quotes
            .all
            .partition_point(|q| q.whole().start < span.start);
        for q in from..self.quotes.all.len() {
            let quote = &self.quotes.all[q];
            if quote.whole().start >= span.end {
                break;
            }
            if quote.parent.is_none() && Some(q) != inside {
                self.owner[q] = Some(index as u32);
            }
        }
    }

    /// Reads like speech, not like a title or a word held up with tongs.
    fn is_speech(&self, q: usize) -> bool {
        let quote = &self.quotes.all[q];
        let words = quote.inside.of(self.tree.text);
        let ends_like_speech = words.ends_with(['.', ',', '?', '!', '…', '—', '–', '-', ';']);
        if quote.family == Family::Single && !ends_like_speech {
            return false;
        }
        ends_like_speech || self.starts_sentence(q) || words.split_whitespace().nth(4).is_some()
    }

    fn first_token(&self, q: usize) -> usize {
        self.tree
            .token_at(self.quotes.all[q].whole().start)
            .min(self.tree.len() - 1)
    }

    fn last_token(&self, q: usize) -> usize {
        let end = self.quotes.all[q].whole().end;
        self.tree
            .parse
            .span
            .partition_point(|s| s.start < end)
            .saturating_sub(1)
    }

    fn starts_sentence(&self, q: usize) -> bool {
        let first = self.first_token(q);
        self.tree.sentence(first).0 == first
    }

    fn sentence_number(&self, t: usize) -> usize {
        self.tree.parse.sentence_of[t] as usize
    }

    fn paragraph(&self, t: usize) -> u32 {
        self.tree.parse.sentence(t).paragraph
    }

    /// The nearest cue in the sentence where the quotation ends or begins that can take quoted
    /// words.
    fn beside(&self, q: usize) -> Option<usize> {
        let (first, last) = (self.first_token(q), self.last_token(q));
        let whole = self.quotes.all[q].whole();
        let comma = whole
            .of(self.tree.text)
            .trim_end_matches(['"', '”', '\'', '’', '»'])
            .ends_with([',', '?', '!', '-', '—', '–']);
        let mut best: Option<(usize, usize)> = None;
        let ends = [(last, true), (first, false)];
        for (edge, after) in ends {
            let (from, to) = self.by_sentence[self.sentence_number(edge)];
            for index in from..to {
                let said = &self.said[index as usize];
                let Some(cue) = said
                    .draft
                    .cue
                    .filter(|&c| said.draft.direct && self.quoted(c).is_none())
                else {
                    continue;
                };
                if after != (cue > last) || (!after && cue > first) {
                    continue;
                }
                let distance = if after { cue - last } else { first - cue };
                if distance > NEAR || !self.free(index as usize, whole, after) {
                    continue;
                }
                // A quotation that ends in a comma is waiting for its cue; one after a colon has
                // had it.
                let distance = distance + if after != comma { NEAR } else { 0 };
                if best.is_none_or(|(d, _)| distance < d) {
                    best = Some((distance, index as usize));
                }
            }
        }
        best.map(|(_, index)| index)
    }

    /// Whether a draft may still take the quotation `whole`: it has nothing yet, or has quoted
    /// words on the cue's other side.
    fn free(&self, index: usize, whole: Span, after: bool) -> bool {
        let said = &self.said[index];
        let Some(content) = said.content.first() else {
            return true;
        };
        let quoted = self
            .quotes
            .outermost(content.start)
            .is_some_and(|q| self.quotes.all[q].whole().start == content.start);
        let beyond = if after {
            content.start >= whole.end
        } else {
            content.end <= whole.start
        };
        quoted && beyond
    }

    /// The owner of quotation `before`, when `q` goes on with the same speaker's words.
    fn going_on(&self, before: usize, q: usize) -> Option<usize> {
        let owner = self.owner[before]? as usize;
        if self.quotes.all[q].continues == Some(before as u32) {
            return Some(owner);
        }
        let same_marks = self.quotes.all[q].family == self.quotes.all[before].family;
        if !self.starts_sentence(q) || !same_marks {
            return None;
        }
        let (first, last) = (self.first_token(q), self.last_token(before));
        let mut reached = self.sentence_number(last);
        if let Some(cue) = self.said[owner].draft.cue {
            reached = reached.max(self.sentence_number(cue));
        }
        let number = self.sentence_number(first);
        let same = self.paragraph(first) == self.paragraph(last);
        if number > reached + 1 {
            return None;
        }
        // In a new paragraph only a quotation that is the whole of it goes on.
        (same || (self.paragraph(first) == self.paragraph(last) + 1 && self.fills_paragraph(q)))
            .then_some(owner)
    }

    fn fills_paragraph(&self, q: usize) -> bool {
        let (first, last) = (self.first_token(q), self.last_token(q));
        let p = self.paragraph(first);
        let starts = first == 0 || self.paragraph(first - 1) != p;
        let ends = last + 1 >= self.tree.len() || self.paragraph(last + 1) != p;
        starts && ends
    }

    /// The sentence before leads up to the quotation: it ends in a colon, or its subject is a
    /// person and nothing else is said in it.
    fn led_up_to(&mut self, q: usize) -> Option<usize> {
        let first = self.first_token(q);
        if !self.starts_sentence(q) {
            return self.same_sentence_colon(first);
        }
        let before = self.sentence_number(first).checked_sub(1)?;
        let sentence = self.tree.parse.sentences[before];
        let (start, end) = (sentence.start as usize, sentence.end as usize);
        let colon = (start..end)
            .rev()
            .find(|&t| self.quotes.at(self.tree.parse.span[t].start).is_none())
            .is_some_and(|t| self.tree.word(t) == ":");
        let same = sentence.paragraph == self.paragraph(first);
        if !colon && (!same || !self.quoteless(start, end)) {
            return None;
        }
        let (from, to) = self.by_sentence[before];
        if colon {
            let open = (from..to)
                .rev()
                .map(|i| i as usize)
                .find(|&i| self.said[i].draft.direct && self.said[i].content.is_empty());
            if open.is_some() {
                return open;
            }
        }
        let root = (start..end).find(|&t| self.tree.parent(t).is_none())?;
        let source = source::subject(self.tree, root)?;
        if !colon && !self.is_person(source.who) {
            return None;
        }
        Some(self.new_draft(source, colon.then_some(root)))
    }

    /// "Lavrov was blunt: “…”" within one sentence.
    fn same_sentence_colon(&mut self, first: usize) -> Option<usize> {
        let (start, _) = self.tree.sentence(first);
        let colon = first
            .checked_sub(1)
            .filter(|&t| t >= start && self.tree.word(t) == ":")?;
        let root =
            (start..colon).find(|&t| self.tree.child(t, &["nsubj"]).is_some_and(|s| s < t))?;
        let source = source::subject(self.tree, root)?;
        self.is_person(source.who)
            .then(|| self.new_draft(source, Some(root)))
    }

    fn new_draft(&mut self, source: source::Source, cue: Option<usize>) -> usize {
        self.said.push(Said {
            draft: Draft {
                cue,
                cue_words: cue.map_or((0, 0), |c| (c, c + 1)),
                source: Some(source),
                content: Vec::new(),
                addressee: None,
                negated: false,
                direct: true,
                rule: if cue.is_some() { COLON } else { "said/before" },
            },
            content: Vec::new(),
            source_span: None,
        });
        self.said.len() - 1
    }

    fn quoteless(&self, start: usize, end: usize) -> bool {
        (start..end).all(|t| self.quotes.at(self.tree.parse.span[t].start).is_none())
    }

    fn is_person(&self, t: usize) -> bool {
        let pronoun = matches!(self.tree.lemma(t), "he" | "she");
        pronoun || self.cast.at(t).is_some_and(|m| m.person.is_some())
    }
}

/// The name between a quotation that ends before `from` and its `cue`, or, inverted, right after
/// the cue.
fn beside_cue(tree: &Tree, from: usize, cue: usize) -> Option<(source::Source, Span)> {
    let (start, end) = if let Some((start, end)) = cue::trim(tree, from, cue.max(from)) {
        (start, end)
    } else {
        let (_, last) = tree.sentence(cue);
        let name = |t: usize| !tree.is_punct(t) && !tree.is_verb(t) && tree.upos(t) != "SCONJ";
        let end = (cue + 1..last).find(|&t| !name(t)).unwrap_or(last);
        cue::trim(tree, cue + 1, end)?
    };
    let nominal = |t: usize| matches!(tree.upos(t), "NOUN" | "PROPN" | "PRON");
    let first = (start..end).find(|&t| nominal(t))?;
    // The head of the first name: as far up as its own phrase goes.
    let words = tree
        .chain(first)
        .take_while(|&t| start <= t && t < end && nominal(t))
        .last()?;
    let plain = (start..end).all(|t| !matches!(tree.upos(t), "AUX" | "CCONJ") || t > words);
    plain.then(|| (source::meant(tree, words), tree.bytes(start, end)))
}

/// Orders the parts and joins those that overlap or touch.
fn tidy(content: &mut Vec<Span>) {
    content.sort_unstable();
    content.dedup_by(|next, before| {
        let touches = next.start <= before.end;
        if touches {
            *before = before.join(*next);
        }
        touches
    });
}

/// True when the source is a thing that speaks for its author.
pub(super) fn is_paper(tree: &Tree, t: usize) -> bool {
    words().papers.contains(tree.lemma(t))
}
