//! How the repository is kept. Each check names what it found; lists of offenders may only shrink.

use super::desk;

/// Functions longer than [`LONGEST_FUNCTION`] today: file and name. Nothing is added here.
const LONG_FUNCTIONS: &[(&str, &str)] = &[
    ("crates/demarche/src/acts/adjectives.rs", "at"),
    ("crates/demarche/src/acts/frames.rs", "fill"),
    ("crates/demarche/src/acts/frames.rs", "verb"),
    ("crates/demarche/src/acts/future.rs", "at"),
    ("crates/demarche/src/acts/meet.rs", "participants"),
    ("crates/demarche/src/acts/nouns.rs", "at"),
    (
        "crates/demarche/src/said/learnt/features.rs",
        "cue_features",
    ),
    ("crates/lab/src/eval/said.rs", "rows"),
];

/// Lines of a function, its signature and last brace included.
const LONGEST_FUNCTION: usize = 70;

/// Columns of a line. rustfmt keeps code to 100; comments and tables of cases may run on a little.
const WIDEST_LINE: usize = 120;

/// Bytes of a file. Weights are larger and live in a crate of their own.
const LARGEST_FILE: u64 = 1_000_000;

/// What the library does not touch, and what it uses instead.
const FORBIDDEN_IN_LIBRARY: [(&str, &str); 6] = [
    ("std::fs", "bytes given by the caller"),
    ("std::env", "arguments"),
    ("std::net", "documents given by the caller"),
    ("SystemTime", "a day given by the caller"),
    ("Instant::now", "nothing: the lab measures"),
    ("Zoned::now", "a day given by the caller"),
];

/// Fails with one finding a line.
fn none(what: &str, findings: &[String]) {
    assert!(findings.is_empty(), "{what}:\n  {}", findings.join("\n  "));
}

fn rust_files() -> Vec<String> {
    let files = desk::files("crates");
    files.into_iter().filter(|f| f.ends_with(".rs")).collect()
}

/// True for files that people read and write.
fn is_text(file: &str) -> bool {
    let ends = [
        ".rs", ".md", ".toml", ".tsv", ".txt", ".snap", ".lock", ".run",
    ];
    ends.iter().any(|e| file.ends_with(e)) || file == ".ci/run"
}

#[test]
fn every_file_of_code_begins_with_its_doc() {
    let bare = |f: &String| !desk::text_of(f).starts_with("//! ");
    let found: Vec<String> = rust_files().into_iter().filter(bare).collect();
    none("files without a module doc", &found);
}

#[test]
fn lines_fit_the_page() {
    let mut found = Vec::new();
    let pages = [
        "README.md",
        "CHANGELOG.md",
        "docs/architecture.md",
        "docs/style.md",
    ];
    for file in rust_files().into_iter().chain(pages.map(str::to_string)) {
        let mut shown = false;
        for (n, line) in desk::text_of(&file).lines().enumerate() {
            if line.starts_with("```") {
                shown = line == "```console";
            }
            // A link cannot be broken, and the text of a case is clearer whole; what the program prints
            // is as wide as it is.
            let text = line
                .trim_end_matches([',', ';', ')', '#'])
                .ends_with(['"', '\\']);
            let whole = text || shown || line.contains("https://");
            if line.chars().count() > WIDEST_LINE && !whole {
                found.push(format!("{file}:{}", n + 1));
            }
        }
    }
    none("lines that are too wide", &found);
}

#[test]
fn functions_fit_the_screen() {
    let mut offenders = Vec::new();
    for file in rust_files() {
        let text = desk::text_of(&file);
        for (name, length) in functions(&text) {
            if length > LONGEST_FUNCTION {
                offenders.push((file.clone(), name, length));
            }
        }
    }
    let known = |f: &str, n: &str| LONG_FUNCTIONS.contains(&(f, n));
    let new = offenders.iter().filter(|(f, n, _)| !known(f, n));
    let new: Vec<String> = new
        .map(|(f, n, l)| format!("{f}: {n}, {l} lines"))
        .collect();
    none("functions of more than 70 lines", &new);
    let gone =
        |(file, name): &&(&str, &str)| !offenders.iter().any(|(f, n, _)| f == file && n == name);
    let gone: Vec<String> = LONG_FUNCTIONS
        .iter()
        .filter(gone)
        .map(|g| format!("{g:?}"))
        .collect();
    none("no longer too long: take them off the list", &gone);
}

/// Name and length in lines of each function. Relies on rustfmt: a body ends at its own
/// indentation.
fn functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        let Some(name) = function_name(code) else {
            continue;
        };
        let indent = &line[..line.len() - code.len()];
        let ends = |l: &str| l.strip_prefix(indent).is_some_and(|rest| rest == "}");
        let one_line = code.ends_with('}') || code.ends_with(';');
        if let Some(length) = lines[at..]
            .iter()
            .position(|l| ends(l))
            .filter(|_| !one_line)
        {
            found.push((name.to_string(), length + 1));
        }
    }
    found
}

/// The name that a line declares as a function.
fn function_name(code: &str) -> Option<&str> {
    let (before, after) = code.split_once("fn ")?;
    let word =
        |w: &str| w.starts_with("pub") || ["const", "unsafe", "async", "extern"].contains(&w);
    let declares = before.split_whitespace().all(word);
    let name = after
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .next()?;
    (declares && !name.is_empty()).then_some(name)
}

#[test]
fn only_the_wire_serialises() {
    let derives = |f: &String| {
        let mut lines = f.lines();
        lines.any(|l| l.contains("derive(") && l.contains("Serialize") && !l.contains("\"derive("))
    };
    let library = |f: &String| f.starts_with("crates/demarche/src/") && !f.ends_with("/wire.rs");
    let found: Vec<String> = rust_files()
        .into_iter()
        .filter(library)
        .filter(|f| derives(&desk::text_of(f)))
        .collect();
    none("only wire.rs derives Serialize", &found);
}

