//! People: names, the titles before them and the appositions around them, and who is meant by a
//! surname later.

use super::PartyKind;
use super::draft::{Draft, NAMES, NameSpan, lower, singular};
use super::gazetteer::is_calendar;
use super::holders::{Holder, number};
use super::phrase::{self, Determiner, Owner, RoleAt};
use super::spelling::skeleton;
use super::world::{FormKind, Gender, Group, Rank};
use crate::lang::NameKind;

/// Names longer than this are no names.
const LONGEST: usize = 8;

/// Finds the people of the report.
pub(super) fn find(draft: &mut Draft) {
    let after_capital = |t: &usize| {
        let before =
            draft.is_capital(*t - 1) && draft.together(*t - 1, *t) && draft.hit(*t - 1).is_none();
        before && !super::gazetteer::is_company_word(&draft.low(*t + 1))
    };
    let introduced = (1..draft.len())
        .filter(after_capital)
        .map(|t| draft.word(t))
        .collect();
    draft.introduced = introduced;
    let spans = spans(draft);
    for span in spans {
        let number = draft.names.len() as u32 + 1;
        draft.names.push(span);
        draft.name_of[span.start..span.end].fill(number);
    }
    identify(draft);
    draft.names.sort_by_key(|name| name.start);
    for i in 0..draft.names.len() {
        let span = draft.names[i];
        draft.name_of[span.start..span.end].fill(i as u32 + 1);
    }
}

/// Reads what the words around the names say of the people.
pub(super) fn introduce_all(draft: &mut Draft) {
    // Twice, since "Lavrov's deputy" may stand before the words that say who Lavrov is.
    for last in [false, true] {
        for i in 0..draft.names.len() {
            introduce(draft, i);
        }
        complete(draft, last);
        super::describe::retrace(draft);
    }
    together(draft);
}

/// Every run of tokens that names a person, without titles.
fn spans(draft: &Draft) -> Vec<NameSpan> {
    let mut out: Vec<NameSpan> = Vec::new();
    let mut t = 0;
    while t < draft.len() {
        if !draft.is_capital(t) || draft.hit(t).is_some() {
            t += 1;
            continue;
        }
        if let Some(role) = phrase::role_at(draft, t) {
            t = role.end;
            continue;
        }
        let end = name_end(draft, t);
        let (start, titled) = skip_titles(draft, t, end);
        if start < end && is_person(draft, titled, start, end) {
            out.push(NameSpan {
                start,
                end,
                person: None,
            });
        }
        t = end.max(t + 1);
    }
    out
}

/// The end of a run of capitalised words, initials and particles that begins at `t`.
fn name_end(draft: &Draft, t: usize) -> usize {
    let n = draft.len().min(t + LONGEST + 6);
    let mut end = t + 1;
    while end < n && draft.together(t, end) && draft.hit(end).is_none() {
        let word = draft.word(end);
        let hyphen = matches!(word, "-" | "‑") && draft.joined(end - 1) && draft.joined(end);
        let suffix =
            word == "," && end + 1 < n && matches!(draft.word(end + 1), "Jr." | "Jr" | "Sr.");
        let after_hyphen = draft.word(end - 1) == "-"
            && draft.joined(end - 1)
            && word.chars().all(char::is_alphabetic);
        let particle = matches!(
            word,
            "al" | "el"
                | "de"
                | "da"
                | "di"
                | "du"
                | "del"
                | "der"
                | "den"
                | "van"
                | "von"
                | "bin"
                | "ibn"
                | "ben"
                | "la"
                | "le"
                | "dos"
                | "ter"
                | "ul"
                | "ud"
                | "al-"
                | "zu"
        ) && (end + 1 < n
            && (draft.is_capital(end + 1)
                || matches!(draft.word(end + 1), "-" | "la" | "der" | "den")));
        // Theresa May is no month.
        let month = is_calendar(word)
            && (word != "May" || draft.world.gender(draft.word(end - 1)).is_none());
        let capital = draft.is_capital(end) && !month && word.chars().any(char::is_alphabetic);
        if !(capital || hyphen || suffix || after_hyphen || particle) {
            break;
        }
        end += 1;
    }
    while end > t + 1 && matches!(draft.word(end - 1), "-" | ",") {
        end -= 1;
    }
    end
}

/// The first token of `start..end` that is no title, and whether a title stands before it.
fn skip_titles(draft: &Draft, mut start: usize, end: usize) -> (usize, bool) {
    let mut titled = false;
    while start < end {
        let word = draft.word(start);
        let title = phrase::role_at(draft, start).filter(|role| role.end <= end);
        if let Some(role) = title {
            titled = true;
            start = role.end;
        } else if draft.world.honorific(word).is_some() {
            titled = true;
            start += 1;
        } else if is_opener(word) || word == "-" {
            start += 1;
        } else if let Some(role) = inner_title(draft, start, end) {
            titled = true;
            start = role.end;
        } else {
            break;
        }
    }
    (start, titled)
}

/// Capitalised words that begin a sentence or a title and no name.
fn is_opener(word: &str) -> bool {
    matches!(
        word,
        "Former"
            | "Acting"
            | "Then"
            | "The"
            | "Deputy"
            | "Vice"
            | "Ex"
            | "Interim"
            | "Outgoing"
            | "Chief"
            | "Senior"
            | "Incoming"
            | "Late"
            | "Today"
            | "Yesterday"
            | "But"
            | "And"
            | "Meanwhile"
            | "In"
            | "On"
            | "At"
            | "With"
            | "Asked"
            | "When"
            | "While"
            | "After"
            | "As"
            | "For"
            | "From"
            | "If"
            | "Although"
            | "Both"
            | "A"
            | "An"
            | "By"
            | "To"
            | "However"
            | "Earlier"
            | "Later"
            | "Last"
            | "Since"
            | "Under"
            | "Like"
            | "Unlike"
            | "Or"
            | "My"
            | "Our"
            | "His"
            | "Her"
            | "Its"
            | "Their"
    )
}

/// Pronouns and other words that are no name even with a capital.
fn is_function_word(word: &str) -> bool {
    matches!(
        word,
        "We" | "I"
            | "He"
            | "She"
            | "It"
            | "They"
            | "You"
            | "Our"
            | "Their"
            | "His"
            | "Her"
            | "Its"
            | "This"
            | "That"
            | "These"
            | "Those"
            | "There"
            | "What"
            | "Who"
            | "Which"
            | "Why"
            | "How"
            | "No"
            | "Not"
            | "So"
            | "Yes"
            | "My"
            | "Your"
            | "Us"
            | "South"
            | "North"
            | "East"
            | "West"
            | "Arabs"
            | "Parties"
            | "Sides"
            | "Muslims"
            | "Christians"
            | "Jews"
            | "Kurds"
            | "Europeans"
            | "Westerners"
            | "Plans"
            | "Talks"
            | "Order"
    )
}

