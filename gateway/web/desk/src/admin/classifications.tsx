// The tree of classifications, edited where it stands; and how each queue uses
// it (C1).
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { CornerUpRight, Pencil, Plus, Tags, Trash2 } from "lucide-react";
import { type JSX, type ReactNode, useState } from "react";
import type { Schemas } from "../rest/client.js";
import { wordsOf } from "../rest/client.js";
import { useSession } from "../session/session.js";
import { Button, IconButton } from "../ui/button.js";
import { Select } from "../ui/choices.js";
import { Dialog } from "../ui/dialog.js";
import { Empty, Failed, Loading } from "../ui/states.js";
import { useToasts } from "../ui/toasts.js";
import { ClassifyingQueues } from "./classifying_queues.js";
import {
  type Branch,
  type Classification,
  spotsFor,
  treeOf,
} from "./classification_tree.js";
import { useDelete } from "./deleting.js";
import { kindOf } from "./kind.js";
import {
  addObject,
  allQuery,
  changeObject,
  readObject,
  renew,
} from "./objects.js";
import type { KindSection } from "./sections.js";
import "./kinds/contents.css";

const path = "/api/v1/classifications";
const name_max = 100;

const kind = kindOf<Schemas["Classification"]>({
  path,
  noun: "classification",
  empty: "",
  columns: [],
});

/** For what is told of a deletion. */
const section: KindSection = {
  id: "classifications",
  title: "Classifications",
  text: "",
  area: "classifications",
  icon: Tags,
  group: "Contents",
  kind: () => Promise.resolve({ default: kind }),
};

/** Which row is edited, and how. */
type Editing =
  | { readonly what: "rename"; readonly id: string }
  | { readonly what: "add"; readonly id: string | undefined };

export default function Classifications(): JSX.Element {
  const { may } = useSession();
  const read = useQuery(allQuery<Classification>(path));
  const [editing, setEditing] = useState<Editing>();
  const [moving, setMoving] = useState<Branch>();
  const edits = useEdits();
  const remove = useDelete(section, kind);
  const mayChange = may("classifications", "modify");
  const tree = treeOf(read.data ?? []);
  const adder = (
    <NameForm
      label="Name of the new classification"
      name=""
      save={(name) => edits.add(name, undefined)}
      done={() => {
        setEditing(undefined);
      }}
    />
  );
  const isAddingTop = editing?.what === "add" && editing.id === undefined;
  const add = mayChange && !isAddingTop && (
    <Button
      kind="primary"
      icon={Plus}
      data-testid="add"
      onPress={() => {
        setEditing({ what: "add", id: undefined });
      }}
    >
      New classification
    </Button>
  );
  let content: ReactNode;
  if (read.isError) {
    content = <Failed why={read.error} again={() => void read.refetch()} />;
  } else if (read.data === undefined) {
    content = <Loading what="Reading the classifications" />;
  } else if (tree.length === 0 && !isAddingTop) {
    content = (
      <Empty icon={Tags} title="There are no classifications yet." action={add}>
        They say what chats were about, and may stand below each other.
      </Empty>
    );
  } else {
    content = (
      <section className="part" aria-label="Tree">
        <Level
          branches={tree}
          editing={editing}
          edit={setEditing}
          move={setMoving}
          remove={(one) => void remove(one)}
          edits={edits}
          mayChange={mayChange}
        />
        {isAddingTop ? adder : add}
      </section>
    );
  }
  return (
    <div className="stack">
      <header className="page-head">
        <h1>Classifications</h1>
        <p className="soft">
          What chats were about. Each queue offers its own choice of them.
        </p>
      </header>
      {content}
      {may("queues") && <ClassifyingQueues all={read.data ?? []} />}
      {moving !== undefined && (
        <MoveDialog
          branch={moving}
          tree={tree}
          save={edits.move}
          close={() => {
            setMoving(undefined);
          }}
        />
      )}
    </div>
  );
}

interface Edits {
  /** @returns what went wrong, in words. */
  readonly add: (
    name: string,
    parent: string | undefined,
  ) => Promise<string | undefined>;
  readonly rename: (id: string, name: string) => Promise<string | undefined>;
  readonly move: (
    id: string,
    parent: string | undefined,
  ) => Promise<string | undefined>;
}

function useEdits(): Edits {
  const queries = useQueryClient();
  const toasts = useToasts();
  const run = async (
    act: () => Promise<unknown>,
    said: string,
  ): Promise<string | undefined> => {
    try {
      await act();
    } catch (why) {
      return wordsOf(why);
    }
    toasts.show(said, "good");
    await renew(queries, path);
    return undefined;
  };
  const patch = async (id: string, change: object): Promise<void> => {
    const { etag } = await readObject<Classification>(path, id);
    await changeObject<Classification>(path, id, change, etag);
  };
  return {
    add: (name, parent) =>
      run(
        () =>
          addObject<Classification>(
            path,
            { name, ...(parent !== undefined && { parent }) },
            crypto.randomUUID(),
          ),
        `“${name}” is added.`,
      ),
    rename: (id, name) => run(() => patch(id, { name }), `Now “${name}”.`),
    move: (id, parent) =>
      run(() => patch(id, { parent: parent ?? null }), "It is moved."),
  };
}

