//! The stages of training and what each keeps.

use std::collections::HashMap;
use std::path::PathBuf;

use demarche::model::Models;
use demarche::model::features::{Scratch, Vocabulary};
use demarche::model::gazetteer::Gazetteer;
use demarche::model::shape::Shape;

use super::Options;
use super::corpus::{self, Corpus};
use super::data::{self, Sample};
use super::glove::Glove;
use super::lists::{self, Lists};
use super::net::{CONVENTIONS, Convention, Dropout, Net};
use super::rng::Rng;
use super::trainer::{Plan, Trainer};
use super::{glove, lemmas, pack, provenance, score, silver, skipgram};
use crate::paths;

/// Words with a row of their own.
const WORDS: usize = 38_500;

/// How much later words of one source may come than those of the other and still count: ranks up to this differ little.
const EVEN: f64 = 3_000.0;

/// How a teacher learns.
struct Recipe {
    /// Units of a layer in one direction.
    units: usize,
    /// Dropout between layers, and of vectors.
    layer: f32,
    vector: f32,
    epochs: usize,
    /// The name set that it never sees, so that it can be measured there.
    without: Option<Convention>,
}

/// The first has the size that ships; the student goes on from it. The second and third are only measured.
/// The fourth is wider and labels the silver sentences.
const TEACHERS: [Recipe; 4] = [
    Recipe {
        units: UNITS,
        layer: 0.2,
        vector: 0.0,
        epochs: 12,
        without: None,
    },
    Recipe {
        units: UNITS,
        layer: 0.2,
        vector: 0.1,
        epochs: 6,
        without: Some(Convention::Wikigold),
    },
    Recipe {
        units: UNITS,
        layer: 0.25,
        vector: 0.0,
        epochs: 6,
        without: Some(Convention::Re3d),
    },
    Recipe {
        units: 2 * UNITS,
        layer: 0.2,
        vector: 0.0,
        epochs: 12,
        without: None,
    },
];

/// Units of a layer of the weights that ship, in one direction.
const UNITS: usize = 128;

/// The teacher that labels silver sentences.
const LABELS: u64 = 4;

/// The student goes on from the first teacher, with what the wide one says of unlabelled text.
const STUDENT: Recipe = Recipe {
    units: UNITS,
    layer: 0.2,
    vector: 0.1,
    epochs: 6,
    without: None,
};

/// Shares of the conventions in the names of the weights file, in their order; `--shares` gives others.
const SHARES: [f32; CONVENTIONS] = [1.0, 0.0, 0.0, 0.0];

/// Words of the silver sentences.
const SILVER: usize = 3_000_000;

/// Everything that the stages share.
pub(crate) struct Stages {
    options: Options,
    gold: Vec<Sample>,
    dev: Vec<(&'static str, Vec<Sample>)>,
    corpus: Option<Corpus>,
    glove: Option<Glove>,
    words: Vec<String>,
    vocabulary: Vocabulary,
    word_counts: Vec<u32>,
    lists: Lists,
    gazetteer: Gazetteer,
}

impl Stages {
    /// Reads the data and chooses the words.
    pub(crate) fn open(options: Options) -> Result<Stages, String> {
        let (gold, dev) = gold(&options)?;
        let lists = lists::build(&options.shared.join("data/world"))?;
        let pairs = |m: &std::collections::BTreeMap<u32, u8>| {
            m.iter().map(|(h, k)| (*h, *k)).collect::<Vec<_>>()
        };
        let gazetteer = Gazetteer::new(
            pairs(&lists.phrases).into_iter(),
            pairs(&lists.words).into_iter(),
        );
        eprintln!(
            "{} gold sentences, {} phrases, {} names",
            gold.len(),
            lists.phrases.len(),
            lists.words.len()
        );
        let mut stages = Stages {
            options,
            gold,
            dev,
            corpus: None,
            glove: None,
            words: Vec::new(),
            vocabulary: Vocabulary::default(),
            word_counts: Vec::new(),
            lists,
            gazetteer,
        };
        stages.choose_words()?;
        Ok(stages)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.options.work.join(name)
    }

    fn corpus(&mut self) -> Result<&Corpus, String> {
        if self.corpus.is_none() {
            self.corpus = Some(corpus::read(&self.options.shared)?);
        }
        Ok(self.corpus.as_ref().expect("just read"))
    }

