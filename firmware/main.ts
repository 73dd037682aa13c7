import { XsLog } from "./adapters/xs-log.js";
import { compose } from "./compose.js";
import { toDeviceError } from "./ports/errors.js";

const log = new XsLog();
try {
	compose(log).start();
} catch (thrown) {
	// An exception that left this module would restart the chip, again and again.
	const { code, message } = toDeviceError(thrown);
	log.write("error", "failed", { code, message });
}
