//! `cargo lab eval [part] [--write]`: how well Demarche reads.
//!
//! Every part adds rows to one [`Table`]. The full run writes it to `eval/results.tsv`; a run of
//! one part only prints, unless `--write` says to replace that part's rows in the file. A new part
//! is a file here with `pub(crate) fn run(out: &mut Table) -> Outcome` and a line in [`PARTS`].

mod agreement;
pub(crate) mod confidence;
mod conll;
mod joins;
pub(crate) mod marked;
mod matters;
mod names;
mod record;
mod references;
pub(crate) mod report;
mod said;
pub(crate) mod score;
pub(crate) mod syntax;
mod table;
mod when;
mod who;

pub(crate) use table::Table;

use crate::{Outcome, bench, paths};

/// A part of the evaluation: its name, which is also the area of its rows, and the function.
struct Part(&'static str, fn(&mut Table) -> Outcome);

/// The parts in the order of the results file.
const PARTS: &[Part] = &[
    Part("record", record::run),
    Part("who", who::run),
    Part("syntax", syntax::run),
    Part("said", said::run),
    Part("names", names::run),
    Part("when", when::run),
    Part("joins", joins::run),
    Part("speed", bench::run),
];

/// Areas of the results file that another command measures.
const OTHER_AREAS: [&str; 3] = ["ledger", "desk", "peers"];

/// Runs one part, or all of them.
pub(crate) fn command(arguments: &[String]) -> Outcome {
    let wanted = arguments.first().filter(|a| !a.starts_with("--"));
    let chosen: Vec<&Part> = PARTS
        .iter()
        .filter(|Part(name, _)| wanted.is_none_or(|w| w == name))
        .collect();
    if chosen.is_empty() {
        let known: Vec<&str> = PARTS.iter().map(|Part(name, _)| *name).collect();
        return Err(format!("no such part; there are: {}", known.join(", ")).into());
    }
    let mut table = Table::new(arguments.to_vec());
    for Part(_, run) in chosen {
        run(&mut table)?;
    }
    print!("{}", table.to_tsv());
    if wanted.is_none() || table.asked("--write") {
        write(&table)?;
    }
    Ok(())
}

/// Replaces the rows of the areas measured here in the results file; other rows stay.
pub(crate) fn write(table: &Table) -> Outcome {
    let file = paths::root().join("eval/results.tsv");
    let before = std::fs::read_to_string(&file).unwrap_or_default();
    std::fs::create_dir_all(paths::root().join("eval"))?;
    let areas = PARTS.iter().map(|part| part.0).chain(OTHER_AREAS);
    std::fs::write(&file, table.merged_with(&before, areas))?;
    eprintln!("wrote eval/results.tsv");
    Ok(())
}
