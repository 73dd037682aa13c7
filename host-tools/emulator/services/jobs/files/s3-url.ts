export interface S3Location {
	readonly bucket: string;
	readonly key: string;
}

/**
 * `https://s3.<region>.amazonaws.com/<bucket>/<key>`, `https://<bucket>.s3.<region>.amazonaws.com/<key>`, both also without region or
 * with `s3-<region>`, and `s3://<bucket>/<key>`; undefined for anything else.
 */
export function parseS3Url(text: string): S3Location | undefined {
	if (!URL.canParse(text)) return undefined;
	const { protocol, hostname, pathname } = new URL(text);
	const path = decoded(pathname.slice(1));
	if (path === undefined || path === "") return undefined;
	if (protocol === "s3:") return { bucket: hostname, key: path };
	const [, bucket] = /^(?:(.+)\.)?s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?$/.exec(hostname) ?? [];
	if (protocol !== "https:" || !hostname.includes("amazonaws")) return undefined;
	if (bucket !== undefined) return { bucket, key: path };
	if (!/^s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?$/.test(hostname)) return undefined;
	const slash = path.indexOf("/");
	return slash < 1 || slash === path.length - 1
		? undefined
		: { bucket: path.slice(0, slash), key: path.slice(slash + 1) };
}

function decoded(path: string): string | undefined {
	try {
		return decodeURIComponent(path);
	} catch {
		return undefined;
	}
}
