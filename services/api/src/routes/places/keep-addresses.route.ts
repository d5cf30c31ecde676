import { alterAddress, createAddress, endAddress } from '@wanmi/cases';
import { AddressBody, AddressChangeBody, AddressPath, AddressView } from '@wanmi/contracts';
import type { FastifyRequest } from 'fastify';
import { viewerOf } from '../../access.ts';
import { answers, WITH_BODY } from '../../answers.ts';
import type { Context, Route } from '../../context.ts';
import { isKeeperOf } from '../../keeper.ts';
import { viewAddress } from '../../view-place.ts';

const worldOf = (desk: Context['desk']) => ({ db: desk.db, reference: desk.reference(), at: desk.now() });
const mayKeep = (request: FastifyRequest) => (code: string | null) => isKeeperOf(viewerOf(request), code);
const config = { access: ['admin'] as const };

/** `POST /addresses` */
export const createAddressRoute: Route = (api, { desk }) => {
  api.post(
    '/addresses',
    {
      schema: {
        operationId: 'createAddress',
        tags: ['places'],
        summary: 'Make an address that holds from now on',
        body: AddressBody,
        response: answers({ 201: AddressView }, [...WITH_BODY, 'not-permitted']),
      },
      config,
    },
    async (request, reply) => {
      const made = await createAddress(worldOf(desk), { aliases: [], ...request.body }, mayKeep(request));
      if (!made.ok) throw made.error;
      return reply.status(201).send(viewAddress(made.value, desk.reference()));
    },
  );
};

/** `POST /addresses/{addressId}/alter`, `POST /addresses/{addressId}/end` */
export const changeAddressRoutes: Route = (api, { desk }) => {
  api.post(
    '/addresses/:addressId/alter',
    {
      schema: {
        operationId: 'alterAddress',
        tags: ['places'],
        summary: 'End the version that is valid and begin another',
        params: AddressPath,
        body: AddressChangeBody,
        response: answers({ 200: AddressView }, [...WITH_BODY, 'not-permitted', 'not-found']),
      },
      config,
    },
    async (request) => {
      const altered = await alterAddress(worldOf(desk), request.params.addressId, request.body, mayKeep(request));
      if (!altered.ok) throw altered.error;
      return viewAddress(altered.value, desk.reference());
    },
  );
  api.post(
    '/addresses/:addressId/end',
    {
      schema: {
        operationId: 'endAddress',
        tags: ['places'],
        summary: 'End an address now',
        params: AddressPath,
        response: answers({ 200: AddressView }, ['bad-request', 'not-permitted', 'not-found']),
      },
      config,
    },
    async (request) => {
      const ended = await endAddress(worldOf(desk), request.params.addressId, mayKeep(request));
      if (!ended.ok) throw ended.error;
      return viewAddress(ended.value, desk.reference());
    },
  );
};
