import assert from "node:assert/strict";
import { findModdableSdk, howToGetSdk, type ModdableSdk } from "../../host-tools/moddable/build/moddable-sdk.js";
import { describeDigest } from "../contracts/digest.contract.js";
import { checkDeviceKey, describeKeyMaker } from "../contracts/key-maker.contract.js";
import { describeModularArithmetic } from "../contracts/modular-arithmetic.contract.js";
import { describeUnless } from "../support/skip-because.js";
import { startWorkbench, type Workbench } from "./start-workbench.js";

const foundSdk = findModdableSdk(process.env);
const missing = foundSdk === undefined ? howToGetSdk : undefined;

/** Of a release build on a slow machine with others on it, ms. */
const keyMs = 120_000;

describeUnless(missing, "keys on XS", () => {
	let workbench: Workbench;

	before(async function () {
		this.timeout(900_000);
		workbench = await startWorkbench(foundSdk as ModdableSdk);
	});

	after(() => workbench?.close());

	describeDigest("XS", () => workbench);
	describeModularArithmetic("XS", () => workbench);
	describeKeyMaker("XS", () => workbench.keyMaker, keyMs);

	it("draw from random bytes that do not repeat", async () => {
		const drawn = [await workbench.random(1024), await workbench.random(1024)];
		assert.notDeepEqual(drawn[0], drawn[1]);
		assert.ok(new Set(drawn[0]).size > 200);
	});

	it("are made with one exponentiation at most between two yields, which are less than a third of the time apart", async function () {
		this.timeout(keyMs);
		const { key, measurement } = await workbench.makeKey();
		await checkDeviceKey(key);
		const { milliseconds, longestTurn, exponentiations, turnExponentiations } = measurement;
		assert.ok(exponentiations > 10);
		assert.equal(turnExponentiations, 1);
		assert.ok(longestTurn < milliseconds / 3, JSON.stringify(measurement));
	});
});
