// Checks that no text of a document runs, loads, or leaves its element: `node hostile.mjs SITE MODULES RAW`. SITE is a folder of
// references of documents with hostile texts (`xtask/src/site/hostile`). RAW is a folder of pages with the same texts as they
// are, on which each has to be noticed: `plain.html` has none. Each page is opened as it is, and again without its content
// security policy, so that it is the page that is safe and not only its policy. EVERY in the environment opens one of so many
// pages.

import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { every, expect, files, finish, launch, pagesOf, site } from "./site.mjs";

const raw = resolve(process.argv[4]);
/** The pages that are opened. */
const opened = files.filter((_, index) => index % every === 0);
/** What is searched for, besides the marks of some texts. */
const QUERIES = ["script", "pwned", "onerror", "constructor", "__proto__", "escaped", "alert", "mark", "<b>", "\"'", "1"];
/** How many pages are open at a time. */
const TOGETHER = 2;

const browser = await launch();

/** What is found in a page, by a function that runs in it. It knows the elements and attributes that our pages have. */
function look({ root, withPolicy }) {
  const found = [];
  const shown = (element) => element.outerHTML.slice(0, 120);
  const elements = new Set(("html head meta title link script body a header div nav main section article h1 h2 h3 h4 h5 h6 p ul ol li "
    + "code pre var span details summary button input label kbd table thead tbody tr th td blockquote em strong del sub sup b i hr br "
    + "wbr dl dt dd time fieldset legend mark small").split(" "));
  const urls = new Set(["href", "src", "cite", "data", "poster", "background", "xlink:href", "ping", "longdesc"]);
  const forbidden = new Set(["style", "srcdoc", "action", "formaction", "srcset", "autofocus", "http-equiv", "data-escaped"]);
  if (window.__pwned) found.push(`a script ran: ${window.__pwned}`);
  for (const element of document.querySelectorAll("*")) {
    if (!elements.has(element.localName) || element.namespaceURI !== document.documentElement.namespaceURI) {
      found.push(`a foreign element: ${shown(element)}`);
    }
    const isPolicy = element.httpEquiv === "Content-Security-Policy";
    for (const { name, value } of element.attributes) {
      if (name.startsWith("on") || (forbidden.has(name) && !(name === "http-equiv" && isPolicy))) {
        found.push(`a foreign attribute: ${shown(element)}`);
      }
      if (!urls.has(name)) continue;
      const url = URL.parse(value, document.baseURI);
      const isInside = url?.protocol === "file:" && url.href.startsWith(root);
      const isLink = element.localName === "a" && ["http:", "https:", "mailto:"].includes(url?.protocol);
      if (!isInside && !isLink) found.push(`a foreign URL: ${shown(element)}`);
    }
  }
  for (const script of document.querySelectorAll("script")) {
    const isOurs = /\/(script|search-names|search-words)\.js$/.test(script.src) && script.textContent === "";
    if (!isOurs || script.closest("body")) found.push(`a foreign script: ${shown(script)}`);
  }
  const names = (selector) => [...document.querySelector(selector)?.children ?? []].map((child) =>
    [child.localName, child.className.split(" ")[0]].filter(Boolean).join("."));
  const structure = (selector, pattern) => {
    if (!pattern.test(names(selector).join(" "))) found.push(`${selector} has other parts: ${names(selector)}`);
  };
  structure("html", /^head body$/);
  structure("body", /^a\.skip header\.top div\.columns$/);
  structure("body > .columns", /^nav\.tree main( nav\.contents)?$/);
  structure("header.top", /^a\.menu a\.home( a| nav(\.\S+)?)* div\.search div\.tools$/);
  for (const [selector, count] of [["main", 1], ["h1", 1], ["main > h1", 1], ["head > title", 1], ["main .neighbours", [0, 1]]]) {
    const there = document.querySelectorAll(selector).length;
    if (![count].flat().includes(there)) found.push(`${there} of ${selector}`);
  }
  if (!document.title.trim()) found.push("no title");
  const policies = document.querySelectorAll('head > meta[http-equiv="Content-Security-Policy"]').length;
  if (policies !== (withPolicy ? 1 : 0)) found.push(`${policies} content security policies`);
  const text = document.documentElement.outerHTML;
  const odd = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u.exec(text);
  if (odd) found.push(`a character that is not seen: U+${odd[0].codePointAt(0).toString(16)} ${text.slice(odd.index - 60, odd.index)}`);
  return found;
}

/** Opens every fold, chooses every tab, and lets the pointer and the focus go to every element. */
function touch() {
  const links = (event) => { if (event.target.closest?.("a")) event.preventDefault() };
  document.addEventListener("click", links, true);
  document.querySelectorAll("details").forEach((fold) => { fold.open = true });
  document.querySelectorAll("label, .expand").forEach((control) => control.click());
  for (const element of document.querySelectorAll("body, body *")) {
    for (const type of ["mouseenter", "mouseover", "focus"]) {
      element.dispatchEvent(new Event(type, { bubbles: type.endsWith("over") }));
    }
  }
  document.querySelectorAll("a[href], button, input, summary, [tabindex]").forEach((element) => element.focus());
  document.removeEventListener("click", links, true);
}

/** Runs searches; returns what is shown that is no result of our own, and how many results there are. */
function search(queries) {
  const input = document.querySelector("input[type=search]");
  let results = 0;
  const foreign = [];
  input.focus();
  for (const query of queries) {
    input.value = query;
    input.dispatchEvent(new Event("input"));
    const panel = document.querySelector(".results");
    for (const element of panel.querySelectorAll("*")) {
      if (!["A", "B", "SPAN", "P", "DIV"].includes(element.tagName)) foreign.push(element.outerHTML.slice(0, 120));
    }
    results += panel.querySelectorAll("[role=option]").length;
  }
  return { results, foreign };
}

