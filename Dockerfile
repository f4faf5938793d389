# Prompt Registry as one image: `docker build -t prompt-registry .`, then docs/operations.md. Works on PostgreSQL (DATABASE_URL) or, alone,
# on the embedded database in /data.
ARG NODE_IMAGE=node:24-bookworm-slim

# The server and the console from their sources.
FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-progress
COPY nx.json tsconfig.base.json eslint.config.mjs ./
COPY tools tools
COPY migrations migrations
COPY libs libs
COPY backend backend
COPY console console
ENV NX_DAEMON=false
RUN npx nx run-many -t build -p backend,console --outputStyle=static

# What the server needs at run time and nothing else; maps, types and texts of packages are read by nobody there.
FROM ${NODE_IMAGE} AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-progress \
  && find node_modules -type f \( -name '*.map' -o -name '*.ts' -o -name '*.mts' -o -name '*.cts' -o -name '*.md' \) -delete

FROM ${NODE_IMAGE}
LABEL org.opencontainers.image.title="Prompt Registry" \
  org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production \
  NODE_OPTIONS=--enable-source-maps \
  HOST=0.0.0.0 \
  PORT=3000 \
  DATA_DIR=/data
WORKDIR /app
# The data alone belongs to the user that serves.
RUN install -d -o node -g node -m 700 /data
COPY LICENSE package.json ./
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist/console/browser dist/console/browser
COPY --from=build /app/dist/backend/main.cjs /app/dist/backend/main.cjs.map /app/dist/backend/embedded.worker.mjs dist/backend/
COPY prompts prompts
USER 1000:1000
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
# Healthy while resolves are answered, also with the database away. The first start makes the embedded database.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/backend/main.cjs"]
