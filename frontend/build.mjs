// Packs what a browser downloads into target/site, every file named after its content:
//
//   pkg/grobunn-<hash>.js, pkg/grobunn-<hash>_bg.wasm   the islands
//   pkg/grobunn-<hash>.css                              Designsystemet's parts that we use, and our own layers
//   pkg/inter-<hash>.woff2, pkg/logo-<hash>.svg ...     font and pictures
//   assets.json                                         logical name -> { path, bytes, br }
//
// Beside each stands the same file packed with brotli and gzip. A second run with unchanged sources does nothing.
// Usage: node build.mjs [--force]

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const WASM_BINDGEN = "0.2.130";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
const site = join(root, "target", "site");
// Parts are kept between runs under the hash of their sources, so that a changed colour does not rebuild the wasm.
const cache = join(root, "target", "site-cache");
const force = process.argv.includes("--force");

const hash = (data) => createHash("sha256").update(data).digest("hex").slice(0, 12);
const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** All files under the given files and folders, in a stable order. */
function files(...paths) {
  return paths
    .flatMap((path) => (statSync(path).isDirectory() ? files(...readdirSync(path).map((name) => join(path, name))) : [path]))
    .sort();
}

/** One hash over the names and the content of sources. */
function fingerprint(...paths) {
  const sum = createHash("sha256");
  for (const file of files(...paths.map((path) => join(root, path)))) {
    sum.update(relative(root, file)).update("\0").update(readFileSync(file)).update("\0");
  }
  return sum.digest("hex").slice(0, 16);
}