/// A title inside the run, after other words of it: "Economic Minister", "Foreign Ministry Spokesman".
fn inner_title(draft: &Draft, start: usize, end: usize) -> Option<RoleAt> {
    let names_office = |role: &RoleAt| {
        let rank = matches!(
            role.role.rank,
            Rank::Minister
                | Rank::Foreign
                | Rank::Defence
                | Rank::Spokesperson
                | Rank::Head
                | Rank::Envoy
                | Rank::Ambassador
                | Rank::Negotiator
                | Rank::State
        );
        rank && role.end < end
    };
    (start + 1..end).find_map(|t| phrase::role_at(draft, t).filter(names_office))
}

/// True when something shows that the run `start..end` names a person; `titled` when a title was taken
/// off its front.
fn is_person(draft: &Draft, titled: bool, start: usize, end: usize) -> bool {
    let word = draft.word(start);
    let single = end - start == 1;
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    if is_calendar(word) || single && (is_function_word(word) || letters < 2) {
        return false;
    }
    if !single && super::gazetteer::is_corporate_ending(draft.word(end - 1)) {
        return false;
    }
    let known = !single && holder_of(draft, &draft.words(start, end)).is_some();
    let given = known || draft.world.gender(word).is_some() && !single;
    let last = draft.low(end - 1).into_owned();
    // "Trade Representative Carla Hills": who has a title and a given name may be called like a thing.
    let introduced = given && titled;
    let group = !draft.world.group(&singular(&last)).is_empty()
        || !single && !introduced && draft.world.ends_no_name(&last);
    let ner = draft.ner(start);
    let heads = phrase::role_at(draft, end).is_some_and(|r| r.role.rank == Rank::Head);
    if matches!(ner, Some((_, _, NameKind::Person))) {
        // "Ford CEO X": a company, whatever the engine thinks.
        let titled =
            titled || start > 0 && draft.together(start - 1, start) && title_before(draft, start);
        let family = !draft.world.holders.of_family(&skeleton(word)).is_empty();
        // A lone word that no title and no full name introduces is more often a company.
        let lone = single && !titled && !family && !draft.introduced.contains(word);
        return !lone && !(single && (group || heads));
    }
    if group {
        return false;
    }
    let titled =
        titled || start > 0 && draft.together(start - 1, start) && title_before(draft, start);
    match ner {
        Some((from, to, NameKind::Organisation))
            if from <= start && to >= end && !titled && !given =>
        {
            return false;
        }
        Some((_, _, NameKind::Place)) if !titled && !given => return false,
        _ => {}
    }
    // "MR. TONER:" labels a turn of a transcript.
    let label = draft.word_at(end) == ":";
    let shout = single && letters > 3 && !label && word.chars().all(char::is_uppercase);
    if titled && !shout {
        return draft.parse.upos[start] != "VERB" || !single;
    }
    let proper = (start..end)
        .filter(|&t| draft.is_capital(t))
        .all(|t| draft.parse.upos[t] == "PROPN");
    given || !single && proper && described(draft, start, end)
}

/// True when the words after a run say that it is a person: ", the head of", "said".
fn described(draft: &Draft, start: usize, end: usize) -> bool {
    let span = NameSpan {
        start,
        end,
        person: None,
    };
    let office = apposition_at(draft, span)
        .is_some_and(|(role, _)| role.role.rank != Rank::Official || !role.plural);
    let says = end < draft.len()
        && matches!(draft.parse.lemma(end), "say" | "tell" | "add" | "warn")
        && draft.together(start, end);
    office || says && end - start <= 3
}

/// True when a noun of office or a title stands right before `start`.
fn title_before(draft: &Draft, start: usize) -> bool {
    let word = draft.word(start - 1);
    if draft.world.honorific(word).is_some() {
        return true;
    }
    let one = singular(&draft.low(start - 1)).into_owned();
    let lowest = start.saturating_sub(4);
    // "its Dutch rival Akzo": a company may be a rival or an ally.
    let may_be_body = matches!(&*one, "rival" | "ally" | "neighbor" | "neighbour");
    (lowest..start).any(|t| phrase::role_at(draft, t).is_some_and(|r| r.end == start))
        && one.len() > 1
        && !may_be_body
}

/// The term that a full name and the report's day fit.
pub(super) fn holder_of<'a>(draft: &'a Draft, name: &str) -> Option<&'a Holder> {
    let day = draft.day.map(number);
    let terms = draft
        .world
        .holders
        .of_name(name)
        .copied()
        .collect::<Vec<_>>();
    let fits =
        |term: &Holder| day.is_none_or(|day| term.from <= day && day <= term.to.saturating_add(30));
    let found = terms.iter().find(|term| fits(term))?;
    let same = |term: &&Holder| {
        term.party == found.party
            && term.family == found.family
            && term.from == found.from
            && term.name == found.name
            && term.title == found.title
    };
    draft
        .world
        .holders
        .of_family(found.family)
        .iter()
        .find(same)
}

/// Says which names are the same person: full names first, then surnames.
fn identify(draft: &mut Draft) {
    for i in 0..draft.names.len() {
        let span = draft.names[i];
        if span.end - span.start > 1 {
            let person = match same_full(draft, span) {
                Some(person) => person,
                None => {
                    let name = draft.words(span.start, span.end);
                    let person = draft.person(&name, span.start);
                    let side = side_of(draft, span);
                    draft.facts[person as usize].side = side;
                    person
                }
            };
            draft.names[i].person = Some(person);
        }
    }
    for i in 0..draft.names.len() {
        let span = draft.names[i];
        if span.person.is_none() {
            let word = skeleton(draft.word(span.start));
            let side = side_of(draft, span);
            let title = title_text(draft, span);
            let person = match by_word(draft, &word, span.start, side, &title) {
                Some(person) => person,
                None => {
                    let royal = matches!(title.as_str(), "king" | "queen" | "prince" | "princess");
                    let crown = royal && span.start > 1 && draft.low(span.start - 2) == "crown";
                    let from = span.start - usize::from(royal) - usize::from(crown);
                    let name = draft.words(from, span.end);
                    let person = draft.person(&name, span.start);
                    let facts = &mut draft.facts[person as usize];
                    facts.side = side;
                    facts.title = title;
                    person
                }
            };
            draft.names[i].person = Some(person);
        }
    }
    surnames(draft);
}

/// The party that the words around a name show: "King Hussein of Jordan", "Iraq's Saddam Hussein",
/// "Russian President X".
fn side_of(draft: &Draft, span: NameSpan) -> Option<u32> {
    let right = (draft.low(span.end) == "of")
        .then(|| draft.hit(span.end + 1).or_else(|| draft.hit(span.end + 2)))
        .flatten();
    if let Some(hit) = right.filter(|hit| draft.together(span.start, hit.start)) {
        return hit.parties.first().copied();
    }
    let t = span.start.checked_sub(1)?;
    if draft.is_possessive(t) {
        return t
            .checked_sub(1)
            .and_then(|t| draft.hit(t))
            .and_then(|hit| hit.parties.first().copied());
    }
    let role = (span.start.saturating_sub(5)..span.start)
        .find_map(|t| phrase::role_at(draft, t).filter(|r| r.end == span.start))?;
    phrase::before(draft, role.start).parties.first().copied()
}

