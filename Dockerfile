# Images by name or by digest; .ci/image puts its own in their places. Node 24 and npm come from the first, and the
# program runs on the second, of the same Debian, with Node alone: npm and what else the first holds stay behind.
# Dependabot reads no ARG: look for new ones when Node or Debian has a release.
ARG NODE_IMAGE=node:24-bookworm-slim
ARG DEBIAN_IMAGE=debian:bookworm-slim
FROM ${NODE_IMAGE} AS libraries
# on: with the PostgreSQL that runs where DATABASE_URL is not set. off: 60 MB less, and DATABASE_URL is needed.
ARG EMBEDDED_SERVER=on
# on: with tfjs-node, whose libtensorflow is downloaded while the image is built. The suites run without it.
ARG NATIVE_FACES=off
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY packages/hla/package.json packages/hla/
COPY docker/slim.mjs docker/
# No install script is needed: bcrypt brings its binaries, and the program links those of PostgreSQL itself.
RUN npm ci --omit=dev --ignore-scripts --no-fund --no-audit \
 && if [ "$NATIVE_FACES" = on ]; then npm rebuild @tensorflow/tfjs-node; fi \
 && node docker/slim.mjs \
      $([ "$NATIVE_FACES" = on ] || echo @tensorflow/tfjs-node) \
      $([ "$EMBEDDED_SERVER" = on ] || echo embedded-postgres)

FROM ${DEBIAN_IMAGE}
COPY --from=libraries /usr/local/bin/node /usr/local/bin/node
RUN groupadd --gid 10001 harmonia \
 && useradd --uid 10001 --gid harmonia --home-dir /app --no-create-home --shell /usr/sbin/nologin harmonia
WORKDIR /app
ENV NODE_ENV=production DATA_DIR=/app/data PORT=8080 LANG=C.UTF-8 HOME=/app
# The version that declarations of frozen cohorts name, such as a commit. Empty: the package's version.
ARG CODE_VERSION=
ENV CODE_VERSION=${CODE_VERSION}
LABEL org.opencontainers.image.title="Harmonia" \
      org.opencontainers.image.description="A staged matching study in Telegram" \
      org.opencontainers.image.documentation="docs/operations.md" \
      org.opencontainers.image.revision="${CODE_VERSION}"
COPY --from=libraries /app/node_modules ./node_modules
# What the image holds of npm, as CycloneDX.
COPY --from=libraries /app/sbom.json ./
COPY . .
# A mount point and not a VOLUME: Railway refuses images that declare one.
RUN mkdir -p data && chown harmonia:harmonia data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "docker/healthcheck.mjs"]
ENTRYPOINT ["sh", "docker/entrypoint.sh"]
# A young generation of 16 MB instead of up to 64: about 100 MB less memory at rest.
CMD ["node", "--max-semi-space-size=8", "--conditions=harmonia-source", "--import", "./require-node.mjs", "main.ts"]
