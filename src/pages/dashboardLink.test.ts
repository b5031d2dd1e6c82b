import { givenWorld } from '../test/pages';
import { dashboardLink } from './dashboardLink';

test('a dashboard asks the data source that the page is about, and the Prometheus that it was made for', () => {
  givenWorld({ sources: ['production', 'staging'], prometheus: ['prometheus', 'other'], madeFor: 'other' });
  expect(dashboardLink('yardstick-kgas', 'staging', { from: 'now-2d', to: 'now' })).toBe(
    '/d/yardstick-kgas?var-yardstick=staging&var-prometheus=other&from=now-2d&to=now'
  );
});

test.each([undefined, 'deleted'])(
  'where it was made for %s the Prometheus is the dashboard’s own choice',
  (madeFor) => {
    givenWorld({ sources: ['production', 'staging'], prometheus: ['prometheus', 'other'], madeFor });
    expect(dashboardLink('yardstick-kgas', 'staging')).toBe('/d/yardstick-kgas?var-yardstick=staging');
  }
);
