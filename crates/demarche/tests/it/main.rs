//! The one integration test binary. Everything here goes through `Reader::read`, as a caller does.
//!
//! - `pages`: the cases of the rule pages. `UPDATE_CASES=1` rewrites what they expect.
//! - `said_pages`: the cases on attribution.
//! - `articles`: whole reports against their snapshots. `UPDATE_SNAPSHOTS=1` rewrites them.
//! - `any_bytes`: no input breaks a reading.
//! - `who_pages`: who is meant by the words of the who pages.
//! - `when_pages`: the days meant by the phrases of the time pages.
//! - `tidy`: how the repository is kept.

#![expect(
    clippy::disallowed_methods,
    reason = "tests read the repository and watch the clock"
)]

mod any_bytes;
mod articles;
mod desk;
mod pages;
mod said_pages;
mod tidy;
mod when_pages;
mod who_pages;
