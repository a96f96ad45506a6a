//! The commands on a ledger.

mod add;
pub(crate) mod args;
mod export;
mod hands;
mod item;
mod log;
mod matter;
mod search;
mod status;
mod timeline;
mod who;

pub(crate) use add::{add, reader_name};
pub(crate) use export::export;
pub(crate) use hands::{confirm, correct, join, note, split, strike, undo};
pub(crate) use log::{log, rebuild, verify};
pub(crate) use matter::show;
pub(crate) use search::search;
pub(crate) use status::status;
pub(crate) use timeline::timeline;
pub(crate) use who::who;

use crate::{End, say};
use args::{Where, Writer};
use demarche::record::Kind;
use demarche_ledger::{Ledger, LedgerError, Stamp};
use jiff::civil::Date;
use std::collections::HashMap;
use std::io;

/// Runs work on a ledger, and says why when it cannot be done.
fn told(work: Result<End, Failure>) -> io::Result<End> {
    match work {
        Ok(end) => Ok(end),
        Err(Failure::Output(error)) => Err(error),
        Err(Failure::Ledger(error)) => {
            say(&error.to_string());
            Ok(End::Nothing)
        }
    }
}

/// Why a command could not be done.
enum Failure {
    /// The output could not be written.
    Output(io::Error),
    Ledger(LedgerError),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Output(error)
    }
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Failure {
        Failure::Ledger(error)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Failure {
        Failure::Output(error.into())
    }
}

fn refused(why: impl Into<String>) -> Failure {
    Failure::Ledger(LedgerError::Refused(why.into()))
}

fn to_read(place: &Where) -> Result<Ledger, Failure> {
    Ok(Ledger::open_to_read(&place.ledger)?)
}

/// Opens a ledger that must be there.
fn to_write(writer: &Writer) -> Result<Ledger, Failure> {
    let path = &writer.place.ledger;
    if !path.exists() {
        return Err(LedgerError::Missing(path.display().to_string()).into());
    }
    Ok(Ledger::open(path)?)
}

/// The name of whose account this is.
pub(crate) fn account() -> Option<String> {
    let names = ["USER", "LOGNAME", "USERNAME"];
    names.iter().find_map(|n| std::env::var(n).ok())
}

/// Now, and whoever is at the keyboard.
fn stamp(writer: &Writer) -> Stamp {
    let author = writer.by.clone().or_else(account);
    Stamp {
        at: jiff::Timestamp::now()
            .strftime("%Y-%m-%dT%H:%M:%SZ")
            .to_string(),
        author: author
            .filter(|a| !a.is_empty())
            .unwrap_or_else(|| "somebody".to_owned()),
    }
}

/// The day on the wall.
fn today() -> Date {
    jiff::Zoned::now().date()
}

fn kind(word: &str) -> Result<Kind, Failure> {
    Ok(demarche_ledger::fields::kind(word)?)
}

/// Names of parties, by their ids.
pub(crate) struct Names(HashMap<String, String>);

impl Names {
    fn of(ledger: &Ledger) -> Result<Names, Failure> {
        let all = ledger.parties()?.into_iter();
        Ok(Names(all.map(|(id, name, _)| (id, name)).collect()))
    }

    /// "Russia", or the id where the name is not known.
    fn name<'a>(&'a self, id: &'a str) -> &'a str {
        self.0.get(id).map_or(id, String::as_str)
    }

    /// "United States → Russia".
    fn both(&self, actor: &[String], addressee: &[String]) -> String {
        let list = |ids: &[String]| {
            let names: Vec<&str> = ids.iter().map(|id| self.name(id)).collect();
            crate::show::proof::printable(&names.join(", "))
        };
        if addressee.is_empty() {
            list(actor)
        } else {
            format!("{} → {}", list(actor), list(addressee))
        }
    }

    /// The id that a person means by an id or a name.
    fn id_of(&self, words: &str) -> Result<String, Failure> {
        if self.0.contains_key(words) {
            return Ok(words.to_owned());
        }
        let same = |a: &str| a.eq_ignore_ascii_case(words);
        let found = self.0.iter().find(|(id, name)| same(id) || same(name));
        found.map(|(id, _)| id.clone()).ok_or_else(|| {
            refused(format!(
                "no party “{words}” stands in the ledger; demarche search or timeline shows who does"
            ))
        })
    }
}
