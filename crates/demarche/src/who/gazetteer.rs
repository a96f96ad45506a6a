//! Names of parties in the text: the forms the tables know, the bodies a report names itself, and
//! the acronyms and short forms it introduces for them.

use super::draft::{BodyFacts, Draft, Hit, NAMES, lower, singular};
use super::spelling::folded;
use super::world::{FormKind, Group};
use crate::lang::NameKind;
use std::collections::{HashMap, HashSet};

/// Names longer than this are no names.
const LONGEST: usize = 14;

/// Other names of bodies by their first word: the words, and the parties they mean.
type Aliases = HashMap<String, Vec<(Vec<String>, Vec<u32>)>>;

/// Acronyms that the report introduces, with their parties.
pub(super) type Short = HashMap<String, Vec<u32>>;

/// Finds the names of parties that the tables know or that show by their words what they are.
pub(super) fn find(draft: &mut Draft) -> Short {
    known_forms(draft);
    let mut short = HashMap::new();
    bodies(draft, &mut short);
    aliases(draft, &short);
    short
}

/// Finds the other bodies, once it is known which words name people.
pub(super) fn find_rest(draft: &mut Draft, short: &Short) {
    engine_names(draft);
    for (start, end) in super::acting::names(draft) {
        add_body(draft, start, end);
    }
    aliases(draft, short);
}

fn known_forms(draft: &mut Draft) {
    let mut t = 0;
    while t < draft.len() {
        let start = draft.parse.span[t].start as usize;
        let found = draft.world.form_at(draft.text, start).map(|(form, to)| {
            let inside = |e: &usize| (draft.parse.span[*e].start as usize) < to;
            (
                form,
                t + 1 + (t + 1..draft.len()).take_while(inside).count(),
            )
        });
        let Some((form, end)) = found.filter(|&(form, end)| stands(draft, t, end, form.kind))
        else {
            t += 1;
            continue;
        };
        let parties: Vec<u32> = match (form.kind, form.members) {
            (FormKind::Media | FormKind::Other, _) => Vec::new(),
            (_, (0, 0)) => vec![draft.known(form.party)],
            (_, (from, to)) => {
                let members = draft.world.members[from as usize..to as usize].to_vec();
                members.into_iter().map(|m| draft.known(m)).collect()
            }
        };
        push(
            draft,
            Hit {
                start: t,
                end,
                kind: form.kind,
                parties,
            },
        );
        t = end;
    }
}

/// Records a hit, taking the place of those it covers.
fn push(draft: &mut Draft, hit: Hit) {
    draft.hits.push(hit);
    let number = draft.hits.len() as u32;
    let (start, end) = {
        let hit = &draft.hits[number as usize - 1];
        (hit.start, hit.end)
    };
    // A hit that is covered in part loses the rest too.
    for t in [start, end - 1] {
        if let Some(old) = draft.hit(t) {
            let (from, to) = (old.start, old.end);
            draft.hit_of[from..to].fill(0);
        }
    }
    draft.hit_of[start..end].fill(number);
}

/// False for a form that is part of a person's name ("Michael Jordan", "Israel Katz").
fn stands(draft: &Draft, start: usize, end: usize, kind: FormKind) -> bool {
    if part_of_party(draft, start, end) {
        return false;
    }
    if end - start > 1 || matches!(kind, FormKind::Media | FormKind::Other) {
        return true;
    }
    let is_role = |t: usize| draft.world.role(&singular(&draft.low(t))).is_some();
    let given_before = start > 0
        && draft.together(start - 1, start)
        && draft.is_capital(start - 1)
        && draft.world.gender(draft.word(start - 1)).is_some()
        && draft.hit(start - 1).is_none();
    if given_before {
        return false;
    }
    // "King Hussein of Jordan", "my Special Envoy for Yemen Tim Lenderking".
    let after_of = start > 0
        && (draft.low(start - 1) == "of"
            || matches!(&*draft.low(start - 1), "for" | "to") && start > 1 && is_role(start - 2));
    match draft.ner(start) {
        Some((from, to, NameKind::Person)) if to - from > 1 && !after_of => {
            // The engine often takes a title into the name: "Israel Foreign Ministry spokesman X".
            let noun = |t: usize| is_role(t) || !draft.world.group(&draft.low(t)).is_empty();
            let titled = (end..to.min(end + 4)).any(noun);
            let owner = end < draft.len() && draft.is_possessive(end);
            owner
                || start == from
                    && (titled || kind != FormKind::Adjective && !draft.is_capital(end))
        }
        _ => true,
    }
}

