//! Compares the responses of an operation, and how its pages follow each other.

use std::collections::{BTreeMap, BTreeSet};

use super::effects::{self, Relation, worse};
use super::sides::MethodPair;
use super::types::{Form, inside};
use super::wire::Direction;
use super::{Change, Effect, Verdict, rules};
use crate::ir::{ErrorResponse, Operation, Output, ResponseHeader};
use crate::surface::{Kind, Method};

/// What requests ask for unless their operation has another header.
const JSON: &str = "application/json";

/// Compares the responses of an operation.
pub(super) fn compare(pair: &MethodPair<'_, '_>, list: &mut Vec<Change>) {
    let (old, new) = (pair.old, pair.new);
    match (old.outcomes.is_empty(), new.outcomes.is_empty()) {
        (true, true) => list.extend(success(pair)),
        (false, false) => outcomes(pair, list),
        _ => {
            list.push(pair.change(&rules::A3).from(&old.returns).to(&new.returns).mentions(&old.returns, &new.returns))
        }
    }
    asked(pair, list);
    pages(pair, list);
    if let Some((old, new)) = pair.wires() {
        facts(pair, old, new, list);
    }
}

/// Compares the type of a success.
fn success(pair: &MethodPair<'_, '_>) -> Option<Change> {
    let (old, new) = (pair.old.returns.as_str(), pair.new.returns.as_str());
    let (translated, current) = (pair.pairs.translate(old), pair.pairs.current(new));
    if translated == current {
        return None;
    }
    let rule = match (translated.as_str(), current.as_str()) {
        ("()", _) => &rules::A1,
        (_, "()") => &rules::A2,
        (old, new) if inside(new, "Option") == Some(old) || inside(old, "Option") == Some(new) => &rules::A5,
        _ if kind(pair.wires().map(|(old, _)| old)) != kind(pair.wires().map(|(_, new)| new)) => &rules::A8,
        _ => &rules::A10,
    };
    let change = pair.change(rule).from(old).to(new).mentions(old, new);
    let effects = match rule.id {
        "A10" => relation(pair),
        "A5" if inside(&translated, "Option").is_some() => Some((Effect::Ok, Effect::Some)),
        _ => None,
    };
    Some(change.effects(effects))
}

fn kind(operation: Option<&Operation>) -> &'static str {
    match operation.map(|operation| &operation.output) {
        Some(Output::Json { .. }) | None => "JSON",
        Some(Output::Empty) => "nothing",
        Some(Output::Text) => "text",
        Some(Output::Bytes) => "bytes",
        Some(Output::Stream(_)) => "a stream",
        Some(Output::Several(_)) => "several types",
    }
}

fn relation(pair: &MethodPair<'_, '_>) -> Option<(Effect, Effect)> {
    let (old, new) = pair.wires()?;
    Some(effects::relation(pair.pairs, old.output.json()?, new.output.json()?)?.effects(Direction::RECEIVED))
}

/// Compares the variants of a response with several types.
fn outcomes(pair: &MethodPair<'_, '_>, list: &mut Vec<Change>) {
    let (old, new) = (&pair.old.outcomes, &pair.new.outcomes);
    for (status, variant) in old {
        match new.get(status) {
            None => list.push(pair.change(&rules::A3).from(format!("{status} {variant}"))),
            Some(other) if other != variant => list.push(pair.change(&rules::E7).from(variant).to(other)),
            Some(_) => {}
        }
        if let Some(effects) = contents(pair, status) {
            let change = pair.change(&rules::A10).to(format!("{status} {variant}"));
            list.push(change.effects(Some(effects)));
        }
    }
    for (status, variant) in new.iter().filter(|(status, _)| !old.contains_key(*status)) {
        list.push(pair.change(&rules::A4).to(format!("{status} {variant}")));
    }
    let is_same_method = (&pair.old.resource, &pair.old.name) == (&pair.new.resource, &pair.new.name);
    if pair.old.returns != pair.new.returns && is_same_method {
        list.push(pair.change(&rules::N5).from(&pair.old.returns).to(&pair.new.returns));
    }
}

