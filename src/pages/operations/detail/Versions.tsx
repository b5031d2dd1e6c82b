// Which versions did a baseline have, and in what does each differ from the one before?
import { css } from '@emotion/css';
import { dateTimeFormat, getTimeZone } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import { Fragment, useState } from 'react';
import { formatPercent, formatValue } from '../../../components/numbers';
import { getTableStyles } from '../../../components/plainTable';
import { t } from '../../../components/text';
import { areDurations } from '../../../components/unit';
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
  const { table, number, name } = useStyles2(getTableStyles);
  const styles = useStyles2(getStyles);
  const [opened, setOpened] = useState<number>();
  const [all, setAll] = useState(false);
  const shown = all ? versions : versions.slice(0, shownAtFirst);
  return (
    <>
      <div className={styles.scroll}>
        <table className={table} aria-label={t('versions.title', 'Versions of the baseline')}>
          <thead>
            <tr>
              <th className={number}>{t('versions.version', 'Version')}</th>
              <th>{t('versions.from', 'Valid from')}</th>
              <th>{t('versions.state', 'State')}</th>
              <th className={number}>
                {areDurations(versions) ? t('versions.p95', 'Normal p95') : t('versions.normal', 'Normal')}
              </th>
              <th className={number}>{t('versions.confidence', 'Confidence')}</th>
              <th>{t('versions.actions', 'Actions')}</th>
              <th>{t('versions.why', 'By whom and why')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((version, index) => {
              const before = versions[index + 1];
              return (
                <Fragment key={version.version}>
                  <tr>
                    <td className={number}>
                      <strong>{version.version}</strong>
                    </td>
                    <td>{dateTimeFormat(version.validFrom, { timeZone: getTimeZone() })}</td>
                    <td>{version.state}</td>
                    <td className={number}>{version.p95 === null ? '–' : formatValue(version.p95, version.unit)}</td>
                    <td className={number}>{formatPercent(version.confidence)}</td>
                    <td>
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
                    </td>
                    <td className={name}>
                      <div className={styles.why}>
                        {version.author}
                        {version.why ? `: ${version.why}` : ''}
                      </div>
                    </td>
                  </tr>
                  {opened === version.version && before && (
                    <tr>
                      <td />
                      <td colSpan={6}>
                        <Differences uid={uid} operation={version.id} from={before.version} to={version.version} />
                      </td>
                    </tr>
                  )}
                </Fragment>
              );
            })}
          </tbody>
        </table>
      </div>
      {versions.length > shown.length && (
        <Button size="sm" fill="text" onClick={() => setAll(true)}>
          {t('versions.all', 'All {{count}} versions', { count: versions.length })}
        </Button>
      )}
      {versions.length > 1 && <CompareVersions uid={uid} versions={versions} asked={asked} />}
    </>
  );
}

const getStyles = () => ({
  scroll: css({ overflowX: 'auto' }),
  // Two or three lines, also where the table has to be scrolled: at its least width every row would be a tower.
  why: css({ minWidth: 280 }),
});
