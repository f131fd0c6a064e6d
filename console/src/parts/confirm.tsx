// Asks before something is done: names the thing, takes a reason and, where it weighs, a typed word.

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { type ReactNode, useState } from 'react';

export interface ConfirmProps {
  readonly title: string;
  readonly children: ReactNode;
  /** What the button that does it says. */
  readonly verb: string;
  /** The word that must be typed. */
  readonly word?: string;
  /** Asks for a reason under this label. */
  readonly reasonLabel?: string;
  readonly onConfirm: (reason: string) => Promise<unknown>;
  readonly onClose: () => void;
}

/** A dialog that closes when the command has been given, or with Escape. */
export function Confirm({ title, children, verb, word, reasonLabel, onConfirm, onClose }: ConfirmProps) {
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const isReady =
    (word === undefined || typed.trim().toLowerCase() === word) &&
    (reasonLabel === undefined || reason.trim().length > 0);
  const confirm = async () => {
    if (!isReady || isBusy) return;
    setIsBusy(true);
    await onConfirm(reason.trim());
    onClose();
  };
  const footer = (
    <Box float="right">
      <SpaceBetween direction="horizontal" size="xs">
        <Button variant="link" onClick={onClose}>
          Cancel
        </Button>
        <Button variant="primary" disabled={!isReady} loading={isBusy} onClick={confirm}>
          {verb}
        </Button>
      </SpaceBetween>
    </Box>
  );
  return (
    <Modal visible header={title} footer={footer} closeAriaLabel="Close" onDismiss={onClose}>
      <SpaceBetween size="m">
        {children}
        {reasonLabel !== undefined && (
          <FormField label={reasonLabel} description="It is kept in the audit log.">
            <Textarea value={reason} rows={2} onChange={({ detail }) => setReason(detail.value)} />
          </FormField>
        )}
        {word !== undefined && (
          <FormField label={`Type "${word}" to confirm`}>
            <Input
              value={typed}
              autoComplete={false}
              onChange={({ detail }) => setTyped(detail.value)}
              onKeyDown={({ detail }) => detail.key === 'Enter' && confirm()}
            />
          </FormField>
        )}
      </SpaceBetween>
    </Modal>
  );
}
