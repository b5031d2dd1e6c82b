// Which systems are here? Those of which this Prometheus has metrics, and the way to those that have other names.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Collapse, Icon, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import { useState } from 'react';
import { later } from '../../components/later';
import { plural, t } from '../../components/text';
import { useAnswer } from '../../components/useAnswer';
import { type Overview } from '../../datasource/resources';
import { askResource, type Source } from '../datasources';
import { may } from '../roles';
import { Step } from './Step';

const Mapping = later<{ sources: Source[]; onSaved: () => void }>(
  () => import('../configuration/mapping/MappingSection')
);

export function SystemStep({ source }: { source: Source }) {
  const styles = useStyles2(getStyles);
  const [open, setOpen] = useState(false);
  const [round, setRound] = useState(0);
  const { uid } = source;
  const { value, error, loading } = useAnswer(`overview of ${uid}`, () => askResource<Overview>(uid, 'overview'), {
    round,
  });
  const systems = value?.systems ?? [];
  const here = systems.filter(({ probeFound }) => probeFound > 0);
  return (
    <Step number={2} title={t('setup.systems', 'Systems')} done={here.length > 0}>
      {loading && <LoadingPlaceholder text={t('setup.looking', 'Looking for metrics …')} />}
      {error !== undefined && <p role="alert">{error}</p>}
      {value && (
        <>
          <span>
            {plural(
              'setup.found',
              'This Prometheus has metrics of {{count}} of {{of}} documented systems.',
              'This Prometheus has metrics of {{count}} of {{of}} documented systems.',
              here.length,
              { of: systems.length }
            )}
          </span>
          <ul className={styles.list}>
            {systems.map(({ name, title, probeFound, probeTotal }) => (
              <li key={name}>
                <Icon name={probeFound > 0 ? 'check' : 'minus'} />{' '}
                {t('setup.quantities', '{{title}}: {{found}} of {{total}} quantities', {
                  title,
                  found: probeFound,
                  total: probeTotal,
                })}
              </li>
            ))}
          </ul>
        </>
      )}
      {may('Admin') && (
        <Collapse label={t('setup.mapping', 'Metrics under other names')} isOpen={open} onToggle={() => setOpen(!open)}>
          {open && <Mapping sources={[source]} onSaved={() => setRound((before) => before + 1)} />}
        </Collapse>
      )}
    </Step>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', display: 'grid', gap: theme.spacing(0.5) }),
});
