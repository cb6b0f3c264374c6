// Validates values, each against a schema of a document: `node validate.mjs AJV DOCUMENT CASES`, with a document in JSON
// Schema 2020-12 and cases `[[pointer, value], …]`. Prints a list: true, false, or the reason why neither is known.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [, , home, document, cases] = process.argv;
const require = createRequire(home + '/package.json');
const Ajv = require('ajv/dist/2020').default;
const formats = require('ajv-formats').default;
const ajv = new Ajv({ strict: false, validateSchema: false, logger: false, unicodeRegExp: false });
// The formats that have types of their own in an SDK. Others do not change what is read and written, and are annotations
// in JSON Schema: many a `uri` is a path.
formats(ajv, ['date', 'date-time', 'uuid']);
// Stricter than the usual check, which accepts any text of the right characters.
ajv.addFormat('byte', /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/);
ajv.addSchema(JSON.parse(readFileSync(document, 'utf8')), 'https://example.com/document');
const known = new Map();
const verdicts = JSON.parse(readFileSync(cases, 'utf8')).map(([pointer, value]) => {
  try {
    if (!known.has(pointer)) {
      known.set(pointer, ajv.compile({ $ref: 'https://example.com/document#' + encodeURI(pointer) }));
    }
    return known.get(pointer)(value);
  } catch (error) {
    return String(error.message);
  }
});
console.log(JSON.stringify(verdicts));