function Level(props: {
  branches: readonly Branch[];
  editing: Editing | undefined;
  edit: (editing: Editing | undefined) => void;
  move: (branch: Branch) => void;
  remove: (branch: Branch) => void;
  edits: Edits;
  mayChange: boolean;
}): JSX.Element {
  const { branches, editing, edit, edits, mayChange } = props;
  const done = (): void => {
    edit(undefined);
  };
  return (
    <ul className="tree">
      {branches.map((branch) => {
        const { id, name, below } = branch;
        const isHere = editing?.id === id;
        return (
          <li key={id} data-testid="classification-row" data-id={id}>
            <div className="tree-row">
              {isHere && editing.what === "rename" ? (
                <NameForm
                  label="New name"
                  name={name}
                  save={(text) => edits.rename(id, text)}
                  done={done}
                />
              ) : (
                <span className="tree-name">{name}</span>
              )}
              {mayChange && !isHere && <RowActs {...props} branch={branch} />}
            </div>
            {isHere && editing.what === "add" && (
              <NameForm
                label={`Name of what comes below ${name}`}
                name=""
                save={(text) => edits.add(text, id)}
                done={done}
              />
            )}
            {below.length > 0 && <Level {...props} branches={below} />}
          </li>
        );
      })}
    </ul>
  );
}

function RowActs(props: {
  branch: Branch;
  edit: (editing: Editing) => void;
  move: (branch: Branch) => void;
  remove: (branch: Branch) => void;
}): JSX.Element {
  const { branch, edit, move, remove } = props;
  const { id, name } = branch;
  return (
    <>
      <IconButton
        label={`Add below ${name}`}
        icon={Plus}
        size="small"
        data-testid="add-below"
        onPress={() => {
          edit({ what: "add", id });
        }}
      />
      <IconButton
        label={`Rename ${name}`}
        icon={Pencil}
        size="small"
        data-testid="rename"
        onPress={() => {
          edit({ what: "rename", id });
        }}
      />
      <IconButton
        label={`Move ${name}`}
        icon={CornerUpRight}
        size="small"
        data-testid="move"
        onPress={() => {
          move(branch);
        }}
      />
      <IconButton
        label={`Delete ${name}`}
        icon={Trash2}
        size="small"
        data-testid="delete"
        onPress={() => {
          remove(branch);
        }}
      />
    </>
  );
}

function NameForm(props: {
  label: string;
  name: string;
  save: (name: string) => Promise<string | undefined>;
  done: () => void;
}): JSX.Element {
  const { label, save, done } = props;
  const [name, setName] = useState(props.name);
  const [flaw, setFlaw] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (): Promise<void> => {
    const text = name.trim();
    if (text === "") {
      setFlaw("A name is needed.");
      return;
    }
    setBusy(true);
    const wrong = await save(text);
    setBusy(false);
    setFlaw(wrong);
    if (wrong === undefined) done();
  };
  return (
    <form
      className="tree-edit"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <input
        className="input"
        aria-label={label}
        aria-invalid={flaw !== undefined}
        value={name}
        maxLength={name_max}
        // Whoever has pressed "add" writes the name next.
        autoFocus
        data-testid="classification-name"
        onChange={(event) => {
          setName(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === "Escape") done();
        }}
      />
      <Button type="submit" kind="primary" size="small" isDisabled={isBusy}>
        Save
      </Button>
      <Button size="small" onPress={done}>
        Cancel
      </Button>
      {flaw !== undefined && (
        <span className="field-error" role="alert">
          {flaw}
        </span>
      )}
    </form>
  );
}

/** No id is that. */
const top = "";

function MoveDialog(props: {
  branch: Branch;
  tree: readonly Branch[];
  save: (id: string, parent: string | undefined) => Promise<string | undefined>;
  close: () => void;
}): JSX.Element {
  const { branch, tree, save, close } = props;
  const [to, setTo] = useState(top);
  const [flaw, setFlaw] = useState<string>();
  const move = async (): Promise<void> => {
    const wrong = await save(branch.id, to === top ? undefined : to);
    setFlaw(wrong);
    if (wrong === undefined) close();
  };
  return (
    <Dialog
      title={`Move “${branch.name}”`}
      isOpen
      close={close}
      size="small"
      data-testid="move-dialog"
      actions={
        <>
          <Button onPress={close}>Cancel</Button>
          <Button
            kind="primary"
            data-testid="move-yes"
            onPress={() => void move()}
          >
            Move
          </Button>
        </>
      }
    >
      <Select
        label="Below"
        hint={
          branch.below.length > 0
            ? "What stands below it moves along."
            : undefined
        }
        options={[
          { id: top, label: "Nothing: at the top" },
          ...spotsFor(tree, branch.id),
        ]}
        value={to}
        error={flaw}
        data-testid="move-to"
        onChange={setTo}
      />
    </Dialog>
  );
}
