/** Which panels show the Kafka producer? */
import type { z } from 'zod';

import type { Row } from '../../panel';

export const kafkaRow: z.input<typeof Row> = {
  id: 102,
  title: 'Kafka (D4 l.93-128)',
  panels: [
    {
      id: 20,
      title: 'Dead letter messages',
      serves: ['D4-Q07'],
      type: 'timeseries',
      promql: [{ quantity: 'D4-Q07' }],
      unit: 'short',
      min: 0,
      anchor: 'D4 l.108-110',
      width: 8,
      description: 'Messages of an hour that could not be delivered, by topic.',
      empty: 'No message was ever put aside as undeliverable.',
    },
    {
      id: 21,
      title: 'Messages per batch',
      serves: ['D4-Q09'],
      type: 'timeseries',
      promql: [{ quantity: 'D4-Q09' }],
      unit: 'suffix:messages',
      min: 0,
      anchor: 'D4 l.121-127',
      width: 8,
      description:
        'Average batch size. The document writes it into the histogram of durations, where six messages read as six seconds.',
      empty: 'Batch sizes are not measured: observe them in omninode_kafka_batch_messages.',
    },
    {
      id: 22,
      title: 'Kafka errors',
      serves: ['D4-Q10'],
      type: 'timeseries',
      promql: [{ quantity: 'D4-Q10' }],
      unit: 'suffix:errors/s',
      min: 0,
      anchor: 'D4 l.345',
      width: 8,
      description: 'Errors per second of the producer by type.',
      empty: 'The producer has had no error since it started.',
    },
  ],
};
