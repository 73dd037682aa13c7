import { XsDigest } from "firmware/adapters/keys/xs-digest";
import { XsModularArithmetic } from "firmware/adapters/keys/xs-modular-arithmetic";
import { XsLog } from "firmware/adapters/xs-log";
import { XsRandom } from "firmware/adapters/xs-random";
import { XsTextCodec } from "firmware/adapters/xs-text-codec";
import { XsTimer } from "firmware/adapters/xs-timer";
import { RsaKeyMaker } from "firmware/core/keys/rsa-key-maker";
import config from "mc/config";
import { Gauge } from "./gauge.js";
import { Link } from "./link.js";

/** The firmware's own parts, on XS, at the orders of a test: a line of JSON each way. test/simulator/start-workbench.ts is the other end. */

const arithmetic = new XsModularArithmetic();
const digest = new XsDigest();
const text = new XsTextCodec();
const random = new XsRandom();
const timer = new XsTimer(new XsLog());
const cancellation = { closed: false };

async function makeKey() {
	const gauge = new Gauge();
	cancellation.closed = false;
	const tools = { arithmetic: gauge.arithmetic(arithmetic), timer: gauge.timer(timer), digest, random, text };
	const key = await new RsaKeyMaker(tools).makeKey(cancellation);
	const measurement = gauge.end();
	const { certificateSigningRequest } = key;
	return { privateKey: text.toBase64(key.privateKey), certificateSigningRequest, measurement };
}

async function answer(order: string, values: readonly string[]): Promise<unknown> {
	const [a = "", b = "", c = ""] = values;
	if (order === "power") return arithmetic.power(BigInt(a), BigInt(b), BigInt(c)).toString();
	if (order === "sha256") return text.toBase64(digest.sha256(text.fromBase64(a)));
	if (order === "random") return text.toBase64(random.fill(new Uint8Array(Number(a))));
	if (order === "key") return makeKey();
	if (order !== "stop") throw new Error(`Unknown order "${order}"`);
	cancellation.closed = true;
	return true;
}

async function obey(line: string): Promise<void> {
	const { id, order, values } = JSON.parse(line);
	try {
		link.send(JSON.stringify({ id, value: await answer(order, values) }));
	} catch (thrown) {
		const { code, message } = thrown as Error & { code?: string };
		link.send(JSON.stringify({ id, error: { code, message } }));
	}
}

const link = new Link(Number(config.workbenchPort), (line) => void obey(line));
