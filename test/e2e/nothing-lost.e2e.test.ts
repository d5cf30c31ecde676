import { emptyPostgresQueues } from '../support/empty-postgres-queues.ts';
import { describeNothingLost } from '../support/nothing-lost.ts';

describeNothingLost({ name: 'PostgreSQL', empty: emptyPostgresQueues });
