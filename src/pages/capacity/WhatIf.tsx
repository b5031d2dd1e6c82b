// What if load grew like this? The documented model (D3 l.305-318) with sliders; every position stands in the address.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, Field, Slider, Stack, Text, useStyles2 } from '@grafana/ui';
import { getTableStyles } from '../../components/plainTable';
import { plural, t } from '../../components/text';
import { ask, type Asked } from '../address';
import { askedNumber, modelOf } from './asked';
import { documented, documentedSeason, instancesAfter, type Model, peakAfter, periodsUntil } from './model';
import { NumberField } from './NumberField';
import { rateText } from './words';

const usualPeriods = 4;

interface Knob {
  name: keyof Model;
  label: string;
  min: number;
  max: number;
  step: number;
}

const knobs = (): Knob[] => [
  { name: 'growth', label: t('whatIf.growth', 'Growth per quarter, 0.2 is 20 %'), min: 0, max: 1, step: 0.01 },
  { name: 'peak', label: t('whatIf.peak', 'Peak to average'), min: 1, max: 10, step: 0.1 },
  {
    name: 'season',
    label: t('whatIf.season', 'More during releases, 0.5 is half as much again'),
    min: 0,
    max: 2,
    step: 0.05,
  },
];

export function WhatIf({ asked }: { asked: Asked }) {
  const styles = useStyles2(getStyles);
  const model = modelOf(asked);
  const periods = Math.min(40, Math.round(askedNumber(asked, 'periods') ?? usualPeriods));
  const limit = askedNumber(asked, 'limit');
  return (
    <Stack direction="column" gap={2}>
      <p className={styles.sentence}>{sentenceOf(model, periods, limit)}</p>
      <Stack direction="row" gap={2} wrap="wrap" alignItems="flex-end">
        <NumberField name="rate" label={t('whatIf.rate', 'Requests/s now')} value={model.rate} />
        <NumberField
          name="perInstance"
          label={t('capacity.perInstance', 'One instance serves, requests/s')}
          value={model.perInstance}
        />
        <NumberField name="limit" label={t('capacity.limit', 'It bears, requests/s')} value={limit} />
        <NumberField name="periods" label={t('whatIf.periods', 'Quarters ahead')} value={periods} />
        <Button variant="secondary" icon="history" onClick={() => ask(forgotten)}>
          {t('whatIf.documented', "The document's numbers")}
        </Button>
      </Stack>
      <div className={styles.knobs}>
        {knobs().map(({ name, label, min, max, step }) => (
          <Field key={name} noMargin label={label}>
            <Slider
              inputId={`what-if-${name}`}
              ariaLabelForHandle={label}
              min={min}
              max={Math.max(max, model[name])}
              step={step}
              value={model[name]}
              onAfterChange={(value) => value !== undefined && ask({ [name]: String(value) })}
            />
          </Field>
        ))}
      </div>
      <Quarters model={model} periods={periods} />
      <Text color="secondary">
        {t(
          'whatIf.source',
          'D3 l.305-318; its function leaves the {{season}} more of releases out, which is why the third slider begins at 0.',
          {
            season: `${100 * documentedSeason} %`,
          }
        )}
      </Text>
    </Stack>
  );
}

const forgotten = Object.fromEntries([...Object.keys(documented), 'periods', 'limit'].map((name) => [name, undefined]));

function sentenceOf(model: Model, periods: number, limit: number | undefined): string {
  const instances = plural(
    'whatIf.instances',
    '{{count}} instance',
    '{{count}} instances',
    instancesAfter(model, periods)
  );
  const values = { peak: rateText(peakAfter(model, periods)), instances };
  const needs =
    periods === 0
      ? t('whatIf.sentenceNow', 'Now the peak of {{peak}} requests/s needs {{instances}}', values)
      : plural(
          'whatIf.sentence',
          'After {{count}} quarter the peak of {{peak}} requests/s needs {{instances}}',
          'After {{count}} quarters the peak of {{peak}} requests/s needs {{instances}}',
          periods,
          values
        );
  if (limit === undefined || limit === 0) {
    return `${needs}.`;
  }
  const until = periodsUntil(model, limit);
  if (until === undefined) {
    return t('whatIf.never', '{{needs}}; it never reaches {{limit}}/s.', { needs, limit });
  }
  return until === 0
    ? t('whatIf.already', '{{needs}}; it is above {{limit}}/s already.', { needs, limit })
    : t('whatIf.until', '{{needs}}; it reaches {{limit}}/s after {{quarters}} quarters.', {
        needs,
        limit,
        quarters: until.toFixed(1),
      });
}

function Quarters({ model, periods }: { model: Model; periods: number }) {
  const styles = useStyles2(getTableStyles);
  return (
    <table className={styles.table} aria-label={t('whatIf.table', 'instances by quarter')} style={{ maxWidth: 520 }}>
      <thead>
        <tr>
          <th>{t('whatIf.quarter', 'Quarter')}</th>
          <th className={styles.number}>{t('whatIf.load', 'Peak, requests/s')}</th>
          <th className={styles.number}>{t('whatIf.count', 'Instances')}</th>
        </tr>
      </thead>
      <tbody>
        {Array.from({ length: periods + 1 }, (_, n) => (
          <tr key={n}>
            <td>{n === 0 ? t('whatIf.now', 'now') : `+${n}`}</td>
            <td className={styles.number}>{rateText(peakAfter(model, n))}</td>
            <td className={styles.number}>{instancesAfter(model, n)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  sentence: css({ ...theme.typography.h3, margin: 0 }),
  knobs: css({
    display: 'grid',
    gap: theme.spacing(3),
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 320px), 1fr))',
  }),
});
