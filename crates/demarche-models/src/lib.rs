//! Weights as bytes. What they were trained on, how, and how well they do stands in `PROVENANCE.md`.

/// Weights of the English language engine, for `demarche::model::Models::from_bytes`.
pub static ENGINE: &[u8] = include_bytes!("../engine.bin");

/// Weights for attributions, for `demarche::Reader::with_attributions`.
pub static ATTRIBUTIONS: &[u8] = include_bytes!("../attributions.bin");

/// Weights for acts, for `demarche::Reader::with_acts`.
pub static ACTS: &[u8] = include_bytes!("../acts.bin");
