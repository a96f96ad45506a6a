//! The ledger through its boundary: reports in, views out.

mod desk;
mod exports;
mod hostile;
mod order;
