//! The page that says where the weights come from.

use demarche::model::file::checksum;

/// The page for weights with these scores.
pub(crate) fn page(bytes: &[u8], scores: &[String]) -> String {
    let scores: String = scores.iter().map(|s| format!("- {s}\n")).collect();
    format!(
        "# Where the weights come from

`engine.bin`: {} bytes, checksum {:016x} (`model::file::checksum` of the whole file, seed 0).
Licence: CC BY-SA 4.0, with attribution to the sources below; the program that loads them is not touched
by it.

## Made by

```
cargo lab train engine
```

with the data of `../shared/data` and of `crates/lab/lists`, and GloVe's vectors from the npm package that
carries them. Stages: vectors by skip-gram joined with those of GloVe, a first teacher, a teacher twice as wide
that labels silver sentences, a student that goes on from the first teacher with gold and silver (the mean of
both is kept), bytes; and two teachers that only serve to measure what they leave out.
On one core of 2024 it takes about an hour and a half. The same seed, data and tokeniser give the same weights.

## Made of

| set | licence | used for |
|---|---|---|
| UD English EWT 2.16, train (Silveira and others 2014) | CC BY-SA 4.0 | tags, lemmas, trees |
| UD English GUM 2.16, open genres, train (Zeldes 2017) | CC BY 4.0; its texts CC BY (conversation \
among them, by GUM's own list), CC BY-SA, public domain | tags, lemmas, trees, names |
| Universal NER over EWT, dev (Mayhew and others 2024) | CC BY-SA 4.0 | names |
| re3d without its BBC part (Dstl) | OGL 3.0, US public domain, CC BY 3.0 AU, CC BY-SA 3.0 | names |
| wikigold (Balasuriya and others 2009) | CC BY 4.0 | names |
| White House documents 2021-2026, without those in the gold sets | US public domain, CC0 | vectors, silver sentences |
| GloVe 6B, 100 numbers a word, of Wikipedia and Gigaword (Pennington and others 2014) | PDDL | words, vectors |
| News of 2015 and 2016, training part of PolNeAR (Newell and others 2018) | texts of their publishers, none is \
here | silver sentences |
| CIA World Factbook and leaders, offices from Wikidata | CC0 | lists of names |
| GeoNames capitals and cities | CC BY 4.0 | lists of names |
| Given names and surnames of the United States census, 1990 | US public domain | lists of names |
| CLDR territories | Unicode-3.0 | lists of names |
| PETRARCH actor dictionaries (Open Event Data Alliance) | MIT | lists of names |

## How well it does

On development parts with gold words, packed weights. Test figures: `cargo lab eval syntax`,
`cargo lab eval names`, in `eval/results.tsv`.

Names of sets that the weights have seen are no measure. Teacher 2, which has not seen wikigold, finds 69.6
of it, and teacher 3, which has not seen re3d, 43.6 (F1, exact spans); `eval/README.md` has the commands.

{scores}",
        bytes.len(),
        checksum(0, bytes),
    )
}
