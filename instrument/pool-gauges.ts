/**
 * How full is a connection pool? Read at every scrape from the pool itself,
 * so that no poller can be late:
 *
 *     kgasPools(registry, { neo4j: () => ({ used: pool.busy, idle: pool.idle, max: pool.max }) });
 *
 * "Used" means in use: a pool's size counts the idle ones too (C-9).
 */
import { Gauge, type Registry } from 'prom-client';

export interface PoolReading {
  used: number;
  idle: number;
  max: number;
}

export type Pools = Record<string, () => PoolReading>;

/** A pool that cannot be read (not open yet, closed already) is not shown: thrown, it would take all metrics of the process with it. */
export function readingsOf(pools: Pools): Array<[name: string, reading: PoolReading]> {
  return Object.entries(pools).flatMap(([name, read]): Array<[string, PoolReading]> => {
    try {
      return [[name, read()]];
    } catch {
      return [];
    }
  });
}

/** KGAS's pools, by db_system (D2-Q18). */
export function kgasPools(registry: Registry, pools: Pools): void {
  new Gauge({
    name: 'kgas_db_pool_connections',
    help: 'Connections of the pool by state.',
    labelNames: ['db_system', 'state'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [db_system, { used, idle }] of readingsOf(pools)) {
        this.set({ db_system, state: 'used' }, used);
        this.set({ db_system, state: 'idle' }, idle);
      }
    },
  });
  limitGauge(registry, 'kgas_db_pool_max_connections', 'db_system', pools);
}

/** OmniNode's pools, by service (D4 l.33-35, l.384); the limit carries the same label, or the ratio never matches (C-4). */
export function omninodePools(registry: Registry, pools: Pools): void {
  new Gauge({
    name: 'omninode_active_connections',
    help: 'Connections in use.',
    labelNames: ['service'],
    registers: [registry],
    collect() {
      this.reset();
      readingsOf(pools).forEach(([service, { used }]) => this.set({ service }, used));
    },
  });
  limitGauge(registry, 'omninode_max_connections', 'service', pools);
}

function limitGauge(registry: Registry, name: string, label: string, pools: Pools): void {
  new Gauge({
    name,
    help: 'Most connections that the pool may open.',
    labelNames: [label],
    registers: [registry],
    collect() {
      this.reset();
      readingsOf(pools).forEach(([key, { max }]) => this.set({ [label]: key }, max));
    },
  });
}
