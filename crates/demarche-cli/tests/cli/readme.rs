//! The runs that the README shows are what the command prints. `UPDATE_README=1` rewrites them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How a shown run begins, and what stands where the rest is left out.
const PROMPT: &str = "$ cargo run --release -- ";
const AND_SO_ON: &str = "[…]";

/// Blocks of the output that are shown: the heading and the first entries.
const N_BLOCKS: usize = 5;

#[test]
fn the_runs_in_the_readme_are_real_ones() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let file = root.join("README.md");
    let readme = std::fs::read_to_string(&file).expect("there is a README");
    let ledger = std::env::temp_dir().join(format!("demarche-readme-{}.db", std::process::id()));
    let mut pieces = readme.split(PROMPT);
    let mut now = pieces.next().unwrap_or_default().to_owned();
    let mut n_runs = 0;
    for piece in pieces {
        let (arguments, rest) = piece
            .split_once('\n')
            .expect("the run has a line of its own");
        // The output ends where the fence does, or at the next run in it.
        let after = rest.find("```").map_or("", |at| &rest[at..]);
        let printed = printed(&root, arguments, &ledger);
        let _ = write!(now, "{PROMPT}{arguments}\n{printed}{after}");
        n_runs += 1;
    }
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", ledger.display()));
    }
    assert!(n_runs >= 3, "the README shows a report and a ledger");
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(&file, now).expect("the README can be written");
    } else {
        assert_eq!(
            readme, now,
            "UPDATE_README=1 rewrites the runs in the README"
        );
    }
}

/// What a run prints, shortened to its first blocks.
fn printed(root: &Path, arguments: &str, ledger: &Path) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
    for argument in arguments.split_whitespace() {
        match argument.strip_suffix("*.txt") {
            Some(folder) => command.args(texts(root, folder)),
            None => command.arg(argument),
        };
    }
    if !arguments.starts_with("read") {
        command.arg("--ledger").arg(ledger);
    }
    let run = command.current_dir(root).env_remove("COLUMNS").output();
    let run = run.expect("the command runs");
    let printed = String::from_utf8(run.stdout).expect("the command prints UTF-8");
    let blocks: Vec<&str> = printed.trim_end().split("\n\n").collect();
    if blocks == [""] {
        return String::new();
    }
    let mut shown = blocks[..blocks.len().min(N_BLOCKS)].join("\n\n") + "\n";
    if blocks.len() > N_BLOCKS {
        let _ = write!(shown, "\n{AND_SO_ON}\n");
    }
    shown
}

/// The files that a shell puts in place of `folder*.txt`.
fn texts(root: &Path, folder: &str) -> Vec<PathBuf> {
    let files = std::fs::read_dir(root.join(folder)).expect("the folder of the README is there");
    let mut files: Vec<PathBuf> = files
        .filter_map(|f| Some(Path::new(folder).join(f.ok()?.file_name())))
        .filter(|f| f.extension().is_some_and(|e| e == "txt"))
        .collect();
    files.sort();
    files
}
