// Over the graph: which flow it is, whether it is saved, what can be done.
import {
  Check,
  CloudOff,
  EllipsisVertical,
  LoaderCircle,
  PencilLine,
  Redo2,
  Rocket,
  TriangleAlert,
  Undo2,
} from "lucide-react";
import { type JSX, useState } from "react";
import { answerOf, rest, wordsOf } from "../../rest/client.js";
import { useAsk } from "../../ui/ask.js";
import { Button, IconButton } from "../../ui/button.js";
import { Dialog } from "../../ui/dialog.js";
import { TextField } from "../../ui/fields.js";
import { useForm } from "../../ui/form.js";
import { Menu, MenuItem } from "../../ui/menu.js";
import { Tag } from "../../ui/parts.js";
import { useToasts } from "../../ui/toasts.js";
import { Breadcrumbs } from "../frame.js";
import type { Editing, Saving } from "./use_flow.js";
import { momentOf } from "./versions.js";

export function EditorHead(props: {
  editing: Editing;
  isReadOnly: boolean;
  publish: () => void;
}): JSX.Element {
  const { editing, isReadOnly, publish } = props;
  const { flow, history, saving } = editing;
  const { id = "", name = id, version = 0, draft } = flow;
  const [isNaming, setNaming] = useState(false);
  const ask = useAsk();
  const toasts = useToasts();
  const hasDraft = draft !== undefined || saving.is === "changed";
  const discard = async (): Promise<void> => {
    const sure = await ask({
      title: "Discard the draft?",
      text: `What is not published is lost. The editor shows version ${version} again.`,
      yes: "Discard the draft",
      isDangerous: true,
    });
    if (!sure) return;
    try {
      await editing.act(
        (etag) =>
          answerOf(
            rest.PATCH("/api/v1/flows/{id}", {
              params: { path: { id }, header: { "If-Match": etag } },
              headers: { "Content-Type": "application/merge-patch+json" },
              // A merge patch takes a member out by null (RFC 7396).
              body: { draft: null } as never,
            }),
          ),
        true,
      );
      toasts.show("The draft is gone.");
    } catch (why) {
      toasts.show(wordsOf(why), "bad");
    }
  };
  return (
    <header className="flow-head">
      <div className="flow-head-words">
        <Breadcrumbs
          way={[
            { title: "Administration", href: "/admin" },
            { title: "Flows", href: "/admin/flows" },
            { title: name },
          ]}
        />
        <div className="row">
          <h1 className="cut">{name}</h1>
          {version > 0 ? (
            <Tag tone="good">{`version ${version} in use`}</Tag>
          ) : (
            <Tag tone="warn">not published yet</Tag>
          )}
          {hasDraft && version > 0 && <Tag tone="info">draft</Tag>}
          <SaveState saving={saving} isReadOnly={isReadOnly} />
        </div>
      </div>
      <div className="flow-head-acts">
        <IconButton
          label="Undo"
          icon={Undo2}
          keys="mod+z"
          isDisabled={isReadOnly || history.past.length === 0}
          data-testid="undo"
          onPress={editing.undo}
        />
        <IconButton
          label="Redo"
          icon={Redo2}
          keys="mod+shift+z"
          isDisabled={isReadOnly || history.future.length === 0}
          data-testid="redo"
          onPress={editing.redo}
        />
        <Menu
          label="More"
          placement="bottom end"
          trigger={
            <IconButton
              label="More"
              icon={EllipsisVertical}
              isDisabled={isReadOnly}
              data-testid="flow-more"
            />
          }
        >
          <MenuItem
            icon={PencilLine}
            onAction={() => {
              setNaming(true);
            }}
          >
            Name and description
          </MenuItem>
          <MenuItem
            kind="danger"
            isDisabled={draft === undefined || version === 0}
            onAction={() => void discard()}
          >
            Discard the draft
          </MenuItem>
        </Menu>
        <Button
          kind="primary"
          icon={Rocket}
          isDisabled={isReadOnly || !hasDraft}
          data-testid="publish"
          onPress={publish}
        >
          Publish
        </Button>
      </div>
      {isNaming && (
        <NameDialog
          editing={editing}
          close={() => {
            setNaming(false);
          }}
        />
      )}
    </header>
  );
}

/** In words, beside the name. */
function SaveState(props: {
  saving: Saving;
  isReadOnly: boolean;
}): JSX.Element | null {
  const { saving, isReadOnly } = props;
  const said = ((): { icon: typeof Check; words: string; tone?: string } => {
    switch (saving.is) {
      case "saved":
        return saving.at === undefined
          ? { icon: Check, words: "All is saved." }
          : { icon: Check, words: `Draft saved, ${momentOf(saving.at)}.` };
      case "changed":
      case "saving":
        return { icon: LoaderCircle, words: "Saving…" };
      case "conflict":
        return { icon: TriangleAlert, words: "Not saved.", tone: "bad" };
      case "refused":
      case "unreachable":
        return {
          icon: CloudOff,
          words: `Not saved. ${saving.words}`,
          tone: "bad",
        };
    }
  })();
  const { icon: Icon, words, tone } = said;
  return (
    <span
      className="flow-saving small"
      role="status"
      data-tone={tone}
      data-testid="flow-saving"
    >
      {isReadOnly ? (
        "You may look at this, but not change it."
      ) : (
        <>
          <Icon className="icon" aria-hidden />
          {words}
        </>
      )}
    </span>
  );
}

function NameDialog(props: {
  editing: Editing;
  close: () => void;
}): JSX.Element {
  const { editing, close } = props;
  const { id = "", name = "", description = "" } = editing.flow;
  const form = useForm({
    initial: { name, description },
    check: (values) => ({
      ...(values.name.trim() === "" && { name: "Needed." }),
    }),
    save: (values) =>
      editing.act(
        (etag) =>
          answerOf(
            rest.PATCH("/api/v1/flows/{id}", {
              params: { path: { id }, header: { "If-Match": etag } },
              headers: { "Content-Type": "application/merge-patch+json" },
              body: values,
            }),
          ),
        false,
      ),
  });
  return (
    <Dialog
      title="Name and description"
      isOpen
      close={close}
      actions={
        <>
          <Button onPress={close}>Cancel</Button>
          <Button
            kind="primary"
            isDisabled={form.isBusy || !form.isDirty}
            onPress={() =>
              void form.submit().then((isSaved) => {
                if (isSaved) close();
              })
            }
          >
            Save
          </Button>
        </>
      }
    >
      <div className="stack">
        <TextField
          label="Name"
          value={form.values.name}
          error={form.errors.name}
          isRequired
          autoFocus
          data-testid="flow-name"
          onChange={(value) => {
            form.set("name", value);
          }}
        />
        <TextField
          label="Description"
          rows={3}
          value={form.values.description}
          error={form.errors.description}
          onChange={(value) => {
            form.set("description", value);
          }}
        />
        {form.failure !== undefined && (
          <p className="field-error" role="alert">
            {form.failure}
          </p>
        )}
      </div>
    </Dialog>
  );
}
