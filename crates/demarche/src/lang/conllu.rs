//! CoNLL-U, the text form of annotated sentences: reading and writing.
//!
//! Ten tab-separated columns a word, a blank line after each sentence, `#` before a comment; see
//! <https://universaldependencies.org/format.html>. Reading never fails: a line that is no word line is
//! passed over. Words split off a written token ("do", "n't") carry their token's form in [`Contraction`].

use crate::text::Span;

use super::{NameKind, Parse, lists, tokens};

/// A word line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    pub form: &'a str,
    pub lemma: &'a str,
    pub upos: &'a str,
    pub xpos: &'a str,
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
            if !current.words.is_empty() {
                sentences.push(std::mem::take(&mut current));
            }
        } else if let Some(comment) = line.strip_prefix('#') {
            current.comments.push(comment.trim_start());
        } else {
            read_line(line, &mut current);
        }
    }
    if !current.words.is_empty() {
        sentences.push(current);
    }
    sentences
}

fn read_line<'a>(line: &'a str, sentence: &mut Sentence<'a>) {
    let mut columns = ["_"; 10];
    for (cell, column) in columns.iter_mut().zip(line.split('\t')) {
        *cell = column;
    }
    let [
        id,
        form,
        lemma,
        upos,
        xpos,
        _feats,
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
                head,
                deprel,
                misc,
            });
        }
    } else if let Some((from, to)) = id.split_once('-')
        && let (Ok(from), Ok(to)) = (from.parse::<usize>(), to.parse::<usize>())
        && 0 < from
        && from <= to
    {
        sentence.contractions.push(Contraction {
            start: from - 1,
            end: to,
            form,
            misc,
        });
    }
}

/// Writes a parse as CoNLL-U. Names stand in MISC as `Name=B-PER`, `Name=I-PER` and so on.
pub fn write(text: &str, parse: &Parse) -> String {
    let mut out = String::new();
    let mut names = vec![""; parse.len()];
    for name in &parse.names {
        let [begin, inside] = match name.kind {
            NameKind::Person => ["B-PER", "I-PER"],
            NameKind::Place => ["B-LOC", "I-LOC"],
            NameKind::Organisation => ["B-ORG", "I-ORG"],
        };
        for t in name.start..name.end {
            names[t as usize] = if t == name.start { begin } else { inside };
        }
    }
    let mut paragraph = None;
    for (number, s) in parse.sentences.iter().enumerate() {
        let (first, end) = (s.start as usize, s.end as usize);
        if paragraph != Some(s.paragraph) {
            paragraph = Some(s.paragraph);
            out.push_str("# newpar\n");
        }
        let whole = Span::new(
            parse.span[first].start as usize,
            parse.span[end - 1].end as usize,
        );
        // A comment is one line.
        let line: Vec<&str> = whole.of(text).split_whitespace().collect();
        out.push_str(&format!(
            "# sent_id = {}\n# text = {}\n",
            number + 1,
            line.join(" ")
        ));
        for (t, name) in (first..end).zip(&names[first..end]) {
            write_word(text, parse, t, name, &mut out);
        }
        out.push('\n');
    }
    out
}

/// One word line, and the line of its written token before it when a contraction begins here.
fn write_word(text: &str, parse: &Parse, t: usize, name: &str, out: &mut String) {
    let s = parse.sentence(t);
    let (first, end) = (s.start as usize, s.end as usize);
    let id = |t: usize| t - first + 1;
    let glued = |t: usize| t + 1 < end && parse.span[t].end == parse.span[t + 1].start;
    let joined = |t: usize| t > first && t < end && is_joined(text, parse, t);
    if joined(t + 1) && !joined(t) {
        let last = (t + 1..end).take_while(|&u| joined(u)).last().unwrap_or(t);
        let whole = Span::new(parse.span[t].start as usize, parse.span[last].end as usize);
        let misc = if glued(last) { "SpaceAfter=No" } else { "_" };
        let token = whole.of(text);
        out.push_str(&format!(
            "{}-{}\t{token}\t_\t_\t_\t_\t_\t_\t_\t{misc}\n",
            id(t),
            id(last)
        ));
    }
    // Inside a contraction its token's line says what follows.
    let own = glued(t) && !joined(t) && !joined(t + 1);
    let mut misc = Vec::new();
    if !name.is_empty() {
        misc.push(format!("Name={name}"));
    }
    if own {
        misc.push("SpaceAfter=No".to_string());
    }
    let misc = if misc.is_empty() {
        "_".to_string()
    } else {
        misc.join("|")
    };
    let head = parse.parent(t).map_or(0, id);
    let cell = |text: &str| {
        if text.is_empty() {
            "_".to_string()
        } else {
            text.replace(['\t', '\n', ' '], "_")
        }
    };
    out.push_str(&format!(
        "{}\t{}\t{}\t{}\t{}\t_\t{head}\t{}\t_\t{misc}\n",
        id(t),
        cell(parse.word(text, t)),
        cell(parse.lemma(t)),
        parse.upos[t],
        parse.xpos[t],
        parse.deprel[t],
    ));
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