/// The lower-case title right before a name.
fn title_text(draft: &Draft, span: NameSpan) -> String {
    let title = span.start.checked_sub(1).filter(|&t| {
        draft.world.honorific(draft.word(t)).is_some() || draft.world.role(&draft.low(t)).is_some()
    });
    title.map(|t| draft.low(t).into_owned()).unwrap_or_default()
}

/// A person already known by a full name like this one.
fn same_full(draft: &Draft, span: NameSpan) -> Option<u32> {
    let name = draft.words(span.start, span.end);
    let plain = name.trim_end_matches("Jr.").trim_end_matches([',', ' ']);
    let words: Vec<String> = plain
        .split(' ')
        .map(skeleton)
        .filter(|w| !w.is_empty())
        .collect();
    let whole: String = words.concat();
    let (first, last) = (words.first()?, words.last()?);
    let by_last = draft.by_word.get(last).into_iter();
    let known = by_last
        .chain(draft.by_word.get(first))
        .flatten()
        .copied()
        .take(NAMES);
    let same = |&at: &u32| {
        let facts = &draft.facts[at as usize];
        let (Some(known_first), Some(known_last)) = (facts.words.first(), facts.words.last())
        else {
            return false;
        };
        let alike =
            known_first.len() > 1 && first.len() > 1 && known_first.get(..2) == first.get(..2);
        // "De Mistura" once "Staffan de Mistura" is known.
        let tail = words.len() > 1 && facts.words.ends_with(&words);
        facts.words.len() > 1
            && (tail || facts.words.concat() == whole || known_last == last && alike)
    };
    let mut known = known;
    known.find(same)
}

/// The person whom a single word of a name means at token `t`: the last one introduced before it, else
/// the first one after.
fn by_word(draft: &Draft, word: &str, t: usize, side: Option<u32>, title: &str) -> Option<u32> {
    let mut best: Option<(u8, bool, usize, u32)> = None;
    let known = draft.by_word.get(word).into_iter().flatten().copied();
    for at in known.take(NAMES) {
        let facts = &draft.facts[at as usize];
        // Two men of one name are kept apart by their states, and later by their titles.
        let other = side.is_some() && facts.side.is_some() && side != facts.side;
        if other {
            continue;
        }
        let place = match () {
            () if !title.is_empty()
                && facts.title == title
                && facts.words.last().is_some_and(|w| w == word) =>
            {
                3
            }
            () if facts.words.last().is_some_and(|w| w == word) => 2,
            // "President Lee" is Lee Myung-bak, but "King Abdullah" is not Abdullah Gul.
            () if !title.is_empty() && facts.given => continue,
            () if facts.words.first().is_some_and(|w| w == word) => 1,
            () if facts.words.iter().any(|w| w == word) => 1,
            () => continue,
        };
        let before = facts.first <= t;
        let near = if before {
            facts.first
        } else {
            usize::MAX - facts.first
        };
        let score = (place, before, near, at);
        if best.is_none_or(|b| (b.0, b.1, b.2) < (score.0, score.1, score.2)) {
            best = Some(score);
        }
    }
    best.map(|b| b.3)
}

/// Surnames that no other rule took for a name: "Lavrov said", once Lavrov is introduced.
fn surnames(draft: &mut Draft) {
    let mut known: Vec<(String, u32)> = Vec::new();
    for (at, facts) in draft.facts.iter().enumerate() {
        if facts.words.len() > 1 {
            known.extend(
                facts
                    .words
                    .iter()
                    .filter(|w| w.len() > 1)
                    .map(|w| (w.clone(), at as u32)),
            );
        }
    }
    known.sort();
    let mut free = 0;
    for t in 0..draft.len() {
        if t < free || !draft.is_capital(t) || draft.name(t).is_some() || draft.hit(t).is_some() {
            continue;
        }
        let word = skeleton(draft.word(t));
        if known
            .binary_search_by(|(w, _)| w.as_str().cmp(&word))
            .is_err()
        {
            continue;
        }
        if let Some(person) = by_word(draft, &word, t, None, "") {
            let words = draft.facts[person as usize].words.clone();
            let surname = words.last() == Some(&word);
            // "Condoleezza Rice", both words of one name.
            let end = t
                + 1
                + usize::from(
                    draft.is_capital(t + 1)
                        && draft.together(t, t + 1)
                        && words.contains(&skeleton(draft.word_at(t + 1)))
                        && !surname,
                );
            let next = draft.parse.upos.get(end).copied().unwrap_or("PUNCT");
            let acts = matches!(next, "VERB" | "AUX") || draft.is_possessive(end);
            let noun = matches!(draft.parse.upos[t], "PROPN" | "NOUN" | "X") || acts;
            // "in May" is a month even where Theresa May is spoken of.
            if is_calendar(draft.word(t)) && !acts && dated(draft, t) {
                continue;
            }
            if surname && noun || draft.parse.upos[t] == "PROPN" {
                let number = draft.names.len() as u32 + 1;
                draft.names.push(NameSpan {
                    start: t,
                    end,
                    person: Some(person),
                });
                draft.name_of[t..end].fill(number);
                free = end;
            }
        }
    }
}

/// "in May", "last May", "May 14": a month by the word before it or the number beside it.
fn dated(draft: &Draft, t: usize) -> bool {
    let number = |t: usize| draft.word_at(t).starts_with(|c: char| c.is_ascii_digit());
    let before = draft.word_at(t.wrapping_sub(1)).to_lowercase();
    number(t + 1)
        || number(t.wrapping_sub(1))
        || !matches!(draft.parse.upos[t], "PROPN" | "NOUN" | "X")
        || matches!(
            &*before,
            "in" | "of"
                | "by"
                | "since"
                | "until"
                | "till"
                | "before"
                | "after"
                | "from"
                | "through"
                | "during"
                | "last"
                | "next"
                | "this"
                | "late"
                | "early"
                | "mid"
                | "-"
                | "to"
                | "and"
        )
}

/// A noun of office with what it says.
struct Title {
    rank: Rank,
    parties: Vec<u32>,
    office: String,
    gender: Option<Gender>,
    former: bool,
    /// The party was told from the context only: "the country's new president".
    weak: bool,
    start: usize,
    end: usize,
}

