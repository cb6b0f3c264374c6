//! How a struct reads, writes and shows itself: one list of names and one list of places for each.

use quote::ToTokens as _;

use super::Cx;
use super::syntax::{self, Expr, ImplItem, Item, Path, Receiver};
use super::types::{Wrapping, constants_member, typed_fields, wrapping};
use super::uses::Uses;
use crate::config::FormatType;
use crate::ir::{Field, Scalar, Shape, Struct, Type, TypeId, Value};
use crate::naming::Ident;

/// The constant that lists the members of a struct.
pub(super) fn fields_constant(cx: Cx<'_>, uses: &Uses<'_>, shape: &Struct) -> ImplItem {
    let field = uses.path("Field");
    let strict = cx.config.formats.get("date-time") == Some(&FormatType::Strict);
    let entry = |member: &Field| {
        let wire = syntax::text(member.wire.as_str());
        let Value::Constant(value) = &member.value else {
            let kind = if member.presence.required { "required" } else { "optional" };
            let made = syntax::call(syntax::below(&field, kind), [wire]);
            let is_strict = strict && member.value.ty().is_some_and(|ty| holds_instants(cx, ty));
            return if is_strict { syntax::call_on(made, "strict", []) } else { made };
        };
        let kind = if member.presence.required { "constant" } else { "optional_constant" };
        let constant = syntax::call(syntax::below(&field, kind), [wire, syntax::text(&value.to_string())]);
        let may_be_null = member.presence.required && member.presence.nullable;
        if may_be_null { syntax::call_on(constant, "or_null", []) } else { constant }
    };
    let list = syntax::list("FIELDS", field.clone(), shape.fields.iter().map(entry));
    if cx.split.is_divided() { syntax::hidden(list) } else { list }
}

/// Whether a type is an instant, or a list, map or union of some.
fn holds_instants(cx: Cx<'_>, ty: &Type) -> bool {
    match cx.api.resolve(ty) {
        Type::Scalar(scalar) => *scalar == Scalar::Timestamp,
        Type::List(item) | Type::Map(item) => holds_instants(cx, &item.ty),
        // A union of unions is as deep as the document, and what is in it has members of its own.
        Type::Named(id) => match &cx.api.def(*id).shape {
            Shape::Union(union) => union.variants.iter().any(|variant| {
                !matches!(cx.api.resolve(&variant.ty), Type::Named(_)) && holds_instants(cx, &variant.ty)
            }),
            _ => false,
        },
        Type::Json => false,
    }
}

/// `Encode`, `Decode` and serde for a struct.
pub(super) fn implementations(cx: Cx<'_>, uses: &Uses<'_>, id: TypeId, shape: &Struct) -> [Item; 3] {
    let names = cx.names.ty(id);
    let ident = names.ident.token();
    let [encode, decode, writer, reader, fault, serde] =
        ["Encode", "Decode", "Writer", "Reader", "Fault", "serde_impls"].map(|name| uses.path(name));
    let rest = shape.rest.as_ref().map(|_| &names.members[shape.fields.len()]);
    let kept = constants_member(cx, id, shape);
    // `&[&dyn Encode]` or `&mut [&mut dyn Decode]`: where the members are.
    let places = |is_mutable: bool, ty: &Path| {
        let ty = syntax::slice(syntax::referenced(is_mutable, syntax::object(ty.clone())));
        let members = typed_fields(&shape.fields).map(|(index, _, _)| names.members[index].token());
        let list = syntax::array(members.map(|member| syntax::reference(is_mutable, syntax::own(member))));
        (syntax::referenced(is_mutable, ty), syntax::reference(is_mutable, list))
    };
    // The call of the engine that does the rest.
    let engine = |is_mutable: bool, name: &str, places: &str| {
        let fields = syntax::value(syntax::path(["Self", "FIELDS"]));
        let own = |member: &Ident| syntax::reference(is_mutable, syntax::own(member.token()));
        let method = match (kept, rest) {
            (None, None) => "object",
            (None, Some(_)) => "object_with_rest",
            (Some(_), None) => "object_with_constants",
            (Some(_), Some(_)) => "object_with_constants_and_rest",
        };
        let arguments = [fields, syntax::value(syntax::path([places]))];
        let arguments = arguments.into_iter().chain([kept, rest].into_iter().flatten().map(own));
        syntax::call_on(syntax::value(syntax::path([name])), method, arguments)
    };
    let (ty, values) = places(false, &encode);
    let body = vec![syntax::bind("values", ty, values), syntax::statement(engine(false, "writer", "values"))];
    let writer = [("writer", syntax::borrowing(writer))];
    let encoding = syntax::function("encode", Receiver::Shared, writer, None, body);

    let (ty, slots) = places(true, &decode);
    let body = vec![syntax::bind("slots", ty, slots), syntax::last(engine(true, "reader", "slots"))];
    let reader = [("reader", syntax::borrowing(reader))];
    let done = [syntax::unit(), syntax::named(fault)].map(syntax::argument);
    let done = syntax::generic(syntax::path(["Result"]), done);
    let decoding = syntax::function("decode", Receiver::Mutable, reader, Some(done), body);
    let blank = vec![syntax::last(syntax::new_self(blanks(cx, uses, id, shape)))];
    let own = syntax::named(syntax::path(["Self"]));
    let blank = syntax::function("blank", Receiver::None, [], Some(own), blank);
    [
        syntax::implementation(Some(encode), ident.clone(), vec![encoding]),
        syntax::implementation(Some(decode), ident.clone(), vec![blank, decoding]),
        syntax::invocation(serde, ident.into_token_stream()),
    ]
}

