// Which runs are there, the newest first? Each leads on to its comparison and its gate.
import { dateTimeFormat, getTimeZone } from '@grafana/data';
import { Button, ConfirmButton, Field, ScrollContainer, Stack, useStyles2 } from '@grafana/ui';
import { useId, useState } from 'react';
import { Combobox } from '../../components/Combobox';
import { PageLink } from '../../components/PageLink';
import { getTableStyles } from '../../components/plainTable';
import { plural, t } from '../../components/text';
import { ask, type Asked, askedText, viewOf } from '../address';
import { removeResource, type Source } from '../datasources';
import { NotDone } from '../NotDone';
import { may } from '../roles';
import { type Run } from './answers';
import { whenOf } from './sides';

/** A team that keeps the runs of every commit has thousands. */
const shownAtFirst = 50;

interface Props {
  source: Source;
  runs: Run[];
  asked: Asked;
  onDeleted: () => void;
}

export function RunList({ source, runs, asked, onDeleted }: Props) {
  const styles = useStyles2(getTableStyles);
  const id = useId();
  const [all, setAll] = useState(false);
  const systems = [...new Set(runs.map(({ system }) => system))].sort();
  const system = askedText(asked, 'system');
  const shown = system === undefined ? runs : runs.filter((run) => run.system === system);
  return (
    <Stack direction="column" gap={2}>
      <p className={styles.sentence}>
        {plural('runs.sentence', '{{count}} run.', '{{count}} runs, the newest first.', shown.length)}
      </p>
      {(systems.length > 1 || system !== undefined) && (
        <Field noMargin label={t('runs.system', 'System')} htmlFor={id}>
          <Combobox
            id={id}
            width={28}
            isClearable
            placeholder={t('runs.allSystems', 'All systems')}
            options={[...new Set([...systems, ...(system ? [system] : [])])].map((value) => ({ value }))}
            value={system ?? null}
            onChange={(option) => ask({ system: option?.value })}
          />
        </Field>
      )}
      <ScrollContainer overflowY="visible">
        <table className={styles.table} aria-label={t('runs.table', 'runs')}>
          <thead>
            <tr>
              <th>{t('runs.file', 'Run')}</th>
              <th>{t('runs.system', 'System')}</th>
              <th>{t('runs.when', 'Measured')}</th>
              <th className={styles.number}>{t('runs.measured', 'Quantities')}</th>
              <th>{t('runs.leads', 'Lead on')}</th>
              {may('Admin') && <th>{t('runs.delete', 'Delete')}</th>}
            </tr>
          </thead>
          <tbody>
            {(all ? shown : shown.slice(0, shownAtFirst)).map((run, index) => (
              <Row
                key={run.id}
                uid={source.uid}
                run={run}
                before={before(shown, index)}
                asked={asked}
                onDeleted={onDeleted}
              />
            ))}
          </tbody>
        </table>
      </ScrollContainer>
      {!all && shown.length > shownAtFirst && (
        <div>
          <Button size="sm" fill="text" onClick={() => setAll(true)}>
            {t('runs.showAll', 'All {{count}}', { count: shown.length })}
          </Button>
        </div>
      )}
    </Stack>
  );
}

/** The run that a person most often compares with: the one before it, of the same system and tool. */
const before = (runs: Run[], index: number) =>
  runs.slice(index + 1).find(({ system, format }) => system === runs[index]?.system && format === runs[index]?.format);

/** Of several runs of the same file the id tells which. */
const named = ({ name, id }: Run) => `${name} ${id.slice(0, 8)}`;

interface RowProps {
  uid: string;
  run: Run;
  before?: Run;
  asked: Asked;
  onDeleted: () => void;
}

function Row({ uid, run, before, asked, onDeleted }: RowProps) {
  const styles = useStyles2(getTableStyles);
  const [refused, setRefused] = useState<unknown>();
  const about = Object.entries(run.context).map(([name, value]) => `${name}=${value}`);
  const remove = () => removeResource(uid, `runs/${run.id}`).then(onDeleted, setRefused);
  const other = before?.id ?? 'baseline';
  return (
    <tr>
      <td className={styles.name}>
        {run.name}
        <span className={styles.quiet}>{[run.format, ...about, run.id.slice(0, 8)].join(' · ')}</span>
        <NotDone what={t('runs.delete', 'Delete')} error={refused} />
      </td>
      <td>{run.system}</td>
      <td>{dateTimeFormat(whenOf(run), { timeZone: getTimeZone() })}</td>
      <td className={styles.number}>{run.quantities}</td>
      <td>
        <Stack direction="row" gap={2}>
          <PageLink href={viewOf('runs', asked, { ds: uid, show: 'compare', current: run.id, baseline: other })}>
            {t('runs.compareThis', 'Compare')}
          </PageLink>
          <PageLink href={viewOf('runs', asked, { ds: uid, show: 'gate', candidate: run.id, against: other })}>
            {t('runs.gateThis', 'Gate')}
          </PageLink>
        </Stack>
      </td>
      {may('Admin') && (
        <td>
          <ConfirmButton
            confirmText={t('runs.deleteForGood', 'Delete for good')}
            confirmVariant="destructive"
            size="sm"
            onConfirm={() => void remove()}
          >
            <Button size="sm" fill="text" aria-label={t('runs.deleteNamed', 'Delete {{name}}', { name: named(run) })}>
              {t('runs.delete', 'Delete')}
            </Button>
          </ConfirmButton>
        </td>
      )}
    </tr>
  );
}
