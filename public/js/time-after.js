/**
 * The next time after `now` at which this computer's clock shows `time`, in RFC 3339.
 * @param {number} now
 * @param {string} time `HH:MM`
 */
export function timeAfter(now, time) {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const end = new Date(now);
  end.setHours(hours, minutes, 0, 0);
  if (end.getTime() <= now) end.setDate(end.getDate() + 1);
  return end.toISOString();
}
