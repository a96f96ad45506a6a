//! What the pages share: one writer and a few readers of the ledger, the pages that were made, the jobs.

use crate::cache::Cache;
use crate::fault::{DeskError, Fault};
use crate::fetch::Fetch;
use crate::guard::Pace;
use crate::job::Jobs;
use crate::passwords::Passwords;
use crate::random;
use crate::sign_in::Sessions;
use demarche::Reader;
use demarche_ledger::{Ledger, Stamp};
use jiff::Timestamp;
use jiff::civil::Date;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Semaphore, watch};

/// How the desk is to be opened.
#[derive(Clone, Debug)]
pub struct Options {
    pub ledger: PathBuf,
    pub listen: SocketAddr,
    /// Names under which the desk is reached besides those of this machine, as a proxy passes them on.
    pub hosts: Vec<String>,
    /// A file of passwords; without one everybody on this machine may edit.
    pub password_file: Option<PathBuf>,
    /// Which reports may be fetched from the web.
    pub fetch: Fetch,
    /// Open a browser.
    pub open: bool,
    /// Which program and weights read, as the log names them.
    pub reader_name: String,
    /// Who is at the keyboard, until he says otherwise.
    pub author: String,
    pub clock: fn() -> Timestamp,
}

impl Options {
    /// A desk on loopback for whoever is at this machine.
    pub fn new(ledger: PathBuf) -> Options {
        Options {
            ledger,
            listen: SocketAddr::from(([127, 0, 0, 1], 7878)),
            hosts: Vec::new(),
            password_file: None,
            fetch: Fetch::Off,
            open: false,
            reader_name: "demarche".to_owned(),
            author: "somebody".to_owned(),
            clock: Timestamp::now,
        }
    }
}

/// Connections that read at a time, and pages that are made at a time: more would only wait for cores.
const READERS: usize = 4;

/// The desk.
pub struct Desk {
    pub(crate) options: Options,
    pub(crate) reader: Arc<Reader>,
    writer: Mutex<Ledger>,
    readers: Mutex<Vec<Ledger>>,
    pub(crate) tip: watch::Sender<i64>,
    pub(crate) cache: Cache,
    pub(crate) parties: Mutex<crate::page::Parties>,
    pub(crate) turn: Semaphore,
    pub(crate) pace: Pace,
    pub(crate) jobs: Jobs,
    pub(crate) passwords: Option<Passwords>,
    pub(crate) sessions: Sessions,
    /// Stands in pages where the visitor's token goes.
    pub(crate) token_here: String,
    /// Stands in pages where the visitor's name goes.
    pub(crate) name_here: String,
    secret: String,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk")
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl Desk {
    /// Opens the ledger, and makes it where there is none.
    ///
    /// # Errors
    /// When the ledger or the file of passwords cannot be used, or the desk would be open to others
    /// without a password.
    pub fn open(options: Options, reader: Arc<Reader>) -> Result<Arc<Desk>, DeskError> {
        let passwords = options
            .password_file
            .as_deref()
            .map(Passwords::read)
            .transpose()?;
        let alone = options.listen.ip().is_loopback() && options.hosts.is_empty();
        if passwords.is_none() && !alone {
            return Err(DeskError::Setting(format!(
                "{} can be reached by others: give --password-file, see demarche serve --help",
                options.listen
            )));
        }
        let writer = Ledger::open(&options.ledger)?;
        let tip = writer.tip()?;
        Ok(Arc::new(Desk {
            writer: Mutex::new(writer),
            readers: Mutex::default(),
            tip: watch::Sender::new(tip),
            cache: Cache::default(),
            parties: Mutex::default(),
            turn: Semaphore::new(READERS),
            pace: Pace::default(),
            jobs: Jobs::default(),
            passwords,
            sessions: Sessions::default(),
            token_here: random::word(),
            name_here: random::word(),
            secret: random::word(),
            options,
            reader,
        }))
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.options.clock)()
    }

    pub(crate) fn today(&self) -> Date {
        self.now().to_zoned(jiff::tz::TimeZone::system()).date()
    }

    pub(crate) fn stamp(&self, author: &str) -> Stamp {
        Stamp {
            at: self.now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            author: author.to_owned(),
        }
    }

    /// The token of a session, which its forms carry.
    pub(crate) fn token(&self, session: &str) -> String {
        random::hash(&[self.secret.as_bytes(), session.as_bytes()])
    }

    /// Reads the ledger. It blocks, so it is for threads that may wait.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Ledger) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let idle = locked(&self.readers).pop();
        let ledger = match idle {
            Some(ledger) => ledger,
            None => Ledger::open_to_read(&self.options.ledger)?,
        };
        let done = work(&ledger);
        let mut readers = locked(&self.readers);
        if readers.len() < READERS {
            readers.push(ledger);
        }
        done
    }

    /// Writes to the ledger, one at a time, and lets everybody know.
    pub(crate) fn write<T>(
        &self,
        work: impl FnOnce(&mut Ledger) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let mut ledger = locked(&self.writer);
        let done = work(&mut ledger);
        let tip = ledger.tip()?;
        drop(ledger);
        self.moved(tip);
        done
    }

    /// Notes where the ledger stands; others may write to it too.
    pub(crate) fn moved(&self, tip: i64) {
        self.tip.send_if_modified(|now| {
            let more = *now != tip;
            *now = tip;
            more
        });
    }
}

/// A lock; what a thread that panicked left is whole, since nothing is changed halfway.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
