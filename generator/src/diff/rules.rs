//! The rules: what a change of a document is called, and what it usually does to programs. Knows no document.

use super::{Effect, Verdict};

/// A kind of change.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its identifier, a letter and a number: `O` operations, `I` inputs, `M` models, `E` enumerations, `U` unions, `A`
    /// responses, `P` pages, `S` servers and access, `D` documentation, `N` names.
    pub id: &'static str,
    /// What happened, as a phrase that follows the name of what it happened to.
    pub title: &'static str,
    /// What the next version of the SDK must be.
    pub rust: Verdict,
    /// Whether old programs still compile, and do another thing.
    pub silent: bool,
    /// What happens to a program of the old version with a server of the new one, and the other way round.
    pub wire: (Effect, Effect),
    /// How to soften it; empty if nothing is known to help.
    pub soften: &'static str,
}

macro_rules! rules {
    ($($id:ident $title:literal $verdict:ident $old_to_new:ident $new_to_old:ident $soften:expr;)*) => {
        $(
            #[doc = $title]
            pub static $id: Rule = Rule {
                id: stringify!($id),
                title: $title,
                rust: rules!(@rust $verdict),
                silent: rules!(@silent $verdict),
                wire: (Effect::$old_to_new, Effect::$new_to_old),
                soften: $soften,
            };
        )*
        /// Every rule.
        pub static ALL: &[&Rule] = &[$(&$id),*];
    };
    (@rust Silent) => { Verdict::Major };
    (@rust $verdict:ident) => { Verdict::$verdict };
    (@silent Silent) => { true };
    (@silent $verdict:ident) => { false };
}

const LOCK: &str = "keep the published name with `sdkgen.lock`";
const LOCK_ORDER: &str = "keep the published order of arguments with `sdkgen.lock`";
const LOCK_MEDIA_TYPE: &str = "go on asking for the published media type with `sdkgen.lock`";
const METHOD: &str = "keep the published name with `sdkgen.lock`, or set `method` in the configuration";
const OVERLAY: &str = "keep it for a while, deprecated, by an overlay";
const OPTIONAL: &str = "make it optional for one release, by an overlay";
const FORMATS: &str = "set `[formats]` in the configuration, or describe the value as a string by an overlay";
const NONE: &str = "";

