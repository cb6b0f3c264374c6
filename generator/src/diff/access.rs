//! Compares what belongs to the whole SDK: credentials, servers, webhooks, cargo features and documentation.

use std::collections::{BTreeMap, BTreeSet};

use super::pairs::Pairs;
use super::sides::requirements;
use super::wire::Wire;
use super::{Change, Verdict, rules};
use crate::ir::{Docs, Event, Server, Type};
use crate::surface::{Credential, Surface};

/// Compares what belongs to the whole SDK.
pub(super) fn compare(pairs: &Pairs<'_>, list: &mut Vec<Change>) {
    let (old, new) = (pairs.old.surface, pairs.new.surface);
    if old.package != new.package {
        list.push(Change::new(&rules::O32, "package", "package").from(&old.package).to(&new.package));
    }
    credentials(&old.credentials, &new.credentials, list);
    features(pairs, list);
    if let Some((old, new)) = pairs.old.wire.zip(pairs.new.wire) {
        let urls = |wire: &Wire| wire.api().servers.iter().map(|server| server.url.clone()).collect::<Vec<_>>();
        servers(&urls(old), &urls(new), list);
        variables_of_servers(&old.api().servers, &new.api().servers, list);
        events(pairs, old, new, list);
        schemes(old, new, list);
        let (before, after) = (requirements(&old.api().security), requirements(&new.api().security));
        if before != after {
            list.push(Change::new(&rules::S6, "security", "security").from(before).to(after));
        }
        documentation(pairs, old, new, list);
    } else {
        // A lock has the servers, and the names of their variables.
        let (old, new) = (pairs.old.surface, pairs.new.surface);
        servers(&old.servers, &new.servers, list);
        let variable = |rule, name: &String| Change::new(rule, format!("server variable {name}"), name);
        let gone = old.server_variables.keys().filter(|name| !new.server_variables.contains_key(*name));
        list.extend(gone.map(|name| variable(&rules::S10, name)));
        let came = new.server_variables.keys().filter(|name| !old.server_variables.contains_key(*name));
        list.extend(came.map(|name| variable(&rules::S9, name)));
    }
}

fn at(name: &str) -> String {
    format!("/components/securitySchemes/{}", name.replace('~', "~0").replace('/', "~1"))
}

fn credentials(old: &BTreeMap<String, Credential>, new: &BTreeMap<String, Credential>, list: &mut Vec<Change>) {
    let gone: Vec<(&String, &Credential)> = old.iter().filter(|(name, _)| !new.contains_key(*name)).collect();
    let mut came: BTreeMap<&String, &Credential> = new.iter().filter(|(name, _)| !old.contains_key(*name)).collect();
    for (name, before) in gone {
        let same = came.iter().find(|(_, after)| after.method == before.method).map(|(name, _)| *name);
        let change = match same {
            Some(other) => {
                came.remove(other);
                Change::new(&rules::S3, other, other).from(name).to(other).at(Some(&at(name)), Some(&at(other)))
            }
            None => Change::new(&rules::S2, name, name).from(&before.method).at(Some(&at(name)), None),
        };
        list.push(change);
    }
    for (name, after) in came {
        list.push(Change::new(&rules::S1, name, name).to(&after.method).at(None, Some(&at(name))));
    }
    let common: Vec<(&String, &Credential, &Credential)> =
        old.iter().filter_map(|(name, before)| Some((name, before, new.get(name)?))).collect();
    for (name, before, after) in &common {
        let methods = |credential: &Credential| {
            let all = [Some(credential.method.clone()), credential.access_token.clone()];
            all.into_iter().flatten().collect::<Vec<_>>().join(", ")
        };
        let change = |rule, subject| Change::new(rule, *name, subject).at(Some(&at(name)), Some(&at(name)));
        let is_lost = before.access_token.is_some() && before.access_token != after.access_token;
        let other = (before.method != after.method).then(|| with_method(new, before));
        if let Some(Some(other)) = other {
            list.push(change(&rules::S13, &before.method).from(*name).to(other));
        }
        if is_lost || other == Some(None) {
            list.push(change(&rules::S2, name).from(methods(before)).to(methods(after)));
        }
    }
    variables(&common, list);
}

