//! The colour of the configuration, as shades that can be read on the light and on the dark background.

/// The darkest of the light backgrounds of the style, and the lightest of the dark ones.
const BACKGROUNDS: [[u8; 3]; 2] = [[0xf6, 0xf7, 0xf9], [0x16, 0x1b, 0x23]];

/// The least contrast between a text and its background (WCAG 2, success criterion 1.4.3).
const LEAST: f64 = 4.5;

/// Returns the shades of a colour, `#rrggbb`, for light and dark pages: itself where it can be read; `None` if it is no
/// colour.
pub(super) fn shades(colour: &str) -> Option<[String; 2]> {
    let number = u32::from_str_radix(colour.strip_prefix('#').filter(|digits| digits.len() == 6)?, 16).ok()?;
    let [_, red, green, blue] = number.to_be_bytes();
    Some([0, 1].map(|mode| {
        let [red, green, blue] = shade([red, green, blue], BACKGROUNDS[mode], [0, 255][mode]);
        format!("#{red:02x}{green:02x}{blue:02x}")
    }))
}

/// Mixes a colour with black or white, as little as it takes.
fn shade(colour: [u8; 3], background: [u8; 3], towards: u8) -> [u8; 3] {
    const STEPS: u32 = 50;
    let mixed = |step: u32| {
        colour.map(|part| {
            let sum = u32::from(part) * (STEPS - step) + u32::from(towards) * step;
            u8::try_from(sum / STEPS).unwrap_or(towards)
        })
    };
    (0..=STEPS).map(mixed).find(|mixed| contrast(*mixed, background) >= LEAST).unwrap_or([towards; 3])
}

fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Returns the relative luminance of a colour.
fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::{BACKGROUNDS, LEAST, contrast, shades};

    #[test]
    fn every_colour_can_be_read_in_both_modes() {
        for colour in ["#000000", "#ffffff", "#4338ca", "#ffff00", "#808080", "#00ff00", "#0000ff", "#FF0000"] {
            for (shade, background) in shades(colour).expect("it is a colour").iter().zip(BACKGROUNDS) {
                let number = u32::from_str_radix(&shade[1..], 16).expect("it is a colour");
                let [_, red, green, blue] = number.to_be_bytes();
                assert!(contrast([red, green, blue], background) >= LEAST, "{colour}: {shade}");
            }
        }
    }

    #[test]
    fn what_can_be_read_stays() {
        assert_eq!(shades("#4338ca").expect("it is a colour")[0], "#4338ca");
        assert_eq!(shades("#a5b4fc").expect("it is a colour")[1], "#a5b4fc");
        assert_eq!((shades("red"), shades("#12345")), (None, None));
    }
}
