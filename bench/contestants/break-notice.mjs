/**
 * A break in Kyukei's format, so that every contestant except the reference sends the same number of bytes.
 */
export function breakNotice(meeting, message) {
  const timestamp = new Date().toISOString();
  return {
    event: 'rest_required',
    meeting_id: meeting,
    message,
    timestamp,
    rest_id: '7d0f1c5e-5d0c-4f9e-9a55-3d1b6d0e8f11',
    duration_seconds: null,
    ends_at: null,
    server_time: timestamp,
  };
}