#[test]
fn the_library_has_no_clock_disk_or_network() {
    let mut found = Vec::new();
    let files = rust_files();
    let library = |f: &&String| f.starts_with("crates/demarche/src/") && !f.ends_with("/tests.rs");
    for file in files.iter().filter(library) {
        let text = desk::text_of(file);
        let lines = text.lines().take_while(|l| *l != "#[cfg(test)]");
        for (n, line) in lines.enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            for (word, instead) in FORBIDDEN_IN_LIBRARY {
                if code.contains(word) {
                    found.push(format!("{file}:{}: {word}; use {instead}", n + 1));
                }
            }
        }
    }
    none("the library touches the world", &found);
}

#[test]
fn word_lists_are_sorted_and_read() {
    let code: String = rust_files().iter().map(|f| desk::text_of(f)).collect();
    let mut found = Vec::new();
    for file in desk::files("crates/demarche/rules")
        .iter()
        .filter(|f| f.ends_with(".tsv"))
    {
        let inside = file.strip_prefix("crates/demarche/").unwrap_or(file);
        if !code.contains(&format!("{inside}\"")) {
            found.push(format!("{file} is not read by any include_str!"));
        }
        let text = desk::text_of(file);
        let lines: Vec<&str> = text.lines().filter(|l| !l.starts_with('#')).collect();
        // The first line may name the columns.
        let unsorted = |lines: &[&str]| {
            lines
                .windows(2)
                .find(|p| p[0] >= p[1])
                .map(|p| p[1].to_string())
        };
        if let Some(line) = lines.get(1..).and_then(unsorted) {
            found.push(format!("{file}: out of order: {line:?}"));
        }
    }
    none("word lists", &found);
}

#[test]
fn files_are_small() {
    let mut found = Vec::new();
    for file in desk::files("") {
        let size = std::fs::metadata(desk::root().join(&file)).map_or(0, |m| m.len());
        if size > LARGEST_FILE && !file.starts_with("crates/demarche-models/") {
            found.push(format!("{file}: {size} bytes"));
        }
    }
    none("files of more than a megabyte", &found);
}

#[test]
fn the_architecture_names_what_exists() {
    let files = desk::files("");
    let text = desk::text_of("docs/architecture.md");
    let mut found = Vec::new();
    for name in text.split('`').skip(1).step_by(2) {
        let path = name.trim_end_matches('/');
        let is_path = name.contains('/') && !name.contains(' ') && !name.contains("::");
        let there = |f: &String| f == path || f.starts_with(&format!("{path}/"));
        if is_path && !files.iter().any(there) {
            found.push(name.to_string());
        }
    }
    none("docs/architecture.md names what is not there", &found);
}

#[test]
fn the_changelog_is_narrow_and_ordered() {
    let text = desk::text_of("CHANGELOG.md");
    let wide: Vec<String> = text
        .lines()
        .filter(|l| l.chars().count() > 80)
        .map(str::to_string)
        .collect();
    none("the changelog has 80 columns", &wide);
    let mut headings = text.lines().filter(|l| l.starts_with("## "));
    assert_eq!(
        headings.next(),
        Some("## Unreleased"),
        "what is coming stands first"
    );
}

/// Nobody else has these folders.
#[test]
fn nothing_names_one_machine() {
    let roots = ["work", "home", "root", "tmp/target", "Users"];
    let mut found = Vec::new();
    for file in desk::files("").iter().filter(|f| is_text(f)) {
        let text = desk::text_of(file);
        for root in roots.map(|r| format!("/{r}/")) {
            let mut places = text.match_indices(&root);
            let bare = |(at, _): &(usize, &str)| {
                let before = text[..*at].chars().next_back().unwrap_or(' ');
                !before.is_alphanumeric() && before != '.'
            };
            if places.any(|p| bare(&p)) {
                found.push(format!("{file}: {root}"));
            }
        }
    }
    none("paths of one machine", &found);
}

#[test]
fn function_lengths_are_counted() {
    let text = "pub(crate) fn a() {\n    b();\n}\n\nfn b() {}\n\
                impl C {\n    fn d(\n        e: u8,\n    ) {\n    }\n}\n";
    assert_eq!(
        functions(text),
        [("a".to_string(), 3), ("d".to_string(), 4)]
    );
}

/// Every verb of the tables of acts is listed for the lemmas, or its past would not be known.
#[test]
fn verbs_of_the_tables_are_listed() -> std::io::Result<()> {
    let root = desk::root().join("crates/demarche/rules/en");
    let listed = std::fs::read_to_string(root.join("lang/verbs.tsv"))?;
    let listed: std::collections::HashSet<&str> = listed.lines().collect();
    let mut missing = Vec::new();
    for file in std::fs::read_dir(root.join("acts"))? {
        let file = file?.path();
        if file.extension().is_none_or(|e| e != "tsv") {
            continue;
        }
        let table = std::fs::read_to_string(&file)?;
        let verbs = table.lines().filter_map(|row| row.strip_prefix("v\t"));
        let firsts = verbs.filter_map(|row| row.split(['\t', ' ']).next());
        let firsts = firsts.flat_map(|verbs| verbs.split('|'));
        missing.extend(firsts.filter(|v| !listed.contains(v)).map(str::to_string));
    }
    assert!(
        missing.is_empty(),
        "add to rules/en/lang/verbs.tsv: {missing:?}"
    );
    Ok(())
}
