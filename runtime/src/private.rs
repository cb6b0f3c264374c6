//! The items that generated code uses. They are not part of the public API: they change together with the generator, in
//! any release that cargo treats as incompatible.

pub use http::Method;
pub use serde;

pub use crate::api::{Api, Scheme};
pub use crate::auth::credential::Credential;
pub use crate::call::{Call, RawCall};
pub use crate::client::Core;
pub use crate::client::builder::ClientBuilder;
pub use crate::codec::{
    Candidate, Clue, Decode, DecodeMap, Dropped, Encode, EncodeMap, Fault, Field, FromText, Items, Kept, Nulls, Reader,
    Sequence, Writer, blank, decode_json, deserialize, encode_json, same_nulls, serialize, show, show_variant,
    unrecognized, unrecognized_integer, unrecognized_text,
};
pub use crate::feature::FeatureIsOff;
pub use crate::operation::Operation;
pub use crate::outcome::{Case, Outcome};
pub use crate::page::{Next, Pages, Paginate, PaginateBackward};
pub use crate::request::encoding::{BodyFormat, Encoding, FormStyle};
pub use crate::request::style::Style;
pub use crate::request::upload::FileUpload;
pub use crate::sending::Sending;
pub use crate::server::{Server, ServerVariable};
pub use crate::simple::SimpleRequest;
pub use crate::stream::Framing;
pub use crate::{
    __accepts as accepts, __conversions as conversions, __object as object, __serde_impls as serde_impls,
    __string_enum as string_enum, __union as union, __wire_integer as wire_integer, __wire_string as wire_string,
};
