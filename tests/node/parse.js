// Prints what the parser of the AsyncAPI initiative says about a document, as JSON.
import { Parser, fromFile } from '@asyncapi/parser';

const parser = new Parser();
const { diagnostics } = await fromFile(parser, process.argv[2]).parse();
console.log(JSON.stringify(diagnostics.map(({ code, message, path, range, severity }) => ({
  code,
  message,
  path: path.join('.'),
  line: range.start.line + 1,
  severity: ['error', 'warning', 'information', 'hint'][severity],
}))));
