import assert from "node:assert/strict";
import type { NetworkInterfaceInfo } from "node:os";
import { type Machine, reachOf } from "../../../host-tools/emulator/reach.js";

const info = (address: string, internal = false) => ({ address, internal }) as NetworkInterfaceInfo;

function machine(hostname: string, interfaces: Record<string, readonly NetworkInterfaceInfo[]>): Machine {
	return { hostname: () => hostname, networkInterfaces: () => interfaces as ReturnType<Machine["networkInterfaces"]> };
}

const laptop = machine("Box", {
	lo: [info("127.0.0.1", true), info("::1", true)],
	docker0: [info("172.17.0.1")],
	wlan0: [info("fe80::1"), info("192.168.1.5"), info("2001:db8::5")],
	eth1: [info("169.254.7.7")],
});
const ofContainers = ["host.docker.internal", "host.containers.internal"];

describe("reachOf()", () => {
	it("is loopback and nothing else by default", () => {
		const reach = reachOf({ host: "127.0.0.1" }, laptop);
		assert.deepEqual(reach, { bindTo: "127.0.0.1", deviceHost: "127.0.0.1", names: [], addresses: [] });
	});

	it("of all addresses tells devices the one in the network, and knows names of the machine", () => {
		assert.deepEqual(reachOf({ host: "0.0.0.0" }, laptop), {
			bindTo: "0.0.0.0",
			deviceHost: "192.168.1.5",
			names: ["box", "box.local", ...ofContainers],
			addresses: ["172.17.0.1", "192.168.1.5"],
		});
		assert.deepEqual(reachOf({ host: "::" }, laptop).addresses, ["172.17.0.1", "192.168.1.5", "2001:db8::5"]);
	});

	it("of one address tells devices that one", () => {
		const reach = reachOf({ host: "192.168.1.5" }, laptop);
		assert.equal(reach.deviceHost, "192.168.1.5");
		assert.deepEqual(reach.addresses, ["192.168.1.5"]);
	});

	it("tells devices the first name it was given, and knows them all", () => {
		const reach = reachOf({ host: "0.0.0.0", names: ["Emulator", "203.0.113.7", "localhost"] }, laptop);
		assert.equal(reach.deviceHost, "emulator");
		assert.deepEqual(reach.names, ["emulator", "box", "box.local", ...ofContainers]);
		assert.deepEqual(reach.addresses, ["203.0.113.7", "172.17.0.1", "192.168.1.5"]);
		assert.equal(reachOf({ host: "0.0.0.0", names: ["localhost"] }, laptop).deviceHost, "localhost");
	});

	it("makes do with what a container or a cut-off machine has", () => {
		const container = machine("0c4e5f", { eth0: [info("172.18.0.3")] });
		assert.equal(reachOf({ host: "0.0.0.0" }, container).deviceHost, "172.18.0.3");
		const bridged = machine("10.0.0.9", { docker0: [info("172.17.0.1")] });
		assert.equal(reachOf({ host: "0.0.0.0" }, bridged).deviceHost, "172.17.0.1");
		assert.deepEqual(reachOf({ host: "0.0.0.0" }, bridged).names, ofContainers);
		assert.equal(reachOf({ host: "0.0.0.0" }, machine("a b", {})).deviceHost, "127.0.0.1");
		assert.deepEqual(reachOf({ host: "0.0.0.0" }, machine("a.example", {})).names, ["a.example", ...ofContainers]);
	});
});
