/** Why members are told that notices are missing. */
export const resyncCauses = ['store', 'log', 'cursor', 'damaged'] as const;

export type ResyncCause = (typeof resyncCauses)[number];
