//! Writes a request as a curl command for a POSIX shell.

use super::{Base, FILE, Part, Payload, Piece, Request, Text};

impl Request {
    /// Returns the command, with a line for each option. Every value of the document is within quotes that it cannot
    /// end, and curl reads none of them as an option, a pattern or the name of a file.
    pub(crate) fn curl(&self) -> String {
        let mut lines = vec![self.first_line()];
        if let Some([user, password]) = &self.basic {
            let colon = Piece::Plain(":".to_owned());
            let both = [Piece::Variable(user.clone()), colon, Piece::Variable(password.clone())];
            lines.push(format!("-u {}", quoted(&both)));
        }
        for (name, value) in &self.headers {
            lines.push(format!("-H {}", quoted(&header(name, value))));
        }
        self.payload_lines(&mut lines);
        lines.join(" \\\n  ")
    }

    fn first_line(&self) -> String {
        let mut line = "curl".to_owned();
        match self.method.as_str() {
            "GET" if self.payload == Payload::None => {}
            "HEAD" if self.payload == Payload::None => line.push_str(" --head"),
            method => line.push_str(&format!(" -X {}", bare(method))),
        }
        let mut url = match &self.base {
            Base::Url(url) => vec![Piece::Plain(url.clone())],
            Base::Variable(name) => vec![Piece::Variable(name.clone())],
        };
        url.extend(self.target.iter().cloned());
        // curl reads brackets and braces as patterns.
        let is_pattern = |piece: &Piece| matches!(piece, Piece::Plain(text) if text.contains(['[', ']', '{', '}']));
        line.push_str(if url.iter().any(is_pattern) { " -g " } else { " " });
        line + &quoted(&url)
    }

    fn payload_lines(&self, lines: &mut Vec<String>) {
        let content_type = |media_type: &str| {
            let text = header("Content-Type", &[Piece::Plain(media_type.to_owned())]);
            format!("-H {}", quoted(&text))
        };
        match &self.payload {
            Payload::None => {}
            Payload::Text { media_type, text } => {
                // A text that begins with `@` would be the name of a file for `-d`.
                let option = if text.starts_with('@') { "--data-raw" } else { "-d" };
                lines.extend([content_type(media_type), format!("{option} {}", single(text))]);
            }
            Payload::Form { media_type, pairs } => {
                lines.extend((media_type != "application/x-www-form-urlencoded").then(|| content_type(media_type)));
                if pairs.is_empty() {
                    lines.push("-d ''".to_owned());
                }
                lines.extend(pairs.iter().map(|pair| match &pair.plain {
                    Some(plain) => format!("--data-urlencode {}", single(&format!("{}={plain}", pair.name))),
                    None => format!("--data-raw {}", single(&format!("{}={}", pair.name, pair.encoded))),
                }));
            }
            Payload::Parts { media_type, parts } => {
                lines.extend((media_type != "multipart/form-data").then(|| content_type(media_type)));
                lines.extend(parts.iter().map(part));
            }
            Payload::File { media_type } => {
                lines.extend([content_type(media_type), format!("--data-binary {}", single(&format!("@{FILE}")))]);
            }
        }
    }
}

/// Returns the option for a part. `--form-string` takes a text as it is; `-F` reads what is between double quotes so.
fn part(part: &Part) -> String {
    // curl takes the name up to the first equals sign.
    let name = part.name.replace('=', "%3D").replace('\0', "");
    let within = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
    let media_type = part.media_type.as_deref().map(|media_type| format!(";type={media_type}")).unwrap_or_default();
    match &part.text {
        None => format!("-F {}", single(&format!("{name}=@{FILE}{media_type}"))),
        Some(text) if media_type.is_empty() => format!("--form-string {}", single(&format!("{name}={text}"))),
        Some(text) => format!("-F {}", single(&format!("{name}=\"{}\"{media_type}", within(text)))),
    }
}

/// Returns a header as curl takes it. One without a value ends with a semicolon, since curl removes it otherwise.
fn header(name: &str, value: &[Piece]) -> Text {
    let is_empty = value.iter().all(|piece| matches!(piece, Piece::Plain(text) if text.is_empty()));
    let start = if is_empty { format!("{name};") } else { format!("{name}: ") };
    let mut text = vec![Piece::Plain(start)];
    text.extend(value.iter().cloned());
    text
}

/// Returns a text as one word of a shell.
fn quoted(text: &[Piece]) -> String {
    if !text.iter().any(|piece| matches!(piece, Piece::Variable(_))) {
        let plain: String =
            text.iter().map(|piece| if let Piece::Plain(text) = piece { text.as_str() } else { "" }).collect();
        return single(&plain);
    }
    let is_harmless = |c: char| c.is_alphanumeric() || " -_.,:;/?&=%@+~()[]{}<>|#*'^".contains(c);
    let are_harmless = text.iter().all(|piece| match piece {
        Piece::Plain(text) => text.chars().all(is_harmless),
        Piece::Variable(_) => true,
    });
    let variable = |name: &str| {
        format!("${{{}}}", name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect::<String>())
    };
    if !are_harmless {
        let words = text.iter().map(|piece| match piece {
            Piece::Plain(text) => single(text),
            Piece::Variable(name) => format!("\"{}\"", variable(name)),
        });
        return words.collect();
    }
    let mut word = "\"".to_owned();
    for (index, piece) in text.iter().enumerate() {
        match piece {
            Piece::Plain(text) => word.push_str(text),
            Piece::Variable(name) => {
                let next = text.get(index + 1);
                let goes_on = |text: &str| text.starts_with(|c: char| c.is_alphanumeric() || "_[".contains(c));
                let is_ambiguous = matches!(next, Some(Piece::Plain(text)) if goes_on(text));
                let braced = variable(name);
                word.push_str(&if is_ambiguous { braced } else { braced.replace(['{', '}'], "") });
            }
        }
    }
    word + "\""
}

/// Returns a text between single quotes, within which a shell reads nothing.
fn single(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// Returns a word that needs no quotes as it is.
fn bare(word: &str) -> String {
    if word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') { word.to_owned() } else { single(word) }
}
