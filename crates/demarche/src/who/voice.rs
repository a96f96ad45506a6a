//! First persons: whose voice a whole document is, and whose the words of a quotation are.

use super::PartyKind;
use super::draft::{Draft, NAMES};
use super::holders::{Holder, number};
use super::phrase;
use super::spelling::skeleton;
use super::world::{FormKind, Rank, rows};
use super::{Cast, Mention};
use crate::lang::Parse;
use std::ops::Range;

/// Bytes of a first line that may be a title.
const LONGEST_TITLE: usize = 200;

/// The party whose press office published the document.
pub(super) fn publisher(draft: &mut Draft) -> Option<u32> {
    let document = draft.document;
    let names = [document.publisher.as_deref(), document.url.as_deref()];
    let table = include_str!("../../rules/en/who/publishers.tsv");
    for name in names.into_iter().flatten() {
        let name = name.to_ascii_lowercase();
        for [part, party, ..] in rows(table) {
            if name.contains(part) {
                return draft.known_id(party);
            }
        }
    }
    None
}

/// True for "I", "we", "our" and the like.
fn is_first(word: &str) -> bool {
    matches!(
        word,
        "i" | "me" | "my" | "mine" | "myself" | "we" | "us" | "our" | "ours" | "ourselves"
    )
}

/// True for a first person as written: "I" and no numeral (i), "us" and no "US".
fn is_first_at(word: &str) -> bool {
    word != "US" && word != "i" && is_first(&word.to_lowercase())
}

/// True for the singular ones, which mean the speaker himself.
fn is_single(word: &str) -> bool {
    matches!(word, "i" | "me" | "my" | "mine" | "myself")
}

/// Binds the first persons of a document that speaks for itself: a joint statement, a readout.
pub(super) fn bind(draft: &mut Draft) {
    if !is_joint(draft) && opening(draft).is_none() {
        draft.cast.author = publisher(draft).or_else(|| host(draft));
    }
    label(draft);
    let spoken: Vec<usize> = (0..draft.len())
        .filter(|&t| !draft.quoted[t] && is_first_at(draft.word(t)))
        .collect();
    if spoken.is_empty() {
        return;
    }
    let Some(parties) = voice(draft) else { return };
    for t in spoken {
        draft.mention_at(t, t + 1, t, parties.clone(), None, "who/voice");
    }
}

/// The title of the document; where it has none, a first line that can only be one.
fn title(draft: &Draft) -> String {
    if let Some(title) = &draft.document.title {
        return title.clone();
    }
    let first = draft.text.trim_start().lines().next().unwrap_or_default();
    let sentence = first.trim_end().ends_with(['.', '!', '?', ':', '”', '"']);
    if sentence || first.len() > LONGEST_TITLE {
        return String::new();
    }
    first.to_string()
}

/// Binds the label of whoever speaks by his office alone, "THE PRESIDENT:" and "PRESIDENT:", to the
/// person whose remarks the title says these are.
fn label(draft: &mut Draft) {
    let mut labels: Vec<(usize, usize)> = Vec::new();
    for sentence in &draft.parse.sentences {
        let start = sentence.start as usize;
        let colon = (start + 1..draft.len().min(start + 4)).find(|&t| draft.word(t) == ":");
        let Some(colon) = colon.filter(|&t| draft.together(start, t)) else {
            continue;
        };
        let shouted = (start..colon).all(|t| !draft.word(t).chars().any(char::is_lowercase));
        let from = start + usize::from(draft.low(start) == "the");
        let office = phrase::role_at(draft, from).is_some_and(|role| role.end == colon);
        if shouted && office {
            labels.push((start, colon));
        }
    }
    if labels.is_empty() {
        return;
    }
    let title = title(draft);
    let words = author_words(&title).unwrap_or_default();
    // "by President Biden and Prime Minister Modi": the host speaks by his office alone.
    let first = words
        .split(|&word| word == "and")
        .next()
        .unwrap_or_default();
    let Some((person, party)) = author_of_name(draft, first) else {
        return;
    };
    let mut taken = vec![false; draft.len()];
    for &(start, colon) in &labels {
        taken[start..colon].fill(true);
    }
    draft.cast.mentions.retain(|m| !taken[m.head as usize]);
    for (start, colon) in labels {
        draft.mention_at(start, colon, colon - 1, vec![party], person, "who/label");
    }
}

