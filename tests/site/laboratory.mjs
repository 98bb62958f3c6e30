// JupyterLab with copies of the chapters, as `make lab` starts it.
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const PYTHON = process.env.PYTHON ?? fileURLToPath(new URL("../../.venv/bin/python", import.meta.url));

/** Ask again and again until there is an answer. */
export async function eventually(ask) {
  for (let tries = 0; tries < 240; tries += 1) {
    const answer = await ask().catch(() => undefined);
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error("no answer in two minutes");
}

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** Start what `make lab` starts, with copies in a folder of their own. */
export async function laboratory({ theme = "JupyterLab Light" } = {}) {
  const place = await mkdtemp(path.join(tmpdir(), "chapters-"));
  const [folder, settings] = [path.join(place, "lab"), path.join(place, "settings")];
  await mkdir(path.join(settings, "@jupyterlab/apputils-extension"), { recursive: true });
  await writeFile(path.join(settings, "@jupyterlab/apputils-extension/themes.jupyterlab-settings"), JSON.stringify({ theme }));
  const port = await freePort();
  const lab = spawn(
    PYTHON,
    ["-m", "bookmaking.laboratory", `--folder=${folder}`, "--allow-root", "--no-browser", `--port=${port}`, "--IdentityProvider.token="],
    {
      env: { ...process.env, JUPYTER_CONFIG_DIR: path.join(place, "config"), JUPYTERLAB_SETTINGS_DIR: settings, JUPYTERLAB_WORKSPACES_DIR: path.join(place, "workspaces") },
      stdio: "ignore",
    },
  );
  const ended = new Promise((resolve) => lab.on("exit", resolve));
  const stop = async () => {
    lab.kill();
    await ended;
    await rm(place, { recursive: true, force: true });
  };
  const address = `http://127.0.0.1:${port}`;
  await eventually(() => fetch(`${address}/api/status`).then(({ ok }) => ok)).catch(async (error) => {
    await stop();
    throw error;
  });
  return { address, folder, stop };
}
