//! What can be asked of the command.

use crate::ledger::args as ledger;
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use jiff::civil::Date;
use std::path::PathBuf;

/// Reads the news of a negotiation and keeps its record: who demanded, offered, promised, refused,
/// warned or denied what, toward whom, in which words, on what condition, by when.
#[derive(Debug, Parser)]
#[command(name = "demarche", version, arg_required_else_help = true, after_help = EXIT)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// When to use colour
    #[arg(long, value_enum, default_value_t = Color::Auto, global = true, value_name = "WHEN")]
    pub(crate) color: Color,
}

const EXIT: &str = "\
Examples:
  demarche read report.html
  demarche read --date 2022-01-21 talks.txt --format json
  curl -s https://example.org/report.html | demarche read
  demarche explain talks.txt --at 44:1
  demarche parse talks.txt --format conllu
  demarche add reports/*.html feed.jsonl
  demarche status --on 2022-01-28 --party Russia
  demarche show 17

Exit status: 0 all reports were read, 1 some could not be read (each is named), 2 nothing was done.
Colour is used on a terminal only, and never when NO_COLOR is set.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read reports and write their records
    Read(Read),
    /// Say why there is, or is not, an entry at a place of a report
    Explain(Explain),
    /// Tag and parse English: tokens, tags, lemmas, syntax and names
    Parse(Parse),
    /// Add reports to a ledger
    Add(ledger::Add),
    /// Say how things stand on a day
    Status(ledger::Status),
    /// List who did what, when
    Timeline(ledger::Timeline),
    /// Show one matter: its moves in order, each with its words and why it was joined
    Show(ledger::Show),
    /// Find moves and reports by their words
    Search(ledger::Search),
    /// List the people that the reports introduce, or say who somebody is
    Who(ledger::Who),
    /// Say that moves are right as they stand
    Confirm(ledger::Confirm),
    /// Put a move right
    Correct(ledger::Correct),
    /// Take moves out of the count; they stay in the ledger
    Strike(ledger::Strike),
    /// Join a move to an earlier one
    Join(ledger::Join),
    /// Part a move from an earlier one
    Split(ledger::Split),
    /// Enter a move by hand
    Note(ledger::Note),
    /// Take back what a person said
    Undo(ledger::Undo),
    /// Write the ledger as JSON lines, CSV, calendar, feed, annotations or Markdown
    Export(ledger::Export),
    /// Open the ledger in a browser
    Serve(crate::serve::Serve),
    /// List what was written to the ledger
    Log(ledger::Log),
    /// Check everything ever written to the ledger
    Verify(ledger::Bare),
    /// Make what the ledger derives from its log anew
    Rebuild(ledger::Bare),
    /// Write the completions of a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Write the manual page, or that of a subcommand
    Man {
        /// The subcommand
        command: Option<String>,
    },
}

#[derive(Args, Debug)]
#[command(after_help = READ)]
pub(crate) struct Read {
    /// Reports: plain text, HTML, Markdown, JSON, or JSON lines; `-` is standard input
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) source: Source,
    /// The form of the output
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Leave out entries of less confidence, from 0 to 1
    #[arg(long, value_name = "SHARE", value_parser = share, default_value_t = 0.0)]
    pub(crate) min_confidence: f32,
    /// How many reports are read at a time [default: one a core]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,
}

const READ: &str = "\
Relative dates (“next week”) are counted from the report's own day: that of --date, else of its metadata,
its first lines or its dateline. Without one they stay unresolved, and the record says so.

The form json is one object for one report and a list for several; jsonl is one line a report.";

#[derive(Args, Debug)]
pub(crate) struct Explain {
    /// The report; `-` is standard input
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,
    /// The place, as line and column of the report's text, counted from 1
    #[arg(long, value_name = "LINE[:COLUMN]", value_parser = place, required_unless_present = "all")]
    pub(crate) at: Option<Place>,
    /// Explain every sentence
    #[arg(long, conflicts_with = "at")]
    pub(crate) all: bool,
    /// Which report of the file, counted from 1
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) report: usize,
    #[command(flatten)]
    pub(crate) source: Source,
}

#[derive(Args, Debug)]
#[command(after_help = PARSE)]
pub(crate) struct Parse {
    /// Texts in any form that read takes, or CoNLL-U; `-` is standard input
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) files: Vec<PathBuf>,
    /// The form of the input [default: told from its name and its content; CoNLL-U from its name]
    #[arg(long, visible_alias = "input", value_enum)]
    pub(crate) from: Option<ParseFrom>,
    /// The form of the output
    #[arg(long, value_enum, default_value_t = ParseFormat::Text)]
    pub(crate) format: ParseFormat,
}

const PARSE: &str = "\
Examples:
  demarche parse talks.txt
  demarche parse talks.txt --format conllu > talks.conllu
  demarche parse --from conllu --format conllu < gold.conllu
  echo 'Moscow said it would reply.' | demarche parse --format json

All of a text is parsed, titles and captions too. Of CoNLL-U the words, comments and MISC are kept and tags,
lemmas, features and trees are made anew. Labels are those of Universal Dependencies as in the treebanks EWT
and GUM. Names stand in MISC as ner=B-PER, ner=I-PER and so on, of the kinds PER, LOC and ORG.

Offsets in JSON count Unicode code points; json is one object for one text and a list for several, jsonl is
one line a text.";

/// What is known of the reports from outside.
#[derive(Args, Debug)]
pub(crate) struct Source {
    /// The publication day, which overrules what the report says of it (2022-01-21)
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) date: Option<Date>,
    /// The form of the input [default: told from its name and its content]
    #[arg(long, value_enum)]
    pub(crate) from: Option<From>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For reading
    Text,
    /// The record as JSON
    Json,
    /// The record as JSON, one line a report
    Jsonl,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum From {
    Text,
    Markdown,
    Html,
    Json,
    Jsonl,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ParseFrom {
    Text,
    Markdown,
    Html,
    Json,
    Jsonl,
    /// Words that are given, with or without labels
    Conllu,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ParseFormat {
    /// A table for reading
    Text,
    /// CoNLL-U, ten columns a word
    Conllu,
    /// Tokens with their offsets as JSON
    Json,
    /// The same, one line a text
    Jsonl,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

/// A place in a text, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

pub(crate) fn day(words: &str) -> Result<Date, String> {
    demarche_source::dates::parse(words).map_err(|error| error.to_string())
}

fn share(words: &str) -> Result<f32, String> {
    let share: f32 = words.parse().map_err(|_| "it is not a number".to_owned())?;
    let fits = (0.0..=1.0).contains(&share);
    fits.then_some(share)
        .ok_or_else(|| "it must lie between 0 and 1".to_owned())
}

fn place(words: &str) -> Result<Place, String> {
    let (line, column) = words.split_once(':').unwrap_or((words, "1"));
    let number = |s: &str| s.parse().ok().filter(|&n| n > 0);
    match (number(line), number(column)) {
        (Some(line), Some(column)) => Ok(Place { line, column }),
        _ => Err("give a line and a column, counted from 1, as in 44:1".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn places_are_counted_from_one() {
        assert_eq!(
            place("44:1"),
            Ok(Place {
                line: 44,
                column: 1
            })
        );
        assert_eq!(
            place("44"),
            Ok(Place {
                line: 44,
                column: 1
            })
        );
        assert!(place("0:1").is_err());
        assert!(place("a").is_err());
    }
}
