import { memberOf } from "../../base/member-of.js";
/** What it means that a device tries again and again, for whoever stands before it. */
export interface RetryAdvice {
	/** Tries in a row that fail alike after which it will not get better by itself; about a minute, with the pauses between them. */
	readonly tries: number;
	readonly means: string;
	readonly next: string;
}

const again = "and run the same command again";

/** By the codes of docs/log-schema.md; what passes by itself has none. */
const byCode: Readonly<Record<string, RetryAdvice>> = Object.freeze({
	"network-refused": {
		tries: 3,
		means: "the Wi-Fi's password is wrong, or the network wants another kind of security than WPA2",
		next: `give the right password, ${again}`,
	},
	"network-missing": {
		tries: 5,
		means: "no Wi-Fi of that name is in reach of the board, which hears 2.4 GHz only",
		next: `check the name to the letter, move the board nearer, ${again}`,
	},
	"network-unreachable": {
		tries: 5,
		means: "the network was not joined, or nothing answers at the endpoint through it",
		next: `see that the network leads to the endpoint and that its MQTT port is not blocked, ${again}`,
	},
	"address-missing": {
		tries: 3,
		means: "the network was joined, but its DHCP server gives the board no address",
		next: `see that the network has addresses left, or set "address" in the settings, ${again}`,
	},
	"clock-unavailable": {
		tries: 3,
		means: "no time server answers: UDP port 123 is blocked, or the network leads nowhere",
		next: `let UDP port 123 out, or name a server of yours in "timeServers" of the settings, ${again}`,
	},
	"server-untrusted": {
		tries: 3,
		means:
			"the endpoint's certificate is not of the root CA that the device was given. A `thingsmith local` that was started again without --data has another one",
		next: "provision the device again with the endpoint's own root CA, where it has an identity after `thingsmith device erase-identity --yes` (of a virtual device: remove its flash file); `thingsmith local --data DIR` keeps its CA. If none of it is meant, see who is between device and endpoint",
	},
	"tls-failed": {
		tries: 5,
		means: "device and endpoint do not agree on TLS: what answers there may be no AWS IoT endpoint",
		next: `check host and port of the endpoint, ${again}`,
	},
	"connection-refused": {
		tries: 8,
		means:
			"AWS ends the connection before it is open: the certificate is not active, or its policy does not allow iot:Connect with this client id. Right after provisioning that passes by itself",
		next: `attach a policy that allows iot:Connect for the thing's name, and see that the certificate is active (\`thingsmith explain --thing NAME connect\` says what is missing); then run the same command again`,
	},
	"connection-lost": {
		tries: 6,
		means: "AWS ends the open connection each time after the same step: the policy forbids what the device does there",
		next: "allow the topics that the device uses (docs/aws.md): `thingsmith explain --thing NAME publish TOPIC` says what is missing, and an emulator at /_thingsmith/journal which was refused",
	},
	"subscription-refused": {
		tries: 3,
		means: "AWS refuses a subscription: the policy must allow iot:Subscribe on topicfilter/, and iot:Receive on topic/",
		next: `correct the policy (\`thingsmith explain --thing NAME subscribe FILTER\` says what is missing), ${again}`,
	},
});

/** Undefined for a code that says all there is to say, or that passes by itself. */
export function retryAdvice(code: string): RetryAdvice | undefined {
	return memberOf(byCode, code);
}
