//! CoNLL-U: what is written is valid, whatever the text, and the library reads it back as it was.
//!
//! Validity is level 2 of the treebanks' own validator, as far as one file shows it: columns, ids,
//! ranges, one root, heads in range, no circle, `# text` made of the forms, sentence ids used once.

use super::any_bytes::{Dice, PIECES, mutate};
use super::desk;
use demarche::lang::{self, Parse, conllu, sentences};
use demarche::text::paragraphs;
use std::collections::HashSet;

/// How many mutated reports and how many odd texts are written.
const N_MUTATED: u64 = 60;
const N_ODD: u64 = 200;

const PLAIN: &str = "“We can't accept it,” Lavrov's deputy said.\nThe U.S. didn't reply. They cannot!\n\n\
    Russia wants a 1.5-hour meeting in Geneva";

fn parsed(text: &str) -> Parse {
    lang::analyse(text, &paragraphs::every(text), &desk::reader().models)
}

/// Writes a text's parse, checks it, reads it and labels it again: nothing may change.
fn check(text: &str, seed: u64) -> String {
    let parse = parsed(text);
    let written = conllu::write(text, &parse);
    if let Err(why) = valid(&written) {
        panic!("seed {seed}: {why}\n{written}");
    }
    let bank = conllu::read(&written);
    assert_eq!(bank.len(), parse.sentences.len(), "seed {seed}");
    let (again, labelled) = conllu::annotate(&bank, &desk::reader().models);
    assert_eq!(labelled.len(), parse.len(), "seed {seed}");
    for (sentence, s) in bank.iter().zip(&parse.sentences) {
        assert_eq!(sentence.words.len() as u32, s.end - s.start, "seed {seed}");
        for (word, t) in sentence.words.iter().zip(s.start as usize..) {
            let head = parse.parent(t).map_or(0, |h| h - s.start as usize + 1);
            let labels = (word.upos, word.xpos, word.deprel, word.head);
            assert_eq!(
                labels,
                (parse.upos[t], parse.xpos[t], parse.deprel[t], head)
            );
        }
    }
    let over = conllu::write_over(&bank, &again, &labelled);
    assert_eq!(over, written, "seed {seed}: labelled again");
    written
}

/// Checks every sentence of a file; says what is wrong with the first that is not valid.
fn valid(file: &str) -> Result<(), String> {
    let mut ids = HashSet::new();
    if !file.is_empty() && !file.ends_with("\n\n") {
        return Err("the last sentence does not end in a blank line".into());
    }
    for block in file.split("\n\n").filter(|b| !b.is_empty()) {
        let lines: Vec<&str> = block.split('\n').collect();
        let n_comments = lines.iter().take_while(|l| l.starts_with('#')).count();
        let (comments, rows) = lines.split_at(n_comments);
        let comment = |key: &str| comments.iter().find_map(|c| c.strip_prefix(key));
        let id = comment("# sent_id = ").ok_or("no sent_id")?;
        if !ids.insert(id.to_string()) {
            return Err(format!("sent_id {id} twice"));
        }
        let written = words(rows)?;
        let text = comment("# text = ").ok_or("no text")?;
        if text != written {
            return Err(format!("text is {text:?}, the forms give {written:?}"));
        }
    }
    Ok(())
}

