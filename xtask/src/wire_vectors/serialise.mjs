// Writes, as JSON lines, how swagger-client serialises each combination of place, style, explode, allowReserved and value.
// Its only argument is the folder that holds `node_modules`.
import { createRequire } from "node:module";

const require = createRequire(process.argv[2] + "/");
const library = require("swagger-client");
const { buildRequest } = library.default ?? library;

const text = "a b/c?d=e&f#g%h+ü,;:@[]'\"!$()*|{}\\~-._";
const values = {
  "string": "plain",
  "string, special": text,
  "string, encoded already": "a%2Fb%20c%zz",
  "string, empty": "",
  "string, date-time": "2024-02-29T12:30:00.5+01:00",
  "string, uuid": "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
  "string, base64": "+/8=",
  "integer": 7,
  "integer, zero": 0,
  "integer, negative": -5,
  "number": 1.5,
  "boolean": true,
  "boolean, false": false,
  "array": ["blue", "black", "brown"],
  "array, one": ["blue"],
  "array, integers": [1, 2, 3],
  "array, booleans": [true, false],
  "array, special": ["a,b", "c d", "e|f", "g.h;i=j&k/ü"],
  "array, empty string": ["", "a"],
  "array, empty": [],
  "array, null": ["a", null, "b"],
  "array, nested": [["a", "b"], { c: 1 }],
  "object": { R: 100, G: 200, B: 150 },
  "object, special": { "a b": "c,d", "e[f]": "g&h=i", "ü": "j.k;l" },
  "object, empty string": { a: "", b: "c" },
  "object, empty": {},
  "object, null": { a: null, b: "c" },
  "object, nested": { name: "x", size: { gt: 1 }, tags: ["a", "b"], rows: [{ id: 1 }, { id: 2 }] },
};

const combinations = [];
for (const allowReserved of [false, true]) {
  for (const style of ["form", "spaceDelimited", "pipeDelimited"]) {
    for (const explode of [true, false]) combinations.push({ in: "query", style, explode, allowReserved });
  }
  combinations.push({ in: "query", style: "deepObject", explode: true, allowReserved });
}
for (const style of ["simple", "label", "matrix"]) {
  for (const explode of [true, false]) combinations.push({ in: "path", style, explode });
}
for (const explode of [true, false]) combinations.push({ in: "header", style: "simple", explode });
for (const explode of [true, false]) combinations.push({ in: "cookie", style: "form", explode });
for (const place of ["query", "path", "header", "cookie"]) {
  for (const content of ["application/json", "text/plain"]) combinations.push({ in: place, content });
}

const type = (value) => (Array.isArray(value) ? "array" : typeof value);

function written(place, name, parameter, value) {
  const path = place === "path" ? `/x/{${name}}/y` : "/x";
  const operation = { operationId: "o", parameters: [parameter], responses: {} };
  const spec = { openapi: "3.0.4", servers: [{ url: "https://h" }], paths: { [path]: { get: operation } } };
  const request = buildRequest({ spec, operationId: "o", parameters: { [name]: value } });
  switch (place) {
    case "query":
      return request.url.slice("https://h/x".length).replace(/^\?/, "");
    case "path":
      return request.url.slice("https://h/x/".length, -"/y".length);
    case "header":
      return request.headers[name] ?? null;
    default:
      return request.headers.Cookie ?? null;
  }
}

const rows = [];
for (const combination of combinations) {
  for (const [kind, value] of Object.entries(values)) {
    for (const name of combination.in === "query" && kind === "array" ? ["p", "p[x y]"] : ["p"]) {
      const { in: place, content, ...style } = combination;
      const schema = { type: type(value) };
      const described = content ? { content: { [content]: { schema } } } : { schema, ...style };
      const parameter = { name, in: place, required: place === "path", ...described };
      const row = { in: place, ...(content ? { content } : style), name, kind, value };
      try {
        rows.push({ ...row, expected: written(place, name, parameter, value) });
      } catch (error) {
        rows.push({ ...row, error: String(error.message ?? error).split("\n")[0] });
      }
    }
  }
}
console.log("[\n" + rows.map((row) => "  " + JSON.stringify(row)).join(",\n") + "\n]");
