//! The command `demarche` as a process: how long it takes to start, and the peak of its memory.

use super::{Figure, N_RUNS, median};
use crate::paths;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Starts that are timed; they are short, so there are more of them.
const N_STARTS: usize = N_RUNS * 4;

/// Times that the examples are given to the command when its memory is watched.
const N_ROUNDS: usize = 20;

const SET: &str = "demarche, the command";

/// Start-up in milliseconds, memory in megabytes.
pub(super) fn figures() -> Result<Vec<Figure>, Box<dyn std::error::Error>> {
    let demarche = build()?;
    let examples = paths::examples()?;
    let note = std::env::temp_dir().join(format!("demarche-bench-{}.txt", std::process::id()));
    std::fs::write(&note, "Rome rejected the offer on Friday.\n")?;
    let starts: Result<Vec<f64>, _> = (0..N_STARTS).map(|_| start_ms(&demarche, &note)).collect();
    let n_reports = examples.len() * N_ROUNDS;
    let peak = peak_mb(&demarche, &examples);
    std::fs::remove_file(&note)?;
    let figure = |measure: &str, value, n| Figure {
        set: SET,
        measure: measure.to_string(),
        value,
        n,
    };
    let mut figures = vec![figure(
        "start and one sentence, ms",
        median(starts?),
        N_STARTS,
    )];
    if let Some(peak) = peak? {
        figures.push(figure("peak memory, MB", peak, n_reports));
    }
    Ok(figures)
}

/// Builds the command as it is shipped and says where it is.
fn build() -> Result<PathBuf, Box<dyn std::error::Error>> {
    let build = Command::new("cargo")
        .args(["build", "--quiet", "--release", "--package", "demarche-cli"])
        .current_dir(paths::root())
        .status()?;
    if !build.success() {
        return Err("the command could not be built".into());
    }
    let lab = std::env::current_exe()?;
    let target = lab
        .ancestors()
        .nth(2)
        .ok_or("the lab runs outside a build folder")?;
    Ok(target.join("release/demarche"))
}

fn start_ms(demarche: &Path, note: &Path) -> Result<f64, Box<dyn std::error::Error>> {
    let start = Instant::now();
    let run = Command::new(demarche)
        .args(["read", "--date", "2022-01-21"])
        .arg(note)
        .output()?;
    let took = start.elapsed().as_secs_f64() * 1000.0;
    if !run.status.success() {
        return Err(String::from_utf8_lossy(&run.stderr).into());
    }
    Ok(took)
}

/// The largest resident size seen while the command reads the examples over and over; none where the
/// system does not tell (it is asked through `/proc`).
fn peak_mb(
    demarche: &Path,
    examples: &[PathBuf],
) -> Result<Option<f64>, Box<dyn std::error::Error>> {
    let files = (0..N_ROUNDS).flat_map(|_| examples);
    let mut run = Command::new(demarche)
        .args(["read", "--format", "jsonl"])
        .args(files)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let status = format!("/proc/{}/status", run.id());
    let mut peak = None;
    while run.try_wait()?.is_none() {
        if let Some(kb) = std::fs::read_to_string(&status)
            .ok()
            .and_then(|s| high_water_kb(&s))
        {
            peak = Some(kb / 1024.0);
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    Ok(peak)
}

/// The peak of the resident size in a process's status.
fn high_water_kb(status: &str) -> Option<f64> {
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