/// `Debug` for a struct, the same as a derived one; but what is kept in place of constants shows only if there is any.
///
/// A derived one is `#[inline]`: a program that shows an answer would compile it anew, and with it that of every model
/// that the answer leads to and the code that drops them, once for each part that its crate is compiled in.
pub(super) fn debug(cx: Cx<'_>, uses: &Uses<'_>, id: TypeId, shape: &Struct) -> Item {
    let names = cx.names.ty(id);
    let fmt = uses.path("fmt");
    let variable = |name: &str| syntax::value(syntax::path([name]));
    let start = syntax::call_on(variable("f"), "debug_struct", [syntax::spelled(names.ident.token())]);
    let rest = shape.rest.as_ref().map(|_| shape.fields.len());
    let members = typed_fields(&shape.fields).map(|(index, _, _)| index).chain(rest);
    let shown = members.map(|index| {
        let member = names.members[index].token();
        let name = syntax::text(member.to_string().trim_start_matches("r#"));
        let value = syntax::reference(false, syntax::own(member));
        syntax::statement(syntax::call_on(variable("debug"), "field", [name, value]))
    });
    let mut body: Vec<_> = shown.collect();
    body.extend(constants_member(cx, id, shape).map(|kept| {
        let debug = syntax::reference(true, variable("debug"));
        syntax::statement(syntax::call_on(syntax::own(kept.token()), "show", [debug]))
    }));
    if body.is_empty() {
        body.push(syntax::last(syntax::call_on(start, "finish", [])));
    } else {
        body.insert(0, syntax::bind_mutable("debug", start));
        body.push(syntax::last(syntax::call_on(variable("debug"), "finish", [])));
    }
    let formatter = [("f", syntax::borrowing(syntax::below(&fmt, "Formatter")))];
    let result = Some(syntax::named(syntax::below(&fmt, "Result")));
    let show = syntax::function("fmt", Receiver::Shared, formatter, result, body);
    syntax::implementation(Some(syntax::below(&fmt, "Debug")), names.ident.token(), vec![show])
}

/// The members as they are until they are decoded.
fn blanks(cx: Cx<'_>, uses: &Uses<'_>, id: TypeId, shape: &Struct) -> Vec<(proc_macro2::Ident, Expr)> {
    let names = cx.names.ty(id);
    let sent = cx.api.def(id).usage.sent;
    let members = typed_fields(&shape.fields)
        .map(|(index, field, ty)| (names.members[index].token(), blank(uses, field, ty, sent)));
    let rest = shape.rest.as_ref().map(|_| {
        let map = syntax::call(syntax::below(&uses.path("BTreeMap"), "new"), []);
        (names.members[shape.fields.len()].token(), map)
    });
    let kept = constants_member(cx, id, shape).map(|kept| {
        let constants = syntax::call(syntax::below(&uses.path("Constants"), "new"), []);
        (kept.token(), constants)
    });
    members.chain(rest).chain(kept).collect()
}

/// The placeholder that a field holds until it is decoded.
fn blank(uses: &Uses<'_>, field: &Field, ty: &Type, sent: bool) -> Expr {
    let new = |path: Path| syntax::call(syntax::below(&path, "new"), []);
    let blank = || syntax::call(uses.path("blank"), []);
    match wrapping(field.presence, sent) {
        Wrapping::Option => syntax::value(syntax::path(["None"])),
        Wrapping::Patch => syntax::value(syntax::below(&uses.path("Patch"), "Absent")),
        Wrapping::Bare if field.boxed => syntax::call(syntax::path(["Box", "new"]), [blank()]),
        Wrapping::Bare => match ty {
            Type::List(_) => new(syntax::path(["Vec"])),
            Type::Map(_) => new(uses.path("BTreeMap")),
            Type::Scalar(Scalar::String | Scalar::Binary) => new(syntax::path(["String"])),
            Type::Scalar(Scalar::Boolean) => syntax::no(),
            Type::Scalar(scalar) if scalar.is_integer() => syntax::zero(),
            _ => blank(),
        },
    }
}
