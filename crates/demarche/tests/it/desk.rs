//! What the tests share: one reader, the repository's files, and an entry's parts in words.

use demarche::Reader;
use demarche::record::{Entry, Record, Speaker};
use demarche::text::Document;
use demarche::when::Window;
use jiff::civil::Date;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The reader that the command uses: the frames, and what was learnt of acts.
pub(crate) fn whole_reader() -> &'static Reader {
    static READER: OnceLock<Reader> = OnceLock::new();
    READER.get_or_init(|| {
        Reader::new(demarche_models::ENGINE)
            .and_then(|reader| reader.with_acts(demarche_models::ACTS))
            .expect("the weights that ship belong together")
    })
}

/// The reader by the frames alone, loaded once: what the rule pages state.
pub(crate) fn reader() -> &'static Reader {
    static READER: OnceLock<Reader> = OnceLock::new();
    READER.get_or_init(|| Reader::new(demarche_models::ENGINE).expect("the weights that ship load"))
}

/// True while the reader has no engine.
pub(crate) fn reads_nothing() -> bool {
    let report = Document::new("Russia said on Friday that it rejected the offer.", None);
    reader().read(&report).statements.is_empty()
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every file under `folder` of the repository, as paths from the root, sorted. Build folders and
/// the version control's are left out.
pub(crate) fn files(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_string()];
    while let Some(folder) = folders.pop() {
        let Ok(listing) = std::fs::read_dir(root().join(&folder)) else {
            continue;
        };
        for entry in listing.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name == ".git" || name.starts_with("target") {
                continue;
            }
            let path = if folder.is_empty() {
                name
            } else {
                format!("{folder}/{name}")
            };
            if entry.path().is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The text of a file of the repository.
pub(crate) fn text_of(file: &str) -> String {
    let bytes = std::fs::read(root().join(file)).unwrap_or_else(|e| panic!("{file}: {e}"));
    String::from_utf8_lossy(&bytes).into_owned()
}

/// True when this environment variable is set to something.
pub(crate) fn asked(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|v| !v.is_empty())
}

/// Words on one line, with one space between them.
pub(crate) fn squeeze(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Party ids, sorted, with commas; `_` for none.
pub(crate) fn parties(record: &Record, indices: &[u32]) -> String {
    let id = |&i: &u32| record.cast.parties[i as usize].id.as_str();
    let mut ids: Vec<&str> = indices.iter().map(id).collect();
    ids.sort_unstable();
    if ids.is_empty() {
        "_".to_string()
    } else {
        ids.join(", ")
    }
}

/// "RUS -> USA", or "RUS" where nobody is addressed.
pub(crate) fn who(record: &Record, entry: &Entry) -> String {
    let actor = parties(record, &entry.actor);
    if entry.addressee.is_empty() {
        return actor;
    }
    format!("{actor} -> {}", parties(record, &entry.addressee))
}

/// The id of whoever made the claim.
pub(crate) fn speaker<'a>(record: &'a Record, entry: &Entry) -> Option<&'a str> {
    Some(match entry.speaker? {
        Speaker::Person(i) => &record.cast.people[i as usize].id,
        Speaker::Party(i) => &record.cast.parties[i as usize].id,
    })
}

/// "2022-01-24..2022-01-30", "..2022-01-30", "2022-01-24..", or one day alone.
pub(crate) fn window(window: Window) -> String {
    let day = |d: Option<Date>| d.map_or_else(String::new, |d| d.to_string());
    if window.from == window.to {
        return day(window.from);
    }
    format!("{}..{}", day(window.from), day(window.to))
}
