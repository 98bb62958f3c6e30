// Serves a folder as static hosts do: compressed, typed, cached, and with the headers that the folder itself asks for in _headers.
import { readFile, realpath } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

const compress = promisify(gzip);

const CONTENT_TYPES = {
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".txt": "text/plain; charset=utf-8",
  ".webp": "image/webp",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
  ".xml": "application/xml; charset=utf-8",
};

const COMPRESSIBLE = /^(text\/|application\/(json|xml)|image\/svg)/;

// For pages that ask for nothing, as those made for a test: they may have scripts and styles of their own; evaluating text as code is not allowed.
const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
].join("; ");

const NOT_FOUND = { status: 404, type: CONTENT_TYPES[".txt"], body: Buffer.from("not found") };
const ABSENT = new Set(["ENOENT", "ENOTDIR", "EISDIR"]);

/** The policies that a book asks for in _headers: address → policy, where * stands for any ending; nothing where it does not. */
async function policiesOf(folder) {
  const headers = await readFile(path.join(folder, "_headers"), "utf8").catch((error) => {
    if (ABSENT.has(error.code)) {
      return "";
    }
    throw error;
  });
  return new Map([...headers.matchAll(/^(\/\S*)\n +Content-Security-Policy: (.*)$/gm)].map(([, address, policy]) => [address, policy]));
}

/** The type and the content of a file in the folder; nothing where there is none, or where a path or a link leads out of the folder. */
async function read(folder, name) {
  try {
    const file = await realpath(path.join(folder, name.endsWith("/") || name === "" ? `${name}index.html` : name));
    return file.startsWith(folder + path.sep) ? { type: CONTENT_TYPES[path.extname(file)] ?? "application/octet-stream", body: await readFile(file) } : null;
  } catch (error) {
    if (ABSENT.has(error.code)) {
      return null;
    }
    throw error;
  }
}

async function answer(folder, { under, extra }, pathname) {
  if (!pathname.startsWith(under)) {
    return NOT_FOUND;
  }
  const name = decodeURIComponent(pathname.slice(under.length));
  const there = name in extra ? { type: CONTENT_TYPES[".html"], body: Buffer.from(extra[name]) } : await read(folder, name);
  // Hosts show this page whatever the address that leads nowhere.
  const found = there ?? (await read(folder, "404.html"));
  return found ? { ...found, status: there ? 200 : 404, compressed: COMPRESSIBLE.test(found.type) ? await compress(found.body) : undefined } : NOT_FOUND;
}

/**
 * Serve a folder on a free port of this machine, under a path of it, with pages that are not in the folder, and under the policy that the
 * folder asks for, or another one where it asks for none; returns the folder's address, what was asked of the server and how much it sent,
 * what makes it read the files anew, and what stops it.
 */
export async function serve(folder, { policy = POLICY, under = "/", extra = {} } = {}) {
  const root = await realpath(folder);
  const policies = await policiesOf(root);
  const policyOf = (pathname) => policies.get(pathname) ?? [...policies].find(([address]) => address.endsWith("*") && pathname.startsWith(address.slice(0, -1)))?.[1] ?? policy;
  const answers = new Map();
  const asked = new Set();
  let bytes = 0;
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    asked.add(pathname);
    if (!answers.has(pathname)) {
      answers.set(pathname, answer(root, { under, extra }, pathname));
    }
    const { status, type, body, compressed } = await answers.get(pathname);
    const compress = compressed && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
    const sent = compress ? compressed : body;
    bytes += sent.length;
    response.writeHead(status, {
      "Content-Type": type,
      "Content-Length": sent.length,
      "Cache-Control": "max-age=600",
      ...(policyOf(pathname) && { "Content-Security-Policy": policyOf(pathname) }),
      ...(compressed && { Vary: "Accept-Encoding" }),
      ...(compress && { "Content-Encoding": "gzip" }),
    });
    response.end(request.method === "HEAD" ? undefined : sent);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    asked,
    bytes: () => bytes,
    forget: () => answers.clear(),
    address: `http://127.0.0.1:${server.address().port}${under.slice(0, -1)}`,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