/// Checks the lines of a sentence and gives its text, made of forms and of `SpaceAfter=No`.
fn words(rows: &[&str]) -> Result<String, String> {
    let (mut text, mut heads, mut inside) = (String::new(), Vec::new(), 0);
    for row in rows {
        let cells: Vec<&str> = row.split('\t').collect();
        let [id, form, lemma, upos, _, feats, head, deprel, deps, misc] = cells[..] else {
            return Err(format!("not ten columns: {row:?}"));
        };
        if cells.iter().any(|c| c.is_empty() || c.trim() != *c) {
            return Err(format!("an empty or padded cell: {row:?}"));
        }
        let space = if misc.split('|').any(|m| m == "SpaceAfter=No") {
            ""
        } else {
            " "
        };
        let range = id.split_once('-').map(|(a, b)| (a.parse(), b.parse()));
        if let Some((Ok::<usize, _>(from), Ok::<usize, _>(to))) = range {
            if from != heads.len() + 1 || to <= from || from <= inside {
                return Err(format!("range {id} after {} words", heads.len()));
            }
            inside = to;
            text.push_str(&format!("{form}{space}"));
            continue;
        }
        if id.parse() != Ok(heads.len() + 1) {
            return Err(format!("id {id} after {} words", heads.len()));
        }
        let sorted = feats.split('|').is_sorted_by_key(str::to_lowercase);
        if !sorted || lemma == "_" && form != "_" || upos == "_" || deps != "_" {
            return Err(format!("cells: {row:?}"));
        }
        heads.push(head.parse::<usize>().map_err(|e| e.to_string())?);
        if (heads.last() == Some(&0)) != (deprel == "root") {
            return Err(format!("head {head} and relation {deprel}"));
        }
        if heads.len() > inside {
            text.push_str(&format!("{form}{space}"));
        } else if space.is_empty() {
            return Err(format!("SpaceAfter inside a contraction: {row:?}"));
        }
    }
    if inside > heads.len() {
        return Err(format!("a range up to {inside} in {} words", heads.len()));
    }
    tree(&heads)?;
    Ok(text.trim_end().to_string())
}

/// One root, heads in range, every word under the root.
fn tree(heads: &[usize]) -> Result<(), String> {
    if heads.iter().filter(|&&h| h == 0).count() != 1 || heads.iter().any(|&h| h > heads.len()) {
        return Err(format!("heads {heads:?}"));
    }
    for n in 1..=heads.len() {
        let (mut here, mut steps) = (n, 0);
        while here > 0 {
            here = heads[here - 1];
            steps += 1;
            if steps > heads.len() {
                return Err(format!("a circle through {n}: {heads:?}"));
            }
        }
    }
    Ok(())
}

#[test]
fn contractions_spaces_and_names_are_written() {
    let written = check(PLAIN, 0);
    for line in [
        "# newpar\n# sent_id = 1\n# text = “We can't accept it,” Lavrov's deputy said.\n",
        "3-4\tcan't\t_\t_\t_\t_\t_\t_\t_\t_\n3\tca\tcan\tAUX\tMD\tVerbForm=Fin\t",
        "\tit\tit\tPRON\tPRP\tCase=Acc|Gender=Neut|Number=Sing|Person=3|PronType=Prs\t",
        "\tLavrov\tLavrov\tPROPN\tNNP\tNumber=Sing\t11\tnmod:poss\t_\tner=B-PER\n",
        "# newpar\n# sent_id = 4\n",
    ] {
        assert!(written.contains(line), "{line}{written}");
    }
}

#[test]
fn odd_texts_are_written_as_valid_files() {
    for seed in 1..=N_ODD {
        let mut dice = Dice(seed.wrapping_mul(0xD134_2543_DE82_EF95));
        let mut text = String::new();
        for _ in 0..dice.below(60) {
            text.push_str(PIECES[dice.below(PIECES.len())]);
            text.push_str(["", " ", "\n", "\u{200b}", "_", "#"][dice.below(6)]);
        }
        check(&text, seed);
    }
    for text in [
        "",
        " ",
        "\0",
        "_",
        "#",
        "# text = a",
        "a\tb\tc",
        "1\tx\n",
        "-\n\n-",
        "word\u{85}word",
    ] {
        check(text, 0);
    }
    check(&"a ".repeat(3 * sentences::LONGEST), 0);
}

#[test]
fn mutated_reports_are_written_as_valid_files() {
    let reports = desk::files("examples");
    let reports: Vec<&String> = reports.iter().filter(|f| f.ends_with(".txt")).collect();
    for seed in 1..=N_MUTATED {
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut bytes = desk::text_of(reports[dice.below(reports.len())]).into_bytes();
        for _ in 0..=dice.below(12) {
            mutate(&mut bytes, &mut dice);
        }
        check(&String::from_utf8_lossy(&bytes), seed);
    }
}

