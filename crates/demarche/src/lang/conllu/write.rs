//! Parses as CoNLL-U.

use crate::lang::{NameKind, Parse, feats, sentences};
use crate::text::Span;

use super::{Contraction, Sentence, is_joined};

/// Writes the parse of a raw text as CoNLL-U.
pub fn write(text: &str, parse: &Parse) -> String {
    let mut out = String::new();
    write_sentences(text, parse, 1, &mut out);
    out
}

/// Writes the parse of one text of several: it begins a document, and its sentences are numbered from
/// `first` on.
pub fn write_document(text: &str, parse: &Parse, id: &str, first: usize) -> String {
    let mut out = format!("# newdoc id = {}\n", on_one_line(id));
    write_sentences(text, parse, first, &mut out);
    out
}

/// Writes the sentences of a file with the labels that [`annotate`](super::annotate) gave their words.
/// Comments, contractions and remarks stay; empty words and enhanced dependencies are left out.
pub fn write_over(bank: &[Sentence], text: &str, parse: &Parse) -> String {
    let mut out = String::new();
    let labels = Labels::of(text, parse);
    let mut first = 0;
    for sentence in bank {
        let n = sentence.words.len();
        for (part, start) in (0..n).step_by(sentences::LONGEST).enumerate() {
            let end = n.min(start + sentences::LONGEST);
            comments(sentence, part, &mut out);
            for word in start..end {
                if let Some(token) = sentence.contraction_of(word)
                    && token.start == word
                    && token.end <= end
                {
                    contraction(token, start, &mut out);
                }
                let misc = sentence.words[word].misc;
                let form = sentence.words[word].form;
                labels.word(first + word, form, Some(misc), false, &mut out);
            }
            out.push('\n');
        }
        first += n;
    }
    out
}

/// The comments of a sentence, or of a further part of one that was too long.
fn comments(sentence: &Sentence, part: usize, out: &mut String) {
    if part == 0 {
        for comment in &sentence.comments {
            push_all(out, &["# ", comment, "\n"]);
        }
    } else if let Some(id) = sentence.comment("sent_id") {
        push_all(
            out,
            &["# sent_id = ", id, "-", &(part + 1).to_string(), "\n"],
        );
    }
}

/// The line of a written token whose words follow.
fn contraction(token: &Contraction, start: usize, out: &mut String) {
    let id = |n: usize| (n - start).to_string();
    let id = format!("{}-{}", id(token.start + 1), id(token.end));
    push_all(
        out,
        &[
            &id,
            "\t",
            token.form,
            "\t_\t_\t_\t_\t_\t_\t_\t",
            token.misc,
            "\n",
        ],
    );
}

fn write_sentences(text: &str, parse: &Parse, first_id: usize, out: &mut String) {
    let labels = Labels::of(text, parse);
    let mut paragraph = None;
    for (number, s) in parse.sentences.iter().enumerate() {
        let (first, end) = (s.start as usize, s.end as usize);
        if paragraph != Some(s.paragraph) {
            paragraph = Some(s.paragraph);
            out.push_str("# newpar\n");
        }
        let id = (first_id + number).to_string();
        push_all(out, &["# sent_id = ", &id, "\n# text = "]);
        for t in first..end {
            out.push_str(&cell(parse.word(text, t)));
            if t + 1 < end && !is_glued(text, parse, t) {
                out.push(' ');
            }
        }
        out.push('\n');
        for t in first..end {
            labels.raw_word(t, out);
        }
        out.push('\n');
    }
}

/// Whether no white space stands between a word and the next of its paragraph.
fn is_glued(text: &str, parse: &Parse, t: usize) -> bool {
    if t + 1 >= parse.len() || parse.sentence(t).paragraph != parse.sentence(t + 1).paragraph {
        return false;
    }
    let between = Span::new(parse.span[t].end as usize, parse.span[t + 1].start as usize);
    !between.of(text).contains(char::is_whitespace)
}

