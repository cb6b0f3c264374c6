//! The examples of an SDK in Rust, as texts: the same in its docs, its README, its reference and the samples for other
//! tools.

/// The example of one operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RustExample {
    /// What the reader must provide beside the client, as parameters of a function: `inputs: &acme::Inputs`.
    pub(crate) parameters: Vec<String>,
    /// The statements, formatted.
    pub(crate) statements: String,
    /// The request alone, if it needs nothing but the client.
    pub(crate) call: Option<String>,
    /// Whether it is the example that introduces the SDK.
    pub(crate) is_first: bool,
}

impl RustExample {
    /// Returns a whole program with the example, which compiles if nothing is missing.
    pub(crate) fn program(&self, krate: &str) -> String {
        if self.parameters.is_empty() {
            return program(krate, &self.statements);
        }
        let body: String = self.statements.lines().map(indented).collect();
        let parameters: String = self.parameters.iter().map(|parameter| format!("    {parameter},\n")).collect();
        format!(
            "async fn example(\n    client: {krate}::Client,\n{parameters}) -> Result<(), {krate}::Error> {{\n{body}    \
             Ok(())\n}}\n"
        )
    }
}

/// Returns a program with statements that use a client.
pub(crate) fn program(krate: &str, statements: &str) -> String {
    let body: String = statements.lines().map(indented).collect();
    format!(
        "#[tokio::main]\nasync fn main() -> Result<(), {krate}::Error> {{\n    \
         let client = {krate}::Client::from_env()?;\n{body}    Ok(())\n}}\n"
    )
}

fn indented(line: &str) -> String {
    if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") }
}
