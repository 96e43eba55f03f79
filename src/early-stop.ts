// Loaded before everything else (`node --import`, see the Dockerfile). As process 1 of a container nobody ends us on a signal but
// ourselves, and until the service listens for it, a second or so, SIGTERM would be lost: the container would be killed after its
// grace. Until then there is nothing to save, so the process just ends, with 0 as always.
const signals = ['SIGTERM', 'SIGINT'] as const;
const end = (): never => process.exit(0);

for (const signal of signals) process.on(signal, end);
process.on('newListener', function handOver(name) {
  if (name !== signals[0]) return;
  process.off('newListener', handOver);
  // Once it is there: without any listener in between, Node would let go of the signal, and not take hold of it again.
  queueMicrotask(() => signals.forEach((name) => process.off(name, end)));
});
