//! The JSON codec, tested with models in the form of generated code.

mod accept;
mod faults;
mod floats;
mod generic;
mod kept;
mod models;
mod nulls;
mod objects;
mod open;
mod properties;
mod scalars;
mod tokens;
mod unions;

use sdkgen_runtime::Fault;
use sdkgen_runtime::private::{Decode, Encode, decode_json, encode_json};

/// Decodes text that must match the type.
fn decode<T: Decode>(json: &str) -> T {
    match decode_json(json.as_bytes()) {
        Ok(value) => value,
        Err(fault) => panic!("{fault} in {json}"),
    }
}

/// Decodes text that must not match the type.
fn fault<T: Decode + std::fmt::Debug>(json: &str) -> Fault {
    match decode_json::<T>(json.as_bytes()) {
        Ok(value) => panic!("{json} gave {value:?}"),
        Err(fault) => fault,
    }
}

fn encode(value: &dyn Encode) -> String {
    String::from_utf8(encode_json(value)).expect("JSON text is UTF-8")
}

/// Decodes and encodes again.
fn again<T: Decode + Encode>(json: &str) -> String {
    encode(&decode::<T>(json))
}
