// How does a dashboard variable get its values from the data source?
import { CustomVariableSupport, type DataQueryRequest, type DataQueryResponse } from '@grafana/data';
import { from, map, type Observable } from 'rxjs';
import { later } from '../components/later';
import { type DataSource } from './DataSource';
import { type VariableQuery } from './types';

export class VariableSupport extends CustomVariableSupport<DataSource, VariableQuery> {
  override editor = later(() => import('./VariableEditor'));

  constructor(private readonly datasource: DataSource) {
    super();
  }

  // Grafana asks nothing for a variable whose query is empty, as that of a new one is.
  override getDefaultQuery(): Pick<VariableQuery, 'refId' | 'kind'> {
    return { refId: 'variable', kind: 'systems' };
  }

  override query(request: DataQueryRequest<VariableQuery>): Observable<DataQueryResponse> {
    const [query] = request.targets;
    const values = query
      ? this.datasource.metricFindQuery(query, { scopedVars: request.scopedVars })
      : Promise.resolve([]);
    return from(values).pipe(map((data) => ({ data })));
  }
}
