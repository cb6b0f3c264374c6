//! `sdkgen config-schema`: the JSON schema of the configuration, for editors.

use std::io::Write;

use sdkgen::Config;

/// Prints it. Errors are ignored, since there is nowhere to report them.
pub(crate) fn run() -> bool {
    let _ = std::io::stdout().write_all(Config::json_schema().as_bytes());
    true
}
