//! Names of environment variables that hold credentials. An added scheme must not change the variable of another one,
//! since nothing shows that a deployment reads the wrong one.
//!
//! Each scheme has a variable with its own name (`ACME_ADMIN_KEY`), without an `Auth` at its end: what is in a variable
//! is the credential. One scheme of a kind has the usual variable of that kind too (`ACME_API_KEY`): the one that most
//! operations prefer. A scheme that is added takes it only if it comes to be preferred by more operations.
//!
//! The usual variable of a kind that no scheme has is free for a scheme of that name: a bearer token that the document
//! calls `ApiKeyAuth` is in `ACME_API_KEY`. This and names without `Auth` depend on the other schemes, so that they
//! come after what is in the lock.

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

impl Variable {
    /// Whether the own variable has a name that is usual for another kind, so that it is the one to show first.
    #[must_use]
    pub fn is_common(&self) -> bool {
        self.own.as_deref().is_some_and(|own| OF_KINDS.contains(&own))
    }
}

/// The suffixes that variables of all SDKs have, whatever schemes there are.
const USUAL: [&str; 8] =
    ["AUTHORIZATION", "BASE_URL", "CLIENT_ID", "CLIENT_SECRET", "CUSTOM_HEADERS", "PASSWORD", "TOKEN_URL", "USERNAME"];

/// The suffixes that belong to a kind of scheme if there is one of that kind, and are otherwise like all others.
const OF_KINDS: [&str; 3] = ["ACCESS_TOKEN", "API_KEY", "TOKEN"];

/// Names the variables of all schemes, first those of the schemes in the lock. `prefix` is that of all variables.
pub(super) fn decide(api: &Api, held: Held<'_>, prefix: &str) -> Vec<Variable> {
    let configured = api.schemes.iter().filter_map(|scheme| scheme.variable.clone());
    let published: Vec<Option<String>> = api.schemes.iter().map(|scheme| published(scheme, held, prefix)).collect();
    let own: HashSet<String> = configured.chain(published.iter().flatten().cloned()).collect();
    let of_kinds = api.schemes.iter().filter_map(|scheme| match scheme.kind {
        SchemeKind::ClientCredentials { .. } => Some("ACCESS_TOKEN"),
        _ => usual(scheme),
    });
    let mut taken: HashSet<String> =
        own.iter().cloned().chain(USUAL.into_iter().chain(of_kinds).map(str::to_owned)).collect();
    let names: HashSet<String> = api.schemes.iter().map(whole).collect();
    let order = by_preference(api, held);
    let mut variable = |index: usize| {
        let scheme = &api.schemes[index];
        if scheme.variable.is_some() {
            return Variable { own: scheme.variable.clone(), reads_usual: false };
        }
        // All client credentials are those of one client.
        let Some(usual) = usual(scheme) else { return Variable { own: None, reads_usual: true } };
        let alike = |index: &&usize| discriminant(&api.schemes[**index].kind) == discriminant(&scheme.kind);
        // A name in the configuration for one of them does not change the names of the others.
        let is_first = order.iter().find(alike).is_some_and(|first| *first == index);
        let reads_usual = is_first && !own.contains(usual);
        if let Some(own) = &published[index] {
            return Variable { own: Some(own.clone()), reads_usual };
        }
        let whole = whole(scheme);
        let short = short(scheme).map(|short| short.shouty()).filter(|short| !names.contains(short));
        let spellings = [short, Some(whole.clone()), Some(format!("{whole}_{usual}"))].into_iter().flatten();
        if reads_usual && spellings.clone().next().is_some_and(|own| own == usual) {
            return Variable { own: None, reads_usual };
        }
        let numbered = (2..).map(|number| format!("{whole}_{usual}_{number}"));
        Variable { own: spellings.chain(numbered).find(|name| taken.insert(name.clone())), reads_usual }
    };
    let mut indexes: Vec<usize> = (0..api.schemes.len()).collect();
    indexes.sort_by_key(|index| (held.credential(&api.schemes[*index].name).is_none(), *index));
    let mut variables: Vec<(usize, Variable)> = indexes.into_iter().map(|index| (index, variable(index))).collect();
    variables.sort_by_key(|(index, _)| *index);
    variables.into_iter().map(|(_, variable)| variable).collect()
}

