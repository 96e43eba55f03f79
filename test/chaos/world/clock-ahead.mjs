// Loaded before a service: sets its clock ahead by the offset that the run sends, so that a planned break
// becomes due during the run.
const now = Date.now;
let ahead = Number(process.env['CLOCK_AHEAD_MS']);
Date.now = () => now() + ahead;
process.on('message', (ms) => {
  ahead = ms;
  process.send('set');
});
process.channel.unref();
