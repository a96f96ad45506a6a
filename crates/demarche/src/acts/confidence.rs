//! How often the entries of a rule are right, measured on reports marked by hand.
//!
//! The table is written by `cargo lab eval record --write-confidence`. A rule that made nothing there is
//! given what its kind is worth.

use std::collections::HashMap;
use std::sync::OnceLock;

/// The share of right entries of a rule, 0 to 1; none where the table knows neither it nor its kind.
pub(crate) fn of(rule: &str) -> Option<f32> {
    static TABLE: OnceLock<HashMap<&str, f32>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        include_str!("../../rules/en/acts/confidence.tsv")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once('\t'))
            .filter_map(|(rule, share)| Some((rule, share.parse().ok()?)))
            .collect()
    });
    let kind = rule.find('/').map_or(rule, |slash| &rule[..=slash]);
    table.get(rule).or_else(|| table.get(kind)).copied()
}
