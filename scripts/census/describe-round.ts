import type { CensusReport } from '@wanmi/contracts';

/** Lines for a person: a round, what it found by street, how its sample was judged. */
export function describeRound({ round, findings, sample }: CensusReport): string {
  const total = (key: 'new' | 'changed' | 'same' | 'missing') => findings.reduce((sum, one) => sum + one[key], 0);
  const lines = [
    `${round.roundId} ${round.name}: ${round.state}, area ${round.area}, ${round.plannedFrom} to ${round.plannedTo}`,
  ];
  if (findings.length > 0) {
    lines.push(
      `found: ${total('new')} new, ${total('changed')} changed, ${total('same')} the same, ${total('missing')} missing`,
    );
    for (const one of findings) {
      lines.push(
        `  ${one.street}: ${one.new} new, ${one.changed} changed, ${one.same} the same, ${one.missing} missing`,
      );
    }
  }
  if (sample.drawn === 0) return lines.join('\n');
  lines.push(`sample: ${judged(sample)}, at least ${round.needed} % must be right`);
  for (const one of sample.strata) lines.push(`  ${one.street} ${one.department || '(no department)'}: ${judged(one)}`);
  return lines.join('\n');
}

type Judged = Pick<CensusReport['sample'], 'drawn' | 'judged' | 'right' | 'share'>;
const judged = ({ drawn, judged: count, right, share }: Judged): string =>
  `${drawn} drawn, ${count} judged, ${right} right${share === null ? '' : ` (${share} %)`}`;
