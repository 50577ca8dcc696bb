# Any Debian image with glibc, Node 24 and npm serves as the base: .ci/image puts one of its own in its place. It stands
# in a FROM line because Dependabot reads no ARG.
FROM node:24-bookworm-slim AS base

FROM base AS libraries
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY packages/hla/package.json packages/hla/
RUN npm ci --omit=dev --no-fund --no-audit

FROM base
RUN groupadd --gid 10001 harmonia \
 && useradd --uid 10001 --gid harmonia --home-dir /app --no-create-home --shell /usr/sbin/nologin harmonia
WORKDIR /app
ENV NODE_ENV=production DATA_DIR=/app/data PORT=8080 LANG=C.UTF-8 HOME=/app
# The version that declarations of frozen cohorts name, such as a commit. Empty: the package's version.
ARG CODE_VERSION=
ENV CODE_VERSION=${CODE_VERSION}
COPY --from=libraries /app/node_modules ./node_modules
COPY . .
# A mount point and not a VOLUME: Railway refuses images that declare one.
RUN mkdir -p data && chown harmonia:harmonia data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "docker/healthcheck.mjs"]
ENTRYPOINT ["sh", "docker/entrypoint.sh"]
CMD ["node", "--conditions=harmonia-source", "--import", "./require-node.mjs", "main.ts"]
