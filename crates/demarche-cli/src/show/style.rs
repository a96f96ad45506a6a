//! Colours. The stream drops them where they are not wanted.

use anstyle::{AnsiColor, Style};

/// Ends every style.
pub(crate) const RESET: anstyle::Reset = anstyle::Reset;
pub(crate) const BOLD: Style = Style::new().bold();
pub(crate) const DIM: Style = Style::new().dimmed();
/// The kind of a move.
pub(crate) const KIND: Style = AnsiColor::Cyan.on_default().bold();
/// The words that prove.
pub(crate) const PROOF: Style = AnsiColor::Green.on_default();
pub(crate) const WARN: Style = AnsiColor::Yellow.on_default();
