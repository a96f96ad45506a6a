//! Weights: file format, features, inference kernels, version check.

pub mod engine;
pub mod features;
pub mod file;
pub mod gazetteer;
pub mod kernels;
pub mod math;
pub mod mst;
pub mod shape;

use crate::lang::lemma::Lemmas;
use engine::Engine;

/// Everything learnt that reading needs, loaded once and shared by all threads.
#[derive(Debug)]
pub struct Models {
    pub engine: Engine,
    pub lemmas: Lemmas,
    /// The checksum of the weights, by which what was learnt with them knows them again.
    pub checksum: u64,
}

/// Why weights could not be loaded.
#[derive(Debug)]
pub struct ModelError(pub String);

impl std::fmt::Display for ModelError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ModelError {}

impl Models {
    /// Loads the engine's weights.
    ///
    /// # Errors
    /// When the bytes are no weights, of another format or for other features, or damaged.
    pub fn from_bytes(engine_bytes: &[u8]) -> Result<Models, ModelError> {
        let (engine, lemmas) = file::read(engine_bytes)?;
        let checksum = engine_bytes
            .last_chunk()
            .map_or(0, |b| u64::from_le_bytes(*b));
        Ok(Models {
            engine,
            lemmas,
            checksum,
        })
    }
}
