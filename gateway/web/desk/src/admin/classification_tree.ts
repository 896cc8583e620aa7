// Classifications as the tree that they are. Pure.
import type { Schemas } from "../rest/client.js";

export type Classification = Schemas["Classification"];

export interface Branch {
  readonly id: string;
  readonly name: string;
  readonly below: readonly Branch[];
}

function idOf({ id = "" }: Classification): string {
  return id;
}

/** By name on each level; what has lost its parent stands at the top. */
export function treeOf(all: readonly Classification[]): readonly Branch[] {
  const known = new Set(all.map(idOf));
  const seen = new Set<string>();
  const below = (parent: string | undefined): Branch[] =>
    all
      .filter((one) => {
        const has = one.parent !== undefined && known.has(one.parent);
        return has ? one.parent === parent : parent === undefined;
      })
      .filter((one) => !seen.has(idOf(one)))
      .sort((a, b) => (a.name ?? "").localeCompare(b.name ?? ""))
      .map((one) => {
        seen.add(idOf(one));
        return {
          id: idOf(one),
          name: one.name ?? idOf(one),
          below: below(idOf(one)),
        };
      });
  const tree = below(undefined);
  // A circle has no top; each of its members is shown there.
  const lost = all.filter((one) => !seen.has(idOf(one)));
  return [
    ...tree,
    ...lost.map((one) => ({
      id: idOf(one),
      name: one.name ?? idOf(one),
      below: [],
    })),
  ];
}

/** Ids of one and of everything below it. */
export function withinOf(branch: Branch): readonly string[] {
  return [branch.id, ...branch.below.flatMap(withinOf)];
}

export function branchOf(
  tree: readonly Branch[],
  id: string,
): Branch | undefined {
  for (const branch of tree) {
    const found = branch.id === id ? branch : branchOf(branch.below, id);
    if (found !== undefined) return found;
  }
  return undefined;
}

export interface Spot {
  readonly id: string;
  /** With what is above it: `Order › Late`. */
  readonly label: string;
}

/** Where a classification may be moved: not below itself. */
export function spotsFor(
  tree: readonly Branch[],
  moved: string,
  above = "",
): readonly Spot[] {
  return tree
    .filter(({ id }) => id !== moved)
    .flatMap(({ id, name, below }) => {
      const label = above === "" ? name : `${above} › ${name}`;
      return [{ id, label }, ...spotsFor(below, moved, label)];
    });
}
