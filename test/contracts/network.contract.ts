import type { Network } from "../../firmware/ports/network.js";
import { within } from "../support/deadline.js";

export function describeNetwork(name: string, open: () => Network): void {
	describe(`network: ${name}`, () => {
		it("connects with and without Wi-Fi settings, and again", async () => {
			const network = open();
			await within(network.connect(undefined), "the network");
			await within(network.connect({ ssid: "home", password: "secret" }), "the network");
			network.close();
		});

		it("may be closed twice, also before it was connected", () => {
			const network = open();
			network.close();
			network.close();
		});
	});
}
