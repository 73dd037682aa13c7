import { AwsError, quote } from "../../aws-error.js";
import { hostName } from "../../http/guard.js";
import type { ApiCall } from "../../http/operation.js";
import type { Endpoint, Service, ServiceParts } from "../service.js";

/** Clients of AWS take the port for granted: an answer without one must mean this. */
const standardPort = 8883;

export function endpointService({ endpoint }: Pick<ServiceParts, "endpoint">): Service {
	return {
		name: "endpoint",
		operations: [
			{
				name: "DescribeEndpoint",
				method: "GET",
				path: "/endpoint",
				handle: (call) => describeEndpoint(endpoint(), call),
			},
		],
	};
}

/**
 * AWS answers a bare host name. A port is added where it is another than 8883, or no client could find the listener. A name of
 * the emulator that the request itself was sent to is the one that leads here from where its sender is. Nothing gives credentials
 * yet at the host that iot:CredentialProvider gets: scripts ask for it long before a device does.
 */
function describeEndpoint(
	{ mqttHost, mqttPort, otherHosts }: Endpoint,
	{ query, headers }: ApiCall,
): { endpointAddress: string } {
	const asked = hostName(headers.host);
	const host = asked !== undefined && otherHosts.includes(asked) ? asked : mqttHost;
	const endpointType = query.string("endpointType") ?? "iot:Data";
	if (endpointType === "iot:CredentialProvider") return { endpointAddress: host };
	if (endpointType !== "iot:Data-ATS" && endpointType !== "iot:Data") {
		throw new AwsError(
			"InvalidRequestException",
			`endpointType ${quote(endpointType)} is not there: the emulator has iot:Data-ATS, iot:Data as another name for it, and iot:CredentialProvider`,
		);
	}
	const withPort = `${host.includes(":") ? `[${host}]` : host}:${mqttPort}`;
	return { endpointAddress: mqttPort === standardPort ? host : withPort };
}