/// True inside the longer name of another party: "Free Democratic Party", "New Democrats",
/// "Democratic Party of Japan".
fn part_of_party(draft: &Draft, start: usize, end: usize) -> bool {
    if !matches!(&*draft.low(end - 1), "party" | "democrats") {
        return false;
    }
    let longer = start > 0
        && draft.parse.sentence(start).start as usize != start
        && draft.together(start - 1, start)
        && draft.is_capital(start - 1)
        && draft.hit(start - 1).is_none()
        && matches!(draft.parse.upos[start - 1], "ADJ" | "PROPN")
        && !matches!(
            draft.word(start - 1),
            "House" | "Senate" | "The" | "U.S." | "US"
        );
    let of = draft.word_at(end) == "of" && draft.is_capital(end + 1);
    longer || of
}

/// Days, months and other capitalised words that begin no name.
pub(super) fn is_calendar(word: &str) -> bool {
    matches!(
        word,
        "Monday"
            | "Tuesday"
            | "Wednesday"
            | "Thursday"
            | "Friday"
            | "Saturday"
            | "Sunday"
            | "January"
            | "February"
            | "March"
            | "April"
            | "May"
            | "June"
            | "July"
            | "August"
            | "September"
            | "October"
            | "November"
            | "December"
            | "Jan."
            | "Feb."
            | "Mar."
            | "Apr."
            | "Aug."
            | "Sept."
            | "Sep."
            | "Oct."
            | "Nov."
            | "Dec."
            | "Ramadan"
            | "Christmas"
            | "Easter"
            | "GMT"
            | "UTC"
            | "EST"
            | "COVID-19"
            | "Covid-19"
            | "Covid"
            | "COVID"
            | "Brexit"
            | "JCPOA"
            | "NPT"
            | "AI"
            | "TV"
            | "MP"
            | "MPs"
            | "CEO"
            | "PM"
            | "FM"
            | "GDP"
            | "ID"
            | "AIDS"
            | "Islam"
            | "Christianity"
            | "Internet"
            | "God"
            | "Nobel"
            | "SWIFT"
            | "ICBM"
            | "START"
    )
}

/// Bodies the report names: by their acronym in parentheses, by a capitalised noun for a body, by the
/// engine's word. `short` gets the acronyms.
fn bodies(draft: &mut Draft, short: &mut Short) {
    let mut t = 0;
    while t < draft.len() {
        if !draft.is_capital(t) || draft.hit(t).is_some_and(|hit| hit.start != t) {
            t += 1;
            continue;
        }
        let end = run(draft, t);
        // "United Steel Workers President X": the office ends the name.
        let office = (t + 1..end).find(|&x| {
            super::phrase::role_at(draft, x).is_some_and(|r| {
                !r.plural && r.role.rank != super::world::Rank::Outsider && r.end < end
            })
        });
        let end = office.filter(|&x| x > t + 1).unwrap_or(end);
        let used = body_of_run(draft, t, end, short);
        t = used.max(t + 1);
    }
}

/// The end of the capitalised run that begins at `t`, with "of", "for" and the like inside.
fn run(draft: &Draft, t: usize) -> usize {
    let n = draft.len().min(t + LONGEST);
    let mut end = t + 1;
    let mut tail = false;
    while end < n && draft.together(t, end) {
        let joined = draft.word(end) == "-" && draft.joined(end - 1) && draft.joined(end);
        if draft.is_capital(end) && !is_calendar(draft.word(end)) || joined {
            end += 1;
            continue;
        }
        let mut next = end;
        match draft.word(end) {
            "of" | "for" | "on" | "Without" | "against" | "in" => {
                tail = true;
                next += 1;
            }
            // "Workers of America and Lonnie Stephenson": a given name begins another name.
            "and" if tail && draft.world.gender(draft.word_at(end + 1)).is_some() => break,
            "and" | "&" if tail || draft.word(end) == "&" => next += 1,
            "de" | "del" | "la" | "to" => next += 1,
            "'s" | "’s" | "'" | "’" if draft.hit(end - 1).is_none() => next += 1,
            _ => break,
        }
        if next < n && draft.low(next) == "the" && draft.low(end) == "of" {
            next += 1;
        }
        if next < n && draft.is_capital(next) && !is_calendar(draft.word(next)) {
            end = next + 1;
        } else {
            break;
        }
    }
    end
}

