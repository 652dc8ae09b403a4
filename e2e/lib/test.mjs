// The test with its house: `house` is shared by the tests of a worker, `fresh` belongs to one test alone.
import { expect, test as base } from "@playwright/test";
import { startHouse } from "./house.mjs";

export const test = base.extend({
  house: [
    async ({}, use) => {
      const house = await startHouse();
      await use(house);
      await house.stop();
      if (house.died()) throw new Error(`the server ended while it was needed:\n${house.told()}`);
    },
    { scope: "worker", timeout: 120_000 },
  ],
  /** A house that one test may change. */
  fresh: async ({}, use) => {
    const house = await startHouse();
    await use(house);
    await house.stop();
  },
  /** What the browser complained about; a test that leaves anything here fails. */
  complaints: [
    async ({ page }, use) => {
      const complaints = [];
      page.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning") complaints.push(`${page.url()}: ${message.text()}`);
      });
      page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
      await use(complaints);
      expect(complaints, "the browser's console").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
