/** What has github-pm to write where a panel is empty? Sentences that several quantities share. */

export const commandFamilies =
  'Write at the end of each command, for the textfile collector: histogram github_pm_command_duration_seconds{command}, kept between runs, and gauges github_pm_command_last_duration_seconds and github_pm_command_last_run_timestamp_seconds {command}.';
export const memoryFamily =
  'Write at the end of each command gauge github_pm_memory_usage_bytes{type="heap|rss|peak|average",command}.';
export const nodeExporter =
  'Run node_exporter on the machines that run the commands, under a job named github-pm-<something>.';
export const limitsExporter =
  'Run github_rate_limit_exporter under a job named github-pm-<something>: projects are read by GraphQL, whose limit is its own.';
export const cacheFamily = 'New: counter github_pm_cache_requests_total{result="hit|miss"}, kept between runs.';
