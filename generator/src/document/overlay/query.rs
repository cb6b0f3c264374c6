//! Evaluates JSONPath (RFC 9535) segment by segment, so that the cost is known in advance: a short query can select
//! more nodes than fit into memory. No other file reads JSONPath.

use std::collections::BTreeSet;

use serde_json::Value;
use serde_json_path::JsonPath;

use super::super::budget::{Budget, Excess};
use crate::pointer::Pointer;

/// How long a query may be, in bytes.
const LENGTH: usize = 4_096;

/// How deeply brackets and parentheses may be nested: the parser tries each level several times.
const NESTED: usize = 8;

/// The assumed cost of a pattern that is in the document.
const UNSEEN_PATTERN: u64 = 10_000;

/// Why a query has no result.
pub(super) enum Fault {
    /// It is not a valid query, for this reason.
    Syntax(String),
    /// It would take too long.
    Excess(Excess),
}

/// Returns the locations that a query selects, in the order of the document, each once.
pub(super) fn locations(root: &Value, query: &str, budget: &mut Budget) -> Result<Vec<Pointer>, Fault> {
    if query.len() > LENGTH || nesting(query) > NESTED {
        let message = format!("it is longer than {LENGTH} bytes, or nested more than {NESTED} levels deep");
        return Err(Fault::Syntax(message));
    }
    let whole = JsonPath::parse(query).map_err(|error| Fault::Syntax(error.message().to_owned()))?;
    let Some(segments) = segments(query) else {
        return Err(Fault::Syntax("its segments cannot be parsed".to_owned()));
    };
    // Within a filter, `$` is the whole document, so such a query is evaluated as a whole.
    if segments.iter().any(|segment| segment.names_the_root()) {
        let cost = worst(root, &segments);
        budget.steps(cost).map_err(Fault::Excess)?;
        return Ok(selected(&whole, root, &Pointer::root()));
    }
    let mut locations = vec![Pointer::root()];
    for segment in &segments {
        locations = step(root, &locations, segment, budget)?;
    }
    Ok(locations)
}

/// Returns what a segment selects from the nodes that the previous segments selected.
fn step(
    root: &Value,
    locations: &[Pointer],
    segment: &Segment<'_>,
    budget: &mut Budget,
) -> Result<Vec<Pointer>, Fault> {
    let one =
        JsonPath::parse(&format!("${}", segment.text)).map_err(|error| Fault::Syntax(error.message().to_owned()))?;
    let known: BTreeSet<&Pointer> = locations.iter().collect();
    let is_below_another = |location: &Pointer| {
        std::iter::successors(location.parent(), Pointer::parent).any(|above| known.contains(&above))
    };
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    for location in locations {
        // Nodes below a selected node are selected with it.
        if segment.is_descendant && is_below_another(location) {
            continue;
        }
        let Some(node) = root.pointer(location.as_str()) else { continue };
        budget.steps(segment.cost(node)).map_err(Fault::Excess)?;
        found.extend(selected(&one, node, location).into_iter().filter(|location| seen.insert(location.clone())));
    }
    Ok(found)
}

/// Returns what a query selects below the node at `at`.
fn selected(query: &JsonPath, node: &Value, at: &Pointer) -> Vec<Pointer> {
    let (found, mut seen) = (query.query_located(node), BTreeSet::new());
    let locations =
        found.locations().map(|location| Pointer::parse(&format!("{}{}", at.as_str(), location.to_json_pointer())));
    locations.filter(|location| seen.insert(location.clone())).collect()
}

/// One step of a query: `.name`, `..*`, `[?@.a == 1]`.
struct Segment<'a> {
    text: &'a str,
    is_descendant: bool,
}

