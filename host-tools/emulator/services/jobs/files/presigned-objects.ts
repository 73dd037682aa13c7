import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { AwsError, notFound } from "../../../aws-error.js";
import { BucketProblem, type Buckets } from "../../../buckets.js";
import type { EmulatorClock } from "../../../clock.js";
import { type Answer, type ApiCall, type Operation, ownPrefix, TextAnswer } from "../../../http/operation.js";
import type { Endpoint } from "../../service.js";
import { parseS3Url, type S3Location } from "./s3-url.js";

export interface PresignedParts {
	readonly buckets: Buckets;
	readonly clock: EmulatorClock;
	readonly endpoint: () => Pick<Endpoint, "mqttHost" | "httpPort">;
}

const path = `${ownPrefix}objects/{bucket}/{key+}`;

/**
 * What stands for presigned URLs: the emulator's own, over plain HTTP, good for an object and a time. Whoever has one needs no
 * credentials, as with AWS; they end with the process.
 */
export class PresignedObjects {
	readonly #parts: PresignedParts;
	readonly #secret = randomBytes(32);

	constructor(parts: PresignedParts) {
		this.#parts = parts;
	}

	/** Where a device gets the object for `seconds`; the URL itself when it is none of S3, or where nothing listens for HTTP. */
	urlOf(s3Url: string, seconds: number): string {
		const location = parseS3Url(s3Url);
		if (location === undefined) return s3Url;
		const { mqttHost, httpPort } = this.#parts.endpoint();
		if (httpPort === undefined) return s3Url;
		const host = mqttHost.includes(":") ? `[${mqttHost}]` : mqttHost;
		const expires = Math.floor(this.#parts.clock.now() / 1000) + seconds;
		const key = location.key.split("/").map(encodeURIComponent).join("/");
		const signature = this.#sign(location, String(expires)).toString("hex");
		const query = `expires=${expires}&signature=${signature}`;
		return `http://${host}:${httpPort}${ownPrefix}objects/${location.bucket}/${key}?${query}`;
	}

	get operation(): Operation {
		return { name: `GET ${path}`, method: "GET", path, handle: (call) => this.#get(call) };
	}

	async #get({ path: segment, query }: ApiCall): Promise<Answer> {
		const location = { bucket: segment("bucket"), key: segment("key") };
		const expires = query.string("expires") ?? "";
		const given = Buffer.from(query.string("signature") ?? "", "hex");
		const expected = this.#sign(location, expires);
		if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
			throw new AwsError("AccessDeniedException", "The URL is not one that was made for a job's document");
		}
		if (Number(expires) * 1000 < this.#parts.clock.now()) {
			throw new AwsError("AccessDeniedException", "The URL has expired: ask for the job document again");
		}
		const bytes = await this.#parts.buckets.read(location.bucket, location.key).catch((error: unknown) => {
			throw error instanceof BucketProblem ? notFound(error.message) : error;
		});
		if (bytes === undefined) throw notFound(`There is no object "${location.key}" in bucket "${location.bucket}"`);
		return new TextAnswer("application/octet-stream", bytes);
	}

	#sign({ bucket, key }: S3Location, expires: string): Buffer {
		return createHmac("sha256", this.#secret)
			.update(JSON.stringify([bucket, key, expires]))
			.digest();
	}
}