/// The parties in whose name the document speaks.
fn voice(draft: &mut Draft) -> Option<Vec<u32>> {
    let title = title(draft);
    let low = title.to_lowercase();
    if is_joint(draft) {
        let by = [" calling ", " on ", " regarding ", " about ", " following "];
        let cut = by.iter().filter_map(|word| low.find(word)).min();
        let whole = title_parties(draft, &title);
        let first = cut
            .and_then(|cut| title.get(..cut))
            .map(|part| title_parties(draft, part))
            .unwrap_or_default();
        if let [one] = first[..]
            && draft.cast.parties[one as usize].kind != PartyKind::State
        {
            // "G7 Leaders' statement on Syria": a group speaks, what follows is its subject.
            return Some(first);
        }
        for parties in [first, whole] {
            if parties.len() > 1 {
                return Some(parties);
            }
        }
    }
    let author = author_words(&title);
    let words = author.as_deref().unwrap_or_default();
    party_of_name(draft, words)
        .map(|party| vec![party])
        .or_else(|| opening(draft))
        .or_else(|| match title_parties(draft, &words.join(" "))[..] {
            [one] => Some(vec![one]),
            _ => publisher(draft).map(|party| vec![party]),
        })
        .or_else(|| draft.cast.author.map(|party| vec![party]))
}

/// The words of a title that say whose words follow: "Statement by President Niinistö on Ukraine", "Remarks
/// by Secretary Blinken". The bodies that the first sentence lists are not its authors then.
fn author_words(title: &str) -> Option<Vec<&str>> {
    let words: Vec<&str> = title.split_whitespace().collect();
    let is = |i: usize, list: &[&str]| list.contains(&words[i].to_lowercase().as_str());
    let papers = [
        "statement",
        "remarks",
        "speech",
        "address",
        "message",
        "letter",
        "interview",
    ];
    let ends = [
        "on",
        "about",
        "at",
        "after",
        "following",
        "regarding",
        "to",
        "before",
    ];
    let paper = (0..words.len()).find(|&i| is(i, &papers))?;
    let near = paper + 1..words.len().min(paper + 4);
    let by = near.into_iter().find(|&i| is(i, &["by", "from", "of"]))?;
    // "by President Biden Announcing Actions": what follows a name is what he does.
    let does = |i: usize| i > by + 2 && words[i].ends_with("ing");
    let end = (by + 1..words.len()).find(|&i| is(i, &ends) || does(i));
    Some(words[by + 1..end.unwrap_or(words.len())].to_vec())
}

/// The party of the person whom these words of a title name: one of the report, or the holder of an office.
fn party_of_name(draft: &mut Draft, words: &[&str]) -> Option<u32> {
    author_of_name(draft, words).map(|(_, party)| party)
}

/// The person, where the report has him, and his party.
fn author_of_name(draft: &mut Draft, words: &[&str]) -> Option<(Option<u32>, u32)> {
    let bare: Vec<&str> = words
        .iter()
        .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()))
        .collect();
    let family = skeleton(bare.last()?);
    let known = draft.by_word.get(&family).into_iter().flatten().copied();
    let named = known
        .take(NAMES)
        .find_map(|p| Some((Some(p), draft.cast.people[p as usize].party?)));
    if named.is_some() {
        return named;
    }
    let name = bare[bare.len().saturating_sub(2)..].join(" ");
    let holder = super::people::holder_of(draft, &name).copied();
    let holder = holder.or_else(|| head_of_state(draft, &bare, &family))?;
    Some((None, draft.known(holder.party)))
}

/// "President Biden" in a title: the one head of a state or a government of this name on the day.
fn head_of_state(draft: &Draft, words: &[&str], family: &str) -> Option<Holder> {
    let day = number(draft.day?);
    let titled = words
        .iter()
        .any(|w| matches!(*w, "President" | "Minister" | "Chancellor"));
    let terms = draft.world.holders.of_family(family).iter();
    let mut terms = terms.filter(|term| {
        let first = matches!(term.rank, Some(Rank::State | Rank::Government));
        titled && first && term.from <= day && day <= term.to
    });
    let one = *terms.next()?;
    terms.all(|term| term.party == one.party).then_some(one)
}

