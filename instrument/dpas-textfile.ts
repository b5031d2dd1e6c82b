/**
 * How do gauges of a last run outlive the process that set them? As a file for
 * node_exporter's textfile collector (G-9).
 *
 * What this process did not set stays as the file had it, so that one file can
 * hold the last run of several commands. The file is replaced in one step,
 * because the collector may read at any time.
 */
import { readFile, rename, writeFile } from 'node:fs/promises';

import type { Gauge, Registry } from 'prom-client';

export async function writeTextfile(registry: Registry, file: string): Promise<void> {
  if (!file.endsWith('.prom')) {
    throw new Error(`writing metrics to ${file}: the textfile collector reads only names that end with .prom`);
  }
  await keepOthers(registry, file);
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, await registry.metrics());
  await rename(draft, file);
}

/** Takes over the samples of gauges that this process has not set itself. */
async function keepOthers(registry: Registry, file: string): Promise<void> {
  const before = samples(await textOf(file));
  for (const metric of await registry.getMetricsAsJSON()) {
    const own = new Set(metric.values.map(({ labels }) => keyOf(labels as Record<string, string>)));
    const gauge = registry.getSingleMetric(metric.name) as Gauge | undefined;
    before
      .filter(({ name, labels }) => name === metric.name && !own.has(keyOf(labels)))
      .forEach(({ labels, value }) => gauge?.set(labels, value));
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return '';
    }
    throw error;
  }
}

interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

const keyOf = (labels: Record<string, string>) =>
  JSON.stringify(Object.entries(labels).sort(([a], [b]) => a.localeCompare(b)));

/** Samples of a text that prom-client wrote. */
function samples(text: string): Sample[] {
  return [...text.matchAll(/^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/gm)].map(([, name = '', labels = '', value]) => ({
    name,
    labels: Object.fromEntries(
      [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = '', text = '']) => [label, unescaped(text)])
    ),
    value: Number(value),
  }));
}

const unescaped = (text: string) => text.replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char));
