//! The ledger through its boundary: reports in, views out.

mod chains;
mod desk;
mod exports;
mod files;
mod harm;
mod hostile;
mod joins;
mod order;
mod standing;
