//! Names of environment variables that hold credentials. An added scheme must not change the variable of another one,
//! since nothing shows that a deployment reads the wrong one.
//!
//! Each scheme has a variable with its own name (`ACME_ADMIN_KEY`), which depends on no other scheme. One scheme of a
//! kind has the usual variable of that kind too (`ACME_API_KEY`): the one that most operations prefer. A scheme that is
//! added takes it only if it comes to be preferred by more operations.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::mem::discriminant;

use super::held::Held;
use super::words::Words;
use crate::ir::{Api, Requirement, Scheme, SchemeKind};

/// The environment variables of a scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// The suffix that the configuration sets or that is the scheme's name; for user name and password, the part before
    /// these words.
    pub own: Option<String>,
    /// Whether the usual variable of its kind is read if that one is not set.
    pub reads_usual: bool,
}

/// The suffixes that variables of all SDKs have, whatever schemes there are.
const USUAL: [&str; 11] = [
    "ACCESS_TOKEN",
    "API_KEY",
    "AUTHORIZATION",
    "BASE_URL",
    "CLIENT_ID",
    "CLIENT_SECRET",
    "CUSTOM_HEADERS",
    "PASSWORD",
    "TOKEN",
    "TOKEN_URL",
    "USERNAME",
];

/// Names the variables of all schemes, first those of the schemes in the lock.
pub(super) fn decide(api: &Api, held: Held<'_>) -> Vec<Variable> {
    let configured = api.schemes.iter().filter_map(|scheme| scheme.variable.clone());
    let mut taken: HashSet<String> = configured.chain(USUAL.map(str::to_owned)).collect();
    let order = by_preference(api, held);
    let mut variable = |scheme: &Scheme| {
        if scheme.variable.is_some() {
            return Variable { own: scheme.variable.clone(), reads_usual: false };
        }
        // All client credentials are those of one client.
        let Some(usual) = usual(scheme) else { return Variable { own: None, reads_usual: true } };
        let own = Words::split(&scheme.name).ascii().shouty();
        let alike = |index: &&usize| discriminant(&api.schemes[**index].kind) == discriminant(&scheme.kind);
        // A name in the configuration for one of them does not change the names of the others.
        let reads_usual = order.iter().find(alike).is_some_and(|index| api.schemes[*index].name == scheme.name);
        if reads_usual && own == usual {
            return Variable { own: None, reads_usual };
        }
        let long = format!("{own}_{usual}");
        let numbered = (2..).map(|number| format!("{long}_{number}"));
        let own = [own, long.clone()].into_iter().chain(numbered).find(|name| taken.insert(name.clone()));
        Variable { own, reads_usual }
    };
    let mut indexes: Vec<usize> = (0..api.schemes.len()).collect();
    indexes.sort_by_key(|index| (held.credential(&api.schemes[*index].name).is_none(), *index));
    let mut variables: Vec<(usize, Variable)> =
        indexes.into_iter().map(|index| (index, variable(&api.schemes[index]))).collect();
    variables.sort_by_key(|(index, _)| *index);
    variables.into_iter().map(|(_, variable)| variable).collect()
}

/// The suffix of the usual variable of a scheme's kind.
fn usual(scheme: &Scheme) -> Option<&'static str> {
    match scheme.kind {
        SchemeKind::Bearer => Some("TOKEN"),
        SchemeKind::Basic => Some("LOGIN"),
        SchemeKind::Http { .. } => Some("AUTHORIZATION"),
        SchemeKind::ApiKey { .. } => Some("API_KEY"),
        SchemeKind::ClientCredentials { .. } => None,
    }
}

/// Returns the indexes of all schemes, those first that have a better claim to what one scheme of a kind has: the one
/// that has its usual method in the lock, then those that more operations list before all others of their kind, then
/// those that more operations list, then by name.
pub(super) fn by_preference(api: &Api, held: Held<'_>) -> Vec<usize> {
    let indexes: HashMap<&str, usize> =
        api.schemes.iter().enumerate().map(|(index, scheme)| (scheme.name.as_str(), index)).collect();
    let own = api.operations.iter().filter_map(|operation| operation.security.as_deref());
    let others = api.operations.len() - own.clone().count();
    // How many operations list each scheme before all others of its kind, and how many list it.
    let mut claims = vec![(0, 0); api.schemes.len()];
    for (listed, operations) in own.map(|listed| (listed, 1)).chain([(&api.security[..], others)]) {
        let (mut kinds, mut seen) = (HashSet::new(), HashSet::new());
        for index in needs(listed).filter_map(|name| indexes.get(name.as_str()).copied()) {
            let (preferring, listing) = &mut claims[index];
            if kinds.insert(discriminant(&api.schemes[index].kind)) {
                *preferring += operations;
            }
            if seen.insert(index) {
                *listing += operations;
            }
        }
    }
    let mut order: Vec<usize> = (0..api.schemes.len()).collect();
    let has_usual =
        |scheme: &Scheme| held.credential(&scheme.name) == Some(&Words::split(super::usual(scheme)).snake());
    order.sort_by_key(|index| {
        let scheme = &api.schemes[*index];
        (Reverse(has_usual(scheme)), Reverse(claims[*index]), &scheme.name)
    });
    order
}

