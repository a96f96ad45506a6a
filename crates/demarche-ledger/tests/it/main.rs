//! The ledger through its boundary: reports in, views out.

mod desk;
mod exports;
mod files;
mod harm;
mod hostile;
mod order;