impl Segment<'_> {
    fn names_the_root(&self) -> bool {
        plain(self.text).contains('$')
    }

    fn has_filter(&self) -> bool {
        self.text.contains('?')
    }

    /// Returns the exponent of its cost: its filters visit size^exponent nodes.
    fn power(&self) -> u32 {
        let (_, filter) = self.text.split_once('?').unwrap_or_default();
        let filter = plain(filter);
        let many = filter.matches("..").count() + filter.matches('*').count() + filter.matches('?').count();
        u32::try_from(many).unwrap_or(u32::MAX)
    }

    /// Returns the approximate number of nodes that it visits below a node.
    fn cost(&self, node: &Value) -> u64 {
        let each = self.pattern().saturating_mul(self.selectors());
        if !self.has_filter() {
            let nodes = if self.is_descendant { size(node) } else { children(node).count() as u64 + 1 };
            return nodes.saturating_mul(self.selectors());
        }
        let mut sum = 1_u64;
        weigh(node, self.power(), self.is_descendant, true, &mut sum);
        sum.saturating_mul(each)
    }

    fn selectors(&self) -> u64 {
        self.text.matches(',').count() as u64 + 1
    }

    /// Returns the cost of one evaluation of its regular expressions: they are compiled each time, and their size grows
    /// with the product of their repetitions.
    fn pattern(&self) -> u64 {
        if !self.text.contains("match") && !self.text.contains("search") {
            return 1;
        }
        let mut repeated = 1_u64;
        for part in self.text.split('{').skip(1) {
            let numbers = part.split('}').next().unwrap_or_default().split(',');
            let most = numbers.filter_map(|number| number.trim().parse::<u64>().ok()).max();
            repeated = repeated.saturating_mul(most.unwrap_or(1).max(1));
        }
        let is_seen = self.text.contains(['\'', '"']);
        if is_seen { repeated.saturating_mul(16) } else { UNSEEN_PATTERN }
    }
}

/// Returns the greatest cost of a query that is evaluated as a whole: nodes can be selected several times, each visited
/// by filters.
fn worst(root: &Value, segments: &[Segment<'_>]) -> u64 {
    let descendants = segments.iter().filter(|segment| segment.is_descendant).count().max(1);
    let mut power = u32::try_from(descendants).unwrap_or(u32::MAX);
    let mut each = 1_u64;
    for segment in segments {
        // A query that begins at the root visits as many nodes as the root has.
        power = power.saturating_add(segment.power()).saturating_add(u32::from(segment.power() > 0));
        each = each.saturating_mul(segment.pattern()).saturating_mul(segment.selectors());
    }
    size(root).saturating_pow(power).saturating_mul(each)
}

/// Returns the number of nodes of a value, including itself; adds to `sum` the cost of visiting its children with this
/// exponent, and of visiting all nodes below them if `is_deep`.
fn weigh(node: &Value, power: u32, is_deep: bool, is_first: bool, sum: &mut u64) -> u64 {
    let mut own = 1_u64;
    for child in children(node) {
        let size = weigh(child, power, is_deep, false, sum);
        own = own.saturating_add(size);
        if is_first || is_deep {
            *sum = sum.saturating_add(size.saturating_pow(power));
        }
    }
    own
}

fn size(node: &Value) -> u64 {
    weigh(node, 0, false, false, &mut 0)
}

fn children(node: &Value) -> Box<dyn Iterator<Item = &Value> + '_> {
    match node {
        Value::Object(members) => Box::new(members.values()),
        Value::Array(items) => Box::new(items.iter()),
        _ => Box::new(std::iter::empty()),
    }
}

/// Returns a part of a query without its quoted strings.
fn plain(text: &str) -> String {
    let (mut plain, mut quotes) = (String::new(), Quotes::default());
    plain.extend(text.chars().filter(|letter| quotes.is_outside(*letter)));
    plain
}

/// Tracks whether the characters of a query are outside of quotes; must be called for each in order.
#[derive(Default)]
struct Quotes {
    open: Option<char>,
    is_escaped: bool,
}

impl Quotes {
    fn is_outside(&mut self, letter: char) -> bool {
        let Some(open) = self.open else {
            self.open = Some(letter).filter(|letter| matches!(letter, '\'' | '"'));
            return self.open.is_none();
        };
        if self.is_escaped {
            self.is_escaped = false;
        } else if letter == '\\' {
            self.is_escaped = true;
        } else if letter == open {
            self.open = None;
        }
        false
    }
}

