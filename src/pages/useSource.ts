// Which data source is a page about? The one of its address; without one that which was looked at last: Grafana's menu
// leads to pages of none, and whoever goes from page to page by it is not to be taken to another data source.
import { useEffect } from 'react';
import { ask } from './address';
import { chooseSource, type Source } from './datasources';

/** In this tab, until Grafana is loaded anew. */
let last: string | undefined;

export function useSource(all: Source[], chosen: string | undefined): Source | undefined {
  const source = chooseSource(all, chosen ?? last);
  const uid = source?.uid;
  const first = all[0]?.uid;
  useEffect(() => {
    if (chosen !== undefined && chosen === uid) {
      last = uid;
    } else if (chosen === undefined && uid !== first) {
      // A link to the page shows somebody else the same.
      ask({ ds: uid });
    }
  }, [chosen, uid, first]);
  return source;
}
