//! A source as a stream of reports: JSON lines are read one by one, so that a file of any length needs
//! the memory of its longest line.

use crate::sniff::{self, Form};
use crate::{Hints, Outcome, Reason, SourceError, limits, read_form, too_long};
use std::io::{BufRead, Cursor, Read};
use std::vec;

/// Every report of a source, in order.
pub fn documents<R: BufRead>(source: R, hints: &Hints) -> Documents<R> {
    Documents {
        head: Cursor::new(Vec::new()),
        source,
        hints: hints.clone(),
        state: State::Start,
        ready: Vec::new().into_iter(),
    }
}

/// The reports of a source, read as they are asked for.
#[derive(Debug)]
pub struct Documents<R> {
    /// The first bytes, when they are to be read again.
    head: Cursor<Vec<u8>>,
    source: R,
    hints: Hints,
    state: State,
    ready: vec::IntoIter<Outcome>,
}

#[derive(Debug)]
enum State {
    Start,
    /// JSON lines, so many of which were read.
    Lines(usize),
    Done,
}

impl<R: BufRead> Iterator for Documents<R> {
    type Item = Outcome;

    fn next(&mut self) -> Option<Outcome> {
        loop {
            if let Some(outcome) = self.ready.next() {
                return Some(outcome);
            }
            let outcomes = match self.state {
                State::Start => self.start(),
                State::Lines(seen) => self.line(seen + 1),
                State::Done => return None,
            };
            self.ready = outcomes.into_iter();
        }
    }
}

impl<R: BufRead> Documents<R> {
    /// Looks at the first bytes, and reads all when they are not JSON lines.
    fn start(&mut self) -> Vec<Outcome> {
        self.state = State::Done;
        let mut head = Vec::new();
        if let Err(error) = take(&mut self.source, sniff::HEAD, &mut head) {
            return vec![Err(error)];
        }
        if head.iter().all(u8::is_ascii_whitespace) && head.len() < sniff::HEAD {
            return vec![Err(Reason::Empty.into())];
        }
        let form = self
            .hints
            .form
            .unwrap_or_else(|| sniff::form(&head, &self.hints.name));
        if form == Form::JsonLines {
            if let Some(what) = sniff::binary(&head) {
                return vec![Err(Reason::Binary(what).into())];
            }
            self.head = Cursor::new(head);
            self.state = State::Lines(0);
            return Vec::new();
        }
        let rest = limits::DOCUMENT + 1 - head.len();
        match take(&mut self.source, rest, &mut head) {
            Ok(()) => read_form(&head, form, &self.hints),
            Err(error) => vec![Err(error)],
        }
    }

    /// Reads line `number`.
    fn line(&mut self, number: usize) -> Vec<Outcome> {
        self.state = State::Lines(number);
        let mut line = Vec::new();
        let limit = limits::DOCUMENT as u64 + 1;
        let done = self.rest().take(limit).read_until(b'\n', &mut line);
        match done {
            Ok(0) => {
                self.state = State::Done;
                return Vec::new();
            }
            Ok(_) => {}
            Err(error) => {
                self.state = State::Done;
                return vec![Err(io(&error))];
            }
        }
        if line.len() > limits::DOCUMENT {
            self.skip_line();
            return vec![Err(SourceError {
                line: Some(number),
                ..too_long()
            })];
        }
        if line.trim_ascii().is_empty() {
            return Vec::new();
        }
        let mut outcomes = read_form(&line, Form::JsonLines, &self.hints);
        for error in outcomes.iter_mut().filter_map(|o| o.as_mut().err()) {
            error.line = Some(number);
        }
        outcomes
    }

    /// What was not read yet.
    fn rest(&mut self) -> impl BufRead + '_ {
        (&mut self.head).chain(&mut self.source)
    }

    fn skip_line(&mut self) {
        let mut rest = self.rest();
        loop {
            let (used, ended) = match rest.fill_buf() {
                Ok([]) | Err(_) => return,
                Ok(buffer) => match buffer.iter().position(|&b| b == b'\n') {
                    Some(at) => (at + 1, true),
                    None => (buffer.len(), false),
                },
            };
            rest.consume(used);
            if ended {
                return;
            }
        }
    }
}

/// Reads at most `most` bytes more.
fn take(source: &mut impl Read, most: usize, into: &mut Vec<u8>) -> Result<(), SourceError> {
    let done = source.take(most as u64).read_to_end(into);
    done.map(|_| ()).map_err(|error| io(&error))
}

fn io(error: &std::io::Error) -> SourceError {
    Reason::Io(error.to_string()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Hints {
        Hints {
            name: name.to_owned(),
            ..Hints::default()
        }
    }

    #[test]
    fn a_bad_line_stops_nothing() {
        let file = b"{\"text\": \"a\"}\n\n{bad\n{\"title\": \"b\"}\n{\"text\": \"c\"}";
        let outcomes: Vec<Outcome> = documents(&file[..], &named("a.jsonl")).collect();
        let texts: Vec<Result<&str, Option<usize>>> = outcomes
            .iter()
            .map(|o| {
                o.as_ref()
                    .map(|r| r.document.text.as_str())
                    .map_err(|e| e.line)
            })
            .collect();
        assert_eq!(texts, [Ok("a"), Err(Some(3)), Err(Some(4)), Ok("c")]);
    }

    #[test]
    fn a_line_beyond_the_limit_is_named_and_passed_over() {
        let mut file = b"{\"text\": \"a\"}\n".to_vec();
        file.extend(std::iter::repeat_n(b'x', limits::DOCUMENT + 9));
        file.extend(b"\n{\"text\": \"b\"}\n");
        let outcomes: Vec<Outcome> = documents(&file[..], &named("a.jsonl")).collect();
        assert_eq!(outcomes.len(), 3);
        assert_eq!(outcomes[1].as_ref().err().and_then(|e| e.line), Some(2));
        assert!(outcomes[2].is_ok());
    }
}
