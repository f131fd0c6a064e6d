// Says what became of a command: done, or why not and what to do. Read out by screen readers.

import Flashbar, { type FlashbarProps } from '@cloudscape-design/components/flashbar';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { ApiProblem } from '../api.ts';
import { refreshAll } from '../live.ts';

const NOTICES_SHOWN = 3;
const SUCCESS_MS = 8000;

export interface Notices {
  /** Carries out a command and says how it went. True when it was done. */
  readonly attempt: (what: string, command: () => Promise<unknown>) => Promise<boolean>;
}

const NoticesContext = createContext<Notices>({ attempt: async () => false });

export function useNotices(): Notices {
  return useContext(NoticesContext);
}

/** Gives its content a way to carry out commands; the bar itself is handed to `render`. */
export function NoticeBoard({ render }: { readonly render: (bar: ReactNode) => ReactNode }) {
  const [items, setItems] = useState<readonly FlashbarProps.MessageDefinition[]>([]);
  const show = useCallback((type: 'success' | 'error', header: string, content?: string) => {
    const id = crypto.randomUUID();
    const dismiss = () => setItems((before) => before.filter((item) => item.id !== id));
    const item = { id, type, header, content, dismissible: true, dismissLabel: 'Close', onDismiss: dismiss };
    setItems((before) => [item, ...before].slice(0, NOTICES_SHOWN));
    // A refusal stays until it is read; a success has been seen, and the page shows its effect.
    if (type === 'success') setTimeout(dismiss, SUCCESS_MS);
  }, []);
  const notices = useMemo<Notices>(
    () => ({
      attempt: async (what, command) => {
        try {
          await command();
          show('success', what);
          return true;
        } catch (error) {
          const { message, remedy } =
            error instanceof ApiProblem ? error : new ApiProblem('internal', String(error));
          show('error', `Not done: ${what}`, [message, remedy].filter(Boolean).join('. '));
          return false;
        } finally {
          refreshAll();
        }
      },
    }),
    [show],
  );
  return <NoticesContext value={notices}>{render(<Flashbar items={items} />)}</NoticesContext>;
}
