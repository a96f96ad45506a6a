//! Sentences to learn from: treebanks and name sets.

use std::collections::HashMap;
use std::path::Path;

use demarche::lang::conllu;
use demarche::lang::labels::{BIO, DEPREL, UPOS, XPOS, index};

use super::net::{NO_HEAD, NONE};

/// A sentence with whatever labels are known for it.
#[derive(Clone, Default)]
pub(crate) struct Sample {
    pub(crate) forms: Vec<Box<str>>,
    pub(crate) upos: Vec<u8>,
    pub(crate) xpos: Vec<u8>,
    pub(crate) lemmas: Vec<Box<str>>,
    pub(crate) head: Vec<u16>,
    pub(crate) rel: Vec<u8>,
    pub(crate) bio: Vec<u8>,
    /// Of a set that is left out when it is itself the test.
    pub(crate) named_only: bool,
}

impl Sample {
    pub(crate) fn len(&self) -> usize {
        self.forms.len()
    }
}

/// Reads a file that the command needs.
pub(crate) fn text(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

/// Trees of a CoNLL-U file; documents whose name contains one of `without` are left out.
pub(crate) fn trees(path: &Path, without: &[&str]) -> Result<Vec<Sample>, String> {
    let text = text(path)?;
    let mut samples = Vec::new();
    for s in conllu::read(&text) {
        let id = s.comment("sent_id").unwrap_or("");
        if without.iter().any(|w| id.contains(w)) {
            continue;
        }
        let label = |table: &[&str], l: &str| index(table, l).map_or(NONE, |i| i as u8);
        samples.push(Sample {
            forms: s.words.iter().map(|w| w.form.into()).collect(),
            upos: s.words.iter().map(|w| label(&UPOS, w.upos)).collect(),
            xpos: s.words.iter().map(|w| label(&XPOS, w.xpos)).collect(),
            lemmas: s.words.iter().map(|w| w.lemma.into()).collect(),
            head: s.words.iter().map(|w| w.head as u16).collect(),
            rel: s.words.iter().map(|w| label(&DEPREL, w.deprel)).collect(),
            bio: vec![NONE; s.words.len()],
            named_only: false,
        });
    }
    Ok(samples)
}

/// Labels of names, one list a sentence: word and label in the last but `skip` columns.
pub(crate) fn names(path: &Path, column: usize) -> Result<Vec<(Vec<Box<str>>, Vec<u8>)>, String> {
    let text = text(path)?;
    let mut sentences = Vec::new();
    let (mut forms, mut bio) = (Vec::new(), Vec::new());
    for line in text.lines().chain([""]) {
        let cells: Vec<&str> = line.split('\t').collect();
        if line.trim().is_empty() {
            if !forms.is_empty() {
                sentences.push((std::mem::take(&mut forms), std::mem::take(&mut bio)));
            }
        } else if cells.len() > column && !(line.starts_with("# ") && cells.len() < 2) {
            forms.push(cells[column - 1].into());
            bio.push(bio_label(cells[column]));
        }
    }
    Ok(sentences)
}

/// One of our seven labels; kinds that are no person, place or organisation count as outside.
fn bio_label(label: &str) -> u8 {
    let Some((part, kind)) = label.split_once('-') else {
        return 0;
    };
    let kind = match kind.to_ascii_lowercase().as_str() {
        "per" | "person" => "PER",
        "loc" | "place" => "LOC",
        "org" | "organization" => "ORG",
        _ => return 0,
    };
    index(&BIO, &format!("{part}-{kind}")).unwrap_or(0) as u8
}

/// Sentences that have names only.
pub(crate) fn named(path: &Path, column: usize, named_only: bool) -> Result<Vec<Sample>, String> {
    let sentences = names(path, column)?.into_iter();
    Ok(sentences
        .map(|(forms, bio)| {
            let n = forms.len();
            Sample {
                forms,
                upos: vec![NONE; n],
                xpos: vec![NONE; n],
                lemmas: vec!["_".into(); n],
                head: vec![NO_HEAD; n],
                rel: vec![NONE; n],
                bio,
                named_only,
            }
        })
        .collect())
}

/// Gives trees the names that another file has for the same words; returns how many got them.
pub(crate) fn join(trees: &mut [Sample], names: Vec<(Vec<Box<str>>, Vec<u8>)>) -> usize {
    let by_words: HashMap<Vec<Box<str>>, Vec<u8>> = names.into_iter().collect();
    let mut joined = 0;
    for tree in trees {
        if let Some(bio) = by_words.get(&tree.forms) {
            tree.bio = bio.clone();
            joined += 1;
        }
    }
    joined
}