/// Reads title and apposition of one name into the facts of its person.
fn introduce(draft: &mut Draft, i: usize) {
    let span = draft.names[i];
    let Some(person) = span.person else { return };
    if let Some(honorific) = span
        .start
        .checked_sub(1)
        .and_then(|t| draft.world.honorific(draft.word(t)))
    {
        let facts = &mut draft.facts[person as usize];
        facts.gender = honorific.gender.or(facts.gender);
    }
    let found = [
        title_left(draft, span),
        apposition_right(draft, span),
        apposition_left(draft, span),
    ];
    for mut title in found.into_iter().flatten() {
        // "ASEAN Chair Prime Minister Hun Sen of Cambodia": he leads the one and speaks for the other.
        if let Some(land) = land_of_office(draft, &title, span) {
            title.parties = vec![land];
        }
        learn(draft, person, &title);
    }
    let titled = !title_text(draft, span).is_empty();
    let owned = span.start > 1 && draft.is_possessive(span.start - 1);
    if draft.cast.people[person as usize].party.is_none()
        && (titled || owned)
        && !draft.facts[person as usize].alone
    {
        draft.cast.people[person as usize].party = side_of(draft, span);
    }
    if draft.facts[person as usize].rank.is_none() {
        member_of(draft, person, span);
    }
}

/// The state whose office a body's title stands before: that of "of Cambodia", or by the table of offices.
fn land_of_office(draft: &mut Draft, title: &Title, span: NameSpan) -> Option<u32> {
    let role = draft.world.role(&title.office.to_lowercase())?;
    let of_state = matches!(
        role.rank,
        Rank::State | Rank::Government | Rank::Foreign | Rank::Defence
    );
    let body = title.parties.first().filter(|&&p| !draft.is_state(p));
    body.filter(|_| of_state)?;
    let of = draft.low(span.end) == "of" && draft.together(span.start, span.end);
    let named = draft
        .hit(span.end + 1)
        .filter(|_| of)
        .and_then(|hit| hit.parties.first().copied())
        .filter(|&p| draft.is_state(p));
    if named.is_some() {
        return named;
    }
    let holder = *holder_of(draft, &draft.words(span.start, span.end))?;
    let party = draft.known(holder.party);
    draft.is_state(party).then_some(party)
}

/// "Aaron David Miller of the Woodrow Wilson Center" has no party; "Smith, 45, of Hamas" has none here.
fn member_of(draft: &mut Draft, person: u32, span: NameSpan) {
    let leads = |t: &usize| {
        draft.together(span.start, *t)
            && (draft.hit(*t).is_some()
                || matches!(draft.parse.upos[*t], "DET" | "ADJ" | "NOUN" | "ADV")
                || draft.word(*t) == "-")
    };
    let hit = (draft.low(span.end) == "of")
        .then(|| {
            (span.end + 1..draft.len().min(span.end + 6))
                .take_while(leads)
                .find_map(|t| draft.hit(t))
        })
        .flatten();
    let Some(party) = hit.and_then(|hit| hit.parties.first().copied()) else {
        return;
    };
    // "Boris Yeltsin of Russia" is its man; "Jon Stone of the Brookings Institution" speaks for himself.
    if draft.is_state(party) || !is_school(draft, party) {
        draft.cast.people[person as usize]
            .party
            .get_or_insert(party);
    } else {
        draft.facts[person as usize].alone = true;
    }
}

/// True for a body whose people are asked for what they think: a university, an institute.
fn is_school(draft: &Draft, party: u32) -> bool {
    let Some(facts) = draft.bodies.get(&party) else {
        return false;
    };
    let school = |word: &String| {
        matches!(
            word.as_str(),
            "institute"
                | "institution"
                | "university"
                | "college"
                | "school"
                | "center"
                | "centre"
                | "foundation"
                | "endowment"
                | "group"
                | "council"
                | "times"
                | "post"
                | "research"
                | "capital"
                | "securities"
        )
    };
    facts.words.iter().any(school)
}

fn learn(draft: &mut Draft, person: u32, title: &Title) {
    let at = person as usize;
    let facts = &mut draft.facts[at];
    facts.gender = facts.gender.or(title.gender);
    if title.former || title.rank == Rank::Outsider {
        if facts.rank.is_none() {
            facts.alone = true;
            facts.rank = Some(title.rank);
            let office = if title.former {
                format!("former {}", title.office)
            } else {
                title.office.clone()
            };
            draft.cast.people[at].office.get_or_insert(office);
        }
        return;
    }
    let better = facts.rank.is_none()
        || facts.alone
        || matches!(facts.rank, Some(Rank::Official | Rank::Leader))
            && !matches!(title.rank, Rank::Official | Rank::Leader);
    if better {
        facts.rank = Some(title.rank);
        facts.alone = false;
        draft.cast.people[at].office = Some(title.office.clone());
    }
    if draft.cast.people[at].party.is_none() {
        let name = draft.cast.people[at].name.clone();
        let known = title
            .weak
            .then(|| holder_of(draft, &name).copied())
            .flatten();
        draft.cast.people[at].party = match known {
            Some(holder) => Some(draft.known(holder.party)),
            None => title.parties.first().copied(),
        };
    }
}

/// The title that stands right before the name.
fn title_left(draft: &mut Draft, span: NameSpan) -> Option<Title> {
    let (role, after) = title_at(draft, span)?;
    Some(title_of(draft, role, &after))
}

/// The nouns of office before and after a name, each with what follows it.
pub(super) fn offices(draft: &Draft, span: NameSpan) -> Vec<(RoleAt, phrase::After)> {
    let found = [
        title_at(draft, span),
        apposition_at(draft, span),
        apposed_before(draft, span),
    ];
    found.into_iter().flatten().collect()
}

fn title_at(draft: &Draft, span: NameSpan) -> Option<(RoleAt, phrase::After)> {
    let end = span.start;
    let lowest = end.saturating_sub(14);
    // Titles such as "Professor" may stand between the office and the name.
    let mut stop = end;
    while stop > lowest
        && (draft.world.honorific(draft.word(stop - 1)).is_some()
            && draft.world.role(&draft.low(stop - 1)).is_none()
            || draft.word(stop - 1) == "." && draft.together(stop - 1, end))
    {
        stop -= 1;
    }
    for t in lowest..stop {
        if !draft.together(t, end) || draft.name(t).is_some() {
            continue;
        }
        let free = |r: &RoleAt| r.end <= stop && !r.plural && draft.hit(r.end - 1).is_none();
        let Some(role) = phrase::role_at(draft, t).filter(free) else {
            continue;
        };
        let after = phrase::after(draft, role.end, Some(role.role.rank));
        // The name may itself be the end of the complement: "head of the IAEA Rafael Grossi".
        let reaches =
            role.end == stop || after.end == stop && after.end > role.end && after.person.is_none();
        // "Special Envoy for Yemen X": a post's field says nothing of its owner.
        let field = matches!(&*draft.low(role.end), "for" | "to" | "on") && {
            let land = role.end + 1 + usize::from(draft.low(role.end + 1) == "the");
            draft
                .hit(land)
                .is_some_and(|hit| hit.start == land && hit.end == stop)
        };
        let reaches = reaches || field;
        if reaches && clear(draft, t, end) {
            return Some((role, after));
        }
    }
    None
}

