/** Do tasks in their order, a few at a time; returns their results in the same order. */
export async function inParallel(tasks, together) {
  const results = [];
  const waiting = [...tasks.entries()];
  const worker = async () => {
    while (waiting.length > 0) {
      const [position, task] = waiting.shift();
      results[position] = await task();
    }
  };
  await Promise.all(Array.from({ length: together }, worker));
  return results;
}
