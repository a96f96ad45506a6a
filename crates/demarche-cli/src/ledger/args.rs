//! What can be asked of a ledger.

use crate::args::{Source, day};
use clap::{Args, ValueEnum, ValueHint};
use demarche_ledger::export::Format;
use demarche_ledger::standing::Standing;
use jiff::civil::Date;
use std::path::PathBuf;

/// Which ledger.
#[derive(Args, Clone, Debug)]
pub(crate) struct Where {
    /// The ledger
    #[arg(long, value_name = "FILE", default_value = "demarche.db", value_hint = ValueHint::FilePath)]
    pub(crate) ledger: PathBuf,
}

/// Who writes.
#[derive(Args, Clone, Debug)]
pub(crate) struct Writer {
    #[command(flatten)]
    pub(crate) place: Where,
    /// Who does it, as it will stand in the log [default: the name of your account]
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ViewFormat {
    /// For reading
    Text,
    /// As JSON, whole
    Json,
}

#[derive(Args, Debug)]
#[command(after_help = ADD)]
pub(crate) struct Add {
    /// Reports in any form that read takes; `-` is standard input
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) source: Source,
    #[command(flatten)]
    pub(crate) writer: Writer,
    /// How many reports are read at a time [default: one a core]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,
    /// Say nothing of reports that were added well
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

const ADD: &str = "\
A report that is there already is not added twice, so an interrupted run is simply run again. Texts that are
nearly the same, of one to three days, are one story: the last version of whoever had it first counts, and
the others are kept beside it.";

#[derive(Args, Debug)]
#[command(after_help = STATUS)]
pub(crate) struct Status {
    /// The day; past days use only what was known by then [default: today]
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) on: Option<Date>,
    /// Use what was reported up to this day: how it stood then, as known later
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) known_by: Option<Date>,
    /// Only what this party does or is asked, by its id or name (RUS, Russia)
    #[arg(long, value_name = "PARTY")]
    pub(crate) party: Option<String>,
    /// Only what concerns this one too
    #[arg(long, value_name = "PARTY")]
    pub(crate) with: Option<String>,
    /// Only the matter to which this move belongs
    #[arg(long, value_name = "MOVE", conflicts_with_all = ["party", "with", "kind", "known_by"])]
    pub(crate) matter: Option<String>,
    /// Only these kinds: demand, offer, commit, warn, accuse, meet
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub(crate) kind: Vec<String>,
    /// Only these standings
    #[arg(long, value_name = "WORD", value_delimiter = ',', value_parser = standings())]
    pub(crate) standing: Vec<String>,
    /// At most so many of each standing
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,
    #[command(flatten)]
    pub(crate) place: Where,
    /// The form of the output
    #[arg(long, value_enum, default_value_t = ViewFormat::Text)]
    pub(crate) format: ViewFormat,
}

const STATUS: &str = "\
overdue      its last day is past, and no report says that it was done
due          its days have begun (or its last day is within two weeks)
outstanding  its days have not begun
waiting      it hangs on a condition that no report says has come true
open         no day was named
undertaken, kept, kept late, answered, agreed, refused, withdrawn, called off, lapsed, denied
             what became of it, by the reports

Only the day of --on makes a thing overdue; nothing of it is stored.";

fn standings() -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(Standing::WORDS)
}

#[derive(Args, Debug)]
pub(crate) struct Timeline {
    /// The first day
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) from: Option<Date>,
    /// The last day
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) to: Option<Date>,
    /// Only moves of or toward this party
    #[arg(long, value_name = "PARTY")]
    pub(crate) party: Option<String>,
    /// At most so many moves
    #[arg(long, value_name = "N", default_value_t = 500)]
    pub(crate) limit: usize,
    #[command(flatten)]
    pub(crate) place: Where,
    /// The form of the output
    #[arg(long, value_enum, default_value_t = ViewFormat::Text)]
    pub(crate) format: ViewFormat,
}

