//! Tags, lemmas, trees and names of the text on standard input, as CoNLL-U on standard output:
//! `echo "Moscow said it would reply." | cargo run --release -p demarche --example parse`

use std::io::Read as _;

use demarche::lang::{self, conllu};
use demarche::model::Models;
use demarche::text::paragraphs;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let models = Models::from_bytes(demarche_models::ENGINE)?;
    let parse = lang::analyse(&text, &paragraphs::every(&text), &models);
    print!("{}", conllu::write(&text, &parse));
    for name in &parse.names {
        let words = parse.span[name.start as usize].join(parse.span[name.end as usize - 1]);
        eprintln!("{:?}\t{}", name.kind, words.of(&text));
    }
    Ok(())
}
