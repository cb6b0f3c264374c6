//! The names as text: on the left what the document says, on the right what Rust says.

use std::fmt::Write as _;

use sdkgen::Model;
use sdkgen::ir::{BodyContent, Operation, Shape, TypeDef};
use sdkgen::naming::{Ident, InputSource};

use super::ir::{label, operation_label};

/// Every name.
pub(crate) fn print(model: &Model) -> String {
    let (api, names) = (&model.api, &model.names);
    let mut text = format!(
        "package {} {}, crate {}, {}_…\n",
        names.package,
        names.version,
        names.krate.as_str(),
        names.environment_prefix
    );
    for (scheme, ident) in api.schemes.iter().zip(&names.schemes) {
        let _ = writeln!(text, "scheme {} -> {}", scheme.name, ident.as_str());
    }
    for (scheme, variable) in api.schemes.iter().zip(&names.variables) {
        if let Some(own) = &variable.own {
            let usual = if variable.reads_usual { ", or the usual one" } else { "" };
            let _ = writeln!(text, "variable of {}: …_{own}{usual}", scheme.name);
        }
    }
    for id in api.type_ids() {
        let def = names.ty(id);
        let renamed = def.renamed.as_ref().map(|_| ", told").unwrap_or_default();
        let _ = writeln!(text, "\n{} -> {}::{}{renamed}", label(api, id), def.module.as_str(), def.ident.as_str());
        members(api.def(id), &def.members, &mut text);
    }
    for id in api.resource_ids() {
        let resource = names.resource(id);
        let path = api.resources[id.index()].path.join(" / ");
        let (accessor, module, handle) =
            (resource.accessor.as_str(), resource.module.as_str(), resource.handle.as_str());
        let _ = writeln!(text, "\n{path} -> .{accessor}() {module}::{handle}");
        for operation in api.operation_ids().filter(|operation| api.operations[operation.index()].resource == id) {
            let facts = &api.operations[operation.index()];
            let own = names.operation(operation);
            let _ = writeln!(
                text,
                "  {} -> {} {} {} {}",
                operation_label(facts),
                own.method.as_str(),
                own.request.as_str(),
                own.facts.as_str(),
                own.arguments.as_str()
            );
            if let Some(output) = &own.output {
                let variants: Vec<&str> = output.variants.iter().map(Ident::as_str).collect();
                let _ = writeln!(text, "    returns {} {}", output.ident.as_str(), variants.join(" "));
            }
            for input in &own.inputs {
                let reported = if input.qualified { ", told" } else { "" };
                let _ = writeln!(text, "    {} -> {}{reported}", source(facts, input.source), input.ident.as_str());
            }
        }
    }
    text
}

fn members(def: &TypeDef, idents: &[Ident], text: &mut String) {
    let wires: Vec<String> = match &def.shape {
        Shape::Struct(shape) => {
            let rest = shape.rest.iter().map(|_| "..".to_owned());
            let kept = def.has_kept().then(|| "(kept)".to_owned());
            let nulls = shape.last_keeping_null().map(|_| "(nulls)".to_owned());
            let fields = shape.fields.iter().map(|field| field.wire.as_str().to_owned());
            fields.chain(rest).chain(kept).chain(nulls).collect()
        }
        Shape::StringEnum(shape) => {
            shape.values.iter().map(|variant| format!("{:?}", variant.value.as_str())).collect()
        }
        Shape::IntegerEnum(shape) => shape.values.iter().map(|variant| variant.value.to_string()).collect(),
        Shape::Union(shape) => shape.variants.iter().map(|variant| variant.label.clone()).collect(),
        Shape::Alias(_) => return,
    };
    assert_eq!(wires.len(), idents.len(), "each member has a name");
    for (wire, ident) in wires.iter().zip(idents) {
        let _ = writeln!(text, "  {wire} -> {}", ident.as_str());
    }
}

fn source(operation: &Operation, source: InputSource) -> String {
    match (source, operation.body.as_ref().map(|body| &body.content)) {
        (InputSource::Parameter(index), _) => {
            let parameter = &operation.parameters[index];
            format!("{} {}", parameter.location.as_str(), parameter.wire.as_str())
        }
        (InputSource::Field(index), Some(BodyContent::Fields(fields))) => {
            format!("body {}", fields[index].wire.as_str())
        }
        (InputSource::Field(_), _) => "a field of a body that has none".to_owned(),
        (InputSource::Body | InputSource::Model, _) => "body".to_owned(),
        (InputSource::MediaType(index), _) => format!("media type {index}"),
    }
}