#[derive(Args, Debug)]
pub(crate) struct Show {
    /// A move of the matter: its number, its id, or the beginning of its id
    pub(crate) matter: String,
    /// The day on which it is looked at [default: today]
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) on: Option<Date>,
    #[command(flatten)]
    pub(crate) place: Where,
    /// The form of the output
    #[arg(long, value_enum, default_value_t = ViewFormat::Text)]
    pub(crate) format: ViewFormat,
}

#[derive(Args, Debug)]
pub(crate) struct Search {
    /// Words that must all stand in it; put a phrase in quotation marks
    #[arg(required = true)]
    pub(crate) words: Vec<String>,
    /// Only moves of this kind
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Option<String>,
    /// Only moves that stand so: overdue, due, kept, as in demarche status
    #[arg(long, value_name = "WORD", value_delimiter = ',', value_parser = standings())]
    pub(crate) standing: Vec<String>,
    /// The day of the standing [default: today]
    #[arg(long, value_name = "DAY", value_parser = day, requires = "standing")]
    pub(crate) on: Option<Date>,
    /// Only moves of or toward this party
    #[arg(long, value_name = "PARTY")]
    pub(crate) party: Option<String>,
    /// The first day
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) from: Option<Date>,
    /// The last day
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) to: Option<Date>,
    /// At most so many moves and so many reports
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,
    #[command(flatten)]
    pub(crate) place: Where,
    /// The form of the output
    #[arg(long, value_enum, default_value_t = ViewFormat::Text)]
    pub(crate) format: ViewFormat,
}

#[derive(Args, Debug)]
pub(crate) struct Who {
    /// As known by this day
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) on: Option<Date>,
    /// Say who somebody is, which stands above what reports say: his id (sergei-lavrov)
    #[arg(long, value_name = "ID", requires = "name")]
    pub(crate) set: Option<String>,
    /// His name
    #[arg(long, requires = "set")]
    pub(crate) name: Option<String>,
    /// The party he speaks for
    #[arg(long, requires = "set")]
    pub(crate) party: Option<String>,
    /// His office
    #[arg(long, requires = "set")]
    pub(crate) office: Option<String>,
    /// Since when
    #[arg(long, value_name = "DAY", value_parser = day, requires = "set")]
    pub(crate) from: Option<Date>,
    /// Until when
    #[arg(long, value_name = "DAY", value_parser = day, requires = "set")]
    pub(crate) to: Option<Date>,
    #[command(flatten)]
    pub(crate) writer: Writer,
    /// The form of the output
    #[arg(long, value_enum, default_value_t = ViewFormat::Text)]
    pub(crate) format: ViewFormat,
}

#[derive(Args, Debug)]
pub(crate) struct Confirm {
    /// The moves, by number or id
    #[arg(required = true, value_name = "MOVE")]
    pub(crate) moves: Vec<String>,
    #[command(flatten)]
    pub(crate) writer: Writer,
}

#[derive(Args, Debug)]
pub(crate) struct Strike {
    /// The moves, by number or id
    #[arg(required = true, value_name = "MOVE")]
    pub(crate) moves: Vec<String>,
    /// Why
    #[arg(long)]
    pub(crate) reason: Option<String>,
    #[command(flatten)]
    pub(crate) writer: Writer,
}

