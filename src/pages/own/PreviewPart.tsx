// What would have been normal in the last week, and what would have been said? Nothing of it is kept.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Alert, LoadingPlaceholder, ScrollContainer, useStyles2 } from '@grafana/ui';
import { formatCount, formatPercent, formatValue } from '../../components/numbers';
import { getTableStyles } from '../../components/plainTable';
import { Sparkline } from '../../components/Sparkline';
import { plural, t } from '../../components/text';
import { areDurations } from '../../components/unit';
import { useAnswer } from '../../components/useAnswer';
import { type Definition } from './definition';
import { type Preview, type Previewed, previewOwn } from './requests';

export function PreviewPart({ uid, id, definition }: { uid: string; id: number; definition: Definition }) {
  const styles = useStyles2(getStyles);
  const key = `preview ${uid} ${JSON.stringify(definition)}`;
  const { value, error, loading } = useAnswer(key, () => previewOwn(uid, id, definition));
  return (
    <section aria-label={t('own.previewTitle', 'Preview')}>
      {loading && <LoadingPlaceholder text={t('own.measuring', 'Measuring the last week …')} />}
      {error !== undefined && <Alert severity="error" title={error} />}
      {value && (
        <>
          {value.warning !== undefined && <Alert severity="warning" title={value.warning} />}
          <p className={styles.sentence}>{sentenceOf(value)}</p>
          <Table rows={value.operations} judged={value.judged} />
        </>
      )}
    </section>
  );
}

function sentenceOf({ operations, total, judged }: Preview): string {
  if (operations.length === 0) {
    return t('own.previewEmpty', 'Nothing was measured in the last week: learning begins with the first value.');
  }
  const warnings = operations.reduce((sum, { replay }) => sum + replay.warnings, 0);
  const ready = operations.filter(({ state }) => state === 'active').length;
  const shown =
    total > operations.length
      ? t('own.previewBusiest', 'The {{n}} busiest of {{total}} operations:', { n: operations.length, total })
      : plural('own.previewAll', '{{count}} operation:', '{{count}} operations:', operations.length);
  const learned = t('own.previewReady', '{{n}} have a baseline after a week.', { n: ready });
  const said = plural(
    'own.previewSaid',
    'In the last {{days}} days there would have been {{count}} warning.',
    'In the last {{days}} days there would have been {{count}} warnings.',
    warnings,
    { days: judged }
  );
  return [shown, learned, said].join(' ');
}

function Table({ rows, judged }: { rows: Previewed[]; judged: number }) {
  const styles = useStyles2(getTableStyles);
  const durations = areDurations(rows);
  return (
    <ScrollContainer overflowY="visible">
      <table className={styles.table} aria-label={t('own.previewTable', 'Operations that would be learned')}>
        <thead>
          <tr>
            <th scope="col">{t('own.operation', 'Operation')}</th>
            <th scope="col" className={styles.number}>
              p50
            </th>
            <th scope="col" className={styles.number}>
              p95
            </th>
            <th scope="col" className={styles.number}>
              p99
            </th>
            <th scope="col" className={styles.number}>
              {durations ? t('own.requests', 'Requests') : t('own.values', 'Values')}
            </th>
            <th scope="col">{t('own.state', 'Baseline')}</th>
            <th scope="col" className={styles.number}>
              {t('own.warned', 'Warnings in {{days}} days', { days: judged })}
            </th>
            <th scope="col">{t('own.week', 'Week')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <th scope="row" className={styles.name}>
                {row.name}
              </th>
              <td className={styles.number}>{written(row.p50, row)}</td>
              <td className={styles.number} title={`${written(row.p95Low, row)} – ${written(row.p95High, row)}`}>
                {written(row.p95, row)}
              </td>
              <td className={styles.number}>{written(row.p99, row)}</td>
              <td className={styles.number}>{formatCount(row.requests)}</td>
              <td title={row.reason}>
                {row.state}, {formatPercent(row.confidence)}
              </td>
              <td className={styles.number} title={row.replay.reason}>
                {row.replay.reason === '' ? row.replay.warnings : t('own.notReplayed', 'not replayed')}
              </td>
              <td>
                <Sparkline values={row.trend} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollContainer>
  );
}

const written = (value: number | null, { unit }: Previewed) => (value === null ? '–' : formatValue(value, unit));

const getStyles = (theme: GrafanaTheme2) => ({
  sentence: css({ ...theme.typography.h4, margin: theme.spacing(0, 0, 1), overflowWrap: 'anywhere' }),
});
