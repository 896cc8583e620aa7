// C1: what an agent ticked or wrote is not lost when the wrapup runs out.
import type { AgentClient, DeskChatView } from "@parley/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Filings } from "../src/agent/filing.js";

const chat = {
  chat: "c1",
  classifications: [] as string[],
  abusive: false,
} as unknown as DeskChatView;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", globalThis);
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function filings(): { classify: ReturnType<typeof vi.fn>; all: Filings } {
  const classify = vi.fn().mockResolvedValue(true);
  const client = { classify } as unknown as AgentClient;
  return { classify, all: new Filings(client, vi.fn()) };
}

test("C1: a tick is sent at once", () => {
  const { classify, all } = filings();
  all.edit(chat, { classifications: ["order"] });
  expect(classify).toHaveBeenCalledWith(
    "c1",
    expect.objectContaining({ classifications: ["order"] }),
  );
});

test("C1: a note is sent while it is typed without a pause", async () => {
  const { classify, all } = filings();
  for (let keys = 1; keys <= 20; keys += 1) {
    all.edit(chat, { note: "x".repeat(keys) });
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(classify.mock.calls.length).toBeGreaterThan(1);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(classify).toHaveBeenLastCalledWith(
    "c1",
    expect.objectContaining({ note: "x".repeat(20) }),
  );
});

test("C1: what was refused is sent again with the next save", async () => {
  const { classify, all } = filings();
  classify.mockResolvedValueOnce(false);
  all.edit(chat, { abusive: true });
  await vi.advanceTimersByTimeAsync(0);
  expect(await all.save("c1")).toBe(true);
  expect(classify).toHaveBeenCalledTimes(2);
  expect(await all.save("c1")).toBe(true);
  expect(classify).toHaveBeenCalledTimes(2);
});
