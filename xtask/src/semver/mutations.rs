//! Changes of a document, each with the rule that it is an example of. The numbers of rules are those of the tables in
//! which changes of documents are judged: O for operations, I for inputs, M for models, E for enumerations, U for
//! unions, A for responses, P for pages, S for access and servers, D for docs and N for names.

mod access;
mod enums;
mod inputs;
mod models;
mod names;
mod operations;
mod responses;

use serde_json::Value;

use crate::random::Random;

/// A change of a document.
pub(super) struct Mutation {
    /// The rule that it is an example of.
    pub(super) rule: &'static str,
    /// What it changes.
    pub(super) what: &'static str,
    /// Changes a place of the document that is chosen at random and returns it; `None` if there is none to change.
    pub(super) apply: fn(&mut Value, &mut Random) -> Option<String>,
}

/// Returns all mutations.
pub(super) fn all() -> Vec<&'static Mutation> {
    let lists: [&'static [Mutation]; 7] =
        [operations::LIST, inputs::LIST, models::LIST, enums::LIST, responses::LIST, access::LIST, names::LIST];
    lists.into_iter().flatten().collect()
}

/// Returns a mutation.
const fn of(rule: &'static str, what: &'static str, apply: fn(&mut Value, &mut Random) -> Option<String>) -> Mutation {
    Mutation { rule, what, apply }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::all;
    use crate::random::Random;
    use crate::semver::sites::is_same;

    #[test]
    fn every_mutation_changes_a_document_or_leaves_it_alone() {
        let document = json!({"openapi": "3.0.3", "info": {"title": "A", "version": "1"},
            "paths": {"/a": {"get": {"tags": ["a"], "parameters": [{"name": "b", "in": "query",
                "schema": {"type": "string"}}], "responses": {"200": {"description": "It", "content":
                {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}}}}}},
            "components": {"schemas": {"A": {"type": "object", "required": ["c"], "properties": {
                "c": {"type": "string"}, "d": {"type": "string", "enum": ["x", "y"]}}}}}});
        let mut changed = 0;
        for mutation in all() {
            let mut mutant = document.clone();
            let at = (mutation.apply)(&mut mutant, &mut Random::new(1));
            assert_eq!(at.is_none(), is_same(&mutant, &document), "{}: {}", mutation.rule, mutation.what);
            changed += usize::from(at.is_some());
        }
        assert!(changed > 60, "only {changed} mutations have something to change");
    }
}
