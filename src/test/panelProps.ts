// What does a panel get from Grafana? The least of it that a test needs.
import {
  type DataFrame,
  dateTime,
  EventBusSrv,
  getDefaultTimeRange,
  LoadingState,
  type PanelData,
  type PanelProps,
  type TimeRange,
} from '@grafana/data';

/** 2026-11-02 12:00 UTC, a Monday. */
export const noon = Date.UTC(2026, 10, 2, 12);
export const minutes = (count: number) => count * 60_000;

/** The hour before noon; `live` makes it end now. */
export function hourBeforeNoon(live = false): TimeRange {
  const from = dateTime(noon - minutes(60));
  const to = dateTime(noon);
  return { from, to, raw: live ? { from: 'now-1h', to: 'now' } : { from, to } };
}

export function panelProps<Options>(
  series: DataFrame[],
  options: Options,
  changes: Partial<Omit<PanelProps<Options>, 'data'>> & { data?: Partial<PanelData> } = {}
): PanelProps<Options> {
  const { data, ...others } = changes;
  const timeRange = others.timeRange ?? hourBeforeNoon();
  return {
    id: 1,
    title: 'panel',
    width: 1000,
    height: 400,
    timeZone: 'utc',
    transparent: false,
    renderCounter: 0,
    fieldConfig: { defaults: {}, overrides: [] },
    eventBus: new EventBusSrv(),
    onOptionsChange: () => {},
    onFieldConfigChange: () => {},
    onChangeTimeRange: () => {},
    replaceVariables: (text) => text,
    ...others,
    options,
    timeRange,
    data: { state: LoadingState.Done, series, timeRange: timeRange ?? getDefaultTimeRange(), ...data },
  };
}
