// Runs before a service: its clock goes ahead of the machine's by what the run says, so that a planned break comes due in the run.
const now = Date.now;
let ahead = Number(process.env['CLOCK_AHEAD_MS']);
Date.now = () => now() + ahead;
process.on('message', (ms) => {
  ahead = ms;
  process.send('set');
});
process.channel.unref();
