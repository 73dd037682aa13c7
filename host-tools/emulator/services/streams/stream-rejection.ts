/** AWS's error codes of `…/rejected` (docs/aws-behaviour.md, "File streams"). */
export type StreamErrorCode =
	| "InvalidTopic"
	| "InvalidJson"
	| "InvalidCbor"
	| "InvalidRequest"
	| "Unauthorized"
	| "BlockSizeOutOfBounds"
	| "OffsetOutOfBounds"
	| "BlockCountLimitExceeded"
	| "BlockBitmapLimitExceeded"
	| "ResourceNotFound"
	| "VersionMismatch"
	| "ETagMismatch"
	| "InternalError";

/** An answer on `…/rejected`; the messages are ours. */
export class StreamRejection extends Error {
	override readonly name = "StreamRejection";
	readonly code: StreamErrorCode;

	constructor(code: StreamErrorCode, message: string) {
		super(message);
		this.code = code;
	}
}
