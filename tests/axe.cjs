// Opens pages in Chromium, on a screen and as printed, and prints what axe-core finds there, as JSON.
// Usage: node axe.cjs CHROMIUM PAGE...   NODE_PATH holds axe-core and playwright-core.
const { chromium } = require("playwright-core");
const axe = require("axe-core");

const ARGUMENTS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

async function main([program, ...files]) {
  const browser = await chromium.launch({ executablePath: program, args: ARGUMENTS });
  const found = {};
  for (const file of files) {
    const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto("file://" + file);
    await page.evaluate(axe.source);
    found[file] = { asked: asked.length, wide: [], violations: [] };
    for (const media of ["screen", "print"]) {
      await page.emulateMedia({ media });
      const result = await page.evaluate(() => window.axe.run());
      for (const each of result.violations) {
        found[file].violations.push(`${media}: ${each.id}: ${each.nodes[0].html}`);
      }
      found[file].rules = result.passes.length;
    }
    await page.emulateMedia({ media: "screen" });
    for (const width of [1100, 320]) { // WCAG 1.4.10: no scrolling to the side at 320 CSS pixels
      await page.setViewportSize({ width, height: 900 });
      const needs = await page.evaluate(() => document.documentElement.scrollWidth);
      if (needs > width) found[file].wide.push(`${width}: ${needs}`);
    }
    await page.close();
  }
  await browser.close();
  console.log(JSON.stringify(found));
}

main(process.argv.slice(2)).catch((error) => { console.error(error); process.exit(1); });
