//! Sample values of models, from their JSON. Knows nothing of any API.

use crate::codec::{Decode, decode_json};

/// Reads the JSON of a sample.
///
/// # Panics
///
/// Panics if it is not JSON of the type; that of the samples of an SDK is.
pub fn sample<T: Decode>(json: &str) -> T {
    match decode_json(json.as_bytes()) {
        Ok(value) => value,
        Err(fault) => panic!("a sample does not match its type: {fault}"),
    }
}
