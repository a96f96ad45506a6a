//! The command `demarche`: reports in, records out.
//!
//! Data goes to standard output, everything else to standard error. A bad report never stops the others.

mod args;
mod explain;
mod ledger;
mod list;
mod parse;
mod read;
mod serve;
mod show;
mod sources;

use args::{Cli, Color, Command};
use clap::{CommandFactory, Parser};
use demarche::Reader;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// All reports were read.
    All,
    /// Some could not be read.
    Some,
    /// None could be read, or nothing was asked that can be done.
    Nothing,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let stdout = anstream::AutoStream::new(io::stdout().lock(), choice(&cli));
    let mut out = io::BufWriter::new(stdout);
    let done = match cli.command {
        Command::Read(read) => read::command(&read, &mut out),
        Command::Explain(explain) => explain::command(&explain, &mut out),
        Command::Parse(parse) => parse::command(&parse, &mut out),
        Command::Add(add) => ledger::add(&add, &mut out),
        Command::Status(status) => ledger::status(&status, &mut out),
        Command::Timeline(timeline) => ledger::timeline(&timeline, &mut out),
        Command::Show(show) => ledger::show(&show, &mut out),
        Command::Search(search) => ledger::search(&search, &mut out),
        Command::Who(who) => ledger::who(&who, &mut out),
        Command::Confirm(confirm) => ledger::confirm(&confirm, &mut out),
        Command::Correct(correct) => ledger::correct(&correct, &mut out),
        Command::Strike(strike) => ledger::strike(&strike, &mut out),
        Command::Join(join) => ledger::join(&join, &mut out),
        Command::Split(split) => ledger::split(&split, &mut out),
        Command::Note(note) => ledger::note(&note, &mut out),
        Command::Undo(undo) => ledger::undo(&undo, &mut out),
        Command::Export(export) => ledger::export(&export, &mut out),
        Command::Serve(serve) => serve::command(&serve, &mut out),
        Command::Log(log) => ledger::log(&log, &mut out),
        Command::Verify(bare) => ledger::verify(&bare, &mut out),
        Command::Rebuild(bare) => ledger::rebuild(&bare, &mut out),
        Command::Completions { shell } => {
            let mut page = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "demarche", &mut page);
            out.write_all(&page).map(|()| End::All)
        }
        Command::Man { command } => manual(command.as_deref(), &mut out),
    };
    let done = done.and_then(|end| out.flush().map(|()| end));
    match done {
        Ok(End::All) => ExitCode::SUCCESS,
        Ok(End::Some) => ExitCode::from(1),
        Ok(End::Nothing) => ExitCode::from(2),
        // Whoever reads the output has seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("the output could not be written: {error}"));
            ExitCode::from(2)
        }
    }
}

/// Whether colours go out. JSON holds none, so it need not be searched for them.
fn choice(cli: &Cli) -> anstream::ColorChoice {
    match (&cli.command, cli.color) {
        (Command::Read(read), _) if read.format != args::Format::Text => {
            anstream::ColorChoice::AlwaysAnsi
        }
        (Command::Parse(parse), _) if parse.format != args::ParseFormat::Text => {
            anstream::ColorChoice::AlwaysAnsi
        }
        (Command::Export(_), _) => anstream::ColorChoice::AlwaysAnsi,
        (_, Color::Auto) => anstream::ColorChoice::Auto,
        (_, Color::Always) => anstream::ColorChoice::Always,
        (_, Color::Never) => anstream::ColorChoice::Never,
    }
}

/// Says something to the person, on standard error.
pub(crate) fn say(words: &str) {
    // Nobody is left to be told when this fails.
    let _ = writeln!(io::stderr(), "demarche: {words}");
}

/// The reader with the weights that ship; none, with the reason said, when they cannot be loaded.
pub(crate) fn reader() -> Option<Reader> {
    let loaded = Reader::new(demarche_models::ENGINE);
    match loaded.and_then(|reader| reader.with_acts(demarche_models::ACTS)) {
        Ok(reader) => Some(reader),
        Err(error) => {
            say(&format!("the weights could not be loaded: {error}"));
            None
        }
    }
}

fn manual(name: Option<&str>, out: &mut impl Write) -> io::Result<End> {
    let mut command = Cli::command();
    command.build();
    let page = match name {
        None => Some(command),
        Some(name) => command.find_subcommand(name).cloned(),
    };
    let Some(page) = page else {
        say(&format!(
            "there is no subcommand “{}”",
            name.unwrap_or_default()
        ));
        return Ok(End::Nothing);
    };
    let mut written = Vec::new();
    clap_mangen::Man::new(page).render(&mut written)?;
    out.write_all(&written).map(|()| End::All)
}
