/**
 * Copies a text. Rejects where there is no clipboard, as on plain HTTP.
 * @param {string} text
 * @returns {Promise<void>}
 */
export const copyText = async (text) => {
  if (!navigator.clipboard) throw new Error('this page has no clipboard');
  await navigator.clipboard.writeText(text);
};
