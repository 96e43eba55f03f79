/**
 * Centrifugo with its memory engine, open like the other contestants: 256 messages are kept an hour, so that
 * it resumes; pings have Kyukei's heartbeat interval; no log of each connection, and no report of its use.
 */
export const configuration = ({ host, port }) => ({
  http_server: { address: host, port: String(port) },
  log: { level: 'warn' },
  usage_stats: { disabled: true },
  client: { insecure: true, ping_interval: '30s' },
  http_api: { insecure: true },
  uni_sse: { enabled: true },
  channel: {
    without_namespace: {
      history_size: 256,
      history_ttl: '1h',
      force_positioning: true,
      force_recovery: true,
    },
  },
});
