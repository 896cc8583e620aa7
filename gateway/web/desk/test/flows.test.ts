// The pure parts of the flow editor: the graph, undo, layout, problems, what
// publishing changes, and the way of a dry run.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { changesOf } from "../src/admin/flows/changes.js";
import {
  addNode,
  bodyOf,
  chosen,
  connect,
  edgesOf,
  freeId,
  type Graph,
  graphOf,
  namesIn,
  outputsOf,
  paste,
  removeNodes,
  rename,
  setBody,
  wrongName,
} from "../src/admin/flows/graph.js";
import { begin, change, redo, undo } from "../src/admin/flows/history.js";
import { all_kinds, findKinds, kinds } from "../src/admin/flows/kinds.js";
import {
  card_width,
  heightOf,
  layout,
  MovedSteps,
  placeNew,
} from "../src/admin/flows/layout.js";
import { wayOf } from "../src/admin/flows/path.js";
import { problemOf, wrongAt } from "../src/admin/flows/problems.js";
import { stepsIn } from "../src/admin/flows/use_clipboard.js";

function file(path: string): unknown {
  const url = new URL(`../../../../${path}`, import.meta.url);
  return JSON.parse(readFileSync(url, "utf8"));
}

function template(name: string): Graph {
  const { graph } = file(`gateway/flow_templates/${name}.json`) as {
    graph: Parameters<typeof graphOf>[0];
  };
  return graphOf(graph);
}

const shop: Graph = {
  first: "arrived",
  nodes: {
    arrived: { arrived: { by_message: "menu", by_presence: "greet" } },
    greet: { say: { text: "Hello <name>", next: "menu", delay: 0 } },
    menu: {
      menu: {
        text: "What is it?",
        options: [
          { label: "Sales", next: "sales" },
          { label: "Repairs", next: "name" },
        ],
        retries: 1,
        retry_text: "",
        no_choice: "end",
        wait: 60_000,
        timeout: "end",
      },
    },
    name: {
      ask: {
        text: "Your name?",
        variable: "name",
        answer: "text",
        next: "sales",
        no_answer: "end",
        timeout: "",
      },
    },
    sales: {
      enter_queue: {
        queue: "sales",
        limit_reached: "end",
        timeout: "end",
        error: "",
        connected: "",
      },
    },
    end: { end: {} },
  },
  values: [],
};

describe("F2: kinds of steps", () => {
  interface Schema {
    properties: {
      nodes: {
        additionalProperties: {
          oneOf: {
            required: [string];
            properties: Record<string, { properties: object }>;
          }[];
        };
      };
    };
  }
  const { oneOf } = (file("protocol/flow.schema.json") as Schema).properties
    .nodes.additionalProperties;

  test("are those of the schema", () => {
    expect([...all_kinds].sort()).toEqual(
      oneOf.map(({ required: [kind] }) => kind).sort(),
    );
  });

  test.each(
    oneOf.map(({ required: [kind], properties }) => [kind, properties]),
  )(
    "%s has a field, a list or a branch for each member",
    (kind, properties) => {
      const members = Object.keys(properties[kind]?.properties ?? {});
      const row = kinds[kind as keyof typeof kinds];
      const shown = [
        ...row.parameters.map(({ name }) => name),
        ...row.branches.map(({ name }) => name),
        ...(row.list ? [row.list.member] : []),
      ];
      expect(shown.sort()).toEqual(members.sort());
      for (const name of Object.keys(row.fresh())) {
        expect(members).toContain(name);
      }
    },
  );

  test("are found by their words, in any order", () => {
    expect(findKinds("")).toEqual(all_kinds);
    expect(findKinds("hours")).toEqual(["branch_on_time"]);
    expect(findKinds("agent WHISPER")).toEqual(["whisper"]);
    expect(findKinds("no such thing")).toEqual([]);
  });
});

