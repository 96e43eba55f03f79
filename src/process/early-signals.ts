// Loaded before everything else (`node --import`, as `npm start` and the image do): the service listens for signals only once it
// has loaded, after half a second or so.
//
// SIGTERM and SIGINT: as process 1 of a container nobody ends us on a signal but ourselves. One that came too early would be lost,
// and the container killed after its grace. Until the service listens there is nothing to save, so the process just ends, with 0 as
// always.
const signals = ['SIGTERM', 'SIGINT'] as const;
const end = (): never => process.exit(0);

for (const signal of signals) process.on(signal, end);
process.on('newListener', function handOver(name) {
  if (name !== signals[0]) return;
  process.off('newListener', handOver);
  // Once it is there: without any listener in between, Node would let go of the signal, and not take hold of it again.
  queueMicrotask(() => signals.forEach((name) => process.off(name, end)));
});

// SIGUSR2 asks for another log level, and by itself would end the process. This listener stays, and does nothing.
process.on('SIGUSR2', () => undefined);
