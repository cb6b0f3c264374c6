//! Responses: what successful ones and error responses return.

use std::collections::BTreeSet;

use openapiv3::{MediaType, ReferenceOr, Response, Schema};

use super::super::endpoint::Endpoint;
use super::super::schemas::{Facets, Kind, Node};
use super::accept::{named, unless_json};
use super::response_media::{self as media, Form, status_text};
use super::{Draft, endless};
use crate::diagnostics::{codes, kept_media_type};
use crate::document::extensions::WHOLE_EVENTS;
use crate::ir::{
    Api, Docs, ErrorBody, ErrorResponse, Framing, Method, Origin, OtherMediaType, Output, Records, Responses, Scalar,
    Status, Streaming, Success, Type, WholeEvents,
};
use crate::pointer::Pointer;

/// A response where it is written, with its status.
struct Written<'a> {
    status: String,
    response: &'a Response,
    at: Pointer,
}

/// A media type of a response, with its name.
type Content<'a> = (&'a String, &'a MediaType);

/// The responses of an operation.
pub(in crate::lower) struct Lowered {
    pub(in crate::lower) output: Output,
    pub(in crate::lower) responses: Responses,
    pub(in crate::lower) errors: Vec<ErrorResponse>,
}

/// What was read of the successful responses so far.
#[derive(Default)]
struct Successes<'a> {
    /// Each with the schema that it was read from.
    read: Vec<(Success, Option<&'a ReferenceOr<Schema>>)>,
    /// The media types that were given types.
    typed: Vec<String>,
    stream: Option<Streaming>,
    others: Vec<OtherMediaType>,
    /// All media types.
    all: BTreeSet<String>,
    /// The media types that would have types without the lock, where these are others: each beside the one that has.
    instead: Vec<(Pointer, String, String)>,
}

