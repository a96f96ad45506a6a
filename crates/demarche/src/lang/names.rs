//! Names over a whole document: what one mention shows helps to read the others.
//!
//! The network scores the labels of every word within its sentence. Here the mentions of one name share
//! what they score, a full name lends its kind to the surname that stands alone, a long name to the
//! acronym in brackets after it, and the tree mends the bounds. Everything takes one look at each word.

use std::collections::{HashMap, HashSet};

use super::labels::BIO;
use super::lists;
use super::parse::{Name, NameKind, Parse};
use crate::model::engine::viterbi;

/// Labels of a word.
const N: usize = BIO.len();
/// Longest run of proper nouns that is looked for again, in words.
const LONGEST: usize = 6;
/// How far a mention's scores move toward the mean of all mentions.
const SHARED: f32 = 0.5;
/// What a surname or an acronym gains that the document has introduced.
const INTRODUCED: f32 = 3.0;

/// Names of the document whose words have these scores of labels.
pub(super) fn read(text: &str, parse: &Parse, mut scores: Vec<f32>) -> Vec<Name> {
    scores.chunks_exact_mut(N).for_each(normalise);
    let runs = runs(text, parse);
    share(text, parse, &runs, &mut scores);
    let mut names = best(parse, &scores);
    if introduce(text, parse, &runs, &names, &mut scores) {
        names = best(parse, &scores);
    }
    mend(text, parse, names)
}

/// Scores to log probabilities.
fn normalise(row: &mut [f32]) {
    let max = row.iter().fold(f32::NEG_INFINITY, |m, &x| m.max(x));
    let sum: f32 = row.iter().map(|x| crate::model::math::exp(x - max)).sum();
    let shift = max + crate::model::math::ln(sum);
    row.iter_mut().for_each(|x| *x -= shift);
}

fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// Runs of capitalised proper nouns, as tokens from and to.
fn runs(text: &str, parse: &Parse) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for s in &parse.sentences {
        let mut open = false;
        for t in s.start as usize..s.end as usize {
            let proper = parse.upos[t] == "PROPN" && is_capital(parse.word(text, t));
            match runs.last_mut() {
                Some(last) if proper && open => last.1 = t + 1,
                _ if proper => runs.push((t, t + 1)),
                _ => {}
            }
            open = proper;
        }
    }
    runs
}

/// Moves the scores of equal runs toward their mean.
fn share(text: &str, parse: &Parse, runs: &[(usize, usize)], scores: &mut [f32]) {
    let mut sums: HashMap<Vec<&str>, (f32, Vec<f32>)> = HashMap::new();
    let words = |&(from, to): &(usize, usize)| -> Vec<&str> {
        (from..to).map(|t| parse.word(text, t)).collect()
    };
    let short = |run: &&(usize, usize)| run.1 - run.0 <= LONGEST;
    for run in runs.iter().filter(short) {
        let (count, sum) = sums.entry(words(run)).or_default();
        *count += 1.0;
        let own = &scores[run.0 * N..run.1 * N];
        sum.resize(own.len(), 0.0);
        sum.iter_mut().zip(own).for_each(|(s, x)| *s += x);
    }
    for run in runs.iter().filter(short) {
        let (count, sum) = &sums[&words(run)];
        let own = &mut scores[run.0 * N..run.1 * N];
        for (x, s) in own.iter_mut().zip(sum) {
            *x += SHARED * (s / count - *x);
        }
    }
}

/// The names that score best.
fn best(parse: &Parse, scores: &[f32]) -> Vec<Name> {
    let (mut bio, mut back) = (Vec::new(), Vec::new());
    for s in &parse.sentences {
        let (start, end) = (s.start as usize, s.end as usize);
        viterbi(&scores[start * N..end * N], &mut back, &mut bio);
    }
    let mut names = Vec::new();
    for s in &parse.sentences {
        let (mut t, end) = (s.start as usize, s.end as usize);
        while t < end {
            let label = bio[t];
            let begins = t;
            let inside = label + label % 2;
            t += 1;
            if label == 0 {
                continue;
            }
            while t < end && bio[t] == inside {
                t += 1;
            }
            let kind = match inside {
                2 => NameKind::Person,
                4 => NameKind::Place,
                _ => NameKind::Organisation,
            };
            names.push(Name {
                start: begins as u32,
                end: t as u32,
                kind,
            });
        }
    }
    names
}