/// Returns the scheme whose credential programs set now that were written for this one.
fn with_method<'a>(new: &'a BTreeMap<String, Credential>, old: &Credential) -> Option<&'a String> {
    let is_same = |new: &Credential| (&new.method, &new.arguments) == (&old.method, &old.arguments);
    new.iter().find(|(_, credential)| is_same(credential)).map(|(name, _)| name)
}

fn variables(common: &[(&String, &Credential, &Credential)], list: &mut Vec<Change>) {
    let is_lost = |(_, before, after): &&(&String, &Credential, &Credential)| {
        before.variables.iter().any(|variables| !after.variables.contains(variables))
    };
    let lost: Vec<_> = common.iter().filter(is_lost).collect();
    let flat = |credential: &Credential| credential.variables.concat().join(", ");
    let prefixes: BTreeSet<Option<(String, String)>> = lost.iter().map(|(_, old, new)| prefixes(old, new)).collect();
    if let [Some((before, after))] = &prefixes.iter().cloned().collect::<Vec<_>>()[..]
        && lost.len() == common.len()
    {
        list.push(Change::new(&rules::S12, "environment", "environment").from(before).to(after));
        return;
    }
    for (name, before, after) in lost {
        let change = Change::new(&rules::S4, *name, *name).from(flat(before)).to(flat(after));
        list.push(change.at(Some(&at(name)), Some(&at(name))));
    }
}

/// Returns the prefixes of all variables of a credential, if nothing else is different.
fn prefixes(old: &Credential, new: &Credential) -> Option<(String, String)> {
    let (old, new) = (old.variables.concat(), new.variables.concat());
    let (first_old, first_new) = (old.first()?, new.first()?);
    let is_prefix = |cut: &usize| {
        let (before, suffix) = first_old.split_at(*cut);
        let Some(after) = first_new.strip_suffix(suffix) else { return false };
        old.len() == new.len()
            && old.iter().zip(&new).all(|(old, new)| {
                matches!((old.strip_prefix(before), new.strip_prefix(after)), (Some(one), Some(other)) if one == other)
            })
    };
    let cut = first_old.char_indices().filter(|(_, c)| *c == '_').map(|(cut, _)| cut).find(is_prefix)?;
    let (before, suffix) = first_old.split_at(cut);
    let after = first_new.strip_suffix(suffix)?;
    (before != after && !after.is_empty()).then(|| (before.to_owned(), after.to_owned()))
}

/// Compares features; those that begin with `_` are internal.
fn features(pairs: &Pairs<'_>, list: &mut Vec<Change>) {
    let (old, new) = (pairs.old.surface, pairs.new.surface);
    let top = |resource: &str| resource.split('.').next().unwrap_or_default().replace('_', "-");
    let resources: BTreeSet<String> = new.operations.values().map(|method| top(&method.resource)).collect();
    let gone: BTreeSet<String> = pairs.removed_operations().map(|(_, method)| top(&method.resource)).collect();
    let added: BTreeSet<String> = pairs.added_operations().map(|(_, method)| top(&method.resource)).collect();
    let plain = |feature: &str| feature.replace('_', "-");
    let is_public = |feature: &&String| !feature.starts_with('_');
    for feature in old.features.difference(&new.features).filter(is_public) {
        let is_gone = gone.contains(&plain(feature)) && !resources.contains(&plain(feature));
        let rule = if is_gone { &rules::O26 } else { &rules::O27 };
        list.push(Change::new(rule, format!("feature {feature}"), feature));
    }
    for feature in new.features.difference(&old.features).filter(is_public) {
        // The feature of an added resource is a part of it.
        if !added.contains(&plain(feature)) {
            list.push(Change::new(&rules::O34, format!("feature {feature}"), feature));
        }
    }
    compiled(pairs, list);
    // It enables all others.
    if new.default_features.contains("full") {
        return;
    }
    let lost = old.default_features.difference(&new.default_features).filter(is_public);
    let is_removed = |feature: &String| match new.retired_features.get(feature) {
        Some(instead) => instead.is_subset(&new.default_features),
        None => old.features.contains(feature) && !new.features.contains(feature),
    };
    for feature in lost.filter(|feature| !is_removed(feature)) {
        list.push(Change::new(&rules::O28, format!("feature {feature}"), feature));
    }
}

