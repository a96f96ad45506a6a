//! Where reports come from: files and standard input, each by its name.

use crate::args;
use crate::say;
use demarche_source::{Form, Hints, Outcome, documents};
use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind, IsTerminal};
use std::path::{Path, PathBuf};

/// A report, or why there is none, with the name of its source.
pub(crate) struct Arrived {
    pub(crate) name: String,
    pub(crate) outcome: Outcome,
}

/// A file or standard input, opened for reading, with its name.
pub(crate) fn open_bytes(path: &Path) -> (String, Result<Box<dyn BufRead>, String>) {
    if path.as_os_str() == "-" {
        ("standard input".to_owned(), open_input())
    } else {
        (path.display().to_string(), open(path))
    }
}

/// Every report of these files, read as they are asked for; standard input when no file is named.
pub(crate) fn arrivals<'a>(
    files: &'a [PathBuf],
    source: &'a args::Source,
) -> impl Iterator<Item = Arrived> + 'a {
    let input = files.is_empty().then(|| PathBuf::from("-"));
    let paths = files.iter().cloned().chain(input);
    paths.flat_map(move |path| one_source(&path, source))
}

fn one_source(path: &Path, source: &args::Source) -> Box<dyn Iterator<Item = Arrived>> {
    let is_input = path.as_os_str() == "-";
    let (name, opened) = open_bytes(path);
    let hints = Hints {
        name: if is_input {
            String::new()
        } else {
            name.clone()
        },
        form: source.from.map(form),
        date: source.date,
    };
    match opened {
        Ok(reader) => Box::new(documents(reader, &hints).map(move |outcome| Arrived {
            name: name.clone(),
            outcome,
        })),
        Err(why) => {
            let outcome = Err(demarche_source::Reason::Io(why).into());
            Box::new(std::iter::once(Arrived { name, outcome }))
        }
    }
}

fn open(path: &Path) -> Result<Box<dyn BufRead>, String> {
    if path.is_dir() {
        return Err(format!(
            "it is a directory; name the files in it, as in {}/*.txt",
            path.display()
        ));
    }
    match File::open(path) {
        Ok(file) => Ok(Box::new(BufReader::new(file))),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            Err("there is no such file; check its path".to_owned())
        }
        Err(error) => Err(format!("it cannot be opened: {error}")),
    }
}

fn open_input() -> Result<Box<dyn BufRead>, String> {
    if io::stdin().is_terminal() {
        say("reading standard input; end it with Ctrl-D, or name a file");
    }
    Ok(Box::new(BufReader::new(io::stdin())))
}

fn form(from: args::From) -> Form {
    match from {
        args::From::Text => Form::Text,
        args::From::Markdown => Form::Markdown,
        args::From::Html => Form::Html,
        args::From::Json => Form::Json,
        args::From::Jsonl => Form::JsonLines,
    }
}
