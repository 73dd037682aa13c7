import { patience } from "./patience.js";

// Each process of the tests would print the AWS SDK's warning about Node 20, which README speaks of.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

/** Mocha's limit of each test grows with the load, whoever has set it. */
export const mochaHooks: Mocha.RootHookObject = {
	beforeEach(this: Mocha.Context) {
		const test = this.currentTest;
		test?.timeout(patience(test.timeout()));
	},
};
