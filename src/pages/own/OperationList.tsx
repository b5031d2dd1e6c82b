// Which operations does a definition give, and how do they do?
import { ScrollContainer, useStyles2 } from '@grafana/ui';
import { PageLink } from '../../components/PageLink';
import { getTableStyles } from '../../components/plainTable';
import { t } from '../../components/text';
import { TierMark } from '../../components/TierMark';
import { tierNamed } from '../../components/tiers';
import { type Operation } from '../../datasource/resources';
import { idOf } from '../operations/identity';
import { addressOf } from '../routes';

/** The others are in the table of all operations. */
const most = 50;

export function OperationList({ uid, operations }: { uid: string; operations: Operation[] }) {
  const styles = useStyles2(getTableStyles);
  return (
    <ScrollContainer overflowY="visible">
      <table className={styles.table} aria-label={t('own.learnedOperations', 'Operations of this definition')}>
        <thead>
          <tr>
            <th scope="col">{t('own.operation', 'Operation')}</th>
            <th scope="col">{t('own.state', 'Baseline')}</th>
            <th scope="col">{t('own.now', 'Now')}</th>
          </tr>
        </thead>
        <tbody>
          {operations.slice(0, most).map((operation) => (
            <tr key={operation.name}>
              <th scope="row" className={styles.name}>
                <PageLink href={addressOf({ page: 'operations', item: idOf(operation) }, { ds: uid })}>
                  {operation.name}
                </PageLink>
              </th>
              <td>{operation.state}</td>
              <td className={styles.name}>
                <TierMark tier={tierNamed(operation.tier)} /> {operation.reason}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollContainer>
  );
}
