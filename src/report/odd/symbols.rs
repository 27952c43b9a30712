//! What the symbols of the equations stand for. Parameters explain themselves: they are listed with their mechanism.

use crate::mechanisms::Mechanisms;
use crate::report::topics;
use std::collections::BTreeSet;

/// A symbol of the equations.
#[derive(Debug, Clone, Copy)]
pub struct Symbol {
    /// As it stands in the equations.
    pub symbol: &'static str,
    /// What it stands for.
    pub what: &'static str,
    /// The values it can have.
    pub values: &'static str,
    /// The mechanisms in whose equations it stands for that; empty where it is the same in all.
    pub only: &'static [&'static str],
}

const fn symbol(symbol: &'static str, values: &'static str, what: &'static str) -> Symbol {
    Symbol { symbol, what, values, only: &[] }
}

const fn symbol_in(
    only: &'static [&'static str],
    symbol: &'static str,
    values: &'static str,
    what: &'static str,
) -> Symbol {
    Symbol { symbol, what, values, only }
}

/// Brackets around something that may hold or not.
const BRACKETS: &str = "[ ]";

/// All symbols, in the order in which they are shown. To add one, add a line; the tests below say which are missing. A
/// subscript (`x̄_unit`) needs no line of its own.
pub const SYMBOLS: &[Symbol] = &[
    symbol_in(
        &["capability"],
        "improvers",
        "0–1",
        "share of an organisation's staff in post with a skill above one third",
    ),
    symbol_in(&["persuasion"], "S̄", "0–1", "mean belief in the solution of a unit's target staff in post"),
    symbol_in(&["data"], "m̄", "0–1", "mean motivation of a unit's target staff in post"),
    symbol_in(&["data"], "m̄0", "0–1", "that of the reference person"),
    symbol_in(&["data"], "missing", "0–1", "part of a unit's data that is missing"),
    symbol("x̄", "0–1", "share of a unit's target staff in post who truly practise"),
    symbol("E", "0–1", "exposure: what a person sees of the practice among colleagues, as a share of their ties"),
    symbol(
        "w",
        "0 or more",
        "weight of a tie: how much the colleague at its other end counts; w_ik for what k counts with i",
    ),
    symbol(
        "v",
        "0–1",
        "what a colleague shows: 1 in true practice, the `visibility` of enforcement in ritual, 0 otherwise",
    ),
    symbol(
        "tie",
        "0 or more",
        "1 for each tie of a person; ties read from a file count by their weight against the mean",
    ),
    symbol("Φ", "0–1", "the pull of peers as a part of what it can be; in the count form a number of colleagues"),
    symbol_in(&["contagion"], "φ", "0.01–1", "a person's own threshold, drawn at hire"),
    symbol_in(
        &["time", "trap"],
        "φ",
        "0–1",
        "time left for working smarter in a unit, of what there is with no pressure; 1 without the mechanism trap",
    ),
    symbol_in(&["contagion"], "n", "1 or more", "the parameter `steepness`"),
    symbol_in(&["enforcement"], "g", "0–1", "part of the goal that a unit lacks, as reported"),
    symbol_in(&["time"], "n", "1 or more", "initiatives that run and ask something of the same staff"),
    symbol_in(&["results"], "n", "1 or more", "target staff in post in a unit"),
    symbol("T", "0–1", "sufficiency of time: the share of the hours asked that staff of a unit and profession have"),
    symbol(
        "σ",
        "0–4",
        "support from leaders as it is felt in a unit; 1 is the reference, and above 2 only under high regard",
    ),
    symbol("f", "0–1", "style of leaders as it is felt in a unit: 0 directive, 1 facilitative"),
    symbol_in(&["attention"], "A", "0–1", "the attention a project has in a week"),
    symbol_in(&["leadership"], "A", "0–1", "the initiative's setting `attention`"),
    symbol("O", "0–1", "a person's ownership of an initiative"),
    symbol("R", "0–1", "resentment of a celebrity lead, one number for each wave of an initiative"),
    symbol("m", "0–1", "a person's intrinsic motivation"),
    symbol("m0", "0–1", "intrinsic motivation of a person at hire"),
    symbol("m*", "0–1", "where motivation would settle if everything stayed as it is this week"),
    symbol("F", "0–1", "a person's fatigue"),
    symbol("c", "0–1", "a person's cynicism, left by earlier initiatives"),
    symbol_in(&["habit", "enforcement"], "h", "0–1", "a person's habit of a practice"),
    symbol_in(&["data"], "h", "0 or more", "hours a week for which data are collected, by staff or without them"),
    symbol_in(&["habit"], "p", "0–1", "how far a person practises: 1 truly, part of it in ritual, 0 not"),
    symbol("K", "0–1", "lock-in of a practice in a unit: how far it stands in standards, procedures and induction"),
    symbol("dK", "any", "what a week adds to K"),
    symbol_in(&["persuasion"], "P", "0–1", "a person's belief that there is a problem"),
    symbol("S", "0–1", "a person's belief that the initiative solves it"),
    symbol("X", "0–1", "either of the two beliefs; X_k what colleague k is heard to hold"),
    symbol(
        "X̄",
        "0–1",
        "what colleagues hold, as far as they are heard; whoever is not heard counts as the reference person",
    ),
    symbol("X0", "0–1", "a person's own judgement of it, P0 or S0"),
    symbol("P0", "0–1", "own judgement of the problem"),
    symbol("S0", "0–1", "own judgement of the solution"),
    symbol_in(&["persuasion"], "s", "0–1", "a person's stubbornness: how far they hold to their own judgement"),
    symbol_in(
        &["persuasion"],
        "z",
        "any",
        "a person's outlook: a standard normal drawn at hire, the same for both beliefs",
    ),
    symbol_in(&["persuasion", "design"], "u", "0–1", "what is still disputed about the evidence"),
    symbol("D", "0–1", "how far a unit's data system for an initiative stands"),
    symbol("C", "0–1", "how credible what it shows is; 1 without the mechanism data"),
    symbol("q", "0–1", "true quality of a unit in what an initiative is about, 1 being the best possible"),
    symbol("q0", "0–1", "quality of a unit before anything is tried"),
    symbol("r", "−2 to 2", "results as a unit sees them: 1 is all that was hoped for, 0 nothing"),
    symbol("r̄", "−2 to 2", "what the units of an organisation show, weighted by target staff in post"),
    symbol("H", "0–1", "harm done to something else in a unit, noticed or not"),
    symbol("L", "0–1", "faith that a unit's staff have lost over harm that came to light"),
    symbol("Z", "0–2", "regard of an organisation's sponsor for an initiative; 1 is the reference"),
    symbol_in(&["patience"], "Z̄", "0–2", "mean regard of an organisation for what runs there already"),
    symbol("Z*", "0–2", "where regard would settle if everything stayed as it is this week"),
    symbol("k", "0–1", "a person's skill in improvement; 0 in whoever was never trained"),
    symbol("k̄", "0–1", "its mean over a unit's staff"),
    symbol_in(&["capability"], "u", "0–1", "how far a person uses their skill this week"),
    symbol("W", "0–1", "what a unit knows together about improvement"),
    symbol_in(&["leadership"], "e", "0–1", "skill of leaders in enabling others as it is felt in a unit"),
    symbol_in(&["data"], "I", "0–2", "a unit's infrastructure for data with what has been built"),
    symbol_in(&["data"], "I0", "0–2", "a unit's infrastructure for data at the start"),
    symbol_in(&["data"], "g", "0–1", "skill in data that full training has given by a week"),
    symbol_in(&["tribes"], "B", "0–1", "weight of a tie to another profession in what concerns an initiative"),
    symbol_in(&["tribes"], "G", "0–1", "how much of the wall between professions learning together has taken down"),
    symbol_in(&["persuasion"], "G", "0–1", "how much has been found out of what an initiative truly does"),
    symbol_in(&["persuasion"], "C̄", "0–1", "mean credibility C over the units it has come to"),
    symbol("d", "0–1", "distance of a unit from the place an initiative comes from"),
    symbol_in(&["incentives"], "κ", "0–1", "the parameter `crowding`"),
    symbol_in(&["trap"], "κ", "0–1", "what a unit's staff can do of the daily work; 1 at the start"),
    symbol_in(&["succession"], "z", "any", "a leader's place on the scale on which support is logistic"),
    symbol_in(
        &["succession", "turnover", "induction", "policy", "patience"],
        "P",
        "0–1",
        "the probability of what stands in its brackets",
    ),
    symbol_in(&["policy", "sponsor"], "p", "−1 to 1", "how far policy is for what is tried"),
    symbol_in(&["portfolio"], "g", "−1 to 1", "how far goals point one way"),
    symbol_in(&["portfolio"], "a", "0–1", "part of what is still to be worked out that the furthest have worked out"),
    symbol_in(&["patience"], "ε", "any", "the impression of a week, standard normal"),
    symbol("λ", "0–1", "how far an organisation learns now"),
    symbol("λ*", "0–1", "where that would settle under what boards and development do"),
    symbol_in(&["culture"], "κ", "0–1", "part of a unit's problems that staff keep to themselves"),
    symbol_in(&["esteem"], "ε", "0–1", "what improvement is thought of now"),
    symbol("α", "0–1", "how busy leaders keep everyone with improvement, fear included"),
    symbol("t", "weeks", "the week; in an exponent, weeks since the programme began"),
    symbol("Σ", "", "the sum; a subscript says over what, without one over all ties, leans or initiatives"),
    symbol(BRACKETS, "0 or 1", "1 where what stands between the brackets holds, 0 where it does not"),
    symbol("←", "", "becomes: the value after the week from those before it"),
];

