# Images of docker-compose.yml: everything is built from this folder, nothing needs to be installed before.

FROM golang:1.26-bookworm AS go

FROM node:22-bookworm AS build
COPY --from=go /usr/local/go /usr/local/go
ENV PATH=/usr/local/go/bin:$PATH
WORKDIR /yardstick
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY go.mod go.sum ./
COPY tools/go.mod tools/go.sum tools/
RUN go mod download && cd tools && go mod download
COPY . .
RUN npm run build \
 && cd tools && CGO_ENABLED=0 go build -tags remove_all_sd -o ../.cache/bin/history ./history \
 && cd .. && node --require tsx/cjs demo/containers.ts provision /provisioning

# The workloads; they write the history when they start, so that it reaches up to now.
FROM build AS demo
EXPOSE 9464
CMD ["node", "--require", "tsx/cjs", "demo/containers.ts", "serve", "/data"]

# Grafana with the plugin and everything that it provisions.
FROM grafana/grafana:12.3.0 AS grafana
COPY --from=build /yardstick/dist /usr/share/yardstick/plugins/yardstick-baselines-app
COPY --from=build /provisioning /etc/yardstick/provisioning
ENV GF_PATHS_PLUGINS=/usr/share/yardstick/plugins \
    GF_PATHS_PROVISIONING=/etc/yardstick/provisioning \
    GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS=yardstick-baselines-app,yardstick-baselines-datasource,yardstick-conversions-panel,yardstick-breakers-panel \
    GF_PLUGINS_PREINSTALL_DISABLED=true \
    GF_ANALYTICS_REPORTING_ENABLED=false \
    GF_ANALYTICS_CHECK_FOR_UPDATES=false \
    GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES=false \
    GF_UNIFIED_ALERTING_MIN_INTERVAL=10s \
    PROMETHEUS_URL=http://prometheus:9090 \
    YARDSTICK_DASHBOARDS=/usr/share/yardstick/plugins/yardstick-baselines-app/dashboards
USER root
# An environment variable can only replace a key that the file has.
RUN printf '\n[plugin.yardstick-baselines-datasource]\nstore_path = /var/lib/grafana/yardstick/yardstick.db\n' >> /etc/grafana/grafana.ini
USER grafana
