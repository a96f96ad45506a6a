//! The run that the README shows is what the command prints. `UPDATE_README=1` rewrites it.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

/// How the shown run begins, and what stands where the rest is left out.
const PROMPT: &str = "$ cargo run --release -- ";
const AND_SO_ON: &str = "[…]";

/// Blocks of the output that are shown: the heading and the first entries.
const N_BLOCKS: usize = 5;

#[test]
fn the_run_in_the_readme_is_a_real_one() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let readme = std::fs::read_to_string(root.join("README.md")).expect("there is a README");
    let (before, rest) = readme.split_once(PROMPT).expect("the README shows a run");
    let (arguments, rest) = rest.split_once('\n').expect("the run has output");
    let (shown, after) = rest.split_once("```").expect("the fence is closed");
    let run = Command::new(env!("CARGO_BIN_EXE_demarche"))
        .args(arguments.split_whitespace())
        .current_dir(&root)
        .env_remove("COLUMNS")
        .output()
        .expect("the command runs");
    let printed = String::from_utf8(run.stdout).expect("the command prints UTF-8");
    let blocks: Vec<&str> = printed.trim_end().split("\n\n").collect();
    let mut wanted = blocks[..blocks.len().min(N_BLOCKS)].join("\n\n") + "\n";
    if blocks.len() > N_BLOCKS {
        let _ = write!(wanted, "\n{AND_SO_ON}\n");
    }
    if std::env::var_os("UPDATE_README").is_some() {
        let now = format!("{before}{PROMPT}{arguments}\n{wanted}```{after}");
        std::fs::write(root.join("README.md"), now).expect("the README can be written");
    } else {
        assert_eq!(
            shown, wanted,
            "UPDATE_README=1 rewrites the run in the README"
        );
    }
}
