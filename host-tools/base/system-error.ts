import { systemErrorCode, type ToolErrorCode } from "./tool-error.js";

/** What an error of Node or of the operating system means, and what mends it. */
export interface SystemErrorMeaning {
	readonly code: ToolErrorCode;
	/** In words, for the middle of a sentence. */
	readonly reason: string;
	readonly next: string;
}

const unreachable = (reason: string, next: string): SystemErrorMeaning => ({
	code: "endpoint-unreachable",
	reason,
	next,
});
const notTheEndpoint = (reason: string, next: string): SystemErrorMeaning => ({
	code: "endpoint-invalid",
	reason,
	next,
});
const place = (reason: string, next: string): SystemErrorMeaning => ({ code: "file-forbidden", reason, next });

const checkNetwork = "check the network: cable, Wi-Fi, VPN, proxy";
const otherPlace = "choose another place";
const plainHttp = "write http:// where https:// stands, or the other way round";
const ownAuthority =
	"is it the MQTT port of an emulator, whose control plane is another port with http://? A CA of your own goes into NODE_EXTRA_CA_CERTS";

/** By the `code` of Node's errors (https://nodejs.org/api/errors.html#common-system-errors, OpenSSL's X509_V_ERR_*, llhttp's HPE_*). */
const meanings: Readonly<Record<string, SystemErrorMeaning>> = Object.freeze({
	ECONNREFUSED: unreachable("nothing listens there", "start what should listen there, or mend host and port"),
	ECONNRESET: unreachable("the other side hung up", "see what listens there: a port for something else hangs up so"),
	EPIPE: unreachable("the other side hung up", "see what listens there: a port for something else hangs up so"),
	ENOTFOUND: unreachable("there is no host of that name", "mend the name, or check the network"),
	EAI_AGAIN: unreachable("no name server answers", checkNetwork),
	EHOSTUNREACH: unreachable("no way leads to that host", checkNetwork),
	ENETUNREACH: unreachable("no way leads to that network", checkNetwork),
	ETIMEDOUT: unreachable("that host does not answer", checkNetwork),
	EPROTO: notTheEndpoint("it does not speak TLS", plainHttp),
	ERR_SSL_WRONG_VERSION_NUMBER: notTheEndpoint("it does not speak TLS", plainHttp),
	ERR_SSL_PACKET_LENGTH_TOO_LONG: notTheEndpoint("it does not speak TLS", plainHttp),
	HPE_INVALID_CONSTANT: notTheEndpoint("it does not speak HTTP", "is it the right port?"),
	HPE_INVALID_VERSION: notTheEndpoint("it does not speak HTTP", "is it the right port?"),
	DEPTH_ZERO_SELF_SIGNED_CERT: notTheEndpoint("its certificate is signed by nobody but itself", ownAuthority),
	SELF_SIGNED_CERT_IN_CHAIN: notTheEndpoint("this machine does not trust its certificate authority", ownAuthority),
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: notTheEndpoint("this machine does not trust its certificate", ownAuthority),
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: notTheEndpoint("this machine does not trust its certificate", ownAuthority),
	CERT_HAS_EXPIRED: notTheEndpoint("its certificate has expired", "see that this machine's clock is right"),
	CERT_NOT_YET_VALID: notTheEndpoint("its certificate is not valid yet", "see that this machine's clock is right"),
	ERR_TLS_CERT_ALTNAME_INVALID: notTheEndpoint("its certificate is for another host", "mend the host's name"),
	ERR_INVALID_URL: notTheEndpoint("that is no URL", "write it as http://HOST:PORT"),
	EADDRINUSE: { code: "port-busy", reason: "another process has the port", next: "end it, or take another port" },
	EADDRNOTAVAIL: { code: "port-missing", reason: "this machine has no such address", next: "name an address it has" },
	ENOENT: { code: "file-missing", reason: "there is no such file or directory", next: "see that the name is right" },
	EACCES: place("this user may not", otherPlace),
	EPERM: place("this user may not", otherPlace),
	EROFS: place("it can only be read", otherPlace),
	EISDIR: place("it is a directory, and a file is needed", "name a file"),
	ENOTDIR: place("a file stands where a directory is needed", otherPlace),
	EEXIST: place("something is there already", otherPlace),
	ENOTEMPTY: place("the directory is not empty", otherPlace),
	ENAMETOOLONG: place("the name is too long", otherPlace),
	ELOOP: place("its links lead in a circle", otherPlace),
	ENOSPC: place("the disk is full", "make room, or choose another place"),
	EDQUOT: place("this user's share of the disk is used up", "make room, or choose another place"),
	EFBIG: place("it is too large for the file system", otherPlace),
	EBUSY: place("another program uses it", "end that program, or choose another place"),
	EIO: place("the medium fails", "see whether the disk is sound, and choose another place"),
	EMFILE: place("too many files are open", "raise `ulimit -n`, or do less at once"),
	ENFILE: place("too many files are open on this machine", "end other programs"),
});

/** Undefined for what is no error of Node or of the system, or none that a person can mend. */
export function explainSystemError(thrown: unknown): SystemErrorMeaning | undefined {
	const code = systemErrorCode(thrown);
	if (code !== undefined && Object.hasOwn(meanings, code)) return meanings[code];
	// Both IPv4 and IPv6 were tried, or a library wrapped it.
	if (thrown instanceof AggregateError) return explainSystemError(thrown.errors[0]);
	return thrown instanceof Error && thrown.cause !== undefined ? explainSystemError(thrown.cause) : undefined;
}

/** Why, in words, with the system's own code for who looks it up. */
export function systemReason(thrown: unknown): string {
	const code = systemErrorCode(thrown);
	const meaning = explainSystemError(thrown);
	if (meaning === undefined) return thrown instanceof Error ? thrown.message : String(thrown);
	if (code === "EEXIST" && (thrown as NodeJS.ErrnoException).syscall === "mkdir") {
		return "a file stands where a directory is needed (EEXIST)";
	}
	return code === undefined ? meaning.reason : `${meaning.reason} (${code})`;
}
