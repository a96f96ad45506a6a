//! The last step: sources become people and parties, modes are read off the quotation marks, and
//! statements inside statements get their parent.

use super::source;
use super::speech::{Said, is_paper};
use super::tree::Tree;
use super::{Mode, Statement, cue, frames};
use crate::text::{Quotes, Span};
use crate::who::Cast;

/// Who a source is: a person, the parties.
type Identity = (Option<u32>, Vec<u32>);

/// Makes the statements, in text order of their contents.
pub(super) fn statements(
    tree: &Tree,
    quotes: &Quotes,
    cast: &Cast,
    mut said: Vec<Said>,
) -> Vec<Statement> {
    said.sort_by_key(|s| (s.content[0].start, std::cmp::Reverse(s.content[0].end)));
    let mut statements: Vec<Statement> = said
        .iter()
        .map(|s| statement(tree, quotes, cast, s))
        .collect();
    papers(tree, cast, &mut statements);
    super::turns::add(tree, cast, &mut statements);
    nest(tree, &mut statements);
    statements
}

fn statement(tree: &Tree, quotes: &Quotes, cast: &Cast, said: &Said) -> Statement {
    let draft = &said.draft;
    let (person, parties) = draft
        .source
        .map_or((None, Vec::new()), |s| identity(tree, cast, s.who));
    let addressee = draft
        .addressee
        .map_or_else(Vec::new, |a| addressee(tree, cast, a));
    Statement {
        source: draft.source.map(|s| s.who as u32),
        source_span: said.named(tree),
        person,
        parties,
        cue: draft.cue.map(|c| c as u32),
        cue_spans: draft
            .cue
            .map(|_| tree.bytes(draft.cue_words.0, draft.cue_words.1))
            .into_iter()
            .collect(),
        content: said.content.clone(),
        mode: mode(tree.text, quotes, &said.content),
        addressee,
        negated: draft.negated,
        parent: None,
        rule: draft.rule,
    }
}

/// The words of a source: its noun phrase without a preposition before it and stops after it. What
/// belongs to a clause that the noun is the predicate of stays out.
pub(super) fn source_span(tree: &Tree, words: usize, cue: Option<usize>) -> Option<Span> {
    let outside = |child: usize| {
        let (low, high) = tree.extent(child);
        let clause = matches!(
            tree.rel(child),
            "case" | "mark" | "cc" | "nsubj" | "csubj" | "cop" | "aux" | "advcl" | "ccomp" | "expl"
        );
        let stop = child < words
            && match tree.rel(child) {
                "punct" => !tree.word(child).contains(['"', '“', '\'', '‘', '(']),
                rel => rel == "parataxis",
            };
        clause || stop || cue.is_some_and(|c| low <= c && c < high)
    };
    let (mut start, mut end) = (words, words + 1);
    for child in tree.children(words).rev().filter(|&c| c < words) {
        if outside(child) {
            break;
        }
        start = start.min(tree.extent(child).0);
    }
    for child in tree.children(words).filter(|&c| c > words) {
        if outside(child) {
            break;
        }
        end = end.max(tree.extent(child).1);
    }
    if let Some(cue) = cue.filter(|&c| start <= c && c < end) {
        if cue < words {
            start = cue + 1;
        } else {
            end = cue;
        }
    }
    let (start, end) = cue::trim(tree, start, end)?;
    Some(tree.bytes(start, end))
}

/// The person and parties of the phrase headed by `t`; several names joined by "and" bring several
/// parties.
fn identity(tree: &Tree, cast: &Cast, t: usize) -> Identity {
    let mut person = None;
    let mut parties: Vec<u32> = Vec::new();
    let named = [t].into_iter().chain(
        tree.children(t)
            .filter(|&c| matches!(tree.rel(c), "conj" | "appos" | "flat")),
    );
    for name in named {
        // A name beside the head only adds what the head did not give.
        if name != t && !parties.is_empty() && tree.rel(name) != "conj" {
            continue;
        }
        if let Some(mention) = cast.at(name) {
            person = person.or(mention.person);
            for &party in &mention.parties {
                if !parties.contains(&party) {
                    parties.push(party);
                }
            }
        }
    }
    (person, parties)
}

/// The parties spoken to; none when they only carry the words to the public.
fn addressee(tree: &Tree, cast: &Cast, t: usize) -> Vec<u32> {
    if frames::words().listeners.contains(tree.lemma(t)) {
        return Vec::new();
    }
    identity(tree, cast, t).1
}

