// Checks a reference that `sdkgen docs` made, in a real browser: `node check.mjs SITE [MODULES]`. CHROMIUM in the environment
// is the browser; with EVERY above 1, only few kinds of pages are opened. Exits with 1 if a check fails, and prints each
// that does.

import { pathToFileURL } from "node:url";

import { address, every, expect, fail, files, finish, kinds, launch, load, read, site } from "./site.mjs";

const { AxeBuilder } = load("@axe-core/playwright");

/** How long a search may take, in milliseconds, in the middle of all searches. */
const SEARCH = 30;

const browser = await launch();

/** Opens a page in a browser of its own, in which nothing is remembered; what it complains about is a failure. */
async function open(name, options = {}, hash = "") {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const at = () => page.url().replace(pathToFileURL(site).href, "");
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) fail(`${at()}: console: ${message.text()}`);
  });
  page.on("pageerror", (error) => fail(`${at()}: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(pathToFileURL(site).href)) fail(`${at()}: a request to ${request.url()}`);
  });
  await page.goto(address(name) + hash);
  return page;
}

const close = (page) => page.context().close();
const width = (page) => page.evaluate(() => document.documentElement.scrollWidth);
const isVisible = (page, selector) => page.locator(selector).first().isVisible();

/** Nothing that axe knows is wrong, with everything opened. */
async function accessible(kind, name) {
  for (const colorScheme of ["light", "dark"]) {
    const page = await open(name, { colorScheme });
    await page.evaluate(() => document.querySelectorAll("details").forEach((fold) => { fold.open = true }));
    // It would read the style again, which the policy of the pages forbids.
    const { violations } = await new AxeBuilder({ page }).options({ preload: false }).analyze();
    const listed = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0].html.slice(0, 160)} (${nodes.length})`);
    expect(listed.length === 0, `${kind} (${name}), ${colorScheme}: ${listed.join("; ")}`);
    await close(page);
  }
}

/** Readable from a phone to a wide screen, and nothing moves while it loads. */
async function widths(kind, name) {
  for (const size of [320, 768, 1440]) {
    const page = await open(name, { viewport: { width: size, height: 800 } });
    expect((await width(page)) <= size, `${kind} (${name}): scrolls sideways at ${size} px: ${await width(page)}`);
    const shift = await page.evaluate(() => new Promise((done) => {
      let sum = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => { sum += entry.value }))
        .observe({ type: "layout-shift", buffered: true });
      setTimeout(() => done(sum), 200);
    }));
    expect(shift < 0.01, `${kind} (${name}): its layout shifts by ${shift} at ${size} px`);
    if (size === 320) {
      expect(!(await isVisible(page, ".tree")), `${kind}: the tree is open on a phone`);
      await page.click(".menu");
      expect(await isVisible(page, ".tree"), `${kind}: the menu does not open the tree`);
      await page.keyboard.press("Escape");
      expect(!(await isVisible(page, ".tree")), `${kind}: Escape does not close the tree`);
    }
    await close(page);
  }
}

/** All content is there without a script. */
async function withoutScript(kind, name) {
  const page = await open(name, { javaScriptEnabled: false, viewport: { width: 320, height: 800 } });
  expect(await isVisible(page, "main h1"), `${kind} (${name}): no title without a script`);
  const rows = page.locator("main .rows > li, main .entries > li, main .values > li").first();
  if (await rows.count()) expect(await rows.isVisible(), `${kind} (${name}): nothing in it without a script`);
  expect((await page.locator("input[type=search], button").count()) === 0, `${kind}: a control that needs a script`);
  await page.click(".menu");
  expect(await isVisible(page, ".tree a[href]"), `${kind}: the menu needs a script`);
  await page.click(".close");
  expect(!(await isVisible(page, ".tree")), `${kind}: the tree does not close without a script`);
  const tabs = page.locator(".tabs").first();
  if (await tabs.count()) {
    await tabs.locator("label").last().click();
    expect(await tabs.locator(".panel").last().isVisible(), `${kind}: the tabs need a script`);
  }
  await close(page);
}

