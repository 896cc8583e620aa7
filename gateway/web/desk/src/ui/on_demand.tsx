// Parts of the page that are loaded when they are wanted first, so that the
// first load stays small. One that cannot be loaded says so in its own place.
import {
  Component,
  type ComponentType,
  type JSX,
  lazy,
  type ReactNode,
  Suspense,
} from "react";

/** Milliseconds after which a part is fetched though the page has work. */
const patience = 3_000;

/** Fetches parts that will be wanted soon, when nothing else is to be done. */
export function whenIdle(fetchParts: () => Promise<unknown>): () => void {
  const run = (): void => {
    // It is asked for again when it is wanted.
    fetchParts().catch(() => undefined);
  };
  if (typeof requestIdleCallback !== "function") {
    const timer = setTimeout(run, patience);
    return () => {
      clearTimeout(timer);
    };
  }
  const handle = requestIdleCallback(run, { timeout: patience });
  return () => {
    cancelIdleCallback(handle);
  };
}

/** A component that is fetched when it is shown first. */
export function part<Props>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  // `lazy` asks for props that take a ref; a part decides that by itself.
  return lazy(async () => ({ default: await load() })) as ComponentType<Props>;
}

interface PartProps {
  readonly children: ReactNode;
  /** Until it is there; nothing by default. */
  readonly meanwhile?: ReactNode;
}

/** What is inside may be loaded on demand. */
export class Part extends Component<PartProps, { hasFailed: boolean }> {
  override readonly state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): JSX.Element {
    const { children, meanwhile = null } = this.props;
    if (!this.state.hasFailed) {
      return <Suspense fallback={meanwhile}>{children}</Suspense>;
    }
    return (
      <p className="part-failed small" role="alert" data-testid="part-failed">
        This part of the page could not be shown. Check your connection, then{" "}
        <button
          type="button"
          className="link"
          onClick={() => {
            location.reload();
          }}
        >
          load the page again
        </button>
        .
      </p>
    );
  }
}