/// Returns what another content of a success means, if both versions have the success, and its content is another one.
fn contents(pair: &MethodPair<'_, '_>, status: &str) -> Option<(Effect, Effect)> {
    fn of<'a>(operation: &'a Operation, status: &str) -> Option<&'a Output> {
        match &operation.output {
            Output::Several(successes) => {
                successes.iter().find(|success| success.status == status).map(|success| &success.output)
            }
            _ => None,
        }
    }
    let [before, after] = [pair.old, pair.new].map(|method| method.outcome_types.get(status));
    let Some((old, new)) = pair.wires() else {
        // What it means is only known with the document.
        let differs = pair.pairs.translate(before?) != pair.pairs.current(after?);
        return differs.then_some((Effect::Breaks, Effect::Breaks));
    };
    match (of(old, status)?, of(new, status)?) {
        (Output::Json { ty: old, .. }, Output::Json { ty: new, .. }) => {
            let relation = effects::relation(pair.pairs, old, new)?;
            (relation != Relation::Same).then(|| relation.effects(Direction::RECEIVED))
        }
        (old, new) if std::mem::discriminant(old) == std::mem::discriminant(new) => None,
        _ => Some((Effect::Breaks, Effect::Breaks)),
    }
}

/// Compares what requests ask for. Responses of another type are reported as such.
fn asked(pair: &MethodPair<'_, '_>, list: &mut Vec<Change>) {
    let (old, new) = (pair.old, pair.new);
    if pair.pairs.translate(&old.returns) == pair.pairs.current(&new.returns) && old.accept != new.accept {
        let text = |method: &Method| method.accept.as_deref().unwrap_or(JSON).to_owned();
        let (before, after) = (text(old), text(new));
        // Text and bytes are another thing in another media type. An earlier lock has no headers.
        let is_raw = new.streaming || ["String", "Bytes"].contains(&Form::of(&new.returns).bare);
        let is_another = named(&before).next() != named(&after).next() && old.accept.is_some();
        let rule = if is_raw && is_another { &rules::A16 } else { &rules::A17 };
        list.push(pair.change(rule).from(before).to(after));
    }
    if let (Some(before), Some(after)) = (&old.accept_events, &new.accept_events)
        && before != after
    {
        list.push(pair.change(&rules::A17).from(before).to(after));
    }
}

/// Returns the media types that a header names; anything, with less weight, is none.
fn named(header: &str) -> impl Iterator<Item = &str> {
    header.split(", ").filter(|range| !range.starts_with("*/*"))
}

/// Returns the media types of the successes of an operation.
fn media_types(operation: &Operation) -> BTreeSet<String> {
    let asked = named(operation.responses.accept.as_deref().unwrap_or(JSON)).map(str::to_owned);
    asked.chain(operation.responses.others.iter().map(|other| other.name.clone())).collect()
}

fn pages(pair: &MethodPair<'_, '_>, list: &mut Vec<Change>) {
    let (old, new) = (pair.old, pair.new);
    match (&old.item, &new.item) {
        (None, Some(item)) => list.push(pair.change(&rules::P1).to(item)),
        (Some(item), None) => list.push(pair.change(&rules::P2).from(item)),
        (Some(before), Some(after)) => {
            if pair.pairs.translate(before) != pair.pairs.current(after) {
                list.push(pair.change(&rules::P4).from(before).to(after).mentions(before, after));
            }
            match (old.backward, new.backward) {
                (false, true) => list.push(pair.change(&rules::P7)),
                (true, false) => list.push(pair.change(&rules::P5)),
                _ => {}
            }
        }
        (None, None) => {}
    }
    let pagings = pair.wires().map(|(old, new)| (old.paging.as_ref(), new.paging.as_ref()));
    let Some((Some(before), Some(after))) = pagings else { return };
    let parameter = |paging: &crate::ir::Paging| paging.forward.parameter().map(|name| name.as_str().to_owned());
    let text = |paging: &crate::ir::Paging| match parameter(paging) {
        Some(parameter) => format!("{} by {parameter}", paging.kind().as_str()),
        None => paging.kind().as_str().to_owned(),
    };
    if text(before) != text(after) {
        list.push(pair.change(&rules::P3).from(text(before)).to(text(after)));
    }
}

/// Returns the fields that contain the items of pages: the name of the model and the wire name of the field.
pub(super) fn item_fields<'a>(
    methods: impl Iterator<Item = &'a Method>,
    models: &std::collections::HashMap<&'a str, &'a crate::surface::Model>,
) -> Vec<(&'a str, &'a str)> {
    let mut found = Vec::new();
    for method in methods {
        let Some(item) = &method.item else { continue };
        let Some(model) = models.get(Form::of(&method.returns).bare) else { continue };
        let Kind::Struct { fields, .. } = &model.kind else { continue };
        let of_items = fields.iter().filter(|(_, field)| inside(&field.ty, "Vec") == Some(item));
        found.extend(of_items.map(|(wire, _)| (model.name.as_str(), wire.as_str())));
    }
    found
}

