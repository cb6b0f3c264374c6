//! The characters that a text may represent at an offset: itself, or an escape sequence. Knows no credentials.

use percent_encoding::percent_decode_str;

/// The maximum number of backslashes of one escape, for JSON within JSON within JSON.
const BACKSLASHES: usize = 8;

/// How many times a text may have been percent-encoded.
const ENCODINGS: usize = 3;

/// Returns whether an escape sequence begins with this character.
pub(super) fn is_escape(letter: char) -> bool {
    matches!(letter, '%' | '+' | '\\' | '&')
}

/// Calls `each` with every character that the text may represent at `at`, and with its end.
pub(super) fn letters(text: &str, at: usize, each: &mut dyn FnMut(char, usize)) {
    let Some(letter) = text[at..].chars().next() else { return };
    let end = at + letter.len_utf8();
    match letter {
        '%' => percent(text, at, each),
        '+' => each(' ', end),
        '\\' => backslash(text, end, each),
        '&' => entity(text, end, each),
        _ if letter.is_whitespace() => {
            let rest = text[at..].trim_start();
            return each(' ', text.len() - rest.len());
        }
        _ => {}
    }
    each(letter, end);
}

/// Decodes percent-encoding (RFC 3986, section 2.1), possibly repeated.
fn percent(text: &str, at: usize, each: &mut dyn FnMut(char, usize)) {
    for times in 0..ENCODINGS {
        let mut encoded = String::new();
        let mut end = at;
        // A character has four bytes at most.
        while encoded.len() < 12 {
            let byte = text[end..].strip_prefix('%').and_then(|rest| rest.strip_prefix(&"25".repeat(times)));
            let Some(byte) = byte.filter(|byte| is_byte(byte)) else { break };
            encoded.push('%');
            encoded.push_str(&byte[..2]);
            end = text.len() - byte.len() + 2;
            if let Ok(decoded) = percent_decode_str(&encoded).decode_utf8() {
                let letter = decoded.chars().next().unwrap_or_default();
                each(if letter.is_whitespace() { ' ' } else { letter }, end);
                break;
            }
        }
    }
}

fn is_byte(text: &str) -> bool {
    text.as_bytes().get(..2).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit))
}

/// Decodes escapes of JSON (RFC 8259, section 7) and of `Debug`, possibly repeated.
fn backslash(text: &str, mut at: usize, each: &mut dyn FnMut(char, usize)) {
    for _ in 0..BACKSLASHES {
        let Some(letter) = text[at..].chars().next() else { return };
        let end = at + letter.len_utf8();
        match letter {
            'n' | 't' | 'r' | 'f' => each(' ', end),
            'b' => each('\u{8}', end),
            '0' => each('\0', end),
            'u' => unicode(text, end, each),
            'x' => hexadecimal(text.get(end..end + 2), end + 2, each),
            _ => {}
        }
        each(letter, end);
        if letter != '\\' {
            return;
        }
        at = end;
    }
}

/// Parses what follows `\u`: four digits, twice for a surrogate pair, or digits in braces.
fn unicode(text: &str, at: usize, each: &mut dyn FnMut(char, usize)) {
    if text[at..].starts_with('{') {
        let digits = before(text, at + 1, b'}');
        return hexadecimal(digits, at + digits.map_or(0, str::len) + 2, each);
    }
    let unit = |at: usize| text.get(at..at + 4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let Some(first) = unit(at) else { return };
    if !(0xd800..0xdc00).contains(&first) {
        return hexadecimal(text.get(at..at + 4), at + 4, each);
    }
    let rest = &text[at + 4..];
    let escape = rest.len() - rest.trim_start_matches('\\').len();
    if let Some(second) = rest[escape..].strip_prefix('u').and(unit(at + 4 + escape + 1)) {
        let pair = 0x10000 + ((first - 0xd800) << 10) + second.wrapping_sub(0xdc00);
        each(char::from_u32(pair).unwrap_or_default(), at + 4 + escape + 5);
    }
}

/// Decodes character references of HTML.
fn entity(text: &str, at: usize, each: &mut dyn FnMut(char, usize)) {
    const NAMED: [(&str, char); 5] = [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\'')];
    let Some(name) = before(text, at, b';') else { return };
    let end = at + name.len() + 1;
    match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(digits) => hexadecimal(Some(digits), end, each),
            None => code(number.parse().ok(), end, each),
        },
        None => NAMED.iter().filter(|(known, _)| *known == name).for_each(|(_, letter)| each(*letter, end)),
    }
}

/// Returns the text before a character that must not be far away.
fn before(text: &str, at: usize, end: u8) -> Option<&str> {
    let length = text.as_bytes()[at..].iter().take(9).position(|byte| *byte == end)?;
    text.get(at..at + length)
}

fn hexadecimal(digits: Option<&str>, end: usize, each: &mut dyn FnMut(char, usize)) {
    let number = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
    code(number, end, each);
}

fn code(number: Option<u32>, end: usize, each: &mut dyn FnMut(char, usize)) {
    if let Some(letter) = number.and_then(char::from_u32) {
        each(if letter.is_whitespace() { ' ' } else { letter }, end);
    }
}
