/** Examples of a meeting and a time in the API document. */
export const id = { example: 'abc-defg-hij' };
export const time = { format: 'date-time', example: '2025-10-17T10:30:00.000Z' };
