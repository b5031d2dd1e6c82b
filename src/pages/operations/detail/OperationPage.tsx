// What is to be said of one operation? The sentence and the why, live against normal, and where to go from here.
import { css } from '@emotion/css';
import { dateTime, getTimeZone, type GrafanaTheme2, rangeUtil, type TimeRange } from '@grafana/data';
import { Alert, EmptyState, LoadingPlaceholder, Stack, TimeRangeInput, useStyles2 } from '@grafana/ui';
import { type ReactNode, useState } from 'react';
import { asSentence } from '../../../components/failure';
import { LinkButton } from '../../../components/LinkButton';
import { LastRead } from '../../../components/LastRead';
import { t } from '../../../components/text';
import { isDuration } from '../../../components/unit';
import { TierMark } from '../../../components/TierMark';
import { useAnswer } from '../../../components/useAnswer';
import { type Asked, askedText, go } from '../../address';
import { Answered } from '../../Answered';
import { type Source } from '../../datasources';
import { type Typed } from '../../decisions/TypedRange';
import { Failure } from '../../Failure';
import { addressOf } from '../../routes';
import { SourcePage } from '../../SourcePage';
import { ViolationTable } from '../../violations/ViolationTable';
import { usualHours } from '../../violations/around';
import { askViolations } from '../../violations/askViolations';
import { askRows } from '../askRows';
import { type Identity, idOf, identityOf } from '../identity';
import { type Row } from '../rows';
import { SignalNotes } from '../SignalNotes';
import { Evidence } from './Evidence';
import { MarkedGraph } from './MarkedGraph';
import { Leads } from './Leads';
import { Life } from './Life';
import { Profile, profileTitle } from './Profile';
import { Record } from './Record';
import { verdictOf } from './verdict';

const refreshSeconds = 30;
const pastSeconds = 300;

export default function OperationPage({ asked, item }: { asked: Asked; item: string }) {
  const identity = identityOf(item);
  const parent = {
    text: t('operations.title', 'Operations'),
    url: addressOf({ page: 'operations' }, { ds: askedText(asked, 'ds') }),
  };
  return (
    // The versions with the same numbers in another data source are others.
    <SourcePage
      chosen={askedText(asked, 'ds')}
      own={['compare']}
      pageNav={{ text: identity?.name ?? item, parentItem: parent }}
    >
      {(source) =>
        identity ? (
          <Known key={source.uid} source={source} identity={identity} asked={asked} />
        ) : (
          <Unknown source={source} name={item} />
        )
      }
    </SourcePage>
  );
}

function Unknown({ source, name }: { source: Source; name: string }) {
  return (
    <EmptyState
      variant="not-found"
      message={t('operation.unknown', 'The operation {{name}} was not seen in the last hour', { name })}
      button={
        <LinkButton href={addressOf({ page: 'operations' }, { ds: source.uid })}>
          {t('operation.all', 'All operations')}
        </LinkButton>
      }
    />
  );
}

interface Edges {
  from: string;
  to: string;
}

const usual: Edges = { from: `now-${usualHours}h`, to: 'now' };
const edgesOf = (asked: Asked): Edges => ({
  from: askedText(asked, 'from') ?? usual.from,
  to: askedText(asked, 'to') ?? usual.to,
});

/** Milliseconds since 1970 where a range does not move with the clock. */
const momentOf = (edge: string) => (/^\d+$/.test(edge) ? dateTime(Number(edge)) : edge);

/** A day that is rounded begins where the clocks of the page show midnight, not those of the browser. */
const rangeOf = ({ from, to }: Edges) =>
  rangeUtil.convertRawToRange({ from: momentOf(from), to: momentOf(to) }, getTimeZone());

const isStretch = ({ from, to }: TimeRange) => from.valueOf() < to.valueOf();

async function askRow(uid: string, { system, set, name }: Identity): Promise<Row | undefined> {
  const now = rangeUtil.convertRawToRange({ from: 'now-1h', to: 'now' });
  const rows = await askRows(uid, now, { system, operations: [name] });
  return rows.find((row) => row.id === idOf({ system, set, name }));
}

