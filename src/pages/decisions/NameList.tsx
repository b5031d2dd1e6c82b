// Who is meant? The first of many by name, the rest by number.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { t } from '../../components/text';

const named = 8;

export function NameList({ names }: { names: string[] }) {
  const styles = useStyles2(getStyles);
  return (
    <ul className={styles.names}>
      {names.slice(0, named).map((name, index) => (
        // Operations of two systems can have one name.
        <li key={index}>{name}</li>
      ))}
      {names.length > named && <li>{t('subjects.more', 'and {{count}} more', { count: names.length - named })}</li>}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  names: css({
    maxHeight: 160,
    overflowY: 'auto',
    overflowWrap: 'anywhere',
    paddingLeft: theme.spacing(2.5),
    marginBottom: theme.spacing(2),
  }),
});
