// What the server finds wrong with a flow: sentences, sorted to the step, the
// branch or the parameter that they name.
import { type Graph, kindOf, outputsOf } from "./graph.js";
import { kinds } from "./kinds.js";

export interface FlowProblem {
  /** The server's sentence. */
  readonly sentence: string;
  /** What it says, for people. */
  readonly words: string;
  readonly node?: string;
  readonly output?: string;
  /** Of the node, as in the schema: `matches.0.text`. */
  readonly member?: string;
  /** A value of the services that it is about. */
  readonly value?: string;
}

const of_node =
  /^node '([^']+)': (?:branch '([^']+)': )?(?:([a-z_]+(?:\.[A-Za-z0-9_-]+)*): )?(.*)$/;
const of_value = /^value '([^']*)': (.*)$/;
const of_service = /^services\.(.+?)\.values(?:\.([a-z0-9_]+))?: (.*)$/;

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function titleOf(graph: Graph, id: string, member: string): string {
  const node = graph.nodes[id];
  const [first = "", index, last] = member.split(".");
  if (node === undefined) return member;
  const { parameters, list } = kinds[kindOf(node)];
  if (list?.member === first) {
    if (index === undefined) return `${list.noun}s`;
    const of = last === "difference_max" ? ", spelling mistakes" : "";
    return `${list.noun} ${Number(index) + 1}${of}`;
  }
  const title = parameters.find(({ name }) => name === first)?.title ?? first;
  return index === undefined ? title : `${title}, ${index}`;
}

/** @param flow its id, which the server puts before some sentences */
export function problemOf(
  given: string,
  flow: string,
  graph: Graph,
): FlowProblem {
  let sentence = given;
  for (const before of [`flows.${flow}.draft: `, `flows.${flow}: `]) {
    if (sentence.startsWith(before)) sentence = sentence.slice(before.length);
  }
  const at_object = `flows.${flow}.`;
  if (sentence.startsWith(at_object)) {
    const [node = "", ...rest] = sentence.slice(at_object.length).split(": ");
    if (node in graph.nodes) {
      return { sentence, words: `${capital(rest.join(": "))}.`, node };
    }
  }
  const node = of_node.exec(sentence);
  if (node !== null) {
    const [, id = "", output, member, what = ""] = node;
    const known = graph.nodes[id];
    if (output !== undefined) {
      const title =
        known && outputsOf(known).find((one) => one.id === output)?.title;
      const words = `${title ?? output} ${what}.`;
      return { sentence, words, node: id, output };
    }
    if (member !== undefined) {
      const words = `${titleOf(graph, id, member)}: ${what}.`;
      return { sentence, words, node: id, member };
    }
    return { sentence, words: `${capital(what)}.`, node: id };
  }
  const value = of_value.exec(sentence);
  if (value !== null) {
    const [, name = "", what = ""] = value;
    return { sentence, words: `Value ${name}: ${what}.`, value: name };
  }
  const service = of_service.exec(sentence);
  if (service !== null) {
    const [, id = "", name, what = ""] = service;
    const about = name === undefined ? what : `${name}: ${what}`;
    return { sentence, words: `In the service “${id}”, ${about}.` };
  }
  return { sentence, words: `${capital(sentence)}.` };
}

/** At a parameter: what is wrong with it, in words. */
export function wrongAt(
  problems: readonly FlowProblem[],
  node: string,
  member: string,
): string | undefined {
  const found = problems.find(
    (one) =>
      one.node === node &&
      (one.member === member || one.member?.startsWith(`${member}.`) === true),
  );
  return found?.words
    .replace(/^[^:]*: /, "")
    .replace(/^./, (letter) => letter.toUpperCase());
}
