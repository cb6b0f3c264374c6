//! How a struct reads and writes itself: one list of names and one list of places.

use proc_macro2::TokenStream;
use quote::quote;

use super::Cx;
use super::types::{Wrapping, typed_fields, wrapping};
use super::uses::Uses;
use crate::ir::{Field, Scalar, Struct, Type, TypeId, Value};
use crate::naming::Ident;

/// The constant that lists the members of a struct.
pub(super) fn fields_constant(uses: &Uses<'_>, shape: &Struct) -> TokenStream {
    let field = uses.name("Field");
    let entries = shape.fields.iter().map(|member| {
        let wire = member.wire.as_str();
        match &member.value {
            Value::Constant(value) => {
                let json = value.to_string();
                quote!(#field::constant(#wire, #json))
            }
            Value::Typed(_) if member.presence.required => quote!(#field::required(#wire)),
            Value::Typed(_) => quote!(#field::optional(#wire)),
        }
    });
    quote! {
        pub(crate) const FIELDS: &'static [#field] = &[#(#entries),*];
    }
}

/// `Encode`, `Decode` and serde for a struct.
pub(super) fn implementations(cx: Cx<'_>, uses: &Uses<'_>, id: TypeId, shape: &Struct) -> TokenStream {
    let names = cx.names.ty(id);
    let ident = &names.ident;
    let sent = cx.api.def(id).usage.sent;
    let members: Vec<&Ident> = typed_fields(&shape.fields).map(|(index, _, _)| &names.members[index]).collect();
    let blanks = typed_fields(&shape.fields).map(|(index, field, ty)| {
        let member = &names.members[index];
        let value = blank(uses, field, ty, sent);
        quote!(#member: #value)
    });
    let rest = shape.rest.as_ref().map(|_| &names.members[shape.fields.len()]);
    let blank_rest = rest.map(|rest| {
        let map = uses.name("BTreeMap");
        quote!(#rest: #map::new())
    });
    let blanks = blanks.chain(blank_rest);
    let (write, read) = match rest {
        None => (quote!(writer.object(Self::FIELDS, values);), quote!(reader.object(Self::FIELDS, slots))),
        Some(rest) => (
            quote!(writer.object_with_rest(Self::FIELDS, values, &self.#rest);),
            quote!(reader.object_with_rest(Self::FIELDS, slots, &mut self.#rest)),
        ),
    };
    let [encode, decode, writer, reader, fault, serde] =
        ["Encode", "Decode", "Writer", "Reader", "Fault", "serde_impls"].map(|name| uses.name(name));
    quote! {
        impl #encode for #ident {
            fn encode(&self, writer: &mut #writer<'_>) {
                let values: &[&dyn #encode] = &[#(&self.#members),*];
                #write
            }
        }

        impl #decode for #ident {
            fn blank() -> Self {
                Self { #(#blanks),* }
            }

            fn decode(&mut self, reader: &mut #reader<'_>) -> Result<(), #fault> {
                let slots: &mut [&mut dyn #decode] = &mut [#(&mut self.#members),*];
                #read
            }
        }

        #serde!(#ident);
    }
}

/// The placeholder that a field holds until it is decoded.
fn blank(uses: &Uses<'_>, field: &Field, ty: &Type, sent: bool) -> TokenStream {
    match wrapping(field.presence, sent) {
        Wrapping::Option => quote!(None),
        Wrapping::Patch => {
            let patch = uses.name("Patch");
            quote!(#patch::Absent)
        }
        Wrapping::Bare if field.boxed => {
            let blank = uses.name("blank");
            quote!(Box::new(#blank()))
        }
        Wrapping::Bare => match ty {
            Type::List(_) => quote!(Vec::new()),
            Type::Map(_) => {
                let map = uses.name("BTreeMap");
                quote!(#map::new())
            }
            Type::Scalar(Scalar::String | Scalar::Binary) => quote!(String::new()),
            _ => {
                let blank = uses.name("blank");
                quote!(#blank())
            }
        },
    }
}
