//! `cargo lab bench [engine] [--baseline FILE]`: how fast Demarche reads, and in how much memory.
//!
//! Everything runs on one thread and is timed by the processor time it took, so that a busy machine
//! changes little; the start of the command is timed by the wall. Each figure is the median of
//! several runs. What it prints can be kept in a file and given to a later run as `--baseline`,
//! which then prints the ratio as well.
//!
//! `cargo lab bench peers [--write]` measures other parsers on the same texts; see [`peers`].
//! `cargo lab bench ledger [--large] [--write]` measures a ledger as it grows; see [`ledger`].
//! `cargo lab bench desk [--large] [--ledger FILE] [--write]` measures the desk over one; see [`desk`].

mod clock;
mod command;
mod desk;
mod engine;
mod ledger;
mod peers;
mod reading;

use crate::Outcome;
use crate::eval::Table;

/// Runs of each measurement; the median counts.
const N_RUNS: usize = 5;

/// One measured figure.
pub(crate) struct Figure {
    /// What it was measured on.
    pub(crate) set: &'static str,
    /// What was measured, with its unit last.
    pub(crate) measure: String,
    pub(crate) value: f64,
    /// How many things were read or run.
    pub(crate) n: usize,
}

/// Prints every figure, with its ratio to the baseline where one is given.
pub(crate) fn command(arguments: &[String]) -> Outcome {
    if arguments.first().is_some_and(|a| a == "peers") {
        return peers::command(arguments);
    }
    if arguments.first().is_some_and(|a| a == "ledger") {
        return ledger::command(arguments);
    }
    if arguments.first().is_some_and(|a| a == "desk") {
        return desk::command(arguments);
    }
    let options = Table::new(arguments.to_vec());
    let baseline = match options.value_of("--baseline") {
        Some(file) => std::fs::read_to_string(file)?,
        None => String::new(),
    };
    println!("set\tmeasure\tvalue\tn\tratio");
    for Figure {
        set,
        measure,
        value,
        n,
    } in chosen(arguments)?
    {
        let name = format!("{set}\t{measure}");
        let before = baseline.lines().find_map(|l| value_in(l, &name));
        let ratio = before.map_or("-".to_string(), |b| format!("{:.2}", value / b));
        println!("{name}\t{value:.3}\t{n}\t{ratio}");
    }
    Ok(())
}

/// All figures, or those of the engine alone when `engine` is asked for.
fn chosen(arguments: &[String]) -> Result<Vec<Figure>, Box<dyn std::error::Error>> {
    if arguments.first().is_some_and(|a| a == "engine") {
        return engine::figures();
    }
    figures()
}

/// The speed part of the evaluation.
pub(crate) fn run(out: &mut Table) -> Outcome {
    for figure in figures()? {
        out.add("speed", figure.set, figure.measure, figure.value, figure.n);
    }
    Ok(())
}

fn figures() -> Result<Vec<Figure>, Box<dyn std::error::Error>> {
    let mut figures = reading::figures()?;
    figures.extend(engine::figures()?);
    figures.extend(command::figures()?);
    Ok(figures)
}

/// The value of a line of the baseline, if it is the one with this set and measure.
fn value_in(line: &str, name: &str) -> Option<f64> {
    let rest = line.strip_prefix(name)?.strip_prefix('\t')?;
    rest.split('\t').next()?.parse().ok()
}

/// The middle one; the upper of two.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_baseline_line_gives_its_value() {
        assert_eq!(value_in("a\tb\t2.500\t7\t-", "a\tb"), Some(2.5));
        assert_eq!(value_in("a\tbc\t2.500\t7\t-", "a\tb"), None);
    }

    #[test]
    fn one_slow_run_does_not_move_the_median() {
        assert!((median(vec![1.0, 900.0, 2.0]) - 2.0).abs() < 1e-9);
    }
}
