//! The command as its users meet it: what it writes where, and how it exits.

mod bad;
mod explain;
mod forms;
mod ledger;
mod parse;
mod readme;
mod run;