function run(command, args, options = {}) {
  execFileSync(command, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"], ...options });
}

/** Builds a part unless it was built from the same sources before. A part is a map from file name to content. */
async function part(name, print, make) {
  const folder = join(cache, `${name}-${print}`);
  if (!force && existsSync(join(folder, "done"))) {
    const names = readdirSync(folder).filter((file) => file !== "done");
    return Object.fromEntries(names.map((file) => [file, readFileSync(join(folder, file))]));
  }
  const started = Date.now();
  const made = await make();
  for (const old of existsSync(cache) ? readdirSync(cache) : []) {
    if (old.startsWith(`${name}-`)) rmSync(join(cache, old), { recursive: true });
  }
  mkdirSync(folder, { recursive: true });
  for (const [file, content] of Object.entries(made)) writeFileSync(join(folder, file), content);
  writeFileSync(join(folder, "done"), "");
  console.log(`front: ${name} built in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return made;
}

async function makeWasm() {
  const version = execFileSync("wasm-bindgen", ["--version"], { encoding: "utf8" }).trim();
  if (!version.endsWith(` ${WASM_BINDGEN}`)) {
    throw new Error(`wasm-bindgen ${WASM_BINDGEN} is needed, exactly as in Cargo.lock; found "${version}". Run scripts/setup.sh.`);
  }
  run("cargo", ["build", "--quiet", "-p", "frontend", "--target", "wasm32-unknown-unknown", "--profile", "wasm"]);
  const out = mkdtempSync(join(tmpdir(), "grobunn-front-"));
  try {
    const built = join(target, "wasm32-unknown-unknown", "wasm", "frontend.wasm");
    run("wasm-bindgen", [built, "--target", "web", "--no-typescript", "--out-dir", out, "--out-name", "grobunn"]);
    const wasm = join(out, "grobunn_bg.wasm");
    const small = join(out, "small.wasm");
    // What rustc emits by default since 1.87; wasm-opt must be told that it may read and write it.
    const features = ["bulk-memory", "nontrapping-float-to-int", "sign-ext", "mutable-globals", "reference-types", "multivalue"];
    run(process.execPath, [
      join(here, "node_modules", "binaryen", "bin", "wasm-opt"),
      ...features.map((feature) => `--enable-${feature}`),
      "-Oz", "--converge", "--strip-debug", "--strip-producers", "--vacuum", wasm, "-o", small,
    ]);
    // Snippets, if a library brings any, are folded into the one script.
    const script = await build({
      entryPoints: [join(out, "grobunn.js")],
      bundle: true, minify: true, format: "esm", target: "es2022", write: false, legalComments: "none",
    });
    return { "grobunn.js": Buffer.from(script.outputFiles[0].contents), "grobunn_bg.wasm": readFileSync(small) };
  } finally {
    rmSync(out, { recursive: true });
  }
}

/**
 * Repeats the dark colours for those who leave the choice to their device. CSS cannot say one block for two conditions, and
 * two copies by hand would drift apart.
 */
const darkWhenAuto = {
  name: "dark-when-auto",
  setup(bundler) {
    bundler.onLoad({ filter: /tokens\.css$/ }, ({ path }) => {
      const source = readFileSync(path, "utf8");
      const dark = source.match(/\[data-color-scheme="dark"\] \{([^}]*)\}/);
      if (!dark) throw new Error("tokens.css has lost its dark colours");
      const auto = `@media (prefers-color-scheme: dark) { [data-color-scheme="auto"] {${dark[1]}} }`;
      return { contents: source.replace("/*! dark-when-auto */", auto), loader: "css" };
    });
  },
};

/** The style sheet; files it refers to come out beside it under hashed names. */
async function makeStyles() {
  const out = await build({
    entryPoints: [join(here, "styles", "grobunn.css")],
    bundle: true, minify: true, write: false, outdir: "/pkg", assetNames: "[name]-[hash]",
    loader: { ".woff2": "file" }, plugins: [darkWhenAuto],
    target: ["chrome111", "firefox114", "safari16.4"],
    legalComments: "none", logLevel: "warning",
  });
  return Object.fromEntries(out.outputFiles.map((file) => [basename(file.path), Buffer.from(file.contents)]));
}

async function makePictures() {
  return Object.fromEntries(files(join(here, "public")).map((file) => [basename(file), readFileSync(file)]));
}

/** Packed ahead of time as small as it gets; pictures of a few hundred bytes and fonts are not worth it. */
function packed(name, content) {
  if (extname(name) === ".woff2") return {};
  const br = brotliCompressSync(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  });
  return { br, gz: gzipSync(content, { level: 9 }) };
}

const pipeline = fingerprint("frontend/build.mjs", "frontend/package-lock.json");
const prints = {
  wasm: hash(pipeline + fingerprint("frontend/src", "frontend/Cargo.toml", "app/src/islands", "app/src/lib.rs", "app/Cargo.toml", "Cargo.toml", "Cargo.lock", "rust-toolchain.toml")),
  styles: hash(pipeline + fingerprint("frontend/styles")),
  pictures: hash(pipeline + fingerprint("frontend/public")),
};
const state = JSON.stringify(prints);
const stateFile = join(cache, "state.json");
if (!force && existsSync(join(site, "assets.json")) && existsSync(stateFile) && readFileSync(stateFile, "utf8") === state) {
  console.log("front: nothing changed");
  process.exit(0);
}

const wasm = await part("wasm", prints.wasm, makeWasm);
const styles = await part("styles", prints.styles, makeStyles);
const pictures = await part("pictures", prints.pictures, makePictures);

// Logical name, name in pkg, content. Script and wasm share one name, because the page derives one from the other.
const output = `grobunn-${hash(Buffer.concat([wasm["grobunn.js"], wasm["grobunn_bg.wasm"]]))}`;
const named = [
  ["grobunn.js", `${output}.js`, wasm["grobunn.js"]],
  ["grobunn_bg.wasm", `${output}_bg.wasm`, wasm["grobunn_bg.wasm"]],
  ...Object.entries({ ...styles, ...pictures }).map(([name, content]) => {
    const end = extname(name);
    if (end === ".woff2") return [`inter${end}`, name, content]; // named after its content by the bundler already
    return [name, `${basename(name, end)}-${hash(content)}${end}`, content];
  }),
];

// Made aside and moved into place whole, so that nobody embeds half of it.
const fresh = `${site}.new`;
rmSync(fresh, { recursive: true, force: true });
mkdirSync(join(fresh, "pkg"), { recursive: true });
const assets = {};
for (const [logical, name, content] of named) {
  const path = `pkg/${name}`;
  const { br, gz } = packed(name, content);
  writeFileSync(join(fresh, path), content);
  if (br) writeFileSync(join(fresh, `${path}.br`), br);
  if (gz) writeFileSync(join(fresh, `${path}.gz`), gz);
  assets[logical] = { path, bytes: content.length, br: br?.length ?? content.length };
}
const ordered = Object.fromEntries(Object.entries(assets).sort(([a], [b]) => a.localeCompare(b)));
writeFileSync(join(fresh, "assets.json"), `${JSON.stringify(ordered, null, 2)}\n`);
rmSync(site, { recursive: true, force: true });
renameSync(fresh, site);
mkdirSync(cache, { recursive: true });
writeFileSync(stateFile, state);
for (const [name, { bytes, br }] of Object.entries(ordered)) console.log(`front: ${name.padEnd(18)} ${kB(bytes).padStart(9)}  br ${kB(br).padStart(8)}`);
