//! `cargo lab bench ledger [--large] [--write]`: what a ledger costs as it grows.
//!
//! One ledger takes in made-up reports, see [`synthetic`], until it holds 1,000, then 10,000 and with
//! `--large` 100,000 (a million moves). At each size it is asked what a desk asks. Times are of the processor;
//! the rate of adding by the wall is given as well, since each batch is written through to the disk.

mod synthetic;

use super::{Figure, clock, median};
use crate::Outcome;
use crate::eval::{Table, write};
use demarche_ledger::view::{Question, Range, Search};
use demarche_ledger::{Ledger, Stamp};
use jiff::civil::Date;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Reports written at once.
const BATCH: usize = 100;
/// The last so many reports before a size are those whose cost is given for it.
const WATCHED: usize = 500;
/// Times that a question is asked, each time so often in a row; the median counts.
const N_ASKED: usize = 5;
const N_EACH: usize = 20;

type Figures = Result<Vec<Figure>, Box<dyn std::error::Error>>;

/// Prints the figures, and with `--write` puts them into `eval/results.tsv`.
pub(super) fn command(arguments: &[String]) -> Outcome {
    let mut table = Table::new(arguments.to_vec());
    let mut sizes = vec![("1,000 reports", 1_000), ("10,000 reports", 10_000)];
    if table.asked("--large") {
        sizes.push(("100,000 reports", 100_000));
    }
    let folder = match table.value_of("--work") {
        Some(folder) => PathBuf::from(folder),
        None => std::env::temp_dir(),
    };
    let path = folder.join(format!("demarche-bench-{}.db", std::process::id()));
    let figures = grow(&path, &sizes);
    remove(&path);
    for figure in figures? {
        table.add("ledger", figure.set, figure.measure, figure.value, figure.n);
    }
    print!("{}", table.to_tsv());
    if table.asked("--write") {
        write(&table)?;
    }
    Ok(())
}

/// Removes a ledger with what stands beside it.
pub(super) fn remove(path: &Path) {
    for end in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        let _ = std::fs::remove_file(name);
    }
}

fn stamp() -> Stamp {
    Stamp {
        at: "2026-01-01T00:00:00Z".to_owned(),
        author: "lab".to_owned(),
    }
}

/// A ledger of so many reports, for others to ask.
pub(super) fn fill(path: &Path, size: usize) -> Outcome {
    let mut ledger = Ledger::open(path)?;
    let mut wire = synthetic::Wire::new(1);
    for n in (0..size).step_by(BATCH) {
        let batch: Vec<_> = wire.by_ref().take(BATCH.min(size - n)).collect();
        ledger.add(&batch, &stamp())?;
        if (n + BATCH).is_multiple_of(1_000) {
            eprintln!("{} reports", n + BATCH);
        }
    }
    Ok(())
}

/// Adds one more report, of which there is none with this number yet.
pub(super) fn add_one(path: &Path, number: usize) -> Outcome {
    let report = synthetic::Wire::new(number as u64 + 2).next();
    Ledger::open(path)?.add(report.as_slice(), &stamp())?;
    Ok(())
}

