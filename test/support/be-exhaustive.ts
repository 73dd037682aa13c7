// Loaded by `mocha --require` in each of its processes. `NAME=1 mocha` in a script of package.json would not work on Windows.
process.env.THINGSMITH_EXHAUSTIVE = "1";
