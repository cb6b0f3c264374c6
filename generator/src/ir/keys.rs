//! The keys of definitions: what names a definition in the document, whatever Rust calls it.

use std::collections::HashSet;

use super::Api;
use super::ids::TypeId;
use super::types::Origin;

/// More owners than this are not followed.
const DEEPEST: usize = 64;

impl Api {
    /// Returns the key of each definition, in the order of the definitions: no two are the same.
    ///
    /// It is the location of the schema. A schema that was merged with others has a definition for each owner that it
    /// was merged for: those that are not the schema's own are named by their owner and their wire name.
    #[must_use]
    pub fn type_keys(&self) -> Vec<String> {
        let mut taken = HashSet::new();
        let unique = |key: String| {
            let numbered = (2..).map(|number| format!("{key} {number}"));
            let mut keys = std::iter::once(key.clone()).chain(numbered);
            keys.find(|key| taken.insert(key.clone())).unwrap_or(key)
        };
        self.type_ids().map(|id| self.type_key(id, 0)).map(unique).collect()
    }

    fn type_key(&self, id: TypeId, depth: usize) -> String {
        let def = self.def(id);
        let at = def.at.as_str();
        match &def.origin {
            Origin::Member { parent, name, item }
                if depth < DEEPEST && !is_below(at, self.def(*parent).at.as_str()) =>
            {
                let items = if *item { " items" } else { "" };
                format!("{} {name}{items}", self.type_key(*parent, depth + 1))
            }
            _ => at.to_owned(),
        }
    }
}

/// Whether a location is a part of another one.
fn is_below(at: &str, other: &str) -> bool {
    at.strip_prefix(other).is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::is_below;

    #[test]
    fn a_location_is_not_below_itself_or_one_that_begins_alike() {
        assert!(is_below("/components/schemas/A/properties/b", "/components/schemas/A"));
        assert!(!is_below("/components/schemas/A", "/components/schemas/A"));
        assert!(!is_below("/components/schemas/Ab/items", "/components/schemas/A"));
    }
}