/// Label that begins a name of this kind.
fn begins(kind: NameKind) -> usize {
    match kind {
        NameKind::Person => 1,
        NameKind::Place => 3,
        NameKind::Organisation => 5,
    }
}

/// Favours surnames of people named in full and acronyms of bodies named in full; whether there are any.
fn introduce(
    text: &str,
    parse: &Parse,
    runs: &[(usize, usize)],
    names: &[Name],
    scores: &mut [f32],
) -> bool {
    let mut surnames: HashSet<&str> = HashSet::new();
    let mut acronyms: HashMap<&str, NameKind> = HashMap::new();
    for name in names {
        let (start, end) = (name.start as usize, name.end as usize);
        if name.kind == NameKind::Person && end - start > 1 {
            surnames.insert(parse.word(text, end - 1));
        }
        if let Some(t) = acronym(text, parse, start, end) {
            acronyms.insert(parse.word(text, t), name.kind);
        }
    }
    for &(from, to) in runs.iter().filter(|r| r.1 - r.0 == 1) {
        let word = parse.word(text, from);
        let kind = acronyms.get(word).copied();
        let kind = kind.or(surnames.contains(word).then_some(NameKind::Person));
        if let Some(kind) = kind {
            scores[(to - 1) * N + begins(kind)] += INTRODUCED;
        }
    }
    !(surnames.is_empty() && acronyms.is_empty())
}

/// The token in brackets after a name whose letters are the initials of the name's words.
fn acronym(text: &str, parse: &Parse, start: usize, end: usize) -> Option<usize> {
    let word = |t: usize| {
        if t < parse.len() {
            parse.word(text, t)
        } else {
            ""
        }
    };
    let t = end + 1;
    if word(end) != "(" || word(t + 1) != ")" || end - start < 2 {
        return None;
    }
    let mut letters = word(t).chars().filter(|c| c.is_alphabetic());
    let mut left: Vec<char> = letters.by_ref().take(12).collect();
    if left.len() < 2 || !left.iter().all(|c| c.is_uppercase()) {
        return None;
    }
    for t in (start..end).rev() {
        if word(t)
            .chars()
            .next()
            .is_some_and(|c| left.last() == Some(&c))
        {
            left.pop();
        }
    }
    left.is_empty().then_some(t)
}

/// Mends the bounds of names: no name ends in "of"; a word that belongs to a name's words is part of it.
fn mend(text: &str, parse: &Parse, names: Vec<Name>) -> Vec<Name> {
    let mut out: Vec<Name> = Vec::with_capacity(names.len());
    let mut names = names.into_iter().peekable();
    while let Some(mut name) = names.next() {
        let sentence = parse.sentence(name.start as usize);
        // "Journal of" and "Australia" are one name.
        while let Some(next) = names.peek() {
            let gap = name.end as usize..next.start as usize;
            let body = name.kind == NameKind::Organisation;
            let hangs = body && is_link(parse, name.end as usize - 1) && gap.is_empty();
            let tail = is_tail(text, parse, &name, gap.clone());
            let adjacent = next.start < sentence.end && (gap.is_empty() || tail);
            let same = next.kind == name.kind && related(parse, &name, next.start as usize);
            if !adjacent || !(tail || hangs || same) {
                break;
            }
            name.end = next.end;
            names.next();
        }
        while name.end - name.start > 1 && is_link(parse, name.end as usize - 1) {
            name.end -= 1;
        }
        if let Some(kind) = kind_by_noun(text, parse, &name) {
            name.kind = kind;
        }
        let limit = names
            .peek()
            .map_or(sentence.end, |n| n.start.min(sentence.end));
        while name.end < limit && is_part(text, parse, &name, name.end as usize) {
            name.end += 1;
        }
        out.push(name);
    }
    out
}

/// What the noun of a name, or the title before it, says of its kind.
fn kind_by_noun(text: &str, parse: &Parse, name: &Name) -> Option<NameKind> {
    let (start, end) = (name.start as usize, name.end as usize);
    if end - start < 2 {
        return None;
    }
    let link = (start + 1..end).find(|&t| parse.upos[t] == "ADP");
    match lists::name_noun(parse.word(text, link.unwrap_or(end) - 1)) {
        Some("organisation") => return Some(NameKind::Organisation),
        Some("place") => return Some(NameKind::Place),
        _ => {}
    }
    let first = parse.word(text, start).trim_end_matches('.');
    let title = lists::name_noun(first).or(lists::abbreviation(first)) == Some("title");
    let proper = link.is_none() && parse.upos[end - 1] == "PROPN";
    (title && proper).then_some(NameKind::Person)
}

