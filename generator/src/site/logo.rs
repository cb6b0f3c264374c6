//! The image of the configuration. All files of a site are texts that carry the mark of generated files, so that a
//! later run may replace them: an image of pixels becomes part of an SVG.

use std::fmt::Write as _;

use crate::tree::MARK;

/// An image, as SVG.
#[derive(Debug)]
pub(super) struct Logo {
    pub(super) text: String,
    /// Its width for a height of 100, so that pages leave room for it.
    pub(super) width: u32,
}

/// The most bytes of an image: it is loaded with every first page.
pub(crate) const MOST: u64 = 512 << 10;

/// Returns an image as SVG; an error says what is wrong with it.
pub(super) fn read(bytes: &[u8]) -> Result<Logo, String> {
    let pixels = [("png", png(bytes)), ("jpeg", jpeg(bytes)), ("webp", webp(bytes))];
    if let Some((kind, (width, height))) = pixels.into_iter().find_map(|(kind, size)| Some((kind, size?))) {
        if width == 0 || height == 0 {
            return Err("the image has no size".to_owned());
        }
        let text = format!(
            "<!-- {MARK} -->\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\"><image \
             width=\"{width}\" height=\"{height}\" href=\"data:image/{kind};base64,{}\"/></svg>\n",
            base64(bytes)
        );
        return Ok(Logo { text, width: scaled(f64::from(width), f64::from(height)) });
    }
    let none = || "the image is neither SVG, PNG, JPEG nor WebP".to_owned();
    let text = std::str::from_utf8(bytes).map_err(|_| none())?.trim_start_matches('\u{feff}').trim_start();
    let start = text.find("<svg").ok_or_else(none)?;
    let tag = &text[start..start + text[start..].find('>').ok_or_else(none)?];
    let (width, height) = size(tag).unwrap_or((100.0, 100.0));
    // A declaration must be the very first.
    let head = if text.starts_with("<?xml") { text.find("?>").map_or(0, |end| end + 2) } else { 0 };
    let text = format!("{}\n<!-- {MARK} -->\n{}", &text[..head], text[head..].trim_start());
    Ok(Logo { text: text.trim_start().to_owned(), width: scaled(width, height) })
}

fn scaled(width: f64, height: f64) -> u32 {
    let width = (100.0 * width / height).clamp(10.0, 1000.0).round();
    // It is between these numbers, which a `u32` has.
    format!("{width:.0}").parse().unwrap_or(100)
}

/// Returns the size that the tag of an SVG states.
fn size(tag: &str) -> Option<(f64, f64)> {
    let value = |name: &str| {
        let after = tag.split_once(&format!(" {name}=")).or_else(|| tag.split_once(&format!("\n{name}=")))?.1;
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        after[1..].split(quote).next()
    };
    let number = |text: &str| text.trim_end_matches("px").parse::<f64>().ok().filter(|number| *number > 0.0);
    let stated = value("width").and_then(number).zip(value("height").and_then(number));
    stated.or_else(|| {
        let numbers: Vec<&str> =
            value("viewBox")?.split([' ', ',', '\n']).filter(|number| !number.is_empty()).collect();
        let [_, _, width, height] = numbers[..] else { return None };
        number(width).zip(number(height))
    })
}

fn png(bytes: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    bytes.starts_with(b"\x89PNG\r\n\x1a\n").then(|| number(16).zip(number(20)))?
}

/// Returns the size in the first frame header of a JPEG.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    let mut at = 2;
    bytes.starts_with(b"\xff\xd8\xff").then_some(())?;
    loop {
        let [0xff, kind] = *bytes.get(at..at + 2)? else { return None };
        if matches!(kind, 0xc0..=0xcf) && !matches!(kind, 0xc4 | 0xc8 | 0xcc) {
            return Some((number(at + 7)?.into(), number(at + 5)?.into()));
        }
        at += 2 + usize::from(number(at + 2)?);
    }
}

/// Returns the size in the first chunk of a WebP.
fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12)? == b"WEBP";
    is_webp.then_some(())?;
    let number = |at: usize, length: usize| {
        Some(bytes.get(at..at + length)?.iter().rev().fold(0_u32, |sum, byte| (sum << 8) | u32::from(*byte)))
    };
    match bytes.get(12..16)? {
        b"VP8X" => Some((number(24, 3)? + 1, number(27, 3)? + 1)),
        b"VP8L" => {
            let bits = number(21, 4)?;
            Some(((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1))
        }
        b"VP8 " => Some((number(26, 2)? & 0x3fff, number(28, 2)? & 0x3fff)),
        _ => None,
    }
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len() * 4 / 3 + 4);
    for chunk in bytes.chunks(3) {
        let number = chunk.iter().fold(0_u32, |sum, byte| (sum << 8) | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let digit = (number >> (18 - 6 * place)) & 63;
            let digit = if place > chunk.len() { '=' } else { char::from(DIGITS[digit as usize]) };
            // Writing to a string cannot fail.
            let _ = text.write_char(digit);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{base64, read};

    #[test]
    fn images_have_a_size() {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend([0, 0, 0, 20, 0, 0, 0, 10]);
        let logo = read(&png).expect("it is an image");
        assert_eq!(logo.width, 200);
        assert!(logo.text.contains("viewBox=\"0 0 20 10\"") && logo.text.contains("data:image/png;base64,iVBORw0K"));
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08\0\x0a\0\x1e";
        assert_eq!(read(jpeg).expect("it is an image").width, 300);
        let webp = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x09\0\0\x04\0\0";
        assert_eq!(read(webp).expect("it is an image").width, 200);
    }

    #[test]
    fn an_svg_stays_and_gets_the_mark() {
        let logo = read(b"<?xml version=\"1.0\"?>\n<svg viewBox='0 0 30 60'><path/></svg>").expect("it is an image");
        assert_eq!(logo.width, 50);
        let expected = "<?xml version=\"1.0\"?>\n<!-- @generated by sdkgen -->\n<svg viewBox='0 0 30 60'><path/></svg>";
        assert_eq!(logo.text, expected);
        assert_eq!(read(b"<svg width=\"10px\" height=\"5\"/>").expect("it is an image").width, 200);
        assert!(read(b"GIF89a").is_err() && read(b"").is_err() && read(b"\x89PNG\r\n\x1a\n").is_err());
    }

    #[test]
    fn bytes_are_text() {
        assert_eq!([base64(b""), base64(b"f"), base64(b"fo"), base64(b"foo")], ["", "Zg==", "Zm8=", "Zm9v"]);
    }
}
