import { AwsError } from "../../aws-error.js";
import type { Operation } from "../../http/operation.js";
import { quote } from "../checks.js";

/** Clients of AWS take the port for granted: an answer without one must mean this. */
const standardPort = 8883;

export const endpointOperations: readonly Operation[] = [
	{
		name: "DescribeEndpoint",
		method: "GET",
		path: "/endpoint",
		/** AWS answers a bare host name. A port is added where it is another than 8883, or no client could find the listener. */
		handle({ query }, { mqttHost, mqttPort }) {
			const endpointType = query.string("endpointType") ?? "iot:Data";
			if (endpointType !== "iot:Data-ATS" && endpointType !== "iot:Data") {
				throw new AwsError(
					"InvalidRequestException",
					`endpointType ${quote(endpointType)} is not there: the emulator has iot:Data-ATS, and iot:Data as another name for it`,
				);
			}
			const host = mqttHost.includes(":") ? `[${mqttHost}]` : mqttHost;
			return { endpointAddress: mqttPort === standardPort ? mqttHost : `${host}:${mqttPort}` };
		},
	},
];