    fn glove(&mut self) -> Result<&Glove, String> {
        if self.glove.is_none() {
            self.glove = Some(glove::read(&self.options.work)?);
        }
        Ok(self.glove.as_ref().expect("just read"))
    }

    /// The unlabelled text with the news.
    fn corpus_with_news(&mut self) -> Result<&Corpus, String> {
        if self.corpus()?.news.is_none() {
            let shared = self.options.shared.clone();
            self.corpus.as_mut().expect("just read").add_news(&shared)?;
        }
        self.corpus()
    }

    /// Words twice in the gold sentences, then the most frequent of the unlabelled text and of GloVe.
    fn choose_words(&mut self) -> Result<(), String> {
        let mut scratch = Scratch::default();
        let mut counts: HashMap<String, u32> = HashMap::new();
        for form in self.gold.iter().flat_map(|s| &s.forms) {
            scratch.fill(form);
            *counts.entry(scratch.word.clone()).or_default() += 1;
        }
        let list = self.file("words.txt");
        if !list.exists() {
            let mut words: Vec<(&String, &u32)> = counts.iter().filter(|(_, c)| **c >= 2).collect();
            words.sort();
            let mut words: Vec<String> = words.into_iter().map(|(w, _)| w.clone()).collect();
            let mut seen: HashMap<String, u32> = HashMap::new();
            let corpus = self.corpus()?;
            let mut by_form = vec![0u32; corpus.forms.len()];
            corpus.tokens.iter().for_each(|&t| by_form[t as usize] += 1);
            for (form, n) in corpus.forms.iter().zip(by_form) {
                scratch.fill(form);
                *seen.entry(scratch.word.clone()).or_default() += n;
            }
            let known: std::collections::HashSet<&String> = words.iter().collect();
            let mut own: Vec<(u32, String)> = seen.into_iter().map(|(w, n)| (n, w)).collect();
            own.retain(|(n, w)| *n >= 5 && !w.contains(char::is_whitespace));
            own.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
            let own = own.into_iter().map(|(_, w)| w).enumerate();
            let glove = self.glove()?;
            let mut ranked: HashMap<String, f64> = HashMap::new();
            for (rank, word) in own.chain(glove.words.iter().cloned().enumerate()) {
                *ranked.entry(word).or_default() += 1.0 / (EVEN + rank as f64);
            }
            ranked.retain(|w, _| !known.contains(w));
            let mut more: Vec<(f64, String)> = ranked.into_iter().map(|(w, r)| (r, w)).collect();
            more.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
            let room = WORDS.saturating_sub(words.len());
            words.extend(more.into_iter().take(room).map(|(_, w)| w));
            std::fs::write(&list, words.join("\n")).map_err(|e| e.to_string())?;
        }
        self.words = data::text(&list)?.lines().map(str::to_string).collect();
        self.vocabulary = Vocabulary::new(self.words.iter().map(String::as_str));
        let of = |w: &String| counts.get(w).copied().unwrap_or(0);
        self.word_counts = std::iter::once(0)
            .chain(self.words.iter().map(of))
            .collect();
        Ok(())
    }

    fn shape(&self, units: usize) -> Shape {
        let o = &self.options;
        Shape {
            word: o.number("word", 128),
            units,
            windows: (0..o.number("layers", 4)).map(|l| l % 2 == 0).collect(),
            tags_after: 2,
            arc: o.number("arc", 128),
            rel: o.number("rel", 128),
            name: o.number("name", 64),
        }
    }

    /// Vectors from unlabelled text and GloVe.
    pub(crate) fn vectors(&mut self) -> Result<Vec<f32>, String> {
        let file = self.file("vectors.f32");
        if !file.exists() {
            let (width, epochs) = (
                self.shape(UNITS).word,
                self.options.number("vector-epochs", 2),
            );
            self.corpus()?;
            self.glove()?;
            // Nothing after the vectors asks for GloVe.
            let glove = self.glove.take().expect("just read");
            let corpus = self.corpus.as_ref().expect("just read");
            let mut listed = Vec::with_capacity(corpus.tokens.len());
            for (start, end) in corpus.sentences() {
                let forms: Vec<&str> = corpus.tokens[start..end]
                    .iter()
                    .map(|&t| &*corpus.forms[t as usize])
                    .collect();
                self.gazetteer.classes(&forms, &mut listed);
            }
            let mut rng = Rng::new(99);
            let own = skipgram::learn(corpus, &self.vocabulary, &listed, width, epochs, &mut rng);
            let mut table = glove::join(&glove, &own, &self.words, &self.vocabulary, &mut rng);
            skipgram::scale(&mut table, corpus, &self.vocabulary, width, &mut rng);
            write_floats(&file, &table)?;
            self.show_neighbours(&table);
        }
        read_floats(&file)
    }

