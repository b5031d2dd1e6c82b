// How does the load go on? Grafana's graph over our forecast: the days that were measured, then the bands.
import { dateTime, LoadingState, type TimeRange } from '@grafana/data';
import { PanelRenderer } from '@grafana/runtime';
import { LoadingPlaceholder } from '@grafana/ui';
import { useMemo, useState } from 'react';
import { t } from '../../components/text';
import { useAnswer } from '../../components/useAnswer';
import { useWidth } from '../../components/useWidth';
import { bandOptions } from '../bands';
import { askFrames } from '../frames';
import { forecastFields } from './forecastPanel';

interface Props {
  uid: string;
  system: string;
  operation: string;
  ahead: number;
}

const height = 300;
const dayMilliseconds = 86_400_000;
/** As far back as is looked ahead three times, and a month at least: the past is what the bands rest on. */
const daysBack = (ahead: number) => Math.max(35, 3 * ahead);

export default function ForecastGraph({ uid, system, operation, ahead }: Props) {
  const [ref, width] = useWidth();
  const [now] = useState(() => Date.now());
  const range = useMemo(() => rangeOf(now, ahead), [now, ahead]);
  const { value, error, loading } = useAnswer(`forecast ${uid} ${system} ${operation} ${ahead}`, async () => {
    const [frames = []] = await askFrames(
      uid,
      [{ queryType: 'table', table: 'forecast', format: 'timeseries', system, operations: [operation], ahead }],
      range
    );
    return frames.filter((frame) => frame.length > 0);
  });
  const fields = useMemo(() => forecastFields(operation), [operation]);
  const data = useMemo(() => {
    // Nothing before the first measured day: an empty half says nothing.
    const first = Number(value?.[0]?.fields[0]?.values[0] ?? 0);
    const from = dateTime(Math.max(first, range.from.valueOf()));
    const timeRange = { ...range, from, raw: { from, to: range.to } };
    return { state: LoadingState.Done, series: value ?? [], timeRange };
  }, [value, range]);
  return (
    <section ref={ref} style={{ minHeight: height }} aria-label={t('capacity.graph', 'Load and forecast')}>
      {loading && <LoadingPlaceholder text={t('capacity.drawing', 'Looking ahead …')} />}
      {error !== undefined && <p>{error}</p>}
      {value && value.length > 0 && width > 0 && (
        <PanelRenderer
          pluginId="timeseries"
          title={operation}
          data={data}
          options={bandOptions}
          fieldConfig={fields}
          width={width}
          height={height}
          timeZone="utc"
        />
      )}
    </section>
  );
}

function rangeOf(now: number, ahead: number): TimeRange {
  const from = dateTime(now - daysBack(ahead) * dayMilliseconds);
  const to = dateTime(now + ahead * dayMilliseconds);
  return { from, to, raw: { from, to } };
}
