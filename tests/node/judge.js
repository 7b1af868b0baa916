// Judges documents: each line that asks has `text` and `path`, and the answer is the
// errors that the parser of the AsyncAPI initiative finds.
import { createRequire } from 'node:module';

import { serve } from './lines.js';

const require = createRequire(import.meta.url);
const validators = require('@stoplight/spectral-functions/dist/schema/ajv.js');
const { Parser } = require('@asyncapi/parser');

// The schema of AsyncAPI itself is compiled once, not once for every document.
const { createAjvInstances } = validators;
const shared = createAjvInstances();
validators.createAjvInstances = () => {
  const own = createAjvInstances();
  return (schema, ...options) => {
    const official = String(schema.$id).startsWith('http://asyncapi.com/');
    return (official ? shared : own)(schema, ...options);
  };
};
console.warn = () => {};

await serve(async ({ text, path }) => {
  const { diagnostics } = await new Parser().parse(text, { source: path });
  return diagnostics
    .filter(({ severity }) => severity === 0)
    .map(({ code, message, path, range }) => ({
      code: String(code),
      message,
      path: path.join('.'),
      line: range.start.line + 1,
    }));
});