/// Reports what cargo features no longer compile. A model without a component belongs to one operation, so that
/// nothing but the feature of that one counts, which it keeps.
fn compiled(pairs: &Pairs<'_>, list: &mut Vec<Change>) {
    let (old, new) = (pairs.old.surface, pairs.new.surface);
    let mut lost: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (before, after) in pairs.types.iter().map(|(before, after)| (&old.types[*before], *after)) {
        let by = &new.types[after].features;
        if by.is_empty() || !after.starts_with('/') {
            continue;
        }
        if before.features.is_empty() {
            lost.entry("default-features = false".to_owned()).or_default().push(&before.name);
        }
        let is_enabled = |feature: &&String| {
            let instead = new.retired_features.get(*feature);
            instead.is_some_and(|instead| instead.iter().any(|feature| by.contains(feature)))
        };
        let lacking = before.features.difference(by).filter(|feature| new.features.contains(*feature));
        for feature in lacking.filter(|feature| !is_enabled(feature)) {
            lost.entry(format!("feature {feature}")).or_default().push(&before.name);
        }
    }
    for (with, models) in lost {
        let subject = with.trim_start_matches("feature ").to_owned();
        list.push(Change::new(&rules::O30, with, subject).from(listed(&models)));
    }
}

/// Returns the first of several names, and how many others there are.
fn listed(names: &[&str]) -> String {
    const MOST: usize = 3;
    let others = names.len().saturating_sub(MOST);
    let first = names[..names.len() - others].join(", ");
    if others == 0 { first } else { format!("{first} and {others} more") }
}

fn servers(before: &[String], after: &[String], list: &mut Vec<Change>) {
    let set = |urls: &[String]| urls.iter().cloned().collect::<BTreeSet<_>>();
    let located = |rule| Change::new(rule, "servers", "servers").at(Some("/servers"), Some("/servers"));
    if set(before) == set(after) {
        if before != after && before.len() == after.len() {
            list.push(located(&rules::S8).from(before.join(", ")).to(after.join(", ")));
        }
    } else if has_other_urls(before, after) {
        for (before, after) in before.iter().zip(after).filter(|(before, after)| before != after) {
            list.push(located(&rules::S7).from(before).to(after));
        }
    } else {
        let gone: Vec<&str> = before.iter().filter(|url| !after.contains(url)).map(String::as_str).collect();
        let came: Vec<&str> = after.iter().filter(|url| !before.contains(url)).map(String::as_str).collect();
        if !gone.is_empty() {
            list.push(located(&rules::S10).from(gone.join(", ")));
        }
        if !came.is_empty() {
            list.push(located(&rules::S9).to(came.join(", ")));
        }
        if before.first() != after.first()
            && let (Some(before), Some(after)) = (before.first(), after.first())
        {
            list.push(located(&rules::S7).from(before).to(after));
        }
    }
}

/// Whether servers are at the same positions, and some of them have another URL.
fn has_other_urls(old: &[String], new: &[String]) -> bool {
    let differing = || old.iter().zip(new).filter(|(old, new)| old != new);
    old.len() == new.len() && differing().all(|(before, after)| !new.contains(before) && !old.contains(after))
}

