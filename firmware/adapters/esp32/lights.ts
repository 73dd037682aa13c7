import Digital from "embedded:io/digital";
import NeoPixel from "neopixel";
import type { LightSettings, StatusLight } from "../../ports/board.js";

/** Bright enough to be seen, and not to be stared at: 255 is all. */
const colorValue = 24;

/** A light at a pin. Throws what the pin says. */
export function openPlainLight({ pin, activeLow }: LightSettings): StatusLight {
	const dark = activeLow ? 1 : 0;
	const digital = new Digital({ pin, mode: Digital.Output, initialValue: dark });
	return guarded(
		(on) => digital.write(on === activeLow ? 0 : 1),
		() => digital.close(),
	);
}

/** An addressable light, used as a plain one. Throws what its driver says. */
export function openColorLight(pin: number): StatusLight {
	const light = new NeoPixel({ pin, length: 1, order: "GRB" });
	return guarded(
		(on) => {
			const value = on ? colorValue : 0;
			light.setPixel(0, light.makeRGB(value, value, value));
			light.update();
		},
		() => light.close(),
	);
}

function guarded(set: (on: boolean) => void, close: () => void): StatusLight {
	let open = true;
	const quietly = (action: () => void) => {
		try {
			action();
		} catch {
			// A light is not worth a restart.
		}
	};
	return {
		set: (on) => {
			if (open) quietly(() => set(on));
		},
		close: () => {
			if (!open) return;
			open = false;
			quietly(() => set(false));
			quietly(close);
		},
	};
}
