//! Other media types in which the inputs of a request body can be sent: those with the same schema, and an encoding
//! that says the same.

use indexmap::IndexMap;
use openapiv3::MediaType;

use super::Draft;
use super::request_media::{Family, Media};
use crate::ir::{Body, BodyAlternative, BodyContent, BodyEncoding, Field, Type, Value};
use crate::pointer::Pointer;

impl<'a> Draft<'_, 'a> {
    /// Moves the media types in which the inputs can be sent from the other ones to the alternatives; `chosen` is what
    /// the document says of the one that is sent.
    pub(super) fn alternatives(
        &mut self,
        body: &mut Body,
        chosen: &'a MediaType,
        (content, at): (&'a IndexMap<String, MediaType>, &Pointer),
    ) {
        for name in std::mem::take(&mut body.others) {
            let spec = content.get(&name).filter(|spec| spec.schema == chosen.schema);
            match spec.and_then(|spec| self.alternative(body, (&name, spec), at)) {
                Some(alternative) => body.alternatives.push(alternative),
                None => body.others.push(name),
            }
        }
        body.alternatives.sort_by(|a, b| a.media_type.cmp(&b.media_type));
        // A JSON patch is a list of operations (RFC 6902, section 3), whatever the schema that all of them share.
        if body.alternatives.iter().any(|alternative| is_json_patch(&alternative.media_type)) {
            body.content = BodyContent::Whole(Type::Json);
        }
    }

    fn alternative(
        &mut self,
        body: &Body,
        (name, spec): (&str, &'a MediaType),
        at: &Pointer,
    ) -> Option<BodyAlternative> {
        let media = Media::of(name);
        let is_json = body.encoding == BodyEncoding::Json;
        let fields = match &body.content {
            BodyContent::Fields(fields) => Some(fields),
            BodyContent::Whole(_) => None,
        };
        let encoding = match media.family {
            _ if !is_json || media.is_range || media.is_malformed || media.sent == body.media_type => return None,
            // The same text under another name adds nothing.
            Family::Json if media.is_plain_json() => return None,
            Family::Json if is_json_patch(&media.sent) && (self.asked.sends_map || !self.is_free(&body.content)) => {
                return None;
            }
            Family::Json => BodyEncoding::Json,
            // JSON is YAML (YAML 1.2.2, section 1.2).
            Family::Text if media.is_yaml() => BodyEncoding::Json,
            Family::Form => BodyEncoding::Form,
            Family::Multipart if media.is_form_data() => BodyEncoding::Multipart,
            _ => return None,
        };
        let members = match encoding {
            BodyEncoding::Form | BodyEncoding::Multipart => {
                let fields = fields.filter(|fields| !fields.is_empty())?;
                if fields.iter().any(|field| self.is_file(field)) {
                    return None;
                }
                self.members(spec, fields, encoding == BodyEncoding::Multipart, &at.child(name))
            }
            _ => Vec::new(),
        };
        Some(BodyAlternative { media_type: media.sent, encoding, members })
    }

    /// Whether a body is any JSON, or any object.
    fn is_free(&self, content: &BodyContent) -> bool {
        let BodyContent::Whole(ty) = content else { return false };
        let ty = self.types.api.resolve(ty);
        *ty == Type::Json || *ty == Type::any_map()
    }

    /// Whether a field would be a file in a multipart body.
    fn is_file(&self, field: &Field) -> bool {
        matches!(&field.value, Value::Typed(ty) if self.as_file(ty).is_some())
    }
}

fn is_json_patch(media_type: &str) -> bool {
    media_type.split(';').next().is_some_and(|essence| essence.trim() == "application/json-patch+json")
}
