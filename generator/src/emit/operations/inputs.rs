//! The inputs of an operation (parameters, fields of the body, or the body): which are arguments, which are setters,
//! and how each is written to the request.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::Cx;
use crate::emit::operations::body_facts;
use crate::emit::types::{encoded, owned, patch};
use crate::emit::uses::Uses;
use crate::emit::views::Op;
use crate::ir::{
    BodyAlternative, BodyContent, Constraints, Docs, Field, Literal as Json, Location, Operation, Parameter, Presence,
    Scalar, Style, Type, Upload, Value,
};
use crate::naming::{Ident, InputSource};
use crate::prose;
use crate::surface::{BODY_MEDIA_TYPE, BODY_MODEL};

/// More required inputs than this are fields of a struct (clippy's limit for functions).
const MOST_ARGUMENTS: usize = 7;

/// A parameter, a field of the body, or the body.
pub(in crate::emit) struct Input<'a> {
    pub(in crate::emit) ident: &'a Ident,
    /// Its earlier names.
    pub(in crate::emit) was: &'a [Ident],
    pub(in crate::emit) ty: &'a Type,
    pub(in crate::emit) presence: Presence,
    pub(in crate::emit) docs: &'a Docs,
    pub(in crate::emit) constraints: Option<&'a Constraints>,
    /// Its wire name; `None` for a body as a whole.
    pub(in crate::emit) wire: Option<&'a str>,
    /// Its location in the request, in a word.
    pub(in crate::emit) location: &'static str,
    /// Whether its Rust name includes its location because another input has the plain one.
    pub(in crate::emit) qualified: bool,
    /// Whether samples set it although it is not required.
    pub(in crate::emit) needed: bool,
    /// Whether a request cannot contain it, or not together with other fields.
    pub(in crate::emit) conflicting: bool,
    target: Target<'a>,
}

enum Target<'a> {
    Path,
    Parameter(&'a Parameter),
    Field,
    /// The body as a whole.
    Body,
    /// The body as a whole, without these properties, which only responses have.
    Model(Vec<&'a str>),
    /// The media type of the body.
    MediaType(&'a BodyAlternative),
}

/// The inputs of an operation.
pub(in crate::emit) struct Inputs<'a> {
    list: Vec<Input<'a>>,
    /// Whether users have a struct of the required ones.
    had_struct: bool,
}

impl<'a> Inputs<'a> {
    pub(in crate::emit) fn of(op: Op<'a>) -> Self {
        let operation = op.ir;
        let list = op.named_inputs().iter().filter_map(|input| match input.source {
            InputSource::Parameter(index) => Some(of_parameter(&operation.parameters[index], input)),
            InputSource::Field(index) => match &operation.body.as_ref()?.content {
                BodyContent::Fields(fields) => of_field(&fields[index], input),
                BodyContent::Whole(_) => None,
            },
            InputSource::Body => of_body(operation, input),
            InputSource::Model => of_model(op, input),
            InputSource::MediaType(index) => of_media_type(operation.body.as_ref()?.alternatives.get(index)?, input),
        });
        let published = op.cx.settings.kept().and_then(|surface| surface.operations.get(&operation.key));
        Self { list: list.collect(), had_struct: published.is_some_and(|method| method.inputs.is_some()) }
    }

    /// Returns the required inputs, those in the path first.
    pub(in crate::emit) fn required(&self) -> impl Iterator<Item = &Input<'a>> {
        self.list.iter().filter(|input| input.presence.required)
    }

    /// Returns the optional inputs.
    pub(in crate::emit) fn optional(&self) -> impl Iterator<Item = &Input<'a>> {
        self.list.iter().filter(|input| !input.presence.required)
    }

    /// Whether the required ones fit into a list of arguments. What users have as a struct stays one.
    pub(in crate::emit) fn fit_as_arguments(&self) -> bool {
        let count = self.required().count();
        count == 0 || (count <= MOST_ARGUMENTS && !self.had_struct)
    }

    /// Returns the inputs in the path.
    pub(in crate::emit) fn path(&self) -> impl Iterator<Item = &Input<'a>> {
        self.list.iter().filter(|input| matches!(input.target, Target::Path))
    }
}