    /// Nearest words of a few, to see by eye whether vectors make sense.
    fn show_neighbours(&self, table: &[f32]) {
        let width = self.shape(UNITS).word;
        let row = |r: u32| &table[r as usize * width..][..width];
        let cosine = |a: &[f32], b: &[f32]| {
            let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f32>();
            dot(a, b) / (dot(a, a) * dot(b, b)).sqrt().max(1e-9)
        };
        for word in ["said", "talks", "minister", "tuesday", "russia", "demand"] {
            let own = row(self.vocabulary.row(word));
            let mut near: Vec<(f32, &String)> = self
                .words
                .iter()
                .zip(1..)
                .map(|(w, r)| (cosine(own, row(r)), w))
                .collect();
            near.sort_by(|a, b| b.0.total_cmp(&a.0));
            let near: Vec<&str> = near[1..8].iter().map(|(_, w)| w.as_str()).collect();
            eprintln!("{word}: {}", near.join(" "));
        }
    }

    fn trainer(&mut self, seed: u64, units: usize) -> Result<Trainer<'_>, String> {
        let vectors = self.vectors()?;
        let mut rng = Rng::new(seed);
        let mut net = Net::new(self.shape(units), self.vocabulary.table_rows(), &mut rng);
        net.table = vectors;
        Ok(Trainer::new(
            net,
            &self.vocabulary,
            &self.gazetteer,
            &self.word_counts,
            rng,
        ))
    }

    /// A plan from dropouts and epochs, the highest rate, and the epochs that are averaged.
    fn plan(&self, recipe: &Recipe, rate: f32, average: usize) -> Plan {
        let Recipe {
            layer,
            vector,
            epochs,
            ..
        } = *recipe;
        let o = &self.options;
        Plan {
            epochs: o.number("epochs", epochs),
            rate: o.number("rate", rate),
            table_rate: o.number("table-rate", 0.3),
            batch: o.number("batch", 16),
            dropout: Dropout {
                input: o.number("drop-input", 0.33),
                layer: o.number("drop-layer", layer),
                top: o.number("drop-top", 0.33),
                vector: o.number("drop-vector", vector),
            },
            average: o.number("average", average),
            silver_share: 0.0,
        }
    }

    /// Teacher number `number`.
    pub(crate) fn teacher(&mut self, number: u64) -> Result<Net, String> {
        let file = self.file(&format!("teacher-{number}.f32"));
        let recipe = recipe(number);
        let (shape, rows) = (self.shape(recipe.units), self.vocabulary.table_rows());
        if !file.exists() {
            let plan = self.plan(recipe, 2e-3, recipe.epochs / 3);
            let (gold, dev) = (
                std::mem::take(&mut self.gold),
                std::mem::take(&mut self.dev),
            );
            let seen = |s: &&Sample| recipe.without != Some(s.convention);
            let gold_used: Vec<Sample> = gold.iter().filter(seen).cloned().collect();
            let mut trainer = self.trainer(number, recipe.units)?;
            let net = trainer.run(&gold_used, &[], &dev, &plan, &file)?;
            save(&net, &file)?;
            (self.gold, self.dev) = (gold, dev);
        }
        load(&file, shape, rows)
    }