/// True when no comma or quotation mark stands between.
fn clear(draft: &Draft, from: usize, to: usize) -> bool {
    (from..to).all(|t| {
        !matches!(
            draft.word(t),
            "," | ";" | ":" | "\"" | "“" | "”" | "(" | ")" | "who" | "which"
        )
    })
}

/// The apposition after the name: ", the Iranian president,", "(the head of the union)".
fn apposition_right(draft: &mut Draft, span: NameSpan) -> Option<Title> {
    let (role, after) = apposition_at(draft, span)?;
    Some(title_of(draft, role, &after))
}

/// The noun of office in the apposition after a name.
fn apposition_at(draft: &Draft, span: NameSpan) -> Option<(RoleAt, phrase::After)> {
    let mut t = span.end;
    if t >= draft.len() || !matches!(draft.word(t), "," | "(" | "-" | "—" | "–" | "--") {
        return None;
    }
    t += 1;
    // An age: ", 55,".
    let age = t + 1 < draft.len()
        && draft.word(t + 1) == ","
        && draft.word(t).chars().all(|c| c.is_ascii_digit());
    if age {
        t += 2;
    }
    let begin = t;
    let last = draft.len().min(begin + 12);
    while t < last && draft.together(span.start, t) {
        if draft.name(t).is_some() {
            return None;
        }
        if let Some(role) = phrase::role_at(draft, t) {
            let before = phrase::before(draft, role.start);
            if role.plural || before.start > begin {
                return None;
            }
            let after = phrase::after(draft, role.end, Some(role.role.rank));
            // A title followed by a name is that person's ("Cheney, President Bush said").
            let next = draft.name(role.end).is_some()
                || draft.name(after.end).is_some() && after.end > role.end;
            // "Lavrov, the minister said": a clause that follows is no apposition.
            let verb = draft.parse.upos.get(after.end).copied().unwrap_or("");
            let clause = matches!(verb, "VERB" | "AUX") && draft.word(span.end) == ",";
            return (!next && !clause).then_some((role, after));
        }
        let word = draft.low(t);
        let small = matches!(
            &*word,
            "the" | "a" | "an" | "his" | "her" | "its" | "their" | "former" | "and" | "-" | "of"
        );
        let noun = matches!(
            draft.parse.upos[t],
            "ADJ" | "NOUN" | "PROPN" | "NUM" | "ADV" | "X"
        ) || draft.parse.xpos[t] == "VBN";
        if !(small || noun || draft.hit(t).is_some() || draft.is_possessive(t)) {
            return None;
        }
        t += 1;
    }
    None
}

/// The phrase before the name and its comma: "Lavrov's deputy, Sergei Ryabkov,".
fn apposition_left(draft: &mut Draft, span: NameSpan) -> Option<Title> {
    let (role, after) = apposed_before(draft, span)?;
    Some(title_of(draft, role, &after))
}

fn apposed_before(draft: &Draft, span: NameSpan) -> Option<(RoleAt, phrase::After)> {
    let mut comma = span.start.checked_sub(1)?;
    while comma > 0 && draft.world.honorific(draft.word(comma)).is_some() {
        comma -= 1;
    }
    if draft.word(comma) != "," || comma == 0 {
        return None;
    }
    // The name must end its clause or be closed by a comma, else "…, Obama said" would be caught.
    let closes = span.end >= draft.len()
        || matches!(
            draft.word(span.end),
            "," | "." | ";" | ")" | "\"" | "”" | "—" | "and" | ":" | "-"
        )
        || !draft.together(span.start, span.end);
    let lowest = comma.saturating_sub(16);
    let verb_after = draft
        .parse
        .upos
        .get(span.end)
        .is_some_and(|u| matches!(*u, "VERB" | "AUX"));
    for t in lowest..comma {
        if !draft.together(t, comma) || draft.name(t).is_some() {
            continue;
        }
        // "National" in the name of a union is no office.
        let free = |r: &RoleAt| !r.plural && draft.hit(r.end - 1).is_none();
        let Some(role) = phrase::role_at(draft, t).filter(free) else {
            continue;
        };
        let after = phrase::after(draft, role.end, Some(role.role.rank));
        // "the Syrian ambassador to Washington, X".
        let gap = after.end.max(role.end)..comma;
        let plain = |t: usize| {
            matches!(
                draft.parse.upos[t],
                "NOUN" | "PROPN" | "ADP" | "DET" | "ADJ" | "PART" | "NUM"
            ) || draft.is_possessive(t)
        };
        if gap.len() > 9 || !gap.into_iter().all(plain) {
            continue;
        }
        let before = phrase::before(draft, role.start);
        let definite = before.determiner == Determiner::The
            || !before.parties.is_empty()
            || !after.parties.is_empty();
        // Without the closing comma only a phrase at the start of the sentence is an apposition.
        let starts = before.start == draft.parse.sentence(t).start as usize;
        if definite && (closes || starts && !verb_after) {
            return Some((role, after));
        }
        return None;
    }
    None
}

/// True for the noun of somebody who holds the same office on the other side.
pub(super) fn is_counterpart(word: &str) -> bool {
    matches!(
        word,
        "counterpart" | "counterparts" | "number" | "numbers" | "colleague" | "colleagues"
    )
}

/// What an office says: whose it is, its rank, its words.
fn title_of(draft: &mut Draft, role: RoleAt, after: &phrase::After) -> Title {
    let before = phrase::before(draft, role.start);
    let mut rank = role.role.rank;
    let mut office = draft.words(role.start, role.end);
    let counterpart = is_counterpart(&draft.low(role.end - 1));
    let named = !before.parties.is_empty();
    let mut parties = before.parties.clone();
    if !named {
        parties.clone_from(&after.parties);
    }
    if parties.is_empty() {
        let owner = match before.owner {
            Owner::Noun(t) => draft.name(t).and_then(|name| name.person),
            _ => None,
        };
        if let Some(owner) = owner.or(after.person).filter(|_| !counterpart) {
            parties.extend(draft.cast.people[owner as usize].party);
            office = relation(draft, owner, &office, &mut rank);
        }
    }
    // "opposition leader", "rebel commander": the leader of those.
    let first = draft.low(role.start).into_owned();
    let own = draft.world.group(&first);
    let led = parties.is_empty() && role.end - role.start > 1 && own.has(Group::Rebels);
    if led {
        parties = super::describe::common_noun(draft, role.start);
    }
    if parties.is_empty() {
        parties = capital_after(draft, role.end)
            .or_else(|| state_of_office(draft, role, &before))
            .into_iter()
            .collect();
    }
    let mut weak = false;
    if parties.is_empty() && !counterpart {
        parties = body_near(draft, role, &before, after);
        weak = true;
    }
    if parties.is_empty()
        && !counterpart
        && let Owner::Pronoun(at) = before.owner
    {
        parties = side_of_pronoun(draft, at).into_iter().collect();
    }
    if counterpart && before.owner != Owner::None {
        let owner = owner_before(draft, &before, role.start);
        rank = owner
            .and_then(|o| draft.facts[o as usize].rank)
            .unwrap_or(rank);
    }
    // A company's president is no head of state; the EU has a foreign minister.
    let body = parties.first().map(|&p| &draft.cast.parties[p as usize]);
    let first = matches!(rank, Rank::State | Rank::Government | Rank::Foreign);
    if first && body.is_some_and(|p| p.kind != PartyKind::State && p.id != "EU" && p.id != "UN") {
        rank = Rank::Head;
    }
    let word = draft.low(before.start.saturating_sub(1));
    let former = before.former || before.start > 0 && matches!(&*word, "former" | "ex");
    Title {
        rank,
        parties,
        office,
        gender: role.role.gender,
        former,
        weak,
        start: before.start,
        end: after.end,
    }
}

