//! `explain`: at each place, what was read there, or why nothing was.

use crate::run::Folder;

const REPORT: &str = "Envoys meet in Strelsau\n\n\
    STRELSAU, 21 January 2022 (Agency) - The envoys of Ruritania met their neighbours on Friday.\n\n\
    https://a.example/2024/05/06/x\n\n\
    They will meet again next week.\n";

fn check(at: &str, want: &str) {
    let folder = Folder::new(&format!("explain-{}", at.replace(':', "-")));
    folder.write("a.txt", REPORT);
    let ran = folder.run(&["explain", "a.txt", "--at", at]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains(want), "{at}: {}", ran.out);
}

#[test]
fn what_is_not_read_says_why() {
    check("1:3", "the headline");
    check("5:1", "a link, caption");
}

#[test]
fn a_place_beyond_the_text_is_named() {
    let folder = Folder::new("explain-beyond");
    folder.write("a.txt", REPORT);
    let ran = folder.run(&["explain", "a.txt", "--at", "99"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(
        ran.err.contains("there is no line 99; the text has 8"),
        "{}",
        ran.err
    );
    let ran = folder.run(&["explain", "a.txt", "--at", "1", "--report", "2"]);
    assert!(ran.err.contains("no report number 2"), "{}", ran.err);
    assert_eq!(folder.run(&["explain", "a.txt", "--all"]).code, 0);
}
