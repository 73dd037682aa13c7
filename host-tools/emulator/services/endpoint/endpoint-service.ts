import { AwsError, quote } from "../../aws-error.js";
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
 * AWS answers a bare host name. A port is added where it is another than 8883, or no client could find the listener. Nothing
 * gives credentials yet at the host that iot:CredentialProvider gets: scripts ask for it long before a device does.
 */
function describeEndpoint({ mqttHost, mqttPort }: Endpoint, { query }: ApiCall): { endpointAddress: string } {
	const endpointType = query.string("endpointType") ?? "iot:Data";
	if (endpointType === "iot:CredentialProvider") return { endpointAddress: mqttHost };
	if (endpointType !== "iot:Data-ATS" && endpointType !== "iot:Data") {
		throw new AwsError(
			"InvalidRequestException",
			`endpointType ${quote(endpointType)} is not there: the emulator has iot:Data-ATS, iot:Data as another name for it, and iot:CredentialProvider`,
		);
	}
	const host = mqttHost.includes(":") ? `[${mqttHost}]` : mqttHost;
	return { endpointAddress: mqttPort === standardPort ? mqttHost : `${host}:${mqttPort}` };
}