/// Words that stand before a name and are no part of it.
fn is_opener(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "this"
            | "\""
            | "“"
            | "former"
            | "two"
            | "three"
            | "other"
            | "some"
            | "all"
            | "many"
            | "several"
            | "most"
            | "few"
            | "both"
    )
}

/// Reads a name that its acronym follows in parentheses: "Movement for Democratic Change (MDC)". The
/// letters say where the name begins. Hands back where reading goes on.
fn spelled_out(draft: &mut Draft, end: usize, short: &mut Short) -> Option<usize> {
    let (at, letters) = acronym_after(draft, end)?;
    let from = spelled_from(draft, end, &letters)?;
    let whole = draft
        .hit(from)
        .filter(|hit| hit.start == from && hit.end == end);
    let last = draft.low(segment_end(draft, from, end) - 1).into_owned();
    let own = phrase_parties(draft, from, end);
    let parties = match whole {
        Some(hit) => hit.parties.clone(),
        None if draft.world.ends_no_name(&last) => Vec::new(),
        None if organ(draft, from, end) && !own.is_empty() => own,
        None => add_body(draft, from, end),
    };
    if !parties.is_empty() {
        short.insert(letters, parties);
    } else if draft.hit(from).is_none() {
        push(
            draft,
            Hit {
                start: from,
                end,
                kind: FormKind::Other,
                parties,
            },
        );
    }
    Some(at)
}

/// Makes a body of the capitalised run `start..end` where its words say so; hands back where reading
/// goes on.
fn body_of_run(draft: &mut Draft, mut start: usize, end: usize, short: &mut Short) -> usize {
    if is_opener(&draft.low(start)) {
        start += 1;
    }
    if let Some(used) = spelled_out(draft, end, short) {
        return used;
    }
    if start >= end {
        return end;
    }
    if apposed(draft, start, end) {
        add_body(draft, start, end);
        return end;
    }
    let head = segment_end(draft, start, end) - 1;
    let word = draft.low(head).trim_end_matches('.').to_string();
    let covered = draft.hit(start).is_some_and(|hit| hit.end >= end);
    if covered || end - start < 2 || draft.hit(head).is_some() {
        return if covered { end } else { start + 1 };
    }
    if draft.world.ends_no_name(&word) || draft.world.ends_no_name(&draft.low(end - 1)) {
        return end;
    }
    let group = draft.world.group(&singular(&word));
    let corporate =
        is_company_word(&word) || is_union_word(&word) || is_corporate_ending(draft.word(end - 1));
    // "the People's Party", but not "the Parties".
    let group = corporate || !group.is_empty() && (!group.has(Group::Pair) || word == "party");
    let portfolio = is_portfolio(draft, end);
    let group = group && !portfolio;
    if group && (head > start || named_after(draft, start, end)) && !organ(draft, start, end) {
        add_body(draft, start, end);
        return end;
    }
    start + 1
}

