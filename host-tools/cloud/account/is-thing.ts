import { DescribeThingCommand, type IoTClient, ResourceNotFoundException } from "@aws-sdk/client-iot";

/** Whether the registry knows a thing of that name; undefined when it cannot be asked: the question is not worth an error. */
export async function isThing(client: IoTClient, thingName: string): Promise<boolean | undefined> {
	try {
		await client.send(new DescribeThingCommand({ thingName }));
		return true;
	} catch (error) {
		return error instanceof ResourceNotFoundException ? false : undefined;
	}
}
