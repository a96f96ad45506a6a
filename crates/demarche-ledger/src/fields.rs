//! What a person says of a move, field by field, in words: as typed after `demarche correct`, as a form of
//! the desk sends it, as a program sends it to the API. There is one way from such words to a move.

use crate::error::{LedgerError, Result};
use crate::moves::{Condition, Days, Kind, Move, Place, Relation, Words};
use jiff::civil::Date;
use serde::Deserialize;

/// The fields that are to change; those that are not given stay as they are.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Fields {
    pub kind: Option<String>,
    /// Ids of parties, or names that the ledger knows.
    pub actor: Option<Vec<String>>,
    pub addressee: Option<Vec<String>>,
    pub content: Option<String>,
    /// "2022-01-30", "2022-01-24..2022-01-30", "..2022-01-30", "2022-01-24..", "none".
    pub due: Option<String>,
    /// In the same form.
    pub when: Option<String>,
    /// "if talks fail", "none".
    pub condition: Option<String>,
    /// Id of a person or party; empty for nobody.
    pub speaker: Option<String>,
    /// Empty for none.
    pub place: Option<String>,
    /// It is not to be done, or did not happen.
    pub negative: Option<bool>,
    /// The content is a quotation.
    pub quoted: Option<bool>,
}

/// What words are understood with.
pub struct Means<'a> {
    /// A day as people write it; why it is none.
    pub day: &'a dyn Fn(&str) -> std::result::Result<Date, String>,
    /// The id of a party that the ledger knows by this id or name.
    pub party: &'a dyn Fn(&str) -> Option<String>,
    /// What words are about; see [`crate::digest::terms_of`].
    pub terms: &'a dyn Fn(&str) -> Result<Vec<String>>,
}

impl std::fmt::Debug for Means<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Means")
    }
}

impl Fields {
    /// The move with these fields changed. A field that says what stood there before keeps its words and
    /// places.
    ///
    /// # Errors
    /// When a word is no kind, no day, no party or no condition, or the reader cannot look at the words.
    pub fn fill(&self, before: &Move, means: &Means<'_>) -> Result<Move> {
        let mut entry = before.clone();
        if let Some(word) = &self.kind {
            let kind = kind(word)?;
            if kind != before.kind || before.plover.is_none() {
                entry.kind = kind;
                entry.plover = demarche::codes::plover(kind).map(str::to_owned);
            }
        }
        if let Some(names) = &self.actor {
            entry.actor = parties(names, means)?;
        }
        if let Some(names) = &self.addressee {
            entry.addressee = parties(names, means)?;
        }
        if let Some(negative) = self.negative {
            entry.polarity = if negative { "negative" } else { "positive" }.to_owned();
        }
        entry.quoted = self.quoted.unwrap_or(before.quoted);
        if let Some(words) = &self.speaker {
            let words = words.trim();
            let known = || (means.party)(words).unwrap_or_else(|| words.to_owned());
            entry.speaker = (!words.is_empty()).then(known);
        }
        if let Some(words) = self.content.as_deref().map(one_line)
            && words != one_line(&before.content.text)
        {
            entry.terms = (means.terms)(&words)?;
            entry.content.text = words;
        }
        if let Some(words) = &self.condition {
            entry.condition = condition(words, before.condition.as_ref(), means)?;
        }
        if let Some(words) = &self.due {
            entry.due = days("due", words, before.due.as_ref(), means)?;
        }
        if let Some(words) = &self.when {
            entry.when = days("when", words, before.when.as_ref(), means)?;
        }
        if let Some(name) = self.place.as_deref().map(one_line) {
            entry.place = place(name, before.place.as_ref());
        }
        Ok(entry)
    }
}

fn refused(why: impl Into<String>) -> LedgerError {
    LedgerError::Refused(why.into())
}

/// The kind of a word.
///
/// # Errors
/// When there is none of that name; the message names all.
pub fn kind(word: &str) -> Result<Kind> {
    Kind::parse(word.trim()).ok_or_else(|| {
        let all: Vec<&str> = Kind::ALL.iter().map(|k| k.as_str()).collect();
        refused(format!(
            "there is no kind “{word}”; the kinds are {}",
            all.join(", ")
        ))
    })
}

/// A field of one line gives back what it was given without line ends; such a change is none.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn parties(names: &[String], means: &Means<'_>) -> Result<Vec<String>> {
    let names = names.iter().map(|n| n.trim()).filter(|n| !n.is_empty());
    let id = |name: &str| {
        let own = (!name.contains(char::is_whitespace)).then(|| name.to_owned());
        (means.party)(name).or(own).ok_or_else(|| {
            refused(format!(
                "no party “{name}” stands in the ledger; give an id without spaces, as in RUS or \
                 writers-guild-of-america"
            ))
        })
    };
    names.map(id).collect()
}

