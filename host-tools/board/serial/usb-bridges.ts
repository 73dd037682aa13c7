import { memberOf } from "../../base/member-of.js";

/** USB vendor ids, lower-case hex, of what ESP32 boards have between USB and UART, and of Espressif's own USB. */
const vendors: Readonly<Record<string, { readonly name: string; readonly products?: readonly string[] }>> =
	Object.freeze({
		"303a": { name: "Espressif USB" },
		"10c4": { name: "Silicon Labs CP210x", products: ["ea60", "ea61", "ea63", "ea70", "ea71", "ea80"] },
		"1a86": { name: "WCH CH34x/CH910x" },
		"0403": { name: "FTDI", products: ["6001", "6010", "6011", "6014", "6015"] },
		"067b": { name: "Prolific PL2303" },
	});

export interface UsbIds {
	/** Four lower-case hex digits. */
	readonly vendorId: string;
	readonly productId: string;
}

/** What the bridge is called; undefined for USB devices that no ESP32 board has. */
export function bridgeName({ vendorId, productId }: UsbIds): string | undefined {
	const vendor = memberOf(vendors, vendorId);
	return vendor?.products === undefined || vendor.products.includes(productId) ? vendor?.name : undefined;
}

/** True for the USB-Serial/JTAG unit of ESP32-C3, -C6, -S3 and later (303a:1001): it resets otherwise than a bridge does. */
export function isUsbSerialJtag(ids: UsbIds | undefined): boolean {
	return ids?.vendorId === "303a" && ids.productId === "1001";
}
