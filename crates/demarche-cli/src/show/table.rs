//! A parse for reading: a sentence, and under it a line a token.

use super::proof::printable;
use super::style::{BOLD, DIM, KIND, RESET};
use demarche::lang::{NameKind, Parse};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// Widest word or lemma, in columns; a wider one moves the rest of its line.
const WIDEST: usize = 24;

/// Writes the sentences of a parse, numbered from `first` on.
pub(crate) fn parse(
    out: &mut impl Write,
    text: &str,
    parse: &Parse,
    first: usize,
) -> io::Result<()> {
    let mut names = vec![""; parse.len()];
    for name in &parse.names {
        let kind = match name.kind {
            NameKind::Person => "person",
            NameKind::Place => "place",
            NameKind::Organisation => "organisation",
        };
        names[name.start as usize..name.end as usize].fill(kind);
    }
    for (number, s) in parse.sentences.iter().enumerate() {
        if first + number > 1 {
            writeln!(out)?;
        }
        let tokens = s.start as usize..s.end as usize;
        let Some(last) = tokens.clone().last() else {
            continue;
        };
        let span = parse.span[tokens.start].join(parse.span[last]);
        let line: Vec<&str> = span.of(text).split_whitespace().collect();
        writeln!(
            out,
            "{BOLD}{}  {}{RESET}",
            first + number,
            printable(&line.join(" "))
        )?;
        let word = |t: usize| printable(parse.word(text, t));
        let lemma = |t: usize| printable(parse.lemma(t));
        let widest = |cell: &dyn Fn(usize) -> String| {
            let widths = tokens.clone().map(|t| cell(t).width());
            widths.max().unwrap_or(0).min(WIDEST)
        };
        let (words, lemmas) = (widest(&word), widest(&lemma));
        for t in tokens.clone() {
            let id = t - tokens.start + 1;
            let head = match parse.parent(t) {
                Some(head) => format!(" of {} {}", head - tokens.start + 1, word(head)),
                None => String::new(),
            };
            let relation = format!("{}{DIM}{head}{RESET}", parse.deprel[t]);
            let plain = parse.deprel[t].width() + head.width();
            let name = match names[t] {
                "" => String::new(),
                kind => format!(
                    "{:fill$}  {KIND}{kind}{RESET}",
                    "",
                    fill = 32usize.saturating_sub(plain)
                ),
            };
            writeln!(
                out,
                "{id:>5}  {}  {DIM}{}  {:<5}  {:<5}{RESET}  {relation}{name}",
                padded(&word(t), words),
                padded(&lemma(t), lemmas),
                parse.upos[t],
                parse.xpos[t],
            )?;
        }
    }
    Ok(())
}

/// A cell filled with spaces; columns, not characters, are counted.
fn padded(cell: &str, width: usize) -> String {
    let fill = width.saturating_sub(cell.width());
    format!("{cell}{:fill$}", "")
}
