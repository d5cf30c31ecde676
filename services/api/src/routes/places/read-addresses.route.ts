import { AddressesQuery, AddressList, AddressPath, AddressVersions } from '@wanmi/contracts';
import { addresses } from '@wanmi/db';
import { answers } from '../../answers.ts';
import type { Route } from '../../context.ts';
import { ApiError } from '../../errors.ts';
import { readKeyCursor, writeKeyCursor } from '../../key-cursor.ts';
import { pageOf } from '../../page.ts';
import { viewAddress } from '../../view-place.ts';

/** `GET /addresses`, `GET /addresses/{addressId}` */
export const readAddressesRoutes: Route = (api, { desk }) => {
  api.get(
    '/addresses',
    {
      schema: {
        operationId: 'listAddresses',
        tags: ['places'],
        summary: 'Valid addresses of an area',
        description: 'Those outside all grids are found by `GET /geocode` only.',
        querystring: AddressesQuery,
        response: answers({ 200: AddressList }, ['bad-request']),
      },
      config: { access: 'signed-in' },
    },
    async ({ query }) => {
      const { limit, cursor } = pageOf(query);
      const [gridCode = '', addressId = ''] = cursor === undefined ? [] : readKeyCursor(cursor, 2);
      const rows = await addresses.list(desk.db, {
        area: query.area ?? '',
        limit: limit + 1,
        ...(query.kind === undefined ? {} : { kind: query.kind }),
        ...(cursor === undefined ? {} : { after: { gridCode, addressId } }),
      });
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      return {
        items: rows.slice(0, limit).map((row) => viewAddress(row, desk.reference())),
        nextCursor: last ? writeKeyCursor([last.gridCode ?? '', last.addressId]) : null,
      };
    },
  );
  api.get(
    '/addresses/:addressId',
    {
      schema: {
        operationId: 'getAddress',
        tags: ['places'],
        summary: 'Every version of an address',
        params: AddressPath,
        response: answers({ 200: AddressVersions }, ['bad-request', 'not-found']),
      },
      config: { access: 'signed-in' },
    },
    async ({ params }) => {
      const versions = await addresses.listVersions(desk.db, params.addressId);
      if (versions.length > 0) return { items: versions.map((one) => viewAddress(one, desk.reference())) };
      throw new ApiError('not-found', `cannot read address ${params.addressId}: there is none of this id`);
    },
  );
};
