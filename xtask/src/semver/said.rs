//! What `sdkgen diff` says of two versions, as the arbiter compares it with rustc.

use sdkgen::diff::{Change, Changes, Verdict};

/// Rules about what programs that enable only some features have: the arbiter enables all of them.
const OF_FEATURES: [&str; 2] = ["O28", "O30"];

/// What `sdkgen diff` says of two versions of an SDK.
pub(super) struct Said {
    /// Whether programs do not compile any more.
    pub(super) breaks: bool,
    /// Whether programs compile and do another thing.
    pub(super) silent: bool,
    /// Whether something was added.
    adds: bool,
    /// The changes with the worst verdict.
    pub(super) why: Vec<String>,
}

impl Said {
    pub(super) fn of(changes: &Changes) -> Self {
        let worst = changes.verdict();
        let is_loud = |change: &&Change| {
            change.rust == Verdict::Major && !change.silent && !OF_FEATURES.contains(&change.rule.id)
        };
        let breaks = changes.list.iter().any(|change| is_loud(&change));
        let why =
            changes.list.iter().filter(|change| if breaks { is_loud(change) } else { Some(change.rust) == worst });
        Self {
            breaks,
            silent: changes.silent().next().is_some(),
            adds: worst >= Some(Verdict::Minor),
            why: why.map(|change| format!("{} {} ({})", change.rule.id, change.sentence(), change.key)).collect(),
        }
    }

    /// Returns the verdict in a word.
    pub(super) fn verdict(&self) -> &'static str {
        match (self.breaks, self.silent, self.adds) {
            (true, ..) => "major",
            (false, true, _) => "silent",
            (false, false, true) => "minor",
            (false, false, false) => "patch",
        }
    }
}

#[cfg(test)]
mod tests {
    use sdkgen::{Config, Source};
    use serde_json::{Value, json};

    use super::Said;
    use crate::project::Project;
    use crate::semver::sdk::Sdk;

    /// An SDK of one operation with these required inputs.
    fn sdk(inputs: &[&str], response: &Value) -> Sdk {
        let input = |name: &&str| json!({"name": name, "in": "query", "required": true, "schema": {"type": "string"}});
        let inputs: Vec<Value> = inputs.iter().map(input).collect();
        let content = json!({"application/json": {"schema": {"type": "object", "properties": response}}});
        let document = json!({"openapi": "3.0.3", "info": {"title": "A", "version": "1"}, "paths": {"/a": {"get": {
            "parameters": inputs, "responses": {"200": {"description": "It", "content": content}}}}}});
        let source = Source::new("a.json", document.to_string());
        Sdk::of(&Project::find(), "a", source, &Config::default(), None).expect("it is an SDK")
    }

    #[test]
    fn a_loud_change_hides_silent_ones() {
        let text = json!({"a": {"type": "string"}});
        let more = json!({"a": {"type": "string"}, "b": {"type": "string"}});
        let other = json!({"a": {"type": "integer"}});
        let said = |inputs: &[&str], response: &Value| {
            let said = Said::of(&sdk(&["p", "q"], &text).changes(&sdk(inputs, response)));
            (said.verdict(), said.silent, said.why.len())
        };
        assert_eq!(said(&["p", "q"], &text), ("patch", false, 0));
        assert_eq!(said(&["p", "q"], &more), ("minor", false, 1));
        assert_eq!(said(&["q", "p"], &text), ("silent", true, 1));
        assert_eq!(said(&["q", "p"], &other), ("major", true, 1));
    }
}
