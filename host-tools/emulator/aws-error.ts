/** Control-plane exceptions with the HTTP status AWS answers (API model iot-2015-05-28). */
export const awsErrorStatus = Object.freeze({
	InvalidRequestException: 400,
	MalformedPolicyException: 400,
	CertificateValidationException: 400,
	ThrottlingException: 400,
	UnauthorizedException: 401,
	AccessDeniedException: 403,
	MissingAuthenticationTokenException: 403,
	ResourceNotFoundException: 404,
	CertificateStateException: 406,
	ResourceAlreadyExistsException: 409,
	DeleteConflictException: 409,
	VersionConflictException: 409,
	VersionsLimitExceededException: 409,
	ConflictingResourceUpdateException: 409,
	LimitExceededException: 410,
	RequestEntityTooLargeException: 413,
	InternalFailureException: 500,
	NotImplementedException: 501,
	ServiceUnavailableException: 503,
} as const);

export type AwsErrorName = keyof typeof awsErrorStatus;

/** A refusal as the AWS API words it. `name` is what SDKs turn into a typed exception. */
export class AwsError extends Error {
	override readonly name: AwsErrorName;
	/** Members the exception carries besides `message`, e.g. resourceId and resourceArn. */
	readonly details: Readonly<Record<string, string>>;

	constructor(name: AwsErrorName, message: string, details: Readonly<Record<string, string>> = {}) {
		super(message);
		this.name = name;
		this.details = details;
	}

	get status(): number {
		return awsErrorStatus[this.name];
	}
}

export function invalidRequest(message: string): AwsError {
	return new AwsError("InvalidRequestException", message);
}

/** The beginning of what a caller sent, for an error message. */
export function quote(text: unknown): string {
	const shown = JSON.stringify(text) ?? String(text);
	return shown.length > 140 ? `${shown.slice(0, 140)}…` : shown;
}
