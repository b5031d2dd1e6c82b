// How did an operation go against what is normal? Grafana's graph over our query with its band.
import { type DataFrame, getTimeZone, LoadingState, type TimeRange } from '@grafana/data';
import { PanelRenderer } from '@grafana/runtime';
import { LoadingPlaceholder } from '@grafana/ui';
import { useEffect, useMemo, useRef } from 'react';
import { t } from '../../../components/text';
import { useAnswer } from '../../../components/useAnswer';
import { useWidth } from '../../../components/useWidth';
import { bandOptions } from '../../bands';
import { askFrames } from '../../frames';
import { type Row } from '../rows';
import { bandFields, bandNames } from './bandPanel';
import { goesOn } from './goesOn';

interface Props {
  uid: string;
  row: Row;
  range: TimeRange;
  /** Drawn over it: regions, and lines of single moments. */
  marks?: DataFrame[];
  onRange: (from: number, to: number) => void;
}

const height = 320;
const refreshSeconds = 30;

export function BandGraph({ uid, row, range, marks, onRange }: Props) {
  const [ref, width] = useWidth();
  // The graph keeps the function that it was first drawn with.
  const chosen = useRef(onRange);
  useEffect(() => {
    chosen.current = onRange;
  });
  const key = `band ${uid} ${row.id} ${String(range.raw.from)} ${String(range.raw.to)}`;
  const { value, error, loading } = useAnswer(key, () => askBand(uid, row, range), {
    everySeconds: goesOn(range) ? refreshSeconds : undefined,
  });
  const fields = useMemo(() => bandFields(bandNames(row.name)), [row.name]);
  const data = useMemo(
    () => ({ state: LoadingState.Done, series: value ?? [], timeRange: range, annotations: marks ?? [] }),
    [value, range, marks]
  );
  return (
    <div ref={ref} style={{ minHeight: height }}>
      {loading && <LoadingPlaceholder text={t('operation.loading', 'Reading the past …')} />}
      {error !== undefined && <p>{error}</p>}
      {value?.length === 0 && <p>{t('operation.nothing', 'Nothing was measured in this time.')}</p>}
      {value && value.length > 0 && width > 0 && (
        <PanelRenderer
          pluginId="timeseries"
          title={row.name}
          data={data}
          options={bandOptions}
          fieldConfig={fields}
          width={width}
          height={height}
          timeZone={getTimeZone()}
          onChangeTimeRange={({ from, to }) => chosen.current(from, to)}
        />
      )}
    </div>
  );
}

async function askBand(uid: string, row: Row, range: TimeRange): Promise<DataFrame[]> {
  const [frames = []] = await askFrames(
    uid,
    [{ queryType: 'series', stat: 'p95', band: true, system: row.system, operations: [row.name], labels: row.labels }],
    range
  );
  return frames.filter((frame) => frame.length > 0 && frame.fields[1]?.labels?.set === row.set);
}
