// Judges documents for as long as there are lines to read, each a JSON object with
// `text` and `path`; answers each with a line: the errors that the parser of the
// AsyncAPI initiative finds.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

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

for await (const line of createInterface({ input: process.stdin })) {
  const { text, path } = JSON.parse(line);
  const { diagnostics } = await new Parser().parse(text, { source: path });
  const errors = diagnostics
    .filter(({ severity }) => severity === 0)
    .map(({ code, message, path, range }) => ({
      code: String(code),
      message,
      path: path.join('.'),
      line: range.start.line + 1,
    }));
  console.log(JSON.stringify(errors));
}
