import { expect, test } from "vitest";
import {
  branchOf,
  spotsFor,
  treeOf,
  withinOf,
} from "../src/admin/classification_tree.js";
import { moved, scriptErrors } from "../src/admin/kinds/script_edits.js";

const all = [
  { id: "late", name: "Late", parent: "order" },
  { id: "order", name: "Order" },
  { id: "very", name: "Very late", parent: "late" },
  { id: "complaint", name: "Complaint" },
  { id: "lost", name: "Lost", parent: "gone" },
];

test("C1: classifications are a tree by name; nothing is lost", () => {
  const tree = treeOf(all);
  expect(tree.map(({ id }) => id)).toEqual(["complaint", "lost", "order"]);
  const order = branchOf(tree, "order");
  expect(order && withinOf(order)).toEqual(["order", "late", "very"]);
});

test("C1: nothing is moved below itself", () => {
  const spots = spotsFor(treeOf(all), "late");
  expect(spots.map(({ label }) => label)).toEqual([
    "Complaint",
    "Lost",
    "Order",
  ]);
  expect(
    spotsFor(treeOf(all), "complaint").map(({ label }) => label),
  ).toContain("Order › Late › Very late");
});

test("C1: a circle is shown, not followed", () => {
  const tree = treeOf([
    { id: "a", name: "A", parent: "b" },
    { id: "b", name: "B", parent: "a" },
  ]);
  expect(tree.map(({ id }) => id)).toEqual(["a", "b"]);
});

test("X1: a script's parts change their order, and what is missing is said", () => {
  expect(moved([1, 2, 3], 2, -1)).toEqual([1, 3, 2]);
  expect(moved([1, 2, 3], 0, -1)).toEqual([1, 2, 3]);
  expect(scriptErrors({ name: "x" })).toEqual({
    sections: "A script needs a section.",
  });
  expect(
    scriptErrors({
      sections: [
        {
          name: "",
          questions: [{ name: "No", text: "", choices: ["a", " "] }],
        },
      ],
    }),
  ).toEqual({
    "sections.0.name": "Needed.",
    "sections.0.questions.0.text": "Needed.",
    "sections.0.questions.0.choices": "There is an empty line.",
  });
});