fn needs(listed: &[Requirement]) -> impl Iterator<Item = &String> {
    listed.iter().flatten().map(|need| &need.scheme)
}

#[cfg(test)]
mod tests {
    use super::Variable;
    use crate::settings::Settings;
    use crate::{Config, Options, Outcome, Source};

    /// The variables of schemes by name: `-` if there is none of its own, with `+` if the usual one is read too.
    fn variables(paths: &str, schemes: &str, config: &str) -> Vec<String> {
        let document = format!(
            "openapi: 3.0.0
info: {{title: a, version: '1'}}
servers: [{{url: 'https://a.example'}}]
paths:
{paths}
components:
  securitySchemes:
{schemes}
"
        );
        let config = Config::parse(config).expect("it is a configuration");
        let settings = Settings { config: &config, options: &Options::default() };
        let model = crate::named_model(
            &Source::new("a.yaml", document),
            settings,
            crate::Examples::Skipped,
            &mut Outcome::default(),
            &mut |_| {},
        );
        let spelled = |Variable { own, reads_usual }: &Variable| {
            format!("{}{}", own.as_deref().unwrap_or("-"), if *reads_usual { "+" } else { "" })
        };
        model.expect("there is a model").names.variables.iter().map(spelled).collect()
    }

    fn path(name: &str, security: &str) -> String {
        format!("  /{name}: {{get: {{security: [{security}], responses: {{'204': {{description: ok}}}}}}}}\n")
    }

    const BEARER: &str = "{type: http, scheme: bearer}";
    const KEY: &str = "{type: apiKey, in: header, name: X-Key}";

    #[test]
    fn an_added_scheme_changes_no_variable() {
        let main = path("a", "{main: []}");
        let schemes = format!("    main: {BEARER}");
        assert_eq!(variables(&main, &schemes, ""), ["MAIN+"]);
        // Others are listed behind it, by all operations, and precede it by name and in the document.
        let more = format!("    added: {BEARER}\n    main: {BEARER}");
        assert_eq!(variables(&path("a", "{main: []}, {added: []}"), &more, ""), ["ADDED", "MAIN+"]);
        let paths = [main.clone(), path("b", "{main: []}"), path("c", "{added: []}")].concat();
        assert_eq!(variables(&paths, &more, ""), ["ADDED", "MAIN+"]);
        let other = format!("    added: {KEY}\n    main: {BEARER}");
        assert_eq!(variables(&path("a", "{main: []}, {added: []}"), &other, ""), ["ADDED+", "MAIN+"]);
    }

    #[test]
    fn the_configuration_names_one_variable_alone() {
        let paths = path("a", "{first: []}, {second: []}, {key: []}");
        let schemes = format!("    first: {BEARER}\n    second: {BEARER}\n    key: {KEY}");
        let variables = |config: &str| variables(&paths, &schemes, config);
        assert_eq!(variables(""), ["FIRST+", "KEY+", "SECOND"]);
        assert_eq!(variables("[auth.first]\nenvironment = \"MINE\"\n"), ["MINE", "KEY+", "SECOND"]);
        assert_eq!(variables("[auth.key]\nenvironment = \"SECOND\"\n"), ["FIRST+", "SECOND", "SECOND_TOKEN"]);
    }

    #[test]
    fn no_scheme_reads_the_usual_variable_of_another_kind() {
        let schemes = format!("    token: {KEY}\n    api_key: {BEARER}");
        let paths = path("a", "{token: []}, {api_key: []}");
        assert_eq!(variables(&paths, &schemes, ""), ["API_KEY_TOKEN+", "TOKEN_API_KEY+"]);
        let schemes = format!("    token: {BEARER}\n    other: {BEARER}");
        assert_eq!(variables(&path("a", "{other: []}, {token: []}"), &schemes, ""), ["OTHER+", "TOKEN_TOKEN"]);
        assert_eq!(variables(&path("a", "{token: []}, {other: []}"), &schemes, ""), ["OTHER", "-+"]);
    }
    #[test]
    fn many_schemes_and_operations_take_no_time() {
        // Each operation lists all schemes, those with keys behind all others.
        let names = |prefix: &'static str| (0..1_000).map(move |number| format!("{prefix}{number}"));
        let listed: Vec<String> = names("token").chain(names("word")).map(|name| format!("{{{name}: []}}")).collect();
        let schemes: String = names("token")
            .map(|name| format!("    {name}: {BEARER}\n"))
            .chain(names("word").map(|name| format!("    {name}: {KEY}\n")))
            .collect();
        let operation = |number| format!("  /{number}: {{get: {{responses: {{'204': {{description: ok}}}}}}}}\n");
        let paths = (0..1_000).map(operation).collect::<String>() + &format!("security: [{}]", listed.join(", "));
        let variables = variables(&paths, &schemes, "");
        assert_eq!((variables.len(), &*variables[0], &*variables[1_000]), (2_000, "TOKEN0+", "WORD0+"));
    }
}
