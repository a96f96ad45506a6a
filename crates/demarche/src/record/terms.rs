//! What a move is about, as words that can be compared with those of another report: lemmas of one family
//! become one term ("reply", "response", "answer"), names become the party or person they mean.

use crate::lang::{NameKind, Parse};
use crate::text::Span;
use crate::who::Cast;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Terms of one content at most; longer ones are lists and say nothing new.
const MOST: usize = 14;

/// Family of each lemma that has one.
static FAMILIES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let table = include_str!("../../rules/en/record/same.tsv");
    let lines = table.lines().filter(|l| !l.starts_with('#'));
    let pairs = lines.filter_map(|l| l.split_once('\t'));
    pairs
        .flat_map(|(family, lemmas)| lemmas.split(' ').map(move |lemma| (lemma, family)))
        .collect()
});

static GENERIC: LazyLock<HashSet<&str>> =
    LazyLock::new(|| list(include_str!("../../rules/en/record/generic.tsv")));

static WEAK: LazyLock<HashSet<&str>> =
    LazyLock::new(|| list(include_str!("../../rules/en/record/weak.tsv")));

static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let mut common = list(include_str!("../../rules/en/record/common.tsv"));
    // The name of a family stands for common words.
    common.extend(FAMILIES.values());
    common
});

fn list(table: &'static str) -> HashSet<&'static str> {
    table.lines().filter(|l| !l.starts_with('#')).collect()
}

/// How much a term tells of what a move is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// "main", "issue": nothing.
    Generic,
    /// "agreement", "talks": that there is a negotiation, not which.
    Weak,
    /// A common word.
    Telling,
    /// A word that few reports have: "fentanyl".
    Rare,
}

/// How much this term tells. Names of parties and people are for the caller to weigh.
pub fn weight(term: &str) -> Weight {
    match term {
        t if GENERIC.contains(t) => Weight::Generic,
        t if WEAK.contains(t) => Weight::Weak,
        t if COMMON.contains(t) || !t.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') => {
            Weight::Telling
        }
        _ => Weight::Rare,
    }
}

/// The terms of the words in `span`, that of their syntactic head first; each once.
///
/// A term is a family or lemma in lower case, `@` and the id of a party, `~` and the id of a person, or `%`
/// and the name of a place.
pub fn terms(text: &str, parse: &Parse, cast: &Cast, span: Span) -> Vec<String> {
    let first = parse.span.partition_point(|s| s.start < span.start);
    let end = parse.span.partition_point(|s| s.end <= span.end);
    let inside = |t: usize| (first..end).contains(&t);
    let head = (first..end).find(|&t| parse.parent(t).is_none_or(|h| !inside(h)));
    let mut found: Vec<String> = Vec::new();
    for t in head.into_iter().chain(first..end.max(first)) {
        let Some(term) = term(text, parse, cast, t) else {
            continue;
        };
        if !found.contains(&term) && found.len() < MOST {
            found.push(term);
        }
    }
    found
}

/// True for terms that tie no two moves together.
pub fn is_generic(term: &str) -> bool {
    GENERIC.contains(term)
}

fn is_place(parse: &Parse, t: usize) -> bool {
    let next = parse.names.partition_point(|n| n.end as usize <= t);
    let name = parse.names.get(next).filter(|n| n.start as usize <= t);
    name.is_some_and(|n| n.kind == NameKind::Place)
}

fn term(text: &str, parse: &Parse, cast: &Cast, t: usize) -> Option<String> {
    let upos = parse.upos[t];
    if !matches!(upos, "NOUN" | "VERB" | "PROPN" | "ADJ" | "NUM") {
        return None;
    }
    let lemma = parse.lemma(t).to_lowercase();
    if let Some(mention) = cast.at(t).filter(|m| m.head as usize == t) {
        if let Some(person) = mention.person {
            return Some(format!("~{}", cast.people.get(person as usize)?.id));
        }
        if let [party] = mention.parties[..]
            && upos != "NOUN"
        {
            return Some(format!("@{}", cast.parties.get(party as usize)?.id));
        }
    }
    if is_place(parse, t) {
        return Some(format!("%{lemma}"));
    }
    if upos == "NUM" {
        return Some(parse.word(text, t).to_lowercase());
    }
    let known = FAMILIES.get(lemma.as_str()).map(|f| (*f).to_string());
    Some(known.unwrap_or(lemma)).filter(|l| l.chars().any(char::is_alphabetic))
}
