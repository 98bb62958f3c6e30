// Serves a folder as static hosts do: compressed, typed, cached, and under a policy that lets a page ask nobody else.
import { readFile } from "node:fs/promises";
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

// The theme writes scripts and styles into its pages, so those are allowed; evaluating text as code is not.
const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
].join("; ");

async function answer(folder, address) {
  const { pathname } = new URL(address, "http://localhost");
  const relative = decodeURIComponent(pathname.endsWith("/") ? `${pathname}index.html` : pathname);
  // A URL's path cannot climb out of its root, and what decoding adds is caught here.
  const file = path.join(folder, relative);
  if (!file.startsWith(folder + path.sep)) {
    return { status: 404, type: "text/plain; charset=utf-8", body: Buffer.from("not found") };
  }
  try {
    const type = CONTENT_TYPES[path.extname(file)] ?? "application/octet-stream";
    const body = await readFile(file);
    return COMPRESSIBLE.test(type) ? { status: 200, type, body, compressed: await compress(body) } : { status: 200, type, body };
  } catch {
    return { status: 404, type: "text/plain; charset=utf-8", body: Buffer.from("not found") };
  }
}

/** Serve a folder on a free port of this machine, under the book's policy or another one; returns its address, what was asked of it and how much it sent, and what stops it. */
export async function serve(folder, policy = POLICY) {
  const answers = new Map();
  const asked = new Set();
  let bytes = 0;
  const server = createServer(async (request, response) => {
    asked.add(new URL(request.url, "http://localhost").pathname);
    if (!answers.has(request.url)) {
      answers.set(request.url, answer(path.resolve(folder), request.url));
    }
    const { status, type, body, compressed } = await answers.get(request.url);
    const compress = compressed && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
    const sent = compress ? compressed : body;
    bytes += sent.length;
    response.writeHead(status, {
      "Content-Type": type,
      "Content-Length": sent.length,
      "Cache-Control": "max-age=600",
      ...(policy && { "Content-Security-Policy": policy }),
      ...(compressed && { Vary: "Accept-Encoding" }),
      ...(compress && { "Content-Encoding": "gzip" }),
    });
    response.end(request.method === "HEAD" ? undefined : sent);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    asked,
    bytes: () => bytes,
    address: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