/// True for a name that a noun for a body explains: "the largest union, FNV," and "Unite, the union,".
fn apposed(draft: &Draft, start: usize, end: usize) -> bool {
    let free = (start..end).all(|t| draft.hit(t).is_none());
    let word = draft.word(start);
    let known = is_calendar(word)
        || matches!(draft.ner(start), Some((_, _, NameKind::Person)))
        || draft.world.gender(word).is_some()
        || draft.world.honorific(word).is_some();
    let sentence = draft.together(start, end);
    if !free || known || !sentence || draft.word_at(end) != "," || end - start > 4 {
        return false;
    }
    let names = |t: usize| {
        let small = !draft.is_capital(t) && draft.together(start, t);
        let group = draft.world.group(&singular(&draft.low(t)));
        let kinds = [Group::Union, Group::Company, Group::Group, Group::Rebels];
        small && kinds.iter().any(|&kind| group.has(kind)) && !group.has(Group::Country)
    };
    // "the house's committee, Ivan Petrov," is no body, whatever the engine says.
    let owned = |t: usize| {
        let group = draft.world.group(&draft.low(t));
        let firm = group.has(Group::Company) && draft.low(t) != "bank";
        group.has(Group::Union) || firm
    };
    let before = start > 1 && draft.word(start - 1) == "," && names(start - 2) && owned(start - 2);
    let article = matches!(&*draft.low(end + 1), "the" | "a" | "an");
    let noun = (end + 2..draft.len().min(end + 5)).find(|&t| names(t));
    let closes = |t: usize| matches!(draft.word_at(t), "," | ".");
    let singles = |t: usize| draft.parse.xpos[t] == "NN";
    before && singles(start - 2) || article && noun.is_some_and(|t| closes(t + 1) && singles(t))
}

/// True for "Confederation of British Industry": a noun for a body, "of" and what it is of, which is
/// neither an office nor just a state.
fn named_after(draft: &Draft, start: usize, end: usize) -> bool {
    let group = draft.world.group(&draft.low(start));
    let body = [Group::Union, Group::League, Group::Alliance, Group::Group]
        .iter()
        .any(|&kind| group.has(kind));
    let of = start + 1;
    let tail = draft.low(end - 1).into_owned();
    let state = draft.hit(of + 1).is_some_and(|hit| hit.end == end);
    let office = draft.world.role(&singular(&tail)).is_some();
    body && end > of + 1
        && matches!(draft.word(of), "of" | "for")
        && !state
        && !office
        && !group.has(Group::Country)
}

/// True for "Marxist FARC": adjectives before a name that is known by itself.
fn only_described(draft: &Draft, start: usize, end: usize) -> bool {
    let Some(hit) = draft.hit(end - 1) else {
        return false;
    };
    let adjective = |t: usize| {
        draft.parse.upos[t] == "ADJ" || draft.word(t).ends_with("ist") || draft.word(t) == "-"
    };
    hit.kind == FormKind::Name
        && hit.start > start
        && hit.end == end
        && (start..hit.start).all(adjective)
}

/// The end of the part of a name that holds its head noun: before "of", "for", "on".
fn segment_end(draft: &Draft, start: usize, end: usize) -> usize {
    let cut = |t: &usize| {
        let word = matches!(
            draft.word(*t),
            "of" | "for" | "on" | "against" | "to" | "in" | "Without"
        );
        word && draft.hit(*t).is_none()
    };
    (start + 1..end).find(cut).unwrap_or(end)
}

/// "(MDC)" or "[KPA]" right after a name: where it ends and its letters.
fn acronym_after(draft: &Draft, end: usize) -> Option<(usize, String)> {
    if end + 2 >= draft.len() || !matches!(draft.word(end), "(" | "[") {
        return None;
    }
    let mut t = end + 1;
    while t < draft.len() && matches!(&*draft.low(t), "the" | "\"" | "“" | "'" | "‘" | "or") {
        t += 1;
    }
    let close = (t..draft.len().min(t + 5)).find(|&c| matches!(draft.word(c), ")" | "]"))?;
    let letters = draft
        .words(t, close)
        .trim_end_matches(['"', '”', '’', '\''])
        .to_string();
    let upper = letters.chars().filter(|c| c.is_uppercase()).count();
    (upper >= 2 && letters.len() <= 12 && !letters.contains(' ')).then_some((close + 1, letters))
}

