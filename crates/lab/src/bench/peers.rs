//! `cargo lab bench peers`: Demarche beside UDPipe 1 and spaCy, on the same texts, in one run.
//!
//! Needs Python 3 with `venv` and `pip`, the treebank EWT in the shared data, and on the first run an
//! hour or so to train the two peers (`crates/lab/peers/`). What it installs and trains stays in
//! `target/peers`, or in the folder that `--work DIR` names; no other build or test asks for any of it.
//! The programs take turns, each on one thread, so that a busy machine is as busy for all.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

use demarche::lang::{self, conllu};
use demarche::model::Models;
use demarche::text::{Document, paragraphs};
use serde::Deserialize;

use super::{clock, median};
use crate::eval::{self, Table, syntax};
use crate::{Outcome, paths, reports};

/// Words of the texts at least.
const N_WORDS: usize = 40_000;

/// Rounds; in each round every program reads every text once. The median counts.
const N_ROUNDS: usize = 3;

/// Name of the rows, name for the scripts, training script.
const PEERS: [(&str, &str, &str); 2] = [
    ("UDPipe 1", "udpipe", "train_udpipe.py"),
    ("spaCy", "spacy", "train_spacy.py"),
];

const OURS: &str = "demarche";

/// What stops each library from taking more than one core.
const ONE_THREAD: [&str; 4] = [
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
];

/// One reading of all texts.
#[derive(Clone, Copy, Debug, Deserialize)]
struct Reading {
    wall_s: f64,
    cpu_s: f64,
    tokens: usize,
    sentences: usize,
}

/// Measures and prints; `--write` replaces the rows `peers` of `eval/results.tsv`.
pub(super) fn command(arguments: &[String]) -> Outcome {
    let mut table = Table::new(arguments.to_vec());
    let work = match table.value_of("--work") {
        Some(folder) => PathBuf::from(folder),
        None => paths::root().join("target/peers"),
    };
    let bank = |part: &str| {
        let file = format!("data/ud/ewt/en_ewt-ud-{part}.conllu");
        paths::shared(&file).ok_or("the peers are trained and tested on the treebank EWT")
    };
    let [train, dev, test] = [bank("train")?, bank("dev")?, bank("test")?];
    std::fs::create_dir_all(&work)?;
    let work = work.canonicalize()?;
    let python = install(&work)?;
    let texts = texts()?;
    let sample = work.join("texts.jsonl");
    std::fs::write(&sample, as_jsonl(&texts)?)?;
    let mut peers = Vec::new();
    for (name, script, trainer) in PEERS {
        let model = work.join(format!("{script}.model"));
        if !model.exists() {
            eprintln!("training {name}; this takes a while");
            let trained = script_of(&python, trainer)
                .args([&train, &dev, &model])
                .status()?;
            if !trained.success() {
                return Err(format!("{name} was not trained; {trainer} says why").into());
            }
        }
        peers.push(Peer::start(
            name, script, &python, &model, &sample, &test, &work,
        )?);
    }
    let bench = Bench::run(&texts, &mut peers)?;
    bench.speed(&mut table);
    accuracy(&test, &peers, &mut table)?;
    print!("{}", table.to_tsv());
    if table.asked("--write") {
        eval::write(&table)?;
    }
    Ok(())
}

/// A Python with the pinned packages, in a place of its own.
fn install(work: &Path) -> Result<PathBuf, Box<dyn std::error::Error>> {
    let requirements = paths::root().join("crates/lab/peers/requirements.txt");
    let wanted = std::fs::read_to_string(&requirements)?;
    let venv = work.join("venv");
    let installed = venv.join("installed.txt");
    let python = venv.join("bin/python");
    if std::fs::read_to_string(&installed).is_ok_and(|had| had == wanted) {
        return Ok(python);
    }
    eprintln!("installing the peers into {}", venv.display());
    let venv_made = Command::new("python3")
        .args(["-m", "venv"])
        .arg(&venv)
        .status();
    if !venv_made.is_ok_and(|s| s.success()) {
        return Err("the peers need Python: install python3 with its modules venv and pip".into());
    }
    let pip = Command::new(&python)
        .args(["-m", "pip", "install", "--quiet", "--requirement"])
        .arg(&requirements)
        .status()?;
    if !pip.success() {
        return Err("pip could not install crates/lab/peers/requirements.txt; see above".into());
    }
    std::fs::write(&installed, wanted)?;
    Ok(python)
}

/// A script beside the lab, to be run on one thread.
fn script_of(python: &Path, script: &str) -> Command {
    let mut command = Command::new(python);
    command.arg(paths::root().join("crates/lab/peers").join(script));
    command.envs(ONE_THREAD.map(|name| (name, "1")));
    command
}

/// Texts of the White House from the whole of the set, evenly; without it, the examples.
fn texts() -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let Some(file) = paths::shared("data/news/whitehouse_foreign_all.jsonl") else {
        let examples = paths::examples()?.into_iter().map(std::fs::read_to_string);
        return Ok(examples.collect::<Result<_, _>>()?);
    };
    let words = |d: &Document| d.text.split_whitespace().count();
    let all = reports::load(&file)?;
    let n_words: usize = all.iter().map(words).sum();
    let step = (n_words / N_WORDS).max(1);
    Ok(all.into_iter().step_by(step).map(|d| d.text).collect())
}

fn as_jsonl(texts: &[String]) -> serde_json::Result<String> {
    let line = |text: &String| Ok(serde_json::json!({ "text": text }).to_string() + "\n");
    texts.iter().map(line).collect()
}

