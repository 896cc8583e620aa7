// A CSV file of contacts: its columns are matched with values, the server checks
// it without storing anything, then takes it (M3).
import { useQueryClient } from "@tanstack/react-query";
import { FileUp, Upload } from "lucide-react";
import { type JSX, useEffect, useRef, useState } from "react";
import { wordsOf } from "../rest/client.js";
import { useUnsaved } from "../shell/places.js";
import { Button } from "../ui/button.js";
import {
  columnsFlaw,
  guessColumns,
  type Target,
  targetsOf,
} from "./columns.js";
import {
  FileFlaw,
  type Progress,
  type Sample,
  sampleOf,
  sendFile,
  type Sent,
} from "./import_file.js";
import { ImportResult } from "./import_result.js";
import { BackToList } from "./back_to_list.js";
import { renewContacts, useFields } from "./queries.js";

export default function ImportPage(): JSX.Element {
  const [sample, setSample] = useState<Sample>();
  const [flaw, setFlaw] = useState<string>();
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    setFlaw(undefined);
    try {
      setSample(await sampleOf(file));
    } catch (why) {
      setSample(undefined);
      setFlaw(
        why instanceof FileFlaw
          ? why.message
          : "The file cannot be read. Choose it again.",
      );
    }
  };
  return (
    <div className="contacts-page stack" data-testid="import-page">
      <BackToList />
      <header className="page-head">
        <h2>Import contacts</h2>
        <p className="soft">
          A CSV file whose first row names the columns. A row changes the
          contact with its account, else its e-mail, else its phone, or adds a
          new one; an empty cell changes nothing.
        </p>
      </header>
      {sample === undefined ? (
        <Chooser flaw={flaw} take={(file) => void take(file)} />
      ) : (
        <Import
          key={sample.file.name}
          sample={sample}
          again={() => {
            setSample(undefined);
          }}
        />
      )}
    </div>
  );
}

