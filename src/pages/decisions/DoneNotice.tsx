// What was just done, and how is it taken back? Stays until it is closed or something else is done. It takes the focus: the
// button that it was done with is often gone, and whoever works by keyboard would have to begin at the top of the page.
import { Alert, Button, Stack } from '@grafana/ui';
import { useEffect, useRef, useState } from 'react';
import { PageLink } from '../../components/PageLink';
import { t } from '../../components/text';
import { UndoDialog } from './UndoDialog';

export interface Done {
  sentence: string;
  acts: number[];
  /** What came of it waits there. */
  lead?: { text: string; href: string };
}

interface Props {
  uid: string;
  done: Done;
  onUndone: () => void;
  onClose: () => void;
}

export function DoneNotice({ uid, done, onUndone, onClose }: Props) {
  const [undoing, setUndoing] = useState(false);
  const notice = useRef<HTMLDivElement>(null);
  useEffect(() => notice.current?.focus(), [done]);
  return (
    <div ref={notice} role="status" tabIndex={-1}>
      <Alert severity="success" title={done.sentence} onRemove={onClose}>
        <Stack direction="row" gap={2} wrap="wrap" alignItems="center">
          {done.acts.length > 0 && (
            <Button size="sm" variant="secondary" icon="history" onClick={() => setUndoing(true)}>
              {t('undo.title', 'Undo')}
            </Button>
          )}
          {done.lead && <PageLink href={done.lead.href}>{done.lead.text}</PageLink>}
        </Stack>
      </Alert>
      {undoing && (
        <UndoDialog
          uid={uid}
          acts={done.acts}
          offered={t('undo.mistake', 'It was a mistake')}
          onDone={onUndone}
          onDismiss={() => setUndoing(false)}
        />
      )}
    </div>
  );
}
