//! `demarche explain`: why is, or isn't, there an entry at this place?

use crate::args::{Explain, Place};
use crate::show::names::Names;
use crate::show::proof::{Lines, printable};
use crate::show::style::{BOLD, DIM, RESET};
use crate::show::{days, kind};
use crate::sources::{self, Arrived};
use crate::{End, reader, say};
use demarche::Analysis;
use demarche::lang::{NO_HEAD, Sentence};
use demarche::said::Mode;
use demarche::text::{Document, Span};
use std::io::{self, Write};

/// Explains one place of one report, or every sentence of it.
pub(crate) fn command(explain: &Explain, out: &mut impl Write) -> io::Result<End> {
    let files = [explain.file.clone()];
    let mut arrivals = sources::arrivals(&files, &explain.source);
    let Some(Arrived { name, outcome }) = arrivals.nth(explain.report.saturating_sub(1)) else {
        say(&format!(
            "{} has no report number {}",
            explain.file.display(),
            explain.report
        ));
        return Ok(End::Nothing);
    };
    let document = match outcome {
        Ok(received) => received.document,
        Err(error) => {
            say(&format!("{name}: {error}"));
            return Ok(End::Nothing);
        }
    };
    let Some(reader) = reader() else {
        return Ok(End::Nothing);
    };
    let view = View {
        lines: Lines::new(&document.text),
        analysis: reader.analyse(&document),
        document: &document,
    };
    match explain.at {
        Some(place) => view.place(out, place),
        None => view.all(out),
    }
}

/// A report, what was found in it, and its lines.
struct View<'a> {
    document: &'a Document,
    analysis: Analysis,
    lines: Lines<'a>,
}

