/**
 * Minutes of work and of break: the Japanese and British rules for work at screens, and Microsoft's study of
 * meetings.
 */
export const presets = {
  'jp-mhlw': { every_minutes: 60, duration_minutes: 10 },
  'uk-hse': { every_minutes: 50, duration_minutes: 5 },
  'brain-break': { every_minutes: 30, duration_minutes: 10 },
} as const;

export type Preset = keyof typeof presets;
export const presetNames = Object.keys(presets) as Preset[];
