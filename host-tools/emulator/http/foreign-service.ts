import { AwsError } from "../aws-error.js";
import type { Plane } from "./api/api-model.js";

/** Signing name → what answers; a client of 2015 still signs for `iotdevicegateway`. */
const planes: ReadonlyMap<string, Plane> = new Map([
	["iot", "iot"],
	["iotdata", "iotdata"],
	["iotdevicegateway", "iotdata"],
	["iot-jobs-data", "iot-jobs-data"],
	["sts", "sts"],
]);

export const otherServicesHint =
	"Set AWS_ENDPOINT_URL_IOT instead of AWS_ENDPOINT_URL: then AWS IoT is asked here, and the other services at AWS";

/** Undefined when it is none of the emulator's. */
export function planeOfService(signingName: string): Plane | undefined {
	return planes.get(signingName);
}

/** Which of the emulator's services a request was signed for. Throws NotImplementedException for all others. */
export function emulatedService(signingName: string): Plane {
	const plane = planes.get(signingName);
	if (plane !== undefined) return plane;
	throw new AwsError(
		"NotImplementedException",
		`The request is for the service "${signingName}", and only AWS IoT is emulated. ${otherServicesHint}`,
	);
}
