//! `demarche add`: reports into the ledger, each ending with a named outcome.

use super::args::Add;
use super::{Failure, stamp, told};
use crate::sources::{self, Arrived};
use crate::{End, reader, say};
use demarche::Reader;
use demarche_ledger::{Added, Again, Ledger, Reading, digest};
use demarche_source::Received;
use std::io::{self, IsTerminal, Write};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Reports that are read and written together. A run that dies loses at most these.
const BATCH: usize = 32;

/// Adds reports.
pub(crate) fn add(add: &Add, out: &mut impl Write) -> io::Result<End> {
    if add.files.is_empty() && io::stdin().is_terminal() {
        say("name a file, or pipe a report into it; see demarche add --help");
        return Ok(End::Nothing);
    }
    let Some(reader) = reader() else {
        return Ok(End::Nothing);
    };
    told(all(add, &reader, out))
}

fn all(add: &Add, reader: &Reader, out: &mut impl Write) -> Result<End, Failure> {
    let ledger = Ledger::open(&add.writer.place.ledger)?;
    let jobs = add.jobs.map_or_else(
        || std::thread::available_parallelism().map_or(1, usize::from),
        usize::from,
    );
    let mut intake = Intake {
        add,
        reader,
        reader_name: reader_name(),
        ledger,
        jobs,
        counts: Counts::default(),
    };
    let mut batch: Vec<(String, Received)> = Vec::new();
    for Arrived { name, outcome } in sources::arrivals(&add.files, &add.source) {
        match outcome {
            Ok(received) => batch.push((name, received)),
            Err(error) => {
                intake.counts.refused += 1;
                say(&format!("{name}: {error}"));
            }
        }
        if batch.len() >= BATCH * jobs {
            intake.take(std::mem::take(&mut batch), out)?;
        }
    }
    intake.take(batch, out)?;
    intake.read_again()?;
    intake.finish(out)
}

/// Which program reads: a report that another one read is read anew.
pub(crate) fn reader_name() -> String {
    let weights = demarche::model::file::checksum(0, demarche_models::ENGINE);
    format!("demarche {} {weights:016x}", env!("CARGO_PKG_VERSION"))
}

#[derive(Default)]
struct Counts {
    new: usize,
    stories: usize,
    sources: usize,
    anew: usize,
    known: usize,
    refused: usize,
    n_moves: usize,
}

struct Intake<'a> {
    add: &'a Add,
    reader: &'a Reader,
    reader_name: String,
    ledger: Ledger,
    jobs: usize,
    counts: Counts,
}

impl Intake<'_> {
    fn take(
        &mut self,
        batch: Vec<(String, Received)>,
        out: &mut impl Write,
    ) -> Result<(), Failure> {
        if batch.is_empty() {
            return Ok(());
        }
        let readings = self.read(&batch)?;
        let done = self.ledger.add(&readings, &stamp(&self.add.writer))?;
        for (((name, _), reading), added) in batch.iter().zip(&readings).zip(done) {
            self.count(name, reading, &added, out)?;
        }
        // What was written is told at once, so that a long run can be followed.
        out.flush()?;
        Ok(())
    }

    /// Reads a batch on all cores; what is in the ledger already is not read again.
    fn read(&self, batch: &[(String, Received)]) -> Result<Vec<Reading>, Failure> {
        let mut known = Vec::with_capacity(batch.len());
        for (_, received) in batch {
            let source = digest::source(&received.document);
            let id = Ledger::id_of(&source, &received.document.text);
            known.push(self.ledger.was_read_by(&id, &self.reader_name)?);
        }
        let (reader, reader_name) = (self.reader, self.reader_name.as_str());
        let next = AtomicUsize::new(0);
        let done: Vec<OnceLock<Reading>> = batch.iter().map(|_| OnceLock::new()).collect();
        let work = || {
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some((_, received)) = batch.get(at) else {
                    return;
                };
                let reading = if known[at] {
                    digest::unread(&received.document, reader_name)
                } else {
                    digest::read(reader, &received.document, &received.notes, reader_name)
                };
                // Each place is taken by one thread only.
                let _ = done[at].set(reading);
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..self.jobs.min(batch.len()) {
                scope.spawn(work);
            }
            work();
        });
        Ok(done.into_iter().filter_map(OnceLock::into_inner).collect())
    }

    fn count(
        &mut self,
        name: &str,
        reading: &Reading,
        added: &Added,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let n = reading.findings.entries.len();
        let moves = format!("{n} {}", if n == 1 { "move" } else { "moves" });
        let undated = if reading.source.date.is_none() {
            "; it has no date, so it takes no part in deadlines: give one with --date"
        } else {
            ""
        };
        let said = match added {
            Added::New { .. } => {
                self.counts.new += 1;
                self.counts.n_moves += n;
                format!("{moves}{undated}")
            }
            Added::Story { id, lead } => {
                self.counts.stories += 1;
                if id == lead {
                    self.counts.n_moves += n;
                    format!(
                        "{moves}; a newer version of a report that is here, which it stands for"
                    )
                } else {
                    "the story of a report that is here; kept as one more source".to_owned()
                }
            }
            Added::Source { .. } => {
                self.counts.sources += 1;
                "the same text is here; kept as one more source".to_owned()
            }
            Added::ReadAnew { .. } => {
                self.counts.anew += 1;
                format!("read anew: {moves}")
            }
            Added::Known { .. } => {
                self.counts.known += 1;
                return Ok(());
            }
        };
        if self.add.quiet {
            return Ok(());
        }
        writeln!(out, "{}: {said}", crate::show::proof::printable(name))
    }

    /// Reads again what is read otherwise now that more people are known.
    fn read_again(&mut self) -> Result<(), Failure> {
        for batch in self.ledger.to_read_again()?.chunks(BATCH) {
            let read = |again: &Again| {
                let (document, name) = (&again.document, &self.reader_name);
                let reading = digest::read_knowing(self.reader, document, &[], name, &again.known);
                (again.id.clone(), reading)
            };
            let readings: Vec<(String, Reading)> = batch.iter().map(read).collect();
            self.ledger
                .read_again(&readings, &stamp(&self.add.writer))?;
        }
        Ok(())
    }

    fn finish(self, out: &mut impl Write) -> Result<End, Failure> {
        let counts = &self.counts;
        let (documents, moves) = self.ledger.size()?;
        let parts = [
            (counts.new, "new"),
            (counts.stories, "of a story that was here"),
            (counts.sources, "one more source of a text that was here"),
            (counts.anew, "read anew"),
            (counts.known, "known before"),
            (counts.refused, "refused"),
        ];
        let parts = parts.iter().filter(|(n, _)| *n > 0);
        let parts: Vec<String> = parts.map(|(n, what)| format!("{n} {what}")).collect();
        let path = self.add.writer.place.ledger.display();
        if !self.add.quiet {
            writeln!(
                out,
                "{}. {path} holds {documents} reports and {moves} moves.",
                if parts.is_empty() {
                    "nothing came".to_owned()
                } else {
                    parts.join(", ")
                }
            )?;
        }
        let read = counts.new + counts.stories + counts.sources + counts.anew + counts.known;
        Ok(match (read, counts.refused) {
            (_, 0) => End::All,
            (0, _) => End::Nothing,
            _ => End::Some,
        })
    }
}
