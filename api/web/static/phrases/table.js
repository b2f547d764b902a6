// All phrases of the page: each key with its Vietnamese and its English.

import { ADMIN } from "./admin.js";
import { ASK } from "./ask.js";
import { DOCUMENTS } from "./documents.js";
import { LOGIN } from "./login.js";
import { PROBLEMS } from "./problems.js";
import { REGISTER } from "./register.js";
import { SHELL } from "./shell.js";
import { UPLOADS } from "./uploads.js";
import { VALUES } from "./values.js";

export const PHRASES = {
  ...SHELL, ...ASK, ...DOCUMENTS, ...REGISTER, ...UPLOADS, ...ADMIN, ...LOGIN, ...PROBLEMS, ...VALUES,
};
