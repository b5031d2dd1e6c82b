// Which of some dashboards can this person open? A link to one that nobody has installed leads to "Dashboard not found".
import { getBackendSrv } from '@grafana/runtime';
import { useAnswer } from '../../components/useAnswer';

/** Grafana finds only those that a person may see. */
async function askOpenable(uids: string[]): Promise<ReadonlySet<string>> {
  const asked = new URLSearchParams(uids.map((uid) => ['dashboardUIDs', uid]));
  const hits = await getBackendSrv().get<Array<{ uid: string }>>(`/api/search?${asked}`, undefined, undefined, {
    showErrorAlert: false,
  });
  return new Set(hits.map(({ uid }) => uid));
}

/** Undefined while that is not known; where it cannot be asked, the link may lead there. */
export function useOpenable(uids: string[]): (uid: string) => boolean | undefined {
  const { value, error } = useAnswer(`openable ${uids.join()}`, () =>
    uids.length === 0 ? Promise.resolve<ReadonlySet<string>>(new Set()) : askOpenable(uids)
  );
  return (uid) => (error === undefined ? value?.has(uid) : true);
}
