//! The client and its builder.

use std::collections::BTreeSet;

use syn::{Attribute, Expr, File, ImplItem, ImplItemFn, Item, Lit};

use super::items::{Handles, arguments, condition, docs, is_public, returned};
use super::text;

/// The methods that every client has.
const OF_CLIENTS: [&str; 4] = ["builder", "from_env", "with_options", "request"];

/// The methods that the builder of every client has.
const OF_BUILDERS: [&str; 21] = [
    "base_url",
    "connect_timeout",
    "attempt_timeout",
    "total_timeout",
    "max_retries",
    "max_response_bytes",
    "user_agent",
    "pool_idle_timeout",
    "pool_max_idle_per_host",
    "http2",
    "http2_keep_alive",
    "options",
    "transport",
    "idempotency_header",
    "automatic_idempotency_keys",
    "decoding",
    "on_deviation",
    "retry_budget",
    "header",
    "from_env",
    "build",
];

/// Reads the file of the client.
pub(crate) fn lines(file: &File, lines: &mut BTreeSet<String>, handles: &mut Handles) {
    for item in &file.items {
        match item {
            Item::Impl(block) if block.trait_.is_none() => {
                for item in &block.items {
                    let ImplItem::Fn(method) = item else { continue };
                    match text(&block.self_ty).as_str() {
                        "Client" if is_public(&method.vis) => client(method, lines, handles),
                        "ClientBuilder" if is_public(&method.vis) => builder(method, lines),
                        _ => {}
                    }
                }
            }
            Item::Static(api) => facts(&api.expr, lines),
            _ => {}
        }
    }
}

fn client(method: &ImplItemFn, lines: &mut BTreeSet<String>, handles: &mut Handles) {
    let name = method.sig.ident.to_string();
    if name == "from_env" {
        let documented = docs(&method.attrs);
        let list = documented.split("\n\n").find(|part| part.starts_with("- ")).unwrap_or_default().replace('\n', " ");
        let names = list.split("- `").map(|item| item.split(": ").next().unwrap_or_default());
        let names = names.flat_map(|item| item.split('`').step_by(2)).filter(|name| !name.is_empty());
        lines.extend(names.map(|name| format!("variable {name}")));
    }
    if !OF_CLIENTS.contains(&name.as_str()) {
        let path = text_of_path(method);
        let module = path.trim_start_matches("crate::resources::");
        let feature = feature(&method.attrs);
        handles.entry(String::new()).or_default().push((name, module.to_owned(), feature));
    }
}

fn feature(attributes: &[Attribute]) -> String {
    condition(attributes).into_iter().next().unwrap_or_default()
}

/// The path of the type that a method returns, without spaces.
pub(crate) fn text_of_path(method: &ImplItemFn) -> String {
    returned(&method.sig)
        .map_or_else(String::new, |ty| quote::ToTokens::to_token_stream(ty).to_string().replace(' ', ""))
}

fn builder(method: &ImplItemFn, lines: &mut BTreeSet<String>) {
    let name = method.sig.ident.to_string();
    if OF_BUILDERS.contains(&name.as_str()) {
        return;
    }
    let types: Vec<String> = arguments(&method.sig).map(|(_, ty)| text(ty)).collect();
    lines.insert(format!("builder {name}({})", types.join(", ")));
    if name == "credential" {
        let documented = docs(&method.attrs);
        let schemes = documented.lines().filter_map(|line| line.strip_prefix("- `")?.strip_suffix('`'));
        lines.extend(schemes.map(|scheme| format!("scheme {scheme}")));
    }
}

/// Reads the servers among the facts of the API.
fn facts(expression: &Expr, lines: &mut BTreeSet<String>) {
    for (method, list) in calls(expression) {
        let list = list.first().map(elements).unwrap_or_default();
        if method == "servers" {
            let urls = list.iter().map(|server| string(server)).enumerate();
            lines.extend(urls.map(|(index, url)| format!("server {index} {url}")));
        }
        if method == "servers" || method == "operation_servers" {
            list.iter().for_each(|server| server_variables(server, lines));
        }
    }
}

fn server_variables(server: &Expr, lines: &mut BTreeSet<String>) {
    let url = string(server);
    let mut described = BTreeSet::new();
    for variable in
        calls(server).iter().filter(|(name, _)| name == "variables").flat_map(|(_, list)| elements(&list[0]))
    {
        let arguments = constructor(variable);
        let texts: Vec<String> = arguments.iter().map(literal).collect();
        let values = calls(variable).into_iter().filter(|(name, _)| name == "values");
        let values: BTreeSet<String> = values
            .flat_map(|(_, list)| elements(&list[0]).iter().map(|value| literal(value)).collect::<Vec<_>>())
            .collect();
        let values: Vec<&String> = values.iter().collect();
        let line = format!("server variable {} = {:?} of {values:?}", texts[0], texts.get(1));
        described.insert(texts[0].clone());
        let known = format!("server variable {} ", texts[0]);
        // The first one with a name counts.
        if !lines.iter().any(|line| line.starts_with(&known)) {
            lines.insert(line);
        }
    }
    for name in url.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
        if !described.contains(name) && !lines.iter().any(|line| line.starts_with(&format!("server variable {name} ")))
        {
            lines.insert(format!("server variable {name} = None of []"));
        }
    }
}

/// The calls of methods in a chain, first called first.
fn calls(expression: &Expr) -> Vec<(String, Vec<Expr>)> {
    let Expr::MethodCall(call) = expression else { return Vec::new() };
    let mut all = calls(&call.receiver);
    all.push((call.method.to_string(), call.args.iter().cloned().collect()));
    all
}

/// The arguments of the function that a chain of calls begins with.
fn constructor(expression: &Expr) -> Vec<Expr> {
    match expression {
        Expr::MethodCall(call) => constructor(&call.receiver),
        Expr::Call(call) => call.args.iter().cloned().collect(),
        _ => Vec::new(),
    }
}

/// The first argument of that function.
fn string(expression: &Expr) -> String {
    constructor(expression).first().map(literal).unwrap_or_default()
}

fn literal(expression: &Expr) -> String {
    match expression {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => text.value(),
            other => text(other),
        },
        other => text(other),
    }
}

fn elements(expression: &Expr) -> Vec<&Expr> {
    match expression {
        Expr::Reference(reference) => elements(&reference.expr),
        Expr::Array(array) => array.elems.iter().collect(),
        _ => Vec::new(),
    }
}

/// Writes the resources: those of the client, and those of each resource.
pub(crate) fn resources(handles: &Handles, lines: &mut BTreeSet<String>) {
    let mut open: Vec<(String, String, String)> = Vec::new();
    let below = |calls: &str, module: &str, key: &str| -> Vec<(String, String, String)> {
        let found = handles.get(key).into_iter().flatten();
        let found = found.map(|(name, path, feature)| {
            let join = |one: &str, sign: &str, other: &str| {
                if one.is_empty() { other.to_owned() } else { format!("{one}{sign}{other}") }
            };
            (join(calls, ".", name), join(module, "::", path), feature.clone())
        });
        found.collect()
    };
    open.extend(below("", "", ""));
    while let Some((calls, path, feature)) = open.pop() {
        let module = path.rsplit_once("::").map_or("", |(module, _)| module);
        open.extend(below(&calls, module, &path));
        lines.insert(format!("resource {calls}: {path} [{feature}]"));
    }
}
