//! Programs that are killed while they write, and bytes that turn over on the disk.
//!
//! `cargo lab ledger kills` and `cargo lab ledger flips` run these tests with larger numbers.

use crate::desk::{Folder, Random, everything, many, stamp};
use demarche_ledger::{Ledger, LedgerError, Reading};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Names the ledger to which a child adds.
const CHILD: &str = "DEMARCHE_CHILD_ADDS_TO";

/// Reports of a batch: few, so that a kill meets many commits.
const BATCH: usize = 3;

fn number_of(variable: &str, usual: usize) -> usize {
    let told = std::env::var(variable).ok();
    told.and_then(|n| n.parse().ok()).unwrap_or(usual)
}

fn add_all(path: &Path, reports: &[Reading]) {
    let mut ledger = Ledger::open(path).expect("opened");
    for batch in reports.chunks(BATCH) {
        ledger.add(batch, &stamp()).expect("added");
    }
}

/// The child of the test below: adds all reports, until it is killed.
#[test]
fn adds_until_it_is_killed() {
    if let Ok(path) = std::env::var(CHILD) {
        add_all(Path::new(&path), &many(60));
    }
}

#[test]
fn a_killed_writer_leaves_what_it_had_committed() {
    let folder = Folder::new("kills");
    let reports = many(60);
    let unbroken = folder.join("unbroken.db");
    let start = Instant::now();
    add_all(&unbroken, &reports);
    let took = start.elapsed();
    let unbroken = Ledger::open_to_read(&unbroken).expect("opened");
    let right = everything(&unbroken);
    let whole = unbroken.verify().expect("verified");

    let mut random = Random(7);
    let (mut n_kills, mut n_committed, mut round) = (0, 0, 0);
    while n_kills < number_of("DEMARCHE_KILLS", 12) {
        round += 1;
        let path = folder.join(&format!("{round}.db"));
        // Killed and started again on the same file, until one gets through.
        while is_killed(&path, random.below(took)) {
            n_kills += 1;
            let ledger = match Ledger::open(&path) {
                Ok(ledger) => ledger,
                Err(error) => panic!("after kill {n_kills}: {error}"),
            };
            let verdict = ledger.verify().expect("verified");
            assert_eq!(verdict.faults, Vec::<String>::new(), "after kill {n_kills}");
            let (n_documents, _) = ledger.size().expect("size");
            assert_eq!(n_documents % BATCH as i64, 0, "batches are whole");
            n_committed += usize::from(n_documents > 0);
        }
        let ledger = Ledger::open_to_read(&path).expect("opened");
        assert_eq!(everything(&ledger), right);
        // The same log, event for event.
        assert_eq!(ledger.verify().expect("verified"), whole);
    }
    assert!(n_committed > 0, "some kill came after a commit");
}

/// Lets a child add to the ledger and kills it after a while; false when it was done before.
fn is_killed(path: &Path, after: Duration) -> bool {
    let program = std::env::current_exe().expect("this program");
    let mut child = Command::new(program)
        .args(["--exact", "harm::adds_until_it_is_killed"])
        .env(CHILD, path)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a child");
    std::thread::sleep(after);
    child.kill().expect("killed");
    let ended = child.wait().expect("ended");
    assert!(ended.success() || ended.code().is_none(), "{ended}");
    !ended.success()
}

#[test]
fn a_byte_that_turned_over_is_found() {
    let folder = Folder::new("flips");
    let path = folder.join("whole.db");
    add_all(&path, &many(20));
    let right = {
        let ledger = Ledger::open(&path).expect("opened");
        let number = ledger.number_of("3").expect("a move");
        let mut ledger = ledger;
        ledger.confirm(number, &stamp()).expect("confirmed");
        what_it_says(&ledger).expect("whole")
    };
    let whole = std::fs::read(&path).expect("read");
    let beside = |end: &str| folder.join(&format!("whole.db{end}")).exists();
    assert!(!beside("-wal"), "closed, so that all is in the file");

    let mut random = Random(11);
    let (mut n_found, mut n_idle, n_flips) = (0, 0, number_of("DEMARCHE_FLIPS", 60));
    for number in 0..n_flips {
        let mut bytes = whole.clone();
        let at = random.up_to(bytes.len());
        bytes[at] ^= 1 + random.up_to(255) as u8;
        let flipped = folder.join("flipped.db");
        std::fs::write(&flipped, &bytes).expect("written");
        match Ledger::open_to_read(&flipped).and_then(|l| what_it_says(&l)) {
            Err(_) => n_found += 1,
            Ok(says) => {
                assert!(says == right, "flip {number}, byte {at}, was not found");
                n_idle += usize::from(!is_free(&whole, at));
            }
        }
        std::fs::remove_file(&flipped).expect("removed");
    }
    println!("{n_flips} flips: {n_found} found, {n_idle} idle, the others in free space");
    // Counters of the file's head, and the comments in the schema, say nothing of a record.
    assert!(20 * n_idle < n_found, "{n_idle} idle, {n_found} found");
}