/// Words, comments, contractions and remarks of a file stay, odd ones included; labels are new.
#[test]
fn given_words_are_kept() {
    let file = "# newdoc id = d\n# sent_id = s-1\n# text = New York’s gonna wait\n# speaker = x\n\
        1\tNew York\tx\tX\tX\tF=1\t9\tx\t_\tEntity=(place-1|ner=B-ORG\n2-2\t’s\n2\t’s\n3-4\tgonna\n3\tgon\n4\tna\n\
        4.1\tghost\n5\twait\t\t\t\t\t\t\t\tSpaceAfter=No\n\n";
    let bank = conllu::read(file);
    let (text, parse) = conllu::annotate(&bank, &desk::reader().models);
    assert_eq!(text, "New York ’s gonna wait\n");
    let over = conllu::write_over(&bank, &text, &parse);
    assert!(
        over.starts_with(&file[..file.find("1\t").unwrap_or(0)]),
        "{over}"
    );
    assert!(
        over.contains("\n3-4\tgonna\t_\t_\t_\t_\t_\t_\t_\t_\n3\tgon\tgo\tVERB\tVBG\t"),
        "{over}"
    );
    assert!(
        over.contains("Entity=(place-1") && !over.contains("ner=B-ORG"),
        "{over}"
    );
    assert!(
        over.contains("\tSpaceAfter=No\n") && !over.contains("ghost"),
        "{over}"
    );
    assert_eq!(over.matches("\n# ").count(), 3);
}

/// A sentence that is too long for the network is cut, and each part is a valid sentence.
#[test]
fn a_given_sentence_without_end_is_cut() {
    let n = 2 * sentences::LONGEST + 7;
    let mut file = String::from("# sent_id = s\n");
    for id in 1..=n {
        if id % 50 == 0 {
            file.push_str(&format!("{id}-{}\tcannot\n", id + 1));
        }
        file.push_str(&format!("{id}\tcan\n"));
    }
    let bank = conllu::read(&file);
    let (text, parse) = conllu::annotate(&bank, &desk::reader().models);
    assert_eq!((parse.len(), parse.sentences.len()), (n, 3));
    let over = conllu::write_over(&bank, &text, &parse);
    let ids: Vec<&str> = over
        .lines()
        .filter(|l| l.starts_with("# sent_id"))
        .collect();
    assert_eq!(ids, ["# sent_id = s", "# sent_id = s-2", "# sent_id = s-3"]);
    for block in over.trim_end().split("\n\n") {
        let rows: Vec<&str> = block.lines().filter(|l| !l.starts_with('#')).collect();
        assert_eq!(words(&rows).map(|_| ()), Ok(()));
    }
}

/// Lines that are no CoNLL-U never break the reader, and what it found is written as a tree.
#[test]
fn odd_files_are_labelled() {
    for seed in 1..=N_ODD {
        let mut dice = Dice(seed.wrapping_mul(0xA076_1D64_78BD_642F));
        let mut file = String::new();
        for id in 1..=dice.below(30) {
            let id = if dice.below(6) == 0 {
                dice.below(9)
            } else {
                id
            };
            let to = if dice.below(4) == 0 {
                format!("-{}", dice.below(9))
            } else {
                String::new()
            };
            file.push_str(&format!("{id}{to}"));
            for _ in 0..dice.below(12) {
                file.push_str(["\t", "\t", "\n", "\r\n", "#", " "][dice.below(6)]);
                file.push_str(PIECES[dice.below(PIECES.len())]);
            }
            file.push('\n');
        }
        let bank = conllu::read(&file);
        let (text, parse) = conllu::annotate(&bank, &desk::reader().models);
        let over = conllu::write_over(&bank, &text, &parse);
        assert_eq!(
            conllu::read(&over).len(),
            parse.sentences.len(),
            "seed {seed}\n{over}"
        );
        for sentence in conllu::read(&over) {
            let heads: Vec<usize> = sentence.words.iter().map(|w| w.head).collect();
            assert_eq!(tree(&heads), Ok(()), "seed {seed}\n{over}");
        }
    }
}