/** Every anchor of a page is there, and one behind a fold opens it. */
async function anchors(kind, name) {
  const page = await open(name);
  const missing = await page.evaluate(() => [...document.querySelectorAll('a[href^="#"]')]
    .map((link) => link.getAttribute("href").slice(1))
    .filter((id) => !document.getElementById(id)));
  expect(missing.length === 0, `${kind} (${name}): no target for #${missing[0]}`);
  const nested = await page.evaluate(() => document.querySelector("details:not([open]) li[id]")?.id);
  await close(page);
  if (nested) {
    const there = await open(name, {}, `#${nested}`);
    await there.waitForTimeout(100);
    const box = await there.locator(`[id="${nested}"]`).boundingBox();
    expect(box && box.y >= 0 && box.y < 900, `${kind} (${name}): #${nested} is not shown`);
    await close(there);
  }
}

/** Folds open and close, one by one and all at once. */
async function folds(name) {
  const page = await open(name);
  const fold = page.locator("main section details").first();
  if (!(await fold.count())) return close(page);
  const isOpen = () => fold.evaluate((element) => element.open);
  const before = await isOpen();
  await fold.locator("summary").first().click();
  expect((await isOpen()) !== before, `${name}: a fold does not open`);
  const button = page.locator(".expand").first();
  const section = page.locator("main > section", { has: button }).first();
  const closed = () => section.evaluate((element) => element.querySelectorAll("details:not([open])").length);
  const count = await section.locator("details").count();
  await button.click();
  const first = await closed();
  await button.click();
  const second = await closed();
  const isRight = (first === 0 && second === count) || (first === count && second === 0);
  expect(isRight, `${name}: "Expand all" leaves ${first}, then ${second} of ${count} folds closed`);
  await close(page);
}

/** The chosen language is the chosen one on the next page too. */
async function tabs() {
  const several = files.filter((name) => (read(name).match(/type="radio"/g) ?? []).length > 1).slice(0, 2);
  if (several.length < 2) return console.log("no tabs in this site");
  const page = await open(several[0]);
  await page.locator(".tabs").first().locator("label").last().click();
  const chosen = () => page.locator(".tabs input:checked").evaluateAll((all) => all.map((input) => input.value));
  const before = await chosen();
  expect(new Set(before).size === 1, `${several[0]}: tabs do not switch together: ${before}`);
  await page.goto(address(several[1]));
  const after = await chosen();
  expect(after.every((value) => value === before[0]), `${several[1]}: ${before[0]} is not remembered: ${after}`);
  const panels = await page.locator(".tabs").first().locator(".panel:visible").count();
  expect(panels === 1, `${several[1]}: ${panels} panels are shown`);
  await close(page);
}

/** Dark and light follow the system, then the choice of the reader, which is remembered. */
async function theme() {
  const light = (page) => page.evaluate(() => {
    const [red] = getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g).map(Number);
    return red > 127;
  });
  const page = await open("index.html", { colorScheme: "dark" });
  expect(!(await light(page)), "a dark system does not get a dark page");
  await page.click(".tools button");
  expect(await light(page), "the button does not change dark to light");
  await page.reload();
  expect(await light(page), "the chosen colours are not remembered");
  await page.click(".tools button");
  expect(!(await light(page)), "the button does not change light to dark");
  await page.emulateMedia({ media: "print" });
  expect(!(await isVisible(page, ".tree")), "the tree is printed");
  await close(page);
}

async function firstFocus() {
  const page = await open("index.html");
  await page.keyboard.press("Tab");
  const box = await page.locator(".skip").boundingBox();
  expect(box && box.x >= 0 && box.y >= 0, "the link that skips to the content is not shown when it has the focus");
  await close(page);
}

const options = (page) => page.locator(".results [role=option]");

/** Types a query, and waits until the index is there. */
async function ask(page, query) {
  await page.keyboard.press("/");
  await page.keyboard.type(query);
  await options(page).first().waitFor({ timeout: 10_000 }).catch(() => fail(`nothing found for ${query}`));
}

