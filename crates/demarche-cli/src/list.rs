//! JSON that is one object where there is one, and a list where there are several.

use std::io::{self, Write};

/// Writes objects as they come; only the first waits, until it is known whether it is alone.
#[derive(Default)]
pub(crate) struct List {
    written: usize,
    first: Option<String>,
}

impl List {
    /// Adds an object.
    pub(crate) fn add(&mut self, json: String, out: &mut impl Write) -> io::Result<()> {
        match (self.written, self.first.take()) {
            (0, _) => self.first = Some(json),
            (_, Some(first)) => write!(out, "[\n{first},\n{json}")?,
            (_, None) => write!(out, ",\n{json}")?,
        }
        self.written += 1;
        Ok(())
    }

    /// Ends the output.
    pub(crate) fn finish(self, out: &mut impl Write) -> io::Result<()> {
        match self.first {
            Some(only) => writeln!(out, "{only}"),
            None if self.written > 0 => writeln!(out, "\n]"),
            None => Ok(()),
        }
    }
}
