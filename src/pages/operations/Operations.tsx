// How are all operations doing? One table, however many there are; an address with one of them leads to its page.
import { css } from '@emotion/css';
import { getDefaultTimeRange, type GrafanaTheme2 } from '@grafana/data';
import { EmptyState, Stack, Text, useStyles2 } from '@grafana/ui';
import { useDeferredValue, useMemo, useState } from 'react';
import { LinkButton } from '../../components/LinkButton';
import { later } from '../../components/later';
import { plural, t } from '../../components/text';
import { useAnswer } from '../../components/useAnswer';
import { ask, type Asked, askedText } from '../address';
import { Answered } from '../Answered';
import { type Source } from '../datasources';
import { addressOf } from '../routes';
import { SetUpLink } from '../SetUpLink';
import { SourcePage } from '../SourcePage';
import { askViolations } from '../violations/askViolations';
import { type Trend, trendDays, trendsOf } from '../violations/trend';
import { askRows } from './askRows';
import { filterOf, isFiltered, shown } from './filter';
import { FilterBar } from './FilterBar';
import { OperationTable } from './OperationTable';
import { BulkBar } from './BulkBar';
import { idOf } from './identity';
import { type Row, withTrends } from './rows';
import { sentenceOf } from './sentence';

const refreshSeconds = 60;
const pastSeconds = 300;

async function askTrends(uid: string): Promise<Map<string, Trend>> {
  const violations = await askViolations(uid, trendDays);
  return trendsOf(violations, Date.now(), ({ system, set, operation }) => idOf({ system, set, name: operation }));
}

const Detail = later<{ asked: Asked; item: string }>(() => import('./detail/OperationPage'));

export default function Operations({ asked, item }: { asked: Asked; item?: string }) {
  if (item) {
    return <Detail asked={asked} item={item} />;
  }
  return (
    <SourcePage chosen={askedText(asked, 'ds')}>
      {(source) => <All key={source.uid} source={source} asked={asked} />}
    </SourcePage>
  );
}

function All({ source, asked }: { source: Source; asked: Asked }) {
  const [round, setRound] = useState(0);
  const answer = useAnswer(`operations of ${source.uid}`, () => askRows(source.uid, getDefaultTimeRange()), {
    everySeconds: refreshSeconds,
    round,
  });
  // How it went is of the past: the table does not wait for it.
  const past = useAnswer(`violations ${source.uid} ${trendDays}`, () => askTrends(source.uid), {
    everySeconds: pastSeconds,
    round,
  });
  return (
    <Answered answer={answer} source={source} waiting={t('operations.loading', 'Comparing with normal …')}>
      {(rows) =>
        rows.length === 0 ? (
          <EmptyState
            variant="not-found"
            message={t('operations.none', 'No operation has been seen in the last hour')}
            button={<SetUpLink uid={source.uid} />}
          >
            {t(
              'operations.noneWhy',
              'Either nothing runs, or this Prometheus has the metrics under other names: see Set-up.'
            )}
          </EmptyState>
        ) : (
          <Rows
            measured={rows}
            trends={past.value}
            asked={asked}
            uid={source.uid}
            onChanged={() => setRound((before) => before + 1)}
          />
        )
      }
    </Answered>
  );
}

interface RowsProps {
  measured: Row[];
  trends: Map<string, Trend> | undefined;
  asked: Asked;
  uid: string;
  onChanged: () => void;
}

function Rows({ measured, trends, asked, uid, onChanged }: RowsProps) {
  const styles = useStyles2(getStyles);
  const rows = useMemo(() => withTrends(measured, trends), [measured, trends]);
  const now = filterOf(asked);
  const key = useDeferredValue(JSON.stringify(now));
  const found = useMemo(() => shown(rows, JSON.parse(key) as typeof now), [rows, key]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const picked = useMemo(() => found.filter(({ id }) => chosen.has(id)), [found, chosen]);
  return (
    <div className={styles.page}>
      <Stack direction="row" gap={2} wrap="wrap" justifyContent="space-between" alignItems="flex-start">
        <p className={styles.sentence}>{sentenceOf(isFiltered(now) && found.length > 0 ? found : rows)}</p>
        <LinkButton variant="secondary" size="sm" icon="plus" href={addressOf({ page: 'own' }, { ds: uid })}>
          {t('operations.own', 'Your own operations')}
        </LinkButton>
      </Stack>
      <Stack direction="column" gap={1}>
        <FilterBar uid={uid} rows={rows} filter={now} />
        <BulkBar uid={uid} chosen={picked} onClear={() => setChosen(new Set())} onChanged={onChanged}>
          <Text color="secondary">
            <span role="status">
              {plural('operations.found', '{{count}} operation', '{{count}} operations', found.length)}
            </span>
          </Text>
        </BulkBar>
      </Stack>
      {found.length === 0 ? (
        <EmptyState variant="not-found" message={t('operations.noMatch', 'No operation matches the filters')} />
      ) : (
        <OperationTable
          rows={found}
          filter={now}
          source={uid}
          chosen={chosen}
          onChoose={setChosen}
          onSort={(sort, ascending) => ask({ sort, order: ascending ? 'asc' : undefined })}
        />
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2), minHeight: 0, flex: 1 }),
  sentence: css({ ...theme.typography.h3, margin: 0, overflowWrap: 'anywhere' }),
});
