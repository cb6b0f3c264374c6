//! The names that APIs use for paging parameters and fields. All are plain: lower case, without separators.

/// Returns a name without case and separators: `next_page_token`, `nextPageToken` and `Next-Page-Token` are the same.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// Fields that hold the items of a page.
pub(super) const ITEMS: [&str; 15] = [
    "items",
    "data",
    "results",
    "values",
    "entries",
    "records",
    "list",
    "resources",
    "value",
    "objects",
    "elements",
    "content",
    "rows",
    "hits",
    "result",
];

/// Lists beside the items of a page.
pub(super) const BESIDE: [&str; 12] = [
    "errors",
    "warnings",
    "links",
    "included",
    "unreachable",
    "unreachables",
    "facets",
    "aggregations",
    "notices",
    "scopes",
    "warning",
    "schemas",
];

/// Fields that hold the list one level further down.
pub(super) const CONTAINERS: [&str; 8] = ["data", "result", "results", "response", "payload", "body", "embedded", "d"];

/// Fields that hold the links to the neighbouring pages, best first: where an API has two of them, `page_info` is
/// usually the older one.
pub(super) const ENVELOPES: [&str; 27] = [
    "pagination",
    "paging",
    "pageinfo",
    "responsemetadata",
    "metadata",
    "meta",
    "nextpage",
    "next",
    "pages",
    "cursors",
    "cursor",
    "links",
    "page",
    "pager",
    "resultinfo",
    "pageinformation",
    "paginginfo",
    "paginationinfo",
    "pagingmetadata",
    "paginationmetadata",
    "previouspage",
    "previous",
    "prev",
    "data",
    "result",
    "response",
    "payload",
];

/// Envelopes in which every cursor is that of a neighbouring page, whatever its name is.
pub(super) const NEIGHBOURS: [&str; 4] = ["next", "nextpage", "cursors", "cursor"];

/// Parameters that take an opaque cursor.
pub(super) const CURSOR_IN: [&str; 31] = [
    "after",
    "cursor",
    "pagetoken",
    "nexttoken",
    "nextpagetoken",
    "nextcursor",
    "startingafter",
    "pagecursor",
    "pageafter",
    "aftercursor",
    "marker",
    "continue",
    "continuation",
    "continuationtoken",
    "continuetoken",
    "paginationtoken",
    "paginationcursor",
    "paginationkey",
    "startcursor",
    "exclusivestartkey",
    "startkey",
    "nextkey",
    "bookmark",
    "scrollid",
    "cursormark",
    "pagekey",
    "nextpage",
    "nextpageid",
    "next",
    "aftertoken",
    "startafter",
];

/// Parameters that take a position, each with the fields that hold the next position.
pub(super) const POSITION_IN: [(&str, &[&str]); 9] = [
    ("offset", &["nextoffset", "offset", "next"]),
    ("start", &["nextstart", "nextpagestart", "start", "next"]),
    ("startat", &["nextstartat", "nextstart", "next"]),
    ("skip", &["nextskip", "skip", "next"]),
    ("from", &["nextfrom"]),
    ("page", &["nextpage", "nextpagenumber", "nextpageid", "nextpagetoken", "next", "page"]),
    ("pagenumber", &["nextpage", "nextpagenumber", "next"]),
    ("pagenum", &["nextpage", "nextpagenum", "next"]),
    ("pageid", &["nextpageid", "nextpage"]),
];

/// Fields that hold the cursor of the next page under a name that says so.
pub(super) const CURSOR_OUT: [&str; 22] = [
    "endcursor",
    "aftercursor",
    "nextcursor",
    "nextpagetoken",
    "nexttoken",
    "nextpagecursor",
    "nextmarker",
    "nextcontinuationtoken",
    "nextpageid",
    "nextkey",
    "nextstartkey",
    "nextpagekey",
    "nextpage",
    "nextpaginationtoken",
    "nextstartcursor",
    "nextstartingafter",
    "nextcursormark",
    "lastid",
    "lastevaluatedkey",
    "lastcursor",
    "nextbookmark",
    "nextafter",
];

/// Fields that hold the cursor of the next page if the parameter has the same name, or if they are in an object about
/// the next page.
pub(super) const CURSOR_SAME: [&str; 12] = [
    "after",
    "cursor",
    "continue",
    "continuationtoken",
    "paginationtoken",
    "startingafter",
    "marker",
    "pagetoken",
    "bookmark",
    "scrollid",
    "continuation",
    "next",
];

