//! `cargo lab train engine`: learns the weights of the language engine.
//!
//! One command runs every stage that is not done yet: vectors from unlabelled text, a first teacher on the
//! treebanks and name sets, a wider one (number 4) that labels silver sentences, a student that goes on from
//! the first on gold and silver, the weights file. Teachers 2 and 3 leave out one name set each, which they
//! can then be measured on. Each stage keeps
//! its result in `--work` (default `target/engine`), and a network in training is saved after every epoch,
//! so that an interrupted run goes on where it stopped. Stages can be run one by one, in parallel where they
//! are independent: `train vectors`, `train teacher 3`, `train silver`, `train student`, `train pack`. The
//! same seed gives the same weights.

mod adam;
mod corpus;
mod data;
mod gemm;
mod glove;
mod lemmas;
mod lists;
mod net;
mod pack;
mod provenance;
mod rng;
mod score;
mod silver;
mod skipgram;
mod stages;
mod state;
mod trainer;

use std::collections::HashMap;
use std::path::PathBuf;

pub(crate) use data::splits_clitic;
pub(crate) use rng::Rng;

use crate::{Outcome, paths};

/// Choices of a run, as given on the command line.
pub(crate) struct Options {
    given: HashMap<String, String>,
    pub(crate) shared: PathBuf,
    pub(crate) work: PathBuf,
}

impl Options {
    fn new(arguments: &[String]) -> Options {
        let mut given = HashMap::new();
        for pair in arguments.windows(2) {
            if let Some(name) = pair[0].strip_prefix("--") {
                given.insert(name.to_string(), pair[1].clone());
            }
        }
        let folder = |name: &str, default: PathBuf| given.get(name).map_or(default, PathBuf::from);
        let shared = folder("shared", paths::root().join("../shared"));
        let work = folder("work", paths::root().join("target/engine"));
        Options {
            shared,
            work,
            given,
        }
    }

    /// The number given for `--name`, or the default.
    pub(crate) fn number<T: std::str::FromStr>(&self, name: &str, default: T) -> T {
        self.given
            .get(name)
            .and_then(|v| v.parse().ok())
            .unwrap_or(default)
    }
}

/// Runs one stage, or all of them.
pub(crate) fn command(arguments: &[String]) -> Outcome {
    let what = arguments.first().map_or("", String::as_str);
    let options = Options::new(arguments);
    std::fs::create_dir_all(&options.work)?;
    let number = arguments.get(1).and_then(|n| n.parse().ok()).unwrap_or(1);
    let mut stages = stages::Stages::open(options)?;
    match what {
        "engine" => stages.all()?,
        "vectors" => stages.vectors().map(|_| ())?,
        "teacher" => stages.teacher(number).map(|_| ())?,
        "silver" => stages.silver().map(|_| ())?,
        "student" => stages.student().map(|_| ())?,
        "pack" => stages.pack()?,
        _ => return Err("usage: cargo lab train engine [--work DIR] [--shared DIR]".into()),
    }
    Ok(())
}
