/** What the API docs show for a meeting and a time, everywhere the same. */
export const id = { example: 'abc-defg-hij' };
export const time = { format: 'date-time', example: '2025-10-17T10:30:00.000Z' };
