//! A clock that stands still while another process has the core.

use std::sync::OnceLock;
use std::time::Instant;

/// Seconds of processor time that this thread has had. Where the system does not tell, seconds by the
/// wall. Linux counts in steps of a few milliseconds; measure more than that.
pub(super) fn seconds() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|s| s.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(by_the_wall, |ns| ns / 1e9)
}

fn by_the_wall() -> f64 {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed().as_secs_f64()
}
