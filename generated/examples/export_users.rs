//! Writes every user of every zone to the standard output, one JSON object a line. Pages are fetched as they are
//! needed, so that it takes no more memory for a million users than for ten.
//!
//! ```text
//! export KEYCARD_API_CLIENT_ID=… KEYCARD_API_CLIENT_SECRET=…
//! cargo run -p keycard --example export_users > users.jsonl
//! ```

use std::error::Error;
use std::io::{self, BufWriter, Write};

use keycard::{Client, RequestOptions, serde_json};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // Nobody waits for an export: rather late than with a gap.
    let client = Client::from_env()?.with_options(RequestOptions::new().max_retries(5));
    let mut output = BufWriter::new(io::stdout().lock());
    let mut count = 0;
    let mut zones = client.zones().list().items();
    while let Some(zone) = zones.try_next().await? {
        let mut users = client.zones().users().list(&zone.id).sort("created_at").limit(100).items();
        while let Some(user) = users.try_next().await? {
            // Every model can be written as the API spells it.
            serde_json::to_writer(&mut output, &user)?;
            writeln!(output)?;
            count += 1;
        }
    }
    output.flush()?;
    eprintln!("{count} users");
    Ok(())
}