/// Parameters that take the cursor of the previous page.
pub(super) const BACK_IN: [&str; 8] = [
    "before",
    "endingbefore",
    "pagebefore",
    "beforecursor",
    "previouscursor",
    "prevcursor",
    "prevtoken",
    "beforetoken",
];

/// Fields that hold the cursor of the previous page.
pub(super) const BACK_OUT: [&str; 11] = [
    "startcursor",
    "beforecursor",
    "prevcursor",
    "previouscursor",
    "prevpagetoken",
    "previouspagetoken",
    "prevtoken",
    "prevmarker",
    "firstid",
    "firstcursor",
    "before",
];

/// Flags that are true if there is a next page.
pub(super) const MORE: [&str; 11] = [
    "hasnextpage",
    "hasmore",
    "hasnext",
    "more",
    "istruncated",
    "truncated",
    "hasmoreitems",
    "moreresults",
    "moreitems",
    "hasmoreresults",
    "morepages",
];

/// Flags that are true if there is no next page.
pub(super) const LAST: [&str; 5] = ["islast", "islastpage", "lastpage", "last", "endofrecords"];

/// Flags that are true if there is a previous page.
pub(super) const LESS: [&str; 5] = ["hasprevpage", "haspreviouspage", "hasprevious", "hasprev", "hasless"];

/// Parameters that take the identifier of the last item, and of the first one.
pub(super) const AFTER_ITEM: [&str; 5] = ["startingafter", "after", "afterid", "lastid", "startafter"];
pub(super) const BEFORE_ITEM: [&str; 4] = ["endingbefore", "before", "beforeid", "endbefore"];

/// Parameters that take the number of items to skip.
pub(super) const OFFSET: [&str; 11] = [
    "offset",
    "skip",
    "startat",
    "startindex",
    "start",
    "pageoffset",
    "startposition",
    "startrow",
    "recordoffset",
    "itemoffset",
    "firstresult",
];

/// Parameters that take the number of a page.
pub(super) const PAGE: [&str; 9] =
    ["page", "pagenumber", "pagenum", "pageno", "pageindex", "currentpage", "p", "pageid", "pagenr"];

/// Parameters that take how many items a page has.
pub(super) const SIZE: [&str; 21] = [
    "limit",
    "perpage",
    "pagesize",
    "size",
    "count",
    "maxresults",
    "top",
    "take",
    "pagelimit",
    "rows",
    "resultsperpage",
    "itemsperpage",
    "max",
    "num",
    "maxitems",
    "pagelen",
    "maxrecords",
    "pagecount",
    "maxpagesize",
    "first",
    "length",
];

/// Fields that hold the total number of items. `count` is not among them: it is often that of this page.
pub(super) const TOTAL: [&str; 13] = [
    "total",
    "totalcount",
    "totalitems",
    "totalresults",
    "totalrecords",
    "totalentries",
    "totalelements",
    "totalhits",
    "totalrows",
    "totalsize",
    "totalnumber",
    "recordcount",
    "itemstotal",
];

/// Fields that hold the total number of pages.
pub(super) const PAGES: [&str; 8] =
    ["totalpages", "pagecount", "pagestotal", "numpages", "lastpage", "pages", "totalpagecount", "pagetotal"];

/// Fields that hold the URL of the next page under a name that says so.
pub(super) const URL: [&str; 14] = [
    "odatanextlink",
    "nextlink",
    "nexturl",
    "nexturi",
    "nextpageurl",
    "nextpageuri",
    "nexthref",
    "nextpagelink",
    "nextrecordsurl",
    "nextpagehref",
    "nextpagepath",
    "nextpath",
    "urlnext",
    "linknext",
];

/// Fields that hold the URL of the previous page under a name that says so.
pub(super) const BACK_URL: [&str; 8] = [
    "previouslink",
    "previousurl",
    "previouspageurl",
    "previouspageuri",
    "prevlink",
    "prevurl",
    "prevpageurl",
    "prevpagelink",
];

/// Headers of the response that hold a cursor, by the end of their name.
pub(super) const HEADER: [&str; 6] =
    ["nexttoken", "nextcursor", "nextpagetoken", "nextpage", "nextoffset", "nextmarker"];

#[cfg(test)]
mod tests {
    #[test]
    fn names_are_made_plain() {
        assert_eq!(super::plain("@odata.nextLink"), "odatanextlink");
        assert_eq!(super::plain("page[after]"), "pageafter");
        assert_eq!(super::plain("X-Nomad-NextToken"), "xnomadnexttoken");
    }
}
