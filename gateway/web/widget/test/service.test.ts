// What the service says of its box, and what is sent and fetched over HTTP.
import { describe, expect, test } from "vitest";
import type { Options } from "../src/options.js";
import { parseService, withService } from "../src/service.js";
import { refusalOf, sizeText } from "../src/transfer.js";

/** As `GET /api/v1/widget/{token}` answers. */
const answer = {
  title: "Sales",
  colour: "#1f5fbf",
  position: "left",
  auto_open: 30_000,
  language: "de",
  form: {
    name: "optional",
    email: "required",
    fields: [{ name: "Order", required: true }],
  },
  survey: { on: true, question: "" },
  files: { on: true, bytes_max: 1_000_000, types: ["image/png"] },
  reopen: true,
  identity: "optional",
};

const options: Options = {
  base: new URL("https://chat.example.com/"),
  token: "t",
  title: undefined,
  color: undefined,
  position: "right",
  openAfter: 0,
  language: "en",
  theme: "auto",
  sound: true,
  ask: [],
  survey: undefined,
  files: undefined,
  logo: undefined,
  api: "parley",
  own: ["token"],
};

describe("W1: options of the service", () => {
  test("are read and fill in what the snippet leaves open", () => {
    const service = parseService(answer);
    expect(service).toBeDefined();
    expect(service && withService(options, service)).toEqual({
      ...options,
      title: "Sales",
      color: "#1f5fbf",
      position: "left",
      openAfter: 30,
      language: "de",
      ask: [
        { kind: "name", required: false },
        { kind: "email", required: true },
        { kind: "own", name: "Order", required: true },
      ],
      survey: "",
      files: { bytesMax: 1_000_000, types: ["image/png"] },
    });
  });

  test("do not touch what the snippet says", () => {
    const own = ["token", "title", "color", "position", "open", "lang", "ask"];
    const given = { ...options, title: "Mine", own };
    const service = parseService(answer);
    expect(service && withService(given, service)).toEqual({
      ...given,
      survey: "",
      files: { bytesMax: 1_000_000, types: ["image/png"] },
    });
  });

  test("that make no sense are left out", () => {
    expect(parseService("no")).toBeUndefined();
    expect(parseService([])).toBeUndefined();
    const strange = {
      title: 7,
      colour: "url(x)",
      position: "up",
      form: { name: "no", email: "maybe", fields: [{}, 7] },
      survey: { on: false },
      files: { on: false, types: 7 },
    };
    expect(parseService(strange)).toEqual({ ask: [] });
  });
});

describe("W2: files", () => {
  test("a problem is read as a refusal", () => {
    const problem = {
      type: "about:blank",
      title: "No files can be sent here.",
      status: 403,
      code: "files_not_allowed",
      detail: "Content-Type",
      retry_after: 3,
    };
    expect(refusalOf(JSON.stringify(problem))).toMatchObject({
      code: 438,
      name: "files_not_allowed",
      text: "No files can be sent here.",
      retry_after: 3_000,
    });
    for (const broken of ["", "{", "7", "{}", "<html>"]) {
      expect(refusalOf(broken).name).toBe("unavailable");
    }
  });

  test("sizes are said in the customer's manner", () => {
    const sizes = [0, 999, 1_000, 1_440_000, 25_000_000];
    expect(sizes.map((size) => sizeText(size, "en"))).toEqual([
      "0 byte",
      "999 byte",
      "1 kB",
      "1.4 MB",
      "25 MB",
    ]);
    expect(sizeText(1_440_000, "de")).toMatch(/^1,4\sMB$/u);
    expect(sizeText(1_440_000, "no such language!")).toContain("MB");
  });
});
