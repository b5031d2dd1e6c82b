// What can be decided here, and by whom? A button that a person may not use says who may.
import { Button, Stack } from '@grafana/ui';
import { t } from '../../components/text';
import { may } from '../roles';
import { type Act, needOf } from './decision';
import { wordsOf } from './words';

export function ActButtons({ acts, onAct }: { acts: readonly Act[]; onAct: (act: Act) => void }) {
  const barred = acts.filter((act) => !may(needOf(act)));
  return (
    <Stack direction="row" gap={1} wrap="wrap" alignItems="center">
      {acts.map((act) => (
        <Button
          key={act}
          size="sm"
          variant={act === 'reset' ? 'destructive' : 'secondary'}
          fill={act === 'reset' ? 'outline' : 'solid'}
          disabled={!may(needOf(act))}
          onClick={() => onAct(act)}
        >
          {wordsOf({ act }).title}
        </Button>
      ))}
      {!may('Editor') ? (
        <span>{t('life.editors', 'Editors decide about baselines.')}</span>
      ) : (
        barred.includes('reset') && <span>{t('life.admins', 'Admins reset baselines.')}</span>
      )}
    </Stack>
  );
}
