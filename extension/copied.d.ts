/** Types of the files that packing copies from other folders of the repository. */
declare module '*/qr/qr.js' {
  export const qrCode: typeof import('../public/js/qr.js').qrCode;
}
