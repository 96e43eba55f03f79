/** Bounds calls that the browser may never answer, such as those of a storage on a broken disk. */

/**
 * Rejects if `promise` takes longer than `ms`.
 * @template T
 * @param {Promise<T>} promise
 * @param {number} ms
 * @returns {Promise<T>}
 */
export function withTimeLimit(promise, ms) {
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  /** @type {Promise<never>} */
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('time limit')), ms);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}
