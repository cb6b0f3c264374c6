//! Texts at random, made of what means something in Markdown, and documents that hold them wherever a text can stand.

use serde_json::{Map, Value, json};

/// Texts, the same for the same seed.
pub(crate) struct Texts {
    state: u64,
    made: usize,
}

/// What texts are made of.
const PIECES: &[&str] = &[
    "a",
    "word",
    "two words",
    "fn main() { panic!() }",
    "a_b_c",
    "x*y",
    "é",
    "語",
    "\u{a0}",
    "\u{2028}",
    "\u{202e}",
    "\u{0}",
    "\u{1}",
    "\u{1b}[2J",
    "\u{feff}",
    " ",
    "  ",
    "   ",
    "    ",
    "     ",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\n    ",
    "\n\n    ",
    "\n\n\t",
    "\n        ",
    "- ",
    "* ",
    "+ ",
    "-\t",
    "- -     ",
    "1. ",
    "1) ",
    "10. ",
    "2)",
    "1234567890. ",
    "999999999. ",
    "0. ",
    "\n- ",
    "\n  - ",
    "\n1. ",
    "\n10) ",
    "\n\n10. ",
    "> ",
    ">",
    "> > ",
    ">     ",
    "\n> ",
    "\n>\n> ",
    "# ",
    "###### ",
    "####### ",
    "#",
    " #",
    "\n# ",
    "=",
    "===",
    "\n===",
    "---",
    "\n---",
    "\n***",
    "___",
    "- - -",
    "* * *",
    "`",
    "``",
    "```",
    "````",
    "~",
    "~~",
    "~~~",
    "~~~~",
    "\n```",
    "\n```\n",
    "\n~~~",
    "\n~~~\n",
    "```rust\n",
    "~~~rust\n",
    "\n```rust\n",
    "\n~~~rust\n",
    "\n```no_run\n",
    "```ignore\n",
    "\n```E0308\n",
    "\n```E+123\n",
    "\n```edition2021,json\n",
    "\n```{.rust}\n",
    "\n~~~ {.x .rust}\n",
    "\n```text,should_panic\n",
    "\n```json\n",
    "\n> ```\n",
    "\n  ```\n",
    "<script>alert(1)</script>",
    "<script>",
    "</script>",
    "<b>",
    "<!--",
    "-->",
    "<?x",
    "?>",
    "<![CDATA[",
    "]]>",
    "<!X>",
    "<div>\n",
    "\n<div>\n\n",
    "<a href='javascript:x'>",
    "<img src=x onerror=y>",
    "<pre>\n",
    "<br/>",
    "<",
    ">",
    "<javascript:alert(1)>",
    "<https://a.example>",
    "<https://a.example/<b>>",
    "<a@b.example>",
    "https://a.example/b_(c)",
    "http://x/",
    "https://a.example/[b]",
    "https://a.example/{b}|c",
    "javascript:alert(1)",
    "[",
    "]",
    "[a]",
    "[a](",
    "](",
    ")",
    "[a](javascript:alert(1))",
    "[a](JAVASCRIPT&#58;b)",
    "[a](data:text/html,b)",
    "[a](https://a.example)",
    "[a](<https://a.example/ b>)",
    "[a](<javascript:b>)",
    "[a](https://a.example \"<script>\")",
    "[a](https://a.example '`\"')",
    "![",
    "![a](https://a.example/b.png)",
    "![a](javascript:b)",
    "[a][b]",
    "[a][]",
    "\n\n[a]: javascript:b\n\n",
    "\n\n[b]: <x> \"t\"\n\n",
    "\n[b]: https://a.example\n",
    "[^1]",
    "\n\n[^1]: note\n\n    ",
    "\n[^1]: ",
    "| a | b |",
    "\n|---|:-:|\n",
    "|",
    "\n-|-\n",
    "a | b\n--- | ---\n`c | d` | e",
    "\n| `a\\|b` | <b> |\n",
    "\n:-:\n",
    "\\|",
    "- [ ] ",
    "[x] ",
    "&lt;",
    "&#60;",
    "&#x3c;b&#62;",
    "&amp;lt;",
    "&#10;",
    "&#9;",
    "&#32;&#32;&#32;&#32;",
    "&#96;&#96;&#96;",
    "&nbsp;",
    "&#x202e;",
    "&#1;",
    "&copy",
    "&;",
    "\\",
    "\\\n",
    "\\\\",
    "\\<",
    "\\`",
    "\\[",
    "  \n",
    "*",
    "**",
    "***",
    "_",
    "__",
    "*a*",
    "**a",
    "_b_",
    "!",
    "\"",
    "'",
    "{",
    "}",
    "$",
    "$$",
    ":",
    "/",
    "//",
    "///",
    "/**",
    "*/",
    "//!",
    "#[doc = \"",
    "\"#",
    "r#\"",
    "::",
    "%",
    "@",
    "www.a.example",
];

