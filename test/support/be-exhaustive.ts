// For mocha's `--require`, in whose workers a variable of the shell that is set for one command on every system is not to be had otherwise.
process.env.THINGSMITH_EXHAUSTIVE = "1";