/// Where the name begins whose first letters are `letters`, read backwards from `end`.
fn spelled_from(draft: &Draft, end: usize, letters: &str) -> Option<usize> {
    let mut wanted: Vec<char> = letters.chars().filter(|c| c.is_alphabetic()).collect();
    let mut from = None;
    let low = end.saturating_sub(LONGEST);
    for t in (low..end).rev() {
        let word = draft.word(t);
        if !draft.together(t, end - 1) || matches!(word, "," | "." | "(" | ")" | "\"") {
            break;
        }
        let first = word.chars().next()?;
        let Some(&last) = wanted.last() else { break };
        if first.is_uppercase() || first.to_uppercase().eq(last.to_uppercase()) && wanted.len() > 1
        {
            if first.to_uppercase().eq(last.to_uppercase()) {
                wanted.pop();
                from = draft.is_capital(t).then_some(t).or(from);
            } else if draft.hit(t).is_none() && first.is_uppercase() {
                // One capitalised word may be left out of an acronym, not its first letter.
                continue;
            }
        }
        if wanted.is_empty() {
            break;
        }
    }
    from.filter(|&f| wanted.is_empty() && f + 1 < end)
}

/// True when the run names a part of a state: "Russian Foreign Ministry", "Government of Iran".
fn organ(draft: &Draft, start: usize, end: usize) -> bool {
    let head = segment_end(draft, start, end);
    let mut from = start;
    while let Some(hit) = draft.hit(from).filter(|hit| hit.end < end) {
        from = hit.end;
    }
    let has_party = (start..end).any(|t| draft.hit(t).is_some_and(|hit| !hit.parties.is_empty()));
    if from >= head || !has_party && head == end {
        let words = draft.words(start, head).to_lowercase();
        let whole = head - start > 1 && draft.world.group(&words).has(Group::Organ);
        let group = draft.world.group(&draft.low(head - 1));
        return whole || group.has(Group::Organ) && !group.has(Group::Group);
    }
    let words = draft.words(from, head).to_lowercase();
    let last = singular(words.rsplit(' ').next().unwrap_or_default()).into_owned();
    let group = draft.world.group(&last);
    let whole = draft.world.group(&words).has(Group::Organ);
    group.has(Group::Organ) && !group.has(Group::Group) || whole && from > start
}

fn phrase_parties(draft: &Draft, start: usize, end: usize) -> Vec<u32> {
    (start..end)
        .find_map(|t| draft.hit(t))
        .map(|hit| hit.parties.clone())
        .unwrap_or_default()
}

/// Makes a body of `start..end` and hands back its number.
fn add_body(draft: &mut Draft, start: usize, end: usize) -> Vec<u32> {
    let mut end = end;
    while end > start + 1
        && (draft.is_possessive(end - 1)
            || is_corporate_ending(draft.word(end - 1))
            || draft.word(end - 1) == ",")
    {
        end -= 1;
    }
    // "Energy Transfer Partners of Dallas": where a firm sits is no part of its name.
    let of = end.saturating_sub(2);
    if of > start + 1 && draft.word(of) == "of" && is_company_word(&draft.low(of - 1)) {
        end = of;
    }
    let name = draft.words(start, end);
    let name = name
        .trim_start_matches("The ")
        .trim_start_matches("the ")
        .to_string();
    let Some(party) = draft.body(&name) else {
        return Vec::new();
    };
    let words: Vec<String> = folded(&name).split(' ').map(str::to_string).collect();
    draft
        .bodies
        .entry(party)
        .or_insert(BodyFacts { words, nouns: "" });
    push(
        draft,
        Hit {
            start,
            end,
            kind: FormKind::Name,
            parties: vec![party],
        },
    );
    vec![party]
}

pub(super) fn is_corporate_ending(word: &str) -> bool {
    matches!(
        word,
        "Inc."
            | "Inc"
            | "Corp."
            | "Corp"
            | "Co."
            | "Ltd."
            | "Ltd"
            | "LLC"
            | "plc"
            | "PLC"
            | "AG"
            | "SA"
            | "SE"
            | "NV"
            | "N.V."
            | "S.A."
            | "SpA"
            | "S.p.A."
            | "GmbH"
            | "Co"
            | "Plc"
            | "Limited"
    )
}

