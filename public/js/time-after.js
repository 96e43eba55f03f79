/** The next moment after `now` at which this desk's clock shows `time`, in RFC 3339. @param {number} now @param {string} time `HH:MM` */
export function timeAfter(now, time) {
  const [hours, minutes] = time.split(':').map(Number);
  if (hours === undefined || minutes === undefined || Number.isNaN(hours + minutes)) return undefined;
  const end = new Date(now);
  end.setHours(hours, minutes, 0, 0);
  if (end.getTime() <= now) end.setDate(end.getDate() + 1);
  return end.toISOString();
}
