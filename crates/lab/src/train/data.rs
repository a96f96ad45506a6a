//! Sentences to learn from: treebanks and name sets.

use std::collections::HashMap;
use std::path::Path;

use demarche::lang::conllu;
use demarche::lang::labels::{BIO, DEPREL, UPOS, XPOS, index};

use super::net::{Convention, NO_HEAD, NONE};

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
    /// Whose idea of a name the labels follow.
    pub(crate) convention: Convention,
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

/// Trees of a CoNLL-U file.
pub(crate) fn trees(path: &Path) -> Result<Vec<Sample>, String> {
    let text = text(path)?;
    let mut samples = Vec::new();
    for s in conllu::read(&text) {
        let label = |table: &[&str], l: &str| index(table, l).map_or(NONE, |i| i as u8);
        samples.push(Sample {
            forms: s.words.iter().map(|w| w.form.into()).collect(),
            upos: s.words.iter().map(|w| label(&UPOS, w.upos)).collect(),
            xpos: s.words.iter().map(|w| label(&XPOS, w.xpos)).collect(),
            lemmas: s.words.iter().map(|w| w.lemma.into()).collect(),
            head: s.words.iter().map(|w| w.head as u16).collect(),
            rel: s.words.iter().map(|w| label(&DEPREL, w.deprel)).collect(),
            bio: vec![NONE; s.words.len()],
            convention: Convention::Gum,
        });
    }
    Ok(samples)
}

/// Labels of names, one list a sentence: word and label in the last but `skip` columns.
pub(crate) fn names(path: &Path, column: usize) -> Result<Vec<(Vec<Box<str>>, Vec<u8>)>, String> {
    let text = text(path)?;
    let mut sentences = Vec::new();
    let (mut forms, mut bio) = (Vec::<Box<str>>::new(), Vec::new());
    for line in text.lines().chain([""]) {
        let cells: Vec<&str> = line.split('\t').collect();
        if line.trim().is_empty() {
            if !forms.is_empty() {
                sentences.push((std::mem::take(&mut forms), std::mem::take(&mut bio)));
            }
        } else if is_word(&cells, column) {
            let form = cells[column - 1];
            match forms.last_mut() {
                Some(last) if splits_clitic(last, form) => *last = format!("{last}s").into(),
                _ => {
                    forms.push(form.into());
                    bio.push(bio_label(cells[column]));
                }
            }
        }
    }
    Ok(sentences)
}

/// Whether the cells of a line are a word and its label, no note and no mark of a document.
pub(crate) fn is_word(cells: &[&str], column: usize) -> bool {
    cells.len() > column && cells[0] != "-DOCSTART-"
}

/// re3d cuts "'s" in two, which the treebanks and our tokeniser do not.
pub(crate) fn splits_clitic(before: &str, form: &str) -> bool {
    form == "s" && matches!(before, "'" | "\u{2019}")
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
pub(crate) fn named(
    path: &Path,
    column: usize,
    convention: Convention,
) -> Result<Vec<Sample>, String> {
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
                convention,
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
