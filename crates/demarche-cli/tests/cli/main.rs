//! The command as its users meet it: what it writes where, and how it exits.
