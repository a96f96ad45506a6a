//! Lemmas from treebanks: endings with their edits, and the words that these get wrong.

use std::collections::{BTreeMap, HashMap};

use demarche::lang::labels::XPOS;
use demarche::lang::lemma::{LONGEST_ENDING, Lemmas};
use demarche::model::features::plain;

use super::data::Sample;
use super::net::NONE;

/// The two lists of the weights file; the first begins with the `verbs`.
pub(crate) fn learn(samples: &[Sample], verbs: String) -> (String, String) {
    // How often each (form, tag) has each lemma.
    let mut seen: BTreeMap<(String, &str), BTreeMap<&str, u32>> = BTreeMap::new();
    for s in samples {
        for i in 0..s.len() {
            let (tag, lemma) = (s.xpos[i], &s.lemmas[i]);
            if tag == NONE || (&**lemma == "_" && &*s.forms[i] != "_") {
                continue;
            }
            let tag = XPOS[tag as usize];
            let form: String = s.forms[i].chars().map(plain).collect();
            *seen
                .entry((form, tag))
                .or_default()
                .entry(lemma)
                .or_default() += 1;
        }
    }
    let mut lowered: BTreeMap<(String, &str), BTreeMap<&str, u32>> = BTreeMap::new();
    for ((form, tag), lemmas) in &seen {
        let form = if tag.starts_with("NNP") {
            form.clone()
        } else {
            form.to_lowercase()
        };
        for (lemma, n) in lemmas {
            *lowered
                .entry((form.clone(), tag))
                .or_default()
                .entry(lemma)
                .or_default() += n;
        }
    }
    let endings = endings(&lowered);
    let mut words = verbs;
    // Words in lower case first, then the forms with capitals that these two get wrong.
    for table in [&lowered, &seen] {
        let lemmas = Lemmas::read(&words, &endings);
        let mut wrong = String::new();
        for ((form, tag), counts) in table {
            let best = most(counts);
            let mut found = String::new();
            lemmas.find(form, tag, &mut String::new(), &mut found);
            let total: u32 = counts.values().sum();
            let odd = form.contains(['\t', '\n'])
                || best.contains(['\t', '\n'])
                || form.chars().count() > 64;
            if found != best && !odd && (total > 1 || !tag.starts_with("NNP")) {
                wrong.push_str(&format!("{form}\t{tag}\t{best}\n"));
            }
        }
        words.push_str(&wrong);
    }
    (words, endings)
}

/// Base verbs: in the gold sentences once, or in the silver three times.
pub(crate) fn verbs(samples: &[Sample], silver: &[Sample]) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (set, weight) in [(samples, 3), (silver, 1)] {
        for s in set {
            for i in (0..s.len()).filter(|&i| s.xpos[i] != NONE && XPOS[s.xpos[i] as usize] == "VB")
            {
                *counts.entry(s.forms[i].to_lowercase()).or_default() += weight;
            }
        }
    }
    let known = |(verb, n): &(&String, &usize)| {
        **n >= 3 && verb.len() > 1 && verb.bytes().all(|b| b.is_ascii_lowercase())
    };
    counts
        .iter()
        .filter(known)
        .map(|(verb, _)| format!("{verb}\tVB\t{verb}\n"))
        .collect()
}

fn most<'a>(counts: &BTreeMap<&'a str, u32>) -> &'a str {
    counts
        .iter()
        .max_by_key(|(lemma, n)| (**n, std::cmp::Reverse(**lemma)))
        .map_or("", |(lemma, _)| lemma)
}

/// Endings whose edit differs from that of the next shorter ending.
fn endings(words: &BTreeMap<(String, &str), BTreeMap<&str, u32>>) -> String {
    let mut edits: HashMap<(String, &str), HashMap<(usize, String), u32>> = HashMap::new();
    for ((form, tag), counts) in words {
        let lemma = most(counts);
        let letters: Vec<char> = form.chars().collect();
        let common = form
            .chars()
            .zip(lemma.chars())
            .take_while(|(a, b)| a == b)
            .count();
        let cut = letters.len() - common;
        let add: String = lemma.chars().skip(common).collect();
        for len in 0..=LONGEST_ENDING.min(letters.len()) {
            let ending: String = letters[letters.len() - len..].iter().collect();
            *edits
                .entry((ending, tag))
                .or_default()
                .entry((cut, add.clone()))
                .or_default() += 1;
        }
    }
    let mut best: BTreeMap<(usize, String, &str), (usize, String)> = BTreeMap::new();
    for ((ending, tag), counts) in edits {
        let total: u32 = counts.values().sum();
        let top = counts
            .into_iter()
            .max_by_key(|((cut, add), n)| (*n, std::cmp::Reverse((*cut, add.clone()))));
        if let Some((edit, n)) = top
            && total >= 2
            && n * 2 > total
            && edit.0 <= ending.chars().count().max(2)
        {
            best.insert((ending.chars().count(), ending, tag), edit);
        }
    }
    let mut out = String::new();
    for ((len, ending, tag), edit) in &best {
        let mut shorter = ending.clone();
        let inherited = (0..*len).rev().find_map(|n| {
            shorter = shorter.chars().skip(1).collect();
            best.get(&(n, shorter.clone(), tag))
        });
        if inherited != Some(edit) && !(inherited.is_none() && edit == &(0, String::new())) {
            out.push_str(&format!("{ending}\t{tag}\t{}\t{}\n", edit.0, edit.1));
        }
    }
    out
}
