// How is one metric found here, and which spelling of it holds?
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Field, Icon, type IconName, TextArea, useStyles2 } from '@grafana/ui';
import { useId, useState } from 'react';
import { Combobox } from '../../../components/Combobox';
import { HiddenLabel } from '../../../components/HiddenLabel';
import { t } from '../../../components/text';
import {
  asDocumented,
  type Choice,
  type Mapping,
  type Metric,
  optionsOf,
  own,
  ownOf,
  selected,
  textOf,
  titleOf,
} from './model';

interface Props {
  metric: Metric;
  profiles: Mapping['profiles'];
  choice: Choice | undefined;
  error?: string;
  onChange: (choice: Choice | undefined) => void;
}

export function MetricRow({ metric, profiles, choice, error, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const value = selected(choice);
  const needs = profiles.find((profile) => profile.emitter === value && !metric.emitters.includes(value))?.needs;
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <code className={styles.name}>{metric.metric}</code>
        <State metric={metric} mapped={choice !== undefined} />
        {metric.state === 'other' && choice === undefined && (
          <span className={styles.quiet}>{metric.emitters.map((name) => titleOf(name, profiles)).join(', ')}</span>
        )}
        {metric.quantities.length > 0 && <span className={styles.quiet}>{metric.quantities.join(', ')}</span>}
        {metric.state === 'missing' && choice === undefined && <span className={styles.quiet}>{metric.emit}</span>}
        {needs !== undefined && <span className={styles.quiet}>{needs}</span>}
      </div>
      <div className={styles.choice}>
        <HiddenLabel id={id} text={t('mapping.spelling', 'Spelling of {{metric}}', { metric: metric.metric })} />
        <Combobox
          aria-labelledby={id}
          options={optionsOf(metric, profiles)}
          value={value}
          onChange={(option) =>
            onChange(option.value === asDocumented ? undefined : option.value === own ? { expr: '' } : option.value)
          }
        />
        {(value === own || error !== undefined) && (
          <Field noMargin invalid={error !== undefined} error={error}>
            <OwnText
              label={t('mapping.expression', 'Own metric or PromQL for {{metric}}', { metric: metric.metric })}
              disabled={value !== own}
              choice={choice}
              onChange={onChange}
            />
          </Field>
        )}
      </div>
    </li>
  );
}

interface OwnTextProps {
  label: string;
  disabled: boolean;
  choice: Choice | undefined;
  onChange: (choice: Choice) => void;
}

/** What is typed stays as it is typed: what is read from it has no space at its end, and a name may become a call. */
function OwnText({ label, disabled, choice, onChange }: OwnTextProps) {
  const styles = useStyles2(getStyles);
  const read = textOf(choice);
  const [typed, setTyped] = useState(read);
  return (
    <TextArea
      aria-label={label}
      className={styles.code}
      rows={2}
      disabled={disabled}
      placeholder={t('mapping.placeholder', 'my_metric_seconds, or sum by (component) (my_metric{$app})')}
      value={textOf(ownOf(typed)) === read ? typed : read}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        onChange(ownOf(currentTarget.value));
      }}
    />
  );
}

function State({ metric, mapped }: { metric: Metric; mapped: boolean }) {
  const styles = useStyles2(getStyles);
  const { icon, words } = stateOf(metric, mapped);
  return (
    <span className={styles.state}>
      <Icon name={icon} size="sm" /> {words}
    </span>
  );
}

/** Words beside the sign: colour and form alone would say nothing to some. */
function stateOf({ state }: Metric, mapped: boolean): { icon: IconName; words: string } {
  if (mapped) {
    return { icon: 'link', words: t('mapping.mapped', 'mapped') };
  }
  switch (state) {
    case 'found':
      return { icon: 'check', words: t('mapping.found', 'found') };
    case 'other':
      return { icon: 'exchange-alt', words: t('mapping.other', 'found under another name') };
    case 'missing':
      return { icon: 'circle', words: t('mapping.missing', 'missing') };
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 3fr) minmax(220px, 2fr)',
    gap: theme.spacing(2),
    padding: theme.spacing(1, 0),
    borderTop: `1px solid ${theme.colors.border.weak}`,
    [theme.breakpoints.down('md')]: { gridTemplateColumns: '1fr' },
  }),
  what: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.25), alignItems: 'flex-start' }),
  name: css({ overflowWrap: 'anywhere' }),
  state: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.5) }),
  choice: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  code: css({ fontFamily: theme.typography.fontFamilyMonospace }),
  quiet: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
