// Which labels make an operation? Those that the series really have, with the number of their values.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Checkbox, useStyles2 } from '@grafana/ui';
import { plural, t } from '../../components/text';

interface Props {
  labels: Array<{ name: string; values: number }>;
  chosen: string[];
  error: string | undefined;
  onChange: (chosen: string[]) => void;
}

export function LabelChoice({ labels, chosen, error, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const gone = chosen.filter((name) => !labels.some((label) => label.name === name));
  const all = [...labels, ...gone.map((name) => ({ name, values: 0 }))];
  return (
    <fieldset className={styles.set}>
      <legend className={styles.legend}>{t('own.by', 'One operation for each')}</legend>
      {all.length === 0 ? (
        <span className={styles.quiet}>{t('own.noLabels', 'The labels appear once the metric is found.')}</span>
      ) : (
        <div className={styles.all}>
          {all.map(({ name, values }) => (
            <Checkbox
              key={name}
              label={name}
              description={values > 0 ? plural('own.values', '{{count}} value', '{{count}} values', values) : undefined}
              value={chosen.includes(name)}
              onChange={({ currentTarget }) =>
                onChange(currentTarget.checked ? [...chosen, name] : chosen.filter((one) => one !== name))
              }
            />
          ))}
        </div>
      )}
      {error !== undefined && (
        <span role="alert" className={styles.error}>
          {error}
        </span>
      )}
      {all.length > 0 && chosen.length === 0 && (
        <span className={styles.quiet}>{t('own.byNone', 'None: all of it is one operation.')}</span>
      )}
    </fieldset>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  set: css({
    border: 0,
    margin: 0,
    padding: 0,
    minWidth: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
  }),
  legend: css({
    ...theme.typography.bodySmall,
    fontWeight: theme.typography.fontWeightMedium,
    border: 0,
    margin: theme.spacing(0, 0, 0.5),
  }),
  all: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1, 3) }),
  quiet: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  error: css({ color: theme.colors.error.text }),
});