/// The labels of a parse, with what CoNLL-U has and the parse does not.
struct Labels<'a> {
    text: &'a str,
    parse: &'a Parse,
    feats: Vec<String>,
    /// `ner=B-PER`, or nothing.
    names: Vec<&'static str>,
}

impl<'a> Labels<'a> {
    fn of(text: &'a str, parse: &'a Parse) -> Labels<'a> {
        let mut names = vec![""; parse.len()];
        for name in &parse.names {
            let [begin, inside] = match name.kind {
                NameKind::Person => ["ner=B-PER", "ner=I-PER"],
                NameKind::Place => ["ner=B-LOC", "ner=I-LOC"],
                NameKind::Organisation => ["ner=B-ORG", "ner=I-ORG"],
            };
            for t in name.start..name.end {
                names[t as usize] = if t == name.start { begin } else { inside };
            }
        }
        Labels {
            text,
            parse,
            feats: feats::features(text, parse),
            names,
        }
    }

    /// The line of a word of raw text, and the line of its written token before it when a contraction
    /// begins here.
    fn raw_word(&self, t: usize, out: &mut String) {
        let (text, parse) = (self.text, self.parse);
        let s = parse.sentence(t);
        let (first, end) = (s.start as usize, s.end as usize);
        let joined = |t: usize| t > first && t < end && is_joined(text, parse, t);
        let glued = is_glued(text, parse, t);
        if joined(t + 1) && !joined(t) {
            let last = (t + 1..end).take_while(|&u| joined(u)).last().unwrap_or(t);
            let whole = Span::new(parse.span[t].start as usize, parse.span[last].end as usize);
            let misc = if is_glued(text, parse, last) {
                "SpaceAfter=No"
            } else {
                "_"
            };
            let token = Contraction {
                start: t - first,
                end: last + 1 - first,
                form: whole.of(text),
                misc,
            };
            contraction(&token, 0, out);
        }
        // Inside a contraction its token's line says what follows.
        let own = glued && !joined(t) && !joined(t + 1);
        self.word(t, &cell(parse.word(text, t)), None, own, out);
    }

    /// The line of a word: with the remarks of the file that it comes from, or without any.
    fn word(&self, t: usize, form: &str, misc: Option<&str>, glued: bool, out: &mut String) {
        let parse = self.parse;
        let first = parse.sentence(t).start as usize;
        let id = |t: usize| t - first + 1;
        let head = parse.parent(t).map_or(0, id);
        let kept = misc
            .unwrap_or("_")
            .split('|')
            .filter(|m| !matches!(*m, "_" | "") && !m.starts_with("ner="));
        let mut remarks: Vec<&str> = kept.collect();
        remarks.extend(glued.then_some("SpaceAfter=No"));
        remarks.extend(Some(self.names[t]).filter(|n| !n.is_empty()));
        let misc = if remarks.is_empty() {
            "_".to_string()
        } else {
            remarks.join("|")
        };
        let lemma = cell(parse.lemma(t));
        let (id, head) = (id(t).to_string(), head.to_string());
        let cells = [
            &id,
            form,
            &lemma,
            parse.upos[t],
            parse.xpos[t],
            &self.feats[t],
            &head,
            parse.deprel[t],
            "_",
            &misc,
        ];
        push_all(out, &[&cells.join("\t"), "\n"]);
    }
}

/// A form or lemma as a cell: white space and control characters, which end cells and lines, become
/// spaces.
fn cell(words: &str) -> String {
    let plain: String = words
        .chars()
        .map(|c| {
            if c.is_whitespace() || c.is_control() {
                ' '
            } else {
                c
            }
        })
        .collect();
    let plain = plain.trim();
    if plain.is_empty() {
        "_".to_string()
    } else {
        plain.to_string()
    }
}

fn on_one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn push_all(out: &mut String, parts: &[&str]) {
    parts.iter().for_each(|p| out.push_str(p));
}
