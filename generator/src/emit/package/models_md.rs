//! The emitted `models.md`: every model in a line, with its fields, variants or values, and how it is made.

use std::fmt::Write as _;

use quote::ToTokens;

use crate::emit::models::accessors;
use crate::emit::models::structure::{argument, has_new, in_new};
use crate::emit::package::readme;
use crate::emit::types::{field_type, map_type, owned, typed_fields};
use crate::emit::uses::Uses;
use crate::emit::views::Def;
use crate::emit::{Cx, file};
use crate::ir::{Shape, Struct, Union};
use crate::prose;
use crate::tree::File;

/// The most values of an enumeration that are listed.
const MOST_VALUES: usize = 40;

/// The file.
pub(in crate::emit) fn file(cx: Cx<'_>) -> File {
    let uses = Uses::in_prose(cx);
    let mut defs: Vec<Def<'_>> = cx.defs().collect();
    defs.sort_by_key(|def| def.type_name().as_str());
    let mut text = format!(
        "{}\n\n# {}: every model\n\nEach model is listed with its fields, followed by the function that \
         creates it. Optional fields have setters of the same name. Where an alternative of a union is wanted, what it \
         holds can be written in place of it.\n\n",
        readme::MARK,
        cx.names.package
    );
    for def in defs {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "- {}", line(def, &uses));
    }
    File { path: "models.md".to_owned(), text }
}

fn line(def: Def<'_>, uses: &Uses<'_>) -> String {
    let name = def.type_name().as_str();
    match &def.ir.shape {
        Shape::Struct(shape) => structure(def, uses, shape),
        Shape::Union(shape) => union(def, uses, shape),
        Shape::StringEnum(shape) => {
            values(name, shape.values.iter().map(|variant| prose::code(variant.value.as_str())).collect())
        }
        Shape::IntegerEnum(shape) => {
            values(name, shape.values.iter().map(|variant| prose::code(&variant.value.to_string())).collect())
        }
        Shape::Alias(ty) => format!("`type {name} = {}`", text(&owned(uses, ty))),
    }
}

fn structure(def: Def<'_>, uses: &Uses<'_>, shape: &Struct) -> String {
    let name = def.type_name().as_str();
    let fields = typed_fields(&shape.fields)
        .map(|(index, field, ty)| format!("{}: {}", def.member(index).as_str(), text(&field_type(uses, field, ty))));
    let rest = shape.rest.as_ref().map(|item| {
        let member = def.member(shape.fields.len()).as_str();
        format!("{member}: {}", text(&map_type(uses, item)))
    });
    let fields: Vec<String> = fields.chain(rest).collect();
    let mut made = format!("`{name} {{ {} }}`", fields.join(", "));
    if fields.is_empty() {
        made = format!("`{name} {{}}`");
    }
    if def.is_sent() {
        let arguments = in_new(shape).map(|(index, field, ty)| {
            format!("{}: {}", def.member(index).as_str(), text(&argument(def, uses, field, ty)))
        });
        let arguments: Vec<String> = arguments.collect();
        let function = if has_new(shape) { "new" } else { "empty" };
        let _ = write!(made, ", `{name}::{function}({})`", arguments.join(", "));
    }
    made
}

fn union(def: Def<'_>, uses: &Uses<'_>, shape: &Union) -> String {
    let variants = shape.variants.iter().zip(def.members()).map(|(variant, member)| match &variant.constant {
        Some(constant) => format!("`{}` ({})", member.as_str(), prose::code(constant)),
        None => {
            let held = text(&owned(uses, &variant.ty));
            let held = if variant.boxed { format!("Box<{held}>") } else { held };
            format!("`{}({held})`", member.as_str())
        }
    });
    let variants: Vec<String> = variants.collect();
    let methods: Vec<String> =
        accessors::types(def, uses, shape).iter().map(|(name, _)| prose::code(&format!("{name}()"))).collect();
    let methods = if methods.is_empty() { String::new() } else { format!("; all have {}", methods.join(", ")) };
    format!("`enum {}`: {}{methods}", def.type_name().as_str(), variants.join(", "))
}

fn values(name: &str, values: Vec<String>) -> String {
    let more = values.len().saturating_sub(MOST_VALUES);
    let listed = values.into_iter().take(MOST_VALUES).collect::<Vec<_>>().join(", ");
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("`enum {name}`: {listed}{more}")
}

/// Returns the text of a type.
fn text(tokens: &dyn ToTokens) -> String {
    file::inline(&tokens.to_token_stream())
}
