// Exactly the three metrics that D5 prints.
const { Registry, Histogram, Gauge, Counter } = require('prom-client');
const registers = [new Registry()];
const duration = new Histogram({
  name: 'github_pm_command_duration_seconds',
  help: 'Command duration',
  labelNames: ['command'],
  registers,
});
const memory = new Gauge({
  name: 'github_pm_memory_usage_bytes',
  help: 'Memory usage',
  labelNames: ['type'],
  registers,
});
const requests = new Counter({
  name: 'github_pm_api_requests_total',
  help: 'API requests',
  labelNames: ['endpoint'],
  registers,
});
for (let i = 0; i < 120; i++) {
  duration.observe({ command: i % 2 ? 'list' : 'status' }, 0.05 * (1 + (i % 30)));
  requests.inc({ endpoint: i % 3 ? 'graphql' : 'rest' });
}
memory.set({ type: 'heap' }, 47185920);
registers[0].metrics().then((text) => process.stdout.write(text));
