//! The desk: the ledger of a negotiation in a browser, on this machine or behind a proxy.
//!
//! Pages are made on the server and work without JavaScript; one small script adds keys and live updates.
//! Everything is in the binary, and no page asks for anything from elsewhere. What a page may do stands in
//! [`guard`]; what people do goes through the same functions of the ledger as the command line.

mod add;
mod api;
mod cache;
mod deeds;
mod desk;
mod events;
mod fault;
mod fetch;
mod form;
mod guard;
mod job;
mod listen;
mod marks;
mod page;
mod passwords;
mod posted;
mod random;
mod routes;
mod sign_in;
mod svg;
mod visit;
mod words;

pub use desk::{Desk, Options};
pub use fault::DeskError;
pub use fetch::Fetch;
pub use listen::serve;
pub use passwords::hash_line;
pub use routes::{API_DEEDS, API_ROUTES, PAGE_ROUTES, router};