fn grow(path: &Path, sizes: &[(&'static str, usize)]) -> Figures {
    let stamp = stamp();
    let mut wire = synthetic::Wire::new(1);
    let mut figures = Vec::new();
    let mut n_added = 0;
    for (set, size) in sizes {
        let mut ledger = Ledger::open(path)?;
        let mut last: Vec<(f64, f64)> = Vec::new();
        while n_added < *size {
            let batch: Vec<_> = wire.by_ref().take(BATCH).collect();
            let (start, wall) = (clock::seconds(), Instant::now());
            ledger.add(&batch, &stamp)?;
            last.push((clock::seconds() - start, wall.elapsed().as_secs_f64()));
            n_added += batch.len();
            if n_added % 1_000 == 0 {
                let (cpu, wall) = last[last.len() - 1];
                eprintln!("{n_added} reports; {cpu:.3} s, {wall:.3} s by the wall a batch");
            }
        }
        drop(ledger);
        let watched = &last[last.len() - WATCHED / BATCH..];
        let per_report = |of: fn(&(f64, f64)) -> f64| {
            watched.iter().map(of).sum::<f64>() / WATCHED as f64 * 1_000.0
        };
        let mut add = |measure: &str, value: f64, n: usize| {
            figures.push(Figure {
                set,
                measure: measure.to_owned(),
                value,
                n,
            });
        };
        add("add, ms a report", per_report(|t| t.0), WATCHED);
        add("add, ms a report by the wall", per_report(|t| t.1), WATCHED);
        for (measure, value, n) in asked(path)? {
            add(measure, value, n);
        }
        let kept = kept(path)?;
        add("rebuild, ms a report", kept.0 / *size as f64, 1);
        add("verify, ms a report", kept.1 / *size as f64, 1);
    }
    Ok(figures)
}

fn ms<T, E>(work: impl FnOnce() -> Result<T, E>) -> Result<f64, E> {
    let start = clock::seconds();
    work()?;
    Ok((clock::seconds() - start) * 1_000.0)
}

type Measures = Vec<(&'static str, f64, usize)>;

/// What a desk asks, of a ledger just opened and again and again.
fn asked(path: &Path) -> Result<Measures, Box<dyn std::error::Error>> {
    let bytes = std::fs::metadata(path)?.len();
    let ledger = Ledger::open_to_read(path)?;
    let (n_reports, n_moves) = ledger.size()?;
    let size = (n_moves as usize, bytes as f64 / n_reports as f64 / 1e3);
    let last = ledger.last_day()?.unwrap_or_default();
    let first = ms(|| Ledger::open_to_read(path)?.status(&Question::on(last)))?;
    let again = |ask: &dyn Fn() -> demarche_ledger::Result<()>| {
        // The clock of the processor counts in steps that are longer than most answers.
        let many = || (0..N_EACH).try_for_each(|_| ask());
        let times: demarche_ledger::Result<Vec<f64>> = (0..N_ASKED).map(|_| ms(many)).collect();
        times.map(|t| median(t) / N_EACH as f64)
    };
    let question = Question::on(last);
    let party = Question {
        party: Some("P07".to_owned()),
        ..question.clone()
    };
    let words = ledger.timeline(&page(None, None))?;
    let words: Vec<&str> = words[0].entry.content.text.split(" the ").collect();
    let search = |words: String| Search {
        words,
        limit: 20,
        ..Search::default()
    };
    let (common, rare) = (search(words[0].to_owned()), search(words.join(" ")));
    let middle = page(Some(last), Some(last));
    let number = ledger.timeline(&middle)?.pop().map_or(1, |m| m.number);
    let mut all = vec![
        ("moves that count", size.0 as f64, n_reports as usize),
        ("file, KB a report", size.1, n_reports as usize),
        ("status, first, ms", first, 1),
    ];
    let mut add = |what, ask: &dyn Fn() -> demarche_ledger::Result<()>| {
        again(ask).map(|value| all.push((what, value, N_ASKED)))
    };
    add("status, ms", &|| ledger.status(&question).map(drop))?;
    add("status of a party, ms", &|| ledger.status(&party).map(drop))?;
    add("search, one word, ms", &|| ledger.search(&common).map(drop))?;
    add("search, five words, ms", &|| ledger.search(&rare).map(drop))?;
    add("timeline of a day, ms", &|| {
        ledger.timeline(&middle).map(drop)
    })?;
    add("a matter, ms", &|| ledger.matter(number, last).map(drop))?;
    add("parties, ms", &|| ledger.parties().map(drop))?;
    add("who, ms", &|| ledger.who(Some(last)).map(drop))?;
    Ok(all)
}

fn page(from: Option<Date>, to: Option<Date>) -> Range {
    Range {
        from,
        to,
        limit: 100,
        ..Range::default()
    }
}

/// Milliseconds to derive everything anew, and to check everything.
fn kept(path: &Path) -> Result<(f64, f64), Box<dyn std::error::Error>> {
    let rebuild = ms(|| Ledger::open(path)?.rebuild())?;
    let mut whole = true;
    let verify = ms(|| {
        let verdict = Ledger::open_to_read(path)?.verify()?;
        whole = verdict.is_whole();
        Ok::<(), demarche_ledger::LedgerError>(())
    })?;
    if whole {
        Ok((rebuild, verify))
    } else {
        Err("the ledger is not whole".into())
    }
}
