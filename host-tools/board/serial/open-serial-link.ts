import { openNativeLink } from "./native-link.js";
import { openRfc2217Link } from "./rfc2217-link.js";
import type { OpenSerialLink } from "./serial-link.js";
import { openTcpLink } from "./tcp-link.js";

/** Opens what `port` names: a port of this machine, rfc2217://host:port or tcp://host:port. */
export const openSerialLink: OpenSerialLink = (port, options) => {
	if (port.startsWith("rfc2217://")) return openRfc2217Link(port, options);
	if (port.startsWith("tcp://") || port.startsWith("socket://")) return openTcpLink(port, options);
	return openNativeLink(port, options);
};
