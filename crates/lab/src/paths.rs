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
