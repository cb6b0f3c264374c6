//! How long a server asks to wait before the next request. Knows nothing of what is sent again.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::RETRY_AFTER;

/// Returns the delay that the server asks for; zero for a date in the past.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    let number = |text: &str, unit: f64| {
        let seconds = text.parse::<f64>().ok().filter(|number| number.is_finite())? * unit;
        // A very long delay must not overflow.
        Some(Duration::from_secs_f64(seconds.clamp(0.0, 1e9)))
    };
    if let Some(delay) = text("retry-after-ms").and_then(|text| number(text, 0.001)) {
        return Some(delay);
    }
    let delay = |after: &str| {
        number(after, 1.0).or_else(|| {
            let date = httpdate::parse_http_date(after).ok()?;
            let sent = text("date").and_then(|sent| httpdate::parse_http_date(sent).ok());
            Some(date.duration_since(sent.unwrap_or(now)).unwrap_or_default())
        })
    };
    // Both the server and a proxy may send one; the longest satisfies both.
    let all = headers.get_all(RETRY_AFTER).iter().filter_map(|value| value.to_str().ok());
    all.filter_map(|after| delay(after.trim())).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delay(pairs: &[(&'static str, &str)]) -> Option<Duration> {
        let pairs = pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
        let now = httpdate::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append::<http::HeaderName>(name, value);
        }
        retry_after(&headers, now)
    }

    #[test]
    fn delays_of_retry_after() {
        let seconds = |seconds: f64| Some(Duration::from_secs_f64(seconds));
        assert_eq!(delay(&[("retry-after", "3")]), seconds(3.0));
        assert_eq!(delay(&[("retry-after", "0.25")]), seconds(0.25));
        assert_eq!(delay(&[("retry-after", "-1")]), seconds(0.0));
        assert_eq!(delay(&[("retry-after-ms", "1500"), ("retry-after", "9")]), seconds(1.5));
        assert_eq!(delay(&[("retry-after-ms", "soon"), ("retry-after", "9")]), seconds(9.0));
        assert_eq!(delay(&[("retry-after", "Sun, 06 Nov 1994 08:50:07 GMT")]), seconds(30.0));
        assert_eq!(delay(&[("retry-after", "Sun, 06 Nov 1994 08:00:00 GMT")]), seconds(0.0));
        let minute_later = ("retry-after", "Sun, 06 Nov 1994 09:00:00 GMT");
        assert_eq!(delay(&[minute_later, ("date", "Sun, 06 Nov 1994 08:59:00 GMT")]), seconds(60.0));
        assert_eq!(delay(&[minute_later, ("date", "Sun, 06 Nov 1994 09:01:00 GMT")]), seconds(0.0));
        assert_eq!(delay(&[("retry-after", "Sun, 06 Nov 1994 08:50:07 GMT"), ("date", "today")]), seconds(30.0));
        assert_eq!(delay(&[("retry-after", "1e300")]), seconds(1e9));
        assert_eq!(delay(&[("retry-after", "NaN")]), None);
        assert_eq!(delay(&[("retry-after", "later")]), None);
        assert_eq!(delay(&[("retry-after", "0"), ("retry-after", "later"), ("retry-after", "7")]), seconds(7.0));
        assert_eq!(delay(&[]), None);
    }
}
