import { invalidRequest, quote } from "../../aws-error.js";
import { hostName } from "../../http/guard.js";
import type { ApiCall } from "../../http/operation.js";
import type { Service, ServiceParts } from "../service.js";

/** Clients of AWS take the port for granted: an answer without one must mean these. */
const standardPort = Object.freeze({ mqtt: 8883, https: 443 });
/** In the API model, and refused by AWS all the same. */
const retired = Object.freeze(["iot:Data", "iot:Jobs"]);

type Parts = Pick<ServiceParts, "endpoint" | "behaviour">;

export function endpointService(parts: Parts): Service {
	return {
		name: "endpoint",
		operations: [
			{
				name: "DescribeEndpoint",
				method: "GET",
				path: "/endpoint",
				handle: (call) => ({ endpointAddress: describeEndpoint(parts, call) }),
			},
		],
	};
}

/**
 * AWS answers a bare host name. A port is added where it is another than the usual one, or no client could find the listener. A name
 * of the emulator that the request itself was sent to is the one that leads here from where its sender is.
 */
function describeEndpoint({ endpoint, behaviour }: Parts, { query, headers }: ApiCall): string {
	const { mqttHost, mqttPort, httpsPort = standardPort.https, otherHosts } = endpoint();
	const asked = hostName(headers.host);
	const host = asked !== undefined && otherHosts.includes(asked) ? asked : mqttHost;
	const endpointType = query.string("endpointType");
	if (endpointType !== undefined && retired.includes(endpointType) && behaviour.retiredEndpoints === "refuse") {
		throw invalidRequest(`Endpoint type ${endpointType} is no longer supported: ask for iot:Data-ATS`);
	}
	switch (endpointType ?? "iot:Data-ATS") {
		case "iot:Data-ATS":
		case "iot:Data":
			return address(host, mqttPort, standardPort.mqtt);
		case "iot:CredentialProvider":
		case "iot:Jobs":
			return address(host, httpsPort, standardPort.https);
		default:
			throw invalidRequest(
				`Endpoint type ${quote(endpointType)} not recognized: the emulator has iot:Data-ATS and iot:CredentialProvider`,
			);
	}
}

function address(host: string, port: number, usual: number): string {
	if (port === usual) return host;
	return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}
