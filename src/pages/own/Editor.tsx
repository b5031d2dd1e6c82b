// How is a definition written? The form, what is known of its metric at once, a preview, and saving.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { Alert, Button, Field, Stack, TextArea, useStyles2 } from '@grafana/ui';
import { useEffect, useId, useState } from 'react';
import { t } from '../../components/text';
import { useLast } from '../../components/useLast';
import { ask, type Asked, askedText } from '../address';
import { NotDone } from '../NotDone';
import { may } from '../roles';
import { addressOf } from '../routes';
import { changed, type Draft, definitionOf, kindFor, writtenDraft } from './definition';
import { DraftForm, wrongIn } from './DraftForm';
import { Facts } from './Facts';
import { PreviewPart } from './PreviewPart';
import { keepOwn, type Own } from './requests';
import { useCheck } from './useCheck';

interface Props {
  uid: string;
  /** The definition that is changed. */
  seen?: Own;
  initial: Draft;
  asked: Asked;
  onKept?: () => void;
}

const pauseMilliseconds = 300;

export function Editor({ uid, seen, initial, asked, onKept }: Props) {
  const styles = useStyles2(getStyles);
  const [draft, setDraft] = useState(initial);
  const definition = definitionOf(draft);
  const checked = useCheck(uid, seen?.id ?? 0, definition);
  const { value: check } = checked;
  // A metric has one type: whoever writes a definition need not know it.
  const kind = check && checked.fresh ? kindFor(draft, check) : draft.kind;
  if (kind !== draft.kind) {
    setDraft(changed(draft, { kind }));
  }
  const written = writtenDraft(draft);
  const first = writtenDraft(initial);
  useEffect(() => {
    const timer = setTimeout(() => written !== first && ask({ draft: written }), pauseMilliseconds);
    return () => clearTimeout(timer);
  }, [written, first]);
  const wrong = { ...check?.errors, ...wrongIn(draft) };
  const ready = checked.fresh && check !== undefined && Object.keys(wrong).length === 0;
  const previewing = askedText(asked, 'preview') === '1';
  const change = (changes: Partial<Draft>) => {
    setDraft(changed(draft, changes));
    if (previewing) {
      ask({ preview: undefined });
    }
  };
  return (
    <div className={styles.page}>
      <div className={styles.columns}>
        <DraftForm uid={uid} draft={draft} check={check} onChange={change} />
        <Facts check={check} error={checked.error} fresh={checked.fresh} draft={draft} />
      </div>
      <Keep uid={uid} seen={seen} draft={draft} ready={ready} previewing={previewing} onKept={onKept} />
      {previewing && ready && <PreviewPart key={checked.key} uid={uid} id={seen?.id ?? 0} definition={definition} />}
    </div>
  );
}

interface KeepProps extends Pick<Props, 'uid' | 'seen' | 'onKept'> {
  draft: Draft;
  ready: boolean;
  previewing: boolean;
}

function Keep({ uid, seen, draft, ready, previewing, onKept }: KeepProps) {
  const id = useId();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<unknown>();
  const last = useLast();
  if (!may('Editor')) {
    return (
      <Alert
        severity="info"
        title={t(
          'own.needsEditor',
          'Editors define operations. You can look at what would be learned, and show this page to one: its address holds all of it.'
        )}
      />
    );
  }
  const keep = () => {
    setBusy(true);
    // Whoever has gone to another page meanwhile is not fetched from there.
    last(
      keepOwn(uid, seen, definitionOf(draft), reason.trim()),
      (kept) => {
        onKept?.();
        locationService.push(addressOf({ page: 'own', item: String(kept.id) }, { ds: uid }));
      },
      (error) => {
        setRefusal(error);
        setBusy(false);
      }
    );
  };
  return (
    <Stack direction="column" gap={1}>
      {seen && (
        <Field noMargin label={t('decision.reason', 'Reason')} htmlFor={id} required>
          <TextArea
            id={id}
            value={reason}
            rows={2}
            maxLength={2000}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
        </Field>
      )}
      <NotDone what={seen ? t('own.change', 'Save the change') : t('own.keep', 'Save and learn')} error={refusal} />
      <Stack direction="row" gap={1} wrap="wrap">
        <Button disabled={!ready || busy || (seen !== undefined && reason.trim() === '')} onClick={keep}>
          {seen ? t('own.change', 'Save the change') : t('own.keep', 'Save and learn')}
        </Button>
        <Button variant="secondary" icon="eye" disabled={!ready || previewing} onClick={() => ask({ preview: '1' })}>
          {t('own.preview', 'Preview on the last week')}
        </Button>
      </Stack>
    </Stack>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2) }),
  columns: css({
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 2fr)',
    gap: theme.spacing(3),
    alignItems: 'start',
    [theme.breakpoints.down('md')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  }),
});