/// Words by which a company's name is known.
pub(super) fn is_company_word(word: &str) -> bool {
    matches!(
        word,
        "airlines"
            | "airways"
            | "air"
            | "motors"
            | "motor"
            | "inc"
            | "corp"
            | "co"
            | "ltd"
            | "company"
            | "bank"
            | "industries"
            | "steel"
            | "energy"
            | "oil"
            | "plc"
            | "studios"
            | "pictures"
            | "media"
            | "group"
            | "holdings"
            | "electric"
            | "foods"
            | "railways"
            | "railway"
            | "railroad"
            | "aerospace"
            | "petroleum"
            | "pharmaceuticals"
            | "technologies"
            | "systems"
            | "entertainment"
            | "telecom"
            | "mining"
            | "resources"
            | "partners"
            | "producers"
            | "airline"
            | "corporation"
            | "enterprises"
            | "communications"
            | "wireless"
            | "telecommunications"
            | "international"
            | "foundry"
            | "chemicals"
            | "instruments"
            | "odeon"
            | "organisation"
            | "stores"
            | "logistics"
            | "shipping"
            | "lines"
            | "employers"
    )
}

/// Words by which a union's name is known.
pub(super) fn is_union_word(word: &str) -> bool {
    matches!(
        word,
        "union"
            | "unions"
            | "workers"
            | "guild"
            | "brotherhood"
            | "federation"
            | "teamsters"
            | "steelworkers"
            | "association"
            | "teachers"
            | "nurses"
            | "pilots"
            | "machinists"
            | "longshoremen"
            | "employees"
            | "congress"
            | "labour"
            | "labor"
    )
}

/// Words that the report uses as places: "in Geneva".
fn places<'a>(draft: &Draft<'a>) -> HashSet<&'a str> {
    let inside = |t: &usize| {
        matches!(&*draft.low(*t - 1), "in" | "near" | "at" | "to" | "from")
            && draft
                .ner(*t)
                .is_some_and(|(_, _, kind)| kind == NameKind::Place)
    };
    let there = |t: &usize| matches!(draft.word(*t - 1), "in" | "In" | "near");
    (1..draft.len())
        .filter(|t| draft.is_capital(*t) && (inside(t) || there(t)))
        .map(|t| draft.word(t))
        .collect()
}

/// Organisations the engine names and nothing else has claimed.
fn engine_names(draft: &mut Draft) {
    let places = places(draft);
    let names: Vec<_> = draft
        .parse
        .names
        .iter()
        .filter(|n| n.kind == NameKind::Organisation)
        .copied()
        .collect();
    for name in names {
        let Some((start, end)) = engine_span(draft, name.start as usize, name.end as usize) else {
            continue;
        };
        if !names_body(draft, start, end, &places) || is_portfolio(draft, end) {
            continue;
        }
        // "Ta'ang" alone, once the Ta'ang National Liberation Army is known.
        match (end - start == 1).then(|| first_of(draft, start)).flatten() {
            Some(party) => push(
                draft,
                Hit {
                    start,
                    end,
                    kind: FormKind::Name,
                    parties: vec![party],
                },
            ),
            None => {
                add_body(draft, start, end);
            }
        }
    }
}

/// True before a minister or a commissioner: "Natural Resources Minister X" names what he minds.
fn is_portfolio(draft: &Draft, end: usize) -> bool {
    matches!(
        &*draft.low(end),
        "minister" | "commissioner" | "secretary" | "ministers" | "undersecretary"
    ) && draft.together(end - 1, end)
}

/// The only body whose name of several words begins with the word at `t`.
fn first_of(draft: &Draft, t: usize) -> Option<u32> {
    let word = folded(draft.word(t));
    let begins = |facts: &BodyFacts| facts.words.len() > 1 && facts.words[0] == word;
    let mut all = draft.bodies.iter().take(NAMES).filter(|(_, f)| begins(f));
    let (&only, _) = all.next()?;
    all.next().is_none().then_some(only)
}

