/** How does OmniNode Bridge run, instrumented as its program would be? */
import { instrumentOmninode, type BreakerProbe, type Omninode } from '../../instrument';
import type { Moment } from '../scenario/plain';
import type { Outcome, Stream } from '../scenario/stream';
import * as application from '../systems/omninode/application';
import { breakerAt, BREAKERS, type Breaker } from '../systems/omninode/breakers';
import { COMPONENTS, ERROR_TYPES, omninodeStreams, TOPICS } from '../systems/omninode/operations';
import type { LiveProgram, Surroundings } from './programs';
import type { Begin } from './requests';
import type { Scheduler } from './scheduler';

interface LiveOmninode extends Omninode {
  probes: Map<string, BreakerProbe>;
}

export function omninodeProgram({ scheduler, now }: Surroundings): LiveProgram {
  const omninode = liveOmninode(scheduler, now);
  const drive = breakerDriver(omninode);
  return {
    job: 'omninode',
    registry: omninode.registry,
    second: (moment) => {
      omninodeSecond(omninode, moment);
      drive(moment);
    },
    begin: (stream) => beginOmninode(omninode, stream),
  };
}

function liveOmninode(scheduler: Scheduler, now: () => Moment): LiveOmninode {
  const pool = (service: application.Service) => () => ({
    used: application.poolUsed(service, now()),
    idle: 0,
    max: application.POOLS[service],
  });
  const omninode = instrumentOmninode({
    clock: scheduler.clock,
    pools: { postgresql: pool('postgresql'), redis: pool('redis') },
    topics: TOPICS,
  });
  omninodeStreams
    .filter(({ kind }) => kind === 'request')
    .forEach((stream) =>
      omninode.trace.announce(part(stream, 'component'), part(stream, 'operation'), [errorType(stream)])
    );
  omninode.trace.announceSlow('database', 'query');
  COMPONENTS.forEach((component) => {
    omninode.timeouts.inc({ component }, 0);
    omninode.retries.inc({ component }, 0);
  });
  const probes = new Map(
    BREAKERS.map((breaker) => [breaker.component, omninode.breakers.component(breaker.component, breaker)])
  );
  return { ...omninode, probes };
}

const part = (stream: Stream, name: string) => stream.labels[name] ?? '';
const errorType = (stream: Stream) => ERROR_TYPES.get(stream.name) ?? 'Error';

function beginOmninode(omninode: Omninode, stream: Stream): Begin {
  const component = part(stream, 'component');
  switch (stream.kind) {
    case 'request':
      return (outcome: Outcome) => {
        const request =
          component === 'kafka' ? omninode.kafka.publish() : omninode.trace.start(component, part(stream, 'operation'));
        return () => void (outcome === 'ok' ? request.end('success') : request.end('error', errorType(stream)));
      };
    case 'slow-query':
      return (_, value) => () => omninode.trace.slow(component, part(stream, 'operation'), value || 0);
    default:
      return (_, value) => () => omninode.kafka.batch(part(stream, 'topic'), value);
  }
}

/** What is no duration: counted and set once a second. */
function omninodeSecond(omninode: LiveOmninode, now: Moment): void {
  const lookups = application.lookups(now) * now.step;
  omninode.cache.count('hit', lookups * application.cacheHitShare(now));
  omninode.cache.count('miss', lookups * (1 - application.cacheHitShare(now)));
  omninode.cache.setMemory(application.cacheMemory(now));
  omninode.kafka.deadLetters(TOPICS[0] ?? '', application.deadLetterRate(now) * now.step);
  omninode.health.set(application.healthStatus(now));
  omninode.memory.set(application.processMemory(now));
  for (const component of COMPONENTS) {
    omninode.timeouts.inc({ component }, application.timeoutRate(now) * now.step);
    omninode.retries.inc({ component }, application.retryRate(now) * now.step);
  }
}

/** Drives the breakers through their cycles; remembers faults that have ended until the breaker has closed. */
function breakerDriver(omninode: LiveOmninode): (now: Moment) => void {
  const spans = new Map<string, { from: number; to: number }>();
  return (now) => {
    for (const breaker of BREAKERS) {
      const probe = omninode.probes.get(breaker.component);
      const fault = now.conditions.find('omninode', `breaker-${breaker.component}`);
      const before = spans.get(breaker.component);
      if (fault && (!before || Number.isFinite(before.to))) {
        spans.set(breaker.component, { from: fault.since, to: Infinity });
      } else if (!fault && before && !Number.isFinite(before.to)) {
        before.to = now.t;
      }
      const span = spans.get(breaker.component);
      if (probe) {
        steer(probe, span ? breakerAt(breaker, span.from, span.to, now.t).state : 'closed');
        calls(breaker, probe, now);
      }
    }
  };
}

function steer(probe: BreakerProbe, state: BreakerProbe['state']): void {
  if (probe.state === state) {
    return;
  }
  if (state === 'open') {
    probe.opened();
  } else if (state === 'half_open') {
    probe.halfOpened();
  } else {
    probe.closed();
  }
}

function calls(breaker: Breaker, probe: BreakerProbe, now: Moment): void {
  const all = breaker.calls * now.step;
  const failed = all * (probe.state === 'closed' ? breaker.errors : 0.05);
  probe.call('failure', failed);
  probe.call(probe.state === 'open' ? 'rejected' : 'success', all - failed);
}