/// The party that gives a briefing, by the title of its transcript: "Department Press Briefing", "Foreign
/// Ministry spokesperson's regular press conference". A ministry without a land is that of the state
/// that the briefing speaks of most.
fn host(draft: &mut Draft) -> Option<u32> {
    let title = draft.document.title.clone().unwrap_or_default();
    let low = title.to_lowercase();
    let kinds = [
        "briefing",
        "press conference",
        "press release",
        "meets the press",
    ];
    let kind = kinds
        .iter()
        .find_map(|kind| Some(low.find(kind)? + kind.len()))?;
    if let [one, ..] = title_parties(draft, title.get(..kind)?)[..] {
        return Some(one);
    }
    match title_parties(draft, &title)[..] {
        [one] => Some(one),
        _ => {
            let official = ["ministry", "government", "spokes"];
            let state = || draft.ranked.iter().copied().find(|&p| draft.is_state(p));
            official.iter().any(|word| low.contains(word)).then(state)?
        }
    }
}

/// True for a paper of several parties, by its title.
fn is_joint(draft: &Draft) -> bool {
    let title = draft.document.title.as_deref().unwrap_or_default();
    let low = title.to_lowercase();
    ["joint", "communiqu", "leaders", "declaration"]
        .iter()
        .any(|word| low.contains(word))
}

/// The parties named in a title, in order.
fn title_parties(draft: &mut Draft, title: &str) -> Vec<u32> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut fresh = true;
    while at < title.len() {
        if !title.is_char_boundary(at) {
            at += 1;
            continue;
        }
        if fresh && let Some((form, end)) = draft.world.form_at(title, at) {
            if !matches!(
                form.kind,
                FormKind::Media | FormKind::Other | FormKind::Capital
            ) && form.members == (0, 0)
            {
                let party = draft.known(form.party);
                if !out.contains(&party) {
                    out.push(party);
                }
            }
            at = end;
            continue;
        }
        fresh = !title[at..]
            .chars()
            .next()
            .is_some_and(char::is_alphanumeric);
        at += 1;
    }
    out
}

/// The parties of an opening that names its authors: "We, the President of France, …" or "The People's
/// Republic of China, the French Republic … consider".
fn opening(draft: &mut Draft) -> Option<Vec<u32>> {
    let sentence = *draft.parse.sentences.first()?;
    let (start, end) = (sentence.start as usize, sentence.end as usize);
    let we = &*draft.low(start) == "we" && start + 1 < end && draft.word(start + 1) == ",";
    let mut out: Vec<u32> = Vec::new();
    let stop = (start..end)
        .find(|&t| is_clause_verb(draft, t))
        .unwrap_or(end);
    for t in start..stop {
        if let Some(hit) = draft
            .hit(t)
            .filter(|hit| hit.start == t && hit.kind != FormKind::Capital)
        {
            for &party in &hit.parties {
                if !out.contains(&party) {
                    out.push(party);
                }
            }
        }
    }
    // "The Republic of Italy, Japan and Canada reaffirm": papers speak in the present tense, news in the past.
    let declares = draft.parse.xpos.get(stop).is_some_and(|&x| x == "VBP");
    (we && !out.is_empty() || declares && out.len() > 2).then_some(out)
}

/// True for the verb of a main clause.
fn is_clause_verb(draft: &Draft, t: usize) -> bool {
    matches!(draft.parse.xpos[t], "VBD" | "VBP" | "VBZ" | "MD")
}

impl Cast {
    /// Binds the first persons among tokens `range`, the content of one statement, to its speaker:
    /// "I" means the person, "we" the parties he speaks for. A first person that is bound already
    /// (a quotation inside a quotation) keeps its meaning.
    pub fn bind_speaker(
        &mut self,
        text: &str,
        parse: &Parse,
        range: Range<usize>,
        person: Option<u32>,
        parties: &[u32],
    ) {
        for t in range.start..range.end.min(parse.len()) {
            let word = parse.word(text, t).to_lowercase();
            let bound = self.mention_of.get(t).is_none_or(|&m| {
                m > 0
                    && self.mentions[m as usize - 1].head == t as u32
                    && self.mentions[m as usize - 1].rule != "who/voice"
            });
            if bound || !is_first_at(parse.word(text, t)) {
                continue;
            }
            let person = person.filter(|_| is_single(&word));
            self.mentions.push(Mention {
                start: t as u32,
                end: t as u32 + 1,
                head: t as u32,
                parties: parties.to_vec(),
                person,
                rule: "who/first-person",
                locative: false,
            });
            self.mention_of[t] = self.mentions.len() as u32;
        }
    }
}