fn of_parameter<'a>(parameter: &'a Parameter, input: &'a crate::naming::Input) -> Input<'a> {
    Input {
        ident: &input.ident,
        was: &input.was,
        ty: &parameter.ty,
        presence: parameter.presence,
        docs: &parameter.docs,
        constraints: Some(&parameter.constraints),
        wire: Some(parameter.wire.as_str()),
        location: parameter.location.as_str(),
        qualified: input.qualified,
        needed: false,
        conflicting: false,
        target: if parameter.location == Location::Path { Target::Path } else { Target::Parameter(parameter) },
    }
}

fn of_field<'a>(field: &'a Field, input: &'a crate::naming::Input) -> Option<Input<'a>> {
    let Value::Typed(ty) = &field.value else { return None };
    Some(Input {
        ident: &input.ident,
        was: &input.was,
        ty,
        presence: field.presence,
        docs: &field.docs,
        constraints: Some(&field.constraints),
        wire: Some(field.wire.as_str()),
        location: "body",
        qualified: input.qualified,
        needed: field.needed,
        conflicting: field.conflicting || field.read_only,
        target: Target::Field,
    })
}

fn of_body<'a>(operation: &'a Operation, input: &'a crate::naming::Input) -> Option<Input<'a>> {
    let body = operation.body.as_ref()?;
    let BodyContent::Whole(ty) = &body.content else { return None };
    Some(Input {
        ident: &input.ident,
        was: &input.was,
        ty,
        presence: Presence { required: body.required, nullable: false },
        docs: &body.docs,
        constraints: None,
        wire: None,
        location: "body",
        qualified: false,
        needed: false,
        conflicting: false,
        target: Target::Body,
    })
}

/// The docs of what the document does not describe.
static NO_DOCS: Docs = Docs::NONE;

fn of_media_type<'a>(alternative: &'a BodyAlternative, input: &'a crate::naming::Input) -> Option<Input<'a>> {
    static NO_TYPE: Type = Type::Json;
    Some(Input {
        ident: &input.ident,
        was: &input.was,
        ty: &NO_TYPE,
        presence: Presence { required: false, nullable: false },
        docs: &NO_DOCS,
        constraints: None,
        wire: Some(&alternative.media_type),
        location: BODY_MEDIA_TYPE,
        qualified: false,
        needed: false,
        conflicting: true,
        target: Target::MediaType(alternative),
    })
}

fn of_model<'a>(op: Op<'a>, input: &'a crate::naming::Input) -> Option<Input<'a>> {
    let model = op.ir.body.as_ref()?.model.as_ref()?;
    let (_, shape) = op.cx.api.as_struct(model)?;
    let read_only = shape.fields.iter().filter(|field| field.read_only).map(|field| field.wire.as_str());
    Some(Input {
        ident: &input.ident,
        was: &input.was,
        ty: model,
        presence: Presence { required: false, nullable: false },
        docs: &NO_DOCS,
        constraints: None,
        wire: None,
        location: BODY_MODEL,
        qualified: false,
        needed: false,
        conflicting: true,
        target: Target::Model(read_only.collect()),
    })
}

