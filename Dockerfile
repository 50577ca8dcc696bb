# Any Debian image with glibc, Node 24 and npm serves as the base; .ci/run makes one of its own.
ARG BASE=node:24-bookworm-slim

FROM ${BASE} AS libraries
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-fund --no-audit

FROM ${BASE}
RUN groupadd --gid 10001 harmonia \
 && useradd --uid 10001 --gid harmonia --home-dir /app --no-create-home --shell /usr/sbin/nologin harmonia
WORKDIR /app
ENV NODE_ENV=production DATA_DIR=/app/data PORT=8080 LANG=C.UTF-8 HOME=/app
COPY --from=libraries /app/node_modules ./node_modules
COPY . .
# A mount point and not a VOLUME: Railway refuses images that declare one.
RUN mkdir -p data && chown harmonia:harmonia data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "docker/healthcheck.mjs"]
ENTRYPOINT ["sh", "docker/entrypoint.sh"]
CMD ["node", "--import", "./require-node.mjs", "main.ts"]
