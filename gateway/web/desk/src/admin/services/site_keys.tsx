// The keys by which a website signs whom it knows (W8). A secret is shown once.
import { useQuery } from "@tanstack/react-query";
import { Copy, KeyRound, Plus, Trash2 } from "lucide-react";
import { type JSX, useState } from "react";
import { answerOf, rest, type Schemas, wordsOf } from "../../rest/client.js";
import { useAsk } from "../../ui/ask.js";
import { Button, IconButton } from "../../ui/button.js";
import { Failed, Loading } from "../../ui/states.js";
import { useToasts } from "../../ui/toasts.js";
import type { ObjectForm } from "../object_form.js";

const made = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "medium",
  timeStyle: "short",
});
const most = 2;

export function SiteKeys(props: {
  form: ObjectForm<Schemas["Service"]>;
}): JSX.Element {
  const { form } = props;
  const { id } = form.values;
  if (form.isNew || id === undefined) {
    return (
      <p className="part-row soft">Add the service first; then make keys.</p>
    );
  }
  return (
    <Keys id={id} token={form.values.token ?? ""} isFixed={form.isFixed} />
  );
}

function Keys(props: {
  id: string;
  token: string;
  isFixed: boolean;
}): JSX.Element {
  const { id, token, isFixed } = props;
  const ask = useAsk();
  const toasts = useToasts();
  const [fresh, setFresh] = useState<Schemas["NewSiteKey"]>();
  const [isBusy, setBusy] = useState(false);
  const params = { path: { id } };
  const keys = useQuery({
    queryKey: ["site-keys", id],
    queryFn: async () =>
      (await answerOf(rest.GET("/api/v1/services/{id}/site-keys", { params })))
        .items,
  });
  const doing = async (act: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    try {
      await act();
      await keys.refetch();
    } catch (why) {
      toasts.show(wordsOf(why), "bad");
    } finally {
      setBusy(false);
    }
  };
  const add = (): Promise<void> =>
    doing(async () => {
      setFresh(
        await answerOf(
          rest.POST("/api/v1/services/{id}/site-keys", { params }),
        ),
      );
    });
  const revoke = async (key: string): Promise<void> => {
    const sure = await ask({
      title: `Revoke the key ${key}?`,
      text: "What the website signs with it counts no more, at once. Let the website use another key first.",
      yes: "Revoke",
      isDangerous: true,
    });
    if (!sure) return;
    await doing(async () => {
      await answerOf(
        rest.DELETE("/api/v1/services/{id}/site-keys/{key}", {
          params: { path: { id, key } },
        }),
      );
      if (fresh?.id === key) setFresh(undefined);
    });
  };
  if (keys.error !== null) {
    return <Failed why={keys.error} again={() => void keys.refetch()} />;
  }
  if (keys.data === undefined) return <Loading />;
  return (
    <div className="part-row rows">
      <p className="soft small">
        The website signs a JWT (HS256) with <code>sub</code>, <code>aud</code>{" "}
        = <code>{token}</code> and <code>exp</code> within 5 minutes. Two keys
        may be live, so that one is changed without a gap.
      </p>
      {fresh !== undefined && (
        <div className="notice site-key-secret" role="status">
          <p>
            The secret of the new key. It is shown this once; put it into the
            website’s settings now.
          </p>
          <code data-testid="site-key-secret">{fresh.secret}</code>
          <Button
            size="small"
            icon={Copy}
            onPress={() => {
              navigator.clipboard.writeText(fresh.secret).then(
                () => {
                  toasts.show("The secret is copied.", "good");
                },
                () => {
                  toasts.show("Copy it by hand: this browser does not.", "bad");
                },
              );
            }}
          >
            Copy
          </Button>
        </div>
      )}
      {keys.data.length === 0 ? (
        <p className="soft small">There is no key yet.</p>
      ) : (
        <ul className="site-keys" aria-label="Live keys">
          {keys.data.map((key) => (
            <li key={key.id} data-testid="site-key">
              <KeyRound className="icon" aria-hidden />
              <code>{key.id}</code>
              <span className="soft small">{`made ${made.format(key.made)}`}</span>
              <span className="space" />
              <IconButton
                label={`Revoke ${key.id}`}
                icon={Trash2}
                size="small"
                isDisabled={isFixed || isBusy}
                data-testid="revoke-key"
                onPress={() => void revoke(key.id)}
              />
            </li>
          ))}
        </ul>
      )}
      <span>
        <Button
          size="small"
          icon={Plus}
          isDisabled={isFixed || isBusy || keys.data.length >= most}
          data-testid="add-site-key"
          onPress={() => void add()}
        >
          Make a key
        </Button>
      </span>
    </div>
  );
}
