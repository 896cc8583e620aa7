// API tokens with which programs act for one: seen, made, revoked.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { type JSX, useState } from "react";
import { answerOf, rest, type Schemas, wordsOf } from "../rest/client.js";
import { useSession } from "../session/session.js";
import { StepForm, useStep } from "../session/step_form.js";
import { useAsk } from "../ui/ask.js";
import { Button } from "../ui/button.js";
import { Select } from "../ui/choices.js";
import { TextField } from "../ui/fields.js";
import { Table } from "../ui/table.js";
import { useToasts } from "../ui/toasts.js";

type ApiToken = Schemas["ApiToken"];
type Scopes = Schemas["Scopes"];

const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" });
const moment = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "medium",
  timeStyle: "short",
});
const key = ["api tokens"];
const day_ms = 24 * 3_600_000;

export function ApiTokensPart(): JSX.Element {
  const { may } = useSession();
  const ask = useAsk();
  const toasts = useToasts();
  const queries = useQueryClient();
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<Schemas["MadeApiToken"]>();
  const found = useQuery({
    queryKey: key,
    queryFn: () => answerOf(rest.GET("/api/v1/me/tokens")),
    staleTime: 0,
  });
  const again = (): Promise<void> =>
    queries.invalidateQueries({ queryKey: key });
  const revoke = async (token: ApiToken): Promise<void> => {
    const isSure = await ask({
      title: `Revoke “${token.name}”?`,
      text: "The program that has it gets in no more.",
      yes: "Revoke it",
      isDangerous: true,
    });
    if (!isSure) return;
    try {
      await answerOf(
        rest.DELETE("/api/v1/me/tokens/{token}", {
          params: { path: { token: token.id } },
        }),
      );
      toasts.show(`“${token.name}” is revoked.`, "good");
    } catch (why) {
      toasts.show(wordsOf(why), "bad");
    }
    await again();
  };
  return (
    <section className="profile-part" aria-label="API tokens">
      <header>
        <h2>API tokens</h2>
        <p className="soft small">
          Programs act for you with them, in the areas that you choose.
        </p>
      </header>
      <div className="stack">
        <Table<ApiToken>
          label="API tokens"
          columns={[
            { id: "name", title: "Name", cell: ({ name }) => name },
            {
              id: "scopes",
              title: "May",
              cell: ({ scopes }) => scopeWords(scopes),
            },
            {
              id: "used",
              title: "Last used",
              cell: ({ last_used: used }) =>
                used === undefined ? "never" : moment.format(used),
            },
            {
              id: "expires",
              title: "Ends",
              isMinor: true,
              cell: ({ expires }) => day.format(expires),
            },
          ]}
          rows={found.data?.items}
          keyOf={({ id }) => id}
          error={found.error}
          again={() => void found.refetch()}
          empty={{
            icon: KeyRound,
            title: "No tokens.",
            text: may("tokens", "modify")
              ? "Make one for a program that is to act for you."
              : "Ask an administrator for the right to make some.",
          }}
          acts={(row: ApiToken) => (
            <Button
              size="small"
              aria-label={`Revoke ${row.name}`}
              onPress={() => void revoke(row)}
            >
              Revoke
            </Button>
          )}
        />
        {made !== undefined && (
          <p className="notice" role="status">
            The token of “{made.name}”. It is not shown again:{" "}
            <code className="wrap" data-testid="new-token">
              {made.token}
            </code>
          </p>
        )}
        {isMaking ? (
          <NewToken
            made={(token) => {
              setMaking(false);
              setMade(token);
              void again();
            }}
            cancel={() => {
              setMaking(false);
            }}
          />
        ) : (
          may("tokens", "modify") && (
            <div className="row">
              <Button
                onPress={() => {
                  setMade(undefined);
                  setMaking(true);
                }}
              >
                Make a token
              </Button>
            </div>
          )
        )}
      </div>
    </section>
  );
}

/** `break_reasons` is "break reasons". */
function areaWords(area: string): string {
  return area.replaceAll("_", " ");
}

function scopeWords(scopes: Scopes): string {
  return Object.entries(scopes)
    .map(
      ([area, level]) =>
        `${level === "modify" ? "change" : "see"} ${areaWords(area)}`,
    )
    .join(", ");
}

function NewToken(props: {
  made: (token: Schemas["MadeApiToken"]) => void;
  cancel: () => void;
}): JSX.Element {
  const { me } = useSession();
  const [name, setName] = useState("");
  const [days, setDays] = useState("90");
  const [scopes, setScopes] = useState<Scopes>({});
  const [isTried, setTried] = useState(false);
  const step = useStep();
  const isEmpty = Object.keys(scopes).length === 0;
  const choose = (area: string, level: string): void => {
    const others = Object.fromEntries(
      Object.entries(scopes).filter(([one]) => one !== area),
    );
    setScopes(
      level === "view" || level === "modify"
        ? { ...others, [area]: level }
        : others,
    );
  };
  return (
    <StepForm
      step={step}
      label="Make it"
      busy="Making…"
      submit={() => {
        setTried(true);
        if (name.trim() === "" || isEmpty) return;
        step.run(async () => {
          const expires = Date.now() + Number(days) * day_ms;
          props.made(
            await answerOf(
              rest.POST("/api/v1/me/tokens", {
                body: { name, expires, scopes },
              }),
            ),
          );
        });
      }}
      beside={
        <Button kind="quiet" onPress={props.cancel}>
          Cancel
        </Button>
      }
    >
      <TextField
        label="Name"
        hint="For which program it is."
        isRequired
        autoFocus
        maxLength={100}
        value={name}
        onChange={setName}
        error={isTried && name.trim() === "" ? "This is needed." : undefined}
      />
      <Select
        label="Ends after"
        options={[
          { id: "30", label: "30 days" },
          { id: "90", label: "90 days" },
          { id: "365", label: "a year" },
        ]}
        value={days}
        onChange={setDays}
      />
      <fieldset className="stack">
        <legend>What it may, never more than you</legend>
        {isTried && isEmpty && (
          <p className="field-error" role="alert">
            Choose one area at least.
          </p>
        )}
        {Object.entries(me.privileges).map(([area, level]) => (
          <Select
            key={area}
            label={areaWords(area)}
            options={[
              { id: "none", label: "nothing" },
              { id: "view", label: "see" },
              ...(level === "modify"
                ? [{ id: "modify", label: "see and change" }]
                : []),
            ]}
            value={scopes[area] ?? "none"}
            onChange={(to) => {
              choose(area, to);
            }}
          />
        ))}
      </fieldset>
    </StepForm>
  );
}