/// The state of "the secretary to the Treasury in Lusaka".
fn capital_after(draft: &Draft, end: usize) -> Option<u32> {
    let last = draft.len().min(end + 6);
    let inside = |&t: &usize| {
        draft.together(end - 1, t)
            && matches!(
                draft.parse.upos[t],
                "ADP" | "DET" | "NOUN" | "PROPN" | "ADJ"
            )
    };
    let place = (end..last).take_while(inside).find(|&t| {
        draft.low(t) == "in"
            && draft
                .hit(t + 1)
                .is_some_and(|h| h.kind == FormKind::Capital)
    });
    place
        .and_then(|t| draft.hit(t + 1))
        .and_then(|hit| hit.parties.first().copied())
}

/// The side that "its" or "his" before an office means: the last body or state that acted, the last
/// person named.
fn side_of_pronoun(draft: &mut Draft, t: usize) -> Option<u32> {
    if matches!(&*draft.low(t), "my" | "our") {
        return super::voice::publisher(draft);
    }
    if matches!(&*draft.low(t), "its" | "their") {
        return side_near(draft, t);
    }
    let wanted = if draft.low(t) == "her" {
        Gender::Female
    } else {
        Gender::Male
    };
    let fits = |n: &&NameSpan| {
        n.person
            .is_some_and(|p| draft.facts[p as usize].gender.is_none_or(|g| g == wanted))
    };
    let last = draft.names_before(t).find(fits)?;
    draft.cast.people[last.person? as usize].party
}

/// The party that acts in the sentence before `t`, else in the sentence before that one.
fn side_near(draft: &Draft, t: usize) -> Option<u32> {
    let to = draft.trail.partition_point(|step| step.at < t);
    let here = draft.parse.sentence_of[t];
    let near = |step: &&super::draft::Step| {
        !step.adjective && here.saturating_sub(draft.parse.sentence_of[step.at]) <= 1
    };
    let steps = || {
        draft.trail[..to]
            .iter()
            .rev()
            .take(12)
            .take_while(|s| here.saturating_sub(draft.parse.sentence_of[s.at]) <= 1)
            .filter(near)
    };
    let own = |s: &&super::draft::Step| draft.parse.sentence_of[s.at] == here;
    let seat = |s: &&super::draft::Step| {
        draft
            .hit(s.at)
            .is_some_and(|hit| hit.kind == FormKind::Seat)
    };
    let same = steps()
        .filter(own)
        .find(seat)
        .or_else(|| steps().filter(own).find(|s| s.subject || !s.locative));
    same.or_else(|| steps().find(|s| s.subject))
        .or_else(|| steps().next())
        .map(|s| s.party)
}

/// The person whose counterpart is meant: the possessor, else the last one named before.
fn owner_before(draft: &Draft, before: &phrase::Before, t: usize) -> Option<u32> {
    if let Owner::Noun(at) = before.owner {
        return draft.name(at).and_then(|name| name.person);
    }
    let last = draft.names_before(t).find(|n| draft.together(n.start, t));
    last.and_then(|name| name.person)
}

/// "Lavrov's deputy" is a deputy foreign minister; an aide has no office of his own.
fn relation(draft: &Draft, owner: u32, word: &str, rank: &mut Rank) -> String {
    let low = lower(word);
    match (&*low, &draft.cast.people[owner as usize].office) {
        ("deputy", Some(office)) => {
            if draft.facts[owner as usize].rank == Some(Rank::Foreign) {
                *rank = Rank::DeputyForeign;
            }
            format!("Deputy {office}")
        }
        _ => word.to_string(),
    }
}

/// The state that an office names by itself: "Secretary of State", "Supreme Leader".
fn state_of_office(draft: &mut Draft, role: RoleAt, before: &phrase::Before) -> Option<u32> {
    let bare = before.parties.is_empty()
        && before.body.is_none()
        && !matches!(before.owner, Owner::Noun(_));
    let titled = draft.is_capital(role.start) || role.end - role.start > 1;
    match role.role.party {
        Some(party) if bare && titled => {
            let own = draft.known(party);
            let at = role.start;
            (!shared(&draft.low(at)) || at_home(draft, at, own)).then_some(own)
        }
        _ => None,
    }
}

/// Titles that begin with these words are given in more than one land: "Foreign Secretary" in Manila and
/// Delhi too.
fn shared(first: &str) -> bool {
    matches!(
        first,
        "foreign"
            | "defense"
            | "trade"
            | "home"
            | "health"
            | "finance"
            | "environment"
            | "transport"
    )
}

/// True when the report speaks of the state and of no other one much more.
fn at_home(draft: &Draft, t: usize, own: u32) -> bool {
    let count = |p: u32| draft.count.get(p as usize).copied().unwrap_or(0);
    let home =
        super::describe::home(draft).or_else(|| super::describe::state_near(draft, t, false));
    count(own) > 0 && home.is_none_or(|home| home == own || count(own) * 2 > count(home))
        || home.is_none()
}

/// The state of the capital where a spokesman without a land speaks: "Foreign Ministry spokeswoman
/// X told a briefing in Beijing".
fn briefed_in(draft: &Draft, role: RoleAt) -> Option<u32> {
    if role.role.rank != Rank::Spokesperson {
        return None;
    }
    let end = role.end;
    let last = draft.len().min(end + 16);
    let told = (end..last.min(end + 6))
        .find(|&t| draft.parse.upos[t] == "VERB" && super::refer::is_said(draft.parse.lemma(t)))?;
    let place = (told..last)
        .take_while(|&t| draft.together(end - 1, t) && !matches!(draft.word(t), "," | "that"))
        .find(|&t| matches!(&*draft.low(t), "in"))?;
    let hit = draft
        .hit(place + 1)
        .filter(|h| h.kind == FormKind::Capital)?;
    hit.parties.first().copied()
}

