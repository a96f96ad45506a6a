//! A ledger from the command line: reports in, how things stand, what people make of it, exports.

use crate::run::Folder;

/// Two reports of a small exchange.
fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write(
        "promise.txt",
        "Ankara promises an answer\n\nPublished: 3 March 2023\n\n\
         ANKARA, March 3 - Turkey will send Sweden a written answer next week, \
         the Turkish Foreign Ministry said on Friday.\n",
    );
    folder.write(
        "answer.txt",
        "Ankara answers\n\nPublished: 8 March 2023\n\n\
         STOCKHOLM, March 8 - Turkey sent Sweden its written answer on Wednesday, \
         the Swedish Foreign Ministry said.\n",
    );
    folder
}

/// The words of standard output, after a run that must do well.
fn out(folder: &Folder, arguments: &[&str]) -> String {
    let ran = folder.run(arguments);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (0, ""),
        "{arguments:?}\n{}",
        ran.out
    );
    ran.out
}

#[test]
fn a_promise_is_outstanding_then_due_then_kept() {
    let folder = folder("ledger-kept");
    let added = out(&folder, &["add", "promise.txt", "answer.txt"]);
    assert!(
        added.contains("2 new. demarche.db holds 2 reports"),
        "{added}"
    );
    let on = |day: &str| out(&folder, &["status", "--on", day, "--kind", "commit"]);
    assert!(on("2023-03-01").contains("nothing is known by then"));
    assert!(on("2023-03-04").contains("1 outstanding"));
    assert!(on("2023-03-07").contains("1 due"));
    let kept = on("2023-03-09");
    assert!(
        kept.contains("1 kept") && kept.contains("keeps by"),
        "{kept}"
    );
    // What was reported on the 8th is not known on the 7th, unless one asks with hindsight.
    let known = [
        "status",
        "--on",
        "2023-03-14",
        "--known-by",
        "2023-03-05",
        "--kind",
        "commit",
    ];
    assert!(out(&folder, &known).contains("1 overdue"));
}

#[test]
fn adding_again_adds_nothing() {
    let folder = folder("ledger-again");
    out(&folder, &["add", "promise.txt", "answer.txt"]);
    let before = out(&folder, &["export", "--on", "2023-04-01"]);
    let again = out(&folder, &["add", "answer.txt", "promise.txt"]);
    assert!(again.contains("2 known before"), "{again}");
    assert_eq!(out(&folder, &["export", "--on", "2023-04-01"]), before);
    assert!(out(&folder, &["verify"]).contains("whole: 4 events, 2 texts"));
}

#[test]
fn a_persons_word_stands_and_can_be_taken_back() {
    let folder = folder("ledger-hands");
    out(&folder, &["add", "promise.txt", "answer.txt"]);
    let on = ["status", "--on", "2023-03-09", "--kind", "commit"];
    assert!(out(&folder, &on).contains("1 kept"));
    // Parted, the promise is due again; taken back, it is kept again.
    let shown = out(&folder, &["show", "1", "--on", "2023-03-09"]);
    let later = shown
        .lines()
        .find_map(|l| l.trim().strip_suffix("delivers  Turkey → Sweden"));
    let later = later.expect("the delivery").trim().to_owned();
    out(&folder, &["split", &later, "1", "--by", "desk"]);
    assert!(out(&folder, &on).contains("1 due"));
    out(&folder, &["undo", "--by", "desk"]);
    assert!(out(&folder, &on).contains("1 kept"));
    out(
        &folder,
        &["correct", "1", "--due", "2023-03-06", "--by", "desk"],
    );
    assert!(out(&folder, &on).contains("1 kept late"));
    out(
        &folder,
        &["strike", "1", "--reason", "no promise", "--by", "desk"],
    );
    assert!(!out(&folder, &on).contains("kept"));
    assert!(out(&folder, &["log"]).contains("desk"));
    assert!(out(&folder, &["verify"]).contains("whole"));
}

#[test]
fn a_note_by_hand_takes_part() {
    let folder = Folder::new("ledger-note");
    let note = [
        "note",
        "--kind",
        "demand",
        "--actor",
        "RUS",
        "--to",
        "USA",
        "--content",
        "a written answer to both drafts",
        "--due",
        "2022-01-30",
        "--date",
        "2022-01-21",
        "--source",
        "note verbale 14/22",
        "--by",
        "desk",
    ];
    assert!(out(&folder, &note).contains("noted as move 1"));
    let status = out(&folder, &["status", "--on", "2022-02-02"]);
    assert!(
        status.contains("1 overdue") && status.contains("3 days over"),
        "{status}"
    );
    assert!(
        status.contains("entered by hand from note verbale 14/22"),
        "{status}"
    );
}

