// Which versions did a baseline have, and in what does each differ from the one before?
import { css } from '@emotion/css';
import { dateTimeFormat, getTimeZone, type GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import { useState } from 'react';
import { formatPercent, formatSeconds } from '../../../components/numbers';
import { t } from '../../../components/text';
import { type BaselineVersion } from '../../../datasource/resources';
import { type Asked } from '../../address';
import { CompareVersions } from './CompareVersions';
import { Differences } from './Differences';

interface Props {
  uid: string;
  /** The newest first. */
  versions: BaselineVersion[];
  asked: Asked;
  /** Undefined for whoever may not. */
  onRollback?: (version: number) => void;
}

const shownAtFirst = 8;

export function Versions({ uid, versions, asked, onRollback }: Props) {
  const styles = useStyles2(getStyles);
  const [opened, setOpened] = useState<number>();
  const [all, setAll] = useState(false);
  const shown = all ? versions : versions.slice(0, shownAtFirst);
  return (
    <>
      <ol className={styles.list} aria-label={t('versions.title', 'Versions of the baseline')}>
        {shown.map((version, index) => {
          const before = versions[index + 1];
          return (
            <li key={version.version} className={styles.version}>
              <strong>{version.version}</strong>
              <span>{dateTimeFormat(version.validFrom, { timeZone: getTimeZone() })}</span>
              <span>{version.state}</span>
              <span>{version.p95 === null ? '–' : formatSeconds(version.p95)}</span>
              <span>{formatPercent(version.confidence)}</span>
              <span className={styles.why}>
                {version.author}
                {version.why ? `: ${version.why}` : ''}
              </span>
              <span>
                {before && (
                  <Button
                    size="sm"
                    fill="text"
                    aria-expanded={opened === version.version}
                    onClick={() => setOpened(opened === version.version ? undefined : version.version)}
                  >
                    {t('versions.diff', 'What changed')}
                  </Button>
                )}
                {index > 0 && onRollback && (
                  <Button size="sm" fill="text" onClick={() => onRollback(version.version)}>
                    {t('versions.rollback', 'Roll back to {{version}}', { version: version.version })}
                  </Button>
                )}
              </span>
              {opened === version.version && before && (
                <Differences uid={uid} operation={version.id} from={before.version} to={version.version} />
              )}
            </li>
          );
        })}
      </ol>
      {versions.length > shown.length && (
        <Button size="sm" fill="text" onClick={() => setAll(true)}>
          {t('versions.all', 'All {{count}} versions', { count: versions.length })}
        </Button>
      )}
      {versions.length > 1 && <CompareVersions uid={uid} versions={versions} asked={asked} />}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', fontVariantNumeric: 'tabular-nums' }),
  version: css({
    display: 'grid',
    gridTemplateColumns: '40px 160px 100px 90px 60px minmax(120px, 1fr) auto',
    columnGap: theme.spacing(2),
    alignItems: 'baseline',
    padding: theme.spacing(0.5, 0),
    borderTop: `1px solid ${theme.colors.border.weak}`,
    [theme.breakpoints.down('md')]: { display: 'flex', flexWrap: 'wrap' },
  }),
  why: css({ color: theme.colors.text.secondary, overflowWrap: 'anywhere' }),
});
