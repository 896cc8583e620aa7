// The page of one object: it is read, or begins as a new one or as a copy, and
// shown as the form that its kind describes.
import { useQuery } from "@tanstack/react-query";
import { Copy, Trash2 } from "lucide-react";
import { type JSX, useState } from "react";
import { useLocation, useSearch } from "wouter";
import { ProblemError, type Tagged } from "../rest/client.js";
import { useSession } from "../session/session.js";
import { Button } from "../ui/button.js";
import { Failed, Loading } from "../ui/states.js";
import { Tabs } from "../ui/tabs.js";
import { belongsTo, checkFields, copyName, shownFields } from "./check.js";
import { useDelete } from "./deleting.js";
import { FieldAt } from "./field.js";
import { Breadcrumbs, Frame } from "./frame.js";
import type { AnyKind, FormTab, Part } from "./kind.js";
import { type ObjectForm, useObjectForm } from "./object_form.js";
import { type Named, nameOf, objectQuery } from "./objects.js";
import { withValue } from "./patch.js";
import type { KindSection } from "./sections.js";

interface PageProps {
  readonly section: KindSection;
  readonly kind: AnyKind;
}

export function ObjectPage(props: PageProps & { id: string }): JSX.Element {
  const { section, kind, id } = props;
  const copied = new URLSearchParams(useSearch()).get("copy") ?? undefined;
  if (kind.Page !== undefined) return <kind.Page key={id} id={id} />;
  if (id === "new") {
    return copied === undefined ? (
      <Editor
        section={section}
        kind={kind}
        initial={kind.fresh ?? {}}
        key="new"
      />
    ) : (
      <Reading {...props} id={copied} isCopy key={`copy ${copied}`} />
    );
  }
  return <Reading {...props} key={id} />;
}

function Reading(
  props: PageProps & { id: string; isCopy?: boolean },
): JSX.Element {
  const { section, kind, id, isCopy = false } = props;
  const read = useQuery(objectQuery<Named>(kind.path, id));
  if (read.error !== null) {
    const isGone =
      read.error instanceof ProblemError && read.error.problem.status === 404;
    return (
      <div className="stack">
        <Breadcrumbs way={[...wayTo(section), { title: id }]} />
        <h1 className="hidden-text">{section.title}</h1>
        <Failed
          why={
            isGone
              ? new ProblemError({
                  title: `There is no such ${kind.noun}, or your profile does not show it`,
                  status: 404,
                })
              : read.error
          }
          again={() => void read.refetch()}
        />
      </div>
    );
  }
  if (read.data === undefined)
    return <Loading what={`Loading the ${kind.noun}`} />;
  const { value } = read.data;
  if (!isCopy) {
    return (
      <Editor section={section} kind={kind} base={read.data} initial={value} />
    );
  }
  const copy = withValue(
    { ...value, name: copyName(nameOf(value)) },
    "id",
    undefined,
  );
  return (
    <Editor
      section={section}
      kind={kind}
      initial={kind.copied?.(copy) ?? copy}
    />
  );
}

export function wayTo(
  section: KindSection,
): readonly { title: string; href: string }[] {
  return [
    { title: "Administration", href: "/admin" },
    { title: section.title, href: `/admin/${section.id}` },
  ];
}

function Editor(
  props: PageProps & { base?: Tagged<Named>; initial: Named },
): JSX.Element {
  const { section, kind, base, initial } = props;
  const { may } = useSession();
  const [, go] = useLocation();
  const [tab, setTab] = useState<string>();
  const remove = useDelete(section, kind);
  const tabs = kind.tabs ?? [];
  const fixed = base === undefined ? undefined : kind.fixed?.(base.value);
  const mayWrite = may(section.area, section.writes ?? "modify");
  const title = kind.noun.charAt(0).toUpperCase() + kind.noun.slice(1);
  const form = useObjectForm<Named>({
    path: kind.path,
    ...(base && { base }),
    initial,
    isFixed: fixed !== undefined || !mayWrite || tabs.length === 0,
    title,
    tidy: kind.tidy,
    renamed: kind.renamed,
    check: (values) => ({
      ...kind.check?.(values),
      ...checkFields(tabs, values),
    }),
  });
  const shown = tabs.filter(({ when }) => when?.(form.values) ?? true);
  const here = shown.some(({ id }) => id === tab) ? tab : shown[0]?.id;
  const name = (kind.nameOf ?? nameOf)(base?.value ?? form.values);
  const id = base?.value.id;
  return (
    <Frame
      form={form}
      way={[
        ...wayTo(section),
        { title: base === undefined ? `New ${kind.noun}` : name },
      ]}
      title={base === undefined ? `New ${kind.noun}` : name}
      fixed={
        fixed ??
        (mayWrite ? undefined : "You may look at this, but not change it.")
      }
      fields={shownFields(tabs, form.values)}
      reveal={(path) => {
        const found = shown.find((one) =>
          shownFields([one], form.values).some(({ at }) => belongsTo(path, at)),
        );
        if (found) setTab(found.id);
      }}
      acts={
        id !== undefined &&
        mayWrite && (
          <>
            {kind.fresh !== undefined && (
              <Button
                icon={Copy}
                data-testid="copy"
                onPress={() => {
                  go(`/admin/${section.id}/new?copy=${id}`);
                }}
              >
                Copy
              </Button>
            )}
            {fixed === undefined && (
              <Button
                icon={Trash2}
                data-testid="delete"
                onPress={() => void remove({ id, name })}
              >
                Delete
              </Button>
            )}
          </>
        )
      }
      after={
        base !== undefined &&
        kind.Extra !== undefined && (
          <kind.Extra
            id={id ?? ""}
            value={base.value}
            mayChange={mayWrite && fixed === undefined}
          />
        )
      }
    >
      {shown.length > 1 ? (
        <Tabs
          label={`Settings of the ${kind.noun}`}
          selected={here ?? ""}
          onSelect={setTab}
          tabs={shown.map((one) => ({
            id: one.id,
            title: <TabTitle tab={one} form={form} />,
            content: <Parts parts={one.parts} form={form} />,
          }))}
        />
      ) : (
        <Parts parts={shown[0]?.parts ?? []} form={form} />
      )}
    </Frame>
  );
}

function TabTitle(props: {
  tab: FormTab<Named>;
  form: ObjectForm<Named>;
}): JSX.Element {
  const { tab, form } = props;
  const isWrong = shownFields([tab], form.values).some(
    ({ at }) => form.errorAt(at) !== undefined,
  );
  return (
    <>
      {tab.title}
      {isWrong && (
        <span className="tab-wrong">
          <span className="hidden-text">, needs a look</span>
        </span>
      )}
    </>
  );
}

export function Parts<T extends object>(props: {
  parts: readonly Part<T>[];
  form: ObjectForm<T>;
}): JSX.Element {
  const { parts, form } = props;
  return (
    <div className="parts">
      {parts
        .filter(({ when }) => when?.(form.values) ?? true)
        .map(({ title, text, fields }, index) => (
          <section className="part" key={title ?? index} aria-label={title}>
            {title !== undefined && (
              <header className="part-head">
                <h2>{title}</h2>
                {text !== undefined && <p className="soft small">{text}</p>}
              </header>
            )}
            {fields
              .filter(({ when }) => when?.(form.values) ?? true)
              .map((field) => (
                <FieldAt key={field.at} field={field} form={form} />
              ))}
          </section>
        ))}
    </div>
  );
}
