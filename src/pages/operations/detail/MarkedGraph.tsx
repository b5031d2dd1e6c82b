// Which time on the graph should not teach? Dragging looks closer, or marks what is to be excluded.
import { type TimeRange } from '@grafana/data';
import { Button, Stack } from '@grafana/ui';
import { useMemo, useState } from 'react';
import { t } from '../../../components/text';
import { useAnswer } from '../../../components/useAnswer';
import { go } from '../../address';
import { askBaseline } from '../../decisions/decision';
import { askExclusions, regionsOf } from '../../decisions/excluded';
import { type Typed, typedMoment } from '../../decisions/TypedRange';
import { may } from '../../roles';
import { type Row } from '../rows';
import { BandGraph } from './BandGraph';
import { askDeployed } from './deployed';
import { goesOn } from './goesOn';

interface Props {
  uid: string;
  row: Row;
  range: TimeRange;
  /** Another number reads what is excluded anew. */
  round: number;
  onMarked: (range: Typed) => void;
}

/** Undefined where nothing was learned yet: there is nothing to exclude a time from. */
async function askMarks(uid: string, row: Row) {
  const seen = await askBaseline(uid, row);
  return seen && askExclusions(uid, row.system, seen.id);
}

const deployedSeconds = 60;

export function MarkedGraph({ uid, row, range, round, onMarked }: Props) {
  const [marking, setMarking] = useState(false);
  const { value, at } = useAnswer(`marks ${uid} ${row.id}`, () => askMarks(uid, row), { round });
  const learned = at === undefined || value !== undefined;
  const begin = range.from.valueOf();
  const deployed = useAnswer(
    `deployments ${uid} ${row.system} ${String(range.raw.from)} ${String(range.raw.to)}`,
    () => askDeployed(uid, row.system, range),
    { everySeconds: goesOn(range) ? deployedSeconds : undefined }
  );
  const marks = useMemo(
    () => [regionsOf(value ?? [], begin), ...(deployed.value ? [deployed.value] : [])],
    [value, begin, deployed.value]
  );
  const onRange = (from: number, to: number) => {
    if (marking && learned) {
      setMarking(false);
      onMarked({ from: typedMoment(Math.round(from)), to: typedMoment(Math.round(to)) });
    } else {
      go({ from: String(Math.round(from)), to: String(Math.round(to)) });
    }
  };
  return (
    <>
      <BandGraph uid={uid} row={row} range={range} marks={marks} onRange={onRange} />
      {deployed.error !== undefined && (
        <p>{t('mark.notDeployed', 'Deployments could not be told. {{error}}', { error: deployed.error })}</p>
      )}
      {may('Editor') && (
        <Stack direction="row" gap={1} alignItems="center" wrap="wrap">
          <Button
            size="sm"
            variant={marking ? 'primary' : 'secondary'}
            icon="calendar-alt"
            aria-pressed={marking}
            onClick={() => setMarking(!marking)}
          >
            {t('mark.title', 'Mark a time to exclude')}
          </Button>
          <span role="status">
            {marking &&
              (learned
                ? t('mark.how', 'Drag over the time on the graph.')
                : t('mark.none', 'Nothing was learned yet that a time could be excluded from.'))}
          </span>
        </Stack>
      )}
    </>
  );
}
