//! Acts: frames over the syntax that turn words into moves.