fn days(name: &str, words: &str, before: Option<&Days>, means: &Means<'_>) -> Result<Option<Days>> {
    let words = words.trim();
    if words == "none" {
        return Ok(None);
    }
    let (from, to) = words.split_once("..").unwrap_or((words, words));
    let end = |word: &str| match word.trim() {
        "" => Ok(None),
        word => (means.day)(word).map(Some).map_err(|why| {
            refused(format!(
                "{name}: {why}; give a day, or two as in 2022-01-24..2022-01-30"
            ))
        }),
    };
    let (from, to) = (end(from)?, end(to)?);
    if let Some(days) = before.filter(|d| (d.from, d.to) == (from, to)) {
        return Ok(Some(days.clone()));
    }
    Ok((from.is_some() || to.is_some()).then(|| Days {
        from,
        to,
        words: only(words),
    }))
}

fn condition(
    words: &str,
    before: Option<&Condition>,
    means: &Means<'_>,
) -> Result<Option<Condition>> {
    let words = one_line(words);
    if words.is_empty() || words == "none" {
        return Ok(None);
    }
    let begun = Relation::ALL.into_iter().find_map(|relation| {
        let rest = words.strip_prefix(relation.as_str())?.strip_prefix(' ')?;
        Some((relation, rest))
    });
    let (relation, rest) = begun.ok_or_else(|| {
        refused(
            "a condition begins with if, unless, after, until or before, as in \"if talks fail\"",
        )
    })?;
    if let Some(old) = before.filter(|o| o.relation == relation && one_line(&o.words.text) == rest)
    {
        return Ok(Some(old.clone()));
    }
    Ok(Some(Condition {
        relation,
        words: only(rest),
        terms: (means.terms)(rest)?,
    }))
}

fn place(name: String, before: Option<&Place>) -> Option<Place> {
    match before {
        _ if name.is_empty() => None,
        Some(place) if place.name == name => Some(place.clone()),
        _ => Some(Place {
            name,
            ..Place::default()
        }),
    }
}

/// Words that stand in no text.
fn only(words: &str) -> Words {
    Words {
        text: words.to_owned(),
        ..Words::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(before: &Move, fields: &Fields) -> Result<Move> {
        let means = Means {
            day: &|words| words.parse().map_err(|_| "it is not a date".to_owned()),
            party: &|words| (words == "Russia").then(|| "RUS".to_owned()),
            terms: &|words| Ok(words.split(' ').map(str::to_owned).collect()),
        };
        fields.fill(before, &means)
    }

    fn said(words: &str) -> Option<String> {
        Some(words.to_owned())
    }

    #[test]
    fn what_is_not_given_and_what_is_the_same_stays() {
        let mut before = Move::by_hand();
        before.plover = said("request");
        before.terms = vec!["answer".to_owned()];
        before.content.text = "an  answer\nin writing".to_owned();
        before.condition = Some(Condition {
            relation: Relation::If,
            words: only("talks\ngo on"),
            terms: vec!["talk".to_owned()],
        });
        before.due = Some(Days {
            words: only("soon"),
            ..Days::default()
        });
        assert_eq!(fill(&before, &Fields::default()).ok(), Some(before.clone()));
        let same = Fields {
            kind: said("demand"),
            content: said("an answer in writing "),
            condition: said("if talks go on"),
            due: said(".."),
            ..Fields::default()
        };
        assert_eq!(fill(&before, &same).ok(), Some(before));
    }

    #[test]
    fn words_become_fields() {
        let fields = Fields {
            kind: said("commit"),
            actor: Some(vec!["Russia".to_owned(), "X".to_owned(), String::new()]),
            due: said("..2022-01-30"),
            when: said("2022-01-21"),
            condition: said("unless both agree"),
            negative: Some(true),
            ..Fields::default()
        };
        let entry = fill(&Move::by_hand(), &fields).expect("a move");
        assert_eq!((entry.kind, entry.is_positive()), (Kind::Commit, false));
        assert_eq!(entry.actor, ["RUS", "X"]);
        let due = entry.due.clone().expect("due");
        assert_eq!((due.from, due.words.text.as_str()), (None, "..2022-01-30"));
        assert_eq!(
            entry.when.as_ref().and_then(|d| d.from),
            entry.when.as_ref().and_then(|d| d.to)
        );
        let condition = entry.condition.clone().expect("a condition");
        assert_eq!(
            (condition.relation, condition.terms.len()),
            (Relation::Unless, 2)
        );
        let nothing = Fields {
            due: said("none"),
            condition: said(""),
            ..Fields::default()
        };
        let entry = fill(&entry, &nothing).expect("a move");
        assert!(entry.due.is_none() && entry.condition.is_none() && entry.when.is_some());
    }

    #[test]
    fn other_words_are_refused_with_the_way_out() {
        for (fields, way_out) in [
            (
                Fields {
                    kind: said("beg"),
                    ..Fields::default()
                },
                "the kinds are",
            ),
            (
                Fields {
                    due: said("soon"),
                    ..Fields::default()
                },
                "give a day",
            ),
            (
                Fields {
                    condition: said("maybe"),
                    ..Fields::default()
                },
                "begins with if",
            ),
            (
                Fields {
                    actor: Some(vec!["The Union".to_owned()]),
                    ..Fields::default()
                },
                "without spaces",
            ),
        ] {
            let error = fill(&Move::by_hand(), &fields).expect_err("refused");
            assert!(error.to_string().contains(way_out), "{error}");
        }
    }
}
