import { localDateOf } from '@wanmi/calendar';
import { editionInForce } from '@wanmi/cases';
import type { Catalogue, CatalogueClass, FilingCondition } from '@wanmi/catalogue';
import { CatalogueQuery, CatalogueView } from '@wanmi/contracts';
import { answers } from '../../answers.ts';
import type { Route } from '../../context.ts';
import { ApiError } from '../../errors.ts';
import { tagOf } from '../../reference-tag.ts';
import { sendVersioned } from '../../send-versioned.ts';

/** `GET /catalogue` */
export const getCatalogueRoute: Route = (api, { desk }) => {
  api.get(
    '/catalogue',
    {
      schema: {
        operationId: 'getCatalogue',
        tags: ['reference'],
        summary: 'Classes, filing conditions and limits',
        querystring: CatalogueQuery,
        response: answers({ 200: CatalogueView }, ['bad-request', 'not-found']),
      },
      config: { access: 'signed-in' },
    },
    async (request, reply) => {
      const reference = desk.reference();
      const { catalogue, calendars, versions } = reference;
      const today = localDateOf(calendars.city, desk.now());
      const edition = request.query.edition ?? editionInForce(reference, today)?.id ?? '';
      if (!catalogue.findEdition(edition)) {
        const known = catalogue.editions.map(({ id }) => id);
        throw new ApiError('not-found', `cannot find edition ${edition}: there are ${known.join(', ')}`, {
          editions: known,
        });
      }
      return sendVersioned(request, reply, {
        tag: `${tagOf(reference, 'catalogue')}-${Buffer.from(edition).toString('base64url')}`,
        body: () => ({ version: String(versions.catalogue), edition, ...viewCatalogue(catalogue, edition) }),
      });
    },
  );
};

function viewCatalogue(catalogue: Catalogue, edition: string) {
  return {
    editions: catalogue.editions.map(({ id, name, inForceFrom, source, transcribed }) => ({
      edition: id,
      name,
      inForceFrom,
      source,
      transcribed,
    })),
    classes: (catalogue.findEdition(edition)?.classes ?? []).map((one) => viewClass(catalogue, one)),
  };
}

const viewClass = (catalogue: Catalogue, one: CatalogueClass) => ({
  kind: one.kind,
  classCode: one.code,
  name: one.name,
  majorCode: one.majorCode,
  majorName: one.majorName,
  ...(one.local ? { local: true } : {}),
  conditions: catalogue.conditionsOf(one).map(viewCondition),
});

const viewCondition = ({
  id,
  text,
  closing,
  limits,
  defaultDepartment,
  isDefault,
  scope,
  source,
}: FilingCondition) => ({
  conditionId: id,
  text,
  closing,
  limits,
  defaultDepartment: defaultDepartment ?? null,
  isDefault,
  scope,
  source,
});
