/** What does one do during an incident of ADO, and when (D3 l.277-298)? */
import type { z } from 'zod';

import type { Phase } from '../../model';
import { playbookMinutes as until } from './figures';

export const playbook: Array<z.input<typeof Phase>> = [
  {
    title: 'Immediate response',
    from: 0,
    to: until.respond,
    steps: [
      'Open the Operations dashboard and see how each component is.',
      'See that the alert is right: its value is still beyond its limit, and more than one source says so.',
      'Find out whom it reaches: all routes or one, all agents or one type.',
    ],
    anchor: 'D3 l.280-283',
  },
  {
    title: 'Initial investigation',
    from: until.respond,
    to: until.investigate,
    steps: [
      'See "Deployment impact" on the Development dashboard: was there a release shortly before?',
      'Read the error log of the components that are reached.',
      'Name the component with which it began: database, agents, language model, host.',
    ],
    anchor: 'D3 l.285-288',
  },
  {
    title: 'Mitigation',
    from: until.investigate,
    to: until.mitigate,
    steps: [
      'Add instances or resources where they are short.',
      'Open the circuit breakers in front of what fails.',
      'Lead traffic away from what is broken, or roll back.',
    ],
    anchor: 'D3 l.290-293',
  },
  {
    title: 'Root cause analysis',
    from: until.mitigate,
    steps: [
      'Follow the slow operation through its traces and logs to the first thing that was slow.',
      'Record a profile of the process, and the plan of the slow statement.',
      'Write down the cause, and what would have prevented it.',
    ],
    anchor: 'D3 l.295-298',
  },
];
