# StableQueue in a container: built with everything, run with what it needs, not as root.

FROM node:24-slim AS build
WORKDIR /app
# For better-sqlite3 where no ready-made binary can be had.
RUN apt-get update \
  && apt-get install -y --no-install-recommends python3 make g++ \
  && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json ./
COPY console/package.json ./console/
# Not `npm ci`: it refuses a lock file that lists only some platforms' optional binaries.
RUN npm install --no-save --no-audit --no-fund
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY migrations ./migrations
# The demo's servers (docs/adr/0015).
COPY simulators ./simulators
COPY src ./src
COPY console ./console
RUN npm run build && npm prune --omit=dev --workspaces=false --no-save --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 CONFIG_DATA_PATH=/data
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY LICENSE ./
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=6s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/src/main.js"]
