// Deleting an object: asked about first, refused in words while something still
// uses it.
import { useQueryClient } from "@tanstack/react-query";
import { type JSX, useCallback } from "react";
import { Link, useLocation } from "wouter";
import { useAsk } from "../ui/ask.js";
import { useToasts } from "../ui/toasts.js";
import { wordsOf } from "../rest/client.js";
import type { AnyKind } from "./kind.js";
import {
  type Named,
  nameOf,
  readObject,
  removeObject,
  renew,
} from "./objects.js";
import { type Use, usesOf } from "./problems.js";
import { type KindSection, sections } from "./sections.js";

interface KnownUse extends Use {
  readonly title: string;
  readonly name: string;
  readonly href: string | undefined;
}

/** Ids become names, where the kind has pages here. */
async function known(uses: readonly Use[]): Promise<readonly KnownUse[]> {
  return Promise.all(
    uses.map(async (use): Promise<KnownUse> => {
      const section = sections.find(({ id }) => id === use.kind);
      const title = section?.title ?? use.kind.replaceAll("-", " ");
      const href =
        section === undefined ? undefined : `/admin/${section.id}/${use.id}`;
      try {
        const path = `/api/v1/${use.kind}`;
        const { value } = await readObject<Named>(path, use.id);
        return { ...use, title, href, name: nameOf(value) };
      } catch {
        // It cannot be seen from here; its id is still something to go by.
        return { ...use, title, href: undefined, name: use.id };
      }
    }),
  );
}

function Uses({ uses }: { uses: readonly KnownUse[] }): JSX.Element {
  return (
    <ul className="uses" data-testid="uses">
      {uses.map(({ kind, id, title, name, what, href }) => (
        <li key={`${kind} ${id} ${what}`}>
          <span className="faint small">{title}</span>{" "}
          {href === undefined ? <b>{name}</b> : <Link href={href}>{name}</Link>}
          {what !== "" && <span className="soft small"> ({what})</span>}
        </li>
      ))}
    </ul>
  );
}

const shown_max = 20;

/** @returns deletes one after asking; true if it is gone. */
export function useDelete(
  section: KindSection,
  kind: AnyKind,
): (one: { id: string; name: string }) => Promise<boolean> {
  const ask = useAsk();
  const toasts = useToasts();
  const queries = useQueryClient();
  const [here, go] = useLocation();
  return useCallback(
    async ({ id, name }) => {
      const isSure = await ask({
        title: `Delete “${name}”?`,
        text: `The ${kind.noun} is gone for everybody at once. This cannot be undone.`,
        yes: "Delete",
        isDangerous: true,
      });
      if (!isSure) return false;
      try {
        const { etag } = await readObject<Named>(kind.path, id);
        await removeObject(kind.path, id, etag);
      } catch (why) {
        const uses = usesOf(why);
        if (uses === undefined) {
          toasts.show(wordsOf(why), "bad");
          return false;
        }
        const named = await known(uses.slice(0, shown_max));
        const isLeaving = await ask({
          title: `“${name}” is still in use`,
          text: (
            <>
              <p>
                It stays until nothing uses it any more. Take it out there
                first:
              </p>
              <Uses uses={named} />
              {uses.length > shown_max && (
                <p>and {uses.length - shown_max} more.</p>
              )}
            </>
          ),
          yes: "Show the first",
          no: "Close",
        });
        const first = named.find(({ href }) => href !== undefined);
        if (isLeaving && first?.href !== undefined) go(first.href);
        return false;
      }
      toasts.show(`“${name}” is deleted.`, "good");
      const list = `/admin/${section.id}`;
      if (here !== list) go(list);
      await renew(queries, kind.path);
      return true;
    },
    [ask, go, here, kind, queries, section, toasts],
  );
}
