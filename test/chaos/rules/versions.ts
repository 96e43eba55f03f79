/** What HEAD is called in a history. */
export const HEAD = 'HEAD';

/** Whether a stream's service keeps contract §9: versions before 0.2.0 did not know it. */
export const keepsSilenceRules = (version: string): boolean => version !== '0.1.0';
