//! Lemmas: a dictionary of words with their tags, and edits of endings for the rest.
//!
//! Both were learnt from the treebanks. The dictionary holds what the endings get wrong. A lemma is in
//! lower case except for proper nouns and for words that the dictionary knows with a capital ("American").

use std::collections::HashMap;

use super::lists;
use crate::model::features::{Hasher, plain};

/// Longest ending that is looked at, in letters.
pub const LONGEST_ENDING: usize = 5;

/// Longest word that is looked at, in letters.
const LONGEST_WORD: usize = 64;

/// What the treebanks taught.
#[derive(Debug, Default)]
pub struct Lemmas {
    /// "form tag" -> lemma.
    words: HashMap<Box<str>, Box<str>, Hasher>,
    /// "ending tag" -> how many letters go and what is added.
    endings: HashMap<Box<str>, (u8, Box<str>), Hasher>,
}

impl Lemmas {
    /// Reads lines "form tag lemma" and "ending tag count addition", separated by tabs.
    pub fn read(words: &str, endings: &str) -> Lemmas {
        let mut lemmas = Lemmas::default();
        for line in words.lines() {
            if let Some((key, lemma)) = line.rsplit_once('\t') {
                lemmas.words.insert(key.into(), lemma.into());
            }
        }
        for line in endings.lines() {
            let mut cells = line.rsplitn(3, '\t');
            if let (Some(add), Some(cut), Some(key)) = (cells.next(), cells.next(), cells.next())
                && let Ok(cut) = cut.parse()
            {
                lemmas.endings.insert(key.into(), (cut, add.into()));
            }
        }
        lemmas
    }

    /// Appends the lemma of `form` with Penn tag `tag` to `out`; `key` is a buffer.
    pub fn find(&self, form: &str, tag: &str, key: &mut String, out: &mut String) {
        key.clear();
        key.extend(form.chars().take(LONGEST_WORD).map(plain));
        if tag == "NNP" || self.known(key, tag, out) {
            // A name keeps its form: "United" of "United Nations".
            if tag == "NNP" {
                out.push_str(key);
            }
            return;
        }
        if !tag.starts_with("NNP") {
            *key = key.to_lowercase();
            if self.known(key, tag, out) {
                return;
            }
        }
        if self.base_verb(key, tag, out) {
            return;
        }
        self.edit(key, tag, out);
    }

    /// Looks a word up with its tag; `key` holds the word before and after.
    fn known(&self, key: &mut String, tag: &str, out: &mut String) -> bool {
        let len = key.len();
        key.push('\t');
        key.push_str(tag);
        let found = self.words.get(key.as_str());
        key.truncate(len);
        if let Some(lemma) = found {
            out.push_str(lemma);
        }
        found.is_some()
    }

    /// The base of an inflected verb, where one of the regular candidates is a verb that was seen.
    fn base_verb(&self, key: &str, tag: &str, out: &mut String) -> bool {
        // "undertook" is a past, whatever the tagger thought of its tense.
        if matches!(tag, "VB" | "VBP")
            && let Some(base) = lists::irregular(key).filter(|base| *base != key)
        {
            out.push_str(base);
            return true;
        }
        let ending = match tag {
            "VBD" | "VBN" => "ed",
            "VBG" => "ing",
            "VBZ" => "s",
            _ => return false,
        };
        if ending == "ed"
            && let Some(base) = lists::irregular(key)
        {
            out.push_str(base);
            return true;
        }
        let Some(stem) = key
            .strip_suffix(ending)
            .filter(|s| s.len() > 1 && s.is_ascii())
        else {
            return false;
        };
        let bases = candidates(stem, ending);
        if bases
            .iter()
            .any(|base| self.known(&mut base.clone(), "VB", out))
        {
            return true;
        }
        if let Some(base) = bases.iter().find(|base| lists::is_verb(base)) {
            out.push_str(base);
            return true;
        }
        // "phoned": a bare verb of one syllable would have doubled its consonant.
        if ending != "s" && syllables(stem) == 1 && short(stem) {
            out.push_str(stem);
            out.push('e');
            return true;
        }
        false
    }

    /// Edits the longest ending that has an edit; without one the word stays as it is.
    fn edit(&self, key: &mut String, tag: &str, out: &mut String) {
        let begins = out.len();
        out.push_str(key);
        let word = key.len();
        let letters = key
            .char_indices()
            .rev()
            .take(LONGEST_ENDING)
            .last()
            .map_or(0, |(i, _)| i);
        key.push('\t');
        key.push_str(tag);
        // Longest ending first; the empty one stands for the tag alone.
        let mut start = letters;
        loop {
            if let Some((cut, add)) = self.endings.get(&key[start..])
                && let Some(end) = without(&out[begins..], *cut as usize)
                && out[begins..begins + end].contains(|c: char| !is_unseen(c))
            {
                out.truncate(begins + end);
                out.push_str(add);
                return;
            }
            if start >= word {
                return;
            }
            start += key[start..].chars().next().map_or(1, char::len_utf8);
        }
    }
}

