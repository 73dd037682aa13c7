import { memoryFlash } from "../../../../host-tools/board/partitions/memory-flash.js";
import { describeFlash } from "../../../contracts/flash.contract.js";

describeFlash("memory", () => {
	const bytes = new Uint8Array(8192);
	const flash = memoryFlash(bytes);
	// memoryFlash erases what it is given, so the restart gets a copy put back into place.
	const reopen = () => {
		const kept = bytes.slice();
		const again = memoryFlash(bytes);
		bytes.set(kept);
		return again;
	};
	return { flash, erasedReadsAsEraseValue: true, writesTwice: true, reopen, close: () => {} };
});
