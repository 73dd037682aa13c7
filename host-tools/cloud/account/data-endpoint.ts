import { DescribeEndpointCommand, type IoTClient } from "@aws-sdk/client-iot";
import { ToolError } from "../../base/tool-error.js";
import type { AwsSettings } from "./aws-settings.js";
import { toToolError } from "./to-tool-error.js";

export interface DataEndpoint {
	readonly host: string;
	readonly port: number;
}

const mqttPort = 8883;

/** Where devices connect. AWS answers a name; an emulator on another port than 8883 answers `host:port`. */
export async function describeDataEndpoint(client: IoTClient, settings: AwsSettings): Promise<DataEndpoint> {
	try {
		const { endpointAddress } = await client.send(new DescribeEndpointCommand({ endpointType: "iot:Data-ATS" }));
		return parseDataEndpoint(endpointAddress ?? "");
	} catch (error) {
		throw toToolError(error, "iot:DescribeEndpoint", settings);
	}
}

/** `name` or `name:port`; an IPv6 address with a port is in brackets. */
export function parseDataEndpoint(address: string): DataEndpoint {
	const match = /^(?:\[(?<v6>[0-9a-fA-F:]+)\]|(?<name>[^:/\s]+))(?::(?<port>\d{1,5}))?$/.exec(address);
	const host = match?.groups?.v6 ?? match?.groups?.name;
	const port = Number(match?.groups?.port ?? mqttPort);
	if (host === undefined || port < 1 || port > 65_535) {
		throw new ToolError("aws-refused", `DescribeEndpoint answered "${address}", which is no host name`, {
			next: "check --endpoint-url",
		});
	}
	return { host, port };
}
