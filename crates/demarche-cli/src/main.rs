//! The command `demarche`.
fn main() {}
