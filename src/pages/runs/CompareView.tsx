// What became faster or slower from one run, day or version to another?
import { EmptyState, LoadingPlaceholder, Stack, Text, useStyles2 } from '@grafana/ui';
import { getTableStyles } from '../../components/plainTable';
import { t } from '../../components/text';
import { useAnswer } from '../../components/useAnswer';
import { ask, type Asked, askedText } from '../address';
import { askResource, type Source } from '../datasources';
import { type Comparison, type Run } from './answers';
import { ComparedTable } from './ComparedTable';
import { NotCompared } from './NotCompared';
import { PhaseBars } from './PhaseBars';
import { SideChoice } from './SideChoice';
import { SystemChoice } from './SystemChoice';
import { useSides } from './useSides';
import { sentenceOf } from './words';

export function CompareView({ source, runs, asked }: { source: Source; runs: Run[]; asked: Asked }) {
  const baseline = askedText(asked, 'baseline');
  const current = askedText(asked, 'current');
  const { systems, system, sidesFor } = useSides(source, runs, askedText(asked, 'system'), [current, baseline]);
  return (
    <Stack direction="column" gap={2}>
      <Stack direction="row" gap={2} wrap="wrap" alignItems="flex-end">
        <SystemChoice
          systems={systems}
          value={system}
          onChange={(value) => ask({ system: value, baseline: undefined, current: undefined })}
        />
        <SideChoice
          label={t('runs.current', 'What is compared')}
          sides={sidesFor(current)}
          value={current}
          onChange={(value) => ask({ current: value, system })}
        />
        <SideChoice
          label={t('runs.with', 'With what')}
          sides={sidesFor(baseline)}
          value={baseline}
          onChange={(value) => ask({ baseline: value, system })}
        />
      </Stack>
      <Text color="secondary">
        {t(
          'runs.typed',
          'Other days and stretches can be typed: 2026-03-02, or 2026-03-02T10:00:00Z/2026-03-02T12:00:00Z.'
        )}
      </Text>
      {current !== undefined && baseline !== undefined ? (
        <Result source={source} system={system} baseline={baseline} current={current} />
      ) : (
        <EmptyState variant="call-to-action" message={t('runs.chooseTwo', 'Choose what to compare with what')} />
      )}
    </Stack>
  );
}

interface Props {
  source: Source;
  system: string | undefined;
  baseline: string;
  current: string;
}

function Result({ source, system, baseline, current }: Props) {
  const styles = useStyles2(getTableStyles);
  const asked = { baseline, current, ...(system ? { system } : {}) };
  const { uid } = source;
  const answer = useAnswer(`compare ${uid} ${JSON.stringify(asked)}`, () =>
    askResource<Comparison>(uid, 'runs/compare', asked)
  );
  const { value, error, loading } = answer;
  if (loading) {
    return <LoadingPlaceholder text={t('runs.comparing', 'Comparing …')} />;
  }
  if (error !== undefined || !value) {
    return <NotCompared source={source} answer={answer} />;
  }
  if (value.operations.length === 0) {
    return (
      <EmptyState
        variant="not-found"
        message={t('runs.nothing', 'Nothing was measured in {{name}}', { name: value.baseline })}
      />
    );
  }
  return (
    <Stack direction="column" gap={2}>
      <p className={styles.sentence}>{sentenceOf(value)}</p>
      <Text color="secondary">
        {t('runs.against', '{{current}} against {{baseline}}', { current: value.current, baseline: value.baseline })}
      </Text>
      <PhaseBars operations={value.operations} />
      <ComparedTable operations={value.operations} />
      {value.new.length > 0 && (
        <p>{t('runs.new', 'New, with nothing to compare them with: {{names}}', { names: value.new.join(', ') })}</p>
      )}
    </Stack>
  );
}