/// What of the engine's span is a name.
fn engine_span(draft: &Draft, mut start: usize, mut end: usize) -> Option<(usize, usize)> {
    while start < end && is_opener(&draft.low(start)) {
        start += 1;
    }
    while start < end
        && (draft.is_possessive(end - 1) || !draft.word(end - 1).chars().any(char::is_alphanumeric))
    {
        end -= 1;
    }
    // A title at the end is no part of the name: "European Union High Representative".
    let title = (start + 1..end)
        .find(|&t| super::phrase::role_at(draft, t).is_some_and(|r| r.end >= end && !r.plural));
    end = title.unwrap_or(end);
    if start >= end || !draft.is_capital(start) || is_calendar(draft.word(start)) {
        return None;
    }
    // "Jon Stone of the Brookings Institution": what stands before "of" is no body.
    let segment = segment_end(draft, start, end);
    let head = draft.low(segment - 1).into_owned();
    let body = !draft.world.group(&singular(&head)).is_empty()
        || is_company_word(&head)
        || is_union_word(&head);
    if segment < end && !body && draft.low(segment + 1) == "the" {
        start = segment + 2;
    }
    // "Catholic SDLP": an adjective before letters that are a name by themselves.
    let letters = draft.word(end - 1);
    let acronym = letters.len() > 2 && letters.chars().all(char::is_uppercase);
    let low = draft.low(start);
    let adjective = ["ic", "ist", "ish", "ian", "ative", "ing"]
        .iter()
        .any(|e| low.ends_with(e));
    if end - start == 2
        && acronym
        && adjective
        && !draft.word(start).chars().all(char::is_uppercase)
    {
        start += 1;
    }
    // "United Auto Workers and Chrysler": two names.
    let listed = |t: &usize| {
        let before = draft.low(*t - 1);
        draft.word(*t) == "and" && (before.ends_with("workers") || is_union_word(&before))
    };
    end = (start + 1..end).find(listed).unwrap_or(end);
    if start >= end {
        return None;
    }
    Some((start, end))
}

/// True when nothing else has claimed the engine's name and its words can be a body's.
fn names_body(draft: &Draft, start: usize, end: usize, places: &HashSet<&str>) -> bool {
    let claimed = (start..end).any(|t| {
        draft
            .hit(t)
            .is_some_and(|hit| hit.start < start || hit.end > end || hit.kind == FormKind::Media)
    });
    let person = (start..end).any(|t| draft.name(t).is_some());
    let whole = draft
        .hit(start)
        .is_some_and(|hit| hit.start == start && hit.end == end);
    let last = draft.low(end - 1).into_owned();
    // "Elliott Advisors" is a firm.
    let role = draft.world.role(&singular(&last)).is_some()
        && (end - start == 1 || singular(&last) == last);
    let head = draft.low(segment_end(draft, start, end) - 1).into_owned();
    let event = draft.world.ends_no_name(&last) || draft.world.ends_no_name(&head);
    if person || claimed || whole || role || event || organ(draft, start, end) {
        return false;
    }
    if (start..end).all(|t| super::acting::names_nobody(draft, t)) {
        return false;
    }
    if only_described(draft, start, end) {
        return false;
    }
    // "Russia" inside a name that the engine drew too wide: a lower-case or plural noun ends it.
    if !draft.is_capital(end - 1)
        || end - start > 1 && draft.hit(end - 1).is_some() && draft.hit(start).is_some()
    {
        return false;
    }
    // One word must be a proper noun, and no point of the compass.
    let compass = matches!(draft.word(start), "South" | "North" | "East" | "West");
    // "Arabs", "Communists": many people and no body; "BELFAST, Northern Ireland": a dateline.
    let many = draft.parse.xpos[start] == "NNPS" && !is_union_word(&draft.low(start));
    let sentence = draft.parse.sentence(start).start as usize;
    let dateline = start == sentence
        && draft.word(start).len() > 3
        && draft.word(start).chars().all(char::is_uppercase)
        && matches!(draft.word_at(start + 1), "," | "(" | "-" | "–" | "—" | "_");
    let class = draft.world.is_class(&draft.low(start)) || places.contains(draft.word(start));
    // "the Council", "the Commission": a reference, not a name.
    let noun = !draft.world.group(&singular(&last)).is_empty() && !is_company_word(&last);
    let plain = end - start == 1
        && (class || noun || (draft.parse.upos[start] != "PROPN" || compass || many || dateline));
    !plain
}

