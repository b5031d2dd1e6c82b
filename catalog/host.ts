/**
 * How busy is a host? Two hosts may have one name (instance) in two jobs, or in
 * two clusters: each is looked at by itself, and of those with one name the
 * busier one counts. A mean of both would hide it.
 */

/** Cores of each host. */
const cores = 'node_cpu_seconds_total{$host,mode="idle"}';

export const cpuPercent = (window: string) =>
  `100 * (1 - min by (instance) (avg without (cpu, mode) (rate(${cores}[${window}]))))`;

export const coresOfHost = `max by (instance) (count without (cpu, mode) (${cores}))`;

/** Of what wants to run, for each core. */
export const loadPercent = `100 * max by (instance) (node_load1{$host} / count without (cpu, mode) (${cores}))`;

/** Sessions of a PostgreSQL server, of those that it allows. */
export const serverSessions = `max by (instance) (
    sum by (job, instance) (pg_stat_activity_count{$host}) / on (job, instance) max by (job, instance) (pg_settings_max_connections{$host}))`;

/**
 * File systems that have no room from their first day on, and cannot fill: mounted read-only, and without a byte to spare.
 * Not by their type, because images have many (squashfs, fuse.squashfuse, erofs); and not by the mount alone, because an
 * exporter in a container may see all disks of its host as read-only.
 */
export const images = (matchers: string, offset = '') =>
  `(node_filesystem_readonly{$host,${matchers}}${offset} == 1 and node_filesystem_avail_bytes{$host,${matchers}}${offset} == 0)`;

/** The share of each file system that is free. */
export const freeOfFileSystem = (matchers: string) =>
  `node_filesystem_avail_bytes{$host,${matchers}} / node_filesystem_size_bytes{$host,${matchers}} unless ${images(matchers)}`;

/** Of every device once: a bind mount and a subvolume (btrfs) tell of the same one again. */
export const ofDevice = (expr: string) => `max without (device_error, fstype, mountpoint) (${expr})`;
