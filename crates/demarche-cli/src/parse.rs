//! `demarche parse`: texts in; tokens, tags, lemmas, syntax and names out.

use crate::args::{self, Parse, ParseFormat, ParseFrom};
use crate::list::List;
use crate::show::table;
use crate::sources::{self, Arrived};
use crate::{End, reader, say};
use demarche::Reader;
use demarche::lang::{self, conllu};
use demarche::text::paragraphs;
use demarche::wire;
use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::path::Path;

/// Bytes of CoNLL-U that are labelled at a time, so that memory has a bound.
const PART: usize = 1 << 20;

/// Longest sentence of CoNLL-U in bytes, comments included: longer ones are no sentences.
const LONGEST_SENTENCE: usize = 16 << 20;

/// Parses every text and writes what was found.
pub(crate) fn command(parse: &Parse, out: &mut impl Write) -> io::Result<End> {
    if parse.files.is_empty() && io::stdin().is_terminal() {
        say("name a file, or pipe a text into it; see demarche parse --help");
        return Ok(End::Nothing);
    }
    let Some(reader) = reader() else {
        return Ok(End::Nothing);
    };
    let mut sink = Sink {
        reader: &reader,
        format: parse.format,
        out,
        n_texts: 0,
        n_sentences: 0,
        list: List::default(),
    };
    let input = parse.files.is_empty().then(|| "-".into());
    let mut failed = 0usize;
    for path in parse.files.iter().chain(&input) {
        failed += sink.file(path, parse.from)?;
    }
    let n_texts = sink.finish()?;
    Ok(match (n_texts, failed) {
        (_, 0) => End::All,
        (0, _) => End::Nothing,
        _ => End::Some,
    })
}

/// Whether a file holds CoNLL-U: as asked for, or else by its name.
fn is_conllu(path: &Path, from: Option<ParseFrom>) -> bool {
    match from {
        Some(form) => form == ParseFrom::Conllu,
        None => path
            .extension()
            .is_some_and(|e| e.eq_ignore_ascii_case("conllu")),
    }
}

/// The form as the other commands name it; none for CoNLL-U, which they do not read.
fn other_form(from: Option<ParseFrom>) -> Option<args::From> {
    match from? {
        ParseFrom::Text => Some(args::From::Text),
        ParseFrom::Markdown => Some(args::From::Markdown),
        ParseFrom::Html => Some(args::From::Html),
        ParseFrom::Json => Some(args::From::Json),
        ParseFrom::Jsonl => Some(args::From::Jsonl),
        ParseFrom::Conllu => None,
    }
}

/// Writes parses in the form asked for.
struct Sink<'a, W> {
    reader: &'a Reader,
    format: ParseFormat,
    out: &'a mut W,
    n_texts: usize,
    n_sentences: usize,
    list: List,
}

impl<W: Write> Sink<'_, W> {
    /// Parses a file; returns how many of its texts could not be read.
    fn file(&mut self, path: &Path, from: Option<ParseFrom>) -> io::Result<usize> {
        if is_conllu(path, from) {
            return self.conllu(path);
        }
        let source = args::Source {
            date: None,
            from: other_form(from),
        };
        let mut failed = 0;
        for Arrived { name, outcome } in sources::arrivals(&[path.to_path_buf()], &source) {
            match outcome {
                Ok(received) => self.text(&name, &received.document.id, &received.document.text)?,
                Err(error) => {
                    failed += 1;
                    say(&format!("{name}: {error}"));
                }
            }
        }
        Ok(failed)
    }

    fn text(&mut self, name: &str, id: &str, text: &str) -> io::Result<()> {
        if paragraphs::split(text).foreign {
            say(&format!(
                "{name}: it is not in English; its parse will be of no use"
            ));
        }
        let every = paragraphs::every(text);
        let parse = lang::analyse(text, &every, &self.reader.models);
        if self.format == ParseFormat::Conllu {
            let written = conllu::write_document(text, &parse, id, self.n_sentences + 1);
            self.out.write_all(written.as_bytes())?;
        } else {
            self.other(id, text, &parse)?;
        }
        self.n_texts += 1;
        self.n_sentences += parse.sentences.len();
        Ok(())
    }

    /// The forms that are the same for raw text and for given words.
    fn other(&mut self, id: &str, text: &str, parse: &lang::Parse) -> io::Result<()> {
        match self.format {
            ParseFormat::Text => table::parse(self.out, text, parse, self.n_sentences + 1),
            ParseFormat::Jsonl => {
                serde_json::to_writer(&mut *self.out, &wire::parse(id, text, parse))?;
                writeln!(self.out)
            }
            _ => {
                let json = serde_json::to_string_pretty(&wire::parse(id, text, parse))?;
                self.list.add(json, self.out)
            }
        }
    }

    /// Labels the words of a CoNLL-U file, a part at a time; returns 1 where it could not be read.
    fn conllu(&mut self, path: &Path) -> io::Result<usize> {
        let (name, opened) = sources::open_bytes(path);
        let mut parts = Parts(match opened {
            Ok(file) => file,
            Err(why) => return Ok(failure(&name, &why)),
        });
        let mut n_words = 0;
        loop {
            let part = match parts.next() {
                Ok(Some(part)) => part,
                Ok(None) if n_words == 0 => {
                    return Ok(failure(&name, "it has no words in the columns of CoNLL-U"));
                }
                Ok(None) => break,
                Err(error) => return Ok(failure(&name, &error.to_string())),
            };
            let bank = conllu::read(&part);
            let (text, parse) = conllu::annotate(&bank, &self.reader.models);
            if parse.is_empty() {
                continue;
            }
            n_words += parse.len();
            if self.format == ParseFormat::Conllu {
                self.out
                    .write_all(conllu::write_over(&bank, &text, &parse).as_bytes())?;
            } else {
                self.other(&name, &text, &parse)?;
            }
            self.n_sentences += parse.sentences.len();
            self.n_texts += 1;
        }
        Ok(0)
    }

    /// Ends the output; returns how many texts were written.
    fn finish(self) -> io::Result<usize> {
        if self.format == ParseFormat::Json {
            self.list.finish(self.out)?;
        }
        self.out.flush()?;
        Ok(self.n_texts)
    }
}

fn failure(name: &str, why: &str) -> usize {
    say(&format!("{name}: {why}"));
    1
}

/// The sentences of a CoNLL-U file, some [`PART`] bytes at a time.
struct Parts(Box<dyn BufRead>);

impl Parts {
    /// The next whole sentences; none at the end.
    fn next(&mut self) -> io::Result<Option<String>> {
        let mut part = Vec::new();
        loop {
            let room = (LONGEST_SENTENCE + 1).saturating_sub(part.len()) as u64;
            let n = (&mut self.0).take(room).read_until(b'\n', &mut part)?;
            if part.len() > LONGEST_SENTENCE {
                let why = "a sentence is longer than 16 MiB; a blank line must end each";
                return Err(io::Error::other(why));
            }
            let blank = part.ends_with(b"\n\n") || part.ends_with(b"\n\r\n");
            if n == 0 || (blank && part.len() >= PART) {
                break;
            }
        }
        let words = String::from_utf8_lossy(&part);
        let words = words.strip_prefix('\u{feff}').unwrap_or(&words);
        Ok((!part.is_empty()).then(|| words.to_owned()))
    }
}
