// Into which dashboard does a panel go? A new one in a folder of choice, or one that this person may change.
import { Button, Modal, RadioButtonGroup, Stack } from '@grafana/ui';
import { useState } from 'react';
import { LinkButton } from '../../components/LinkButton';
import { PageLink } from '../../components/PageLink';
import { t } from '../../components/text';
import { NotDone } from '../NotDone';
import { type DialogProps } from './AddToDashboard';
import { addToDashboard, addToNewDashboard, type DashboardChoice } from './dashboards';
import { ExistingFields } from './ExistingFields';
import { NewFields } from './NewFields';

type Target = 'existing' | 'new';

/** The button that was pressed is gone: without it the keyboard would have lost its place. */
const focus = (element: HTMLElement | null) => element?.focus();

export default function AddDialog({ sized, onClose }: DialogProps) {
  const [target, setTarget] = useState<Target>('existing');
  const [existing, setExisting] = useState<DashboardChoice>();
  const [title, setTitle] = useState(sized.panel.title);
  const [folder, setFolder] = useState('');
  const [added, setAdded] = useState<DashboardChoice>();
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const complete = target === 'existing' ? existing !== undefined : title.trim() !== '';
  const add = async () => {
    setBusy(true);
    setFailure(undefined);
    const message = t('add.message', 'Yardstick: {{panel}} added', { panel: sized.panel.title });
    try {
      if (target === 'new') {
        setAdded({ uid: await addToNewDashboard(title.trim(), folder, sized, message), title: title.trim() });
      } else if (existing) {
        await addToDashboard(existing.uid, sized, message);
        setAdded(existing);
      }
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal isOpen title={t('add.title', 'Add to dashboard')} onDismiss={onClose}>
      {added ? (
        <p role="status">
          {t('add.done', '{{panel}} is at the end of', { panel: sized.panel.title })}{' '}
          <PageLink href={`/d/${added.uid}`}>{added.title}</PageLink>.
        </p>
      ) : (
        <Stack direction="column" gap={2}>
          <RadioButtonGroup<Target>
            aria-label={t('add.where', 'Where to')}
            options={[
              { value: 'existing', label: t('add.existing', 'A dashboard that is there') },
              { value: 'new', label: t('add.new', 'A new one') },
            ]}
            value={target}
            onChange={setTarget}
          />
          {target === 'existing' ? (
            <ExistingFields chosen={existing} onChoose={setExisting} />
          ) : (
            <NewFields title={title} folder={folder} onTitle={setTitle} onFolder={setFolder} />
          )}
          <NotDone what={t('add.add', 'Add')} error={failure} />
        </Stack>
      )}
      <Modal.ButtonRow>
        <Button variant="secondary" fill="outline" onClick={onClose}>
          {added ? t('add.close', 'Close') : t('add.cancel', 'Cancel')}
        </Button>
        {added ? (
          <LinkButton ref={focus} href={`/d/${added.uid}`}>
            {t('add.open', 'Open dashboard')}
          </LinkButton>
        ) : (
          <Button disabled={!complete || busy} onClick={() => void add()}>
            {t('add.add', 'Add')}
          </Button>
        )}
      </Modal.ButtonRow>
    </Modal>
  );
}
