import { AwsError } from "../aws-error.js";

/** Signing names of what is emulated: the planes of AWS IoT, and one operation of STS. */
const iotServices: readonly string[] = ["iot", "iotdata", "iot-jobs-data", "iotdevicegateway"];

export const otherServicesHint =
	"Set AWS_ENDPOINT_URL_IOT instead of AWS_ENDPOINT_URL: then AWS IoT is asked here, and the other services at AWS";

/** Which of the emulator's services a request was signed for. Throws NotImplementedException for all others. */
export function emulatedService(signingName: string): "iot" | "sts" {
	if (iotServices.includes(signingName)) return "iot";
	if (signingName === "sts") return "sts";
	throw new AwsError(
		"NotImplementedException",
		`The request is for the service "${signingName}", and only AWS IoT is emulated. ${otherServicesHint}`,
	);
}
