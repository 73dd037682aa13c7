/** A client that the tests run, with the version they were written for. */
export interface WantedClient {
	readonly registry: "pip" | "npm";
	/** What the registry's installer is told; packages of one entry come together or not at all. */
	readonly packages: readonly string[];
}

/** By the name that tests ask for. Versions stand still, so that a client's release never turns the tests red by itself. */
export const wantedClients = Object.freeze({
	awsCli: { registry: "pip", packages: ["awscli==1.46.3", "boto3==1.44.8"] },
	moto: { registry: "pip", packages: ["moto[server]==5.2.5"] },
	cfnLint: { registry: "pip", packages: ["cfn-lint==1.58.0"] },
	paho: { registry: "pip", packages: ["paho-mqtt==2.2.0"] },
	deviceSdkPython: { registry: "pip", packages: ["awsiotsdk==1.31.0"] },
	deviceSdkPythonV1: { registry: "pip", packages: ["AWSIoTPythonSDK==1.6.2"] },
	deviceSdkJs: { registry: "npm", packages: ["aws-iot-device-sdk-v2@1.28.0"] },
	awsCdk: { registry: "npm", packages: ["aws-cdk-lib@2.276.0", "constructs@10.8.1"] },
}) satisfies Readonly<Record<string, WantedClient>>;

export type ClientName = keyof typeof wantedClients;

export const clientNames = Object.keys(wantedClients) as readonly ClientName[];