/// A peer that has loaded its model and waits to be told to read.
struct Peer {
    name: &'static str,
    child: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
    load_s: f64,
    /// The test set with its labels.
    predicted: PathBuf,
}

#[derive(Deserialize)]
struct Loaded {
    load_s: f64,
}

impl Peer {
    fn start(
        name: &'static str,
        script: &str,
        python: &Path,
        model: &Path,
        texts: &Path,
        test: &Path,
        work: &Path,
    ) -> Result<Peer, Box<dyn std::error::Error>> {
        let predicted = work.join(format!("{script}.conllu"));
        let mut child = script_of(python, "run.py")
            .arg(script)
            .args([model, texts, test, &predicted])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let (orders, answers) = pipes.ok_or("no pipe to the peer")?;
        let mut peer = Peer {
            name,
            child,
            orders,
            answers: BufReader::new(answers),
            load_s: 0.0,
            predicted,
        };
        peer.load_s = serde_json::from_str::<Loaded>(&peer.answer()?)?.load_s;
        Ok(peer)
    }

    fn answer(&mut self) -> Result<String, Box<dyn std::error::Error>> {
        let mut line = String::new();
        if self.answers.read_line(&mut line)? == 0 {
            return Err(format!("{} stopped: {}", self.name, self.child.wait()?).into());
        }
        Ok(line)
    }

    fn read(&mut self) -> Result<Reading, Box<dyn std::error::Error>> {
        writeln!(self.orders, "read")?;
        Ok(serde_json::from_str(&self.answer()?)?)
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // It waits for orders; there will be no more.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Names, loading times and readings of all programs, ours first.
struct Bench(Vec<(&'static str, f64, Vec<Reading>)>);

impl Bench {
    fn run(texts: &[String], peers: &mut [Peer]) -> Result<Bench, Box<dyn std::error::Error>> {
        let start = Instant::now();
        let models = Models::from_bytes(demarche_models::ENGINE)?;
        let mut bench = vec![(OURS, start.elapsed().as_secs_f64(), Vec::new())];
        bench.extend(peers.iter().map(|p| (p.name, p.load_s, Vec::new())));
        for round in 1..=N_ROUNDS {
            eprintln!("round {round} of {N_ROUNDS}");
            bench[0].2.push(ours(texts, &models));
            for (place, peer) in peers.iter_mut().enumerate() {
                bench[place + 1].2.push(peer.read()?);
            }
        }
        Ok(Bench(bench))
    }

    /// Tokens a second by processor and wall, and how many times faster ours reads the same texts.
    fn speed(&self, table: &mut Table) {
        let middle = |readings: &[Reading], seconds: fn(&Reading) -> f64| {
            median(readings.iter().map(seconds).collect())
        };
        let cpu: fn(&Reading) -> f64 = |r| r.cpu_s;
        let wall: fn(&Reading) -> f64 = |r| r.wall_s;
        for (name, load_s, readings) in &self.0 {
            let (n, n_sentences) = (readings[0].tokens, readings[0].sentences);
            let mut add = |measure: &str, value, n| table.add("peers", *name, measure, value, n);
            let by = |seconds| n as f64 / middle(readings, seconds);
            add("tokens/s of processor time", by(cpu), n);
            add("tokens/s", by(wall), n);
            add("sentences", n_sentences as f64, n);
            add("load, ms", load_s * 1000.0, 1);
        }
        let ours = &self.0[0].2;
        for (name, _, readings) in &self.0[1..] {
            let mut add = |measure: &str, seconds| {
                let ratio = middle(readings, seconds) / middle(ours, seconds);
                table.add(
                    "peers",
                    format!("{OURS} / {name}"),
                    measure,
                    ratio,
                    readings[0].tokens,
                );
            };
            add("speed by processor time", cpu);
            add("speed", wall);
        }
    }
}

/// Tokens, tags, lemmas, syntax and names of every text.
fn ours(texts: &[String], models: &Models) -> Reading {
    let (start, before) = (Instant::now(), clock::seconds());
    let (mut tokens, mut sentences) = (0, 0);
    for text in texts {
        let parse = lang::analyse(text, &paragraphs::every(text), models);
        tokens += parse.len();
        sentences += parse.sentences.len();
    }
    Reading {
        wall_s: start.elapsed().as_secs_f64(),
        cpu_s: clock::seconds() - before,
        tokens,
        sentences,
    }
}

/// The measures of the CoNLL 2018 scorer on the test part of EWT, its words given.
fn accuracy(test: &Path, peers: &[Peer], table: &mut Table) -> Outcome {
    let test = std::fs::read_to_string(test)?;
    let gold = conllu::read(&test);
    let models = Models::from_bytes(demarche_models::ENGINE)?;
    let (text, parse) = syntax::with_gold_words(&gold, &models);
    let mut results = vec![(OURS, conllu::write_over(&gold, &text, &parse))];
    for peer in peers {
        results.push((peer.name, std::fs::read_to_string(&peer.predicted)?));
    }
    for (name, predicted) in &results {
        for score in syntax::compare(&gold, &conllu::read(predicted)) {
            if matches!(score.name, "UPOS" | "XPOS" | "lemmas" | "UAS" | "LAS") {
                let measure = format!("EWT test, gold words, {}", score.name);
                table.add("peers", *name, measure, score.f1, score.n);
            }
        }
    }
    Ok(())
}
