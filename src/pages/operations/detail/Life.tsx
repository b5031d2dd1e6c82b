// Who changed this baseline, when and why, and what can be decided about it now?
import { dateTimeFormat, getTimeZone, type TimeRange } from '@grafana/data';
import { LoadingPlaceholder, Stack, Text } from '@grafana/ui';
import { useState } from 'react';
import { LastRead } from '../../../components/LastRead';
import { t } from '../../../components/text';
import { useAnswer } from '../../../components/useAnswer';
import { type BaselineVersion, type Exclusion } from '../../../datasource/resources';
import { type Asked } from '../../address';
import { ActButtons } from '../../decisions/ActButtons';
import { Audit } from '../../decisions/Audit';
import { DecideDialog, type Intent } from '../../decisions/DecideDialog';
import { type Act, actsFor, askBaseline, askVersions } from '../../decisions/decision';
import { type Done, DoneNotice } from '../../decisions/DoneNotice';
import { askExclusions } from '../../decisions/excluded';
import { Exclusions } from '../../decisions/Exclusions';
import { type Typed, typedMoment } from '../../decisions/TypedRange';
import { may } from '../../roles';
import { type Row } from '../rows';
import { Versions } from './Versions';

interface Known {
  seen: BaselineVersion;
  versions: BaselineVersion[];
  exclusions: Exclusion[];
}

async function askKnown(uid: string, row: Row): Promise<Known | undefined> {
  const seen = await askBaseline(uid, row);
  if (seen === undefined) {
    return undefined;
  }
  const [versions, exclusions] = await Promise.all([
    askVersions(uid, seen.id),
    askExclusions(uid, row.system, seen.id),
  ]);
  return { seen, versions, exclusions };
}

interface Props {
  uid: string;
  row: Row;
  range: TimeRange;
  asked: Asked;
  /** What was marked on the graph: it is to be excluded. */
  marked?: Typed;
  everySeconds: number;
  onMarkedDone: () => void;
  /** Something was decided, by whomever: what else shows it should look again. */
  onChanged: () => void;
}

export function Life({ uid, row, range, asked, marked, everySeconds, onMarkedDone, onChanged }: Props) {
  const [round, setRound] = useState(0);
  const [intent, setIntent] = useState<Intent>();
  const [done, setDone] = useState<Done>();
  const [decided, setDecided] = useState(0);
  const answer = useAnswer(`life ${uid} ${row.id}`, () => askKnown(uid, row), { everySeconds, round });
  const { value, at, error, loading } = answer;
  if (loading) {
    return <LoadingPlaceholder text={t('life.loading', 'Reading versions …')} />;
  }
  if (at === undefined) {
    return <p role="alert">{error}</p>;
  }
  if (!value) {
    return <p>{t('life.none', 'Nothing was learned yet that could be decided about.')}</p>;
  }
  const { seen, versions, exclusions } = value;
  const close = () => {
    setIntent(undefined);
    onMarkedDone();
  };
  const lookAgain = () => {
    setDecided(Date.now());
    setRound((before) => before + 1);
    onChanged();
  };
  const changed = (now: Done | undefined) => {
    close();
    setDone(now);
    lookAgain();
  };
  const dismiss = (refused: boolean) => {
    close();
    if (refused) {
      lookAgain();
    }
  };
  // Who decides twice in a row decides the second time on what came of the first.
  const settled = at >= decided || error !== undefined;
  const open: Intent | undefined = marked ? { act: 'exclude', range: marked } : intent;
  return (
    <Stack direction="column" gap={2}>
      <LastRead answer={answer} />
      {done && (
        <DoneNotice uid={uid} done={done} onUndone={() => changed(undefined)} onClose={() => setDone(undefined)} />
      )}
      <span>
        {t('life.now', 'Version {{version}}, {{state}}, since {{time}}.', {
          version: seen.version,
          state: seen.state,
          time: dateTimeFormat(seen.validFrom, { timeZone: getTimeZone() }),
        })}
      </span>
      <ActButtons acts={actsFor(seen.state)} onAct={(act) => setIntent(intentOf(act, range))} />
      <Exclusions uid={uid} all={exclusions} onDone={() => changed(undefined)} />
      <Versions
        uid={uid}
        versions={versions}
        asked={asked}
        onRollback={may('Editor') ? (to) => setIntent({ act: 'rollback', to }) : undefined}
      />
      <Text element="h3" variant="h6">
        {t('audit.title', 'What was done')}
      </Text>
      <Audit uid={uid} operation={seen.id} round={round} onUndone={() => changed(undefined)} />
      {open && (
        <DecideDialog uid={uid} intent={open} seen={[seen]} settling={!settled} onDone={changed} onDismiss={dismiss} />
      )}
    </Stack>
  );
}

/** The time that the graph shows is what is offered to be excluded. */
export function intentOf(act: Act, range: TimeRange): Intent {
  return act === 'exclude'
    ? { act, range: { from: typedMoment(range.from.valueOf()), to: typedMoment(range.to.valueOf()) } }
    : { act };
}