/** Opens pages one after another; `visit` gets each with what was noticed from the outside. */
async function each(folder, names, visit) {
  const root = pathToFileURL(folder).href + "/";
  const rest = [...names];
  const work = async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    let noticed = [];
    context.on("page", () => noticed.push("a window opened"));
    page.on("dialog", (dialog) => { noticed.push(`a dialog: ${dialog.message()}`); dialog.dismiss().catch(() => {}) });
    page.on("pageerror", (error) => noticed.push(`an error: ${error.message}`));
    page.on("console", (message) => { if (message.type() === "error") noticed.push(`the console: ${message.text()}`) });
    page.on("request", (request) => { if (!request.url().startsWith(root)) noticed.push(`a request: ${request.url()}`) });
    for (let name = rest.shift(); name !== undefined; name = rest.shift()) {
      noticed = [];
      await page.goto(root + encodeURI(name)).catch((error) => noticed.push(`it does not open: ${error.message}`));
      await visit(page, name, () => noticed, root);
    }
    await context.close();
  };
  await Promise.all(Array.from({ length: TOGETHER }, work));
}

/** Returns what is wrong with a page that is open. */
async function faults(page, noticed, root, withPolicy) {
  const before = page.url();
  const found = [];
  try {
    await page.evaluate(touch);
    found.push(...await page.evaluate(look, { root, withPolicy }));
  } catch (error) {
    found.push(`it cannot be read: ${error.message.split("\n")[0]}`);
  }
  if (page.url() !== before) found.push(`it leads to ${page.url()}`);
  return [...new Set([...found, ...noticed()])];
}

const firsts = (found) => found.slice(0, 3).join("; ") + (found.length > 3 ? `; and ${found.length - 3} more` : "");

/** Searches on a page of every site, and follows the first results. */
async function searches(folder, withPolicy) {
  const root = pathToFileURL(folder).href + "/";
  const isOpened = (name, index) => name.startsWith("all/") || index % every === 0;
  const overviews = files.filter((name) => /^[^/]+\/index\.html$/.test(name)).filter(isOpened);
  let sum = 0;
  await each(folder, overviews, async (page, name, noticed) => {
    await page.keyboard.press("/");
    await page.waitForFunction(() => document.querySelectorAll('script[src*="search-"]').length === 2);
    // The scripts have arrived when something is found.
    await page.evaluate(() => new Promise((done) => {
      const input = document.querySelector("input[type=search]");
      const wait = (left) => {
        input.value = "models";
        input.dispatchEvent(new Event("input"));
        if (left === 0 || document.querySelector(".results [role=option]")) done(); else setTimeout(() => wait(left - 1), 20);
      };
      wait(50);
    }));
    const marks = Array.from({ length: 60 }, (_, index) => `mark${index * 29}q`);
    const { results, foreign } = await page.evaluate(search, [...QUERIES, ...marks]);
    sum += results;
    foreign.push(...await faults(page, noticed, root, withPolicy));
    expect(foreign.length === 0, `${name}: searches show ${firsts(foreign)}`);
    if (!name.startsWith("all/")) return;
    for (const query of ["script", "onerror", "escaped", "href"]) {
      await page.goto(root + encodeURI(name));
      await page.keyboard.press("/");
      await page.keyboard.type(query);
      const option = page.locator(".results [role=option]").first();
      await option.waitFor({ timeout: 10_000 }).catch(() => {});
      expect(await option.count() === 1, `${name}: nothing is found for ${query}`);
      await page.keyboard.press("Enter");
      await page.waitForURL((url) => url.href !== root + name, { timeout: 5000 }).catch(() => {});
      const found = await faults(page, noticed, root, withPolicy);
      expect(page.url() !== root + name && found.length === 0, `${page.url()}, from a search for ${query}: ${firsts(found)}`);
    }
  });
  expect(sum > 0, "no search finds anything");
  console.log(`searches: ${sum} results`);
}

// The probe has to notice each text where nothing makes it harmless, and nothing where there is none.
const raws = pagesOf(raw);
expect(raws.length > 1 && raws.includes("plain.html"), "there are no pages to try the probe with");
const noticedTexts = new Map();
await each(raw, raws, async (page, name, noticed, root) => {
  await page.waitForTimeout(50);
  const found = await faults(page, noticed, root, false);
  if (name === "plain.html") expect(found.length === 0, `the probe complains of a plain page: ${firsts(found)}`);
  else noticedTexts.set(name.split("--")[0], noticedTexts.get(name.split("--")[0]) || found.length > 0);
});
for (const [name, isNoticed] of noticedTexts) expect(isNoticed, `the probe does not notice ${name}`);
console.log(`the probe notices ${[...noticedTexts.values()].filter(Boolean).length} of ${noticedTexts.size} raw texts`);

const copy = `${site}-without-policy`;
rmSync(copy, { recursive: true, force: true });
cpSync(site, copy, { recursive: true });
for (const name of files) {
  const text = readFileSync(join(copy, name), "utf8");
  const without = text.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "");
  expect(without !== text, `${name}: no content security policy`);
  writeFileSync(join(copy, name), without);
}
for (const [folder, withPolicy] of [[site, true], [copy, false]]) {
  await each(folder, opened, async (page, name, noticed, root) => {
    const found = await faults(page, noticed, root, withPolicy);
    expect(found.length === 0, `${name}${withPolicy ? "" : ", without its policy"}: ${firsts(found)}`);
  });
  await searches(folder, withPolicy);
}
console.log(`${opened.length} of ${files.length} pages with hostile texts, with and without their policy`);
await browser.close();
finish();