/// Whether a character leaves no mark: a lemma of such alone would be empty on the page.
fn is_unseen(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}')
}

/// Length of `word` without its last `cut` letters, if something is left.
fn without(word: &str, cut: usize) -> Option<usize> {
    match cut {
        0 => Some(word.len()),
        _ => word.char_indices().rev().nth(cut - 1).map(|(i, _)| i),
    }
}

/// Bases that a regular verb with this stem and ending may have, the likeliest first.
fn candidates(stem: &str, ending: &str) -> Vec<String> {
    let bytes = stem.as_bytes();
    let n = bytes.len();
    let vowel = |b: u8| b"aeiou".contains(&b);
    if ending == "s" {
        // "carries", "reaches", "says".
        let y = stem.strip_suffix("ie").map(|s| format!("{s}y"));
        let es = stem.strip_suffix('e').map(str::to_string);
        return y.into_iter().chain([stem.to_string()]).chain(es).collect();
    }
    let y = stem
        .strip_suffix('i')
        .filter(|_| ending == "ed")
        .map(|s| format!("{s}y"));
    let doubled = n > 2 && bytes[n - 1] == bytes[n - 2] && !vowel(bytes[n - 1]);
    let undoubled = doubled.then(|| stem[..n - 1].to_string());
    let with_e = format!("{stem}e");
    let plain = if short(stem) {
        [with_e, stem.to_string()]
    } else {
        [stem.to_string(), with_e]
    };
    let first = if doubled { plain.to_vec() } else { Vec::new() };
    let last = if doubled { Vec::new() } else { plain.to_vec() };
    y.into_iter()
        .chain(first)
        .chain(undoubled)
        .chain(last)
        .collect()
}

/// True for a stem in one vowel and one consonant: a bare verb would have doubled it, so "rated" is of
/// "rate".
fn short(stem: &str) -> bool {
    let bytes = stem.as_bytes();
    let vowel = |b: u8| b"aeiou".contains(&b);
    let n = bytes.len();
    n > 2
        && !vowel(bytes[n - 1])
        && !b"wxy".contains(&bytes[n - 1])
        && vowel(bytes[n - 2])
        && !vowel(bytes[n - 3])
}

/// Groups of vowels.
fn syllables(stem: &str) -> usize {
    let vowel = |b: &u8| b"aeiouy".contains(b);
    stem.as_bytes()
        .chunk_by(|a, b| vowel(a) == vowel(b))
        .filter(|group| vowel(&group[0]))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_verbs_find_a_base_that_was_seen() {
        let bases = [
            "blame", "rule", "boycott", "postpone", "stop", "call", "carry", "rate", "rat", "say",
            "agree",
        ];
        let words: String = bases.iter().map(|b| format!("{b}\tVB\t{b}\n")).collect();
        let lemmas = Lemmas::read(&words, "");
        for (form, tag, want) in [
            ("blamed", "VBD", "blame"),
            ("Ruled", "VBN", "rule"),
            ("boycotted", "VBD", "boycott"),
            ("postponing", "VBG", "postpone"),
            ("stopped", "VBD", "stop"),
            ("calling", "VBG", "call"),
            ("carried", "VBD", "carry"),
            ("carries", "VBZ", "carry"),
            ("rated", "VBN", "rate"),
            ("says", "VBZ", "say"),
            ("agreeing", "VBG", "agree"),
            ("phoned", "VBD", "phone"),
        ] {
            let mut out = String::new();
            lemmas.find(form, tag, &mut String::new(), &mut out);
            assert_eq!(out, want, "{form}");
        }
    }

    #[test]
    fn finds_words_then_endings() {
        let lemmas = Lemmas::read(
            "was\tVBD\tbe\nAmerican\tJJ\tAmerican\n",
            "ies\tNNS\t3\ty\ns\tNNS\t1\t\n\tVBD\t2\t\n",
        );
        let find = |form, tag| {
            let mut out = "x".to_string();
            lemmas.find(form, tag, &mut String::new(), &mut out);
            out[1..].to_string()
        };
        assert_eq!(find("Was", "VBD"), "be");
        assert_eq!(find("American", "JJ"), "American");
        assert_eq!(find("parties", "NNS"), "party");
        assert_eq!(find("talks", "NNS"), "talk");
        assert_eq!(find("Talked", "VBD"), "talk");
        assert_eq!(find("Geneva", "NNP"), "Geneva");
        assert_eq!(find("a", "VBD"), "a");
        assert_eq!(find("United", "NNP"), "United");
    }
}
