/** What a client signs with. */
export interface AccessKey {
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
	/** Goes with temporary credentials: requests have to name it, and without it none may be named. */
	readonly sessionToken?: string | undefined;
}
