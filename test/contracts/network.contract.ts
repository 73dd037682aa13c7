import type { Network, NetworkSettings } from "../../firmware/ports/network.js";
import { within } from "../support/deadline.js";

const home: NetworkSettings = {
	wifi: [{ ssid: "home", password: "secret-word", hidden: false }],
	ethernet: false,
	address: undefined,
};

export function describeNetwork(name: string, open: () => Network): void {
	describe(`network: ${name}`, () => {
		it("connects with and without Wi-Fi settings, and again", async () => {
			const network = open();
			await within(network.connect({ ...home, wifi: [] }), "the network");
			await within(network.connect(home), "the network");
			network.close();
		});

		it("may be closed twice, also before it was connected", () => {
			const network = open();
			network.close();
			network.close();
		});
	});
}
