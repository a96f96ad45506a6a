//! `demarche read`: reports in, records out, in the order of the input.

use crate::args::{Format, Read};
use crate::list::List;
use crate::show;
use crate::sources::{self, Arrived};
use crate::{End, reader, say};
use demarche::Reader;
use demarche::record::Record;
use demarche::text::Document;
use demarche::wire;
use std::io::{self, IsTerminal, Write};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Reports that are read side by side and then written, so that memory has a bound.
const BATCH: usize = 16;

/// A report that was read, with its record.
struct Done {
    document: Document,
    record: Record,
}

/// Reads every report and writes its record.
pub(crate) fn command(read: &Read, out: &mut impl Write) -> io::Result<End> {
    if read.files.is_empty() && io::stdin().is_terminal() {
        say("name a file, or pipe a report into it; see demarche read --help");
        return Ok(End::Nothing);
    }
    let Some(reader) = reader() else {
        return Ok(End::Nothing);
    };
    let jobs = read.jobs.map_or_else(cores, usize::from);
    let mut sink = Sink::new(read, out);
    let mut failed = 0usize;
    let mut batch = Vec::new();
    for Arrived { name, outcome } in sources::arrivals(&read.files, &read.source) {
        match outcome {
            Ok(received) => batch.push(received),
            Err(error) => {
                failed += 1;
                say(&format!("{name}: {error}"));
            }
        }
        if batch.len() >= jobs * BATCH {
            sink.take(side_by_side(
                &reader,
                std::mem::take(&mut batch),
                jobs,
                read.min_confidence,
            ))?;
        }
    }
    sink.take(side_by_side(&reader, batch, jobs, read.min_confidence))?;
    let written = sink.finish()?;
    Ok(match (written, failed) {
        (_, 0) => End::All,
        (0, _) => End::Nothing,
        _ => End::Some,
    })
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Reads a batch on `jobs` threads; the order stays that of the input.
fn side_by_side(
    reader: &Reader,
    batch: Vec<demarche_source::Received>,
    jobs: usize,
    least: f32,
) -> Vec<Done> {
    let next = AtomicUsize::new(0);
    let done: Vec<OnceLock<Record>> = batch.iter().map(|_| OnceLock::new()).collect();
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(received) = batch.get(at) else {
                return;
            };
            let mut record = reader.read(&received.document);
            record.entries.retain(|e| e.confidence >= least);
            record.notes.extend(received.notes.iter().cloned());
            // Each place is taken by one thread only.
            let _ = done[at].set(record);
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..jobs.min(batch.len()) {
            scope.spawn(work);
        }
        work();
    });
    let records = done.into_iter().filter_map(OnceLock::into_inner);
    let pairs = batch.into_iter().zip(records);
    pairs
        .map(|(received, record)| Done {
            document: received.document,
            record,
        })
        .collect()
}

/// Writes records in the form asked for.
struct Sink<'a, W> {
    read: &'a Read,
    out: &'a mut W,
    written: usize,
    list: List,
}

impl<'a, W: Write> Sink<'a, W> {
    fn new(read: &'a Read, out: &'a mut W) -> Sink<'a, W> {
        Sink {
            read,
            out,
            written: 0,
            list: List::default(),
        }
    }

    fn take(&mut self, batch: Vec<Done>) -> io::Result<()> {
        for done in &batch {
            match self.read.format {
                Format::Text => {
                    if self.written > 0 {
                        writeln!(self.out)?;
                    }
                    show::record(self.out, &done.document, &done.record)?;
                }
                Format::Jsonl => {
                    let report = wire::report(&done.document, &done.record);
                    serde_json::to_writer(&mut *self.out, &report)?;
                    writeln!(self.out)?;
                }
                Format::Json => self.json(done)?,
            }
            self.written += 1;
        }
        Ok(())
    }

    fn json(&mut self, done: &Done) -> io::Result<()> {
        let report = wire::report(&done.document, &done.record);
        self.list
            .add(serde_json::to_string_pretty(&report)?, self.out)
    }

    /// Ends the output; returns how many records were written.
    fn finish(self) -> io::Result<usize> {
        if self.read.format == Format::Json {
            self.list.finish(self.out)?;
        }
        self.out.flush()?;
        Ok(self.written)
    }
}
