import assert from "node:assert/strict";
import type { AwsSettings } from "../../host-tools/cloud/account/aws-settings.js";
import { type Clients, createClients } from "../../host-tools/cloud/apply/clients.js";
import { differences } from "../../host-tools/cloud/apply/differences.js";
import type { Found, Kind, KindContext, Properties } from "../../host-tools/cloud/apply/kind.js";
import type { Place } from "../../host-tools/cloud/model/resource-arn.js";
import { Killed, MortalClients } from "../support/mortal-clients.js";

export type Hand = (context: KindContext) => Promise<unknown>;

export interface KindSubject {
	readonly kind: Kind;
	readonly name: string;
	readonly properties: Properties;
	/** Makes what has to be there first. */
	readonly prepare?: Hand;
	/** By property, which need not be a wanted one: somebody gives it another value, otherwise than by the kind. */
	readonly byHand: Readonly<Record<string, Hand>>;
	/** Properties by which it is found: with another value it is another one. */
	readonly identity?: readonly string[];
	/** Somebody else makes one of that name. */
	readonly bySomebodyElse?: Hand;
}

export interface KindAccount {
	readonly settings: AwsSettings;
	readonly place: Place;
	/** Nothing is there any more. */
	reset(): Promise<void>;
}

const owner = "contract";
/** More calls than any method makes. */
const enough = 200;

/** What every kind promises, held against an account of `account()`; `killPoints` is told after how many calls a process was killed. */
export function kindContract(
	subject: KindSubject,
	account: () => KindAccount,
	killPoints: (count: number) => void = () => undefined,
): void {
	const { kind, name, properties, byHand, identity = [] } = subject;
	const alive: { destroy(): void }[] = [];
	const contextOf = (clients: Clients): KindContext => ({
		clients,
		place: account().place,
		owner,
		signal: new AbortController().signal,
	});
	const fresh = (): KindContext => {
		const clients = createClients(account().settings);
		alive.push(clients);
		return contextOf(clients);
	};
	const read = (context: KindContext) => kind.read(name, context, properties);

	/** What the executor of a plan does. */
	const apply = async (context: KindContext) => {
		const found = await read(context);
		if (found === undefined) await kind.create(name, properties, context);
		else if (differing(found).length > 0) await kind.update(name, properties, found, context);
	};
	const take = async (context: KindContext) => {
		const found = await read(context);
		if (found !== undefined) await kind.remove(name, found, context);
	};
	const differing = (found: Found | undefined) => {
		const paths = differences(properties, found?.properties ?? {}).map(({ path }) => path.split(".", 1)[0] ?? "");
		return [...new Set(paths)];
	};
	const assertApplied = async (context: KindContext) => {
		const found = await read(context);
		assert.deepEqual(differing(found), [], JSON.stringify(found));
		assert.equal(found?.owner, owner);
	};
	const changeable = [...new Set([...Object.keys(properties), ...Object.keys(byHand)])].filter(
		(one) => !identity.includes(one),
	);
	const mendable = changeable.filter((one) => !kind.replacing.includes(one));

	/** Runs `work` of a process that is killed after its first call, its second and so on, each time followed by `next` of another, and `check`. */
	const killedEverywhere = async (before: Hand, work: Hand, check: Hand, next = work) => {
		let last = 1;
		for (; last <= enough; last += 1) {
			await begin(before);
			const mortal = new MortalClients(account().settings, last);
			alive.push(mortal.clients);
			let killed = false;
			await work(contextOf(mortal.clients)).catch((error: unknown) => {
				if (!(error instanceof Killed)) throw error;
				killed = true;
			});
			const context = fresh();
			await next(context);
			await check(context);
			if (!killed) break;
		}
		assert.ok(last > 1 && last <= enough, `${last} kill points`);
		killPoints(last - 1);
	};
	const begin = async (before: Hand) => {
		await account().reset();
		const context = fresh();
		await subject.prepare?.(context);
		await before(context);
		return context;
	};

	describe(`${kind.type} ${name}`, () => {
		afterEach(() => {
			for (const one of alive.splice(0)) one.destroy();
		});

		it("is not there before it is made, is then as it was wanted, and is gone when it is removed", async () => {
			const context = await begin(async () => undefined);
			assert.equal(await read(context), undefined);
			await apply(context);
			await assertApplied(context);
			const found = (await read(context)) as Found;
			await kind.remove(name, found, context);
			assert.equal(await read(context), undefined);
			await kind.remove(name, found, context);
		});

		for (const property of changeable) {
			it(`shows that ${property} was changed by hand, and mends it`, async () => {
				const context = await begin(apply);
				const hand = byHand[property];
				assert.ok(hand, `nobody changes ${property}`);
				await hand(context);
				const found = (await read(context)) as Found;
				assert.deepEqual(differing(found), [property]);
				if (kind.replacing.includes(property)) {
					await kind.remove(name, found, context);
					await kind.create(name, properties, context);
				} else await kind.update(name, properties, found, context);
				await assertApplied(context);
			});
		}

		if (kind.adopt !== undefined) {
			it("knows what somebody else made, and takes it over as it is", async () => {
				const context = await begin(subject.bySomebodyElse ?? (() => assert.fail("nobody makes it")));
				const before = await read(context);
				assert.ok(before);
				assert.equal(before.owner, undefined);
				await kind.adopt?.(name, context);
				assert.deepEqual(await read(context), { ...before, owner });
			});
		}

		it("is made by a process that is killed after any of its calls and begun again", () =>
			killedEverywhere(async () => undefined, apply, assertApplied));

		if (mendable.length > 0) {
			it("is mended by a process that is killed after any of its calls and begun again", () => {
				const spoil = async (context: KindContext) => {
					await apply(context);
					for (const property of mendable) await byHand[property]?.(context);
				};
				return killedEverywhere(spoil, apply, assertApplied);
			});
		}

		const assertGone = async (context: KindContext) => assert.equal(await read(context), undefined);

		it("is removed by a process that is killed after any of its calls and begun again", () =>
			killedEverywhere(apply, take, assertGone));

		it("is removed from whatever a maker left that was killed", () =>
			killedEverywhere(async () => undefined, apply, assertGone, take));
	});
}