impl View<'_> {
    fn all(&self, out: &mut impl Write) -> io::Result<End> {
        for (number, sentence) in self.analysis.parse.sentences.iter().enumerate() {
            if number > 0 {
                writeln!(out)?;
            }
            self.sentence(out, *sentence)?;
        }
        Ok(End::All)
    }

    fn place(&self, out: &mut impl Write, place: Place) -> io::Result<End> {
        let Some(line) = self.lines.span(place.line) else {
            say(&format!(
                "there is no line {}; the text has {}",
                place.line,
                self.lines.count()
            ));
            return Ok(End::Nothing);
        };
        let words = line.of(&self.document.text);
        let column = words
            .char_indices()
            .nth(place.column - 1)
            .map_or(words.len(), |(at, _)| at);
        let byte = line.start + column as u32;
        match self.sentence_at(byte, line.end) {
            Some(sentence) => self.sentence(out, sentence)?,
            None => writeln!(out, "line {}: {}", place.line, self.unread(byte))?,
        }
        Ok(End::All)
    }

    /// The sentence at a byte, or else the next one on the line.
    fn sentence_at(&self, byte: u32, line_end: u32) -> Option<Sentence> {
        let parse = &self.analysis.parse;
        let sentences = parse.sentences.iter().filter(|s| s.start < s.end);
        let after = |s: &&Sentence| parse.span[s.end as usize - 1].end > byte;
        let sentence = sentences.copied().find(|s| after(&s))?;
        let start = parse.span[sentence.start as usize].start;
        (start <= byte.max(line_end.saturating_sub(1))).then_some(sentence)
    }

    /// Why nothing was read at a byte.
    fn unread(&self, byte: u32) -> &'static str {
        let parts = &self.analysis.paragraphs;
        let holds = |span: &Span| span.start <= byte && byte <= span.end;
        if parts.foreign {
            "nothing was read, for the text is not in English"
        } else if parts.cut.is_some_and(|cut| byte >= cut) {
            "not read, for it lies beyond the longest text that is read"
        } else if parts.headline.iter().any(holds) {
            "the headline: it repeats what the text says, and makes no entry of its own"
        } else if parts.dateline.iter().any(|d| holds(&d.span)) {
            "the dateline: it says where and when the report was written"
        } else if parts.furniture.iter().any(holds) {
            "a link, caption, byline, label or the like: it is kept, and read by nobody"
        } else {
            "no sentence stands here"
        }
    }

    fn sentence(&self, out: &mut impl Write, sentence: Sentence) -> io::Result<()> {
        let parse = &self.analysis.parse;
        let tokens = sentence.start as usize..sentence.end as usize;
        let Some(last) = tokens.clone().last() else {
            return Ok(());
        };
        let span = parse.span[tokens.start].join(parse.span[last]);
        let line = self.lines.number(span.start);
        writeln!(out, "{BOLD}line {line}{RESET}  {}", self.lines.quoted(span))?;
        self.tree(out, sentence)?;
        self.statements(out, span)?;
        self.mentions(out, sentence)?;
        self.times(out, span)?;
        self.entries(out, span)?;
        self.traces(out, sentence)
    }

    /// One line a token, indented by its depth, so that a head stands over its dependents' column.
    fn tree(&self, out: &mut impl Write, sentence: Sentence) -> io::Result<()> {
        let parse = &self.analysis.parse;
        heading(out, "syntax")?;
        let tokens = sentence.start as usize..sentence.end as usize;
        let mut depths = vec![None; tokens.len()];
        for t in tokens.clone() {
            let depth = self.depth(t, sentence, &mut depths).min(24);
            let head = match parse.head[t] {
                NO_HEAD => String::new(),
                head => format!(
                    " of {}",
                    printable(parse.word(&self.document.text, head as usize))
                ),
            };
            writeln!(
                out,
                "     {:indent$}{}  {DIM}{} {} {}{head}{RESET}",
                "",
                printable(parse.word(&self.document.text, t)),
                parse.upos[t],
                parse.lemma(t),
                parse.deprel[t],
                indent = depth * 2,
            )?;
        }
        Ok(())
    }

    /// How many heads stand over a token. Each token is walked over once.
    fn depth(&self, t: usize, sentence: Sentence, depths: &mut [Option<usize>]) -> usize {
        let first = sentence.start as usize;
        let mut path = Vec::new();
        let mut at = t;
        let mut depth = loop {
            if let Some(known) = depths[at - first] {
                break known;
            }
            path.push(at);
            let head = self.analysis.parse.head[at];
            let inside = (sentence.start..sentence.end).contains(&head);
            if !inside || path.len() > depths.len() {
                break 0;
            }
            at = head as usize;
        };
        let top = depths[at - first].is_none();
        for (n, step) in path.iter().rev().enumerate() {
            depth += usize::from(n > 0 || !top);
            depths[step - first] = Some(depth);
        }
        depths[t - first].unwrap_or(0)
    }

    fn statements(&self, out: &mut impl Write, span: Span) -> io::Result<()> {
        let names = Names(&self.analysis.cast);
        let here = self.analysis.statements.iter().filter(|s| {
            let parts = s.content.iter().chain(&s.cue_spans).chain(&s.source_span);
            parts.into_iter().any(|p| p.overlaps(span))
        });
        for (n, s) in here.enumerate() {
            if n == 0 {
                heading(out, "said")?;
            }
            let who = s.person.and_then(|p| names.person(p)).unwrap_or_else(|| {
                match s.parties.is_empty() {
                    true => "nobody known".to_owned(),
                    false => names.parties(&s.parties),
                }
            });
            let mode = match s.mode {
                Mode::Direct => "direct",
                Mode::Mixed => "mixed",
                Mode::Indirect => "indirect",
            };
            let cue: Vec<String> = s.cue_spans.iter().map(|c| self.lines.quoted(*c)).collect();
            let not = if s.negated { "not " } else { "" };
            let cue = cue.join(" ");
            writeln!(out, "     {who}: {not}{cue} {DIM}{mode}, {}{RESET}", s.rule)?;
            for content in &s.content {
                writeln!(out, "       {}", self.lines.quoted(*content))?;
            }
        }
        Ok(())
    }

    fn mentions(&self, out: &mut impl Write, sentence: Sentence) -> io::Result<()> {
        let names = Names(&self.analysis.cast);
        let parse = &self.analysis.parse;
        let here = self.analysis.cast.mentions.iter();
        let here =
            here.filter(|m| sentence.start <= m.head && m.head < sentence.end && m.start < m.end);
        for (n, m) in here.enumerate() {
            if n == 0 {
                heading(out, "who")?;
            }
            let words = parse.span[m.start as usize].join(parse.span[m.end as usize - 1]);
            let who = match m.person.and_then(|p| names.person(p)) {
                Some(person) => person,
                None if m.parties.is_empty() => "unresolved".to_owned(),
                None => names.parties(&m.parties),
            };
            writeln!(
                out,
                "     {} = {who} {DIM}{}{RESET}",
                self.lines.quoted(words),
                m.rule
            )?;
        }
        Ok(())
    }

    fn times(&self, out: &mut impl Write, span: Span) -> io::Result<()> {
        let here = self
            .analysis
            .times
            .iter()
            .filter(|t| t.full_span.overlaps(span));
        for (n, t) in here.enumerate() {
            if n == 0 {
                heading(out, "when")?;
            }
            let window = t.window.map_or_else(|| "no day".to_owned(), days::window);
            let words = self.lines.quoted(t.full_span);
            writeln!(
                out,
                "     {words} = {window} {DIM}{} {}{RESET}",
                t.value, t.rule
            )?;
        }
        Ok(())
    }

    fn entries(&self, out: &mut impl Write, span: Span) -> io::Result<()> {
        let names = Names(&self.analysis.cast);
        heading(out, "entries")?;
        let mut any = false;
        for (n, entry) in self.analysis.entries.iter().enumerate() {
            let rests = entry.evidence.iter().any(|e| e.overlaps(span));
            if !rests && !entry.trigger.overlaps(span) {
                continue;
            }
            any = true;
            let parties = names.both(&entry.actor, &entry.addressee);
            writeln!(
                out,
                "     {BOLD}{}  {}{RESET}  {parties}: {} {DIM}{} at {}, {:.2}{RESET}",
                n + 1,
                kind(entry.kind),
                self.lines.quoted(entry.content),
                entry.rule,
                self.lines.quoted(entry.trigger),
                entry.confidence,
            )?;
        }
        if !any {
            writeln!(out, "     none")?;
        }
        Ok(())
    }

    /// What became of the words that could have made an entry.
    fn traces(&self, out: &mut impl Write, sentence: Sentence) -> io::Result<()> {
        let parse = &self.analysis.parse;
        let here = self.analysis.traces.iter();
        let here = here.filter(|t| sentence.start <= t.token && t.token < sentence.end);
        let mut any = false;
        for trace in here {
            if !any {
                heading(out, "triggers")?;
            }
            any = true;
            let words = self.lines.quoted(parse.span[trace.token as usize]);
            writeln!(out, "     {words} {}: {}", trace.rule, trace.outcome)?;
        }
        if !any {
            heading(out, "triggers")?;
            writeln!(out, "     no word here is known to make an entry")?;
        }
        Ok(())
    }
}

fn heading(out: &mut impl Write, words: &str) -> io::Result<()> {
    writeln!(out, "  {DIM}{words}{RESET}")
}
