import type { Traits } from './history.ts';

/** Ways to look at a case: what was done with earlier cases that are alike in these traits. */
export const CONTEXTS: Readonly<Record<string, readonly (keyof Traits)[]>> = {
  all: [],
  major: ['major'],
  middle: ['middle'],
  minor: ['minor'],
  majorStreet: ['major', 'street'],
  middleStreet: ['middle', 'street'],
  minorStreet: ['minor', 'street'],
  majorCommunity: ['major', 'community'],
  middleCommunity: ['middle', 'community'],
  minorCommunity: ['minor', 'community'],
  majorChannel: ['major', 'channel'],
  middleChannel: ['middle', 'channel'],
  minorChannel: ['minor', 'channel'],
  minorStreetChannel: ['minor', 'street', 'channel'],
  minorCommunityChannel: ['minor', 'community', 'channel'],
  middleStreetManner: ['middle', 'street', 'channel', 'nature'],
  middleNature: ['middle', 'nature'],
  street: ['street'],
  community: ['community'],
  communityChannel: ['community', 'channel'],
};

/** The same over roles: what a class goes to wherever it is, 'the street's enforcement team'. */
export const ROLE_CONTEXTS: Readonly<Record<string, readonly (keyof Traits)[]>> = {
  roleMinor: ['minor'],
  roleMiddle: ['middle'],
  roleMajor: ['major'],
  roleMinorChannel: ['minor', 'channel'],
  roleMiddleChannel: ['middle', 'channel'],
};

/** Where the unit of the case before counts, the more the shorter ago. */
export const LAST_CONTEXTS: Readonly<Record<string, readonly (keyof Traits)[]>> = {
  lastMinor: ['minor'],
  lastMinorCommunity: ['minor', 'community'],
  lastMinorStreetChannel: ['minor', 'street', 'channel'],
  lastMiddleChannel: ['middle', 'channel'],
  lastSame: ['minor', 'community', 'channel', 'nature'],
};

/** What is counted of each unit: where it works and what it gets. */
export const PROFILE_TRAITS = ['street', 'community', 'minor', 'middle', 'major', 'channel'] as const;

/** A key that is the same for cases alike in these traits. */
export const keyOf = (name: string, traits: Traits, parts: readonly (keyof Traits)[]): string =>
  parts.reduce((key, part) => `${key}|${traits[part]}`, name);
