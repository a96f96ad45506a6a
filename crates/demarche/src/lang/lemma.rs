//! Lemmas: a dictionary of words with their tags, and edits of endings for the rest.
//!
//! Both were learnt from the treebanks. The dictionary holds what the endings get wrong. A lemma is in
//! lower case except for proper nouns and for words that the dictionary knows with a capital ("American").

use std::collections::HashMap;

use crate::model::features::{Hasher, plain};

/// Longest ending that is looked at, in letters.
pub const LONGEST_ENDING: usize = 5;

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
        let proper = tag.starts_with("NNP");
        key.clear();
        key.extend(form.chars().take(64).map(plain));
        let written = key.len();
        key.push('\t');
        key.push_str(tag);
        if let Some(lemma) = self.words.get(key.as_str()) {
            out.push_str(lemma);
            return;
        }
        key.truncate(written);
        if !proper {
            *key = key.to_lowercase();
            let lowered = key.len();
            key.push('\t');
            key.push_str(tag);
            if let Some(lemma) = self.words.get(key.as_str()) {
                out.push_str(lemma);
                return;
            }
            key.truncate(lowered);
        }
        let base = key.len();
        let begins = out.len();
        out.push_str(key);
        // Longest ending first; the empty one stands for the tag alone.
        let letters = key
            .char_indices()
            .rev()
            .take(LONGEST_ENDING)
            .last()
            .map_or(0, |(i, _)| i);
        let starts: Vec<usize> = key[letters..]
            .char_indices()
            .map(|(i, _)| letters + i)
            .chain([base])
            .collect();
        key.push('\t');
        key.push_str(tag);
        for start in starts {
            if let Some((cut, add)) = self.endings.get(&key[start..]) {
                let keep = out[begins..]
                    .char_indices()
                    .rev()
                    .nth(*cut as usize - usize::from(*cut > 0));
                match (cut, keep) {
                    (0, _) => {}
                    (_, Some((i, _))) => out.truncate(begins + i),
                    (_, None) => continue,
                }
                out.push_str(add);
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    }
}