fn variables_of_servers(old: &[Server], new: &[Server], list: &mut Vec<Change>) {
    /// What each variable is in the servers that have it, by their URLs.
    type Variables<'a> = BTreeMap<&'a str, BTreeMap<&'a str, (&'a Option<String>, &'a [String])>>;
    fn all(servers: &[Server]) -> Variables<'_> {
        let mut all = Variables::new();
        for server in servers {
            for variable in &server.variables {
                let value = (&variable.default, &variable.values[..]);
                all.entry(variable.name.as_str()).or_default().insert(server.url.as_str(), value);
            }
        }
        all
    }
    let (before, after) = (all(old), all(new));
    for (name, servers) in &before {
        let Some(others) = after.get(name) else {
            list.push(Change::new(&rules::S10, format!("server variable {name}"), *name));
            continue;
        };
        let is_kept = |url: &&str, value| match others.get(url) {
            Some(other) => other == value,
            None => others.values().any(|other| other == value),
        };
        if !servers.iter().all(|(url, value)| is_kept(url, value)) {
            list.push(Change::new(&rules::S11, format!("server variable {name}"), *name));
        }
    }
    for name in after.keys().filter(|name| !before.contains_key(*name)) {
        list.push(Change::new(&rules::S9, format!("server variable {name}"), *name));
    }
}

fn events(pairs: &Pairs<'_>, old: &Wire, new: &Wire, list: &mut Vec<Change>) {
    /// Returns the webhooks and callbacks: their locations, and the names of their models.
    fn all(wire: &Wire, surface: &Surface) -> BTreeMap<String, (String, String)> {
        let event = |event: &Event| {
            let key = match &event.operation {
                Some(operation) => format!("{operation} {}", event.name),
                None => event.name.clone(),
            };
            let model = event.payload.as_ref().and_then(Type::mentioned);
            let model = model.and_then(|id| surface.types.get(wire.key(id))).map(|model| model.name.clone());
            (key, (event.at.as_str().to_owned(), model.unwrap_or_default()))
        };
        wire.api().events.iter().map(event).collect()
    }
    let (old, new) = (all(old, pairs.old.surface), all(new, pairs.new.surface));
    for (name, (at, model)) in old.iter().filter(|(name, _)| !new.contains_key(*name)) {
        list.push(Change::new(&rules::O33, name, name).at(Some(at), None).mentions(model, ""));
    }
    for (name, (at, model)) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
        list.push(Change::new(&rules::O24, name, name).at(None, Some(at)).mentions("", model));
    }
}

/// Compares facts of security schemes that decide no name.
fn schemes(old: &Wire, new: &Wire, list: &mut Vec<Change>) {
    for before in &old.api().schemes {
        let Some(after) = new.api().schemes.iter().find(|after| after.name == before.name) else { continue };
        if (&before.kind, &before.flows, &before.prefix) != (&after.kind, &after.flows, &after.prefix) {
            let change = Change::new(&rules::S5, &before.name, &before.name);
            list.push(change.at(Some(&at(&before.name)), Some(&at(&after.name))));
        }
    }
}

/// Reports how many operations, types, inputs and properties have other documentation.
fn documentation(pairs: &Pairs<'_>, old: &Wire, new: &Wire, list: &mut Vec<Change>) {
    let differ = |old: &Docs, new: &Docs| {
        (&old.summary, &old.description, &old.link, &old.example)
            != (&new.summary, &new.description, &new.link, &new.example)
    };
    let about = |wire: &Wire| (wire.api().docs.description.clone(), wire.api().docs.link.clone());
    let mut count = usize::from(about(old) != about(new));
    for (before, after) in &pairs.operations {
        let Some((before, after)) = old.operation(before).zip(new.operation(after)) else { continue };
        count += usize::from(differ(&before.docs, &after.docs));
        let inputs = new.inputs(after);
        let common = old.inputs(before).into_iter().filter_map(|(key, input)| Some((input, *inputs.get(&key)?)));
        count += common.filter(|(before, after)| differ(before.docs, after.docs)).count();
    }
    for (before, after) in &pairs.types {
        if let Some((before, after)) = old.def(before).zip(new.def(after)) {
            count += usize::from(differ(&before.docs, &after.docs));
        }
        let properties = new.properties(after);
        let common = old.properties(before).into_iter().filter_map(|(wire, old)| Some((old, *properties.get(wire)?)));
        count += common.filter(|(before, after)| differ(before.docs, after.docs)).count();
    }
    if count > 0 {
        let places = if count == 1 { "1 location".to_owned() } else { format!("{count} locations") };
        list.push(Change::new(&rules::D4, "documentation", "documentation").to(places).rust(Verdict::Patch));
    }
}