function Chooser(props: {
  flaw: string | undefined;
  take: (file: File | undefined) => void;
}): JSX.Element {
  const { flaw, take } = props;
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  return (
    <div
      className="contacts-drop"
      data-over={isOver}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => {
        setOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files[0]);
      }}
    >
      <FileUp className="icon" aria-hidden />
      <p className="soft">Drop a CSV file here, or choose one.</p>
      <Button
        kind="primary"
        onPress={() => {
          input.current?.click();
        }}
      >
        Choose a file
      </Button>
      <input
        ref={input}
        type="file"
        accept=".csv,.tsv,.txt,text/csv"
        className="hidden-text"
        tabIndex={-1}
        aria-label="CSV file"
        data-testid="import-file"
        onChange={(event) => {
          take(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
      {flaw !== undefined && (
        <p className="field-error" role="alert">
          {flaw}
        </p>
      )}
    </div>
  );
}

interface Done extends Sent {
  readonly isTrial: boolean;
}

function Import(props: { sample: Sample; again: () => void }): JSX.Element {
  const { sample, again } = props;
  const targets = targetsOf(useFields());
  const [chosen, setChosen] = useState<readonly (string | undefined)[]>();
  const columns = chosen ?? guessColumns(sample.header, targets);
  const [progress, setProgress] = useState<Progress>();
  const [done, setDone] = useState<Done>();
  const [failure, setFailure] = useState<string>();
  const abort = useRef<AbortController>(undefined);
  const queries = useQueryClient();
  const flaw = columnsFlaw(columns, targets);
  useUnsaved(progress !== undefined);
  useEffect(() => () => abort.current?.abort(), []);
  const run = async (isTrial: boolean): Promise<void> => {
    const controller = new AbortController();
    abort.current = controller;
    setFailure(undefined);
    setDone(undefined);
    setProgress({ step: "reading", share: 0 });
    try {
      const sent = await sendFile(sample, columns, {
        isTrial,
        signal: controller.signal,
        progress: setProgress,
      });
      setDone({ ...sent, isTrial });
    } catch (why) {
      const isStopped = controller.signal.aborted;
      setFailure(
        isStopped
          ? `Stopped.${isTrial ? "" : " Rows that were taken before stay; import the file again to bring the others."}`
          : wordsOf(why),
      );
    } finally {
      setProgress(undefined);
      if (!isTrial) await renewContacts(queries);
    }
  };
  return (
    <>
      <div className="row">
        <b className="wrap">{sample.file.name}</b>
        <span className="soft small">
          {sample.header.length} columns
          {sample.encoding === "utf-8"
            ? ""
            : ", not UTF-8: read as Windows-1252"}
        </span>
        <span className="space" />
        <Button
          size="small"
          isDisabled={progress !== undefined}
          onPress={again}
        >
          Another file
        </Button>
      </div>
      <Columns
        sample={sample}
        targets={targets}
        columns={columns}
        isFixed={progress !== undefined}
        choose={(at, id) => {
          setDone(undefined);
          setChosen(columns.map((one, index) => (index === at ? id : one)));
        }}
      />
      {flaw !== undefined && (
        <p className="field-error" role="alert" data-testid="import-flaw">
          {flaw}
        </p>
      )}
      {failure !== undefined && (
        <p className="notice" data-tone="bad" role="alert">
          {failure}
        </p>
      )}
      {progress !== undefined && (
        <Under
          progress={progress}
          stop={() => {
            abort.current?.abort();
          }}
        />
      )}
      {done !== undefined && (
        <ImportResult sample={sample} report={done.report} rows={done.rows} />
      )}
      {progress === undefined && (done === undefined || done.isTrial) && (
        <div className="row">
          <Button
            isDisabled={flaw !== undefined}
            data-testid="import-check"
            onPress={() => void run(true)}
          >
            Check only
          </Button>
          <Button
            kind="primary"
            icon={Upload}
            isDisabled={flaw !== undefined}
            data-testid="import-run"
            onPress={() => void run(false)}
          >
            Import
          </Button>
          <span className="soft small">
            Checking stores nothing and says what would happen.
          </span>
        </div>
      )}
    </>
  );
}

function Columns(props: {
  sample: Sample;
  targets: readonly Target[];
  columns: readonly (string | undefined)[];
  isFixed: boolean;
  choose: (at: number, id: string | undefined) => void;
}): JSX.Element {
  const { sample, targets, columns, isFixed, choose } = props;
  return (
    <div className="table-box contacts-preview">
      <div
        className="table-scroll"
        tabIndex={0}
        role="region"
        aria-label="Columns and first rows"
      >
        <table className="table" data-testid="import-preview">
          <thead>
            <tr>
              {sample.header.map((name, at) => (
                <th key={at} scope="col">
                  <span className="contacts-column-name">
                    {name || `Column ${at + 1}`}
                  </span>
                  <select
                    className="input"
                    aria-label={`Column ${name || at + 1} is`}
                    value={columns[at] ?? ""}
                    disabled={isFixed}
                    data-out={columns[at] === undefined}
                    onChange={(event) => {
                      choose(at, event.target.value || undefined);
                    }}
                  >
                    <option value="">Leave out</option>
                    {targets.map(({ id, label }) => (
                      <option key={id} value={id}>
                        {label}
                      </option>
                    ))}
                  </select>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sample.rows.map((row) => (
              <tr key={row.line}>
                {sample.header.map((_, at) => (
                  <td key={at} data-out={columns[at] === undefined}>
                    <span className="contacts-cell">{row.fields[at]}</span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function Under(props: { progress: Progress; stop: () => void }): JSX.Element {
  const { progress, stop } = props;
  const words = {
    reading: "Reading the file",
    sending: "Sending it",
    working: "The server takes the rows",
  }[progress.step];
  return (
    <div className="contacts-under" role="status">
      <span>{words}…</span>
      <progress
        aria-label={words}
        max={1}
        {...(progress.step !== "working" && { value: progress.share })}
      />
      <Button size="small" onPress={stop}>
        Stop
      </Button>
    </div>
  );
}