/// Returns the suffix of the variable with the name of the scheme that is in the lock.
fn published(scheme: &Scheme, held: Held<'_>, prefix: &str) -> Option<String> {
    let usual = usual(scheme)?;
    let end = if matches!(scheme.kind, SchemeKind::Basic) { "_USERNAME" } else { "" };
    // The usual variable is among them too.
    held.variables(&scheme.name)
        .filter_map(|names| {
            let own = names.first()?.strip_prefix(prefix)?.strip_prefix('_')?.strip_suffix(end)?;
            (!own.is_empty() && own != usual).then(|| own.to_owned())
        })
        .next_back()
}

/// Returns the name of a scheme as the suffix of a variable.
fn whole(scheme: &Scheme) -> String {
    Words::split(&scheme.name).ascii().shouty()
}

/// Returns the words of a scheme's name without an `Auth` at the end, if there is one and a word is left.
pub(super) fn short(scheme: &Scheme) -> Option<Words> {
    let words = Words::split(&scheme.name).ascii();
    let all = words.as_slice();
    let last = all.iter().rposition(|word| !matches!(word.as_str(), "auth" | "authentication" | "authorization"))?;
    // Of `OAuth` and `X-Auth`, a letter would be left.
    let rest = all.get(..=last).filter(|rest| rest.len() < all.len() && rest.iter().any(|word| word.len() > 1))?;
    Some(Words::of(rest.iter()))
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
        let schemes = format!("    token: {KEY}\n    ApiKeyAuth: {BEARER}");
        let paths = path("a", "{token: []}, {ApiKeyAuth: []}");
        assert_eq!(variables(&paths, &schemes, ""), ["API_KEY_AUTH+", "TOKEN_API_KEY+"]);
        let schemes = format!("    token: {BEARER}\n    other: {BEARER}");
        assert_eq!(variables(&path("a", "{other: []}, {token: []}"), &schemes, ""), ["OTHER+", "TOKEN_TOKEN"]);
        assert_eq!(variables(&path("a", "{token: []}, {other: []}"), &schemes, ""), ["OTHER", "-+"]);
    }

    #[test]
    fn the_usual_variable_of_a_kind_without_schemes_is_free() {
        let of = |name: &str, kind: &str| {
            variables(&path("a", &format!("{{{name}: []}}")), &format!("    {name}: {kind}"), "")
        };
        for name in ["ApiKeyAuth", "apiKey", "api_key_auth", "API-Key-Authentication"] {
            assert_eq!(
                (of(name, BEARER), of(name, KEY)),
                (vec!["API_KEY+".to_owned()], vec!["-+".to_owned()]),
                "{name}"
            );
        }
        assert_eq!(of("token", KEY), ["TOKEN+"]);
        assert_eq!(of("accessToken", BEARER), ["ACCESS_TOKEN+"]);
        assert_eq!(of("Authorization", BEARER), ["AUTHORIZATION_TOKEN+"]);
    }

    #[test]
    fn what_is_in_a_variable_is_not_called_auth() {
        let of = |name: &str| variables(&path("a", &format!("{{{name}: []}}")), &format!("    {name}: {BEARER}"), "");
        let cases =
            [("BearerAuth", "BEARER+"), ("adminKeyAuth", "ADMIN_KEY+"), ("auth", "AUTH+"), ("OAuth", "O_AUTH+")];
        for (name, expected) in cases {
            assert_eq!(of(name), [expected]);
        }
        // Where both exist, each has its whole name.
        let schemes = format!("    adminAuth: {BEARER}\n    admin: {BEARER}\n    admin_auth: {BEARER}");
        let paths = path("a", "{admin: []}, {adminAuth: []}, {admin_auth: []}");
        assert_eq!(variables(&paths, &schemes, ""), ["ADMIN+", "ADMIN_AUTH", "ADMIN_AUTH_TOKEN"]);
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
