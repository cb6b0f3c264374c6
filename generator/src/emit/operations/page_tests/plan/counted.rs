//! Lists whose pages are found by counting items or pages.

use super::{Items, Page, Planner, place};
use crate::ir::{Count, Literal, PageSize, Unit};

/// How many items a page has in a test if that can be chosen.
const FULL: i64 = 2;
/// Pages with more items are not made.
const MOST: i64 = 2000;

impl Planner<'_> {
    /// Plans pages that are counted. The list ends as `docs/pagination.md` says: a flag or the total says so, or a page
    /// has fewer items than a page has, if that is known; else the page after the last item is empty.
    pub(super) fn counted(&mut self, count: &Count) -> Result<Vec<Page>, String> {
        let (full, is_known) = self.size(count)?;
        let is_told = self.direction.more.is_some() || count.pages.is_some() || count.total.is_some();
        let last = if full > 1 { full - 1 } else { i64::from(is_told) };
        let mut counts = vec![full, full, last];
        if !is_told && !is_known && last > 0 {
            counts.push(0);
        }
        // A position that the request has anyway is that of the first page.
        let parameter = count.parameter.as_str();
        if self.given.position().is_some() && !self.given.set(parameter, &number(count.first)) {
            return Err(format!("`{parameter}` cannot be {}", count.first));
        }
        let mut sent = self.given.sent(self.given.position().as_ref());
        let (total, length) = (counts.iter().sum(), i64::try_from(counts.len()).unwrap_or(i64::MAX));
        let mut position = count.first;
        let mut pages = Vec::new();
        for (index, items) in counts.iter().enumerate() {
            let mut body = self.page.clone();
            self.announce(&mut body, index + 1 == counts.len())?;
            let numbers = [(&count.here, position), (&count.total, total), (&count.pages, length)];
            for (steps, value) in numbers.into_iter().filter_map(|(steps, value)| Some((steps.as_ref()?, value))) {
                place(self.op.cx.api, &mut body, steps, number(value))?;
            }
            position += if count.unit == Unit::Items { *items } else { 1 };
            let next = self.given.sent(Some(&number(position)));
            let items = Items::Alike(usize::try_from(*items).unwrap_or_default());
            pages.push(Page { sent, body, header: None, items });
            sent = next;
        }
        Ok(pages)
    }

    /// Returns how many items a page has, and whether that is certain: a documented maximum holds for the number that
    /// is requested, and a documented default if none is.
    fn size(&mut self, count: &Count) -> Result<(i64, bool), String> {
        let documented = |size: &&PageSize| size.default.or(size.maximum).is_some();
        let Some(size) = count.size.as_ref().filter(documented) else { return Ok((FULL, false)) };
        let wanted = size.maximum.map_or(FULL, |maximum| maximum.min(FULL)).max(1);
        let parameter = size.parameter.as_str();
        let is_set = self.given.set(parameter, &number(wanted));
        let sampled = || i64::try_from(self.given.get(parameter)?.whole()?).ok();
        let (full, is_known) = match (if is_set { Some(wanted) } else { sampled() }, size.maximum, size.default) {
            (Some(requested), Some(maximum), _) => (requested.min(maximum), true),
            (Some(requested), None, _) => (requested, false),
            (None, _, Some(default)) => (default, true),
            (None, ..) => (FULL, false),
        };
        if !(1..=MOST).contains(&full) {
            return Err(format!("a page has {full} items"));
        }
        Ok((full, is_known))
    }
}

fn number(number: i64) -> Literal {
    Literal::Number(number.to_string())
}
