// Which systems are here? Those of which this Prometheus has metrics, and the way to those that have other names.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Collapse, Icon, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import { useState } from 'react';
import { later } from '../../components/later';
import { plural, t } from '../../components/text';
import { useAnswer } from '../../components/useAnswer';
import { type Overview, type SystemOverview } from '../../datasource/resources';
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
  const documented = systems.filter(({ probeTotal }) => probeTotal > 0);
  const here = documented.filter(isHere);
  return (
    <Step number={2} title={t('setup.systems', 'Systems')} done={systems.some(isHere)}>
      {loading && <LoadingPlaceholder text={t('setup.looking', 'Looking for metrics …')} />}
      {error !== undefined && <p role="alert">{error}</p>}
      {value && (
        <>
          {documented.length > 0 && (
            <span>
              {plural(
                'setup.found',
                'This Prometheus has metrics of {{count}} of {{of}} documented systems.',
                'This Prometheus has metrics of {{count}} of {{of}} documented systems.',
                here.length,
                { of: documented.length }
              )}
            </span>
          )}
          <ul className={styles.list}>
            {systems.map((system) => (
              <li key={system.name}>
                <Icon name={isHere(system) ? 'check' : 'minus'} /> {hereText(system)}
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

/** No document says what a system of one's own should have: it is here where operations of it are. */
const isHere = ({ probeFound, probeTotal, operations }: SystemOverview) =>
  probeTotal > 0 ? probeFound > 0 : operations > 0;

function hereText({ title, probeFound, probeTotal, operations, error }: SystemOverview): string {
  if (probeTotal > 0) {
    return t('setup.quantities', '{{title}}: {{found}} of {{total}} quantities', {
      title,
      found: probeFound,
      total: probeTotal,
    });
  }
  return error
    ? `${title}: ${error}`
    : plural(
        'setup.own',
        '{{title}}: {{count}} operation of your own',
        '{{title}}: {{count}} operations of your own',
        operations,
        { title }
      );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', display: 'grid', gap: theme.spacing(0.5) }),
});
