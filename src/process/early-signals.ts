// Handles signals until the service has loaded, which takes about half a second. `npm start` and the image
// load this file first (`node --import`).
//
// SIGTERM and SIGINT: the kernel does not end process 1 of a container by default. An early signal would be
// lost, and the container killed after its grace time. There is nothing to save yet, so the process just
// exits with 0.
const signals = ['SIGTERM', 'SIGINT'] as const;
const end = (): never => process.exit(0);

for (const signal of signals) process.on(signal, end);
process.on('newListener', function handOver(name) {
  if (name !== signals[0]) return;
  process.off('newListener', handOver);
  // After the service has added its listener: if there were none in between, Node would stop handling the
  // signal for good.
  queueMicrotask(() => signals.forEach((name) => process.off(name, end)));
});

// SIGUSR2 changes the log level later. Until then this listener keeps the signal from ending the process.
process.on('SIGUSR2', () => undefined);
