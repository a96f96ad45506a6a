//! Word lists of the tokeniser, from `rules/en/lang/`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Word without its full stop -> class; see the head of the file.
static ABBREVIATIONS: LazyLock<HashMap<&str, &str>> =
    LazyLock::new(|| pairs(include_str!("../../rules/en/lang/abbreviations.tsv")));

static PREFIXES: LazyLock<Vec<&str>> =
    LazyLock::new(|| rows(include_str!("../../rules/en/lang/prefixes.tsv")).collect());

static NAME_NOUNS: LazyLock<HashMap<&str, &str>> =
    LazyLock::new(|| pairs(include_str!("../../rules/en/lang/name_nouns.tsv")));

fn rows(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty())
}

/// Rows of two cells.
fn pairs(file: &'static str) -> HashMap<&'static str, &'static str> {
    rows(file).filter_map(|row| row.split_once('\t')).collect()
}

/// Class of an abbreviation given without its full stop: "title", "number", "month" or "may_end".
pub(super) fn abbreviation(word: &str) -> Option<&'static str> {
    if word.len() > 8 {
        return None;
    }
    if word.len() > 2 && word.bytes().all(|b| b.is_ascii_uppercase()) {
        // "GEN. PRELOGAR": a headline or a transcript writes titles in capitals.
        let title = word[..1].to_string() + &word[1..].to_ascii_lowercase();
        return ABBREVIATIONS
            .get(title.as_str())
            .copied()
            .filter(|class| *class == "title");
    }
    ABBREVIATIONS.get(word).copied()
}

/// What a name is for whose noun this is: "organisation" or "place"; or "title".
pub(super) fn name_noun(word: &str) -> Option<&'static str> {
    NAME_NOUNS.get(word).copied()
}

/// Whether a hyphen after `part` joins: "non-", "pre-", "twenty-".
pub(super) fn is_prefix(part: &str) -> bool {
    const TENS: [&str; 8] = [
        "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ];
    if part.len() > 8 {
        return false;
    }
    let same = |p: &&str| part.eq_ignore_ascii_case(p);
    PREFIXES.iter().any(&same) || TENS.iter().any(same)
}

/// Where a contraction written without apostrophe is cut: "cannot" after 3 bytes.
pub(super) fn contraction(word: &str) -> Option<usize> {
    const WORDS: [(&str, usize); 15] = [
        ("cannot", 3),
        ("gonna", 3),
        ("wanna", 3),
        ("gotta", 3),
        ("dont", 2),
        ("didnt", 3),
        ("doesnt", 4),
        ("couldnt", 5),
        ("wouldnt", 5),
        ("shouldnt", 6),
        ("isnt", 2),
        ("wasnt", 3),
        ("thats", 4),
        ("im", 1),
        ("ive", 1),
    ];
    if word.len() > 8 {
        return None;
    }
    WORDS
        .iter()
        .find(|(w, _)| word.eq_ignore_ascii_case(w))
        .map(|&(_, cut)| cut)
}

/// Words that begin with an apostrophe: "'em".
pub(super) fn is_clipped(word: &str) -> bool {
    ["em", "til", "tis", "twas", "cause", "cos", "bout"]
        .iter()
        .any(|w| word.eq_ignore_ascii_case(w))
}

/// Units written without a space after a figure: "$1.5bn", "7pm".
pub(super) fn is_unit(letters: &str) -> bool {
    const UNITS: [&str; 34] = [
        "m", "bn", "b", "k", "tn", "mn", "mm", "cm", "km", "kg", "g", "mg", "t", "ft", "mph",
        "kph", "kmh", "am", "pm", "AM", "PM", "M", "B", "K", "MM", "Hz", "MHz", "GHz", "GB", "MB",
        "kW", "MW", "GW", "lb",
    ];
    UNITS.contains(&letters)
}

static VERBS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| rows(include_str!("../../rules/en/lang/verbs.tsv")).collect());

static IRREGULAR: LazyLock<HashMap<&str, &str>> =
    LazyLock::new(|| pairs(include_str!("../../rules/en/lang/irregular.tsv")));

/// True for the base form of a verb that the rules know, seen in training or not.
pub(super) fn is_verb(word: &str) -> bool {
    VERBS.contains(word)
}

/// The base of an irregular past or participle.
pub(super) fn irregular(word: &str) -> Option<&'static str> {
    IRREGULAR.get(word).copied()
}
