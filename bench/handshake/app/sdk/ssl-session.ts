/** manifest.json puts this module in the place of the SDK's `ssl/session`. */
export { default } from "bench/handshake/app/timed-session";
