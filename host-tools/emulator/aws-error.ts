/** Exceptions with the HTTP status AWS answers (API models iot, iot-data and iot-jobs-data). */
export const awsErrorStatus = Object.freeze({
	CertificateValidationException: 400,
	IncompleteSignatureException: 400,
	IndexNotReadyException: 400,
	InvalidAggregationException: 400,
	InvalidQueryException: 400,
	InvalidRequestException: 400,
	InvalidResponseException: 400,
	MalformedPolicyException: 400,
	RegistrationCodeValidationException: 400,
	ResourceRegistrationFailureException: 400,
	SqlParseException: 400,
	TaskAlreadyExistsException: 400,
	ThrottlingException: 400,
	ValidationException: 400,
	UnauthorizedException: 401,
	ServiceQuotaExceededException: 402,
	AccessDeniedException: 403,
	ForbiddenException: 403,
	InvalidClientTokenId: 403,
	InvalidSignatureException: 403,
	MissingAuthenticationTokenException: 403,
	SignatureDoesNotMatch: 403,
	UnrecognizedClientException: 403,
	NotConfiguredException: 404,
	ResourceNotFoundException: 404,
	MethodNotAllowedException: 405,
	CertificateStateException: 406,
	CertificateConflictException: 409,
	ConflictException: 409,
	ConflictingResourceUpdateException: 409,
	DeleteConflictException: 409,
	InvalidStateTransitionException: 409,
	ResourceAlreadyExistsException: 409,
	TransferConflictException: 409,
	VersionConflictException: 409,
	VersionsLimitExceededException: 409,
	LimitExceededException: 410,
	TerminalStateException: 410,
	TransferAlreadyCompletedException: 410,
	RequestEntityTooLargeException: 413,
	UnsupportedDocumentEncodingException: 415,
	InternalException: 500,
	InternalFailureException: 500,
	InternalServerException: 500,
	NotImplementedException: 501,
	ServiceUnavailableException: 503,
	GatewayTimeoutException: 504,
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

export function notFound(message: string): AwsError {
	return new AwsError("ResourceNotFoundException", message);
}

export function invalidRequest(message: string): AwsError {
	return new AwsError("InvalidRequestException", message);
}

/** The beginning of what a caller sent, for an error message. */
export function quote(text: unknown): string {
	const shown = JSON.stringify(text) ?? String(text);
	return shown.length > 140 ? `${shown.slice(0, 140)}…` : shown;
}
