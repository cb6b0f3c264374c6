// What the checks of a reference share: its pages, the browser, and how a check says that it failed. Every script is called
// as `node SCRIPT SITE [MODULES]`: SITE is the folder of the site, MODULES a folder in which npm installed what
// `xtask/src/site/browser.rs` lists; the current folder by default.

import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [, script, folder, modules = "."] = process.argv;
if (!folder) {
  console.error(`usage: node ${script} SITE [MODULES]`);
  process.exit(2);
}

export const site = resolve(folder);
/** One of so many pages is checked, where a check is of all: EVERY in the environment. */
export const every = Number(process.env.EVERY ?? 1);
/** Loads a package of npm. */
export const load = createRequire(join(resolve(modules), "site.mjs"));

/** The paths of all pages below a folder. */
export const pagesOf = (folder) => readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".html"))
  .map((name) => name.replaceAll("\\", "/"))
  .sort();
export const files = pagesOf(site);
export const read = (name) => readFileSync(join(site, name), "utf8");
export const address = (name) => pathToFileURL(join(site, name)).href;

/** Returns one page of each kind that the site has: the one with the most of what its kind is about. */
export function kinds() {
  const found = { overview: "index.html" };
  const most = {};
  const consider = (kind, name, count) => {
    if (count > (most[kind] ?? 0)) [found[kind], most[kind]] = [name, count];
  };
  const count = (text, part) => text.split(part).length - 1;
  for (const name of files) {
    const text = read(name);
    if (name.startsWith("resources/") && name.endsWith("/index.html")) consider("resource", name, count(text, "<li"));
    else if (name.startsWith("resources/")) consider("method", name, count(text, "<details"));
    else if (name === "models/index.html") consider("list of models", name, 1);
    else if (name.startsWith("models/index-")) consider("group of models", name, count(text, "<li"));
    else if (name === "webhooks/index.html") consider("list of webhooks", name, 1);
    else if (name.startsWith("webhooks/")) consider("webhook", name, count(text, "<li"));
    else if (text.includes('<h2 id="values"')) consider("enumeration", name, count(text, "<li"));
    else if (text.includes('<h2 id="variants"')) consider("union", name, count(text, "<li"));
    else if (text.includes('<h2 id="fields"')) consider("model", name, count(text, "<details"));
  }
  return found;
}

let [checked, failed] = [0, 0];
/** Says that a check failed. */
export const fail = (text) => {
  failed += 1;
  console.log(`failed: ${text}`);
};
/** Checks something. */
export const expect = (isTrue, text) => {
  checked += 1;
  if (!isTrue) fail(text);
};
/** Ends the program, with 1 if a check failed. */
export const finish = () => {
  console.log(failed ? `${failed} of ${checked} checks failed` : `${checked} checks passed`);
  process.exit(failed ? 1 : 0);
};

/** Starts the browser that CHROMIUM in the environment names. */
export const launch = () => load("playwright-core").chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
});