/// Whether "of" or "of the" stands between a name with a noun of its own and the next one.
fn is_tail(text: &str, parse: &Parse, name: &Name, gap: std::ops::Range<usize>) -> bool {
    let noun = lists::name_noun(parse.word(text, name.end as usize - 1));
    (1..3).contains(&gap.len())
        && parse.word(text, gap.start) == "of"
        && gap.skip(1).all(|t| parse.word(text, t) == "the")
        && matches!(noun, Some("organisation" | "place"))
}

/// Whether a word links two parts of a name and cannot end one.
fn is_link(parse: &Parse, t: usize) -> bool {
    matches!(parse.upos[t], "ADP" | "DET" | "CCONJ")
}

/// Whether the proper noun `t` after a name belongs to it by the tree.
fn is_part(text: &str, parse: &Parse, name: &Name, t: usize) -> bool {
    parse.upos[t] == "PROPN" && is_capital(parse.word(text, t)) && related(parse, name, t)
}

/// Whether `t` and the last word before it are parts of one compound.
fn related(parse: &Parse, name: &Name, t: usize) -> bool {
    let part = |t: usize| matches!(parse.rel(t), "compound" | "flat");
    let inside = |t: usize| (name.start as usize..name.end as usize).contains(&t);
    let last = name.end as usize - 1;
    (part(t) && parse.parent(t).is_some_and(inside))
        || (part(last) && parse.parent(last) == Some(t))
        || (part(t) && part(last) && parse.parent(t) == parse.parent(last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Sentence;
    use crate::text::Span;

    /// A parse of words, all proper nouns where capitalised, without a tree.
    fn parse(sentences: &[&str]) -> (String, Parse) {
        let (mut text, mut parse) = (String::new(), Parse::default());
        for s in sentences {
            let start = parse.len() as u32;
            for word in s.split(' ') {
                let from = text.len();
                text.push_str(word);
                parse.span.push(Span::new(from, text.len()));
                text.push(' ');
                parse
                    .upos
                    .push(if is_capital(word) { "PROPN" } else { "NOUN" });
                parse.head.push(crate::lang::NO_HEAD);
                parse.deprel.push("root");
                parse.sentence_of.push(parse.sentences.len() as u32);
            }
            let end = parse.len() as u32;
            parse.sentences.push(Sentence {
                start,
                end,
                paragraph: 0,
            });
        }
        (text, parse)
    }

    fn scores(parse: &Parse, labels: &[(usize, usize, f32)]) -> Vec<f32> {
        let mut scores = vec![0.0; parse.len() * N];
        scores.iter_mut().step_by(N).for_each(|o| *o = 2.0);
        for &(t, label, score) in labels {
            scores[t * N + label] = score;
        }
        scores
    }

    #[test]
    fn a_full_name_introduces_the_surname() {
        let (text, parse) = parse(&["Ann Lee spoke", "then Lee left"]);
        let scores = scores(
            &parse,
            &[(0, 1, 6.0), (1, 2, 6.0), (4, 1, 1.0), (4, 3, 2.5)],
        );
        let names = read(&text, &parse, scores);
        let found: Vec<_> = names.iter().map(|n| (n.start, n.end, n.kind)).collect();
        assert_eq!(found, [(0, 2, NameKind::Person), (4, 5, NameKind::Person)]);
    }

    #[test]
    fn an_acronym_takes_the_kind_of_the_long_name() {
        let (text, parse) = parse(&["Arctic Fishing Council ( AFC ) met", "and AFC agreed"]);
        let scores = scores(
            &parse,
            &[
                (0, 5, 6.0),
                (1, 6, 6.0),
                (2, 6, 6.0),
                (4, 3, 3.0),
                (8, 1, 2.2),
            ],
        );
        let names = read(&text, &parse, scores);
        let kinds: Vec<_> = names.iter().map(|n| (n.start, n.kind)).collect();
        let body = NameKind::Organisation;
        assert_eq!(kinds, [(0, body), (4, body), (8, body)]);
    }

    #[test]
    fn mentions_of_one_name_agree() {
        let (text, parse) = parse(&["near Coron", "to Coron", "see Coron"]);
        let scores = scores(&parse, &[(1, 3, 7.0), (3, 3, 7.0), (5, 1, 3.0)]);
        let names = read(&text, &parse, scores);
        assert!(names.iter().all(|n| n.kind == NameKind::Place), "{names:?}");
        assert_eq!(names.len(), 3);
    }
}
