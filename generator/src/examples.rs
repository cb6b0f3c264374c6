//! The examples of an SDK in Rust, as texts: the same in its docs, its README, its reference and the samples for other
//! tools.

/// The example of one operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RustExample {
    /// What the reader must provide beside the client, as parameters of a function: `inputs: &acme::Inputs`.
    pub(crate) parameters: Vec<String>,
    /// The statements, formatted.
    pub(crate) statements: String,
}

impl RustExample {
    /// Returns a whole program with the example, which compiles if nothing is missing.
    pub(crate) fn program(&self, krate: &str) -> String {
        let body: String = self.statements.lines().map(indented).collect();
        if self.parameters.is_empty() {
            return format!(
                "#[tokio::main]\nasync fn main() -> Result<(), {krate}::Error> {{\n    \
                 let client = {krate}::Client::from_env()?;\n{body}    Ok(())\n}}\n"
            );
        }
        let parameters: String = self.parameters.iter().map(|parameter| format!("    {parameter},\n")).collect();
        format!(
            "async fn example(\n    client: {krate}::Client,\n{parameters}) -> Result<(), {krate}::Error> {{\n{body}    \
             Ok(())\n}}\n"
        )
    }
}

fn indented(line: &str) -> String {
    if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") }
}
