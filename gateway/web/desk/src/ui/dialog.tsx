// Dialogs: over the page, with the focus in them until they are closed.
import { X } from "lucide-react";
import type { JSX, ReactNode } from "react";
import { Dialog as AriaDialog, Heading } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { Button, IconButton } from "./button.js";

export function Dialog(props: {
  title: string;
  isOpen: boolean;
  close: () => void;
  size?: "small" | "normal" | "wide";
  /** For questions that need an answer; read out at once. */
  isAlert?: boolean;
  children: ReactNode;
  /** Buttons at its end. */
  actions?: ReactNode;
  "data-testid"?: string;
}): JSX.Element {
  const { title, isOpen, close, size = "normal", isAlert = false } = props;
  return (
    <ModalOverlay
      className="overlay"
      isOpen={isOpen}
      isDismissable={!isAlert}
      onOpenChange={(open) => {
        if (!open) close();
      }}
    >
      <Modal className="modal" data-size={size}>
        <AriaDialog
          className="dialog"
          role={isAlert ? "alertdialog" : "dialog"}
          data-testid={props["data-testid"]}
        >
          <header className="dialog-head">
            <Heading slot="title" level={2} className="wrap">
              {title}
            </Heading>
            {!isAlert && (
              <IconButton label="Close" icon={X} size="small" onPress={close} />
            )}
          </header>
          <div className="dialog-body">{props.children}</div>
          {props.actions !== undefined && (
            <footer className="dialog-foot">{props.actions}</footer>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

export interface Question {
  readonly title: string;
  readonly text: ReactNode;
  /** The words of the button that does it. */
  readonly yes: string;
  readonly no?: string;
  readonly isDangerous?: boolean;
}

export function Confirm(props: {
  question: Question;
  answer: (isYes: boolean) => void;
}): JSX.Element {
  const { question, answer } = props;
  const { title, text, yes, no = "Cancel", isDangerous = false } = question;
  return (
    <Dialog
      title={title}
      isOpen
      isAlert
      size="small"
      close={() => {
        answer(false);
      }}
      data-testid="confirm"
      actions={
        <>
          <Button
            data-testid="confirm-no"
            onPress={() => {
              answer(false);
            }}
          >
            {no}
          </Button>
          <Button
            kind={isDangerous ? "danger" : "primary"}
            autoFocus
            data-testid="confirm-yes"
            onPress={() => {
              answer(true);
            }}
          >
            {yes}
          </Button>
        </>
      }
    >
      <div className="soft wrap">{text}</div>
    </Dialog>
  );
}
