/** Of package.json, which the firmware does not carry. */
export const firmwareVersion = "0.1.0";
