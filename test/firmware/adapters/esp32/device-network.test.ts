import assert from "node:assert/strict";
import { DeviceNetwork } from "../../../../firmware/adapters/esp32/device-network.js";
import type { EthernetPort, LinkState } from "../../../../firmware/adapters/esp32/station.js";
import { DeviceError } from "../../../../firmware/ports/errors.js";
import type { NetworkSettings } from "../../../../firmware/ports/network.js";
import { VirtualTime } from "../../../fakes/virtual-time.js";
import { settle } from "../../../support/fake-device.js";
import { type AccessPoint, FakeStation } from "./fake-station.js";

const wrongPassword: AccessPoint = { reason: 15, afterMs: 9000 };
const noEthernet: EthernetPort = { start: () => false, state: () => ({ joined: false, addressed: false }) };

const wifi = (...ssids: string[]): NetworkSettings => ({
	wifi: ssids.map((ssid) => ({ ssid, password: "not-to-be-told", hidden: false })),
	ethernet: false,
	address: undefined,
});

function open(points: Record<string, AccessPoint> = {}, port = noEthernet) {
	const time = new VirtualTime();
	const station = new FakeStation(time, points);
	return { time, station, network: new DeviceNetwork(station, port, time) };
}

/** "connected" or the error's code, and the seconds it took. */
async function outcome(time: VirtualTime, connecting: Promise<void>): Promise<[string, number, string]> {
	const start = time.ticks();
	let result: [string, number, string] | undefined;
	const end = (word: string, message = "") => {
		result = [word, Math.round((time.ticks() - start) / 1000), message];
	};
	connecting.then(
		() => end("connected"),
		(error: unknown) => end(error instanceof DeviceError ? error.code : "?", String(error)),
	);
	for (let step = 0; step < 10_000; step++) {
		await settle();
		if (result !== undefined) return result;
		time.step();
	}
	throw new Error("It never ended");
}

describe("DeviceNetwork over Wi-Fi", () => {
	it("joins the first network that gives an address, and then resolves at once", async () => {
		const { time, station, network } = open({ home: "good" });
		const settings = wifi("away", "home", "never");
		assert.deepEqual((await outcome(time, network.connect(settings))).slice(0, 1), ["connected"]);
		assert.deepEqual(station.tried, ["away", "home"]);
		await network.connect(settings);
		assert.deepEqual(station.tried, ["away", "home"]);
	});

	it("begins with the network that worked last when the connection is lost", async () => {
		const { time, station, network } = open({ home: "good" });
		const settings = wifi("away", "home");
		await outcome(time, network.connect(settings));
		station.drop(200);
		assert.equal((await outcome(time, network.connect(settings)))[0], "connected");
		assert.deepEqual(station.tried, ["away", "home", "home"]);
	});

	for (const [name, point, code] of [
		["of a wrong password", wrongPassword, "network-refused"],
		["of a network out of reach", { reason: 201, afterMs: 2500 }, "network-missing"],
		["of no address", "silent", "address-missing"],
		["of an access point that says nothing", "mute", "network-unreachable"],
		["of too many devices", { reason: 5, afterMs: 500 }, "network-unreachable"],
		["of a reason that nobody knows", { reason: 77, afterMs: 500 }, "network-unreachable"],
	] as const) {
		it(`tells the code ${name}, names the network, and not its password`, async () => {
			const { time, network } = open({ home: point });
			const [word, seconds, message] = await outcome(time, network.connect(wifi("home")));
			assert.equal(word, code);
			assert.ok(seconds < 26, `${seconds} s`);
			assert.match(message, /"home"/);
			assert.doesNotMatch(message, /not-to-be-told/);
		});
	}

	it("tells of several networks the error of the one that came furthest", async () => {
		const order = [
			["network-missing", { reason: 201, afterMs: 2500 }],
			["network-unreachable", { reason: 5, afterMs: 500 }],
			["network-refused", wrongPassword],
			["address-missing", "silent"],
		] as const;
		for (const [less, one] of order.slice(0, -1).entries()) {
			for (const other of order.slice(less + 1)) {
				const { time, network } = open({ first: other[1], second: one[1] });
				assert.equal((await outcome(time, network.connect(wifi("first", "second"))))[0], other[0]);
			}
		}
	});

	it("goes on with the next network after a try that its caller gave up", async () => {
		const { time, station, network } = open({ slow: "mute", home: "good" });
		const settings = wifi("slow", "home");
		const abandoned = assert.rejects(network.connect(settings), { code: "closed" });
		await settle();
		time.run(3000);
		await settle();
		assert.equal((await outcome(time, network.connect(settings)))[0], "connected");
		await abandoned;
		assert.deepEqual(station.tried, ["slow", "home"]);
	});

	it("leaves the network that another bootstrap does not name", async () => {
		const { time, station, network } = open({ home: "good", office: "good" });
		await outcome(time, network.connect(wifi("home")));
		await outcome(time, network.connect(wifi("office")));
		assert.deepEqual(station.tried, ["home", "office"]);
	});

	it("hands on a static address", async () => {
		const { time, station, network } = open({ home: "good" });
		const address = { address: "10.0.0.2", netmask: "255.0.0.0", gateway: "10.0.0.1", dns: "10.0.0.1" };
		await outcome(time, network.connect({ ...wifi("home"), address }));
		assert.deepEqual(station.addresses, [address]);
	});

	it("rejects with network-missing without any network", async () => {
		const { network } = open();
		await assert.rejects(network.connect(wifi()), { code: "network-missing" });
	});

	it("rejects a pending connect with closed, may be closed twice, and leaves nothing running", async () => {
		const { time, station, network } = open({ home: "silent" });
		const pending = assert.rejects(network.connect(wifi("home")), { code: "closed" });
		await settle();
		time.run(2000);
		network.close();
		network.close();
		time.run(1000);
		await pending;
		assert.equal(station.state().busy, false);
		assert.equal(time.pending, 0);
	});
});

describe("DeviceNetwork over Ethernet", () => {
	const wired: NetworkSettings = { wifi: [], ethernet: true, address: undefined };
	const port = (state: () => LinkState): EthernetPort => ({ start: () => true, state });

	it("waits for cable and address", async () => {
		let state = { joined: false, addressed: false };
		const { time, network } = open(
			{},
			port(() => state),
		);
		time.after(3000, () => {
			state = { joined: true, addressed: false };
		});
		time.after(5000, () => {
			state = { joined: true, addressed: true };
		});
		assert.deepEqual((await outcome(time, network.connect(wired))).slice(0, 2), ["connected", 5]);
	});

	it("tells a board without Ethernet, a missing cable and a missing address apart", async () => {
		const none = open();
		assert.equal((await outcome(none.time, none.network.connect(wired)))[0], "network-missing");
		const unplugged = open(
			{},
			port(() => ({ joined: false, addressed: false })),
		);
		const [code, , message] = await outcome(unplugged.time, unplugged.network.connect(wired));
		assert.equal(code, "network-missing");
		assert.match(message, /cable/);
		const mute = open(
			{},
			port(() => ({ joined: true, addressed: false })),
		);
		assert.equal((await outcome(mute.time, mute.network.connect(wired)))[0], "address-missing");
	});
});
