//! Weights as bytes. What they were trained on, how, and how well they do stands in `PROVENANCE.md`.
