import { ToolError } from "../../base/tool-error.js";
import { openNativeLink } from "./native-link.js";
import { openRfc2217Link } from "./rfc2217-link.js";
import type { OpenSerialLink } from "./serial-link.js";
import { openTcpLink } from "./tcp-link.js";

/** Opens what `port` names: a port of this machine, rfc2217://host:port or tcp://host:port. */
export const openSerialLink: OpenSerialLink = async (port, options) => {
	if (port.startsWith("rfc2217://")) return openRfc2217Link(port, options);
	if (port.startsWith("tcp://") || port.startsWith("socket://")) return openTcpLink(port, options);
	checkNative(port);
	return openNativeLink(port, options);
};

/** Throws ToolError `usage` for what looks like an address and not like a port of this machine. */
function checkNative(port: string): void {
	const [, scheme, address] = /^(?:([a-z][\w+.-]*):\/\/)?(.*)$/i.exec(port) ?? [];
	const isAddress = /^(\[[\da-f:]+\]|[\w.-]+):\d+\/?$/i.test(address ?? "") && !port.startsWith("/");
	if (scheme === undefined && !isAddress) return;
	throw new ToolError("usage", `${port} is no serial port`, {
		next: isAddress
			? `for a board behind a TCP connection write tcp://${address} (rfc2217://${address} where a server speaks RFC 2217)`
			: "name a port such as /dev/ttyUSB0 or COM3, tcp://HOST:PORT or rfc2217://HOST:PORT",
	});
}