/// The words and symbols of an equation: `m*`, `x̄` and `w_ik` are one each, `Eⁿ` is two.
fn tokens(equation: &str) -> BTreeSet<String> {
    let (mut found, mut token) = (BTreeSet::new(), String::new());
    for c in equation.chars().chain([' ']) {
        let letter = c.is_alphanumeric() && !"⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ".contains(c);
        let inside = letter || c == '_' || c == '\u{304}' || c == '*' && !token.is_empty();
        if inside {
            token.push(c);
            continue;
        }
        if !token.is_empty() {
            found.insert(std::mem::take(&mut token));
        }
        match c {
            'ⁿ' => drop(found.insert("n".into())),
            '←' => drop(found.insert(c.into())),
            _ => {}
        }
    }
    if in_brackets(equation).any(|inside| !topics().iter().any(|topic| topic.key() == inside)) {
        found.insert(BRACKETS.into());
    }
    found
}

fn in_brackets(text: &str) -> impl Iterator<Item = &str> {
    text.split('[').skip(1).filter_map(|rest| Some(rest.split_once(']')?.0))
}

/// A token without its subscript.
fn bare(token: &str) -> &str {
    token.split('_').next().unwrap_or(token)
}

/// The symbols that a mechanism's equation uses, in the order of [`SYMBOLS`].
pub fn symbols_of(mechanism: &str) -> Vec<&'static Symbol> {
    let catalogue = Mechanisms::catalogue();
    let Some((_, card, _)) = catalogue.iter().find(|(name, ..)| *name == mechanism) else { return Vec::new() };
    let tokens = tokens(card.equation);
    let used = |symbol: &&Symbol| {
        (symbol.only.is_empty() || symbol.only.contains(&mechanism))
            && tokens.iter().any(|token| token == symbol.symbol || bare(token) == symbol.symbol)
    };
    SYMBOLS.iter().filter(used).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_symbol_stands_in_an_equation_of_each_mechanism_it_is_for() {
        for symbol in SYMBOLS {
            let uses = |name: &&str| symbols_of(name).iter().any(|used| used.symbol == symbol.symbol);
            assert!(Mechanisms::NAMES.iter().any(uses_of(symbol)), "{} stands in no equation", symbol.symbol);
            for name in symbol.only {
                assert!(uses(name), "{} does not stand in the equation of {name}", symbol.symbol);
            }
        }
    }

    fn uses_of(symbol: &Symbol) -> impl Fn(&&str) -> bool {
        let (what, sign) = (symbol.what, symbol.symbol);
        move |name| symbols_of(name).iter().any(|used| used.symbol == sign && used.what == what)
    }

    /// Whatever is no word a reader knows is a parameter of the mechanism, or explained.
    #[test]
    fn no_equation_uses_a_symbol_that_is_not_explained() {
        let words = ["a", "an", "as", "at", "by", "in", "is", "it", "no", "of", "on", "or", "s", "so", "to", "e", "ln"];
        for (name, card, fields) in Mechanisms::catalogue() {
            let known = symbols_of(name);
            for token in tokens(card.equation) {
                let bare = bare(&token);
                let letters = bare.chars().filter(|c| c.is_alphabetic()).count();
                let is_sign = letters > 0 && (letters <= 2 || !token.is_ascii());
                let explained = known.iter().any(|symbol| symbol.symbol == token || symbol.symbol == bare)
                    || fields.iter().any(|field| field.name == token);
                assert!(
                    !is_sign || explained || words.contains(&token.as_str()) || words.contains(&bare),
                    "the equation of {name} uses {token}, which is none of its parameters: add it to SYMBOLS"
                );
            }
        }
    }

    #[test]
    fn a_symbol_that_means_two_things_is_explained_by_where_it_stands() {
        let meaning = |mechanism: &str, sign: &str| {
            let found: Vec<_> = symbols_of(mechanism).into_iter().filter(|symbol| symbol.symbol == sign).collect();
            assert_eq!(found.len(), 1, "{sign} in {mechanism}");
            found[0].what
        };
        assert!(meaning("contagion", "n").contains("steepness"));
        assert!(meaning("time", "n").contains("initiatives that run"));
        assert_ne!(meaning("attention", "A"), meaning("leadership", "A"));
        assert!(symbols_of("nothing").is_empty());
    }

    #[test]
    fn an_equation_is_read_into_its_symbols() {
        let found = tokens("Φ = Eⁿ / (Eⁿ + φⁿ);  m ← m* · [practises] · x̄_unit + w_ik of [leaders]");
        for token in ["Φ", "E", "n", "φ", "m", "m*", "←", BRACKETS, "x̄_unit", "w_ik"] {
            assert!(found.contains(token), "{token}: {found:?}");
        }
        assert!(!tokens("the multiple of [leaders]").contains(BRACKETS));
    }
}
