//! CoNLL-U, the text form of annotated sentences: reading and writing.
//!
//! Ten tab-separated columns a word, a blank line after each sentence, `#` before a comment; see
//! <https://universaldependencies.org/format.html>. Reading never fails: a line that is no word line is
//! passed over. Words split off a written token ("do", "n't") carry their token's form in [`Contraction`].
//!
//! [`write`] gives a parse of raw text; [`annotate`] and [`write_over`] keep the words, comments and
//! remarks of a file and put new labels beside them. Names stand in MISC as `ner=B-PER`, `ner=I-PER`
//! and so on (PER, LOC, ORG), as Stanza writes them.
//!
//! ```
//! use demarche::{lang::conllu, model::Models};
//!
//! let models = Models::from_bytes(demarche_models::ENGINE)?;
//! let bank = conllu::read("1\tMoscow\n2\twaits\tSpaceAfter=No\n3\t.\n\n");
//! let (text, parse) = conllu::annotate(&bank, &models);
//! let labelled = conllu::write_over(&bank, &text, &parse);
//! assert!(labelled.starts_with("1\tMoscow\tMoscow\tPROPN\tNNP\tNumber=Sing\t2\tnsubj\t_\tner=B-LOC\n"));
//! # Ok::<(), demarche::model::ModelError>(())
//! ```

mod annotate;
mod write;

pub use annotate::annotate;
pub use write::{write, write_document, write_over};

use super::{Parse, lists, tokens};

/// A word line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    pub form: &'a str,
    pub lemma: &'a str,
    pub upos: &'a str,
    pub xpos: &'a str,
    /// Features joined by `|`, or `_`.
    pub feats: &'a str,
    /// Number of the head, counted from 1; 0 for the root.
    pub head: usize,
    pub deprel: &'a str,
    pub misc: &'a str,
}

/// A token written as one and analysed as several words: words `start..end`, counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contraction<'a> {
    pub start: usize,
    pub end: usize,
    pub form: &'a str,
    pub misc: &'a str,
}

/// A sentence with its comments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence<'a> {
    /// Comment lines without their `# `.
    pub comments: Vec<&'a str>,
    pub words: Vec<Word<'a>>,
    /// In the order of their words, not overlapping.
    pub contractions: Vec<Contraction<'a>>,
}

impl<'a> Sentence<'a> {
    /// The value of the comment `key = value`.
    pub fn comment(&self, key: &str) -> Option<&'a str> {
        self.comments.iter().find_map(|c| {
            let (k, v) = c.split_once('=')?;
            (k.trim() == key).then(|| v.trim())
        })
    }

    /// The contraction that word number `n`, counted from 0, belongs to.
    pub fn contraction_of(&self, n: usize) -> Option<&Contraction<'a>> {
        let after = self.contractions.partition_point(|c| c.start <= n);
        let before = self.contractions[..after].last();
        before.filter(|c| n < c.end)
    }

    /// Whether a paragraph or a document begins with this sentence.
    pub fn begins_paragraph(&self) -> bool {
        self.comments.iter().any(|c| {
            let key = c.split([' ', '=']).next().unwrap_or("");
            key == "newpar" || key == "newdoc"
        })
    }
}

/// Whether the column MISC says that no space follows.
pub fn glued(misc: &str) -> bool {
    misc.split('|').any(|m| m == "SpaceAfter=No")
}

/// Reads sentences.
pub fn read(text: &str) -> Vec<Sentence<'_>> {
    let mut sentences = Vec::new();
    let mut current = Sentence::default();
    for line in text.lines().map(|l| l.trim_end_matches('\r')) {
        if line.is_empty() {
            finish(&mut current, &mut sentences);
        } else if let Some(comment) = line.strip_prefix('#') {
            current.comments.push(comment.trim_start());
        } else {
            read_line(line, &mut current);
        }
    }
    finish(&mut current, &mut sentences);
    sentences
}

/// Ends a sentence, if it has words.
fn finish<'a>(current: &mut Sentence<'a>, sentences: &mut Vec<Sentence<'a>>) {
    let n = current.words.len();
    if n > 0 {
        current.contractions.retain(|c| c.end <= n);
        sentences.push(std::mem::take(current));
    }
}

fn read_line<'a>(line: &'a str, sentence: &mut Sentence<'a>) {
    let mut columns = ["_"; 10];
    for (cell, column) in columns.iter_mut().zip(line.split('\t')) {
        if !column.is_empty() {
            *cell = column;
        }
    }
    let [
        id,
        form,
        lemma,
        upos,
        xpos,
        feats,
        head,
        deprel,
        _deps,
        misc,
    ] = columns;
    if let Ok(id) = id.parse::<usize>() {
        if id == sentence.words.len() + 1 {
            let head = head.parse().unwrap_or(0);
            sentence.words.push(Word {
                form,
                lemma,
                upos,
                xpos,
                feats,
                head,
                deprel,
                misc,
            });
        }
    } else if let Some((from, to)) = id.split_once('-')
        && let (Ok(from), Ok(to)) = (from.parse::<usize>(), to.parse::<usize>())
        && from == sentence.words.len() + 1
        && from <= to
        && sentence.contractions.last().is_none_or(|c| c.end < from)
    {
        sentence.contractions.push(Contraction {
            start: from - 1,
            end: to,
            form,
            misc,
        });
    }
}

/// Whether token `t` is written together with the one before as a contraction: "n't", "'s", "not" of "cannot".
pub fn is_joined(text: &str, parse: &Parse, t: usize) -> bool {
    if t == 0 || parse.span[t - 1].end != parse.span[t].start {
        return false;
    }
    let word = parse.word(text, t);
    let before = parse.word(text, t - 1);
    if !before.ends_with(char::is_alphanumeric) {
        return before.ends_with('.') && tokens::is_clitic(word);
    }
    let whole = &text[parse.span[t - 1].start as usize..parse.span[t].end as usize];
    tokens::is_clitic(word) || lists::contraction(whole) == Some(before.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_words_contractions_and_comments() {
        let text = "# newpar\n# text = Don't go.\n1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_\n\
            1\tDo\tdo\tAUX\tVB\t_\t3\taux\t_\t_\n2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_\n\
            3\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n3.1\tx\n4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_\n";
        let sentences = read(text);
        assert_eq!(sentences.len(), 1);
        let s = &sentences[0];
        assert!(s.begins_paragraph());
        assert_eq!(s.comment("text"), Some("Don't go."));
        assert_eq!(s.words.len(), 4);
        assert_eq!((s.words[2].head, s.words[3].head), (0, 3));
        assert!(glued(s.words[2].misc) && !glued(s.words[3].misc));
        assert_eq!((s.contractions[0].start, s.contractions[0].end), (0, 2));
    }

    #[test]
    fn reads_anything() {
        for text in [
            "",
            "\n\n\n",
            "\t\t\t",
            "1-0\tx\n0-0\tx\n1\n",
            "#",
            "7\tx\ty",
        ] {
            assert!(read(text).len() < 2, "{text:?}");
        }
    }
}
