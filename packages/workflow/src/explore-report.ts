import type { CaseId, ClassCode, DistrictCode } from '@wanmi/kernel';
import type { Report } from './command.ts';
import { AREA, type Aspect } from './explore-moves.ts';
import type { Facts } from './facts.ts';
import type { Channel } from './state.ts';

const CHANNELS_WALKED: readonly Channel[] = ['hotline', 'inspector'];

/** How a walk begins. */
export type Kind = { readonly channel: Channel; readonly managed: boolean; readonly onSpot: boolean };

/** An aspect is walked from a report that is verified and from one of a thing handled on the spot. */
export function kindsOf(aspects: readonly Aspect[]): readonly Kind[] {
  if (aspects.length > 0) {
    return [
      { channel: 'hotline', managed: true, onSpot: false },
      ...(aspects.includes('ends') ? [{ channel: 'inspector', managed: true, onSpot: true } as const] : []),
    ];
  }
  return CHANNELS_WALKED.flatMap((channel) =>
    [true, false].flatMap((managed) =>
      [...new Set([false, channel === 'inspector'])].map((onSpot) => ({ channel, managed, onSpot })),
    ),
  );
}

/** A staged limit. */
export const STEPS: Facts['steps'] = [
  { name: 'stop', limit: { value: 4, unit: 'working_hour' } },
  { name: 'remove', limit: { value: 20, unit: 'working_day' } },
];

/** The report that every walk begins with, but for its kind. */
export const REPORT: Report = {
  caseId: '110101-202601-0000000001' as CaseId,
  caseNo: '1',
  district: AREA as DistrictCode,
  channel: 'hotline',
  subject: { edition: 'walk', kind: 'matter', classCode: '01001' as ClassCode, conditionId: null, componentId: null },
  place: { areaCode: '110101001001001', gridCode: null, areaClass: 'A', lng: 116.4, lat: 39.9, accuracyM: null },
  ...{
    text: null,
    address: null,
    reporter: { contentId: 'reporter', digest: 'digest' },
    occurredAt: null,
    handledOnSpot: false,
    mediaIds: [],
    managed: true,
  },
};