    /// Sentences of the unlabelled text with the labels of the wide teacher.
    pub(crate) fn silver(&mut self) -> Result<Vec<Sample>, String> {
        let file = self.file("silver.bin");
        // The vectors are learnt without the news: made before it is added.
        self.vectors()?;
        if !file.exists() {
            self.teacher(LABELS)?;
            let name = format!("teacher-{LABELS}");
            let bytes = self.packed(&name)?;
            self.keep(&format!("{name}.bin"), &bytes)?;
            let model = Models::from_bytes(&bytes).map_err(|e| e.to_string())?;
            let wanted = self.options.number("silver-words", SILVER);
            let labelled =
                silver::label(self.corpus_with_news()?, &model, wanted, &mut Rng::new(5));
            silver::write(&labelled, &file)?;
            let labelled = silver::read(&file, self.corpus_with_news()?)?;
            let verbs = lemmas::verbs(&self.gold, &labelled);
            std::fs::write(self.file("verbs.txt"), verbs).map_err(|e| e.to_string())?;
            return Ok(labelled);
        }
        silver::read(&file, self.corpus_with_news()?)
    }

    /// The network that ships: goes on from a teacher with gold and silver sentences.
    pub(crate) fn student(&mut self) -> Result<Net, String> {
        let file = self.file("student.f32");
        let (shape, rows) = (self.shape(STUDENT.units), self.vocabulary.table_rows());
        if !file.exists() {
            let silver = self.silver()?;
            let mut plan = self.plan(&STUDENT, 1e-3, 2);
            plan.silver_share = 1.0 / plan.epochs as f32;
            let (gold, dev) = (
                std::mem::take(&mut self.gold),
                std::mem::take(&mut self.dev),
            );
            let start = self.file("teacher-1.f32");
            let net = load(&start, shape.clone(), rows)?;
            let rng = Rng::new(77);
            let counts = &self.word_counts;
            let mut trainer = Trainer::new(net, &self.vocabulary, &self.gazetteer, counts, rng);
            let mut net = trainer.run(&gold, &silver, &dev, &plan, &file)?;
            // Halfway between where it began and where it got is better than either.
            net.blend(&load(&start, shape.clone(), rows)?, 0.5);
            save(&net, &file)?;
            (self.gold, self.dev) = (gold, dev);
        }
        load(&file, shape, rows)
    }

    /// The weights file of a network that was kept.
    fn packed(&mut self, name: &str) -> Result<Vec<u8>, String> {
        let mut net = load(
            &self.file(&format!("{name}.f32")),
            self.shape(units_of(name)),
            self.vocabulary.table_rows(),
        )?;
        let given: String = self.options.number("shares", String::new());
        let mut shares = SHARES;
        let parsed = given.split(',').filter_map(|s| s.parse().ok());
        shares
            .iter_mut()
            .zip(parsed)
            .for_each(|(s, given)| *s = given);
        net.settle(shares);
        // Teachers vote before there are silver verbs; lemmas take no part in that.
        let verbs = data::text(&self.file("verbs.txt")).unwrap_or_default();
        let (lemma_words, lemma_endings) = lemmas::learn(&self.gold, verbs);
        let rng = Rng::new(1);
        let mut trainer = Trainer::new(
            net,
            &self.vocabulary,
            &self.gazetteer,
            &self.word_counts,
            rng,
        );
        let reach = trainer.reach(&self.dev);
        let rest = pack::Rest {
            words: &self.words,
            lists: &self.lists,
            lemma_words: &lemma_words,
            lemma_endings: &lemma_endings,
        };
        Ok(pack::pack(trainer.net(), &reach, &rest))
    }

    fn keep(&self, name: &str, bytes: &[u8]) -> Result<(), String> {
        std::fs::write(self.file(name), bytes).map_err(|e| e.to_string())
    }

    /// Writes the weights file of the student and installs it; that of another network, named by
    /// `--from`, stays in the work folder.
    pub(crate) fn pack(&mut self) -> Result<(), String> {
        let from: String = self.options.number("from", "student".to_string());
        let bytes = self.packed(&from)?;
        let scores = self.scores(&bytes)?;
        if from != "student" {
            eprintln!("{}", scores.join("\n"));
            return self.keep(&format!("{from}.bin"), &bytes);
        }
        let page = provenance::page(&bytes, &scores);
        self.keep("engine.bin", &bytes)?;
        self.keep("PROVENANCE.md", page.as_bytes())?;
        if self.options.number("install", 1) == 1 {
            for name in ["engine.bin", "PROVENANCE.md"] {
                let to = paths::root().join("crates/demarche-models").join(name);
                std::fs::copy(self.file(name), to).map_err(|e| e.to_string())?;
            }
        }
        Ok(())
    }

