// How does a person take a chart of the app to a dashboard? A button; the dialog is loaded when it is pressed.
import { Button } from '@grafana/ui';
import { useState } from 'react';
import { later } from '../../components/later';
import { t } from '../../components/text';
import { may } from '../roles';
import { type SizedPanel } from './panel';

export interface DialogProps {
  sized: SizedPanel;
  onClose: () => void;
}

export const AddDialog = later<DialogProps>(() => import('./AddDialog'));

export function AddToDashboard({ panel }: { panel: () => SizedPanel }) {
  const [sized, setSized] = useState<SizedPanel>();
  const allowed = may('Editor');
  return (
    <>
      <Button
        variant="secondary"
        icon="plus"
        disabled={!allowed}
        tooltip={allowed ? undefined : t('add.editors', 'Editors can change dashboards.')}
        onClick={() => setSized(panel())}
      >
        {t('add.button', 'Add to dashboard')}
      </Button>
      {sized && <AddDialog sized={sized} onClose={() => setSized(undefined)} />}
    </>
  );
}
