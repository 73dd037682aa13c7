import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { missingHeaders } from "../../../../host-tools/moddable/build/missing-headers.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";

const directories = new TemporaryDirectories();

/** What is missing, as `file:line header < places`, where the first of the sources is compiled with the given include folders. */
async function missing(files: Readonly<Record<string, string>>, folders: readonly string[]): Promise<string[]> {
	const root = await directories.make();
	for (const [name, text] of Object.entries(files)) {
		await mkdir(dirname(join(root, name)), { recursive: true });
		await writeFile(join(root, name), text);
	}
	const compilation = {
		sources: ["spi/spi.c", "generated.c"].map((name) => join(root, name)),
		folders: folders.map((folder) => join(root, folder)),
		defines: new Map([["ESP32", "1"]]),
	};
	const found = await missingHeaders([compilation], [root]);
	return found.map(({ file, line, header, places }) =>
		`${file}:${line} ${header} < ${places.join(" ")}`.replaceAll(`${root}/`, ""),
	);
}

describe("missingHeaders", () => {
	afterEach(directories.remove);

	it("names the line, the header, and where it is, when its folder is not among the include folders", async () => {
		const files = { "spi/spi.c": '#include <string.h>\n#include "gpio.h"\n', "pins/esp32/gpio.h": "" };
		assert.deepEqual(await missing(files, ["spi"]), ["spi/spi.c:2 gpio.h < pins/esp32"]);
		assert.deepEqual(await missing(files, ["spi", "pins/esp32"]), []);
	});

	it("looks beside the file for what is in quotes only", async () => {
		const files = { "spi/spi.c": '#include "own.h"\n#include <own.h>\n', "spi/own.h": "" };
		assert.deepEqual(await missing(files, ["absent"]), ["spi/spi.c:2 own.h < spi"]);
	});

	it("follows what it finds, into a circle as well", async () => {
		const files = {
			"spi/spi.c": '#include "a.h"\n',
			"a/a.h": '#include "sub/b.h"\n',
			"a/sub/b.h": '#include "../a.h"\n#include "c.h"\n',
			"c/c.h": "",
		};
		assert.deepEqual(await missing(files, ["a"]), ["a/sub/b.h:2 c.h < c"]);
	});

	it("leaves out headers that the roots do not have, and those of other chips", async () => {
		const files = {
			"spi/spi.c": '#include "driver/spi.h"\n#if ESP32\n#include "mc.xs.h"\n#else\n#include "printf.h"\n#endif\n',
			"esp8266/printf.h": "",
			"spi.h": "",
		};
		assert.deepEqual(await missing(files, []), []);
	});
});
