// What of a Prometheus data source can ours take over? Address and settings, never secrets: those are typed.
export interface PrometheusSettings {
  uid: string;
  name: string;
  url: string;
  basicAuth?: boolean;
  basicAuthUser?: string;
  withCredentials?: boolean;
  jsonData?: Record<string, unknown>;
  secureJsonFields?: Record<string, boolean>;
}

export interface NewSource {
  name: string;
  type: string;
  access: 'proxy';
  url: string;
  basicAuth?: boolean;
  basicAuthUser?: string;
  jsonData: Record<string, unknown>;
}

/** What ours does as well, most of it by the SDK's HTTP client; everything else of Prometheus' own settings is about its editor. */
const taken = [
  'customQueryParameters',
  'httpMethod',
  'timeout',
  'tlsAuth',
  'tlsAuthWithCACert',
  'tlsSkipVerify',
  'serverName',
  'enableSecureSocksProxy',
];
const headerName = /^httpHeaderName\d+$/;

export function linkedTo(prometheus: PrometheusSettings, name: string): NewSource {
  const settings = Object.entries(prometheus.jsonData ?? {}).filter(
    ([key, value]) => (taken.includes(key) || headerName.test(key)) && value !== undefined && value !== ''
  );
  return {
    name,
    type: 'yardstick-baselines-datasource',
    access: 'proxy',
    url: prometheus.url,
    ...(prometheus.basicAuth && { basicAuth: true, basicAuthUser: prometheus.basicAuthUser ?? '' }),
    jsonData: { ...Object.fromEntries(settings), prometheusUid: prometheus.uid },
  };
}

/** Names of the secrets that a person has to type again. */
export const secretsOf = ({ secureJsonFields = {} }: PrometheusSettings): string[] =>
  Object.entries(secureJsonFields)
    .filter(([, set]) => set)
    .map(([name]) => name);

/** Ways of signing in that ours does not know, in words. */
export function unsupportedIn({ jsonData = {} }: PrometheusSettings): string[] {
  const ways: Array<[boolean, string]> = [
    [jsonData.sigV4Auth === true, 'AWS SigV4'],
    [jsonData.azureCredentials !== undefined, 'Azure'],
    [jsonData.oauthPassThru === true, 'the OAuth identity of the signed-in person, which alert rules do not have'],
  ];
  return ways.filter(([used]) => used).map(([, name]) => name);
}