/// Later mentions by acronym, full name or first word.
fn aliases(draft: &mut Draft, short: &Short) {
    let mut by_first: Aliases = HashMap::new();
    let mut add = |words: Vec<String>, parties: Vec<u32>| {
        if let Some(first) = words.first() {
            let list = by_first.entry(first.clone()).or_default();
            if !list.iter().any(|(known, _)| *known == words) {
                list.push((words, parties));
            }
        }
    };
    for (letters, parties) in short {
        add(vec![letters.clone()], parties.clone());
    }
    for hit in draft
        .hits
        .iter()
        .filter(|hit| hit.kind == FormKind::Name && hit.parties.len() == 1)
    {
        let party = hit.parties[0];
        if draft
            .bodies
            .get(&party)
            .is_none_or(|facts| facts.words.is_empty())
        {
            continue;
        }
        let words: Vec<String> = (hit.start..hit.end)
            .map(|t| draft.word(t).to_string())
            .collect();
        let capitals: Vec<&String> = words
            .iter()
            .filter(|w| w.chars().next().is_some_and(char::is_uppercase))
            .collect();
        let letters: String = capitals.iter().filter_map(|w| w.chars().next()).collect();
        if letters.len() > 2 {
            add(vec![letters], vec![party]);
        }
        if let Some(first) = first_word(draft, hit, &words) {
            add(vec![first], vec![party]);
        }
        add(words, vec![party]);
    }
    for list in by_first.values_mut() {
        list.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    }
    use_aliases(draft, &by_first);
}

/// The first word of a body's name, where it can stand for the whole: "Verizon" for Verizon
/// Communications, "Akzo" for Akzo Nobel.
fn first_word(draft: &Draft, hit: &Hit, words: &[String]) -> Option<String> {
    let first = words.first().filter(|_| words.len() > 1)?;
    let capitals = first.chars().all(char::is_uppercase);
    let low = lower(first);
    let plain = first.len() < if capitals { 3 } else { 4 }
        || is_company_word(&low)
        || is_union_word(&low)
        || draft.world.is_class(&low)
        || !draft.world.group(&low).is_empty()
        || draft.world.role(&low).is_some();
    if plain {
        return None;
    }
    let last = lower(&words[words.len() - 1]).into_owned();
    if is_company_word(&last) || capitals && !draft.world.ends_no_name(&last) {
        return Some(first.clone());
    }
    // Two proper nouns that the engine takes for one organisation.
    let engine = matches!(draft.ner(hit.start), Some((_, _, NameKind::Organisation)));
    let proper = draft.parse.xpos[hit.start] == "NNP" && draft.parse.upos[hit.start] == "PROPN";
    let common = is_union_word(&last) || !draft.world.group(&singular(&last)).is_empty();
    (engine && proper && words.len() == 2 && !common && draft.world.gender(first).is_none())
        .then(|| first.clone())
}

/// Makes hits of the words that are another name of a body.
fn use_aliases(draft: &mut Draft, by_first: &Aliases) {
    let mut t = 0;
    while t < draft.len() {
        let found = by_first.get(draft.word(t)).and_then(|list| {
            list.iter().find(|(words, _)| {
                let end = t + words.len();
                end <= draft.len() && (t..end).zip(words).all(|(i, w)| draft.word(i) == w)
            })
        });
        let Some((words, parties)) = found else {
            t += 1;
            continue;
        };
        let end = t + words.len();
        let free = (t..end).all(|i| draft.hit(i).is_none() && draft.name(i).is_none());
        // "Ford" before another capitalised word is part of another name ("Ford Foundation").
        let office = super::phrase::role_at(draft, end).is_some()
            || draft.world.honorific(draft.word_at(end)).is_some();
        let longer = words.len() == 1
            && !office
            && end < draft.len()
            && draft.is_capital(end)
            && draft.ner(t).is_some_and(|(_, to, _)| to > end);
        if free && !longer {
            push(
                draft,
                Hit {
                    start: t,
                    end,
                    kind: FormKind::Name,
                    parties: parties.clone(),
                },
            );
        }
        t = end;
    }
}
