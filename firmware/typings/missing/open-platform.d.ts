/** manifest.json puts firmware/adapters/esp32 or firmware/adapters/simulator in the place of firmware/adapters/platform. */
declare module "firmware/adapters/platform/open-platform" {
	export function openPlatform(): import("../../adapters/platform.js").Platform;
}
