/**
 * What does a Kafka producer send, in which batches, and what does it lose?
 *
 *     const message = producer.publish();      // a traced request: component kafka, operation publish
 *     message.end('success');
 *     producer.batch('events', 12);            // messages, in a histogram of messages (C-13)
 */
import { Counter, Histogram, type Registry } from 'prom-client';

import { BATCH_MESSAGES } from './buckets';
import type { RequestTrace, TracedRequest } from './request-trace';

export class KafkaProducer {
  private readonly batches: Histogram;
  private readonly dead: Counter;

  constructor(
    registry: Registry,
    private readonly trace: RequestTrace,
    topics: readonly string[]
  ) {
    this.batches = new Histogram({
      name: 'omninode_kafka_batch_messages',
      help: 'Messages of a batch.',
      labelNames: ['topic'],
      buckets: BATCH_MESSAGES,
      registers: [registry],
    });
    this.dead = new Counter({
      name: 'omninode_dead_letter_messages_total',
      help: 'Messages that went to a dead letter topic.',
      labelNames: ['topic'],
      registers: [registry],
    });
    topics.forEach((topic) => {
      this.batches.zero({ topic });
      this.dead.inc({ topic }, 0);
    });
  }

  publish(): TracedRequest {
    return this.trace.start('kafka', 'publish');
  }

  batch(topic: string, messages: number): void {
    this.batches.observe({ topic }, messages);
  }

  /** Messages given up since the last call; never a running total (C-8). */
  deadLetters(topic: string, messages = 1): void {
    this.dead.inc({ topic }, messages);
  }
}
