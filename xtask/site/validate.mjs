// Checks the HTML of a reference with html-validate: `node validate.mjs SITE [MODULES]`. All pages, or one of as
// many as EVERY in the environment says, unless there are too many.

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { every, expect, files, finish, kinds, load, site } from "./site.mjs";

const { HtmlValidate, StaticConfigLoader } = load("html-validate");

/** The most pages that are checked. */
const MOST = 1000;

/** Returns the pages to check: of many, one of each kind and a sample with even distances. */
function chosen() {
  if (files.length < MOST) return files.filter((_, index) => index % every === 0);
  const evenly = Array.from({ length: MOST }, (_, index) => files[Math.floor((index * files.length) / MOST)]);
  return [...new Set([...Object.values(kinds()), ...evenly])];
}

const config = JSON.parse(readFileSync(new URL("htmlvalidate.json", import.meta.url), "utf8"));
const validator = new HtmlValidate(new StaticConfigLoader(config));
const pages = chosen();
for (const name of pages) {
  const { valid, results } = await validator.validateFile(join(site, name));
  expect(valid, `${name}: html-validate finds faults`);
  for (const { messages } of results) {
    for (const { line, column, message, ruleId } of messages.slice(0, 5)) {
      console.log(`  ${name}:${line}:${column}: ${message} (${ruleId})`);
    }
  }
}
console.log(`html-validate: ${pages.length} of ${files.length} pages`);
finish();
