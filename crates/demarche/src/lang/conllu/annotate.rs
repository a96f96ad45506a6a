//! New labels for the words of a CoNLL-U file.

use crate::lang::{self, Parse, repair, sentences};
use crate::model::Models;
use crate::text::Span;

use super::{Sentence, glued};

/// Labels words that are given: their text, spaced as the file says, and its parse. Every sentence
/// stands on a line of its own. One of more than [`sentences::LONGEST`] words is cut into several.
pub fn annotate(bank: &[Sentence], models: &Models) -> (String, Parse) {
    let (mut text, mut parse) = (String::new(), Parse::default());
    let mut paragraph = 0;
    for (number, sentence) in bank.iter().enumerate() {
        paragraph += u32::from(number > 0 && sentence.begins_paragraph());
        let first = parse.span.len();
        for (n, word) in sentence.words.iter().enumerate() {
            let from = text.len();
            text.push_str(word.form);
            parse.span.push(Span::new(from, text.len()));
            if !is_glued(sentence, n) {
                text.push(' ');
            }
        }
        text.truncate(text.trim_end_matches(' ').len().max(last_end(&parse)));
        text.push('\n');
        let end = parse.span.len();
        for start in (first..end).step_by(sentences::LONGEST) {
            parse.sentences.push(lang::Sentence {
                start: start as u32,
                end: end.min(start + sentences::LONGEST) as u32,
                paragraph,
            });
        }
    }
    lang::annotate(&text, &mut parse, models);
    repair::mend(&text, &mut parse);
    (text, parse)
}

fn last_end(parse: &Parse) -> usize {
    parse.span.last().map_or(0, |s| s.end as usize)
}

/// Whether no space follows a word: inside a contraction, or where MISC says so.
fn is_glued(sentence: &Sentence, n: usize) -> bool {
    match sentence.contraction_of(n) {
        Some(token) if n + 1 < token.end => true,
        Some(token) => glued(token.misc),
        None => glued(sentence.words[n].misc),
    }
}
