# A mirror, a digest or another Node line: --build-arg NODE_IMAGE=…
ARG NODE_IMAGE=node:24-slim

# The dependency stages see the manifests only, so a change in src/ installs nothing again.
FROM ${NODE_IMAGE} AS manifests
WORKDIR /app
COPY package.json package-lock.json ./

FROM manifests AS build
# No package here needs its install script, and one that is not run cannot do harm.
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

# Installed afresh rather than pruned after the build: the layer stays the same until the manifests change.
FROM manifests AS production-dependencies
# TypeScript is an optional peer of @nestjs/swagger: 24 MB that only its compiler plugin would use. Nor does anything read the
# packages' source maps.
RUN npm ci --omit=dev --omit=optional --ignore-scripts && find node_modules -name '*.map' -delete

FROM ${NODE_IMAGE}
ENV NODE_ENV=production
WORKDIR /app
# From the rarest change to the most frequent. All of it belongs to root: the service cannot change its own code.
COPY --from=production-dependencies /app/node_modules node_modules
COPY package.json .
COPY --from=build /app/public public
COPY --from=build /app/sdk/javascript sdk/javascript
COPY --from=build /app/dist dist
# By number: Kubernetes' runAsNonRoot cannot check a name, and a base image may have no user `node` (there it is 1000).
USER 1000:1000
EXPOSE 8000
# Liveness, not readiness: a restart of this container does not repair Redis. Node, because a slim image has no curl.
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s --retries=3 CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 8000}/health/live`, { signal: AbortSignal.timeout(2000) }).then(({ status }) => process.exit(status === 200 ? 0 : 1), () => process.exit(1))"]
# Neither a shell nor npm in between: they would keep SIGTERM from the service, and its streams from their goodbye. The official
# image has a script here, which CMD alone would leave in place.
ENTRYPOINT []
# As process 1 it hears SIGTERM long before the service has loaded, so it needs no init.
CMD ["node", "--import", "./dist/process/early-signals.js", "dist/main.js"]
