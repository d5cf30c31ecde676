import { type Reference, writeTime } from '@wanmi/cases';
import type { AddressView, ComponentSummary } from '@wanmi/contracts';
import type { addresses, components } from '@wanmi/db';

/** What every answer shows of an address. */
export const placeFields = ({ addressId, kind, name, aliases, lng, lat, gridCode, drawn }: addresses.Address) => ({
  ...{ id: addressId, kind, name, aliases: [...aliases], gridCode, drawn },
  position: { lng, lat, datum: 'wgs84' as const },
});

/** A version of an address. */
export const viewAddress = (address: addresses.Address, { calendars }: Reference): AddressView => ({
  ...placeFields(address),
  source: address.source,
  validFrom: writeTime(calendars.city, address.validFrom),
  validTo: address.validTo === null ? null : writeTime(calendars.city, address.validTo),
});

/** A component as lists show it. */
export const viewComponent = ({ lng, lat, state, ...rest }: components.Component): ComponentSummary => ({
  ...rest,
  // The table allows no other.
  state: state as ComponentSummary['state'],
  position: { lng, lat, datum: 'wgs84' },
});