function Known({ source, identity, asked }: { source: Source; identity: Identity; asked: Asked }) {
  const styles = useStyles2(getStyles);
  const { uid } = source;
  const [marked, setMarked] = useState<Typed>();
  const [changes, setChanges] = useState(0);
  const row = useAnswer(`row ${uid} ${idOf(identity)}`, () => askRow(uid, identity), {
    everySeconds: refreshSeconds,
    round: changes,
  });
  if (row.loading) {
    return <LoadingPlaceholder text={t('operations.loading', 'Comparing with normal …')} />;
  }
  if (row.at === undefined) {
    return <Failure source={source} answer={row} />;
  }
  if (!row.value) {
    return <Unknown source={source} name={identity.name} />;
  }
  const wanted = edgesOf(asked);
  const edges = isStretch(rangeOf(wanted)) ? wanted : usual;
  const range = rangeOf(edges);
  const { value } = row;
  const durations = isDuration(value.unit);
  const verdict = verdictOf(value);
  return (
    <div className={styles.page}>
      <LastRead answer={row} />
      <div>
        <p className={styles.sentence}>
          <TierMark tier={verdict.tier} size={18} /> {verdict.sentence}
        </p>
        <p className={styles.why}>
          <SignalNotes row={verdict.besides} />
          {asSentence(value.reason)}
        </p>
      </div>
      <Stack direction="row" gap={1} wrap="wrap" justifyContent="space-between">
        <Leads source={source} row={value} range={edges} />
        <TimeRangeInput
          value={range}
          timeZone={getTimeZone()}
          onChange={({ raw }) => go({ from: written(raw.from), to: written(raw.to) })}
        />
      </Stack>
      {edges !== wanted && (
        <Alert
          severity="warning"
          title={t('operation.noRange', 'Shown are the last hours: {{from}} to {{to}} is no time', { ...wanted })}
        />
      )}
      <Part title={durations ? t('operation.graph', 'p95 against normal') : t('operation.graphOf', 'Against normal')}>
        <MarkedGraph uid={uid} row={value} range={range} round={changes} onMarked={setMarked} />
      </Part>
      <Part title={t('operation.evidence', 'Why')}>
        <Evidence uid={uid} row={value} everySeconds={refreshSeconds} />
      </Part>
      <Part title={t('operation.baseline', 'What is normal')}>
        <Record row={value} />
      </Part>
      <Part title={t('operation.life', 'Versions and decisions')}>
        <Life
          uid={uid}
          row={value}
          range={range}
          asked={asked}
          marked={marked}
          everySeconds={refreshSeconds}
          onMarkedDone={() => setMarked(undefined)}
          onChanged={() => setChanges((before) => before + 1)}
        />
      </Part>
      <Part title={profileTitle(value)}>
        <Profile uid={uid} row={value} round={changes} />
      </Part>
      <Part title={t('operation.violations', 'Violations of the last 28 days')}>
        <Violations uid={uid} row={value} changes={changes} />
      </Part>
    </div>
  );
}

const written = (edge: TimeRange['raw']['from']) =>
  typeof edge === 'string' ? edge : String(dateTime(edge).valueOf());

function Part({ title, children }: { title: string; children: ReactNode }) {
  const styles = useStyles2(getStyles);
  return (
    <section aria-label={title}>
      <h2 className={styles.heading}>{title}</h2>
      {children}
    </section>
  );
}

const days = 28;

interface ViolationsProps {
  uid: string;
  row: Row;
  /** Another number: something was decided, and violations may have been judged by that. */
  changes: number;
}

function Violations({ uid, row, changes }: ViolationsProps) {
  const [round, setRound] = useState(0);
  const answer = useAnswer(`violations ${uid} ${row.id}`, () => askViolations(uid, days, row.system), {
    everySeconds: pastSeconds,
    round: changes + round,
  });
  const lookAgain = () => setRound((before) => before + 1);
  return (
    <Answered answer={answer} waiting={t('operation.loading', 'Reading the past …')}>
      {(value) => {
        const own = value.filter(({ set, operation }) => set === row.set && operation === row.name);
        return own.length === 0 ? (
          <p>{t('operation.noViolations', 'None.')}</p>
        ) : (
          <ViolationTable uid={uid} violations={own} named={false} onOutdated={lookAgain} />
        );
      }}
    </Answered>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(3) }),
  sentence: css({ ...theme.typography.h3, margin: 0, overflowWrap: 'anywhere' }),
  why: css({ color: theme.colors.text.secondary, margin: theme.spacing(0.5, 0, 0) }),
  heading: css({ ...theme.typography.h5, margin: theme.spacing(0, 0, 1) }),
});
