//! Demarche reads the news of a negotiation and keeps its record.
//!
//! A report and its publication day go in, a [`record::Record`] comes out: who demanded, offered,
//! promised, refused, warned or denied what, toward whom, in which words, on what condition, and by
//! when. Every entry points at the words that prove it. Nothing here reads a clock, a disk or a network.

pub mod acts;
pub mod codes;
pub mod lang;
pub mod model;
pub mod record;
pub mod said;
pub mod text;
pub mod when;
pub mod who;
pub mod wire;

use model::Models;
use record::Record;
use text::Document;
use text::paragraphs::Paragraphs;
use text::quotes::Quotes;
use who::World;

/// Everything a reading needs that is not the report.
#[derive(Debug)]
pub struct Reader {
    pub models: Models,
    pub world: World,
    /// Weights that find more attributions than the rules alone, and their exact words.
    pub attributions: Option<said::learnt::Learnt>,
    /// Weights that find more moves than the frames alone, and say how sure each is.
    pub acts: Option<acts::learnt::Weights>,
}

impl Reader {
    /// Loads weights from bytes; the world facts ship inside the library.
    ///
    /// # Errors
    /// When the weights are of another format version or damaged; the message names the way out.
    pub fn new(engine: &[u8]) -> Result<Reader, model::ModelError> {
        Ok(Reader {
            models: Models::from_bytes(engine)?,
            world: World::embedded(),
            attributions: None,
            acts: None,
        })
    }

    /// The same reader with weights for attributions; without them the rules do alone.
    ///
    /// # Errors
    /// When the weights are of another format version or damaged.
    pub fn with_attributions(mut self, weights: &[u8]) -> Result<Reader, model::ModelError> {
        let damaged = || {
            let why = "the weights for attributions are damaged or of another version; \
                       `cargo lab train-said` writes them anew";
            model::ModelError(why.to_string())
        };
        self.attributions = Some(said::learnt::Learnt::from_bytes(weights).ok_or_else(damaged)?);
        Ok(self)
    }

    /// The same reader with weights for acts; without them the frames do alone.
    ///
    /// # Errors
    /// When the weights are of another format version, damaged, or were learnt with another engine.
    pub fn with_acts(mut self, weights: &[u8]) -> Result<Reader, model::ModelError> {
        let weights = acts::learnt::Weights::from_bytes(weights)?;
        if weights.engine != self.models.checksum {
            let why = "the weights for acts were learnt with another engine; \
                       `cargo lab train-acts` learns them anew";
            return Err(model::ModelError(why.to_string()));
        }
        self.acts = Some(weights);
        Ok(self)
    }

    /// Reads one report. Never fails: bad input yields a poorer record with notes.
    pub fn read(&self, document: &Document) -> Record {
        self.analyse(document).into_record()
    }

    /// Reads one report and keeps every stage's findings, for those who want to know why.
    pub fn analyse(&self, document: &Document) -> Analysis {
        self.analyse_knowing(document, &[])
    }

    /// The same, knowing of some people for whom they speak. It counts only for those whom the report
    /// itself names in full and says nothing of.
    pub fn analyse_knowing(&self, document: &Document, known: &[who::Known]) -> Analysis {
        let mut paragraphs = text::paragraphs::split(&document.text);
        let notes = record::notes::of_report(document, &paragraphs);
        if paragraphs.foreign {
            paragraphs.body.clear();
        }
        let parse = lang::analyse(&document.text, &paragraphs.body, &self.models);
        let quotes = text::quotes::find(&document.text, &paragraphs.body);
        let mut cast = who::cast(document, &parse, &self.world);
        let recalled = who::recall(&mut cast, known);
        let learnt = self.attributions.as_ref();
        let statements = said::read_with(document, &parse, &cast, &quotes, learnt);
        said::bind_speakers(document, &parse, &statements, &mut cast);
        let times = when::read(document, &parse);
        let mut analysis = Analysis {
            paragraphs,
            parse,
            quotes,
            cast,
            recalled,
            statements,
            times,
            entries: Vec::new(),
            traces: Vec::new(),
            notes,
        };
        let reading = analysis.reading(document);
        (analysis.entries, analysis.traces) = match &self.acts {
            Some(weights) => acts::read_learnt(&reading, weights, &self.models.engine),
            None => acts::read(&reading),
        };
        analysis
    }
}

/// What every stage found in a report.
#[derive(Clone, Debug)]
pub struct Analysis {
    pub paragraphs: Paragraphs,
    pub parse: lang::Parse,
    pub quotes: Quotes,
    pub cast: who::Cast,
    /// People whose party was known from elsewhere, as indices into `Cast::people`.
    pub recalled: Vec<u32>,
    pub statements: Vec<said::Statement>,
    pub times: Vec<when::TimePhrase>,
    pub entries: Vec<record::Entry>,
    /// What became of every trigger.
    pub traces: Vec<acts::Trace>,
    pub notes: Vec<record::Note>,
}

impl Analysis {
    /// What the acts are read from: the stages before them, side by side.
    pub fn reading<'a>(&'a self, document: &'a Document) -> acts::Reading<'a> {
        acts::Reading {
            document,
            parse: &self.parse,
            cast: &self.cast,
            statements: &self.statements,
            times: &self.times,
            quotes: &self.quotes,
            headline: self.paragraphs.headline,
        }
    }

    /// The record alone.
    pub fn into_record(self) -> Record {
        let Analysis {
            paragraphs,
            cast,
            statements,
            entries,
            notes,
            ..
        } = self;
        Record {
            cast,
            statements,
            entries,
            links: paragraphs.links,
            notes,
        }
    }
}