    /// Scores of packed weights on the development sets, a line each.
    fn scores(&mut self, bytes: &[u8]) -> Result<Vec<String>, String> {
        let models = Models::from_bytes(bytes).map_err(|e| e.to_string())?;
        Ok(self
            .dev
            .iter()
            .map(|(name, samples)| format!("{name}: {}", score::line(samples, &models)))
            .collect())
    }

    /// Every stage in order.
    pub(crate) fn all(&mut self) -> Result<(), String> {
        self.teacher(1)?;
        self.student()?;
        self.pack()?;
        for measured in [2, 3] {
            self.teacher(measured)?;
        }
        Ok(())
    }
}

/// How teacher number `number` learns.
fn recipe(number: u64) -> &'static Recipe {
    &TEACHERS[(number as usize + TEACHERS.len() - 1) % TEACHERS.len()]
}

/// The width of the network kept under `name`: "teacher-4", "student".
fn units_of(name: &str) -> usize {
    let number = name.strip_prefix("teacher-").and_then(|n| n.parse().ok());
    number.map_or(STUDENT.units, |n| recipe(n).units)
}

/// Gold sentences, and development sets by name.
fn gold(options: &Options) -> Result<(Vec<Sample>, Vec<(&'static str, Vec<Sample>)>), String> {
    let ud = options.shared.join("data/ud");
    let ner = options.shared.join("data/ner");
    let mut gold = data::trees(&ud.join("ewt/en_ewt-ud-train.conllu"))?;
    let mut gum = data::trees(&ud.join("gum-open/en_gumopen-train.conllu"))?;
    data::join(
        &mut gum,
        data::names(&ner.join("gumopen_named-train.bio"), 1)?,
    );
    gold.append(&mut gum);
    // Universal NER names sentences of EWT's development part; their trees stay unused.
    let universal = ner.join("en_ewt-ud-dev.iob2");
    gold.append(&mut data::named(&universal, 2, Convention::UniversalNer)?);
    let re3d = data::named(&ner.join("re3d_open.bio"), 1, Convention::Re3d)?;
    let wikigold = data::named(&ner.join("wikigold.bio"), 1, Convention::Wikigold)?;
    gold.extend(re3d.iter().chain(&wikigold).cloned());
    let ewt = data::trees(&ud.join("ewt/en_ewt-ud-dev.conllu"))?;
    let mut gum = data::trees(&ud.join("gum-open/en_gumopen-dev.conllu"))?;
    data::join(
        &mut gum,
        data::names(&ner.join("gumopen_named-dev.bio"), 1)?,
    );
    Ok((
        gold,
        vec![
            ("ewt dev", ewt),
            ("gum dev", gum),
            ("re3d", re3d),
            ("wikigold", wikigold),
        ],
    ))
}

fn write_floats(file: &std::path::Path, numbers: &[f32]) -> Result<(), String> {
    let bytes: Vec<u8> = numbers.iter().flat_map(|x| x.to_le_bytes()).collect();
    let part = file.with_extension("part");
    std::fs::write(&part, bytes).map_err(|e| e.to_string())?;
    std::fs::rename(part, file).map_err(|e| e.to_string())
}

fn read_floats(file: &std::path::Path) -> Result<Vec<f32>, String> {
    let bytes = std::fs::read(file).map_err(|e| format!("{}: {e}", file.display()))?;
    Ok(bytes
        .chunks_exact(4)
        .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
        .collect())
}

/// Keeps a network: dense weights, then the table.
pub(crate) fn save(net: &Net, file: &std::path::Path) -> Result<(), String> {
    let all: Vec<f32> = net.dense.iter().chain(&net.table).copied().collect();
    write_floats(file, &all)
}

fn load(file: &std::path::Path, shape: Shape, rows: usize) -> Result<Net, String> {
    let mut net = Net::new(shape, rows, &mut Rng::new(0));
    let numbers = read_floats(file)?;
    if numbers.len() != net.dense.len() + net.table.len() {
        return Err(format!("{} was trained with other sizes", file.display()));
    }
    let (dense, table) = numbers.split_at(net.dense.len());
    net.dense.copy_from_slice(dense);
    net.table.copy_from_slice(table);
    Ok(net)
}