/// "The statement said": its author, as its words or an earlier sentence ("in a statement") name
/// it.
fn papers(tree: &Tree, cast: &Cast, statements: &mut [Statement]) {
    let mut order: Vec<usize> = (0..statements.len())
        .filter(|&i| statements[i].cue.is_some())
        .collect();
    order.sort_by_key(|&i| statements[i].cue);
    // The one whose paper was last spoken of, and the paper's word.
    let mut last: Option<(String, Identity)> = None;
    for index in order {
        let Some(cue) = statements[index].cue.map(|c| c as usize) else {
            continue;
        };
        let unknown = statements[index].person.is_none() && statements[index].parties.is_empty();
        if let Some(paper) = statements[index]
            .source
            .map(|s| s as usize)
            .filter(|&s| unknown && is_paper(tree, s))
        {
            let named = source::author(tree, paper)
                .map(|a| identity(tree, cast, a))
                .filter(|i| !i.1.is_empty() || i.0.is_some());
            let remembered = || {
                last.as_ref()
                    .filter(|(word, _)| word == tree.lemma(paper))
                    .map(|(_, who)| who.clone())
            };
            if let Some((person, parties)) = named.or_else(remembered) {
                statements[index].person = person;
                statements[index].parties = parties;
            }
        }
        let who = (statements[index].person, statements[index].parties.clone());
        if who.0.is_some() || !who.1.is_empty() {
            let paper = tree
                .children(cue)
                .find(|&c| matches!(tree.rel(c), "obl" | "obj") && is_paper(tree, c));
            if let Some(paper) = paper.or(statements[index]
                .source
                .map(|s| s as usize)
                .filter(|&s| is_paper(tree, s)))
            {
                last = Some((tree.lemma(paper).to_owned(), who));
            }
        }
    }
}

/// Direct, mixed or indirect: how much of the contents quotation marks hold.
fn mode(text: &str, quotes: &Quotes, content: &[Span]) -> Mode {
    let mut all = true;
    let mut any = false;
    for span in content {
        let mut at = span.start;
        let from = quotes.all.partition_point(|q| q.whole().start < span.start);
        // One that began before may still hold the start.
        let first = quotes.outermost(span.start).unwrap_or(from);
        for quote in quotes.all[first..].iter().filter(|q| q.parent.is_none()) {
            let whole = quote.whole();
            if whole.start >= span.end {
                break;
            }
            if whole.end <= span.start {
                continue;
            }
            any = true;
            all &= whole.start <= at || blank(text, at, whole.start);
            at = at.max(whole.end);
        }
        all &= at >= span.end || blank(text, at, span.end);
    }
    match (any, all) {
        (true, true) => Mode::Direct,
        (true, false) => Mode::Mixed,
        _ => Mode::Indirect,
    }
}

/// No letters or digits between two bytes.
fn blank(text: &str, from: u32, to: u32) -> bool {
    !Span {
        start: from,
        end: to,
    }
    .of(text)
    .contains(char::is_alphanumeric)
}

/// Finds for each statement the smallest other one whose content holds its cue, else its content.
///
/// One sweep over the text with the contents that are open: those nest or are few.
fn nest(tree: &Tree, statements: &mut [Statement]) {
    let anchor = |s: &Statement| {
        s.cue
            .map_or(s.content[0].start, |c| tree.parse.span[c as usize].start)
    };
    let mut anchors: Vec<(u32, u32)> = statements
        .iter()
        .enumerate()
        .map(|(i, s)| (anchor(s), i as u32))
        .collect();
    anchors.sort_unstable();
    let size: Vec<usize> = statements
        .iter()
        .map(|s| s.content.iter().map(|c| c.len()).sum())
        .collect();
    let mut parts: Vec<(Span, u32)> = Vec::new();
    for (index, s) in statements.iter().enumerate() {
        parts.extend(s.content.iter().map(|&c| (c, index as u32)));
    }
    parts.sort_by_key(|&(c, _)| (c.start, std::cmp::Reverse(c.end)));
    let mut open: Vec<(Span, u32)> = Vec::new();
    let mut next = 0;
    for (at, index) in anchors {
        while next < parts.len() && parts[next].0.start <= at {
            open.push(parts[next]);
            next += 1;
        }
        open.retain(|(c, _)| c.end > at);
        // A parent has more words than its child, so that climbing always ends.
        let around = open
            .iter()
            .filter(|&&(_, i)| (size[i as usize], i) > (size[index as usize], index))
            .min_by_key(|(c, _)| c.len());
        if let Some(&(_, parent)) = around {
            statements[index as usize].parent = Some(parent);
        }
    }
}