describe("F1: a graph", () => {
  test("has its ways out in the server's names", () => {
    const menu = shop.nodes.menu;
    expect(menu && outputsOf(menu)).toEqual([
      { id: "options.0", title: "Sales", to: "sales", isOptional: false },
      { id: "options.1", title: "Repairs", to: "name", isOptional: false },
      {
        id: "no_choice",
        title: "Nothing chosen",
        to: "end",
        isOptional: false,
      },
      {
        id: "timeout",
        title: "No answer in time",
        to: "end",
        isOptional: false,
      },
    ]);
    const ask = shop.nodes.name;
    expect(ask && outputsOf(ask).at(-1)?.isOptional).toBe(true);
    expect(edgesOf(shop)).toHaveLength(11);
  });

  test("gets a step behind the chosen one, at its first free way", () => {
    const cut = connect(shop, "greet", "next", "");
    const { graph, id } = addNode(cut, "menu", { node: "greet" });
    expect(id).toBe("menu_2");
    expect(bodyOf(graph.nodes.greet ?? { end: {} }).next).toBe("menu_2");
    const alone = addNode(shop, "end", { node: "greet" });
    expect(bodyOf(alone.graph.nodes.greet ?? { end: {} }).next).toBe("menu");
    expect(addNode(graphOf(undefined), "say").graph.first).toBe("message");
  });

  test("loses a step with all branches that led there", () => {
    const graph = removeNodes(shop, new Set(["end", "arrived"]));
    expect(graph.first).toBe("");
    expect(edgesOf(graph).map(({ to }) => to)).not.toContain("end");
    expect(bodyOf(graph.nodes.sales ?? { end: {} }).timeout).toBe("");
    expect(edgesOf(shop)).toHaveLength(11);
  });

  test("keeps its branches when a step has another name", () => {
    const graph = rename(shop, "menu", "departments");
    expect(Object.keys(graph.nodes)[2]).toBe("departments");
    expect(bodyOf(graph.nodes.greet ?? { end: {} }).next).toBe("departments");
    expect(edgesOf(graph)).toHaveLength(11);
    expect(rename(shop, "arrived", "start").first).toBe("start");
    expect(wrongName(shop, "menu", "end")).toContain("already");
    expect(wrongName(shop, "menu", "two words")).toContain("letters");
    expect(wrongName(shop, "menu", "menu")).toBeUndefined();
  });

  test("takes copies: branches among them stay, others lead nowhere", () => {
    const { graph, ids } = paste(shop, chosen(shop, ["menu", "name"]));
    expect(ids).toEqual(["menu_2", "name_2"]);
    const menu = graph.nodes.menu_2;
    expect(menu && outputsOf(menu).map(({ to }) => to)).toEqual([
      "",
      "name_2",
      "",
      "",
    ]);
    expect(graph.nodes.menu).toBe(shop.nodes.menu);
    const text = JSON.stringify({ parley_steps: chosen(shop, ["menu"]) });
    expect(stepsIn(text)).toEqual({ menu: shop.nodes.menu });
    expect(stepsIn("Hello")).toBeUndefined();
    expect(stepsIn("null")).toBeUndefined();
    expect(stepsIn('{"other":1}')).toBeUndefined();
  });

  test("never uses a name twice", () => {
    expect(freeId(["menu", "menu_2"], "menu")).toBe("menu_3");
    expect(freeId(["menu", "menu_2"], "menu_2")).toBe("menu_3");
    expect(freeId(["x".repeat(64)], "x".repeat(64))).toHaveLength(61);
  });

  test("knows the names that its texts may use", () => {
    expect(namesIn(shop)).toEqual([
      "name",
      "customer_name",
      "customer_email",
      "page",
      "message",
    ]);
  });
});

describe("undo", () => {
  test("goes back and forth, and forgets what was undone at a new change", () => {
    const one = change(begin("a"), "b");
    const two = change(one, "c");
    expect(undo(two).now).toBe("b");
    expect(undo(undo(undo(two))).now).toBe("a");
    expect(redo(undo(two)).now).toBe("c");
    expect(redo(change(undo(two), "d")).now).toBe("d");
    expect(change(two, "c")).toBe(two);
  });

  test("takes letters in one field as one step", () => {
    let history = begin("");
    for (const text of ["H", "He", "Hey"]) {
      history = change(history, text, "greet.text");
    }
    history = change(history, "Hey you", "other.text");
    expect(undo(history).now).toBe("Hey");
    expect(undo(undo(history)).now).toBe("");
  });
});

describe("layout", () => {
  const graph = template("department_hours");
  const places = layout(graph);

  test("puts each step right of those that lead there first", () => {
    expect(places.arrived?.x).toBeLessThan(places.greet?.x ?? 0);
    expect(places.greet?.x).toBeLessThan(places.menu?.x ?? 0);
    expect(places.menu?.x).toBeLessThan(places.sales_hours?.x ?? 0);
    expect(places.form?.x).toBeLessThan(places.end?.x ?? 0);
  });

  test("lets no two cards lie over each other", () => {
    const cards = Object.entries(graph.nodes).map(([id, node]) => ({
      ...(places[id] ?? { x: 0, y: 0 }),
      height: heightOf(node),
    }));
    cards.forEach((a, index) => {
      for (const b of cards.slice(index + 1)) {
        const apart =
          Math.abs(a.x - b.x) >= card_width ||
          a.y + a.height <= b.y ||
          b.y + b.height <= a.y;
        expect(apart).toBe(true);
      }
    });
  });

  test("keeps what was moved, and finds a free place for what is new", () => {
    const moved = { greet: { x: -500, y: 900 } };
    expect(layout(graph, moved).greet).toEqual(moved.greet);
    const added = addNode(connect(graph, "greet", "next", ""), "say", {
      node: "greet",
    });
    const all = placeNew(added.graph, places);
    expect(all.menu).toEqual(places.menu);
    expect(all[added.id]?.x).toBe((places.greet?.x ?? 0) + card_width + 88);
    expect(all[added.id]).not.toEqual(places.menu);
  });

  test("is kept by this browser", () => {
    const kept = new Map<string, string>();
    const moved = new MovedSteps("key", {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, text) => void kept.set(key, text),
      removeItem: (key) => void kept.delete(key),
    });
    moved.keep({ greet: { x: 1, y: 2 } });
    expect(moved.read()).toEqual({ greet: { x: 1, y: 2 } });
    kept.set("key", '{"a":{"x":"1"},"b":null}');
    expect(moved.read()).toEqual({});
    kept.set("key", "nonsense");
    expect(moved.read()).toEqual({});
    moved.forget();
    expect(moved.read()).toEqual({});
  });
});

