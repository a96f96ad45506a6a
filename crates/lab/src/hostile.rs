//! `cargo lab hostile`: every hostile file in a process of its own, under limits of time and memory.
//!
//! Each file ends as read, or as refused with a reason; the outcomes add up to the inputs. A panic, an
//! abort, a time-out or too much memory is *bad*, and the command fails.

use crate::{Outcome, paths, reports};
use demarche_source::{Hints, documents};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// Longest time for one file, the start of the process included.
const SECONDS: u64 = 10;
/// Address space of one process, in KiB.
const MEMORY: u64 = 2 << 20;
/// What a file may take beyond an empty one, in MiB.
const ABOVE: u64 = 256;

/// With `--one FILE`, reads that file here; without, reads every file of the set, each apart.
pub(crate) fn command(arguments: &[String]) -> Outcome {
    if let [flag, file] = arguments
        && flag == "--one"
    {
        return one(Path::new(file));
    }
    let Some(folder) = paths::shared("data/hostile") else {
        return Ok(());
    };
    let mut files = files_of(&folder.join("generated"))?;
    files.extend(files_of(&folder.join("warc"))?);
    files.push(folder.join("blns.txt"));
    files.push(folder.join("html5lib-tests-9329e64.tar.gz"));
    let base = apart(Path::new("/dev/null"))?.memory;
    let mut bad = 0;
    println!("file\tbytes\tms\tMiB above\toutcome");
    for file in &files {
        let ran = apart(file)?;
        let above = ran.memory.saturating_sub(base) >> 10;
        let failed = ran.failed || above > ABOVE;
        bad += usize::from(failed);
        println!(
            "{}\t{}\t{}\t{above}\t{}{}",
            file.file_name().unwrap_or_default().display(),
            std::fs::metadata(file)?.len(),
            ran.time.as_millis(),
            if failed { "BAD " } else { "" },
            ran.outcome,
        );
    }
    bad += growth()?;
    println!(
        "{} files, {bad} bad; an empty one takes {} MiB",
        files.len(),
        base >> 10
    );
    if bad > 0 {
        Err(format!("{bad} files ended badly").into())
    } else {
        Ok(())
    }
}

fn files_of(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        files.push(entry?.path());
    }
    files.retain(|f| f.is_file() && f.file_name().is_some_and(|n| n != "manifest.json"));
    files.sort();
    Ok(files)
}

/// How the process of one file ended.
struct Ran {
    outcome: String,
    failed: bool,
    time: Duration,
    /// Most memory it held, in KiB.
    memory: u64,
}

/// Reads one file in a process under limits.
fn apart(file: &Path) -> Result<Ran, Box<dyn std::error::Error>> {
    let limits =
        format!("ulimit -v {MEMORY}; ulimit -t {SECONDS}; exec \"$0\" hostile --one \"$1\"");
    let begun = Instant::now();
    let done = Command::new("sh")
        .arg("-c")
        .arg(limits)
        .arg(std::env::current_exe()?)
        .arg(file)
        .output()?;
    let said = String::from_utf8_lossy(&done.stdout);
    let error = String::from_utf8_lossy(&done.stderr);
    let mut lines = said.lines();
    let memory = lines.next().and_then(|l| l.parse().ok()).unwrap_or(0);
    let outcome = match done.status.code() {
        Some(0) => lines.next().unwrap_or_default().to_owned(),
        Some(code) => format!("exit {code}: {}", error.lines().next().unwrap_or_default()),
        None => format!(
            "{}: {}",
            done.status,
            error.lines().next().unwrap_or_default()
        ),
    };
    Ok(Ran {
        outcome,
        failed: !done.status.success(),
        time: begun.elapsed(),
        memory,
    })
}

/// Reads one file and says how it ended, and how much memory it took.
fn one(file: &Path) -> Outcome {
    let reader = reports::reader()?;
    let hints = Hints {
        name: file.display().to_string(),
        ..Hints::default()
    };
    let source = std::io::BufReader::new(std::fs::File::open(file)?);
    let (mut read, mut entries, mut refused, mut reason) = (0, 0, 0, String::new());
    for outcome in documents(source, &hints) {
        match outcome {
            Ok(received) => {
                let record = reader.read(&received.document);
                serde_json::to_writer(
                    std::io::sink(),
                    &demarche::wire::report(&received.document, &record),
                )?;
                read += 1;
                entries += record.entries.len();
            }
            Err(error) => {
                refused += 1;
                reason = error.to_string();
            }
        }
    }
    println!("{}", peak());
    let reason = reason.replace(['\t', '\n'], " ");
    println!("{read} read, {entries} entries, {refused} refused {reason}");
    Ok(())
}

/// Most memory this process has held, in KiB; 0 where the system does not say.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}

/// Texts that make a careless reader slow, as one piece to be repeated.
const HEAVY: [&str; 10] = [
    "“",
    "(",
    "said that he said ",
    "Russia, ",
    "Russia said. ",
    "he told him that it ",
    "word",
    "if unless until after ",
    "\n\n",
    "next week by Friday within ten days of ",
];

/// Reads each heavy text short and sixteen times as long; bad is what takes more than four times its due.
/// The clock is only compared with itself, and the best of three readings counts.
fn growth() -> Result<usize, Box<dyn std::error::Error>> {
    const SHORT: usize = 1_500;
    const TIMES: usize = 16;
    let reader = crate::reports::reader()?;
    let time = |piece: &str, bytes: usize| {
        let day = jiff::civil::date(2022, 1, 21);
        let document = demarche::text::Document::new(piece.repeat(bytes / piece.len()), Some(day));
        let once = || {
            let start = Instant::now();
            std::hint::black_box(reader.read(&document));
            start.elapsed()
        };
        (0..3).map(|_| once()).min().unwrap_or_default()
    };
    let mut bad = 0;
    for piece in HEAVY {
        let (short, long) = (time(piece, SHORT), time(piece, SHORT * TIMES));
        let failed = long > short.max(Duration::from_millis(2)) * TIMES as u32 * 4;
        bad += usize::from(failed);
        let mark = if failed { "BAD " } else { "" };
        println!("{mark}{piece:?}: {SHORT} bytes in {short:?}, {TIMES} times as many in {long:?}");
    }
    Ok(bad)
}
