//! Demarche reads the news of a negotiation and keeps its record.
pub mod lang;
pub mod model;
pub mod text;
