//! Where things are: the repository, and the shared data that stands beside it on some machines.

use std::path::{Path, PathBuf};

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .map_or_else(PathBuf::new, Path::to_path_buf)
}

/// A file or folder of the shared data (`../shared` beside the repository), or none where it is
/// absent.
///
/// Measures that need it say so on stderr and are left out; nothing else may depend on it.
pub(crate) fn shared(inside: &str) -> Option<PathBuf> {
    let path = root().join("../shared").join(inside);
    if path.exists() {
        return Some(path);
    }
    eprintln!("../shared/{inside} is not here: its measures are left out");
    None
}

/// The reports of the repository itself, in order of their names.
pub(crate) fn examples() -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for folder in std::fs::read_dir(root().join("examples"))? {
        let folder = folder?.path();
        if folder.is_dir() {
            for file in std::fs::read_dir(folder)? {
                found.push(file?.path());
            }
        }
    }
    found.retain(|f| f.extension().is_some_and(|e| e == "txt"));
    found.sort();
    Ok(found)
}
