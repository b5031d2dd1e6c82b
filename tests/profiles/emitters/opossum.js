// Breakers of three components: calls that work, fail, time out, are refused; opened, half-opened and closed again.
const CircuitBreaker = require('opossum');
const PrometheusMetrics = require('opossum-prometheus');
const { Registry } = require('prom-client');
const registry = new Registry();
const wait = (ms) => new Promise((r) => setTimeout(r, ms));
(async () => {
  const call = (how) => (how === 'fail' ? Promise.reject(new Error('refused')) : how === 'slow' ? wait(100) : wait(2));
  const options = { timeout: 40, errorThresholdPercentage: 50, resetTimeout: 60, volumeThreshold: 3 };
  const breakers = ['database', 'kafka', 'cache'].map((name) => new CircuitBreaker(call, { ...options, name }));
  new PrometheusMetrics({ circuits: breakers, registry });
  const [database, kafka, cache] = breakers;
  const fire = (b, how) => b.fire(how).catch(() => {});
  for (let i = 0; i < 20; i++) {
    await fire(database);
    await fire(cache);
  }
  for (let i = 0; i < 6; i++) await fire(kafka, 'fail');
  await wait(80);
  await fire(kafka); // half-open, closes
  await fire(database, 'slow');
  for (let i = 0; i < 6; i++) await fire(kafka, 'fail'); // opens again
  process.stdout.write(await registry.metrics());
  process.exit(0);
})();
