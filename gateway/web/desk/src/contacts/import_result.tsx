// What an import did, or would do: counts, and each refused row with its reason.
import { CircleCheck, Download, TriangleAlert } from "lucide-react";
import type { JSX } from "react";
import { Button } from "../ui/button.js";
import { download } from "./contact_list.js";
import { type ImportReport, refusedFile, type Sample } from "./import_file.js";

/** The server names no more rows than that. */
const named_max = 1_000;

function many(count: number, noun: string): string {
  return `${count.toLocaleString()} ${noun}${count === 1 ? "" : "s"}`;
}

export function resultWords(report: ImportReport): string {
  const { dry_run: isTrial, created, updated, refused } = report;
  const will = isTrial ? "would be" : created === 1 ? "was" : "were";
  const changed = isTrial ? "would be" : updated === 1 ? "was" : "were";
  return `${many(created, "contact")} ${will} added, ${many(updated, "contact")} ${changed} changed, ${many(refused, "row")} refused.`;
}

export function ImportResult(props: {
  sample: Sample;
  report: ImportReport;
  rows: number;
}): JSX.Element {
  const { sample, report } = props;
  const isGood = report.refused === 0;
  const Sign = isGood ? CircleCheck : TriangleAlert;
  const save = async (): Promise<void> => {
    const url = URL.createObjectURL(await refusedFile(sample, report.rows));
    download(url, "refused-rows.csv");
    setTimeout(() => {
      URL.revokeObjectURL(url);
    }, 10_000);
  };
  return (
    <section
      className="stack"
      aria-label={report.dry_run ? "Result of the check" : "Result"}
      data-testid="import-result"
    >
      <p
        className="notice contacts-result"
        data-tone={isGood ? "good" : "warn"}
        role="status"
      >
        <Sign className="icon" aria-hidden />
        {resultWords(report)}
      </p>
      {!isGood && (
        <div className="table-box">
          <div className="table-tools">
            <h3>Refused rows</h3>
            {report.refused > named_max && (
              <span className="soft small">the first {named_max}</span>
            )}
            <span className="space" />
            <Button
              size="small"
              icon={Download}
              data-testid="refused-download"
              onPress={() => void save()}
            >
              Download them
            </Button>
          </div>
          <div
            className="table-scroll contacts-refused"
            tabIndex={0}
            role="region"
            aria-label="Refused rows"
          >
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">Line</th>
                  <th scope="col">Reason</th>
                </tr>
              </thead>
              <tbody>
                {report.rows.map(({ line, reason }) => (
                  <tr key={line} data-testid="refused-row">
                    <td className="figures">{line}</td>
                    <td>{reason}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </div>
      )}
    </section>
  );
}
