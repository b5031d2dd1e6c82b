// A server's durations and event loop as @opentelemetry/exporter-prometheus writes them.
const { MeterProvider } = require('@opentelemetry/sdk-metrics');
const { PrometheusExporter } = require('@opentelemetry/exporter-prometheus');
(async () => {
  const exporter = new PrometheusExporter({ host: '127.0.0.1', port: 0, preventServerStart: true });
  const meter = new MeterProvider({ readers: [exporter] }).getMeter('recording');
  const advice = {
    explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
  };
  const http = meter.createHistogram('http.server.request.duration', { unit: 's', advice });
  const db = meter.createHistogram('db.client.operation.duration', {
    unit: 's',
    advice: { explicitBucketBoundaries: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10] },
  });
  const pool = meter.createUpDownCounter('db.client.connection.count', { unit: '{connection}' });
  const loop = meter.createObservableGauge('nodejs.eventloop.delay.p99', { unit: 's' });
  loop.addCallback((r) => r.observe(0.012));
  for (let i = 0; i < 200; i++) {
    const code = i % 40 === 0 ? 500 : 200;
    http.record(0.004 * (1 + (i % 30)), {
      'http.request.method': 'GET',
      'http.route': i % 2 ? '/tasks' : '/login',
      'http.response.status_code': code,
      ...(code === 500 && { 'error.type': '500' }),
    });
    db.record(0.002 * (1 + (i % 25)), {
      'db.system.name': 'postgresql',
      'db.operation.name': i % 3 ? 'SELECT' : 'INSERT',
    });
  }
  pool.add(7, { 'db.client.connection.pool.name': 'main', 'db.client.connection.state': 'used' });
  pool.add(3, { 'db.client.connection.pool.name': 'main', 'db.client.connection.state': 'idle' });
  exporter.getMetricsRequestHandler(
    {},
    {
      setHeader() {},
      end: (text) => {
        process.stdout.write(text);
        process.exit(0);
      },
    }
  );
})();
