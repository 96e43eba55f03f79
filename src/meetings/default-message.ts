/** The text of a break that was called without one: the reference's. */
export const defaultMessage = '休憩時間です';