async function search(pages) {
  const text = (name, selector) => {
    const [, found] = read(name).match(selector) ?? [];
    return found?.replace(/&[#\w]+;/g, " ");
  };
  const model = pages.model ?? pages.enumeration;
  const field = model && text(model, /<div class="head"><a href="[^"]*"><code>([^<]+)/);
  const page = await open(model ?? "index.html");
  if (field) {
    await ask(page, field);
    const target = await options(page).first().evaluate((option) => option.href);
    expect((await options(page).first().innerText()).includes("\n"), "a result does not say what it is");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await page.waitForTimeout(300);
    expect(page.url() === target, `Enter leads to ${page.url()} instead of ${target}`);
    const id = decodeURIComponent(new URL(target).hash.slice(1));
    if (id) expect((await page.locator(`[id="${id}"]`).count()) === 1, `search leads to a missing anchor: ${target}`);
  }
  if (pages.method) {
    const words = text(pages.method, /<h1>([^<]+)/).trim().toLowerCase().split(/\s+/);
    const camel = words.map((word, at) => (at ? word[0].toUpperCase() + word.slice(1) : word)).join("");
    const firsts = [];
    for (const query of [words.join(" "), words.join("_"), camel]) {
      await page.goto(address("index.html"));
      await ask(page, query);
      firsts.push(await options(page).first().evaluate((option) => option.href));
    }
    expect(new Set(firsts).size === 1, `spellings of ${words.join(" ")} find different pages: ${firsts}`);
    const target = firsts[2];
    await options(page).first().click();
    await page.waitForTimeout(300);
    expect(page.url() === target, `a click leads to ${page.url()} instead of ${target}`);
  }
  await ask(page, field ?? "a");
  await page.keyboard.press("Escape");
  expect(!(await isVisible(page, ".results")), "Escape does not close the search");
  await page.keyboard.press("/");
  await page.keyboard.type("zzqqxx");
  await page.waitForTimeout(300);
  expect((await page.locator(".results p").innerText()) === "Nothing found", "it is not said that nothing was found");
  await everyAnchor(page);
  await times(page);
  await close(page);
}

/** What the search leads to is there: the results of many queries, looked up in the files. */
async function everyAnchor(page) {
  const links = await page.evaluate(() => {
    const input = document.querySelector("input[type=search]");
    const links = new Set();
    for (const query of "a b c d e f g h i j k l m n o p q r s t u v w x y z de na st id va ty li up".split(" ")) {
      input.value = query;
      input.dispatchEvent(new Event("input"));
      document.querySelectorAll(".results [role=option]").forEach((option) => links.add(option.href));
    }
    return [...links];
  });
  for (const link of links) {
    const url = new URL(link);
    const name = decodeURIComponent(url.href.slice(pathToFileURL(site).href.length + 1).split("#")[0]);
    if (!files.includes(name)) {
      fail(`search leads to a missing page: ${link}`);
    } else if (url.hash && !read(name).includes(`id="${decodeURIComponent(url.hash.slice(1))}"`)) {
      fail(`search leads to a missing anchor: ${link}`);
    }
  }
}

/** How long searches take, each key of some queries. */
async function times(page) {
  const measured = await page.evaluate(() => {
    const input = document.querySelector("input[type=search]");
    input.focus();
    const all = [];
    for (const query of ["list", "create", "name", "description of", "status code", "get user by id", "update"]) {
      for (let length = 1; length <= query.length; length++) {
        input.value = query.slice(0, length);
        const start = performance.now();
        input.dispatchEvent(new Event("input"));
        all.push(performance.now() - start);
      }
    }
    return all.sort((a, b) => a - b);
  });
  const [middle, longest] = [measured[measured.length >> 1], measured.at(-1)];
  console.log(`search: ${middle.toFixed(1)} ms in the middle, ${longest.toFixed(1)} ms at most`);
  expect(middle <= SEARCH, `a search takes ${middle.toFixed(1)} ms in the middle of ${measured.length}`);
}

const all = kinds();
/** The kinds of pages that are opened if there is no time for all. */
const FEW = ["overview", "method", "union"];
const pages = every === 1 ? all : Object.fromEntries(Object.entries(all).filter(([kind]) => FEW.includes(kind)));
console.log(Object.entries(pages).map(([kind, name]) => `${kind}: ${name}`).join("\n"));
for (const [kind, name] of Object.entries(pages)) {
  await accessible(kind, name);
  await widths(kind, name);
  await withoutScript(kind, name);
  await anchors(kind, name);
  await folds(name);
}
await tabs();
await theme();
await firstFocus();
await search(all);
await browser.close();
finish();