/// The body named near: "union president", "a spokesman for the company". Bodies are looked for before
/// the phrase.
fn body_near(
    draft: &mut Draft,
    role: RoleAt,
    before: &phrase::Before,
    after: &phrase::After,
) -> Vec<u32> {
    if let Some(state) = briefed_in(draft, role) {
        return vec![state];
    }
    let owner = match before.owner {
        Owner::Noun(t) => Some(t),
        _ => None,
    };
    let Some(noun) = after.noun.or(before.body).or(owner) else {
        return Vec::new();
    };
    super::describe::common_noun(draft, noun)
}

/// Fills in from the table of offices what the report takes for known.
fn complete(draft: &mut Draft, last: bool) {
    for i in 0..draft.names.len() {
        let span = draft.names[i];
        let Some(person) = span
            .person
            .filter(|&p| draft.cast.people[p as usize].party.is_none())
        else {
            continue;
        };
        let at = person as usize;
        if draft.facts[at].alone {
            continue;
        }
        let title = title_word(draft, span);
        let full = draft.facts[at].words.len() > 1;
        let name = draft.cast.people[at].name.clone();
        let mut found = None;
        if full {
            found = holder_of(draft, &name)
                .copied()
                .or_else(|| surname_only(draft, at))
                .or_else(|| at_any_time(draft, at, &name));
        }
        if found.is_none() && last {
            found = title
                .and_then(|rank| licensed(draft, at, rank).copied())
                .filter(|h| !full || !h.name.contains(' '));
        }
        if let Some(holder) = found {
            draft.cast.people[at].party = Some(draft.known(holder.party));
            if draft.facts[at].rank.is_none() && !holder.title.is_empty() {
                draft.facts[at].rank = holder.rank;
                draft.cast.people[at].office = Some(holder.title.to_string());
            }
            continue;
        }
        // Who answers in a transcript speaks for him who gives the briefing.
        if !last || draft.word_at(span.end) == ":" {
            continue;
        }
        titled_only(draft, span, at);
        if draft.cast.people[at].party.is_none() {
            draft.cast.people[at].party = state_of_text(draft, span, at);
        }
        if draft.cast.people[at].party.is_none() {
            draft.cast.people[at].party = of_body(draft, span, at);
        }
        // "press secretary Peter Cook" in a sentence about the Pentagon.
        let staff = draft.cast.people[at]
            .office
            .as_deref()
            .is_some_and(|office| office.eq_ignore_ascii_case("chief of staff"));
        let spokesman = staff
            || matches!(
                draft.facts[at].rank,
                Some(Rank::Spokesperson | Rank::Negotiator)
            );
        if draft.cast.people[at].party.is_none() && spokesman {
            draft.cast.people[at].party = side_near(draft, span.start);
        }
    }
}

/// Whom "Commissioner Almunia", "Chief Executive Tim Cook" and "party leader Lindner" speak for where
/// nothing else says so: the Union, the body named last.
fn of_body(draft: &Draft, span: NameSpan, person: usize) -> Option<u32> {
    let office = draft.cast.people[person].office.as_deref()?.to_lowercase();
    if office.ends_with("commissioner")
        && let Some(union) = draft.has("EU")
    {
        return Some(union);
    }
    let heads = matches!(
        &*office,
        "chief executive"
            | "chief executive officer"
            | "ceo"
            | "boss"
            | "chairman"
            | "chairwoman"
            | "chair"
            | "party leader"
            | "finance chief"
            | "chief financial officer"
            | "founder"
    );
    let called = offices(draft, span).into_iter().any(|(role, _)| {
        // "the Juventus chairman": of one whom the report has not made a body.
        let before = role.start.checked_sub(1);
        before.is_some_and(|t| draft.is_capital(t) && draft.hit(t).is_none())
    });
    if !heads || called {
        return None;
    }
    let here = draft.parse.sentence_of[span.start];
    let to = draft.trail.partition_point(|step| step.at < span.start);
    let near = |step: &&super::draft::Step| here - draft.parse.sentence_of[step.at] <= 3;
    let steps = draft.trail[..to].iter().rev().take(40).take_while(near);
    let firm = |party: u32| {
        let facts = draft.bodies.get(&party);
        let body = draft.cast.parties[party as usize].kind == PartyKind::Body;
        body && facts.is_none_or(|f| !f.words.iter().any(|w| super::gazetteer::is_union_word(w)))
    };
    let count = |party: u32| draft.count.get(party as usize).copied().unwrap_or(0);
    let found: Vec<u32> = steps
        .map(|step| step.party)
        .filter(|&party| firm(party) && count(party) > 2)
        .collect();
    let most = found.iter().map(|&party| count(party)).max()?;
    found.into_iter().find(|&party| count(party) * 2 > most)
}

/// Somebody in office by the report who held an office of a state that the report names, before its day
/// or after it: he speaks for that state in another one.
fn at_any_time(draft: &Draft, person: usize, name: &str) -> Option<Holder> {
    let whole = skeleton(name);
    let office = draft.facts[person].rank.is_some();
    let named = |party: u16| draft.has(&draft.world.parties[party as usize].id).is_some();
    let fits = |term: &Holder| named(term.party) && (office || skeleton(term.name) == whole);
    let mut terms = draft.world.holders.of_name(name).copied();
    let mut first = terms.find(fits)?;
    // What he is called on the day the report says itself.
    first.rank = None;
    first.title = "";
    Some(first)
}

/// A leader whom the table has by surname only, where the report names his state.
fn surname_only(draft: &Draft, person: usize) -> Option<Holder> {
    let day = number(draft.day?);
    let family = draft.facts[person].words.last()?;
    let named = |party: u16| draft.has(&draft.world.parties[party as usize].id).is_some();
    let fits = |term: &&Holder| {
        !term.name.contains(' ') && term.from <= day && day <= term.to && named(term.party)
    };
    draft
        .world
        .holders
        .of_family(family)
        .iter()
        .find(fits)
        .copied()
}

/// The one state whose minister a report that names no other must mean: "Foreign Minister X" in a
/// report about Turkey.
fn state_of_text(draft: &Draft, span: NameSpan, person: usize) -> Option<u32> {
    let rank = draft.facts[person].rank?;
    let office = matches!(
        rank,
        Rank::State
            | Rank::Government
            | Rank::Vice
            | Rank::Foreign
            | Rank::Defence
            | Rank::Minister
            | Rank::DeputyForeign
    );
    // America has secretaries, which the title itself shows.
    let (others, scene) = states_before(draft, span.start);
    let state = office
        .then(|| {
            scene
                .or_else(|| super::describe::home(draft).filter(|_| others == 0))
                .or_else(|| super::describe::state_near(draft, span.start, false))
        })
        .flatten()?;
    (draft.cast.parties[state as usize].id != "USA").then_some(state)
}