impl Texts {
    /// Texts that begin at `seed`.
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1, made: 0 }
    }

    /// How many texts were made.
    pub(crate) fn made(&self) -> usize {
        self.made
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        usize::try_from((self.state >> 11) % (end.max(1) as u64)).unwrap_or_default()
    }

    /// The next text.
    pub(crate) fn text(&mut self) -> String {
        self.made += 1;
        let mut text = String::new();
        for _ in 0..=self.below(14) {
            if self.below(6) == 0 {
                // Words up to where a line is broken.
                let words = self.below(24);
                text.push_str(&"word ".repeat(words));
            }
            let piece = PIECES[self.below(PIECES.len())];
            text.push_str(piece);
        }
        text
    }

    /// A document that holds texts wherever prose can stand; in one of four, also where names and values do.
    pub(crate) fn document(&mut self) -> Value {
        let odd = self.below(4) == 0;
        let schemas = (0..4).map(|index| (self.name(odd, "Model", index), self.object(odd)));
        let schemas: Map<String, Value> = schemas.collect();
        let paths: Map<String, Value> = (0..3).map(|index| self.path(odd, index)).collect();
        let (scheme, scope) = (self.name(odd, "key", 0), self.name(odd, "scope", 0));
        json!({
            "openapi": "3.1.0",
            "info": {"title": self.text(), "version": self.text(), "summary": self.text(), "description": self.text()},
            "externalDocs": {"url": format!("https://a.example/{}", self.text()), "description": self.text()},
            "servers": [
                {"url": "https://a.example/{v}", "description": self.text(),
                 "variables": {"v": {"default": "one", "enum": ["one", "two"], "description": self.text()}}},
                {"url": "https://b.example", "description": self.text()},
            ],
            "tags": [{"name": "things", "description": self.text(), "externalDocs": {"url": self.text()}}],
            "paths": paths,
            "webhooks": {self.name(odd, "hook", 0): {"post": {
                "summary": self.text(), "description": self.text(),
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Keep"}}}},
                "responses": {"200": {"description": self.text()}},
            }}},
            "components": {
                "schemas": with(schemas, "Keep", self.object(false)),
                "securitySchemes": {
                    scheme: {"type": "apiKey", "in": "header", "name": self.name(odd, "X-Key", 0), "description": self.text()},
                    "flows": {"type": "oauth2", "description": self.text(), "flows": {"clientCredentials": {
                        "tokenUrl": "https://a.example/token", "scopes": {scope: self.text()},
                    }}},
                },
            },
        })
    }

    fn name(&mut self, odd: bool, usual: &str, index: usize) -> String {
        if odd { format!("{}{}", self.text(), index) } else { format!("{usual}{index}") }
    }

    fn object(&mut self, odd: bool) -> Value {
        let mut properties = Map::new();
        for index in 0..5 {
            let name = self.name(odd, "member", index);
            let ty = ["string", "integer", "boolean"][index % 3];
            let mut member =
                json!({"type": ty, "title": self.text(), "description": self.text(), "deprecated": index == 1});
            if ty == "string" && odd {
                member["pattern"] = self.text().into();
                member["default"] = self.text().into();
                member["example"] = self.text().into();
            }
            properties.insert(name, member);
        }
        let values: Vec<String> = (0..3).map(|index| self.name(odd, "value", index)).collect();
        let words: Vec<String> = values.iter().map(|_| self.text()).collect();
        properties.insert(
            "choice".to_owned(),
            json!({"enum": values, "x-enum-descriptions": words, "description": self.text()}),
        );
        json!({
            "type": "object", "title": self.text(), "description": self.text(), "properties": properties,
            "externalDocs": {"url": "https://a.example", "description": self.text()},
        })
    }

    fn path(&mut self, odd: bool, index: usize) -> (String, Value) {
        let names: Vec<String> = ["q", "X-H", "c"].iter().map(|usual| self.name(odd, usual, index)).collect();
        let path =
            if odd { format!("/p{index}/{}", self.text().replace(['{', '}'], "")) } else { format!("/things/{index}") };
        let operation = json!({
            "tags": ["things"], "summary": self.text(), "description": self.text(), "deprecated": index == 1,
            "operationId": self.name(odd, "operation", index),
            "externalDocs": {"url": "https://a.example", "description": self.text()},
            "parameters": [
                {"name": names[0], "in": "query", "description": self.text(), "schema": {"type": "string"}, "required": true},
                {"name": names[1], "in": "header", "description": self.text(), "schema": {"type": "string"}},
                {"name": names[2], "in": "cookie", "description": self.text(), "schema": {"type": "string"}},
            ],
            "requestBody": {"description": self.text(), "content": {"application/json": {"schema": self.object(odd)}}},
            "responses": {
                "200": {
                    "description": self.text(),
                    "headers": {self.name(odd, "X-R", index): {"description": self.text(), "schema": {"type": "string"}}},
                    "links": {self.name(odd, "link", index): {"operationId": "operation0", "description": self.text()}},
                    "content": {"application/json": {"schema": {"oneOf": [
                        {"$ref": "#/components/schemas/Keep"}, {"type": "string", "title": self.text(), "description": self.text()},
                    ]}}},
                },
                "404": {"description": self.text()},
                "default": {"description": self.text()},
            },
            "security": [{"flows": []}],
        });
        (path, json!({ "put": operation }))
    }
}

fn with(mut map: Map<String, Value>, key: &str, value: Value) -> Map<String, Value> {
    map.insert(key.to_owned(), value);
    map
}
