import assert from "node:assert/strict";
import type { Subscriber } from "../../../../../host-tools/emulator/broker/routing/message-router.js";
import { SubscriptionTree } from "../../../../../host-tools/emulator/broker/routing/subscription-tree.js";
import { PersistentSessions } from "../../../../../host-tools/emulator/broker/sessions/persistent-sessions.js";
import { EmulatorClock } from "../../../../../host-tools/emulator/clock.js";
import { Store } from "../../../../../host-tools/emulator/store/store.js";

describe("PersistentSessions", () => {
	it("are at most 10,000, and make room when they end", async () => {
		const store = await Store.open({ directory: undefined, name: "s" });
		const clock = new EmulatorClock();
		const subscriptions = new SubscriptionTree<Subscriber>();
		const sessions = new PersistentSessions({ clock, store, subscriptions, onLost: () => {} });
		for (let n = 0; n < 10_000; n++) sessions.begin(`client-${n}`);
		assert.equal(sessions.hasRoomFor("one-more"), false);
		assert.equal(sessions.hasRoomFor("client-7"), true, "it is there");
		sessions.end("client-7");
		assert.equal(sessions.hasRoomFor("one-more"), true);
		sessions.close();
		clock.close();
	});
});