/// The states that the sentence of `t` names before it; the last one alone where its side is set as the
/// scene: "On the Greek side, X, the defence minister".
fn states_before(draft: &Draft, t: usize) -> (usize, Option<u32>) {
    let start = draft.parse.sentence(t).start as usize;
    let (mut count, mut scene) = (0, None);
    for x in start.max(t.saturating_sub(20))..t {
        let state = draft
            .hit(x)
            .filter(|hit| hit.start == x)
            .and_then(|hit| hit.parties.iter().copied().find(|&p| draft.is_state(p)));
        if state.is_some() {
            count += 1;
            let side = draft.low(x + 1) == "side" && draft.word_at(x + 2) == ",";
            scene = state.filter(|_| side);
        }
    }
    (count, scene)
}

/// The rank of the title right before a name, if one stands there.
fn title_word(draft: &Draft, span: NameSpan) -> Option<Rank> {
    let lowest = span.start.saturating_sub(5);
    (lowest..span.start)
        .find_map(|t| phrase::role_at(draft, t).filter(|r| r.end == span.start))
        .map(|r| r.role.rank)
}

/// The one who held an office of this rank on the day and has this surname.
fn licensed<'a>(draft: &'a Draft, person: usize, rank: Rank) -> Option<&'a Holder> {
    let day = number(draft.day?);
    let family = draft.facts[person].words.last()?;
    let fits = |term: &&Holder| {
        let same = match (rank, term.rank) {
            (
                Rank::State | Rank::Government,
                Some(Rank::State | Rank::Government | Rank::Leader),
            ) => true,
            (Rank::Minister, Some(_)) => true,
            (one, Some(other)) => one == other,
            (Rank::Vice, None) => term.title.starts_with("Vice"),
            _ => false,
        };
        same && term.from <= day && day <= term.to
    };
    let mut terms = draft.world.holders.of_family(family).iter().filter(fits);
    let first = terms.next()?;
    // Two states with a President of this name: nobody can say which.
    terms.all(|term| term.party == first.party).then_some(first)
}

/// A title that implies a state even where the table does not know the name: "Sen.", "Secretary".
fn titled_only(draft: &mut Draft, span: NameSpan, person: usize) {
    // "Cabinet Secretary" is no American title.
    let longer = span.start > 1
        && draft.is_capital(span.start - 2)
        && draft.together(span.start - 2, span.start);
    let party = span
        .start
        .checked_sub(1)
        .filter(|_| !longer)
        .and_then(|t| draft.world.honorific(draft.word(t)))
        .and_then(|h| h.party);
    if let Some(party) = party {
        draft.cast.people[person].party = Some(draft.known(party));
    }
}

/// People named together with others of one side and without a party of their own ("Secretary Rubio,
/// Special Envoy Witkoff and Mr. Kushner") in a text published by that side.
fn together(draft: &mut Draft) {
    let Some(home) = super::voice::publisher(draft) else {
        return;
    };
    for i in 0..draft.names.len() {
        let span = draft.names[i];
        let Some(person) = span.person else { continue };
        let at = person as usize;
        if draft.cast.people[at].party.is_some() || draft.facts[at].alone {
            continue;
        }
        let titled = span.start > 0
            && (draft.world.honorific(draft.word(span.start - 1)).is_some()
                || draft.world.role(&draft.low(span.start - 1)).is_some());
        let beside = (span.start.saturating_sub(6)..span.start)
            .filter_map(|t| draft.name(t))
            .any(|n| {
                n.person
                    .is_some_and(|p| draft.cast.people[p as usize].party == Some(home))
            });
        if titled && beside && draft.together(span.start.saturating_sub(1), span.start) {
            draft.cast.people[at].party = Some(home);
        }
    }
}

/// Adds the mentions of people, with their titles, and of the appositions that describe them.
pub(super) fn mentions(draft: &mut Draft) {
    for i in 0..draft.names.len() {
        let span = draft.names[i];
        let Some(person) = span.person else { continue };
        let parties: Vec<u32> = draft.cast.people[person as usize]
            .party
            .into_iter()
            .collect();
        let left = title_left(draft, span);
        let mut start = left.as_ref().map_or(span.start, |t| t.start);
        while start > 0
            && start == span.start
            && draft.world.honorific(draft.word(start - 1)).is_some()
            && draft.together(start - 1, start)
        {
            start -= 1;
            if start + 1 < span.start {
                break;
            }
        }
        let rule = match (
            &left,
            draft.facts[person as usize].words.len(),
            span.end - span.start,
        ) {
            (Some(_), ..) => "who/title",
            (None, 2.., 1) => "who/surname",
            _ => "who/name",
        };
        let head = draft.head(start, span.end);
        let head = if draft.name(head).is_some() || left.is_some() {
            head
        } else {
            span.start
        };
        draft.mention_at(start, span.end, head, parties.clone(), Some(person), rule);
        for title in [apposition_right(draft, span), apposition_left(draft, span)]
            .into_iter()
            .flatten()
        {
            draft.mention(
                title.start,
                title.end,
                parties.clone(),
                Some(person),
                "who/apposition",
            );
        }
    }
}

/// True when a person with this rank may be called by a noun of that rank: "the diplomat" for a
/// foreign minister, "the leader" for a president.
pub(super) fn may_be_called(known: Option<Rank>, called: Rank, word: &str) -> bool {
    let Some(known) = known else { return false };
    match called {
        Rank::Official if word.contains("diplomat") => {
            matches!(
                known,
                Rank::Foreign
                    | Rank::DeputyForeign
                    | Rank::Ambassador
                    | Rank::Envoy
                    | Rank::Negotiator
            ) || known == Rank::Official
        }
        Rank::Official => matches!(
            known,
            Rank::Official
                | Rank::Head
                | Rank::Negotiator
                | Rank::Envoy
                | Rank::DeputyForeign
                | Rank::Security
                | Rank::Ambassador
        ),
        Rank::Leader => matches!(
            known,
            Rank::State | Rank::Government | Rank::Leader | Rank::Head
        ),
        Rank::Minister if word == "minister" => {
            matches!(
                known,
                Rank::Minister | Rank::Foreign | Rank::Defence | Rank::DeputyForeign
            )
        }
        Rank::Minister if word == "secretary" => {
            matches!(known, Rank::Minister | Rank::Foreign | Rank::Defence)
        }
        Rank::State if word == "president" => matches!(known, Rank::State | Rank::Head),
        Rank::Head => matches!(known, Rank::Head | Rank::Leader | Rank::Foreign) || known == called,
        Rank::Envoy | Rank::Negotiator => {
            matches!(known, Rank::Envoy | Rank::Negotiator | Rank::Ambassador)
        }
        other => known == other,
    }
}
