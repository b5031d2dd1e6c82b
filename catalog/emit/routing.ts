/**
 * How can alerts reach people as the documents want it (D-2)?
 *
 * Documents to read and copy from, not files that a Grafana reads: a
 * notification policy that comes from a file replaces the whole tree of
 * whoever runs it.
 */
import { Document, isScalar, visit } from 'yaml';

import { type Receiver, receiverName, receiversOf, type Route, routing } from '../routing';
import { panelsOf, type System } from '../system';
import { generatedMarkdown } from './header';
import { overviewAlerts, overviewTitle } from './overview';

export const routingFile = (system: string) => `docs/routing/${system}.md`;

/** What a message needs besides its receiver; the same words in both trees. */
interface Times {
  group_wait: string;
  group_interval: string;
  repeat_interval: string;
}

export interface GrafanaRoute extends Partial<Times> {
  receiver: string;
  object_matchers: Array<[string, string, string]>;
  group_by?: string[];
  continue?: boolean;
  routes?: GrafanaRoute[];
}

export interface AlertmanagerRoute extends Partial<Times> {
  receiver: string;
  matchers: string[];
  group_by?: string[];
  continue?: boolean;
  routes?: AlertmanagerRoute[];
}

const groupBy = ['alertname', 'system'];
/** A second operation that becomes slow is told within a minute (D2 l.423). */
const groupInterval = '1m';

const timesOf = (route: Route): Times => ({
  group_wait: route.groupWait,
  group_interval: groupInterval,
  repeat_interval: route.repeat,
});

/** One branch per receiver: all but the last of a severity let the alert go on. */
const branches = (system: System) =>
  routing[system.document].routes.flatMap((route) =>
    route.receivers.map((receiver, i) => ({
      receiver: receiverName(system.name, receiver),
      severity: route.severity,
      ...timesOf(route),
      ...(i < route.receivers.length - 1 && { continue: true }),
    }))
  );

/** What no branch names goes where the least severe goes. */
function leastOf(system: System): string {
  const least = routing[system.document].routes.at(-1)?.receivers[0];
  if (!least) {
    throw new Error(`routing the alerts of ${system.name}: its document has no route`);
  }
  return receiverName(system.name, least);
}

export function grafanaRoute(system: System): GrafanaRoute {
  return {
    receiver: leastOf(system),
    object_matchers: [['system', '=', system.name]],
    group_by: groupBy,
    routes: branches(system).map(({ severity, ...branch }) => ({
      ...branch,
      object_matchers: [['severity', '=', severity]],
    })),
  };
}

function alertmanagerConfig(system: System) {
  const route: AlertmanagerRoute = {
    receiver: leastOf(system),
    matchers: [`system="${system.name}"`],
    group_by: groupBy,
    routes: branches(system).map(({ severity, ...branch }) => ({ ...branch, matchers: [`severity="${severity}"`] })),
  };
  const names = receiversOf(routing[system.document]).map((receiver) => receiverName(system.name, receiver));
  return {
    route: { receiver: 'default', routes: [route] },
    receivers: [{ name: 'default' }, ...names.map((name) => ({ name }))],
  };
}

export function routingPages(systems: readonly System[]): Map<string, string> {
  const pages = systems.map((system) => [routingFile(system.name), generatedMarkdown(page(system))] as const);
  return new Map([...pages, ['docs/routing/README.md', generatedMarkdown(index(systems))]]);
}

const kinds: Record<Receiver, string> = {
  log: 'a webhook that writes to a log, or a log channel',
  email: 'email',
  pager: 'a pager such as PagerDuty, Opsgenie or Grafana OnCall',
  chat: 'a chat such as Slack, Mattermost or Teams',
  ticket: 'a webhook that opens a ticket',
};

/** Lists of words stand on one line. */
function yaml(value: unknown): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Seq: (_, list) => {
      list.flow = list.items.every(isScalar);
    },
  });
  return `\`\`\`yaml\n${document.toString({ lineWidth: 0, flowCollectionPadding: false })}\`\`\``;
}

/** Where what fires stands besides: on a dashboard of the system, else on that of all systems. */
function listed(system: System): string {
  const own = panelsOf(system).find(({ panel }) => panel.type === 'alertlist');
  if (!own) {
    return `What fires stands besides on the dashboard "${overviewTitle}", panel "${overviewAlerts}".`;
  }
  const { severities, title } = own.panel;
  const which = severities.length > 0 ? `What fires with the severity ${severities.join(', ')}` : 'What fires';
  return `${which} stands besides on the dashboard "${own.dashboard.title}", panel "${title}".`;
}

function page(system: System): string {
  const { why, routes } = routing[system.document];
  const rows = routes.map(
    ({ severity, priority, says, receivers, groupWait, repeat, anchor }) =>
      `| ${severity}${priority ? ` (${priority})` : ''} | ${says} | ${receivers.join(', ')} | ${groupWait} | ${repeat} | ${anchor} |`
  );
  const points = receiversOf(routing[system.document]).map(
    (receiver) => `| \`${receiverName(system.name, receiver)}\` | ${kinds[receiver]} |`
  );
  return `# Who gets the alerts of ${system.title}

${why} ${listed(system)}

| severity | the document says | receivers | gathered for | told again | document |
|---|---|---|---|---|---|
${rows.join('\n')}

Make the contact points first, with your own addresses:

| contact point | kind |
|---|---|
${points.join('\n')}

## Grafana

One branch for the \`routes\` of your notification policy. Nothing here is applied by itself: a policy that comes from a provisioning file replaces the whole tree. Put the branch into your own file, or make it by hand under *Alerting, Notification policies*.

${yaml([grafanaRoute(system)])}

## Alertmanager

For the rules in \`provisioning/rules/${system.name}.yaml\`. The receivers are empty: give each its configuration, and put the branch into your own tree.

${yaml(alertmanagerConfig(system))}
`;
}

function index(systems: readonly System[]): string {
  const rows = systems.map(
    (system) =>
      `| [${system.title}](${system.name}.md) | ${routing[system.document].routes.map(({ severity, says }) => `${severity}: ${says}`).join('; ')} |`
  );
  return `# Routing by severity

Every rule carries the labels \`severity\` and \`system\`, by which a notification policy tells alerts apart. These pages hold one branch per system, as its document wants it, to copy into your own policy. Yardstick never applies them.

| system | who is told how |
|---|---|
${rows.join('\n')}

The rules about Yardstick itself have \`system=yardstick\` and no page here, since no document asks for them. They go where your policy sends what has no branch; see that this reaches somebody: among them is [the one](../runbooks/dead-man.md) that speaks for all others while the data source does not answer.
`;
}
