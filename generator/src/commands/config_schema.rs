//! `sdkgen config-schema`: the JSON schema of the configuration, for editors.

use std::io::Write;

use sdkgen::Config;

/// Prints it. If nobody listens there is nobody to tell.
pub(crate) fn run() -> bool {
    let _ = std::io::stdout().write_all(Config::json_schema().as_bytes());
    true
}
