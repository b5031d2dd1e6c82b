// Who changed this baseline, when and why, and what can be decided about it now?
import { dateTimeFormat, getTimeZone, type TimeRange } from '@grafana/data';
import { Button, LoadingPlaceholder, Stack } from '@grafana/ui';
import { useState } from 'react';
import { t } from '../../../components/text';
import { useAnswer } from '../../../components/useAnswer';
import { type BaselineVersion } from '../../../datasource/resources';
import { may } from '../../roles';
import { type Row } from '../rows';
import { DecisionDialog } from './DecisionDialog';
import { ExcludeDialog } from './ExcludeDialog';
import { actsFor, askBaseline, askVersions, decide, type Decision } from './life';
import { Versions } from './Versions';
import { wordsOf } from './lifeWords';

interface Known {
  seen: BaselineVersion;
  versions: BaselineVersion[];
}

async function askKnown(uid: string, row: Row): Promise<Known | undefined> {
  const seen = await askBaseline(uid, row);
  return seen?.id === undefined ? undefined : { seen, versions: await askVersions(uid, seen.id) };
}

export function Life({ uid, row, range }: { uid: string; row: Row; range: TimeRange }) {
  const [round, setRound] = useState(0);
  const [decision, setDecision] = useState<Decision>();
  const [excluding, setExcluding] = useState(false);
  const { value, error, loading } = useAnswer(`life ${uid} ${row.id} ${round}`, () => askKnown(uid, row));
  if (loading) {
    return <LoadingPlaceholder text={t('life.loading', 'Reading versions …')} />;
  }
  if (error !== undefined) {
    return <p role="alert">{error}</p>;
  }
  if (!value) {
    return <p>{t('life.none', 'Nothing was learned yet that could be decided about.')}</p>;
  }
  const { seen, versions } = value;
  const editor = may('Editor');
  const done = () => {
    setDecision(undefined);
    setExcluding(false);
    setRound(round + 1);
  };
  return (
    <Stack direction="column" gap={2}>
      <span>
        {t('life.now', 'Version {{version}}, {{state}}, since {{time}}.', {
          version: seen.version,
          state: seen.state,
          time: dateTimeFormat(seen.validFrom, { timeZone: getTimeZone() }),
        })}
      </span>
      <Stack direction="row" gap={1} wrap="wrap" alignItems="center">
        {actsFor(seen.state).map((act) => (
          <Button key={act} size="sm" variant="secondary" disabled={!editor} onClick={() => setDecision({ act })}>
            {wordsOf({ act }).title}
          </Button>
        ))}
        <Button size="sm" variant="secondary" disabled={!editor} onClick={() => setExcluding(true)}>
          {t('life.exclude', 'Exclude a time')}
        </Button>
        {!editor && <span>{t('life.editors', 'Editors decide about baselines.')}</span>}
      </Stack>
      <Versions
        uid={uid}
        versions={versions}
        onRollback={editor ? (to) => setDecision({ act: 'rollback', to }) : undefined}
      />
      {decision && (
        <DecisionDialog
          {...wordsOf(decision)}
          onDecide={(reason) => decide(uid, seen, reason, decision)}
          onDone={done}
          onDismiss={() => setDecision(undefined)}
        />
      )}
      {excluding && (
        <ExcludeDialog uid={uid} seen={seen} range={range} onDone={done} onDismiss={() => setExcluding(false)} />
      )}
    </Stack>
  );
}
