//! `cargo lab bench desk [--large] [--ledger FILE] [--write]`: how fast the desk answers, asked over TCP.
//!
//! The ledger holds made-up reports, see [`super::ledger`]: 10,000 of them, 100,000 (a million moves) with
//! `--large`, or those of a file that an earlier run left with `--work`. Times are by the wall, since that is
//! what a reader waits for; a busy machine makes them longer.

use super::{ledger, median};
use crate::Outcome;
use crate::eval::{Table, write};
use demarche::Reader;
use demarche_desk::Options;
use demarche_ledger::Ledger;
use jiff::ToSpan;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Days whose page is asked for first.
const N_DAYS: usize = 15;
/// Connections that ask for the same pages.
const CONNECTIONS: usize = 8;
/// How long they ask.
const LONG: Duration = Duration::from_secs(10);
/// Between two reports of the writer.
const PAUSE: Duration = Duration::from_millis(200);

/// Prints the figures, and with `--write` puts them into `eval/results.tsv`.
pub(super) fn command(arguments: &[String]) -> Outcome {
    let mut table = Table::new(arguments.to_vec());
    let (set, size) = if table.asked("--large") {
        ("100,000 reports", 100_000)
    } else {
        ("10,000 reports", 10_000)
    };
    let own = table.value_of("--ledger").map(PathBuf::from);
    let path = own.clone().unwrap_or_else(|| {
        let name = format!("demarche-bench-desk-{}.db", std::process::id());
        std::env::temp_dir().join(name)
    });
    if !path.exists() {
        ledger::fill(&path, size)?;
    }
    let figures = figures(&path);
    if own.is_none() {
        ledger::remove(&path);
    }
    for (measure, value, n) in figures? {
        table.add("desk", set, measure, value, n);
    }
    print!("{}", table.to_tsv());
    if table.asked("--write") {
        write(&table)?;
    }
    Ok(())
}

type Measures = Vec<(&'static str, f64, usize)>;

fn figures(path: &Path) -> Result<Measures> {
    let ledger = Ledger::open(path)?;
    let last = ledger.last_day()?.unwrap_or_default();
    // A ledger that was kept holds what the writer of an earlier run added; that would be nothing new.
    let n_reports = ledger.size()?.0 as usize;
    drop(ledger);
    let address = serve(path)?;
    let mut visit = Visit::begin(address)?;
    let day = |n: usize| {
        last.checked_sub((n as i64).days())
            .map(|d| format!("/?on={d}"))
    };
    let mut times = Vec::new();
    let mut largest = 0;
    for n in 0..N_DAYS {
        let page = visit.get(&day(n)?)?;
        times.push(page.first_byte.as_secs_f64() * 1e3);
        largest = largest.max(page.size);
    }
    let slowest = times.iter().copied().fold(0.0, f64::max);
    let mut all = vec![
        ("state of play, first byte, ms", median(times), N_DAYS),
        ("state of play, slowest first byte, ms", slowest, N_DAYS),
        (
            "state of play, largest page, kB",
            largest as f64 / 1e3,
            N_DAYS,
        ),
    ];
    for (measure, address) in [
        ("timeline, first byte, ms", "/timeline"),
        ("who, first byte, ms", "/who"),
        ("review, first byte, ms", "/review"),
    ] {
        let page = visit.get(address)?;
        all.push((measure, page.first_byte.as_secs_f64() * 1e3, 1));
    }
    let page = day(0)?;
    let (rate, n) = rate(address, &visit.cookie, &page)?;
    all.push(("kept page, requests a second", rate, n));
    let over = Arc::new(AtomicBool::new(false));
    let writer = writer(path, n_reports, over.clone());
    let asked = self::rate(address, &visit.cookie, &page);
    over.store(true, Ordering::Relaxed);
    let n_written = writer.join().map_err(|_| "the writer broke off")?;
    let (rate, n) = asked?;
    all.push(("kept page while another writes, requests a second", rate, n));
    all.push(("reports written meanwhile", n_written as f64, n_written));
    Ok(all)
}

/// Serves a ledger on a port of its own, as `demarche serve` does.
fn serve(path: &Path) -> Result<SocketAddr> {
    let listen = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let options = Options {
        listen,
        ..Options::new(path.to_owned())
    };
    let reader = Reader::new(demarche_models::ENGINE)?;
    std::thread::spawn(move || demarche_desk::serve(options, reader));
    for _ in 0..600 {
        if TcpStream::connect(listen).is_ok() {
            return Ok(listen);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Err("the desk does not open".into())
}

/// Another program that adds a report now and then; how many it added.
fn writer(path: &Path, n_reports: usize, over: Arc<AtomicBool>) -> std::thread::JoinHandle<usize> {
    let path = path.to_owned();
    std::thread::spawn(move || {
        let mut n = 0;
        while !over.load(Ordering::Relaxed) {
            if ledger::add_one(&path, n_reports + n).is_ok() {
                n += 1;
            }
            std::thread::sleep(PAUSE);
        }
        n
    })
}

/// Requests a second for one page, over several connections.
fn rate(address: SocketAddr, cookie: &str, page: &str) -> Result<(f64, usize)> {
    let begun = Instant::now();
    let ask = || -> usize {
        let Ok(mut visit) = Visit::with(address, cookie.to_owned()) else {
            return 0;
        };
        let mut n = 0;
        while begun.elapsed() < LONG && visit.get(page).is_ok() {
            n += 1;
        }
        n
    };
    let n: usize = std::thread::scope(|scope| {
        let all: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(ask)).collect();
        all.into_iter().map(|t| t.join().unwrap_or(0)).sum()
    });
    Ok((n as f64 / begun.elapsed().as_secs_f64(), n))
}

/// A visitor with a connection that stays open.
struct Visit {
    stream: BufReader<TcpStream>,
    cookie: String,
}

struct Page {
    first_byte: Duration,
    size: usize,
}

impl Visit {
    fn begin(address: SocketAddr) -> Result<Visit> {
        let mut visit = Visit::with(address, String::new())?;
        visit.get("/add")?;
        Ok(visit)
    }

    fn with(address: SocketAddr, cookie: String) -> Result<Visit> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Visit {
            stream: BufReader::new(stream),
            cookie,
        })
    }

    fn get(&mut self, path: &str) -> Result<Page> {
        let cookie = &self.cookie;
        let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n");
        let begun = Instant::now();
        self.stream.get_mut().write_all(request.as_bytes())?;
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let first_byte = begun.elapsed();
        if !line.starts_with("HTTP/1.1 200") {
            return Err(format!("{path}: {line}").into());
        }
        let mut size = 0;
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let Some((name, value)) = line.split_once(": ") else {
                break;
            };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => size = value.trim().parse()?,
                "set-cookie" => value
                    .split(';')
                    .next()
                    .unwrap_or("")
                    .clone_into(&mut self.cookie),
                _ => {}
            }
        }
        let mut body = vec![0; size];
        self.stream.read_exact(&mut body)?;
        Ok(Page { first_byte, size })
    }
}
