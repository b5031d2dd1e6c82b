// What is missing in this Prometheus, and what is to be emitted for it? Asked only when somebody wants to know.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import { useState } from 'react';
import { PageLink } from '../../components/PageLink';
import { plural, t } from '../../components/text';
import { useAnswer } from '../../components/useAnswer';
import { type Probe, type Quantity, type SystemOverview } from '../../datasource/resources';
import { askResource } from '../datasources';
import { addressOf } from '../routes';
import { Answered } from '../Answered';

interface Props {
  system: SystemOverview;
  uid: string;
}

/** Nothing of a system is here, or nothing that lasts: say so, and what would change that. */
export function Absent({ system, uid }: Props) {
  if (system.probeTotal === 0) {
    return <OwnAbsent system={system} uid={uid} />;
  }
  return (
    <>
      <p>
        {system.probeFound === 0
          ? t('absent.none', "This Prometheus has none of {{system}}'s metrics. Here is what to emit:", {
              system: system.title,
            })
          : t(
              'absent.noOperations',
              'This Prometheus has {{found}} of {{all}} quantities of {{system}}, but no duration to learn from. Here is what else to emit:',
              { system: system.title, found: system.probeFound, all: system.probeTotal }
            )}
      </p>
      <Missing system={system} uid={uid} />
    </>
  );
}

/** No document says what a system of one's own emits: its definitions do. */
function OwnAbsent({ system, uid }: Props) {
  return (
    <>
      <p>
        {t(
          'absent.own',
          'This Prometheus has none of the metrics that were defined for {{system}}, or nothing has happened in them yet. See that it scrapes them, and that their names and matchers are right.',
          { system: system.title }
        )}
      </p>
      <PageLink href={addressOf({ page: 'own' }, { ds: uid })}>
        {t('absent.ownOperations', 'Your own operations')}
      </PageLink>
    </>
  );
}

/** A part of a system is here: the rest is told on demand. */
export function MissingMetrics({ system, uid }: Props) {
  const [open, setOpen] = useState(false);
  const count = system.probeTotal - system.probeFound;
  return (
    <div>
      <Button
        fill="text"
        size="sm"
        icon={open ? 'angle-down' : 'angle-right'}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {plural('absent.missing', '{{count}} quantity is not measured', '{{count}} quantities are not measured', count)}
      </Button>
      {open && <Missing system={system} uid={uid} />}
    </div>
  );
}

function Missing({ system, uid }: Props) {
  const styles = useStyles2(getStyles);
  const ask = () => askResource<Probe>(uid, 'probe', { system: system.name });
  const answer = useAnswer(`probe ${uid} ${system.name}`, ask);
  return (
    <Answered answer={answer} waiting={t('absent.looking', 'Looking …')}>
      {({ quantities }) => (
        <ul className={styles.list}>
          {quantities
            .filter((quantity) => !quantity.found)
            .map((quantity) => (
              <li key={quantity.id} className={styles.item}>
                <span>
                  {quantity.title} <span className={styles.quiet}>{quantity.id}</span>
                </span>
                <span className={styles.quiet}>{whatToEmit(quantity)}</span>
              </li>
            ))}
        </ul>
      )}
    </Answered>
  );
}

/** The catalogue's sentence; else at least the names that were looked for. */
function whatToEmit({ emit, missing }: Quantity): string {
  return emit || t('absent.names', 'Missing: {{names}}', { names: missing.join(', ') });
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', maxHeight: 320, overflow: 'auto' }),
  item: css({
    display: 'flex',
    flexDirection: 'column',
    padding: theme.spacing(0.75, 0),
    borderTop: `1px solid ${theme.colors.border.weak}`,
    overflowWrap: 'anywhere',
  }),
  quiet: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
