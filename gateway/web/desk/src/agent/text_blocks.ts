// Texts that agents write again and again: found by `/`, filled in (X1).
import { useQuery } from "@tanstack/react-query";
import { answerOf, rest, type Schemas } from "../rest/client.js";
import { matching } from "../shell/matching.js";

export interface TextBlock {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly scope: NonNullable<Schemas["TextBlock"]["scope"]>;
  readonly owner: string;
}

const page = 200;
/** Nobody reads more than that. */
const pages_max = 10;

async function fetchBlocks(): Promise<TextBlock[]> {
  const all: TextBlock[] = [];
  let after: string | undefined;
  for (let read = 0; read < pages_max; read += 1) {
    const query = { limit: page, ...(after !== undefined && { after }) };
    const answer = await answerOf(
      rest.GET("/api/v1/text-blocks", { params: { query } }),
    );
    for (const { id, name, text, scope, owner } of answer.items) {
      if (id === undefined || text === undefined) continue;
      all.push({
        id,
        name: name ?? id,
        text,
        scope: scope ?? "company",
        owner: owner ?? "",
      });
    }
    after = answer.next;
    if (after === undefined) break;
  }
  return all;
}

const none: readonly TextBlock[] = [];

/** All that the server shows; read when they are wanted first. */
export function useTextBlocks(isWanted: boolean): readonly TextBlock[] {
  const { data } = useQuery({
    queryKey: ["text-blocks"],
    queryFn: fetchBlocks,
    enabled: isWanted,
    staleTime: 60_000,
  });
  return data ?? none;
}

/** Those for this chat, the best match first. */
export function blocksFor(
  all: readonly TextBlock[],
  of: { queue: string; agent: string },
  text: string,
): readonly TextBlock[] {
  const mine = all.filter(({ scope, owner }) => {
    if (scope === "queue") return owner === of.queue;
    return scope !== "personal" || owner === of.agent;
  });
  return matching(
    mine.map((block) => ({ ...block, title: block.name, words: block.text })),
    text,
  );
}

/** The word with `/` before the caret, if there is one. */
export function wordAt(
  text: string,
  caret: number,
): { from: number; text: string } | undefined {
  const [, before = "", word] =
    /(^|[\s\S]*\s)\/([^\n/]{0,40})$/.exec(text.slice(0, caret)) ?? [];
  return word === undefined ? undefined : { from: before.length, text: word };
}

export function filled(
  text: string,
  by: { agent: string; customer: string; queue: string },
): string {
  return text.replace(
    /<(agent|customer|queue)>/g,
    (_, name: string) => by[name as keyof typeof by],
  );
}
