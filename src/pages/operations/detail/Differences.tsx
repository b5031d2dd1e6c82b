// In what do two versions of a baseline differ? Field by field, in its unit.
import { css } from '@emotion/css';
import { formattedValueToString, getValueFormat, type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { t } from '../../../components/text';
import { useAnswer } from '../../../components/useAnswer';
import { type Difference } from '../../../datasource/resources';
import { Answered } from '../../Answered';
import { askDifferences } from '../../decisions/decision';

interface Props {
  uid: string;
  operation: number;
  from: number;
  to: number;
}

export function Differences({ uid, operation, from, to }: Props) {
  const styles = useStyles2(getStyles);
  const answer = useAnswer(`diff ${uid} ${operation} ${from} ${to}`, () => askDifferences(uid, operation, from, to));
  return (
    <Answered answer={answer} waiting={t('life.loading', 'Reading versions …')}>
      {(value) => (
        <ul className={styles.changes}>
          {value.length === 0 && <li>{t('versions.same', 'No number differs.')}</li>}
          {value.map((one) => (
            <li key={one.field}>
              {one.title}: {written(one, one.before)} → {written(one, one.after)}
            </li>
          ))}
        </ul>
      )}
    </Answered>
  );
}

function written({ unit }: Difference, value: number | string | null): string {
  return value === null
    ? '–'
    : typeof value === 'string'
      ? value
      : formattedValueToString(getValueFormat(unit || 'locale')(value));
}

const getStyles = (theme: GrafanaTheme2) => ({
  changes: css({ whiteSpace: 'normal', color: theme.colors.text.secondary }),
});
