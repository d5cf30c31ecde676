import { Type } from 'typebox';
import { closed, oneOf } from './shape.ts';

export const Health = closed({ status: oneOf(['alive'], 'The process answers.') }, { description: 'Liveness.' });

export const Readiness = closed(
  {
    status: oneOf(['ready', 'not-ready'], 'Whether requests can be served.'),
    reasons: Type.Array(Type.String(), { description: 'Why not; empty when ready.' }),
  },
  { description: 'Readiness.' },
);
