//! Files that are no ledger, or cannot be written: each is told apart, and nothing is lost.

use crate::desk::{Folder, chain, everything, ledger, stamp};
use demarche_ledger::{Ledger, LedgerError};
use std::path::Path;
use std::time::Duration;

/// Opens a file both ways and gives the two messages.
fn refusals(path: &Path) -> [String; 2] {
    let said = |opened: demarche_ledger::Result<Ledger>| match opened {
        Ok(_) => "opened".to_owned(),
        Err(error) => error.to_string(),
    };
    [said(Ledger::open(path)), said(Ledger::open_to_read(path))]
}

fn make(path: &Path) -> Ledger {
    let mut ledger = Ledger::open(path).expect("made");
    ledger.add(&chain(), &stamp()).expect("added");
    ledger
}

#[test]
fn other_files_are_no_ledgers_and_stay_as_they_are() {
    let folder = Folder::new("others");
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06".repeat(200);
    let others: [(&str, &[u8]); 4] = [
        ("note.txt", b"Talks resume on Monday.\n"),
        ("one", b"x"),
        ("picture.png", &png),
        ("torn.db", b"SQLite format 3\0torn"),
    ];
    for (name, bytes) in others {
        let path = folder.join(name);
        std::fs::write(&path, bytes).expect("written");
        for said in refusals(&path) {
            assert!(
                said.contains("no ledger") || said.contains("damaged"),
                "{name}: {said}"
            );
        }
        assert_eq!(std::fs::read(&path).expect("read"), bytes, "{name}");
    }
    let path = folder.join("books.db");
    let other = rusqlite::Connection::open(&path).expect("made");
    other
        .execute_batch("CREATE TABLE books (title)")
        .expect("a table");
    drop(other);
    let before = std::fs::read(&path).expect("read");
    for said in refusals(&path) {
        assert!(said.contains("no ledger"), "{said}");
    }
    assert_eq!(std::fs::read(&path).expect("read"), before);
}

#[test]
fn a_newer_ledger_is_left_alone() {
    let folder = Folder::new("newer");
    let path = folder.join("newer.db");
    drop(make(&path));
    let db = rusqlite::Connection::open(&path).expect("opened");
    db.pragma_update(None, "user_version", 0x0001_0007)
        .expect("written");
    drop(db);
    for said in refusals(&path) {
        assert!(said.contains("of version 7"), "{said}");
    }
}

#[test]
fn what_is_not_there_is_named() {
    let folder = Folder::new("missing");
    let [made, missing] = refusals(&folder.join("a.db"));
    assert_eq!(made, "opened");
    assert_eq!(missing, "opened");
    let nowhere = folder.join("no/such/a.db");
    for said in refusals(&nowhere) {
        assert!(said.contains("there is no"), "{said}");
    }
    for said in refusals(&folder.0) {
        assert!(said.contains("is a folder"), "{said}");
    }
    let empty = folder.join("empty.db");
    std::fs::write(&empty, b"").expect("written");
    assert!(matches!(
        Ledger::open_to_read(&empty),
        Err(LedgerError::NotALedger)
    ));
    assert!(Ledger::open(&empty).is_ok(), "an empty file becomes one");
}

/// Nobody is kept from reading a ledger that he may not write, in a folder that he may not write either.
#[cfg(unix)]
#[test]
fn a_ledger_that_may_not_be_written_can_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("rights");
    let path = folder.join("a.db");
    let right = everything(&make(&path));
    let allow = |file: u32, own: u32| {
        let set = |p: &Path, mode| {
            std::fs::set_permissions(p, std::fs::Permissions::from_mode(mode)).expect("set");
        };
        set(&path, file);
        set(&folder.0, own);
    };
    for (file, own) in [(0o444, 0o755), (0o644, 0o555), (0o444, 0o555)] {
        allow(file, own);
        let is_allowed = std::fs::write(folder.join("x"), b"").is_ok();
        if own == 0o555 && is_allowed {
            // Rights do not bind the superuser.
            allow(0o644, 0o755);
            return;
        }
        let written = Ledger::open(&path).and_then(|mut l| l.add(&chain()[..1], &stamp()));
        let read = Ledger::open_to_read(&path).map(|l| everything(&l));
        allow(0o644, 0o755);
        if file == 0o444
            && std::fs::OpenOptions::new()
                .append(true)
                .open(&path)
                .is_err()
        {
            assert!(matches!(written, Err(LedgerError::ReadOnly)), "{written:?}");
        }
        assert_eq!(read.expect("read"), right);
    }
    assert_eq!(everything(&Ledger::open(&path).expect("opened")), right);
}

#[test]
fn a_second_writer_waits_and_then_says_so() {
    let folder = Folder::new("two");
    let path = folder.join("a.db");
    let reports = chain();
    let mut one = Ledger::open(&path).expect("made");
    one.add(&reports[..2], &stamp()).expect("added");

    let other = rusqlite::Connection::open(&path).expect("opened");
    other.execute_batch("BEGIN IMMEDIATE").expect("locked");
    one.set_patience(Duration::from_millis(50)).expect("set");
    let added = one.add(&reports, &stamp());
    assert!(matches!(added, Err(LedgerError::Busy)), "{added:?}");
    let reader = Ledger::open_to_read(&path).expect("readers are not kept waiting");
    assert_eq!(reader.size().expect("size").0, 2);

    one.set_patience(Duration::from_secs(60)).expect("set");
    let done = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(200));
        other.execute_batch("ROLLBACK").expect("unlocked");
    });
    one.add(&reports, &stamp())
        .expect("waited for the other, then added");
    done.join().expect("ended");
    assert_eq!(everything(&one), everything(&ledger(&reports)));
    assert_eq!(reader.size().expect("size").0, reports.len() as i64);
}

/// Two programs that add the same reports at once make one ledger.
#[test]
fn two_writers_make_one_ledger() {
    let folder = Folder::new("both");
    let path = folder.join("a.db");
    let reports = crate::desk::many(24);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut ledger = Ledger::open(&path).expect("opened");
                ledger.set_patience(Duration::from_secs(60)).expect("set");
                for report in &reports {
                    ledger
                        .add(std::slice::from_ref(report), &stamp())
                        .expect("added");
                }
            });
        }
    });
    let both = Ledger::open_to_read(&path).expect("opened");
    assert_eq!(
        both.verify().expect("verified").faults,
        Vec::<String>::new()
    );
    assert_eq!(everything(&both), everything(&ledger(&reports)));
}