/// True when a byte is in the free space of its page: between the pointers to the cells and the cells, or in
/// a block that was freed (SQLite's file format, 1.6).
fn is_free(file: &[u8], at: usize) -> bool {
    const PAGE: usize = 4096;
    let (number, place) = (at / PAGE, at % PAGE);
    let page = &file[number * PAGE..];
    if let Some(from) = is_unused(file, number) {
        return place >= from;
    }
    let two = |at: usize| usize::from(page[at]) << 8 | usize::from(page[at + 1]);
    // The first page begins with the head of the file.
    let start = if number == 0 { 100 } else { 0 };
    let head = match page[start] {
        2 | 5 => 12,
        10 | 13 => 8,
        // A page of what runs over from a cell: only its last part can be free.
        _ => return page[place..PAGE].iter().all(|b| *b == 0),
    };
    let pointers_end = start + head + 2 * two(start + 3);
    if (pointers_end..two(start + 5)).contains(&place) {
        return true;
    }
    let mut block = two(start + 1);
    while block != 0 {
        if (block + 4..block + two(block + 2)).contains(&place) {
            return true;
        }
        block = two(block);
    }
    false
}

/// Of a page that no table uses (1.5 there), the place from which nothing stands on it.
fn is_unused(file: &[u8], number: usize) -> Option<usize> {
    const PAGE: usize = 4096;
    let four = |at: usize| {
        let bytes = file[at..at + 4].try_into().expect("four bytes");
        u32::from_be_bytes(bytes) as usize
    };
    let mut list = four(32);
    while list != 0 {
        let start = (list - 1) * PAGE;
        let n = four(start + 4);
        if list == number + 1 {
            return Some(8 + 4 * n);
        }
        if (0..n).any(|i| four(start + 8 + 4 * i) == number + 1) {
            return Some(0);
        }
        list = four(start);
    }
    None
}

/// All that a whole ledger says; an error when it is not whole.
fn what_it_says(ledger: &Ledger) -> Result<(String, Vec<String>), LedgerError> {
    let verdict = ledger.verify()?;
    if !verdict.is_whole() {
        return Err(LedgerError::Damaged(verdict.faults.join("; ")));
    }
    let search = demarche_ledger::view::Search {
        words: "sanctions".to_owned(),
        limit: 100,
        ..Default::default()
    };
    let found = ledger.search(&search)?;
    let found = serde_json::to_string(&found).expect("JSON");
    Ok((verdict.tip + &found, everything(ledger)))
}

/// The place of words in a file.
fn find(bytes: &[u8], words: &str) -> usize {
    let mut windows = bytes.windows(words.len());
    windows.position(|w| w == words.as_bytes()).expect("there")
}

#[test]
fn the_first_bad_event_is_named() {
    let folder = Folder::new("named");
    let path = folder.join("a.db");
    let reports = many(9);
    add_all(&path, &reports);
    let whole = std::fs::read(&path).expect("read");
    // What was read in the fifth report, and in the seventh: a report is two events.
    let faults_after = |numbers: &[usize]| {
        let mut bytes = whole.clone();
        for number in numbers {
            let source = format!("\"title\":\"report {number}\"");
            let at = find(&bytes, &source) + source.len() - 2;
            bytes[at] ^= 1;
        }
        std::fs::write(&path, &bytes).expect("written");
        let ledger = Ledger::open_to_read(&path).expect("opened");
        ledger.verify().expect("verified").faults
    };
    let faults = faults_after(&[6, 4]);
    assert!(faults[0].starts_with("event 9 (document of"), "{faults:?}");
    assert!(faults[1].starts_with("event 13 (document of"), "{faults:?}");
    assert_eq!(faults.len(), 2, "{faults:?}");
}
