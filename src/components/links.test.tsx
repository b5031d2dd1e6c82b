import { type GrafanaConfig, locationUtil } from '@grafana/data';
import { render, screen } from '@testing-library/react';
import { LinkButton } from './LinkButton';
import { LinkTab } from './LinkTab';
import { PageLink } from './PageLink';

const servedFrom = (appSubUrl: string) =>
  locationUtil.initialize({
    config: { appSubUrl } as GrafanaConfig,
    getVariablesUrlParams: () => ({}),
    getTimeRangeForUrl: () => ({ from: 'now-1h', to: 'now' }),
  });

afterEach(() => servedFrom(''));

test.each([
  ['', '/a/app/work', '/a/app/work'],
  ['/grafana', '/a/app/work', '/grafana/a/app/work'],
  ['/grafana', '/grafana/d/kgas', '/grafana/d/kgas'],
  ['/grafana', 'https://example.com/runbook', 'https://example.com/runbook'],
])('below "%s" a link to %s leads to %s', (base, href, expected) => {
  servedFrom(base);
  render(
    <>
      <PageLink href={href}>text</PageLink>
      <LinkButton href={href}>button</LinkButton>
      <LinkTab label="tab" active={false} href={href} />
    </>
  );
  expect(screen.getByRole('link', { name: 'text' })).toHaveAttribute('href', expected);
  expect(screen.getByRole('link', { name: 'button' })).toHaveAttribute('href', expected);
  expect(screen.getByRole('tab', { name: 'tab' })).toHaveAttribute('href', expected);
});
