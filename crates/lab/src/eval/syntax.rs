//! Tokens, sentences, tags, lemmas and trees, measured on the treebanks' test parts.

use demarche::lang::{self, NO_HEAD, Parse, conllu};
use demarche::model::Models;
use demarche::text::Span;

use super::conll::{Score, Side, Word, score};
use super::table::Table;
use crate::{Outcome, paths};

/// Name of the set and its file.
const SETS: [(&str, &str); 2] = [
    ("EWT test", "data/ud/ewt/en_ewt-ud-test.conllu"),
    ("GUM-open test", "data/ud/gum-open/en_gumopen-test.conllu"),
];

/// Measures each treebank with its own words and from raw text.
pub(crate) fn run(out: &mut Table) -> Outcome {
    let models = Models::from_bytes(demarche_models::ENGINE)?;
    for (name, file) in SETS {
        // Development looks at the development parts, never at the test parts.
        let file = if out.asked("--dev") {
            file.replace("test", "dev")
        } else {
            file.to_string()
        };
        let Some(path) = paths::shared(&file) else {
            continue;
        };
        let text = std::fs::read_to_string(path)?;
        let bank = conllu::read(&text);
        let gold = side(&bank);
        let parse = with_gold_words(&bank, &models);
        for s in score(&gold, &parsed(&parse.0, &parse.1)).iter().skip(3) {
            out.add("syntax", format!("{name}, gold words"), s.name, s.f1, s.n);
        }
        let (raw, paragraphs) = raw(&bank);
        let parse = lang::analyse(&raw, &paragraphs, &models);
        for s in score(&gold, &parsed(&raw, &parse)) {
            out.add("syntax", format!("{name}, raw text"), s.name, s.f1, s.n);
        }
        if out.asked("--misses") {
            misses(&bank, &raw, &parse);
        }
    }
    Ok(())
}

/// The measures of sentences that somebody else labelled.
pub(crate) fn compare(gold: &[conllu::Sentence], other: &[conllu::Sentence]) -> Vec<Score> {
    score(&side(gold), &side(other))
}

/// The gold side of a treebank.
fn side<'a>(bank: &[conllu::Sentence<'a>]) -> Side<'a> {
    let mut side = Side::default();
    let mut at = 0;
    for s in bank {
        let (first, begin) = (side.words.len(), at);
        for (i, w) in s.words.iter().enumerate() {
            let joined = s.contractions.iter().find(|c| c.start <= i && i < c.end);
            // Words of a contraction share its characters in the order they are written, where they are.
            let len = letters(w.form);
            side.words.push(Word {
                start: at,
                end: at + len,
                upos: w.upos,
                xpos: w.xpos,
                lemma: w.lemma,
                head: w.head.checked_sub(1).map(|h| first + h),
                rel: universal(w.deprel),
            });
            match joined {
                None => side.tokens.push((at, at + len)),
                Some(c) if c.start == i => side.tokens.push((at, at + letters(c.form))),
                Some(_) => {}
            }
            at += len;
        }
        side.sentences.push((begin, at));
    }
    side
}

fn letters(form: &str) -> usize {
    form.chars().filter(|c| !c.is_whitespace()).count()
}

fn universal(rel: &str) -> &str {
    rel.split(':').next().unwrap_or(rel)
}

/// The parse as a side; characters are counted without spaces.
fn parsed<'a>(text: &str, parse: &'a Parse) -> Side<'a> {
    let mut side = Side::default();
    let mut place = vec![0; text.len() + 1];
    let mut count = 0;
    for (i, c) in text.char_indices() {
        place[i] = count;
        count += usize::from(!c.is_whitespace());
    }
    place[text.len()] = count;
    for t in 0..parse.len() {
        let span = (
            place[parse.span[t].start as usize],
            place[parse.span[t].end as usize],
        );
        side.words.push(Word {
            start: span.0,
            end: span.1,
            upos: parse.upos[t],
            xpos: parse.xpos[t],
            lemma: parse.lemma(t),
            head: (parse.head[t] != NO_HEAD).then_some(parse.head[t] as usize),
            rel: parse.rel(t),
        });
        // A clitic is written together with the word before it.
        match side.tokens.last_mut() {
            Some(last) if t > 0 && lang::conllu::is_joined(text, parse, t) => last.1 = span.1,
            _ => side.tokens.push(span),
        }
    }
    for s in &parse.sentences {
        let (first, last) = (s.start as usize, s.end as usize - 1);
        side.sentences
            .push((side.words[first].start, side.words[last].end));
    }
    side
}

/// The treebank's words as a text with one space between them, labelled by the engine.
pub(crate) fn with_gold_words(bank: &[conllu::Sentence], models: &Models) -> (String, Parse) {
    let (mut text, mut parse) = (String::new(), Parse::default());
    for s in bank {
        let start = parse.span.len() as u32;
        for w in &s.words {
            let from = text.len();
            text.push_str(w.form);
            parse.span.push(Span::new(from, text.len()));
            text.push(' ');
        }
        let end = parse.span.len() as u32;
        parse.sentences.push(lang::Sentence {
            start,
            end,
            paragraph: 0,
        });
    }
    lang::annotate(&text, &mut parse, models);
    (text, parse)
}

/// The text as it was written, with its paragraphs.
fn raw(bank: &[conllu::Sentence]) -> (String, Vec<Span>) {
    let (mut text, mut paragraphs, mut start) = (String::new(), Vec::new(), 0);
    for s in bank {
        if s.begins_paragraph() && !text.is_empty() {
            paragraphs.push(Span::new(start, text.len()));
            text.push_str("\n\n");
            start = text.len();
        }
        for (i, w) in s.words.iter().enumerate() {
            let joined = s.contractions.iter().find(|c| c.start <= i && i < c.end);
            text.push_str(w.form);
            let glued = match joined {
                Some(c) if i + 1 < c.end => true,
                Some(c) => conllu::glued(c.misc),
                None => conllu::glued(w.misc),
            };
            if !glued {
                text.push(' ');
            }
        }
    }
    paragraphs.push(Span::new(start, text.len()));
    (text, paragraphs)
}

/// Prints to stderr where sentences and tokens were cut otherwise.
fn misses(bank: &[conllu::Sentence], text: &str, parse: &Parse) {
    let gold = side(bank);
    let mine = parsed(text, parse);
    let of = |words: &[Word], parse: &Parse, n: usize| {
        words[n.min(words.len())..]
            .iter()
            .zip(n..)
            .take(8)
            .map(|(_, t)| parse.word(text, t))
            .collect::<Vec<_>>()
            .join(" ")
    };
    for (kind, a, b) in [
        ("gold", &gold.sentences, &mine.sentences),
        ("own", &mine.sentences, &gold.sentences),
    ] {
        for span in a.iter().filter(|s| !b.iter().any(|t| t.1 == s.1)) {
            let t = mine.words.partition_point(|w| w.end < span.1);
            eprintln!(
                "{kind} end\t{}",
                of(&mine.words, parse, t.saturating_sub(4))
            );
        }
    }
    for w in &gold.words {
        let t = mine.words.partition_point(|m| m.start < w.start);
        if mine
            .words
            .get(t)
            .is_none_or(|m| (m.start, m.end) != (w.start, w.end))
        {
            eprintln!(
                "cut\t{}\t{}",
                w.lemma,
                of(&mine.words, parse, t.saturating_sub(2))
            );
        }
    }
}
