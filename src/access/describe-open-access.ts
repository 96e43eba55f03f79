import type { AppConfig } from '../config/app-config.js';

/** One line of the start report: what anybody may do. */
export function describeOpenAccess({ access, limits, corsOrigins, metricsPort, workers }: AppConfig): string {
  const open = [
    access.leaders === 'off' && 'anyone can lead (LEADER_AUTH=off)',
    access.members === 'off' && 'anyone can listen (MEMBER_AUTH=off)',
    corsOrigins === '*' && 'pages of any origin can call (CORS_ORIGINS=*)',
    limits.commandsPerMinute === 0 && 'as often as they like (COMMANDS_PER_MINUTE=0)',
    limits.memberCallsPerMinute === 0 && 'members too (MEMBER_CALLS_PER_MINUTE=0)',
    metricsPort === undefined && workers === 1 && 'anyone can read /metrics (no METRICS_PORT)',
  ].filter((part) => part !== false);
  return open.length === 0 ? 'open: nothing' : `open: ${open.join(', ')}`;
}
