// Opens a page from the disk in a browser without a network: `node open.mjs TASK`, with TASK as JSON: the page, the files
// of scripts that it loads from the web, and the letters that a text on it has to begin with. Prints the elements of the
// page and after how many milliseconds it showed the text: the middle of three runs.

import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const task = JSON.parse(process.argv[2]);
const { chromium } = createRequire(join(process.cwd(), "open.mjs"))("playwright-core");
const browser = await chromium.launch({ executablePath: task.browser, args: ["--no-sandbox"] });
const runs = [];
for (let run = 0; run < 3; run += 1) {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.route(/^https?:/, (route) => {
    const script = task.scripts.find(([address]) => address === route.request().url());
    // The page is a file, which is another origin than the script that it asks for.
    const headers = { "access-control-allow-origin": "*" };
    return script ? route.fulfill({ path: script[1], contentType: "text/javascript", headers }) : route.abort();
  });
  const begun = performance.now();
  await page.goto(pathToFileURL(task.page).href, { waitUntil: "commit" });
  await page.waitForFunction((text) => {
    const letters = (element) => element.textContent.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
    const places = document.querySelectorAll("h1, h2, h3, h4, p, a, button, label, span");
    return [...places].some((element) => element.offsetHeight > 0 && element.textContent.length < 1000 && letters(element).startsWith(text));
  }, task.text);
  const milliseconds = performance.now() - begun;
  runs.push({ milliseconds, nodes: await page.evaluate(() => document.querySelectorAll("*").length) });
  await context.close();
}
await browser.close();
runs.sort((a, b) => a.milliseconds - b.milliseconds);
console.log(JSON.stringify(runs[1]));