impl<'a> Draft<'_, 'a> {
    /// Lowers the responses.
    pub(super) fn responses(&mut self) -> Lowered {
        let Endpoint { operation, ref method, ref at, .. } = *self.endpoint;
        let mut responses = Responses::default();
        let (successes, errors) = self.written_responses(operation, at);
        for written in &successes {
            let description = self.described(written);
            responses.successes.push(Status { status: written.status.clone(), description });
            self.response_headers(written.response, &written.at, &mut responses.headers);
            self.links(written.response, &written.at, &mut responses.links);
        }
        let redirected = successes.first().is_some_and(|written| written.status.starts_with('3'));
        let output = match method {
            // A response to HEAD never has a body (RFC 9110, section 9.3.2).
            Method::Head => Output::Empty,
            // Redirects are followed, so that the response is that of the target.
            Method::Get if redirected => {
                self.report_bodies_of_redirects(&successes);
                Output::Bytes
            }
            _ => self.output(&successes, &mut responses),
        };
        responses.redirects = redirected && !matches!(method, Method::Get | Method::Head);
        if matches!(output, Output::Empty) || (*method == Method::Get && redirected) {
            responses.accept = Some("*/*".to_owned());
        }
        let errors = errors.iter().map(|error| self.error_response(error)).collect();
        Lowered { output, responses, errors }
    }

    /// Returns the successful responses, and the others. If no success is documented, a redirect is taken for it, else
    /// `default`.
    fn written_responses(
        &mut self,
        operation: &'a openapiv3::Operation,
        at: &Pointer,
    ) -> (Vec<Written<'a>>, Vec<Written<'a>>) {
        let document = self.types.schemas.document;
        let location = at.child("responses");
        let coded = operation.responses.responses.iter().map(|(status, node)| (status_text(status), node));
        let default = operation.responses.default.iter().map(|node| ("default".to_owned(), node));
        let all = coded.chain(default).filter_map(|(status, node)| {
            let resolved = document.response(node, &location.child(&status))?;
            Some(Written { status, response: resolved.value, at: resolved.at })
        });
        let (early, all): (Vec<_>, Vec<_>) = all.partition(|written| written.status.starts_with('1'));
        for written in early {
            let message = format!("response {} is informational and is ignored", written.status);
            self.types.account.report(codes::EARLY_RESPONSE, &written.at, message);
        }
        let (mut successes, mut errors): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|one| one.status.starts_with('2'));
        let is_redirect = |one: &Written<'_>| one.status.starts_with('3') && one.status != "304";
        if successes.is_empty() && errors.iter().any(is_redirect) {
            (successes, errors) = errors.into_iter().partition(is_redirect);
        } else if successes.is_empty()
            && let Some(index) = errors.iter().position(|written| written.status == "default")
        {
            successes.push(errors.remove(index));
        }
        // Of several that match a status, the first counts.
        successes.sort_by_key(|written| written.status.ends_with('X'));
        (successes, errors)
    }

    fn output(&mut self, successes: &[Written<'a>], responses: &mut Responses) -> Output {
        let mut known = Successes::default();
        for written in successes {
            self.success(written, &mut known);
        }
        let Successes { read, typed, stream, others, all, instead } = known;
        responses.others = others.into_iter().filter(|other| !typed.contains(&other.name)).collect();
        let successes: Vec<&Success> = read.iter().map(|(success, _)| success).collect();
        responses.accept = unless_json(self.asked.header(&successes, &typed, &all));
        for (at, name, kept) in instead {
            self.types.account.push(kept_media_type(&at, &name, &kept));
        }
        match (combined(&self.types.api, read), stream) {
            // If there is nothing but the stream, the operation returns it.
            (Output::Empty, Some(Streaming { records, media_type, .. })) => {
                responses.accept = Some(media_type);
                Output::Stream(records)
            }
            (output, stream) => {
                responses.stream = stream;
                output
            }
        }
    }

    /// Reads one successful response.
    fn success(&mut self, written: &Written<'a>, known: &mut Successes<'a>) {
        let content = &written.response.content;
        let location = written.at.child("content");
        let mut ranked: Vec<Content<'a>> = content.iter().collect();
        ranked.sort_by_key(|(name, media)| (self.describes_bytes(media, &location.child(name)), media::order(name)));
        known.all.extend(content.keys().cloned());
        let (best, stream) = self.chosen(written, &ranked, known);
        if known.stream.is_none()
            && let Some((name, media)) = stream
        {
            let records = self.records((name, media), &ranked, &location.child(name));
            known.stream =
                Some(Streaming { records, media_type: name.clone(), switch: None, switch_docs: Docs::default() });
        }
        let kept = [best, stream].into_iter().flatten().map(|(name, _)| name);
        let kept: Vec<&String> = kept.collect();
        let mut further: Vec<Content<'a>> = Vec::new();
        for (name, media) in &ranked {
            let same = best
                .is_some_and(|(best, other)| is_json(best) && other.schema.is_some() && other.schema == media.schema);
            // The same value under another name of JSON, or as `text/plain`, which .NET lists beside it, adds nothing.
            let is_known = kept.contains(name)
                || (same && is_another_json(name))
                || known.others.iter().any(|other| other.name == **name);
            if !is_known && media::is_media_range(name) {
                further.push((*name, *media));
            }
        }
        if best.is_none() && stream.is_some() {
            known.others.extend(further.into_iter().map(|one| self.other(one, written, &location)));
            return;
        }
        let schema = best.and_then(|(_, media)| media.schema.as_ref());
        let form = best.map(|(name, _)| media::form(name));
        // The same schema in two responses is one type.
        let twin = known.read.iter().find(|(success, other)| {
            schema.is_some() && *other == schema && form == Some(Form::Json) && success.output.json().is_some()
        });
        let output = match (best, twin) {
            (None, _) => Output::Empty,
            (Some(_), Some((twin, _))) => twin.output.clone(),
            (Some((name, media)), None) => {
                let typed = known.read.iter().any(|(success, _)| success.output != Output::Empty);
                let status = typed.then(|| written.status.clone());
                let origin = Origin::ResponseBody { operation: self.id, status, item: false };
                self.body_of_success(name, media, &location.child(name), origin)
            }
        };
        known.typed.extend(best.map(|(name, _)| name.clone()).filter(|name| !known.typed.contains(name)));
        let Written { status, .. } = written;
        let success = Success {
            status: status.clone(),
            label: media::label(status),
            description: self.described(written),
            output,
            media_type: best.map(|(name, _)| named(name).to_owned()),
        };
        known.read.push((success, schema));
        known.others.extend(further.into_iter().map(|one| self.other(one, written, &location)));
    }

    /// Returns a media type that requests do not ask for; JSON has a type, named after the media type.
    fn other(&mut self, (name, media): Content<'a>, written: &Written<'a>, at: &Pointer) -> OtherMediaType {
        let schema = media.schema.as_ref().filter(|_| media::form(name) == Form::Json);
        let essence = media::essence(name);
        let subtype = essence.split('/').nth(1).unwrap_or_default();
        let status = Some(format!("{} {subtype}", written.status));
        let origin = Origin::ResponseBody { operation: self.id, status, item: false };
        let at = at.child(name).child("schema");
        let ty = schema.map(|schema| self.types.typed(Node::from(schema), &at, origin).ty);
        OtherMediaType { name: name.clone(), ty }
    }

    /// Returns the media types of a response that get types, of the value and of a stream: those that users ask for, or
    /// else the first ones.
    fn chosen(
        &self,
        written: &Written<'a>,
        ranked: &[Content<'a>],
        known: &mut Successes<'a>,
    ) -> (Option<Content<'a>>, Option<Content<'a>>) {
        let location = written.at.child("content");
        let usual = ranked.iter().find(|(name, _)| !media::is_stream(name)).copied();
        let usual_stream = ranked.iter().find(|(name, _)| media::is_stream(name)).copied();
        let is_asked = |(name, _): &&Content<'_>| {
            let has = self.asked.has_for(&written.status, name).unwrap_or_else(|| self.asked.has(name));
            has && !media::is_stream(name)
        };
        let stream = ranked.iter().find(|(name, _)| self.asked.streams(name)).copied().or(usual_stream);
        // Where users have a stream, what is added beside it is another media type.
        let only_stream = self.asked.is_stream() && stream.is_some();
        let best = ranked.iter().find(is_asked).copied().or(usual).filter(|_| !only_stream);
        let instead = [(usual, best.or(stream)), (usual_stream, stream)].into_iter().filter_map(|(usual, kept)| {
            let (usual, kept) = (usual?.0, kept?.0);
            (usual != kept).then(|| (location.child(usual), usual.clone(), kept.clone()))
        });
        known.instead.extend(instead);
        (best, stream)
    }

    /// Returns what a body of a media type is read as.
    fn body_of_success(&mut self, name: &str, media: &'a MediaType, at: &Pointer, origin: Origin) -> Output {
        let form = media::form(name);
        if self.describes_bytes(media, at) {
            return Output::Bytes;
        }
        match (form, &media.schema) {
            (Form::Json, None) => Output::Json { ty: Type::Json, optional: false },
            (Form::Any, Some(schema)) if self.types.schemas.kind(Node::from(schema), at) == Some(Kind::String) => {
                Output::Text
            }
            (Form::Json | Form::Any, Some(schema)) => {
                let typed = self.types.typed(Node::from(schema), &at.child("schema"), origin);
                Output::Json { optional: typed.nullable && typed.ty != Type::Json, ty: typed.ty }
            }
            (Form::Text, _) => {
                self.report_untyped(name, media, at, "text");
                Output::Text
            }
            _ => {
                self.report_untyped(name, media, at, "bytes");
                Output::Bytes
            }
        }
    }

    /// Returns the records of a stream; the schema is that of one record.
    fn records(&mut self, (name, media): Content<'a>, all: &[Content<'a>], at: &Pointer) -> Records {
        let framing = match media::form(name) {
            Form::JsonSequence => Framing::JsonSequence,
            Form::JsonLines => Framing::JsonLines,
            _ => Framing::Events,
        };
        let text = || Records { framing, item: (framing != Framing::Events).then_some(Type::Json), whole: None };
        let Some(schema) = &media.schema else { return text() };
        let location = at.child("schema");
        // The schema of a response that ends is that of no record.
        let ends = |other: &Content<'_>| other.0 != name && other.1.schema == media.schema && is_json(other.0);
        let is_whole = media::stream_switch(name).is_some()
            && all.iter().any(ends)
            && endless::is_list(&self.types.schemas, schema, &location);
        let schema = if is_whole { self.endless.record(name) } else { Some(schema) };
        let Some(schema) = schema else { return text() };
        let node = Node::from(schema);
        if let Some(whole) = media.extensions.get(WHOLE_EVENTS).filter(|_| framing == Framing::Events) {
            let except = whole.get("except").and_then(|names| names.as_array()).into_iter().flatten();
            let whole = WholeEvents {
                text: whole.get("text").is_some_and(|text| text == true),
                except: except.filter_map(|name| name.as_str()).map(str::to_owned).collect(),
            };
            let item = self
                .types
                .typed(node, &location, Origin::ResponseBody { operation: self.id, status: None, item: true })
                .ty;
            return Records { framing, item: Some(item), whole: Some(whole) };
        }
        // Some documents describe the records as a list.
        let listed = self.types.schemas.find(node, &location).and_then(|found| {
            let items = Facets::of(found.schema).items?;
            Some((Node::from(items), found.at.child("items")))
        });
        let (node, location) = listed.unwrap_or((node, location));
        if framing == Framing::Events && self.types.schemas.kind(node, &location) == Some(Kind::String) {
            return text();
        }
        let item =
            self.types.typed(node, &location, Origin::ResponseBody { operation: self.id, status: None, item: true }).ty;
        if framing == Framing::Events && self.is_envelope(&item) {
            // The envelope of a server-sent event is known without a schema.
            return text();
        }
        Records { framing, item: Some(item), whole: None }
    }

    /// Whether a type describes a server-sent event as a whole, with its data as text.
    fn is_envelope(&self, ty: &Type) -> bool {
        const FIELDS: [&str; 5] = ["data", "event", "id", "retry", "comment"];
        self.types.api.as_struct(ty).is_some_and(|(_, shape)| {
            let wires = || shape.fields.iter().map(|field| field.wire.as_str());
            let text = shape.fields.iter().any(|field| {
                let is_text = matches!(&field.value, crate::ir::Value::Typed(Type::Scalar(Scalar::String)));
                field.wire.as_str() == "data" && is_text
            });
            text && wires().all(|wire| FIELDS.contains(&wire)) && wires().any(|wire| wire != "data")
        })
    }

    fn report_untyped(&mut self, name: &str, media: &'a MediaType, at: &Pointer, as_what: &str) {
        let kind = media.schema.as_ref().and_then(|schema| self.types.schemas.kind(Node::from(schema), at));
        if matches!(kind, Some(Kind::Object | Kind::Array)) {
            self.types.account.untyped(at, format!("a response of type `{name}`, handed over as {as_what}"));
        }
    }

    fn describes_bytes(&self, media: &'a MediaType, at: &Pointer) -> bool {
        let node = media.schema.as_ref().map(Node::from);
        node.and_then(|node| self.types.schemas.flat(node, at))
            .is_some_and(|facets| facets.kind == Some(Kind::String) && facets.format.as_deref() == Some("binary"))
    }

    /// Reports the bodies of redirects, which are followed.
    fn report_bodies_of_redirects(&mut self, redirects: &[Written<'a>]) {
        for written in redirects {
            let location = written.at.child("content");
            for (name, _) in written.response.content.iter().filter(|(_, media)| media.schema.is_some()) {
                let at = location.child(name).child("schema");
                self.types.account.untyped(&at, "the body of a redirect, which is followed");
            }
        }
    }

    /// Returns the description of a response, and those of schemas that are written in it and have no type.
    fn described(&self, written: &Written<'a>) -> String {
        let mut docs = Docs { description: Some(written.response.description.clone()), ..Docs::default() };
        for (name, media) in &written.response.content {
            let Some(ReferenceOr::Item(schema)) = &media.schema else { continue };
            let at = written.at.child("content").child(name).child("schema");
            if self.types.schemas.has_no_type(schema, &at) {
                let own = self.types.schemas.docs(schema, &at);
                own.description.iter().chain(&own.further).for_each(|text| docs.add(text));
            }
        }
        let texts: Vec<String> =
            docs.description.into_iter().chain(docs.further).filter(|text| !text.is_empty()).collect();
        texts.join("\n\n")
    }

    fn error_response(&mut self, written: &Written<'a>) -> ErrorResponse {
        let content = &written.response.content;
        let (mut typed, others): (Vec<Content<'a>>, Vec<_>) = content.iter().partition(|(name, _)| is_json(name));
        typed.sort_by_key(|(name, _)| media::order(name));
        let mut bodies: Vec<ErrorBody> = Vec::new();
        let mut seen = Vec::new();
        for (name, media) in typed {
            // The same schema under another name of JSON is one body.
            if seen.contains(&&media.schema) {
                continue;
            }
            let further = (!seen.is_empty()).then(|| media::essence(name));
            let subtype = further.iter().flat_map(|essence| essence.split('/').nth(1)).next();
            let status = [Some(written.status.as_str()), subtype].into_iter().flatten().collect::<Vec<_>>().join(" ");
            let origin = Origin::ResponseBody { operation: self.id, status: Some(status), item: false };
            let at = written.at.child("content").child(name).child("schema");
            let ty = media.schema.as_ref().map_or(Type::Json, |one| self.types.typed(Node::from(one), &at, origin).ty);
            bodies.push(ErrorBody { media_type: name.clone(), ty });
            seen.push(&media.schema);
        }
        let others = others.into_iter().map(|(name, _)| name.clone()).collect();
        let mut headers = Vec::new();
        self.response_headers(written.response, &written.at, &mut headers);
        ErrorResponse { status: written.status.clone(), description: self.described(written), bodies, others, headers }
    }
}

/// Returns one output for all successful responses: the same for each, nothing for some of them, or several.
fn combined(api: &Api, read: Vec<(Success, Option<&ReferenceOr<Schema>>)>) -> Output {
    let same = |a: &Output, b: &Output| match (a, b) {
        (Output::Json { ty: a, .. }, Output::Json { ty: b, .. }) => api.resolve(a) == api.resolve(b),
        _ => a == b,
    };
    let mut distinct: Vec<Output> = Vec::new();
    let mut empty = false;
    for (success, _) in &read {
        let (output, nothing) = match &success.output {
            Output::Empty => {
                empty = true;
                continue;
            }
            Output::Json { ty, optional } => (Output::Json { ty: ty.clone(), optional: false }, *optional),
            other => (other.clone(), false),
        };
        empty |= nothing;
        if !distinct.iter().any(|known| same(known, &output)) {
            distinct.push(output);
        }
    }
    if distinct.len() > 1 {
        return Output::Several(read.into_iter().map(|(success, _)| success).collect());
    }
    match distinct.pop() {
        None => Output::Empty,
        Some(Output::Json { ty, .. }) => Output::Json { ty, optional: empty },
        Some(other) => other,
    }
}

fn is_json(name: &str) -> bool {
    matches!(media::form(name), Form::Json | Form::Any)
}

fn is_another_json(name: &str) -> bool {
    is_json(name) || media::essence(name) == "text/plain"
}