rules! {
    // Operations, resources, features.
    O1 "operation added" Minor Ok Some NONE;
    O2 "operation removed" Major Breaks Ok OVERLAY;
    O3 "deprecated" Minor Ok Ok NONE;
    O4 "no longer deprecated" Patch Ok Ok NONE;
    O5 "`operationId` changed; no name comes from it" Patch Ok Ok NONE;
    O6 "method renamed, because its `operationId` changed" Major Ok Ok METHOD;
    O7 "most methods renamed, because the names of operations follow another pattern" Major Ok Ok LOCK;
    O8 "path parameter renamed; arguments are given by position" Patch Ok Ok NONE;
    O9 "moved to another version of the path" Patch Breaks Breaks "serve both versions for a while";
    O12 "method name now calls another operation" Silent Some Breaks METHOD;
    O13 "method became a resource, because the path got another operation" Major Ok Some METHOD;
    O14 "method became a resource, because operations below its path were added" Major Ok Some METHOD;
    O15 "method renamed, because operations below its path were added" Major Ok Some METHOD;
    O16 "method renamed, because the response became a list" Major Ok Ok METHOD;
    O17 "method renamed, because the response is no list any more" Major Ok Ok METHOD;
    O18 "method name now calls another operation of the same path" Silent Some Breaks METHOD;
    O19 "resource renamed" Major Ok Ok "keep the published name with `sdkgen.lock`, or set `resource` in the configuration";
    O22 "security requirements changed" Patch Some Ok NONE;
    O23 "servers of the operation changed" Patch Some Some NONE;
    O24 "webhook or callback added" Minor Ok Ok NONE;
    O26 "cargo feature removed together with its operations" Major Breaks Ok "keep an empty feature of that name, as `sdkgen.lock` does";
    O27 "cargo feature removed" Major Ok Ok "keep a feature of that name which enables the new one, as `sdkgen.lock` does";
    O28 "cargo feature is no longer on by default" Major Ok Ok "list the features that are on in `[features] default` of the configuration";
    O30 "models are no longer compiled with every cargo feature that compiled them" Major Ok Ok "keep what features compile with `sdkgen.lock`";
    O32 "name of the package changed" Major Ok Ok "set `name` in `[package]` of the configuration";
    O33 "webhook or callback removed" Major Ok Ok OVERLAY;
    O34 "cargo feature added" Minor Ok Ok NONE;

    // Inputs.
    I1 "optional input added" Minor Ok Some NONE;
    I3 "input removed or renamed" Major Some Some "keep it, deprecated, by an overlay";
    I4 "required input added" Major Breaks Some OPTIONAL;
    I5 "optional input is required now" Major Some Ok OPTIONAL;
    I6 "required input is optional now" Major Ok Some "keep the argument with `sdkgen.lock`";
    I7 "arguments in another order, and their types accept each other" Silent Loses Loses LOCK_ORDER;
    I8 "arguments in another order" Major Ok Ok LOCK_ORDER;
    I10 "required inputs no longer fit into arguments and are a struct now" Major Ok Ok OPTIONAL;
    I11 "required input added to the struct of inputs" Minor Breaks Some NONE;
    I13 "required inputs are arguments now, not a struct" Major Ok Ok "keep the struct with `sdkgen.lock`";
    I14 "optional input moved to another part of the request" Patch Breaks Breaks NONE;
    I15 "required input moved to another part of the request" Major Breaks Breaks LOCK_ORDER;
    I16 "setter name now sets another input" Silent Loses Loses LOCK;
    I17 "setter or argument renamed" Major Ok Ok LOCK;
    I19 "input accepts larger integers" Major Ok Some NONE;
    I20 "input accepts fewer values" Major Some Ok NONE;
    I21 "input is an enumeration now" Major Some Ok NONE;
    I22 "input is no enumeration any more" Major Ok Some "keep the enumeration, which is open, by an overlay";
    I23 "input is a list of enumeration values now" Major Some Ok NONE;
    I24 "input changed between a list and a single value" Major Breaks Breaks NONE;
    I26 "input can be null now; values are passed as before, but less is inferred" Minor Ok Some NONE;
    I27 "input can no longer be null" Major Some Ok "keep it nullable by an overlay";
    I29 "input is a secret now; strings are passed as before, but less is inferred" Minor Ok Ok NONE;
    I30 "input is no secret any more" Major Ok Ok "list it in `[secrets]` of the configuration";
    I31 "input has only one allowed value now" Major Some Ok NONE;
    I32 "encoding of an input changed" Patch Breaks Breaks NONE;
    I33 "body is optional now" Patch Ok Some NONE;
    I34 "body is required now" Patch Some Ok NONE;
    I35 "media type of the body changed" Patch Breaks Breaks NONE;
    I36 "body is no object with the same fields any more" Major Breaks Breaks NONE;
    I37 "fields of the body are one argument now" Major Ok Ok "keep the fields with `sdkgen.lock`";
    I38 "body is one of several types now" Major Ok Some NONE;
    I40 "input is one of several types now" Major Ok Some NONE;
    I41 "type of an input changed" Major Breaks Breaks NONE;
    I42 "argument takes the place of another one of the same type" Silent Loses Loses LOCK_ORDER;
    I43 "value that every request sends was added" Patch Ok Some NONE;
    I44 "value that every request sends was removed" Patch Some Some NONE;
    I45 "value that every request sends changed" Patch Loses Loses NONE;
    I46 "value that every request sends is an optional input now; programs that do not set it send none" Silent Ok Some NONE;

    // Models.
    M1 "property added" Minor Ok Ok "describe it as optional for one release";
    M2 "optional property added" Minor Ok Some NONE;
    M3 "required property added to a model that is sent" Major Breaks Some OPTIONAL;
    M4 "property removed" Major Some Some "keep it, optional and deprecated, by an overlay";
    M5 "optional property is required now" Major Ok Breaks "keep it optional by an overlay";
    M6 "required property is optional now" Major Breaks Ok NONE;
    M7 "required property is optional when it is sent" Major Ok Some NONE;
    M8 "optional property is required when it is sent" Major Some Ok OPTIONAL;
    M9 "optional property can be null now" Patch Ok Ok NONE;
    M10 "required property can be null now" Major Breaks Ok NONE;
    M12 "model is sent now; users can create it" Minor Ok Ok NONE;
    M13 "model is no longer sent; users cannot create it any more" Major Ok Ok "keep its constructor with `sdkgen.lock`";
    M14 "required property is read-only now" Major Ok Ok NONE;
    M15 "required property is write-only now" Major Ok Ok NONE;
    M16 "arguments of `new` in another order, or others in their places, of the same types" Silent Loses Loses LOCK_ORDER;
    M17 "arguments of `new` in another order" Major Ok Ok LOCK_ORDER;
    M20 "`Default` lost" Major Ok Ok OPTIONAL;
    M21 "integer is a number now" Major Some Ok NONE;
    M22 "number is an integer now" Major Ok Some NONE;
    M23 "integer has more bits now" Major Some Ok NONE;
    M24 "type changed" Major Breaks Breaks NONE;
    M25 "string has a format now" Major Ok Some FORMATS;
    M26 "format of a string changed or was removed" Major Some Ok FORMATS;
    M27 "constraints changed" Patch Some Some NONE;
    M29 "items or values can be null now" Major Some Ok NONE;
    M30 "items or values have another type" Major Breaks Breaks NONE;
    M31 "any JSON is a model now" Major Ok Ok NONE;
    M32 "changed between a map and a model" Major Ok Some NONE;
    M33 "further properties have a type now" Minor Ok Ok NONE;
    M34 "further properties are no longer described" Major Loses Ok NONE;
    M36 "changed between an enumeration and a plain type" Major Ok Some NONE;
    M37 "alias removed" Major Ok Ok "keep the alias with `[models] keep` of the configuration";
    M38 "`Box` of a field moved or was removed" Major Ok Ok "keep the published boxes with `sdkgen.lock`";
    M39 "field is boxed now" Major Ok Ok "keep the published boxes with `sdkgen.lock`";
    M42 "model removed" Major Ok Ok "keep it with `[models] keep` of the configuration";
    M43 "model added" Minor Ok Ok NONE;
    M44 "property is a secret now, or no secret any more" Major Ok Ok NONE;
    M45 "property is no longer null" Major Ok Breaks "keep it nullable by an overlay";
    M46 "property is read-only now, and has no setter any more" Major Ok Some OVERLAY;
    M47 "model has a sample for tests now" Minor Ok Ok NONE;
    M48 "model has no sample for tests any more" Major Ok Ok NONE;

    // Enumerations and unions.
    E1 "value added" Minor Ok Some NONE;
    E3 "value removed" Major Some Ok "keep the value by an overlay";
    E4 "value spelled in another way" Patch Breaks Breaks "keep both spellings by an overlay";
    E7 "variant renamed" Major Ok Ok LOCK;
    E8 "property with one value has several values now, in a model that is sent" Major Loses Some "give it the old value as default";
    E9 "property with one value has several values now" Minor Loses Ok NONE;
    E10 "property has only one value now" Major Ok Some NONE;
    E12 "values changed between integers and strings" Major Breaks Breaks NONE;
    E14 "only value of a property changed" Patch Loses Loses NONE;
    U1 "variant added" Minor Ok Some NONE;
    U3 "variant removed" Major Some Ok "keep the variant by an overlay";
    U4 "variant is boxed now" Major Ok Ok "keep the published boxes with `sdkgen.lock`";
    U5 "variant is no longer boxed" Major Ok Ok "keep the published boxes with `sdkgen.lock`";
    U6 "method for a common property removed, since it is not common any more" Major Ok Ok NONE;
    U7 "method for a common property added" Minor Ok Ok NONE;
    U8 "property that distinguishes the variants changed" Patch Ok Some NONE;
    U9 "value that selects a variant changed" Major Breaks Breaks "set the name of the variant in `[names]` of the configuration";
    U11 "one of several types now" Major Ok Some NONE;
    U12 "no longer one of several types" Major Some Ok "keep the union by an overlay";
    U15 "another alternative fits the same values; which one is read may change" Silent Loses Loses "describe a discriminator";

    // Responses and pages.
    A1 "response has a body now" Major Ok Breaks NONE;
    A2 "response has no body any more" Major Breaks Ok NONE;
    A3 "several responses of different types now, or no longer" Major Some Ok NONE;
    A4 "another successful response" Minor Ok Ok NONE;
    A5 "response may have no body now, or always has one" Major Some Ok NONE;
    A7 "response can be streamed now" Minor Ok Some NONE;
    A8 "kind of response changed" Major Breaks Breaks NONE;
    A9 "media types of the response changed" Patch Ok Some NONE;
    A10 "type of the response changed" Major Breaks Breaks NONE;
    A12 "headers of the response changed" Patch Ok Ok NONE;
    A13 "error responses changed" Patch Some Ok NONE;
    A15 "response can no longer be streamed" Major Breaks Ok NONE;
    A16 "asks for another media type; its content has the same type of Rust" Silent Some Loses LOCK_MEDIA_TYPE;
    A17 "asks for other media types of the same value" Patch Some Some LOCK_MEDIA_TYPE;
    P1 "has pages now" Minor Ok Some NONE;
    P2 "has no pages any more" Major Breaks Ok "describe them with `paging` in the configuration";
    P3 "pages follow each other in another way" Patch Some Some "describe both ways with `paging` in the configuration";
    P4 "items of pages have another type" Major Breaks Breaks NONE;
    P5 "pages can no longer be read backward" Major Breaks Ok "describe them with `paging` in the configuration";
    P6 "list of items is optional now; `for` over it compiles and runs once" Silent Breaks Ok "keep it required by an overlay";
    P7 "pages can be read backward now" Minor Ok Some NONE;

    // Access, servers, defaults.
    S1 "security scheme added" Minor Ok Ok NONE;
    S2 "security scheme removed, or of another kind" Major Breaks Breaks "keep it, deprecated, by an overlay";
    S3 "security scheme renamed; `credential` with the old name compiles and is ignored" Silent Ok Ok "keep the name of the scheme by an overlay";
    S4 "environment variables changed; deployments lose their credentials" Silent Ok Ok "set `environment` of the scheme in the configuration";
    S5 "facts of a security scheme changed" Patch Some Some NONE;
    S6 "security requirements of the API changed" Patch Some Ok NONE;
    S7 "base URL changed" Patch Some Some "set `base_url` in the configuration";
    S8 "servers in another order; `server(1)` is another one" Silent Some Some "keep the order of the servers by an overlay";
    S9 "server or server variable added" Minor Ok Ok NONE;
    S10 "server or server variable removed" Major Some Ok "keep the server by an overlay";
    S11 "default or values of a server variable changed" Patch Some Some NONE;
    S12 "prefix of all environment variables changed; deployments lose their settings" Silent Ok Ok "set `environment_prefix` in the configuration";
    S13 "method now sets the credential of another security scheme" Silent Breaks Ok LOCK;
    D1 "default changed" Patch Loses Loses NONE;
    D2 "constraints are narrower" Patch Some Ok NONE;
    D3 "constraints are wider" Patch Ok Some NONE;
    D4 "documentation changed" Patch Ok Ok NONE;

    // Names that move because of something else.
    N1 "type renamed" Major Ok Ok LOCK;
    N3 "type renamed, because its schema became a component, moved, or is inline now" Major Ok Ok LOCK;
    N4 "type of a resource renamed" Major Ok Ok LOCK;
    N5 "type of a request renamed" Major Ok Ok LOCK;
    N6 "type name now means another type" Silent Ok Ok LOCK;
    N8 "method renamed" Major Ok Ok METHOD;
    N10 "field renamed" Major Ok Ok LOCK;
    N13 "field name now means another property" Silent Loses Loses LOCK;
}