impl Input<'_> {
    /// The type that an argument or setter takes it as.
    pub(in crate::emit) fn argument(&self, cx: Cx<'_>, uses: &Uses<'_>) -> TokenStream {
        match self.presence {
            Presence { nullable: true, .. } => patch(uses, self.ty),
            _ => encoded(cx, uses, self.ty).ty,
        }
    }

    /// The type of its values in a struct of inputs.
    pub(in crate::emit) fn held(&self, uses: &Uses<'_>) -> TokenStream {
        let ty = owned(uses, self.ty);
        if !self.presence.nullable {
            return ty;
        }
        let patch = uses.name("Patch");
        quote!(#patch<#ty>)
    }

    /// A statement that turns the argument into something that can be encoded; empty if it already can.
    pub(in crate::emit) fn prepare(&self, cx: Cx<'_>, uses: &Uses<'_>) -> TokenStream {
        let ident = self.ident;
        if self.presence.nullable {
            let patch = uses.name("Patch");
            let ty = owned(uses, self.ty);
            return quote!(let #ident: #patch<#ty> = #ident.into_patch(););
        }
        let argument = encoded(cx, uses, self.ty);
        match argument.becomes {
            Some(ty) => {
                let value = (argument.value)(&quote!(#ident));
                quote!(let #ident: #ty = #value;)
            }
            None => TokenStream::new(),
        }
    }

    /// The statement that puts the value into the request; `call` and `value` are expressions.
    pub(in crate::emit) fn apply(&self, uses: &Uses<'_>, call: &TokenStream, value: &TokenStream) -> TokenStream {
        let wire = self.wire.unwrap_or_default();
        match &self.target {
            Target::Path => TokenStream::new(),
            Target::Body => match self.ty.upload() {
                Some(Upload::Bytes) => quote!(#call.body_bytes(#value);),
                Some(Upload::File) => quote!(#call.body_upload(#value);),
                Some(Upload::Parts) => quote!(#call.body_parts(#value);),
                None => quote!(#call.body_value(#value);),
            },
            Target::Model(without) => quote!(#call.body_model(#value, &[#(#without),*]);),
            Target::MediaType(alternative) => {
                let facts = body_facts::alternative(uses, alternative);
                quote!(#call.body_as(#facts);)
            }
            Target::Field if *self.ty == Type::Scalar(Scalar::File) => quote!(#call.body_file(#wire, #value);),
            Target::Field if is_files(self.ty) => quote!(#call.body_files(#wire, #value);),
            Target::Field => quote!(#call.body_field(#wire, #value);),
            Target::Parameter(parameter) => apply_parameter(uses, parameter, call, value),
        }
    }

    /// The only value it takes, if there is only one.
    pub(in crate::emit) fn constant(&self) -> Option<TokenStream> {
        match self.target {
            Target::Parameter(parameter) => parameter.constant.as_ref().map(constant),
            // It is not a value, and its setter takes none.
            Target::MediaType(_) => Some(quote!(())),
            Target::Path | Target::Field | Target::Body | Target::Model(_) => None,
        }
    }

    /// What a setter without a value sends.
    pub(in crate::emit) fn constant_words(&self) -> Option<String> {
        match self.target {
            Target::Parameter(parameter) => constant_parameter(parameter),
            Target::Path | Target::Field | Target::Body | Target::Model(_) | Target::MediaType(_) => None,
        }
    }

    /// Whether it is in the path.
    pub(in crate::emit) fn is_in_path(&self) -> bool {
        matches!(self.target, Target::Path)
    }

    /// Whether it is in the path, the query, a header or a cookie.
    pub(in crate::emit) fn is_parameter(&self) -> bool {
        matches!(self.target, Target::Path | Target::Parameter(_))
    }

    /// Whether it is a field of the body.
    pub(in crate::emit) fn is_member(&self) -> bool {
        matches!(self.target, Target::Field)
    }

    /// Whether it is the body as a whole, whose properties are inputs as well; with the properties that are not sent.
    pub(in crate::emit) fn as_model(&self) -> Option<&[&str]> {
        match &self.target {
            Target::Model(without) => Some(without),
            Target::Path | Target::Parameter(_) | Target::Field | Target::Body | Target::MediaType(_) => None,
        }
    }

    /// The other media type of the body that it selects.
    pub(in crate::emit) fn as_media_type(&self) -> Option<&str> {
        match &self.target {
            Target::MediaType(alternative) => Some(&alternative.media_type),
            _ => None,
        }
    }

    /// The argument that a setter takes, if it takes one.
    pub(in crate::emit) fn setter_argument(&self, cx: Cx<'_>, uses: &Uses<'_>) -> TokenStream {
        if self.constant().is_some() { TokenStream::new() } else { self.argument(cx, uses) }
    }

    /// Returns `#[deprecated]` if the document says so.
    pub(in crate::emit) fn deprecated(&self) -> TokenStream {
        crate::emit::descriptions::deprecated(self.docs)
    }
}

fn is_files(ty: &Type) -> bool {
    matches!(ty, Type::List(item) if item.ty == Type::Scalar(Scalar::File))
}

/// The style, as the runtime names it.
pub(in crate::emit) fn style(uses: &Uses<'_>, style: Style) -> TokenStream {
    let name = match style {
        Style::Usual => quote!(Usual),
        Style::FormComma => quote!(FormComma),
        Style::SimpleExploded => quote!(SimpleExploded),
        Style::Label => quote!(Label),
        Style::LabelExploded => quote!(LabelExploded),
        Style::Matrix => quote!(Matrix),
        Style::MatrixExploded => quote!(MatrixExploded),
        Style::SpaceDelimited => quote!(SpaceDelimited),
        Style::PipeDelimited => quote!(PipeDelimited),
        Style::DeepObject => quote!(DeepObject),
        Style::Json => quote!(Json),
        Style::Text => quote!(Text),
        Style::Cookie => quote!(Cookie),
        Style::CookieComma => quote!(CookieComma),
        Style::WholeQuery => quote!(WholeQuery),
    };
    let style = uses.name("Style");
    quote!(#style::#name)
}

/// The statements that write what always has the same value: required parameters and fields of the body.
pub(in crate::emit) fn constants(uses: &Uses<'_>, operation: &Operation, call: &TokenStream) -> TokenStream {
    let parameters =
        operation.parameters.iter().filter(|parameter| parameter.presence.required).filter_map(|parameter| {
            let value = constant(parameter.constant.as_ref()?);
            Some(apply_parameter(uses, parameter, call, &quote!(&#value)))
        });
    let fields = match operation.body.as_ref().map(|body| &body.content) {
        Some(BodyContent::Fields(fields)) => fields.as_slice(),
        _ => &[],
    };
    let fields = fields.iter().filter_map(|field| match &field.value {
        Value::Constant(value) => {
            let wire = field.wire.as_str();
            let value = constant(value);
            Some(quote!(#call.body_field(#wire, &#value);))
        }
        Value::Typed(_) => None,
    });
    parameters.chain(fields).collect()
}

/// Returns descriptions of what an operation always sends; empty if nothing.
pub(in crate::emit) fn constants_words(operation: &Operation) -> Vec<String> {
    let parameters = operation.parameters.iter().filter(|parameter| parameter.presence.required);
    let mut words: Vec<String> = parameters.filter_map(constant_parameter).collect();
    if let Some(BodyContent::Fields(fields)) = operation.body.as_ref().map(|body| &body.content) {
        let constants = fields.iter().filter_map(|field| match &field.value {
            Value::Constant(value) => Some((field.wire.as_str().to_owned(), value.clone())),
            Value::Typed(_) => None,
        });
        let members: Vec<_> = constants.collect();
        if !members.is_empty() {
            words.push(prose::code(&Json::Object(members).to_string()));
        }
    }
    words
}

/// What a parameter with one possible value sends, in words.
fn constant_parameter(parameter: &Parameter) -> Option<String> {
    let value = parameter.constant.as_ref()?;
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let wire = parameter.wire.as_str();
    Some(match parameter.location {
        Location::Query => format!("{} in the query", prose::code(&format!("{wire}={text}"))),
        Location::Header => format!("the header {}", prose::code(&format!("{wire}: {text}"))),
        Location::Cookie => format!("the cookie {}", prose::code(&format!("{wire}={text}"))),
        Location::Path => return None,
    })
}

/// The statement that puts a value into a parameter.
fn apply_parameter(uses: &Uses<'_>, parameter: &Parameter, call: &TokenStream, value: &TokenStream) -> TokenStream {
    let wire = parameter.wire.as_str();
    let usual = parameter.style == Style::Usual;
    let styled = |setter: TokenStream| {
        let style = style(uses, parameter.style);
        quote!(#call.#setter(#wire, #style, #value);)
    };
    match (parameter.location, parameter.reserved) {
        (Location::Path, _) => TokenStream::new(),
        (Location::Query, true) => styled(quote!(query_reserved)),
        (Location::Query, false) if usual => quote!(#call.query(#wire, #value);),
        (Location::Header, _) if usual => quote!(#call.header(#wire, #value);),
        (Location::Cookie, _) if usual => quote!(#call.cookie(#wire, #value);),
        (Location::Query, false) => styled(quote!(query_styled)),
        (Location::Header, _) => styled(quote!(header_styled)),
        (Location::Cookie, _) => styled(quote!(cookie_styled)),
    }
}

fn constant(value: &Json) -> TokenStream {
    match value {
        Json::Boolean(value) => quote!(#value),
        Json::Number(text) => match text.parse::<i64>() {
            Ok(number) => {
                let number = Literal::i64_suffixed(number);
                quote!(#number)
            }
            Err(_) => {
                let number = Literal::f64_suffixed(text.parse().unwrap_or_default());
                quote!(#number)
            }
        },
        Json::String(text) => quote!(#text),
        Json::Null | Json::List(_) | Json::Object(_) => quote!(None::<bool>),
    }
}
