import { patience } from "./patience.js";

// The SDK's word on Node 20 is for whoever chooses the version of Node, once, and not for each file of tests.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

/** Mocha's own limits, too, grow with the load. */
export const mochaHooks: Mocha.RootHookObject = {
	beforeEach(this: Mocha.Context) {
		const test = this.currentTest;
		test?.timeout(patience(test.timeout()));
	},
};
