//! The one integration test binary. Everything here goes through the public interface, as a caller does.
//!
//! - `pages`: the cases of the rule pages. `UPDATE_CASES=1` rewrites what they expect.
//! - `rules_shown`: nearly every rule makes an entry that some case expects.
//! - `said_pages`: the cases on attribution.
//! - `articles`: whole reports against their snapshots. `UPDATE_SNAPSHOTS=1` rewrites them.
//! - `joins`: what is marked by hand as one matter stands in the examples.
//! - `learnt`: what was learnt of acts, and that its weights belong to the engine.
//! - `any_bytes`: no input breaks a reading.
//! - `conllu`: what is written as CoNLL-U is valid and can be read again.
//! - `who_pages`: who is meant by the words of the who pages.
//! - `when_pages`: the days meant by the phrases of the time pages.
//! - `tidy`: how the repository is kept.

#![expect(
    clippy::disallowed_methods,
    reason = "tests read the repository and watch the clock"
)]

mod any_bytes;
mod articles;
mod conllu;
mod desk;
mod joins;
mod learnt;
mod pages;
mod rules_shown;
mod said_pages;
mod tidy;
mod when_pages;
mod who_pages;
