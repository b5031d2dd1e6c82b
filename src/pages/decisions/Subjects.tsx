// Which baselines does a decision change, and which are left out because it makes no sense for them?
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { plural } from '../../components/text';
import { type BaselineVersion } from '../../datasource/resources';
import { NameList } from './NameList';

export function Subjects({ able, all }: { able: BaselineVersion[]; all: BaselineVersion[] }) {
  const styles = useStyles2(getStyles);
  const left = all.filter((each) => !able.includes(each));
  return (
    <>
      {all.length === 1 && able[0] && (
        <p className={styles.one}>
          {able[0].operation}, {able[0].state}
        </p>
      )}
      {all.length > 1 && able.length > 0 && (
        <>
          <p>{plural('subjects.many', '{{count}} baseline changes:', '{{count}} baselines change:', able.length)}</p>
          <NameList names={able.map(({ operation, state }) => `${operation}, ${state}`)} />
        </>
      )}
      {left.length > 0 && (
        <p role="status">
          {plural(
            'subjects.left',
            'Left out: {{names}} ({{states}}).',
            'Left out: {{count}}, such as {{names}} ({{states}}).',
            left.length,
            {
              names: left[0]?.operation ?? '',
              states: [...new Set(left.map(({ state }) => state))].join(', '),
            }
          )}
        </p>
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  one: css({ fontWeight: theme.typography.fontWeightMedium, overflowWrap: 'anywhere' }),
});
