// Libraries made for bundlers ask what kind of build they are in; in a browser there is nobody to answer.
globalThis.process ??= { env: { NODE_ENV: "production" } };
