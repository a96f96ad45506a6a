//! `demarche serve`: the desk in a browser.

use crate::ledger::{account, args, reader_name};
use crate::{End, reader, say};
use clap::{Args, ValueHint};
use demarche_desk::{DeskError, Fetch, Options};
use std::io::{self, IsTerminal, Write};
use std::net::SocketAddr;
use std::path::PathBuf;

#[derive(Args, Debug)]
#[command(after_help = SERVE)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) place: args::Where,
    /// The address and port
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7878")]
    pub(crate) listen: SocketAddr,
    /// Open a browser
    #[arg(long)]
    pub(crate) open: bool,
    /// A name under which a proxy passes requests on; asks for a password and TLS
    #[arg(long, value_name = "NAME")]
    pub(crate) host: Vec<String>,
    /// A file of passwords, which --hash writes
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) password_file: Option<PathBuf>,
    /// Let editors add reports by their address on the web; never those of this machine or its network
    #[arg(long)]
    pub(crate) allow_fetch: bool,
    /// Read a password from standard input and write its line for --password-file
    #[arg(long, value_name = "ROLE", value_parser = ["reader", "editor"])]
    pub(crate) hash: Option<String>,
}

const SERVE: &str = "\
Examples:
  demarche serve --open
  demarche serve --hash editor >> passwords
  demarche serve --listen 10.0.0.5:7878 --host desk.example.org --password-file passwords

Without --password-file only this machine is served, and whoever is at it may edit. For others the desk asks
for a password and for a proxy in front of it that speaks TLS and passes the name of the host on. A reader
may look, an editor may add and correct. Programs send the password as a bearer token.";

/// Serves the desk, or hashes a password.
pub(crate) fn command(serve: &Serve, out: &mut impl Write) -> io::Result<End> {
    let done = match &serve.hash {
        Some(role) => hash(role, out)?,
        None => open(serve),
    };
    Ok(match done {
        Ok(()) => End::All,
        Err(error) => {
            say(&error.to_string());
            End::Nothing
        }
    })
}

fn hash(role: &str, out: &mut impl Write) -> io::Result<Result<(), DeskError>> {
    if io::stdin().is_terminal() {
        say("type the password and Enter; it is seen, so pipe it in where others look on");
    }
    let mut password = String::new();
    io::stdin().read_line(&mut password)?;
    let line = demarche_desk::hash_line(role, password.trim_end_matches(['\r', '\n']));
    line.map_or_else(|e| Ok(Err(e)), |line| writeln!(out, "{line}").map(Ok))
}

fn open(serve: &Serve) -> Result<(), DeskError> {
    let Some(reader) = reader() else {
        let why = "the desk was not opened".to_owned();
        return Err(DeskError::Setting(why));
    };
    let options = Options {
        listen: serve.listen,
        hosts: serve.host.clone(),
        password_file: serve.password_file.clone(),
        open: serve.open,
        fetch: if serve.allow_fetch {
            Fetch::Open
        } else {
            Fetch::Off
        },
        reader_name: reader_name(),
        author: account().unwrap_or_else(|| "somebody".to_owned()),
        ..Options::new(serve.place.ledger.clone())
    };
    demarche_desk::serve(options, reader)
}
