/** Types for the files that packing copies from other folders. */
declare module '*/shared/qr.js' {
  export const qrCode: typeof import('../public/js/qr.js').qrCode;
}
declare module '*/shared/strike.js' {
  export const strike: typeof import('../public/js/strike.js').strike;
}
declare module '*/shared/time-after.js' {
  export const timeAfter: typeof import('../public/js/time-after.js').timeAfter;
}