/// Compares what is known about responses besides the type of a success.
fn facts(pair: &MethodPair<'_, '_>, old: &Operation, new: &Operation, list: &mut Vec<Change>) {
    match (&old.responses.stream, &new.responses.stream) {
        (None, Some(_)) => list.push(pair.change(&rules::A7)),
        (Some(_), None) => list.push(pair.change(&rules::A15)),
        _ => {}
    }
    let media = difference(&media_types(old), &media_types(new));
    if kind(Some(old)) == kind(Some(new)) && !media.is_empty() {
        list.push(pair.change(&rules::A9).to(media));
    }
    let headers = |operation: &Operation| -> BTreeSet<String> {
        operation.responses.headers.iter().map(|header: &ResponseHeader| header.name.clone()).collect()
    };
    let headers = difference(&headers(old), &headers(new));
    if !headers.is_empty() {
        list.push(pair.change(&rules::A12).to(headers));
    }
    errors(pair, old, new, list);
}

/// Returns what two sets do not have in common: `-a, +b`.
fn difference(old: &BTreeSet<String>, new: &BTreeSet<String>) -> String {
    let gone = old.difference(new).map(|name| format!("-{name}"));
    gone.chain(new.difference(old).map(|name| format!("+{name}"))).collect::<Vec<_>>().join(", ")
}

/// Compares error responses.
fn errors(pair: &MethodPair<'_, '_>, old: &Operation, new: &Operation, list: &mut Vec<Change>) {
    let Some((before, after)) = pair.pairs.old.wire.zip(pair.pairs.new.wire) else { return };
    let types = |operation: &'_ Operation| -> BTreeMap<String, Option<crate::ir::Type>> {
        let of_error = |error: &ErrorResponse| {
            let status = &error.status;
            let usual = (status.clone(), error.types().next().cloned());
            let further = error.bodies.iter().skip(1);
            let further = further.map(|body| (format!("{status} {}", body.media_type), Some(body.ty.clone())));
            std::iter::once(usual).chain(further).collect::<Vec<_>>()
        };
        operation.errors.iter().flat_map(of_error).collect()
    };
    let (old, new) = (types(old), types(new));
    let mut effects = (Effect::Ok, Effect::Ok);
    let mut statuses = Vec::new();
    for status in old.keys().chain(new.keys().filter(|status| !old.contains_key(*status))) {
        match (old.get(status), new.get(status)) {
            (Some(_), None) => statuses.push(format!("-{status}")),
            (None, Some(_)) => statuses.push(format!("+{status}")),
            (Some(Some(one)), Some(Some(other))) => {
                match effects::relation(pair.pairs, one, other).map(|relation| relation.effects(Direction::RECEIVED)) {
                    None | Some((Effect::Ok, Effect::Ok)) => {}
                    Some(_) => {
                        effects = worse(effects, (Effect::Some, Effect::Some));
                        statuses.push(format!("body of {status}"));
                    }
                }
            }
            (Some(one), Some(other)) if one.is_some() != other.is_some() => {
                effects = worse(effects, (Effect::Some, Effect::Some));
                statuses.push(format!("body of {status}"));
            }
            _ => {}
        }
    }
    let mention = |wire: &super::Wire,
                   types: &BTreeMap<String, Option<crate::ir::Type>>,
                   names: &dyn Fn(&str) -> Option<String>| {
        let ids = types.values().flatten().filter_map(crate::ir::Type::mentioned);
        ids.filter_map(|id| names(wire.key(id))).collect::<Vec<_>>().join(" ")
    };
    if !statuses.is_empty() {
        let name = |types: &BTreeMap<String, crate::surface::Model>, key: &str| Some(types.get(key)?.name.clone());
        let old_names = mention(before, &old, &|key| name(&pair.pairs.old.surface.types, key));
        let new_names = mention(after, &new, &|key| name(&pair.pairs.new.surface.types, key));
        let change = pair.change(&rules::A13).to(statuses.join(", ")).effects(Some(effects));
        list.push(change.mentions(old_names, new_names).rust(Verdict::Patch));
    }
}
