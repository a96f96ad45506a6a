//! Weights: file format, features, inference kernels, version check.