fn nesting(query: &str) -> usize {
    let (mut depth, mut deepest, mut quotes) = (0_usize, 0, Quotes::default());
    for letter in query.chars().filter(|letter| quotes.is_outside(*letter)) {
        match letter {
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// Returns the segments of a query that its parser accepts; `None` if they cannot be separated.
fn segments(query: &str) -> Option<Vec<Segment<'_>>> {
    let mut rest = query.strip_prefix('$')?.trim_start();
    let mut segments = Vec::new();
    while !rest.is_empty() {
        let is_descendant = rest.starts_with("..");
        let head = if is_descendant { 2 } else { usize::from(rest.starts_with('.')) };
        let body = rest.get(head..)?;
        let length = if body.starts_with('[') {
            bracket(body)?
        } else if head > 0 {
            body.find(|letter: char| letter == '.' || letter == '[' || letter.is_whitespace()).unwrap_or(body.len())
        } else {
            return None;
        };
        let (text, more) = rest.split_at_checked(head + length).filter(|_| length > 0)?;
        segments.push(Segment { text, is_descendant });
        rest = more.trim_start();
    }
    Some(segments)
}

/// Returns the length of the content of the bracket at the beginning of the text.
fn bracket(text: &str) -> Option<usize> {
    let (mut depth, mut quotes) = (0_usize, Quotes::default());
    for (at, letter) in text.char_indices() {
        if !quotes.is_outside(letter) {
            continue;
        }
        match letter {
            '[' => depth += 1,
            ']' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use serde_json_path::JsonPath;

    use super::super::super::budget::Budget;
    use super::{Fault, locations};
    use crate::limits::Limits;

    fn found(root: &Value, query: &str, steps: u64) -> Result<Vec<String>, &'static str> {
        let limits = Limits { query_steps: steps, ..Limits::default() };
        match locations(root, query, &mut Budget::new(root, &limits)) {
            Ok(locations) => Ok(locations.iter().map(|location| location.as_str().to_owned()).collect()),
            Err(Fault::Syntax(_)) => Err("syntax"),
            Err(Fault::Excess(_)) => Err("excess"),
        }
    }

    #[test]
    fn segments_in_turn_select_what_the_whole_query_selects() {
        let root = json!({
            "paths": {"/a": {"get": {"tags": ["x", "y"], "n": 1}, "put": {"tags": ["y"]}}, "/b.[c]": {"get": {"n": 2}}},
            "x'y": {"tags": [{"tags": [1, 2]}]}, "x y": 1,
        });
        for query in [
            "$",
            "$.paths",
            "$.paths.*",
            "$.paths['/b.[c]'].get",
            "$['x\\'y']",
            "$[\"x'y\"]",
            "$..tags",
            "$..tags..tags",
            "$..*",
            "$..*..*",
            "$.paths.*.*[?@ == 1]",
            "$..[?@.n]",
            "$.paths[*]['get', 'put'].tags[0]",
            "$..tags[-1:]",
            "$..[?@.tags[?@ == 'y']]",
            "$ .paths [*] .get",
            "$..[?match(@, 'x|y')]",
            "$..[?count(@.*) > 1]",
            "$.none..a",
            "$..[?@.n == $.paths['/b.[c]'].get.n]",
            "$.paths[?@.get.n && !@.put]",
            "$..[0, 0]",
            "$..['tags', 'n']",
        ] {
            let path = JsonPath::parse(query).expect("it is a query");
            let mut expected: Vec<String> =
                path.query_located(&root).locations().map(|location| location.to_json_pointer()).collect();
            let mut found = found(&root, query, u64::MAX).expect("it is not too much");
            found.sort();
            expected.sort();
            expected.dedup();
            assert_eq!(found, expected, "{query}");
        }
    }

    #[test]
    fn what_costs_too_much_is_refused_before() {
        let items: Vec<Value> = (0..300).map(|number| json!({"a": [1, {"b": number}]})).collect();
        let root = json!({ "x": items });
        for query in [
            "$..[?@..*[?@..*]]",
            "$..[?count($..*) > 0]",
            "$..[?count($..*) > 0][?count($..*) > 0]",
            "$..[?search('x', '((a{30}){30}){30}')]",
            "$..[?search(@.a, @.b)]",
            "$..[?@..[?@..[?@..a]]]",
        ] {
            assert_eq!(found(&root, query, 1_000_000), Err("excess"), "{query}");
        }
        for query in ["$..*..*..*..*..*", "$..b", "$.x[*].a[?@.b == 3]", "$..[?@.b]", "$..[?@..b]"] {
            assert!(found(&root, query, 1_000_000).is_ok(), "{query}");
        }
        let deep = format!("$[?@{}{}]", "[?@".repeat(2000), "]".repeat(2000));
        for query in [deep, format!("${}", ".a".repeat(5000)), format!("$[?{}@{}]", "(".repeat(900), ")".repeat(900))] {
            assert_eq!(found(&root, &query, u64::MAX), Err("syntax"));
        }
    }
}