/// What a move says, field by field.
#[derive(Args, Debug, Default)]
pub(crate) struct Fields {
    /// demand, offer, commit, agree, concede, reject, warn, accuse, deny, meet, deliver or withhold
    #[arg(long)]
    pub(crate) kind: Option<String>,
    /// Who makes it: ids of parties, with commas between them
    #[arg(long, value_name = "PARTY", value_delimiter = ',')]
    pub(crate) actor: Vec<String>,
    /// Toward whom
    #[arg(long, value_name = "PARTY", value_delimiter = ',')]
    pub(crate) to: Option<Vec<String>>,
    /// What, in words
    #[arg(long, value_name = "WORDS")]
    pub(crate) content: Option<String>,
    /// By when: a day, or two with .. between them (2022-01-24..2022-01-30); none to take it away
    #[arg(long, value_name = "DAYS")]
    pub(crate) due: Option<String>,
    /// When it happened, in the same form
    #[arg(long, value_name = "DAYS")]
    pub(crate) when: Option<String>,
    /// On what condition: if, unless, after, until or before, and the words; none to take it away
    #[arg(long, value_name = "WORDS")]
    pub(crate) condition: Option<String>,
    /// Who said so: the id of a person or party
    #[arg(long, value_name = "ID")]
    pub(crate) speaker: Option<String>,
    /// It is not to be done, or did not happen
    #[arg(long)]
    pub(crate) negative: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Correct {
    /// The move, by number or id
    #[arg(value_name = "MOVE")]
    pub(crate) number: String,
    #[command(flatten)]
    pub(crate) fields: Fields,
    #[command(flatten)]
    pub(crate) writer: Writer,
}

#[derive(Args, Debug)]
#[command(after_help = NOTE)]
pub(crate) struct Note {
    #[command(flatten)]
    pub(crate) fields: Fields,
    /// The day on which it became known [default: today]
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) date: Option<Date>,
    /// Where it is known from ("note verbale 14/22")
    #[arg(long, value_name = "WORDS")]
    pub(crate) source: Option<String>,
    #[command(flatten)]
    pub(crate) writer: Writer,
}

const NOTE: &str = "\
Example:
  demarche note --kind demand --actor RUS --to USA --content \"a written answer to both drafts\" \\
      --due 2022-01-30 --date 2022-01-21 --source \"note verbale 14/22\"";

#[derive(Args, Debug)]
pub(crate) struct Join {
    /// The later move
    pub(crate) later: String,
    /// The earlier one, of which it speaks
    pub(crate) earlier: String,
    /// What the later is to the earlier: restates, keeps, answers, refuses, accepts, undertakes, concedes,
    /// denies, holds, cancels, withdraws, discloses or touches [default: what their kinds suggest]
    #[arg(long = "as", value_name = "WORD")]
    pub(crate) tie: Option<String>,
    #[command(flatten)]
    pub(crate) writer: Writer,
}

#[derive(Args, Debug)]
pub(crate) struct Split {
    /// The later move
    pub(crate) later: String,
    /// The earlier one, to which it does not belong
    pub(crate) earlier: String,
    #[command(flatten)]
    pub(crate) writer: Writer,
}

#[derive(Args, Debug)]
pub(crate) struct Undo {
    /// The number of the deed in the log [default: the last one that holds]
    pub(crate) event: Option<i64>,
    #[command(flatten)]
    pub(crate) writer: Writer,
}

#[derive(Args, Debug)]
pub(crate) struct Log {
    /// Since this day
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) since: Option<Date>,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(crate) limit: usize,
    #[command(flatten)]
    pub(crate) place: Where,
    /// The form of the output
    #[arg(long, value_enum, default_value_t = ViewFormat::Text)]
    pub(crate) format: ViewFormat,
}

#[derive(Args, Debug)]
#[command(after_help = EXPORT)]
pub(crate) struct Export {
    /// The form of the output
    #[arg(long, default_value = "jsonl", value_parser = forms())]
    pub(crate) format: String,
    /// As things stand, and are known, on this day [default: today]
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) on: Option<Date>,
    #[command(flatten)]
    pub(crate) place: Where,
}

const EXPORT: &str = "\
jsonl          one move a line, with its quotation, source, joins and standing
csv            one move a row, for a spreadsheet
ics            what is due, as to-dos that a calendar updates in place
atom           what changed last, as a feed
webannotation  one W3C annotation a quotation, as JSON-LD
markdown       a register for people";

fn forms() -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(Format::ALL.map(Format::as_str))
}

/// Only the ledger.
#[derive(Args, Debug)]
pub(crate) struct Bare {
    #[command(flatten)]
    pub(crate) place: Where,
}
