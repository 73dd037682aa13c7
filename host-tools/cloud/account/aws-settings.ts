/** Where the AWS API is and who asks, as flags and environment say. */
export interface AwsSettings {
	readonly profile: string | undefined;
	readonly region: string | undefined;
	/** Instead of AWS's own endpoint. */
	readonly endpointUrl: string | undefined;
	/** The environment says where AWS IoT is, and the SDK finds there for itself where other services are. */
	readonly endpointIsConfigured?: boolean;
	/** The environment holds an access key. */
	readonly hasEnvironmentCredentials: boolean;
	/** Instead of what environment and profile have. */
	readonly accessKey?:
		| { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string | undefined }
		| undefined;
}

/** The endpoint is on this machine, so it is an emulator. */
export function isLoopback(endpointUrl: string | undefined): boolean {
	if (endpointUrl === undefined || !URL.canParse(endpointUrl)) return false;
	const { hostname } = new URL(endpointUrl);
	return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}
