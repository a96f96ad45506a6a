//! The lab: train, eval, bench.
fn main() {}