describe("F1: what the server finds wrong", () => {
  const at = (sentence: string) => problemOf(sentence, "shop", shop);

  test("stands at the branch", () => {
    expect(at("node 'menu': branch 'options.1': leads nowhere")).toMatchObject({
      node: "menu",
      output: "options.1",
      words: "Repairs leads nowhere.",
    });
  });

  test("stands at the parameter", () => {
    const problem = at("node 'greet': text: names <nme>, which nothing sets");
    expect(problem).toMatchObject({
      node: "greet",
      member: "text",
      words: "Text: names <nme>, which nothing sets.",
    });
    expect(wrongAt([problem], "greet", "text")).toBe(
      "Names <nme>, which nothing sets.",
    );
    expect(wrongAt([problem], "greet", "delay")).toBeUndefined();
    const label = at("node 'menu': options.1.label: is empty");
    expect(label).toMatchObject({ member: "options.1.label" });
    expect(label.words).toBe("Option 2: is empty.");
  });

  test("stands at the step, the value, the service or the flow", () => {
    expect(
      at("node 'menu': comes back to itself without waiting for the customer"),
    ).toMatchObject({ node: "menu" });
    expect(at("flows.shop.sales: there is no 'salse'")).toEqual({
      sentence: "flows.shop.sales: there is no 'salse'",
      words: "There is no 'salse'.",
      node: "sales",
    });
    expect(
      at("flows.shop.draft: node 'greet': text: has more than 4000 characters"),
    ).toMatchObject({ node: "greet", member: "text" });
    expect(at("value 'welcome': is there twice")).toMatchObject({
      value: "welcome",
    });
    expect(at("services.website.values: queue: is required").words).toBe(
      "In the service “website”, queue: is required.",
    );
    expect(at("the first node '' does not exist").words).toBe(
      "The first node '' does not exist.",
    );
  });
});

describe("F1: what publishing changes", () => {
  test("is told for each step, with what is different", () => {
    let after = setBody(shop, "greet", { text: "Good day", next: "menu" });
    after = connect(after, "menu", "no_choice", "sales");
    after = removeNodes(after, new Set(["name"]));
    after = addNode(after, "end").graph;
    const changes = changesOf(shop, after).map(
      ({ what, name, words }) => `${what} ${name} ${words}`,
    );
    expect(changes).toEqual([
      "changed greet text, delay (seconds)",
      "changed menu “Repairs” leads to nowhere, “Nothing chosen” leads to sales",
      "removed name ",
      "added end_2 ",
    ]);
    expect(changesOf(shop, shop)).toEqual([]);
  });
});

describe("F1: the way of a dry run", () => {
  const note = (node: string, text: string) =>
    ({ voice: "note", node, text, after: 0 }) as const;

  test("follows what the customer and the queue did", () => {
    const run = {
      lines: [
        { voice: "customer", text: "Hi", node: "arrived", after: 0 },
        { voice: "flow", text: "What is it?", node: "arrived", after: 0 },
        note("menu", "waits for the customer"),
        { voice: "customer", text: "2", node: "menu", after: 0 },
        note("menu", "menu: Repairs"),
        { voice: "flow", text: "Your name?", node: "menu", after: 0 },
        note("name", "waits for the customer"),
        { voice: "customer", text: "Cy", node: "name", after: 0 },
        note("name", "name = Cy"),
        note("sales", "asks queue sales"),
        note("sales", "ends"),
      ],
      node: "",
      failed: false,
      variables: {},
    } satisfies Parameters<typeof wayOf>[1];
    const way = wayOf(shop, run, {
      first_line: "Hi",
      acts: [
        { kind: "customer_writes", text: "2" },
        { kind: "customer_writes", text: "Cy" },
        { kind: "queue_says", word: "times_out" },
      ],
    });
    expect([...way.edges]).toEqual([
      "arrived by_message",
      "menu options.1",
      "name next",
      "sales timeout",
    ]);
    expect(way.nodes.has("greet")).toBe(false);
    const opened = wayOf(
      shop,
      { lines: [note("arrived", "x"), note("menu", "y")], node: "menu" },
      {},
    );
    expect([...opened.nodes]).toEqual(["arrived", "greet", "menu"]);
  });
});
