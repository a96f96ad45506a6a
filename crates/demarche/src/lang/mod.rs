//! English: sentences, tokens, tags, lemmas, Universal Dependencies syntax, names. Inference only.

pub mod parse;

pub use parse::{NO_HEAD, NameKind, Parse, Sentence};