#[test]
fn what_cannot_be_done_names_the_way_out() {
    let folder = folder("ledger-bad");
    let no = |arguments: &[&str], words: &str| {
        let ran = folder.run(arguments);
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert!(ran.err.contains(words), "{arguments:?}: {}", ran.err);
    };
    no(&["status"], "demarche add makes one");
    no(
        &["verify", "--ledger", "promise.txt"],
        "no ledger of demarche",
    );
    out(&folder, &["add", "promise.txt"]);
    no(&["show", "99"], "there is no move 99");
    no(&["status", "--party", "Atlantis"], "no party “Atlantis”");
    no(&["correct", "1"], "nothing is changed");
    no(&["correct", "1", "--due", "soon"], "2022-01-24..2022-01-30");
    no(&["note", "--actor", "RUS", "--content", "x"], "give --kind");
    no(&["join", "1", "1"], "to itself");
    no(&["undo"], "no deed of a person");
    no(&["search", "?"], "give words");
    no(&["search", "x", "--standing", "odd"], "possible values");
    // One bad file does not keep the others out.
    let ran = folder.run(&["add", "missing.txt", "answer.txt"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains("missing.txt") && ran.out.contains("1 new"),
        "{}{}",
        ran.err,
        ran.out
    );
}

#[test]
fn people_and_words_are_found() {
    let folder = Folder::new("ledger-who");
    folder.write(
        "who.txt",
        "Talks\n\nPublished: 3 March 2023\n\nSTOCKHOLM, March 3 - Sweden's Foreign Minister Tobias \
         Billstrom urged Turkey on Friday to ratify the accession.\n",
    );
    out(&folder, &["add", "who.txt"]);
    let who = out(&folder, &["who"]);
    assert!(
        who.contains("Tobias Billstrom") && who.contains("Foreign Minister"),
        "{who}"
    );
    let set = [
        "who",
        "--set",
        "tobias-billstrom",
        "--name",
        "Tobias Billstrom",
        "--party",
        "SWE",
        "--office",
        "negotiator",
        "--by",
        "desk",
    ];
    out(&folder, &set);
    assert!(out(&folder, &["who"]).contains("negotiator, Sweden (says desk)"));
    let mut until = set.to_vec();
    until.extend(["--from", "2022-06-01", "--to", "2022-06-30"]);
    out(&folder, &until);
    let who = out(&folder, &["who"]);
    assert!(
        who.contains("(Wed 1 Jun 2022 – Thu 30 Jun 2022, says desk)"),
        "{who}"
    );
    let found = out(&folder, &["search", "ratify", "accession"]);
    assert!(
        found.contains("demands") && found.contains("Sweden → Turkey"),
        "{found}"
    );
    assert!(out(&folder, &["timeline", "--party", "Turkey"]).contains("Fri 3 Mar 2023"));
}

#[test]
fn who_was_introduced_once_is_known_later() {
    let first = "Talks\n\nPublished: 3 March 2023\n\nSTOCKHOLM, March 3 - Sweden's chief negotiator \
                 Anna Lindqvist met Turkish diplomats on Friday.\n";
    let later = "Promise\n\nPublished: 6 March 2023\n\nANKARA, March 6 - Anna Lindqvist promised \
                 Turkey on Monday to send a written answer by Friday.\n";
    let exports = ["one", "other"].map(|order| {
        let folder = Folder::new(&format!("ledger-known-{order}"));
        folder.write("first.txt", first);
        folder.write("later.txt", later);
        let (a, b) = if order == "one" {
            ("first.txt", "later.txt")
        } else {
            ("later.txt", "first.txt")
        };
        out(&folder, &["add", a]);
        out(&folder, &["add", b]);
        // A third run finds nothing more to read.
        let before = out(&folder, &["verify"]);
        out(&folder, &["add", a, b]);
        assert_eq!(out(&folder, &["verify"]), before);
        out(&folder, &["export", "--on", "2023-03-10"])
    });
    assert!(exports[0].contains("\"actor\":[\"SWE\"]"), "{}", exports[0]);
    assert!(exports[0].contains("a written answer"), "{}", exports[0]);
    assert_eq!(exports[0], exports[1]);
}
